"""Titles of offices in text: "Canada's former Prime Minister", "the foreign minister of Libya", "NATO chief".

A title is a head noun ("minister"), the field of work or rank before it ("foreign", "deputy prime"), what
follows after "of" or "for" ("Minister of Foreign Affairs"), whose office it is ("Canada's", "of Libya") and
the person who is named with it, before, behind or across a comma.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.gazetteer import Match
from kg.lexicon import pairs
from kg.model import Entity
from kg.names.context import Words
from kg.names.lexemes import field_words, fixed_titles, status_of, title_words
from kg.names.spans import POSSESSIVE, NameSpan, TokenSpan, token_indices
from kg.parse.nouns import is_person
from kg.parse.syntax import NOMINAL, RELATIVE_TAGS, SUBJECTS

_LINKS = ("of", "for", "to", "at")
_JOINTS = ("and", "&", ",", "of", "the", "for")
_COORDINATED = (("and",), ("and", "the"))
_BEING = ("be", "become", "serve")
"""Verbs whose subject is in the office; of the others it is the object."""
_OPEN = ("if", "unless", "whether")
_QUALIFYING = ("amod", "compound", "nmod")
_LONGEST_NAME = 4
_DEEPEST = 4  # titles and fields of work inside a title: "Minister of Trade of ... of the Prime Minister of ..."


@dataclass(frozen=True, order=True, slots=True)
class Title(TokenSpan):
    """A title of an office: its tokens with whose office it is, its own words as a key, who is named with it."""

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


def titles(words: Words, names: Sequence[NameSpan], known: Sequence[Match] = ()) -> tuple[Title, ...]:
    """The titles of an article in order; ``names`` are its proper names, ``known`` the full titles in the gazetteer."""
    text = _Text(words, {name.start: name for name in names}, {name.end: name for name in names})
    inside = token_indices(names)
    full = {match.start: match for match in known}
    found: list[Title] = []
    stretches = {*_heads(words), *((match.start, match.end) for match in known)}
    for start, end in sorted(stretches, key=lambda stretch: (stretch[0], -stretch[1])):
        if (start in full or start not in inside) and (not found or start >= found[-1].end):
            begun = _full(full[start], text) if start in full else _complement(_before(start, end, text), text)
            title = _with_person(begun, text)
            if found and _is_next_in_list(found[-1], title):
                title = replace(title, person=None)
            if title.status != "never" and _is_office(title, words):
                found.append(title)
    _share(found, words)
    return tuple(found)


def _full(match: Match, text: _Text) -> Title:
    """A title that the gazetteer has in full; with a field of work behind it, it is another office."""
    status = _status(match.start, text.words)[0] or "current"
    key = text.words.phrase(match.start, match.end)
    title = Title(text.words.doc, match.start, match.end, key, status, office=match.entries[0].entity)
    longer = _complement(title, text)
    return title if longer.key == key else replace(longer, office=None, whose=None)


def _is_next_in_list(before: Title, title: Title) -> bool:
    """As in "Prime Minister Bennett, Foreign Minister and ...": the person of the title before, no apposition."""
    taken = title.person
    return taken is not None and taken == before.person and (before.end, title.start) == (taken.start, taken.end + 1)


def _share(found: list[Title], words: Words) -> None:
    """Give both of two titles that "and" joins the person of one: "Anna Berg, minister and chair of the board".

    In "the president and the minister, Anna Berg" only the minister is told.
    """
    for at in range(1, len(found)):
        first, second = found[at - 1 : at + 1]
        if words.lower[first.end : second.start] not in _COORDINATED:
            continue
        if first.person is None and second.person and second.person.start == second.end:
            found[at - 1] = replace(first, person=second.person)
        elif second.person is None and first.person and first.person.end <= first.start:
            found[at] = replace(second, person=first.person)


def _heads(words: Words) -> Iterator[tuple[int, int]]:
    """Where the head of a title stands."""
    for place in range(len(words)):
        if end := _head_end(place, words):
            yield place, end


def _head_end(place: int, words: Words) -> int:
    """The end of the head that begins at a token, a noun in the singular or a fixed phrase; 0 if none does."""
    word, fixed = words.lower[place], fixed_titles()
    if word in fixed and (ends := [end for phrase in fixed[word] if (end := _after(phrase, place, words))]):
        return ends[0]
    is_noun = word in title_words("head") and (word not in title_words("capital") or words.is_name_case(place))
    return place + 1 if is_noun or words.text[place] in pairs("titles", "abbreviation") else 0


def _after(phrase: tuple[str, ...], place: int, words: Words) -> int:
    """The end of a phrase that begins at a token, hyphens passed over; 0 if it does not stand there."""
    for part in phrase:
        while words.at(place) == "-":
            place += 1
        if words.at(place) != part:
            return 0
        place += 1
    return place


def _before(head: int, end: int, text: _Text) -> Title:
    """The title to the left of its head: rank, field of work, status and whose office it is."""
    words, start, status = text.words, head, "current"
    whose: NameSpan | None = None
    place, first = head, 0
    while place > 0 and words.same_sentence(place - 1, head):
        word = words.lower[place - 1]
        owner = text.ending.get(place - (word in POSSESSIVE))
        if owner and whose is None:
            whose, place, start, first = owner, owner.start, owner.start, start
        elif (found := _status(place, words))[0]:
            place, status = found[1], status if found[0] == "current" else found[0]
        elif whose is None and word in field_words():
            place = start = place - 1
        elif whose is None and word == "-" and words.at(place - 2) in field_words():
            place -= 1
        else:
            break
    return Title(words.doc, start, end, _key(first or start, head, end, words), status, whose)


def _status(place: int, words: Words) -> tuple[str, int]:
    """What stands before a token says of the holding, and where that begins: "former", "one-time", "would-be"."""
    starts = (max(place - 3, 0), place - 1)
    found = ((status_of(" ".join(word for word in words.lower[at:place] if word != "-")), at) for at in starts)
    return next((each for each in found if each[0]), ("", place))


def _key(first: int, head: int, end: int, words: Words) -> str:
    """The title's own words in lower case, statuses left out, abbreviations written out."""
    before = [
        word for word in words.lower[first:head] if word != "-" and not status_of(word) and word not in POSSESSIVE
    ]
    return " ".join([*before, pairs("titles", "abbreviation").get(words.text[head]) or words.phrase(head, end)])


