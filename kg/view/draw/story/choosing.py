"""Selection of the most important acts for a story."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from math import inf

from kg.facts.selection import is_dated, ordered
from kg.model import Article, ArticleId, Factuality, Graph, NodeId, Statement
from kg.view.draw.cards import Card, Verbs, card, from_subject, is_named, rows_of
from kg.view.draw.days import span
from kg.view.draw.look import card_words, doubt
from kg.view.draw.scene import ELLIPSIS
from kg.view.draw.story.features import features
from kg.view.draw.story.repeats import is_embedded, is_fragment, is_headline, says_same, stems, verbs_of
from kg.view.draw.values import MOST_ACTS

_WORDS_PART = 7 / 15  # of the cards are what somebody says, where there are acts enough
_MOST_ROWS = 6
_MOST_OF_ONE = 3  # cards of one speaker that make a further one dearer

_TABLES = tomllib.loads((files("kg.view.draw.story") / "weights.toml").read_text(encoding="utf-8"))
WEIGHTS: Mapping[str, float] = _TABLES["card"]
_EARLY: Sequence[float] = _TABLES["early"]
_FEATURES: Mapping[str, float] = {**_TABLES["faults"], **_TABLES["firm"], **_TABLES["learned"]}
_NEVER = frozenset({"BeHaveInclude", "BeingSomewhere"})
"""Families and classes of what is so without anybody doing it; told where it has a number, is to come or said."""
_EVENTS = frozenset({"Happening"})
"""Classes of those families that are events all the same: deaths, finds, outbreaks."""
_SAME_WORDS = 5
"""Cards of one sentence that begin with so many words alike say the same."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The cards of a story: acts on the rows of who does them, and what others say."""

    acts: tuple[Card, ...]
    words: tuple[Card, ...]
    all_statements: int
    """Main statements that there were to choose from."""
    doubtful: int = 0
    """Main statements that are too unsure to be shown."""

    @property
    def shown(self) -> int:
        """How many of them the cards stand for."""
        return len({one for each in (*self.acts, *self.words) for one in each.said})


@dataclass(frozen=True)
class Weighed:
    """The candidate cards with their weights, and the number of main statements that they cover."""

    cards: tuple[Card, ...]
    weights: Mapping[NodeId, float]
    mains: int
    none: frozenset[NodeId]
    """The first statements of those that are no sentence, or of a headline that a sentence tells more fully."""


def weighed(graph: Graph, said: Iterable[Statement]) -> Weighed:
    """The cards of some statements, in the order of the text, with their weights by their first statement."""
    mains = [one for one in _in_order(graph, said) if one.is_main]
    verbs = verbs_of(graph)
    cards = _joined(graph, mains, verbs)
    none = {one.said[0] for one in cards if is_fragment(one, verbs)} | {*_said_again(graph, cards)}
    return Weighed(cards, _weights(graph, cards, verbs), len(mains), frozenset(none))


def chosen(graph: Graph, said: Iterable[Statement], most: int = MOST_ACTS) -> Chosen:
    """The best cards, at most ``most``, 0 for all, in the order of the text."""
    found = weighed(graph, said)
    sure = [one for one in found.cards if not most or not _is_doubtful(graph, one)]
    doubtful = sum(len(one.said) for one in found.cards) - sum(len(one.said) for one in sure)
    sure = [one for one in sure if not most or one.said[0] not in found.none]
    acts, words = (sorted((one for one in sure if one.is_words is kind), key=_place) for kind in (False, True))
    if not most:
        return Chosen(tuple(acts), tuple(words), found.mains)
    spoken = _picked(words, found.weights, most)
    done = _picked(acts, found.weights, most - min(len(spoken), round(most * _WORDS_PART)))
    spoken = [one for one in spoken if not any(says_same(one, other) for other in done)][: most - len(done)]
    return Chosen(tuple(sorted(done, key=_place)), tuple(sorted(spoken, key=_place)), found.mains, doubtful)


def _is_doubtful(graph: Graph, one: Card) -> bool:
    """Whether it is too unsure to be drawn: what a name in brackets tells of must be surer than the text's own words.

    What is unsure must stand in words without a gap, which may be another's. Nor is "the court" told of a lower court
    where there is another court.
    """
    least = doubt()["named" if one.text.startswith("[") else "left_out"]
    bare = one.statement.subject_text.casefold().removeprefix("the ").removeprefix("same ")
    alike = [node.label for node in graph.entities if node.label.casefold().endswith(f" {bare}")]
    is_another = bare and not is_named(graph, one.actor) and len(alike) > 1 and graph.label(one.actor) in alike
    is_gap = one.is_unsure and f" {ELLIPSIS} " in one.text
    return bool(is_another) or is_gap or one.statement.confidence < least


def _in_order(graph: Graph, said: Iterable[Statement]) -> Iterator[Statement]:
    wanted = {one.id for one in said}
    yield from (one for one in ordered(graph) if one.id in wanted)


