"""The tasks that compare what meets in a block: articles by their words, entities by names or stories, events."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kg.corpus import entity_pairs, event_pairs
from kg.corpus.clusters import Features, weights
from kg.corpus.copies import texts_of
from kg.corpus.entity_pairs import form_of, keys_of, may_be_crowd, wants_story
from kg.corpus.linking import STORY
from kg.corpus.links import EVENT, Unit
from kg.corpus.profiles import EntityProfile, EventProfile, Profiles
from kg.corpus.words import Documents, Frequencies, proper, stems
from kg.facts.states import is_of_one_article
from kg.model import ArticleId, Entity, Event, Graph, NodeId, Quantity
from kg.shards.codec import packed, unpacked
from kg.shards.index import unpacked as graph_of


@dataclass(frozen=True, slots=True)
class WindowWords:
    """The words and names of the articles of a window; only terms of these have their frequencies."""

    name: str
    windows: Mapping[str, tuple[str, ...]]
    """All windows of each article."""
    words: Mapping[str, Mapping[str, int]]
    names: Mapping[str, Mapping[str, int]]
    of_words: Frequencies
    of_names: Frequencies


@dataclass(frozen=True, slots=True)
class AlikeArticles:
    """Two articles that are alike, in order: by their words, and by their names."""

    one: ArticleId
    other: ArticleId
    words: float
    names: float


@dataclass(frozen=True, slots=True)
class NamedBlock:
    """Entities whose names share keys."""

    profiles: tuple[EntityProfile, ...]
    keys: Mapping[str, tuple[int, ...]]
    """Key -> places of the entities that have it."""


@dataclass(frozen=True, slots=True)
class FoundPair:
    """Two entities that may be one, with their features but for how alike their articles are."""

    one: Unit
    other: Unit
    form: str
    features: Features
    wants_story: bool = False


@dataclass(frozen=True, slots=True)
class EventBlock:
    """The events of the articles of a window, their participants as clusters; only their terms have frequencies."""

    stories: tuple[AlikeArticles, ...]
    profiles: tuple[EventProfile, ...]
    of_words: Frequencies


@dataclass(frozen=True, slots=True)
class EventsFound:
    """What a window has of events: pairs that may be one, those that are for sure, those of which one is denied."""

    pairs: tuple[tuple[Unit, Unit, Features], ...]
    sure: tuple[tuple[Unit, Unit], ...]
    denied: tuple[tuple[Unit, Unit, Features], ...]


def stories_of_window(given: bytes) -> bytes:
    """A task: ``WindowWords`` -> ``AlikeArticles``, of each pair that is alike and has no earlier window in common."""
    block = unpacked(WindowWords, given)
    windows = {name: set(known) for name, known in block.windows.items()}
    found = {
        (one, other): value
        for one, other, value in Documents(block.words, block.of_words).alike(STORY)
        if min(windows[one] & windows[other]) == block.name
    }
    names = Documents(block.names, block.of_names).names_alike(found)
    return packed(
        [
            AlikeArticles(ArticleId(one), ArticleId(other), value, names[one, other])
            for (one, other), value in found.items()
        ]
    )


def pairs_of_names(given: bytes) -> bytes:
    """A task: ``NamedBlock`` -> ``FoundPair`` of entities."""
    block = unpacked(NamedBlock, given)
    groups = {key: [block.profiles[place] for place in places] for key, places in block.keys.items()}
    return packed([_found(one, other) for one, other in entity_pairs.met(groups)])


def pairs_of_descriptions(given: bytes) -> bytes:
    """A task: entities of a window, its pairs of articles of the same names -> ``FoundPair`` of what is described."""
    profiles, stories = unpacked(tuple[tuple[EntityProfile, ...], tuple[AlikeArticles, ...]], given)
    alike = {(one.one, one.other): one.words for one in stories}
    return packed([_found(one, other) for one, other in entity_pairs.described(profiles, alike)])


def _found(one: EntityProfile, other: EntityProfile) -> FoundPair:
    found = entity_pairs.features(one, other, 0.0)
    return FoundPair(one.unit, other.unit, form_of(one, other), found, wants_story(one, other))


def pairs_of_events(given: bytes) -> bytes:
    """A task: ``EventBlock`` -> ``EventsFound``."""
    block = unpacked(EventBlock, given)
    stories = {(one.one, one.other): one.words for one in block.stories}
    names = {(one.one, one.other): one.names for one in block.stories}
    pairs = event_pairs.EventPairs(block.profiles, Documents({}, block.of_words), stories, names)
    opposed = ((one, other) for one, other in pairs.compared(opposed=True) if event_pairs.are_of_one(one, other))
    denied = list(_with_features(pairs, opposed))
    join = weights(EVENT).join
    return packed(
        EventsFound(
            tuple(_with_features(pairs, pairs.compared())),
            tuple(pairs.joined()),
            tuple(one for one in denied if weights(EVENT).log_odds(one[2]) >= join),
        )
    )


def _with_features(
    pairs: event_pairs.EventPairs, found: Iterable[tuple[EventProfile, EventProfile]]
) -> Iterator[tuple[Unit, Unit, Features]]:
    return ((one.unit, other.unit, pairs.features(one, other)) for one, other in found)


def item_once(profiles: Iterable[EntityProfile]) -> tuple[EntityProfile, ...]:
    """Profiles of one unit as one, in order of their units."""
    groups: defaultdict[Unit, list[EntityProfile]] = defaultdict(list)
    for one in profiles:
        groups[one.unit].append(one)
    return tuple(entity_pairs.together(groups[unit]) for unit in sorted(groups))


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