def _complement(title: Title, text: _Text, depth: int = 0) -> Title:
    """The title with what follows after "of", "for" or "to": a field of work, a title, a country or an organization."""
    words, place = text.words, title.end
    if words.at(place) == "-" and words.at(place + 1) in title_words("status_next"):
        return replace(title, end=place + 2, status="elect")
    if words.at(place) == "-" and status_of(words.phrase(place, place + 4)) == "never":
        return replace(title, status="never")  # "president-in-waiting"
    if depth == _DEEPEST or words.at(place) not in _LINKS:
        return title
    begin = place + 1 + (words.at(place + 1) in ("the", "a"))
    end = _field(begin, title, text)
    if end > begin:  # "Minister [of Foreign Affairs] [of Canada]"
        longer = _longer(title, end, words)
        return _complement(longer, text, depth + 1) if longer.whose is None else longer
    if inner := _inner(begin, text):  # "Special Representative of the [UN Secretary-General]"
        inner = _complement(inner, text, depth + 1)
        key = f"{title.key} {' '.join(words.lower[title.end : begin])} {inner.key}"
        return replace(title, end=inner.end, key=key, whose=inner.whose)
    return _with_owner(begin, title, text)


def _longer(title: Title, end: int, words: Words) -> Title:
    """The title with the words up to a token as a part of its own words."""
    return replace(title, end=end, key=f"{title.key} {' '.join(words.lower[title.end : end])}")


def _with_owner(begin: int, title: Title, text: _Text) -> Title:
    """As in "president [of Bulgaria]"; with an owner before the title the name is a part of it ("to Israel")."""
    name = text.starting.get(begin)
    if name and text.words.at(name.end) in POSSESSIVE:
        name = text.starting.get(name.end + 1)  # "director of WHO's [Alert Operations]"
    if name is None or name.label == "PERSON":
        return title
    if name.entries and name.entries[0].kind == "demonym":
        return title  # "spokesman for the Chinese [foreign ministry]"
    if title.whose or text.words.lower[title.end] == "to":
        return _longer(title, name.end, text.words)  # "ambassador to Israel" is not Israel's
    return replace(title, end=name.end, whose=name)


def _inner(begin: int, text: _Text) -> Title | None:
    """A title inside a title: "Special Representative of the [UN Secretary-General]"."""
    for head in range(begin, min(begin + _LONGEST_NAME + 1, len(text.words))):
        if end := _head_end(head, text.words):
            title = _before(head, end, text)
            return title if title.start == begin else None
    return None


