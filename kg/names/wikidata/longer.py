"""Names that are but a part of a longer name, which no table has: "San Juan" in "San Juan Bautista"."""

from __future__ import annotations

from collections.abc import Iterable

from kg.names.recognition import Proper
from kg.names.titlewords import field_words, title_words
from kg.names.wikidata.signs import item_words
from kg.names.words import Words
from kg.parse.nouns import is_event_noun, noun_class

_HYPHEN = "-"
_OTHER = "Topic"
_INSTITUTIONS = ("Company", "Organization", "Place")


def whole(names: Iterable[Proper], words: Words) -> tuple[Proper, ...]:
    """The names without places that are a part of a longer one, and peoples of several countries."""
    listed = _with_institutions(names, words)
    starts = frozenset(name.start for name in listed)
    return tuple(
        name
        for name in listed
        if not (_is_place(name) and _goes_on(name, starts, words)) and not _is_of_several(name, words)
    )


def _with_institutions(names: Iterable[Proper], words: Words) -> tuple[Proper, ...]:
    """The names, those of persons with which an institution's begins made whole."""
    found: list[Proper] = []
    for name in names:
        end = _institution(name, words)
        if not found or name.start >= found[-1].end:
            found.append(name if end == name.end else Proper(name.start, end, "ORG"))
    return tuple(found)


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


def _is_of_several(name: Proper, words: Words) -> bool:
    """As in "West and Central African countries": a country is not countries."""
    first = next(iter(name.entries), None)
    is_people = first is not None and first.kind == "demonym" and first.entity.cls == "Country"
    after = words.lower[name.end : name.end + 1]
    return is_people and not item_words("several").isdisjoint(after)


def _institution(name: Proper, words: Words) -> int:
    """The end of an institution's name that begins with a person's: "Queen Elizabeth University Hospital"."""
    last = name.end - 1
    head = words.head[last]
    while words.dep[head] == "compound" and words.head[head] > head:
        head = words.head[head]
    if not _is_person(name) or head <= last or words.dep[last] != "compound" or not words.same_sentence(last, head):
        return name.end
    is_capital = all(words.text[place].istitle() and words.tag[place] == "NNP" for place in range(name.end, head + 1))
    return head + 1 if is_capital and noun_class(words.lower[head]) in _INSTITUTIONS else name.end


def _is_person(name: Proper) -> bool:
    return bool(name.entries) and all(entry.entity.cls == "Person" for entry in name.entries)


def _is_joined(name: Proper, words: Words) -> bool:
    """As in "mid-Atlantic", "trans-Siberian"."""
    before = name.start - 2
    return before >= 0 and words.text[before + 1] == _HYPHEN and words.lower[before] in item_words("joined")


def _is_kind(place: int, words: Words) -> bool:
    """Whether a capitalized word is a common noun, which leaves the place what it is: "Boston Police"."""
    lower = words.lower[place]
    is_known = lower in title_words("head") | field_words() | item_words("kinds") | words.common
    return is_known or noun_class(lower) != _OTHER or is_event_noun(lower)
