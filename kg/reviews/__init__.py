"""Reviews: readers' judgements that a statement is right, or wrong and why, and whether it is useful.

A file of reviews is JSON Lines in the form of judged statements (``docs/how-to/how-sure.md``): ``kg review`` writes it,
``kg build --reviewed`` applies it.
"""

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from kg.errors import InputError, check_ends
from kg.gazetteer.words import slug
from kg.model import Entity, Event, Factuality, Graph, NodeId, Statement, Trust
from kg.model.article import Article, ArticleId
from kg.model.graph import BY_MODEL
from kg.model.json import CHECK, Json, checked, is_whole
from kg.model.scales import factuality_of

ReviewRow = dict[str, Json]
NOBODY = "-"
"""As the right source: the article itself says so."""
CAUSES = (
    "parse", "subject", "object_span", "relation", "coreference", "factuality", "source", "time", "entity_type",
    "event_roles", "uninformative",
)  # fmt: skip
"""What may be wrong, the main thing of each statement."""
_Plain = TypeVar("_Plain", str, int)


class Verdict(StrEnum):
    """A reader's verdict on a statement, compared with its sentence."""

    RIGHT = "right"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class ReviewKey:
    """The key of a reviewed statement: sentence, relation, digest of its words, factuality and source."""

    article: ArticleId
    start: int
    relation: str
    words: str
    factuality: Factuality
    is_said: bool


@dataclass(frozen=True, slots=True)
class Review:
    """A reader's review of a statement; ``place`` names the line of the file, for messages."""

    of: ReviewKey
    verdict: Verdict
    cause: str = ""
    instead: str = ""
    """The right factuality or source of one that is wrong in that, where the reader told it."""
    useful: bool | None = None
    reader: str = ""
    sentence: str = ""
    """The sentence as it read; empty where the words are withheld."""
    place: str = ""
    deciding: str = ""
    """The words of the text that decided, where the reader names them."""

    @property
    def factuality(self) -> Factuality | None:
        """The right factuality, if that is what is wrong and it is told."""
        return factuality_of(self.instead) if self.cause == "factuality" else None

    @property
    def source(self) -> str:
        """The right source, ``NOBODY`` for the article itself; "" where something else is wrong, or it is not told."""
        return self.instead.strip() if self.cause == "source" else ""

    @property
    def is_of_model(self) -> bool:
        """Whether a language model judged: it may find wrong, but makes nothing certain and puts nothing right."""
        return self.reader.startswith(BY_MODEL)

    @property
    def keeps(self) -> bool:
        """Whether the statement stays, as it is or put right."""
        return self.verdict is Verdict.RIGHT or (not self.is_of_model and bool(self.factuality or self.source))

    @classmethod
    def from_row(cls, row: Mapping[str, Json], place: str = "") -> "Review":
        """The review of a row; ``InputError`` with its place where the row is none."""
        statement = row.get("statement")
        if not isinstance(statement, dict):
            raise InputError(f"{place}: is no review", hint="kg review writes them")
        try:
            of = ReviewKey(
                ArticleId(_plain(row, "text", str)),
                _plain(row, "start", int),
                _plain(statement, "relation", str),
                _plain(statement, "words", str),
                Factuality(_plain(statement, "factuality", str)),
                bool(statement.get("said")),
            )
            verdict = Verdict(_plain(row, "verdict", str))
        except ValueError as error:
            raise InputError(f"{place}: {error}", hint="kg review writes reviews") from None
        useful = row.get("useful")
        texts = {name: str(row.get(name) or "") for name in ("cause", "instead", "reader", "sentence", "deciding")}
        return cls(of, verdict, useful=bool(useful) if useful is not None else None, place=place, **texts)


def review_key(said: Statement) -> ReviewKey:
    """The key of a statement."""
    first = said.first_evidence
    return ReviewKey(
        first.article, first.start, said.relation, words_of(said), said.factuality, said.attributed_to is not None
    )


def words_of(said: Statement) -> str:
    """A short digest of the words of subject, predicate and object."""
    words = "|".join((said.subject_text, said.predicate_text, said.object_text))
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def row_of(graph: Graph, said: Statement, review: Review) -> ReviewRow:
    """The row of a review of a statement in a graph: its place, what it says, and what the reader says of it."""
    first = said.first_evidence
    row: ReviewRow = {
        "text": first.article,
        "start": first.start,
        "end": first.end,
        "statement": _statement(graph, said),
    }
    if first.quote:
        row["sentence"] = first.quote
    row["verdict"] = review.verdict.value
    told = (("cause", review.cause), ("instead", review.instead), ("deciding", review.deciding))
    row |= {name: value for name, value in told if value}
    if review.useful is not None:
        row["useful"] = review.useful
    return {**row, "reader": review.reader}


