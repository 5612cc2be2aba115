"""The commands that read articles: ``build`` and ``mentions``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kg.cli.console import note, progress, tell
from kg.cli.faults import FINDINGS, PARTLY, tell_error
from kg.cli.options import (
    LONGEST,
    LONGEST_SECONDS,
    MOST_MEGABYTES,
    Aliases,
    AnyLanguage,
    Append,
    BaseIri,
    Day,
    EvidenceKind,
    FailEmpty,
    Force,
    Jobs,
    MaxCharacters,
    MaxMemory,
    MaxSeconds,
    MentionForm,
    MinConfidence,
    Model,
    Ontologies,
    Output,
    Quiet,
    Rdf12,
    Sources,
    TargetForm,
)
from kg.cli.output import check_output, rows_of
from kg.cli.tables import Form, form_of, put
from kg.errors import KgError
from kg.isolation import ArticleError, Limits, Result, step

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.cli.target import Target
    from kg.model import Article
    from kg.outcomes import Built
    from kg.rows import Row
    from kg.workers import Recipe

commands = typer.Typer()
_PANEL = "Build"
_WIDEST_CELL = 44
_MENTION_COLUMNS = (
    "article", "kind", "start", "end", "text", "entity", "class", "countryCode", "wikidata", "timex", "from", "to",
)  # fmt: skip


@commands.command(rich_help_panel=_PANEL)
def build(
    sources: Sources,
    output: Output = None,
    day: Day = None,
    model: Model = "",
    ontology: Ontologies = [],  # noqa: B006 Typer's way of a repeatable option
    aliases: Aliases = None,
    base_iri: BaseIri = "",
    evidence: EvidenceKind = "offsets",
    min_confidence: MinConfidence = 0.0,
    jobs: Jobs = 1,
    form: TargetForm = "",
    rdf12: Rdf12 = False,
    append: Append = False,
    force: Force = False,
    fail_empty: FailEmpty = False,
    max_characters: MaxCharacters = LONGEST,
    max_seconds: MaxSeconds = LONGEST_SECONDS,
    max_memory: MaxMemory = MOST_MEGABYTES,
    any_language: AnyLanguage = False,
    quiet: Quiet = False,
) -> None:
    """Build a graph from articles: text, Markdown, HTML, PDF, JSONL, a folder, standard input.

    It ends with what it found and what it left out.

    ```console
    $ kg build article.txt --date 2026-01-14 -o trade.ttl
    $ kg build news/ -o news.ttl --jobs 0
    $ curl -s https://example.org/news.html | kg build - | less
    ```
    """
    target = _target(output, form, base_iri, evidence, rdf12=rdf12)
    before = target.before(append=append, force=force, read=_files(sources))
    gathered = _gathered(sources, day, max_characters, Limits(max_seconds, max_memory), any_language=any_language)
    made = _made(gathered, _recipe(model, ontology, aliases, min_confidence), jobs)
    _check_read(made.failed, len(gathered.articles), target.name)
    target.join(made.built.graph, before)
    _leave(made, "" if quiet else target.name, fail_empty=fail_empty)


@commands.command(rich_help_panel=_PANEL)
def mentions(
    sources: Sources,
    output: Output = None,
    day: Day = None,
    model: Model = "",
    aliases: Aliases = None,
    form: MentionForm = None,
    max_characters: MaxCharacters = LONGEST,
    max_seconds: MaxSeconds = LONGEST_SECONDS,
    max_memory: MaxMemory = MOST_MEGABYTES,
    any_language: AnyLanguage = False,
    force: Force = False,
) -> None:
    """Show what was found in the text before it becomes a graph: names, times, who says what.

    ```console
    $ kg mentions article.txt --date 2026-01-14
    $ kg mentions article.txt -o mentions.jsonl
    ```
    """
    form = form or Form(form_of(output, tuple(Form), Form.TABLE if os.isatty(1) else Form.JSONL))
    check_output(output, rows_of(_MENTION_COLUMNS), read=_files(sources), force=force)
    gathered = _gathered(sources, day, max_characters, Limits(max_seconds, max_memory), any_language=any_language)
    found = tuple(_mention_rows(gathered, _recipe(model, (), aliases)))
    failed = len(gathered.articles) - len(found)
    _check_read(failed, len(gathered.articles), str(output or "standard output"))
    rows = tuple(chain.from_iterable(found))
    if form is Form.TABLE:
        texts = {str(article.id): article.text for article in gathered.articles}
        put((_for_people(row, texts) for row in rows), form, output=output)
    else:
        put(rows, form, columns=_MENTION_COLUMNS, output=output)
    if gathered.failed or failed:
        raise typer.Exit(PARTLY)


@dataclass(frozen=True, slots=True)
class _Gathered:
    """The articles that could be read from their files, how many could not, and the limits of each."""

    articles: tuple[Article, ...]
    failed: int
    limits: Limits


@dataclass(frozen=True, slots=True)
class _Made:
    """The graph of the articles, how many sources could not be read, and how many articles failed."""

    built: Built
    unreadable: int
    failed: int


def _target(output: Path | None, form: str, base_iri: str, evidence: str, *, rdf12: bool) -> Target:
    from kg.cli.target import Target

    return replace(Target.of(output, form, rdf12=rdf12), base_iri=base_iri, evidence=evidence)


def _files(sources: Iterable[str]) -> Iterator[Path]:
    """The files of articles, which are never written over."""
    from kg.sources import files

    return files(source for source in sources if source != "-")


def _made(gathered: _Gathered, recipe: Recipe, jobs: int) -> _Made:
    """The graph of the articles that do not fail; each that does is told at once."""
    from kg.outcomes import joined
    from kg.workers import outcomes

    failed: list[ArticleError] = []
    with progress(len(gathered.articles), "reading") as done:
        found = outcomes(gathered.articles, recipe, jobs=jobs or os.cpu_count() or 1, limits=gathered.limits)
        built = joined(_told(found, done), failed.append)
    return _Made(built, gathered.failed, len(failed))


def _told(found: Iterable[Result | ArticleError], done: Callable[[str], None]) -> Iterator[Result | ArticleError]:
    """The outcomes as they come, those that failed told."""
    for outcome in found:
        if isinstance(outcome, ArticleError):
            tell_error(outcome)
        yield outcome
        done("")


def _check_read(failed: int, total: int, name: str) -> None:
    """An error where there are articles and all failed: what they were to be written to is left as it was."""
    if failed == total > 0:
        which = "the article" if failed == 1 else f"all {failed} articles"
        raise ArticleError(f"{which} failed, and nothing is written to {name}", hint="--debug shows where")


def _tell_summary(made: _Made, name: str) -> None:
    from kg.cli.summary import summary

    failed = {"sources that could not be read": made.unreadable, "articles that failed": made.failed}
    for line in summary(made.built.graph, {**made.built.counts, **failed}, name):
        tell(line)


def _leave(made: _Made, name: str, *, fail_empty: bool) -> None:
    """Tell what was made, if its name is to be told, and end with the exit code that tells what was not."""
    if name:
        _tell_summary(made, name)
    if made.unreadable or made.failed:
        raise typer.Exit(PARTLY)
    if fail_empty and not made.built.graph.statements:
        raise typer.Exit(FINDINGS)


def _gathered(
    sources: Sequence[str], day: date | None, largest: int, limits: Limits, *, any_language: bool
) -> _Gathered:
    """All articles, what could not be read told at once; where nothing could be read, that is the command's error."""
    from kg.articles import Reading, articles

    reading = Reading(day, largest, any_language, limits)
    errors: list[KgError] = []
    found = tuple(articles(sources, reading=reading, skipped=errors.append, noted=note))
    if errors and not found:
        *others, last = errors
        for error in others:
            tell_error(error)
        raise last
    for error in errors:
        tell_error(error)
    return _Gathered(found, len(errors), limits)


