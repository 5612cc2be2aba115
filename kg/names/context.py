"""What the name rules read and write for one article: its Doc, its date and countries, the entities named so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kg.gazetteer import Gazetteer
from kg.gazetteer.values import Entry
from kg.gazetteer.words import own_id, slug
from kg.model import Entity, Link, NodeId
from kg.names.spans import NameSpan
from kg.parse.tree import Doc

_STATE = "state"
_MODIFYING = ("compound", "nmod")


@dataclass(frozen=True)
class Context:
    """The Doc of an article, the gazetteer, the entities named so far, the article's date and countries."""

    doc: Doc
    gazetteer: Gazetteer
    entities: EntityInventory
    date: date | None
    countries: frozenset[str]
    """Alpha-3 codes of the countries that the article names without doubt."""


def countries_named(names: Iterable[NameSpan]) -> frozenset[str]:
    """The alpha-3 codes of the countries of names with one reading (a capital and its city are one), persons aside."""
    codes = (frozenset(entry.entity.country for entry in name.entries) for name in names if name.label != "PERSON")
    return frozenset(code for found in codes if len(found) == 1 for code in found if code)


def with_states(names: Sequence[NameSpan]) -> tuple[NameSpan, ...]:
    """The names; a country's is read as the state of that name where it is meant: "Georgia" beside "Atlanta"."""
    known = countries_named(names)
    sites = countries_named(name for name in names if name.entries and all(map(_is_site, name.entries)))
    sites |= _with_a_state(names)
    return tuple(_as_state(name, known, sites) for name in names)


def _is_site(entry: Entry) -> bool:
    return entry.entity.cls == "Place" and entry.kind == "name"


def _as_state(name: NameSpan, known: frozenset[str], sites: frozenset[str]) -> NameSpan:
    if not name.entries or name.entries[0].entity.cls != "Country":
        return name
    state = next((entry for entry in name.entries if entry.entity.cls == "Place"), None)
    if state is None or name.entries[0].entity.country in known:
        return name
    return replace(name, entries=(state,)) if state.entity.country in sites else name


def _with_a_state(names: Sequence[NameSpan]) -> frozenset[str]:
    """The countries of one of whose states the text speaks: "a southern [U.S.] state"."""
    return countries_named(name for name in names if name.after == _STATE and name.doc[name.end].dep_ not in _MODIFYING)


def reading(name: NameSpan, countries: frozenset[str]) -> Entry | None:
    """The best reading of a name that the gazetteer knows; None where several stay likely.

    Of readings in several countries that one is meant whose country the article names elsewhere (``countries``).
    """
    first = name.entries[0]
    alike = [e for e in name.entries if (e.kind, e.entity.cls) == (first.kind, first.entity.cls)]
    named = [e for e in alike if e.entity.country in countries]
    if only(e.entity for e in alike):
        return first
    return named[0] if only(e.entity for e in named) else None


def only(found: Iterable[Entity]) -> Entity | None:
    """The one entity that all of these are; None where there are several, or none."""
    known = {entity.id: entity for entity in found}
    return next(iter(known.values())) if len(known) == 1 else None


def owner(entity: Entity) -> str:
    """By what offices are looked up: the code of an entity's country, or the id of the organization that has them."""
    is_of_state = entity.country and entity.cls not in ("InternationalOrganization", "Place")
    return entity.country if is_of_state else entity.id


class EntityInventory:
    """The entities that one article names, each under its node id; ``KeyError`` for an id that it does not have.

    ``article`` is its id, of which the ids of what has no name are made.
    """

    def __init__(self, entity: Callable[[NodeId], Entity], article: str = "") -> None:
        self._entity = entity
        self._article = article
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
        """The node of a name that no table knows; a second minting adds country and links to the first."""
        node = NodeId(slug(label))
        if known := self._known(node):
            if known.cls == cls != "Person":
                return self.use(known)
            node = NodeId(f"{node}-{cls.lower()}")
        return self._made(node, cls, label, country, links)

    def mint_own(self, label: str, cls: str, country: str = "", links: Iterable[tuple[str, str]] = ()) -> str:
        """The node of what the article describes and does not name, which no other article shares."""
        return self._made(NodeId(own_id(self._article, label, label)), cls, label, country, links)

    def _made(self, node: NodeId, cls: str, label: str, country: str, links: Iterable[tuple[str, str]]) -> str:
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

    def named(self, nodes: Iterable[str]) -> dict[str, Entity]:
        """The entities of these nodes, and those that their links lead to, with their labels here, sorted by id."""
        found: dict[str, Entity] = {}
        waiting = sorted(set(nodes))
        while waiting:
            node = waiting.pop()
            if node not in found:
                entity = self._used[node]
                labels = entity.alt_labels | self._labels.get(node, set())
                found[node] = replace(entity, id=NodeId(node), alt_labels=labels)
                waiting += [link.target for link in entity.links]
        return dict(sorted(found.items()))
