"""Where the words of a statement stand in its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Article, Evidence, Statement
from kg.text.normalization import readable


def word_places(evidence: Evidence, said: Statement) -> list[tuple[int, int, str]]:
    """The places of subject, predicate and object in the quote of an evidence, in order: start, end, which it is."""
    parts = {"subject": said.subject_text, "predicate": said.predicate_text, "object": said.object_text}
    read = readable(Article(evidence.article, evidence.quote, ()))  # the parts are words as they are read
    return sorted((*read.original(start, end), part) for start, end, part in places_of(read.article.text, parts))


def places_of(quote: str, parts: dict[str, str]) -> Iterator[tuple[int, int, str]]:
    """Where the parts stand in the sentence; none overlaps another.

    The predicate is placed first, and of a word that stands more than once ("it") the place nearest to it is taken.
    """
    taken: list[tuple[int, int]] = []
    anchor = 0
    for part in ("predicate", "subject", "object"):
        words = parts[part]
        if not words:
            continue
        found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", quote)]
        free = [(start, end) for start, end in found if all(end <= first or start >= last for first, last in taken)]
        if free:
            start, end = min(free, key=lambda place: abs(place[0] - anchor)) if taken else free[0]
            taken.append((start, end))
            anchor = start if part == "predicate" else anchor
            yield start, end, part
