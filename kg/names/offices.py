"""Which office a title means, who holds it, and what the article itself says of the holding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kg.gazetteer import Gazetteer, Term
from kg.model import Entity, NodeId
from kg.names.context import Context, Name, NameSpan, owner
from kg.names.persons import Holding, surnamed
from kg.names.titles import Title
from kg.parse.tree import Doc, Span

HOLDERS = "kg.holders"
SINCE = "kg.holders_since"


@dataclass(frozen=True, order=True, slots=True)
class Office:
    """A title as an office; ``person`` is the name of whom the article says that he holds it."""

    name: Name
    status: str
    person: Name | None = None


def holder(doc: Doc, office: Span) -> str:
    """The node of the person who holds an office on the article's day, or whom the article itself names as such."""
    return str(doc.user_data.get(HOLDERS, {}).get(office.kb_id_, ""))


def holdings_told(titles: Sequence[Title], named: Mapping[NameSpan, Name], context: Context) -> dict[NameSpan, Holding]:
    """What the titles say of the persons named with them, before it is known who these are."""
    found: dict[NameSpan, Holding] = {}
    for title in titles:
        if title.person and title.person not in found:
            whose = _whose(title, named, context)
            found[title.person] = Holding(title.key, owner(whose) if whose else "", title.status)
    return found


def offices(
    titles: Sequence[Title], named: Mapping[NameSpan, Name], people: Mapping[NameSpan, Name], context: Context
) -> list[Office]:
    """The offices of an article; a bare title means the only office of that title that the article names."""
    nodes = {title: _office(title, named, people, context) for title in titles}
    told: dict[tuple[str, str], set[str]] = defaultdict(set)
    for title, node in nodes.items():
        for who in {"", _person(title, people)} if node else ():
            told[title.key, who].add(node)
    found = []
    for title in titles:
        who = _person(title, people)
        only = told[title.key, who] or _longer(title.key, who, told)
        node = nodes[title] or (next(iter(only)) if len(only) == 1 else "") or _by_title(title, people, context)
        if node:
            name = Name(title.start, title.end, context.entities[node].cls, node, "office")
            context.entities.label(node, context.text(title.start, title.end))
            found.append(
                Office(name, _status(title, node, who, context), people.get(title.person) if title.person else None)
            )
    return found


def _status(title: Title, node: str, who: str, context: Context) -> str:
    """The status that the words give, corrected where all terms of the person in that office were over by then."""
    day = context.date
    terms = [term for term in context.gazetteer.terms(NodeId(who)) if term.office.id == node] if who and day else []
    is_over = bool(terms) and all(day and term.is_over(day) for term in terms)
    return "former" if is_over and title.status == "current" else title.status


def _longer(key: str, who: str, told: Mapping[tuple[str, str], set[str]]) -> set[str]:
    """The offices under longer titles of the same person: "Secretary" Bessent is the Secretary of the Treasury."""
    return {
        node
        for (other, person), nodes in told.items()
        if who and person == who and (other.startswith(f"{key} ") or other.endswith(f" {key}"))
        for node in nodes
    }


def _person(title: Title, people: Mapping[NameSpan, Name]) -> str:
    """The node of the person named with a title, or nothing."""
    return people[title.person].node if title.person and title.person in people else ""


def holders(found: Sequence[Office], context: Context) -> dict[str, str]:
    """The person in each office: whom the article names in it, else as the tables say for the article's day."""
    said: dict[str, set[str]] = defaultdict(set)
    for office in found:
        if office.person and office.status not in ("former", "elect"):
            said[office.name.node].add(office.person.node)
    held: dict[str, str] = {}
    for node in sorted({office.name.node for office in found}):
        listed = {str(term.person.id) for term in context.gazetteer.holders(NodeId(node), context.date)}
        persons = listed & said[node] or said[node] or listed
        if len(persons) == 1:
            person = next(iter(persons))
            held[node] = (
                person if person in context.entities else context.entities.use(context.gazetteer.entity(NodeId(person)))
            )
    return held


def since(held: Mapping[str, str], context: Context) -> dict[str, str]:
    """Office -> the day, in ISO form, since when its holder holds it, where the tables know it."""
    found = {}
    for office, person in held.items():
        terms = [term for term in context.gazetteer.terms(NodeId(person)) if term.office.id == office and term.start]
        begun = [term.start for term in terms if term.start and (not context.date or term.start <= context.date)]
        if begun:
            found[office] = max(begun).isoformat()
    return found


def _whose(title: Title, named: Mapping[NameSpan, Name], context: Context) -> Entity | None:
    """The country or organization that has an office; for a government its country."""
    name = named.get(title.whose) if title.whose else None
    if name is None:
        return None
    entity = context.entities[name.node]
    return context.gazetteer.country(entity.country) if entity.cls == "Government" and entity.country else entity


