"""News items (ninjs 2 and 3), and pages that describe themselves as NewsArticle; what is held back is not read."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kg.errors import InputError, KgError, WithheldError
from kg.model import Article
from kg.text.articles import ReadingOptions, articles
from kg.text.items import moment
from kg.turtle.documents import read, write
from tests.cases import tried_on
from tests.conftest import Kg
from tests.graphs import trade_graph

TEXT = "Norway imposed a tariff on steel. The port of Bergen closed."
ITEMS: list[dict[str, object]] = json.loads(Path(__file__).with_name("items.json").read_text(encoding="utf-8"))
THIRD, SECOND = ITEMS
"""An item of ninjs 3, and one of ninjs 2."""


def put(folder: Path, *items: Mapping[str, object], name: str = "item.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(items[0] if len(items) == 1 else items), encoding="utf-8")
    return path


def only(path: Path) -> Article:
    (found,) = articles([path])
    return found


def test_an_item_of_ninjs_3_is_read_with_what_it_says_of_itself(tmp_path: Path) -> None:
    found = only(put(tmp_path, THIRD))
    assert found.id == "urn:example:1"
    assert found.text == f"Norway imposes tariff\n\n{TEXT}\n\nOslo agreed & paid."
    assert (found.title, found.authors) == ("Norway imposes tariff", ("Ana Ruiz", "Ole Berg"))
    assert (found.date, found.publisher, found.language) == (date(2025, 3, 3), "The Agency", "en")
    assert found.notes == {
        ("modified", "2025-03-04"),
        ("version", "2"),
        ("usageTerms", "Not for use before the evening."),
        ("dateline", "Bergen, Norway"),
        ("subject", "trade"),
        ("subject", "http://cv.iptc.org/newscodes/mediatopic/04000000"),
    }


def test_an_item_of_ninjs_2_is_read_by_its_names(tmp_path: Path) -> None:
    found = only(put(tmp_path, SECOND))
    assert found.text == "A port closes\n\nThe port of Bergen closed.\n\nNorway paid for it."
    assert found.date == date(2025, 3, 3)
    assert found.notes == {("modified", "2025-03-03"), ("usageTerms", "Free.")}


def test_items_stand_in_lists_lines_and_folders(tmp_path: Path) -> None:
    put(tmp_path, THIRD, SECOND)
    (tmp_path / "more.jsonl").write_text(json.dumps({**SECOND, "uri": "urn:example:3"}) + "\n")
    (tmp_path / "package.json").write_text('{"name": "no item"}')
    heard: list[str] = []
    assert [one.id for one in articles([tmp_path], noted=heard.append)] == [f"urn:example:{n}" for n in (1, 2, 3)]
    assert any("left alone 1 file(s) .json" in one for one in heard)


@tried_on("changed", "why", "told")
def test_what_is_held_back_is_not_read(tmp_path: Path, changed: Mapping[str, object], why: str, told: str) -> None:
    path = put(tmp_path, {**THIRD, **changed})
    with pytest.raises(WithheldError, match=told) as raised:
        only(path)
    assert (raised.value.article, raised.value.why) == ("urn:example:1", why)


@tried_on("by", "is_free")
def test_an_embargo_is_over_by_a_time_that_is_given(tmp_path: Path, by: str, is_free: bool) -> None:
    path = put(tmp_path, {**THIRD, "embargoedUntil": "2025-03-05T07:00:00+01:00"})
    reading = ReadingOptions(embargo_by=moment(by, "here"))
    heard: list[KgError] = []
    assert bool([*articles([path], reading=reading, skipped=heard.append)]) == is_free
    assert moment("2025-03-05", "here") == datetime(2025, 3, 5, tzinfo=UTC)


@tried_on("changed", "told")
def test_what_is_no_item_as_it_should_be_is_told(tmp_path: Path, changed: Mapping[str, object], told: str) -> None:
    with pytest.raises(InputError, match=told):
        only(put(tmp_path, {**THIRD, **changed}))


def test_nothing_is_read_of_an_article_that_a_later_item_takes_back(tmp_path: Path) -> None:
    both = put(tmp_path, THIRD, {**THIRD, "pubStatus": "canceled"})
    with pytest.raises(InputError, match="an earlier version of it was read"):
        list(articles([both], skipped=lambda _: None))


def test_what_an_item_says_of_itself_is_written_and_read(tmp_path: Path) -> None:
    graph = trade_graph()
    notes = frozenset({("subject", "trade"), ("subject", "steel"), ("version", "2"), ("usageTerms", "Free.")})
    noted = replace(graph, articles=tuple(replace(one, notes=notes) for one in graph.articles))
    write(noted, tmp_path / "noted.ttl", evidence="full")
    assert read(tmp_path / "noted.ttl") == noted
    assert 'dct:rights "Free."' in (tmp_path / "noted.ttl").read_text()


def page(work: Mapping[str, object]) -> str:
    told = json.dumps({"@context": "https://schema.org", "@graph": [work]})
    words = "".join(f"<p>{TEXT} Norway said that it will open again in May, after long repairs.</p>" for _ in range(3))
    head = f'<title>A port closes</title><script type="application/ld+json">{told}</script>'
    return (
        f"<!DOCTYPE html><html><head>{head}</head><body><article><h1>A port closes</h1>{words}</article></body></html>"
    )


def test_a_page_is_read_with_what_it_says_as_a_news_article(tmp_path: Path) -> None:
    work = {
        "@type": "NewsArticle", "headline": "A port closes", "dateline": "BERGEN", "version": 3,
        "author": [{"@type": "Person", "name": "Ana Ruiz"}], "publisher": {"name": "The Agency"},
        "datePublished": "2025-03-03T08:00:00Z", "keywords": ["ports", "trade"], "license": "https://example.org/terms",
    }  # fmt: skip
    path = tmp_path / "page.html"
    path.write_text(page(work))
    found = only(path)
    assert (found.date, found.authors, found.publisher) == (date(2025, 3, 3), ("Ana Ruiz",), "The Agency")
    assert found.notes == {
        ("dateline", "BERGEN"), ("version", "3"), ("subject", "ports"), ("subject", "trade"),
        ("usageTerms", "https://example.org/terms"),
    }  # fmt: skip
    path.write_text(page({**work, "creativeWorkStatus": "Withdrawn"}))
    with pytest.raises(WithheldError, match="is cancelled by its publisher"):
        only(path)


@pytest.mark.parametrize("script", ["{", "[1, null]", '{"@type": "Recipe", "creativeWorkStatus": "Withdrawn"}'])
def test_a_page_that_says_nothing_of_an_article_is_read_as_it_is(tmp_path: Path, script: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(page({}).replace("</head>", f'<script type="application/ld+json">{script}</script></head>'))
    assert only(path).notes == frozenset()


@pytest.mark.model
def test_a_graph_has_nothing_of_what_is_held_back(kg: Kg, tmp_path: Path) -> None:
    put(tmp_path, THIRD, {**SECOND, "pubstatus": "withheld"})
    ran = kg("build", "item.json", "-o", "news.ttl")
    assert (ran.code, "1  articles withheld" in ran.err) == (0, True)
    assert [one.id for one in read(tmp_path / "news.ttl").articles] == ["urn:example:1"]
    alone = put(tmp_path, {**THIRD, "embargoedUntil": "2025-04-01T06:00:00Z"}, name="later.json")
    ran = kg("build", alone, "-o", "later.ttl")
    assert (ran.code, (tmp_path / "later.ttl").exists()) == (2, False)
    assert "hint: --embargo-by TIME" in ran.err
    assert kg("build", alone, "-o", "later.ttl", "--embargo-by", "2025-04-02", "-q").code == 0


@pytest.mark.model
def test_a_corpus_loses_what_is_taken_back(kg: Kg, tmp_path: Path) -> None:
    put(tmp_path, THIRD, SECOND)
    assert kg("corpus", "add", "news.corpus", "item.json").code == 0
    put(tmp_path, {**THIRD, "pubStatus": "canceled"}, name="kill.json")
    ran = kg("corpus", "add", "news.corpus", "kill.json")
    assert (ran.code, "1 article taken out that the publisher holds back" in ran.err) == (0, True)
    left = kg("query", "news.corpus", "--ask", "articles", "-f", "csv").out
    assert ("article-urn%3Aexample%3A1" in left, "article-urn%3Aexample%3A2" in left) == (False, True)
