"""Segmentation of a text into blocks and their classification: title, paragraph, caption, byline ...

The blocks tile the text; a block includes the line breaks that follow it. A line is classified by its wording
(``kg/lexicons/en/layout.toml``), else by position and shape. In doubt it is a paragraph: a heading taken for a
paragraph costs one odd statement, a paragraph taken for a heading all of its statements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise, takewhile

from kg.lexicon import patterns
from kg.model import Block, BlockKind
from kg.text.layout.edges import split_edges

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]\s]*$")
_RUNNING_ON = re.compile(r"(?:[,:—–-]|;(?:\s+\w+)?)\s*$")  # "Recalling their treaty; and"
_INITIALISM_END = re.compile(r"\b(?:[A-Z]\.){2,}$")
_BULLET = re.compile(r"^(?:[-*•‣▪·–—]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_NAME_WORD = re.compile(r"^(?:[A-Z][\w’'.-]*|de|van|von|bin|da|del|and|&)$")

# In words.
_LONGEST_HEADLINE = 25
_LONGEST_HEADING = 10
_LONGEST_DENSE_HEADING = 5  # with no blank line round it
_LONGEST_NAME = 4
_SILENT = {
    "furniture": (BlockKind.FURNITURE, 40),
    "caption": (BlockKind.CAPTION, 60),
    "byline": (BlockKind.BYLINE, 40),
    "dateline_alone": (BlockKind.DATELINE, 20),
}
"""What the patterns of a table make a line; one with more words is text, as an article in one line with its caption."""
_LONGEST_SILENT = 4000
"""Characters: sixty words have less, and the patterns take the square of a run of signs."""
_LONGEST_CAPTION = 600  # characters before and in the credit that ends it
_SHORTEST_STANDFIRST = 6
_SHORTEST_TITLE = 3
_LONGEST_HEAD = 12  # lines above the first running text; more of them are a list, a poem, a text without full stops
_LONGEST_INITIALISM = 20  # characters
# Lines that were wrapped at a width: its bounds in characters, how full a line must be, how many such there must be.
_WIDEST_WRAPPED = 110
_NARROWEST_WRAPPED = 40
_FULL_LINE = 0.8  # of the width: another word would have overfilled it
_FEWEST_WRAPPED = 3
_AFTER_CREDIT = re.compile(r"[\])]*[ .]+(?=[\"“‘]?[A-Z])")
_BY = re.compile(r"^(?:by|written by|words by|story by)\s+", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r"\s*(?:,|&|\band\b)\s*")
_DATE_FORMATS = ("%B %d %Y", "%d %B %Y", "%b %d %Y", "%d %b %Y", "%Y-%m-%d")
_SEPT = re.compile(r"\bsept\b", re.IGNORECASE)
_WHOLE_DATE = re.compile(r"\b(?:\d{1,2} [A-Z][A-Za-z]+\.?|[A-Z][A-Za-z]+\.? \d{1,2}),? \d{4}\b")
_DAY = re.compile(r"\b(?:\d{1,2} [A-Z][A-Za-z]+|[A-Z][A-Za-z]+\.? \d{1,2})\b")
_ANY_YEAR = "2000"  # a leap year
_WEEKDAY = re.compile(r"^(?P<day>\w+day)[\s,]+")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text on its way to a block; ``apart`` where a blank line goes before it."""

    start: int
    end: int
    text: str
    apart: bool

    @property
    def words(self) -> list[str]:
        return self.text.split()

    @property
    def is_running(self) -> bool:
        """Whether the line is running text by its shape."""
        return bool(
            _SENTENCE_END.search(self.text)
            or _RUNNING_ON.search(self.text)
            or _BULLET.search(self.text)
            or len(self.words) > _LONGEST_HEADLINE
        )


def blocks(text: str, title: str = "") -> tuple[Block, ...]:
    r"""The blocks that tile ``text``, in order; none for a text of blanks alone. ``title`` is known from elsewhere.

    >>> [(b.start, b.end, b.kind.value) for b in blocks("Talks fail in Oslo\n\nThe talks failed on Monday.\n")]
    [(0, 20, 'title'), (20, 48, 'paragraph')]
    """
    pieces = tuple(_pieces(text))
    kinds: list[BlockKind | None] = [kind_by_wording(piece.text) for piece in pieces]
    if len(pieces) == 1:
        kinds = [kinds[0] or (BlockKind.TITLE if _is_headline(pieces[0]) else BlockKind.PARAGRAPH)]
    body = _body_start(pieces, kinds)
    _place_head(pieces[:body], kinds)
    _place_body(pieces, kinds, body)
    tiles = [
        Block(piece.start, piece.end, kind or BlockKind.PARAGRAPH) for piece, kind in zip(pieces, kinds, strict=True)
    ]
    return split_edges(text, tiles, title)


