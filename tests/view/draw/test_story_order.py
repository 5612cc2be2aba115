"""The order of a story's acts: what follows on what, and where acts without a date stand."""

import re
import tomllib
from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest

from kg.model import Event, Graph, NodeId, Precision, Role, Statement, TimeSpan
from kg.view.draw.story.choosing import chosen
from kg.view.draw.story.columns import (
    AS_OF,
    EARLIER,
    LATER,
    UNDATED,
    Columns,
    columns,
    holds_now,
    is_before,
    sequels_of,
)
from tests.graphs import entity, evidence, statement, trade_graph

TABLES = tomllib.loads((files("kg.view.draw.story") / "order.toml").read_text(encoding="utf-8"))
NOW = date(2024, 5, 17)
YEAR = TimeSpan(date(2020, 1, 1), date(2020, 12, 31), "2020", Precision.YEAR)
ACTORS = ("Chad", "Peru", "Oman")


def _graph(text: str, *verbs: str, times: dict[str, TimeSpan] | None = None, events: tuple[Event, ...] = ()) -> Graph:
    """What a text tells, of each verb the clause "ACTOR VERB ..."; events of the name of a verb are its own."""
    names = {one.id for one in events}
    said = tuple(
        replace(_said(text, verb), time=(times or {}).get(verb), event=NodeId(verb) if verb in names else None)
        for verb in verbs
    )
    actors = (*(entity(one.casefold(), "Country", one) for one in ACTORS), entity("it", "Topic", "it"))
    article = replace(trade_graph().articles[0], title="", date=NOW, text="")
    return Graph() | replace(
        trade_graph(), articles=(article,), entities=actors, quantities=(), events=events, statements=said
    )


def _said(text: str, verb: str) -> Statement:
    (sentence,) = (one.strip() for one in re.findall(r"[^.]+\.", text) if re.search(rf"\b{verb}\b", one))
    actor = max(ACTORS, key=lambda one: sentence.rfind(one, 0, sentence.index(verb)))
    words = re.split(r"[,.]", sentence.partition(verb)[2])[0]
    made = statement((actor.casefold(), "signed", "it"), evidence(sentence, text=text), name=f"statement-{verb[:4]}")
    label = f"{actor} {verb}{words}"
    tense = {"digs": "present", "had left": "past perfect"}.get(verb, "past")
    return replace(made, subject_text=actor, predicate_text=verb, label=label, rule="clause/active", tense=tense)


def _columns(graph: Graph) -> Columns:
    acts = chosen(graph, graph.statements, 0).acts
    return columns(graph, acts, sequels_of(graph, acts), 9)


def _marks(graph: Graph) -> dict[str, tuple[str, str]]:
    """By the actor of a card its column and its mark."""
    return {
        card.text.partition(" ")[0]: (column.label, column.marks.get(card.said[0], ""))
        for column in _columns(graph).columns
        for card in column.cards
    }


@pytest.mark.parametrize(("kind", "count"), [("examples", 1), ("counterexamples", 0)])
def test_what_words_of_order_bind_follows(kind: str, count: int) -> None:
    for text in TABLES["adverbs"][kind]:
        graph = _graph(text, "dug", "left")
        found = sequels_of(graph, chosen(graph, graph.statements, 0).acts)
        told = ("statement-dug", "statement-left", TABLES["adverbs"]["words"])
        assert [(one.first, one.second, one.words) for one in found] == [told] * count


@pytest.mark.parametrize("kind", TABLES["sequel"], ids=lambda kind: kind["words"])
def test_what_a_happening_has_in_a_role_of_order_comes_first(kind: dict[str, list[str]]) -> None:
    for role in kind["roles"]:
        events = (Event(NodeId("dug"), "Event", "digging"), _event("left", role, "dug"))
        graph = _graph("Chad dug a well. Peru left the hall.", "dug", "left", events=events)
        (sequel,) = sequels_of(graph, chosen(graph, graph.statements, 0).acts)
        ends = ("statement-left", "statement-dug") if kind.get("is_turned") else ("statement-dug", "statement-left")
        assert (sequel.first, sequel.second) == ends


def _event(name: str, role: str, filler: str) -> Event:
    return Event(NodeId(name), "Event", name, frozenset({Role(role, NodeId(filler))}))


def test_what_holds_now_and_what_was_over_is_told_by_the_tense_of_the_clause() -> None:
    graph = _graph("Chad dug a well.", "dug")
    (card,) = chosen(graph, graph.statements, 0).acts
    tenses = ("", "past", "present", "past perfect", "present perfect")
    told = [replace(card, statement=replace(card.statement, tense=tense)) for tense in tenses]
    assert [*map(holds_now, told)] == [False, False, True, False, True]
    assert [*map(is_before, told)] == [False, False, False, True, False]


def test_what_follows_a_dated_act_stands_with_it_as_later_and_what_it_follows_as_earlier() -> None:
    dated = {"dug": YEAR}
    later = _marks(_graph("Chad dug a well. Peru then left.", "dug", "left", times=dated))
    assert later == {"Chad": ("2020", ""), "Peru": ("2020", LATER)}
    earlier = _marks(_graph("Peru left. Chad then dug a well.", "left", "dug", times=dated))
    assert earlier == {"Chad": ("2020", ""), "Peru": ("2020", EARLIER)}


def test_what_holds_stands_at_the_day_of_the_article() -> None:
    assert _marks(_graph("Chad digs a well.", "digs")) == {"Chad": (f"{AS_OF} 17 May 2024", f"{AS_OF} 17 May 2024")}


def test_what_is_told_beside_a_dated_act_or_in_the_next_sentence_has_no_place_in_time() -> None:
    text = "Chad dug a well while Oman slept. Peru had left the hall."
    found = _columns(_graph(text, "dug", "slept", "had left", times={"dug": YEAR}))
    assert [card.text.partition(" ")[0] for card in found.undated] == ["Oman", "Peru"]


def test_what_had_been_done_with_a_happening_of_known_time_is_earlier() -> None:
    events = (_event("had left", "theme", "talks"), Event(NodeId("talks"), "Event", "talks", time=YEAR))
    assert _marks(_graph("Peru had left the talks.", "had left", events=events)) == {"Peru": ("2020", EARLIER)}


def test_what_is_done_with_a_happening_of_known_time_stands_there() -> None:
    events = (_event("left", "theme", "talks"), Event(NodeId("talks"), "Event", "talks", time=YEAR))
    assert _marks(_graph("Peru left the talks.", "left", events=events)) == {"Peru": ("2020", UNDATED)}


def test_the_first_sentence_tells_the_news_of_the_day_of_the_article_and_the_next_has_no_place() -> None:
    told = _marks(_graph("Chad dug a well. Peru left the hall. Nobody cared. Oman slept.", "dug", "left", "slept"))
    assert told == {"Chad": ("17 May 2024", UNDATED)}
