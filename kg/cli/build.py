"""The commands that read articles: ``build`` and ``mentions``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kg.cli.console import note, progress, tell
from kg.cli.faults import FINDINGS, PARTLY, tell_error
from kg.cli.options import (
    LONGEST,
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

if TYPE_CHECKING:
    from kg.build import Built
    from kg.cli.target import Target
    from kg.model import Article
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
    gathered = _gathered(sources, day, max_characters, any_language=any_language)
    made = _made(gathered.articles, _recipe(model, ontology, aliases, min_confidence), jobs)
    target.join(made.graph, before)
    if not quiet:
        _tell_summary(made, target.name, gathered.failed)
    if gathered.failed or (fail_empty and not made.graph.statements):
        raise typer.Exit(PARTLY if gathered.failed else FINDINGS)


@commands.command(rich_help_panel=_PANEL)
def mentions(
    sources: Sources,
    output: Output = None,
    day: Day = None,
    model: Model = "",
    aliases: Aliases = None,
    form: MentionForm = None,
    max_characters: MaxCharacters = LONGEST,
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
    gathered = _gathered(sources, day, max_characters, any_language=any_language)
    rows = tuple(_mention_rows(gathered.articles, _recipe(model, (), aliases)))
    if form is Form.TABLE:
        texts = {str(article.id): article.text for article in gathered.articles}
        put((_for_people(row, texts) for row in rows), form, output=output)
    else:
        put(rows, form, columns=_MENTION_COLUMNS, output=output)
    if gathered.failed:
        raise typer.Exit(PARTLY)


@dataclass(frozen=True, slots=True)
class _Gathered:
    """The articles that could be read, and how many could not."""

    articles: tuple[Article, ...]
    failed: int


def _target(output: Path | None, form: str, base_iri: str, evidence: str, *, rdf12: bool) -> Target:
    from kg.cli.target import Target

    return replace(Target.of(output, form, rdf12=rdf12), base_iri=base_iri, evidence=evidence)


def _files(sources: Iterable[str]) -> Iterator[Path]:
    """The files of articles, which are never written over."""
    from kg.articles import files

    return files(source for source in sources if source != "-")


def _made(found: Sequence[Article], recipe: Recipe, jobs: int) -> Built:
    from kg.workers import built

    with progress(len(found), "reading") as done:
        return built(found, recipe, jobs=jobs or os.cpu_count() or 1, progress=done)


def _tell_summary(made: Built, name: str, failed: int) -> None:
    from kg.cli.summary import summary

    for line in summary(made.graph, made.counts, name, failed=failed):
        tell(line)


def _gathered(sources: Sequence[str], day: date | None, largest: int, *, any_language: bool) -> _Gathered:
    """All articles, what could not be read told at once; where nothing could be read, that is the command's error."""
    from kg.articles import Reading, articles

    reading = Reading(date=day, largest=largest, any_language=any_language)
    errors: list[KgError] = []
    found = tuple(articles(sources, reading=reading, skipped=errors.append, noted=note))
    if errors and not found:
        *others, last = errors
        for error in others:
            tell_error(error)
        raise last
    for error in errors:
        tell_error(error)
    return _Gathered(found, len(errors))


def _recipe(model: str, ontologies: Iterable[Path], aliases: Path | None, min_confidence: float = 0.0) -> Recipe:
    from kg.workers import Recipe

    return Recipe(model=model, ontologies=tuple(ontologies), aliases=aliases, min_confidence=min_confidence)


def _mention_rows(found: Sequence[Article], recipe: Recipe) -> Iterator[Row]:
    from kg.nlp.mentions import mentions as mentions_of
    from kg.rows import mention_rows
    from kg.workers import reader_of

    with progress(len(found), "reading") as done:
        for article, doc in reader_of(recipe).read(found):
            yield from mention_rows(mentions_of(doc, article.id))
            done(article.id)


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
