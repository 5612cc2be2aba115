"""Main statements and details: which statement of a clause is its main one, and which add an argument to it.

A clause or event noun has one main statement: subject, relation, main object. Each ontology relation has one of its
own, and they come first; further statements of the clause are details of the first. Coordinated objects have a main
statement each where an ontology relation holds between actors: "X met A and B" is two meetings, "X and Y discussed
trade and energy" is one talk, "X and Y met A" one meeting. A governed clause with neither a subject of its own nor an
ontology relation ("arrived [to open a plant]", "the ships [carrying grain]") is a detail of its governor, where that
makes a statement; so is the content of another ("agreed [to pay]", "called it [a success]"), whatever its relation.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.mapping.filling import joined
from kg.mapping.openie import ObjectRank
from kg.model import Frame, Graph, NodeId, Statement
from kg.model.construction import Construction
from kg.names.lexemes import with_article
from kg.ontology import Ontology

RankedPiece = tuple[Graph, ObjectRank]
"""A statement with its nodes, and how near it stands to the verb."""


def rows(frame: Frame, pieces: Iterable[RankedPiece], ontology: Ontology) -> Iterator[Graph]:
    """The statements of one clause in order, each with an id, details with the id of their main statement.

    The ids are local to the clause: those of the article are assigned when it is resolved. The first main statement has
    that of its clause.
    """
    found = list(pieces)
    said = [graph.statements[0] for graph, _ in found]
    firsts = _firsts(said, [rank for _, rank in found])
    top = min(firsts.values(), default=0)
    names = [frame.name if number == top else NodeId(f"{frame.name}:{number}") for number in range(len(found))]
    governor = frame.governor if frame.is_content or all(one.is_open for one in said) else None
    for number, ((graph, _), one) in enumerate(zip(found, said, strict=True)):
        main = firsts.get((one.relation, one.is_open), top)
        classes = {node.id: node.cls for node in graph.entities}
        is_own = not one.is_open and one.subject == said[main].subject and (one.relation, False) in firsts
        if is_own and all(ontology.is_a(classes.get(end, ""), "Actor") for end in (one.subject, one.object)):
            # "X met A and B"; what "X and Y" did to A is one act of both
            main = number
        label = frame.clause or _pair(graph, one, frame)  # resolution takes it from details
        above = names[main] if main != number else governor
        yield replace(graph, statements=(replace(one, id=names[number], detail_of=above, label=label),))


def _firsts(said: Sequence[Statement], ranks: Sequence[ObjectRank]) -> dict[tuple[str, bool], int]:
    """The number of the first statement of each relation of the ontology, or of the one nearest to the verb."""
    typed = [number for number, one in enumerate(said) if not one.is_open]
    typed = [number for number in typed if ranks[number] is ObjectRank.OBJECT] or typed
    if not typed and said:
        typed = [min(range(len(said)), key=lambda number: (ranks[number], number))]
    found: dict[tuple[str, bool], int] = {}
    for number in typed:
        found.setdefault((said[number].relation, said[number].is_open), number)
    return found


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

    said = ([one.id for graph in clause for one in graph.statements if one.id in depending] for clause in found)
    outers = (min((depending[one] for one in ids), default=None) for ids in said)
    return [tuple(hanging(graph, outer) for graph in clause) for clause, outer in zip(found, outers, strict=True)]


def _pair(graph: Graph, said: Statement, frame: Frame) -> str:
    """What grammar marks without a verb: "Anna Berg, Prime Minister of Norway", "Sofia in Bulgaria"; else the words."""
    kind = Construction.of(frame.rule).form
    subject, value = graph.label(said.subject), with_article(graph.label(said.object))
    match frame.kind:
        case "location":
            return f"{subject} in {value}"
        case "holding":
            return f"{subject}, {value}" if kind in {"", "current"} else f"{subject}, {kind} {value}"
        case _:
            return joined(subject, said.predicate_text, said.object_text)