def _place(one: Card) -> tuple[ArticleId, int, int, NodeId]:
    return (*one.place, list(Factuality).index(one.factuality), one.said[0])


def _joined(graph: Graph, mains: Sequence[Statement], verbs: Verbs) -> tuple[Card, ...]:
    """One card of the statements that have the same words, or tell of the same happening as firmly from one source."""
    rows = rows_of(graph)
    found: dict[object, Card] = {}
    for one in mains:
        made = card(graph, one, rows, verbs)
        if not _is_shown(graph, made):
            continue
        key = made.place, made.text, made.factuality, made.speaker
        same = found.get(key)
        found[key] = made if same is None else _better(same, made)
    return tuple(_firmest(tuple(_with_longer(list(found.values()), verbs))))


def _firmest(cards: Sequence[Card]) -> Iterator[Card]:
    """The cards without those whose words a fact of the same sentence has.

    Of "they agreed to reopen it" the agreement is shown, not that the reopening is planned, in the same words; what is
    denied beside what is told is shown too, unless the words are the same to the last: then what they tell first is.
    """
    denials = {(one.place, one.text): _predicate_at(one) for one in cards if one.factuality is Factuality.DENIED}
    cards = [
        one
        for one in cards
        if one.factuality is not Factuality.ASSERTED or denials.get((one.place, one.text), inf) >= _predicate_at(one)
    ]
    facts: dict[object, set[str]] = {}
    for one in cards:
        if one.factuality is Factuality.ASSERTED:
            facts.setdefault((one.place, *_first_words(one)), set()).add(one.text)
    for one in cards:
        same = facts.get((one.place, *_first_words(one)), set())
        is_again = one.text in same if one.factuality is Factuality.DENIED else bool(same)
        if one.factuality is Factuality.ASSERTED or not is_again:
            yield one


def _predicate_at(one: Card) -> float:
    """Where in its sentence the predicate of a card stands, behind all where it does not in these words."""
    at = one.quote.find(one.statement.predicate_text)
    return at if at >= 0 else inf


def _with_longer(cards: Sequence[Card], verbs: Verbs) -> Iterator[Card]:
    """The cards, one whose words begin another of its sentence as one with that: "A deal", "A deal ended the talks"."""
    groups: dict[object, list[Card]] = {}
    for one in cards:
        groups.setdefault((one.place, one.factuality, one.speaker), []).append(one)
    for some in groups.values():
        longest: list[Card] = []
        for one in sorted(some, key=lambda each: -len(each.text)):
            place = next((at for at, longer in enumerate(longest) if _belongs(one, longer, verbs)), None)
            if place is None:
                longest.append(one)
            else:
                longest[place] = replace(_better(one, longest[place]), text=longest[place].text)
        yield from longest


def _belongs(one: Card, longer: Card, verbs: Verbs) -> bool:
    """Whether the words of a card are the first of another's, and both tell of the same actor or of one of none.

    Those of a noun alone may stand anywhere in it: "free trade" in "The pact will bring free trade".
    """
    if is_fragment(one, verbs) and not longer.text.endswith("…") and one.text.casefold() in longer.text.casefold():
        return True
    is_same = one.actor == longer.actor or longer.is_words
    return is_same and longer.text.startswith(one.text.removesuffix("…").rstrip() + " ")


def _is_shown(graph: Graph, one: Card) -> bool:
    """Whether it can be told by itself: of somebody, of what is done, in words of its own."""
    said = one.statement
    is_more = one.speaker or one.is_ahead or is_dated(one.time) or any(map(str.isdigit, one.text))
    if not one.text or (not is_more and _class(one) not in _EVENTS and {one.family.name, _class(one)} & _NEVER):
        return False
    if graph.label(one.actor).casefold() in card_words("vague"):
        return False
    return said.factuality is not Factuality.DENIED or not _is_gerund(said)


def _is_gerund(said: Statement) -> bool:
    """Whether a gerund tells it inside of another clause, which is not denied: "fell after failing to pay"."""
    return said.predicate_text.partition(" ")[0].endswith("ing")


def _better(first: Card, second: Card) -> Card:
    """The card of two that tells who acts, and says more of upon whom, standing for both; dated if one date is told."""
    best = max(first, second, key=_fullness)
    is_twice = not any(map(is_embedded, (first, second))) and None not in {first.time, second.time}
    time = next((one.time for one in (best, first, second) if is_dated(one.time)), best.time)
    time = None if is_twice and span(first.time) != span(second.time) else time
    return replace(best, said=tuple(dict.fromkeys((*first.said, *second.said))), time=time)


def _fullness(one: Card) -> tuple[bool, bool, bool, bool]:
    """Whether it is a clause, its words begin with an actor who does it, as what, and to whom."""
    begins = from_subject(one).startswith(("[", one.statement.subject_text.casefold()))
    return not is_embedded(one), begins and not one.is_words, not one.statement.is_open, one.target is not None


