"""What a graph that is added to holds already: its articles, and how they were read."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kg.errors import InputError, nearest_hint
from kg.model import ArticleId
from kg.pipeline.outcomes import name_of
from kg.pipeline.workers import Settings
from kg.version import VERSION

if TYPE_CHECKING:
    from kg.model import Activity, Article, Graph

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


@dataclass(frozen=True)
class HeldByGraph:
    """The articles of a graph in memory."""

    graph: Graph

    @cached_property
    def articles(self) -> Mapping[ArticleId, Article]:
        """The articles by their ids."""
        return {article.id: article for article in self.graph.articles}

    def activities(self, name: ArticleId) -> frozenset[Activity]:
        """What made the statements of an article that no other makes."""
        return self._made.get(name, frozenset())

    @cached_property
    def _made(self) -> Mapping[ArticleId, frozenset[Activity]]:
        found: defaultdict[ArticleId, frozenset[Activity]] = defaultdict(frozenset)
        for said in self.graph.statements:
            if len({span.article for span in said.evidence}) == 1:
                found[said.first_evidence.article] |= said.activities
        return found


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
        return self._by_stem.get(stem, ())

    @cached_property
    def _by_stem(self) -> Mapping[str, list[ArticleId]]:
        found: defaultdict[str, list[ArticleId]] = defaultdict(list)
        for name in self._held.articles if self._held else ():
            if DIGEST.search(name):
                found[DIGEST.sub("", name)].append(name)
        return found

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
