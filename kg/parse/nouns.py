"""Common nouns: the ontology class of what a noun denotes, and whether it denotes persons or an event."""

from collections.abc import Mapping
from functools import cache, lru_cache

from kg.lexicon import lexicon, table, words

_LEXICON, _EVENT, _OTHER = "nouns", "event", "Topic"
_BODIES = ("government", "public_body", "company", "media_organization", "political_party")
_COLLECTIVE = ("people", *_BODIES, "international_organization", "organization")


@lru_cache(maxsize=16384)
def noun_class(lemma: str) -> str:
    """The ontology class of what a common noun denotes; "Topic" where the lexicon has none.

    ``lemma`` is the head's lemma in lower case, or a whole compound: the longest known ending counts.

    >>> noun_class("news agency"), noun_class("intelligence agency"), noun_class("friction")
    ('MediaOrganization', 'PublicBody', 'Topic')
    """
    section = _section(lemma)
    return str(table(_LEXICON, section)["class"]) if section else _OTHER


@lru_cache(maxsize=16384)
def is_person(lemma: str) -> bool:
    """Whether the noun denotes persons ("official", "minister", "troop")."""
    return _section(lemma) in ("office", "role", "people")


@lru_cache(maxsize=16384)
def is_collective(lemma: str) -> bool:
    """Whether a singular noun may be the antecedent of "they" ("government", "team", "company")."""
    return _section(lemma) in _COLLECTIVE


@lru_cache(maxsize=16384)
def is_event_noun(lemma: str) -> bool:
    """Whether the noun denotes an event ("visit", "trade talk", "tariff")."""
    return not words(_LEXICON, _EVENT, "words").isdisjoint(_endings(lemma))


@lru_cache(maxsize=16384)
def _section(lemma: str) -> str:
    """The section that lists the longest ending of the noun, or the empty string: no garden party is a party."""
    known, endings = _sections(), _endings(lemma)
    parted = {ending for ending in endings if " " in ending} & words(_LEXICON, _EVENT, "words")
    return next((known.get(ending, "") for ending in endings if ending in known or ending in parted), "")


def _endings(lemma: str) -> tuple[str, ...]:
    """The noun, then without its first word, and so on: "state news agency", "news agency", "agency"."""
    parts = lemma.lower().split()
    return tuple(" ".join(parts[start:]) for start in range(len(parts)))


@cache
def _sections() -> Mapping[str, str]:
    """Each noun of a class with the section that lists it."""
    of_classes = (section for section in lexicon(_LEXICON) if section != _EVENT)
    return {word: section for section in of_classes for word in words(_LEXICON, section, "words")}
