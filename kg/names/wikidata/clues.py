"""What the text around a name tells of the thing that it names, or that it is but a part of a longer name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from kg.gazetteer import Gazetteer, Item, candidates
from kg.gazetteer.slugs import folded
from kg.gazetteer.words import pieces
from kg.lexicon import words as lexicon_words
from kg.names.context import NameSpan, Words
from kg.names.lexemes import field_words, title_words
from kg.parse.nouns import is_event_noun, noun_class

_COMMA = ","
_LONGEST = 3
_IN = ("in", "of")
_HYPHEN = "-"
_OTHER = "Topic"
_INSTITUTIONS = ("Company", "Organization", "Place")


@dataclass(frozen=True)
class Surroundings:
    """What the article tells of all its names: countries, regions, sports, words."""

    words: Words
    gazetteer: Gazetteer
    countries: frozenset[str]
    """Alpha-3 codes of the countries that the article names."""
    regions: frozenset[str]
    """The states and provinces that it names, in plain lower-case letters."""
    sports: tuple[str, ...]
    """The sports that it is about, the surest first."""
    lower: frozenset[str]
    """Its words in lower case."""
    persons: frozenset[tuple[str, ...]]
    """The single words of the names of persons, and given names: none of them is a new place."""
    surnames: frozenset[tuple[str, ...]]
    """Those of them that are not even a known place."""

    def names_in_full(self, label: str) -> bool:
        """Whether the article has the whole name of an item, which explains its nickname or acronym."""
        return f" {' '.join(pieces(label.lower()))} " in self._running

    @cached_property
    def _running(self) -> str:
        return f" {' '.join(self.words.lower)} "


@dataclass(frozen=True, slots=True)
class Clues:
    """What stands beside the occurrences of one name."""

    is_site: bool
    """A preposition that takes nothing but places is before it somewhere."""
    is_called: bool
    """It is called a place somewhere: "the town of Bama", "Sindh province"."""
    region: str
    """The region or country that follows: "Springfield, Illinois"; plain lower-case letters."""
    country: str
    """The alpha-3 code of the country that follows, or in which the region is."""
    is_country: bool
    """What follows is a country, and no region of one."""
    is_state: bool
    is_city: bool
    is_town: bool
    """It is no state's: "the city of New York"."""
    is_behind: bool
    """It stands behind another place and a comma everywhere: "Buffalo, New York"."""


def clues(names: Sequence[NameSpan], around: Surroundings) -> Clues:
    """What stands beside the occurrences of a name."""
    words = around.words
    told = next((found for name in names if (found := _behind(name, around))[0]), ("", "", False))
    return Clues(
        is_site=any(is_site(name, words) for name in names),
        is_called=any(_is_called(name, words) for name in names),
        region=told[0],
        country=told[1],
        is_country=told[2],
        is_state=any(_is_beside(name, "state", words) for name in names),
        is_city=any(_is_beside(name, "city", words) for name in names),
        is_town=any(_is_of(name, item_words("town"), words) for name in names),
        is_behind=bool(names) and all(_is_behind(name, words) for name in names),
    )


def _state(name: str) -> Item | None:
    """The one state or province of a name that no table of actors knows: "Bulacan"."""
    found = [c.item for c in candidates(name) if c.item.kind == "state" and c.kind == "n"]
    return found[0] if len(found) == 1 and found[0].country else None


def is_site(name: NameSpan, words: Words) -> bool:
    """Whether a preposition that takes nothing but places stands before a name."""
    before = name.start - 1
    if before >= 0 and words.lower[before] == "the":
        before -= 1
    return before >= 0 and words.lower[before] in item_words("surely")


def plain(text: str) -> str:
    """A region's name in plain lower-case letters, without what kind of region it is."""
    return " ".join(word for word in folded(text.lower()).split() if word not in item_words("state")).strip()


def regions(names: Iterable[NameSpan]) -> frozenset[str]:
    """The states and provinces among the known names."""
    return frozenset(
        plain(entry.entity.label) for name in names for entry in name.entries if entry.entity.cls == "Place"
    )


@cache
def item_words(section: str, key: str = "words") -> frozenset[str]:
    """The words of a section of the lexicon of items."""
    return lexicon_words("items", section, key)


def _is_beside(name: NameSpan, section: str, words: Words) -> bool:
    if name.end < len(words) and words.lower[name.end] in item_words(section):
        return True
    before = name.start - 1 - (name.start > 1 and words.lower[name.start - 1] == "of")
    return before >= 0 and words.lower[before] in item_words(section)


def _is_called(name: NameSpan, words: Words) -> bool:
    is_state = name.end < len(words) and words.text[name.end] in item_words("state")
    return is_state or _is_of(name, item_words("state") | item_words("town"), words)


