"""What two graphs speak of: their statements by subject, relation and object."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kg.diff.change import Meanings
from kg.diff.names import Names
from kg.model import Entity, Factuality, Graph, NodeId, Statement

Key = tuple[NodeId, str, NodeId]
"""Subject, relation and object, each by the name that both graphs have for it."""
Told = dict[Key, tuple[Statement, ...]]


def by_meaning(first: Graph, second: Graph, names: Names, meanings: Meanings) -> tuple[Told, Told]:
    """The statements of either graph by what they speak of.

    Where one graph speaks of a place and the other of its country, the place stands for it: who planned to visit China
    and arrived in Beijing has visited China. That somebody was not there is another matter.
    """
    before, after = (_told(graph, names, meanings) for graph in (first, second))
    countries = _countries((first, second), names)
    wider = dict(_wider(before, after, countries)) | dict(_wider(after, before, countries))
    return _renamed(before, wider), _renamed(after, wider)


def _told(graph: Graph, names: Names, meanings: Meanings) -> Told:
    found: dict[Key, list[Statement]] = defaultdict(list)
    for told in graph.statements:
        ends = names[told.subject], names[told.object]
        subject, value = sorted(ends) if told.relation in meanings.symmetric else ends
        found[subject, told.relation, value].append(told)
    return {key: tuple(some) for key, some in found.items()}


def _countries(graphs: Iterable[Graph], names: Names) -> Mapping[NodeId, NodeId]:
    """The country of each place."""
    places = (node for graph in graphs for node in graph.nodes.values() if isinstance(node, Entity))
    links = ((names[place.id], link) for place in places for link in place.links)
    return {place: names[link.target] for place, link in links if link.relation == "inCountry"}


def _wider(some: Told, others: Told, countries: Mapping[NodeId, NodeId]) -> Iterator[tuple[Key, Key]]:
    """Of what one graph says of a place, and the other of its country alone, the key that both shall have."""
    for key, told in some.items():
        subject, relation, place = key
        wide = (subject, relation, countries.get(place, place))
        is_lone = key not in others and wide in others and wide not in some
        if is_lone and not any(one.factuality is Factuality.DENIED for one in (*told, *others[wide])):
            yield key, wide


def _renamed(told: Told, wider: Mapping[Key, Key]) -> Told:
    found: dict[Key, list[Statement]] = defaultdict(list)
    for key, some in told.items():
        found[wider.get(key, key)] += some
    return {key: tuple(sorted(some, key=lambda one: one.id)) for key, some in found.items()}