def _weights(graph: Graph, cards: Sequence[Card], verbs: Verbs) -> dict[NodeId, float]:
    early = _early(cards, _titles(graph))
    answered = {event for one in cards for event in one.answers}
    return {
        one.said[0]: sum(_FEATURES.get(name, 0.0) * value for name, value in features(graph, one, verbs, answered))
        + early.get(one.place, 0.0)
        for one in cards
    }


def _titles(graph: Graph) -> Mapping[ArticleId, Article]:
    return {article.id: article for article in graph.articles}


def _said_again(graph: Graph, cards: Sequence[Card]) -> Iterator[NodeId]:
    """The cards of a headline most of whose words, by their stems, another sentence has, which tells more of it."""
    titles = _titles(graph)
    body = [stems(one) for one in cards if not _is_title(one, titles)]
    for one in cards:
        words = stems(one)
        is_again = any(len(words & other) >= WEIGHTS["mostly"] * len(words) for other in body)
        if words and is_again and _is_title(one, titles):
            yield one.said[0]


def _is_title(one: Card, titles: Mapping[ArticleId, Article]) -> bool:
    article = titles.get(one.place[0])
    return article is not None and is_headline(one.quote, article)


def _early(cards: Sequence[Card], titles: Mapping[ArticleId, Article]) -> dict[tuple[ArticleId, int], float]:
    """What a sentence is worth by where it stands: in the headline, first, second ..."""
    found: dict[tuple[ArticleId, int], float] = {}
    counts: dict[ArticleId, int] = {}
    for one in sorted(cards, key=lambda each: each.place):
        article = one.place[0]
        if one.place in found:
            continue
        if _is_title(one, titles):
            found[one.place] = WEIGHTS["title"]
            continue
        order = counts.get(article, 0)
        counts[article] = order + 1
        found[one.place] = _EARLY[order] if order < len(_EARLY) else 0.0
    return found


def _class(one: Card) -> str:
    return one.statement.relation_class.partition(" ")[0]


def _picked(cards: Sequence[Card], weights: Mapping[NodeId, float], most: int) -> list[Card]:
    """Cards in the order of choice: the weightiest that adds most to those before it."""
    picked: list[Card] = []
    left = dict(enumerate(cards))
    shown = _Shown()
    while left and len(picked) < most:
        place = max(left, key=lambda number: (weights[left[number].said[0]] - shown.cost(left[number]), -number))
        best = left.pop(place)
        if weights[best.said[0]] - shown.cost(best) < WEIGHTS["least"]:
            break
        if shown.has_room(best):
            shown.add(best)
            picked.append(best)
    return picked


class _Shown:
    """What the cards chosen so far show, and what another would cost."""

    def __init__(self) -> None:
        self._rows: set[NodeId] = set()
        self._events: set[NodeId] = set()
        self._sentences: Counter[object] = Counter()
        self._ends: Counter[object] = Counter()
        self._speakers: Counter[str] = Counter()
        self._beginnings: set[object] = set()
        self._cards: list[Card] = []

    def add(self, one: Card) -> None:
        """Show a card."""
        self._rows |= set() if one.is_words else {one.actor}
        self._events |= {one.event} if one.event else set()
        self._sentences[one.place, one.factuality] += 1
        self._speakers[one.speaker] += bool(one.speaker)
        self._ends[one.actor, one.target] += 1
        self._beginnings.add(beginning(one))
        self._cards.append(one)

    def has_room(self, one: Card) -> bool:
        """Whether its event is not shown yet, and there is room for its row or speech."""
        if one.event in self._events or beginning(one) in self._beginnings:
            return False
        if any(says_same(one, other) for other in self._cards):
            return False
        return one.is_words or one.actor in self._rows or len(self._rows) < _MOST_ROWS

    def cost(self, one: Card) -> float:
        """What it says again, and the row that it needs."""
        again = WEIGHTS["same_sentence"] * self._sentences[one.place, one.factuality]
        again += WEIGHTS["same_speaker"] * min(self._speakers[one.speaker], _MOST_OF_ONE)
        again += WEIGHTS["same_ends"] * self._ends[one.actor, one.target] if one.target else 0.0
        again -= WEIGHTS["other_side"] * self._contrasts(one)
        return again + (WEIGHTS["new_row"] if not one.is_words and one.actor not in self._rows else 0.0)

    def _contrasts(self, one: Card) -> bool:
        """Whether the sentence of a denial, or of what is beside one, is shown."""
        others = (each for each in Factuality if each is not one.factuality)
        has_denial = one.factuality is Factuality.DENIED or self._sentences[one.place, Factuality.DENIED]
        return bool(has_denial) and any(self._sentences[one.place, each] for each in others)


def beginning(one: Card) -> object:
    """What two cards of one sentence have in common that say the same: the first words."""
    return one.place, one.factuality, one.actor, *_first_words(one)


def _first_words(one: Card) -> tuple[str, ...]:
    return tuple(from_subject(one).split()[:_SAME_WORDS])
