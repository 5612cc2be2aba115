"""Output of graphs during a build: to a store in batches, to a file at the end."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING

from kg.cli.target import STORE, Before, Target
from kg.errors import InputError
from kg.merge import merged
from kg.outcomes import name_of
from kg.spool import Spool

if TYPE_CHECKING:
    from kg.model import Article, Graph
    from kg.spool import GraphLike

_ARTICLES_A_COMMIT = 64


class Sink:
    """Collects the graphs of articles for a target, which is there whole or not at all.

    What a store that is added to has got stays, however the program ends: the same command goes on from there.
    """

    def __init__(self, target: Target, before: Before) -> None:
        self.name = target.name
        """What the graphs are written to, for messages."""
        self._target = target
        self._before = before
        self._new_store = ExitStack()
        self._spool = Spool()
        self._waiting: list[Graph] = []
        self._texts = target.texts(before) if before.append else frozenset()
        self._ids = {name for name, _ in self._texts}

    def __enter__(self) -> Sink:
        path = self._target.path
        if self._target.form == STORE and path is not None and not self._before.append:
            from kg.store.disk import begun

            self._target = replace(self._target, path=self._new_store.enter_context(begun(path)))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._new_store.__exit__(kind, error, trace)

    def has(self, article: Article) -> bool:
        """Whether what is added to has the article already; ``InputError`` where it has it with another text."""
        if (article.id, article.sha256) in self._texts:
            return True
        if article.id in self._ids:
            told = f"{name_of(article)}: {self.name} has another text under this id"
            raise InputError(told, hint="give this one an id of its own")
        return False

    def add(self, graph: Graph) -> None:
        """Take the graph of one article."""
        self._spool.add(graph)
        if self._target.form == STORE:
            self._waiting.append(graph)
            if len(self._waiting) == _ARTICLES_A_COMMIT:
                self._commit()

    def whole(self) -> GraphLike:
        """The union of all graphs."""
        return self._spool.whole()

    def close(self) -> None:
        """Write what is not written yet."""
        if self._target.form == STORE:
            self._commit()
            self._new_store.close()
        else:
            self._target.join(self._spool.whole(), self._before)

    def _commit(self) -> None:
        """Join the articles that wait with the store, all of them or none; it knows best what it holds by now."""
        if self._waiting:
            self._target.join(merged(self._waiting), replace(self._before, append=True))
            self._waiting = []
