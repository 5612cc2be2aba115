"""``kg check``: each fault is found, and what is well formed passes."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from kg.check import Finding, Severity, findings
from kg.check.reports import ABOUT, lines, sarif
from kg.check.rules import rule_findings
from kg.errors import InputError
from kg.model import Entity, Event, Evidence, Factuality, Graph, NodeId, Role, TimeSpan
from kg.ontology import Ontology
from kg.turtle import serialize, to_turtle
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


def _unknown_role(graph: Graph) -> Graph:
    event, *others = graph.events
    misspelt = replace(event, roles=event.roles | {Role("raet", NodeId("canada"))})
    return replace(graph, events=(misspelt, *others))


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
    (_unknown_role, "terms/role"),
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


@pytest.mark.slow
def test_two_thousand_statements_between_two_countries_take_seconds(graph_file: Callable[[str], Path]) -> None:
    graph = sound()
    (told,) = graph.statements[0].evidence
    many = tuple(
        statement((subject, relation, value), told, name=f"statement-{relation}-{subject}-{number}")
        for subject, value in (("canada", "china"), ("china", "canada"))
        for relation in ("visited", "praised")
        for number in range(500)
    )
    path = graph_file(to_turtle(graph | Graph(statements=many)))
    before = time.process_time()
    assert findings(path) == ()
    assert time.process_time() - before < 20


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


DAMAGES = [
    ("oa:start 19 ;", "oa:start 22 ;", "graph/unreadable", "evidence from 22 to 117 does not fit its quote"),
    ("oa:start 19 ;", "oa:start 190 ;", "shape/start", "a span is not empty"),
    ("oa:end 117 .", 'oa:end "x" .', "shape/end", "a span has an end: x"),
    ("in 2024 when", "in 24 when", "graph/unreadable", "does not fit its quote"),
    ("kg:factuality kg:Asserted", "kg:factuality kg:Certain", "shape/factuality", "Certain"),
    ("kg:confidence 0.9", 'kg:confidence "high"', "shape/confidence", "a decimal from 0 to 1: high"),
    ('kg:timePrecision "year"', 'kg:timePrecision "yeer"', "shape/timePrecision", "yeer"),
    ('kg:start "2024-01-01"^^', 'kg:start "2024-13-45"^^', "shape/value", "start is no date: 2024-13-45"),
    ('kg:end "2024-12-31"^^', 'kg:end "2023-12-31"^^', "shape/start", "nothing ends before it starts"),
    (
        'schema:datePublished "2026-01-14"',
        'schema:datePublished "2026-02-30"',
        "shape/value",
        "datePublished is no date",
    ),
    ("kg:evidence id:span-dc93c946c1dd9b9b", "kg:evidenze id:x", "shape/evidence", "a statement shows its words"),
    ("oa:hasSource id:article-trade ;", "", "shape/hasSource", "evidence lies in one article"),
    ("schema:value 100.0", 'schema:value "much"', "shape/value", "a quantity has one value: much"),
]


@pytest.mark.parametrize(("sound_part", "damage", "rule", "words"), DAMAGES)
def test_a_damaged_file_is_told_part_by_part(
    graph_file: Callable[[str], Path], sound_part: str, damage: str, rule: str, words: str
) -> None:
    text = to_turtle(sound())
    found = findings(graph_file(text.replace(sound_part, damage, 1)))
    assert any(finding.rule == rule and words in finding.message for finding in found), found
    assert not any(odd in finding.message for finding in found for odd in ("https://", "does not conform"))


def test_what_cannot_be_read_keeps_its_words_and_the_rest_is_checked(graph_file: Callable[[str], Path]) -> None:
    text = to_turtle(_self(sound())).replace("oa:start 19 ;", "oa:start 22 ;", 1)
    found = {finding.rule: finding for finding in findings(graph_file(text))}
    assert found.keys() == {"graph/unreadable", "ends/alike"}
    assert found["graph/unreadable"].said == "Canada → imposedtariffon → China"
    assert found["graph/unreadable"].sentence.startswith("Relations worsened")


def test_what_cannot_be_read_is_an_error_elsewhere(kg: Kg, graph_file: Callable[[str], Path]) -> None:
    path = graph_file(to_turtle(sound()).replace("kg:factuality kg:Asserted", "kg:factuality kg:Certain", 1))
    for command in (("show",), ("stats",), ("timeline",), ("convert", "-f", "nt")):
        told = kg(command[0], path, *command[1:])
        assert (told.code, told.out) == (2, "")
        assert "'Certain' is not a valid Factuality" in told.err
        assert "kg check" in told.err


def test_a_file_of_others_is_no_graph_of_ours(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "other.nt").write_text("<http://x/a> <http://x/b> <http://x/c> .\n")
    told = kg("check", "other.nt")
    assert told.code == 1
    assert "no article and no statement of ours among 1 triples" in told.out


def test_two_governments_of_a_country_are_told(graph_file: Callable[[str], Path]) -> None:
    text = to_turtle(sound()) + 'id:cabinet a kg:Government ; rdfs:label "Cabinet" ; kg:actsFor id:canada .\n'
    (finding,) = findings(graph_file(text))
    assert finding.rule == "identity/governments"
    assert "Cabinet (cabinet) and Government of Canada (government-of-canada)" in finding.message


def test_a_graph_in_rdf_1_2_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "trade.ttl"
    path.write_bytes(serialize(sound(), "ttl12"))
    assert findings(path) == ()
    path.write_text(path.read_text().replace("kg:factuality kg:Asserted", "kg:factuality kg:Denied", 1))
    assert {finding.rule for finding in findings(path)} == {"shape/facts-are-said"}


def test_a_plain_triple_is_told_by_its_labels_with_the_sentence(graph_file: Callable[[str], Path]) -> None:
    text = to_turtle(sound()).replace("kg:factuality kg:Asserted", "kg:factuality kg:Denied", 1)
    (finding,) = findings(graph_file(text))
    assert finding.message.startswith("Canada → imposedtariffon → China stands as a fact")
    assert (finding.statement, finding.sentence[:18]) == ("statement-b2", "Relations worsened")


def test_sarif_of_a_file_with_another_encoding(kg: Kg, tmp_path: Path) -> None:
    text = to_turtle(_self(sound()), evidence="full").encode()
    (tmp_path / "latin.ttl").write_bytes(b"# caf\xe9\n" + text)
    assert json.loads(kg("check", "latin.ttl", "-f", "sarif").out)["version"] == "2.1.0"


def test_every_group_of_rules_is_described() -> None:
    text = (Path(__file__).parents[1] / "kg" / "check" / "rules.py").read_text()
    assert set(re.findall(r'"([a-z]+)/[a-z-]+"', text)) <= ABOUT.keys()


def test_a_name_beyond_ascii_is_one_name_for_all_checks(graph_file: Callable[[str], Path]) -> None:
    graph = sound()
    first, *others = graph.statements
    odd = replace(first, id=NodeId("statement-é"), object=first.subject)
    text = to_turtle(replace(graph, statements=(odd, *others)), evidence="full")
    (finding,) = [one for one in findings(graph_file(text)) if one.rule == "ends/alike"]
    assert (finding.node, finding.said[:6]) == ("statement-é", "Canada")
    without = re.sub(r"(id:statement-%C3%A9 a kg:Statement ;[^.]*?)rdf:predicate [^;]*;", r"\1", text)
    assert without != text
    found = [one for one in findings(graph_file(without)) if "é" in one.node or "%C3" in one.node]
    assert [(one.rule, one.node) for one in found] == [("shape/predicate", "statement-é")]


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
    (rule,) = log["runs"][0]["tool"]["driver"]["rules"]
    assert (rule["id"], rule["shortDescription"]["text"]) == ("words/quote", ABOUT["words"])


def _places(log: str) -> list[tuple[str, int]]:
    """The file and the line of each result."""
    found = [result["locations"][0]["physicalLocation"] for result in json.loads(log)["runs"][0]["results"]]
    return [(place["artifactLocation"]["uri"], place["region"]["startLine"]) for place in found]


def test_sarif_names_the_file_that_was_asked_about_by_its_uri(kg: Kg, tmp_path: Path) -> None:
    assert _places(sarif([FINDING], Path("/a/my graph.ttl"), "")) == [("file:///a/my%20graph.ttl", 1)]
    assert _places(sarif([FINDING], Path("my 100%.ttl"), "")) == [("my%20100%25.ttl", 1)]
    (tmp_path / "bad.ttl").write_text(to_turtle(_self(sound()), evidence="full"))
    kg("convert", "bad.ttl", "-o", "bad.store")
    assert _places(kg("check", "bad.store", "-f", "sarif").out) == [("bad.store", 1)]


def test_the_line_of_a_finding_is_where_its_node_begins_else_where_it_is_named() -> None:
    text = """@prefix id: <https://x/> .
