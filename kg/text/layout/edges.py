"""Run-in openings and credits of paragraphs, split off as blocks of their own.

Openings are datelines, run-in headings, speakers, list markers and times: "OTTAWA, Jan. 10 (AP) — ", "Background: ",
"SMITH: ", "(a) ", "14:32 GMT ". Credits name the author, further reading, or the source of a picture. Left in place,
the parser takes them for words of the sentence. Blocks still tile the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.lexicon import patterns, words
from kg.model import Block, BlockKind

_LABEL = re.compile(r"(?P<label>[^:\n.!?;,]{1,60}(?:\.[^:\n.!?;,]{1,50})?):\s+(?=[\"“‘(]?[A-ZÀ-Þ\d])")
_SPEAKERS = ("questions", "answers", "others")
_TURN = re.compile(r"[QA]\.\s+(?=[\"“‘]?[A-ZÀ-Þ])")
_TELLING = re.compile(r"(?!(?:The|A|An)\b)|\w+ [a-z]")
"""What begins like a sentence: not "Titanic: The Musical opened"."""
_LONGEST = 200  # characters of what stands before, and of what must follow to tell it
_LONGEST_LABEL = 6  # words
_MOST = 4  # one behind the other: "- 14:32 GMT OSLO (AP) — "
_SERIES = 2  # labels that make one another likely
_SENTENCE_END = re.compile(r"[.!?][\"”’»)\]]?\s+(?=\S)")
_LONGEST_TAIL = 300  # characters
_TAILS = (BlockKind.BYLINE, BlockKind.FURNITURE, BlockKind.CAPTION)


@dataclass(frozen=True)
class _Page:
    """What an article tells of its lines: its title, whether a block has that, what labels stand before its lines."""

    title: str
    has_title: bool
    has_headings: bool
    """Whether several labels are headings by their capitals."""
    is_dialogue: bool
    """Whether a label in capitals comes again."""
    is_interview: bool
    """Whether a line begins with "Q."."""


def split_edges(text: str, tiles: Sequence[Block], title: str = "") -> tuple[Block, ...]:
    """The blocks with openings and credits split off from paragraphs.

    ``title`` is the article's, where known: a text may begin with it without a line of its own.

    >>> text = "OTTAWA, Jan. 10 — The talks failed."
    >>> [(b.end, b.kind.value) for b in split_edges(text, [Block(0, len(text), BlockKind.PARAGRAPH)])]
    [(18, 'dateline'), (35, 'paragraph')]
    """
    paragraphs = [block for block in tiles if block.kind is BlockKind.PARAGRAPH]
    labels = Counter(found["label"] for block in paragraphs if (found := _LABEL.match(_unmarked(text, block))))
    page = _Page(
        title=title.strip(),
        has_title=any(block.kind is BlockKind.TITLE for block in tiles),
        has_headings=sum(map(_is_capitalized, labels)) >= _SERIES,
        is_dialogue=any(label.isupper() and count >= _SERIES for label, count in labels.items()),
        is_interview=any(_unmarked(text, block).startswith("Q. ") for block in paragraphs),
    )
    return tuple(part for block in tiles for part in _parts(text, block, page))


def _unmarked(text: str, block: Block) -> str:
    """The first words of a block without the sign of an item."""
    line = text[block.start : block.end].lstrip()[:_LONGEST]
    return line[_length("enumerator", line) :]


def _parts(text: str, block: Block, page: _Page) -> Iterator[Block]:
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
    yield from _with_tail(text, Block(start, block.end, BlockKind.PARAGRAPH))


def _lead(line: str, page: _Page, *, is_first: bool) -> tuple[BlockKind, int]:
    """What a line begins with, and how many characters that has, with the blanks after it; 0 where it is the text."""
    if (is_first and (length := _title(line, page))) or (length := _glued(line)):
        return BlockKind.HEADING if page.has_title or not is_first else BlockKind.TITLE, length
    for kind, name in _BY_PATTERN:
        if length := _length(name, line):
            return kind, length
    for kind, found in ((BlockKind.BYLINE, _byline(line)), (BlockKind.LABEL, _speaker(line, page))):
        if found:
            return kind, found
    return BlockKind.HEADING, _heading(line, page)


_BY_PATTERN = (
    (BlockKind.LABEL, "enumerator"),
    (BlockKind.LABEL, "clock"),
    (BlockKind.DATELINE, "dateline"),
    (BlockKind.HEADING, "run_in"),
)


def _length(name: str, line: str) -> int:
    """How many characters a pattern of the lexicon has at the start of a line."""
    return max(
        (found.end() for pattern in patterns("layout", name, "patterns") if (found := pattern.match(line))), default=0
    )


def _title(line: str, page: _Page) -> int:
    """The length of the article's own title, where the text goes on behind it."""
    rest = line.removeprefix(page.title)
    goes_on = page.title and rest != line and rest[:1].isspace() and rest.lstrip()[:1].isupper()
    return len(line) - len(rest.lstrip()) if goes_on else 0


def _glued(line: str) -> int:
    """The length of a heading without a full stop: in "Ferries stay in port The harbour said" a sentence begins."""
    found = _glued_pattern().match(line)
    if found is None:
        return 0
    heading = found["heading"].lower().split()
    is_open = not heading[-1][-1].isalnum() or heading[-1] in words("layout", "asides", "governors")
    is_sentence = not words("layout", "glued", "sentence_words").isdisjoint(heading)
    return 0 if is_open or is_sentence else found.end()


def _byline(line: str) -> int:
    """The length of a byline that a dateline follows: "By Jane Doe OSLO (AP) — "."""
    for pattern in patterns("layout", "byline_before", "patterns"):
        found = pattern.match(line)
        if found and _length("dateline", line[found.end() :]):
            return found.end()
    return 0


def _speaker(line: str, page: _Page) -> int:
    """The length of who speaks: words of an interview, or a name in capitals where such a one comes again."""
    turn = _TURN.match(line)
    if turn and page.is_interview:
        return turn.end()
    found = _LABEL.match(line)
    if found is None:
        return 0
    label = found["label"]
    word = label.lower().rstrip(" 0123456789")
    is_known = any(word in words("layout", "speaker", kind) for kind in _SPEAKERS)
    return found.end() if is_known or (label.isupper() and page.is_dialogue) else 0


def _heading(line: str, page: _Page) -> int:
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


@cache
def _glued_pattern() -> re.Pattern[str]:
    openers = "|".join(sorted(words("layout", "glued", "openers")))
    word = r"[^\s.!?:;,()“”\"]+"
    return re.compile(rf"(?P<heading>[A-ZÀ-Þ]{word}(?: {word}){{2,11}}?)\s+(?=(?:{openers}) [a-z])")


def _with_tail(text: str, block: Block) -> Iterator[Block]:
    """A paragraph, and what stands behind it, if anything: "(Reporting by Jane Doe; editing by John Roe)"."""
    first = max(block.start, block.end - _LONGEST_TAIL)
    for found in _SENTENCE_END.finditer(text, first, block.end):
        rest = text[found.end() : block.end].strip()
        for kind in _TAILS:
            if any(pattern.fullmatch(rest) for pattern in patterns("layout", "tail", kind.value)):
                yield Block(block.start, found.end(), block.kind)
                yield Block(found.end(), block.end, kind)
                return
    yield block
