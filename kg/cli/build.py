"""The commands that read articles: ``build`` and ``mentions``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import note, progress, tell
from kg.cli.faults import PARTLY, tell_error
from kg.cli.options import (
    LONGEST,
    Aliases,
    AnyLanguage,
    Day,
    MaxCharacters,
    Model,
    Ontologies,
    Output,
    Sources,
)
from kg.cli.tables import Form, put
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.articles import Reading
    from kg.model import Article
    from kg.rows import Row
    from kg.workers import Recipe

commands = typer.Typer()
_PANEL = "Build"
_BASE_IRI = "https://w3id.org/newsgraph/id/"
_FINDINGS = 1


@commands.command(rich_help_panel=_PANEL)
def build(
    sources: Sources,
    output: Output = None,
    day: Day = None,
    model: Model = "",
    ontology: Ontologies = [],  # noqa: B006 Typer's way of a repeatable option
    aliases: Aliases = None,
    base_iri: Annotated[
        str,
        typer.Option("--base-iri", envvar="KG_BASE_IRI", metavar="IRI", help="What goes before the names of nodes."),
    ] = _BASE_IRI,
    evidence: Annotated[
        str,
        typer.Option(
            "--evidence",
            envvar="KG_EVIDENCE",
            metavar="full|offsets|none",
            help="Of the articles' words write all, the sentences of statements, or none (copyright).",
        ),
    ] = "offsets",
    min_confidence: Annotated[
        float,
        typer.Option(
            "--min-confidence",
            envvar="KG_MIN_CONFIDENCE",
            min=0,
            max=1,
            help="Leave out statements less sure than this.",
        ),
    ] = 0.0,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", envvar="KG_JOBS", min=0, help="Worker processes; 0 is one for each core.")
    ] = 1,
    form: Annotated[
        str,
        typer.Option(
            "--format", "-f", metavar="FORMAT", help="ttl nt nq trig jsonld rdfxml jsonl; else by the suffix."
        ),
    ] = "",
    append: Annotated[bool, typer.Option("--append", help="Join with the graph that the output file holds.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace an output file that is no graph of ours.")] = False,
    fail_empty: Annotated[bool, typer.Option("--fail-empty", help="Exit with 1 if nothing was stated.")] = False,
    max_characters: MaxCharacters = LONGEST,
    any_language: AnyLanguage = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary.")] = False,
) -> None:
    """Build a graph from articles: text, Markdown, HTML, PDF, JSONL, a folder, standard input.

    It ends with what it found and what it left out.

    ```console
    $ kg build article.txt --date 2026-01-14 -o trade.ttl
    $ kg build news/ -o news.ttl --jobs 0
    $ curl -s https://example.org/news.html | kg build - | less
    ```
    """
    from kg.articles import Reading
    from kg.cli.summary import summary
    from kg.cli.target import Target
    from kg.turtle.nodes import EvidenceDetail
    from kg.turtle.terms import checked_base

    if evidence not in tuple(EvidenceDetail):
        raise KgError(f"{evidence!r} is no kind of evidence", hint=f"one of {', '.join(EvidenceDetail)}")
    target = Target.of(output, form, base_iri=checked_base(base_iri), evidence=evidence)
    before = target.before(append=append, force=force)
    gathered = _gathered(sources, Reading(date=day, largest=max_characters, any_language=any_language))
    recipe = _recipe(model, ontology, aliases, min_confidence)

    from kg.workers import built

    with progress(len(gathered.articles), "reading") as done:
        made = built(gathered.articles, recipe, jobs=jobs or os.cpu_count() or 1, progress=done)
    target.write(before | made.graph)
    if not quiet:
        for line in summary(made.graph, made.counts, target.name, failed=gathered.failed):
            tell(line)
    if gathered.failed:
        raise typer.Exit(PARTLY)
    if fail_empty and not made.graph.statements:
        raise typer.Exit(_FINDINGS)


@commands.command(rich_help_panel=_PANEL)
def mentions(
    sources: Sources,
    output: Output = None,
    day: Day = None,
    model: Model = "",
    aliases: Aliases = None,
    form: Annotated[
        Form | None, typer.Option("--format", "-f", help="A table on a terminal, JSONL elsewhere, unless said.")
    ] = None,
    max_characters: MaxCharacters = LONGEST,
    any_language: AnyLanguage = False,
) -> None:
    """Show what was found in the text before it becomes a graph: names, times, who says what.

    ```console
    $ kg mentions article.txt --date 2026-01-14
    $ kg mentions article.txt -o mentions.jsonl
    ```
    """
    from kg.articles import Reading

    gathered = _gathered(sources, Reading(date=day, largest=max_characters, any_language=any_language))
    rows = tuple(_mention_rows(gathered.articles, _recipe(model, (), aliases)))
    form = form or _form_of(output)
    columns = ("article", "kind", "start", "end", "text", "class", "entity", "countryCode", "timex", "from", "to")
    put(rows, form, columns=columns, output=output)
    if gathered.failed:
        raise typer.Exit(PARTLY)


@dataclass(frozen=True, slots=True)
class _Gathered:
    """The articles that could be read, and how many could not."""

    articles: tuple[Article, ...]
    failed: int


def _gathered(sources: Sequence[str], reading: Reading) -> _Gathered:
    """All articles, what could not be read told at once; where nothing could be read, that is the command's error."""
    from kg.articles import articles

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


def _form_of(output: Path | None) -> Form:
    suffix = output.suffix.lower().removeprefix(".") if output else ""
    if suffix in tuple(Form):
        return Form(suffix)
    return Form.TABLE if output is None and os.isatty(1) else Form.JSONL