def _statement(graph: Graph, said: Statement) -> ReviewRow:
    event = graph.nodes.get(said.event) if said.event else None
    row: ReviewRow = {
        "relation": said.relation,
        "open": said.is_open,
        "rule": said.rule,
        "factuality": said.factuality.value,
        "said": said.attributed_to is not None,
        "words": words_of(said),
        "label": said.label,
        "subject": graph.label(said.subject),
        "subjectClass": _class(graph, said.subject),
        "subjectText": said.subject_text,
        "predicateText": said.predicate_text,
        "object": graph.label(said.object),
        "objectClass": _class(graph, said.object),
        "objectText": said.object_text,
        "event": event.cls if isinstance(event, Event) else "",
        "attributedTo": graph.label(said.attributed_to) if said.attributed_to else "",
        "start": str(said.time.start or "") if said.time else "",
        "end": str(said.time.end or "") if said.time else "",
        "timeText": said.time.text if said.time else "",
    }
    return {name: value for name, value in row.items() if value != ""}


def _class(graph: Graph, node: NodeId) -> str:
    found = graph.nodes.get(node)
    return found.cls if isinstance(found, Entity | Event) else "Quantity" if found else ""


def _plain(row: Mapping[str, Json], name: str, kind: type[_Plain]) -> _Plain:
    value = row.get(name)
    if not isinstance(value, kind):
        raise ValueError(f"has no {name}")  # noqa: TRY004 - told as what the file lacks
    return value


Write = Callable[[bytes, Path], None]


def reviews_in(path: Path) -> tuple[Review, ...]:
    """The reviews of a file in order; ``InputError`` as ``judged_rows``."""
    return tuple(review for _, review in judged_rows(path))


class ReviewFile:
    """One reader's reviews in a file that others may write to as well; ``write`` is atomic."""

    def __init__(self, path: Path, reader: str, write: Write) -> None:
        self._path = path
        self._reader = reader
        self._write = write
        self.reviews()  # a file that is none is told before any work is done

    def reviews(self) -> dict[ReviewKey, Review]:
        """What this reader has judged, the last of each statement."""
        return {review.of: review for _, review in self._judged() if review.reader == self._reader}

    def undo(self) -> int:
        """Take away what this reader has judged, and nobody else's; how many reviews those were."""
        known = self._judged()
        kept = [row for row, review in known if review.reader != self._reader]
        if len(kept) < len(known):
            self._put(kept)
        return len(known) - len(kept)

    def put(self, *rows: ReviewRow) -> None:
        """Save reviews in place of earlier ones of the same statements by the same readers.

        The file is read anew, so that nothing is lost that somebody else has written since.
        """
        new = {(review.of, review.reader) for review in map(Review.from_row, rows)}
        self._put([*(old for old, review in self._judged() if (review.of, review.reader) not in new), *rows])

    def _judged(self) -> list[tuple[ReviewRow, Review]]:
        return list(judged_rows(self._path)) if self._path.exists() else []

    def _put(self, rows: Iterable[ReviewRow]) -> None:
        told = (json.dumps(checked(one), ensure_ascii=False) + "\n" for one in rows)
        self._write("".join(told).encode(), self._path)


def judged_rows(path: Path) -> Iterator[tuple[ReviewRow, Review]]:
    """The rows of a file in order, each with its review; ``InputError`` with file and line for an invalid row."""
    check_ends(path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as reviews ({error})") from error
    for number, line in enumerate(text.split("\n"), 1):
        place = f"{path}, line {number}"
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError:
                raise InputError(f"{place}: is no JSON", hint="a file of reviews has a JSON object a line") from None
            if not isinstance(row, dict):
                raise InputError(f"{place}: is no review", hint="kg review writes them")
            if not is_whole(row):
                raise InputError(
                    f"{place}: is damaged, or was changed by hand", hint=f'without its "{CHECK}" it is read'
                )
            yield row, Review.from_row(row, place)


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
    def of_files(cls, paths: Sequence[Path]) -> "Reviews":
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
        # The entities of the article by each of their names; the best name goes first, and of several the least id.
        every = {entity.id: entity for clause in clauses for piece in clause for entity in piece.entities}
        entities = sorted(every.values(), key=lambda one: one.id, reverse=True)
        named = {label.casefold(): entity for entity in entities for label in entity.alt_labels}
        done = _Application(by_key, named | every | {one.label.casefold(): one for one in entities})
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
        agreed = [
            one
            for one in self._reviews[key]
            if one.verdict is last.verdict is Verdict.RIGHT
            or (one.verdict, one.cause, one.instead) == (last.verdict, last.cause, last.instead)
        ]
        readers = frozenset(one.reader or "reader" for one in agreed)
        found = replace(said, reviewed_by=said.reviewed_by | readers)
        if last.is_of_model:
            return replace(piece, statements=(found,))
        found = replace(found, confidence=1.0, trust=Trust.SURE)
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
            told = replace(said, attributed_to=None, reported_by=None, own_act=False, label=label)
            return replace(piece, statements=(told,))
        if review.source:  # whom the article knows by that name, with or without its article; else somebody of it
            bare = re.sub(r"^the\s+", "", review.source, flags=re.IGNORECASE)
            source = self._named.get(bare.casefold()) or Entity(NodeId(slug(bare)), _SOMEBODY, bare)
            label = f"{_ACCORDING.sub('', said.label)}, according to {review.source}" if said.label else ""
            told = replace(said, attributed_to=source.id, own_act=False, label=label)
            return replace(piece, entities=(*piece.entities, source), statements=(told,))
        return piece


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
