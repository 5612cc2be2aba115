"""A graph taken apart: parts that overlap, and joined are the graph."""

from dataclasses import replace

from kg.model import Graph


def parts_of(graph: Graph, number: int) -> list[Graph]:
    """Each part has all articles and entities, and every so many of the rest."""

    def part(start: int) -> Graph:
        return replace(
            graph,
            events=graph.events[start::number],
            quantities=graph.quantities[start::number],
            statements=graph.statements[start::number],
        )

    return list(map(part, range(number)))
