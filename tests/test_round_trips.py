"""Whole builds, polarity, worth, untold sentences come back from every format as they were; so do files of 0.1.0."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph as Rdf
from rdflib import Literal, URIRef
from rdflib.namespace import XSD

import kg
from kg.api import Graph as OurGraph
from kg.convert.networks import kgx, whole_network
from kg.diff import diff
from kg.facts.status import Status, status_of, statuses
from kg.graph import to_networkx
from kg.graph.paths import paths
from kg.model import Article, ArticleId, Event, Evidence, Factuality, Graph, NodeId, Statement, Trust, Untold, Why
from kg.model.merge import merged
from kg.model.scales import firmness_words
from kg.ontology import ontology_folder
from kg.pipeline.build import resolve
from kg.reviews import Review, Verdict, review_key, row_of
from kg.store.disk import append, lines_of_store
from kg.tables.rows import OURS, statement_rows
from kg.tables.timeline import TimelineEntry
from kg.turtle.documents import read, read_source, serialize, to_turtle, triples, write
from kg.turtle.formats import FORMATS, ox_triple
from kg.turtle.nodes import EvidenceDetail
from kg.view.draw import View, picture
from tests.asking import ask, asked
from tests.check.test_shapes import ID, KG, faults, trade
from tests.conftest import Kg
from tests.graphs import entity, evidence, statement, trade_graph
from tests.reading import graph
from tests.stores import read_store
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


# Polarity apart from firmness, and the condition of what is conditional: in values, files, merging and checks.


TEXT = "Norway told Peru not to attack Chile. Norway would lift the ban if Peru agreed."
SAID = Evidence(ArticleId("a"), 0, 37, TEXT[:37])
IF = Evidence(ArticleId("a"), 38, 79, TEXT[38:])
TOLD_NOT_TO = statement(
    ("peru", "attacked", "chile"), SAID, Factuality.REQUESTED, name="s1", source="norway", negated=True, event="e1"
)
AGREED = statement(("peru", "agree", "peru"), IF, Factuality.CONDITIONAL, name="s2", is_open=True)
LIFTED = statement(
    ("norway", "lift", "ban"), IF, Factuality.CONDITIONAL, name="s3", is_open=True, condition=("if Peru agreed", "s2")
)


def of_three(*said: Statement) -> Graph:
    nodes = tuple(entity(name, "Country", name.title()) for name in ("chile", "norway", "peru"))
    return Graph(
        (Article(ArticleId("a"), TEXT, ()),),
        (*nodes, entity("ban", "Policy", "the ban")),
        (Event(NodeId("e1"), "Attack", "attack"),),
        statements=said,
    )


WHOLE = Graph() | of_three(TOLD_NOT_TO, AGREED, LIFTED)


def test_what_is_denied_is_negated_and_what_is_asserted_is_not() -> None:
    assert replace(TOLD_NOT_TO, factuality=Factuality.DENIED, negated=False).negated
    assert not LIFTED.negated
    with pytest.raises(ValueError, match="is Denied"):
        replace(TOLD_NOT_TO, factuality=Factuality.ASSERTED)


def test_firmness_in_words_has_the_polarity() -> None:
    words = [firmness_words(one, negated=True) for one in Factuality if one is not Factuality.ASSERTED]
    assert TOLD_NOT_TO.firmness == "asked not to be"
    assert firmness_words(Factuality.ASSERTED) == ""
    assert len(set(words)) == len(words)


def test_turtle_keeps_polarity_and_condition(tmp_path: Path) -> None:
    (tmp_path / "g.ttl").write_text(to_turtle(WHOLE), encoding="utf-8")
    assert read(tmp_path / "g.ttl").statements == WHOLE.statements
    text = (tmp_path / "g.ttl").read_text(encoding="utf-8")
    assert text.count("kg:negated true") == 2, "the statement and its event"
    assert 'kg:conditionText "if Peru agreed" ; kg:conditionStatement id:s2' in text


def test_a_file_without_the_terms_has_what_is_denied_negated(tmp_path: Path) -> None:
    denied = replace(TOLD_NOT_TO, factuality=Factuality.DENIED)
    text = to_turtle(of_three(denied, LIFTED)).replace(" kg:negated true ;", "")
    (tmp_path / "old.ttl").write_text(text, encoding="utf-8")
    assert "negated" not in text
    assert {one.id: one.negated for one in read(tmp_path / "old.ttl").statements} == {"s1": True, "s3": False}


def test_no_plain_triple_comes_of_a_request_not_to_act() -> None:
    facts = to_turtle(WHOLE).partition("Facts")[2]
    assert "id:peru kg:attacked" not in facts
    assert not any(one.is_fact for one in WHOLE.statements)


def test_an_event_is_negated_where_all_of_its_firmest_statements_are() -> None:
    planned = replace(TOLD_NOT_TO, id=NodeId("s4"), factuality=Factuality.PLANNED)
    wished = replace(TOLD_NOT_TO, id=NodeId("s5"), negated=False)
    assert status_of(WHOLE, NodeId("e1")) == Status(
        Factuality.REQUESTED, (NodeId("norway"),), negated=True, trust=Trust.OLD
    )
    assert status_of(of_three(TOLD_NOT_TO, wished), NodeId("e1")).negated is False
    assert status_of(of_three(planned, wished), NodeId("e1")).negated is True
    assert status_of(WHOLE, NodeId("e1")).words(WHOLE) == "asked not to be, says Norway"


def test_ids_tell_polarity_and_condition_apart() -> None:
    said = (TOLD_NOT_TO, replace(TOLD_NOT_TO, negated=False), LIFTED, replace(LIFTED, condition="unless Peru agreed"))
    found = resolve([of_three(one) for one in said], Article(ArticleId("a"), TEXT, ()), lambda _: None)
    assert len(found.statements) == 4


def test_a_condition_leads_to_its_statement_after_resolution() -> None:
    found = resolve([of_three(AGREED), of_three(LIFTED)], Article(ArticleId("a"), TEXT, ()), lambda _: None)
    (lifted,) = [one for one in found.statements if one.relation == "lift"]
    assert lifted.condition_statement in {one.id for one in found.statements} - {lifted.id}
    alone = resolve([of_three(LIFTED)], Article(ArticleId("a"), TEXT, ()), lambda _: None)
    assert alone.statements[0].condition_statement is None


def test_rows_have_polarity_and_condition() -> None:
    first, second, third = sorted(statement_rows(WHOLE, OURS), key=lambda row: str(row["id"]))
    assert (first["factuality"], first["negated"], first["eventNegated"]) == ("Requested", True, True)
    assert (second["negated"], second["condition"]) == (False, None)
    assert (third["condition"], third["conditionStatement"]) == ("if Peru agreed", "s2")


def test_networks_and_their_tables_have_polarity_and_condition() -> None:
    edges = {key: data for *_, key, data in to_networkx(WHOLE).edges(keys=True, data=True)}
    assert edges["s1"]["negated"] is True
    assert edges["s3"]["condition"] == "if Peru agreed"
    head, *rows = (line.split("\t") for line in kgx(whole_network(WHOLE, OURS))[1].decode().splitlines())
    told = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert (told["id:s1"]["negated"], told["id:s3"]["negated"]) == ("true", "false")
    assert told["id:s3"]["conditionStatement"] == "id:s2"


def test_a_statement_of_the_interface_tells_them() -> None:
    said = {str(one.id): one for one in OurGraph(WHOLE).statements()}
    assert (said["s1"].negated, said["s1"].firmness) == (True, "asked not to be")
    assert said["s3"].condition == "if Peru agreed"
    assert said["s3"].condition_statement == said["s2"]


def test_what_is_negated_and_asserted_is_found() -> None:
    data = trade()
    data.add((ID["statement-b2"], KG.negated, Literal("true", datatype=XSD.boolean)))
    assert any("what is asserted not to be is kg:Denied" in message for message in faults(data))


def test_a_condition_without_words_is_found() -> None:
    data = trade()
    data.add((ID["statement-b2"], KG.conditionStatement, ID["statement-b2"]))
    assert any("does not show its words" in message for message in faults(data))


def test_every_firmness_has_its_value_in_factbank() -> None:
    data = Rdf().parse(ontology_folder() / "align" / "factbank.ttl")
    known = {
        one.value: (str(data.value(KG[one.value], KG.factBank)), data.value(KG[one.value], KG.factBankNegated))
        for one in Factuality
    }
    assert known["Asserted"][0] == "CT+"
    assert all(value for _, value in known.values())
    assert URIRef(KG.Denied) not in set(data.subjects(KG.factBank))


# What a statement is worth, and that the worthier of two is chosen where something is to be chosen.


CANADA, CHINA = entity("canada", "Country", "Canada"), entity("china", "Country", "China")
PERU, KENYA = entity("peru", "Country", "Peru"), entity("kenya", "Country", "Kenya")
SENTENCE = evidence("China responded with tariffs on Canadian canola.")
OTHER = evidence("Carney is scheduled to sign several memoranda of understanding.")


def said(
    subject: str, relation: str, target: str, *, usefulness: float | None, place: Evidence = SENTENCE
) -> Statement:
    return replace(statement((subject, relation, target), place), usefulness=usefulness)


def test_it_is_confidence_times_usefulness_and_what_is_not_told_counts_half() -> None:
    plain = statement(("canada", "praised", "china"), SENTENCE)
    assert replace(plain, confidence=0.8, usefulness=0.5).worth == pytest.approx(0.4)
    assert replace(plain, confidence=0.8).worth == pytest.approx(0.4)
    assert replace(plain, confidence=0.8, usefulness=0.0).worth == 0


def test_of_a_moment_the_worthier_statement_is_shown_though_it_stands_later() -> None:
    dull, good = (
        said("canada", "praised", "china", usefulness=0.2),
        said("canada", "met", "china", usefulness=0.9, place=OTHER),
    )
    assert TimelineEntry(None, (dull, good)).first is good
    assert TimelineEntry(None, (dull, replace(good, usefulness=0.1))).first is dull


def test_a_picture_with_little_room_shows_the_worthier_act() -> None:
    graph = Graph(
        entities=(CANADA, CHINA, KENYA, PERU),
        statements=(
            said("canada", "praised", "china", usefulness=0.1),
            said("kenya", "praised", "peru", usefulness=0.9, place=OTHER),
        ),
    )
    shown = {node.label for node in picture(graph, View(top=2)).nodes}
    assert shown == {"Kenya", "Peru"}
    turned = replace(
        graph, statements=tuple(replace(one, usefulness=1 - (one.usefulness or 0)) for one in graph.statements)
    )
    assert {node.label for node in picture(turned, View(top=2)).nodes} == {"Canada", "China"}


def test_between_two_nodes_of_a_path_stands_the_worthier_fact() -> None:
    one, other = (said("canada", name, "china", usefulness=use) for name, use in (("praised", 0.2), ("warned", 0.9)))
    graph = Graph(entities=(CANADA, CHINA), statements=(one, other))
    ((step,),) = paths(graph, NodeId("canada"), NodeId("china"))
    assert step.statement == other.id


def test_what_is_said_about_somebody_comes_by_worth(tmp_path: Path) -> None:
    graph = Graph(
        entities=(CANADA, CHINA),
        statements=(
            said("canada", "accused", "china", usefulness=0.1),
            said("canada", "warned", "china", usefulness=0.9),
            said("canada", "praised", "china", usefulness=None),
        ),
    )
    rows = asked(graph, tmp_path, "about", who="Canada")
    assert [row["relation"] for row in rows] == ["warned", "praised", "accused"]


# Sentences that make no statement say why; each with its place, through files and merging.


PROTEST = "Norway protests\n\nNorway protested against the tariffs on Monday. What a mess. It worked. Why not?"
A, B = Untold(0, 9, Why.QUESTION), Untold(12, 20, Why.ENDS)


@pytest.mark.model
def test_a_sentence_without_a_statement_says_why() -> None:
    (article,) = kg.build(PROTEST).values.articles
    found = {PROTEST[one.start : one.end]: one.why for one in article.untold}
    assert found == {"What a mess.": Why.VERBLESS, "It worked.": Why.PRONOUN, "Why not?": Why.QUESTION}


@pytest.mark.parametrize("evidence", ["none", "offsets", "full"])
def test_a_file_keeps_them_whatever_it_has_of_the_words(tmp_path: Path, evidence: str) -> None:
    graph = replace(trade_graph(), articles=tuple(_with(one, A, B) for one in trade_graph().articles))
    write(graph, tmp_path / "graph.ttl", evidence=evidence)
    assert read(tmp_path / "graph.ttl").articles[0].untold == {A, B}


def test_a_file_without_them_is_read(trade: Path) -> None:
    assert "kg:untold" not in to_turtle(trade_graph())
    assert read(trade).articles[0].untold == frozenset()


def test_a_joined_article_has_those_of_both() -> None:
    (article,) = trade_graph().articles
    one, other = _with(article, A), _with(article, B)
    assert one | other == other | one == _with(article, A, B)


def _with(article: Article, *untold: Untold) -> Article:
    return replace(article, untold=frozenset(untold))


# Graphs of version 0.1.0, in which every event has its class whether or not it happened: read by their statements.


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
        "SignAgreement": "not so",
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
