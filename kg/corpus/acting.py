"""Who acts for a state: its government and bodies, its own groups, and holders of its offices on their days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.corpus.happenings import Corpus
from kg.corpus.tenures import HOLDING, known_terms
from kg.corpus.words import head_of
from kg.facts.selection import time_of
from kg.facts.states import states
from kg.lexicon import words
from kg.model import Entity, NodeId, Statement


@dataclass(frozen=True)
class Acting:
    """Who acts for which state, by what articles tell and by the table of office holders."""

    corpus: Corpus

    def state(self, name: NodeId, said: Statement) -> NodeId | None:
        """The state that a node, or a cluster of nodes, is or acts for by a statement; None for none, and for several.

        Whom the table knows acts for a state on the days of a term; an office that articles alone tell of has no end.
        """
        nodes = self._members.get(name) or frozenset({name})
        found = {state for node in nodes for state in self._states(node, said)}
        found = {one for one in found if self._is_known(one)} or found
        return found.pop() if len(found) == 1 else None

    def _is_known(self, state: NodeId) -> bool:
        """Whether a state has a code, which "the northern countries" have not."""
        found = self.corpus.graph.nodes.get(state)
        return isinstance(found, Entity) and bool(found.alpha3)

    @cached_property
    def _members(self) -> Mapping[NodeId, frozenset[NodeId]]:
        return {one.id: frozenset(unit.node for unit in one.members) for one in self.corpus.links.clusters}

    @cached_property
    def _told(self) -> Mapping[NodeId, NodeId]:
        return states(self.corpus.graph)

    @cached_property
    def _offices(self) -> Mapping[NodeId, set[NodeId]]:
        """Person -> the offices that articles tell of."""
        found: defaultdict[NodeId, set[NodeId]] = defaultdict(set)
        for said in self.corpus.graph.statements:
            if said.relation == HOLDING and said.is_fact:
                found[said.subject].add(said.object)
        return found

    def _states(self, node: NodeId, said: Statement) -> Iterator[NodeId]:
        found = self.corpus.graph.nodes.get(node)
        terms, time = known_terms(node), time_of(self.corpus.graph, said)
        day = (time.start if time else None) or self.corpus.day_of(said, said.first_evidence.article)
        if isinstance(found, Entity) and found.cls == "Group":
            yield from _targets(found, "ofCountry") if head_of(found.label) in words("links", "state", "words") else ()
        elif day is not None and terms and self._offices.get(node, set()) <= {term.office.id for term in terms}:
            held = [term for term in terms if (term.start or day) <= day and not term.is_over(day)]
            own = [term.office for term in held if term.office.country == term.person.country]
            yield from (state for office in own for state in _targets(office, "actsFor"))
        elif node in self._told:
            yield self._told[node]


def _targets(entity: Entity, relation: str) -> Iterator[NodeId]:
    return (link.target for link in entity.links if link.relation == relation)
