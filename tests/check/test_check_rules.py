"""The rules that SHACL cannot say, of statements and events: each fault is one finding, and what is sound passes."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.check import Severity, findings
from kg.check.rules import rule_findings
from kg.model import Entity, Event, Evidence, Factuality, Graph, Link, NodeId, Precision, Role, Statement, TimeSpan
from kg.model.fields import with_values
from kg.ontology import Ontology
from kg.turtle.documents import to_turtle
from tests.cases import tried_on
from tests.graphs import entity, evidence, statement
from tests.sound import and_said, said_of_itself, sound


def rules_of(graph: Graph) -> set[str]:
    return {finding.rule for finding in rule_findings(graph, Ontology.load())}


def _first_with(graph: Graph, told: Statement | None = None, **changes: object) -> Graph:
    """The graph with a first statement of other values."""
    return replace(graph, statements=(with_values(told or graph.statements[0], **changes), *graph.statements[1:]))


def _said(
    graph: Graph,
    triple: tuple[str, str, str],
    *,
    time: TimeSpan | None = None,
    firmness: Factuality = Factuality.ASSERTED,
) -> Graph:
    return and_said(graph, statement(triple, evidence("China responded"), firmness, time=time))


def _article_with(graph: Graph, **changes: object) -> Graph:
    return replace(graph, articles=(with_values(graph.articles[0], **changes),))


def _event_with(graph: Graph, name: str, role: Role) -> Graph:
    events = (replace(one, roles=one.roles | {role}) if one.id == name else one for one in graph.events)
    return replace(graph, events=tuple(events))


def _shifted(span: Evidence) -> Evidence:
    return Evidence(span.article, span.start + 1, span.end + 1, span.quote)


def _event_of_others(graph: Graph) -> Graph:
    told = next(one for one in graph.statements if one.relation == "signed")
    others = tuple(one for one in graph.statements if one != told)
    return replace(graph, statements=(*others, replace(told, event=graph.events[0].id)))


def _year_as_a_day(graph: Graph) -> Graph:
    told = next(one for one in graph.statements if one.time)
    return _first_with(graph, told, time=replace(told.time or TimeSpan(), precision=Precision.DAY))


LATER, EARLY = (TimeSpan(day, day) for day in (date(2026, 5, 1), date(2020, 1, 1)))
YEAR = TimeSpan(date(1999, 1, 1), date(1999, 12, 31), "in 1999", Precision.YEAR)
DAY_AS_A_YEAR = TimeSpan(date(2024, 3, 5), date(2024, 3, 5), precision=Precision.YEAR)
ITSELF = Event(NodeId("event-x"), "Event", "x", frozenset({Role("inResponseTo", NodeId("event-x"))}))
OFFICE = Entity(NodeId("office"), "Office", "office", links=frozenset({Link("actsFor", NodeId("office"))}))
VISIT = ("canada", "visited", "china")


def _other_subject(graph: Graph) -> Graph:
    return _first_with(graph, subject_text="Zambia")


def _unknown_relation(graph: Graph) -> Graph:
    return _said(graph, ("canada", "imposedTarifOn", "china"))


FAULTS: Mapping[str, tuple[str, Callable[[Graph], Graph]]] = {
    "quote": (
        "words/quote",
        lambda one: _first_with(one, evidence=frozenset(map(_shifted, one.statements[0].evidence))),
    ),
    "text": ("words/text", lambda one: _article_with(one, sha256="0" * 64)),
    "gap between blocks": ("words/blocks", lambda one: _article_with(one, blocks=one.articles[0].blocks[1:])),
    "twins": (
        "identity/twins",
        lambda one: one | Graph(entities=(Entity(NodeId("kanada"), "Country", "Kanada", wikidata="Q16"),)),
    ),
    "class": ("terms/class", lambda one: one | Graph(entities=(entity("ship", "Goverment", "Ship"),))),
    "relation": ("terms/relation", _unknown_relation),
    "role": ("terms/role", lambda one: _event_with(one, one.events[0].id, Role("raet", NodeId("canada")))),
    "undescribed": ("nodes/undescribed", lambda one: _said(one, ("canada", "visited", "atlantis"))),
    "future": ("time/future", lambda one: _said(one, VISIT, time=LATER)),
    "answer before": (
        "time/answer",
        lambda one: replace(one, events=tuple(replace(each, time=each.time or EARLY) for each in one.events)),
    ),
    "answers itself": ("time/answer", lambda one: one | Graph(events=(ITSELF,))),
    "yes and no": ("voice/contradiction", lambda one: _said(_said(one, VISIT), VISIT, firmness=Factuality.DENIED)),
    "of itself": ("ends/alike", said_of_itself),
    "event of others": ("ends/event", _event_of_others),
    "other subject": ("words/part", _other_subject),
    "other object": ("words/part", lambda one: _first_with(one, object_text="Zambia")),
    "other predicate": ("words/part", lambda one: _first_with(one, predicate_text="has never imposed")),
    "other time": ("words/part", lambda one: _first_with(one, time=YEAR)),
    "year as a day": ("time/precision", _year_as_a_day),
    "day as a year": ("time/precision", lambda one: _first_with(one, time=DAY_AS_A_YEAR)),
    "circle": ("time/circle", lambda one: _event_with(one, "event-3f", Role("inResponseTo", NodeId("event-9a")))),
    "acts for itself": ("ends/self", lambda one: one | Graph(entities=(OFFICE,))),
}


def test_a_sound_graph_breaks_no_rule() -> None:
    assert rules_of(sound()) == set()


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found(fault: str) -> None:
    rule, broken = FAULTS[fault]
    assert rules_of(broken(sound())) == {rule}


def test_a_plan_may_lie_in_the_future() -> None:
    assert rules_of(_said(sound(), VISIT, time=LATER, firmness=Factuality.PLANNED)) == set()


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("on January 1-31", date(2024, 1, 1), date(2024, 1, 31), Precision.DAY),
        ("March 23-25", date(2024, 3, 23), date(2024, 3, 25), Precision.DAY),
        ("in February 2024", date(2024, 2, 1), date(2024, 2, 29), Precision.MONTH),
        ("from 2018 to June 2020", date(2018, 1, 1), date(2020, 6, 30), Precision.YEAR),
        ("in the last quarter", date(2024, 10, 1), date(2024, 12, 31), Precision.QUARTER),
        ("since March 2024", date(2024, 3, 1), None, Precision.YEAR),
        ("earlier this year", date(2024, 1, 1), date(2024, 3, 5), Precision.APPROXIMATE),
    ],
)
def test_dates_that_are_as_wide_as_their_precision(
    text: str, start: date, end: date | None, precision: Precision
) -> None:
    event, *others = sound().events
    dated = replace(event, time=TimeSpan(start, end, text, precision))
    assert rules_of(replace(sound(), events=(dated, *others))) == set()


def test_words_that_are_withheld_are_not_looked_up() -> None:
    graph = _other_subject(sound())
    told = graph.statements[0]
    withheld = frozenset(replace(span, quote="") for span in told.evidence)
    assert rules_of(_first_with(graph, evidence=withheld)) == set()


def test_a_predicate_may_leave_out_words_of_its_sentence() -> None:
    assert rules_of(_first_with(sound(), predicate_text="relations when imposed")) == set()


def test_the_nearest_term_is_told() -> None:
    (finding,) = rule_findings(_unknown_relation(sound()), Ontology.load())
    assert finding.message == "the ontology has no relation kg:imposedTarifOn; nearest: kg:imposedTariffOn"


# ``kg check`` on events: they stand in a file as their statements do, and terms below what the ontology says.


OLD = Path(__file__).parents[1] / "old" / "graph-0.1.0.ttl"


@pytest.fixture
def check(tmp_path: Path) -> Callable[[str], list[tuple[str, str, str]]]:
    def found(text: str) -> list[tuple[str, str, str]]:
        path = tmp_path / "trade.ttl"
        path.write_text(text, encoding="utf-8")
        return [(one.rule, one.node, one.message) for one in findings(path)]

    return found


def reported(factuality: Factuality, source: str = "") -> str:
    """The sound graph with the tariff of Canada told otherwise."""
    graph = sound()
    told = tuple(
        replace(one, factuality=factuality, attributed_to=NodeId(source) if source else None)
        if one.event == "event-3f"
        else one
        for one in graph.statements
    )
    return to_turtle(Graph() | replace(graph, statements=told), evidence="full")


@pytest.mark.parametrize(
    ("factuality", "source"), [(Factuality.DENIED, ""), (Factuality.ASSERTED, "canadian-officials")]
)
def test_an_event_as_we_write_it_is_sound(
    check: Callable[[str], list[tuple[str, str, str]]], factuality: Factuality, source: str
) -> None:
    assert check(reported(factuality, source)) == []


@tried_on("sound_part", "edit", "rule", "words")
def test_an_event_that_claims_more_than_its_statements_is_found(
    check: Callable[[str], list[tuple[str, str, str]]], sound_part: str, edit: str, rule: str, words: str
) -> None:
    text = reported(Factuality.PLANNED, "canadian-officials")
    at = text.index(sound_part, text.index("\nid:event-3f a "))
    found = check(text[:at] + edit + text[at + len(sound_part) :])
    of_events = [(one, node, words in message) for one, node, message in found if one != "nodes/classes"]
    assert of_events == [(rule, "event-3f", True)]


def test_a_fact_that_is_called_a_report_is_found(check: Callable[[str], list[tuple[str, str, str]]]) -> None:
    text = reported(Factuality.ASSERTED).replace("event-3f a kg:ImposeTariff ;", "event-3f a kg:ReportedEvent ;")
    text = text.replace(
        "event-3f a kg:ReportedEvent ;", "event-3f a kg:ReportedEvent ; kg:eventClass kg:ImposeTariff ;"
    )
    (found,) = check(text)
    assert found[0] == "events/class"
    assert "is a kg:ReportedEvent, and a statement tells it as a fact: it is a kg:ImposeTariff" in found[2]


def test_the_events_of_an_old_file_are_one_finding() -> None:
    (found,) = findings(OLD)
    assert (found.rule, found.severity) == ("events/form", Severity.WARNING)
    assert "3 of its events have their class" in found.message


def test_a_term_below_what_the_ontology_has_it_not_below_is_found(
    check: Callable[[str], list[tuple[str, str, str]]],
) -> None:
    text = reported(Factuality.ASSERTED)
    assert check(text + "kg:ImposeTariff rdfs:subClassOf kg:Event .") == []
    (found,) = check(text + "kg:ImposeTariff rdfs:subClassOf kg:VerbalCooperation .")
    assert found[:2] == ("terms/above", "ImposeTariff")
    assert found[2] == "kg:ImposeTariff is no kind of VerbalCooperation in the ontology"


def test_ends_that_do_not_fit_are_told_with_their_classes_and_the_sentence(tmp_path: Path) -> None:
    graph = sound()
    first, *others = graph.statements
    odd = replace(first, subject=NodeId("canola"))
    path = tmp_path / "trade.ttl"
    path.write_text(to_turtle(replace(graph, statements=(odd, *others)), evidence="full"), encoding="utf-8")
    (found,) = [one for one in findings(path) if one.rule == "shape/subject-fits"]
    assert "canola is a kg:Commodity, and wanted is a kg:" in found.message
    assert (found.statement, bool(found.said), bool(found.sentence)) == (odd.id, True, True)


def test_of_a_union_one_class_is_enough(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(UNION, encoding="utf-8")
    text = to_turtle(sound(), evidence="full").replace("kg:imposedTariffOn", "<https://example.org/taxed>")
    path = tmp_path / "trade.ttl"
    for subject, rules in (("canada", []), ("canola", ["shape/subject-fits"])):
        path.write_text(text.replace("rdf:subject id:canada ;", f"rdf:subject id:{subject} ;"), encoding="utf-8")
        assert [one.rule for one in findings(path, [own]) if one.rule.endswith("-fits")] == rules


UNION = """
@prefix kg: <https://w3id.org/newsgraph/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://example.org/taxed> a owl:ObjectProperty ; rdfs:subPropertyOf kg:relatedTo ; rdfs:label "taxed" ;
    rdfs:comment "Taxed." ; rdfs:domain [ a owl:Class ; owl:unionOf ( kg:Country kg:Government ) ] ;
    rdfs:range kg:Entity ; kg:event kg:ImposeTariff ; kg:evokedBy [ kg:verb "tax" ] .
