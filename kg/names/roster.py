"""The entities that one article names: known ones from the gazetteer, others minted from their fullest name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from kg.gazetteer.slugs import slug
from kg.model import Entity, Link, NodeId

Record = list[str | list[str] | list[list[str]] | list[float]]
"""Class, label, Wikidata id, alpha-3, country, [relation, target] pairs, other labels, latitude and longitude."""


@dataclass(frozen=True, order=True, slots=True)
class Name:
    """A stretch of tokens (end excluded) and the entity that it names; ``how`` is how it was read."""

    start: int
    end: int
    cls: str
    node: str
    how: str


class Roster:
    """Collects the entities of one article, each under its node id."""

    def __init__(self, entity: Callable[[NodeId], Entity]) -> None:
        self._entity = entity
        self._used: dict[str, Entity] = {}
        self._labels: dict[str, set[str]] = {}

    def __getitem__(self, node: str) -> Entity:
        return self._used[node]

    def __contains__(self, node: str) -> bool:
        return node in self._used

    def use(self, entity: Entity) -> str:
        """The node of a known entity, which is noted with all that its links lead to."""
        if entity.id not in self._used:
            self._used[entity.id] = entity
            for link in sorted(entity.links, key=lambda link: (link.relation, link.target)):
                self.use(self._entity(link.target))
        return entity.id

    def mint(self, label: str, cls: str, country: str = "", links: Iterable[tuple[str, str]] = ()) -> str:
        """The node of an entity that no table knows; a second minting adds country and links to the first."""
        node = NodeId(slug(label))
        if known := self._known(node):
            if known.cls == cls != "Person":
                return self.use(known)
            node = NodeId(f"{node}-{cls.lower()}")
        made = self._used.get(node) or Entity(node, cls, label)
        added = frozenset(Link(relation, NodeId(target)) for relation, target in links)
        self._used[node] = replace(made, country=made.country or country, links=made.links | added)
        return node

    def _known(self, node: NodeId) -> Entity | None:
        """What a table has under an id."""
        try:
            return self._entity(node)
        except KeyError:
            return None

    def label(self, node: str, surface: str) -> None:
        """Note a form under which the article names an entity."""
        self._labels.setdefault(node, set()).add(surface)

    def records(self, nodes: Iterable[str]) -> dict[str, Record]:
        """The entities that are named, and those that their links lead to, as plain strings, sorted by id."""
        found: dict[str, Record] = {}
        waiting = sorted(set(nodes))
        while waiting:
            node = waiting.pop()
            if node not in found:
                entity = self._used[node]
                links = sorted([link.relation, str(link.target)] for link in entity.links)
                labels = sorted((self._labels.get(node, set()) | entity.alt_labels) - {entity.label})
                head = [entity.cls, entity.label, entity.wikidata, entity.alpha3, entity.country]
                found[node] = [*head, links, labels, list(entity.position)]
                waiting += [target for _, target in links]
        return dict(sorted(found.items()))
