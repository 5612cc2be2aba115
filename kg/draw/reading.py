"""An article cut where statements stand on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from kg.model import Article, Block, BlockKind, NodeId, Statement

Piece = tuple[str, tuple[int, ...]]
"""Words, and the numbers of the statements that stand on them."""
_GAP = "…"
_BEFORE = frozenset({BlockKind.DATELINE, BlockKind.LABEL})


def blocks(
    article: Article, said: Sequence[Statement], numbers: Mapping[NodeId, int]
) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    """The article block by block: its kind and its pieces.

    Where the graph has no text of the article, its sentences stand each in a block of its own, with a mark where
    words between them are missing.
    """
    spans: dict[tuple[int, int], list[int]] = {}
    quotes: dict[tuple[int, int], str] = {}
    for one in said:
        for span in one.evidence:
            if span.article == article.id:
                spans.setdefault((span.start, span.end), []).append(numbers[one.id])
                quotes[span.start, span.end] = span.quote
    if article.text:
        yield from _whole(article, spans)
    else:
        yield from _sentences(spans, quotes)


def _whole(article: Article, spans: Mapping[tuple[int, int], list[int]]) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    whole = (Block(0, len(article.text), BlockKind.PARAGRAPH),)
    before: tuple[Piece, ...] = ()  # a dateline, a label go before the words of their line
    for block in article.blocks or whole:
        pieces = (*before, *_pieces(article.text, block, spans))
        before = pieces if block.kind in _BEFORE else ()
        if any(text.strip() for text, _ in pieces) and not before:
            yield block.kind.value, pieces


def _pieces(text: str, block: Block, spans: Mapping[tuple[int, int], list[int]]) -> Iterator[Piece]:
    """A block cut at every border of a span: a piece is said by the statements of all spans that hold it."""
    inside = [(start, end) for start, end in spans if start < block.end and end > block.start]
    borders = {block.start, block.end}
    borders |= {min(max(place, block.start), block.end) for span in inside for place in span}
    cuts = sorted(borders)
    for start, end in pairwise(cuts):
        holding = [span for span in inside if span[0] <= start and end <= span[1]]
        yield text[start:end], tuple(sorted({number for span in holding for number in spans[span]}))


def _sentences(
    spans: Mapping[tuple[int, int], list[int]], quotes: Mapping[tuple[int, int], str]
) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    done = 0
    for start, end in sorted(spans):
        words = quotes[start, end] or f"(words withheld: {start} to {end})"
        gap: tuple[Piece, ...] = ((f"{_GAP} ", ()),) if start > done + 2 else ()
        yield BlockKind.PARAGRAPH.value, (*gap, (words, tuple(sorted(set(spans[start, end])))))
        done = max(done, end)
