"""The graphs that are served: those of the files given, and those made of articles that were pasted."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.endpoint import Endpoint
from kg.errors import KgError
from kg.merge import merged
from kg.store import Limits
from kg.store.disk import read_store
from kg.turtle import read, write

_WHOLE = 400
"""Statements above which a graph is shown by a focus alone."""
LIMITS = Limits(seconds=20, rows=2000)


class Library:
    """One graph, joined of all; what is added is kept in a temporary folder and gone with the server."""

    def __init__(self, paths: Sequence[Path], limits: Limits = LIMITS) -> None:
        self.graph = merged(read_store(path) if path.is_dir() else read(path) for path in paths)
        self._folder = TemporaryDirectory(prefix="kg-serve-")
        self._file = Path(self._folder.name) / "all.ttl"
        self._building = threading.Lock()
        write(self.graph, self._file)
        self.endpoint = Endpoint([self._file], limits)

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
            self.graph |= made
            write(self.graph, self._file)
        return article.id

    def close(self) -> None:
        """Remove what was kept."""
        self.endpoint.close()
        self._folder.cleanup()
