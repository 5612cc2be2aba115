"""What is known of a card of a story, as named numbers: what it tells, how firmly, how well it reads."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from kg.facts.selection import is_dated
from kg.model import Entity, Factuality, Graph, NodeId
from kg.model.classes import NAMED
from kg.view.draw.cards import Card, Verbs, is_actor, is_named, is_passive
from kg.view.draw.look import card_words, class_of
from kg.view.draw.story.repeats import is_fragment

_HALF = 0.5
_FEWEST_WORDS = 4
_STANDING_CLASSES = frozenset({"Relating", "Thinking"})
_PART = "of"
_SAYING_CLASS = "Saying"
_BEGINNING = 5  # words in which a part of something unnamed is looked for
_NUMBER = re.compile(r"\d")


Feature = tuple[str, float]
"""A name, as in ``weights.toml``, and how much of it there is."""


def features(graph: Graph, one: Card, verbs: Verbs, answered: Collection[NodeId]) -> Iterator[Feature]:
    """What is known of a card but where it stands; ``answered`` are the happenings that cards answer."""
    yield from told(graph, one)
    yield from _faults(graph, one)
    yield "fragment", is_fragment(one, verbs)
    yield "answer", bool(one.answers) + (one.event in answered)


def told(graph: Graph, one: Card) -> Iterator[Feature]:
    """What it tells, and how firmly: what may be learned from the leads of articles."""
    said = one.statement
    yield "useful", _HALF if said.usefulness is None else said.usefulness
    yield "typed", not said.is_open
    yield "between", one.target is not None or bool(one.with_whom)
    yield "named", sum(_is_named(graph, end) for end in (one.actor, one.target) if end)
    yield "nameless", not one.is_words and not is_named(graph, one.actor)
    yield "dated", is_dated(one.time)
    yield "number", bool(_NUMBER.search(one.text))
    yield "words", one.is_words
    yield "sourced", one.is_words and bool(one.speaker)
    yield class_of(said), not _speaks_in_vain(graph, one)
    if said.factuality is not Factuality.ASSERTED:
        yield f"{'words ' if one.is_words else ''}{said.factuality}", True


def _faults(graph: Graph, one: Card) -> Iterator[Feature]:
    """What makes it less worth showing: that it is unsure, its words, that it tells of no act."""
    words = one.text.casefold().removesuffix("…").split()
    yield "unsure", _HALF - one.statement.confidence
    yield "cut", one.text.endswith("…")
    yield "short", len(words) < _FEWEST_WORDS
    yield "not_named", not _names_actor(graph, one)
    yield "standing", class_of(one.statement) in _STANDING_CLASSES or _speaks_in_vain(graph, one)
    yield "empty", _says_nothing(one)
    yield "vague", 0.0 if _is_clear(one, words[:1]) else _vagueness(words)


def _is_clear(one: Card, first: Sequence[str]) -> bool:
    """Whether it begins with a condition, or with whose it is that is said: "her government", said by her."""
    is_own = bool(one.speaker) and bool(card_words("own") & {*first})
    return is_own or bool(one.statement.condition)


def _vagueness(words: Sequence[str]) -> float:
    """1 of words as in "They left", "the price of which", "some of these"; half of that as in "thanked them"."""
    parts = {second for first, second in pairwise(words[:_BEGINNING]) if first == _PART}
    if {*words[:1], *parts} & card_words("vague"):
        return 1.0
    return _HALF if words and words[-1] in card_words("vague") else 0.0


def _says_nothing(one: Card) -> bool:
    """Whether it tells of speaking to somebody or somewhere alone: "said to reporters", "said in a memorandum"."""
    said = one.statement
    is_led = said.is_open and "-" in said.relation and not is_passive(said)
    return class_of(said) == _SAYING_CLASS and (one.target is not None or is_led)


def _speaks_in_vain(graph: Graph, one: Card) -> bool:
    """Whether what cannot speak "says" or "underscores" something."""
    return class_of(one.statement) == _SAYING_CLASS and not is_actor(graph, one.actor)


def _names_actor(graph: Graph, one: Card) -> bool:
    """Whether its words name who does it, as the text calls them or as the graph does."""
    found = graph.nodes.get(one.statement.subject)
    names = {one.statement.subject_text, graph.label(one.statement.subject)}
    names |= found.alt_labels if isinstance(found, Entity) else frozenset()
    text = one.text.casefold()
    return any(name.casefold() in text or name.split()[-1].casefold() in text for name in names if name.strip())


def _is_named(graph: Graph, node: NodeId) -> bool:
    found = graph.nodes.get(node)
    return isinstance(found, Entity) and found.cls in NAMED
