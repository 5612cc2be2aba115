"""The pipeline: articles are parsed, turned into frames, mapped to statements and resolved into one graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from kg.extraction import Extractor
from kg.facts.states import with_parties
from kg.frames.extractor import CLAUSES, ClauseExtractor
from kg.frames.releasing import in_its_voice, releasing_body
from kg.frames.summary import EMPTY, UNSURE, WRONG, left_out, untold
from kg.gazetteer import Gazetteer
from kg.isolation import FOREIGN, USUAL, ArticleLimits, step
from kg.mapping import statements
from kg.mapping.empty import is_uninformative
from kg.mapping.mains import hung
from kg.mapping.matching import misfits
from kg.mapping.threshold import above_threshold, is_kept, without_ids
from kg.model import Activity, Article, Entity, Frame, Graph, NodeId, Statement
from kg.ontology import Ontology
from kg.parse.readings import Omission, reading_of
from kg.parse.soundness import Soundness
from kg.pipeline.activity import Settings, settings
from kg.pipeline.outcomes import UNSURE as NOT_SURE
from kg.pipeline.outcomes import UNWORTHY, Built, Outcome, isolated, joined
from kg.pipeline.resolve import KnownEntity, resolve
from kg.reviews.applying import Applied, Reviews
from kg.text.normalization import readable
from kg.version import VERSION

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.reader import Reader


def outcomes(  # noqa: PLR0913 - the keywords of ``kg.pipeline.workers.BuildSettings``
    articles: Iterable[Article],
    reader: Reader,
    ontology: Ontology,
    *,
    extractor: Extractor | None = None,
    min_confidence: float | None = 0.0,
    reviews: Reviews | None = None,
    files: Settings = (),
    limits: ArticleLimits = USUAL,
) -> Iterator[Outcome]:
    """The graph of each article as it is done, or the error that it failed with.

    Statements below ``min_confidence`` (None: those of too little worth, ``kg.mapping.threshold``) and those that
    ``reviews`` found wrong are left out and counted; ``extractor`` takes the place of ``ClauseExtractor``; ``files``
    are settings that name files of the user's (``kg.pipeline.activity.file_settings``).
    """
    known = known_entities(reader.gazetteer)
    found_by = extractor or ClauseExtractor.of(ontology)
    activity = Activity(VERSION, reader.model, _settings(min_confidence, found_by, reviews, files))

    def built(article: Article, doc: Doc) -> Built:
        told = said_by_frames(article, doc, ontology, found_by)
        said = reviews.applied(article, told.pieces) if reviews else Applied(told.pieces)
        pieces, verdicts = _told(said, min_confidence)
        graph = _resolved(pieces, article, ontology, known)
        with step("summary"):
            omitted = (*reading_of(doc).omitted, *told.empty, *verdicts)
            counts = left_out(doc, article, graph, omitted)
            graph = replace(graph, articles=(replace(article, untold=untold(doc, article, graph, omitted)),))
        counts.update(said.counts)
        counts[_unsure(min_confidence)] = sum(cause == UNSURE for cause, _ in verdicts)
        counts.update(cause for cause, _ in told.unfit)
        return Built(graph.made_by(activity), counts, dict(reversed(told.unfit)))

    yield from isolated(articles, reader, built, limits)


def _unsure(least: float | None) -> str:
    """What the statements are called that are left out for being less sure, or of less worth."""
    what = f"{NOT_SURE} {least:g}" if least is not None else UNWORTHY
    return f"{what}, and details of them (--all keeps them)"


def _settings(least: float | None, extractor: Extractor, reviews: Reviews | None, files: Settings) -> Settings:
    """What of the settings belongs to what made a graph; the usual extractor goes without saying."""
    named = "" if extractor.name == CLAUSES else extractor.name
    return settings(least, extractor=named, reviews=reviews.digest if reviews else "", files=files)


def build(  # noqa: PLR0913 - those of ``outcomes``
    articles: Iterable[Article],
    reader: Reader,
    ontology: Ontology,
    *,
    extractor: Extractor | None = None,
    min_confidence: float | None = 0.0,
    reviews: Reviews | None = None,
) -> Built:
    """The graph of all articles; raises the ``ArticleError`` of the first that cannot be read."""
    found = outcomes(articles, reader, ontology, extractor=extractor, min_confidence=min_confidence, reviews=reviews)
    return joined(found)


def article_graph(
    article: Article, doc: Doc, ontology: Ontology, *, known: KnownEntity, extractor: Extractor | None = None
) -> Graph:
    """The graph of one parsed article."""
    said = said_by_frames(article, doc, ontology, extractor or ClauseExtractor.of(ontology))
    return _resolved(chain.from_iterable(said.pieces), article, ontology, known)


@dataclass(frozen=True)
class SaidByFrames:
    """The frames of an article that say something, each with what it says, a small graph a statement."""

    clauses: tuple[tuple[Frame, tuple[Graph, ...]], ...]
    empty: tuple[Omission, ...]
    """Frames that say nothing by themselves."""
    unfit: tuple[tuple[str, str], ...]
    """What the user's relations and wordings did not tell for want of the right classes, each with its sentence."""

    @property
    def pieces(self) -> list[tuple[Graph, ...]]:
        """What each clause says."""
        return [pieces for _, pieces in self.clauses]


