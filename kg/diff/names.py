"""Alignment of two graphs: one name for each thing, and their statements by subject, relation and object."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kg.facts.plover import event_type
from kg.facts.states import governed, states
from kg.model import Entity, Event, Graph, NodeId, Quantity, Statement


class EntityNames:
    """The names, by node; a node that no graph describes is called by its id.

    The same are, in this order: the same id, a state and its government, the same Wikidata id, the same label. Two who
    share a label are told apart where they have different Wikidata ids (Georgia and Georgia) or one is a person.
    Happenings are the same by class and label, quantities by number, unit and scope ("25%", "25 percent").
    """

    def __init__(self, *graphs: Graph) -> None:
        self._heads: dict[NodeId, NodeId] = {}
        nodes = [node for graph in graphs for node in graph.nodes.values()]
        for graph in graphs:
            for government, state in governed(graph).items():
                self._join([government, state])
        known = _grouped((node.wikidata, node.id) for node in nodes if isinstance(node, Entity) and node.wikidata)
        for same in known.values():
            self._join(same)
        self._known = frozenset(self[node] for same in known.values() for node in same)
        for same in _grouped((_label(node), node.id) for node in nodes).values():
            known_of = {self[node] for node in same} & self._known
            self._join(same if len(known_of) <= 1 else [node for node in same if self[node] not in known_of])
            self._known |= {self[node] for node in known_of}

    def __getitem__(self, node: NodeId) -> NodeId:
        while node in self._heads:
            node = self._heads[node]
        return node

    def _join(self, nodes: list[NodeId]) -> None:
        head, *others = sorted({self[node] for node in nodes}) or [NodeId("")]
        self._heads |= dict.fromkeys(others, head)


def _grouped(pairs: Iterator[tuple[Hashable, NodeId]]) -> Mapping[Hashable, list[NodeId]]:
    found: dict[Hashable, list[NodeId]] = defaultdict(list)
    for key, node in pairs:
        found[key].append(node)
    return found


def _label(node: Entity | Event | Quantity) -> Hashable:
    match node:
        case Entity():
            return node.cls == "Person", folded(node.label)
        case Event():
            return node.cls, "event", folded(node.label)
        case Quantity(value=None):
            return "quantity", folded(node.text)
        case Quantity():
            return "quantity", node.value, node.unit, node.minimum, node.maximum, node.scope


def folded(label: str) -> str:
    """A label without the differences that mean nothing: of case and of spaces."""
    return " ".join(label.casefold().split())


Key = tuple[NodeId, str, NodeId]
"""Subject, relation and object, each by the name that both graphs have for it."""
ToldBy = dict[Key, tuple[Statement, ...]]


def by_meaning(first: Graph, second: Graph, names: EntityNames, meanings: "RelationSemantics") -> tuple[ToldBy, ToldBy]:
    """The statements of either graph by what they speak of.

    Where one graph speaks of a place or a ministry and the other of its country, it stands for that: who planned to
    visit China and arrived in Beijing has visited China. That somebody was not there is another matter.
    """
    before, after = (_told(graph, names, meanings) for graph in (first, second))
    # The country of each place, and the state of each ministry; of a person the acts are the person's.
    countries: dict[NodeId, NodeId] = {}
    for graph in (first, second):
        for entity in graph.entities:
            for link in entity.links:
                if link.relation == "inCountry":
                    countries[names[entity.id]] = names[link.target]
        for node, state in states(graph).items():
            found = graph.nodes.get(node)
            if isinstance(found, Entity) and found.cls == "PublicBody":
                countries[names[node]] = names[state]

    def wide_key(key: Key) -> Key:
        subject, relation, value = key
        return _key(countries.get(subject, subject), relation, countries.get(value, value), meanings)

    wider = dict(_wider(before, after, wide_key)) | dict(_wider(after, before, wide_key))
    return _renamed(before, wider), _renamed(after, wider)


def _told(graph: Graph, names: EntityNames, meanings: "RelationSemantics") -> ToldBy:
    found: dict[Key, list[Statement]] = defaultdict(list)
    for told in graph.statements:
        found[_key(names[told.subject], told.relation, names[told.object], meanings)].append(told)
    return {key: tuple(some) for key, some in found.items()}


def _key(subject: NodeId, relation: str, value: NodeId, meanings: "RelationSemantics") -> Key:
    first, last = sorted((subject, value)) if relation in meanings.symmetric else (subject, value)
    return first, relation, last


def _wider(some: ToldBy, others: ToldBy, wide_key: Callable[[Key], Key]) -> Iterator[tuple[Key, Key]]:
    """Of what one graph says of a part, and the other of its country alone, the key that both shall have."""
    for key, told in some.items():
        wide = wide_key(key)
        is_lone = key not in others and wide in others and wide not in some
        if is_lone and not any(one.negated for one in (*told, *others[wide])):
            yield key, wide


def _renamed(told: ToldBy, wider: Mapping[Key, Key]) -> ToldBy:
    found: dict[Key, list[Statement]] = defaultdict(list)
    for key, some in told.items():
        found[wider.get(key, key)] += some
    return {key: tuple(sorted(some, key=lambda one: one.id)) for key, some in found.items()}


SAID_BY = "said by: "
"""What a detail about sources begins with."""


class ChangeKind(StrEnum):
    """The kind of a change."""

    CONTRADICTED = "contradicted"
    CHANGED = "changed"
    FULFILLED = "fulfilled"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Change:
    """A change; ``before`` are the statements of the first graph, ``after`` those of the second; one may be empty.

    ``details`` says what changed: "planned → asserted", "rate: 25% → 50%".
    """

    kind: ChangeKind
    before: tuple[Statement, ...]
    after: tuple[Statement, ...]
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class RelationSemantics:
    """Semantic properties of relations: symmetric ones, PLOVER codes, relations that reverse another."""

    symmetric: frozenset[str] = frozenset()
    plover: Mapping[str, str] = field(default_factory=dict, hash=False)
    reverses: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)
    """Relation -> those that it undoes, or that undo it."""

    def event_type(self, relation: str) -> str:
        """The PLOVER event type of a relation without its mode, "" for one that has none."""
        return event_type(self.plover.get(relation, ""))
