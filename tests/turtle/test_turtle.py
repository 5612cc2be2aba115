"""Graph <-> RDF: what docs/reference/graph.md promises of a file."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from rdflib.compare import isomorphic

from kg.errors import InputError
from kg.facts.status import statuses
from kg.model import Event, Factuality, Graph, NodeId, Role, Statement, Trust
from kg.turtle.documents import read, serialize, to_rdflib, to_turtle, write
from kg.turtle.formats import FORMATS, RDF12_FORMATS
from tests.graphs import FEW_WORDS, evidence, graphs, named_by_content, statement, trade_graph

ONTOLOGY = "https://w3id.org/newsgraph/ontology#"
KG = f"PREFIX kg: <{ONTOLOGY}> PREFIX id: <https://w3id.org/newsgraph/id/> "


def ask(graph: rdflib.Graph, pattern: str) -> bool:
    return bool(graph.query(f"{KG} ASK {{ {pattern} }}").askAnswer)


@given(graphs())
def test_a_graph_in_full_comes_back_equal_in_every_format(graph: Graph) -> None:
    for name in sorted({*FORMATS, *RDF12_FORMATS}):
        assert read(serialize(graph, name, evidence="full").decode(), name.removesuffix("12")) == graph, name


def test_without_the_articles_text_all_else_comes_back() -> None:
    graph = trade_graph()
    bare = tuple(replace(article, text="", blocks=()) for article in graph.articles)
    assert read(to_turtle(graph)) == replace(graph, articles=bare)


def test_without_evidence_words_the_places_stay() -> None:
    text = to_turtle(trade_graph(), evidence="none")
    assert "scheduled to sign" not in text
    assert "oa:start 19" in text
    spans = {span for told in read(text).statements for span in told.evidence}
    assert spans
    assert not any(span.quote for span in spans)


@given(graphs())
def test_rdflib_and_pyoxigraph_see_isomorphic_graphs(graph: Graph) -> None:
    text = to_turtle(graph, evidence="full")
    ours = rdflib.Graph().parse(data=text, format="turtle")
    theirs = ox.serialize(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE), format=ox.RdfFormat.N_TRIPLES)
    assert theirs is not None
    assert isomorphic(ours, rdflib.Graph().parse(data=theirs.decode(), format="nt"))
    assert isomorphic(ours, to_rdflib(graph, evidence="full"))


def test_rdf_1_2_reifies_each_statement() -> None:
    text = serialize(trade_graph(), "ttl12").decode()
    assert "id:statement-b2 a kg:Statement ;\n    rdf:reifies <<( id:canada kg:imposedTariffOn id:china )>> ;" in text
    found = list(ox.parse(text, format=ox.RdfFormat.TURTLE))
    assert len([quad for quad in found if isinstance(quad.object, ox.Triple)]) == len(trade_graph().statements)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_json_ld_is_compact_and_rdflib_reads_the_same() -> None:
    text = serialize(trade_graph(), "jsonld", evidence="full").decode()
    nodes = {node["@id"]: node for node in json.loads(text)["@graph"] if "@type" in node}
    told = nodes["id:statement-b2"]
    assert (told["@type"], told["rdf:predicate"], told["factuality"], told["start"], told["confidence"]) == (
        "Statement",
        "kg:imposedTariffOn",
        "Asserted",
        "2024-01-01",
        "0.9",
    )
    theirs = rdflib.Graph().parse(data=text, format="json-ld")
    assert isomorphic(theirs, to_rdflib(trade_graph(), evidence="full"))


def test_there_is_no_blank_node() -> None:
    graph = to_rdflib(trade_graph(), evidence="full")
    assert not [term for triple in graph for term in triple if isinstance(term, rdflib.BNode)]


def test_every_prefix_used_is_declared_and_names_are_short() -> None:
    text = to_turtle(trade_graph())
    assert text.startswith("@prefix kg: <https://w3id.org/newsgraph/ontology#> .\n")
    body = text.split("\n\n", 1)[1]
    assert "<http" not in body


def test_the_file_reads_articles_entities_events_statements() -> None:
    text = to_turtle(trade_graph())
    heads = [line[2:] for line in text.splitlines() if line.startswith("# ")]
    assert heads == [
        "Articles",
        "Entities",
        "Events",
        "Quantities",
        "What trade: Trade and Tensions says",
        "Facts",
        "Posts held",
        "How the statements were made",
        "Relations and classes used",
    ]


def test_statements_stand_behind_their_sentence_in_the_order_of_the_text() -> None:
    text = to_turtle(trade_graph())
    quotes = ["Relations worsened", "China responded", "Carney is scheduled", "Canadian officials say Ottawa"]
    places = [text.index(f'oa:exact "{quote}') for quote in quotes]
    assert places == sorted(places)
    assert places[0] < text.index("id:statement-b2 a kg:Statement") < places[1]


def test_sentences_shared_by_statements_are_one_span() -> None:
    graph = to_rdflib(trade_graph())
    pattern = """id:statement-mark-carney-signed-several-memoranda-of-understanding-planned- kg:evidence ?span .
        id:statement-mark-carney-heldoffice-prime-minister-of-canada-asserted- kg:evidence ?span"""
    assert ask(graph, pattern)


def test_acts_of_governments_are_written_at_country_level_too() -> None:
    graph = to_rdflib(trade_graph())
    assert ask(graph, "id:government-of-china kg:imposedTariffOn id:government-of-canada")
    assert ask(graph, "id:china kg:imposedTariffOn id:canada")


def test_the_act_of_a_state_on_itself_is_not() -> None:
    graph = trade_graph()
    own = statement(("government-of-canada", "criticised", "canada"), evidence("Trade and Tensions"))
    assert not ask(to_rdflib(graph | Graph(statements=(own,))), "id:canada kg:criticised id:canada")


@pytest.mark.parametrize("factuality", [value for value in Factuality if value is not Factuality.ASSERTED])
def test_what_is_not_asserted_is_no_plain_triple(factuality: Factuality) -> None:
    told = statement(("canada", "joined", "china"), evidence("Trade and Tensions"), factuality)
    graph = to_rdflib(trade_graph() | Graph(statements=(told,)))
    assert not ask(graph, "id:canada kg:joined id:china")
    assert ask(graph, "?s <http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate> kg:joined")


@pytest.mark.parametrize(("own_act", "is_fact"), [(False, False), (True, True)])
def test_what_a_source_claims_is_no_fact_unless_it_is_its_own_act(own_act: bool, is_fact: bool) -> None:
    told = statement(
        ("canada", "joined", "china"), evidence("Trade and Tensions"), source="canadian-officials", own_act=own_act
    )
    graph = to_rdflib(trade_graph() | Graph(statements=(told,)))
    assert ask(graph, "id:canada kg:joined id:china") is is_fact


def test_an_office_held_is_a_membership() -> None:
    pattern = """?m a <http://www.w3.org/ns/org#Membership> ; <http://www.w3.org/ns/org#member> id:mark-carney ;
        <http://www.w3.org/ns/org#post> id:prime-minister-of-canada ; kg:start ?start ; kg:end ?end"""
    assert ask(to_rdflib(trade_graph()), pattern)