id:b kg:of id:a ; kg:in id:c .
id:a-x a kg:Y .
id:a a kg:X .
<https://x/%C3%A9> a kg:X .
"""
    found = [replace(FINDING, node=node) for node in ("a", "b", "c", "é", "nowhere", "")]
    assert [line for _, line in _places(sarif(found, Path("a.ttl"), text))] == [4, 2, 2, 5, 1, 1]


def test_many_findings_take_one_look_at_the_text() -> None:
    nodes = [f"statement-{number:05}" for number in range(6000)]
    text = "".join(
        f"id:{node} a kg:Statement ;\n    kg:quote 'some words that were said at length' .\n" for node in nodes
    )
    started = time.perf_counter()
    places = _places(sarif([replace(FINDING, node=node) for node in reversed(nodes)], Path("a.ttl"), text))
    assert time.perf_counter() - started < 5
    assert [places[0], places[-1]] == [("a.ttl", 11999), ("a.ttl", 1)]


def test_an_ontology_that_cannot_be_used_is_an_error(kg: Kg, trade: Path, tmp_path: Path) -> None:
    assert kg("check", trade, "--ontology", "nope.ttl").err.startswith("error: nope.ttl: cannot be read")
    (tmp_path / "bad.ttl").write_text("<a> <b>")
    ran = kg("check", trade, "--ontology", "bad.ttl")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: bad.ttl:1: this is not Turtle")


def test_an_ontology_is_turtle_whatever_its_name(kg: Kg, trade: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.owl").write_text("")
    assert kg("check", trade, "--ontology", "mine.owl") == kg("check", trade)


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
