"""Trees for sentences that have none, by the program's own parser: heads of spans are found in them, not learned."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from kg.parse.network import Network, installed
from kg.parse.parser import TaggedWords, parse
from training.meaning import Sentence

Grow: TypeAlias = Callable[[Sequence[Sentence]], Iterable[Sentence]]
"""Gives sentences tags and trees."""
UNKNOWN = -1
"""The head of a word whose arc is not learned."""


def bare(document: str, words: Sequence[str]) -> Sentence:
    """A sentence of which nothing is known."""
    return Sentence(document, tuple(words), (True,) * len(words), (), ())


def parsed(found: Sequence[Sentence]) -> Iterator[Sentence]:
    """The tagged sentences with the parser's trees."""
    network = Network.load(installed()[0])
    for one in found:
        starts = [True, *(False for _ in one.words[1:])]
        ((arcs, _),) = parse(network, [TaggedWords(list(one.words), list(one.tags), starts)])
        heads = tuple(0 if arc.head == place else arc.head + 1 for place, arc in enumerate(arcs))
        yield replace(one, heads=heads, labels=tuple(arc.label for arc in arcs))


def unlearned(one: Sentence) -> Sentence:
    """A sentence without its tree."""
    return replace(one, heads=(UNKNOWN,) * len(one.words), labels=("",) * len(one.words))