def _is_of(name: NameSpan, kinds: frozenset[str], words: Words) -> bool:
    """As in "the town of Bama"."""
    before = name.start - 2
    return before >= 0 and words.lower[before + 1] == "of" and words.text[before] in kinds


def _is_behind(name: NameSpan, words: Words) -> bool:
    comma = name.start - 1
    return comma > 0 and words.text[comma] == _COMMA and words.tag[comma - 1] == "NNP" and not _is_listed(name, words)


def _is_listed(name: NameSpan, words: Words) -> bool:
    """As in "in Boston, New York and Chicago": one of a row of names."""
    after = name.end + (name.end < len(words) and words.text[name.end] == _COMMA)
    return after < len(words) and words.lower[after] in ("and", "or")


def _behind(name: NameSpan, around: Surroundings) -> tuple[str, str, bool]:
    """The region that follows, its country, and whether it is a country itself: ", Texas", "in Texas", "(Texas"."""
    words, place = around.words, name.end
    if place + 1 >= len(words) or not words.same_sentence(name.start, place):
        return "", "", False
    if words.text[place] != _COMMA and words.lower[place] not in _IN:
        return "", "", False
    for size in range(_LONGEST, 0, -1):
        if place + 1 + size > len(words) or not words.is_name_case(place + 1):
            continue
        for entry in around.gazetteer.lookup(" ".join(words.text[place + 1 : place + 1 + size])):
            if entry.kind == "name" and entry.entity.cls in ("Country", "Place"):
                return plain(entry.entity.label), entry.entity.country, entry.entity.cls == "Country"
        if state := _state(" ".join(words.text[place + 1 : place + 1 + size])):
            return plain(state.label), state.country, False
    return "", "", False


def whole(names: Iterable[NameSpan], words: Words) -> tuple[NameSpan, ...]:
    """The names without places that are a part of a longer one, and peoples of several countries."""
    listed = _with_institutions(names, words)
    starts = frozenset(name.start for name in listed)
    return tuple(
        name
        for name in listed
        if not (_is_place(name) and _goes_on(name, starts, words)) and not _is_of_several(name, words)
    )


def _with_institutions(names: Iterable[NameSpan], words: Words) -> tuple[NameSpan, ...]:
    """The names, those of persons with which an institution's begins made whole."""
    found: list[NameSpan] = []
    for name in names:
        end = _institution(name, words)
        if not found or name.start >= found[-1].end:
            found.append(name if end == name.end else NameSpan(name.start, end, "ORG"))
    return tuple(found)


def _is_place(name: NameSpan) -> bool:
    return bool(name.entries) and name.entries[0].kind == "name" and name.entries[0].entity.cls == "Place"


def _goes_on(name: NameSpan, starts: frozenset[int], words: Words) -> bool:
    if _is_joined(name, words):
        return True
    after = name.end
    if after in starts or not words.same_sentence(name.start, after) or words.tag[after] != "NNP":
        return False
    is_one = words.dep[after - 1] == "compound" and words.head[after - 1] == after
    return is_one and words.text[after].istitle() and not _is_kind(after, words)


def _is_of_several(name: NameSpan, words: Words) -> bool:
    """As in "West and Central African countries": a country is not countries."""
    first = next(iter(name.entries), None)
    is_people = first is not None and first.kind == "demonym" and first.entity.cls == "Country"
    after = words.lower[name.end : name.end + 1]
    return is_people and not item_words("several").isdisjoint(after)


def _institution(name: NameSpan, words: Words) -> int:
    """The end of an institution's name that begins with a person's: "Queen Elizabeth University Hospital"."""
    last = name.end - 1
    head = words.head[last]
    while words.dep[head] == "compound" and words.head[head] > head:
        head = words.head[head]
    if not _is_person(name) or head <= last or words.dep[last] != "compound" or not words.same_sentence(last, head):
        return name.end
    is_capital = all(words.text[place].istitle() and words.tag[place] == "NNP" for place in range(name.end, head + 1))
    return head + 1 if is_capital and noun_class(words.lower[head]) in _INSTITUTIONS else name.end


def _is_person(name: NameSpan) -> bool:
    return bool(name.entries) and all(entry.entity.cls == "Person" for entry in name.entries)


def _is_joined(name: NameSpan, words: Words) -> bool:
    """As in "mid-Atlantic", "trans-Siberian"."""
    before = name.start - 2
    return before >= 0 and words.text[before + 1] == _HYPHEN and words.lower[before] in item_words("joined")


def _is_kind(place: int, words: Words) -> bool:
    """Whether a capitalized word is a common noun, which leaves the place what it is: "Boston Police"."""
    lower = words.lower[place]
    is_known = lower in title_words("head") | field_words() | item_words("kinds") | words.common
    return is_known or noun_class(lower) != _OTHER or is_event_noun(lower)
