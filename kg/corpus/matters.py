"""What an event is about: whose states act upon whose, on what topics, what it befalls; parallel cases differ in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.corpus.words import head_of, is_plural, proper_behind, stem, words
from kg.lexicon import words as lexicon_words
from kg.model import Entity, Event, Graph

_TOPICS = frozenset({"commodity", "content", "topic"})
_AGREEMENT = "agreement"
_PATIENTS = frozenset({"patient", "target", "theme"})
_BELONGING = frozenset({"actsFor", "ofCountry"})
_ON = re.compile(r"\b(?:on|about|concerning|regarding) (.+)")
"""What stands before the topic of an agreement."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What is known of whom and what an event is about."""

    states: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Agent and target -> codes of the countries that they are or belong to."""
    topics: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Role -> the stems of the words that tell a topic."""
    patients: frozenset[str] = frozenset()
    """Stems of the heads of what it befalls, where that is several and only described."""
    proper: frozenset[str] = frozenset()
    """The words with a capital behind these heads: "Iowa" of "samples from Iowa"."""

    def is_other(self, other: Matter) -> bool:
        """Whether two events are about other things: of other agents' states upon a known target, on other topics."""
        are_directed = all(one.states.get("target") for one in (self, other))
        if are_directed and _are_others(self.states.get("agent"), other.states.get("agent")):
            return True
        return any(_are_others(one, other.topics.get(role)) for role, one in self.topics.items())

    def befalls_others(self, other: Matter) -> bool:
        """Whether each befalls what is called otherwise, or of elsewhere: "students", "pigs"."""
        return _are_others(self.patients, other.patients) or _are_others(self.proper, other.proper)


NO_MATTER = Matter()
"""Of what nothing is known."""


def matter_of(graph: Graph, event: Event) -> Matter:
    """What an event is about, by its roles."""
    states: defaultdict[str, set[str]] = defaultdict(set)
    topics: defaultdict[str, set[str]] = defaultdict(set)
    patients, proper = set[str](), set[str]()
    for role in event.roles:
        label, node = graph.label(role.filler), graph.nodes.get(role.filler)
        if role.name in _TOPICS:
            topics[role.name].update(_content(label))
        elif role.name == _AGREEMENT:
            topics[role.name].update(topic_of(label))
        elif isinstance(node, Entity):
            states[role.name].update(_codes(graph, node))
            if role.name in _PATIENTS and (head := head_of(label)) in label and is_plural(label):
                patients.add(stem(head))
                proper.update(proper_behind(label))
    return Matter(_frozen(states), _frozen(topics), frozenset(patients), frozenset(proper))


def _codes(graph: Graph, node: Entity) -> Iterator[str]:
    """The codes of the country that an entity is or belongs to, and of those that it acts for."""
    acted_for = (graph.nodes.get(link.target) for link in node.links if link.relation in _BELONGING)
    for one in (node, *acted_for):
        if isinstance(one, Entity) and (code := one.alpha3 or one.country):
            yield code


def topic_of(label: str) -> frozenset[str]:
    """The stems of the words that tell what an agreement is on.

    >>> sorted(topic_of("agreement on fishing")), sorted(topic_of("agreement of Friday"))
    (['fish'], [])
    """
    found = _ON.search(label)
    return frozenset(_content(found[1])) if found else frozenset()


def _content(label: str) -> Iterator[str]:
    weak = lexicon_words("links", "weak", "words")
    return (stem(word) for word in words(label) if word not in weak)


def _are_others(one: frozenset[str] | None, other: frozenset[str] | None) -> bool:
    return bool(one and other) and frozenset(one or ()).isdisjoint(other or ())


def _frozen(found: Mapping[str, set[str]]) -> Mapping[str, frozenset[str]]:
    return {role: frozenset(some) for role, some in sorted(found.items())}