def said_by_frames(article: Article, doc: Doc, ontology: Ontology, extractor: Extractor) -> SaidByFrames:
    """What the frames of a parsed article say."""
    read = readable(article)
    with step("frames" if extractor.name == CLAUSES else f"{FOREIGN} {extractor.name}"):
        parse = Soundness.of(doc)
        found = [replace(frame, parse=parse) for frame in extractor.frames(doc, read.article)]
        body = releasing_body(doc, read.article)
    with step("mapping"):
        unfit = tuple(_unfit(doc, found, ontology)) if ontology is not Ontology.load() else ()
        silent = [is_uninformative(frame) for frame in found]
        telling = [frame for frame, says_nothing in zip(found, silent, strict=True) if not says_nothing]
        empty = tuple((EMPTY, frame.start) for frame, says_nothing in zip(found, silent, strict=True) if says_nothing)
        pieces = hung((tuple(statements(frame, ontology)) for frame in telling), found)
        voiced = (tuple(in_its_voice(piece, body) for piece in clause) for clause in pieces)
        restored = (tuple(read.restored(piece) for piece in clause) for clause in voiced)
        return SaidByFrames(tuple(zip(telling, restored, strict=True)), empty, unfit)


def _unfit(doc: Doc, found: Iterable[Frame], ontology: Ontology) -> Iterator[tuple[str, str]]:
    """What the user's relations and wordings did not tell for want of the right classes, each with its sentence."""
    ours = {one for relation in Ontology.load().relations.values() for one in relation.evocations}
    for frame in found:
        for relation, wording, wrong in misfits(frame, ontology):
            if relation.is_of_user or wording not in ours:
                sentence = next((one.text for one in doc.sents if one.start_char <= frame.start < one.end_char), "")
                yield f"clauses with the words of “{relation.label}”, whose {wrong}", " ".join(sentence.split())


def _resolved(said: Iterable[Graph], article: Article, ontology: Ontology, known: KnownEntity) -> Graph:
    with step("resolution"):
        return with_parties(resolve(said, article, known), ontology.makings)


def known_entities(gazetteer: Gazetteer) -> KnownEntity:
    """Lookup in the gazetteer, by id; None for an unknown one."""

    def known(node: NodeId) -> Entity | None:
        try:
            return gazetteer.entity(node)
        except KeyError:
            return None

    return known


def _told(said: Applied, least: float | None) -> tuple[list[Graph], list[Omission]]:
    """The pieces that are not found wrong and are sure enough; what the others would have said, with its cause."""
    pieces: list[Graph] = []
    omitted: list[Omission] = []
    rights = [(clause, without_ids(clause, said.wrong)) for clause in said.clauses]
    mains = (one for _, right in rights for piece in right for one in piece.statements if one.is_main)
    has_better = any(map(is_kept, mains))
    for clause, right in rights:
        kept = above_threshold(right, least, beside_better=has_better)
        pieces += kept
        for cause, before, after in ((WRONG, clause, right), (UNSURE, right, kept)):
            omitted += [(cause, one.first_evidence.start) for one in _missing(before, after)]
    return pieces, omitted


def _missing(before: Iterable[Graph], after: Iterable[Graph]) -> Iterator[Statement]:
    """The statements of some pieces that others do not have."""
    kept = {said.id for piece in after for said in piece.statements}
    return (said for piece in before for said in piece.statements if said.id not in kept)
