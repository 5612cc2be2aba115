"""The country of an end of a statement: its own, else where it happens, what its words name, or the only one there is.

In an article that names Peru alone, "the opposition", "the curfew" and "the rebels" are Peru's. Where a second country
is named, nothing is inferred from silence; nor is anything where no happening is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property, lru_cache

from kg.gazetteer import Gazetteer, Match
from kg.gazetteer.words import pieces
from kg.model import ArticleId, Entity, Event, NodeId, Quantity, Statement
from kg.spool import Whole

_NOWHERE = frozenset({"InternationalOrganization", "Quantity"})
_MATTERS = frozenset({"Agreement", "Event", "Place", "Policy", "Topic"})
_TEXTS = 4096  # texts whose names are kept at hand
_WHERE = ("place", "beneficiary")

Node = Entity | Event | Quantity


def own_country(node: Node | None, graph: Whole) -> str:
    """The code of the country that a node is or belongs to; a happening's is that of its words, else of its place."""
    if isinstance(node, Event):
        for name in ("ofCountry", "place"):
            codes = {code for filler in _fillers(node, name, graph) if (code := own_country(filler, graph))}
            if codes:
                return min(codes) if len(codes) == 1 else ""
        return ""
    return node.country if isinstance(node, Entity) else ""


class CountryInference:
    """The countries of the ends of the statements of a graph; ``quotes`` are the sentences of those articles alone."""

    def __init__(self, graph: Whole, quotes: Mapping[ArticleId, frozenset[str]] | None = None) -> None:
        self._graph = graph
        self._given = quotes
        self._only: dict[ArticleId, str] = {}

    def of_object(self, statement: Statement, article: ArticleId) -> str:
        """The code of the country of the object of a happening; empty if untold."""
        node = self._graph.nodes.get(statement.object)
        found = own_country(node, self._graph)
        if found or statement.is_open or not statement.event or _class(node) in _NOWHERE:
            return found
        named = self._in_words(statement, node)
        if named:
            return min(named) if len(named) == 1 else ""
        return self._of_place(statement) or self._alone(node, article)

    def of_subject(self, statement: Statement, article: ArticleId) -> str:
        """The code of the country of the subject of a happening; empty if untold."""
        node = self._graph.nodes.get(statement.subject)
        found = own_country(node, self._graph)
        if found or statement.is_open or not statement.event or _class(node) in _NOWHERE:
            return found
        return self._alone(node, article)

    def _in_words(self, statement: Statement, node: Node | None) -> frozenset[str]:
        """The countries that a matter's words name: "talks with [Oman]"; the subject's only where it stands alone."""
        if not isinstance(node, Entity | Event) or not (isinstance(node, Event) or node.cls in _MATTERS):
            return frozenset()
        named = _names(statement.object_text) | _names(node.label)
        return named - {own_country(self._graph.nodes.get(statement.subject), self._graph)} or named

    def _of_place(self, statement: Statement) -> str:
        """As in "bombed a wedding in Yemen", "extradited a thief to Oman"."""
        event = self._graph.nodes.get(statement.event) if statement.event else None
        if not isinstance(event, Event):
            return ""
        where = (place for role in _WHERE for place in _fillers(event, role, self._graph))
        codes = {own_country(place, self._graph) for place in where} - {""}
        return min(codes) if len(codes) == 1 else ""

    def _alone(self, node: Node | None, article: ArticleId) -> str:
        """The one country that the sentences read of an article name; empty if there are several or a doubtful one."""
        if isinstance(node, Entity) and node.cls == "Group" and self._is_people(node.label, article):
            return ""
        if article not in self._only:
            codes: set[str] = set()
            for quote in self._quotes.get(article, ()):
                codes |= _names(quote)
            self._only[article] = min(codes) if len(codes) == 1 else ""
        return self._only[article]

    def _is_people(self, label: str, article: ArticleId) -> bool:
        """As in "Arabs", "Bosnian Serbs": a people by name is at home where it is known to be; "Gunmen" may begin."""
        begins = any(quote.startswith(label) for quote in self._quotes.get(article, ()))
        return label.rpartition(" ")[2][:1].isupper() and not (begins and " " not in label)

    @cached_property
    def _quotes(self) -> Mapping[ArticleId, frozenset[str]]:
        if self._given is not None:
            return self._given
        found: dict[ArticleId, set[str]] = defaultdict(set)
        for statement in self._graph.statements:
            for evidence in statement.evidence:
                found[evidence.article].add(evidence.quote)
        return {article: frozenset(quotes) for article, quotes in found.items()}


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer()


@lru_cache(_TEXTS)
def _names(text: str) -> frozenset[str]:
    """The codes of the countries that are named in a text, those of their places and people among them."""
    return frozenset(_codes(_gazetteer().matches(pieces(text))))


def _codes(matches: Iterable[Match]) -> Iterator[str]:
    """The codes of all readings: a name of two countries makes two."""
    for match in matches:
        yield from (entry.entity.country for entry in match.entries if entry.entity.country)


def _fillers(event: Event, role: str, graph: Whole) -> list[Node | None]:
    return [graph.nodes.get(NodeId(found.filler)) for found in sorted(event.roles) if found.name == role]


def _class(node: Node | None) -> str:
    if node is None or isinstance(node, Quantity):
        return "Quantity"
    return node.cls
