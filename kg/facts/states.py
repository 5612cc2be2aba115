"""Who acts for a state: its government, its ministries, holders of its offices."""

import re
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import replace
from functools import cache, cached_property, lru_cache

from kg.gazetteer import Gazetteer
from kg.gazetteer.words import pieces
from kg.model import Entity, Event, Graph, Link, NodeId, Statement
from kg.model.nodes import GraphNode
from kg.streams.spool import GraphLike

_HOLDING = "heldOffice"
_OF_ARTICLE = re.compile(r"-[0-9a-f]{8}$")


def principals(graph: Graph) -> Mapping[NodeId, frozenset[NodeId]]:
    """All that each entity acts for, itself included: along ``actsFor``, and by the offices that it holds.

    The article itself must tell of the office: a president by own claim acts for nobody else.
    """
    nearest: dict[NodeId, set[NodeId]] = defaultdict(set)
    for entity in graph.entities:
        nearest[entity.id] |= {link.target for link in entity.links if link.relation == "actsFor"}
    for told in graph.statements:
        if told.relation == _HOLDING and told.is_own:
            nearest[told.subject].add(told.object)
    return {node: _reached(node, nearest) for node in sorted(nearest)}


def _reached(start: NodeId, nearest: Mapping[NodeId, set[NodeId]]) -> frozenset[NodeId]:
    found, open_ends = {start}, [start]
    while open_ends:
        new = nearest.get(open_ends.pop(), set()) - found
        found |= new
        open_ends += sorted(new)
    return frozenset(found)


def states(graph: Graph) -> Mapping[NodeId, NodeId]:
    """Entity -> the state that it is or acts for; those with none or several are left out."""
    found: dict[NodeId, NodeId] = {}
    for node, all_of_them in principals(graph).items():
        countries = {node} if is_country(graph, node) else {one for one in all_of_them if is_country(graph, one)}
        if len(countries) == 1:
            found[node] = countries.pop()
    return found


def governed(graph: Graph) -> Mapping[NodeId, NodeId]:
    """Government -> its state; both are one actor: "Canada imposed", "the Canadian government imposed"."""
    found = states(graph)
    return {one.id: found[one.id] for one in graph.entities if one.cls == "Government" and one.id in found}


def is_called(entity: Entity) -> bool:
    """Whether an entity has a name of its own, and is not only described in an article: "the northern countries"."""
    return bool(entity.wikidata or entity.alpha3) or not is_of_one_article(entity.id)


def is_of_one_article(node: NodeId) -> bool:
    """Whether one article alone speaks of a node, by the digest at the end of its id."""
    return bool(_OF_ARTICLE.search(node))


def is_country(graph: Graph, node: NodeId) -> bool:
    """Whether a node of the graph is a country, not a government or another place."""
    found = graph.nodes.get(node)
    return isinstance(found, Entity) and found.cls == "Country"


AGREEMENT = "Agreement"
PARTY = "party"
_NAMED_BY = "agreement"


def with_parties(graph: Graph, makings: Container[str]) -> Graph:
    """The graph with a ``kg:party`` link from each agreement to those who made it, as the article itself tells.

    ``makings`` are the event classes by which one is made: a signing, no negotiation. Where that is planned, denied or
    only a source's claim, the parties are roles of the event alone.
    """
    told = {said.event for said in graph.statements if said.is_own and said.event}
    parties: dict[NodeId, set[NodeId]] = defaultdict(set)
    for event in graph.events:
        if event.id in told and event.cls in makings:
            for agreement in _fillers(event, _NAMED_BY):
                parties[agreement].update(_fillers(event, PARTY))
    added = {node: {Link(PARTY, one) for one in found if one != node} for node, found in parties.items()}
    agreeing = {one.id for one in graph.entities if one.cls == AGREEMENT and added.get(one.id)}
    linked = (replace(one, links=one.links | added[one.id]) if one.id in agreeing else one for one in graph.entities)
    return replace(graph, entities=tuple(linked))


def parties_of(entity: object) -> frozenset[NodeId]:
    """The parties of a node that is an agreement; of any other, none."""
    if not isinstance(entity, Entity) or entity.cls != AGREEMENT:
        return frozenset()
    return frozenset(link.target for link in entity.links if link.relation == PARTY)


def _fillers(event: Event, name: str) -> Iterable[NodeId]:
    return (role.filler for role in event.roles if role.name == name)


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
        """The one country that the sentences read of the article name; none for a people, at home where it is known.

        That is "Arabs", "Bosnian Serbs", and no common noun that begins a sentence: "Gunmen".
        """
        group = node.label if isinstance(node, Entity) and node.cls == "Group" else ""
        is_people = group.rpartition(" ")[2][:1].isupper() and not any(one.startswith(group) for one in self._quotes)
        return "" if is_people else self._only

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


_gazetteer = cache(Gazetteer)


@lru_cache(_TEXTS)
def _names(text: str) -> frozenset[str]:
    """The codes of the countries that are named in a text, those of their places and people among them.

    A name of two countries makes two.
    """
    entries = (entry for match in _gazetteer().matches(pieces(text)) for entry in match.entries)
    return frozenset(entry.entity.country for entry in entries if entry.entity.country)