def _is_headline(piece: _Piece) -> bool:
    """Whether a line that is all of a text is in title case, most of its words with a capital, and no sentence."""
    capitals = sum(word[0].isupper() for word in piece.words)
    is_cased = _is_title_case(piece.text) and capitals * 2 > len(piece.words) > _SHORTEST_TITLE
    return is_cased and not piece.is_running


def kind_by_wording(line: str) -> BlockKind | None:
    """The kind of a block by the wording of its line; ``None`` where that does not determine it."""
    count = len(line.split())
    if len(line) > _LONGEST_SILENT:
        return None
    for table, (kind, longest) in _SILENT.items():
        if count <= longest and any(pattern.search(line) for pattern in patterns("layout", table, "patterns")):
            return kind
    return None


def date_line(line: str) -> date | None:
    """The date that a line consists of; None where it is incomplete or ambiguous (03/04/2008).

    >>> date_line("Friday, August 21, 2015"), date_line("March 01 , 2008"), date_line("Friday, August 20, 2015")
    (datetime.date(2015, 8, 21), datetime.date(2008, 3, 1), None)
    """
    weekday = _WEEKDAY.search(line.strip())
    plain = line.strip()[weekday.end() if weekday else 0 :]
    plain = _SEPT.sub("Sep", re.sub(r"[\s,]+", " ", plain.replace(".", " ")).strip())
    for form in _DATE_FORMATS:
        try:
            found = datetime.strptime(plain, form).date()  # noqa: DTZ007 a day of the calendar has no time zone
        except ValueError:
            continue
        return found if not weekday or weekday["day"].title() == f"{found:%A}" else None
    return None


def dateline_of(text: str, tiles: Sequence[Block]) -> date | None:
    """The date on a line of its own above the first paragraph, or in its dateline, if there is one and only one."""
    found = set()
    for block in _above_text(tiles):
        if block.kind is BlockKind.BYLINE:
            found.add(date_line(text[block.start : block.end]))
        if block.kind is BlockKind.DATELINE:
            found |= {date_line(day) for day in _WHOLE_DATE.findall(text[block.start : block.end])}
    found.discard(None)
    return found.pop() if len(found) == 1 else None


def day_without_year(text: str, tiles: Sequence[Block]) -> str:
    """The words for the day in the first paragraph's dateline, where it has no year; else the empty string.

    >>> text = "LIMA, 3 May (Andina) – The talks failed."
    >>> day_without_year(text, blocks(text))
    '3 May'
    """
    for block in _above_text(tiles):
        line = text[block.start : block.end] if block.kind is BlockKind.DATELINE else ""
        days = [] if _WHOLE_DATE.search(line) else _DAY.findall(line)
        if found := [day for day in days if date_line(f"{day} {_ANY_YEAR}")]:
            return str(found[0])
    return ""


def _above_text(tiles: Sequence[Block]) -> Iterator[Block]:
    yield from takewhile(lambda block: block.kind is not BlockKind.PARAGRAPH, tiles)


def authors_of(text: str, tiles: Sequence[Block]) -> tuple[str, ...]:
    """The names of a byline above the first paragraph: "By Jane Doe and John Roe", or a name alone."""
    for block in _above_text(tiles):
        if block.kind is BlockKind.BYLINE:
            line = _BY.sub("", " ".join(text[block.start : block.end].split()))
            names = tuple(name for name in _BETWEEN_NAMES.split(line) if name)
            if names and all(_is_name(name) for name in names):
                return names
    return ()


def _pieces(text: str) -> Iterator[_Piece]:
    """The lines of the text, soft line breaks undone, each with the blank lines after it."""
    spans = [match.span() for match in _LINE.finditer(text) if match.group()]
    filled = [(start, end) for start, end in spans if text[start:end].strip()]
    if not filled:
        return
    width = _wrapped_at([text[start:end].strip() for (start, end), (after, _) in pairwise(filled) if end == after])
    starts = [filled[0][0]]
    for (start, end), (after, after_end) in pairwise(filled):
        if end != after or not _is_soft_break(text[start:end].strip(), text[after:after_end].strip(), width):
            starts.append(after)
    starts[0] = 0
    starts[1:] = [place for pair in pairwise([*starts, len(text)]) for place in _with_cut(text, *pair)][1:]
    blank_before = {after for (_, end), (after, _) in pairwise(filled) if end != after} | {0}
    for start, end in pairwise([*starts, len(text)]):
        yield _Piece(start, end, text[start:end].strip(), apart=start in blank_before)


def _with_cut(text: str, start: int, end: int) -> Iterator[int]:
    """Where a line begins, and where the text begins that follows in it upon a caption with its credit in brackets."""
    yield start
    begun = text[start : min(end, start + _LONGEST_CAPTION)]
    matches = (pattern.search(begun) for pattern in patterns("layout", "caption", "patterns"))
    ends = [found.end() for found in matches if found and found.group().endswith((")", "]"))]
    behind = _AFTER_CREDIT.match(text, start + max(ends)) if ends else None
    if behind and len(text[behind.end() : end].split(maxsplit=_LONGEST_HEADLINE)) > _LONGEST_HEADLINE:
        yield behind.end()


