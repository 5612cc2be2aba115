"""A graph in a store on disk: joined with another as graphs in memory are."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import ArticleId, Event, Factuality, Graph, Link, NodeId, Role
from kg.store import ask
from kg.store.disk import append, read_store
from kg.turtle.documents import serialize, triples
from kg.turtle.formats import ox_triple
from tests.graphs import FEW_WORDS, TEXT, entity, evidence, graphs, named_by_content, statement, trade_graph

CANADA = ox.NamedNode("https://w3id.org/newsgraph/id/canada")
LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


def test_a_graph_comes_back_from_a_new_store(tmp_path: Path) -> None:
    append(trade_graph(), tmp_path / "store", evidence="full")
    assert read_store(tmp_path / "store") == trade_graph()


@given(st.lists(graphs(FEW_WORDS).map(named_by_content), min_size=2, max_size=3))
@settings(max_examples=20)
def test_appending_is_merging(tmp_path_factory: pytest.TempPathFactory, some: list[Graph]) -> None:
    folder = tmp_path_factory.mktemp("disk") / "store"
    whole = Graph()
    for graph in some:
        append(graph, folder, evidence="full")
        whole |= graph
    assert read_store(folder) == whole
    store = ox.Store.read_only(str(folder))
    assert _status(store, whole) == _status(map(ox_triple, triples(whole)), whole)
    assert _facts(store) == _facts(map(ox_triple, triples(whole)))


def _status(found: Iterable[ox.Quad | ox.Triple], graph: Graph) -> set[str]:
    """What tells how the events of a graph stand."""
    events = {f"https://w3id.org/newsgraph/id/{event.id}" for event in graph.events}
    names = ("#type", "#eventClass", "#factuality", "#attributedTo")
    told = (one for one in found if isinstance(one.subject, ox.NamedNode) and one.subject.value in events)
    return {f"{one.subject} {one.predicate} {one.object}" for one in told if one.predicate.value.endswith(names)}


def _facts(found: Iterable[ox.Quad | ox.Triple]) -> set[str]:
    """The plain triples of the relations that ``graphs`` draws."""
    between = (one for one in found if isinstance(one.subject, ox.NamedNode) and isinstance(one.object, ox.NamedNode))
    names = ("#signed", "/na%C3%AFve-to", "/naïve-to")
    return {f"{one.subject} {one.predicate} {one.object}" for one in between if one.predicate.value.endswith(names)}


def test_a_fact_that_is_added_makes_a_reported_event_one_that_happened(tmp_path: Path) -> None:
    planned, done = (_visit(factuality) for factuality in (Factuality.PLANNED, Factuality.ASSERTED))
    append(planned, tmp_path / "store")
    assert _says(tmp_path / "store", "?e a kg:ReportedEvent ; kg:eventClass kg:Visit ; kg:factuality kg:Planned")
    append(done, tmp_path / "store")
    assert _says(tmp_path / "store", "?e a kg:Visit ; kg:factuality kg:Asserted")
    assert not _says(tmp_path / "store", "{ ?e a kg:ReportedEvent } UNION { ?e kg:eventClass|kg:attributedTo ?x }")


def test_a_plan_that_is_added_does_not_undo_a_fact(tmp_path: Path) -> None:
    append(_visit(Factuality.ASSERTED), tmp_path / "store")
    append(_visit(Factuality.PLANNED), tmp_path / "store")
    assert _says(tmp_path / "store", "?e a kg:Visit ; kg:factuality kg:Asserted")
    assert not _says(tmp_path / "store", "?e a kg:ReportedEvent")


def test_what_is_added_beside_an_event_leaves_it_as_it_stands(tmp_path: Path) -> None:
    """A visit is the occasion of a meeting, and only the meeting is told of again."""
    visit = _visit(Factuality.ASSERTED)
    meeting = Event(NodeId("event-m"), "Meet", "the meeting", frozenset({Role("event", NodeId("event-v"))}))
    append(visit | Graph(events=(meeting,)), tmp_path / "store")
    append(Graph(events=(meeting,)), tmp_path / "store")
    assert _says(tmp_path / "store", "?e a kg:Visit ; kg:factuality kg:Asserted")


def test_what_is_added_leaves_the_classes_of_other_events(tmp_path: Path) -> None:
    """The class that one of two events has no more is that of the other, and below ``kg:Event`` still."""
    folder = tmp_path / "store"
    for name in ("event-1", "event-2"):
        append(_visit(Factuality.ASSERTED, name, "VerbalConflict"), folder)
    append(_visit(Factuality.ASSERTED, "event-1", "MaterialConflict"), folder)
    assert _says(folder, "id:event-1 a kg:MaterialConflict FILTER NOT EXISTS { id:event-1 a kg:VerbalConflict }")
    assert _says(folder, "id:event-2 a kg:VerbalConflict . kg:VerbalConflict rdfs:subClassOf kg:Event")
    classes = {event.id: event.cls for event in read_store(folder).events}
    assert classes == {"event-1": "MaterialConflict", "event-2": "VerbalConflict"}


def _visit(factuality: Factuality, name: str = "event-v", cls: str = "Visit") -> Graph:
    event = Event(NodeId(name), cls, "the visit", frozenset({Role("agent", NodeId("canada"))}))
    told = statement(
        ("canada", "visited", "china"), evidence("Trade and Tensions"), factuality, name=f"told-{name}-{factuality}",
        event=name,
    )  # fmt: skip
    return Graph(entities=trade_graph().entities, events=(event,), statements=(told,))


def _says(folder: Path, pattern: str) -> bool:
    return ask(folder, f"ASK {{ {pattern} }}").holds()


def test_appending_again_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    append(trade_graph(), folder, evidence="full")
    before = set(ox.Store.read_only(str(folder)))
    append(trade_graph(), folder, evidence="full")
    assert set(ox.Store.read_only(str(folder))) == before


def test_the_triples_are_those_of_the_file(tmp_path: Path) -> None:
    append(trade_graph(), tmp_path / "store")
    loaded = ox.Store()
    loaded.load(serialize(trade_graph(), "nt"), format=ox.RdfFormat.N_TRIPLES)
    assert set(ox.Store.read_only(str(tmp_path / "store"))) == set(loaded)


def test_a_fact_stays_when_only_its_ends_are_told_of_again(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    append(trade_graph(), folder)
    append(replace(trade_graph(), statements=(), events=()), folder)
    assert ask(folder, "ASK { id:canada kg:imposedTariffOn id:china }").body == b'{"head":{},"boolean":true}'


ACTORS = (entity("cabinet", "Government", "the cabinet"), entity("palace", "Government", "the palace"))
SIGNED = statement(("cabinet", "signed", "palace"), evidence("Trade and Tensions"))


def _acting(**states: str) -> Graph:
    links = {name: frozenset({Link("actsFor", NodeId(state))}) for name, state in states.items()}
    return Graph(entities=tuple(replace(actor, links=links.get(actor.id, frozenset())) for actor in ACTORS))


@pytest.mark.parametrize(
    "some",
    [
        pytest.param([_acting(cabinet="peru", palace="chile"), _acting(cabinet="bolivia")], id="acts for several now"),
        pytest.param([_acting(), _acting(cabinet="peru", palace="chile")], id="acts for one now"),
        pytest.param(
            [
                _acting(cabinet="peru", palace="chile")
                | Graph(
                    entities=(entity("army", "PublicBody", "the army", ("actsFor", "peru")),),
                    statements=(statement(("army", "signed", "palace"), evidence("Trade and Tensions")),),
                ),
                _acting(cabinet="bolivia"),
            ],
            id="another acts for the same",
        ),
    ],
)
def test_facts_between_states_follow_who_acts_for_whom(tmp_path: Path, some: list[Graph]) -> None:
    first, second = some
    told = Graph(statements=(SIGNED,)) | first
    append(told, tmp_path / "store", evidence="full")
    append(second, tmp_path / "store", evidence="full")
    assert read_store(tmp_path / "store") == told | second
    assert _facts(ox.Store.read_only(str(tmp_path / "store"))) == _facts(map(ox_triple, triples(told | second)))


def test_a_statement_that_comes_alone_is_of_the_states_that_are_there(tmp_path: Path) -> None:
    append(_acting(cabinet="peru", palace="chile"), tmp_path / "store")
    append(Graph(statements=(SIGNED,)), tmp_path / "store")
    assert _says(tmp_path / "store", "id:peru kg:signed id:chile")


@pytest.mark.parametrize("detail", ["offsets", "none"])
def test_words_that_are_withheld_now_stay_as_they_were(tmp_path: Path, detail: str) -> None:
    append(trade_graph(), tmp_path / "store", evidence="full")
    append(_told_by_another_article(), tmp_path / "store", evidence=detail)
    whole = read_store(tmp_path / "store")
    assert [(article.id, article.text) for article in whole.articles] == [("another", ""), ("trade", TEXT)]
    quotes = {(span.article, bool(span.quote)) for told in whole.statements for span in told.evidence}
    assert quotes == {("trade", True), ("another", detail == "offsets")}


def _told_by_another_article() -> Graph:
    """The first statement of the example, as another article makes it."""
    graph = trade_graph()
    (article,), told = graph.articles, graph.statements[0]
    span = replace(told.first_evidence, article=ArticleId("another"))
    return replace(
        graph,
        articles=(replace(article, id=span.article),),
        statements=(replace(told, evidence=frozenset({span})),),
    )


def test_what_somebody_added_stays(tmp_path: Path) -> None:
    append(trade_graph(), tmp_path / "store")
    added = [
        ox.Quad(CANADA, ox.NamedNode("http://www.w3.org/2002/07/owl#sameAs"), ox.NamedNode("urn:ca")),
        ox.Quad(CANADA, ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#comment"), ox.Literal("mine")),
        ox.Quad(CANADA, LABEL, ox.Literal("Kanada", language="de")),
    ]
    store = ox.Store(str(tmp_path / "store"))
    store.extend(added)
    store.flush()
    del store
    append(trade_graph(), tmp_path / "store")
    assert set(added) <= set(ox.Store.read_only(str(tmp_path / "store")))


def test_a_name_that_is_outdone_is_no_longer_the_label(tmp_path: Path) -> None:
    graph, longer = trade_graph(), "the Dominion of Canada"
    append(graph, tmp_path / "store")
    renamed = tuple(replace(one, label=longer) if one.id == "canada" else one for one in graph.entities)
    append(replace(graph, entities=renamed), tmp_path / "store")
    labels = ox.Store.read_only(str(tmp_path / "store")).quads_for_pattern(CANADA, LABEL, None)
    assert [quad.object for quad in labels] == [ox.Literal(longer)]


def test_another_folder_or_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("mine")
    for path in (tmp_path / "notes", tmp_path / "notes" / "a.txt"):
        with pytest.raises(InputError):
            append(trade_graph(), path)
    assert (tmp_path / "notes" / "a.txt").read_text() == "mine"
