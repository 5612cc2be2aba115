"""Alignment of the nodes of two graphs: one name for each thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping

from kg.facts.states import governed
from kg.model import Entity, Event, Graph, NodeId, Quantity


class EntityNames:
    """The names, by node; a node that no graph describes is called by its id.

    The same are, in this order: the same id, a state and its government, the same Wikidata id, the same label. Two who
    share a label are told apart where they have different Wikidata ids (Georgia and Georgia) or one is a person.
    Happenings are the same by class and label, quantities by number and unit ("25%", "25 percent").
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
            self._join_namesakes(same)

    def __getitem__(self, node: NodeId) -> NodeId:
        while node in self._heads:
            node = self._heads[node]
        return node

    def _join(self, nodes: list[NodeId]) -> None:
        head, *others = sorted({self[node] for node in nodes}) or [NodeId("")]
        self._heads |= dict.fromkeys(others, head)

    def _join_namesakes(self, nodes: list[NodeId]) -> None:
        known = {self[node] for node in nodes} & self._known
        self._join(nodes if len(known) <= 1 else [node for node in nodes if self[node] not in known])
        self._known |= {self[node] for node in known}


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
            return "quantity", node.value, node.unit, node.minimum, node.maximum


def folded(label: str) -> str:
    """A label without the differences that mean nothing: of case and of spaces."""
    return " ".join(label.casefold().split())
