"""A store that is whole is called so, whatever it holds, and a copy of it is proved by the same check."""

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings

from kg.errors import InputError
from kg.model import ArticleId, Event, Graph, NodeId, Statement
from kg.store.disk import append, check_whole, copy_store
from kg.store.files import matching
from kg.turtle.terms import KG
from tests.conftest import Kg
from tests.graphs import graphs, trade_graph
from tests.view.draw.graphs import large_graph

XSD = "http://www.w3.org/2001/XMLSchema#"
SAYS = ox.NamedNode("urn:says")
FOUND_BEYOND = (255, 256, 257, 300, 511, 512, 1023, 1024, 65535, 65536)


def number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=ox.NamedNode(f"{XSD}integer"))


def store_of(folder: Path, quads: list[ox.Quad]) -> ox.Store:
    store = ox.Store(str(folder))
    store.extend(quads)
    store.flush()
    return store


def test_pyoxigraph_returns_more_than_is_asked_of_a_store_on_disk(tmp_path: Path) -> None:
    """Where this fails, pyoxigraph has been mended: ``kg.store.files`` can give way to ``quads_for_pattern``."""
    quads = [ox.Quad(ox.NamedNode(f"urn:{value}"), SAYS, number(value)) for value in FOUND_BEYOND]
    on_disk, in_memory = store_of(tmp_path / "x.store", quads), ox.Store()
    in_memory.extend(quads)

    def told(store: ox.Store, value: int) -> list[int]:
        found = store.quads_for_pattern(None, None, number(value), None)
        return sorted(int(quad.object.value) for quad in found if isinstance(quad.object, ox.Literal))

    assert told(in_memory, 255) == [255]
    assert told(on_disk, 255) == [255, 256, 257, 300]
    assert told(on_disk, 256) == [256]


def terms() -> Iterator[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]:
    """Values of all kinds, those among them whose keys in a store end in 0xFF."""
    day = date(1999, 12, 31)
    for value in (*range(-300, 2100), 65535, 2**24 - 1, 2**32 - 1, 2**63 - 1, -(2**63)):
        yield number(value)
    for value in range(300):
        yield ox.BlankNode(f"{value:x}")
        yield ox.NamedNode(f"urn:n{value}")
        yield ox.Literal(f"word {value}", language="en")
        yield ox.Literal("word" * value)
        yield ox.Literal(f"{value / 8}", datatype=ox.NamedNode(f"{XSD}double"))
        yield ox.Literal(f"{value / 8}", datatype=ox.NamedNode(f"{XSD}decimal"))
        yield ox.Literal(str(day + timedelta(value)), datatype=ox.NamedNode(f"{XSD}date"))
        yield ox.Literal(f"{day + timedelta(value)}T00:00:{value % 60:02}Z", datatype=ox.NamedNode(f"{XSD}dateTime"))
        yield ox.Literal(f"P{value}M", datatype=ox.NamedNode(f"{XSD}duration"))
        yield ox.Triple(ox.NamedNode("urn:a"), SAYS, number(value))
    yield from (ox.Literal(word, datatype=ox.NamedNode(f"{XSD}double")) for word in ("INF", "-INF", "NaN", "-0.0"))
    yield from (ox.Literal(word, datatype=ox.NamedNode(f"{XSD}boolean")) for word in ("true", "false"))


