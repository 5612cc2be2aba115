"""Country inference for the ends of statements: by place, by words, or by the only country of the article.

In an article that names Peru alone, "the opposition", "the curfew" and "the rebels" are Peru's. Where it names a
second country, or a statement has no event, nothing is inferred from that.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache, cached_property, lru_cache

from kg.gazetteer import Gazetteer
from kg.gazetteer.words import pieces
from kg.model import Entity, Event, NodeId, Statement
from kg.model.nodes import GraphNode
from kg.streams.spool import GraphLike

_MATTERS = frozenset({"Agreement", "Event", "Place", "Policy", "Topic"})
_TEXTS = 4096  # texts whose names are kept at hand


class CountryInference:
    """Infers the countries of one article's statements in a graph; ``quotes`` are the sentences of the article."""

    def __init__(self, graph: GraphLike, quotes: Collection[str]) -> None:
        self._graph = graph
        self._quotes = quotes

    def of_object(self, statement: Statement) -> str:
        """The ISO 3166-1 alpha-3 code of the country of a statement's object; empty if unknown."""
        node = self._graph.nodes.get(statement.object)
        found = self._own(node)
        if found or not _is_inferable(statement, node):
            return found
        if named := self._in_words(statement, node):
            return _one(named)
        event = self._graph.nodes.get(statement.event) if statement.event else None
        return _one(self._of_roles(event, "place", "beneficiary")) or self._alone(node)

    def of_subject(self, statement: Statement) -> str:
        """The ISO 3166-1 alpha-3 code of the country of a statement's subject; empty if unknown."""
        node = self._graph.nodes.get(statement.subject)
        found = self._own(node)
        return self._alone(node) if not found and _is_inferable(statement, node) else found

    def _own(self, node: GraphNode | None) -> str:
        """The country that a node is or belongs to; a happening's is that of its words, else of its place."""
        if isinstance(node, Entity):
            return node.country
        return _one(self._of_roles(node, "ofCountry") or self._of_roles(node, "place"))

    def _of_roles(self, event: GraphNode | None, *names: str) -> frozenset[str]:
        """The countries of those who have a role in an event: "bombed a wedding in Yemen", "sold them to Oman"."""
        if not isinstance(event, Event):
            return frozenset()
        fillers = (self._graph.nodes.get(NodeId(role.filler)) for role in event.roles if role.name in names)
        return frozenset(self._own(node) for node in fillers) - {""}

    def _in_words(self, statement: Statement, node: GraphNode | None) -> frozenset[str]:
        """The countries that a matter's words name: "talks with [Oman]"; the subject's only where it stands alone."""
        if not isinstance(node, Event) and not (isinstance(node, Entity) and node.cls in _MATTERS):
            return frozenset()
        named = _names(statement.object_text) | _names(node.label)
        return named - {self._own(self._graph.nodes.get(statement.subject))} or named

    def _alone(self, node: GraphNode | None) -> str:
        """The one country that the sentences read of the article name; none for a people, at home where it is known."""
        if isinstance(node, Entity) and node.cls == "Group" and self._is_people(node.label):
            return ""
        return self._only

    def _is_people(self, label: str) -> bool:
        """As in "Arabs", "Bosnian Serbs", and no common noun that begins a sentence: "Gunmen"."""
        begins = any(quote.startswith(label) for quote in self._quotes)
        return label.rpartition(" ")[2][:1].isupper() and not begins

    @cached_property
    def _only(self) -> str:
        return _one(frozenset().union(*map(_names, self._quotes)))


def _is_inferable(statement: Statement, node: GraphNode | None) -> bool:
    """Whether an end takes part in a happening and can be at home in a country."""
    is_apart = not isinstance(node, Entity | Event) or node.cls == "InternationalOrganization"
    return bool(statement.event) and not statement.is_open and not is_apart


def _one(codes: frozenset[str]) -> str:
    """The only one of some codes; empty if there are several or none."""
    return next(iter(codes)) if len(codes) == 1 else ""


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer()


@lru_cache(_TEXTS)
def _names(text: str) -> frozenset[str]:
    """The codes of the countries that are named in a text, those of their places and people among them.

    A name of two countries makes two.
    """
    entries = (entry for match in _gazetteer().matches(pieces(text)) for entry in match.entries)
    return frozenset(entry.entity.country for entry in entries if entry.entity.country)
