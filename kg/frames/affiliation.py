"""The country that a noun phrase belongs to by its words: "Canadian exports", "rebels in Chad", "the army of Chad".

What stands before the noun counts first, then where its people are or come from. Two countries are none, and who stands
to a country in some way ("a U.S. ally", "critics of Israel") or is away from home ("troops in Iraq") is not its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.frames.annotations import Annotations, slug
from kg.model import Entity, Link, NodeId
from kg.names.lexemes import name_words
from kg.parse.nouns import noun_class
from kg.parse.syntax import PLURAL_TAGS, conjuncts
from kg.parse.tree import Token

_BEFORE = ("amod", "compound", "poss", "nmod")
_BODIES = ("Government", "PublicBody")
_SEATED = (*_BODIES, "Company", "Group", "MediaOrganization", "Organization", "PoliticalParty", "Place")
_OWNERS = (*_BODIES, "Group")
_HOME = ("actsFor", "inCountry", "ofCountry")
_DEPTH = 2


def country_of(head: Token, cls: str, notes: Annotations, depth: int = _DEPTH) -> Entity | None:
    """The country of a phrase of a class, as an entity that the article names or links to; None if untold."""
    named = _named_before(head, cls, notes)
    if _is_relational(head):
        return None if cls == "Group" else named
    return named or (_placed(head, cls, notes, depth) if depth else None)


def part_of(country: Entity, head: Token, notes: Annotations) -> Entity | None:
    """The place that a direction before a country's name makes of it: "northern Nigeria" is in it, and not it."""
    name = notes.names.get(head.i)
    if country.cls != "Country" or name is None or name.id_ == "demonym" or not name.start:
        return None
    side = head.doc[name.start - 1]
    if side.head != head or side.lower_ not in name_words("direction"):
        return None
    label = f"{side.lower_} {country.label}"
    links = frozenset({Link("inCountry", country.id)})
    return Entity(NodeId(slug(label)), "Place", label, country=country.country, links=links)


def is_condition(state: Token, notes: Annotations) -> bool:
    """As in "a state of emergency", "a state of war": none that governs, as "the State of Israel" does."""
    inner = [child for of in state.children if of.lower_ == "of" for child in of.children]
    return state.tag_ == "NN" and any(child.i not in notes.inside for child in inner)


def is_ethnic(head: Token) -> bool:
    """Whether a people is named as such and not as that of its country: "ethnic Albanians"."""
    return any(child.lower_ in name_words("ethnic") for child in head.children)


def is_people(head: Token) -> bool:
    """Whether a demonym means people: "two Canadians", "the French"; in "speaks French" it is a language."""
    if head.tag_ in PLURAL_TAGS:
        return True
    if head.dep_ in {"amod", "compound", "nmod", "poss", "npadvmod"}:
        return False
    return any(child.dep_ in {"det", "nummod"} for child in head.lefts)


def _named_before(head: Token, cls: str, notes: Annotations) -> Entity | None:
    """The country that a demonym, compound or possessor names: "Canadian exports", "Sindh province"."""
    for child in head.children:
        if child.dep_ in _BEFORE:
            name = notes.inside.get(child.i)
            entity = notes.entities.get(name.kb_id_) if name is not None else None
            is_region = cls == "Place" and entity is not None and entity.cls == "Place"
            if name and entity and (entity.cls == "Country" or name.id_ == "demonym" or is_region):
                return country_of_entity(entity, notes)
    return None


def _placed(head: Token, cls: str, notes: Annotations, depth: int) -> Entity | None:
    """The one country behind the noun: where someone or something is, or whose it is."""
    if cls not in (*_SEATED, "Topic") or _has_owner(head, notes):
        return None
    found = {
        entity.id: entity
        for place, word in _complements(head, cls)
        if (entity := _behind(place, word, cls, notes, depth))
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _complements(head: Token, cls: str) -> Iterator[tuple[Token, str]]:
    """What follows after the prepositions of belonging, each with its preposition."""
    away = head.lemma_.lower() in name_words("away") and not any(
        child.lower_ in name_words("domestic") for child in head.lefts
    )
    seats = (seat for child in head.rights if child.lower_ in name_words("seated") for seat in child.children)
    for child in (*head.rights, *seats):
        word = child.lower_
        is_voice = word == "for" and head.lemma_.lower() in name_words("voice")
        is_home = word in name_words("belonging") and (cls != "Topic" or word == "of")
        if child.dep_ != "prep" or not (is_voice or is_home):
            continue
        if not away or word in ("from", "of", "for"):
            yield from ((token, word) for noun in child.children if noun.dep_ == "pobj" for token in conjuncts(noun))


def _behind(place: Token, word: str, cls: str, notes: Annotations, depth: int) -> Entity | None:
    """The country of what follows after a preposition."""
    name = notes.names.get(place.i) or notes.inside.get(place.i)
    entity = notes.entities.get(name.kb_id_) if name is not None else None
    if entity is None:
        kind = noun_class(place.lemma_.lower())
        is_way = kind in ("Place", *_OWNERS) if word in ("of", "for") else kind == "Place"
        return country_of(place, kind, notes, depth - 1) if is_way and (cls != "Topic" or kind in _OWNERS) else None
    if cls == "Topic":
        return country_of_entity(entity, notes) if entity.cls in _OWNERS else None
    return country_of_entity(entity, notes) if entity.cls in ("Country", "Place", *_OWNERS) else None


def country_of_entity(entity: Entity, notes: Annotations) -> Entity | None:
    """The country that an entity is, is in or acts for."""
    if entity.cls == "Country":
        return entity
    targets = {notes.entities.get(link.target) for link in entity.links if link.relation in _HOME}
    countries = [target for target in targets if target is not None and target.cls == "Country"]
    return countries[0] if len(countries) == 1 else None


def _has_owner(head: Token, notes: Annotations) -> bool:
    """Whether a body of its own stands before the noun: "U.N. officials in Paris"."""
    names = (notes.inside.get(child.i) for child in head.lefts if child.dep_ in _BEFORE)
    return any(name is not None and name.label_ not in ("Country", "Group", "Place") for name in names)


def _is_relational(head: Token) -> bool:
    """Whether a noun says how someone stands to a country: "a U.S. ally", "critics of Israel"."""
    lemma = head.lemma_.lower()
    return lemma in name_words("relational") or lemma in name_words("stance")
