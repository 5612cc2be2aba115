"""``kg check`` on files: what is damaged is told with its statement and sentence, what is well formed passes."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.check import Finding, Severity, findings
from kg.check.telling import ABOUT, lines, sarif
from kg.errors import InputError
from kg.model import Factuality, Graph, NodeId
from kg.turtle.documents import serialize, to_turtle
from tests.cases import tried_on
from tests.conftest import Kg
from tests.graphs import statement
from tests.sound import and_said, said_of_itself, sound


@pytest.fixture
def graph_file(tmp_path: Path) -> Callable[[str], Path]:
    def written(text: str) -> Path:
        path = tmp_path / "trade.ttl"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def with_statement(text: str, part: str, other: str) -> str:
    """The text with a part of its first statement as another; events, which stand before, have firmness too."""
    before, mark, after = text.partition(" a kg:Statement")
    return before + mark + after.replace(part, other, 1)


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
    path = graph_file(to_turtle(and_said(graph, *many)))
    before = time.process_time()
    assert findings(path) == ()
    assert time.process_time() - before < 20


def test_the_shapes_name_the_statement_with_its_sentence(graph_file: Callable[[str], Path]) -> None:
    text = to_turtle(sound(), evidence="full").replace("kg:confidence 0.9", "kg:confidence 1.9", 1)
    (finding,) = findings(graph_file(text))
    assert (finding.severity, finding.rule) == (Severity.ERROR, "shape/confidence")
    assert finding.said == "Canada → imposedtariffon → China"
    assert finding.sentence.startswith("Relations worsened")


@tried_on("sound_part", "damage", "rule", "words")
def test_a_damaged_file_is_told_part_by_part(
    graph_file: Callable[[str], Path], sound_part: str, damage: str, rule: str, words: str
) -> None:
    text = to_turtle(sound())
    (finding,) = findings(graph_file(text.replace(sound_part, damage, 1)))
    assert (finding.rule, words in finding.message) == (rule, True), finding
    assert not any(odd in finding.message for odd in ("https://", "does not conform"))


@tried_on("sound_part", "damage", "rule")
def test_a_fault_of_a_statement_is_one_finding(
    graph_file: Callable[[str], Path], sound_part: str, damage: str, rule: str
) -> None:
    found = findings(graph_file(with_statement(to_turtle(sound()), sound_part, damage)))
    assert [(one.rule, one.statement) for one in found] == [(rule, "statement-b2")]


@pytest.mark.parametrize(("polarity", "rule"), [("true", "polarity-fits"), ("false", "said-facts-are-written")])
def test_a_denial_that_is_made_a_fact_is_one_finding(
    graph_file: Callable[[str], Path], polarity: str, rule: str
) -> None:
    graph = sound()
    told = (replace(s, factuality=Factuality.DENIED) if s.event == "event-3f" else s for s in graph.statements)
    text = to_turtle(Graph() | replace(graph, statements=tuple(told)))
    text = with_statement(text, "kg:factuality kg:Denied", "kg:factuality kg:Asserted")
    found = findings(graph_file(with_statement(text, "kg:negated true", f"kg:negated {polarity}")))
    assert [one.rule for one in found] == [f"shape/{rule}"]


def test_what_cannot_be_read_keeps_its_words_and_the_rest_is_checked(graph_file: Callable[[str], Path]) -> None:
    text = to_turtle(said_of_itself(sound())).replace("oa:start 19 ;", "oa:start 22 ;", 1)
    found = {finding.rule: finding for finding in findings(graph_file(text))}
    assert found.keys() == {"graph/unreadable", "ends/alike"}
    assert found["graph/unreadable"].said == "Canada → imposedtariffon → China"
    assert found["graph/unreadable"].sentence.startswith("Relations worsened")


def test_what_cannot_be_read_is_an_error_elsewhere(kg: Kg, graph_file: Callable[[str], Path]) -> None:
    path = graph_file(with_statement(to_turtle(sound()), "kg:factuality kg:Asserted", "kg:factuality kg:Certain"))
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
    path.write_text(with_statement(path.read_text(), "kg:factuality kg:Asserted", "kg:factuality kg:Denied"))
    assert [finding.rule for finding in findings(path)] == ["shape/facts-are-said"]


def test_a_plain_triple_is_told_by_its_labels_with_the_sentence(graph_file: Callable[[str], Path]) -> None:
    text = with_statement(to_turtle(sound()), "kg:factuality kg:Asserted", "kg:factuality kg:Denied")
    (finding,) = findings(graph_file(text))
    assert finding.message.startswith("Canada → imposedtariffon → China stands as a fact")
    assert (finding.statement, finding.sentence[:18]) == ("statement-b2", "Relations worsened")


def test_sarif_of_a_file_with_another_encoding(kg: Kg, tmp_path: Path) -> None:
    text = to_turtle(said_of_itself(sound()), evidence="full").encode()
    (tmp_path / "latin.ttl").write_bytes(b"# caf\xe9\n" + text)
    assert json.loads(kg("check", "latin.ttl", "-f", "sarif").out)["version"] == "2.1.0"


def test_every_group_of_rules_is_described() -> None:
    text = (Path(__file__).parents[2] / "kg" / "check" / "rules.py").read_text()
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


@tried_on("sound_part", "edit", "rule", "words")
def test_an_edit_by_hand_that_does_not_fit_is_told(
    graph_file: Callable[[str], Path], sound_part: str, edit: str, rule: str, words: str
) -> None:
    text = to_turtle(sound())
    edited = with_statement(text, sound_part, edit) if sound_part else text + edit
    assert edited != text
    (finding,) = findings(graph_file(edited))
    assert finding.rule == rule
    assert words in finding.message


def test_a_class_above_and_a_class_of_others_beside_it_are_no_fault(graph_file: Callable[[str], Path]) -> None:
    more = "id:canada a kg:Location, schema:Country, <https://example.org/Ship> ."
    assert findings(graph_file(to_turtle(sound()) + more)) == ()


def test_a_misspelt_relation_and_role_are_told_once(graph_file: Callable[[str], Path]) -> None:
    text = to_turtle(sound()).replace("kg:imposedTariffOn", "kg:imposedTarifOn").replace("kg:rate id:", "kg:raet id:")
    found = [finding.rule for finding in findings(graph_file(text))]
    assert found == ["terms/relation", "terms/role"]


@tried_on("node", "sound_part", "damage", "rule")
def test_a_fault_of_a_node_is_told_with_a_statement_that_uses_it(
    graph_file: Callable[[str], Path], node: str, sound_part: str, damage: str, rule: str
) -> None:
    text = to_turtle(sound())
    at = text.index(sound_part, text.index(f"\nid:{node} a ") if sound_part[0] != "-" else 0)
    found = findings(graph_file(text[:at] + damage + text[at + len(sound_part) :]))
    (finding,) = found
    assert (finding.rule, finding.node) == (rule, node)
    assert (finding.statement, finding.said) == ("statement-b2", "Canada → imposedtariffon → China")
    assert finding.sentence.startswith("Relations worsened")


def test_an_event_that_cannot_be_read_is_not_said_to_be_undescribed(graph_file: Callable[[str], Path]) -> None:
    text = to_turtle(sound())
    at = text.index('kg:end "2024-12-31"', text.index("\nid:event-3f a "))
    found = findings(graph_file(text[:at] + text[at:].replace("2024-12-31", "2023-12-31", 1)))
    assert [finding.rule for finding in found] == ["shape/start"]


def test_a_plain_triple_that_nobody_says_is_told_without_a_statement(graph_file: Callable[[str], Path]) -> None:
    (finding,) = findings(graph_file(to_turtle(sound()) + "\nid:canada kg:attacked id:china ."))
    assert (finding.rule, finding.statement) == ("shape/facts-are-said", "")
    assert "no sure statement asserts it" in finding.message


def test_a_graph_without_any_words_is_sound(graph_file: Callable[[str], Path]) -> None:
    assert findings(graph_file(to_turtle(sound(), evidence="none"))) == ()


def test_words_that_one_span_alone_lacks_are_told(graph_file: Callable[[str], Path]) -> None:
    text = re.sub(r"oa:hasSelector id:\S+-words, ", "oa:hasSelector ", to_turtle(sound()), count=1)
    assert text != to_turtle(sound())
    (finding,) = findings(graph_file(text))
    assert (finding.severity, finding.rule) == (Severity.WARNING, "shape/hasSelector")


def test_a_node_without_a_name_is_called_so(graph_file: Callable[[str], Path]) -> None:
    text = to_turtle(sound()) + "\n[] a kg:Statement ; rdf:subject id:china ."
    found = findings(graph_file(text))
    assert found == findings(graph_file(text))
    assert {finding.node for finding in found} == {"", "a blank node"}
    assert {finding.said for finding in found if finding.node} == {"China → ? → ?"}


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
    (tmp_path / "bad.ttl").write_text(to_turtle(said_of_itself(sound()), evidence="full"))
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


def test_many_findings_have_their_places() -> None:
    nodes = [f"statement-{number:05}" for number in range(6000)]
    text = "".join(
        f"id:{node} a kg:Statement ;\n    kg:quote 'some words that were said at length' .\n" for node in nodes
    )
    places = _places(sarif([replace(FINDING, node=node) for node in reversed(nodes)], Path("a.ttl"), text))
    assert [places[0], places[-1]] == [("a.ttl", 11999), ("a.ttl", 1)]


def test_an_ontology_is_turtle_whatever_its_name(kg: Kg, trade: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.owl").write_text("")
    assert kg("check", trade, "--ontology", "mine.owl") == kg("check", trade)


def test_the_command_exits_with_1_on_findings(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "good.ttl").write_text(to_turtle(sound(), evidence="full"))
    (tmp_path / "bad.ttl").write_text(to_turtle(said_of_itself(sound()), evidence="full"))
    good = kg("check", "good.ttl")
    assert (good.code, good.out) == (0, "")
    bad = kg("check", "bad.ttl")
    assert bad.code == 1
    assert re.match(r"warning: statement-canada-visited-canada\S*: has the same subject and object", bad.out)
    assert json.loads(kg("check", "bad.ttl", "-f", "json").out)[0]["rule"] == "ends/alike"
    assert json.loads(kg("check", "bad.ttl", "-f", "sarif").out)["version"] == "2.1.0"
    assert kg("check", "bad.ttl", "--severity", "error").code == 0
