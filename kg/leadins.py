"""What stands before a paragraph on its own line: a dateline ("OTTAWA, Jan. 10 (AP) — "), a heading run in ("NEXT: ").

Left there, the parser takes the place for the subject of the sentence. It becomes a block of its own; blocks still tile
the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.lexicon import words
from kg.model import Block, BlockKind

_RUN_IN = re.compile(r"(?P<heading>[^:\n]{8,90}):\s+(?=[\"“‘]?[A-Z])")
_FEWEST_WORDS = 2
_LONGEST = 120  # characters of a dateline


def apart(text: str, tiles: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, each paragraph parted from the dateline or heading before it.

    >>> text = "OTTAWA, Jan. 10 — The talks failed."
    >>> [(b.end, b.kind.value) for b in apart(text, [Block(0, len(text), BlockKind.PARAGRAPH)])]
    [(18, 'dateline'), (35, 'paragraph')]
    """
    return tuple(part for block in tiles for part in _parts(text, block))


def _parts(text: str, block: Block) -> Iterator[Block]:
    line = text[block.start : block.end]
    begin = block.start + len(line) - len(line.lstrip())
    if block.kind is BlockKind.PARAGRAPH:
        for kind, length in (
            (BlockKind.DATELINE, _dateline(text[begin : min(block.end, begin + _LONGEST)])),
            (BlockKind.HEADING, _heading(text[begin : min(block.end, begin + _LONGEST)])),
        ):
            if length:
                yield Block(block.start, begin + length, kind)
                yield Block(begin + length, block.end, BlockKind.PARAGRAPH)
                return
    yield block


def _dateline(line: str) -> int:
    """How many characters a dateline has, with its dash and the blanks after that; 0 where there is none."""
    return max((found.end() for pattern in _patterns() if (found := pattern.match(line))), default=0)


def _heading(line: str) -> int:
    """How many characters a heading in capitals has, with its colon and the blanks; 0 where there is none."""
    found = _RUN_IN.match(line)
    if found is None or not found["heading"].isupper() or len(found["heading"].split()) < _FEWEST_WORDS:
        return 0
    return found.end()


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in sorted(words("layout", "dateline", "patterns")))
