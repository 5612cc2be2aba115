"""What a file holds becomes a page: text with its blocks, and what the file itself says of title, author and date.

Plain text stays as it is. Of Markdown, HTML and PDF the text is what a reader sees, a blank line between
blocks; offsets count in that text.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.layout import authors_of, blocks, dateline_of, kind_by_wording
from kg.leadins import apart
from kg.model import Block, BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element
    from markdown_it.token import Token
    from pypdfium2 import PdfPage, PdfTextPage

_Part = tuple[BlockKind | None, str]

_FRONT_MATTER = re.compile(r"\A---\s*\n(.*?)\n---\s*\n", re.DOTALL)
_FRONT_MATTER_LINE = re.compile(r"^(title|author|authors|date|url|publisher)\s*:\s*[\"']?(.*?)[\"']?\s*$", re.MULTILINE)
_DATE_FOUND_BEFORE = "2099-12-31"  # htmldate would take today: a result must not depend on the clock
_HTML_BLOCKS = ("head", "p", "item", "quote")
_LARGER = 1.15  # times the usual height of a line: a heading
_WIDER_GAP = 0.4  # of a line's height more than usual between two lines: a new paragraph
_WIDEST_GAP = 2.0  # of a line's height: a new paragraph even where lines stand far apart
_REPEATED_ON = 3  # pages: a running head or foot
_EDGE_LINES = 2
_SOFT_HYPHENS = "\x02\ufffe"  # what pdfium makes of a hyphen at the end of a line
_SCALED = 2.0  # points: a type so small is scaled up by the page


@dataclass(frozen=True, slots=True)
class Page:
    """The readable content of a file."""

    text: str
    blocks: tuple[Block, ...]
    title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    url: str = ""
    date: date | None = None
    date_from: str = ""
    """Where the date was read, for the reader to judge: "a line of the text", "the page's metadata"."""


def plain_page(text: str) -> Page:
    """Plain text, untouched."""
    tiles = blocks(text)
    found = dateline_of(text, tiles)
    return Page(
        text=text,
        blocks=tiles,
        title=_title_of(text, tiles),
        authors=authors_of(text, tiles),
        date=found,
        date_from="a line of the text" if found else "",
    )


def markdown_page(source: str) -> Page:
    """Markdown without its marks; front matter gives title, author, date and url."""
    from markdown_it import MarkdownIt

    front = _FRONT_MATTER.search(source)
    said = dict(_FRONT_MATTER_LINE.findall(front[1])) if front else {}
    parts = tuple(_markdown_parts(MarkdownIt("commonmark").parse(source[front.end() if front else 0 :])))
    page = _page(parts)
    author = said.get("author") or said.get("authors") or ""
    found = iso_date(said.get("date", "")) or page.date
    return Page(
        text=page.text,
        blocks=page.blocks,
        title=said.get("title", "") or page.title,
        authors=tuple(filter(None, re.split(r"\s*[,;]\s*", author.strip("[] ")))) or page.authors,
        publisher=said.get("publisher", ""),
        url=said.get("url", ""),
        date=found,
        date_from="the front matter" if found and found != page.date else page.date_from,
    )


def html_page(data: bytes, name: str) -> Page:
    """The article of a web page, without navigation, comments and tables; ``InputError`` where there is none."""
    import trafilatura

    for noisy in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)
    document = trafilatura.bare_extraction(
        data,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params={"original_date": True, "extensive_search": False, "max_date": _DATE_FOUND_BEFORE},
    )
    body: _Element | None = getattr(document, "body", None)
    parts = tuple(_html_parts(body)) if body is not None else ()
    if document is None or not parts:
        raise InputError(
            f"{name}: no article was found in the page", hint="save the article's text and build from that"
        )
    title = str(getattr(document, "title", None) or "")
    if title and all(kind is not BlockKind.TITLE for kind, _ in parts) and parts[0][1] != title:
        parts = ((BlockKind.TITLE, title), *parts)
    page = _page(parts)
    found = iso_date(str(getattr(document, "date", None) or ""))
    return Page(
        text=page.text,
        blocks=page.blocks,
        title=title or page.title,
        authors=tuple(filter(None, str(getattr(document, "author", None) or "").split("; "))) or page.authors,
        publisher=str(getattr(document, "sitename", None) or ""),
        url=str(getattr(document, "url", None) or ""),
        date=found or page.date,
        date_from="the page's metadata" if found else page.date_from,
    )


def pdf_page(data: bytes, name: str) -> Page:
    """The text layer of a PDF, lines joined to paragraphs, running heads and page numbers left out."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise InputError(
            f"{name}: cannot be opened as PDF ({error})", hint="is it whole, and free of a password?"
        ) from error
    with document:
        lines = _body_lines(tuple(tuple(_pdf_lines(page)) for page in document))
    if not lines:
        raise InputError(
            f"{name}: the PDF has no text, only pictures of it", hint="run it through OCR first (ocrmypdf)"
        )
    return _page(tuple(_pdf_parts(lines)))


