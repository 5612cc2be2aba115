"""The commands on a corpus: which files they take and refuse, and what they say of them."""

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.cli.corpus import _decided
from kg.corpus import DecisionFile, Doubt, linked
from kg.corpus.decisions import PairDecision, Place, basis, basis_of
from kg.corpus.doubtful import DoubtfulPairs
from kg.corpus.links import Cluster, Links, Unit, read_links
from kg.model import ArticleId, Factuality, Graph, NodeId
from kg.model.merge import merged, renamed
from kg.turtle.documents import write
from tests.cases import tried_on
from tests.conftest import Kg
from tests.corpus.made import Clause, told
from tests.graphs import entity

DAY = date(2026, 3, 2)
NEW = "what is the same is found now"


def visit(name: str) -> Graph:
    return told(name, DAY, Clause("mykhailo-podoliak", "visited", "peru"))


@pytest.fixture
def graphs(tmp_path: Path) -> None:
    """Graphs of one article each."""
    for name in ("a", "b", "c"):
        write(visit(name), tmp_path / f"{name}.ttl", evidence="full")


def decision(node: str) -> PairDecision:
    first, second = (Place(Unit(NodeId(name), ArticleId("a"))) for name in sorted(("mykhailo-podoliak", node)))
    return PairDecision("entity", first, second, is_same=False)


def decide(path: Path, *nodes: str) -> None:
    path.write_text("".join(json.dumps(decision(node).row()) + "\n" for node in nodes))


@pytest.mark.usefixtures("graphs")
def test_links_beside_a_graph_are_taken_where_they_fit(kg: Kg, tmp_path: Path) -> None:
    assert kg("corpus", "link", "a.ttl", "b.ttl").code == 0
    assert kg("corpus", "link", "a.ttl", "b.ttl").code == 0  # our own file is written over
    assert NEW not in kg("happenings", "a.ttl", "b.ttl").err
    assert NEW in kg("happenings", "a.ttl", "b.ttl", "c.ttl").err
    assert NEW not in kg("happenings", "a.ttl", "b.ttl", "c.ttl", "--links", "a.links.jsonl").err
    decide(tmp_path / "a.decisions.jsonl", "peru")
    assert NEW in kg("happenings", "a.ttl", "b.ttl").err
    assert kg("corpus", "link", "a.ttl", "b.ttl").code == 0
    assert NEW not in kg("happenings", "a.ttl", "b.ttl").err


@pytest.mark.usefixtures("graphs")
def test_links_of_a_graph_that_was_built_anew_do_not_fit(kg: Kg, tmp_path: Path) -> None:
    assert kg("corpus", "link", "a.ttl", "b.ttl").code == 0
    write(told("a", DAY, Clause("velox", "sued", "peru")), tmp_path / "a.ttl", evidence="full")
    ran = kg("happenings", "a.ttl", "b.ttl")
    assert (ran.code, NEW in ran.err) == (0, True)


def test_the_basis_comes_back_from_the_file_and_does_not_disturb_its_links(tmp_path: Path) -> None:
    graph, path = merged([visit("a"), visit("b")]), tmp_path / "links.jsonl"
    links, made = linked(graph), basis(graph, [decision("peru")])
    path.write_text(made.text() + links.text(), encoding="utf-8")
    assert links.told
    assert (basis_of(path), read_links(path)) == (made, Links(links.told, links.doubts, links.denials))
    assert len({made, basis(graph, []), basis(visit("a"), []), basis(visit("b"), [])}) == 4
    path.write_text("not a row\n")
    assert basis_of(path) is None


@pytest.mark.usefixtures("graphs")
def test_links_keep_to_the_decisions_of_which_they_were_made(kg: Kg, tmp_path: Path) -> None:
    decide(tmp_path / "mine.jsonl", "peru")
    assert kg("corpus", "link", "a.ttl", "b.ttl", "--decisions", "mine.jsonl").code == 0
    assert NEW not in kg("happenings", "a.ttl", "b.ttl").err
    assert "1 of 1 decisions hold" in kg("corpus", "link", "a.ttl", "b.ttl").err
    (tmp_path / "mine.jsonl").unlink()
    assert "mine.jsonl is gone" in kg("happenings", "a.ttl", "b.ttl").err
    assert kg("corpus", "link", "a.ttl", "b.ttl").code == 2


@pytest.mark.usefixtures("graphs")
@tried_on("option")
def test_what_does_not_choose_happenings_is_refused_with_links(kg: Kg, option: str) -> None:
    kg("corpus", "link", "a.ttl", "b.ttl")
    drawn = ("draw", "a.ttl", "--with", "b.ttl", "--links", "a.links.jsonl", "-f", "html")
    ran = kg(*drawn, *option.split())
    assert (ran.code, f"not with --links: {option.split(maxsplit=1)[0]}" in ran.err) == (2, True)
    assert kg(*drawn, "--focus", "Peru").code == 0


@pytest.mark.usefixtures("graphs")
def test_a_theme_that_is_set_is_no_fault_with_links(kg: Kg, tmp_path: Path) -> None:
    kg("corpus", "link", "a.ttl", "b.ttl")
    (tmp_path / "kg.toml").write_text('[draw]\ntheme = "dark"\n')
    assert kg("draw", "a.ttl", "--with", "b.ttl", "--links", "a.links.jsonl", "-f", "html").code == 0
    assert "#eef2f6" in kg("draw", "a.ttl").out


