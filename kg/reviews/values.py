"""Reviews, their keys, and the files that have them: read, continued, saved atomically after each answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from kg.errors import InputError, check_ends
from kg.model import Entity, Event, Factuality, Graph, NodeId, Statement
from kg.model.article import ArticleId
from kg.model.graph import BY_MODEL
from kg.model.json import Json
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
    def from_row(cls, row: Mapping[str, Json], place: str = "") -> Review:
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
        cause, instead, reader, sentence, deciding = (str(row.get(name) or "") for name in _TEXTS)
        use = bool(useful) if useful is not None else None
        return cls(of, verdict, cause, instead, use, reader, sentence, place, deciding)


_TEXTS = ("cause", "instead", "reader", "sentence", "deciding")


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
    """The reviews of a file in order; ``InputError`` with file and line for an invalid row."""
    return tuple(review for _, review in judged_rows(path))


def judged_rows(path: Path) -> Iterator[tuple[ReviewRow, Review]]:
    """The rows of a file in order, each with its review; ``InputError`` as ``reviews_in``."""
    return ((row, Review.from_row(row, place)) for row, place in _rows(path))


class ReviewFile:
    """One reader's reviews in a file that others may write to as well; ``write`` is atomic."""

    def __init__(self, path: Path, reader: str, write: Write) -> None:
        self._path = path
        self._reader = reader
        self._write = write
        self.reviews()  # a file that is none is told before any work is done

    def reviews(self) -> dict[ReviewKey, Review]:
        """What this reader has judged, the last of each statement."""
        found = reviews_in(self._path) if self._path.exists() else ()
        return {review.of: review for review in found if review.reader == self._reader}

    def undo(self) -> int:
        """Take away what this reader has judged, and nobody else's; how many reviews those were."""
        known = list(_rows(self._path)) if self._path.exists() else []
        kept = [row for row, place in known if Review.from_row(row, place).reader != self._reader]
        if len(kept) < len(known):
            self._put(kept)
        return len(known) - len(kept)

    def put(self, *rows: ReviewRow) -> None:
        """Save reviews in place of earlier ones of the same statements by the same readers.

        The file is read anew, so that nothing is lost that somebody else has written since.
        """
        new = {(review.of, review.reader) for review in map(Review.from_row, rows)}
        known = list(_rows(self._path)) if self._path.exists() else []
        reviews = [(Review.from_row(old, place), old) for old, place in known]
        kept = [old for review, old in reviews if (review.of, review.reader) not in new]
        self._put([*kept, *rows])

    def _put(self, rows: Iterable[ReviewRow]) -> None:
        self._write("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rows).encode(), self._path)


def _rows(path: Path) -> Iterator[tuple[ReviewRow, str]]:
    """Each row with its place, "reviews.jsonl, line 3"."""
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
            yield row, place
