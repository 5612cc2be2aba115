"""Every command that the page on several articles shows runs."""

import io
import json
import re
import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from kg.cli.corpora import with_links
from kg.corpus import DecisionFile, Doubt, Links, PairDecision
from kg.corpus.basis import basis, basis_of
from kg.corpus.decisions import Place
from kg.corpus.links import Unit, read_links
from kg.errors import InputError
from kg.model import Article, ArticleId, Factuality, Graph, NodeId, Statement
from kg.tables.rows import Row
from kg.turtle.documents import write
from tests.conftest import Kg
from tests.graphs import trade_graph

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
        ran = kg(*shlex.split(line))
        assert ran.code == 0, (line, ran.err)


def test_mentions_lead_to_what_is_the_same(tmp_path: Path) -> None:
    base = "https://w3id.org/newsgraph/id/"
    row = {"kind": "event", "cluster": "same-event-1", "score": 0.9, "evidence": []}
    units = [{"node": "event-1", "article": "a"}, {"node": "event-2", "article": "b"}]
    path = tmp_path / "links.jsonl"
    path.write_text("".join(json.dumps({**row, **unit}) + "\n" for unit in units))
    rows: list[Row] = [{"article": "a", "kind": "event", "event": f"{base}event-1"}, {"article": "a", "kind": "time"}]
    found = list(with_links(rows, path))
    again = list(with_links([{"article": "b", "kind": "event", "event": f"{base}event-2"}], path))
    assert found[0]["event"] == again[0]["event"] != rows[0]["event"]
    assert found[1] == rows[1]


UNIT = {"kind": "entity", "cluster": "same-entity-1", "node": "a", "article": "b", "score": 0.5, "evidence": []}
PLACE = {"node": "a", "article": "b", "words": "Lima", "start": 0}


@pytest.mark.parametrize(
    "row",
    [
        {name: value for name, value in UNIT.items() if name != "score"},
        UNIT | {"score": "x"},
        UNIT | {"evidence": 3},
        UNIT | {"cluster": "", "other": 3},
        UNIT | {"cluster": ""},
        [],
        "same",
    ],
)
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
    path = tmp_path / "some.jsonl"
    DecisionFile(path).put(decision)
    assert len(path.read_text(encoding="utf-8").splitlines()) == 1
    path.write_text(json.dumps(decision.row(), ensure_ascii=False), encoding="utf-8")
    assert DecisionFile(path).decisions() == (decision,)


def test_a_file_of_doubts_alone_is_known_as_ours(tmp_path: Path) -> None:
    links = Links(doubts=(Doubt("entity", Unit(NodeId("a"), ArticleId("x")), Unit(NodeId("b")), 0.4),))
    path = tmp_path / "links.jsonl"
    path.write_text(basis(Graph(), []).text() + links.text(), encoding="utf-8")
    assert (basis_of(path), read_links(path)) == (basis(Graph(), []), links)


def test_a_file_that_has_no_links_is_refused(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "other.jsonl").write_text('{"id": "a"}\n')
    write(trade_graph(), tmp_path / "trade.ttl")
    ran = kg("happenings", "trade.ttl", "--links", "other.jsonl")
    assert ran.code == 2
    assert "other.jsonl, line 1: has no row of links" in ran.err
