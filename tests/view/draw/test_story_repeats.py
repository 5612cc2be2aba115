"""What a story tells once, and what ranks behind: nouns that are no sentences, and the same in other words."""

from dataclasses import replace
from datetime import date

import pytest

from kg.model import ArticleId, Evidence, Factuality, Graph, NodeId, Statement, TimeSpan
from kg.view.draw.cards import card
from kg.view.draw.story.choosing import chosen, is_fragment, says_same, weighed
from tests.cases import tried_on
from tests.graphs import statement, trade_graph


def _said(
    label: str, rule: str, predicate: str, subject: str = "canada", firmness: Factuality = Factuality.ASSERTED
) -> Statement:
    triple = (subject, "criticised", "china")
    sentence = Evidence(ArticleId("trade"), 0, len(label), label)
    made = statement(triple, sentence, firmness, name=f"statement-{predicate}")
    return replace(made, label=label, rule=rule, predicate_text=predicate, event=NodeId(f"event-{predicate}"))


def _graph(*said: Statement) -> Graph:
    return Graph() | replace(trade_graph(), statements=said)


@tried_on("label", "rule", "predicate", "expected")
def test_a_noun_with_what_hangs_on_it_is_a_fragment(label: str, rule: str, predicate: str, *, expected: bool) -> None:
    graph = _graph(_said(label, rule, predicate))
    assert is_fragment(card(graph, graph.statements[0], {})) is expected


def test_a_noun_in_a_clause_of_its_sentence_is_no_fragment() -> None:
    war = _said("Canada ended its war against China", "noun/happening/war", "war")
    graph = _graph(replace(war, clause_text=war.label), _said("Canada ended it", "clause/active", "ended"))
    assert not any(is_fragment(card(graph, one, {})) for one in graph.statements)


def test_a_fragment_is_no_card() -> None:
    fragment = _said("Canada's long war against China", "noun/happening/war", "war")
    sentence = replace(_said("China criticised Canada once more", "clause/active", "criticised", "china"))
    graph = _graph(fragment, replace(sentence, object=NodeId("canada")))
    assert [one.text for one in chosen(graph, graph.statements).acts] == [sentence.label]


@tried_on("other", "subject", "firmness", "expected")
def test_the_same_in_other_words_is_known_by_its_actor_and_firmness(
    other: str, subject: str, firmness: str, *, expected: bool
) -> None:
    first = _said("Canada criticised Chinese tariffs sharply", "clause/active", "criticised")
    graph = _graph(first, _said(other, "clause/active", "sharply", subject, Factuality(firmness)))
    cards = [card(graph, one, {}) for one in graph.statements]
    assert says_same(*cards) is expected


def test_a_card_of_two_statements_has_the_time_of_the_one_that_tells_it() -> None:
    sentence = "Canada's navy drew criticism after sinking a trawler"
    undated = _said(sentence, "clause/active", "sinking")
    dated = replace(_said(sentence, "clause/active", "drew"), time=TimeSpan(date(2026, 1, 1), date(2026, 1, 31)))
    undated = replace(undated, time=None)
    for said in ((undated, dated), (dated, undated)):
        (made,) = weighed(_graph(*said), said).cards
        assert set(made.said) == {undated.id, dated.id}
        assert made.time == dated.time


@pytest.mark.parametrize(
    ("label", "is_denied"), [("has not signed or ended", True), ("ended but has not signed", False)]
)
def test_of_a_fact_and_a_denial_in_the_same_words_the_first_is_shown(label: str, *, is_denied: bool) -> None:
    sentence = f"Canada {label} the treaty with China"
    fact = _said(sentence, "clause/shared-active", "ended")
    denial = _said(sentence, "clause/active", "has not signed", firmness=Factuality.DENIED)
    graph = _graph(fact, denial)
    told = [one.factuality for one in weighed(graph, graph.statements).cards]
    assert told == [Factuality.DENIED if is_denied else Factuality.ASSERTED]
