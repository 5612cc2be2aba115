"""Segmentation of an article's text by the statements it supports, or by why it makes none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kg.model import Article, Block, BlockKind, Graph, NodeId, Statement, Why

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
    spans = _spans(graph.statements, article, numbers)
    yield from _whole(article, spans) if article.text else _sentences(spans)


def _spans(statements: Sequence[Statement], article: Article, numbers: Mapping[NodeId, int]) -> _Spans:
    found = _Spans()
    for sentence in article.untold:
        found.whys[sentence.start, sentence.end] = sentence.why.value
    for one in statements:
        for span in one.evidence:
            if span.article == article.id:
                place = span.start, span.end
                found.quotes[place] = span.quote
                if one.id in numbers:
                    found.said.setdefault(place, []).append(numbers[one.id])
                else:
                    found.whys[place] = _ELSEWHERE
    return found


def _whole(article: Article, spans: _Spans) -> Iterator[tuple[str, tuple[TextPiece, ...]]]:
    whole = (Block(0, len(article.text), BlockKind.PARAGRAPH),)
    before: tuple[TextPiece, ...] = ()  # a dateline, a label go before the words of their line
    for block in article.blocks or whole:
        pieces = (*before, *_pieces(article.text, block, spans))
        before = pieces if block.kind in _BEFORE and article.text[block.end - 1] not in "\r\n" else ()
        if any(piece.text.strip() for piece in pieces) and not before:
            yield block.kind.value, pieces


def _pieces(text: str, block: Block, spans: _Spans) -> Iterator[TextPiece]:
    """A block cut at every border of a span: a piece is said by the statements of all spans that hold it."""
    every = {*spans.said, *spans.whys}
    inside = [(start, end) for start, end in every if start < block.end and end > block.start]
    borders = {block.start, block.end}
    borders |= {min(max(place, block.start), block.end) for span in inside for place in span}
    for start, end in pairwise(sorted(borders)):
        holding = [span for span in inside if span[0] <= start and end <= span[1]]
        said = tuple(sorted({number for span in holding for number in spans.said.get(span, ())}))
        told = next((spans.whys[span] for span in sorted(holding) if span in spans.whys), "")
        yield TextPiece(text[start:end], said, "" if said else told or _without(text[start:end], block.kind))


def _without(text: str, kind: BlockKind) -> str:
    """Why words outside all sentences make no statement: what their block is; nothing of mere signs and space."""
    if not any(letter.isalnum() for letter in text):
        return ""
    return _UNKNOWN if kind.makes_statements else kind.value


def _sentences(spans: _Spans) -> Iterator[tuple[str, tuple[TextPiece, ...]]]:
    done = 0
    for start, end in sorted({*spans.said, *spans.whys}):
        words = spans.quotes.get((start, end)) or f"(words withheld: {start} to {end})"
        said = tuple(sorted(set(spans.said.get((start, end), ()))))
        gap = (TextPiece(f"{_GAP} "),) if start > done + 2 else ()
        yield BlockKind.PARAGRAPH.value, (*gap, TextPiece(words, said, "" if said else spans.whys[start, end]))
        done = max(done, end)
