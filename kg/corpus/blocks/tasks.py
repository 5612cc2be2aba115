"""Tasks of linking: pure functions of bytes, done here, by processes or by a cluster.

They compare what meets in a block: articles by their words, entities by names or stories, events.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from multiprocessing import get_context
from typing import cast

from kg.corpus import entity_pairs, event_pairs
from kg.corpus.clusters import Features, weights
from kg.corpus.copies import texts_of
from kg.corpus.entity_pairs import form_of, keys_of
from kg.corpus.links import EVENT, Unit
from kg.corpus.profiles import EntityProfile, EventProfile, Profiles
from kg.corpus.words import Documents, Frequencies, cosine, proper, stems
from kg.errors import KgError
from kg.facts.states import is_of_one_article
from kg.model import ArticleId, Entity, Event, Graph, NodeId, Quantity
from kg.plugins import part
from kg.shards.codec import packed, unpacked
from kg.shards.index import unpacked as graph_of
from kg.version import VERSION

STORY = 0.1
"""The likeness of two articles from which they may tell of one happening."""
AT_ONCE = 1500
"""Articles of a corpus that are one window."""
MOST = 1000
"""Articles without any day that meet by one name."""
_WEEK = 7  # days
_NAMES = 3
"""Names by which an article without any day meets others."""


def windows_of(
    article: ArticleId,
    day: date | None,
    days: Iterable[tuple[date, date]],
    names: Collection[str],
    frequencies: Frequencies,
) -> Sequence[str]:
    """The windows of an article, sorted: of its day and the days of what it dates to a week, else of its rarest names.

    A window is two weeks, and each week is in two, so that what is a week apart or less has one in common.
    """
    if frequencies.texts <= AT_ONCE:
        return ["all"]
    near = {end for first, last in days if (last - first).days <= _WEEK for end in (first, last)}
    weeks = {one.toordinal() // _WEEK for one in (*near, *([day] if day else []))}
    if weeks:
        return sorted({f"week {week:06}" for one in weeks for week in (one - 1, one)})
    told = sorted(names, key=lambda name: (-frequencies.rarity(name), name))
    shared = [name for name in told if frequencies.shares.get(name, 0) > 1]
    return sorted(f"name {name}" for name in shared[:_NAMES]) or [f"article {article}"]


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
    """Whether they can only be one where both articles tell one story: by a surname alone."""


@dataclass(frozen=True, slots=True)
class EventBlock:
    """The events of the articles of some stories, their participants as clusters; only their terms have frequencies."""

    stories: tuple[AlikeArticles, ...]
    profiles: tuple[EventProfile, ...]
    of_words: Frequencies
    of_names: Frequencies


@dataclass(frozen=True, slots=True)
class EventsFound:
    """What some stories have of events: pairs that may be one, those that are so for sure, those that are denied."""

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
    names = Documents(block.names, block.of_names).terms
    return packed(
        [
            AlikeArticles(ArticleId(one), ArticleId(other), value, cosine(names[one], names[other]))
            for (one, other), value in found.items()
        ]
    )


def pairs_of_names(given: bytes) -> bytes:
    """A task: ``NamedBlock`` -> ``FoundPair`` of entities."""
    block = unpacked(NamedBlock, given)
    groups = {key: [block.profiles[place] for place in places] for key, places in block.keys.items()}
    return packed([found_pair(one, other) for one, other in entity_pairs.met(groups)])


def pairs_of_descriptions(given: bytes) -> bytes:
    """A task: entities of some stories, pairs of articles of the same names -> ``FoundPair`` of what is described."""
    profiles, stories = unpacked(tuple[tuple[EntityProfile, ...], tuple[AlikeArticles, ...]], given)
    alike = {(one.one, one.other): one.words for one in stories}
    return packed([found_pair(one, other) for one, other in entity_pairs.described(profiles, alike)])


def found_pair(one: EntityProfile, other: EntityProfile) -> FoundPair:
    """Two entities that may be one."""
    found = entity_pairs.features(one, other, 0.0)
    is_surname = one.is_person and min(len(one.name), len(other.name)) == 1
    return FoundPair(one.unit, other.unit, form_of(one, other), found, is_surname)


def pairs_of_events(given: bytes) -> bytes:
    """A task: ``EventBlock`` -> ``EventsFound``."""
    block = unpacked(EventBlock, given)
    stories = {(one.one, one.other): one.words for one in block.stories}
    circles = {(one.one, one.other): one.circle for one in block.stories}
    pairs = event_pairs.EventPairs(block.profiles, block.of_words, stories, circles, block.of_names)
    found = list(pairs.compared())

    def scored(some: Iterable[tuple[EventProfile, EventProfile]]) -> Iterator[tuple[Unit, Unit, Features]]:
        return ((one.unit, other.unit, pairs.features(one, other)) for one, other in some)

    opposed = scored(both for both in pairs.compared(opposed=True) if event_pairs.are_of_one(*both))
    denied = (one for one in opposed if weights(EVENT).log_odds(one[2]) >= weights(EVENT).join)
    return packed(EventsFound(tuple(scored(found)), tuple(pairs.joined(found)), tuple(denied)))


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
        graph = graph_of(*one)
        nodes = described({**graph.nodes, **known.nodes}, graph.nodes)  # with what all articles tell of them
        graph = replace(nodes, articles=graph.articles, statements=graph.statements)
        profiles, article = Profiles(graph), graph.articles[0].id
        events = [one for one in profiles.events if one.unit.article == article]
        entities = tuple(
            ArticleEntity(
                one.unit,
                one.wikidata,
                one.is_bare,
                not one.is_bare and len(one.name) > one.is_person,
                tuple(sorted(keys_of(one))),
                packed(one),
            )
            for one in profiles.entities
        )
        found.append(
            ArticleProfiles(
                article,
                tuple(sorted({one.days for one in events if one.days})),
                entities,
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


_AHEAD = 4
"""Tasks that wait for each process, so that none is idle; more would be in memory."""
_Task = Callable[[bytes], bytes]
Tasks = Callable[[_Task, Iterable[bytes]], Iterator[bytes]]
"""Does a task with each of some values, and gives what it makes, in order; it may look some ahead."""


@contextmanager
def tasks(jobs: int | str) -> Iterator[Tasks]:
    """What does tasks in ``jobs`` processes, or by the workers of the scheduler of such an address."""
    if isinstance(jobs, str):
        by_workers = cast("Callable[[str], AbstractContextManager[Tasks]]", part("cluster-tasks"))
        with by_workers(jobs) as done:
            yield lambda task, given: done(_sent(VERSION, task.__name__), given)
    elif jobs == 1:
        yield map
    else:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            yield lambda task, given: _by_processes(pool, jobs, task, given)


def _sent(version: str, name: str) -> _Task:
    """A task of this module as a function that is sent by its code: without newsgraph it fails, and not the worker."""

    def link(given: bytes) -> bytes:
        from importlib import import_module

        from kg.version import check_version

        check_version(version)
        task: _Task = getattr(import_module("kg.corpus.blocks.tasks"), name)
        return task(given)

    return link


def _by_processes(pool: ProcessPoolExecutor, jobs: int, task: _Task, given: Iterable[bytes]) -> Iterator[bytes]:
    more = iter(given)
    waiting = deque(pool.submit(task, one) for one in islice(more, jobs * _AHEAD))
    try:
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(pool.submit(task, one) for one in islice(more, 1))
    except BrokenProcessPool as error:
        raise KgError("a process of links ended early", hint="for want of memory perhaps: try fewer --jobs") from error
