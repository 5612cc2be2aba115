"""Which cards a story has: doubt, whose voice, rows of who acts, how often readers found a statement wrong."""

from dataclasses import replace
from datetime import date

import pytest

from kg.model import Factuality, Graph, NodeId, Precision, TimeSpan, Trust
from kg.view.draw import scene_of
from kg.view.draw.cards import card
from kg.view.draw.days import span
from kg.view.draw.look import UNSURE
from kg.view.draw.matrix import cells_of
from kg.view.draw.scene import Words
from kg.view.draw.sheet import offices
from kg.view.draw.story.choosing import chosen, says_same, weighed
from tests.cases import tried_on
from tests.graphs import entity, trade_graph
from tests.view.draw.test_story import STORY, _graph, _said, _texts, _year


def test_what_is_unsure_is_marked_and_what_is_more_so_left_out_and_counted() -> None:
    sure, unsure, doubtful = (
        _said(("canada", relation, "china"), label, confidence=share)
        for relation, label, share in (
            ("criticised", "Canada criticised China for its steel", 0.8),
            ("praised", "Canada praised lobsters of other shores", 0.45),
            ("warned", "Canada demanded lower rents everywhere", 0.2),
        )
    )
    graph = _graph(sure, unsure, doubtful)
    found = chosen(graph, graph.statements)
    told = {one.text: one.firmness for one in (*found.acts, *found.words)}
    assert told == {sure.label: "", unsure.label: "?"}
    assert found.doubtful == 1
    words = " ".join(one.text for one in scene_of(graph, STORY).flat() if isinstance(one, Words))
    assert all(told in words for told in ("1 left out as unsure", "doubtful: fewer than 5 in 10"))


def test_a_sentence_with_two_blanks_or_a_broken_line_in_it_has_a_card() -> None:
    quote = "Canada criticised \n  China for its steel"
    said = _said(("canada", "criticised", "china"), "Canada criticised China for its steel")
    span = replace(said.first_evidence, end=said.first_evidence.start + len(quote), quote=quote)
    graph = _graph(replace(said, evidence=frozenset({span})))
    assert [one.text for one in chosen(graph, graph.statements).acts] == ["Canada criticised China for its steel"]


def test_a_name_in_brackets_must_be_surer() -> None:
    found = _said(("canada", "criticised", "china"), "Canada criticised China", confidence=0.3)
    named = replace(found, subject_text="It", clause_text="It criticised China")
    for said, count in ((found, 0), (named, 1)):
        assert chosen(_graph(said), (said,)).doubtful == count


def test_what_is_unsure_must_stand_without_a_gap() -> None:
    for label, count in (("Canada … criticised China", 1), ("Canada criticised China …", 0)):
        said = _said(("canada", "criticised", "china"), label, confidence=0.45)
        assert chosen(_graph(said), (said,)).doubtful == count


def test_the_court_is_not_told_of_a_lower_court_where_there_is_another() -> None:
    courts = (entity("court", "PublicBody", "lower court"), entity("high", "PublicBody", "high court"))
    said = _said(("court", "criticised", "china"), "The same court criticised China", subject_text="the same court")
    for others, count in ((courts[:1], 0), (courts, 1), ((courts[0], entity("clerk", "Group", "clerk of a court")), 0)):
        graph = replace(trade_graph(), entities=(*trade_graph().entities, *others), statements=(said,))
        assert chosen(Graph() | graph, (said,)).doubtful == count


def test_what_a_noun_tells_inside_of_a_sentence_has_no_row() -> None:
    said = _said(("china", "war", "canada"), "Canada regrets the war of China", rule="noun/happening/war")
    told = _said(("canada", "regret", "china"), "Canada regrets the war of China", subject_text="Canada")
    assert [weighed(graph, graph.statements).cards[0].is_words for graph in map(_graph, (said, told))] == [True, False]


def test_a_release_is_all_told_as_its_bodys_but_for_its_own_acts() -> None:
    body = NodeId("canadian-officials")
    acts = _said(("canada", "criticised", "china"), "Canada criticised China", reported_by=body, own_act=True)
    praise = _said(("canada", "help", "china"), "Canada is helping China", reported_by=body, own_act=True, is_open=True)
    article = replace(trade_graph().articles[0], publisher="The Ministry", date=date(2026, 1, 14))
    scene = scene_of(replace(_graph(acts, praise), articles=(article,)), STORY)
    assert {text.partition(" says ")[2] for text in _texts(scene)} == {"", "Canadian officials"}
    words = {one.text for one in scene.flat() if isinstance(one, Words)}
    assert "The story · release of The Ministry, 14 Jan 2026" in words


