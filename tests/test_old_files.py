"""Graphs of version 0.1.0, in which every event has its class whether or not it happened: read by their statements."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.facts.status import statuses
from kg.model import NodeId
from kg.store import ask
from kg.store.disk import append, read_store
from kg.turtle.documents import read, read_source, to_turtle, triples
from kg.turtle.formats import ox_triple
from tests.conftest import Kg
from tests.graphs import trade_graph

OLD = Path(__file__).parent / "old" / "graph-0.1.0.ttl"
NOTE = "written by 0.1.0; its 5 events are read by what its statements tell of them"


def test_how_events_stand_is_read_from_their_statements() -> None:
    graph = read(OLD)
    found = {event.cls: statuses(graph)[event.id].words(graph) for event in graph.events}
    assert found == {
        "Attack": "says Officials in Pristina",
        "ImposeTariff": "",
        "JoinOrganization": "possible",
        "Praise": "",
        "SignAgreement": "denied",
    }


def test_an_open_pronoun_of_an_earlier_file_makes_no_fact(tmp_path: Path) -> None:
    said = replace(trade_graph().statements[0], subject=NodeId("they-0a1b2c3d"), unresolved=True, attributed_to=None)
    path = tmp_path / "earlier.ttl"
    written = to_turtle(replace(trade_graph(), statements=(said,)), evidence="full")
    assert "kg:unresolved true" in written
    path.write_text(written.replace("kg:unresolved true", 'kg:claimedOn "2024-01-01"^^xsd:date'), encoding="utf-8")
    (again,) = read(path).statements
    assert again.unresolved
    assert not again.is_fact


def test_written_anew_no_event_has_a_class_that_its_statements_do_not_bear_out(kg: Kg, tmp_path: Path) -> None:
    ran = kg("convert", OLD, "-o", tmp_path / "new.ttl")
    assert (ran.code, NOTE in ran.err, "left out" in ran.err) == (0, True, False)
    assert read(tmp_path / "new.ttl") == read(OLD)
    assert read_source(tmp_path / "new.ttl").untold == 0
    assert kg("query", tmp_path / "new.ttl", "SELECT ?e { ?e a kg:SignAgreement }").out.splitlines() == ["e"]
    assert kg("query", tmp_path / "new.ttl", "SELECT ?e { ?e a kg:Praise }").out.count("id:event") == 1
    assert NOTE not in kg("convert", tmp_path / "new.ttl", "-o", tmp_path / "again.ttl").err


@pytest.mark.parametrize("command", ["show", "stats", "explain 2", "timeline --undated"])
def test_who_looks_at_an_old_file_is_told(kg: Kg, command: str) -> None:
    name, *more = command.split()
    assert NOTE in kg(name, OLD, *more).err


def test_an_old_file_is_joined_with_a_new_one(kg: Kg, trade: Path, tmp_path: Path) -> None:
    assert NOTE in kg("merge", OLD, trade, "-o", tmp_path / "both.ttl").err
    assert statuses(read(tmp_path / "both.ttl")) == {**statuses(read(OLD)), **statuses(read(trade))}
    assert kg("diff", OLD, tmp_path / "both.ttl", "-f", "jsonl").out.count('"gone"') == 0


def test_a_query_of_an_old_file_says_that_classes_tell_nothing(kg: Kg, trade: Path) -> None:
    asked = "SELECT ?e { ?e a kg:SignAgreement }"
    assert "even if it did not happen; kg convert writes it anew" in kg("query", OLD, asked).err
    assert "0.1.0" not in kg("query", trade, asked).err


def test_an_old_store_is_written_anew_when_something_is_added(tmp_path: Path) -> None:
    folder, added = tmp_path / "store", trade_graph()
    store = ox.Store(str(folder))
    store.bulk_load(path=str(OLD), format=ox.RdfFormat.TURTLE)
    store.flush()
    del store
    append(added, folder)
    assert statuses(read_store(folder)) == {**statuses(read(OLD)), **statuses(added)}
    whole = [ox_triple(triple) for triple in triples(read(OLD) | added)]
    assert _classes(ox.Store.read_only(str(folder))) == _classes(whole)
    assert not ask(folder, "ASK { ?e a kg:SignAgreement }").holds()


def _classes(found: Iterable[ox.Quad | ox.Triple]) -> set[str]:
    """What tells of which class nodes are, and how events stand."""
    names = ("#type", "#subClassOf", "#eventClass", "#factuality", "#attributedTo")
    return {f"{one.subject} {one.predicate} {one.object}" for one in found if one.predicate.value.endswith(names)}
