"""The chain: articles are read, parsed, put into frames, mapped to statements and resolved into one graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.agreements import with_parties
from kg.extraction import Extractor
from kg.gazetteer import Gazetteer
from kg.isolation import USUAL, Limits, step
from kg.mapping import statements
from kg.mapping.empty import says_nothing
from kg.model import Activity, Article, Entity, Frame, Graph, NodeId
from kg.nlp.extractor import CLAUSES, ClauseExtractor
from kg.nlp.soundness import Soundness
from kg.nlp.summary import EMPTY, count, left_out
from kg.ontology import Ontology
from kg.outcomes import Built, Outcome, isolated, joined
from kg.resolve import KnownEntity, resolve
from kg.version import VERSION

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.nlp.reader import Reader


def outcomes(  # noqa: PLR0913 - the keywords of ``kg.workers.Recipe``
    articles: Iterable[Article],
    reader: Reader,
    ontology: Ontology,
    *,
    extractor: Extractor | None = None,
    min_confidence: float = 0.0,
    limits: Limits = USUAL,
) -> Iterator[Outcome]:
    """The graph of each article as it is done, or why it has none.

    Statements below ``min_confidence`` are left out and counted; ``extractor`` takes the place of ``ClauseExtractor``.
    """
    known = known_entities(reader.gazetteer)
    found_by = extractor or ClauseExtractor.of(ontology)
    activity = Activity(VERSION, reader.model, _settings(min_confidence, found_by))

    def built(article: Article, doc: Doc) -> Built:
        counts: Counter[str] = Counter()
        graph = _confident(
            article_graph(article, doc, ontology, known=known, extractor=found_by), min_confidence, counts
        )
        with step("summary"):
            counts.update(left_out(doc, article, graph))
        return Built(graph.made_by(activity), counts)

    yield from isolated(articles, reader, built, limits)


def _settings(min_confidence: float, extractor: Extractor) -> tuple[tuple[str, str], ...]:
    """What of the settings belongs to what made a graph; the usual extractor goes without saying."""
    named = () if extractor.name == CLAUSES else (("extractor", extractor.name),)
    return (*named, ("min_confidence", f"{min_confidence:g}"))


def build(
    articles: Iterable[Article],
    reader: Reader,
    ontology: Ontology,
    *,
    extractor: Extractor | None = None,
    min_confidence: float = 0.0,
) -> Built:
    """The graph of some articles; the ``ArticleError`` of the first that cannot be read."""
    return joined(outcomes(articles, reader, ontology, extractor=extractor, min_confidence=min_confidence))


def article_graph(
    article: Article, doc: Doc, ontology: Ontology, *, known: KnownEntity, extractor: Extractor | None = None
) -> Graph:
    """The graph of one parsed article."""
    found_by = extractor or ClauseExtractor.of(ontology)
    with step("frames"):
        parse = Soundness.of(doc)
        found = [replace(frame, parse=parse) for frame in found_by.frames(doc, article)]
    with step("mapping"):
        said = [piece for frame in _telling(doc, found) for piece in statements(frame, ontology)]
    with step("resolution"):
        return with_parties(resolve(said, article, known), ontology.makings)


def _telling(doc: Doc, found: Iterable[Frame]) -> Iterator[Frame]:
    """The frames that say something; the others are counted."""
    for frame in found:
        if says_nothing(frame):
            count(doc, EMPTY)
        else:
            yield frame


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