def test_the_foot_says_how_many_are_sure_and_only_they_are_drawn_as_facts() -> None:
    graph = trade_graph()
    told = [replace(said, confidence=0.9, trust=Trust.SURE) for said in graph.statements]
    for trust, words in ((Trust.SURE, "sure, about 9 in 10 right; 0 leads."), (Trust.LEAD, "0 sure; ")):
        scene = scene_of(replace(graph, statements=tuple(replace(said, trust=trust) for said in told)), STORY)
        told_words = " ".join(one.text for one in scene.flat() if isinstance(one, Words))
        assert words in told_words
        assert "doubtful" not in told_words
        assert f"{len(list(scene.groups('card')))} cards of " in told_words
        assert ("sure, and a fact by the article" in told_words) is (trust is Trust.SURE)


def test_what_one_of_several_statements_is_reported_by_makes_no_release() -> None:
    said = _said(("canada", "criticised", "china"), "Canada criticised China")
    outer = _said(("canada", "praised", "china"), "Canada praised China", reported_by=NodeId("canadian-officials"))
    third = _said(("china", "praised", "canada"), "China praised Canada")
    article = replace(trade_graph().articles[0], publisher="The Post", date=None)
    scene = scene_of(replace(_graph(said, outer, third), articles=(article,)), STORY)
    assert "The story · article of The Post" in {one.text for one in scene.flat() if isinstance(one, Words)}


def test_a_card_of_two_acts_has_the_sign_of_the_first() -> None:
    words = "Canada criticised China and praised Peru"
    first = _said(("canada", "criticised", "china"), words, relation_class="Criticising")
    second = _said(("canada", "praised", "china"), words, relation_class="Helping")
    (one,) = weighed(_graph(first, second), (first, second)).cards
    assert (one.text, one.family.name) == (words, "SayAndJudge")


def test_what_will_be_so_or_has_a_number_is_told_and_what_is_so_is_not() -> None:
    energy, dates = "Talks focus on energy", "Talks focus on the first visit since 2017"
    asserted = Factuality.ASSERTED
    for label, factuality, kind, count in (
        (energy, Factuality.EXPECTED, "Relating other", 1),
        (energy, asserted, "Relating other", 0),
        (dates, asserted, "Relating other", 1),
        ("Canadian soldiers were killed", asserted, "Occurring", 1),
    ):
        said = _said(("canada", "criticised", "china"), label, factuality)
        said = replace(said, is_open=True, relation="focus-on", relation_class=kind, predicate_text="focus on")
        assert len(weighed(_graph(said), (said,)).cards) == count


@pytest.mark.parametrize(("second", "when"), [(2014, "2014"), (2015, "")])
def test_a_card_of_two_acts_with_two_dates_has_none(second: int, when: str) -> None:
    words = "Canada was put on a list in 2014 and left in 2015"
    first = _said(("canada", "put", "china"), words, time=_year(2014))
    other = replace(first, id=NodeId("second"), label=words, time=_year(second), event=NodeId("event-second"))
    graph = _graph(first, other)
    (found,) = weighed(graph, graph.statements).cards
    assert (found.text, span(found.time)) == (words, when)


def test_two_acts_of_a_sentence_that_begins_with_its_place_are_both_told() -> None:
    words = "In Lima on Monday in May, Canada praised China and Canada left all of its tariffs"
    first = _said(("canada", "criticised", "china"), words, predicate_text="praised", subject_text="Canada")
    label = "Canada left all of its tariffs"
    second = replace(first, id=NodeId("second"), label=label, predicate_text="left", event=NodeId("event-second"))
    place = "In Lima on Monday in May, Canada praised China"
    first, second = replace(first, clause_text=place), replace(second, clause_text=label)
    graph = _graph(first, second)
    texts = {one.text for one in weighed(graph, graph.statements).cards}
    assert texts == {"In Lima on Monday in May, Canada praised China", label}


@tried_on("clause", "subject", "words")
def test_a_card_has_the_words_of_its_clause(clause: str, subject: str, words: str) -> None:
    said = _said(("canada", "paid", "china"), "Canada pays China", subject_text=subject, clause_text=clause)
    assert card(_graph(said), replace(said, rule="clause/shared-active"), {}).text == words


@pytest.mark.parametrize(("clause", "count"), [("To end it all, Canada paid …", 1), ("To end it all, Canada …", 0)])
def test_what_is_cut_before_its_verb_is_no_card(clause: str, count: int) -> None:
    said = _said(("canada", "paid", "china"), "Canada paid China", clause_text=clause)
    said = replace(said, predicate_text="paid")
    assert len(weighed(_graph(said), (said,)).cards) == count