def _recipe(model: str, ontologies: Iterable[Path], aliases: Path | None, min_confidence: float = 0.0) -> Recipe:
    from kg.workers import Recipe

    return Recipe(model=model, ontologies=tuple(ontologies), aliases=aliases, min_confidence=min_confidence)


def _mention_rows(gathered: _Gathered, recipe: Recipe) -> Iterator[tuple[Row, ...]]:
    """The rows of each article that does not fail; one that does is told at once."""
    from kg.nlp.mentions import mentions as mentions_of
    from kg.outcomes import isolated
    from kg.rows import mention_rows
    from kg.workers import reader_of

    def rows(article: Article, doc: Doc) -> tuple[Row, ...]:
        with step("mentions"):
            return tuple(mention_rows(mentions_of(doc, article.id)))

    with progress(len(gathered.articles), "reading") as done:
        found = isolated(gathered.articles, reader_of(recipe), rows, gathered.limits)
        yield from (outcome for outcome in _told(found, done) if not isinstance(outcome, ArticleError))


def _for_people(row: Row, texts: Mapping[str, str]) -> Row:
    """A mention in few and narrow columns; of an attribution the words that are put in someone's mouth."""
    node = str(row.get("entity") or "").rpartition("/")[2]
    said = row.get("content")
    words = "" if not isinstance(said, list) else _words(said, texts[str(row["article"])])
    return {
        "words": (words or " ".join(str(row.get("text")).split()))[:_WIDEST_CELL],
        "is": "said" if words else row.get("class") or row.get("timexType") or row["kind"],
        "which": node or row.get("timex"),
        "when": " to ".join(str(day) for day in (row.get("from"), row.get("to")) if day),
    }


def _words(places: Sequence[object], text: str) -> str:
    return " ".join(" ".join(text[slice(*place)].split()) for place in places if isinstance(place, list))
