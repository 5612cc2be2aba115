"""The registry: every rule by its id, with what it does and examples; the command that shows it."""

import ast
import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from kg.ontology import Ontology
from kg.rules import FAMILIES, by_id, counts, rule_named, rules, rules_of
from tests.conftest import Kg
from tests.graphs import trade_graph

ROOT = Path(__file__).resolve().parents[2]


def test_every_rule_says_what_it_does_and_has_examples_on_both_sides() -> None:
    found = list(rules())
    assert [name for name, count in Counter(rule.id for rule in found).items() if count > 1] == []
    assert [rule.id for rule in found if not (rule.description and rule.examples and rule.counterexamples)] == []
    assert {rule.family for rule in found} == set(FAMILIES)
    assert len(found) > 900
    assert rule_named("firmness/perfect").description.endswith("and not said (Anderson 1951)")


def test_every_wording_of_the_ontology_is_a_rule() -> None:
    wordings = {name for relation in Ontology.load().relations.values() for name in relation.wordings.values()}
    assert len(wordings) > 500
    assert wordings <= by_id().keys()


def test_a_count_is_of_a_rule_that_there_is() -> None:
    assert {rule.id: (rule.fires, rule.balance) for rule in rules()}.items() >= counts().items()


def test_a_statement_has_its_construction_first() -> None:
    said = replace(trade_graph().statements[0], rules=frozenset({"name/short", "coref/pronoun"}))
    assert rules_of(said) == ("construction/clause-active", "coref/pronoun", "name/short")


def test_the_command_lists_the_rules_of_a_family_for_machines(kg: Kg) -> None:
    rows = list(csv.DictReader(io.StringIO(kg("rules", "--family", "coref", "-f", "csv").out)))
    assert {row["rule"].partition("/")[0] for row in rows} == {"coref"}
    assert all(row["description"] and row["example"] and row["counterexample"] for row in rows)
    found = json.loads(kg("rules", "pleonastic", "-f", "json").out)
    assert {row["rule"] for row in found} >= {"coref/pleonastic-infinitive"}


def test_the_command_shows_all_about_one_rule(kg: Kg) -> None:
    shown = kg("rules", "coref/pronoun").out
    assert "Anna Berg praised Japan after she signed the treaty." in shown
    assert "not on" in shown
    assert re.search(r"decided in +kg/names/titles.py:\d+ _head_end\n", kg("rules", "title/head").out)


@pytest.mark.parametrize("rule", ["clause/shared-active", "clause/shared-active/impose tariff"])
def test_the_command_knows_a_construction_as_statements_write_it(kg: Kg, rule: str) -> None:
    assert kg("rules", rule).out.startswith("construction/clause-shared-active\n")


def test_what_no_rule_has_is_a_finding(kg: Kg) -> None:
    assert kg("rules", "qwertzuiop").code == 1
    assert "coref/pronoun" in kg("rules", "coref/pronuon").err
    assert kg("rules", "coref/nothing").code == 2
    assert kg("rules", "--family", "grammar").code == 2


def test_every_rule_says_where_it_stands() -> None:
    lines = {path: (ROOT / path).read_text().split("\n") for path in {rule.place.partition(":")[0] for rule in rules()}}
    for rule in rules():
        path, line, words = re.split("[: ]", rule.place, maxsplit=2)
        assert lines[path][int(line) - 1].startswith(words), rule.id


def test_every_rule_leads_to_the_functions_that_decide_by_it() -> None:
    decided = {rule.id: {f"{one.file} {one.function}" for one in rule.deciding} for rule in rules() if rule.section}
    assert [rule for rule, functions in decided.items() if not functions] == []
    assert decided["repair/corrected"] == {"kg/parse/repairs.py _corrected"}
    assert decided["coref/pronoun"] == {"kg/coref/component.py resolved"}
    assert "kg/names/linking.py _behind" not in decided["name/name"]  # it asks which kind of name one is
    assert "kg/factuality/signatures.py signature" in decided["firmness/refuse"]
    assert decided["construction/clause-aside-passive"] == {"kg/frames/clauses.py _form"}
    assert decided["layout/correction"] == {"kg/text/layout.py kind_by_wording"}
    assert decided["clause/no-gap"] == {"kg/frames/clauses.py _gap"}  # its words are bound beside those of another
    assert decided["time/age"] == {"kg/time/grammar.py expressions"}
    assert decided["attribution/raising"] == {"kg/attribution/cues.py _raised"}


def test_the_line_of_a_function_that_decides_lies_in_it() -> None:
    deciding = {one for rule in rules() for one in rule.deciding}
    nodes = {file: list(ast.walk(ast.parse((ROOT / file).read_text()))) for file in {one.file for one in deciding}}
    for one in deciding:
        spans = [
            (node.lineno, node.end_lineno)
            for node in nodes[one.file]
            if isinstance(node, ast.FunctionDef) and node.name == one.function.rpartition(".")[2]
        ]
        assert any(first <= one.line <= (last or 0) for first, last in spans), one
