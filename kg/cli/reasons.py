"""What made a statement sure or unsure, in words: for ``kg explain``."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from kg.lexicon import lexicon
from kg.mapping.confidence import BASE, weights
from kg.mapping.features import SOUND, End, Said, of_statement
from kg.model import Entity, Event, Graph, NodeId, Quantity, Statement
from kg.version import VERSION

_LEAST = 0.15
"""Log-odds that are worth a word."""
_NONE = Entity(NodeId(""), "Topic", "")
_SURE, _UNSURE = 2.5, 1.0
"""Log-odds of a structure from which, and below which, it is told."""


class Reasons(NamedTuple):
    """Phrases for what makes a statement surer than others, and for what makes it less sure."""

    surer: tuple[str, ...] = ()
    less: tuple[str, ...] = ()


def reasons(graph: Graph, said: Statement) -> Reasons:
    """Why a statement is as sure as it is, the strongest reason first; none of one that another version made.

    What its own words do not explain is how sure the parser was of it.
    """
    if not any(activity.version == VERSION for activity in said.activities):
        return Reasons()
    is_parsed = any("kg_parse" in activity.model for activity in said.activities)
    found = dict(_found(graph, said, is_parsed=is_parsed))
    surer = sorted((name for name, value in found.items() if value >= _LEAST), key=lambda name: (-found[name], name))
    less = sorted((name for name, value in found.items() if value <= -_LEAST), key=lambda name: (found[name], name))
    return Reasons(tuple(_words(name) for name in surer), tuple(_words(name) for name in less))


def _found(graph: Graph, said: Statement, *, is_parsed: bool) -> Iterator[tuple[str, float]]:
    """Features by what they add to the log-odds."""
    table = weights(parsed=is_parsed)
    known = of_statement(_said(graph, said))
    added = {name: table.get(name, 0.0) * value for name, value in known.items()}
    yield from ((name, value) for name, value in added.items() if name in _telling())
    if is_parsed and 0 < said.confidence < 1:
        rest = math.log(said.confidence / (1 - said.confidence)) - table[BASE] - sum(added.values())
        sound = rest / table[SOUND]
        if sound >= _SURE:
            yield "sound", table[SOUND] * sound
        elif sound < _UNSURE:
            yield "unsound", table[SOUND] * (sound - _SURE)


def _said(graph: Graph, said: Statement) -> Said:
    subject = End(said.subject_text, _node(graph, said.subject))
    is_itself = said.object == said.event
    target = End(said.predicate_text if is_itself else said.object_text, _node(graph, said.object), is_itself)
    return Said((subject, target), said.rule, said.factuality, not said.is_open)


def _node(graph: Graph, node: NodeId) -> Entity | Event | Quantity:
    return graph.nodes.get(node, _NONE)


def _telling() -> dict[str, object]:
    table = lexicon("confidence")["telling"]
    return dict(table) if isinstance(table, dict) else {}


def _words(name: str) -> str:
    return str(_telling()[name])
