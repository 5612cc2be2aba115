"""What is alike in two towns; who acts for a state, who held an office, what parallel cases differ in."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from kg.corpus import linked
from kg.corpus.entity_pairs import are_apart as are_entities_apart
from kg.corpus.event_pairs import are_apart
from kg.corpus.happenings import Corpus, Stage
from kg.corpus.links import EVENT, Cluster, Links, Unit
from kg.corpus.profiles import EventProfile, Profiles, Toll, toll_of, towns
from kg.corpus.rdf import as_rdf
from kg.corpus.tenures import Tenure, office_named, tenures
from kg.corpus.trends import Acting, state_acts, trend
from kg.model import Article, ArticleId, Entity, Event, Factuality, Graph, Link, NodeId, Quantity, Role, TimeSpan
from kg.model.merge import merged
from kg.turtle.documents import write
from tests.cases import tried_on
from tests.conftest import Kg
from tests.corpus.joined import one_happening
from tests.corpus.made import Clause, told
from tests.graphs import entity

MONDAY = date(2026, 3, 2)
DONE = ("Asserted Event 6 1", "Asserted Event 20 2", "Asserted Call 1 1", "Asserted Call 3 2", "Asserted Attend 6 2")
LIMA = "A bomb went off at a market in Lima. Police closed the market in Lima."
QUITO = "A bomb went off at a market in Quito. Police closed the market in Quito."


def corpus(*graphs: Graph) -> Corpus:
    graph = merged(graphs)
    return Corpus(graph, linked(graph))


@tried_on("text", "expected")
def test_towns_are_named_by_themselves(text: str, expected: list[str]) -> None:
    assert towns(text) == {*expected}


@pytest.mark.parametrize("title", ["", "Blast in Cusco", "Blast in Cusco. Ten hurt"])
def test_a_story_is_set_where_its_title_and_two_sentences_are(title: str) -> None:
    text = f"{title}\n\nA bomb went off. Police closed a market in Lima. One in Quito stayed open."
    (found,) = Profiles(Graph((Article(ArticleId("a"), text, (), title=title),))).scenes.values()
    assert sorted(found.here - {"cusco"}) == ["lima"]
    assert "quito" in found.named


@pytest.mark.parametrize(("where", "count"), [(LIMA, 1), (QUITO, 2), (f"{QUITO} It was like one in Lima.", 2), ("", 1)])
def test_alike_acts_in_two_towns_are_two(where: str, count: int) -> None:
    clause = Clause("peru", "condemned", "the bombing")
    found = corpus(told("a", MONDAY, clause, more=LIMA), told("b", MONDAY, clause, more=where))
    assert len(found.happenings) == count


def test_articles_that_name_both_towns_may_tell_of_one_thing() -> None:
    both = "A bomb went off in {}. The road from Lima to Quito is closed."
    clause = Clause("peru", "condemned", "the bombing")
    graphs = (told(town, MONDAY, clause, more=both.format(town)) for town in ("Lima", "Quito"))
    assert len(corpus(*graphs).happenings) == 1


@pytest.mark.parametrize("case", ["Planned Event 6 1", "Planned Event 20 1", "Planned Event 50 2", *DONE])
def test_a_plan_is_carried_out_for_weeks_an_act_told_again_for_one_a_call_for_a_day(case: str) -> None:
    first, cls, days, count = case.split()
    told_on = (MONDAY, Factuality(first)), (MONDAY + timedelta(int(days)), Factuality.ASSERTED)
    graphs = [told(f"a{day}", day, Clause("velox", "called", "peru", cls, firmness)) for day, firmness in told_on]
    assert len(corpus(*graphs).happenings) == int(count)


def test_what_is_ruled_out_was_withdrawn_only_if_it_was_planned() -> None:
    plan = told("a", MONDAY, Clause("velox", "visited", "peru", firmness=Factuality.PLANNED))
    later = told("b", MONDAY + timedelta(1), Clause("velox", "visited", "peru", firmness=Factuality.PLANNED))
    refusal = replace(later, statements=tuple(replace(said, negated=True) for said in later.statements))
    assert one_happening(refusal).happenings[0].stage is Stage.RULED_OUT
    assert [one.stage for one in one_happening(plan, refusal).happenings[0].history] == [Stage.PLANNED, Stage.WITHDRAWN]


def test_a_plan_that_is_called_off_is_withdrawn() -> None:
    plan = told("a", MONDAY, Clause("velox", "bought", "peru", firmness=Factuality.PLANNED))
    found = one_happening(plan, told("b", MONDAY + timedelta(1), Clause("velox", "called off", "the purchase")))
    assert found.happenings[0].is_changed
    assert found.happenings[0].stage is Stage.WITHDRAWN


def event(cls: str, amount: Quantity, theme: str = "") -> Graph:
    roles = {Role("amount", amount.id), *([Role("theme", NodeId("thing"))] if theme else [])}
    things = (entity("thing", "Topic", theme),) if theme else ()
    return Graph(entities=things, events=(Event(NodeId("e"), cls, "x", frozenset(roles)),), quantities=(amount,))


FIVE = Quantity(NodeId("q"), "five", Decimal(5))


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        (event("ViolentCasualty", FIVE), Toll("killed", "people", Decimal(5))),
        (event("Injury", FIVE), Toll("injured", "people", Decimal(5))),
        (
            event("Casualty", Quantity(NodeId("q"), "9", None, "soldiers", Decimal(9))),
            Toll("killed", "soldiers", Decimal(9)),
        ),
        (
            event("Injury", Quantity(NodeId("q"), "none", Decimal(0), maximum=Decimal(3))),
            Toll("injured", "people", Decimal(0)),
        ),
        (event("Event", FIVE, "death toll from the attack"), Toll("killed", "people", Decimal(5), is_told_of=True)),
        (event("Event", FIVE, "price of bread"), None),
    ],
)
def test_the_toll_of_an_event(graph: Graph, expected: Toll | None) -> None:
    assert toll_of(graph, graph.events[0]) == expected


def test_a_call_with_one_person_is_no_call_with_another() -> None:
    calls = [Clause("karl-berg", "phoned", who) for who in ("ana-berg", "mykhailo-podoliak")]
    found = corpus(told("a", MONDAY, calls[0]), told("b", MONDAY, calls[1]))
    assert len(found.happenings) == 2


def test_what_two_bodies_do_is_not_denied_by_a_third() -> None:
    denial = Clause("velox", "attacked", "chile", firmness=Factuality.DENIED, source="ana-berg")
    graph = merged([told("a", MONDAY, Clause("velox", "attacked", "peru")), told("b", MONDAY, denial)])
    assert linked(graph).denials == ()


def test_what_one_country_does_is_not_what_another_does() -> None:
    acts = [Clause(state, "confirmed", "the first case") for state in ("peru", "chile")]
    assert len(corpus(told("a", MONDAY, acts[0]), told("b", MONDAY, acts[1])).happenings) == 2


# Who acts for a state, in trends and briefs.


PERU = NodeId("peru")
DAY = date(2022, 6, 1)


def linked_to(name: str, cls: str, label: str, relation: str, country: str = "peru") -> Entity:
    return Entity(NodeId(name), cls, label, links=frozenset({Link(relation, NodeId(country))}))


GOVERNMENT = linked_to("government-of-peru", "Government", "Government of Peru", "actsFor")
NAVY = linked_to("navy-of-peru", "PublicBody", "Peruvian Navy", "actsFor")
OFFICIALS = linked_to("senior-officials-1", "Group", "senior Peruvian officials in Lima", "ofCountry")
STUDENTS = linked_to("students-1", "Group", "Peruvian students", "ofCountry")
PRESIDENT = Entity(NodeId("emmanuel-macron"), "Person", "Emmanuel Macron", wikidata="Q3052772", country="FRA")
FRANCE = Entity(NodeId("france"), "Country", "France", wikidata="Q142", alpha3="FRA", country="FRA")


def doing(actor: Entity, day: date = DAY) -> Corpus:
    """An article in which somebody attacks Chile; it tells of Peru too."""
    graph = told("a", day, Clause("velox", "attacked", "chile"), Clause("ana-berg", "visited", "peru"))
    made = Graph(entities=(actor, FRANCE))
    statements = tuple(
        replace(one, subject=actor.id) if one.relation == "attacked" else one for one in graph.statements
    )
    events = tuple(
        replace(one, roles=frozenset(replace(r, filler=actor.id) if r.filler == "velox" else r for r in one.roles))
        for one in graph.events
    )
    whole = replace(graph, statements=statements, events=events) | made
    return Corpus(whole, linked(whole))


@pytest.mark.parametrize(
    ("actor", "expected"), [(GOVERNMENT, ["peru"]), (NAVY, ["peru"]), (OFFICIALS, ["peru"]), (STUDENTS, [])]
)
def test_what_bodies_and_forces_do_counts_for_their_state(actor: Entity, expected: list[str]) -> None:
    assert [one.source for one in trend(state_acts(doing(actor), {"attacked": "ASSAULT"}))] == expected


@pytest.mark.parametrize(("day", "expected"), [(DAY, ["france"]), (date(2012, 6, 1), [])])
def test_whom_the_table_knows_acts_for_a_state_on_the_days_of_a_term(day: date, expected: list[str]) -> None:
    assert [one.source for one in trend(state_acts(doing(PRESIDENT, day), {"attacked": "ASSAULT"}))] == expected


def test_of_a_cluster_that_has_a_state_and_states_that_nobody_names_the_first_counts() -> None:
    corpus = doing(Entity(NodeId("the-state-1"), "Country", "state"))
    units = (Unit(PERU, ArticleId("a")), Unit(NodeId("the-state-1"), ArticleId("a")))
    one = replace(corpus, links=Links((Cluster("entity", units),)))
    (said,) = (one for one in corpus.graph.statements if one.relation == "attacked")
    assert Acting(one).state(one.links.cluster(PERU, ArticleId("a")), said) == PERU
    assert one.label(one.links.cluster(PERU, ArticleId("a"))) == "Peru"


def test_a_brief_of_a_state_has_what_its_government_does_told_as_such(kg: Kg, tmp_path: Path) -> None:
    write(doing(GOVERNMENT).graph, tmp_path / "a.ttl", evidence="full")
    ran = kg("brief", "a.ttl", "Peru", "-f", "csv")
    assert sorted(line.split(",")[0] for line in ran.out.splitlines()[1:]) == ["agent: Government of Peru", "target"]
    assert "agent: " not in kg("brief", "a.ttl", "Government of Peru", "-f", "csv").out


def test_happenings_of_a_state_are_those_of_its_brief(kg: Kg, tmp_path: Path) -> None:
    write(doing(PRESIDENT).graph, tmp_path / "a.ttl", evidence="full")
    assert "attacked" in kg("brief", "a.ttl", "France", "-f", "csv").out
    assert "attacked" in kg("happenings", "a.ttl", "--about", "France", "-f", "csv").out


def test_states_that_an_article_only_describes_are_none() -> None:
    several = Entity(NodeId("northern-countries-0a1b2c3d"), "Country", "Northern countries")
    assert trend(state_acts(doing(several), {"attacked": "ASSAULT"})) == ()


# What parallel cases differ in: who acts upon whom, on what topic, what it befalls.


MONDAY, WEDNESDAY = date(2026, 3, 2), date(2026, 3, 4)


def thing(label: str, cls: str = "Group") -> Entity:
    return entity(label.replace(" ", "-"), cls, label)


def happenings(*clauses: Clause) -> int:
    graph = merged(told(name, day, one) for name, day, one in zip("ab", (MONDAY, WEDNESDAY), clauses, strict=True))
    return sum(cluster.kind == EVENT for cluster in linked(graph).clusters)


def test_what_two_states_do_to_each_other_is_not_one() -> None:
    there, back = Clause("peru", "attacked", "chile"), Clause("chile", "attacked", "peru")
    assert happenings(there, there) == 1
    assert happenings(there, back) == 2


def event_of(roles: dict[str, Entity], agent: str = "") -> EventProfile:
    """An event in an article with these roles."""
    graph = told("a", MONDAY, Clause(agent or "velox", "expelled", "peru"))
    kept = {Role("agent", NodeId(agent))} if agent else set()
    filled = frozenset({*kept, *(Role(name, one.id) for name, one in roles.items())})
    events = tuple(replace(one, roles=filled) for one in graph.events)
    (found,) = Profiles(replace(graph, events=events) | Graph(entities=(*roles.values(),))).events
    return found


@tried_on("role", "one", "another", "other", "is_apart")
def test_parallel_cases_are_apart(role: str, one: str, another: str, other: str, is_apart: bool) -> None:
    assert are_apart(event_of({role: thing(one)}), event_of({another: thing(other)})) is is_apart


def test_what_befalls_others_by_another_word_may_be_one_where_a_name_is_shared() -> None:
    nurses, workers = {"patient": thing("nurses")}, {"patient": thing("workers")}
    assert are_apart(event_of(nurses), event_of(workers))
    assert not are_apart(event_of(nurses, "karl-berg"), event_of(workers, "karl-berg"))


@pytest.mark.parametrize(
    ("label", "is_apart"), [("accord on steel", True), ("accord on fish and crabs", False), ("accord", False)]
)
def test_agreements_on_other_topics_are_not_one(label: str, *, is_apart: bool) -> None:
    graphs = []
    for name, words in (("a", "accord on fish"), ("b", label)):
        one = thing(words, "Agreement")
        graph = told(name, MONDAY, Clause("peru", "signed", "chile"))
        said = tuple(replace(statement, object=one.id) for statement in graph.statements)
        graphs.append(replace(graph, entities=(*graph.entities, one), statements=said))
    first, second = (one for one in Profiles(merged(graphs)).entities if one.cls == "Agreement")
    assert are_entities_apart(first, second) is is_apart


# Who held an office on a day: by articles on their days, and by the table of office holders.


OFFICE = "chairman-of-velox"
DAYS = [date(2026, 1, 5), date(2026, 2, 5), date(2026, 3, 5)]


def holding(
    name: str, day: date | None, who: str, time: TimeSpan | None = None, rule: str = "holding/current"
) -> Graph:
    """An article that calls somebody the chairman."""
    graph = told(name, day, Clause(who, "chaired", "velox"))
    (said,) = graph.statements
    held = replace(said, relation="heldOffice", object=NodeId(OFFICE), event=None, rule=rule, time=time)
    return replace(graph, events=(), statements=(held,)) | Graph(
        entities=(entity(OFFICE, "Office", "Chairman of Velox"),)
    )


def found(*graphs: Graph) -> list[tuple[str, date | None, date | None, int]]:
    graph = merged(graphs)
    corpus = Corpus(graph, linked(graph))
    return [(one.person, one.start, one.end, len(one.statements)) for one in tenures(corpus)]


def test_who_is_called_the_holder_on_two_days_held_the_office_between() -> None:
    graphs = holding("a", DAYS[0], "karl-berg"), holding("b", DAYS[2], "karl-berg")
    assert [one[1:] for one in found(*graphs)] == [(DAYS[0], DAYS[2], 2)]


@pytest.mark.parametrize("label", ["Victim of Velox", "CHAIRMAN OF VELOX", "chairman of velox"])
def test_an_office_is_what_is_headed_by_the_name_of_one_but_in_no_line_of_capitals(label: str) -> None:
    graph = holding("a", DAYS[0], "karl-berg")
    called = tuple(replace(one, label=label) if one.id == OFFICE else one for one in graph.entities)
    assert bool(found(replace(graph, entities=called))) is label.islower()


def test_another_holder_between_makes_two_tenures() -> None:
    people = ["karl-berg", "mykhailo-podoliak", "karl-berg"]
    graphs = [holding(name, day, who) for name, day, who in zip("abc", DAYS, people, strict=True)]
    assert [one[1:3] for one in found(*graphs)] == [(day, day) for day in DAYS]


def clause(tense: str, time: TimeSpan | None = None, source: str = "") -> Graph:
    """An article in which a clause tells who is the chairman."""
    graph = holding("a", DAYS[0], "karl-berg", time, "clause/active/be")
    source_id = NodeId(source) if source else None
    return replace(
        graph,
        statements=tuple(replace(said, tense=tense, attributed_to=source_id) for said in graph.statements),
    )


UNTIL, SINCE = TimeSpan(end=date(2015, 12, 31)), TimeSpan(date(2019, 1, 1))


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        (clause("present"), [(DAYS[0], DAYS[0])]),
        (clause("present perfect", SINCE), [(SINCE.start, DAYS[0])]),
        (clause("present", TimeSpan(end=date(2028, 12, 31))), [(DAYS[0], DAYS[0])]),
        (clause("past", TimeSpan(date(2010, 1, 1), UNTIL.end)), [(date(2010, 1, 1), UNTIL.end)]),
        (clause("past"), []),
        (clause("past", UNTIL), []),
        (clause("past perfect"), []),
        (clause("present", source="ana-berg"), []),
        (holding("a", DAYS[0], "karl-berg", rule="holding/told"), []),
    ],
)
def test_only_a_fact_in_the_present_tense_reaches_the_day_of_its_article(
    graph: Graph, expected: list[tuple[date | None, date | None]]
) -> None:
    assert [one[1:3] for one in found(graph)] == expected


@pytest.mark.parametrize("other", ["ana-berg", "mykhailo-podoliak"])
def test_two_holders_on_one_day_break_no_tenure_whatever_their_names(other: str) -> None:
    graphs = [holding(name, day, "karl-berg") for name, day in zip("abc", DAYS, strict=True)]
    ends = [one[1:3] for one in found(*graphs, holding("d", DAYS[1], other))]
    assert sorted(ends, key=repr) == [(DAYS[0], DAYS[2]), (DAYS[1], DAYS[1])]


@pytest.mark.parametrize(
    "graph", [holding("a", None, "karl-berg"), holding("a", DAYS[0], "karl-berg", rule="holding/former")]
)
def test_who_held_it_before_or_on_no_known_day_did_not_hold_it_then(graph: Graph) -> None:
    assert found(graph) == []


def test_a_time_of_the_text_goes_before_the_day_of_the_article() -> None:
    span = TimeSpan(date(2020, 1, 1), date(2021, 6, 30))
    assert found(holding("a", DAYS[0], "karl-berg", span)) == [("karl-berg", span.start, span.end, 1)]


def test_what_is_denied_proves_nothing() -> None:
    graph = holding("a", DAYS[0], "karl-berg")
    denied = (replace(said, factuality=Factuality.DENIED) for said in graph.statements)
    assert found(replace(graph, statements=tuple(denied))) == []


def test_the_table_knows_an_office_that_no_article_tells_of() -> None:
    office = office_named("President of France")
    assert office is not None
    graph = told("a", DAYS[0], Clause("velox", "sued", "peru"))
    terms = tenures(Corpus(graph, linked(graph)), [office])
    assert on(terms, date(2015, 3, 1)) == {"François Hollande"}
    assert on(terms, date(2018, 3, 1)) == {"Emmanuel Macron"}


def on(terms: Sequence[Tenure], day: date) -> set[str]:
    return {one.holder for one in terms if one.covers(day)}


def test_who_held_an_office_on_a_day_is_told_with_its_sentence(kg: Kg, tmp_path: Path) -> None:
    write(holding("a", DAYS[0], "karl-berg") | holding("b", DAYS[2], "karl-berg"), tmp_path / "a.ttl", evidence="full")
    ran = kg("tenures", "a.ttl", "--office", "Chairman of Velox", "--on", "2026-02-01", "-f", "jsonl")
    (row,) = map(json.loads, ran.out.splitlines())
    assert (row["holder"], row["by"], row["sources"], len(row["statements"])) == ("Karl Berg", "articles", 2, 2)
    assert row["sentence"].startswith("Karl Berg chaired Velox")
    assert "nobody is known" in kg("tenures", "a.ttl", "--on", "2026-04-01").err
    assert kg("tenures", "a.ttl", "--office", "Chairman of Nothing").code == 2


def test_tenures_are_rdf_with_what_proves_them() -> None:
    graph = holding("a", DAYS[0], "karl-berg")
    (said,) = graph.statements
    body = as_rdf(Corpus(graph, linked(graph)), "nt").decode()
    (name,) = (line.split()[0] for line in body.splitlines() if line.endswith("#Tenure> ."))
    proof = f"{name} <https://w3id.org/newsgraph/ontology#byStatement> <https://w3id.org/newsgraph/id/{said.id}> ."
    assert proof in body.splitlines()
