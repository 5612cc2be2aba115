"""``kg check`` on events: they stand in a file as their statements do, and terms below what the ontology says."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.check import Severity, findings
from kg.model import Factuality, Graph, NodeId
from kg.turtle.documents import to_turtle
from tests.sound import sound

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
    ("factuality", "source"),
    [(Factuality.DENIED, ""), (Factuality.ASSERTED, "canadian-officials")],
)
def test_an_event_as_we_write_it_is_sound(
    check: Callable[[str], list[tuple[str, str, str]]], factuality: Factuality, source: str
) -> None:
    assert check(reported(factuality, source)) == []


EDITS = [
    (
        "a kg:ReportedEvent ; kg:eventClass kg:ImposeTariff",
        "a kg:ImposeTariff",
        "events/class",
        "is a kg:ImposeTariff, and no statement tells it as a fact: it is a kg:ReportedEvent",
    ),
    (
        "a kg:ReportedEvent ; kg:eventClass kg:ImposeTariff",
        "a kg:ReportedEvent , kg:MaterialConflict ; kg:eventClass kg:ImposeTariff",
        "events/class",
        "is a kg:MaterialConflict, and no statement",
    ),
    ("kg:factuality kg:Planned", "kg:factuality kg:Expected", "events/factuality", "is Expected; by its statements"),
    ("kg:factuality kg:Planned ;", "", "events/factuality", "is nothing; by its statements Planned"),
    (
        "kg:attributedTo id:canadian-officials",
        "kg:attributedTo id:china",
        "events/source",
        "is told by china; by its statements canadian-officials",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("sound_part", "edit", "rule", "words"), EDITS)
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
