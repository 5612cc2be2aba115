"""Titles of offices in text: "Canada's former Prime Minister", "NATO chief"; which office each means, and who holds it.

A title is a head noun ("minister"), the field of work or rank before it ("foreign", "deputy prime"), what
follows after "of" or "for" ("Minister of Foreign Affairs"), whose office it is ("Canada's", "of Libya") and
the person who is named with it, before, behind or across a comma.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from kg.gazetteer import Gazetteer
from kg.gazetteer.values import Match
from kg.lexicon import pairs
from kg.model import Entity, NodeId
from kg.names.context import HYPHENS, POSSESSIVE, Context, Name, NameSpan, TokenSpan, only, owner, token_indices
from kg.names.lexemes import field_words, fixed_titles, status_of, title_words
from kg.names.persons import Holding
from kg.names.recognition import in_title_case
from kg.parse.nouns import is_person
from kg.parse.syntax import NOMINAL, SUBJECTS
from kg.parse.tree import Doc, Token

_LINKS = ("of", "for", "to", "at")
_JOINTS = ("and", "&", ",", "of", "the", "for")
_COORDINATED = (("and",), ("and", "the"), ("and", "now"))
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
            title = _complement(_before(start, end, text), text)
            if start in full:  # with a field of work behind it it is another office than the gazetteer's
                key, office = _key(TokenSpan(doc, start, full[start].end)), full[start].entries[0].entity
                alone = Title(doc, start, full[start].end, key, _status(start, doc)[0] or "current", office=office)
                title = _complement(alone, text)
                title = alone if title.key == key else replace(title, office=None, whose=None)
            title = _with_person(title, text)
            if title.status != "never" and _is_office(title):
                found.append(title)
    for at, (first, second) in enumerate(pairwise(found)):  # "Anna Berg, minister and chair of the board"
        if TokenSpan(doc, first.end, second.start).lower in _COORDINATED:
            if first.person is None and second.person and second.person.start == second.end:
                found[at] = replace(first, person=second.person)
            elif second.person is None and first.person and first.person.end <= first.start:
                found[at + 1] = replace(second, person=first.person)
    return tuple(found)


def _heads(doc: Doc) -> Iterator[tuple[int, int]]:
    """Where the head of a title stands: in "senior deputy director" that is the last."""
    for token in doc:
        end = _head_end(token)
        is_rank = token.lower_ in field_words() and doc.same_sentence(end, token.i) and _head_end(doc[end])
        if end and not is_rank:
            yield token.i, end


def _head_end(head: Token) -> int:
    """The end of the head that begins at a token, a noun in the singular or a fixed phrase; 0 if none does."""
    word = head.lower_
    for phrase in fixed_titles().get(word, ()):
        end = head.i
        for part in phrase:
            end += head.doc.lower_at(end) == "-"  # "Secretary-General"
            if head.doc.lower_at(end) != part:
                break
            end += 1
        else:
            return end
    is_noun = word in title_words("head") and (word not in title_words("capital") or head.text[0].isupper())
    return head.i + 1 if is_noun or head.text in pairs("titles", "abbreviation") else 0


def _before(head: int, end: int, text: _Text) -> Title:
    """The title to the left of its head: rank, field of work, status and whose office it is."""
    doc, status = text.doc, "current"
    whose: NameSpan | None = None
    place = start = own = head  # its own words begin behind whose it is
    while doc.same_sentence(place - 1, head):
        word, field = doc[place - 1].lower_, doc[max(place - 2, 0)]  # of "Family[,] Labour [and] Trade Minister"
        is_list = word == "," and not {"and", "&"}.isdisjoint(TokenSpan(doc, start, head).lower)
        is_joint = (
            field.text.istitle() and field.lower_ in title_words("portfolio") and (is_list or word in ("and", "&"))
        )
        owner = text.ending.get(place - (word in POSSESSIVE))
        if owner and whose is None and (owner.before not in HYPHENS or owner.start - 1 in text.ending):
            whose, place, start = owner, owner.start, owner.start
        elif (found := _status(place, doc))[0]:
            place, status = found[1], status if found[0] == "current" else found[0]
        elif whose is None and (word in field_words() or (is_joint and place < head)):
            place = start = own = place - 1 - is_joint
        else:
            break
    words = TokenSpan(doc, own, head).lower
    before = [word for word in words if word != "-" and not status_of(word) and word not in POSSESSIVE]
    told = pairs("titles", "abbreviation").get(doc[head].text) or _key(TokenSpan(doc, head, end))
    return Title(doc, start, end, " ".join([*before, told]), status, whose)


def _status(place: int, doc: Doc) -> tuple[str, int]:
    """What stands before a token says of the holding, and where that begins: "former", "one-time", "would-be"."""
    starts = (max(place - 3, 0), place - 1)
    found = ((status_of(_key(TokenSpan(doc, at, place))), at) for at in starts)
    return next((each for each in found if each[0]), ("", place))


def _key(words: TokenSpan) -> str:
    """Words in lower case, hyphens left out: "vice-president" is "vice president"."""
    return " ".join(word for word in words.lower if word != "-")


def _complement(title: Title, text: _Text, depth: int = 0) -> Title:
    """The title with what follows after "of", "for" or "to": a field of work, a country or an organization."""
    second = title.doc.lower_at(title.end + 1)
    if title.after == "-" and second in title_words("status_next"):
        return replace(title, end=title.end + 2, status="elect")
    if depth == _DEEPEST or title.after not in _LINKS:
        return title
    begin = title.end + 1 + (second in ("the", "a"))
    end = _field(begin, title, text)
    if end > begin:  # "Minister [of Foreign Affairs] [of Canada]"
        longer = replace(title, end=end, key=f"{title.key} {' '.join(TokenSpan(title.doc, title.end, end).lower)}")
        return _complement(longer, text, depth + 1) if longer.whose is None else longer
    if inner := _inner(begin, text):  # "Special Representative of the [UN Secretary-General]"
        inner = _complement(inner, text, depth + 1)
        key = f"{title.key} {' '.join(TokenSpan(title.doc, title.end, begin).lower)} {inner.key}"
        return replace(title, end=inner.end, key=key, whose=inner.whose)
    return _with_owner(begin, title, text)


def _inner(begin: int, text: _Text) -> Title | None:
    """A title inside a title: "Special Representative of the [UN Secretary-General]"."""
    for head in text.doc[begin : begin + _LONGEST_NAME + 1]:
        if end := _head_end(head):
            title = _before(head.i, end, text)
            is_part = head.dep_ in _QUALIFYING and head.head.i >= end  # "a spokesman for the [Justice] Ministry"
            return title if title.start == begin and not is_part else None
    return None


def _with_owner(begin: int, title: Title, text: _Text) -> Title:
    """As in "president [of Bulgaria]"; with an owner before the title the name is a part of it ("to Israel")."""
    name = text.starting.get(begin)
    if name and name.after in POSSESSIVE:
        name = text.starting.get(name.end + 1)  # "director of WHO's [Alert Operations]"
    if name is None or _is_demonym(name) or name.label == "PERSON" or name.root.dep_ in _QUALIFYING:
        return title  # not "for the Chinese foreign ministry", "for the U.K. firm"
    is_possessed = title.doc[max(title.start - 1, 0)].dep_ in {"poss", "case"}  # "its director for Chad": not Chad's
    if title.whose or is_possessed or title.after == "to":
        words = TokenSpan(title.doc, title.end, name.end).lower  # "ambassador to Israel" is not Israel's
        return replace(title, end=name.end, key=f"{title.key} {' '.join(words)}")
    return replace(title, end=name.end, whose=name)


def _is_demonym(name: NameSpan) -> bool:
    return bool(name.entries) and name.entries[0].kind == "demonym"


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
        start = title.start  # of its noun phrase: before its determiner and the statuses behind that
        while start > 0 and (doc[start - 1].pos_ == "DET" or doc[start - 1].text == "-" or _status(start, doc)[0]):
            start = min(start - 1, _status(start, doc)[1])
        before = text.ending.get(start - 1)
        if before and before.label == "PERSON" and before.after in (",", "("):
            return replace(title, person=before)
    beyond = _behind_honorifics(end + 1, doc)
    across = _person(beyond, text) if doc.lower_at(end) == "," and beyond in text.starting else None
    if across and across.root.dep_ not in SUBJECTS and across.after not in ("and", "or", "of"):
        return replace(title, person=across)  # not "after the king, Berg", "the king, Berg and"
    return title


def _behind_honorifics(place: int, doc: Doc) -> int:
    """The token behind what goes before a name at a token: "[General] Hugo Paredes"."""
    while doc.lower_at(place) in title_words("honorific") and doc[place].text[0].isupper():
        place += 1
    return place


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


def _is_office(title: Title) -> bool:
    """Whether the words are a title at all, and not "a leader", or as in "the prime minister office" before a noun."""
    doc = title.doc
    is_followed = doc.same_sentence(title.start, title.end) and doc[title.end].pos_ in NOMINAL
    if title.person is None and is_followed and title[-1].dep_ in _QUALIFYING:
        return False
    is_of_country = title.whose is not None and _is_demonym(title.whose)
    if is_of_country and title.person is None and title[-1].lower_ in title_words("local"):
        return False  # "the Norwegian mayor of a town"
    is_told = title.office or title.person or title.whose or " " in title.key
    return bool(is_told) or title.key in title_words("bare")


_SMALL = ("of", "for", "and", "the", "to", "at", "in")


@dataclass(frozen=True, order=True, slots=True)
class Office:
    """A title as an office; ``person`` is the name of whom the article says that he holds it."""

    name: Name
    status: str
    person: Name | None = None


def holdings_told(titles: Sequence[Title], named: Mapping[NameSpan, Name], context: Context) -> dict[NameSpan, Holding]:
    """What the titles say of the persons named with them, before it is known who these are."""
    found: dict[NameSpan, Holding] = {}
    for title in titles:
        if title.person and title.person not in found:
            whose = _whose(title, named, context)
            found[title.person] = Holding(title.key, owner(whose) if whose else "")
    return found


def offices(
    titles: Sequence[Title], named: Mapping[NameSpan, Name], people: Mapping[NameSpan, Name], context: Context
) -> list[Office]:
    """The offices of an article; a bare title means the only office of that title that the article names."""
    persons = {title: people.get(title.person) if title.person else None for title in titles}
    nodes = {title: _office(title, named, persons[title], context) for title in titles}
    told: dict[tuple[str, str], set[str]] = defaultdict(set)
    for title, node in nodes.items():
        if node:
            told[title.key, ""].add(node)
            told[title.key, _node(persons[title])].add(node)
    found = []
    for title in titles:
        who = _node(persons[title])
        same = told[title.key, who]
        node = nodes[title] or (next(iter(same)) if len(same) == 1 else "")
        if not node and title.person and " " in title.key:  # under its bare title: another article's may be another
            node = context.entities.mint_own(_as_written(title), "Office")
        if node:
            name = Name(title.doc, title.start, title.end, context.entities[node].cls, node, "office")
            context.entities.label(node, title.text)
            found.append(Office(name, _corrected_status(title, node, who, context), persons[title]))
    return found


def _node(person: Name | None) -> str:
    return person.node if person else ""


def _corrected_status(title: Title, node: str, who: str, context: Context) -> str:
    """The status that the words give, corrected where all terms of the person in that office were over by then."""
    day = context.date
    if day is None or title.status not in ("current", "told"):
        return title.status
    terms = [term for term in context.gazetteer.terms(NodeId(who)) if term.office.id == node]
    return "former" if terms and all(term.is_over(day) for term in terms) else title.status


def holders(found: Sequence[Office], context: Context) -> dict[str, str]:
    """Office -> person who holds it, by node id: whom the article names in it, else whom the tables have on its day."""
    said: dict[str, set[str]] = defaultdict(set)
    for office in found:
        if office.person and office.status not in ("former", "elect"):
            said[office.name.node].add(office.person.node)
    held: dict[str, str] = {}
    for node in sorted({office.name.node for office in found}):
        listed = {str(term.person.id) for term in context.gazetteer.holders(NodeId(node), context.date)}
        persons = listed & said[node] or said[node] or listed
        if len(persons) == 1:
            (person,) = persons
            is_used = person in context.entities
            held[node] = person if is_used else context.entities.use(context.gazetteer.entity(NodeId(person)))
    return held


def since(held: Mapping[str, str], context: Context) -> dict[str, str]:
    """Office -> the day, in ISO form, since when its holder holds it, where the tables know it."""
    found = {}
    for office, person in held.items():
        terms = (term for term in context.gazetteer.terms(NodeId(person)) if term.office.id == office)
        starts = [term.start for term in terms if term.start and (not context.date or term.start <= context.date)]
        if starts:
            found[office] = max(starts).isoformat()
    return found


def _whose(title: Title, named: Mapping[NameSpan, Name], context: Context) -> Entity | None:
    """The country or organization that has an office; for a government its country."""
    name = named.get(title.whose) if title.whose else None
    if name is None:
        return None
    entity = context.entities[name.node]
    return context.gazetteer.country(entity.country) if entity.cls == "Government" and entity.country else entity


def _office(title: Title, named: Mapping[NameSpan, Name], person: Name | None, context: Context) -> str:
    """The node of the office of a title; empty where the article does not say whose office it is."""
    if title.office:
        return context.entities.use(title.office)
    whose = _whose(title, named, context)
    if whose is None or title.whose is None:
        held = _of_person(title.key, person, context) if person else None
        if person and held is None and " " in title.key and len(context.countries) == 1:
            (country,) = context.countries  # "Norway left, Defence Minister Berg said"
            held = _looked_up(context.gazetteer, title.key, country)
        return context.entities.use(held) if held else ""
    if known := _known(title.key, title.whose, whose, context):
        return context.entities.use(known)
    label = f"{_as_written(title)} of {whose.label}"
    links = [("actsFor", whose.id)] if whose.cls == "Country" else []
    return context.entities.mint(label, "Office", whose.country, links)


def _known(key: str, name: NameSpan, whose: Entity, context: Context) -> Entity | None:
    """The gazetteer's office of a title; for a public body also by its name's end: "U.S. [Treasury Secretary]"."""
    if whose.cls != "PublicBody":
        return _looked_up(context.gazetteer, key, owner(whose))
    keys = (" ".join((*name.lower[place:], key)) for place in range(len(name)))
    found = (_looked_up(context.gazetteer, longer, owner(whose)) for longer in keys)
    return next(filter(None, found), None) or _looked_up(context.gazetteer, key, whose.id)


@lru_cache(maxsize=4096)
def _looked_up(gazetteer: Gazetteer, key: str, holder_of: str) -> Entity | None:
    """The gazetteer's office of a title, read with and without "the" and "federal"."""
    wordings = dict.fromkeys((key, key.replace(" the ", " "), key.removeprefix("federal ")))
    return next((found for wording in wordings if (found := gazetteer.office(wording, holder_of))), None)


def _of_person(key: str, person: Name, context: Context) -> Entity | None:
    """The one office of that title that the person named with it holds or held, by the tables."""
    offices = [term.office for term in context.gazetteer.terms(NodeId(person.node))]
    wordings = (key, key.partition(" for ")[0])  # with or without the field of work that follows it
    known = ((one, _looked_up(context.gazetteer, wording, owner(one))) for one in offices for wording in wordings)
    held = [one for one, named in known if named and named.id == one.id]
    return only(held or [one for one in offices if one.label.lower().startswith(f"{key} ")])


def _as_written(title: Title) -> str:
    """A title's own words as a label, acronyms as the article has them: "Ambassador to the UN"."""
    upper = {text.lower(): text for text in title.form if text.isupper()}
    words = (upper.get(word) or (word if word in _SMALL else word[:1].upper() + word[1:]) for word in title.key.split())
    return " ".join(words).replace(" ,", ",")