def _field(begin: int, title: Title, text: _Text) -> int:
    """The end of the field of work that begins at a token: "Foreign Affairs and Security Policy"."""
    words, place, end = text.words, begin, begin
    is_capital = words.is_name_case(title.end - 1)
    while words.same_sentence(title.start, place):
        name = text.starting.get(place)
        if name and (name.entries or name.label == "PERSON"):
            break
        lower = words.lower[place]
        is_listed = lower in title_words("portfolio") and words.is_name_case(place) == is_capital
        goes_on = end > begin and is_capital and words.is_name_case(place) and words.pos[place] == "PROPN"
        if is_listed or goes_on:
            end = place + 1
        elif lower not in _JOINTS:
            break
        place += 1
    return end


def _with_person(title: Title, text: _Text) -> Title:
    """The title with the person named right behind it, before it, or across a comma."""
    words, end = text.words, title.end
    while words.at(end) in title_words("honorific") and words.is_name_case(end):
        end += 1
    if behind := _person(end, text):
        whose = title.whose
        if whose is None and words.at(behind.end) == "of":  # "President Zelenskyy of Ukraine"
            whose = text.starting.get(behind.end + 1 + (words.at(behind.end + 1) == "the"))
        return replace(title, person=behind, whose=whose)
    if words.dep[words.root(title.start, end)] not in SUBJECTS:  # in "met Berg, the king said" no apposition
        before = text.ending.get(_determined(title.start, words) - 1)
        if before and before.label == "PERSON" and words.text[before.end] in (",", "("):
            return replace(title, person=before)
    across = _person(end + 1, text) if words.at(end) == "," and end + 1 in text.starting else None
    is_apposed = across is not None and _is_apposed(across, words)
    return replace(title, person=across if is_apposed else _subject(title, text))


def _is_apposed(name: NameSpan, words: Words) -> bool:
    """Whether a name behind a title and a comma says who that is; not "after the king, Berg", "the king, Berg and"."""
    is_subject = words.dep[words.root(name.start, name.end)] in SUBJECTS
    return not is_subject and words.at(name.end) not in ("and", "or", "of")


def _determined(start: int, words: Words) -> int:
    """Where the noun phrase of a title begins: before its determiner and the statuses behind that."""
    while start > 0 and (words.pos[start - 1] == "DET" or words.lower[start - 1] == "-" or _status(start, words)[0]):
        start = min(start - 1, _status(start, words)[1])
    return start


def _person(start: int, text: _Text) -> NameSpan | None:
    """The person whose name begins at a token, known as one or given away by the title alone, by capitals."""
    words, end = text.words, start
    name = text.starting.get(start)
    if name and name.label == "PERSON":
        return name
    if not words.is_name_case(start - 1) and words.text[start - 1] != ",":
        return None
    while end < min(len(words), start + _LONGEST_NAME) and words.same_sentence(start - 1, end):
        name = text.starting.get(end)
        if (name and name.entries) or not words.is_name_case(end):
            break
        end += 1
    is_title = any(map(is_person, words.lower[start:end]))
    return NameSpan(words.doc, start, end, "PERSON") if end > start and not is_title else None


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
    holder = _holder(verb, words)
    people = (name for name in text.starting.values() if name.label == "PERSON")
    return next((name for name in people if name.start <= holder < name.end), None)


def _holder(verb: int, words: Words) -> int:
    """Who holds an office, by its verb: "[she] became", "[she] was elected", "elected [her]"; -1 if untold."""
    children = words.children[verb]
    elected = [at for at in children if words.dep[at] == "dobj" and words.tag[at] not in RELATIVE_TAGS]
    if not elected and words.dep[verb] == "relcl":
        return words.head[verb]
    roles = ("nsubj", "nsubjpass") if words.lemma[verb] in _BEING else ("nsubjpass",)
    return next(iter(elected or (at for at in children if words.dep[at] in roles)), -1)


def _is_told(verb: int, words: Words) -> bool:
    """Whether a clause says what is or was, not "will serve as", "hopes to be", "was never elected", "if elected"."""
    return not any(
        words.tag[child] in ("MD", "TO")
        or words.dep[child] == "neg"
        or (words.dep[child] == "mark" and words.lower[child] in _OPEN)
        for child in words.children[verb]
    )


def _is_office(title: Title, words: Words) -> bool:
    """Whether the words are a title at all, and not "a leader", or as in "the prime minister office" before a noun."""
    is_followed = words.same_sentence(title.start, title.end) and words.pos[title.end] in NOMINAL
    if title.person is None and is_followed and words.dep[title.end - 1] in _QUALIFYING:
        return False
    is_told = title.office or title.person or title.whose or " " in title.key
    return bool(is_told) or title.key in title_words("bare")
