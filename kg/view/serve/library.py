"""The served graphs: those of files, and those built from pasted articles."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, partial
from pathlib import Path
from sqlite3 import Connection

import anyio
from starlette.requests import Request

from kg.errors import KgError
from kg.model import Graph, NodeId
from kg.model.merge import merged, unified
from kg.pipeline.outcomes import UNSURE, UNWORTHY, Built, joined
from kg.pipeline.pool import WorkerPool
from kg.shards import is_corpus
from kg.shards.excerpts import OFFERED, CorpusExcerpt, article_named, excerpt, names_with
from kg.shards.folder import CorpusFolder
from kg.shards.log import ShardLog
from kg.shards.wanted import Wanted, wanted_by
from kg.store import Answer, Limits, Query, Worker
from kg.store.disk import source_of_store
from kg.store.files import AskedFiles, State, state_of
from kg.store.questions import Question
from kg.turtle.documents import read_source, serialize
from kg.turtle.terms import BASE_IRI
from kg.turtle.terms import prefixes as checked
from kg.view.draw.content import of_article
from kg.view.endpoint import Endpoint
from kg.view.endpoint.asking import ENDING, BusyError

_WHOLE = 400  # statements above which a graph is shown by a focus alone
LIMITS = Limits(seconds=20, rows=2000)


@dataclass(frozen=True)
class ServedPart:
    """The graph in which something is looked at, and a note of what is left out of it."""

    graph: Graph
    note: str = ""


LinkedSource = tuple[Graph, bytes, Callable[[Worker], Answer], str]
"""What a named question is asked of beside files: a graph, its triples, how it answers, and what is left out."""
AskedTogether = Callable[[str, Mapping[str, str]], LinkedSource | None]
"""The same of a question of that name and its parameters where links tell what is the same; else None."""


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
        together: AskedTogether = lambda *_: None,
    ) -> None:
        self._together = together
        self._sources: AskedFiles = paths if callable(paths) else partial(tuple[Path, ...], paths)
        self._added = Graph()
        self._read: tuple[Path, ...] | None = None
        self._reading = threading.Lock()
        self.renew()
        checked(self._base_iri, prefixes or {})  # where they collide it is told before anybody asks
        self._least, self._limits, self._prefixes = least, limits, prefixes
        self._crew: WorkerPool[Built] | None = None
        self._building, self._asking = threading.Lock(), threading.Lock()
        self._waiting: set[asyncio.Future[None]] = set()
        self.endpoint = Endpoint(self._sources if self.is_whole else (), limits, prefixes=prefixes)
        if not self.is_whole:
            self._hold()

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

    is_whole = True
    """Whether queries see all of the files."""
    most_names: int | None = None
    """The most entities that ``names`` gives; None is all."""

    @property
    def is_large(self) -> bool:
        """Whether the graph is too much for one page; of a corpus no more is taken than has room there."""
        return self.is_whole and len(self.graph.statements) > _WHOLE

    def add(self, text: str, day: date | None = None) -> str:
        """Build the graph of an article of that day and join it; the article's id.

        It is read in a process of its own, within the limits of ``kg build``. Raises ``ArticleError`` where that
        fails, ``KgError`` for a text that says nothing.
        """
        from kg.pipeline.workers import BuildSettings, worker_pool
        from kg.text.articles import ReadingOptions, article_of

        if not text.strip():
            raise KgError("the article is empty")
        article = article_of(text, reading=ReadingOptions(date=day))
        with self._building:  # one at a time; who asks does not wait
            # A process of its own loads the language model once.
            self._crew = self._crew or worker_pool(BuildSettings(min_confidence=self._least))
            built = joined(self._crew.read([article]))
            made = built.graph
            if not made.statements:
                if any(count for why, count in built.counts.items() if why.startswith((UNSURE, UNWORTHY))):
                    raise KgError(
                        "what the article says is not sure enough", hint="kg serve --all shows what is unsure too"
                    )
                raise KgError("the article makes no statement that can be read")
            self._added |= made
            self._hold()
            self.graph |= made
        return article.id

    def _hold(self) -> None:
        """Let queries see what is in no file."""
        self.endpoint.hold(cache(self._lines))  # made once somebody asks

    def _lines(self) -> bytes:
        return serialize(self._added, "nt", base_iri=self._base_iri)

    def about(self, *_names: str) -> ServedPart:
        """In what a node, or any name of one, is looked at; or chains between two."""
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
        """The answer to a question, of what several articles tell together where links do, and what it was asked of."""

        def apart() -> tuple[ServedPart, Answer] | None:
            found = self._together(asked.name, given) or self._asked_of(asked, given)
            if found is None:
                return None
            graph, lines, answering, left_out = found
            held = lines + Library._lines(self)
            with self._asking, Worker((), self._limits, held, prefixes=self._prefixes) as worker:  # one at a time
                return ServedPart(graph | self._added, left_out), answering(worker)

        if made := await anyio.to_thread.run_sync(apart, abandon_on_cancel=True):
            return made
        return ServedPart(self.graph), await self.endpoint.answer(request, partial(_answer, asked, given), asked.text)

    def _asked_of(self, _asked: Question, _given: Mapping[str, str]) -> LinkedSource | None:
        return None  # files alone

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


def _answer(asked: Question, given: Mapping[str, str], worker: Worker) -> Answer:
    return worker.ask(Query(asked.filled(given, worker)))


def library_of(paths: Sequence[Path] | AskedFiles) -> type[Library]:
    """The library of what is served: of all of some graphs, or of a corpus alone, of which what is asked about."""
    return CorpusLibrary if is_corpus((paths() if callable(paths) else paths)[0]) else Library


class CorpusLibrary(Library):
    """A corpus that is too large to be read whole, and what is added to it here.

    SPARQL sees the newest articles; pictures, cards and named questions those that tell of what is asked.
    """

    is_whole, most_names = False, OFFERED
    _state: State | None = None

    @cached_property
    def _folder(self) -> Path:
        return self._sources()[0]

    def renew(self) -> bool:
        """Take the newest articles where the list of shards has changed; whether it has."""
        with self._reading:
            state = state_of([self._folder / ShardLog.NAME])
            if state == self._state:
                return False
            with CorpusFolder(self._folder) as folder:
                self._base_iri = folder.settings.base_iri
            newest = self._excerpt(Wanted())
            self.graph, self._note = newest.united, f"{self._folder.name}: {newest.note}" if newest.note else ""
            self._newest = newest.graph
            self.graph = self.graph | self._added if self._added.articles else self.graph
            if self._state is not None:
                self._hold()
            self._state = state
            return True

    def about(self, *names: str) -> ServedPart:
        """What tells of a name, or of chains between two, for none the newest; ``KgError`` where it is not there."""
        is_chain = len(names) > 1
        if not is_chain and (not any(names) or any({one.label, one.id} & {*names} for one in self._added.entities)):
            return ServedPart(self.graph, self._note)
        found = self._excerpt(Wanted(names, chain=is_chain))
        return ServedPart(unified(found.united | self._added), found.note)

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

    def _asked_of(self, asked: Question, given: Mapping[str, str]) -> LinkedSource:
        found = self._excerpt(wanted_by(asked, given))
        lines = serialize(found.graph, "nt", base_iri=self._base_iri, evidence="full")
        return found.graph, lines, partial(_answer, asked, given), found.note

    def _lines(self) -> bytes:
        return serialize(self._newest, "nt", base_iri=self._base_iri, evidence="full") + super()._lines()

    def _excerpt(self, wanted: Wanted) -> CorpusExcerpt:
        with self._index() as base:
            return excerpt(base, wanted)

    @contextmanager
    def _index(self) -> Iterator[Connection]:
        with CorpusFolder(self._folder) as folder, folder.index(lambda _: None) as base:
            yield base
