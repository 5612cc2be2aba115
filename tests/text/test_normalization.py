"""What a PDF or a page puts into words is not read, and all offsets are those of the text as it stands."""

import json
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import Article, ArticleId, Block, BlockKind, Evidence, Graph, NodeId, Statement
from kg.model.mention import AttributionMention, EntityMention
from kg.text.articles import article_of
from kg.text.formats import plain_page
from kg.text.layout import blocks
from kg.text.normalization import normalized, readable
from tests.cases import tried_on
from tests.conftest import Kg
from tests.graphs import trade_graph

PLAIN = "Norway's officials imposed a tariff on Swedish fish. Sweden's effort to protest failed in Oslo."
ODD = ("\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff", "\u200e", "\u202c")
LIGATURES = {"ffi": "\ufb03", "ff": "\ufb00", "fi": "\ufb01"}


def _article(text: str) -> Article:
    return Article(ArticleId("a"), text, blocks(text))


@st.composite
def odd_texts(draw: st.DrawFn) -> str:
    """The plain text with marks anywhere in it, and ligatures for some of its letters."""
    text = PLAIN
    for letters, sign in LIGATURES.items():
        text = text.replace(letters, sign) if draw(st.booleans()) else text
    marks = draw(st.lists(st.tuples(st.integers(0, len(text)), st.sampled_from(ODD)), max_size=12))
    for place, mark in sorted(marks, reverse=True):
        text = text[:place] + mark + text[place:]
    return text


@given(odd_texts(), st.data())
def test_what_is_read_stands_where_it_is_said_to(text: str, data: st.DataObject) -> None:
    read = readable(_article(text))
    assert read.article.text == PLAIN
    start = data.draw(st.integers(0, len(PLAIN) - 1))
    end = data.draw(st.integers(start + 1, len(PLAIN)))
    first, last = read.original(start, end)
    assert PLAIN[start:end] in normalized(text[first:last])  # all of a ligature that is cut
    assert not {text[first], text[last - 1]} & set(ODD)
    assert read.place(first) <= start < end <= read.place(last)


@given(odd_texts(), st.integers(0, len(PLAIN) - 2))
def test_evidence_quotes_the_source_exactly(text: str, start: int) -> None:
    read = readable(_article(text))
    said = trade_graph().statements[0]
    evidence = Evidence(ArticleId("a"), start, len(PLAIN), PLAIN[start:])
    (found,) = read.restored(Graph(statements=(_with(said, evidence),))).statements[0].evidence
    assert found.quote == text[found.start : found.end]
    assert normalized(found.quote).endswith(PLAIN[start:])


@given(st.text(alphabet="fi é\n.N\u0301\u00ad\u200b\ufb01\r", max_size=40))
def test_the_blocks_of_what_is_read_tile_it(text: str) -> None:
    read = readable(_article(text))
    tiles = read.article.blocks
    assert all(one.end == other.start for one, other in pairwise(tiles))
    if read.article.text.strip():
        assert (tiles[0].start, tiles[-1].end) == (0, len(read.article.text))


@given(st.text(alphabet="fi é\n.N\u0301\u00ad\u200b\ufb01\r", min_size=1, max_size=60))
def test_the_blocks_of_a_text_tile_it_whatever_is_in_it(text: str) -> None:
    tiles = plain_page(text).blocks
    assert all(one.end == other.start for one, other in pairwise(tiles))
    if normalized(text).strip():
        assert (tiles[0].start, tiles[-1].end) == (0, len(text))


def test_the_lines_above_a_text_are_known_whatever_is_in_them() -> None:
    page = plain_page(
        "Talks fail in Os\u00adlo\n\n\u200bBy An\u00adna Berg\n\nMarch\u200b 5, 2024\n\nThe talks failed on Monday.\n"
    )
    assert (page.title, page.authors, page.date) == ("Talks fail in Oslo", ("Anna Berg",), date(2024, 3, 5))
    plain = plain_page("Talks fail in Oslo\n\nBy Anna Berg\n\nMarch 5, 2024\n\nThe talks failed on Monday.\n")
    assert [block.kind for block in page.blocks] == [block.kind for block in plain.blocks]


@tried_on("text", "read")
def test_what_is_read_of_a_text(text: str, read: str) -> None:
    assert normalized(text) == read


@given(st.text(st.sampled_from([*ODD, *LIGATURES.values(), "\u0301", "\u0323", "\u0302", *"aex \n"])))
def test_what_is_read_is_read_as_it_is(text: str) -> None:
    assert normalized(normalized(text)) == normalized(text)


def test_an_ordinary_article_is_the_same_article() -> None:
    article = _article(PLAIN)
    read = readable(article)
    assert read.article is read.source is article
    assert (read.original(3, 9), read.place(5)) == ((3, 9), 5)


def test_a_mention_stands_in_the_source() -> None:
    read = readable(Article(ArticleId("a"), "Nor\u00adway said", (Block(0, 12, BlockKind.PARAGRAPH),)))
    name = EntityMention(ArticleId("a"), 0, 6, "Norway", NodeId("norway"), "Country")
    found = read.restored_mention(name)
    assert isinstance(found, EntityMention)
    assert (found.start, found.end, found.text) == (0, 7, "Nor\u00adway")
    report = AttributionMention(ArticleId("a"), ((0, 6),), ((7, 11),), (), NodeId("norway"))
    moved = read.restored_mention(report)
    assert isinstance(moved, AttributionMention)
    assert (moved.source, moved.cue) == (((0, 7),), ((8, 12),))


def _with(said: Statement, evidence: Evidence) -> Statement:
    return replace(said, evidence=frozenset({evidence}))


@pytest.mark.model
def test_odd_words_make_the_statements_of_plain_ones(kg: Kg, tmp_path: Path) -> None:
    odd = "Nor\u00adway im\u00adposed a tar\u200biff on Swe\u200bdish \ufb01sh in 2024.\n\nSweden\u2060 protested.\n"
    rows = {}
    for name, text in (("odd", odd), ("plain", normalized(odd))):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        assert kg("build", f"{name}.txt", "-o", f"{name}.jsonl", "-q").code == 0
        rows[name] = [json.loads(line) for line in (tmp_path / f"{name}.jsonl").read_text("utf-8").splitlines()]
    told = {
        name: sorted((row["subject"], row["relation"], row["object"]) for row in found) for name, found in rows.items()
    }
    assert told["odd"] == told["plain"] != []
    assert ("Norway", "imposedTariffOn", "Sweden") in told["odd"]
    for row in rows["odd"]:
        assert odd[row["quoteStart"] : row["quoteEnd"]] == row["quote"]
    assert kg("build", "odd.txt", "-o", "odd.ttl", "-q").code == 0
    shown = kg("explain", "odd.ttl", "--relation", "imposedTariffOn").out
    assert "[subject: Nor\u00adway] [predicate: im\u00adposed]" in shown
    mentions = json.loads(kg("mentions", "odd.txt", "-f", "json").out)
    assert all(odd[one["start"] : one["end"]] == one["text"] for one in mentions if one.get("text"))


def test_an_article_of_invisible_marks_alone_is_empty() -> None:
    with pytest.raises(InputError, match="is empty"):
        article_of("\u200b\u00ad \n")
