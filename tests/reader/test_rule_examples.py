"""Each rule of ``rules.toml`` fires in its examples and in none of its counter-examples."""

from collections.abc import Iterator, Mapping
from functools import cache

import pytest
from spacy.tokens import Doc

from kg.lexicon import lexicon
from kg.parse.provenance import noted_rules
from kg.parse.repairs import REPAIRS, repair
from kg.rules import by_id
from scripts.balance import fired
from tests.reader.built import doc
from tests.reading import sentence, tools

REPAIR = "repair"


def cases(*, repairs: bool) -> Iterator[tuple[str, str, bool]]:
    """Rule, example, whether it fires."""
    for family, table in lexicon("rules").items():
        for name in table if isinstance(table, Mapping) and (family == REPAIR) == repairs else ():
            rule = by_id()[f"{family}/{name}"]
            yield from ((rule.id, text, True) for text in rule.examples)
            yield from ((rule.id, text, False) for text in rule.counterexamples)


@cache
def found() -> Mapping[str, frozenset[str]]:
    """Text -> the rules that fire in it; all parsed at once."""
    reader, ontology = tools()
    texts = dict.fromkeys(text for _, text, _ in cases(repairs=False))
    read = reader.read(sentence(text) for text in texts)
    return {article.text: frozenset(fired(article, doc, ontology)) for article, doc in read}


@pytest.mark.model
@pytest.mark.parametrize(("rule", "text", "fires"), list(cases(repairs=False)))
def test_a_rule_fires_in_its_examples_alone(rule: str, text: str, fires: bool) -> None:
    assert (rule in found()[text]) == fires, sorted(found()[text])


def mended(parse: str) -> set[str]:
    """The repairs that change a parse."""
    built: Doc = doc(parse)
    repair(built)
    return {rule for rules in noted_rules(built).values() for rule in rules}


@pytest.mark.model
def test_whatever_fires_in_an_example_is_a_rule_that_kg_rules_lists() -> None:
    assert len(found()) > 50
    assert sorted({rule for rules in found().values() for rule in rules} - by_id().keys()) == []


@pytest.mark.parametrize(("rule", "parse", "fires"), list(cases(repairs=True)))
def test_a_repair_mends_its_examples_alone(rule: str, parse: str, fires: bool) -> None:
    assert mended(parse) == ({rule} if fires else set())


def test_every_repair_and_every_step_of_coreference_has_its_section() -> None:
    assert {name for repairs in REPAIRS.values() for name, _ in repairs} == set(section(REPAIR))
    assert len(list(cases(repairs=False))) >= 90
    assert len(list(cases(repairs=True))) >= 2 * len(section(REPAIR))


def section(family: str) -> Mapping[str, object]:
    table = lexicon("rules")[family]
    assert isinstance(table, dict)
    return table
