"""Single readings of the whole chain, each beside one that must not fire."""

from __future__ import annotations

import pytest

from tests.reading import graph, said

pytestmark = pytest.mark.model

FIRES = [
    ("The Canadian company Andes Metals rejected the ruling.", "Andes Metals | rejected | ruling"),
    ("Kenya's finance ministry spokesperson Jane Otieno resigned.", "Jane Otieno | leftOffice"),
    ("Exports rose 5 percent in May.", "Exports | rise | 5 percent"),
    ("Kenya faces growing friction with Uganda.", "Kenya | worsenedRelationsWith | Uganda"),
    ("The Baltic city of Riga, Latvia, hosted the summit.", "Riga | locatedIn | Latvia"),
    ("Kenya arrested a trader at the request of Uganda.", "Kenya | arrested | trader"),
]
DOES_NOT = [
    ("The company, Andes Metals said, rejected the ruling.", "Andes Metals | rejected"),
    ("Exports rose two years later.", "Exports | rise | two years"),
    ("Kenya is growing coffee with Uganda.", "Kenya | worsenedRelationsWith"),
    ("Riga, Latvia and Ghana sent envoys.", "Riga | locatedIn | Ghana"),
    ("Kenya arrested a trader at the request of Uganda.", "Uganda | arrested"),
]


@pytest.mark.parametrize(("text", "line"), FIRES)
def test_a_sentence_says_so(text: str, line: str) -> None:
    assert any(str(statement).startswith(line) for statement in said(graph(text)))


@pytest.mark.parametrize(("text", "line"), DOES_NOT)
def test_a_sentence_says_nothing_of_the_kind(text: str, line: str) -> None:
    assert not any(str(statement).startswith(line) for statement in said(graph(text)))


def test_the_time_of_a_worsening_is_not_its_cause() -> None:
    found = graph("Relations worsened in 2024 when Kenya expelled two Ugandan diplomats.")
    causes = [found.label(role.filler) for event in found.events for role in event.roles if role.name == "cause"]
    assert "2024" not in causes
