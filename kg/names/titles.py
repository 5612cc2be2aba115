"""Titles of offices in text: "Canada's former Prime Minister", "the foreign minister of Libya", "NATO chief".

A title is a head noun ("minister"), the field of work or rank before it ("foreign", "deputy prime"), what
follows after "of" or "for" ("Minister of Foreign Affairs"), whose office it is ("Canada's", "of Libya") and
the person who is named with it, before, behind or across a comma.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from kg.gazetteer import Match
from kg.lexicon import pairs
from kg.model import Entity
from kg.names.context import NameSpan, Words
from kg.names.lexemes import field_words, fixed_titles, name_words, status_of, title_words
from kg.parse.nouns import is_person
from kg.parse.syntax import NOMINAL

_LINKS = ("of", "for", "to", "at")
_JOINTS = ("and", "&", ",", "of", "the", "for")
_POSSESSIVE = ("'s", "’s", "'", "’")
_MEMBERS = "NORP"  # of a party: "Spain's Socialist prime minister" is Spain's
_LONGEST_NAME = 4
_DEEPEST = 4  # titles and fields of work inside a title: "Minister of Trade of ... of the Prime Minister of ..."


@dataclass(frozen=True, order=True, slots=True)
class Title:
    """A title of an office: its tokens with whose office it is, its own words as a key, who is named with it."""

    start: int
    end: int
    key: str
    status: str = "current"
    whose: NameSpan | None = None
    person: NameSpan | None = None
    office: Entity | None = None
    """The office where the gazetteer knows the title in full."""


@dataclass(frozen=True)
class _Text:
    """What a title is read from: the words, and the proper names by where they begin and end."""

    words: Words
    starting: Mapping[int, NameSpan]
    ending: Mapping[int, NameSpan]

    @classmethod
    def of(cls, words: Words, names: Sequence[NameSpan]) -> _Text:
        return cls(words, {name.start: name for name in names}, {name.end: name for name in names})


def titles(words: Words, names: Sequence[NameSpan], known: Sequence[Match] = ()) -> tuple[Title, ...]:
    """The titles of an article in order; ``names`` are its proper names, ``known`` the full titles in the gazetteer."""
    text = _Text.of(words, names)
    inside = {place for name in names for place in range(name.start, name.end)}
    full = {match.start: match for match in known}
    found: list[Title] = []
    stretches = {*_heads(words), *((match.start, match.end) for match in known)}
    for start, end in sorted(stretches, key=lambda stretch: (stretch[0], -stretch[1])):
        if (start in full or start not in inside) and (not found or start >= found[-1].end):
            begun = _full(full[start], text) if start in full else _complement(_before(start, end, text), text)
            title = _with_person(begun, text)
            if found and title.person == found[-1].person and _is_next_in_list(found[-1], title, words):
                title = replace(title, person=None)
            if _is_office(title, start, end, text):
                found.append(title)
    return tuple(_shared(found, words))


def _full(match: Match, text: _Text) -> Title:
    """A title that the gazetteer has in full; with a field of work behind it, it is another office."""
    words = text.words
    before = status_of(words.lower[match.start - 1]) if match.start else ""
    key = words.phrase(match.start, match.end)
    title = Title(match.start, match.end, key, before or "current", office=match.entries[0].entity)
    longer = _complement(title, text)
    return replace(longer, office=None, whose=None) if longer.end > title.end and longer.key != key else title


def _is_next_in_list(before: Title, title: Title, words: Words) -> bool:
    """As in "Prime Minister Bennett, Foreign Minister and ...": the person of the title before, no apposition."""
    taken = before.person
    return (
        taken is not None
        and taken.start == before.end
        and title.start == taken.end + 1
        and words.pos[title.start] != "DET"
    )


def _shared(found: Sequence[Title], words: Words) -> Iterator[Title]:
    """The titles; the first of two joined by "and" gets the person named behind the second."""
    for title, following in zip_longest(_chained(found, words), found[1:]):
        between = words.lower[title.end : following.start] if following else ()
        if following and title.person is None and following.person and between in (("and",), ("and", "the")):
            yield replace(title, person=following.person) if following.person.start == following.end else title
        else:
            yield title


def _chained(found: Sequence[Title], words: Words) -> Iterator[Title]:
    """As in "Anna Berg, minister and chair of the board": the second title of one person."""
    last: Title | None = None
    for title in found:
        joined = last and words.lower[last.end : title.start] in (("and",), ("and", "the"))
        if last and joined and title.person is None and last.person and last.person.end <= last.start:
            last = replace(title, person=last.person)
        else:
            last = title
        yield last


def _heads(words: Words) -> Iterator[tuple[int, int]]:
    """Where the head of a title stands: a noun in the singular, or a fixed phrase."""
    heads, fixed, short = title_words("head"), fixed_titles(), pairs("titles", "abbreviation")
    for place, word in enumerate(words.lower):
        if word in fixed:
            end = next((end for phrase in fixed[word] if (end := _after(phrase, place, words))), 0)
            if end:
                yield place, end
                continue
        if (word in heads and (word not in title_words("capital") or words.is_name_case(place))) or words.text[
            place
        ] in short:
            yield place, place + 1


def _after(phrase: tuple[str, ...], place: int, words: Words) -> int:
    """The end of a phrase that begins at a token, hyphens passed over; 0 if it does not stand there."""
    for part in phrase:
        while place < len(words) and words.lower[place] == "-":
            place += 1
        if place >= len(words) or words.lower[place] != part:
            return 0
        place += 1
    return place


def _before(head: int, end: int, text: _Text) -> Title:
    """The title to the left of its head: rank, field of work, status and whose office it is."""
    words, start, status = text.words, head, "current"
    whose: NameSpan | None = None
    place, first = head, 0
    while place > 0 and words.same_sentence(place - 1, head):
        word, name = words.lower[place - 1], text.ending.get(place)
        possessed = text.ending.get(place - 1) if word in _POSSESSIVE else None
        owner = None if name and _is_field(name, words) else name or possessed
        if owner and (whose is None or (whose.label == _MEMBERS and not whose.entries)):
            whose, place, first = owner, owner.start, first or owner.end
            start = place
        elif (found := status_of(word)) and not (word == "late" and whose):
            place, status = place - 1, status if found == "current" else found
        elif whose is None and word in field_words():
            place = start = place - 1
        elif whose is None and _is_joint(place - 1, start, words):
            place -= 1
        else:
            break
    return Title(start, end, _key(first or start, head, end, words), status, whose)


def _is_field(name: NameSpan, words: Words) -> bool:
    """Whether what the parser takes for a name only names a field of work: "National Security" Advisor."""
    known = field_words()
    return not name.entries and all(word in known or word in _JOINTS for word in words.lower[name.start : name.end])


def _is_joint(place: int, start: int, words: Words) -> bool:
    """A hyphen, or an "and" between two fields of work: "foreign and defence minister", "then-president"."""
    if place == 0:
        return False
    before = words.lower[place - 1]
    if words.lower[place] == "-":
        return before in field_words() or bool(status_of(before))
    return (
        words.lower[place] in ("and", "&")
        and before in title_words("portfolio")
        and words.lower[start] in title_words("portfolio")
    )


def _key(first: int, head: int, end: int, words: Words) -> str:
    """The title's own words in lower case, statuses left out, abbreviations written out."""
    before = [
        word for word in words.lower[first:head] if word != "-" and not status_of(word) and word not in _POSSESSIVE
    ]
    short = pairs("titles", "abbreviation").get(words.text[head])
    return " ".join([*before, short or words.phrase(head, end)])