def test_relations_and_classes_used_have_labels_and_all_that_is_above_them() -> None:
    graph = to_rdflib(trade_graph())
    assert ask(graph, 'kg:imposedTariffOn rdfs:label "imposedtariffon"')
    assert ask(graph, '<https://w3id.org/newsgraph/relation/ease> rdfs:label "ease"')
    assert ask(graph, "kg:imposedTariffOn rdfs:subPropertyOf kg:relatedTo")
    assert ask(graph, 'kg:ImposeTariff rdfs:label "tariff" ; rdfs:subClassOf kg:MaterialConflict')
    assert ask(graph, "?e a/rdfs:subClassOf* kg:MaterialConflict")
    assert ask(graph, "kg:ImposeTariff rdfs:subClassOf+ <http://semanticweb.cs.vu.nl/2009/11/sem/Event>")
    assert ask(graph, "id:canada a/rdfs:subClassOf* kg:Actor")


def test_a_class_of_ones_own_is_an_event() -> None:
    graph = trade_graph()
    own = tuple(replace(event, cls="https://example.org/Shun") for event in graph.events)
    text = to_turtle(replace(graph, events=own), evidence="full")
    assert ask(rdflib.Graph().parse(data=text), "<https://example.org/Shun> rdfs:subClassOf kg:Event")
    assert read(text).events == own


