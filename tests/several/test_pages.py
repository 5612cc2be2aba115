"""The pages on several articles: the front page, what they tell, and every command that the documentation shows."""

import io
import json
import re
import shlex
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Thread

import pytest
from starlette.testclient import TestClient

from kg.corpus import DecisionFile, Doubt, Links, PairDecision, linked
from kg.corpus.decisions import Place, basis, basis_of
from kg.corpus.happenings import Corpus
from kg.corpus.links import Unit, read_links
from kg.errors import InputError
from kg.model import Article, ArticleId, Factuality, Graph, NodeId, Statement
from kg.model.merge import merged
from kg.several.front import FrontDays, file_address, first_of_each, front_of, opened, place_of, served_front
from kg.several.opened import askable_as_one, with_links
from kg.shards.folder import CorpusWriter
from kg.tables.rows import Row
from kg.turtle.documents import write
from kg.view.draw import front as shown
from kg.view.draw.front import Front, FrontArticle, FrontRow, FrontSentence, front_body, front_page, told_page
from kg.view.draw.page import source_hash
from kg.view.serve import application
from kg.view.serve.library import Library
from tests.conftest import Kg
from tests.corpus.made import Clause, told
from tests.graphs import trade_graph
from tests.shards.made import corpus, shard_of

DAY = date(2026, 3, 2)
MORE = "More came since, of which the page is being made."
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
    said = [(KILLED.sentence, DAY), (replace(KILLED, count=15).sentence, DAY + timedelta(1))]
    assert [(one.text, one.article.day) for one in row.sentences] == said
    assert (row.note, [int(value.number) for value in row.values]) == ("2 sources", [12, 15])
    assert front_body(front).count("<s>12</s>, then 15") == 2  # where it happened, and in its story


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
    assert (contest.bond, {contest.first.value, contest.second.value}) == ("conflicts with", {"9", "12"})
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


def test_words_of_articles_are_text_and_the_page_asks_for_nothing() -> None:
    said = FrontSentence("<script>alert(1)</script>", FrontArticle(DAY, "<b>", "", "https://example.org/?a&b"))
    row = FrontRow('"><img>', "", "<i>", "", [said])
    page = front_page(Front("<u>", "", [row], [row], {}, [], [], [row], [], [said.article])).decode()
    assert not re.search(r"<(b|i|u|img)>|<script", page.partition("<body>")[2])
    assert all(one in page for one in ("default-src 'none'", 'href="https://example.org/?a&amp;b"'))


def test_only_addresses_of_the_web_are_linked() -> None:
    (article,) = told("monday", DAY, KILLED).articles
    addresses = {"javascript:alert(1)": "", "https://example.org/a": "https://example.org/a"}
    assert {one: file_address(replace(article, url=one)) for one in addresses} == addresses


def test_each_pair_of_the_matrix_leads_to_its_sentences() -> None:
    body = front_body(_front(trade_graph()))
    links = set(re.findall(r'<a href="#(pair-\d+)"', body))
    assert links
    assert links == set(re.findall(r'<details id="(pair-\d+)"', body))


def test_a_notice_of_greetings_stands_behind_what_is_done() -> None:
    praised = told("notice", DAY, Clause("karl-berg", "praised", "chile"), replace(VISIT, value="peru"))
    said = (replace(one, relation_class="Approving" * ("praised" in one.predicate_text)) for one in praised.statements)
    notice = replace(praised, statements=tuple(said))
    rows = [row.what for row in _front(notice, told("other", DAY, KILLED)).happened]
    assert ["killed" in row for row in rows] == [True, False, False]


def test_the_same_articles_in_another_order_are_the_same_page() -> None:
    one, other = _two()
    assert front_page(_front(one, other)) == front_page(_front(other, one))