def _complement(title: Title, text: _Text, depth: int = 0) -> Title:
    """The title with what follows after "of", "for" or "to": a field of work, a country or an organization."""
    words, place = text.words, title.end
    behind = set(words.lower[place + 1 : place + 2])
    if words.lower[place : place + 1] == ("-",) and behind & title_words("status_next"):
        return replace(title, end=place + 2, status="elect")
    if depth == _DEEPEST or place >= len(words) or words.lower[place] not in _LINKS:
        return title
    begin = place + 1 + (words.lower[place + 1 : place + 2] in (("the",), ("a",)))
    longer = _with_field(begin, title, text, depth + 1) or _with_title(begin, title, text, depth + 1)
    return longer or _with_owner(begin, title, text)


def _longer(title: Title, end: int, words: Words) -> Title:
    """The title with the words up to a token as a part of its own words."""
    return replace(title, end=end, key=f"{title.key} {' '.join(words.lower[title.end : end])}")


def _with_field(begin: int, title: Title, text: _Text, depth: int) -> Title | None:
    """As in "Minister [of Foreign Affairs] [of Canada]"."""
    end = _field(begin, title, text)
    if end == begin:
        return None
    longer = _longer(title, end, text.words)
    return _complement(longer, text, depth) if longer.whose is None else longer


