"""PLOVER codes by factuality, and the examples of their lexicon."""

from collections.abc import Iterator

import pytest

from kg.facts.plover import plover_code
from kg.lexicon import lexicon
from kg.model import Factuality
from tests.lexicons import listed


def _examples() -> Iterator[tuple[str, str]]:
    for section in lexicon("plover"):
        for key in ("examples", "counterexamples"):
            for line in listed("plover", section, key):
                given, _, expected = line.partition(" => ")
                yield given, expected


@pytest.mark.parametrize(("given", "expected"), list(_examples()))
def test_an_example_has_its_code(given: str, expected: str) -> None:
    code, factuality, *predicate = given.split()
    assert (plover_code(code, Factuality(factuality), " ".join(predicate)) or "none") == expected


@pytest.mark.parametrize(
    ("code", "factuality", "expected"),
    [
        ("CONSULT-visit", Factuality.ASSERTED, "CONSULT-visit"),
        ("CONSULT-visit", Factuality.EXPECTED, "CONSULT-visit"),
        ("CONSULT-visit", Factuality.PLANNED, "AGREE"),
        ("CONSULT-visit", Factuality.DENIED, "REJECT"),
        ("AGREE", Factuality.DENIED, "REJECT"),
        ("ASSAULT", Factuality.PLANNED, "THREATEN"),
        ("ASSAULT", Factuality.DENIED, ""),
        ("REQUEST", Factuality.PLANNED, "REQUEST"),
        ("REQUEST", Factuality.DENIED, ""),
        ("SUPPORT", Factuality.REQUESTED, ""),
        ("COERCE", Factuality.POSSIBLE, ""),
        ("", Factuality.PLANNED, ""),
        ("", Factuality.DENIED, ""),
    ],
)
def test_what_is_no_fact_is_an_agreement_a_threat_a_refusal_or_nothing(
    code: str, factuality: Factuality, expected: str
) -> None:
    assert plover_code(code, factuality) == expected
