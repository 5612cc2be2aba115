"""Tasks of linking: pure functions of bytes, done here, by processes or by a cluster.

They compare what meets in a block: articles by their words, entities by names or stories, events.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from multiprocessing import get_context
from typing import cast

from kg.corpus import entity_pairs, event_pairs
from kg.corpus.blocks.windows import STORY
from kg.corpus.clusters import Features, weights
from kg.corpus.copies import texts_of
from kg.corpus.entity_pairs import form_of, keys_of, may_be_crowd, wants_story
from kg.corpus.links import EVENT, Unit
from kg.corpus.profiles import EntityProfile, EventProfile, Profiles
from kg.corpus.words import Documents, Frequencies, proper, stems
from kg.errors import KgError
from kg.facts.states import is_of_one_article
from kg.model import ArticleId, Entity, Event, Graph, NodeId, Quantity
from kg.plugins import part
from kg.shards.codec import packed, unpacked
from kg.shards.index import unpacked as graph_of
from kg.version import VERSION


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
    """Two articles that are alike, in order: by their words, by their names, and in whom else they are like."""

    one: ArticleId
    other: ArticleId
    words: float
    names: float
    circle: float = 0.0


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
    return packed([found_pair(one, other) for one, other in entity_pairs.met(groups)])


def pairs_of_descriptions(given: bytes) -> bytes:
    """A task: entities of a window, its pairs of articles of the same names -> ``FoundPair`` of what is described."""
    profiles, stories = unpacked(tuple[tuple[EntityProfile, ...], tuple[AlikeArticles, ...]], given)
    alike = {(one.one, one.other): one.words for one in stories}
    return packed([found_pair(one, other) for one, other in entity_pairs.described(profiles, alike)])


def found_pair(one: EntityProfile, other: EntityProfile) -> FoundPair:
    """Two entities that may be one."""
    found = entity_pairs.features(one, other, 0.0)
    return FoundPair(one.unit, other.unit, form_of(one, other), found, wants_story(one, other))


def pairs_of_events(given: bytes) -> bytes:
    """A task: ``EventBlock`` -> ``EventsFound``."""
    block = unpacked(EventBlock, given)
    stories = {(one.one, one.other): one.words for one in block.stories}
    circles = {(one.one, one.other): one.circle for one in block.stories}
    pairs = event_pairs.EventPairs(block.profiles, Documents({}, block.of_words), stories, circles)
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
    found = list[ArticleProfiles]()
    for one in graphs:
        graph = _known(graph_of(*one), known.nodes)
        profiles, article = Profiles(graph), graph.articles[0].id
        events = [one for one in profiles.events({}) if one.unit.article == article]
        rows = ((one, tuple(sorted(keys_of(one)))) for one in profiles.entities)
        found.append(
            ArticleProfiles(
                article,
                tuple(sorted({one.days for one in events if one.days})),
                tuple(
                    ArticleEntity(one.unit, one.wikidata, one.is_bare, may_be_crowd(one), keys, packed(one))
                    for one, keys in rows
                ),
                tuple((one.unit.node, packed(one)) for one in events),
            )
        )
    return packed(found)


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
    return replace(
        described({**graph.nodes, **known}, graph.nodes), articles=graph.articles, statements=graph.statements
    )


def described(nodes: Mapping[NodeId, SharedNode], some: Iterable[NodeId]) -> Graph:
    """A graph of some nodes alone, with all by which they are described."""
    found, waiting = dict[NodeId, SharedNode](), [*some]
    while waiting:
        name = waiting.pop()
        if name in nodes and name not in found:
            found[name] = nodes[name]
            waiting += ends_of([found[name]])
    return graph_with(found[name] for name in sorted(found))


def of_clusters(one: EventProfile, clusters: Mapping[NodeId, NodeId]) -> EventProfile:
    """The profile of an event with clusters in place of the entities of its article."""

    def named(nodes: frozenset[NodeId]) -> frozenset[NodeId]:
        return frozenset(clusters.get(node, node) for node in nodes)

    fillers = {role: named(nodes) for role, nodes in one.fillers.items()}
    return replace(one, fillers=fillers, people=named(one.people), persons=named(one.persons))


WORDS, PROFILES, STORIES = "words", "profiles", "stories"
NAMES, DESCRIPTIONS, EVENTS = "names", "descriptions", "events"
_TASKS: Mapping[str, Callable[[bytes], bytes]] = {
    WORDS: words_of_shard,
    PROFILES: profiles_of_shard,
    STORIES: stories_of_window,
    NAMES: pairs_of_names,
    DESCRIPTIONS: pairs_of_descriptions,
    EVENTS: pairs_of_events,
}
_AHEAD = 4
"""Tasks that wait for each process, so that none is idle; more would be in memory."""
Tasks = Callable[[str, Iterable[bytes]], Iterator[bytes]]
"""Does tasks of a kind, each with what it is given, and gives what they make, in order; it may look some ahead."""
_TasksDone = Callable[[Callable[[bytes], bytes], Iterable[bytes]], Iterator[bytes]]
"""Calls a function with each of some values, by the workers of a cluster."""


def run_task(kind: str, given: bytes) -> bytes:
    """What a task makes; the same bytes give the same bytes."""
    return _TASKS[kind](given)


def done_here(kind: str, given: Iterable[bytes]) -> Iterator[bytes]:
    """Does tasks in this process, one after the other."""
    return (run_task(kind, one) for one in given)


@contextmanager
def tasks(jobs: int | str) -> Iterator[Tasks]:
    """What does tasks in ``jobs`` processes, or by the workers of the scheduler of such an address."""
    if isinstance(jobs, str):
        by_workers = cast("Callable[[str], AbstractContextManager[_TasksDone]]", part("cluster-tasks"))
        with by_workers(jobs) as done:
            yield lambda kind, given: done(_sent(VERSION, kind), given)
    elif jobs == 1:
        yield done_here
    else:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            yield lambda kind, given: _by_processes(pool, jobs, kind, given)


def _sent(version: str, kind: str) -> Callable[[bytes], bytes]:
    """A task as a function that is sent by its code: where newsgraph is missing it fails, and not the worker."""

    def link(given: bytes) -> bytes:
        from kg.corpus.blocks.tasks import run_task
        from kg.version import check_version

        check_version(version)
        return run_task(kind, given)

    return link


def _by_processes(pool: ProcessPoolExecutor, jobs: int, kind: str, given: Iterable[bytes]) -> Iterator[bytes]:
    more = iter(given)
    waiting = deque(pool.submit(run_task, kind, one) for one in islice(more, jobs * _AHEAD))
    try:
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(pool.submit(run_task, kind, one) for one in islice(more, 1))
    except BrokenProcessPool as error:
        raise KgError("a process of links ended early", hint="for want of memory perhaps: try fewer --jobs") from error
