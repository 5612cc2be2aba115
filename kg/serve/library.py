"""The graphs that are served: those of the files given, and those made of articles that were pasted."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.endpoint import Endpoint
from kg.errors import KgError
from kg.merge import merged
from kg.model import Graph
from kg.store import Limits
from kg.store.disk import source_of_store
from kg.turtle import BASE_IRI, read_source, write

_WHOLE = 400
"""Statements above which a graph is shown by a focus alone."""
LIMITS = Limits(seconds=20, rows=2000)


class Library:
    """One graph, joined of all, for the pages; queries see the files themselves and what is added.

    What is added gets the base of the first file; it is kept in a temporary folder and gone with the server.
    """

    def __init__(self, paths: Sequence[Path], limits: Limits = LIMITS) -> None:
        sources = [source_of_store(path) if path.is_dir() else read_source(path) for path in paths]
        self.graph = merged(source.graph for source in sources)
        self._base_iri = next((source.base_iri for source in sources if source.is_ours), BASE_IRI)
        self._folder = TemporaryDirectory(prefix="kg-serve-")
        self._file = Path(self._folder.name) / "added.ttl"
        self._building = threading.Lock()
        self._write(Graph())
        self.endpoint = Endpoint([*paths, self._file], limits)

    @property
    def is_large(self) -> bool:
        """Whether the graph is too much for one page."""
        return len(self.graph.statements) > _WHOLE

    def add(self, text: str) -> str:
        """Build the graph of an article and join it; the article's id. ``KgError`` for a text that says nothing."""
        from kg.articles import Reading, article_of
        from kg.workers import Recipe, built

        if not text.strip():
            raise KgError("the article is empty")
        article = article_of(text, reading=Reading())
        with self._building:  # one at a time; who asks does not wait
            made = built([article], Recipe()).graph
            if not made.statements:
                raise KgError("the article makes no statement that can be read")
            self._write(self._added | made)
            self.graph |= made
        return article.id

    def _write(self, added: Graph) -> None:
        self._added = added
        write(added, self._file, base_iri=self._base_iri)

    def close(self) -> None:
        """Remove what was kept."""
        self.endpoint.close()
        self._folder.cleanup()
