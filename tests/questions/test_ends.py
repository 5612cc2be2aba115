"""Named questions where an end, its firmness, or a denial decides."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from kg.model import Event, Factuality, Graph, NodeId, Role, Statement
from kg.ontology import Ontology
from kg.store import Worker
from kg.store.questions import Question, questions
from kg.turtle.documents import write
from tests.asking import Here, asked, told
from tests.conftest import Kg
from tests.graphs import entity, evidence, statement, trade_graph

SPAN = evidence("China responded with tariffs on Canadian canola.")
LISTED = [one for one in questions() if "?object" in one.text.split("SELECT", 1)[1].split("{", 1)[0]]
"""The questions whose answers have a column for the object."""


@pytest.mark.parametrize(
    ("relation", "words", "factuality", "found"),
    [
        ("denied", "report", Factuality.ASSERTED, True),
        ("denied", "report", Factuality.POSSIBLE, False),
        ("rejected", "Allegations of theft", Factuality.ASSERTED, True),
        ("rejected", "claims", Factuality.PLANNED, False),
        ("rejected", "proposal", Factuality.ASSERTED, False),
        ("rejected", "proclaimed union", Factuality.ASSERTED, False),
        ("visited", "claims", Factuality.ASSERTED, False),
    ],
)
def test_who_denied_or_rejected_a_claim_denies(
    tmp_path: Path, relation: str, words: str, factuality: Factuality, found: bool
) -> None:
    made = (entity("what-was-said", "Topic", words),)
    said = statement(("government-of-china", relation, "what-was-said"), SPAN, factuality, name="told")
    graph = trade_graph() | Graph(entities=made, statements=(said,))
    rows = asked(graph, tmp_path, "denied", source="China")
    assert [(row["subject"], row["object"]) for row in rows] == [("Government of China", words)] * found


@pytest.mark.parametrize(
    ("name", "relation", "column"),
    [
        ("denied", "rejected", "content"),
        ("warnings", "rejected", "content"),
        ("promises-and-aid", "promised", "content"),
        ("urged", "requestedOf", "wish"),
    ],
)
def test_what_is_told_by_the_event_alone_keeps_its_words(tmp_path: Path, name: str, relation: str, column: str) -> None:
    triple = ("china", relation, "event-reject")
    said = replace(statement(triple, SPAN, name="told", event="event-reject"), object_text="the accusations")
    rejection = Event(NodeId("event-reject"), "Reject", "the accusations")
    graph = trade_graph() | Graph(events=(rejection,), statements=(said,))
    (row,) = [row for row in asked(graph, tmp_path, name) if str(row["statement"]).endswith("/told")]
    assert (row["object"], row[column]) == (None, "the accusations")


@pytest.mark.parametrize("side", ["subject", "object"])
def test_a_figure_is_found_on_either_side(tmp_path: Path, side: str) -> None:
    ends = ("quantity-100-percent", "canola")
    subject, value = ends if side == "subject" else ends[::-1]
    said = statement((subject, "fell", value), SPAN, name="told", is_open=True)
    graph = trade_graph() | Graph(statements=(said,))
    rows = [row for row in asked(graph, tmp_path, "quantities") if str(row["statement"]).endswith("/told")]
    assert [(row["role"], row["figure"], row["value"]) for row in rows] == [(side, "100%", "100")]


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Worker:
    """Statements of every relation and class whose object is their own event, however firm, by whom they are said."""
    path = tmp_path_factory.mktemp("bare") / "trade.ttl"
    firm = Factuality.ASSERTED, Factuality.PLANNED, Factuality.POSSIBLE, Factuality.DENIED
    said = tuple(
        statement(("canada", name, "event-9a"), SPAN, one, event="event-9a", source=source)
        for name in Ontology.load().relations
        for one in firm
        for source in ("", "canadian-officials")
    )
    classed = tuple(
        replace(
            statement(("canada", "act", "event-9a"), SPAN, name=f"{cls}-event-9a-", event="event-9a", is_open=True),
            relation_class=cls,
            factuality=Factuality.PLANNED,
        )
        for cls in Ontology.load().relation_classes
    )
    never_done = statement(("canada", "shout", "event-9a"), SPAN, Factuality.PLANNED, event="event-9a", is_open=True)
    asked_not = replace(never_done, id=NodeId("asked-event-9a-"), factuality=Factuality.REQUESTED, negated=True)
    hangs = replace(never_done, id=NodeId("hangs-event-9a-"), factuality=Factuality.CONDITIONAL, condition="if so")
    graph = trade_graph() | Graph(statements=(*said, *classed, never_done, asked_not, hangs))
    quantity = Role("rate", NodeId("quantity-100-percent"))
    event = Event(NodeId("event-9a"), "ImposeTariff", "tariffs on Canadian canola", frozenset({quantity}))
    write(graph | Graph(events=(event,)), path)
    return Here([path])


@pytest.mark.parametrize("one", LISTED, ids=lambda one: one.name)
def test_a_happening_without_an_object_is_not_its_own(bare: Worker, one: Question) -> None:
    rows = told(bare, one.name, **({"below": "1"} if one.name == "unsure" else {}))
    found = [row for row in rows if "-event-9a-" in str(row["statement"])]
    assert found or one.name == "without-evidence"
    assert {row["object"] for row in found} <= {None}


def test_most_questions_have_a_column_for_the_object() -> None:
    assert len(LISTED) >= 25


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Worker:
    """One statement of every relation of the ontology, called after it."""
    path = tmp_path_factory.mktemp("everything") / "trade.ttl"
    said = tuple(statement(("canada", name, "china"), SPAN, name=name) for name in Ontology.load().relations)
    write(trade_graph() | Graph(statements=said), path)
    return Here([path])


def test_every_relation_is_answered_for_by_a_question_of_its_own(everything: Worker) -> None:
    relations = set(Ontology.load().relations)
    answered = set()
    for one in questions():
        found = {str(row.get("statement")).rpartition("/")[2] for row in told(everything, one.name)} & relations
        if len(found) < len(relations) / 4:  # what lists all that is said answers for none
            answered |= found
    assert len(relations) > 90
    of_class = {
        name for name in relations - answered if _asked_by_class(Ontology.load().relations[name].relation_class)
    }
    assert relations - answered - of_class == set()


def _asked_by_class(path: str) -> bool:
    """Whether a question asks for what has the last class of a path, whatever its relation."""
    meant = {word for one in questions() for word in re.findall(r"VALUES \?meaning \{ kg:(\w+) \}", one.text)}
    return path.rpartition(" ")[2] in meant


# Named questions about acts: what did not happen is marked so, and can be left out.


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


def test_a_question_about_acts_takes_a_factuality_and_shows_it() -> None:
    firm = [one for one in OURS if "?factuality" in one.text and one.name not in ABOUT_ALL | BY_FACTUALITY]
    assert [one.name for one in firm if "only" not in {parameter.name for parameter in one.parameters}] == []


# Questions about what is put forward not to be so, under a condition, or not at all.


WORDS = evidence("China responded with tariffs on Canadian canola.")


def made(
    name: str, factuality: Factuality, *, negated: bool = False, condition: tuple[str, str] = ("", ""), source: str = ""
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
PUT_FORWARD = {str(one.id) for one in SAID}


def names(folder: Path, name: str, **given: str) -> set[str]:
    rows = asked(GRAPH, folder, name, **given)
    return {str(row["statement"]).rpartition("/")[2] for row in rows} & PUT_FORWARD


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
    assert all(one.near for one in questions() if "VALUES ?kind" in one.text or "VALUES ?meaning { kg:" in one.text)
    assert named <= known