def _office(title: Title, named: Mapping[NameSpan, Name], people: Mapping[NameSpan, Name], context: Context) -> str:
    """The node of the office of a title; empty where the article does not say whose office it is."""
    if title.office:
        return context.entities.use(title.office)
    whose = _whose(title, named, context)
    if whose is None:
        return _of_person(title, people, context) or _of_namesakes(title, people, context)
    known = (
        _looked_up(title.key, owner(whose), context) if whose.cls != "PublicBody" else _of_body(title, whose, context)
    )
    if known:
        return context.entities.use(known)
    label = f"{_as_written(title, context)} of {whose.label}"
    links = [("actsFor", whose.id)] if whose.cls == "Country" else []
    return context.entities.mint(label, "Office", whose.country, links)


def _of_body(title: Title, whose: Entity, context: Context) -> Entity | None:
    """The gazetteer's office of a public body, by the body's name or its last word: "U.S. [Treasury Secretary]"."""
    if title.whose is None:
        return None
    body = context.words.lower[title.whose.start : title.whose.end]
    wordings = (f"{' '.join(body)} {title.key}", f"{body[-1]} {title.key}", f"{title.key} of the {whose.label.lower()}")
    for wording in wordings:
        if found := _looked_up(wording, owner(whose), context):
            return found
    return _looked_up(title.key, whose.id, context)


def _looked_up(key: str, holder_of: str, context: Context) -> Entity | None:
    """The gazetteer's office of a title, read with and without "the", "federal" and the like."""
    plain = key.replace(" the ", " ")
    shorter = key.partition(" ")[2]
    for wording in dict.fromkeys((key, plain, shorter if key.startswith("federal ") else key)):
        if found := _titled(context.gazetteer, wording, holder_of):
            return found
    return None


@lru_cache(maxsize=4096)
def _titled(gazetteer: Gazetteer, title: str, holder_of: str) -> Entity | None:
    return gazetteer.office(title, holder_of)


def _of_person(title: Title, people: Mapping[NameSpan, Name], context: Context) -> str:
    """The office of that title that the person named with it holds or held, by the tables."""
    person = people.get(title.person) if title.person else None
    if person is None:
        return ""
    home = context.entities[person.node].country
    terms = context.gazetteer.terms(NodeId(person.node))
    held = {term.office.id: term.office for term in terms if _has_title(term.office, title.key, context)}
    if not held and context.date:
        held = {term.office.id: term.office for term in terms if _begins_with(term, title.key, context.date)}
    if len(held) > 1:  # a president of a state is one of its territories too
        own = {node: office for node, office in held.items() if office.country == home}
        held = own or {node: office for node, office in held.items() if office.wikidata}
    return context.entities.use(next(iter(held.values()))) if len(held) == 1 else ""


def _of_namesakes(title: Title, people: Mapping[NameSpan, Name], context: Context) -> str:
    """The one office of that title that all leaders with the family name held: "President" Bush, whichever it was."""
    if title.person is None or title.person not in people or context.entities[people[title.person].node].wikidata:
        return ""
    namesakes = surnamed((context.text(title.person.start, title.person.end),), context)
    terms = [term for person in namesakes for term in context.gazetteer.terms(person.id)]
    held = {term.office.id: term.office for term in terms if _has_title(term.office, title.key, context)}
    return context.entities.use(next(iter(held.values()))) if len(held) == 1 else ""


def _begins_with(term: Term, key: str, day: date) -> bool:
    """Whether a term of that day is of an office whose full title begins with a short one: "Secretary" Rubio."""
    return term.office.label.lower().startswith(f"{key} ") and (term.start or day) <= day <= (term.end or day)


def _has_title(office: Entity, key: str, context: Context) -> bool:
    """Whether an office can go by a title, with or without the field of work that follows it."""
    wordings = (key, key.partition(" for ")[0])
    return any((found := _looked_up(wording, owner(office), context)) and found.id == office.id for wording in wordings)


def _by_title(title: Title, people: Mapping[NameSpan, Name], context: Context) -> str:
    """An office under its bare title, for a person who is named with it."""
    if title.person is None or title.person not in people or " " not in title.key:
        return ""
    return context.entities.mint(_as_written(title, context), "Office")


def _as_written(title: Title, context: Context) -> str:
    """A title's own words as a label, acronyms as the article has them: "Ambassador to the UN"."""
    written = {text.lower(): text for text in context.words.text[title.start : title.end] if text.isupper()}
    return " ".join(written.get(word.lower(), word) for word in _capitalized(title.key).split())


def _capitalized(key: str) -> str:
    small = ("of", "for", "and", "the", "to", "at", "in")
    return " ".join(word if word in small else word[:1].upper() + word[1:] for word in key.split())


def numbered(found: Sequence[Office]) -> Iterator[tuple[int, Name, Name, str]]:
    """Pairs of a person and an office with a running number and the status of the holding."""
    for number, office in enumerate((o for o in found if o.person), start=1):
        if office.person:
            yield number, office.person, office.name, office.status
