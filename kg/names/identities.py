"""What each proper name that is no person's stands for: a known entity, or one minted under its class."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from kg.gazetteer.values import Entry
from kg.model import Entity
from kg.model.classes import ORGANIZATIONS
from kg.names.context import POSSESSIVE, Context, Name, NameSpan, TokenSpan, reading, token_indices
from kg.names.entity_types import class_hint, head_of, proper_class
from kg.names.groups import MEMBERS, party
from kg.names.lexemes import field_words, name_words, title_words
from kg.names.metonymy import is_government
from kg.parse.nouns import noun_class

_SEATED = ("capital", "seat")
_STATE = ("Government", "PublicBody")
_LOOSE = ("ORG", "PERSON", "PRODUCT", "GPE", "NORP", "")
_HINT = 100  # votes: one hint weighs more than all labels
_SITES = ("FAC", "GPE", "LOC")
_NO_SITES = ("Commodity", "Company", "MediaOrganization", "Organization")
_PARTY = "PoliticalParty"
_NATIONAL = ("Organization", _PARTY, "PublicBody")

_HALVES = ("north", "south", "east", "west")
_Ends = dict[tuple[str, ...], dict[tuple[str, str], Name]]
"""The end of a name -> class and node of each name that ends so -> the first of them."""


def identities(
    names: Sequence[NameSpan], parts: Mapping[NameSpan, Sequence[NameSpan]], context: Context
) -> dict[NameSpan, Name]:
    """The entity of each name; ``parts`` are the known names inside an unknown one. Doubtful names are left out."""
    ending = {name.end: name for name in names}
    classes = _classes(names)
    found: dict[NameSpan, Name] = {}
    ends: _Ends = defaultdict(dict)
    for name in names:
        form = name.form
        country = _country(name, parts, ending, context)
        if name.entries and not _is_of_another(name, country, context):
            read = _known(name, context)
        elif len(form) == 1 and name[0].lower_ in _HALVES:
            continue
        else:
            cls = proper_class("ORG", name.lower) if name.entries else classes[form]
            read = _longer(name, ends) or _minted(name, cls, country, context)
        if read:
            found[name] = read
            for place in range(1, len(form)):
                ends[form[place:]].setdefault((read.cls, read.node), read)
    return found


def halves(names: Sequence[NameSpan], context: Context) -> Iterator[Name]:
    """As in "the North", "North and South Korea": a half of a divided country, of which the article names one."""
    doc, whole = context.doc, dict[str, Entity]()
    known = [n for n in names if n.entries and n.entries[0].entity.cls == "Country" and n[0].lower_ in _HALVES]
    for half, name in product(_HALVES, known):
        for entry in context.gazetteer.lookup(" ".join((half.title(), *name.form[1:])))[:1]:
            whole |= {half: entry.entity} if entry.entity.cls == "Country" else {}
    taken, starts = token_indices(known), {name.start for name in known}
    for token in doc if whole else ():
        if token.lower_ in whole and token.i not in taken and token.text[0].isupper():
            is_alone = doc.lower_at(token.i - 1) == "the" and not doc[token.i + 1 : token.i + 2].text[:1].isupper()
            if is_alone or (doc.lower_at(token.i + 1) == "and" and token.i + 2 in starts):  # not "the North Pacific"
                yield Name(doc, token.i, token.i + 1, "Country", context.entities.use(whole[token.lower_]), "short")


def nested_demonyms(names: Sequence[NameSpan], context: Context) -> Iterator[Name]:
    """The demonym inside the name of their government: "[Russian] government"."""
    for name in names:
        if name.entries and name.entries[0].entity.cls in _STATE and name[-1].text.islower():
            for end in range(name.end - 1, name.start, -1):
                inner = TokenSpan(name.doc, name.start, end)
                entry = next(iter(context.gazetteer.lookup(inner.text)), None)
                if entry and entry.kind == "demonym":
                    yield Name(name.doc, name.start, end, "Country", context.entities.use(entry.entity), "demonym")
                    break


def _known(name: NameSpan, context: Context) -> Name | None:
    """A name of the gazetteer: a capital or seat by its role, others by their best reading."""
    seated = [entry for entry in name.entries if entry.kind in _SEATED]
    if seated:
        return _seated(name, seated, context)
    entry = reading(name, context.countries)
    if entry is None:
        return None
    if name.label in _SITES and entry.entity.cls in _NO_SITES and entry.kind != "item":
        return _minted(name, "Place", "", context)
    is_short = entry.kind == "demonym" or (entry.kind == "acronym" and len(name) == 1)
    how = entry.kind if is_short else "name"
    return _name(name, entry.entity, how, context)


def _is_of_another(name: NameSpan, country: str, context: Context) -> bool:
    """As in "Peru's Congress": the tables know the name as a body of one state, the text says that it is another's."""
    entry = reading(name, context.countries) if country and name.entries else None
    if entry is None:
        return False
    is_party = entry.kind == "item" and name[-1].lower_ == "party"  # which of the many no table tells by its country
    return is_party or (entry.entity.cls in _NATIONAL and entry.entity.country not in {"", country})