def test_it_is_the_first_page_of_a_server_and_the_overview_is_behind_it(tmp_path: Path) -> None:
    write(merged(_two()), tmp_path / "week.ttl", evidence="full")
    with closing(Library([tmp_path / "week.ttl"])) as library:
        asked: list[tuple[date | None, date | None]] = []

        def front(since: date | None, until: date | None) -> Front:
            asked.append((since, until))
            return _front(*_two())

        made = application(library, "token", front=front)
        client = TestClient(made, base_url="http://127.0.0.1:8000")
        home = client.get("/", params={"token": "token"})
        assert "What happened" in home.text
        assert source_hash(shown.front_style()) in home.headers["content-security-policy"]
        assert "Most spoken of" in client.get("/graphs").text
        assert "All days" in client.get("/", params={"since": "2026-03", "until": "2026-03"}).text
        assert asked == [(None, None), (date(2026, 3, 1), date(2026, 3, 31))]


def test_links_and_corpora_alone_have_one_when_they_are_served(kg: Kg, tmp_path: Path) -> None:
    write(merged(_two()), tmp_path / "week.ttl", evidence="full")
    assert served_front([tmp_path / "week.ttl"], None) is None
    assert kg("corpus", "link", "week.ttl").code == 0
    assert (front := served_front([tmp_path / "week.ttl"], None))
    assert front(None, None).stories[0].articles[0].address == "/graph?article=monday"