def _with_title(begin: int, title: Title, text: _Text, depth: int) -> Title | None:
    """As in "Special Representative of the [UN Secretary-General]"."""
    inner = _inner(begin, text, depth)
    if inner is None:
        return None
    key = f"{title.key} {' '.join(text.words.lower[title.end : begin])} {inner.key}"
    return replace(title, end=inner.end, key=key, whose=title.whose or inner.whose)


def _with_owner(begin: int, title: Title, text: _Text) -> Title:
    """As in "president [of Bulgaria]"; with an owner before the title the name is a part of it ("to Israel")."""
    name = _owner(begin, text)
    if name is None or name.label == "PERSON" or not text.words.same_sentence(title.start, begin):
        return title
    if name.entries and name.entries[0].kind == "demonym":
        return title  # "spokesman for the Chinese [foreign ministry]"
    if text.words.lower[title.end] == "to":
        return _longer(title, name.end, text.words)  # "ambassador to Israel" is not Israel's
    return replace(title, end=name.end, whose=name) if title.whose is None else _longer(title, name.end, text.words)


def _owner(begin: int, text: _Text) -> NameSpan | None:
    """The name that begins at a token; in "director of WHO's alert operations" what the name has, if it is a name."""
    name = text.starting.get(begin)
    if name and name.end < len(text.words) and text.words.lower[name.end] in _POSSESSIVE:
        return text.starting.get(name.end + 1)
    return name


def _inner(begin: int, text: _Text, depth: int) -> Title | None:
    """A title inside a title: "Special Representative of the [UN Secretary-General]"."""
    words = text.words
    for head in range(begin, min(begin + _LONGEST_NAME + 1, len(words))):
        if words.lower[head] in title_words("head") and words.same_sentence(begin, head):
            ends = (end for phrase in fixed_titles().get(words.lower[head], ()) if (end := _after(phrase, head, words)))
            title = _before(head, next(ends, head + 1), text)
            if title.start == begin and (title.whose or title.key in title_words("bare")):
                return _complement(title, text, depth)
    return None


def _field(begin: int, title: Title, text: _Text) -> int:
    """The end of the field of work that begins at a token: "Foreign Affairs and Security Policy"."""
    words, place, end = text.words, begin, begin
    is_capital = words.text[title.end - 1][0].isupper()
    while place < len(words) and words.same_sentence(title.start, place):
        name = text.starting.get(place)
        if name and (name.entries or name.label == "PERSON"):
            break
        lower = words.lower[place]
        is_listed = lower in title_words("portfolio") and words.is_name_case(place) == is_capital
        goes_on = end > begin and is_capital and words.is_name_case(place) and words.pos[place] == "PROPN"
        if is_listed or goes_on:
            end = place + 1
        elif lower not in _JOINTS or end == begin:
            break
        place += 1
    return end


def _with_person(title: Title, text: _Text) -> Title:
    """The title with the person named right behind it, across a comma, or before it."""
    words, end = text.words, title.end
    while end < len(words) and words.lower[end] in title_words("honorific") and words.is_name_case(end):
        end += 1
    behind = text.starting.get(end)
    if behind and behind.label == "PERSON":
        return _of_whom(replace(title, person=behind), text)
    if (behind is None or not behind.entries) and (made := _unseen(end, text)):
        return _of_whom(replace(title, person=made), text)
    before = None if words.is_subject(title.start, end) else text.ending.get(_determined(title.start, words) - 1)
    if before and before.label == "PERSON" and words.text[before.end] in (",", "("):
        return replace(title, person=before)
    across = text.starting.get(end + 1) if end < len(words) and words.text[end] == "," else None
    if across and across.label != "PERSON" and not across.entries:
        across = _unseen(end + 1, text)
    if across and across.label == "PERSON" and _is_closed(across.end, words) and not _is_listed(title, words):
        return replace(title, person=across)
    return replace(title, person=_subject(title, text))


