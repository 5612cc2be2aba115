"""The tasks that compare what meets in a block: articles by their words, entities by names or stories, events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.corpus import entity_pairs, event_pairs
from kg.corpus.entity_pairs import form_of, wants_story
from kg.corpus.linking import STORY
from kg.corpus.links import EVENT, Unit
from kg.corpus.profiles import EntityProfile, EventProfile
from kg.corpus.weights import Features, weights
from kg.corpus.words import Documents, Frequencies
from kg.model import ArticleId
from kg.shards.values import packed, unpacked


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