def _seated(name: NameSpan, seated: Sequence[Entry], context: Context) -> Name:
    if is_government(name):
        meant = max(seated, key=lambda entry: (entry.entity.country in context.countries, entry.kind == "seat"))
        return _name(name, meant.entity, "metonym", context)
    place = next((entry for entry in name.entries if entry.kind not in _SEATED), None)
    if place:
        return _name(name, place.entity, "name", context)
    country = context.gazetteer.country(seated[0].entity.country)
    links = [("inCountry", context.entities.use(country))]
    node = context.entities.mint(name.text, "Place", country.country, links)
    return Name(name.doc, name.start, name.end, "Place", node, "name")


def _name(name: NameSpan, entity: Entity, how: str, context: Context) -> Name:
    node = context.entities.use(entity)
    if how != "demonym":
        context.entities.label(node, name.text)
    return Name(name.doc, name.start, name.end, entity.cls, node, how)


def _longer(name: NameSpan, ends: _Ends) -> Name | None:
    """The one body named before whose name ends with this one: "Air Force" after "US Air Force"."""
    whole = ends.get(name.form, {})
    if len(name) == 1 or name.label != "ORG" or len(whole) != 1:
        return None
    return replace(next(iter(whole.values())), start=name.start, end=name.end, how="short")


def _classes(names: Sequence[NameSpan]) -> dict[tuple[str, ...], str]:
    """The class of each unknown form: what most of its neighbours hint at, else what most of its labels say."""
    votes: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for name in names:
        if not name.entries:
            lower = name.lower
            is_open = len(lower) == 1 or noun_class(head_of(lower)) == "Topic"
            hint = class_hint(name) if is_open and name.label in _LOOSE else ""
            own = proper_class(name.label, lower)
            read = own if hint == "Organization" and own in ORGANIZATIONS else hint or own
            votes[name.form][read] += _HINT if hint else 1
    return {form: max(sorted(counts), key=lambda cls: counts[cls]) for form, counts in votes.items()}


def _minted(name: NameSpan, cls: str, country: str, context: Context) -> Name:
    """An entity of its own for a name that no table has; a public body belongs to the country named with it."""
    lower, text = name.lower, name.text
    if name.label == MEMBERS and (known := party(text, context)):
        return _name(name, known, "short", context)
    whose = context.gazetteer.country(country) if country else None
    if whose and cls in _STATE:  # the title may begin with the country's own word: "russian foreign ministry"
        bodies = (context.gazetteer.body(" ".join(lower[place:]), country) for place in (0, 1))
        if body := next(filter(None, bodies), None):
            return _name(name, body, "name", context)
    relation = "actsFor" if cls in _STATE else "ofCountry" if cls in ("Group", _PARTY) else ""
    if cls == "Place" and lower[0] in name_words("direction"):
        relation = "inCountry"  # "South Lebanon"
    if whose and relation:
        is_told = cls not in (*_STATE, _PARTY) or whose.label in text or "of" in lower
        label = text if is_told else f"{text} of {whose.label}"
        node = context.entities.mint(label, cls, country, [(relation, context.entities.use(whose))])
    else:
        mint = context.entities.mint_own if _is_description(name) else context.entities.mint
        node = mint(text, cls)
    context.entities.label(node, text)
    return Name(name.doc, name.start, name.end, cls, node, "name")


def _is_description(name: NameSpan) -> bool:
    """As in "the Ministry", "the Supreme Court", which many have: no word of its own, and no country told with it."""
    words = [word for word in name.lower if word not in name_words("trim")]
    if len(words) == 1 and words[0] in name.doc.lower_case_words:
        return True
    return all(word in field_words() | title_words("head") or noun_class(word) != "Topic" for word in words)


def _country(
    name: NameSpan,
    parts: Mapping[NameSpan, Sequence[NameSpan]],
    ending: Mapping[int, NameSpan],
    context: Context,
) -> str:
    """The code of the country inside a name ("Ministry of Defence of Japan") or right before it ("China's")."""
    before = name.start - (name.before in POSSESSIVE)
    inside = parts.get(name, ())
    for part in (*inside, ending.get(before)):
        if part and part.entries and (entry := reading(part, context.countries)) and entry.entity.cls == "Country":
            return entry.entity.country
    return ""