"""


# One fault of a graph is one finding: what only follows from it is not told again.


CAUSES = [
    # name, sound part, damage, rule, words
    ("class", "id:canada a kg:Country", "id:canada a kg:Contry", "terms/class", "no class kg:Contry"),
    ("event class", "a kg:ImposeTariff", "a kg:ImposTariff", "terms/class", "nearest: kg:ImposeTariff"),
    (
        "relation",
        "rdf:predicate kg:imposedTariffOn",
        "rdf:predicate kg:imposedTarifOn",
        "terms/relation",
        "nearest: kg:imposedTariffOn",
    ),
    ("no class", "id:canada a kg:Country ;", "id:canada", "nodes/undescribed", "canada has no description"),
    ("no label", '    rdfs:label "Canada" ;\n', "", "shape/label", "an entity has a name"),
    ("two labels", 'rdfs:label "Canada"', 'rdfs:label "Canada", "Kanada"', "shape/label", "one name"),
    ("agent", "kg:agent id:canada", "kg:agent id:chinese-electric-vehicles", "shape/agent", "vehicles is a Commodity"),
    ("no article", "id:article-trade a schema:NewsArticle ;", "id:article-trade", "nodes/undescribed", "article-trade"),
    ("no subject", "rdf:subject id:canada ;", "", "shape/subject", "one subject"),
    ("two subjects", "rdf:subject id:canada ;", "rdf:subject id:canada, id:china ;", "shape/subject", "one subject"),
    ("other end", "rdf:subject id:canada ;", "rdf:subject id:china ;", "ends/alike", "same subject and object"),
    ("hash", r'kg:textSha256 "....', 'kg:textSha256 "zzzz', "shape/textSha256", "64 hexadecimal digits"),
    ("text", r"Tensions\\nRelations", r"tensions\\nRelations", "words/text", "SHA-256"),
    ("offsets", "oa:start 19 ; oa:end 117", "oa:start 20 ; oa:end 118", "words/quote", "at 20 to 118, not the quote"),
    ("foreign", "schema:datePublished ", "schema:datePublishd ", "terms/property", "nearest: schema:datePublished"),
]


@pytest.mark.parametrize(
    ("sound_part", "damage", "rule", "words"), [pytest.param(*one, id=name) for name, *one in CAUSES]
)
def test_one_fault_is_one_finding(tmp_path: Path, sound_part: str, damage: str, rule: str, words: str) -> None:
    text, count = re.subn(sound_part, damage, to_turtle(sound(), evidence="full"), count=1)
    assert count == 1
    (tmp_path / "damaged.ttl").write_text(text)
    (finding,) = findings(tmp_path / "damaged.ttl")
    assert finding.rule == rule
    assert words in finding.message


def test_two_faults_are_two_findings(tmp_path: Path) -> None:
    text = to_turtle(sound()).replace("id:canada a kg:Country", "id:canada a kg:Contry")
    damaged = text.replace("kg:confidence 0.9", "kg:confidence 9", 1) + "\nid:mark-carney kg:attacked id:china .\n"
    (tmp_path / "damaged.ttl").write_text(damaged)
    found = [finding.rule for finding in findings(tmp_path / "damaged.ttl")]
    assert found == ["shape/confidence", "shape/facts-are-said", "terms/class"]


@pytest.mark.parametrize("added", ["org:memberOf", "schema:dateModified", "skos:prefLabel", "prov:wasDerivedFrom"])
def test_another_property_of_a_vocabulary_is_no_misspelt_one(tmp_path: Path, added: str) -> None:
    (tmp_path / "more.ttl").write_text(to_turtle(sound()) + f"\nid:canada {added} id:china .\n")
    assert findings(tmp_path / "more.ttl") == ()


def test_a_label_in_another_language_is_no_second_name(tmp_path: Path) -> None:
    (tmp_path / "more.ttl").write_text(to_turtle(sound()) + '\nid:canada rdfs:label "Kanada"@de .\n')
    assert findings(tmp_path / "more.ttl") == ()
