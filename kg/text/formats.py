"""Conversion of file formats to pages: text with its blocks, and the file's own title, author and date.

Plain text stays as it is. Of Markdown, HTML and PDF it is the visible text, with a blank line between blocks; character
offsets refer to that text.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.model import Article, ArticleId, Block, BlockKind
from kg.text.layout import authors_of, blocks, date_line, dateline_of, day_without_year, kind_by_wording, split_edges
from kg.text.normalization import readable
from kg.text.pdf import PdfPart, pdf_parts

if TYPE_CHECKING:
    from lxml.etree import _Element
    from markdown_it.token import Token

LARGEST_TEXT = 1_000_000
"""Characters of one article: some 150,000 words, a long report."""

_FRONT_MATTER = re.compile(r"\A---\s*\n(.*?)\n---\s*\n", re.DOTALL)
_FRONT_MATTER_LINE = re.compile(
    r"^(title|author|authors|date|url|publisher)[^\S\n]*:[^\S\n]*[\"']?(.*?)[\"']?[^\S\n]*$", re.MULTILINE
)
_DATE_FOUND_BEFORE = "2099-12-31"  # htmldate would take today: a result must not depend on the clock
_HTML_BLOCKS = ("head", "p", "item", "quote")


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
    no_date: str = ""
    """What stands there in the place of a date and is none: "2026-02-30"."""
    day_without_year: str = ""
    """A day that the dateline names without its year: "3 May"."""
    notes: frozenset[tuple[str, str]] = frozenset()
    """What its publisher says of it (``Article.notes``)."""
    status: str = ""
    """"withheld" or "cancelled" where its publisher holds it back (``kg.text.items``)."""
    embargo: str = ""
    """The time until which it is withheld."""


def plain_page(text: str, title: str = "") -> Page:
    """The page of a plain text, unchanged; ``title`` where it is known from elsewhere."""
    read = readable(Article(ArticleId(""), text, ()))
    return _laid_out(text, read.tiles(blocks(read.article.text, title)))


def markdown_page(source: str) -> Page:
    """The page of a Markdown text without markup; front matter gives title, author, date and url."""
    from markdown_it import MarkdownIt

    front = _FRONT_MATTER.search(source)
    said = dict(_FRONT_MATTER_LINE.findall(front[1])) if front else {}
    parts = tuple(_markdown_parts(MarkdownIt("commonmark").parse(source[front.end() if front else 0 :])))
    page = _page(parts)
    author = said.get("author") or said.get("authors") or ""
    day = said.get("date", "")
    told = iso_date(day) or date_line(day)
    found = told or page.date
    return Page(
        text=page.text,
        blocks=page.blocks,
        title=said.get("title", "") or page.title,
        authors=tuple(filter(None, re.split(r"\s*[,;]\s*", author.strip("[] ")))) or page.authors,
        publisher=said.get("publisher", ""),
        url=said.get("url", ""),
        date=found,
        date_from="the front matter" if day and (not told or found != page.date) else page.date_from,
        no_date="" if told else day,
    )


def html_page(data: bytes, name: str) -> Page:
    """The article of a web page, without navigation, comments and tables; ``InputError`` where there is none."""
    long_tags = (found["tag"] for found in _TAG.finditer(data) if found["tag"] and len(found["tag"]) > _LONG_TAG)
    if any(len(re.split(rb"[\s/]+", _QUOTED.sub(b" ", tag))) > _MOST_ATTRIBUTES for tag in long_tags):
        raise InputError(
            f"{name}: has an element of more than {_MOST_ATTRIBUTES:,} attributes", hint="save the article's text"
        )
    document = _extracted(data, name)
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
    no_date = _impossible_date(data, found)
    return Page(
        text=page.text,
        blocks=page.blocks,
        title=title or page.title,
        authors=tuple(filter(None, str(getattr(document, "author", None) or "").split("; "))) or page.authors,
        publisher=str(getattr(document, "sitename", None) or ""),
        url=str(getattr(document, "url", None) or ""),
        date=found or page.date,
        date_from="the page's metadata" if found or no_date else page.date_from,
        no_date=no_date,
    )


_BLOCKS = frozenset({
    "article", "blockquote", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
    "section", "ul",
})  # fmt: skip
_NO_WORDS = ("figure", "script", "style", "table")


def fragment_page(source: str, title: str) -> Page:
    """The page of a piece of HTML that is all article, as feeds have it, parted at blocks and double breaks."""
    from lxml.etree import iterwalk, strip_elements
    from lxml.html import fragment_fromstring

    root = fragment_fromstring(f"<div>{source}</div>")
    strip_elements(root, *_NO_WORDS, with_tail=False)
    words: list[str] = []
    for event, element in iterwalk(root, events=("start", "end")):
        is_start = event == "start"
        mark = "\n\n" if element.tag in _BLOCKS else "\n" if is_start and element.tag == "br" else ""
        words += [mark, re.sub(r"\s+", " ", (element.text if is_start else element.tail) or "")]
    parts = re.split(r"\n\s*\n", "".join(words))
    paragraphs: list[PdfPart] = [(None, line) for part in parts if (line := " ".join(part.split()))]
    return _page([(BlockKind.TITLE, title), *paragraphs] if title else paragraphs)


def _extracted(data: bytes, name: str) -> object:
    """What trafilatura takes for the article of a page; None where it finds none."""
    import trafilatura

    for noisy in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)
    try:
        return trafilatura.bare_extraction(
            _tree(data),
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            date_extraction_params={"original_date": True, "extensive_search": False, "max_date": _DATE_FOUND_BEFORE},
        )
    except (_TooDeepError, RecursionError):
        raise InputError(f"{name}: its elements are nested too deep", hint="save the article's text") from None


_DATED = re.compile(
    rb"<(?:meta|time)\b[^>]*?\b(?:content|datetime)\s*=\s*[\"']?(?P<day>\d{4}-\d\d-\d\d)"
    rb"|\"date(?:Published|Created|Modified)\"\s*:\s*\"(?P<json>\d{4}-\d\d-\d\d)",
    re.IGNORECASE,
)
"""The dates of a page's metadata."""