def _wrapped_at(lines: Sequence[str]) -> int:
    """The width at which a text's lines are broken, as in mails and old releases; 0 where they are not.

    ``lines`` are those that another line follows at once.
    """
    widest = max(map(len, lines), default=0)
    full = sum(len(line) > widest * _FULL_LINE for line in lines)
    return widest if full >= _FEWEST_WRAPPED and _NARROWEST_WRAPPED < widest < _WIDEST_WRAPPED else 0


def _is_soft_break(line: str, following: str, width: int) -> bool:
    """Whether a line was broken for its width alone."""
    if len(line) < _NARROWEST_WRAPPED or _BULLET.search(following):
        return False
    if following[:1].islower() and not _SENTENCE_END.search(line):
        return True
    return bool(width) and len(line) + 1 + len(following.split(maxsplit=1)[0]) > width


def _body_start(pieces: Sequence[_Piece], kinds: Sequence[BlockKind | None]) -> int:
    """The number of the first piece of running text; 0 where there is none, for then nothing stands above it."""
    unknown = [number for number, kind in enumerate(kinds) if kind is None]
    running = (
        number
        for number in unknown
        if pieces[number].is_running and not (number == unknown[0] and _is_odd_headline(pieces[number:]))
    )
    return next(running, 0)


def _is_odd_headline(pieces: Sequence[_Piece]) -> bool:
    """Whether the first line is a headline although it ends like a sentence: "Is it over?", "A deal with the U.S."."""
    first = pieces[0]
    if len(pieces) == 1 or len(first.words) > _LONGEST_HEADLINE or not pieces[1].apart:
        return False
    return first.text.endswith(("?", "!")) or bool(_INITIALISM_END.search(first.text[-_LONGEST_INITIALISM:]))


def _place_head(head: Sequence[_Piece], kinds: list[BlockKind | None]) -> None:
    """Title, kicker, standfirst and byline: what stands above the first running text."""
    unknown = [number for number in range(len(head)) if kinds[number] is None]
    title = _title(head, unknown)
    for place, number in enumerate(unknown):
        if number == title:
            kinds[number] = BlockKind.TITLE
        elif place >= _LONGEST_HEAD:
            kinds[number] = BlockKind.PARAGRAPH
        elif title is not None and number > title and _is_name(head[number].text):
            kinds[number] = BlockKind.BYLINE
        elif title is not None and number > title and _is_standfirst(head[number]):
            kinds[number] = BlockKind.PARAGRAPH
        else:
            kinds[number] = BlockKind.HEADING


def _is_standfirst(piece: _Piece) -> bool:
    """A line under the headline that is worded as a sentence says something: "Visit reflects shifting priorities"."""
    return len(piece.words) >= _SHORTEST_STANDFIRST and not _is_title_case(piece.text)


def _title(head: Sequence[_Piece], unknown: Sequence[int]) -> int | None:
    """The headline is the first line of some length: a kicker above it is short, a byline beneath it too."""
    for least in (_SHORTEST_TITLE + 1, _SHORTEST_TITLE):
        for number in unknown:
            if len(head[number].words) >= least:
                return number
    return None


def _place_body(pieces: Sequence[_Piece], kinds: list[BlockKind | None], body: int) -> None:
    """Section headings among the paragraphs; a name alone at the end is the writer's."""
    running = (number for number in range(body, len(pieces)) if kinds[number] is None and pieces[number].is_running)
    last = max(running, default=-1)
    for number in range(body, len(pieces)):
        if kinds[number] is not None:
            continue
        piece, has_text_after = pieces[number], number < last
        if has_text_after and _is_heading(piece, pieces[number + 1]):
            kinds[number] = BlockKind.HEADING
        elif not has_text_after and number > body and piece.apart and _is_name(piece.text):
            kinds[number] = BlockKind.BYLINE


def _is_heading(piece: _Piece, following: _Piece) -> bool:
    if _BULLET.search(piece.text) or not piece.text[:1].isupper():
        return False
    count = len(piece.words)
    if piece.text.endswith(":"):
        return count <= _LONGEST_DENSE_HEADING - 1 and piece.apart and following.apart and piece.text.isupper()
    if piece.is_running:
        return False
    if piece.apart and following.apart:
        return count <= _LONGEST_HEADING or piece.text.isupper()
    return count <= _LONGEST_DENSE_HEADING and _is_title_case(piece.text)


def _is_title_case(text: str) -> bool:
    """Whether all words but the short ones are capitalized."""
    return all(word[:1].isupper() or not word[:1].isalpha() or len(word) <= len("from") for word in text.split())


def _is_name(text: str) -> bool:
    """Whether a line is a person's name, as far as its shape tells."""
    parts = text.split()
    return len(parts) <= _LONGEST_NAME and all(_NAME_WORD.search(part) for part in parts) and parts[0][0].isupper()