@pytest.fixture(scope="module")
def all_kinds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with values of all kinds, in the default graph and in another."""
    folder = tmp_path_factory.mktemp("kinds") / "kinds.store"
    quads = [ox.Quad(ox.BlankNode(f"{place:x}"), SAYS, value) for place, value in enumerate(terms())]
    store_of(folder, quads + [ox.Quad(one.subject, SAYS, one.object, ox.NamedNode("urn:graph")) for one in quads])
    return folder


def test_a_pattern_gets_what_it_asks_for_and_nothing_else(all_kinds: Path) -> None:
    store = ox.Store.read_only(str(all_kinds))
    values, subjects = Counter(quad.object for quad in store), Counter(quad.subject for quad in store)
    assert {value: len(list(matching(store, value=value))) for value in values} == values
    assert {
        subject: len(list(matching(store, subject))) for subject in subjects if not isinstance(subject, ox.Triple)
    } == subjects
    asked = number(255)
    assert {quad.object for quad in matching(store, predicate=SAYS, value=asked)} == {asked}


def test_a_store_of_all_kinds_of_values_is_whole_and_so_is_its_copy(all_kinds: Path, tmp_path: Path) -> None:
    check_whole(all_kinds)
    copy_store(all_kinds, tmp_path / "copy.store")
    check_whole(tmp_path / "copy.store")


@given(graphs())
@settings(max_examples=25)
def test_a_store_of_any_graph_is_whole(tmp_path_factory: pytest.TempPathFactory, graph: Graph) -> None:
    folder = tmp_path_factory.mktemp("any")
    append(graph, folder / "any.store", evidence="full")
    check_whole(folder / "any.store")
    shutil.rmtree(folder)


def cloned(graph: Graph, number: int, shift: int) -> Graph:
    """The graph told by another article, whose sentences stand further on."""

    def other(name: str) -> NodeId:
        return NodeId(f"{name}-{number}")

    def statement(said: Statement) -> Statement:
        spans = (
            replace(span, article=ArticleId(other(span.article)), start=span.start + shift, end=span.end + shift)
            for span in said.evidence
        )
        return replace(said, id=other(said.id), event=said.event and other(said.event), evidence=frozenset(spans))

    def event(one: Event) -> Event:
        return replace(one, id=other(one.id))

    articles = tuple(replace(one, id=ArticleId(other(one.id)), text="") for one in graph.articles)
    return replace(
        graph,
        articles=articles,
        events=tuple(map(event, graph.events)),
        statements=tuple(map(statement, graph.statements)),
    )


def test_a_store_of_many_articles_is_whole(tmp_path: Path) -> None:
    chance = random.Random(1)
    for batch in range(4):
        many = Graph()
        for place in range(15):
            many |= cloned(trade_graph(), batch * 15 + place, chance.randrange(70_000))
        append(many, tmp_path / "many.store")
    check_whole(tmp_path / "many.store")


def test_a_copy_of_a_store_is_proved_by_checking_it(kg: Kg, tmp_path: Path) -> None:
    append(large_graph(60, 10), tmp_path / "archive.store")
    assert kg("convert", "archive.store", "-o", "backup.store").code == 0
    said = kg("check", "archive.store")
    assert kg("check", "backup.store").out == said.out.replace("archive", "backup")
    assert said.code in {0, 1}
    (table,) = sorted((tmp_path / "backup.store").glob("*.sst"))[:1] or pytest.fail("no table of data")
    table.write_bytes(bytes(table.stat().st_size))
    ran = kg("check", "backup.store")
    assert (ran.code, "the store is damaged" in ran.err) == (2, True)


def test_an_order_that_has_another_triple_in_place_of_one_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The three counts are the same; what they count is not."""
    append(trade_graph(), tmp_path / "archive.store")
    opened = ox.Store.read_only(str(tmp_path / "archive.store"))
    kept = ox.NamedNode(KG + "factuality")

    class Exchanged:
        def __iter__(self) -> object:
            return iter(opened)

        def quads_for_pattern(self, *asked: object) -> object:
            for quad in opened.quads_for_pattern(*asked):  # type: ignore[arg-type]
                lost = asked[2] is not None and quad.predicate == kept
                yield ox.Quad(ox.NamedNode("urn:another"), quad.predicate, quad.object) if lost else quad

    monkeypatch.setattr("kg.store.disk.opened", lambda _: Exchanged())
    with pytest.raises(InputError, match="damaged"):
        check_whole(tmp_path / "archive.store")
