"""Layout of an article: its blocks (title, paragraph, caption, byline ...), and what is run into its paragraphs.

The blocks tile the text; a block includes the line breaks that follow it. A line is classified by its wording
(``kg/lexicons/en/layout.toml``), else by position and shape. In doubt it is a paragraph: a heading taken for a
paragraph costs one odd statement, a paragraph taken for a heading all of its statements.

What a paragraph begins or ends with is a block of its own: datelines, run-in headings, speakers, list markers and
times ("OTTAWA, Jan. 10 (AP) — ", "Background: ", "SMITH: ", "(a) ", "14:32 GMT "), and credits of authors and pictures.
Left in place, the parser takes them for words of the sentence.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise, takewhile

from kg.lexicon import patterns, words
from kg.model import CORRECTION, Block, BlockKind

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
    "correction": (BlockKind.CORRECTION, 120), "furniture": (BlockKind.FURNITURE, 40),
    "caption": (BlockKind.CAPTION, 60), "byline": (BlockKind.BYLINE, 40), "dateline_alone": (BlockKind.DATELINE, 20),
}  # fmt: skip
"""What the patterns of a table make a line; one with more words is text, as an article in one line with its caption."""
_LONGEST_SILENT = 4000
"""Characters: sixty words have less, and the patterns take the square of a run of signs."""
_SHORTEST_STANDFIRST = 6
_SHORTEST_TITLE = 3
_LONGEST_HEAD = 12  # lines above the first running text; more of them are a list, a poem, a text without full stops
_LONGEST_INITIALISM = 20  # characters
# Lines that were wrapped at a width: its bounds in characters, how full a line must be, how many such there must be.
_WIDEST_WRAPPED = 110
_NARROWEST_WRAPPED = 40
_FULL_LINE = 0.8  # of the width: another word would have overfilled it
_FEWEST_WRAPPED = 3
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
        is_long = len(self.words) > _LONGEST_HEADLINE
        return is_long or any(sign.search(self.text) for sign in (_SENTENCE_END, _RUNNING_ON, _BULLET))


def blocks(text: str, title: str = "") -> tuple[Block, ...]:
    r"""The blocks that tile ``text``, in order; none for a text of blanks alone. ``title`` is known from elsewhere.

    >>> [(b.start, b.end, b.kind.value) for b in blocks("Talks fail in Oslo\n\nThe talks failed on Monday.\n")]
    [(0, 20, 'title'), (20, 48, 'paragraph')]
    """
    pieces = tuple(_pieces(text))
    kinds: list[BlockKind | None] = [kind_by_wording(piece.text) for piece in pieces]
    if len(pieces) == 1:
        words = pieces[0].words  # in title case, most of its words with a capital, and no sentence
        is_cased = _is_title_case(pieces[0].text) and len(words) > _SHORTEST_TITLE
        is_headline = is_cased and sum(word[0].isupper() for word in words) * 2 > len(words)
        is_headline &= not pieces[0].is_running
        kinds = [kinds[0] or (BlockKind.TITLE if is_headline else BlockKind.PARAGRAPH)]
    body = _body_start(pieces, kinds)
    _place_head(pieces[:body], kinds)
    _place_body(pieces, kinds, body)
    read = zip(pieces, kinds, strict=True)
    tiles = [Block(piece.start, piece.end, kind or BlockKind.PARAGRAPH) for piece, kind in read]
    return split_edges(text, tiles, title)


def kind_by_wording(line: str) -> BlockKind | None:
    """The kind of a block by the wording of its line; ``None`` where that does not determine it."""
    count = len(line.split())
    if len(line) > _LONGEST_SILENT:
        return None
    for table, (kind, longest) in _SILENT.items():
        if count <= longest and any(pattern.search(line) for pattern in patterns("layout", table, "patterns")):
            return kind
    return None


def corrections(text: str, tiles: Sequence[Block]) -> frozenset[tuple[str, str]]:
    """The notes of what a publisher says of earlier versions, by the blocks of a text."""
    found = (" ".join(text[one.start : one.end].split()) for one in tiles if one.kind is BlockKind.CORRECTION)
    return frozenset((CORRECTION, words) for words in found)


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
    return takewhile(lambda block: block.kind is not BlockKind.PARAGRAPH, tiles)


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
    blank_before = {after for (_, end), (after, _) in pairwise(filled) if end != after} | {0}
    for start, end in pairwise([*starts, len(text)]):
        yield _Piece(start, end, text[start:end].strip(), apart=start in blank_before)


def _wrapped_at(lines: Sequence[str]) -> int:
    """The width at which lines that others follow at once are broken, as in mails and old releases; 0 for none."""
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
    running = (number for number in unknown if pieces[number].is_running)
    return next((n for n in running if n != unknown[0] or not _is_odd_headline(pieces[n:])), 0)


def _is_odd_headline(pieces: Sequence[_Piece]) -> bool:
    """Whether the first line is a headline although it ends like a sentence: "Is it over?", "A deal with the U.S."."""
    first = pieces[0]
    if len(pieces) == 1 or len(first.words) > _LONGEST_HEADLINE or not pieces[1].apart:
        return False
    return first.text.endswith(("?", "!")) or bool(_INITIALISM_END.search(first.text[-_LONGEST_INITIALISM:]))


def _place_head(head: Sequence[_Piece], kinds: list[BlockKind | None]) -> None:
    """Title, kicker, standfirst and byline: what stands above the first running text."""
    unknown = [number for number in range(len(head)) if kinds[number] is None]
    long = (n for least in (_SHORTEST_TITLE + 1, _SHORTEST_TITLE) for n in unknown if len(head[n].words) >= least)
    title = next(long, len(head))  # a kicker above the headline is short, a byline beneath it too
    for place, number in enumerate(unknown):
        piece, kind = head[number], BlockKind.HEADING
        is_sentence = len(piece.words) >= _SHORTEST_STANDFIRST and not _is_title_case(piece.text)
        if number == title:
            kind = BlockKind.TITLE
        elif place >= _LONGEST_HEAD or (number > title and is_sentence and not _is_name(piece.text)):
            kind = BlockKind.PARAGRAPH  # a standfirst says something: "Visit reflects shifting priorities"
        elif number > title and _is_name(piece.text):
            kind = BlockKind.BYLINE
        kinds[number] = kind


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


# -- what is run into a paragraph --------------------------------------------------------------------------------------

_LABEL = re.compile(r"(?P<label>[^:\n.!?;,]{1,60}(?:\.[^:\n.!?;,]{1,50})?):\s+(?=[\"“‘(]?[A-ZÀ-Þ\d])")
_SPEAKERS = ("questions", "answers", "others")
_TELLING = re.compile(r"(?!(?:The|A|An)\b)|\w+ [a-z]")
"""What begins like a sentence: not "Titanic: The Musical opened"."""
_LONGEST = 200  # characters of what stands before, and of what must follow to tell it
_LONGEST_LABEL = 6  # words
_MOST = 4  # one behind the other: "- 14:32 GMT OSLO (AP) — "
_SERIES = 2  # labels that make one another likely
_LAST_SENTENCE = re.compile(r"[.!?][\"”’»)\]]?\s+(?=\S)")
_LONGEST_TAIL = 300  # characters


@dataclass(frozen=True)
class _Labels:
    """What an article tells of its lines: its title, whether a block has that, what labels stand before its lines."""

    title: str
    has_title: bool
    has_headings: bool
    """Whether several labels are headings by their capitals."""
    is_dialogue: bool
    """Whether a label in capitals comes again."""


def split_edges(text: str, tiles: Sequence[Block], title: str = "") -> tuple[Block, ...]:
    """The blocks with openings and credits split off from paragraphs.

    ``title`` is the article's, where known: a text may begin with it without a line of its own.

    >>> text = "OTTAWA, Jan. 10 — The talks failed."
    >>> [(b.end, b.kind.value) for b in split_edges(text, [Block(0, len(text), BlockKind.PARAGRAPH)])]
    [(18, 'dateline'), (35, 'paragraph')]
    """
    paragraphs = [block for block in tiles if block.kind is BlockKind.PARAGRAPH]
    begun = (text[block.start : block.end].lstrip()[:_LONGEST] for block in paragraphs)
    unmarked = (line[_length("enumerator", line) :] for line in begun)
    labels = Counter(found["label"] for line in unmarked if (found := _LABEL.match(line)))
    page = _Labels(
        title=title.strip(),
        has_title=any(block.kind is BlockKind.TITLE for block in tiles),
        has_headings=sum(map(_is_capitalized, labels)) >= _SERIES,
        is_dialogue=any(label.isupper() and count >= _SERIES for label, count in labels.items()),
    )
    return tuple(part for block in tiles for part in _parts(text, block, page))


def _parts(text: str, block: Block, page: _Labels) -> Iterator[Block]:
    """A block, of a paragraph also what it begins with and ends with."""
    if block.kind is not BlockKind.PARAGRAPH:
        yield block
        return
    start = block.start
    for _ in range(_MOST):
        begin = block.end - len(text[start : block.end].lstrip())
        kind, length = _lead(text[begin : min(block.end, begin + _LONGEST)], page, is_first=start == 0)
        if not length:
            break
        yield Block(start, begin + length, kind)
        start = begin + length
    yield from _with_tail(text, Block(start, block.end, block.kind))


def _lead(line: str, page: _Labels, *, is_first: bool) -> tuple[BlockKind, int]:
    """What a line begins with, and how many characters that has, with the blanks after it; 0 where it is the text."""
    rest = line.removeprefix(page.title)  # of the article's own title, where the text goes on behind it
    goes_on = page.title and rest != line and rest[:1].isspace() and rest.lstrip()[:1].isupper()
    if is_first and goes_on:
        return BlockKind.HEADING if page.has_title else BlockKind.TITLE, len(line) - len(rest.lstrip())
    for kind, name in _BY_PATTERN:
        if length := _length(name, line):
            return kind, length
    if length := _speaker(line, page):
        return BlockKind.LABEL, length
    return BlockKind.HEADING, _run_in_heading(line, page)


_BY_PATTERN = (
    (BlockKind.LABEL, "enumerator"), (BlockKind.LABEL, "clock"), (BlockKind.DATELINE, "dateline"),
    (BlockKind.HEADING, "run_in"),
)  # fmt: skip


def _length(name: str, line: str) -> int:
    """How many characters a pattern of the lexicon has at the start of a line."""
    found = (pattern.match(line) for pattern in patterns("layout", name, "patterns"))
    return max((one.end() for one in found if one), default=0)


def _speaker(line: str, page: _Labels) -> int:
    """The length of who speaks: a word of an interview, or a name in capitals where such a one comes again."""
    if (found := _LABEL.match(line)) is None:
        return 0
    word = found["label"].lower().rstrip(" 0123456789")
    is_known = any(word in words("layout", "speaker", kind) for kind in _SPEAKERS)
    return found.end() if is_known or (found["label"].isupper() and page.is_dialogue) else 0


def _run_in_heading(line: str, page: _Labels) -> int:
    """The length of a heading run in: capitalized words up to a colon."""
    found = _LABEL.match(line)
    if found is None or not _is_capitalized(found["label"]):
        return 0
    if found["label"].isupper():
        return found.end() if " " in found["label"] else 0  # "UNESCO: The talks failed."
    return found.end() if page.has_headings or _TELLING.match(line, found.end()) else 0


def _is_capitalized(label: str) -> bool:
    """Whether a label is a heading by its capitals: "Services", "Security and Defense"."""
    small = words("layout", "run_in", "small_words")
    parts = label.split()
    is_short = 0 < len(parts) <= _LONGEST_LABEL and parts[0][0].isupper()
    return is_short and all(part[0].isupper() or part[0].isdigit() or part in small for part in parts)


def _with_tail(text: str, block: Block) -> Iterator[Block]:
    """A paragraph, and what stands behind it, if anything: "(Reporting by Jane Doe; editing by John Roe)"."""
    first = max(block.start, block.end - _LONGEST_TAIL)
    for found in _LAST_SENTENCE.finditer(text, first, block.end):
        rest = text[found.end() : block.end].strip()
        for kind in (BlockKind.CORRECTION, BlockKind.BYLINE, BlockKind.FURNITURE, BlockKind.CAPTION):
            if any(pattern.fullmatch(rest) for pattern in patterns("layout", "tail", kind.value)):
                yield Block(block.start, found.end(), block.kind)
                yield Block(found.end(), block.end, kind)
                return
    yield block
