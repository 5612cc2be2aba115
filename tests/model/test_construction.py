"""The construction that made a statement: a value that writes itself as the rule, and is read from it again."""

import pytest

from kg.model.construction import Construction


@pytest.mark.parametrize(
    ("rule", "made"),
    [
        ("clause/active", Construction("clause", voice="active")),
        ("clause/relative-passive", Construction("clause", "relative", "passive")),
        ("clause/active/impose tariff", Construction("clause", voice="active", wording="impose tariff")),
        ("noun/happening", Construction("noun", "happening")),
        ("noun/happening/visit/x", Construction("noun", "happening", wording="visit/x")),
        ("apposition", Construction("apposition")),
        ("holding/former", Construction("holding", "former")),
        ("gold", Construction("gold")),
    ],
)
def test_a_rule_is_read_and_written(rule: str, made: Construction) -> None:
    assert Construction.of(rule) == made
    assert str(made) == rule


def test_what_a_construction_is() -> None:
    assert Construction.of("clause/shared-active").is_clause
    assert Construction.of("noun/described").is_nominal
    assert not Construction.of("apposition").is_clause
    assert not Construction.of("nounal/x").is_nominal
