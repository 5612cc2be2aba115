"""Given names and courtesy titles that tell a woman from a man."""

from __future__ import annotations

from functools import cache

from kg.lexicon import words

_GENDERS = ("female", "male")


def gender(first_name: str) -> str:
    """The word "female" or "male" where a given name tells; else the empty string."""
    return next((found for found in _GENDERS if first_name in _listed(found, "words")), "")


def gender_of_title(lower: str) -> str:
    """The word "female" or "male" where a courtesy title in lower case tells ("mrs."); else the empty string."""
    return next((found for found in _GENDERS if lower in _listed(found, "titles")), "")


@cache
def _listed(found: str, key: str) -> frozenset[str]:
    return words("given", found, key)
