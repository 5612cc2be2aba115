"""The articles of a command: what is read of its sources, and what a graph that is added to holds already."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kg.console import note, tell_error
from kg.errors import InputError, KgError, WithheldError, nearest_hint
from kg.isolation import ArticleError, Result
from kg.model import Activity, Article, ArticleId, Graph
from kg.pipeline.outcomes import name_of
from kg.pipeline.workers import Settings
from kg.version import VERSION

if TYPE_CHECKING:
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
        self._has = has
        self._held: list[KgError] = []
        self._ahead: deque[Article] = deque()
        self._stream = self._read(sources, reading, takes_back=takes_back)

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

    def _read(self, sources: Sequence[str], reading: ReadingOptions, *, takes_back: bool) -> Iterator[Article]:
        from kg.text.articles import articles

        def withhold(error: WithheldError) -> None:
            note(error.message)
            self.left[f"articles {error.why} by their publisher"] += 1
            self.withheld.append(ArticleId(error.article))

        withheld = withhold if takes_back else None
        yield from self.wanted(articles(sources, reading=reading, skipped=self._skip, noted=note, withheld=withheld))
        while self._held:
            error = self._held.pop(0)
            if not self._held:
                raise error
            tell_error(error)

    def _skip(self, error: KgError) -> None:
        self.left[f"articles {error.why}" if isinstance(error, WithheldError) else _UNREADABLE] += 1
        if self._memory:
            self._memory.fail()
        if self.total:
            tell_error(error)
        else:
            self._held.append(error)  # it is the command's own error where nothing else comes


DIGEST = re.compile(r"-[0-9a-f]{8}$")
"""What the id of a text without one of its own ends in, behind the file's name."""
_METADATA = {"date": "day", "title": "title", "authors": "authors", "publisher": "publisher", "url": "address"}
"""Field of an article -> its noun."""


class Held(Protocol):
    """The articles of a graph, and what made their statements."""

    @property
    def articles(self) -> Mapping[ArticleId, Article]:
        """The articles by their ids."""

    def activities(self, name: ArticleId) -> frozenset[Activity]:
        """What made the statements of an article that no other makes; none where there is none."""


class HeldByGraph:
    """The articles of a graph in memory."""

    def __init__(self, graph: Graph) -> None:
        self.articles: Mapping[ArticleId, Article] = {article.id: article for article in graph.articles}
        self._made: defaultdict[ArticleId, frozenset[Activity]] = defaultdict(frozenset)
        for said in graph.statements:
            if len({span.article for span in said.evidence}) == 1:
                self._made[said.first_evidence.article] |= said.activities

    def activities(self, name: ArticleId) -> frozenset[Activity]:
        """What made the statements of an article that no other makes."""
        return self._made.get(name, frozenset())


class Holdings:
    """Tells which articles are there already, which are to be replaced, and which cannot be joined.

    ``asked`` are the settings of the build (``kg.pipeline.workers.settings_of``), ``model`` the language model
    that was named.
    """

    replacing, removing = "--replace", "kg remove"
    """What replaces an article and what takes one out, for messages."""

    def __init__(self, held: Held | None, name: str, *, replace: bool, asked: Callable[[], Settings]) -> None:
        self._held = held
        self._name = name
        self._replace = replace
        self._asked = asked
        self.replaced: set[ArticleId] = set()
        """The articles that are read in place of those that are there."""
        self._otherwise: Counter[str] = Counter()
        self._namesakes: dict[ArticleId, list[ArticleId]] = {}
        """New articles whose file has the name of others that are there."""
        self._by_stem: defaultdict[str, list[ArticleId]] = defaultdict(list)

    def has(self, article: Article) -> bool:
        """Whether an article is there, and need not be read.

        Raises ``InputError`` for one that is there with another text or other metadata, unless it is to be replaced.
        """
        known = self._held.articles.get(article.id) if self._held else None
        if known is None or not known.sha256:  # its id has a digest of the text, so that it replaces nothing
            stem, digests = DIGEST.subn("", article.id)
            others = sorted(other for other in self._of_stem(stem) if other != article.id) if digests else []
            self._namesakes |= {article.id: others} if others else {}
            return False
        other, how = _difference(known, article), self._read_otherwise(article.id)
        if self._replace and (other or how):
            self.replaced.add(article.id)
            return False
        if other:
            cure = f"give this one an id of its own, or {self.replacing} puts it in the other's place"
            cure = f"{self.replacing} puts this one in its place" if known.sha256 == article.sha256 else cure
            raise InputError(f"{name_of(article)}: {self._name} has {other}", hint=cure)
        if how:
            self._otherwise[how] += 1
        return True

    def notes(self) -> Iterator[str]:
        """What to tell of the articles that are there and were read otherwise."""
        for how, count in sorted(self._otherwise.items()):
            some, them = ("1 article was", "it") if count == 1 else (f"{count} articles were", "them")
            yield f"{some} read {how}, and left so; {self.replacing} reads {them} again"
        for new, others in sorted(self._namesakes.items()):
            there = " ".join(others)
            why = "the id of a file's text changes with the text"
            yield f"{new} is new beside {there}: {why}; {self.removing} {self._name} {there} takes out what was there"

    def _of_stem(self, stem: str) -> Iterable[ArticleId]:
        """The articles that are there of a text file of some name."""
        if not self._by_stem and self._held:
            for name in self._held.articles:
                self._by_stem[DIGEST.sub("", name)] += [name] if DIGEST.search(name) else []
        return self._by_stem[stem]

    def _read_otherwise(self, name: ArticleId) -> str:
        """How an article was read, where that is not how it would be read now."""
        made = self._held.activities(name) if self._held else frozenset()
        if not made or any(one.version == VERSION and one.settings == self._asked() for one in made):
            return ""
        one = min(made)
        if one.version != VERSION:
            return f"by newsgraph {one.version}, not {VERSION}"
        there, here = (" ".join(f"{name}={value}" for name, value in some) for some in (one.settings, self._asked()))
        return f"with {there}, not {here}"


def _difference(known: Article, article: Article) -> str:
    """What is different in the article that is there, in words; "" where nothing is."""
    if known.sha256 != article.sha256:
        return "another text under this id"
    for name, noun in _METADATA.items():
        pair = (getattr(known, name), getattr(article, name))
        if pair[0] != pair[1]:
            old, new = (", ".join(map(str, one)) if isinstance(one, tuple) else str(one or "none") for one in pair)
            return f"this text with another {noun}: {old} there, {new} here"
    return ""


def named_articles(given: Iterable[str], known: Collection[ArticleId], graph: Path) -> Iterator[ArticleId]:
    """The ids of articles, each given as it is, as an IRI, or as a query shows it; ``InputError`` for one of none."""
    for text in given:
        plain = text.rpartition("/")[2] if "://" in text else text.removeprefix("id:")
        name = ArticleId(text if text in known else plain.removeprefix("article-"))
        if name not in known:
            hint = nearest_hint(name, known) or "kg query GRAPH --ask articles lists them"
            raise InputError(f"{graph}: has no article {text!r}", hint=hint)
        yield name
