"""The component ``newsgraph``: what an article says, on the Doc of any spaCy pipeline.

The user's model stays as it is: the text is read by a reader of newsgraph's own, and the words of each statement are
spans of the user's tokens. The Doc holds the graph as Turtle, so that it can be written to disk or go to another
process; it is read when it is asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.errors import InputError
from kg.facts.selection import ordered
from kg.model import Graph
from kg.pipeline.workers import BuildSettings, built
from kg.tables.resources import Scope, StatementResource
from kg.tables.rows import word_places
from kg.text.articles import ReadingOptions, article_of
from kg.turtle.documents import read, to_turtle

KEY = "newsgraph"
"""Where ``doc.user_data`` has the graph, and ``doc._`` too."""
_EMPTY = Graph()
_read = lru_cache(maxsize=32)(read)


@dataclass(frozen=True)
class SpokenStatement:
    """A statement with its words as spans of a Doc; None for words that it has not."""

    said: StatementResource
    sentence: Span
    subject: Span | None = None
    predicate: Span | None = None
    object: Span | None = None

    @property
    def label(self) -> str:
        """The statement in plain words."""
        return self.said.label

    def __repr__(self) -> str:
        return repr(self.said)


@Language.factory(
    "newsgraph",
    assigns=["doc._.newsgraph", "doc._.statements"],
    default_config={"date": "", "model": "", "min_confidence": None},
)
class Newsgraph:
    """Reads each Doc's text; ``date`` is that of texts that say none, ``model`` and ``min_confidence`` as in a build.

    ``doc._.published`` is a day of one Doc. Raises ``KgError`` for a text that is no English, or a day that is none.
    """

    def __init__(
        self,
        nlp: Language,  # noqa: ARG002 - spaCy's protocol
        name: str,  # noqa: ARG002
        date: str = "",
        model: str = "",
        min_confidence: float | None = None,
    ) -> None:
        self._date = _day(date)
        self._recipe = BuildSettings(model, min_confidence=min_confidence)

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc with its graph."""
        text, given = doc.text, doc._.published
        if text.strip():
            day = _day(str(given)) if given else self._date
            article = article_of(text, reading=ReadingOptions(day))
            doc.user_data[KEY] = to_turtle(built([article], self._recipe).graph, evidence="full")
        return doc


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise InputError(f"{given!r} is no day", hint="write it as 2026-01-14") from None


def _graph(doc: Doc) -> Graph:
    found = doc.user_data.get(KEY)
    return _read(found) if isinstance(found, str) else _EMPTY


def _statements(doc: Doc) -> tuple[SpokenStatement, ...]:
    """The statements of a Doc in the order of its text."""
    graph = _graph(doc)
    scope = Scope(graph)
    return tuple(_spoken(doc, scope.statement(said)) for said in ordered(graph))


def _spoken(doc: Doc, said: StatementResource) -> SpokenStatement:
    first = said.first_evidence
    places = {part: (first.start + start, first.start + end) for start, end, part in word_places(first, said.value)}
    spans: Mapping[str, Span | None] = {part: _span(doc, *place) for part, place in places.items()}
    sentence = _span(doc, first.start, first.end)
    assert sentence is not None
    return SpokenStatement(said, sentence, **spans)


def _span(doc: Doc, start: int, end: int) -> Span | None:
    """The tokens that some characters are of, whole ones."""
    return doc.char_span(start, end, alignment_mode="expand")


Doc.set_extension(KEY, getter=_graph, force=True)
Doc.set_extension("statements", getter=_statements, force=True)
Doc.set_extension("published", default=None, force=True)
