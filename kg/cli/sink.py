"""Output of graphs during a build: to a store in batches, to a file at the end."""

from __future__ import annotations

from dataclasses import replace
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
    """Collects the graphs of articles for a target; what a store has committed stays, however the program ends."""

    def __init__(self, target: Target, before: Before) -> None:
        self._target = target
        self._before = before
        self._spool = Spool()
        self._waiting: list[Graph] = []
        self._texts = target.texts(before) if before.append else frozenset()
        self._ids = {name for name, _ in self._texts}

    @property
    def name(self) -> str:
        """What the graphs are written to, for messages."""
        return self._target.name

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
        else:
            self._target.join(self._spool.whole(), self._before)

    def _commit(self) -> None:
        """Join the articles that wait with the store, all of them or none; it knows best what it holds by now."""
        if self._waiting:
            self._target.join(merged(self._waiting), replace(self._before, append=True))
            self._waiting = []
