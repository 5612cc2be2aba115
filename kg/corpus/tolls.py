"""Tolls: how many people an event cost, told by its own clause, or by one on the toll ("the death toll rose to 17")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kg.corpus.words import stem, words
from kg.lexicon import pairs
from kg.lexicon import words as lexicon_words
from kg.model import Entity, Event, Graph, NodeId, Quantity

KILLED, INJURED = "killed", "injured"
_THINGS = {"Casualty": KILLED, "ViolentCasualty": KILLED, "Injury": INJURED, "ViolentInjury": INJURED}
_AMOUNT, _THEME = "amount", "theme"
_PEOPLE = "people"


@dataclass(frozen=True, order=True, slots=True)
class Toll:
    """How many an event cost: ``thing`` is "killed" or "injured", ``whom`` a noun."""

    thing: str
    whom: str
    number: Decimal
    is_told_of: bool = False
    """Whether the clause tells of the toll, and what cost it is told elsewhere."""

    @property
    def what(self) -> str:
        """What the number counts: "people (killed)"."""
        return f"{self.whom} ({self.thing})"


def toll_of(graph: Graph, event: Event) -> Toll | None:
    """The toll that an event tells; None where it tells none."""
    told_of = next((thing for node in _fillers(graph, event, _THEME) if (thing := _told_of(graph.label(node.id)))), "")
    thing = _THINGS.get(event.cls, told_of)
    for node in _fillers(graph, event, _AMOUNT) if thing else ():
        if isinstance(node, Quantity) and (number := _number(node)) is not None:
            unit = node.unit.lower()
            is_people = not unit or unit in lexicon_words("links", "people", "words")
            return Toll(thing, _PEOPLE if is_people else unit, number, not _THINGS.get(event.cls))
    return None


def _number(quantity: Quantity) -> Decimal | None:
    """The value, else the bound that is known; None where neither is."""
    known = (quantity.value, quantity.minimum, quantity.maximum)
    return next((number for number in known if number is not None), None)


def _fillers(graph: Graph, event: Event, role: str) -> Iterator[Entity | Event | Quantity]:
    for name in sorted(one.filler for one in event.roles if one.name == role):
        if (node := graph.nodes.get(NodeId(name))) is not None:
            yield node


def _told_of(label: str) -> str:
    """Of what a noun phrase is the toll; "" where it is none.

    >>> _told_of("death toll from a bomb attack"), _told_of("number of deaths"), _told_of("bell")
    ('killed', 'killed', '')
    """
    found = " ".join(map(stem, words(label)))
    for phrase, thing in sorted(pairs("links", "tolls").items()):
        if found.startswith(" ".join(map(stem, words(phrase)))):
            return thing
    return ""
