"""Highlighting of names, times and sources in an article's text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Entity, Event, Graph, NodeId, Statement

Mark = tuple[int, int, str]
"""Start and end in a stretch of text, and what the words are: ``name``, ``time`` or ``source``."""
_UNNAMED = frozenset({"Topic", "Commodity", "Group", "Policy"})
"""Classes of what an article speaks of without a name."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Marker:
    """Marks in the text of an article; ``names`` are the names that it has, by their first words."""

    graph: Graph
    names: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, graph: Graph, said: Iterable[Statement]) -> Marker:
        """The marker of an article with these statements."""
        ends = {node for one in said for node in (one.subject, one.object, one.attributed_to) if node}
        found = {name for node in ends for name in _names(graph, node) if _is_name(graph, node, name)}
        by_word: dict[str, list[str]] = {}
        for name in sorted(found, key=lambda name: (-len(name), name)):
            by_word.setdefault(_WORD.findall(name)[0], []).append(name)
        return cls(graph, {word: tuple(names) for word, names in by_word.items()})

    def marks(self, text: str, said: Sequence[Statement]) -> tuple[Mark, ...]:
        """The marks in a stretch of text on which statements stand, in order; none overlaps another."""
        found = [*self._sources(text, said), *self._times(text, said), *self._named(text)]
        kept: list[Mark] = []
        for mark in sorted(found, key=lambda mark: (mark[0] - mark[1], mark[2] != "source", mark)):
            if all(mark[1] <= other[0] or mark[0] >= other[1] for other in kept):
                kept.append(mark)
        return tuple(sorted(kept))

    def _sources(self, text: str, said: Iterable[Statement]) -> Iterator[Mark]:
        sources = {node for one in said for node in (one.attributed_to, one.reported_by) if node}
        for name in sorted({name for node in sources for name in _names(self.graph, node)}):
            yield from _places(text, name, "source")

    def _times(self, text: str, said: Iterable[Statement]) -> Iterator[Mark]:
        for words in sorted({words for one in said for words in _times_of(self.graph, one)}):
            yield from _places(text, words, "time")

    def _named(self, text: str) -> Iterator[Mark]:
        for word in _WORD.finditer(text):
            start = word.start()
            for name in self.names.get(word[0], ()):
                end = start + len(name)
                if text.startswith(name, start) and not (end < len(text) and text[end].isalnum()):
                    yield start, end, "name"
                    break


def _names(graph: Graph, node: NodeId) -> Iterator[str]:
    found = graph.nodes.get(node)
    if isinstance(found, Entity):
        yield from (found.label, *found.alt_labels)


def _is_name(graph: Graph, node: NodeId, name: str) -> bool:
    found = graph.nodes[node]
    return isinstance(found, Entity) and found.cls not in _UNNAMED and name[:1].isupper() and bool(_WORD.match(name))


def _times_of(graph: Graph, one: Statement) -> Iterator[str]:
    event = graph.nodes.get(one.event) if one.event else None
    for time in (one.time, event.time if isinstance(event, Event) else None):
        if time and time.text:
            yield time.text


def _places(text: str, words: str, part: str) -> Iterator[Mark]:
    """Where words stand in a text, whatever the case of their first letter."""
    either = (
        f"[{re.escape(words[0].upper())}{re.escape(words[0].lower())}]" if words[:1].isalpha() else re.escape(words[:1])
    )
    pattern = rf"(?<!\w){either}{re.escape(words[1:])}(?!\w)" if words else r"(?!)"
    yield from ((found.start(), found.end(), part) for found in re.finditer(pattern, text))
