"""Paragraphs of a PDF's text layer: lines joined by distance and size, without running heads and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from kg.model import BlockKind
from kg.text.pdf.lines import PdfLine, lines

PdfPart = tuple[BlockKind | None, str]
"""Words, and whether they are a heading."""

_LARGER = 1.15  # times the usual height of a line: a heading
_WIDER_GAP = 0.4  # of a line's height more than usual between two lines: a new paragraph
_WIDEST_GAP = 2.0  # of a line's height: a new paragraph even where lines stand far apart
_REPEATED_ON = 3  # pages: a running head or foot
_EDGE_LINES = 2


def pdf_parts(data: bytes, name: str, most: int) -> tuple[PdfPart, ...]:
    """The parts of a PDF's text layer, in order; empty without text. ``InputError`` if it is damaged or too large."""
    pages = _body_lines(lines(data, name, most))
    return tuple(_pdf_parts(pages)) if pages else ()


def _body_lines(pages: Sequence[Sequence[PdfLine]]) -> tuple[tuple[PdfLine, ...], ...]:
    """The lines of each page without what stands at the edge of most pages."""
    edges = Counter(
        key for page in pages for key in {_edge_key(line) for line in (*page[:_EDGE_LINES], *page[-_EDGE_LINES:])}
    )
    kept = (
        tuple(
            line
            for number, line in enumerate(page)
            if not (
                (number < _EDGE_LINES or number >= len(page) - _EDGE_LINES)
                and (line.text.isdigit() or edges[_edge_key(line)] >= max(_REPEATED_ON, len(pages) / 2))
            )
        )
        for page in pages
    )
    return tuple(page for page in kept if page)


def _edge_key(line: PdfLine) -> str:
    return re.sub(r"\d+", "#", line.text)


def _pdf_parts(pages: Sequence[Sequence[PdfLine]]) -> Iterator[PdfPart]:
    """Lines joined to paragraphs by the distance and size of the lines; the largest on the first page is the title."""
    usual = median(line.height for page in pages for line in page)
    gaps = sorted(max(a.bottom - b.top, 0.0) for page in pages for a, b in pairwise(page))
    widest = min((gaps[len(gaps) // 4] if gaps else 0.0) + usual * _WIDER_GAP, usual * _WIDEST_GAP)
    largest = max(line.height for line in pages[0])
    kind: BlockKind | None = None
    words = ""
    above: PdfLine | None = None
    for line in (line for page in pages for line in page):
        line_kind = _kind_by_height(line.height, usual, largest)
        if above and _continues(above, line, widest=widest) and line_kind == kind:
            words = _joined_words(words, line.text)
        else:
            if words:
                yield kind, words
            kind, words = line_kind, line.text
        above = line
    yield kind, words


def _kind_by_height(height: float, usual: float, largest: float) -> BlockKind | None:
    if height < usual * _LARGER:
        return None
    return BlockKind.TITLE if height > largest * 0.95 else BlockKind.HEADING


def _continues(above: PdfLine, line: PdfLine, *, widest: float) -> bool:
    if line.top > above.bottom + above.height:  # a new page or column: goes on unless the sentence was over
        return not re.search(r"[.!?][\"”’)]?$", above.text)
    return above.bottom - line.top <= widest


def _joined_words(words: str, following: str) -> str:
    if re.search(r"\w[-\u00ad]$", words) and following[:1].islower():
        return words[:-1] + following
    return f"{words} {following}"
