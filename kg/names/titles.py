"""Titles of offices in text: "Canada's former Prime Minister", "the foreign minister of Libya", "NATO chief".

A title is a head noun ("minister"), the field of work or rank before it ("foreign", "deputy prime"), what
follows after "of" or "for" ("Minister of Foreign Affairs"), whose office it is ("Canada's", "of Libya") and
the person who is named with it, before, behind or across a comma.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.gazetteer.values import Match
from kg.lexicon import pairs
from kg.model import Entity
from kg.model.classes import ORGANIZATIONS
from kg.names.entity_types import class_hint
from kg.names.headlines import in_title_case
from kg.names.lexemes import field_words, fixed_titles, status_of, title_words
from kg.names.spans import HYPHENS, POSSESSIVE, NameSpan, TokenSpan, token_indices
from kg.parse.nouns import is_person, noun_class
from kg.parse.syntax import NOMINAL, RELATIVE_TAGS, SUBJECTS
from kg.parse.tree import Doc, Token

_LINKS = ("of", "for", "to", "at")
_JOINTS = ("and", "&", ",", "of", "the", "for")
_COORDINATED = (("and",), ("and", "the"), ("and", "now"))
_BEING = ("be", "become", "serve")
"""Verbs whose subject is in the office; of the others it is the object."""
_OPEN = ("if", "unless", "whether")
_QUALIFYING = ("amod", "compound", "nmod")
_LONGEST_NAME = 4
_PAIRED = frozenset({"and", "&", ","})
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
    """What a title is read from: the Doc, and the proper names by where they begin and end."""

    doc: Doc
    starting: Mapping[int, NameSpan]
    ending: Mapping[int, NameSpan]


def titles(doc: Doc, names: Sequence[NameSpan], known: Sequence[Match] = ()) -> tuple[Title, ...]:
    """The titles of an article in order; ``names`` are its proper names, ``known`` the full titles in the gazetteer."""
    text = _Text(doc, {name.start: name for name in names}, {name.end: name for name in names})
    inside = token_indices(names)
    full = {match.start: match for match in known}
    found: list[Title] = []
    stretches = {*_heads(doc), *((match.start, match.end) for match in known)}
    for start, end in sorted(stretches, key=lambda stretch: (stretch[0], -stretch[1])):
        if (start in full or start not in inside) and (not found or start >= found[-1].end):
            begun = _full(full[start], text) if start in full else _complement(_before(start, end, text), text)
            title = _with_person(begun, text)
            if title.status != "never" and _is_office(title) and not _is_one_of_many(title):
                found.append(title)
    _share(found)
    return tuple(found)


def _full(match: Match, text: _Text) -> Title:
    """A title that the gazetteer has in full; with a field of work behind it, it is another office."""
    status = _status(match.start, text.doc)[0] or "current"
    key = _key(TokenSpan(text.doc, match.start, match.end))
    title = Title(text.doc, match.start, match.end, key, status, office=match.entries[0].entity)
    longer = _complement(title, text)
    return title if longer.key == key else replace(longer, office=None, whose=None)


def _share(found: list[Title]) -> None:
    """Give both of two titles that "and" joins the person of one: "Anna Berg, minister and chair of the board".

    In "the president and the minister, Anna Berg" only the minister is the person's title.
    """
    for at in range(1, len(found)):
        first, second = found[at - 1 : at + 1]
        if TokenSpan(first.doc, first.end, second.start).lower not in _COORDINATED:
            continue
        if first.person is None and second.person and second.person.start == second.end:
            found[at - 1] = replace(first, person=second.person)
        elif second.person is None and first.person and first.person.end <= first.start:
            found[at] = replace(second, person=first.person)


def _heads(doc: Doc) -> Iterator[tuple[int, int]]:
    """Where the head of a title stands: in "senior deputy director" that is the last."""
    for token in doc:
        end = _head_end(token)
        is_rank = token.lower_ in field_words() and doc.same_sentence(end, token.i) and _head_end(doc[end])
        if end and not is_rank:
            yield token.i, end


def _head_end(head: Token) -> int:
    """The end of the head that begins at a token, a noun in the singular or a fixed phrase; 0 if none does."""
    word, fixed = head.lower_, fixed_titles()
    if word in fixed and (ends := [end for phrase in fixed[word] if (end := _after(phrase, head))]):
        return ends[0]
    is_noun = word in title_words("head") and (word not in title_words("capital") or head.text[0].isupper())
    return head.i + 1 if is_noun or head.text in pairs("titles", "abbreviation") else 0


def _after(phrase: tuple[str, ...], first: Token) -> int:
    """The end of a phrase that begins at a token, hyphens passed over; 0 if it does not stand there."""
    doc, place = first.doc, first.i
    for part in phrase:
        while doc.lower_at(place) == "-":
            place += 1
        if doc.lower_at(place) != part:
            return 0
        place += 1
    return place


def _before(head: int, end: int, text: _Text) -> Title:
    """The title to the left of its head: rank, field of work, status and whose office it is."""
    doc, start, status = text.doc, head, "current"
    whose: NameSpan | None = None
    place, first = head, 0
    while doc.same_sentence(place - 1, head):
        word = doc[place - 1].lower_
        owner = text.ending.get(place - (word in POSSESSIVE))
        if owner and whose is None and (owner.before not in HYPHENS or owner.start - 1 in text.ending):
            whose, place, start, first = owner, owner.start, owner.start, start
        elif (found := _status(place, doc))[0]:
            place, status = found[1], status if found[0] == "current" else found[0]
        elif whose is None and word in field_words():
            place = start = place - 1
        elif whose is None and word in _PAIRED and doc.lower_at(place - 2) in field_words() and start == place < head:
            place -= 1  # "trade [and] industry minister"
        else:
            break
    before = [word for word in TokenSpan(doc, first or start, head).lower if not _is_aside(word)]
    own = pairs("titles", "abbreviation").get(doc[head].text) or _key(TokenSpan(doc, head, end))
    return Title(doc, start, end, " ".join([*before, own]), status, whose)


def _status(place: int, doc: Doc) -> tuple[str, int]:
    """What stands before a token says of the holding, and where that begins: "former", "one-time", "would-be"."""
    starts = (max(place - 3, 0), place - 1)
    found = ((status_of(_key(TokenSpan(doc, at, place))), at) for at in starts)
    return next((each for each in found if each[0]), ("", place))


def _is_aside(word: str) -> bool:
    """Whether a word before the head of a title is none of its own: a status, a hyphen, a possessive."""
    return word == "-" or bool(status_of(word)) or word in POSSESSIVE


def _key(words: TokenSpan) -> str:
    """Words in lower case, hyphens left out: "vice-president" is "vice president"."""
    return " ".join(word for word in words.lower if word != "-")


def _complement(title: Title, text: _Text, depth: int = 0) -> Title:
    """The title with what follows after "of", "for" or "to": a field of work, a title, a country or an organization."""
    doc, second = title.doc, title.doc.lower_at(title.end + 1)
    if title.after == "-" and second in title_words("status_next"):
        return replace(title, end=title.end + 2, status="elect")
    if depth == _DEEPEST or title.after not in _LINKS:
        return title
    begin = title.end + 1 + (second in ("the", "a"))
    end = _field(begin, title, text)
    if end > begin:  # "Minister [of Foreign Affairs] [of Canada]"
        longer = _longer(title, end)
        return _complement(longer, text, depth + 1) if longer.whose is None else longer
    if inner := _inner(begin, text):  # "Special Representative of the [UN Secretary-General]"
        inner = _complement(inner, text, depth + 1)
        key = f"{title.key} {' '.join(TokenSpan(doc, title.end, begin).lower)} {inner.key}"
        return replace(title, end=inner.end, key=key, whose=inner.whose)
    return _with_owner(begin, title, text)


def _longer(title: Title, end: int) -> Title:
    """The title with the words up to a token as a part of its own words."""
    return replace(title, end=end, key=f"{title.key} {' '.join(TokenSpan(title.doc, title.end, end).lower)}")


def _with_owner(begin: int, title: Title, text: _Text) -> Title:
    """As in "president [of Bulgaria]"; with an owner before the title the name is a part of it ("to Israel")."""
    name = text.starting.get(begin)
    if name and name.after in POSSESSIVE:
        name = text.starting.get(name.end + 1)  # "director of WHO's [Alert Operations]"
    if name is None or _is_demonym(name) or name.root.dep_ in _QUALIFYING:  # "for the Chinese foreign ministry": none
        described = _described(title, begin, text)
        if described or name is None or _is_demonym(name) or _is_of_firm(name):
            name = described
    elif name.label == "PERSON":
        name = None
    if name is None:
        return title
    if title.whose or title.after == "to":
        return _longer(title, name.end)  # "ambassador to Israel" is not Israel's
    return replace(title, end=name.end, whose=name)


def _is_of_firm(name: NameSpan) -> bool:
    """As in "a spokesman for the [U.K.] company": a country that tells whose firm it is, and not whose office."""
    is_country = any(entry.entity.cls == "Country" for entry in name.entries)
    return is_country and noun_class(name.root.head.lemma_.lower()) in ORGANIZATIONS - {"Government", "PublicBody"}


def _is_demonym(name: NameSpan) -> bool:
    return bool(name.entries) and name.entries[0].kind == "demonym"


def _described(title: Title, begin: int, text: _Text) -> NameSpan | None:
    """The name behind a description of whose office it is: "president of Spanish football club [Real Betis]"."""
    nouns = [child for child in title.doc[title.end].children if child.dep_ == "pobj"]
    inner = [*nouns, *(child for noun in nouns for child in noun.rights if child.dep_ == "appos")]
    for token in inner:
        name = next((name for name in text.starting.values() if name.start <= token.i < name.end), None)
        if name and name.start > begin and not _is_demonym(name):
            return name if name.label != "PERSON" or class_hint(name) else None
    return None


def _inner(begin: int, text: _Text) -> Title | None:
    """A title inside a title: "Special Representative of the [UN Secretary-General]"."""
    for head in text.doc[begin : begin + _LONGEST_NAME + 1]:
        if end := _head_end(head):
            title = _before(head.i, end, text)
            is_part = head.dep_ in _QUALIFYING and head.head.i >= end  # "a spokesman for the [Justice] Ministry"
            return title if title.start == begin and not is_part else None
    return None


def _field(begin: int, title: Title, text: _Text) -> int:
    """The end of the field of work that begins at a token: "Foreign Affairs and Security Policy"."""
    end, is_capital = begin, title[-1].text[0].isupper()
    for token in text.doc[begin : title[0].sent.end]:
        name = text.starting.get(token.i)
        if name and (name.entries or name.label == "PERSON"):
            break
        has_capital = token.text[0].isupper()
        is_listed = token.lower_ in title_words("portfolio") and has_capital == is_capital
        goes_on = end > begin and is_capital and has_capital and token.pos_ == "PROPN"
        if is_listed or goes_on:
            end = token.i + 1
        elif token.lower_ not in _JOINTS:
            break
    return _belonging(end, text) if end > begin else end


def _belonging(end: int, text: _Text) -> int:
    """The end of a field with the noun it belongs to: "head of the tax [office]"."""
    head, doc = text.doc[end - 1], text.doc
    while head.dep_ in _QUALIFYING and head.head.i > head.i:
        head = head.head
    is_apart = any(not token.text[0].isalnum() for token in doc[end : head.i])
    return end if head.i < end or head.pos_ not in NOMINAL or is_apart else head.i + 1


def _with_person(title: Title, text: _Text) -> Title:
    """The title with the person named right behind it, before it, or across a comma."""
    doc, end = text.doc, _behind_honorifics(title.end, text.doc)
    if behind := _person(end, text):
        whose = title.whose
        if whose is None and behind.after == "of":  # "President Zelenskyy of Ukraine"
            whose = text.starting.get(behind.end + 1 + (doc.lower_at(behind.end + 1) == "the"))
        return replace(title, person=behind, whose=whose)
    if TokenSpan(doc, title.start, end).root.dep_ not in SUBJECTS:  # in "met Berg, the king said" no apposition
        before = text.ending.get(_determined(title) - 1)
        if before and before.label == "PERSON" and before.after in (",", "("):
            return replace(title, person=before)
    beyond = _behind_honorifics(end + 1, doc)
    across = _person(beyond, text) if doc.lower_at(end) == "," and beyond in text.starting else None
    if across and _is_apposed(across):
        return replace(title, person=across)
    subject = _subject(title, text)
    return replace(title, person=subject, status="told" if subject and title.status == "current" else title.status)


def _behind_honorifics(place: int, doc: Doc) -> int:
    """The token behind what goes before a name at a token: "[General] Hugo Paredes"."""
    while doc.lower_at(place) in title_words("honorific") and doc[place].text[0].isupper():
        place += 1
    return place


def _is_apposed(name: NameSpan) -> bool:
    """Whether a name behind a title and a comma says who that is; not "after the king, Berg", "the king, Berg and"."""
    return name.root.dep_ not in SUBJECTS and name.after not in ("and", "or", "of")


def _determined(title: Title) -> int:
    """Where the noun phrase of a title begins: before its determiner and the statuses behind that."""
    doc, start = title.doc, title.start
    while start > 0 and (doc[start - 1].pos_ == "DET" or doc[start - 1].text == "-" or _status(start, doc)[0]):
        start = min(start - 1, _status(start, doc)[1])
    return start


def _person(start: int, text: _Text) -> NameSpan | None:
    """The person whose name begins at a token, known as one or given away by the title alone, by capitals."""
    doc, end = text.doc, start
    name = text.starting.get(start)
    if name and name.label == "PERSON":
        return name
    before = doc[start - 1]
    if (not before.text[0].isupper() and before.text != ",") or in_title_case(before):
        return None
    for token in doc[start : min(before.sent.end, start + _LONGEST_NAME)]:
        name = text.starting.get(token.i)
        if (name and name.entries) or not token.text[0].isupper():
            break
        end += 1
    found = NameSpan(doc, start, end, "PERSON")
    return found if found and not any(map(is_person, found.lower)) else None


def _subject(title: Title, text: _Text) -> NameSpan | None:
    """The person of whom the clause says the title: "Carney became prime minister", "was elected president"."""
    head = title.root
    verb = head.head
    if head.dep_ == "pobj" and verb.lower_ == "as":
        verb = verb.head
    elif head.dep_ not in ("attr", "oprd", "xcomp"):
        return None
    if verb.lemma_ not in title_words("holding") or not _is_stated(verb):
        return None
    holder = _holder(verb)
    people = (name for name in text.starting.values() if name.label == "PERSON")
    return next((name for name in people if holder and name.start <= holder.i < name.end), None)


def _holder(verb: Token) -> Token | None:
    """Who holds an office, by its verb: "[she] became", "[she] was elected", "elected [her]"; None if untold."""
    elected = [child for child in verb.children if child.dep_ == "dobj" and child.tag_ not in RELATIVE_TAGS]
    if not elected and verb.dep_ == "relcl":
        return verb.head
    roles = ("nsubj", "nsubjpass") if verb.lemma_ in _BEING else ("nsubjpass",)
    return next(iter(elected or (child for child in verb.children if child.dep_ in roles)), None)


def _is_stated(verb: Token) -> bool:
    """Whether a clause says what is or was, not "will serve as", "hopes to be", "was never elected", "if elected"."""
    return not any(
        child.tag_ in ("MD", "TO") or child.dep_ == "neg" or (child.dep_ == "mark" and child.lower_ in _OPEN)
        for child in verb.children
    )


def _is_one_of_many(title: Title) -> bool:
    """As in "the Norwegian mayor of a town": one of the many of a country, and no office of the country."""
    is_of_country = title.whose is not None and _is_demonym(title.whose)
    return is_of_country and title.person is None and title[-1].lower_ in title_words("local")


def _is_office(title: Title) -> bool:
    """Whether the words are a title at all, and not "a leader", or as in "the prime minister office" before a noun."""
    doc = title.doc
    is_followed = doc.same_sentence(title.start, title.end) and doc[title.end].pos_ in NOMINAL
    if title.person is None and is_followed and title[-1].dep_ in _QUALIFYING:
        return False
    is_told = title.office or title.person or title.whose or " " in title.key
    return bool(is_told) or title.key in title_words("bare")
