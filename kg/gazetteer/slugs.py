"""Names as local parts of an IRI."""

from __future__ import annotations

import re
import unicodedata

_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
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
