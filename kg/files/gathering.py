"""Reading of a command's articles, with reports of what cannot be read, and counts of outcomes."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from kg.console import note, tell_error
from kg.errors import KgError, WithheldError
from kg.isolation import ArticleError, Result
from kg.model import ArticleId

if TYPE_CHECKING:
    from kg.model import Article
    from kg.text.articles import ReadingOptions

_AHEAD = 1000  # articles
_CHARACTERS_AHEAD = 2_000_000
FAILED = "articles that failed"
_UNREADABLE = "sources that could not be read"
_THERE = "articles that are there already"


class Gathered:
    """The articles of some sources, read one by one.

    ``has`` tells which need not be read again, and raises ``KgError`` for one that cannot be joined with what is there.
    Where nothing can be read at all, the last error is raised. With ``takes_back`` an article that its publisher holds
    back is no error: ``withheld`` has them, to be taken out of what has them.
    """

    def __init__(
        self,
        sources: Sequence[str],
        reading: ReadingOptions,
        has: Callable[[Article], bool] | None = None,
        *,
        takes_back: bool = False,
    ) -> None:
        self.limits = reading.limits
        self._memory = reading.memory
        self.total = 0
        """The articles that were read from their files."""
        self.left: Counter[str] = Counter()
        """What there is no graph of, by cause."""
        self.withheld: list[ArticleId] = []
        self._takes_back = takes_back
        self._has = has
        self._held: list[KgError] = []
        self._ahead: deque[Article] = deque()
        self._stream = self._read(sources, reading)

    def __iter__(self) -> Iterator[Article]:
        while self._ahead:
            yield self._ahead.popleft()
        yield from self._stream

    def expected(self) -> int | None:
        """How many articles there are, where they are not too many to be looked through first."""
        length = 0
        for article in self._stream:
            self._ahead.append(article)
            length += len(article.text)
            if len(self._ahead) == _AHEAD or length > _CHARACTERS_AHEAD:
                return None
        return len(self._ahead)

    def every(self) -> tuple[Article, ...]:
        """All articles, read before any of them is worked on."""
        self._ahead.extend(self._stream)
        return tuple(self._ahead)

    def told(
        self, outcomes: Iterable[Result | ArticleError], done: Callable[[str], None]
    ) -> Iterator[Result | ArticleError]:
        """The outcomes of the articles as they come; those that failed are told and counted."""
        for outcome in outcomes:
            if isinstance(outcome, ArticleError):
                self.fail(outcome)
            yield outcome
            done("")

    def fail(self, error: ArticleError) -> None:
        """Tell and count an article that failed."""
        tell_error(error)
        self.left[FAILED] += 1

    def check(self, name: str) -> None:
        """An error where all articles failed: what they were to be written to is left as it was."""
        if self.left[FAILED] == self.total > 0:
            which = "the article" if self.total == 1 else f"all {self.total} articles"
            raise ArticleError(f"{which} failed, and nothing is written to {name}", hint="--debug shows where")

    @property
    def is_whole(self) -> bool:
        """Whether all that was given was read."""
        return not (self.left[FAILED] or self.left[_UNREADABLE])

    def wanted(self, articles: Iterable[Article]) -> Iterator[Article]:
        """Those of some articles that are not there; the others are counted, or told where they cannot be joined."""
        for article in articles:
            try:
                is_there = self._has is not None and self._has(article)
            except KgError as other:
                self._skip(other)
                continue
            self.total += 1
            while self._held:
                tell_error(self._held.pop(0))
            if is_there:
                self.left[_THERE] += 1
            else:
                yield article

    def _read(self, sources: Sequence[str], reading: ReadingOptions) -> Iterator[Article]:
        from kg.text.articles import articles

        withheld = self._withhold if self._takes_back else None
        yield from self.wanted(articles(sources, reading=reading, skipped=self._skip, noted=note, withheld=withheld))
        while self._held:
            error = self._held.pop(0)
            if not self._held:
                raise error
            tell_error(error)

    def _withhold(self, error: WithheldError) -> None:
        note(error.message)
        self.left[f"articles {error.why} by their publisher"] += 1
        self.withheld.append(ArticleId(error.article))

    def _skip(self, error: KgError) -> None:
        self.left[f"articles {error.why}" if isinstance(error, WithheldError) else _UNREADABLE] += 1
        if self._memory:
            self._memory.fail()
        if self.total:
            tell_error(error)
        else:
            self._held.append(error)  # it is the command's own error where nothing else comes
