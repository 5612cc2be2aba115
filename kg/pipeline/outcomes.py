"""Outcomes of articles: a graph or an error for each; importable without a parser."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from kg.isolation import ArticleError, ArticleLimits, attempt
from kg.model import Article, Graph
from kg.model.merge import merged
from kg.streams import batches

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.reader import Reader

_OBJECTS_BETWEEN_COLLECTIONS = 200_000
Work = TypeVar("Work")


@dataclass(frozen=True)
class Built:
    """A graph, and counts of what was left out, by cause."""

    graph: Graph
    counts: Counter[str] = field(default_factory=Counter)
    examples: Mapping[str, str] = field(default_factory=dict)
    """For some of the causes, a sentence."""


Outcome = Built | ArticleError
UNSURE = "statements less sure than"
"""How the count of what is left out for being less sure than a threshold begins."""
UNWORTHY = "statements too seldom right or worth keeping"
"""How the count of what is left out unless it is asked for begins."""


def joined(found: Iterable[Built | ArticleError], failed: Callable[[ArticleError], None] | None = None) -> Built:
    """The union of all outcomes, counts added; ``failed`` is called with each error, without it the first is raised."""
    counts: Counter[str] = Counter()
    graphs: list[Graph] = []
    examples: dict[str, str] = {}
    for outcome in found:
        if isinstance(outcome, Built):
            graphs.append(outcome.graph)
            counts.update(outcome.counts)
            examples = {**outcome.examples, **examples}
        elif failed is None:
            raise outcome
        else:
            failed(outcome)
    return Built(merged(graphs), counts, examples)


def isolated(
    articles: Iterable[Article], reader: Reader, work: Callable[[Article, Doc], Work], limits: ArticleLimits
) -> Iterator[Work | ArticleError]:
    """The result of the work on each article and its Doc, or an error that names the article and the step.

    Articles are parsed together; where that fails, each by itself, so that the fault is that of one.
    """

    def worked(article: Article, parsed: Doc | None) -> Work:
        return work(article, reader.doc(reader.parsed([article])[0] if parsed is None else parsed))

    for batch in batches(articles):
        with rare_collection():
            parsed = attempt(partial(reader.parsed, batch), limits.of_text(sum(len(one.text) for one in batch)))
            for number, article in enumerate(batch):
                doc = None if isinstance(parsed, ArticleError) else parsed[number]
                if isinstance(parsed, ArticleError) and len(batch) == 1:
                    yield parsed.of(name_of(article))
                    continue
                found = attempt(partial(worked, article, doc), limits.of_text(len(article.text)))
                yield found.of(name_of(article)) if isinstance(found, ArticleError) else found


def name_of(article: Article) -> str:
    """An article's name in messages: where it was read, and its id."""
    return f"{article.place} ({article.id})" if article.place else article.id


@contextmanager
def rare_collection() -> Iterator[None]:
    """A context of rare cyclic garbage collection: the values made have no cycles, and it took a fifth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
