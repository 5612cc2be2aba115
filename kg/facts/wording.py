"""A statement in words: its sentence, and how it is put forward, as people read it and as texts for other programs."""

from __future__ import annotations

from kg.model import Graph, Statement


def shown(graph: Graph, said: Statement) -> str:
    """A statement as a person reads it: its sentence in plain words, of a detail and of an older file its line."""
    return said.label or line(graph, said)


def line(graph: Graph, said: Statement) -> str:
    """A statement in one line: subject, relation, object; "ties → deteriorate" has no object but the event itself."""
    ends = [graph.label(said.subject), said.relation_label]
    return " → ".join(ends if said.object == said.event else [*ends, graph.label(said.object)])


def status(graph: Graph, said: Statement) -> list[str]:
    """How a statement is put forward, who says it, what model proposed it; nothing for the article's own assertion."""
    told = [said.firmness, said.condition and f"“{said.condition}”"]
    voice = said.attributed_to or (None if said.own_act else said.reported_by)
    says = [f"says {graph.label(voice)}"] if voice else []
    proposed = [f"proposed by {said.extracted_by}"] if said.extracted_by else []
    return [*filter(None, told), *says, *proposed]
