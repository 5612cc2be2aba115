"""The commands that read articles: ``build`` and ``mentions``."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Option

from kg.cli import options
from kg.cli.faults import FINDINGS, PARTLY
from kg.console import note, progress, tell
from kg.console.output import TableForm, check_output, form_of, put, rows_of
from kg.errors import KgError
from kg.files.articles import Gathered, Holdings
from kg.isolation import ArticleError, step
from kg.pipeline import workers
from kg.pipeline.workers import BuildSettings
from kg.several.opened import with_links
from kg.text.sources import files

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.files.target import Sink
    from kg.model import Article, ArticleId
    from kg.tables.rows import Row

commands = typer.Typer()
_PANEL = "Build"
_WIDEST_CELL = 44
_MENTION_COLUMNS = (
    "article", "kind", "start", "end", "text", "entity", "event", "class", "factuality", "countryCode", "wikidata",
    "linkedBy", "timex", "from", "to",
)  # fmt: skip


@commands.command(rich_help_panel=_PANEL)
@options.spread
def build(
    sources: options.Sources,
    writing: options.WriteOptions,
    recipe: options.RecipeOptions,
    reading: options.ReadOptions,
    llm: options.ModelOptions | None,
    day: options.Day = None,
    evidence: options.EvidenceKind = "offsets",
    jobs: options.Jobs = 1,
    append: Annotated[
        bool, Option("--append", help="Join with the graph that the output file or store holds.")
    ] = False,
    replaces: Annotated[
        bool, Option("--replace", help="With --append: read anew what is there otherwise, in place of it.")
    ] = False,
    fail_empty: Annotated[bool, Option("--fail-empty", help="Exit with 1 if nothing was stated.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Build a graph from articles: files, folders, addresses of the web, standard input.

    ```console
    $ kg build article.txt --date 2026-01-14 -o trade.ttl
    $ curl -s https://example.org/news.html | kg build - news/ -o news.ttl --append --replace
    ```
    """
    from kg.files.target import Sink
    from kg.lines.summary import summary

    settings, target = recipe.settings(llm), writing.target(evidence)
    if replaces and not append:
        raise KgError("--replace goes with --append: it replaces articles of what is added to")
    before = target.before(append=append, force=writing.force, read=_files(sources))
    held = target.held(before) if append else None
    asked = partial(workers.settings_of, settings)
    holdings = Holdings(held, target.name, replace=replaces, asked=asked)
    sink, gathered = Sink(target, before, holdings), Gathered(sources, reading.of(day), holdings.has)
    if llm is not None:
        llm.propose(settings.extractor, gathered)
    with sink:
        counts = _built(gathered, sink, settings, jobs)
        gathered.check(target.name)
        lines = [] if quiet else list(summary(sink.whole(), counts + gathered.left, target.name))
        sink.close()
    for line in lines:
        tell(line)
    for line in sink.notes():
        note(line)
    if not gathered.is_whole:
        raise typer.Exit(PARTLY)
    if fail_empty and not any(True for _ in sink.whole().statements):
        raise typer.Exit(FINDINGS)


@commands.command(rich_help_panel=_PANEL)
@options.spread
def mentions(
    sources: options.Sources,
    reading: options.ReadOptions,
    output: options.Output = None,
    day: options.Day = None,
    model: options.Model = "",
    aliases: options.Aliases = None,
    form: Annotated[
        TableForm | None, Option("--format", "-f", help="A table on a terminal, JSONL elsewhere, unless said.")
    ] = None,
    links: options.LinksFile = None,
    force: options.Force = False,
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
    gathered = Gathered(sources, reading.of(day))
    settings = options.RecipeOptions(model=model, aliases=aliases).settings()
    found = chain.from_iterable(_mention_rows(gathered, settings, for_people=form is TableForm.TABLE))
    rows = tuple(found if links is None else with_links(found, links))
    gathered.check(str(output or "standard output"))
    put(rows, form, columns=() if form is TableForm.TABLE else _MENTION_COLUMNS, output=output)
    if not gathered.is_whole:
        raise typer.Exit(PARTLY)


def _files(sources: Iterable[str]) -> Iterator[Path]:
    """The files of articles, which are never written over."""
    return files(source for source in sources if source != "-")


def _built(gathered: Gathered, sink: Sink, settings: BuildSettings, jobs: int) -> Counter[str]:
    """Put the graph of each article that does not fail into the sink; what was found, by cause."""
    counts: Counter[str] = Counter()
    examples: dict[str, str] = {}
    read: set[ArticleId] = set()
    with progress(gathered.expected(), "reading") as done:
        found = workers.outcomes(gathered, settings, jobs=jobs or os.cpu_count() or 1, limits=gathered.limits)
        for outcome in gathered.told(found, done):
            if not isinstance(outcome, ArticleError):
                sink.add(outcome.graph)
                counts.update(outcome.counts)
                examples = {**outcome.examples, **examples}
                read.update(article.id for article in outcome.graph.articles)
    if settings.reviewed:
        elsewhere = workers.reviews_of(settings).elsewhere(read)
        counts["reviews of other articles, or of other texts under their names"] = elsewhere
    told = {cause: f"{cause}: “{example}”" for cause, example in examples.items()}
    return Counter({told.get(cause, cause): count for cause, count in counts.items()})


def _mention_rows(gathered: Gathered, settings: BuildSettings, *, for_people: bool) -> Iterator[tuple[Row, ...]]:
    """The rows of each article that does not fail."""
    from kg.pipeline.mentions import mentions_in
    from kg.pipeline.outcomes import isolated
    from kg.tables.rows import mention_rows

    def short(row: Row, text: str) -> Row:
        """A mention in few and narrow columns; of an attribution the words that are put in someone's mouth."""
        said = row.get("content")
        places: Sequence[object] = said if isinstance(said, list) else ()
        words = " ".join(" ".join(text[slice(*place)].split()) for place in places if isinstance(place, list))
        return {
            "words": (words or " ".join(str(row.get("text")).split()))[:_WIDEST_CELL],
            "is": "said" if words else row.get("class") or row.get("timexType") or row["kind"],
            "which": str(row.get("entity") or row.get("event") or "").rpartition("/")[2] or row.get("timex"),
            "when": " to ".join(str(day) for day in (row.get("from"), row.get("to")) if day),
        }

    def rows(article: Article, doc: Doc) -> tuple[Row, ...]:
        with step("mentions"):
            found = mention_rows(mentions_in(article, doc, workers.ontology_of(settings)))
            return tuple(short(row, article.text) if for_people else row for row in found)

    with progress(gathered.expected(), "reading") as done:
        found = isolated(gathered, workers.reader_of(settings), rows, gathered.limits)
        yield from (outcome for outcome in gathered.told(found, done) if not isinstance(outcome, ArticleError))
