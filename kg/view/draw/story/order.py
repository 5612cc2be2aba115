"""Order between the cards of a story: what came after, because of, or in response to what."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from kg.model import Event, Graph, NodeId, Role
from kg.view.draw.cards import Card

_BARE = re.compile(r"[\s\"'“‘]*(?:\b(?:the|a|an|its|their|his|her)\s+)?$", re.IGNORECASE)
"""What may stand between a conjunction and the name of who acts."""
_CLAUSE = "clause/"


@dataclass(frozen=True, order=True, slots=True)
class Sequel:
    """Two cards by their first statements, and in words how the second follows on the first: "in response"."""

    first: NodeId
    second: NodeId
    words: str


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of sequel, from ``order.toml``."""

    words: str
    roles: frozenset[str]
    leads: tuple[str, ...]
    is_turned: bool

    def sequel(self, first: Card, second: Card) -> Sequel:
        """The sequel of two cards, where the second has the role or stands before the conjunction."""
        ends = (second, first) if self.is_turned else (first, second)
        return Sequel(ends[0].said[0], ends[1].said[0], self.words)


def sequels_of(graph: Graph, cards: Sequence[Card]) -> tuple[Sequel, ...]:
    """The sequels between cards, at most one between two: as happenings have them, else as their sentences tell."""
    found: dict[frozenset[NodeId], Sequel] = {}
    for one in (*_of_happenings(graph, cards), *_of_sentences(cards), *_of_adverbs(cards)):
        found.setdefault(frozenset((one.first, one.second)), one)
    return tuple(sorted(found.values()))


def roles_of(graph: Graph, cards: Iterable[Card]) -> Mapping[NodeId, tuple[Role, ...]]:
    """The roles of the happenings that each card tells of, by its first statement."""
    events = {said.id: graph.nodes.get(said.event) for said in graph.statements if said.event}
    return {
        one.said[0]: tuple(
            role for said in one.said if isinstance(event := events.get(said), Event) for role in sorted(event.roles)
        )
        for one in cards
    }


def owners_of(graph: Graph, cards: Sequence[Card]) -> Mapping[NodeId, Card]:
    """The first card that tells of each happening."""
    events = {said.id: said.event for said in graph.statements}
    return {event: one for one in reversed(cards) for said in one.said if (event := events.get(said))}


def _of_happenings(graph: Graph, cards: Sequence[Card]) -> Iterator[Sequel]:
    owners, roles = owners_of(graph, cards), roles_of(graph, cards)
    for one in cards:
        for role in roles[one.said[0]]:
            other = owners.get(role.filler, one)
            kind = next((kind for kind in _order().kinds if role.name in kind.roles), None)
            if kind is not None and other is not one:
                yield kind.sequel(other, one)


def _of_sentences(cards: Iterable[Card]) -> Iterator[Sequel]:
    """As in "Peru left after Chad had fired": the clause behind a conjunction with the one beside it."""
    groups: dict[object, list[tuple[int, NodeId, Card]]] = {}
    for one in cards:
        said = one.statement
        predicate = one.quote.find(said.predicate_text) if said.predicate_text else -1
        subject = one.quote.rfind(said.subject_text, 0, max(predicate, 0)) if said.subject_text else -1
        start = subject if subject >= 0 else predicate
        groups.setdefault(one.place, []).append((start, one.said[0], one))
    for some in map(sorted, groups.values()):
        for place, (start, _, one) in enumerate(some):
            bare = f" {_BARE.sub('', one.quote[: max(start, 0)]).casefold()}"
            leads = (kind for kind in _order().kinds if bare.endswith(tuple(f" {lead}" for lead in kind.leads)))
            kind = next(leads, None)
            beside = some[place - 1 if place else 1 % len(some)]
            if kind is not None and beside[0] != start:
                yield kind.sequel(one, beside[2])


def _of_adverbs(cards: Sequence[Card]) -> Iterator[Sequel]:
    """As in "Chad then left", right before the predicate, or first in the sentence: with the act told before it."""
    for first, second in pairwise(cards):
        predicate = second.statement.predicate_text
        before = second.quote.partition(predicate)[0].split() if predicate else []
        is_led = any(word.strip(",").casefold() in _order().later for word in (*before[:1], *before[-1:]))
        if is_led and first.is_fact and second.is_fact and first.place[0] == second.place[0]:
            yield Sequel(first.said[0], second.said[0], _order().later_words)


def holds_now(one: Card) -> bool:
    """Whether its clause is in the present or the perfect, so that it holds or is done on the day of the article."""
    words, first = _order(), one.statement.predicate_text.partition(" ")[0].casefold()
    is_present = first.endswith("s") and not first.endswith("ss") and first not in words.past
    return one.statement.rule.startswith(_CLAUSE) and (first in words.present or is_present)


def is_before(one: Card) -> bool:
    """Whether its clause is in the past perfect, so that it was over when what is told beside it was done."""
    first, _, rest = one.statement.predicate_text.casefold().partition(" ")
    return bool(rest) and first in _order().perfect


@dataclass(frozen=True, slots=True)
class _Order:
    """What ``order.toml`` has."""

    kinds: tuple[_Kind, ...]
    later: frozenset[str]
    later_words: str
    present: frozenset[str]
    past: frozenset[str]
    perfect: frozenset[str]


@cache
def _order() -> _Order:
    tables = tomllib.loads((files("kg.view.draw.story") / "order.toml").read_text(encoding="utf-8"))
    kinds = (
        _Kind(one["words"], frozenset(one["roles"]), tuple(one["leads"]), one.get("is_turned", False))
        for one in tables["sequel"]
    )
    adverbs, present = tables["adverbs"], tables["present"]
    words = (present["helping"], present["past"], tables["perfect"]["helping"])
    return _Order(tuple(kinds), frozenset(adverbs["later"]), adverbs["words"], *map(frozenset, words))
