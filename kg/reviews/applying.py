"""Application of reviews to a build: wrong statements are removed, right ones are certain, some are corrected."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.gazetteer.words import slug
from kg.model import Entity, Factuality, Graph, NodeId, Statement
from kg.model.article import Article, ArticleId
from kg.reviews.values import NOBODY, Review, ReviewKey, Verdict, review_key, reviews_in

Clauses = Sequence[tuple[Graph, ...]]
"""The statements of an article before they have ids, each a small graph, clause by clause."""
_DIGEST = re.compile(r"-[0-9a-f]{8}$")
"""What the id of a text without one of its own ends with: it changes with the text."""
_ACCORDING = re.compile(r", according to .*$")
_SOMEBODY = "Actor"
_STALE = "reviews whose sentence no longer stands in the text"
_GONE = "reviews of statements that are no longer made as they were judged"


@dataclass(frozen=True)
class Applied:
    """An article's clauses after review, the ids of wrong statements, and reviews that could not be applied."""

    clauses: Clauses
    wrong: frozenset[NodeId] = frozenset()
    counts: Counter[str] = field(default_factory=Counter)


class Reviews:
    """The reviews of some files; the last one of a statement counts."""

    def __init__(self, reviews: Iterable[Review], digest: str = "") -> None:
        self.digest = digest
        self._of: dict[str, list[Review]] = defaultdict(list)
        for review in reviews:
            self._of[review.of.article].append(review)
            if (stem := _stem(review.of.article)) != review.of.article:
                self._of[stem].append(review)

    @classmethod
    def of_files(cls, paths: Sequence[Path]) -> Reviews:
        """The reviews of files, one after the other; ``InputError`` where one cannot be read."""
        digest = hashlib.sha256()
        for path in paths:
            digest.update(path.read_bytes() if path.is_file() else b"")
        return cls([review for path in paths for review in reviews_in(path)], digest.hexdigest()[:12])

    def elsewhere(self, articles: Iterable[ArticleId]) -> int:
        """The number of reviews of other articles than these."""
        known = {name for article in articles for name in (article, _stem(article))}
        found = {review for reviews in self._of.values() for review in reviews}
        return sum(not {review.of.article, _stem(review.of.article)} & known for review in found)

    def applied(self, article: Article, clauses: Clauses) -> Applied:
        """An article's clauses with the reviews applied."""
        found = self._of.get(article.id) or self._of.get(_stem(article.id), [])
        placed = [(review, _place_in(article, review)) for review in found]
        stale = [review.place for review, start in placed if start is None]
        by_key: dict[ReviewKey, list[Review]] = defaultdict(list)
        for review, start in placed:
            if start is not None:
                by_key[replace(review.of, article=article.id, start=start)].append(review)
        for same in by_key.values():
            same.sort(key=lambda review: not review.is_of_model)  # stable: a reader's verdict goes before a model's
        done = _Application(by_key, _named(clauses))
        changed = [tuple(map(done.piece, clause)) for clause in clauses]
        counts = Counter({f"{_STALE} ({place})": 1 for place in stale})
        counts[_GONE] = len(by_key.keys() - done.met)
        return Applied(changed, frozenset(done.wrong), counts)


class _Application:
    """Applies reviews piece by piece, and keeps which were met and what is wrong."""

    def __init__(self, reviews: Mapping[ReviewKey, Sequence[Review]], named: Mapping[str, Entity]) -> None:
        self._reviews = reviews
        self._named = named
        self.met: set[ReviewKey] = set()
        self.wrong: set[NodeId] = set()

    def piece(self, piece: Graph) -> Graph:
        """A statement with its review applied, corrections included; a wrong one stays, and its id is noted."""
        (said,) = piece.statements
        key = review_key(said)
        if key not in self._reviews:
            return piece
        self.met.add(key)
        last = self._reviews[key][-1]
        if not last.keeps:
            self.wrong.add(said.id)
            return piece
        readers = frozenset(one.reader or "reader" for one in self._reviews[key] if _agree(one, last))
        found = replace(said, reviewed_by=said.reviewed_by | readers)
        if last.is_of_model:
            return replace(piece, statements=(found,))
        found = replace(found, confidence=1.0)
        if last.useful is not None:
            found = replace(found, usefulness=float(last.useful))
        right = self._put_right(replace(piece, statements=(found,)), found, last)
        return self.piece(right) if review_key(right.statements[0]) not in self.met else right

    def _put_right(self, piece: Graph, said: Statement, review: Review) -> Graph:
        """With the firmness or the source that the reader told."""
        if review.factuality:
            negated = review.factuality is not Factuality.ASSERTED and said.negated
            told = replace(said, factuality=review.factuality, negated=negated, firmness_cue="")
            return replace(piece, statements=(told,))
        if review.source == NOBODY:
            label = _ACCORDING.sub("", said.label)
            bare = replace(said, attributed_to=None, reported_by=None, own_act=False, label=label)
            return replace(piece, statements=(bare,))
        if review.source:
            source = self._source(review.source)
            label = f"{_ACCORDING.sub('', said.label)}, according to {review.source}" if said.label else ""
            told = replace(said, attributed_to=source.id, own_act=False, label=label)
            return replace(piece, entities=(*piece.entities, source), statements=(told,))
        return piece

    def _source(self, name: str) -> Entity:
        """Whom the article knows by a name, with or without its article; else somebody of that name."""
        bare = re.sub(r"^the\s+", "", name, flags=re.IGNORECASE)
        return self._named.get(bare.casefold()) or Entity(NodeId(slug(bare)), _SOMEBODY, bare)


def _named(clauses: Clauses) -> dict[str, Entity]:
    """The entities of an article by each of their names; the best name goes first, and of several the least id."""
    entities = sorted({e.id: e for clause in clauses for piece in clause for e in piece.entities}.values(), key=_id)
    found = {label.casefold(): entity for entity in reversed(entities) for label in entity.alt_labels}
    return found | {entity.id: entity for entity in entities} | {e.label.casefold(): e for e in reversed(entities)}


def _id(entity: Entity) -> NodeId:
    return entity.id


def _agree(one: Review, other: Review) -> bool:
    return (one.verdict, one.cause, one.instead) == (other.verdict, other.cause, other.instead) or (
        one.verdict is other.verdict is Verdict.RIGHT
    )


def _place_in(article: Article, review: Review) -> int | None:
    """Where the sentence of a review begins in the text now; None where it is gone."""
    start, sentence = review.of.start, review.sentence
    if not sentence:
        return start if review.of.article == article.id else None
    if article.text.startswith(sentence, start):
        return start
    found = article.text.find(sentence)
    return found if found >= 0 else None


def _stem(article: str) -> ArticleId:
    return ArticleId(_DIGEST.sub("", article))
