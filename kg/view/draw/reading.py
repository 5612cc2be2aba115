"""Segmentation of an article's text by the statements it supports, or by why it makes none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kg.model import Article, Block, BlockKind, Entity, Event, Graph, NodeId, Statement, Why

_GAP = "…"
_BEFORE = frozenset({BlockKind.DATELINE, BlockKind.LABEL})
_ELSEWHERE, _UNKNOWN = "elsewhere", "unknown"
WHYS = {
    Why.WRONG.value: "A reader found wrong what was read of it",
    Why.UNSURE.value: "What was read of it is less sure than was asked for",
    Why.QUESTION.value: "It is a question",
    Why.PRONOUN.value: "A pronoun or another word in it may mean several things",
    Why.GENERIC.value: "Its clause only says which things are meant",
    Why.EMPTY.value: "Its clause says nothing by itself",
    Why.LISTED.value: "It may be an item of a list",
    Why.VERBLESS.value: "It has no verb, and so no clause",
    Why.ENDS.value: "It has no clause with two ends that could be read",
    **{
        kind.value: f"It is a {kind.value}; only titles and paragraphs are read"
        for kind in BlockKind
        if not kind.makes_statements
    },
    BlockKind.FURNITURE.value: "It belongs to the page on which the article stood",
    _ELSEWHERE: "Its statements are not on this page",
    _UNKNOWN: "The graph does not tell why; one that is built now does",
}
"""Why words make no statement, by what ``Piece.why`` says."""


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of text with the numbers of its statements, or why there are none."""

    text: str
    said: tuple[int, ...] = ()
    why: str = ""


@dataclass
class _Spans:
    """Where statements stand, where those stand that are not shown, and where none stand."""

    said: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    quotes: dict[tuple[int, int], str] = field(default_factory=dict)
    whys: dict[tuple[int, int], str] = field(default_factory=dict)


def blocks(
    graph: Graph, article: Article, numbers: Mapping[NodeId, int]
) -> Iterator[tuple[str, tuple[TextPiece, ...]]]:
    """The article block by block: its kind and its pieces; ``numbers`` are those of the statements that are shown.

    Where the graph has no text of the article, its sentences stand each in a block of its own, with a mark where
    words between them are missing.
    """
    spans = _Spans()
    for sentence in article.untold:
        spans.whys[sentence.start, sentence.end] = sentence.why.value
    for one in graph.statements:
        for span in one.evidence:
            if span.article == article.id:
                place = span.start, span.end
                spans.quotes[place] = span.quote
                if one.id in numbers:
                    spans.said.setdefault(place, []).append(numbers[one.id])
                else:
                    spans.whys[place] = _ELSEWHERE
    yield from _whole(article, spans) if article.text else _sentences(spans)


def _whole(article: Article, spans: _Spans) -> Iterator[tuple[str, tuple[TextPiece, ...]]]:
    whole = (Block(0, len(article.text), BlockKind.PARAGRAPH),)
    before: tuple[TextPiece, ...] = ()  # a dateline, a label go before the words of their line
    for block in article.blocks or whole:
        pieces = (*before, *_pieces(article.text, block, spans))
        before = pieces if block.kind in _BEFORE and article.text[block.end - 1] not in "\r\n" else ()
        if any(piece.text.strip() for piece in pieces) and not before:
            yield block.kind.value, pieces


def _pieces(text: str, block: Block, spans: _Spans) -> Iterator[TextPiece]:
    """A block cut at every border of a span: a piece is said by the statements of all spans that hold it.

    Why words outside all sentences make no statement is what their block is; of mere signs and space nothing is told.
    """
    every = {*spans.said, *spans.whys}
    inside = [(start, end) for start, end in every if start < block.end and end > block.start]
    borders = {block.start, block.end}
    borders |= {min(max(place, block.start), block.end) for span in inside for place in span}
    for start, end in pairwise(sorted(borders)):
        holding = [span for span in inside if span[0] <= start and end <= span[1]]
        said = tuple(sorted({number for span in holding for number in spans.said.get(span, ())}))
        why = next((spans.whys[span] for span in sorted(holding) if span in spans.whys), "")
        if not why and any(map(str.isalnum, text[start:end])):
            why = _UNKNOWN if block.kind.makes_statements else block.kind.value
        yield TextPiece(text[start:end], said, "" if said else why)


def _sentences(spans: _Spans) -> Iterator[tuple[str, tuple[TextPiece, ...]]]:
    done = 0
    for start, end in sorted({*spans.said, *spans.whys}):
        words = spans.quotes.get((start, end)) or f"(words withheld: {start} to {end})"
        said = tuple(sorted(set(spans.said.get((start, end), ()))))
        gap = (TextPiece(f"{_GAP} "),) if start > done + 2 else ()
        yield BlockKind.PARAGRAPH.value, (*gap, TextPiece(words, said, "" if said else spans.whys[start, end]))
        done = max(done, end)


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
        named = [one for end in ends if isinstance(one := graph.nodes.get(end), Entity) and one.cls not in _UNNAMED]
        names = {name for one in named for name in (one.label, *one.alt_labels)}
        found = {name for name in names if name[:1].isupper() and _WORD.match(name)}
        by_word: dict[str, list[str]] = {}
        for name in sorted(found, key=lambda name: (-len(name), name)):
            by_word.setdefault(_WORD.findall(name)[0], []).append(name)
        return cls(graph, {word: tuple(names) for word, names in by_word.items()})

    def marks(self, text: str, said: Sequence[Statement]) -> tuple[Mark, ...]:
        """The marks in a stretch of text on which statements stand, in order; none overlaps another."""
        nodes = self.graph.nodes
        sources = {node for one in said for node in (one.attributed_to, one.reported_by) if node}
        named = (one for node in sources if isinstance(one := nodes.get(node), Entity))
        names = {name for one in named for name in (one.label, *one.alt_labels)}
        events = (nodes.get(one.event) for one in said if one.event)
        times = [*(one.time for one in said), *(event.time for event in events if isinstance(event, Event))]
        found = [mark for name in sorted(names) for mark in _places(text, name, "source")]
        found += [
            mark
            for words in sorted({time.text for time in times if time and time.text})
            for mark in _places(text, words, "time")
        ]
        found += self._named(text)
        kept: list[Mark] = []
        for mark in sorted(found, key=lambda mark: (mark[0] - mark[1], mark[2] != "source", mark)):
            if all(mark[1] <= other[0] or mark[0] >= other[1] for other in kept):
                kept.append(mark)
        return tuple(sorted(kept))

    def _named(self, text: str) -> Iterator[Mark]:
        for word in _WORD.finditer(text):
            start = word.start()
            for name in self.names.get(word[0], ()):
                end = start + len(name)
                if text.startswith(name, start) and not (end < len(text) and text[end].isalnum()):
                    yield start, end, "name"
                    break


def _places(text: str, words: str, part: str) -> Iterator[Mark]:
    """Where words stand in a text, whatever the case of their first letter."""
    either = (
        f"[{re.escape(words[0].upper())}{re.escape(words[0].lower())}]" if words[:1].isalpha() else re.escape(words[:1])
    )
    pattern = rf"(?<!\w){either}{re.escape(words[1:])}(?!\w)" if words else r"(?!)"
    yield from ((found.start(), found.end(), part) for found in re.finditer(pattern, text))