def _determined(start: int, words: Words) -> int:
    """Where the noun phrase of a title begins: before its determiner and the statuses behind that."""
    while start > 0 and (
        words.pos[start - 1] == "DET" or status_of(words.lower[start - 1]) or words.lower[start - 1] == "-"
    ):
        start -= 1
    return start


def _is_closed(place: int, words: Words) -> bool:
    """Whether an apposition ends here."""
    return place >= len(words) or words.pos[place] in ("PUNCT", "VERB", "AUX", "SPACE")


def _is_listed(title: Title, words: Words) -> bool:
    """As in "The president, Mark Carney and others": a coordination is no apposition."""
    return any(words.dep[child] == "cc" for child in words.children[title.end - 1])


def _of_whom(title: Title, text: _Text) -> Title:
    """As in "President Zelenskyy of Ukraine": the country behind the name."""
    end = title.person.end if title.person else title.end
    if title.whose is None and end + 1 < len(text.words) and text.words.lower[end] == "of":
        begin = end + 1 + (text.words.lower[end + 1] == "the")
        return replace(title, whose=text.starting.get(begin))
    return title


def _unseen(start: int, text: _Text) -> NameSpan | None:
    """A person whom only the title before the name gives away: capitalized words that no rule has taken."""
    words, end = text.words, start
    if not words.is_name_case(start - 1) and words.text[start - 1] != ",":
        return None
    while end < min(len(words), start + _LONGEST_NAME) and words.same_sentence(start - 1, end):
        name = text.starting.get(end)
        if name and (name.entries or end > start):
            break
        if not (words.is_name_case(end) or words.lower[end] in name_words("particle") or _hyphen(end, words)):
            break
        end += 1
    is_name = end > start and words.pos[start] == "PROPN" and words.is_name_case(start) and words.is_name_case(end - 1)
    is_title = any(map(_is_word_of_title, words.lower[start:end]))
    return NameSpan(start, end, "PERSON") if is_name and not is_title else None


def _is_word_of_title(lower: str) -> bool:
    return is_person(lower) or lower in field_words() | title_words("head")


def _hyphen(place: int, words: Words) -> bool:
    return words.text[place] == "-" and words.is_name_case(place - 1)


def _subject(title: Title, text: _Text) -> NameSpan | None:
    """The person of whom the clause says the title: "Carney became prime minister", "was elected president"."""
    words = text.words
    head = words.root(title.start, title.end)
    verb = words.head[head]
    if words.dep[head] == "pobj" and words.lower[verb] == "as":
        verb = words.head[verb]
    elif words.dep[head] not in ("attr", "oprd", "xcomp"):
        return None
    if words.lemma[verb] not in title_words("holding") or not _is_told(verb, words):
        return None
    children = words.children[verb]
    named = [child for child in children if words.dep[child] == "dobj"]  # "appointed her minister"
    subjects = named or [child for child in children if words.dep[child] in ("nsubj", "nsubjpass")]
    if subjects and words.dep[verb] == "relcl" and words.lower[subjects[0]] in ("who", "that"):
        subjects = [words.head[verb]]
    return next((name for name in text.starting.values() if name.label == "PERSON" and _covers(name, subjects)), None)


def _is_told(verb: int, words: Words) -> bool:
    """Whether a clause says what is or was, and not "will serve as", "hopes to become", "was never elected"."""
    return not any(words.tag[child] in ("MD", "TO") or words.dep[child] == "neg" for child in words.children[verb])


def _covers(name: NameSpan, places: Sequence[int]) -> bool:
    return any(name.start <= place < name.end for place in places)


def _is_office(title: Title, head: int, head_end: int, text: _Text) -> bool:
    """Whether the words are a title at all, and not "the chief reason" or "a leader"."""
    words = text.words
    if title.office or title.person or title.key in title_words("bare"):
        return _ends_phrase(title, words)
    is_named = bool(title.whose) or " " in title.key
    is_head = words.lower[head] in title_words("generic") and " " not in title.key
    is_told = is_named and (not is_head or title.whose is not None)
    return is_told and head_end <= title.end and _ends_phrase(title, words)


def _ends_phrase(title: Title, words: Words) -> bool:
    """Whether no common noun follows that the title only qualifies: "the prime minister office"."""
    if title.person or title.end >= len(words) or not words.same_sentence(title.start, title.end):
        return True
    return not (words.pos[title.end] in NOMINAL and words.dep[title.end - 1] in ("compound", "nmod", "amod"))
