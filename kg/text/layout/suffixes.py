"""What stands behind a paragraph on its own line: who wrote it, what else to read, whose picture it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.lexicon import words
from kg.model import Block, BlockKind

_SENTENCE_END = re.compile(r"[.!?][\"”’»)\]]?\s+(?=\S)")
_LONGEST = 300  # characters
_TAILS = (BlockKind.BYLINE, BlockKind.FURNITURE, BlockKind.CAPTION)


def with_tail(text: str, block: Block) -> Iterator[Block]:
    """A paragraph, and what stands behind it, if anything.

    >>> text = "The talks failed. (Reporting by Jane Doe; editing by John Roe)"
    >>> [(b.start, b.end, b.kind.value) for b in with_tail(text, Block(0, len(text), BlockKind.PARAGRAPH))]
    [(0, 18, 'paragraph'), (18, 62, 'byline')]
    """
    first = max(block.start, block.end - _LONGEST)
    for found in _SENTENCE_END.finditer(text, first, block.end):
        rest = text[found.end() : block.end].strip()
        for kind in _TAILS:
            if any(pattern.fullmatch(rest) for pattern in _patterns(kind)):
                yield Block(block.start, found.end(), block.kind)
                yield Block(found.end(), block.end, kind)
                return
    yield block


@cache
def _patterns(kind: BlockKind) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in sorted(words("layout", "tail", kind.value)))
