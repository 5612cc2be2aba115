"""Names: cut into the words by which they are looked up, and as local parts of an IRI.

News text comes with curly or straight apostrophes, and a tokenizer may or may not split at hyphens and
periods. Names and text are therefore cut the same way, into pieces finer than any tokenizer's.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

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


_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_MOST = 60  # characters of words
_NO_ACCENT_TO_DROP = str.maketrans(
    {"Ł": "L", "Ø": "O", "İ": "I", "ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)


def slug(text: str) -> str:
    """A name as the local part of an IRI: lower-case ASCII, its words joined by hyphens.

    >>> slug("José Manuel Barroso"), slug("Canada’s ambassador")
    ('jose-manuel-barroso', 'canada-ambassador')
    """
    plain = folded(re.sub(r"['’]s\b|[.'’]", "", text.lower()))
    return _NOT_IN_SLUG.sub("-", plain).strip("-") or "unnamed"


def folded(text: str) -> str:
    """The text in plain ASCII letters."""
    return unicodedata.normalize("NFKD", text.translate(_NO_ACCENT_TO_DROP)).encode("ascii", "ignore").decode()


@lru_cache(maxsize=16384)
def own_id(article: str, label: str, *key: object) -> str:
    """The id of what only one article speaks of: its words and a hash of the article and ``key``.

    >>> own_id("a", "trade deal", "trade deal"), own_id("b", "trade deal", "trade deal")
    ('trade-deal-5f11a8f1', 'trade-deal-70dab4bc')
    """
    return f"{_cut(_hyphened(label))}-{_digest(repr((article, *key)))}"


def shared_id(label: str) -> str:
    """The id of words that mean the same in every article, joined by hyphens; a long one ends in its hash."""
    words = _hyphened(label)
    return words if len(words) <= _MOST else f"{_cut(words)}-{_digest(words)}"


@lru_cache(maxsize=16384)
def _hyphened(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_IN_SLUG.sub("-", plain).strip("-") or "thing"


def _cut(words: str) -> str:
    return words[:_MOST].strip("-")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
