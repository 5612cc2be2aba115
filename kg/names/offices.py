"""Which office a title means, who holds it, and what the article itself says of the holding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.gazetteer import Gazetteer
from kg.model import Entity, NodeId
from kg.names.context import Context, only, owner
from kg.names.persons import Holding, surnamed
from kg.names.spans import Name, NameSpan
from kg.names.titles import Title

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
        for who in {"", _node(persons[title])} if node else ():
            told[title.key, who].add(node)
    found = []
    for title in titles:
        who = _node(persons[title])
        same = told[title.key, who]
        node = nodes[title] or (next(iter(same)) if len(same) == 1 else "") or _by_title(title, context)
        if node:
            name = Name(title.doc, title.start, title.end, context.entities[node].cls, node, "office")
            context.entities.label(node, title.text)
            found.append(Office(name, _status(title, node, who, context), persons[title]))
    return found


def _node(person: Name | None) -> str:
    return person.node if person else ""


def _status(title: Title, node: str, who: str, context: Context) -> str:
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
            person = next(iter(persons))
            held[node] = (
                person if person in context.entities else context.entities.use(context.gazetteer.entity(NodeId(person)))
            )
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
        held = (_of_person(title.key, person, context) or _of_only_country(title.key, context)) if person else None
        return context.entities.use(held) if held else ""
    if known := _known(title.key, title.whose, whose, context):
        return context.entities.use(known)
    label = f"{_as_written(title)} of {whose.label}"
    links = [("actsFor", whose.id)] if whose.cls == "Country" else []
    return context.entities.mint(label, "Office", whose.country, links)


def _of_only_country(key: str, context: Context) -> Entity | None:
    """The office of that title in the one country that the article names: "Norway left, Defence Minister Berg said"."""
    (country, *others) = sorted(context.countries) or [""]
    return _looked_up(context.gazetteer, key, country) if country and not others and " " in key else None


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
    """The one office of that title that the person named with it holds or held, by the tables.

    Of a person whom no table has, all leaders with that family name are asked: "President" Bush, whichever it was.
    """
    terms = context.gazetteer.terms(NodeId(person.node))
    held = [term.office for term in terms if _has_title(term.office, key, context)]
    held = held or [term.office for term in terms if term.office.label.lower().startswith(f"{key} ")]
    if not held and not context.entities[person.node].wikidata:
        namesakes = surnamed((person.text,), context)
        ever = (term.office for namesake in namesakes for term in context.gazetteer.terms(namesake.id))
        held = [office for office in ever if _has_title(office, key, context)]
    return only(held)


def _has_title(office: Entity, key: str, context: Context) -> bool:
    """Whether an office can go by a title, with or without the field of work that follows it."""
    found = (_looked_up(context.gazetteer, wording, owner(office)) for wording in (key, key.partition(" for ")[0]))
    return any(known and known.id == office.id for known in found)


def _by_title(title: Title, context: Context) -> str:
    """An office under its bare title, for a person who is named with it; another article's may be another."""
    return context.entities.mint_own(_as_written(title), "Office") if title.person and " " in title.key else ""


def _as_written(title: Title) -> str:
    """A title's own words as a label, acronyms as the article has them: "Ambassador to the UN"."""
    acronyms = {text.lower(): text for text in title.form if text.isupper()}
    words = title.key.split()
    return " ".join(acronyms.get(word) or (word if word in _SMALL else word[:1].upper() + word[1:]) for word in words)
