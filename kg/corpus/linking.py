"""Linking: which nodes of a graph are one, by learned weights and by what readers decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TypeVar

from kg.corpus import entity_pairs, event_pairs
from kg.corpus.clusters import Constraints, Features, Pair, Weights, clustered, probability, weights
from kg.corpus.copies import texts_of
from kg.corpus.decisions import Decisions, PairDecision
from kg.corpus.links import DENIAL, ENTITY, EVENT, Cluster, Doubt, Links, Unit
from kg.corpus.profiles import EntityProfile, EventProfile, Profiles
from kg.corpus.words import Documents, proper
from kg.model import ArticleId, Graph, NodeId

_Profile = TypeVar("_Profile", EntityProfile, EventProfile)
STORY = 0.1
"""The likeness of two articles from which they may tell of one happening."""


def linked(graph: Graph, decisions: Iterable[PairDecision] = ()) -> Links:
    """What is the same in a graph: a function of it and of what readers decided."""
    return Linking(graph, Decisions(graph, [*decisions])).links()


@dataclass(frozen=True)
class Linking:
    """The steps of linking one graph."""

    graph: Graph
    decisions: Decisions
    weighing: Mapping[str, Weights] = field(default_factory=dict)
    """Weights in place of the learned ones."""

    @cached_property
    def profiles(self) -> Profiles:
        """What is known of each node."""
        return Profiles(self.graph)

    @cached_property
    def documents(self) -> Documents:
        """The words of the articles."""
        return Documents.of(texts_of(self.graph))

    @cached_property
    def stories(self) -> Mapping[tuple[ArticleId, ArticleId], float]:
        """Pairs of articles that are alike, each in order."""
        return {(ArticleId(one), ArticleId(other)): value for one, other, value in self.documents.alike(STORY)}

    @cached_property
    def names(self) -> Mapping[tuple[ArticleId, ArticleId], float]:
        """How alike the names are that alike articles have."""
        return Documents({name: proper(text) for name, text in texts_of(self.graph).items()}).names_alike(self.stories)

    @cached_property
    def entities(self) -> tuple[list[Cluster], list[Doubt]]:
        """The clusters of entities, and pairs that are doubtful."""
        found = self.profiles.entities
        features = self.entity_features
        apart = _apart(found, entity_pairs.are_apart)
        return self._joined(ENTITY, features, apart, [one.unit for one in found], entity_pairs.joined(found))

    @cached_property
    def entity_features(self) -> Mapping[Pair, Features]:
        """The features of each pair of entities that is compared."""
        found = self.profiles.entities
        # The pairs of articles that tell of the same names, so that what both only describe may be one.
        pairs = chain(
            entity_pairs.compared(found, self._story), entity_pairs.described(found, of_names(self.stories, self.names))
        )
        return {
            (one.unit, other.unit): entity_pairs.features(one, other, self._story(one, other)) for one, other in pairs
        }

    def _story(self, one: EntityProfile, other: EntityProfile) -> float:
        """How alike the articles of two entities are, the most alike of them."""
        if one.articles & other.articles:
            return 1.0
        pairs = ((min(a, b), max(a, b)) for a in one.articles for b in other.articles)
        return max((self.stories.get(pair, 0.0) for pair in pairs), default=0.0)

    @cached_property
    def pairs_of_events(self) -> event_pairs.EventPairs:
        """The events to compare, their participants as clusters of entities."""
        known = {unit: cluster.id for cluster in self.entities[0] for unit in cluster.members}
        return event_pairs.EventPairs(self.profiles.events(known), self.documents, self.stories, self.names)

    @cached_property
    def events(self) -> tuple[list[Cluster], list[Doubt]]:
        """The clusters of events, and pairs that are doubtful."""
        features = self.event_features
        found = self.pairs_of_events.profiles
        apart = _apart(found, event_pairs.are_apart)
        return self._joined(EVENT, features, apart, [one.unit for one in found], self.pairs_of_events.joined())

    @cached_property
    def event_features(self) -> Mapping[Pair, Features]:
        """The features of each pair of events that is compared."""
        pairs = self.pairs_of_events
        return {(one.unit, other.unit): pairs.features(one, other) for one, other in pairs.compared()}

    def links(self) -> Links:
        """All clusters and doubts, sorted."""
        (entities, doubtful), (events, unsure) = self.entities, self.events
        return Links(tuple(sorted([*entities, *events])), tuple(sorted([*doubtful, *unsure])), self.denials)

    @property
    def denials(self) -> tuple[Doubt, ...]:
        """Pairs of events of which one is denied and the other not, that else would be one."""
        pairs, weighed = self.pairs_of_events, self.weighing.get(EVENT) or weights(EVENT)
        opposed = ((one, other) for one, other in pairs.compared(opposed=True) if event_pairs.are_of_one(one, other))
        features = {(one.unit, other.unit): pairs.features(one, other) for one, other in opposed}
        scores = ((both, weighed.log_odds(found), weighed.reasons(found)) for both, found in features.items())
        found = (Doubt(DENIAL, *both, probability(score), why) for both, score, why in scores if score >= weighed.join)
        return tuple(sorted(found))

    def _joined(
        self,
        kind: str,
        features: Mapping[Pair, Features],
        apart: Callable[[Unit, Unit], bool],
        units: Sequence[Unit],
        must: Iterable[Pair],
    ) -> tuple[list[Cluster], list[Doubt]]:
        weighed = self.weighing.get(kind) or weights(kind)
        scores = {both: weighed.log_odds(found) for both, found in features.items()}
        crowds = entity_pairs.crowds(self.profiles.entities) if kind == ENTITY else {}
        rules = Constraints(
            must=frozenset(self.decisions.pairs(same=True)),
            never=frozenset(self.decisions.pairs(same=False)),
            sure=tuple(must),
            crowds={unit: [one.unit for one in some] for unit, some in crowds.items()},
            apart=apart,
        )
        clusters = clusters_of(kind, units, features, weighed, rules)
        doubts = _doubts(kind, clusters, scores, weighed)
        kept = (doubt for doubt in doubts if (doubt.first, doubt.second) not in self.decisions.verdicts)
        return clusters, [
            Doubt(kind, one.first, one.second, one.score, weighed.reasons(features[one.first, one.second]))
            for one in kept
        ]


def _apart(profiles: Iterable[_Profile], rule: Callable[[_Profile, _Profile], bool]) -> Callable[[Unit, Unit], bool]:
    by_unit = {profile.unit: profile for profile in profiles}

    def apart(one: Unit, other: Unit) -> bool:
        return rule(by_unit[one], by_unit[other])

    return apart


def of_names(
    stories: Mapping[tuple[ArticleId, ArticleId], float], names: Mapping[tuple[ArticleId, ArticleId], float]
) -> Mapping[tuple[ArticleId, ArticleId], float]:
    """The pairs of articles that tell of the same names."""
    return {both: story for both, story in stories.items() if names[both] >= event_pairs.NAMED}


def clusters_of(
    kind: str, units: Iterable[Unit], features: Mapping[Pair, Features], weighed: Weights, rules: Constraints
) -> list[Cluster]:
    """The clusters of some units, by the features of pairs of them; each with what speaks most for its best pair."""
    scores = {both: weighed.log_odds(found) for both, found in features.items()}
    found = clustered(units, scores, weighed, rules)
    home = {unit: number for number, (members, _) in enumerate(found) for unit in members}
    best: dict[int, tuple[float, Pair]] = {}
    for both, score in scores.items():
        one, other = (home[unit] for unit in both)
        if one == other:
            best[one] = max(best.get(one, (score, both)), (score, both))
    return [
        Cluster(
            kind,
            members,
            probability(least),
            weighed.reasons(features[best[number][1]]) if number in best else (),
        )
        for number, (members, least) in enumerate(found)
    ]


def _doubts(kind: str, clusters: Iterable[Cluster], scores: Mapping[Pair, float], weighed: Weights) -> Iterator[Doubt]:
    """Of each two clusters the best pair that is neither joined nor surely apart."""
    home = {unit: cluster.id for cluster in clusters for unit in cluster.members}
    best: dict[tuple[NodeId, NodeId], tuple[float, Pair]] = {}
    for both, score in sorted(scores.items()):
        one, other = sorted(home[unit] for unit in both)
        if one != other and weighed.doubt <= score and score > best.get((one, other), (-1e9, both))[0]:
            best[one, other] = score, both
    for score, (first, second) in best.values():
        yield Doubt(kind, first, second, probability(score))
