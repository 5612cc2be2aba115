"""What linking knows of each article, shard by shard: words and nodes, then profiles of entities and events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kg.corpus.copies import texts_of
from kg.corpus.entity_pairs import keys_of, may_be_crowd
from kg.corpus.links import Unit
from kg.corpus.profiles import EntityProfile, EventProfile, Profiles
from kg.corpus.words import proper, stems
from kg.facts.states import is_of_one_article
from kg.model import ArticleId, Entity, Event, Graph, NodeId, Quantity
from kg.shards.index import unpacked as graph_of
from kg.shards.values import packed, unpacked

Packed = tuple[int, bytes]
"""The graph of an article as the index has it."""
SharedNode = Entity | Event | Quantity


@dataclass(frozen=True, slots=True)
class ArticleWords:
    """The day of an article, and its words and names, counted."""

    name: ArticleId
    day: date | None
    words: Mapping[str, int]
    names: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ShardWords:
    """The words of the articles of a shard, with their nodes that other articles may speak of, too."""

    articles: tuple[ArticleWords, ...]
    nodes: Mapping[NodeId, bytes]
    several: frozenset[NodeId]
    """The nodes that several of these articles speak of."""


@dataclass(frozen=True, slots=True)
class ArticleEntity:
    """An entity as one article speaks of it; its profile as bytes."""

    unit: Unit
    item: str
    is_bare: bool
    is_full: bool
    """Whether it has a full name, which means the same wherever many articles tell of it."""
    keys: tuple[str, ...]
    profile: bytes


@dataclass(frozen=True, slots=True)
class ArticleProfiles:
    """The profiles of an article, those of events as bytes, their participants as nodes."""

    name: ArticleId
    days: tuple[tuple[date, date], ...]
    """When its events were, as far as it dates them."""
    entities: tuple[ArticleEntity, ...]
    events: tuple[tuple[NodeId, bytes], ...]


def words_of_shard(given: bytes) -> bytes:
    """A task: the graphs of the articles of a shard -> ``ShardWords``."""
    graphs = [graph_of(*one) for one in unpacked(tuple[Packed, ...], given)]
    texts = [(graph.articles[0], texts_of(graph)[graph.articles[0].id]) for graph in graphs]
    told = Counter(node.id for graph in graphs for node in _shared(graph))
    nodes = Graph().union(*(graph_with(_shared(graph)) for graph in graphs)).nodes
    return packed(
        ShardWords(
            tuple(ArticleWords(one.id, one.date, Counter(stems(text)), proper(text)) for one, text in texts),
            {name: packed(graph_with([node])) for name, node in nodes.items()},
            frozenset(name for name, count in told.items() if count > 1),
        )
    )


def profiles_of_shard(given: bytes) -> bytes:
    """A task: graphs of articles, and what all articles tell of their nodes -> ``ArticleProfiles`` of each."""
    graphs, known = unpacked(tuple[tuple[Packed, ...], Graph], given)
    return packed([_profiles(_known(graph_of(*one), known.nodes)) for one in graphs])


def graph_with(nodes: Iterable[SharedNode]) -> Graph:
    """A graph of some nodes alone."""
    found = list(nodes)
    return Graph(
        entities=tuple(one for one in found if isinstance(one, Entity)),
        events=tuple(one for one in found if isinstance(one, Event)),
        quantities=tuple(one for one in found if isinstance(one, Quantity)),
    )


def ends_of(nodes: Iterable[SharedNode]) -> Iterator[NodeId]:
    """The nodes by which some nodes are described."""
    for node in nodes:
        if isinstance(node, Entity):
            yield from (link.target for link in node.links)
        elif isinstance(node, Event):
            yield from (role.filler for role in node.roles)


def _shared(graph: Graph) -> Iterator[SharedNode]:
    return (node for node in graph.nodes.values() if not is_of_one_article(node.id))


def _known(graph: Graph, known: Mapping[NodeId, SharedNode]) -> Graph:
    """The graph of an article with what all articles tell of its nodes."""
    found, waiting = dict[NodeId, SharedNode](), [*graph.nodes]
    while waiting:
        name = waiting.pop()
        node = known.get(name) or graph.nodes.get(name)
        if node is not None and name not in found:
            found[name] = node
            waiting += ends_of([node])
    nodes = graph_with(found[name] for name in sorted(found))
    return replace(graph, entities=nodes.entities, events=nodes.events, quantities=nodes.quantities)


def _profiles(graph: Graph) -> ArticleProfiles:
    profiles, article = Profiles(graph), graph.articles[0].id
    events = [one for one in profiles.events({}) if one.unit.article == article]
    return ArticleProfiles(
        article,
        tuple(sorted({one.days for one in events if one.days})),
        tuple(map(_row, profiles.entities)),
        tuple((one.unit.node, packed(one)) for one in events),
    )


def _row(one: EntityProfile) -> ArticleEntity:
    keys = tuple(sorted(keys_of(one)))
    return ArticleEntity(one.unit, one.wikidata, one.is_bare, may_be_crowd(one), keys, packed(one))


def of_clusters(one: EventProfile, clusters: Mapping[NodeId, NodeId]) -> EventProfile:
    """The profile of an event with clusters in place of the entities of its article."""

    def named(nodes: frozenset[NodeId]) -> frozenset[NodeId]:
        return frozenset(clusters.get(node, node) for node in nodes)

    fillers = {role: named(nodes) for role, nodes in one.fillers.items()}
    return replace(one, fillers=fillers, people=named(one.people), persons=named(one.persons))
