"""The words of names, titles and courtesy as the rules ask for them; given names that tell a woman from a man."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kg.lexicon import lexicon, words
from kg.lexicon import words as lexicon_words

_GENDERS = ("female", "male")


@cache
def title_words(section: str) -> frozenset[str]:
    """The words of a section of the lexicon."""
    return lexicon_words("titles", section, "words")


@cache
def name_words(section: str) -> frozenset[str]:
    """The words of a section of the lexicon of names."""
    return lexicon_words("names", section, "words")


def is_generation(text: str) -> bool:
    """Whether a word follows a name and tells namesakes apart: "Jr.", "XIV"."""
    return text.lower() in name_words("generation") or text in name_words("numeral")


@cache
def field_words() -> frozenset[str]:
    """The words for rank and field of work that stand before the head of a title."""
    return title_words("prefix") | title_words("portfolio")


def status_of(word: str) -> str:
    """What a word says of the holding: "former", "acting", "current" or nothing."""
    return next((status for status in ("former", "acting", "current") if word in title_words(f"status_{status}")), "")


@cache
def fixed_titles() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Fixed titles by their first word, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(title_words("fixed"), key=lambda text: (-len(text), text)):
        found.setdefault(phrase.split()[0], []).append(tuple(phrase.split()))
    return {first: tuple(phrases) for first, phrases in found.items()}


@cache
def abbreviations() -> Mapping[str, str]:
    """Short titles as they are written, with what they stand for ("PM": "prime minister")."""
    table = lexicon("titles")["abbreviation"]
    known = table["words"] if isinstance(table, Mapping) else {}
    return {short: str(full) for short, full in known.items()} if isinstance(known, Mapping) else {}


def gender(first_name: str) -> str:
    """The word "female" or "male" where a given name tells; else the empty string."""
    return next((found for found in _GENDERS if first_name in _listed(found, "words")), "")


def gender_of_title(lower: str) -> str:
    """The word "female" or "male" where a courtesy title in lower case tells ("mrs."); else the empty string."""
    return next((found for found in _GENDERS if lower in _listed(found, "titles")), "")


@cache
def _listed(found: str, key: str) -> frozenset[str]:
    return words("given", found, key)
