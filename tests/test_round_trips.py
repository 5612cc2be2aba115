"""Whole builds come back from every format and from a store as the same bytes."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from kg.diff import diff
from kg.model import Graph
from kg.model.merge import merged
from kg.reviews import Review, Verdict, review_key, row_of
from kg.store.disk import append, lines_of_store, read_store
from kg.turtle.documents import read, serialize
from kg.turtle.formats import FORMATS
from kg.turtle.nodes import EvidenceDetail
from tests.graphs import trade_graph
from tests.reading import graph
from tests.whole_builds import ONTOLOGY, graphs

NAMED_EVENTS = "The Great Recession hurt Germany in 2009. Canada remembers the War of 1812."


@pytest.fixture(scope="module", params=["usual", "all", "own ontology", "reviewed"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Graph]:
    """Graphs of articles by their names, and of all together, built with some options; of most only that of all."""
    folder = tmp_path_factory.mktemp("built")
    match request.param:
        case "usual":
            return {**graphs(), "together": merged(graphs().values())}
        case "all":
            found = graphs(every=True)
        case "own ontology":
            own = folder / "own.ttl"
            own.write_text(ONTOLOGY)
            found = graphs(ontology=own)
            assert any(said.relation.endswith("lauded") for one in found.values() for said in one.statements)
        case _:
            reviews = folder / "reviews.jsonl"
            reviews.write_text("".join(_reviews(graphs())))
            found = graphs(reviewed=reviews)
            assert any(said.reviewed_by for one in found.values() for said in one.statements)
    return {"together": merged(found.values())}


def _reviews(found: Mapping[str, Graph]) -> list[str]:
    """Every second statement judged right, the others' firmness wrong."""
    rows = []
    for one in found.values():
        for number, said in enumerate(one.statements):
            verdict, cause = (Verdict.RIGHT, "") if number % 2 else (Verdict.WRONG, "factuality")
            instead, sentence = "Possible" if cause else "", said.first_evidence.quote
            review = Review(review_key(said), verdict, cause, instead, reader="Anna", sentence=sentence)
            row = row_of(one, said, review)
            rows.append(json.dumps(row) + "\n")
    return rows


@pytest.mark.model
@pytest.mark.parametrize("evidence", list(EvidenceDetail))
def test_every_format_gives_every_other_the_same_bytes(built: Mapping[str, Graph], evidence: EvidenceDetail) -> None:
    for one in built.values():
        texts = {form: serialize(one, form, evidence=evidence) for form in FORMATS}
        found = {form: read(text.decode(), form) for form, text in texts.items()}
        assert {form: serialize(found["nt"], form, evidence="full") for form in FORMATS} == texts
        assert all(back == found["nt"] for back in found.values())


@pytest.mark.model
def test_a_store_gives_the_same_bytes(built: Mapping[str, Graph], tmp_path: Path) -> None:
    for name, one in built.items():
        append(one, tmp_path / f"{name}.store", evidence="full")
        back = read_store(tmp_path / f"{name}.store")
        assert serialize(back, evidence="full") == serialize(one, evidence="full")
        append(back, tmp_path / f"{name}-again.store", evidence="full")
        assert lines_of_store(tmp_path / f"{name}-again.store") == lines_of_store(tmp_path / f"{name}.store")


@pytest.mark.model
def test_what_comes_back_differs_in_nothing(built: Mapping[str, Graph]) -> None:
    for one in built.values():
        assert diff(one, read(serialize(one, evidence="full").decode())) == ()


@pytest.mark.model
def test_a_named_event_is_one_node_with_its_item() -> None:
    found = graph(NAMED_EVENTS)
    assert {event.label: event.wikidata for event in found.events if event.wikidata} == {"War of 1812": "Q26013"}
    assert not {entity.id for entity in found.entities} & {event.id for event in found.events}
    text = serialize(found).decode()
    assert text.count("id:war-of-1812-q26013 a ") == 1
    assert "skos:exactMatch wd:Q26013" in text
    assert read(text).nodes == found.nodes


def test_no_named_event_loses_its_item_by_merging() -> None:
    plain = trade_graph()
    named = Graph() | _with_item(plain, "Q42")
    assert (plain | named).events == (named | plain).events
    assert (plain | named).of_one_article().events == named.events


def _with_item(graph: Graph, item: str) -> Graph:
    return replace(graph, events=tuple(replace(event, wikidata=item) for event in graph.events))
