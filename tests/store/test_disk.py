"""A graph in a store on disk: joined as in memory, taken out byte for byte, called whole when it is."""

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import ArticleId, Event, Factuality, Graph, Link, NodeId, Role
from kg.model.merge import merged
from kg.store.disk import Excerpt, append, check_whole, copy_store, lines_of_store, remove
from kg.store.files import matching
from kg.turtle.documents import serialize, triples
from kg.turtle.formats import ox_triple
from kg.turtle.terms import BASE_IRI, KG, Iri, Iris
from tests.asking import ask
from tests.conftest import Kg
from tests.graphs import FEW_WORDS, TEXT, entity, evidence, graphs, named_by_content, statement, trade_graph
from tests.model.test_removal import articles, of_article
from tests.sampling import COSTLY
from tests.stores import read_store
from tests.view.draw.graphs import large_graph

CANADA = ox.NamedNode("https://w3id.org/newsgraph/id/canada")
LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


def test_a_graph_comes_back_from_a_new_store(tmp_path: Path) -> None:
    append(trade_graph(), tmp_path / "store", evidence="full")
    assert read_store(tmp_path / "store") == trade_graph()


@given(st.lists(graphs(FEW_WORDS).map(named_by_content), min_size=2, max_size=3))
@COSTLY
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
        graph, articles=(replace(article, id=span.article),), statements=(replace(told, evidence=frozenset({span})),)
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


# Articles that are taken out of a store, or replaced in it, leave what was there before, byte for byte.


def names(*graphs: Graph) -> set[ArticleId]:
    return {article.id for graph in graphs for article in graph.articles}


def lines(folder: Path, *graphs: Graph) -> bytes:
    """What a store holds that got some graphs one by one."""
    append(Graph(), folder)
    for graph in graphs:
        append(graph, folder, evidence="full")
    return lines_of_store(folder)


@pytest.mark.slow
@given(articles, st.data())
@COSTLY
def test_without_what_was_added_it_is_as_before(
    tmp_path_factory: pytest.TempPathFactory, some: list[Graph], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("stores")
    number = data.draw(st.integers(0, len(some)))
    before = lines(folder / "before", *some[:number])
    lines(folder / "after", *data.draw(st.permutations(some)))
    remove(names(*some[number:]), folder / "after")
    assert lines_of_store(folder / "after") == before
    assert read_store(folder / "after") == merged(some[:number])


def test_what_a_store_tells_of_a_statement_is_also_its_class(tmp_path: Path) -> None:
    own, folder, iris = "https://example.org/classes#Tariff", tmp_path / "a.store", Iris(BASE_IRI)
    told = trade_graph()
    said = replace(told.statements[0], relation_class=own)
    append(replace(told, statements=(said, *told.statements[1:])), folder)
    known = Excerpt(ox.Store.read_only(str(folder)), iris)
    known.add([iris.node(said.id)])
    assert Iri(own) in {subject for subject, _, _ in known.triples}


@pytest.mark.slow
@given(articles, st.data())
@COSTLY
def test_what_replaces_an_article_is_there_as_if_it_had_been_there_first(
    tmp_path_factory: pytest.TempPathFactory, some: list[Graph], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("stores")
    old = of_article(data.draw(st.sampled_from([trade_graph(), *some])), "article 9")
    new = of_article(data.draw(st.sampled_from([trade_graph(), *some])), "article 9")
    wanted = lines(folder / "wanted", *some, new)
    lines(folder / "store", old, *some)
    append(new, folder / "store", replacing=names(new), evidence="full")
    assert lines_of_store(folder / "store") == wanted


def test_what_is_not_ours_stays(tmp_path: Path) -> None:
    append(trade_graph(), tmp_path / "store")
    own = ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.NamedNode("urn:c"))
    ox.Store(str(tmp_path / "store")).add(own)
    remove({ArticleId("trade")}, tmp_path / "store")
    assert lines_of_store(tmp_path / "store") == b"<urn:a> <urn:b> <urn:c> .\n"


def test_a_store_that_does_not_record_what_is_whose_stays_as_it_is(tmp_path: Path) -> None:
    some = [of_article(trade_graph(), name) for name in ("one", "other")]
    append(some[0].union(some[1]), tmp_path / "store")
    before = lines_of_store(tmp_path / "store")
    with pytest.raises(InputError, match="it is not recorded what article one contributes"):
        remove({ArticleId("other")}, tmp_path / "store")
    assert lines_of_store(tmp_path / "store") == before


# A store that is whole is called so, whatever it holds, and a copy of it is proved by the same check.


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
@COSTLY
def test_a_store_of_any_graph_is_whole(tmp_path_factory: pytest.TempPathFactory, graph: Graph) -> None:
    folder = tmp_path_factory.mktemp("any")
    append(graph, folder / "any.store", evidence="full")
    check_whole(folder / "any.store")
    shutil.rmtree(folder)


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
