"""Named questions about acts: what did not happen is marked so, and can be left out."""

from dataclasses import replace
from pathlib import Path

import pytest

from kg.model import Factuality, NodeId, Role
from kg.store.questions import Question, questions
from tests.asking import asked
from tests.graphs import trade_graph

OURS = questions()


@pytest.mark.parametrize(
    ("factuality", "source", "told_as"),
    [
        (Factuality.ASSERTED, "", None),
        (Factuality.ASSERTED, "canadian-officials", "Claimed"),
        (Factuality.PLANNED, "", "Planned"),
        (Factuality.DENIED, "canadian-officials", "Denied"),
    ],
)
def test_what_was_answered_or_is_a_cause_says_where_it_is_no_fact(
    tmp_path: Path, factuality: Factuality, source: str, told_as: str | None
) -> None:
    graph = trade_graph()
    first, *others = graph.statements
    told = replace(first, factuality=factuality, attributed_to=NodeId(source) if source else None)
    second = graph.events[1]
    caused = replace(second, roles=second.roles | {Role("cause", NodeId("event-3f"))})
    changed = replace(graph, statements=(told, *others), events=(graph.events[0], caused))
    assert [row["first_is"] for row in asked(changed, tmp_path, "retaliation")] == [told_as]
    assert [row["cause_is"] for row in asked(changed, tmp_path, "causes")] == [told_as]


def test_a_question_about_acts_can_be_asked_for_what_was_done_alone(tmp_path: Path) -> None:
    graph = trade_graph()
    planned = replace(graph.statements[0], id=NodeId("statement-p"), factuality=Factuality.PLANNED)
    both = replace(graph, statements=(*graph.statements, planned))
    found = asked(both, tmp_path, "who-imposed-what")
    assert {row["factuality"] for row in found} == {"Asserted", "Planned"}
    done = asked(both, tmp_path, "who-imposed-what", only="Asserted")
    assert done == [row for row in found if row["factuality"] == "Asserted"]


ABOUT_ALL = {"about", "claims-by", "office-holders", "own-voice", "unsure", "without-evidence"}
"""Questions that are not about acts, or have a factuality of their own."""
BY_FACTUALITY = {
    "conditional", "contradictions", "denied", "negated", "planned", "planned-then-done", "possible", "requested",
}  # fmt: skip


@pytest.mark.parametrize("one", OURS, ids=lambda one: one.name)
def test_a_question_about_acts_takes_a_factuality_and_shows_it(one: Question) -> None:
    if "?factuality" in one.text and one.name not in ABOUT_ALL | BY_FACTUALITY:
        assert "only" in {parameter.name for parameter in one.parameters}
