"""The front page of several articles: what happened, who acts on whom, what is contested, stories."""

import re
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from kg.cli.corpora import askable_as_one
from kg.cli.front_lines import first_of_each, place_of
from kg.cli.fronts import FrontDays, file_address, front_of, opened, served_front
from kg.corpus import linked
from kg.corpus.happenings import Corpus
from kg.model import Graph, NodeId
from kg.model.merge import merged
from kg.turtle.documents import write
from kg.view.draw.front import Front, FrontArticle, FrontRow, FrontSentence, front_body, front_page, front_style
from kg.view.draw.page import source_hash
from kg.view.serve import application
from kg.view.serve.library import Library
from tests.conftest import Kg
from tests.corpus.made import Clause, told
from tests.graphs import trade_graph
from tests.shards.made import corpus, shard_of

DAY = date(2026, 3, 2)
KILLED = Clause("velox", "killed", "peru", count=12)
VISIT = Clause("karl-berg", "visited", "chile")


def _front(*graphs: Graph, days: FrontDays = FrontDays()) -> Front:  # noqa: B008 frozen
    graph = merged(graphs)
    return front_of(Corpus(graph, linked(graph)), days, "Lima", file_address)


def _two() -> tuple[Graph, Graph]:
    return told("monday", DAY, KILLED), told("tuesday", DAY + timedelta(1), replace(KILLED, count=15))


def test_what_two_articles_tell_is_a_row_of_two_sources_that_opens_to_its_sentences() -> None:
    front = _front(*_two())
    (row,) = front.happened
    assert row.note == "2 sources"
    assert [one.text for one in row.sentences] == [KILLED.sentence, replace(KILLED, count=15).sentence]
    assert [one.article.day for one in row.sentences] == [DAY, DAY + timedelta(1)]
    assert [value.number for value in row.values] == [12, 15]


def test_articles_that_tell_a_happening_alike_are_a_story() -> None:
    front = _front(*_two(), told("other", DAY, VISIT))
    (story,) = front.stories
    titles = [f"“{clause.sentence}”" for clause in (KILLED, replace(KILLED, count=15))]
    assert (story.sources, [one.title for one in story.articles]) == (2, titles)
    assert [one.title for one in front.others] == [f"“{VISIT.sentence}”"]
    assert [row.name for row in story.rows] == [row.name for row in front.happened if row.note == "2 sources"]


def test_what_sources_tell_otherwise_on_one_day_is_contested_with_both_sentences() -> None:
    front = _front(told("monday", DAY, KILLED), told("tuesday", DAY, replace(KILLED, count=9)))
    (contest,) = front.contested
    assert contest.bond == "conflicts with"
    assert {contest.first.value, contest.second.value} == {"9", "12"}
    assert "Nothing is contested as far as found." in front_body(_front(told("monday", DAY, KILLED)))


def test_the_newest_week_is_shown_and_more_where_it_has_few_articles(tmp_path: Path) -> None:
    many = [told(f"a{number}", DAY + timedelta(number), VISIT) for number in range(3)]
    old = told("old", DAY - timedelta(90), KILLED)
    for graphs, name in (([*many, old], "week.ttl"), ([many[0], old, trade_graph()], "year.ttl")):
        write(merged(graphs), tmp_path / name, evidence="full")
    corpus, days = opened([tmp_path / "week.ttl"], None)
    assert (days.since, days.until) == (DAY - timedelta(4), DAY + timedelta(2))
    front = front_of(corpus, days, "week", file_address)
    assert KILLED.sentence not in front_body(front)
    assert opened([tmp_path / "year.ttl"], None)[1].since == date(2025, 3, 2)


def test_without_links_the_front_page_of_a_large_corpus_is_of_the_few_articles_that_are_soon_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, most in (("wanted.MANY", 3), ("wanted.LINKED", 1), ("excerpts.FEW", 0)):
        monkeypatch.setattr(f"kg.shards.{name}", most)
    path = corpus(tmp_path, (shard_of(told(f"a{number}", DAY, VISIT, KILLED)) for number in range(4)))
    front = front_of(*opened([path], None), "news", file_address)
    assert front.period == "2 Mar 2026, the newest 1 of 4 articles. A line opens to its sentences."


def test_words_of_articles_are_text_and_the_page_asks_for_nothing() -> None:
    said = FrontSentence("<script>alert(1)</script>", FrontArticle(DAY, "<b>", "", "https://example.org/?a&b"))
    row = FrontRow('"><img>', "", "<i>", "", [said])
    page = front_page(Front("<u>", "", [row], [row], {}, [], [], [row], [], [said.article])).decode()
    assert "<script" not in page
    assert not re.search(r"<(b|i|u|img)>", page.partition("<body>")[2])
    assert "default-src 'none'" in page
    assert 'href="https://example.org/?a&amp;b"' in page


def test_only_addresses_of_the_web_are_linked() -> None:
    (article,) = told("monday", DAY, KILLED).articles
    assert file_address(replace(article, url="javascript:alert(1)")) == ""
    assert file_address(replace(article, url="https://example.org/a")) == "https://example.org/a"


def test_each_pair_of_the_matrix_leads_to_its_sentences() -> None:
    body = front_body(_front(trade_graph()))
    links = set(re.findall(r'<a href="#(pair-\d+)"', body))
    assert links
    assert links == set(re.findall(r'<details id="(pair-\d+)"', body))


def test_the_same_articles_in_another_order_are_the_same_page() -> None:
    one, other = _two()
    assert front_page(_front(one, other)) == front_page(_front(other, one))


