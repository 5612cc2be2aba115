"""The index of a corpus and its excerpts: a named question has the answer of the whole, and what is cut is told."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KgError
from kg.model import Graph, NodeId, TimeSpan
from kg.shards.excerpts import CorpusExcerpt, excerpt
from kg.shards.index import index
from kg.shards.wanted import Wanted, wanted_by
from kg.store import Query
from kg.store.questions import Question, questions
from kg.turtle.documents import serialize
from tests.asking import Here
from tests.gold_graph import GOLD, gold_graph
from tests.shards.made import some_graphs, trade

GOLD_NAMES = sorted(path.stem for path in GOLD.glob("*.json"))
ASKED = ("China", "Canada", "Xi Jinping")
DAYS = {"since": "2022-06-15", "until": "2026-01-14"}
QUERIES = {
    "article": "SELECT name, day, graph FROM article",
    "clause": "SELECT article.name, clause.name, since, until FROM clause {article}",
    "told": "SELECT word, clause.name FROM told JOIN clause ON clause.id = clause",
    "touch": "SELECT node.name, clause.name FROM touch JOIN node ON node.id = node JOIN clause ON clause.id = clause",
    "name": "SELECT name.name, rank, node.name, article.name, label FROM name JOIN node ON node.id = node {article}",
    "link": "SELECT target, relation, node.name, article.name FROM link JOIN node ON node.id = node {article}",
}
"""All that an index says, without the numbers that it has for things."""


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """No corpus is so small that it is read whole."""
    monkeypatch.setattr("kg.shards.excerpts.FEW", 0)


def taken(folder: Path, graphs: Iterable[Graph], wanted: Wanted) -> CorpusExcerpt:
    """An excerpt of a corpus of one shard."""
    with index(folder / "index.sqlite", lambda: {"all": graphs}) as base:
        return excerpt(base, wanted)


def all_of(path: Path, shards: Mapping[str, Iterable[Graph]]) -> dict[str, list[tuple[object, ...]]]:
    """All that an index says after it caught up with some shards."""
    with index(path, lambda: shards) as base:
        return {
            name: sorted(
                base.execute(query.format(article="JOIN article ON article.id = article")).fetchall(), key=repr
            )
            for name, query in QUERIES.items()
        }


def dated(number: int) -> Graph:
    """The graph of an article of a day of its own."""
    graph = trade(number)
    day = date(2026, 1, 1) + timedelta(days=number)
    return replace(graph, articles=tuple(replace(one, date=day) for one in graph.articles))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Here:
    """All gold articles, asked as one graph."""
    return here(Graph().union(*map(gold_graph, GOLD_NAMES)), tmp_path_factory.mktemp("whole"))


def here(graph: Graph, folder: Path) -> Here:
    path = folder / "graph.nt"
    path.write_bytes(serialize(graph, "nt", evidence="full"))
    return Here([path])


@pytest.mark.parametrize("one", questions(), ids=lambda one: one.name)
def test_a_question_has_the_answer_of_the_whole(one: Question, whole: Here, tmp_path: Path) -> None:
    names = [parameter.name for parameter in one.parameters if parameter.kind == "entity"]
    given = [{}, *({name: value} for name in names for value in ASKED), dict(zip(names, ASKED, strict=False))]
    days = {parameter.name: DAYS[parameter.name] for parameter in one.parameters if parameter.name in DAYS}
    given += [days, *({name: day} for name, day in days.items())]
    with index(tmp_path / "index.sqlite", lambda: {"all": map(gold_graph, GOLD_NAMES)}) as base:
        for values in given:
            some = here(excerpt(base, wanted_by(one, values)).graph, tmp_path)
            answers = (worker.ask(Query(one.filled(values, worker))).body for worker in (whole, some))
            assert len(set(answers)) == 1, values


@settings(max_examples=40, deadline=None)
@given(some_graphs, st.data())
def test_an_index_that_caught_up_is_one_made_anew(some: list[Graph], data: st.DataObject) -> None:
    shards = {str(number): [graph] for number, graph in enumerate(some)}
    before = {name: shards[name] for name in data.draw(st.lists(st.sampled_from(sorted(shards)), unique=True))}
    with TemporaryDirectory() as folder:
        path = Path(folder)
        assert all_of(path / "a", shards) == all_of(path / "b", before | shards)
        assert all_of(path / "a", before) == all_of(path / "c", before)


def test_the_newest_articles_are_taken_and_what_is_left_out_is_told(tmp_path: Path) -> None:
    some = [dated(number) for number in range(9)]
    found = taken(tmp_path, some, Wanted(about=("Canada",), most=3))
    assert found.of == 9
    assert 0 < found.articles < 9
    newest = sorted(graph.articles[0].id for graph in some)[-found.articles :]
    assert [article.id for article in found.graph.articles] == newest
    assert found.note == f"the newest {found.articles} of 9 articles that tell of it are read"
    assert not taken(tmp_path, some, Wanted(about=("Canada",))).note


def test_days_and_words_confine_an_excerpt(tmp_path: Path) -> None:
    gold = [gold_graph(name) for name in GOLD_NAMES]
    every = taken(tmp_path, gold, Wanted())
    tariffs = taken(tmp_path, gold, Wanted(words=frozenset({"imposed tariff on"})))
    assert {said.relation for said in tariffs.graph.statements} >= {"imposedTariffOn"}
    assert 0 < len(tariffs.graph.statements) < len(every.graph.statements)
    late = taken(tmp_path, gold, Wanted(since=date(2026, 1, 1)))
    assert 0 < late.of < every.of


def test_what_still_holds_is_of_every_later_day(tmp_path: Path) -> None:
    graph = trade(1)
    some = replace(graph.statements[0], time=TimeSpan(date(2019, 1, 1), None, "since 2019"))
    found = taken(tmp_path, [replace(graph, statements=(some,))], Wanted(since=date(2026, 1, 1)))
    assert found.graph.statements == (some,)


def test_a_detail_is_found_by_its_id_with_all_of_its_clause(tmp_path: Path) -> None:
    gold = [gold_graph(name) for name in GOLD_NAMES]
    main = gold[0].statements[0]
    detail = replace(main, id=NodeId("statement-abc-2"), detail_of=main.id)
    some = replace(gold[0], statements=(*gold[0].statements, detail))
    for name in (detail.id, "abc-2", f"id:{detail.id}"):
        found = taken(tmp_path, [some, *gold[1:]], Wanted(clause=name))
        assert {main.id, detail.id} <= {said.id for said in found.graph.statements}
        assert found.of == 1


def test_a_name_that_the_corpus_does_not_have_is_told_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="'Cannada' is not in the corpus") as told:
        taken(tmp_path, [trade(1)], Wanted(about=("Cannada",)))
    assert "Canada" in told.value.hint


@pytest.mark.parametrize("spoilt", [b"no database at all", b""])
def test_an_index_that_is_damaged_is_made_anew(tmp_path: Path, spoilt: bytes) -> None:
    path = tmp_path / "index.sqlite"
    path.write_bytes(spoilt)
    assert all_of(path, {"all": [trade(1)]}) == all_of(tmp_path / "other", {"all": [trade(1)]})
