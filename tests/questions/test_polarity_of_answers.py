"""Questions about what is put forward not to be so, under a condition, or not at all."""

from pathlib import Path

import pytest

from kg.model import Factuality, Graph, Statement
from kg.store.questions import questions
from kg.turtle.documents import write
from tests.asking import asked
from tests.conftest import Kg
from tests.graphs import evidence, statement, trade_graph

WORDS = evidence("China responded with tariffs on Canadian canola.")


def made(
    name: str,
    factuality: Factuality,
    *,
    negated: bool = False,
    condition: tuple[str, str] = ("", ""),
    source: str = "",
) -> Statement:
    ends = ("china", "visited", "canada")
    return statement(ends, WORDS, factuality, name=name, negated=negated, condition=condition, source=source)


SAID = (
    made("planned", Factuality.PLANNED),
    made("planned-not", Factuality.PLANNED, negated=True),
    made("asked", Factuality.REQUESTED),
    made("asked-not", Factuality.REQUESTED, negated=True),
    made("hangs", Factuality.CONDITIONAL, condition=("if Peru agreed", "condition")),
    made("condition", Factuality.CONDITIONAL),
    made("may", Factuality.POSSIBLE, condition=("only after May", "")),
    made("not-so", Factuality.DENIED),
    made("denied-by", Factuality.DENIED, source="canadian-officials"),
)
GRAPH = trade_graph() | Graph(statements=SAID)
OURS = {str(one.id) for one in SAID}


def names(folder: Path, name: str, **given: str) -> set[str]:
    rows = asked(GRAPH, folder, name, **given)
    return {str(row["statement"]).rpartition("/")[2] for row in rows} & OURS


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("planned", {"planned"}),
        ("requested", {"asked", "asked-not"}),
        ("conditional", {"hangs", "may"}),
        ("negated", {"planned-not", "asked-not"}),
        ("denied", {"not-so", "denied-by"}),
        ("agenda", {"planned", "planned-not", "asked", "asked-not", "hangs"}),
    ],
)
def test_a_question_tells_what_its_name_says(tmp_path: Path, name: str, expected: set[str]) -> None:
    assert names(tmp_path, name) == expected


def test_who_denies_stands_beside_what_is_denied_and_nobody_beside_what_is_only_not_so(tmp_path: Path) -> None:
    rows = {str(row["statement"]).rpartition("/")[2]: row["denied_by"] for row in asked(GRAPH, tmp_path, "denied")}
    assert (rows["denied-by"], rows["not-so"]) == ("Canadian officials", None)


def test_what_is_conditional_is_told_with_its_condition(tmp_path: Path) -> None:
    for name in ("conditional", "agenda", "possible"):
        rows = {str(row["statement"]).rpartition("/")[2]: row["condition"] for row in asked(GRAPH, tmp_path, name)}
        assert rows["hangs"] == "if Peru agreed"


def test_every_question_says_what_is_negated(tmp_path: Path) -> None:
    rows = {str(row["statement"]).rpartition("/")[2]: row for row in asked(GRAPH, tmp_path, "acts-of", who="China")}
    assert rows["asked-not"]["factuality"] == "Requested, negated"
    assert rows["asked"]["factuality"] == "Requested"
    assert rows["not-so"]["factuality"] == "Denied"


def test_a_plan_not_to_act_contradicts_an_act(tmp_path: Path) -> None:
    said = (made("done", Factuality.ASSERTED), made("will-not", Factuality.PLANNED, negated=True))
    both = trade_graph() | Graph(statements=said)
    assert [row["denial"] is not None for row in asked(both, tmp_path, "contradictions")] == [True]
    wished = (said[0], made("asked-not", Factuality.REQUESTED, negated=True))
    assert asked(trade_graph() | Graph(statements=wished), tmp_path, "contradictions") == []


def test_what_is_near_a_question_without_an_answer_is_told(kg: Kg, tmp_path: Path) -> None:
    write(trade_graph(), tmp_path / "g.ttl")
    ran = kg("query", tmp_path / "g.ttl", "--ask", "conditional")
    assert "nothing answers conditional" in ran.err
    assert "planned (1)" in ran.err
    ran = kg("query", tmp_path / "g.ttl", "--ask", "planned", "-p", "who=China")
    assert "1 rows without parameters: Mark Carney" in ran.err
    assert "nothing answers" not in kg("query", tmp_path / "g.ttl", "--ask", "planned").err


def test_what_is_near_a_question_is_a_question() -> None:
    known = {one.name for one in questions()}
    named = {name for one in questions() for name in one.near}
    assert named
    assert named <= known