def _with_a_signing(*told: Statement) -> Graph:
    """The example with an event of which statements tell."""
    event = Event(NodeId("event-5e"), "SignAgreement", "the pact", frozenset({Role("agent", NodeId("canada"))}))
    said = tuple(replace(one, event=event.id) for one in told)
    return trade_graph() | Graph(events=(event,), statements=said)


def _told(factuality: Factuality, source: str = "", *, own_act: bool = False) -> Statement:
    triple = ("canada", "signed", "several-memoranda-of-understanding")
    return statement(triple, evidence("Trade and Tensions"), factuality, source=source, own_act=own_act)


def _lead(told: Statement) -> Statement:
    return replace(told, trust=Trust.LEAD)


@pytest.mark.parametrize(
    ("told", "is_fact", "factuality", "sources"),
    [
        ([_told(Factuality.ASSERTED)], True, "Asserted", []),
        ([_told(Factuality.ASSERTED, "china", own_act=True)], True, "Asserted", []),
        ([_told(Factuality.ASSERTED, "china")], False, "Asserted", ["china"]),
        ([_told(Factuality.PLANNED, "china"), _told(Factuality.PLANNED, "us")], False, "Planned", ["china", "us"]),
        ([_told(Factuality.PLANNED, "china"), _told(Factuality.PLANNED)], False, "Planned", []),
        ([_told(Factuality.DENIED), _told(Factuality.POSSIBLE, "china")], False, "Possible", ["china"]),
        ([_told(Factuality.DENIED), _told(Factuality.ASSERTED, "china")], False, "Asserted", ["china"]),
        ([_told(Factuality.PLANNED), _told(Factuality.ASSERTED)], True, "Asserted", []),
        ([_lead(_told(Factuality.ASSERTED))], False, "Asserted", []),
        ([_lead(_told(Factuality.ASSERTED)), _told(Factuality.ASSERTED, "china")], False, "Asserted", []),
        ([_lead(_told(Factuality.ASSERTED)), _told(Factuality.PLANNED)], False, "Asserted", []),
        ([], False, "", []),
    ],
)  # fmt: skip
def test_an_event_has_its_class_only_where_it_happened(
    told: list[Statement], is_fact: bool, factuality: str, sources: list[str]
) -> None:
    graph = to_rdflib(_with_a_signing(*told))
    assert ask(graph, "id:event-5e a kg:SignAgreement") is is_fact
    assert ask(graph, "id:event-5e a/rdfs:subClassOf* kg:Event") is is_fact
    assert ask(graph, "id:event-5e a kg:ReportedEvent ; kg:eventClass kg:SignAgreement") is not is_fact
    assert ask(graph, "id:event-5e (a|kg:eventClass)/rdfs:subClassOf* kg:VerbalCooperation")
    event = rdflib.URIRef("https://w3id.org/newsgraph/id/event-5e")
    found = [str(one).rpartition("#")[2] for one in graph.objects(event, rdflib.URIRef(f"{ONTOLOGY}factuality"))]
    assert found == ([factuality] if factuality else [])
    named = graph.objects(event, rdflib.URIRef(f"{ONTOLOGY}attributedTo"))
    assert sorted(str(one).rpartition("/")[2] for one in named) == sources


