"""Names of places that are but a part of a longer name, which no table has: "San Juan" in "San Juan Bautista"."""

from __future__ import annotations

from collections.abc import Iterable

from kg.nlp.items.signs import item_words
from kg.nlp.nouns import is_event_noun, noun_class
from kg.nlp.proper import Proper
from kg.nlp.titlewords import field_words, title_words
from kg.nlp.words import Words

_HYPHEN = "-"
_OTHER = "Topic"


def whole(names: Iterable[Proper], words: Words) -> tuple[Proper, ...]:
    """The names without those places that are a part of a longer name."""
    listed = tuple(names)
    starts = frozenset(name.start for name in listed)
    return tuple(name for name in listed if not (_is_place(name) and _goes_on(name, starts, words)))


def _is_place(name: Proper) -> bool:
    return bool(name.entries) and name.entries[0].kind == "name" and name.entries[0].entity.cls == "Place"


def _goes_on(name: Proper, starts: frozenset[int], words: Words) -> bool:
    if _is_joined(name, words):
        return True
    after = name.end
    if after in starts or not words.same_sentence(name.start, after) or words.tag[after] != "NNP":
        return False
    is_one = words.dep[after - 1] == "compound" and words.head[after - 1] == after
    return is_one and words.text[after].istitle() and not _is_kind(after, words)


def _is_joined(name: Proper, words: Words) -> bool:
    """As in "mid-Atlantic", "trans-Siberian"."""
    before = name.start - 2
    return before >= 0 and words.text[before + 1] == _HYPHEN and words.lower[before] in item_words("joined")


def _is_kind(place: int, words: Words) -> bool:
    """Whether a capitalized word is a common noun, which leaves the place what it is: "Boston Police"."""
    lower = words.lower[place]
    is_known = lower in title_words("head") | field_words() | item_words("kinds") | words.common
    return is_known or noun_class(lower) != _OTHER or is_event_noun(lower)