def test_a_large_corpus_keeps_its_page_which_is_there_at_once_and_made_anew_when_more_came(
    kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, threads = corpus(tmp_path, map(shard_of, _two())), list[Thread]()
    monkeypatch.setattr("kg.several.front._AWAITED", 1)
    monkeypatch.setattr(Thread, "start", lambda one: threads.extend([one]))
    assert kg("corpus", "link", "news.corpus").code == 0
    assert (front := served_front([path], None))
    with monkeypatch.context() as nothing_read:
        nothing_read.setattr("kg.several.front.opened", None)
        assert (kept := front(None, None)).stories[0].sources == 2
        with CorpusWriter(path) as writer:
            writer.put(shard_of(told("more", DAY, KILLED)))
        assert front(None, None) == replace(kept, period=f"{kept.period} {MORE}")
    threads[0].run()
    assert (front(None, None).stories[0].sources, threads[1:]) == (3, [])


def test_a_front_page_is_drawn_where_it_is_meant(kg: Kg, tmp_path: Path) -> None:
    write(merged(_two()), tmp_path / "week.ttl", evidence="full")
    assert kg("draw", "week.ttl", "--as", "front", "-o", "front.html").code == 0
    story = _front(*_two()).stories[0].title  # which is all that it tells
    assert f"<h1>{story}</h1>" in (tmp_path / "front.html").read_text()
    for since, count in (("0001-01-01", "2 articles"), ("2099", "0 articles")):
        assert count in kg("draw", "week.ttl", "--as", "front", "-f", "html", "--since", since).out
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
    for more in ([], ["--as-of", "2030"]):
        asked = kg("query", "news.corpus", "SELECT DISTINCT ?who { ?who a kg:Person }", "-f", "csv", *more)
        assert [who.rpartition("/")[2] for who in asked.out.split()] == ["who", person.id]
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


# The page of what several articles tell: happenings with their sources, values over days, contradictions.


DAYS = [date(2026, 3, 2), date(2026, 3, 3)]


def value(day: date, number: int, holder: str = "police") -> shown.ToldValue:
    return shown.ToldValue("people (killed)", day, Decimal(number), holder, f"{number} were killed.")


def happening(*values: shown.ToldValue, text: str = "A bomb went off.") -> shown.ToldHappening:
    contrasts = [shown.ToldContrast("conflicts with", ("police", "12", "Twelve died."), ("doctors", "9", "Nine died."))]
    sentences = [shown.ToldSentence(DAYS[0], "Monday News", "done", text)]
    roles, told_by = ["place Lima"], ["a", "b"]
    return shown.ToldHappening("h1", "a bomb", "2026-03-02", ["done"], 2, told_by, roles, sentences, values, contrasts)


def test_values_over_days_are_a_picture_and_a_table() -> None:
    page = told_page("Lima", [happening(value(DAYS[0], 9, "doctors"), value(DAYS[0], 12), value(DAYS[1], 17))]).decode()
    dots = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', page)
    assert (len(dots), dots[0][0] == dots[1][0] < dots[2][0]) == (3, True)
    assert float(dots[2][1]) == min(float(y) for _, y in dots)
    label = 'aria-label="people (killed): 2026-03-02 9; 2026-03-02 12; 2026-03-03 17"'
    assert all(one in page for one in (label, "<td>doctors</td>"))


def test_who_contradicts_whom_stands_with_both_sentences() -> None:
    page = told_page("Lima", [happening()]).decode().partition("2 articles, 2 independent sources")[2]
    assert page.index("Twelve died.") < page.index("conflicts with") < page.index("Nine died.")


def test_words_of_articles_are_text_on_the_page_of_what_is_told() -> None:
    page = told_page("<b>", [happening(text="<script>alert(1)</script>")]).decode()
    assert [one in page for one in ("<script", "&lt;script&gt;", "default-src 'none'")] == [False, True, True]


@pytest.fixture
def linked_days(kg: Kg, tmp_path: Path) -> None:
    """Two graphs that tell of one toll, with their links."""
    for name, day, count in (("monday", DAYS[0], 12), ("tuesday", DAYS[1], 15)):
        write(told(name, day, replace(KILLED, count=count)), tmp_path / f"{name}.ttl", evidence="full")
    assert kg("corpus", "link", "monday.ttl", "tuesday.ttl").code == 0


@pytest.mark.usefixtures("linked_days")
def test_several_graphs_are_drawn_as_a_page_of_what_they_tell(kg: Kg, tmp_path: Path) -> None:
    both = ("draw", "monday.ttl", "--with", "tuesday.ttl")
    ran = kg(*both, "--links", "monday.links.jsonl", "-o", "week.html")
    page = (tmp_path / "week.html").read_text()
    assert ran.code == 0, ran.err
    label = 'aria-label="miners (killed): 2026-03-02 12; 2026-03-03 15"'
    assert all(one in page for one in (label, "killed 12 miners of Peru"))
    assert kg(*both, "--links", "monday.links.jsonl", "-o", "week.html", "--focus", "Chile").code == 2


@pytest.mark.usefixtures("linked_days")
@pytest.mark.parametrize("more", [[], ["--links", "monday.links.jsonl", "-f", "svg"]])
def test_what_several_graphs_cannot_be_drawn_as_is_told(kg: Kg, more: list[str]) -> None:
    ran = kg("draw", "monday.ttl", "--with", "tuesday.ttl", *more)
    assert (ran.code, "hint:" in ran.err) == (2, True)


# Every command that the page on several articles shows runs.


PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "link-articles.md"


def of_article(graph: Graph, name: str) -> Graph:
    """The same graph as another article's, in which what was planned is done."""

    def moved(said: Statement) -> Statement:
        spans = frozenset(replace(span, article=ArticleId(name)) for span in said.evidence)
        return replace(said, evidence=spans, factuality=Factuality.ASSERTED, negated=False)

    articles: tuple[Article, ...] = tuple(replace(one, id=ArticleId(name)) for one in graph.articles)
    return replace(graph, articles=articles, statements=tuple(map(moved, graph.statements)))


@pytest.fixture
def days(tmp_path: Path) -> None:
    """The graphs that the page speaks of, and a file of decisions with none yet."""
    (tmp_path / "monday.decisions.jsonl").touch()
    write(trade_graph(), tmp_path / "monday.ttl", evidence="full")
    write(of_article(trade_graph(), "later"), tmp_path / "tuesday.ttl", evidence="full")


@pytest.mark.usefixtures("days")
def test_every_command_of_the_page_runs(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = re.findall(r"^\$ kg (.*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(lines) == 23
    for line in lines:
        monkeypatch.setattr("sys.stdin", io.StringIO("y\nn\ns\nb\nq\n"))
        assert (ran := kg(*shlex.split(line))).code == 0, (line, ran.err)


def test_mentions_lead_to_what_is_the_same(tmp_path: Path) -> None:
    base = "https://w3id.org/newsgraph/id/"
    row = {"kind": "event", "cluster": "same-event-1", "score": 0.9, "evidence": []}
    units = [{"node": "event-1", "article": "a"}, {"node": "event-2", "article": "b"}]
    path = tmp_path / "links.jsonl"
    path.write_text("".join(json.dumps({**row, **unit}) + "\n" for unit in units))
    rows: list[Row] = [{"article": "a", "kind": "event", "event": f"{base}event-1"}, {"article": "a", "kind": "time"}]
    found = list(with_links(rows, path))
    again = list(with_links([{"article": "b", "kind": "event", "event": f"{base}event-2"}], path))
    assert (found[0]["event"] == again[0]["event"] != rows[0]["event"], found[1]) == (True, rows[1])


UNIT = {"kind": "entity", "cluster": "same-entity-1", "node": "a", "article": "b", "score": 0.5, "evidence": []}
WRONG = ({"score": None}, {"score": "x"}, {"evidence": 3}, {"cluster": "", "other": 3}, {"cluster": ""})
PLACE = {"node": "a", "article": "b", "words": "Lima", "start": 0}


@pytest.mark.parametrize("row", [*(UNIT | one for one in WRONG), [], "same"])
def test_a_row_that_is_no_link_is_told_with_its_line(row: object, tmp_path: Path) -> None:
    (tmp_path / "links.jsonl").write_text(f"{json.dumps(UNIT)}\n{json.dumps(row)}\n")
    with pytest.raises(InputError, match=r"links\.jsonl, line 2: has no row of links"):
        read_links(tmp_path / "links.jsonl")


@pytest.mark.parametrize("same", [[], {}, 1, "yes", None])
def test_a_row_that_is_no_decision_is_told_with_its_line(same: object, tmp_path: Path) -> None:
    row = {"kind": "entity", "first": PLACE, "second": PLACE, "same": same}
    (tmp_path / "some.jsonl").write_text(json.dumps(row))
    with pytest.raises(InputError, match=r"some\.jsonl, line 1: is no decision"):
        DecisionFile(tmp_path / "some.jsonl")


def test_what_a_line_may_end_with_elsewhere_stays_in_a_line(tmp_path: Path) -> None:
    first, second = (Place(Unit(NodeId("a"), ArticleId(name)), "New\u2028 Lima\u0085") for name in "ab")
    decision = PairDecision("entity", first, second, is_same=True)
    DecisionFile(path := tmp_path / "some.jsonl").put(decision)
    assert len(path.read_text(encoding="utf-8").splitlines()) == 1
    path.write_text(json.dumps(decision.row(), ensure_ascii=False), encoding="utf-8")
    assert DecisionFile(path).decisions() == (decision,)


def test_a_file_of_doubts_alone_is_known_as_ours(tmp_path: Path) -> None:
    links = Links(doubts=(Doubt("entity", Unit(NodeId("a"), ArticleId("x")), Unit(NodeId("b")), 0.4),))
    path = tmp_path / "links.jsonl"
    path.write_text(basis(Graph(), []).text() + links.text(), encoding="utf-8")
    assert (basis_of(path), read_links(path)) == (basis(Graph(), []), links)


def test_a_happening_is_compared_with_what_it_may_be_again_and_a_title_sought_in_its_own_article(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared, sought = list[object](), dict[int, int]()
    monkeypatch.setattr("kg.several.front._is_again", lambda *both: compared.append(both))
    monkeypatch.setattr("kg.several.front.headline", lambda _, said: str(sought.setdefault(len(sought), len(said))))
    front = _front(*(told(f"a{number}", DAY + timedelta(number), replace(VISIT, count=number)) for number in range(9)))
    assert (len(front.happened) > 1, len(compared), [*sought.values()]) == (True, 0, [1] * 9)
