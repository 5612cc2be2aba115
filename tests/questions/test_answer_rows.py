"""The rows of named questions: one a statement, the same columns everywhere, what is claimed or planned marked so."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.model import Article, ArticleId, Entity, Event, Evidence, Factuality, Graph, Statement, Trust
from kg.model.nodes import NodeId, Quantity, Role, TimeSpan
from kg.store.questions import questions
from kg.turtle.documents import write
from tests.asking import Here, Row, asked, told
from tests.cases import tried_on
from tests.graphs import entity, evidence, statement, trade_graph

OURS = questions()
SPAN = evidence("China responded with tariffs on Canadian canola.")
DONE = evidence("Trade and Tensions")


def test_what_lists_statements_has_the_same_columns() -> None:
    last = ("?factuality ?trust ?source ?statement", "?factuality ?trust ?source ?label ?statement")
    for one in OURS:
        head = re.sub(r"\(.*? AS (\?\w+)\)", r"\1", one.text[one.text.index("\nSELECT") :].split(" {\n", 1)[0])
        assert "?statement" not in head.split() or (head.endswith(last) and "?start ?end" in head), one.name


KIND = re.compile(r"VALUES \?kind {([^}]*)}\s+\?statement kg:event")
KINDS = [(one.name, kind) for one in OURS for kind in re.findall(r"kg:(\w+)", " ".join(KIND.findall(one.text)))]
ROLES = (
    *("agent", "target", "party", "person", "place", "instrument", "commodity", "topic", "content", "condition"),
    *("beneficiary", "requestedBy", "cause", "agreement", "inResponseTo"),
)


def _many(relation: str, cls: str, factuality: Factuality = Factuality.ASSERTED, source: str = "") -> Graph:
    """One statement of an event with two fillers of every role."""
    fillers = [(name, f"{name.lower()}-{n}") for name in ROLES for n in (1, 2)]
    figures = [(name, f"quantity-{name}-{n}") for name in ("rate", "amount") for n in (1, 2)]
    event = Event(NodeId("event-many"), cls, "many", frozenset(Role(a, NodeId(b)) for a, b in fillers + figures))
    earlier = [
        Event(NodeId(f"inresponseto-{n}"), cls, f"first {n}", frozenset({Role("agent", NodeId("china"))}))
        for n in (1, 2)
    ]
    return trade_graph() | Graph(
        entities=tuple(entity(node, "Topic", node) for name, node in fillers if name != "inResponseTo"),
        events=(event, *earlier),
        quantities=tuple(Quantity(NodeId(node), node, None, "percent") for _, node in figures),
        statements=(
            statement(("canada", relation, "china"), SPAN, factuality, name="many", event="event-many", source=source),
        ),
    )


@tried_on("name", "relation", "columns")
def test_several_fillers_of_a_role_stay_in_one_row(tmp_path: Path, name: str, relation: str, columns: Row) -> None:
    rows = asked(_many(relation, "Meet"), tmp_path, name)
    (row,) = [row for row in rows if str(row["statement"]).endswith("/many")]
    assert columns.items() <= row.items()


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_what_happens_is_found_in_any_words(tmp_path: Path, name: str, kind: str) -> None:
    rows = asked(_many("be-acted-on", kind), tmp_path, name)  # nobody is told who did it
    assert any(str(row["statement"]).endswith("/many") for row in rows)


def test_a_relation_of_two_labels_makes_one_row(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    write(trade_graph(), path)
    path.write_text(path.read_text().replace('rdfs:label "ease"', 'rdfs:label "ease", "eased"'))
    worker = Here([path])
    for name in ("denied", "claims-by", "about"):
        relations = [row["relation"] for row in told(worker, name)]
        assert [relation for relation in relations if relation in {"ease", "eased"}] == ["ease"], name


@pytest.mark.parametrize(
    ("factuality", "source"), [("Planned", ""), ("Asserted", "canadian-officials"), ("Asserted", "")]
)
def test_an_answer_is_one_row_that_tells_how_it_is_put_forward(tmp_path: Path, factuality: str, source: str) -> None:
    graph = _many("sanctioned", "ImposeSanctions", Factuality(factuality), source)
    (row,) = [row for row in asked(graph, tmp_path, "retaliation") if row["answer"] == "many"]
    assert row["answering"] == "agent-1, agent-2"
    assert row["first"] == "first 1; first 2"
    assert (row["factuality"], row["source"]) == (factuality, "Canadian officials" if source else None)


def test_a_cause_tells_how_it_is_put_forward(tmp_path: Path) -> None:
    rows = asked(_many("sanctioned", "ImposeSanctions", Factuality.EXPECTED, "canadian-officials"), tmp_path, "causes")
    assert [(row["cause"], row["factuality"], row["source"]) for row in rows] == [
        ("cause-1", "Expected", "Canadian officials"),
        ("cause-2", "Expected", "Canadian officials"),
    ]


def test_a_statement_whose_event_alone_is_dated_is_dated(tmp_path: Path) -> None:
    graph = trade_graph()
    bare = Graph(statements=(statement(("canada", "imposedTariffOn", "china"), SPAN, name="bare", event="event-3f"),))
    rows = asked(graph | bare, tmp_path, "who-imposed-what", since="2024", until="2024")
    assert [str(row["statement"]).rpartition("/")[2] for row in rows] == ["bare", "statement-b2"]


# Offices.


def _article(name: str, day: date | None) -> Article:
    return Article(ArticleId(name), "Mark Carney is prime minister.", (), day, name)


def _holding(
    article: str, time: TimeSpan | None = None, rule: str = "holding/current", person: str = "mark-carney"
) -> Statement:
    told = statement(
        (person, "heldOffice", "prime-minister-of-canada"),
        Evidence(ArticleId(article), 0, 11, "Mark Carney"),
        name=f"{person}-{article}-{rule[8:]}-{time.start if time else ''}",
        time=time,
    )
    return replace(told, rule=rule)


OFFICE = (
    entity("mark-carney", "Person", "Mark Carney"),
    entity("justin-trudeau", "Person", "Justin Trudeau"),
    entity("prime-minister-of-canada", "Office", "Prime Minister of Canada", ("actsFor", "canada")),
    Entity(NodeId("canada"), "Country", "Canada", alpha3="CAN", country="CAN"),
)
IN_2025 = Graph(
    articles=(_article("spring", date(2025, 4, 1)), _article("autumn", date(2025, 10, 1)), _article("undated", None)),
    entities=OFFICE,
)
TERM = TimeSpan(date(2025, 3, 14), None)


def holders(folder: Path, *told: Statement, **given: str) -> list[tuple[str | None, ...]]:
    rows = asked(IN_2025 | Graph(statements=told), folder, "office-holders", **given)
    return [(row["holder"], row["known_from"], row["start"], row["end"]) for row in rows]


@pytest.mark.parametrize(
    ("day", "count"), [("2025-04-01", 1), ("2025-10-01", 1), ("2025-06-01", 0), ("2024-04-01", 0), ("2026-01-01", 0)]
)
def test_an_undated_holding_counts_on_the_days_of_its_articles(tmp_path: Path, day: str, count: int) -> None:
    assert len(holders(tmp_path, _holding("spring"), _holding("autumn"), on=day)) == count


def test_an_undated_holding_is_one_row_from_the_first_article_to_the_last(tmp_path: Path) -> None:
    assert holders(tmp_path, _holding("spring"), _holding("autumn")) == [
        ("Mark Carney", "the article's date", "2025-04-01", "2025-10-01")
    ]


def test_a_dated_holding_goes_before_an_undated_one(tmp_path: Path) -> None:
    told = _holding("spring"), _holding("autumn", TERM)
    dated = [("Mark Carney", "the text", "2025-03-14", None)]
    assert holders(tmp_path, *told) == dated
    assert holders(tmp_path, *told, on="2025-04-01") == dated
    assert holders(tmp_path, *told, on="2025-03-01") == []


def test_a_holding_that_ended_by_the_text_does_not_hide_a_later_one(tmp_path: Path) -> None:
    told = _holding("autumn"), _holding("spring", TimeSpan(date(2024, 1, 1), date(2024, 12, 31)))
    assert holders(tmp_path, *told, on="2025-10-01") == [
        ("Mark Carney", "the article's date", "2025-10-01", "2025-10-01")
    ]


def test_who_is_called_former_held_the_office_before(tmp_path: Path) -> None:
    told = _holding("spring", rule="holding/former", person="justin-trudeau")
    assert holders(tmp_path, told) == [("Justin Trudeau", "the article that calls it former", None, "2025-04-01")]
    assert holders(tmp_path, told, on="2025-04-01") == []
    assert holders(tmp_path, told, on="2025-05-01") == []


def test_an_undated_holding_of_an_undated_article_is_known_from_nothing(tmp_path: Path) -> None:
    assert holders(tmp_path, _holding("undated")) == [("Mark Carney", "nothing", None, None)]
    assert holders(tmp_path, _holding("undated"), on="2025-04-01") == []


# What is planned, done, denied.

VISIT = ("canada", "visited", "china")
PLAN = statement(VISIT, SPAN, Factuality.PLANNED, name="plan")


@pytest.mark.parametrize(
    ("done", "is_done"),
    [
        (statement(VISIT, DONE, name="done"), True),
        (statement(("government-of-canada", "visited", "china"), DONE, name="done"), True),
        (statement(("canada", "visited", "government-of-china"), DONE, name="done"), True),
        (statement(VISIT, DONE, name="done", source="canadian-officials"), False),
        (statement(VISIT, DONE, name="done", source="canada", own_act=True), True),
        (statement(VISIT, DONE, Factuality.DENIED, name="done"), False),
        (statement(("china", "visited", "canada"), DONE, name="done"), False),
        (statement(("mark-carney", "visited", "china"), DONE, name="done"), False),
        (statement(VISIT, DONE, name="done", time=TimeSpan(date(2019, 1, 1), date(2019, 12, 31))), False),
        (statement(VISIT, DONE, name="done", time=TimeSpan(date(2026, 2, 1), date(2026, 2, 2))), True),
    ],
)
def test_a_plan_is_done_where_an_article_says_so_itself(tmp_path: Path, done: Statement, is_done: bool) -> None:
    assert _open_and_done(tmp_path, PLAN, done) == (1 - is_done, is_done)


MARCH = TimeSpan(date(2026, 3, 1), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("claimed", "planned_for", "done_at", "is_done"),
    [
        (None, MARCH, TimeSpan(date(2026, 2, 1), date(2026, 2, 2)), False),
        (None, MARCH, TimeSpan(date(2026, 2, 1), None), True),
        (None, MARCH, TimeSpan(date(2026, 3, 31), date(2026, 3, 31)), True),
        (None, MARCH, TimeSpan(date(2026, 4, 9), date(2026, 4, 9)), True),
        (None, MARCH, None, True),
        (None, TimeSpan(None, date(2026, 3, 31)), TimeSpan(date(2026, 2, 1), date(2026, 2, 2)), True),
        (None, None, TimeSpan(date(2026, 1, 13), date(2026, 1, 13)), False),
        (date(2026, 1, 10), None, TimeSpan(date(2026, 1, 13), date(2026, 1, 13)), True),
        (date(2026, 1, 10), None, TimeSpan(date(2026, 1, 9), date(2026, 1, 9)), False),
    ],
)
def test_what_ended_before_a_plan_or_its_time_does_not_fulfil_it(
    tmp_path: Path, claimed: date | None, planned_for: TimeSpan | None, done_at: TimeSpan | None, is_done: bool
) -> None:
    plan = replace(PLAN, time=planned_for, claimed_on=claimed)
    done = statement(VISIT, DONE, name="done", time=done_at)
    assert _open_and_done(tmp_path, plan, done) == (1 - is_done, is_done)


@pytest.mark.parametrize(
    ("cls", "other", "is_done"),
    [("Topic", "Talks", True), ("Agreement", "talks", True), ("Topic", "vote", False), ("Person", "talks", False)],
)
def test_what_only_an_article_names_is_the_same_by_its_name(
    tmp_path: Path, cls: str, other: str, is_done: bool
) -> None:
    """Each article has a node of its own for "talks"; of two persons of one name it cannot be told."""
    plan, done = (
        replace(told, object=NodeId(name), relation="open", is_open=True, predicate_text="open")
        for told, name in ((PLAN, "talks-1"), (statement(VISIT, DONE, name="done"), "talks-2"))
    )
    things = Graph(entities=(entity("talks-1", cls, "talks"), entity("talks-2", cls, other)))
    assert _open_and_done(tmp_path, plan, done, things) == (1 - is_done, is_done)


def _open_and_done(folder: Path, plan: Statement, done: Statement, more: Graph | None = None) -> tuple[int, int]:
    """How often the plan is open, and how often it is done."""
    graph = trade_graph() | Graph(statements=(plan, done)) | (more or Graph())
    plans = [row for row in asked(graph, folder, "planned") if str(row["statement"]).endswith("/plan")]
    (folder / "graph.ttl").unlink()
    both = [row for row in asked(graph, folder, "planned-then-done") if str(row["plan"]).endswith("/plan")]
    assert all(row["was"] == "Planned" for row in both)
    return len(plans), len(both)


MEETING = ("government-of-canada", "metWith", "china")


@pytest.mark.parametrize(
    ("told", "denial", "count"),
    [
        (VISIT, VISIT, 1),
        (VISIT, ("government-of-canada", "visited", "government-of-china"), 1),
        (VISIT, ("china", "visited", "canada"), 0),
        (MEETING, ("government-of-china", "metWith", "canada"), 1),
        (MEETING, ("china", "metWith", "mark-carney"), 0),
    ],
)
@pytest.mark.parametrize("factuality", ["Asserted", "Planned", "Expected", "Possible"])
def test_who_contradicts_whom(
    tmp_path: Path, told: tuple[str, str, str], denial: tuple[str, str, str], count: int, factuality: str
) -> None:
    made = (
        statement(told, (SPAN, DONE), Factuality(factuality), name="told", source="canadian-officials"),
        statement(denial, (SPAN, DONE), Factuality.DENIED, name="denial"),
    )
    rows = asked(trade_graph() | Graph(statements=made), tmp_path, "contradictions")
    assert len(rows) == (count if factuality != "Possible" else 0)
    if rows:
        assert [rows[0][name] for name in ("affirms", "denies", "factuality")] == [
            "Canadian officials",
            "Trade and Tensions",
            factuality,
        ]


@pytest.mark.parametrize(
    ("accuser", "relation", "sentence", "count"),
    [
        ("canadian-officials", "accused", SPAN, 1),
        ("canadian-officials", "praised", SPAN, 0),
        ("china", "accused", SPAN, 0),
        ("canadian-officials", "accused", DONE, 0),
    ],
)
def test_an_accusation_is_contradicted_by_a_denial(
    tmp_path: Path, accuser: str, relation: str, sentence: Evidence, count: int
) -> None:
    made = (
        statement((accuser, relation, "canada"), sentence, name="accusation"),
        statement(VISIT, SPAN, Factuality.POSSIBLE, name="told", source="canadian-officials"),
        statement(VISIT, DONE, Factuality.DENIED, name="denial"),
    )
    rows = asked(trade_graph() | Graph(statements=made), tmp_path, "contradictions")
    assert [row["factuality"] for row in rows] == ["Possible"] * count


def test_what_is_said_of_different_times_or_goods_is_no_contradiction(tmp_path: Path) -> None:
    triple = ("canada", "imposedTariffOn", "china")
    earlier = statement(
        triple, SPAN, Factuality.DENIED, time=TimeSpan(date(2019, 1, 1), date(2019, 12, 31)), event="event-3f"
    )
    other = statement(triple, SPAN, Factuality.DENIED, event="event-9a", name="other")
    same = statement(triple, SPAN, Factuality.DENIED, event="event-3f", name="same")
    rows = asked(trade_graph() | Graph(statements=(earlier, other, same)), tmp_path, "contradictions")
    assert [str(row["denial"]).rpartition("/")[2] for row in rows] == ["same"]


# Counts.


def test_the_most_connected_are_counted_by_node_and_by_facts(tmp_path: Path) -> None:
    made = (entity("georgia", "Country", "Georgia"), entity("georgia-us-state", "Place", "Georgia"))
    told = (
        statement(("georgia", "visited", "china"), SPAN),
        statement(("canada", "visited", "georgia-us-state"), SPAN),
        statement(("georgia", "praised", "china"), SPAN, source="canadian-officials"),
        statement(("event-3f", "praised", "georgia"), SPAN, Factuality.PLANNED),
        statement(("event-3f", "surprised", "georgia"), SPAN, is_open=True),
    )
    graph = trade_graph() | Graph(entities=made, statements=told)
    rows = {str(row["node"]).rpartition("/")[2]: row["statements"] for row in asked(graph, tmp_path, "most-connected")}
    assert (rows["georgia"], rows["georgia-us-state"]) == ("2", "1")
    assert not any(node.startswith(("event", "quantity")) for node in rows)


@pytest.mark.parametrize("name", ["country", "Country", "kg:Country", "https://w3id.org/newsgraph/ontology#Country"])
def test_a_class_goes_by_its_name(tmp_path: Path, name: str) -> None:
    rows = asked(trade_graph(), tmp_path, "most-connected", **{"class": name})
    assert {row["kind"] for row in rows} == {"Country"}


def test_a_class_that_is_none_gets_the_nearest(tmp_path: Path) -> None:
    from kg.errors import QueryError

    with pytest.raises(QueryError) as caught:
        asked(trade_graph(), tmp_path, "most-connected", **{"class": "Contry"})
    assert "Country" in caught.value.hint


def test_sources_of_one_name_are_counted_apart(tmp_path: Path) -> None:
    made = (entity("smith-1", "Person", "Smith"), entity("smith-2", "Person", "Smith"))
    told = tuple(statement(VISIT, SPAN, source=one.id) for one in made)
    rows = asked(trade_graph() | Graph(entities=made, statements=told), tmp_path, "sources")
    assert [row["statements"] for row in rows if row["source"] == "Smith"] == ["1", "1"]


def test_leads_are_told_from_what_is_sure_and_either_can_be_asked_for(tmp_path: Path) -> None:
    sure, lead = (
        replace(statement((who, "visited", "china"), DONE), trust=trust)
        for who, trust in (("canada", Trust.SURE), ("mark-carney", Trust.LEAD))
    )
    path = tmp_path / "visits.ttl"
    write(trade_graph() | Graph(statements=(sure, lead)), path)
    worker = Here([path])
    rows = told(worker, "meetings")
    assert {row["subject"]: row["trust"] for row in rows} == {"Canada": "Sure", "Mark Carney": "Lead"}
    for trust, who in (("sure", "Canada"), ("lead", "Mark Carney")):
        assert [row["subject"] for row in told(worker, "meetings", trusted=trust)] == [who]
