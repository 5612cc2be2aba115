"""The chain: articles are read, parsed, put into frames, mapped to statements and resolved into one graph."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.gazetteer import Gazetteer
from kg.mapping import statements
from kg.merge import merged
from kg.model import Activity, Article, Entity, Graph, NodeId
from kg.nlp.frames import frames
from kg.nlp.summary import left_out
from kg.ontology import Ontology
from kg.resolve import KnownEntity, resolve
from kg.version import VERSION

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.nlp.reader import Reader


_OBJECTS_BETWEEN_COLLECTIONS = 200_000


@dataclass(frozen=True)
class Built:
    """A graph, and what was found and left out on the way, by cause."""

    graph: Graph
    counts: Counter[str] = field(default_factory=Counter)


def build(
    articles: Iterable[Article],
    reader: Reader,
    ontology: Ontology,
    *,
    min_confidence: float = 0.0,
    progress: Callable[[Article], None] | None = None,
) -> Built:
    """The graph of some articles; statements below ``min_confidence`` are left out and counted."""
    counts: Counter[str] = Counter()
    graphs: list[Graph] = []
    with rare_collection():
        for article, doc in reader.read(articles):
            graph = article_graph(article, doc, ontology, known=known_entities(reader.gazetteer))
            graph = _confident(graph, min_confidence, counts)
            counts.update(left_out(doc, article, graph))
            graphs.append(graph)
            if progress is not None:
                progress(article)
    activity = Activity(VERSION, reader.model, (("min_confidence", f"{min_confidence:g}"),))
    return Built(merged(graphs).made_by(activity), counts)


@contextmanager
def rare_collection() -> Iterator[None]:
    """Look for cyclic garbage seldom: the values made here have no cycles, and looking took a fifth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def article_graph(article: Article, doc: Doc, ontology: Ontology, *, known: KnownEntity) -> Graph:
    """The graph of one parsed article."""
    said = (piece for frame in frames(doc, article, nouns=ontology.nouns) for piece in statements(frame, ontology))
    return resolve(said, article, known)


def known_entities(gazetteer: Gazetteer) -> KnownEntity:
    """The gazetteer as a function that answers None for what it does not know."""

    def known(node: NodeId) -> Entity | None:
        try:
            return gazetteer.entity(node)
        except KeyError:
            return None

    return known


def _confident(graph: Graph, least: float, counts: Counter[str]) -> Graph:
    kept = tuple(statement for statement in graph.statements if statement.confidence >= least)
    counts["statements below the confidence asked for"] += len(graph.statements) - len(kept)
    return Graph(graph.articles, graph.entities, graph.events, graph.quantities, kept)