@tried_on("words", "clause", "subject", "predicate", "source", "count")
def test_what_tells_nothing_without_the_words_around_it_is_left_out(
    words: str, clause: str, subject: str, predicate: str, source: str, *, count: int
) -> None:
    known = {"none": Factuality.DENIED, "deserve": Factuality.PLANNED}
    factuality = next((known[word] for word in known if word in words), Factuality.ASSERTED)
    said = _said(("canada", "paid", "china"), words, factuality, clause_text=clause, subject_text=subject)
    said = replace(said, predicate_text=predicate, rule="clause/active", attributed_to=NodeId(source) or None)
    assert chosen(_graph(said), (said,)).doubtful == count


@tried_on("quote", "clause", "source", "words")
def test_a_card_has_all_that_is_of_its_clause(quote: str, clause: str, source: str, words: str) -> None:
    told, rule = (Factuality.DENIED, "shared-active") if " nor " in quote else (Factuality.ASSERTED, "active")
    said = _said(("canada", "denied", "china"), quote, told, clause_text=clause, rule=f"clause/{rule}")
    said = replace(said, subject_text="Canada", attributed_to=NodeId(source) if source else None)
    assert card(_graph(said), said, {}).text == words


@tried_on("quote", "firmness", "source", "words")
def test_a_joined_clause_that_no_card_tells_is_told_on_the_one_before(
    quote: str, firmness: str, source: str, words: str
) -> None:
    said = _said(
        ("canada", "paid", "china"), quote, Factuality(firmness), clause_text="Canada paid", rule="clause/active"
    )
    said = replace(said, attributed_to=NodeId(source) if source else None)
    other = replace(said, id=NodeId("other"), clause_text="Peru left", predicate_text="left")
    assert [card(_graph(said), said, {}, among).text for among in ([], [other])] == [words, "Canada paid"]


def test_whoever_speaks_has_what_stands_beside_the_name() -> None:
    people = (entity("ana", "Person", "Ana Diaz"), entity("grower", "Topic", "its coffee grower"))
    beside = _said(("ana", "kind", "grower"), "Ana Diaz, its coffee grower", rule="apposition", predicate_text="")
    said = _said(("canada", "paid", "china"), "Canada paid China", attributed_to=NodeId("ana"))
    graph = replace(_graph(beside, said), entities=(*trade_graph().entities, *people))
    assert offices(graph) == {"ana": "coffee grower"}
    assert any("Ana Diaz coffee grower" in text for text in _texts(scene_of(graph, STORY)))


@tried_on("pronoun", "start", "whom", "named")
def test_a_pronoun_is_who_is_in_the_sentence_before(pronoun: str, start: int, whom: str, *, named: bool) -> None:
    words = f"{pronoun} had paid Peru"
    said = _said(("canada", "paid", "china"), words, subject_text=pronoun, clause_text=words)
    here = replace(said.first_evidence, start=start, end=start + len(words))
    other = _said(("china", "left", whom), "China left")
    graph = _graph(other, replace(said, evidence=frozenset({here}), rule="clause/active"))
    told = [(one.text, one.has_doer) for one in weighed(graph, graph.statements).cards]
    assert told[-1] == ("[Canada] had paid Peru" if named else words, named)
    (shown,) = cells_of(graph, graph.statements)[NodeId("canada"), NodeId("china")]
    assert (shown.text, UNSURE in shown.firmness) == (told[-1][0], not named)


@tried_on("clause", "rule", "words")
def test_of_what_is_done_by_another_the_words_begin_with_whom_it_is_done_to(clause: str, rule: str, words: str) -> None:
    one = replace(_said(("canada", "sue", "china"), clause, clause_text=clause, subject_text="Canada"), rule=rule)
    one = replace(one, object_text="China", is_passive=False)
    assert card(_graph(one), one, {}).text == words


def test_a_promise_in_the_words_of_what_is_promised_is_told_once() -> None:
    words = "Until May China will pay, Canada promised"
    promise = _said(("canada", "promised", "china"), words, subject_text="Canada", clause_text=words)
    paid = replace(promise, id=NodeId("paid"), subject=NodeId("china"), object=NodeId("china"), event=NodeId("paid"))
    paid = replace(paid, attributed_to=NodeId("canada"), factuality=Factuality.PLANNED, subject_text="China")
    found = chosen(_graph(promise, paid), (promise, paid))
    assert [one.said for one in (*found.acts, *found.words)] == [(paid.id,)]


