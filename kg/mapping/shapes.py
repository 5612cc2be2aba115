"""Features of the form of a statement's end: of its text, and of the label of its node."""

from __future__ import annotations

from collections.abc import Iterator

from kg.lexicon import words

_FIRST, _POINTING, _INDEFINITE, _RELATIVE, _OPEN, _REFERRING = (
    words("confidence", name, "words")
    for name in ("first_person", "pointing", "indefinite", "relative", "open_ends", "referring")
)
_DEFINITE = "the"
_OWNERS = ("'s", "’s")


def shapes(text: str, label: str, cls: str) -> Iterator[str]:
    """The names of the features of an end, by its text, its node's label and its class.

    >>> sorted(shapes("the firm", "Acme", "Company"))
    ['Company', 'definite', 'said otherwise']
    """
    yield cls
    said, stands_for = text.lower().split(), label.lower().split()
    first, told = (said or [""])[0], set(stands_for)
    found = {
        "said otherwise": text.lower() != label.lower(),
        "in lower case": label[:1].islower(),
        "of an owner": any(mark in label for mark in _OWNERS),
        "with a number": any(letter.isdigit() for letter in label),
        "with a clause": not told.isdisjoint(_RELATIVE),
        "cut short": bool(stands_for) and stands_for[-1] in _OPEN,
        "with a pronoun": not told.isdisjoint(_REFERRING),
        "in the first person": first in _FIRST,
        "pointing": first in _POINTING,
        "indefinite": first in _INDEFINITE,
        "definite": first == _DEFINITE,
        "one bare word": len(said) == 1 and text.islower(),
        "without words": not said,
    }
    yield from (name for name, holds in found.items() if holds)