def iso_date(text: str) -> date | None:
    """The day of "2026-01-14" or "2026-01-14T10:00:00Z"; ``None`` for anything else."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _page(parts: Sequence[_Part]) -> Page:
    """Parts joined by blank lines; where none is known to be a heading, layout says what they are."""
    text = "\n\n".join(words for _, words in parts)
    if all(kind is None for kind, _ in parts):
        return plain_page(text)
    tiles, start = [], 0
    for kind, words in parts:
        end = min(start + len(words) + 2, len(text))
        tiles.append(Block(start, end, kind or kind_by_wording(words) or BlockKind.PARAGRAPH))
        start = end
    found = dateline_of(text, tiles)
    return Page(
        text=text,
        blocks=apart(text, tiles),
        title=_title_of(text, tiles),
        authors=authors_of(text, tiles),
        date=found,
        date_from="a line of the text" if found else "",
    )


def _title_of(text: str, tiles: Iterable[Block]) -> str:
    titles = (text[block.start : block.end] for block in tiles if block.kind is BlockKind.TITLE)
    return " ".join(next(titles, "").split())


def _markdown_parts(tokens: Sequence[Token]) -> Iterator[_Part]:
    has_title = False
    for opening, token in pairwise(tokens):
        if token.type != "inline":
            continue
        words = " ".join("".join(_inline_words(token)).split())
        kind = None
        if opening.type == "heading_open":
            kind = BlockKind.HEADING if has_title or opening.tag != "h1" else BlockKind.TITLE
            has_title = has_title or kind is BlockKind.TITLE
        if words:
            yield kind, words


def _inline_words(token: Token) -> Iterator[str]:
    for child in token.children or ():
        match child.type:
            case "text" | "code_inline":
                yield child.content
            case "softbreak" | "hardbreak":
                yield " "


def _html_parts(body: _Element) -> Iterator[_Part]:
    for line_break in body.iter("lb"):
        line_break.text = " "
    for element in body.iter(*_HTML_BLOCKS):
        if any(True for child in element.iter(*_HTML_BLOCKS) if child is not element):
            continue
        words = " ".join("".join(map(str, element.itertext())).split())
        if not words:
            continue
        if element.tag == "head":
            yield (BlockKind.TITLE if element.get("rend") == "h1" else BlockKind.HEADING), words
        else:
            yield None, words


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a PDF page; ``top`` and ``bottom`` in points from the foot of the page, ``height`` that of its type."""

    text: str
    top: float
    bottom: float
    height: float


def _pdf_lines(page: PdfPage) -> Iterator[_Line]:
    from pypdfium2.raw import FPDFText_GetFontSize

    text_page: PdfTextPage = page.get_textpage()
    count = text_page.count_chars()
    text: str = text_page.get_text_range(0, count)
    for match in re.finditer(rf"[^\r\n{_SOFT_HYPHENS}]+[{_SOFT_HYPHENS}]?", text):
        words = re.sub(f"[{_SOFT_HYPHENS}]$", "-", match.group().strip())
        inked = [i for i in range(match.start(), min(match.end(), count)) if not text[i].isspace()]
        boxes = [text_page.get_charbox(i) for i in inked]
        if boxes:
            top, bottom = max(box[3] for box in boxes), min(box[1] for box in boxes)
            size = FPDFText_GetFontSize(text_page.raw, inked[0])
            yield _Line(words, top, bottom, size if size > _SCALED else top - bottom)


def _body_lines(pages: Sequence[Sequence[_Line]]) -> tuple[tuple[_Line, ...], ...]:
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


def _edge_key(line: _Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _pdf_parts(pages: Sequence[Sequence[_Line]]) -> Iterator[_Part]:
    """Lines joined to paragraphs by the distance and size of the lines; the largest on the first page is the title."""
    usual = median(line.height for page in pages for line in page)
    gaps = sorted(max(a.bottom - b.top, 0.0) for page in pages for a, b in pairwise(page))
    widest = min((gaps[len(gaps) // 4] if gaps else 0.0) + usual * _WIDER_GAP, usual * _WIDEST_GAP)
    largest = max(line.height for line in pages[0])
    kind: BlockKind | None = None
    words = ""
    above: _Line | None = None
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


def _continues(above: _Line, line: _Line, *, widest: float) -> bool:
    if line.top > above.bottom + above.height:  # a new page or column: goes on unless the sentence was over
        return not re.search(r"[.!?][\"”’)]?$", above.text)
    return above.bottom - line.top <= widest


def _joined_words(words: str, following: str) -> str:
    if re.search(r"\w-$", words) and following[:1].islower():
        return words[:-1] + following
    return f"{words} {following}"