@pytest.mark.parametrize(
    ("trust", "written", "is_fact"), [(Trust.SURE, "Sure", True), (Trust.LEAD, "Lead", False), (Trust.OLD, "", True)]
)
def test_only_what_is_no_lead_is_a_plain_triple_and_both_say_which_they_are(
    trust: Trust, written: str, is_fact: bool
) -> None:
    graph = _with_a_signing(replace(_told(Factuality.ASSERTED), trust=trust))
    text = to_turtle(graph, evidence="full")
    assert text.count(f"kg:trust kg:{written}") == (2 if written else 0)
    assert ask(to_rdflib(graph), "id:canada kg:signed id:several-memoranda-of-understanding") is is_fact
    assert read(text) == graph


def test_firmness_tells_a_denial_from_a_fact_in_one_property() -> None:
    text = to_turtle(_with_a_signing(replace(_told(Factuality.REQUESTED), negated=True)), evidence="full")
    assert text.count('kg:firmness "asked not to be"') == 2
    assert 'kg:firmness "asserted"' in text


def test_an_event_that_two_files_put_together_have_as_a_fact_and_as_none_is_of_its_class() -> None:
    planned, done = (_with_a_signing(_told(one)) for one in (Factuality.PLANNED, Factuality.ASSERTED))
    lines = [serialize(graph, "nt", evidence="full").decode() for graph in (planned, done)]
    assert read("".join(lines), "nt") == planned | done


_BUILT = graphs(FEW_WORDS).map(named_by_content)


@given(_BUILT, _BUILT, _BUILT)
def test_how_events_stand_does_not_depend_on_the_order_of_joining(one: Graph, two: Graph, three: Graph) -> None:
    whole = statuses(one | two | three)
    assert statuses(three | (two | one)) == whole
    assert statuses((one | two | three) | two) == whole
    facts = {event for graph in (one, two, three) for event, found in statuses(graph).items() if found.is_fact}
    assert facts <= {event for event, found in whole.items() if found.is_fact}


def test_a_base_iri_of_ones_own_replaces_ours_and_reads_back() -> None:
    graph = trade_graph()
    text = to_turtle(graph, base_iri="https://example.org/x#", evidence="full")
    assert "newsgraph/id/" not in text
    assert read(text) == graph


@pytest.mark.parametrize(
    "base", ["", "example.org/", "http://[/", "https://example.org/a b/", "https://example.org/id"]
)
def test_a_base_that_no_name_can_follow_is_refused(base: str) -> None:
    with pytest.raises(InputError, match="no base"):
        to_turtle(trade_graph(), base_iri=base)


def test_the_bytes_do_not_depend_on_the_hash_seed() -> None:
    imported = "from tests.graphs import trade_graph; from kg.turtle.documents import to_turtle"
    code = f"{imported}; print(to_turtle(trade_graph()))"
    found = {
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, env=os.environ | {"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(found) == 1


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "trade.ttl"
    write(trade_graph(), path)
    before = path.read_bytes()

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(InputError, match=r"trade\.ttl: No space left"):
        write(Graph(), path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["trade.ttl"]


@pytest.mark.parametrize("suffix", ["ttl", "nt", "nq", "trig", "jsonld", "rdf"])
def test_the_suffix_picks_the_format(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"trade.{suffix}"
    write(trade_graph(), path, evidence="full")
    assert read(path) == trade_graph()


def test_a_suffix_that_is_no_format_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        write(trade_graph(), tmp_path / "trade.doc")
    assert "jsonld" in caught.value.hint


@pytest.mark.parametrize(
    ("content", "said"), [("@prefix kg <x> .", "bad.ttl: .*line 1"), (None, "bad.ttl: No such file")]
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: str | None, said: str) -> None:
    path = tmp_path / "bad.ttl"
    if content is not None:
        path.write_text(content)
    with pytest.raises(InputError, match=said):
        read(path)


def test_a_statement_without_its_subject_is_an_error_that_names_it() -> None:
    text = to_turtle(trade_graph()).replace("rdf:subject id:canada ;", "")
    with pytest.raises(InputError, match="statement-b2>: has no"):
        read(text)
