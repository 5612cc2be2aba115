"""The chain over many articles: in this process, or shared out among several; the graph is the same either way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg.crew import Crew, Work
from kg.extraction import Extractor
from kg.isolation import USUAL, ArticleError, Limits
from kg.model import Article
from kg.outcomes import Built, Outcome, joined

if TYPE_CHECKING:
    from kg.ontology import Ontology
    from kg.reader import Reader
    from kg.reviews import Reviews


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a graph is made with; a worker process makes its own reader from it."""

    model: str = ""
    """A language model's name; the best one installed if empty."""
    ontologies: tuple[Path, ...] = ()
    aliases: Path | None = None
    min_confidence: float | None = None
    """Statements less sure are left out; None for those of too little worth (``kg.mapping.threshold``), 0 keeps all."""
    reviewed: tuple[Path, ...] = ()
    """Files of reviews that are kept to."""
    extractor: Extractor | str | None = field(default=None, compare=False)
    """Whatever finds the frames, in place of the house's own; one that is named is made in each process anew."""


def outcomes(
    articles: Iterable[Article], recipe: Recipe, *, jobs: int = 1, limits: Limits = USUAL
) -> Iterator[Outcome]:
    """The graph of each article as it is done, in any order, or why it has none.

    One article is read in this process, which costs no start; several in ``jobs`` others, of which each pays for
    loading the model, so that not even one that the system kills takes the others with it.
    """
    stream = iter(articles)
    first = tuple(islice(stream, 2))
    if len(first) <= 1:
        yield from read_here(first, recipe, limits=limits)
        return
    with crew_of(recipe, jobs=jobs, limits=limits) as crew:
        yield from crew.read(chain(first, stream))


def crew_of(recipe: Recipe, *, jobs: int = 1, limits: Limits = USUAL) -> Crew:
    """Processes that read articles by a recipe, for as long as they are needed; to be closed."""
    return Crew(partial(_prepared, recipe, replace(limits, deadly=True)), jobs)


def _prepared(recipe: Recipe, limits: Limits) -> Work:
    import kg.build  # noqa: F401 - now, or its modules would count as time and memory of the first article

    reader_of(recipe)
    ontology_of(recipe)
    extractor_of(recipe)
    return partial(read_here, recipe=recipe, limits=limits)


def built(
    articles: Iterable[Article],
    recipe: Recipe,
    *,
    limits: Limits = USUAL,
    failed: Callable[[ArticleError], None] | None = None,
) -> Built:
    """The graph of the articles, made in this process; what fails goes to ``failed``, or is raised."""
    return joined(read_here(articles, recipe, limits=limits), failed)


def read_here(articles: Iterable[Article], recipe: Recipe, *, limits: Limits) -> Iterator[Outcome]:
    """The outcomes of the articles in their order, made in this process."""
    from kg.build import outcomes as outcomes_of

    reader, ontology = reader_of(recipe), ontology_of(recipe)
    return outcomes_of(
        articles,
        reader,
        ontology,
        extractor=extractor_of(recipe),
        reviews=reviews_of(recipe) if recipe.reviewed else None,
        min_confidence=recipe.min_confidence,
        limits=limits,
    )


@cache
def reader_of(recipe: Recipe) -> Reader:
    """The reader of a recipe, loaded once a process."""
    from kg.reader import Reader

    return Reader.load(recipe.model, aliases=recipe.aliases)


@cache
def ontology_of(recipe: Recipe) -> Ontology:
    """The ontology of a recipe, loaded once a process."""
    from kg.ontology import Ontology

    return Ontology.load(*recipe.ontologies)


def extractor_of(recipe: Recipe) -> Extractor | None:
    """The extractor of a recipe, None for the house's own; ``KgError`` for a name that is none."""
    return extractor_made(recipe.extractor, recipe) if isinstance(recipe.extractor, str) else recipe.extractor


@cache
def extractor_made(name: str, recipe: Recipe) -> Extractor | None:
    """The extractor of a name for the ontology of a recipe, made once a process; None for the house's own."""
    from kg.frames.registry import extractor_named

    return extractor_named(name, ontology_of(recipe))


@cache
def reviews_of(recipe: Recipe) -> Reviews:
    """The reviews of a recipe, read once a process; ``InputError`` for a file that has none."""
    from kg.reviews import Reviews

    return Reviews.of_files(recipe.reviewed)