def _impossible_date(data: bytes, found: date | None) -> str:
    """The date of a page's metadata that no calendar has, where none was found or one was made of its month."""
    for match in _DATED.finditer(data):
        day = (match["day"] or match["json"]).decode()
        if iso_date(day) is None and (found is None or f"{found:%Y-%m-%d}" == f"{day[:7]}-01"):
            return day
    return ""


_TAG = re.compile(
    rb"<!--.*?(?:-->|\Z)|(?P<tag><\0?(?:(?P<raw>script|style)\b|[a-z])(?:[^>\"']++|\"[^\"]*+\"|'[^']*+'|[\"'])*+)"
    rb"(?(raw).*?(?:</(?P=raw)|\Z))",
    re.DOTALL | re.IGNORECASE,
)
"""Comments, and opening tags; one of a script is followed by what is no markup."""
_QUOTED = re.compile(rb"\"[^\"]*+\"|'[^']*+'")
_LONG_TAG = 10_000  # bytes
_MOST_ATTRIBUTES = 1000
"""Of an element: the parser's time grows with their square."""


class _TooDeepError(Exception):
    """What the parser drops however much it may keep."""


def _tree(data: bytes) -> _Element | None:
    """The page read by a parser that keeps some two thousand elements in each other, else ``_TooDeepError``; if any.

    That of trafilatura drops in silence what is nested deeper than 256.
    """
    from lxml import etree, html
    from trafilatura.utils import decode_file

    parser = html.HTMLParser(huge_tree=True, collect_ids=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    found: _Element | None = etree.fromstring(decode_file(data).encode("utf-8", "replace"), parser=parser)
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise _TooDeepError
    return found


def pdf_page(data: bytes, name: str, most: int = LARGEST_TEXT) -> Page:
    """The text layer of a PDF, lines joined to paragraphs, running heads and page numbers left out.

    Raises ``InputError`` for one without text, for one that cannot be read, and for more than ``most`` characters.
    """
    parts = pdf_parts(data, name, most)
    if not parts:
        raise InputError(
            f"{name}: the PDF has no text, only pictures of it", hint="run it through OCR first (ocrmypdf)"
        )
    return _page(parts)


def iso_date(text: str) -> date | None:
    """The date of an ISO 8601 date or date and time ("2026-01-14T10:00:00Z"); ``None`` for anything else."""
    found = _ISO_DATE.fullmatch(text.strip())
    try:
        return date.fromisoformat(found["day"]) if found else None
    except ValueError:
        return None


_ISO_DATE = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d|\d{8})"
    r"(?:[T ](?:(?:[01]\d|2[0-3]):?[0-5]\d(?::?(?:[0-5]\d|60)(?:[.,]\d+)?)?|24:?00(?::?00)?)"
    r"\s*(?:Z|UTC|GMT|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?)?",
    re.IGNORECASE,
)


def _page(parts: Sequence[PdfPart]) -> Page:
    """Parts joined by blank lines; where none is known to be a heading, layout says what they are."""
    text = "\n\n".join(words for _, words in parts)
    if all(kind is None for kind, _ in parts):
        return plain_page(text)
    tiles, start = [], 0
    for kind, words in parts:
        end = min(start + len(words) + 2, len(text))
        tiles.append(Block(start, end, kind or kind_by_wording(words) or BlockKind.PARAGRAPH))
        start = end
    return _laid_out(text, split_edges(text, tiles))


def _laid_out(text: str, tiles: tuple[Block, ...]) -> Page:
    """The page of a text whose blocks are known."""
    read = readable(Article(ArticleId(""), text, tiles)).article
    found = dateline_of(read.text, read.blocks)
    titles = (read.text[block.start : block.end] for block in read.blocks if block.kind is BlockKind.TITLE)
    own, authors = " ".join(next(titles, "").split()), authors_of(read.text, read.blocks)
    page = Page(text, tiles, own, authors, date=found, date_from="a line of the text" if found else "")
    return replace(page, day_without_year=day_without_year(read.text, read.blocks))


def _markdown_parts(tokens: Sequence[Token]) -> Iterator[PdfPart]:
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


def _html_parts(body: _Element) -> Iterator[PdfPart]:
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
