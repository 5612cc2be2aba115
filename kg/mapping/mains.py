"""Main statements and details: which statement of a clause is its main one, and which add an argument to it.

A clause or event noun has one main statement: subject, relation, main object. Each ontology relation has one of its
own, and they come first; further statements of the clause are details of the first. Coordinated objects have a main
statement each where an ontology relation holds between actors: "X met A and B" is two meetings, "X and Y discussed
trade and energy" is one talk, "X and Y met A" one meeting. A governed clause with neither a subject of its own nor an
ontology relation ("arrived [to open a plant]", "the ships [carrying grain]") is a detail of its governor, where that
makes a statement; so is the content of another ("agreed [to pay]", "called it [a success]"), whatever its relation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.mapping.openie import ObjectRank
from kg.model import Frame, Graph, NodeId, Statement
from kg.model.construction import Construction
from kg.names.lexemes import with_article
from kg.ontology import Ontology

RankedPiece = tuple[Graph, ObjectRank]
"""A statement with its nodes, and how near it stands to the verb."""


def rows(frame: Frame, pieces: Iterable[RankedPiece], ontology: Ontology) -> Iterator[Graph]:
    """The statements of one clause in order, each with an id, details with the id of their main statement.

    The ids are local to the clause: those of the article are assigned when it is resolved.
    """
    clause = _Clause(frame, list(pieces), ontology)
    for number, (graph, _) in enumerate(clause.pieces):
        main = clause.main_of(number)
        (said,) = graph.statements
        label = frame.clause or _pair(graph, said, frame)  # resolution takes it from details
        above = clause.name(main) if main != number else clause.governor
        yield replace(graph, statements=(replace(said, id=clause.name(number), detail_of=above, label=label),))


def hung(clauses: Iterable[tuple[Graph, ...]], frames: Iterable[Frame]) -> list[tuple[Graph, ...]]:
    """The statements of clauses, each detail with the id of a statement that is made, be it further up.

    As in "agreed to try to end the war", where trying makes no statement: what is tried is a detail of the agreement.
    A condition is a detail of what depends on it.
    """
    found, above = list(clauses), {frame.name: frame for frame in frames}
    statements = [said for clause in found for graph in clause for said in graph.statements]
    told = {said.id for said in statements}
    depending = {said.condition_statement: said.id for said in reversed(statements) if said.is_main}

    def reached(name: NodeId | None) -> NodeId | None:
        seen = set()
        while name is not None and name not in told and name not in seen:
            seen.add(name)
            frame = above.get(name)
            name = frame.governor if frame is not None and frame.is_content else None
        return name if name in told else None

    def hanging(graph: Graph, outer: NodeId | None) -> Graph:
        (said,) = graph.statements
        main = reached(said.detail_of) or (outer if outer != said.id else None)
        return graph if main == said.detail_of else replace(graph, statements=(replace(said, detail_of=main),))

    outers = (
        min((depending[said.id] for graph in clause for said in graph.statements if said.id in depending), default=None)
        for clause in found
    )
    return [tuple(hanging(graph, outer) for graph in clause) for clause, outer in zip(found, outers, strict=True)]


def _pair(graph: Graph, said: Statement, frame: Frame) -> str:
    """What grammar marks without a verb: "Anna Berg, Prime Minister of Norway", "Sofia in Bulgaria"; else the words."""
    kind = Construction.of(frame.rule).form
    subject, value = graph.label(said.subject), with_article(graph.label(said.object))
    match frame.kind:
        case "location":
            return f"{subject} in {value}"
        case "holding":
            return f"{subject}, {value}" if kind in {"", "current", "told"} else f"{subject}, {kind} {value}"
        case _:
            return " ".join(filter(None, (subject, said.predicate_text, said.object_text)))


class _Clause:
    """The statements of a clause, by their numbers."""

    def __init__(self, frame: Frame, pieces: list[RankedPiece], ontology: Ontology) -> None:
        self.pieces = pieces
        self._said = [graph.statements[0] for graph, _ in pieces]
        self._classes = [{node.id: node.cls for node in graph.entities} for graph, _ in pieces]
        self._ontology = ontology
        self._first = self._firsts()
        is_open = all(said.is_open for said in self._said)
        self._name = frame.name
        self.governor = frame.governor if is_open or frame.is_content else None

    def name(self, number: int) -> NodeId:
        """The id of a statement, by its number; the first main one has that of its clause."""
        is_first = number == min(self._first.values())
        return self._name if is_first else NodeId(f"{self._name}:{number}")

    def main_of(self, number: int) -> int:
        """The number of the main statement of a statement; its own where it is one."""
        said = self._said[number]
        first = self._first.get(self._key(said))
        if first is None:
            return min(self._first.values())
        return number if number == first or self._is_fact_of_its_own(number, first) else first

    def _firsts(self) -> dict[tuple[str, bool], int]:
        """The first statement of each relation of the ontology, or that which stands nearest to the verb."""
        numbers = range(len(self._said))
        typed = [number for number in numbers if not self._said[number].is_open]
        typed = [number for number in typed if self.pieces[number][1] is ObjectRank.OBJECT] or typed
        if not typed and self._said:
            typed = [min(numbers, key=lambda number: (self.pieces[number][1], number))]
        found: dict[tuple[str, bool], int] = {}
        for number in typed:
            found.setdefault(self._key(self._said[number]), number)
        return found

    def _key(self, said: Statement) -> tuple[str, bool]:
        return said.relation, said.is_open

    def _is_fact_of_its_own(self, number: int, first: int) -> bool:
        """As in "X met A and B"; what "X and Y" did to A is one act of both."""
        said = self._said[number]
        if said.is_open or said.subject != self._said[first].subject:
            return False
        return all(self._is_actor(end, number) for end in (said.subject, said.object))

    def _is_actor(self, node: NodeId, number: int) -> bool:
        return self._ontology.is_a(self._classes[number].get(node, ""), "Actor")
