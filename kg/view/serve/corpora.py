"""A large corpus as it is served: of whatever is asked about the newest articles that tell of it, never all of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection

import anyio
from starlette.requests import Request

from kg.model import Graph, NodeId
from kg.model.merge import unified
from kg.shards.excerpts import OFFERED, CorpusExcerpt, article_named, excerpt, names_with
from kg.shards.folder import CorpusFolder
from kg.shards.log import ShardLog
from kg.shards.wanted import Wanted, wanted_by
from kg.store import Answer, Limits, Query, Worker
from kg.store.files import State, state_of
from kg.store.questions import Question
from kg.turtle.documents import serialize
from kg.view.serve.library import LIMITS, Library, ServedPart


class CorpusLibrary(Library):
    """A corpus that is too large to be read whole, and what is added to it here.

    SPARQL sees the newest articles; pictures, cards and named questions those that tell of what is asked.
    """

    most_names = OFFERED

    def __init__(
        self,
        path: Path,
        limits: Limits = LIMITS,
        *,
        least: float | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        self._folder = path
        self._list = path / ShardLog.NAME
        self._state: State | None = None
        self._limits, self._prefixes = limits, prefixes
        self._asking = threading.Lock()
        super().__init__((), limits, least=least, prefixes=prefixes)
        self._hold()

    def renew(self) -> bool:
        """Take the newest articles where the list of shards has changed; whether it has."""
        with self._reading:
            state = state_of([self._list])
            if state == self._state:
                return False
            with CorpusFolder(self._folder) as folder:
                self._base_iri = folder.settings.base_iri
            newest = self._excerpt(Wanted())
            self.graph, self.note = newest.graph, f"{self._folder.name}: {newest.note}" if newest.note else ""
            self._newest = serialize(newest.graph, "nt", base_iri=self._base_iri, evidence="full")
            self.graph = self.graph | self._added if self._added.articles else self.graph
            if self._state is not None:
                self._hold()
            self._state = state
            return True

    @property
    def is_large(self) -> bool:
        """False: of what tells of a focus no more is taken than has room on a page."""
        return False

    def about(self, name: str) -> ServedPart:
        """What tells of a name; the newest of all for an empty one. Raises ``KgError`` for one that is not there."""
        if not name or any(name in {one.label, one.id} for one in self._added.entities):
            return ServedPart(self.graph, self.note)
        found = self._excerpt(Wanted((name,)))
        return ServedPart(unified(found.graph | self._added), found.note)

    def between(self, start: str, goal: str) -> ServedPart:
        """In what chains between two names are looked for."""
        found = self._excerpt(Wanted((start, goal), chain=True))
        return ServedPart(unified(found.graph | self._added), found.note)

    def of_article(self, name: str) -> Graph:
        """The graph of an article; ``KgError`` for one that is not there."""
        if any(article.id == name for article in self.graph.articles):
            return super().of_article(name)
        with self._index() as base:
            return article_named(base, name)

    def names(self, words: str) -> list[tuple[NodeId, str]]:
        """Entities whose name has some words, with these names, those that begin so first."""
        with self._index() as base:
            return names_with(base, words)

    async def answered(self, _request: Request, asked: Question, given: Mapping[str, str]) -> tuple[ServedPart, Answer]:
        """The answer to a question, and what it was asked of."""
        return await anyio.to_thread.run_sync(self._answered, asked, given, abandon_on_cancel=True)

    def _answered(self, asked: Question, given: Mapping[str, str]) -> tuple[ServedPart, Answer]:
        found = self._excerpt(wanted_by(asked, given))
        graph = found.graph | self._added
        held = serialize(graph, "nt", base_iri=self._base_iri, evidence="full")
        with self._asking, Worker((), self._limits, held, prefixes=self._prefixes) as worker:  # one at a time
            return ServedPart(graph, found.note), worker.ask(Query(asked.filled(given, worker)))

    def _lines(self) -> bytes:
        return self._newest + super()._lines()

    def _excerpt(self, wanted: Wanted) -> CorpusExcerpt:
        with self._index() as base:
            return excerpt(base, wanted)

    @contextmanager
    def _index(self) -> Iterator[Connection]:
        with CorpusFolder(self._folder) as folder, folder.index(lambda _: None) as base:
            yield base
