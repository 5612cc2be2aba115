"""Peripheral roles that any event may have: place, cause, condition, means, requester.

A relation of the ontology says where its own roles stand. Here are the prepositions that determine a role alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.lexicon import lexicon, words
from kg.mapping.classing import frame_class
from kg.mapping.openie import CONDITIONS
from kg.mapping.pieces import node_of
from kg.model import Argument, Frame, NodeId, Phrase, Role
from kg.model.nodes import GraphNode
from kg.ontology import Ontology

Circumstances = tuple[frozenset[Role], tuple[GraphNode, ...]]
_ARTICLES = frozenset({"a", "an", "the"})
LINKS = frozenset({"inResponseTo"})
"""Roles by which any happening may lead to another."""
_ANYWHERE = words("roles", "anywhere", "words")
_TEMPORAL = words("roles", "temporal", "words")
_ON_THE_SPOT = words("roles", "on_the_spot", "classes")
_HAPPENING, _PLACE = "Event", "place"
_WISHES = words("roles", "wishes", "words")
_WHOSE = frozenset({"of", "poss", "demonym", "from"})
_GRAMMAR = {"object": "patient", "indirect": "recipient", "complement": "attribute"}
_PREPOSITIONS = words("roles", "participants", "prepositions")
_TABLE = lexicon("roles")["circumstances"]
_SLOTS = {role: words("roles", "circumstances", role) for role in (_TABLE if isinstance(_TABLE, Mapping) else ())}
_SLOTS["condition"] |= CONDITIONS
"""Role -> the prepositions that tell it."""
_FAR = {role: slots for role, slots in _SLOTS.items() if role in _ANYWHERE}
"""The roles that may be told further in, behind the object."""


def circumstances(frame: Frame, ontology: Ontology) -> Circumstances:
    """The roles that the clause's prepositions determine, and the nodes that fill them."""
    found = tuple(_fillers(frame, ontology))
    roles = frozenset(Role(role, phrase.entity.id) for role, phrase in found)
    links = frozenset(Role(name, target) for name, target in frame.links if name in LINKS)
    return roles | links, tuple(node_of(phrase) for _, phrase in found)


def participants(frame: Frame, ontology: Ontology) -> Circumstances:
    """All participants of a clause of no ontology relation, each in the role of its slot.

    The role of an ambiguous preposition is named by it: "spoke against the bill" is ``against``.
    """
    around, nodes = circumstances(frame, ontology)
    sure = {role.filler for role in around}
    found = [
        pair for argument in frame.arguments for pair in _parts(argument, ontology) if pair[1].entity.id not in sure
    ]
    content = [a.phrase.entity.id for a in frame.arguments if a.slot == "clause" and a.phrase.entity.cls == "Event"]
    roles = {Role(role, node_of(phrase).id) for role, phrase in found} | {Role("content", node) for node in content}
    return around | roles, (*nodes, *(node_of(phrase) for _, phrase in found))


def _parts(argument: Argument, ontology: Ontology) -> Iterator[tuple[str, Phrase]]:
    if _is_wish(argument):
        return  # "at the request of Chad": Chad alone takes part
    for phrase in argument.phrase.members or (argument.phrase,):
        role = _role_of(argument.slot, phrase, ontology)
        if role:
            yield role, phrase


def _role_of(slot: str, phrase: Phrase, ontology: Ontology) -> str:
    """The role of a place in the clause; none for a time, which the event has, and for a clause."""
    if phrase.quantity is not None and phrase.entity.cls == "Quantity":
        return "rate" if phrase.quantity.unit == "percent" else "amount"
    if slot == "subject":
        return "agent" if ontology.is_any(phrase.entity.cls, ontology.role_ranges["agent"]) else "theme"
    return _GRAMMAR.get(slot, slot if slot in _PREPOSITIONS else "")


def general_roles(frame: Frame, ontology: Ontology, *, but: Mapping[str, tuple[NodeId, ...]]) -> Circumstances:
    """The roles that any event may have, also beside a relation; ``but`` are those that the relation fills.

    A place that the relation names already ("arrived in [Lima]") is told with it.
    """
    named = {node for nodes in but.values() for node in nodes}
    found = tuple(
        (role, phrase)
        for role, phrase in _fillers(frame, ontology)
        if role not in but and (role in _ANYWHERE or (role == _PLACE and phrase.entity.id not in named))
    )
    return frozenset(Role(role, p.entity.id) for role, p in found), tuple(node_of(p) for _, p in found)


def _fillers(frame: Frame, ontology: Ontology) -> Iterator[tuple[str, Phrase]]:
    """Roles with their phrases, each of a class that its role takes."""
    is_there = frame_class(frame, ontology) in _ON_THE_SPOT
    for role, phrase in _told(frame, is_there=is_there):
        allowed = ontology.role_ranges.get(role, frozenset())
        for member in phrase.members or (phrase,):
            is_fit = role not in _TEMPORAL or ontology.is_a(member.entity.cls, _HAPPENING)
            if is_fit and any(ontology.is_a(member.entity.cls, cls) for cls in allowed):
                yield role, member


def _told(frame: Frame, *, is_there: bool) -> Iterator[tuple[str, Phrase]]:
    """The phrases of the clause that tell a role; ``is_there`` where it happens at the place of its object."""
    for argument in frame.arguments:
        yield from _by_slot(argument, _SLOTS)
        if argument.slot in _SLOTS[_PLACE]:  # "at a market in Jos"
            yield from ((_PLACE, inner.phrase) for inner in argument.phrase.arguments if inner.slot in _SLOTS[_PLACE])
        if argument.slot == "object":
            is_thing = is_there and argument.phrase.entity.cls != _HAPPENING  # not "ended the war in Mali"
            table = {**_FAR, _PLACE: _SLOTS[_PLACE]} if is_thing else _FAR
            yield from (found for inner in argument.phrase.arguments for found in _by_slot(inner, table))
        if _is_wish(argument):
            yield from (("requestedBy", a.phrase) for a in argument.phrase.arguments if a.slot in _WHOSE)


def _is_wish(argument: Argument) -> bool:
    return argument.slot == "at" and argument.phrase.lemma in _WISHES


def _by_slot(argument: Argument, table: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, Phrase]]:
    plain = " ".join(word for word in argument.slot.split() if word not in _ARTICLES)
    return ((role, argument.phrase) for role, slots in table.items() if plain in slots)