@tried_on("clause", "subject", "source", "words")
def test_a_pronoun_of_who_speaks_is_not_taken_for_another(clause: str, subject: str, source: str, words: str) -> None:
    said = _said(("canada", "had", "china"), clause, subject_text=subject, clause_text=clause)
    one = replace(said, attributed_to=NodeId(source) if source else None)
    assert card(_graph(one), one, {}).text == words


@tried_on("predicate", "tense", "kind", "is_ahead", "firmness")
def test_what_was_put_off_is_not_to_come(
    predicate: str, tense: str, kind: str, firmness: str, *, is_ahead: bool
) -> None:
    said = _said(("canada", "pay", "china"), f"Canada {predicate}", Factuality(kind), predicate_text=predicate)
    made = card(_graph(said), replace(said, tense=tense), {})
    assert (made.is_ahead, made.firmness) == (is_ahead, firmness)


def test_a_verb_that_two_share_and_what_has_none_are_on_one_card() -> None:
    words = "Canada will pay 200 in Peru, 500 in Cuba and close mines"
    pay = _said(("canada", "pay", "china"), words, Factuality.PLANNED, clause_text="Canada will pay 200 in Peru")
    pay = replace(pay, rule="clause/active", predicate_text="will pay", subject_text="Canada")
    close = replace(pay, id=NodeId("close"), clause_text="Canada will … close mines", rule="clause/shared-active")
    close = replace(close, predicate_text="close", event=NodeId("close"))
    assert [one.text for one in chosen(_graph(pay, close), (pay, close)).acts] == [words]


def test_two_that_differ_in_their_figures_do_not_say_the_same() -> None:
    first, second = (
        card(trade_graph(), _said(("canada", "paid", "china"), f"{n} paid a big toll"), {}) for n in (7, 9)
    )
    assert not says_same(first, second)
    assert says_same(first, replace(second, text=first.text))


def test_of_a_sentence_without_a_card_of_its_own_all_words_stand_behind_those_before_an_it() -> None:
    said = _said(("canada", "paid", "china"), "It paid Peru.", clause_text="It paid Peru", subject_text="It")
    here = frozenset({replace(said.first_evidence, start=12, end=25)})
    said = replace(said, evidence=here, rule="clause/active", confidence=0.3)
    graph = _graph(_said(("china", "left", "canada"), "China left."), said)
    (one,) = chosen(graph, graph.statements).words
    assert (one.text, one.is_fact, one.speaker) == ("China left. It paid Peru", False, "")


def test_what_goes_for_one_that_goes_itself_is_told() -> None:
    paid, left = "Canada paid all of its debts", "left when Peru fell"
    parts = ((paid, "paid", ""), ("Canada … left", "left", "shared-"), ("Peru fell", "fell", ""))
    said = []
    for clause, verb, rule in parts:
        one = _said(("canada", verb, "china"), f"{paid} and {left}", clause_text=clause, predicate_text=verb)
        said.append(replace(one, rule=f"clause/{rule}active", event=NodeId(verb)))
    assert {one.text for one in chosen(_graph(*said), said).acts} == {paid, f"[Canada] {left}"}


@pytest.mark.parametrize(("subject", "has_doer"), [("Canada", True), ("the judge", False)])
def test_a_clause_in_another_is_of_whom_the_words_name(subject: str, *, has_doer: bool) -> None:
    said = _said(("canada", "left", "china"), f"Ties ended when {subject} left", subject_text=subject)
    said = replace(said, clause_text=f"{subject} left", rule="clause/active")
    assert card(_graph(said), said, {}).has_doer is has_doer


@pytest.mark.parametrize(("tense", "when"), [("past perfect", ""), ("present", "15 Jan 2026")])
def test_what_is_told_as_past_has_no_day_after_its_article(tense: str, when: str) -> None:
    tomorrow = TimeSpan(date(2026, 1, 15), date(2026, 1, 15), "after 1 a.m.", Precision.DAY)
    said = _said(("canada", "gave", "china"), "An order had been given", tense=tense, time=tomorrow)
    article = replace(trade_graph().articles[0], date=date(2026, 1, 14))
    assert span(card(replace(_graph(said), articles=(article,)), said, {}).time) == when
    led, text = replace(said, clause_text="it was told", rule="clause/active"), "It left as it was told"
    led = replace(led, evidence=frozenset(replace(one, end=len(text), start=0, quote=text) for one in led.evidence))
    assert card(_graph(led), led, {}).time is None  # its words are those of what governs it, of another day


def test_what_was_over_and_has_no_date_is_told_as_earlier() -> None:
    said = _said(("canada", "held", "china"), "Canada had held ten", predicate_text="had held", tense="past perfect")
    assert "earlier" in " ".join(_texts(scene_of(_graph(said), STORY)))
