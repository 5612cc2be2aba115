"""The country of a noun phrase by its modifiers: "Canadian exports", "rebels in Chad", "the army of Chad".

What stands before the noun counts first, then where its people are or come from. Two countries are none, and who stands
to a country in some way ("a U.S. ally", "critics of Israel") or is away from home ("troops in Iraq") is not its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.frames.annotations import Annotations
from kg.gazetteer.words import shared_id
from kg.model import Entity, Link, NodeId
from kg.names.lexemes import name_words
from kg.parse.nouns import noun_class
from kg.parse.syntax import PLURAL_TAGS, conjuncts
from kg.parse.tree import Span, Token

_BEFORE = ("amod", "compound", "poss", "nmod")
_BODIES = ("Government", "PublicBody")
_SEATED = (*_BODIES, "Company", "Group", "MediaOrganization", "Organization", "PoliticalParty", "Place")
_OWNERS = (*_BODIES, "Group")


def country_of(head: Token, cls: str, notes: Annotations) -> Entity | None:
    """The country of a phrase of a class, as an entity that the article names or links to; None where it tells none."""
    name = notes.names.get(head.i)
    if name is not None and name.id_ == "demonym" and not is_ethnic(head):
        return _home(notes.entities[name.kb_id_], notes)  # "thousands of Iraqis"
    named = _named_before(head, cls, notes)
    if head.lemma_.lower() in name_words("relational") | name_words("stance"):
        return None if cls == "Group" else named
    return named or _placed(head, cls, notes)


def part_of(country: Entity, name: Span) -> Entity | None:
    """The part of a country that a direction before its name denotes ("northern Nigeria"); None without a direction."""
    side = name.doc[name.start - 1]
    if country.cls != "Country" or side.head != name.root or side.lower_ not in name_words("direction"):
        return None
    label = f"{side.lower_} {country.label}"
    links = frozenset({Link("inCountry", country.id)})
    return Entity(NodeId(shared_id(label)), "Place", label, country=country.country, links=links)


def is_condition(state: Token, notes: Annotations) -> bool:
    """Whether "state" means a condition ("a state of emergency"), not a polity ("the State of Israel")."""
    inner = [child for of in state.children if of.lower_ == "of" for child in of.children]
    return state.tag_ == "NN" and any(child.i not in notes.inside for child in inner)


def is_ethnic(head: Token) -> bool:
    """Whether a demonym names an ethnic group, not the people of a country: "ethnic Albanians"."""
    return any(child.lower_ in name_words("ethnic") for child in head.children)


def is_people(head: Token) -> bool:
    """Whether a demonym means people: "two Canadians", "the French"; in "speaks French" it is a language."""
    if head.tag_ in PLURAL_TAGS:
        return True
    if head.dep_ in {"amod", "compound", "nmod", "poss", "npadvmod"}:
        return False
    return any(child.dep_ in {"det", "nummod"} or child.lower_ in name_words("quantity") for child in head.lefts)


def _named_before(head: Token, cls: str, notes: Annotations) -> Entity | None:
    """The country that a demonym, compound or possessor names: "Canadian exports", "Sindh province"."""
    for child in head.children:
        name = notes.inside.get(child.i) if child.dep_ in _BEFORE else None
        if name is not None:
            entity = notes.entities[name.kb_id_]
            if entity.cls == "Country" or name.id_ == "demonym" or cls == entity.cls == "Place":
                return _home(entity, notes)
    return None


def _placed(head: Token, cls: str, notes: Annotations) -> Entity | None:
    """The one country behind the noun: where someone or something is, or whose it is."""
    if cls not in (*_SEATED, "Topic") or _has_owner(head, notes):
        return None
    found = {
        entity.id: entity for place, word in _complements(head, cls) if (entity := _behind(place, word, cls, notes))
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _complements(head: Token, cls: str) -> Iterator[tuple[Token, str]]:
    """What follows after the prepositions of belonging, each with its preposition."""
    seats = (seat for child in head.rights if child.lower_ in name_words("seated") for seat in child.children)
    belonging = {"of"} if cls == "Topic" else name_words("belonging")
    if head.lemma_.lower() in name_words("away"):
        belonging = belonging & {"from", "of"}
    for child in (*head.rights, *seats):
        if child.dep_ == "prep" and child.lower_ in belonging:
            nouns = (noun for noun in child.children if noun.dep_ == "pobj")
            yield from ((token, child.lower_) for noun in nouns for token in conjuncts(noun))


def _behind(place: Token, word: str, cls: str, notes: Annotations) -> Entity | None:
    """The country of what follows after a preposition."""
    name = notes.inside.get(place.i)
    homes = _OWNERS if cls == "Topic" else ("Country", "Place", *_OWNERS)
    if name is not None:
        entity = notes.entities[name.kb_id_]
        return _home(entity, notes) if entity.cls in homes else None
    kind = noun_class(place.lemma_.lower())
    is_way = kind in homes if word == "of" else kind == "Place"
    return country_of(place, kind, notes) if is_way else None


def _home(entity: Entity, notes: Annotations) -> Entity | None:
    """The country that an entity is, is in or acts for."""
    if entity.cls == "Country":
        return entity
    homes = {link.target for link in entity.links}
    return notes.entities[homes.pop()] if len(homes) == 1 else None


def _has_owner(head: Token, notes: Annotations) -> bool:
    """Whether a body of its own stands before the noun: "U.N. officials in Paris"."""
    names = (notes.inside.get(child.i) for child in head.lefts if child.dep_ in _BEFORE)
    return any(name is not None and name.label_ not in {"Country", "Group", "Place"} for name in names)
