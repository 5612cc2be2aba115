"""Single readings of the whole chain, each beside one that must not fire."""

from dataclasses import replace

import pytest

from kg.isolation import USUAL
from kg.model import ArticleId
from kg.parse.readings import put, reading_of
from kg.pipeline.build import article_graph, build, known_entities
from kg.pipeline.outcomes import UNWORTHY, Built
from kg.pipeline.workers import read_here
from tests.cases import tried_on
from tests.reading import RECIPE, graph, said, sentence, tools

pytestmark = pytest.mark.model


@tried_on("text", "line")
def test_a_sentence_says_so(text: str, line: str) -> None:
    assert any(str(statement).startswith(line) for statement in said(graph(text)))


@tried_on("text", "line")
def test_a_sentence_says_nothing_of_the_kind(text: str, line: str) -> None:
    assert not any(str(statement).startswith(line) for statement in said(graph(text)))


@tried_on("text", "roles")
def test_a_preposition_tells_what_surrounds_whatever_happens(text: str, roles: list[list[str]]) -> None:
    found = graph(text)
    told = {(role.name, found.label(role.filler)) for event in found.events for role in event.roles}
    around = {"cause", "condition", "instrument", "place", "requestedBy", "topic"}
    assert {(name, filler) for name, filler in told if name in around} == {*map(tuple, roles)}


def test_the_time_of_a_worsening_is_not_its_cause() -> None:
    found = graph("Relations worsened in 2024 when Kenya expelled two Ugandan diplomats.")
    causes = [found.label(role.filler) for event in found.events for role in event.roles if role.name == "cause"]
    assert "2024" not in causes


def test_a_pronoun_that_may_mean_several_things_makes_no_statement() -> None:
    reader, ontology = tools()
    (_, doc), *_ = reader.read([sentence("The bank sued the fund. It lost money.")])
    known = known_entities(reader.gazetteer)
    article = sentence("The bank sued the fund. It lost money.")
    assert "lose" in {s.relation for s in article_graph(article, doc, ontology, known=known).statements}
    (it,) = (token.i for token in doc if token.text == "It")
    reading = reading_of(doc)
    put(doc, replace(reading, corefs=replace(reading.corefs, ambiguous=frozenset({it}))))
    assert "lose" not in {s.relation for s in article_graph(article, doc, ontology, known=known).statements}


def test_a_detail_whose_main_statement_is_not_sure_enough_is_a_main_one() -> None:
    reader, ontology = tools()
    text = "Canada sends about 90% of its oil exports to the United States, leaving it exposed to shifts in demand."
    for least in (0.0, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8):
        found = build([sentence(text)], reader, ontology, min_confidence=least).graph
        ids = {said.id for said in found.statements}
        assert all(said.detail_of is None or said.detail_of in ids for said in found.statements)
        assert all(said.confidence >= least for said in found.statements)


def test_what_the_usual_threshold_leaves_out_is_counted_and_there_with_all(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Kenya accused Uganda of smuggling. It was said that some of the others might have been left in it."
    (every,) = read_here([sentence(text)], replace(RECIPE, min_confidence=0.0), limits=USUAL)
    assert isinstance(every, Built)
    least = max(said.worth for said in every.graph.statements)
    monkeypatch.setattr("kg.mapping.threshold.threshold", lambda: least)
    monkeypatch.setattr("kg.mapping.threshold.least_useful", lambda: 0.0)
    (usual,) = read_here([sentence(text)], RECIPE, limits=USUAL)
    assert isinstance(usual, Built)
    kept, told = ({said.id for said in built.graph.statements} for built in (usual, every))
    assert kept == {said.id for said in every.graph.statements if said.worth >= least} != told
    (count,) = (count for cause, count in usual.counts.items() if cause.startswith(UNWORTHY))
    assert count == len(told - kept)


def test_a_pronoun_left_open_is_another_thing_in_another_article() -> None:
    reader, ontology = tools()
    articles = [replace(sentence("They demanded transparency."), id=ArticleId(name)) for name in ("a", "b")]
    known = known_entities(reader.gazetteer)
    one, other = (article_graph(article, doc, ontology, known=known) for article, doc in reader.read(articles))
    assert {s.subject for s in one.statements}.isdisjoint(s.subject for s in other.statements)
    assert {s.object for s in one.statements}.isdisjoint(s.object for s in other.statements)  # no name, and in no table


@tried_on("text", "label", "country")
def test_a_part_of_a_country_is_a_place_in_it(text: str, label: str, country: str) -> None:
    found = {entity.label: entity for entity in graph(text).entities}[label]
    assert (found.cls == "Country", found.country) == (label[0].isupper(), country)


def test_how_long_a_sentence_is_does_not_say_when_it_was_passed() -> None:
    assert all(s.time is None for s in graph("The court sentenced Anna Berg to ten years in prison.").statements)


def test_who_lifts_a_tariff_imposes_none_on_that_day() -> None:
    found = graph("Kenya lifted its tariff on Ugandan sugar on May 5, 2024.")
    classes = {event.id: event.cls for event in found.events}
    told = {s.relation: (classes[s.event], s.time is not None) for s in found.statements if s.event}
    assert told == {"easedTariffOn": ("EaseTariff", True), "imposedTariffOn": ("ImposeTariff", False)}


def test_who_imposes_a_tariff_has_one_happening() -> None:
    found = graph("Kenya imposed a tariff on Ugandan sugar on May 5, 2024.")
    assert [event.cls for event in found.events] == ["ImposeTariff"]


@tried_on("text", "answer")
def test_any_act_may_answer_another(text: str, answer: str) -> None:
    found = graph(text)
    classes = {event.id: event.cls for event in found.events}
    links = [
        (event.cls, classes.get(role.filler))
        for event in found.events
        for role in event.roles
        if role.name == "inResponseTo"
    ]
    assert links == ([(answer, "ImposeTariff")] if answer else [])


def test_a_duty_has_its_rate_and_its_goods_and_no_kind() -> None:
    found = graph("India raised import duties on soybean oil to 35%.")
    roles = {(role.name, found.label(role.filler)) for event in found.events for role in event.roles}
    assert roles == {("agent", "India"), ("commodity", "soybean oil"), ("rate", "35%")}


def test_a_pronoun_that_stays_open_makes_no_fact() -> None:
    assert [one.is_fact for one in graph("They attacked the village.").statements] == [False]
    assert [one.is_fact for one in graph("Norway imposed tariffs on Peru.").statements if one.is_main] == [True]


def test_lifting_sanctions_is_another_happening_than_the_sanctions() -> None:
    found = graph("The EU will end its sanctions on Chad.")
    assert {"LiftSanctions", "ImposeSanctions"} <= {event.cls for event in found.events}


def test_shots_that_are_fired_leave_no_office() -> None:
    assert not any(event.cls == "LeaveOffice" for event in graph("No shots were fired.").events)
    assert any(event.cls == "LeaveOffice" for event in graph("The minister was fired on Monday.").events)
