"""The commands that read articles: ``build`` and ``mentions``."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kg.cli.corpora import LinksFile, with_links
from kg.cli.faults import FINDINGS, PARTLY
from kg.cli.options import (
    LONGEST,
    LONGEST_SECONDS,
    MOST_MEGABYTES,
    Aliases,
    All,
    AnyLanguage,
    Append,
    BaseIri,
    Day,
    EmbargoBy,
    EvidenceKind,
    ExtractorName,
    FailEmpty,
    Force,
    Jobs,
    MaxCharacters,
    MaxMemory,
    MaxSeconds,
    MentionForm,
    MinConfidence,
    Model,
    ModelOptions,
    Ontologies,
    Output,
    Prefix,
    Quiet,
    Rdf12,
    Replaces,
    Reviewed,
    Sources,
    TargetForm,
    asks_model,
)
from kg.console import note, progress, tell
from kg.console.output import TableForm, check_output, form_of, put, rows_of
from kg.errors import KgError
from kg.files.gathering import Gathered
from kg.isolation import ArticleError, ArticleLimits, step

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.files.target import Sink, Target
    from kg.model import Article, ArticleId
    from kg.pipeline.workers import BuildSettings
    from kg.tables.rows import Row
    from kg.text.articles import ReadingOptions

commands = typer.Typer()
_PANEL = "Build"
_WIDEST_CELL = 44
_MENTION_COLUMNS = (
    "article", "kind", "start", "end", "text", "entity", "event", "class", "factuality", "countryCode", "wikidata",
    "linkedBy", "timex", "from", "to",
)  # fmt: skip


@commands.command(rich_help_panel=_PANEL)
@asks_model
def build(
    llm: ModelOptions | None,
    sources: Sources,
    output: Output = None,
    day: Day = None,
    model: Model = "",
    extractor: ExtractorName = "",
    ontology: Ontologies = [],  # noqa: B006 Typer's way of a repeatable option
    aliases: Aliases = None,
    base_iri: BaseIri = "",
    prefix: Prefix = [],  # noqa: B006
    evidence: EvidenceKind = "offsets",
    min_confidence: MinConfidence = None,
    every: All = False,
    reviewed: Reviewed = [],  # noqa: B006
    jobs: Jobs = 1,
    form: TargetForm = "",
    rdf12: Rdf12 = False,
    append: Append = False,
    replaces: Replaces = False,
    force: Force = False,
    fail_empty: FailEmpty = False,
    max_characters: MaxCharacters = LONGEST,
    max_seconds: MaxSeconds = LONGEST_SECONDS,
    max_memory: MaxMemory = MOST_MEGABYTES,
    any_language: AnyLanguage = False,
    embargo_by: EmbargoBy = None,
    quiet: Quiet = False,
) -> None:
    """Build a graph from articles: files, folders, addresses of the web, standard input.

    ```console
    $ kg build article.txt --date 2026-01-14 -o trade.ttl
    $ curl -s https://example.org/news.html | kg build - news/ -o news.ttl --append --replace
    ```
    """
    recipe = recipe_of(model, extractor, ontology, aliases, 0.0 if every else min_confidence, reviewed, llm)
    target = target_of(output, form, base_iri, evidence, prefix, rdf12=rdf12)
    sink = _sink(target, sources, recipe, append=append, replaces=replaces, force=force)
    reading = reading_of(
        day, max_characters, ArticleLimits(max_seconds, max_memory), any_language=any_language, embargo_by=embargo_by
    )
    _written(sink, Gathered(sources, reading, sink.has), recipe, jobs, llm, quiet=quiet, fail_empty=fail_empty)


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
    embargo_by: EmbargoBy = None,
    links: LinksFile = None,
    force: Force = False,
) -> None:
    """Show what was found in the text before it becomes a graph: names, events, times, who says what.

    ```console
    $ kg mentions article.txt --date 2026-01-14
    $ kg mentions article.txt -o mentions.jsonl
    $ kg mentions news.jsonl -o mentions.jsonl --links news.links.jsonl
    ```
    """
    form = form or TableForm(form_of(output, tuple(TableForm), TableForm.TABLE if os.isatty(1) else TableForm.JSONL))
    read = (*_files(sources), *([links] if links else []))
    check_output(output, rows_of(_MENTION_COLUMNS), read=read, force=force)
    limits = ArticleLimits(max_seconds, max_memory)
    reading = reading_of(day, max_characters, limits, any_language=any_language, embargo_by=embargo_by)
    gathered = Gathered(sources, reading)
    recipe = recipe_of(model, "", (), aliases)
    found = chain.from_iterable(_mention_rows(gathered, recipe, for_people=form is TableForm.TABLE))
    rows = tuple(found if links is None else with_links(found, links))
    gathered.check(str(output or "standard output"))
    put(rows, form, columns=() if form is TableForm.TABLE else _MENTION_COLUMNS, output=output)
    if not gathered.is_whole:
        raise typer.Exit(PARTLY)


def target_of(
    output: Path | None, form: str, base_iri: str, evidence: str, prefix: Iterable[str], *, rdf12: bool
) -> Target:
    """Where and how a graph is written; a wrong target is an error before any work is done."""
    from kg.files.target import Target
    from kg.turtle.terms import checked_prefixes

    known = checked_prefixes(prefix)
    return replace(Target.of(output, form, rdf12=rdf12), base_iri=base_iri, evidence=evidence, prefixes=known)


def _sink(
    target: Target, sources: Iterable[str], recipe: BuildSettings, *, append: bool, replaces: bool, force: bool
) -> Sink:
    """Where the graphs go; ``KgError`` for a file that is not to be replaced, or for nothing to replace articles in."""
    from kg.files.holdings import Holdings
    from kg.files.target import Sink
    from kg.pipeline.workers import settings_of

    if replaces and not append:
        raise KgError("--replace goes with --append: it replaces articles of what is added to")
    before = target.before(append=append, force=force, read=_files(sources))
    held = target.held(before) if append else None
    holdings = Holdings(held, target.name, replace=replaces, asked=partial(settings_of, recipe))
    return Sink(target, before, holdings)


def _files(sources: Iterable[str]) -> Iterator[Path]:
    """The files of articles, which are never written over."""
    from kg.text.sources import files

    return files(source for source in sources if source != "-")


def reading_of(
    day: date | None, largest: int, limits: ArticleLimits, *, any_language: bool, embargo_by: datetime | None = None
) -> ReadingOptions:
    """How articles are read from their files."""
    from kg.text.articles import ReadingOptions

    return ReadingOptions(day, largest, any_language, limits, embargo_by=embargo_by)


def _built(gathered: Gathered, sink: Sink, recipe: BuildSettings, jobs: int) -> Counter[str]:
    """Put the graph of each article that does not fail into the sink; what was found, by cause."""
    from kg.pipeline.workers import outcomes, reviews_of

    counts: Counter[str] = Counter()
    examples: dict[str, str] = {}
    read: set[ArticleId] = set()
    with progress(gathered.expected(), "reading") as done:
        found = outcomes(gathered, recipe, jobs=jobs or os.cpu_count() or 1, limits=gathered.limits)
        for outcome in gathered.told(found, done):
            if not isinstance(outcome, ArticleError):
                sink.add(outcome.graph)
                counts.update(outcome.counts)
                examples = {**outcome.examples, **examples}
                read.update(article.id for article in outcome.graph.articles)
    if recipe.reviewed:
        counts["reviews of other articles, or of other texts under their names"] = reviews_of(recipe).elsewhere(read)
    return Counter({_with_example(cause, examples): count for cause, count in counts.items()})


def _with_example(cause: str, examples: Mapping[str, str]) -> str:
    return f"{cause}: “{examples[cause]}”" if cause in examples else cause


def _written(
    sink: Sink,
    gathered: Gathered,
    recipe: BuildSettings,
    jobs: int,
    llm: ModelOptions | None,
    *,
    quiet: bool,
    fail_empty: bool,
) -> None:
    """Build and write, tell what was made, and end with the exit code that tells what was not."""
    from kg.lines.summary import summary

    if llm is not None:
        llm.propose(recipe.extractor, gathered)
    with sink:
        counts = _built(gathered, sink, recipe, jobs)
        gathered.check(sink.name)
        lines = [] if quiet else list(summary(sink.whole(), counts + gathered.left, sink.name))
        sink.close()
    for line in lines:
        tell(line)
    for line in sink.notes():
        note(line)
    if not gathered.is_whole:
        raise typer.Exit(PARTLY)
    if fail_empty and not any(True for _ in sink.whole().statements):
        raise typer.Exit(FINDINGS)


def recipe_of(
    model: str,
    extractor: str,
    ontologies: Iterable[Path],
    aliases: Path | None,
    min_confidence: float | None = None,
    reviewed: Sequence[Path] = (),
    llm: ModelOptions | None = None,
) -> BuildSettings:
    """What the graphs are made with.

    Raises, before any work is done, ``InputError`` for a file of reviews that is none and ``KgError`` for an extractor
    that cannot be had.
    """
    from kg.pipeline.workers import BuildSettings
    from kg.reviews import Reviews

    if extractor:
        from kg.frames.registry import check_extractor

        check_extractor(extractor)
    Reviews.of_files(reviewed)
    recipe = BuildSettings(model, tuple(ontologies), aliases, min_confidence, tuple(reviewed), extractor or None)
    return recipe if llm is None else llm.proposing(recipe)


def _mention_rows(gathered: Gathered, recipe: BuildSettings, *, for_people: bool) -> Iterator[tuple[Row, ...]]:
    """The rows of each article that does not fail."""
    from kg.pipeline.mentions import mentions_in
    from kg.pipeline.outcomes import isolated
    from kg.pipeline.workers import ontology_of, reader_of
    from kg.tables.rows import mention_rows

    def rows(article: Article, doc: Doc) -> tuple[Row, ...]:
        with step("mentions"):
            found = mention_rows(mentions_in(article, doc, ontology_of(recipe)))
            return tuple(_for_people(row, article.text) if for_people else row for row in found)

    with progress(gathered.expected(), "reading") as done:
        found = isolated(gathered, reader_of(recipe), rows, gathered.limits)
        yield from (outcome for outcome in gathered.told(found, done) if not isinstance(outcome, ArticleError))


def _for_people(row: Row, text: str) -> Row:
    """A mention in few and narrow columns; of an attribution the words that are put in someone's mouth."""
    node = str(row.get("entity") or row.get("event") or "").rpartition("/")[2]
    said = row.get("content")
    words = "" if not isinstance(said, list) else _words(said, text)
    return {
        "words": (words or " ".join(str(row.get("text")).split()))[:_WIDEST_CELL],
        "is": "said" if words else row.get("class") or row.get("timexType") or row["kind"],
        "which": node or row.get("timex"),
        "when": " to ".join(str(day) for day in (row.get("from"), row.get("to")) if day),
    }


def _words(places: Sequence[object], text: str) -> str:
    return " ".join(" ".join(text[slice(*place)].split()) for place in places if isinstance(place, list))
