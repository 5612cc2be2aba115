"""The chain over many articles: in this process, or shared out among several; the graph is the same either way."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.build import Built, build
from kg.errors import KgError
from kg.merge import merged
from kg.model import Article
from kg.nlp.reader import Reader
from kg.ontology import Ontology

_ARTICLES_A_BATCH = 16


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a graph is made with; a worker process makes its own reader from it."""

    model: str = ""
    """A language model's name; the best one installed if empty."""
    ontologies: tuple[Path, ...] = ()
    aliases: Path | None = None
    min_confidence: float = 0.0


def built(
    articles: Sequence[Article],
    recipe: Recipe,
    *,
    jobs: int = 1,
    progress: Callable[[str], None] | None = None,
) -> Built:
    """The graph of the articles; ``progress`` is called with the id of each as it is done.

    A worker process pays for loading the model: more ``jobs`` help from some hundred articles on.
    """
    batches = [articles[start : start + _ARTICLES_A_BATCH] for start in range(0, len(articles), _ARTICLES_A_BATCH)]
    if min(jobs, len(batches)) <= 1:
        return _built(articles, recipe, progress)
    return _shared(batches, recipe, jobs=min(jobs, len(batches)), progress=progress)


@cache
def reader_of(recipe: Recipe) -> Reader:
    """The reader of a recipe, loaded once a process."""
    return Reader.load(recipe.model, aliases=recipe.aliases)


@cache
def ontology_of(recipe: Recipe) -> Ontology:
    """The ontology of a recipe, loaded once a process."""
    return Ontology.load(*recipe.ontologies)


def _built(articles: Sequence[Article], recipe: Recipe, progress: Callable[[str], None] | None = None) -> Built:
    def done(article: Article) -> None:
        if progress is not None:
            progress(article.id)

    return build(articles, reader_of(recipe), ontology_of(recipe), min_confidence=recipe.min_confidence, progress=done)


def _shared(
    batches: Sequence[Sequence[Article]], recipe: Recipe, *, jobs: int, progress: Callable[[str], None] | None
) -> Built:
    """The batches' graphs joined: joining is associative and commutative, so it matters not who is done first."""
    parts: list[Built] = []
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting = {pool.submit(_built, batch, recipe): batch for batch in batches}
        try:
            for done in as_completed(waiting):
                parts.append(done.result())
                for article in waiting[done]:
                    if progress is not None:
                        progress(article.id)
        except BrokenProcessPool as error:
            raise KgError("a worker process died, for want of memory perhaps", hint="try fewer --jobs") from error
        finally:
            pool.shutdown(cancel_futures=True)
    counts: Counter[str] = Counter()
    for part in parts:
        counts.update(part.counts)
    return Built(merged(part.graph for part in parts), counts)