def test_it_is_the_first_page_of_a_server_and_the_overview_is_behind_it(tmp_path: Path) -> None:
    write(merged(_two()), tmp_path / "week.ttl", evidence="full")
    with closing(Library([tmp_path / "week.ttl"])) as library:
        made = application(library, "token", front=lambda: _front(*_two()))
        client = TestClient(made, base_url="http://127.0.0.1:8000")
        home = client.get("/", params={"token": "token"})
        assert "What happened" in home.text
        assert source_hash(front_style()) in home.headers["content-security-policy"]
        assert "Most spoken of" in client.get("/graphs").text


def test_links_and_corpora_alone_have_one_when_they_are_served(kg: Kg, tmp_path: Path) -> None:
    write(merged(_two()), tmp_path / "week.ttl", evidence="full")
    assert served_front([tmp_path / "week.ttl"], None) is None
    assert kg("corpus", "link", "week.ttl").code == 0
    front = served_front([tmp_path / "week.ttl"], None)
    assert front
    assert front().stories[0].articles[0].address == "/graph?article=monday"


@pytest.fixture
def days(tmp_path: Path) -> None:
    """A graph of two articles."""
    write(merged(_two()), tmp_path / "week.ttl", evidence="full")


@pytest.mark.usefixtures("days")
def test_a_front_page_is_drawn_where_it_is_meant(kg: Kg, tmp_path: Path) -> None:
    assert kg("draw", "week.ttl", "--as", "front", "-o", "front.html").code == 0
    assert "<h1>week</h1>" in (tmp_path / "front.html").read_text()
    assert "What happened" not in kg("draw", "week.ttl", "-f", "html").out
    refused = kg("draw", "week.ttl", "--as", "front", "-f", "svg")
    assert (refused.code, "-f html" in refused.err) == (2, True)


@pytest.fixture
def news(kg: Kg, tmp_path: Path) -> Path:
    """A corpus of two articles with its links, by which two spellings of a name are of one person."""
    spelt = ("mykhailo-podoliak", "mykhailo-podolyak")
    articles = (told(name, DAY, Clause(who, "visited", "peru")) for name, who in zip("ab", spelt, strict=True))
    path = corpus(tmp_path, map(shard_of, articles))
    assert kg("corpus", "link", "news.corpus").code == 0
    return path


def test_who_is_one_by_the_links_beside_a_corpus_is_one_node_wherever_it_is_asked(kg: Kg, news: Path) -> None:
    with askable_as_one([news]) as files, closing(Library(files)) as library:
        (person,) = [one for one in library.graph.entities if one.cls == "Person"]
    (found,) = kg("query", "news.corpus", "SELECT DISTINCT ?who { ?who a kg:Person }", "-f", "jsonl").out.splitlines()
    assert found.rstrip('"}').endswith(person.id)
    asked = kg("query", "news.corpus", "--ask", "articles", "-f", "jsonl")
    assert (asked.code, len(asked.out.splitlines())) == (0, 2)


@pytest.mark.usefixtures("news")
def test_what_is_near_an_entity_of_a_corpus_with_links_is_what_articles_tell_together(kg: Kg) -> None:
    by_links = kg("draw", "news.corpus", "--links", "news.corpus/derived/links.jsonl", "--focus", "Peru", "-f", "html")
    assert "<h1>Peru, told by 2 articles</h1>" in by_links.out
    assert kg("draw", "news.corpus", "--focus", "Peru", "-f", "html").out == by_links.out


def test_a_sentence_of_another_act_adds_no_source_to_a_line() -> None:
    lines = _front(*_two(), told("other", DAY, replace(VISIT, verb="killed", subject="karl-berg"))).happened
    assert [row.note for row in lines if KILLED.sentence in {one.text for one in row.sentences}] == ["2 sources"]


def test_what_one_article_tells_twice_is_not_contested() -> None:
    assert not _front(told("monday", DAY, KILLED, replace(KILLED, count=9))).contested


def test_a_sentence_leads_to_its_place_in_the_article() -> None:
    short, long = "Peru paid.", "Peru paid the men who were owed their wages for May."
    assert place_of("/graph?article=a", short, NodeId("s-1")) == "/graph?article=a#said=s-1"
    assert place_of("https://example.org/a", short, NodeId("s-1")) == "https://example.org/a#:~:text=Peru%20paid."
    assert place_of("https://example.org/a", long, NodeId("s-1")).endswith(
        "text=Peru%20paid%20the%20men,their%20wages%20for%20May."
    )
    assert place_of("", short, NodeId("s-1")) == ""


def test_what_is_unsure_is_no_line_and_no_act() -> None:
    graph = trade_graph()
    unsure = replace(graph, statements=tuple(replace(one, confidence=0.4) for one in graph.statements))
    assert (_front(graph).pairs != [], _front(unsure).pairs, _front(unsure).happened) == (True, [], [])


def test_of_what_a_sentence_says_twice_the_weightiest_keeps_its_rank() -> None:
    ranked = ["a, weighty", "b, weighty", "a, light", "c, light"]
    assert first_of_each(ranked, lambda words: words[0]) == ["a, weighty", "b, weighty", "c, light"]


def test_an_article_without_a_day_stands_last() -> None:
    dated, other = told("dated", DAY, KILLED), told("other", DAY, VISIT)
    (article,) = other.articles
    front = _front(dated, replace(other, articles=(replace(article, date=None),)))
    assert [one.day for one in front.others] == [DAY, None]
