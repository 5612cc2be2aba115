"""``kg check``: each fault is found, and what is well formed passes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from kg.check import Finding, Severity, findings
from kg.check.reports import lines, sarif
from kg.check.rules import rule_findings
from kg.errors import InputError
from kg.model import Entity, Event, Evidence, Factuality, Graph, NodeId, Role, TimeSpan
from kg.ontology import Ontology
from kg.turtle import to_turtle
from tests.conftest import Kg
from tests.graphs import entity, evidence, statement, trade_graph


def sound() -> Graph:
    """The trade graph with the SHA-256 of its text."""
    graph = trade_graph()
    (article,) = graph.articles
    return replace(graph, articles=(replace(article, sha256=sha256(article.text.encode()).hexdigest()),))


def rules_of(graph: Graph) -> set[str]:
    return {finding.rule for finding in rule_findings(graph, Ontology.load())}


def first(graph: Graph) -> NodeId:
    return next(told.id for told in graph.statements if told.relation == "imposedTariffOn")


def _wrong_quote(graph: Graph) -> Graph:
    told = graph.statements[0]
    (span,) = told.evidence
    wrong = Evidence(span.article, span.start + 1, span.end + 1, span.quote)
    return replace(graph, statements=(replace(told, evidence=frozenset({wrong})), *graph.statements[1:]))


def _other_text(graph: Graph) -> Graph:
    (article,) = graph.articles
    return replace(graph, articles=(replace(article, sha256="0" * 64),))


def _gap_between_blocks(graph: Graph) -> Graph:
    (article,) = graph.articles
    return replace(graph, articles=(replace(article, blocks=article.blocks[1:]),))


def _twins(graph: Graph) -> Graph:
    return graph | Graph(entities=(Entity(NodeId("kanada"), "Country", "Kanada", wikidata="Q16"),))


def _unknown_class(graph: Graph) -> Graph:
    return graph | Graph(entities=(entity("ship", "Goverment", "Ship"),))


def _unknown_relation(graph: Graph) -> Graph:
    return graph | Graph(statements=(statement(("canada", "imposedTarifOn", "china"), evidence("China responded")),))


def _undescribed(graph: Graph) -> Graph:
    return graph | Graph(statements=(statement(("canada", "visited", "atlantis"), evidence("China responded")),))


def _future(graph: Graph) -> Graph:
    later = TimeSpan(date(2026, 5, 1), date(2026, 5, 1))
    told = statement(("canada", "visited", "china"), evidence("China responded"), time=later)
    return graph | Graph(statements=(told,))


def _planned_future(graph: Graph) -> Graph:
    later = TimeSpan(date(2026, 5, 1), date(2026, 5, 1))
    told = statement(("canada", "visited", "china"), evidence("China responded"), Factuality.PLANNED, time=later)
    return graph | Graph(statements=(told,))


def _answer_before(graph: Graph) -> Graph:
    early = TimeSpan(date(2020, 1, 1), date(2020, 1, 1))
    return replace(graph, events=tuple(replace(one, time=one.time or early) for one in graph.events))


def _answers_itself(graph: Graph) -> Graph:
    roles = frozenset({Role("inResponseTo", NodeId("event-x"))})
    return graph | Graph(events=(Event(NodeId("event-x"), "Event", "x", roles),))


def _yes_and_no(graph: Graph) -> Graph:
    triple = ("canada", "visited", "china")
    both = tuple(
        statement(triple, evidence("China responded"), factuality)
        for factuality in (Factuality.ASSERTED, Factuality.DENIED)
    )
    return graph | Graph(statements=both)


def _self(graph: Graph) -> Graph:
    return graph | Graph(statements=(statement(("canada", "visited", "canada"), evidence("China responded")),))


FAULTS: list[tuple[Callable[[Graph], Graph], str]] = [
    (_wrong_quote, "words/quote"),
    (_other_text, "words/text"),
    (_gap_between_blocks, "words/blocks"),
    (_twins, "identity/twins"),
    (_unknown_class, "terms/class"),
    (_unknown_relation, "terms/relation"),
    (_undescribed, "nodes/undescribed"),
    (_future, "time/future"),
    (_answer_before, "time/answer"),
    (_answers_itself, "time/answer"),
    (_yes_and_no, "voice/contradiction"),
    (_self, "ends/alike"),
]


def test_a_sound_graph_breaks_no_rule() -> None:
    assert rules_of(sound()) == set()


@pytest.mark.parametrize(("broken", "rule"), FAULTS, ids=lambda value: getattr(value, "__name__", value))
def test_each_fault_is_found(broken: Callable[[Graph], Graph], rule: str) -> None:
    assert rules_of(broken(sound())) == {rule}


def test_a_plan_may_lie_in_the_future() -> None:
    assert rules_of(_planned_future(sound())) == set()


def test_the_nearest_term_is_told() -> None:
    (finding,) = rule_findings(_unknown_relation(sound()), Ontology.load())
    assert finding.message == "the ontology has no relation kg:imposedTarifOn; nearest: kg:imposedTariffOn"


@pytest.fixture
def graph_file(tmp_path: Path) -> Callable[[str], Path]:
    def written(text: str) -> Path:
        path = tmp_path / "trade.ttl"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def test_a_sound_file_has_no_finding(graph_file: Callable[[str], Path]) -> None:
    assert findings(graph_file(to_turtle(sound(), evidence="full"))) == ()


def test_the_shapes_name_the_statement_with_its_sentence(graph_file: Callable[[str], Path]) -> None:
    text = to_turtle(sound(), evidence="full").replace("kg:confidence 0.9", "kg:confidence 1.9", 1)
    (finding,) = findings(graph_file(text))
    assert (finding.severity, finding.rule) == (Severity.ERROR, "shape/confidence")
    assert finding.said == "Canada → imposedtariffon → China"
    assert finding.sentence.startswith("Relations worsened")


def test_a_statement_that_lacks_a_part_is_told_and_not_a_crash(graph_file: Callable[[str], Path]) -> None:
    text = to_turtle(sound(), evidence="full").replace("rdf:subject id:canada ;", "", 1)
    found = findings(graph_file(text))
    assert any("one subject" in finding.message and finding.statement == "statement-b2" for finding in found)


def test_a_plain_triple_that_nobody_says_is_found(graph_file: Callable[[str], Path]) -> None:
    text = to_turtle(sound(), evidence="full") + "\nid:canada kg:attacked id:china .\n"
    assert any("no statement asserts it" in finding.message for finding in findings(graph_file(text)))


def test_blank_nodes_are_told(graph_file: Callable[[str], Path]) -> None:
    text = to_turtle(sound(), evidence="full") + '\n[] rdfs:label "nobody" .\n'
    assert [finding.rule for finding in findings(graph_file(text))] == ["nodes/blank"]


def test_an_ontology_is_checked_as_one(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text("""@prefix kg: <https://w3id.org/newsgraph/ontology#> . @prefix my: <https://example.org/> .
my:shunned kg:evokedBy [ kg:verbb "shun" ] .""")
    found = findings(path)
    assert any(finding.rule == "ontology/fault" and "verbb" in finding.message for finding in found)


def test_a_file_that_is_no_rdf_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("<a> <b>")
    with pytest.raises(InputError, match=r"bad\.ttl"):
        findings(tmp_path / "bad.ttl")


FINDING = Finding(Severity.ERROR, "words/quote", "statement-b2", "is wrong", "statement-b2", "A → b → C", "A b C.")


def test_lines_for_people() -> None:
    assert list(lines([FINDING])) == ["error: statement-b2: is wrong  [words/quote]", "    A → b → C", "    “A b C.”"]


def test_sarif_points_at_the_line(tmp_path: Path) -> None:
    text = to_turtle(sound())
    log = json.loads(sarif([FINDING], tmp_path / "trade.ttl", text))
    assert log["version"] == "2.1.0"
    (result,) = log["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("words/quote", "error")
    line = result["locations"][0]["physicalLocation"]["region"]["startLine"]
    assert text.splitlines()[line - 1].startswith("id:statement-b2 a kg:Statement")
    assert log["runs"][0]["tool"]["driver"]["rules"] == [{"id": "words/quote"}]


def test_the_command_exits_with_1_on_findings(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "good.ttl").write_text(to_turtle(sound(), evidence="full"))
    (tmp_path / "bad.ttl").write_text(to_turtle(_self(sound()), evidence="full"))
    good = kg("check", "good.ttl")
    assert (good.code, good.out) == (0, "")
    bad = kg("check", "bad.ttl")
    assert bad.code == 1
    assert re.match(r"warning: statement-canada-visited-canada\S*: has the same subject and object", bad.out)
    assert json.loads(kg("check", "bad.ttl", "-f", "json").out)[0]["rule"] == "ends/alike"
    assert json.loads(kg("check", "bad.ttl", "-f", "sarif").out)["version"] == "2.1.0"
    assert kg("check", "bad.ttl", "--severity", "error").code == 0
