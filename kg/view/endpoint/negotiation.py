"""Content negotiation (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_ALIASES = {
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/plain": "nt",
    "application/x-turtle": "ttl",
}
"""Media types that mean one of ours when they are named, but are not given by ``text/*``."""


@dataclass(frozen=True, slots=True)
class _Range:
    """One entry of Accept; ``place`` is where it stands."""

    kind: str
    quality: float
    place: int

    @property
    def exactness(self) -> int:
        """2 for a media type, 1 for ``text/*``, 0 for ``*/*``."""
        return 2 - self.kind.count("*")

    def covers(self, kind: str) -> bool:
        """Whether a media type is in the range."""
        return self.kind in {kind, "*/*", f"{kind.partition('/')[0]}/*"}


def preferred(accept: str, kinds: Mapping[str, str]) -> str:
    """The form of ``kinds`` (form -> media type, the usual first) that is wanted most, "" where none is acceptable.

    Of forms that are wanted alike it is the one that is named, then the one that is named first, then the usual one.
    """
    ranges = tuple(_ranges(accept or "*/*"))
    ranked = [(rank, form) for form in kinds if (rank := _rank(form, kinds[form], ranges)) is not None]
    return max(ranked, key=lambda pair: pair[0])[1] if ranked else ""


def _rank(form: str, kind: str, ranges: tuple[_Range, ...]) -> tuple[float, int, int] | None:
    """Quality, exactness, and how early it is named; the most exact range that covers a form decides."""
    names = {kind, *(alias for alias, known in _ALIASES.items() if known == form)}
    found = [one for one in ranges if one.kind in names or one.covers(kind)]
    decisive = max(found, key=lambda one: (one.exactness, one.quality, -one.place), default=None)
    if decisive is None or decisive.quality <= 0:
        return None
    return decisive.quality, decisive.exactness, -decisive.place


def _ranges(accept: str) -> Iterator[_Range]:
    for place, part in enumerate(accept.split(",")):
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = next((piece[2:] for piece in parameters if piece.startswith("q=")), "1")
        try:
            yield _Range(kind, float(quality), place)
        except ValueError:
            yield _Range(kind, 0.0, place)