@pytest.mark.usefixtures("graphs")
def test_links_of_other_graphs_are_not_written_over(kg: Kg, tmp_path: Path) -> None:
    assert kg("corpus", "link", "a.ttl", "b.ttl").code == 0
    before = (tmp_path / "a.links.jsonl").read_bytes()
    ran = kg("corpus", "link", "a.ttl", "c.ttl")
    assert (ran.code, "a.links.jsonl: has the links of a.ttl, b.ttl" in ran.err) == (2, True)
    assert (tmp_path / "a.links.jsonl").read_bytes() == before
    assert kg("corpus", "link", "b.ttl", "a.ttl", "-o", "a.links.jsonl").code == 0
    assert kg("corpus", "link", "a.ttl", "c.ttl", "--force").code == 0
    assert NEW not in kg("happenings", "a.ttl", "c.ttl").err


@pytest.mark.usefixtures("graphs")
@tried_on("command", "read")
def test_what_is_read_is_not_written_over(kg: Kg, tmp_path: Path, command: list[str], read: str) -> None:
    decide(tmp_path / read, "peru")
    before = (tmp_path / read).read_bytes()
    ran = kg(*command, "-o", read, "--force")
    assert (ran.code, f"{read}: is what is read" in ran.err) == (2, True)
    assert (tmp_path / read).read_bytes() == before


@pytest.mark.usefixtures("graphs")
def test_files_beside_the_graph_are_read_too(kg: Kg, tmp_path: Path) -> None:
    decide(tmp_path / "a.decisions.jsonl", "peru")
    (tmp_path / "out.ttl").symlink_to("a.decisions.jsonl")
    ran = kg("happenings", "a.ttl", "-o", "out.ttl", "--force")
    assert (ran.code, "is what is read" in ran.err) == (2, True)


@pytest.mark.usefixtures("graphs")
def test_how_many_decisions_hold_is_told(kg: Kg, tmp_path: Path) -> None:
    decide(tmp_path / "a.decisions.jsonl", "peru", "gone")
    assert "1 of 2 decisions hold" in kg("corpus", "link", "a.ttl").err


@pytest.mark.usefixtures("graphs")
def test_a_piped_graph_has_its_links_made_now(kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    piped = io.TextIOWrapper(io.BytesIO((tmp_path / "a.ttl").read_bytes()))
    monkeypatch.setattr("sys.stdin", piped)
    ran = kg("happenings", "-")
    assert (ran.code, NEW in ran.err) == (0, True)
    assert "visited" in ran.out


@pytest.mark.usefixtures("graphs")
def test_a_file_that_is_not_ours_is_refused_before_any_work(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text("# my own\n")
    ran = kg("happenings", "a.ttl", "-o", "mine.ttl")
    assert (ran.code, NEW in ran.err) == (2, False)


def test_a_pair_that_is_answered_twice_counts_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = merged([visit("a"), visit("b")])
    one, other = (Unit(NodeId("mykhailo-podoliak"), ArticleId(name)) for name in ("a", "b"))
    pairs = DoubtfulPairs(graph, (Doubt("entity", one, other, 0.5), Doubt("entity", other, one, 0.5)))
    monkeypatch.setattr("sys.stdin", io.StringIO("y\nb\nn\nq\n"))
    assert _decided(pairs, DecisionFile(tmp_path / "answers.jsonl"), "Anna") == 1


@pytest.mark.parametrize(("firmness", "is_held"), [(Factuality.ASSERTED, True), (Factuality.EXPECTED, False)])
def test_a_brief_has_the_offices_that_are_told_as_facts(
    kg: Kg, tmp_path: Path, firmness: Factuality, *, is_held: bool
) -> None:
    graph = told("a", DAY, Clause("karl-berg", "chaired", "velox", firmness=firmness))
    office = Graph(entities=(entity("chairman", "Office", "Chairman"),))
    said = tuple(replace(one, relation="heldOffice", object=NodeId("chairman")) for one in graph.statements)
    write(replace(graph, statements=said) | office, tmp_path / "a.ttl", evidence="full")
    assert ("held Chairman" in kg("brief", "a.ttl", "Karl Berg").out) is is_held


def test_the_sentence_of_a_happening_is_of_its_first_article_with_a_day(kg: Kg, tmp_path: Path) -> None:
    for name, day, verb in (("a", None, "visited"), ("b", DAY, "toured"), ("c", date(2026, 3, 3), "saw")):
        graph = told(name, day, Clause("mykhailo-podoliak", verb, "peru"))
        events = {one.id: NodeId("event-one") for one in graph.events}
        write(renamed(graph, events), tmp_path / f"{name}.ttl", evidence="full")
    members = tuple(Unit(NodeId("event-one"), ArticleId(name)) for name in "abc")
    links = Links((Cluster("event", members),))
    (tmp_path / "links.jsonl").write_text(links.text(), encoding="utf-8")
    ran = kg("happenings", "a.ttl", "b.ttl", "c.ttl", "--links", "links.jsonl", "-f", "jsonl")
    (row,) = map(json.loads, ran.out.splitlines())
    assert "toured" in row["sentence"]
