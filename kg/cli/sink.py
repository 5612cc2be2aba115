"""Output of graphs during a build: to a store in batches, to a file at the end."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING

from kg.cli.target import STORE, Before, Target
from kg.model.merge import merged
from kg.streams.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.cli.holdings import Holdings
    from kg.model import Article, ArticleId, Graph
    from kg.streams.spool import GraphLike

_ARTICLES_A_COMMIT = 64


class Sink:
    """Collects the graphs of articles for a target, which is there whole or not at all.

    What a store that is added to has got stays, however the program ends: the same command goes on from there.
    """

    def __init__(self, target: Target, before: Before, holdings: Holdings) -> None:
        self.name = target.name
        """What the graphs are written to, for messages."""
        self._target = target
        self._before = before
        self._holdings = holdings
        self._new_store = ExitStack()
        self._spool = Spool()
        self._waiting: list[Graph] = []
        self._replacing: set[ArticleId] = set()
        self._replaced = 0

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
        """Whether what is added to has the article already; ``InputError`` where it has it otherwise."""
        return self._holdings.has(article)

    def add(self, graph: Graph) -> None:
        """Take the graph of one article, in place of what is there of it if so."""
        replacing = {article.id for article in graph.articles} & self._holdings.replaced
        self._holdings.replaced -= replacing  # another under the same id is joined
        self._replacing |= replacing
        self._replaced += len(replacing)
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
            self._target.join(self._spool.whole(), self._before, self._replacing)

    def notes(self) -> Iterator[str]:
        """What to tell of the articles that were there before."""
        yield from self._holdings.notes()
        if self._replaced:
            yield "1 article is replaced" if self._replaced == 1 else f"{self._replaced} articles are replaced"

    def _commit(self) -> None:
        """Join the articles that wait with the store, all of them or none; it knows best what it holds by now."""
        if self._waiting:
            self._target.join(merged(self._waiting), replace(self._before, append=True), self._replacing)
            self._waiting, self._replacing = [], set()
