"""The pipeline over many articles, in this process or several; the graph is the same either way."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.extraction import Extractor
from kg.isolation import USUAL, ArticleError, ArticleLimits
from kg.model import Article
from kg.pipeline.outcomes import Built, Outcome, joined
from kg.pipeline.pool import Work, WorkerPool

if TYPE_CHECKING:
    from kg.ontology import Ontology
    from kg.reader import Reader
    from kg.reviews import Reviews


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """The settings of a build; a worker process makes its own reader from them."""

    model: str = ""
    """A language model's name; the best one installed if empty."""
    ontologies: tuple[Path, ...] = ()
    aliases: Path | None = None
    min_confidence: float | None = None
    """Statements less sure are left out; None for those of too little worth (``kg.mapping.threshold``), 0 keeps all."""
    reviewed: tuple[Path, ...] = ()
    """Files of reviews that are kept to."""
    extractor: Extractor | str | None = field(default=None, compare=False)
    """The extractor in place of the default one; one given by name is made anew in each process."""


def outcomes(
    articles: Iterable[Article], recipe: BuildSettings, *, jobs: int = 1, limits: ArticleLimits = USUAL
) -> Iterator[Outcome]:
    """The graph of each article as it is done, in any order, or the error that it failed with.

    One article is read in this process, which costs no start; several in ``jobs`` others, of which each pays for
    loading the model, so that not even one that the system kills takes the others with it.
    """
    stream = iter(articles)
    first = tuple(islice(stream, 2))
    if len(first) <= 1:
        yield from read_here(first, recipe, limits=limits)
        return
    with worker_pool(recipe, jobs=jobs, limits=limits) as crew:
        yield from crew.read(chain(first, stream))


def worker_pool(recipe: BuildSettings, *, jobs: int = 1, limits: ArticleLimits = USUAL) -> WorkerPool[Built]:
    """A pool of processes that read articles with some settings; the caller closes it."""
    return WorkerPool(partial(prepared, recipe, replace(limits, deadly=True)), jobs)


def prepared(recipe: BuildSettings, limits: ArticleLimits) -> Work[Built]:
    """The work of a process that reads articles, with all loaded that it needs."""
    import kg.pipeline.build  # noqa: F401 - now, or its modules would count as time and memory of the first article

    reader_of(recipe)
    ontology_of(recipe)
    extractor_of(recipe)
    return partial(read_here, recipe=recipe, limits=limits)


def built(
    articles: Iterable[Article],
    recipe: BuildSettings,
    *,
    limits: ArticleLimits = USUAL,
    failed: Callable[[ArticleError], None] | None = None,
) -> Built:
    """The graph of the articles, made in this process; ``failed`` is called with errors, without it they are raised."""
    return joined(read_here(articles, recipe, limits=limits), failed)


def read_here(articles: Iterable[Article], recipe: BuildSettings, *, limits: ArticleLimits) -> Iterator[Outcome]:
    """The outcomes of the articles in their order, made in this process."""
    from kg.pipeline.build import outcomes as outcomes_of

    reader, ontology = reader_of(recipe), ontology_of(recipe)
    return outcomes_of(
        articles,
        reader,
        ontology,
        extractor=extractor_of(recipe),
        reviews=reviews_of(recipe) if recipe.reviewed else None,
        min_confidence=recipe.min_confidence,
        files=files_of(recipe),
        limits=limits,
    )


def settings_of(recipe: BuildSettings) -> Settings:
    """The settings that statements name as what made them."""
    other = extractor_of(recipe)
    return settings(
        recipe.min_confidence,
        extractor=other.name if other else "",
        reviews=reviews_of(recipe).digest if recipe.reviewed else "",
        files=files_of(recipe),
    )


def reader_of(recipe: BuildSettings) -> Reader:
    """The reader of some settings, loaded once a process for its model and names."""
    return _reader(recipe.model, recipe.aliases)


@cache
def _reader(model: str, aliases: Path | None) -> Reader:
    from kg.reader import Reader

    reader = Reader.load(model, aliases=aliases)
    gc.freeze()  # what it holds is garbage at no collection
    return reader


@cache
def ontology_of(recipe: BuildSettings) -> Ontology:
    """The ontology of some settings, loaded once a process."""
    from kg.ontology import Ontology

    return Ontology.load(*recipe.ontologies)


def extractor_of(recipe: BuildSettings) -> Extractor | None:
    """The extractor of some settings, None for the default one; ``KgError`` for an unknown name."""
    return extractor_made(recipe.extractor, recipe) if isinstance(recipe.extractor, str) else recipe.extractor


@cache
def extractor_made(name: str, recipe: BuildSettings) -> Extractor | None:
    """The extractor of a name for the ontology of some settings, made once a process; None for the default one."""
    from kg.frames.extractor import extractor_named

    return extractor_named(name, ontology_of(recipe))


@cache
def reviews_of(recipe: BuildSettings) -> Reviews:
    """The reviews of some settings, read once a process; ``InputError`` for a file that has none."""
    from kg.reviews import Reviews

    return Reviews.of_files(recipe.reviewed)


Settings = tuple[tuple[str, str], ...]
_DIGITS = 12  # hexadecimal


def settings(min_confidence: float | None, *, extractor: str = "", reviews: str = "", files: Settings = ()) -> Settings:
    """The settings that affect what is stated; what is usual goes without saying.

    ``extractor`` is the name of another than the usual one, ``reviews`` the digest of the reviews that are kept to.
    """
    from kg.mapping.threshold import threshold

    named = (("extractor", extractor),) if extractor else ()
    read = (("reviews", reviews),) if reviews else ()
    least = ("min_worth", f"{threshold():g}") if min_confidence is None else ("min_confidence", f"{min_confidence:g}")
    return (*named, least, *read, *files)


@cache
def files_of(recipe: BuildSettings) -> Settings:
    """The user's own ontologies and names, by digests of their contents; ``InputError`` for a file that is none."""
    found: Settings = ()
    for name, paths in (("aliases", (recipe.aliases,) if recipe.aliases else ()), ("ontology", recipe.ontologies)):
        digest = hashlib.sha256()
        for path in paths:
            try:
                digest.update(path.read_bytes())
            except OSError as error:
                raise InputError(f"{path}: {error.strerror or error}") from error
        found += ((name, digest.hexdigest()[:_DIGITS]),) if paths else ()
    return found
