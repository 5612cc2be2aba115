"""The served graphs: those of files, and those built from pasted articles."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.model import Graph, NodeId
from kg.model.merge import merged
from kg.pipeline.outcomes import UNSURE, UNWORTHY, joined
from kg.shards import is_corpus
from kg.store import Answer, Limits, Query, Worker
from kg.store.disk import source_of_store
from kg.store.files import AskedFiles
from kg.turtle.documents import read_source, serialize
from kg.turtle.terms import BASE_IRI
from kg.turtle.terms import prefixes as checked
from kg.view.draw.content import of_article
from kg.view.endpoint import Endpoint
from kg.view.endpoint.refusing import ENDING, BusyError

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.pipeline.outcomes import Built
    from kg.pipeline.pool import WorkerPool
    from kg.store.questions import Question

_WHOLE = 400
"""Statements above which a graph is shown by a focus alone."""
LIMITS = Limits(seconds=20, rows=2000)


@dataclass(frozen=True)
class ServedPart:
    """The graph in which something is looked at, and a note of what is left out of it."""

    graph: Graph
    note: str = ""


class Library:
    """One graph, joined of all, for the pages; queries see the files themselves and what is added.

    Where ``paths`` are what tells the files, they are read anew when that names others. What is added gets the base of
    the first file; it is kept in memory alone, and so gone with the server however that ends. Queries need not declare
    ``prefixes``, the user's own.
    """

    def __init__(
        self,
        paths: Sequence[Path] | AskedFiles,
        limits: Limits = LIMITS,
        *,
        least: float | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        self._sources: AskedFiles = paths if callable(paths) else partial(tuple[Path, ...], paths)
        self._added = Graph()
        self._read: tuple[Path, ...] | None = None
        self._reading = threading.Lock()
        self.renew()
        checked(self._base_iri, prefixes or {})  # where they collide it is told before anybody asks
        self._least = least
        self._crew: WorkerPool[Built] | None = None
        self._building = threading.Lock()
        self._waiting: set[asyncio.Future[None]] = set()
        self.endpoint = Endpoint(self._sources, limits, prefixes=prefixes)

    def renew(self) -> bool:
        """Read the files where they are others than those that were read; whether they are."""
        with self._reading:
            paths = self._sources()
            if paths == self._read:
                return False
            sources = [source_of_store(path) if path.is_dir() else read_source(path) for path in paths]
            self.graph = merged([*(source.graph for source in sources), *[self._added] * bool(self._added.articles)])
            self._base_iri = next((source.base_iri for source in sources if source.is_ours), BASE_IRI)
            self._read = paths
            return True

    note = ""
    """What is left out of the graph."""
    most_names: int | None = None
    """The most entities that ``names`` gives; None is all."""

    @property
    def is_large(self) -> bool:
        """Whether the graph is too much for one page."""
        return len(self.graph.statements) > _WHOLE

    def add(self, text: str, day: date | None = None) -> str:
        """Build the graph of an article of that day and join it; the article's id.

        It is read in a process of its own, within the limits of ``kg build``. Raises ``ArticleError`` where that
        fails, ``KgError`` for a text that says nothing.
        """
        from kg.text.articles import ReadingOptions, article_of

        if not text.strip():
            raise KgError("the article is empty")
        article = article_of(text, reading=ReadingOptions(date=day))
        with self._building:  # one at a time; who asks does not wait
            built = joined(self._readers().read([article]))
            made = built.graph
            if not made.statements:
                raise _nothing(built.counts)
            self._added |= made
            self._hold()
            self.graph |= made
        return article.id

    def _hold(self) -> None:
        """Let queries see what is in no file."""
        self.endpoint.hold(self._lines())

    def _lines(self) -> bytes:
        return serialize(self._added, "nt", base_iri=self._base_iri)

    def about(self, _name: str) -> ServedPart:
        """In what a node, or any name of one, is looked at."""
        return ServedPart(self.graph)

    def between(self, _start: str, _goal: str) -> ServedPart:
        """In what chains between two names are looked for."""
        return ServedPart(self.graph)

    def of_article(self, name: str) -> Graph:
        """The graph of an article; ``KgError`` for one that is not there."""
        found = of_article(self.graph, name)
        if not found.statements:
            raise KgError(f"{name} is not in the graph")
        return found

    def names(self, words: str) -> list[tuple[NodeId, str]]:
        """Entities whose name has some words, with these names, those that begin so first."""
        begun, entities = words.casefold(), self.graph.entities if words else ()
        found = [(one.id, one.label) for one in entities if begun in one.label.casefold()]
        return sorted(found, key=lambda one: (not one[1].casefold().startswith(begun), len(one[1]), one[1]))

    async def answered(self, request: Request, asked: Question, given: Mapping[str, str]) -> tuple[ServedPart, Answer]:
        """The answer to a question, and what it was asked of."""

        def asking(worker: Worker) -> Answer:
            return worker.ask(Query(asked.filled(given, worker)))

        return ServedPart(self.graph), await self.endpoint.answer(request, asking, asked.text)

    @staticmethod
    def day_of(text: str) -> date | None:
        """The day that an article's own dateline gives it."""
        from kg.text.articles import ReadingOptions, article_of

        return article_of(text, reading=ReadingOptions()).date if text.strip() else None

    def _readers(self) -> WorkerPool[Built]:
        """The process that reads articles, which loads the language model once."""
        from kg.pipeline.workers import BuildSettings, worker_pool

        self._crew = self._crew or worker_pool(BuildSettings(min_confidence=self._least))
        return self._crew

    def stop(self) -> None:
        """Stop what runs, before the server ends: who asked is told so."""
        self.endpoint.stop()
        for ending in self._waiting:
            ending.cancel()

    async def unless_ending(self, work: Awaitable[str]) -> str:
        """What is waited for; ``BusyError`` once the server is ending, which waits for nobody."""
        working, ending = asyncio.ensure_future(work), asyncio.get_running_loop().create_future()
        self._waiting.add(ending)
        await asyncio.wait((working, ending), return_when=asyncio.FIRST_COMPLETED)
        self._waiting.remove(ending)
        if working.done():
            return working.result()
        working.add_done_callback(lambda late: late.cancelled() or late.exception())  # of no interest any more
        raise BusyError(ENDING)

    def close(self) -> None:
        """End the processes."""
        self.endpoint.close()
        if self._crew is not None:
            self._crew.close()


def library_of(
    paths: Sequence[Path] | AskedFiles, limits: Limits, least: float | None, prefixes: Mapping[str, str] | None
) -> Library:
    """What is served: all of some graphs, or of a corpus that stands alone what is asked about."""
    first = (paths() if callable(paths) else paths)[0]
    if not is_corpus(first):
        return Library(paths, limits, least=least, prefixes=prefixes)
    from kg.view.serve.corpora import CorpusLibrary

    return CorpusLibrary(first, limits, least=least, prefixes=prefixes)


def _nothing(counts: Mapping[str, int]) -> KgError:
    """Why an article says nothing."""
    if any(count for cause, count in counts.items() if cause.startswith((UNSURE, UNWORTHY))):
        return KgError("what the article says is not sure enough", hint="kg serve --all shows what is unsure too")
    return KgError("the article makes no statement that can be read")
