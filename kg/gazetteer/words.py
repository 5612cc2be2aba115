"""How a name is cut into the words by which it is looked up.

News text comes with curly or straight apostrophes, and a tokenizer may or may not split at hyphens and
periods. Names and text are therefore cut the same way, into pieces finer than any tokenizer's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_PIECE = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., D.C.
    r"|[^\W\d_]\.(?=$)"  # the J. of Donald J. Trump, a token of its own
    r"|'[sS]\b(?!\w)"  # the possessive
    r"|[\w&]+(?:'(?![sS]\b)\w+)*"  # words, with inner apostrophes: N'Djamena, Xi'an, AT&T
    r"|[^\w\s]"
)
_ALIKE = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "–": "-", "‑": "-", "‐": "-", "−": "-"})


def pieces(text: str) -> tuple[str, ...]:
    """The pieces of a name: ``"Guinea-Bissau’s"`` gives ``("Guinea", "-", "Bissau", "'s")``.

    >>> pieces("Washington, D.C.")
    ('Washington', ',', 'D.C.')
    """
    return tuple(piece for chunk in text.translate(_ALIKE).split() for piece in _PIECE.findall(chunk))


def key(text: str) -> str:
    """The pieces of a name joined by single spaces: what tables are indexed by."""
    return text if text.isalpha() else " ".join(pieces(text))


def cut(words: Sequence[str]) -> tuple[list[str], list[int], list[int]]:
    """The pieces of a tokenized text; for each piece the token that it begins, and the token that it ends, or -1."""
    found: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    for number, word in enumerate(words):
        parts = (word,) if word.isalpha() else pieces(word)
        last = len(parts) - 1
        for place, part in enumerate(parts):
            found.append(part)
            begins.append(number if place == 0 else -1)
            ends.append(number + 1 if place == last else -1)
    return found, begins, ends
