"""``corpus add|replace|upgrade|status|remove|export`` of a folder, ``history|quotations|lineage`` of its articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace as with_changes
from datetime import date
from itertools import chain, count, islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from kg.cli import options
from kg.cli.faults import PARTLY
from kg.cli.look import meanings
from kg.console import note, progress, tell, tell_error
from kg.console.output import Cell, PrintedRow, TableForm, put_found, put_told
from kg.errors import InputError, KgError
from kg.facts.wording import counted
from kg.files.articles import FAILED, Gathered, Holdings, named_articles
from kg.files.graphs import check_shards, note_unlisted
from kg.model import Article, Graph
from kg.pipeline.workers import settings_of
from kg.several.opened import OpenedCorpus, asked_about, named
from kg.shards import LINKS, is_corpus
from kg.version import VERSION

if TYPE_CHECKING:
    from kg.corpus.past import Edit
    from kg.fetch import Follower
    from kg.shards.folder import CorpusFolder
    from kg.text.articles import ReadingOptions

commands = typer.Typer()

Scheduler = Annotated[
    str,
    Option("--scheduler", envvar="KG_SCHEDULER", metavar="ADDRESS", help="A scheduler of Dask, whose workers read."),
]
_PASSED = "files that are as they were when they were read"
_UNKNOWN = "articles of damaged shards of which nothing is known any more (kg corpus add SOURCE --again reads them)"
_QUADS = "nquads"
_ARTICLES_A_FILE = 256
_SHOWN = ("change", "words", "before", "after")  # of the history of an article what a table has room for
_PLACES = {"links": LINKS, "store": "derived/store"}


@commands.command()
@options.spread
def add(
    corpus: options.CorpusPath,
    sources: options.Sources,
    recipe: options.RecipeOptions,
    reading: options.ReadOptions,
    day: options.Day = None,
    base_iri: options.BaseIri = "",
    evidence: Annotated[
        str, options.evidence("Keep the texts, the sentences of statements alone, or neither; of a new corpus.")
    ] = "full",
    jobs: options.Jobs = 1,
    scheduler: Scheduler = "",
    follow: Annotated[
        bool, Option("--follow", help="Fetch the pages of a feed's entries, on its host, as robots.txt lets.")
    ] = False,
    host: Annotated[list[str], Option("--host", metavar="NAME", help="Follow to this host too; repeatable.")] = [],  # noqa: B006
    again: Annotated[bool, Option("--again", help="Try once more what failed before.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Add articles to a corpus, which is made if it is not there; what it has already is not read again.

    How articles are read stands in its `corpus.toml`. Stop it whenever you like: the same command goes on from there.

    ```console
    $ kg corpus add news.corpus archive.jsonl --jobs 0
    $ kg corpus add news.corpus https://example.org/feed.xml --follow
    $ kg corpus add news.corpus monday.corpus tuesday.corpus
    ```
    """
    check_shards()
    from kg.fetch import Follower
    from kg.files.filling import made
    from kg.shards.settings import CorpusSettings
    from kg.turtle.nodes import EvidenceDetail
    from kg.turtle.terms import BASE_IRI

    settings = CorpusSettings(recipe.settings(), EvidenceDetail(evidence), base_iri or BASE_IRI)
    if host and not follow:
        raise KgError("--host goes with --follow: it lets pages of another host be fetched")
    for name in host:
        if "/" in name:
            raise KgError(f"--host {name}: is no name of a host", hint="example.org")
    follower = Follower(host) if follow else None
    with made(corpus, settings):
        _filled(corpus, sources, reading.of(day), scheduler or jobs, follower=follower, again=again, quiet=quiet)


@commands.command()
@options.spread
def replace(
    corpus: options.CorpusPath,
    sources: options.Sources,
    reading: options.ReadOptions,
    day: options.Day = None,
    known: Annotated[date | None, options.dated("--known", "The day of new versions that bring none.")] = None,
    jobs: options.Jobs = 1,
    scheduler: Scheduler = "",
    quiet: options.Quiet = False,
) -> None:
    """Read articles in place of those of the same ids that are there otherwise; others are added.

    An earlier version with another text, title or day is kept, and was known until the day of the new one: the day of
    its last change (`modified`, `dateModified`), else `--known`. `kg corpus history` tells what changed.

    ```console
    $ kg corpus replace news.corpus corrected.jsonl --known 2026-01-16
    ```
    """
    check_shards()
    _filled(corpus, sources, reading.of(day), scheduler or jobs, replaces=True, known=known, quiet=quiet)


def _filled(
    corpus: Path,
    sources: Sequence[str],
    reading: ReadingOptions,
    jobs: int | str,
    *,
    follower: Follower | None = None,
    replaces: bool = False,
    known: date | None = None,
    again: bool = False,
    quiet: bool,
) -> None:
    """Read what is not there yet, or is to be replaced, and tell what came of it."""
    from kg.files.filling import CorpusHoldings, Filling
    from kg.shards.folder import CorpusWriter
    from kg.shards.sources import RememberingWeb, SourceMemory
    from kg.text.sources import most_articles

    with CorpusWriter(corpus) as writer:
        asked = f"up to {reading.largest}{' in any language' * reading.any_language}"
        memory = SourceMemory(corpus, asked, anew=again or replaces)
        before = sum(entry.articles for entry in writer.entries)
        holdings = CorpusHoldings(writer, replace=replaces, again=again or replaces)
        reading = with_changes(reading, web=RememberingWeb(memory, follower), memory=memory)
        corpora = [Path(source) for source in sources if is_corpus(Path(source))]
        plain = [source for source in sources if Path(source) not in corpora]
        with progress(most_articles(plain), "reading") as done:

            def has(article: Article) -> bool:
                is_there = holdings.has(article)
                if is_there:
                    done("")  # what is there already counts as done
                return is_there

            filling = Filling(writer, Gathered(plain, reading, has, takes_back=True), done)
            filling.put(jobs, known=known)
            filling.copy(corpora)
            taken = writer.catalog.shards_of(filling.gathered.withheld)
            writer.remove(taken)
        after = sum(entry.articles for entry in writer.entries)
        memory.keep()
        left = filling.gathered.left
        left[_PASSED] += memory.passed
    if not quiet:
        new = after - before + len(taken)
        replaced = filling.read + left[FAILED] - new
        told = f", {counted(replaced, 'article')} read in place of others" if replaced > 0 else ""
        tell(f"{corpus}: {counted(new, 'article')} added{told}, {after:,} in all")
        _tell_left(left)
        if taken:
            tell(f"{corpus}: {counted(len(taken), 'article')} taken out that the publisher holds back")
        note_unlisted(writer)
    for line in holdings.notes():
        note(line)
    _place(corpus, quiet=quiet)
    if not filling.gathered.is_whole:
        raise typer.Exit(PARTLY)


def _place(corpus: Path, *, quiet: bool) -> None:
    """Put what came into the links of a corpus that is linked, and take out what went."""
    was_linked = (corpus / LINKS).exists()
    try:
        with OpenedCorpus([corpus]).kept() as kept:
            if kept is None and was_linked:
                note(f"{corpus}: has no links any more that hold; kg corpus link {corpus} makes them anew")
            if kept is not None and kept.placed and not quiet:
                told = f"{counted(kept.placed, 'article')} placed since all of it was linked"
                tell(f"{corpus}: {told}; kg corpus link {corpus} judges all of it anew")
    except KgError as error:  # the articles are in or out all the same
        note(f"{corpus}: its links are not brought to it: {error}")


def _tell_left(counts: Mapping[str, int]) -> None:
    for cause, number in sorted(counts.items()):
        if number:
            tell(f"{number:>7}  {cause}")


@commands.command()
def upgrade(
    corpus: options.CorpusPath,
    jobs: options.Jobs = 1,
    scheduler: Scheduler = "",
    max_seconds: options.MaxSeconds = options.ReadOptions.max_seconds,
    max_memory: options.MaxMemory = options.ReadOptions.max_memory,
    quiet: options.Quiet = False,
) -> None:
    """Read again what another version or other settings read, and what failed, from the texts that the corpus keeps.

    What is damaged is made of what is left of it, or read again. Words that the corpus keeps no longer (`evidence` in
    its `corpus.toml`) are taken out of it.

    ```console
    $ kg corpus upgrade news.corpus --jobs 0
    ```
    """
    check_shards()
    from kg.files.filling import TEXTLESS, Filling
    from kg.shards.folder import CorpusWriter
    from kg.shards.healing import heal, lacking, withhold

    counts: Counter[str] = Counter()
    reading = options.ReadOptions(max_seconds=max_seconds, max_memory=max_memory, any_language=True).of(None)
    with CorpusWriter(corpus) as writer:
        damaged, counts[_UNKNOWN] = heal(writer)
        wanted = set(writer.catalog.read_otherwise(VERSION, settings_of(writer.settings.recipe))) | {*lacking(writer)}
        with progress(len(wanted), "reading") as done:
            filling = Filling(writer, Gathered([], reading), done)
            filling.put(scheduler or jobs, filling.kept(wanted, counts))
        fewer = withhold(writer)
    if not quiet:
        told = f", of {counted(fewer, 'article')} fewer words are kept" if fewer else ""
        told += f", {counted(damaged, 'article')} stood in damaged shards" if damaged else ""
        tell(f"{corpus}: {counted(filling.read, 'article')} read again{told}")
        _tell_left(counts + filling.gathered.left)
    _place(corpus, quiet=quiet)
    if counts[TEXTLESS] or counts[_UNKNOWN] or not filling.gathered.is_whole:
        raise typer.Exit(PARTLY)


@commands.command()
def status(corpus: options.CorpusPath, form: options.OutputForm = TableForm.TABLE) -> None:
    """Tell what a corpus has: articles, statements, failures by cause, who read them, days, bytes, what is derived.

    All of it is read, and what is damaged is named, with exit code 2.

    ```console
    $ kg corpus status news.corpus
    $ kg corpus status news.corpus -f json
    ```
    """
    check_shards()
    from kg.shards.folder import CorpusFolder

    with CorpusFolder(corpus) as folder:
        faults = list(_faults(folder))
        found: dict[str, Cell] = dict(_status(folder)) | {"damaged": [fault.message for fault in faults]}
        note_unlisted(folder)
    put_told(_lines(found), [found], form)
    for fault in faults:
        tell_error(fault)
    if faults:
        raise typer.Exit(KgError.exit_code)


def _faults(folder: CorpusFolder) -> Iterator[KgError]:
    """What is damaged of shards, links and decisions; what else is, is made anew when it is needed."""
    from kg.corpus.decisions import DecisionFile
    from kg.corpus.links import check_links
    from kg.shards.shard import damage

    yield from filter(None, (damage(folder.shards / entry.name) for entry in folder.entries))
    for path, check in (("derived/links.jsonl", check_links), ("decisions.jsonl", DecisionFile)):
        try:
            if (folder.path / path).exists():
                check(folder.path / path)
        except KgError as error:
            yield error


def _status(folder: CorpusFolder) -> Iterator[tuple[str, Cell]]:
    def counts(*names: str) -> list[Cell]:
        return [
            {**{name: one or "" for name, one in zip(names, values, strict=True)}, "articles": number}
            for values, number in catalog.counts(*names)
        ]

    entries, catalog = folder.entries, folder.catalog
    failed = sum(entry.failed for entry in entries)
    yield "articles", sum(entry.articles for entry in entries) - failed
    yield "failed", failed
    yield "causes", counts("step", "cause")
    yield "statements", sum(entry.statements for entry in entries)
    yield "days", [*catalog.days()]
    yield "readBy", counts("version", "model", "settings")
    yield "shards", len(entries)
    yield "bytes", sum(_size(folder.shards / entry.name) for entry in entries)
    yield "derived", [_derived(folder.path, name) for name in _PLACES]
    decided = folder.path / "decisions.jsonl"
    yield "decisions", decided.read_bytes().count(b"\n") if decided.exists() else 0


def _derived(corpus: Path, name: str) -> Cell:
    """What is there of something that follows from the shards, and whether they have changed since."""
    path = corpus / _PLACES[name]
    is_current = path.exists() and path.stat().st_mtime >= (corpus / "shards.jsonl").stat().st_mtime
    found = {"name": name, "state": ("current" if is_current else "stale") if path.exists() else "none"}
    if name == "links":  # they follow the shards
        try:
            with OpenedCorpus([corpus]).kept() as kept:
                found = {"name": name, "state": f"current, {kept.placed} articles placed" if kept else "none"}
        except KgError as error:
            found = {"name": name, "state": f"not current: {error}"}
    return {**found, "bytes": _size(path)}


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path] if path.exists() else []
    return sum(file.stat().st_size for file in files if file.is_file())


def _lines(found: Mapping[str, Cell]) -> Iterator[str]:
    """A line for each value, one for each of several."""
    for name, value in found.items():
        for number, one in enumerate(value if isinstance(value, list) else [value]):
            cells = one.values() if isinstance(one, dict) else [one]
            told = [f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in cells]
            line = "  ".join(cell for cell in told if cell or not isinstance(value, list))
            yield f"{'' if number else name:<12}{line}"


@commands.command()
def remove(corpus: options.CorpusPath, articles: options.Articles, quiet: options.Quiet = False) -> None:
    """Take articles out of a corpus, all of them or none: it is as if they had never been added.

    ```console
    $ kg corpus remove news.corpus a711 a712
    ```
    """
    check_shards()
    from kg.shards.folder import CorpusWriter
    from kg.shards.sources import SourceMemory

    with CorpusWriter(corpus) as writer:
        known = writer.catalog.articles
        names = frozenset(named_articles(articles, known, corpus))
        SourceMemory(corpus).forget(known[name].url for name in names)
        writer.remove(names)
        left = sum(entry.articles for entry in writer.entries)
    _place(corpus, quiet=quiet)
    if not quiet:
        tell(f"{corpus}: {counted(len(names), 'article')} removed, {counted(left, 'article')} left")


@commands.command()
def export(
    corpus: options.CorpusPath,
    output: options.Output = None,
    form: options.TargetForm = "",
    since: options.Since = None,
    until: options.Until = None,
    as_of: options.AsOf = None,
    source: Annotated[str, Option("--source", metavar="NAME", help="Of this publisher, or host of the address.")] = "",
    topic: Annotated[
        str, Option("--topic", metavar="WORDS", help="With these words in title, names or what statements say.")
    ] = "",
    article: Annotated[list[str], Option("--article", metavar="ID", help="Only this article; repeatable.")] = [],  # noqa: B006
    evidence: options.EvidenceKind = "offsets",
    links: Annotated[bool, Option("--links", help="What is the same in several articles as one node.")] = False,
    prefix: options.Prefix = [],  # noqa: B006
    rdf12: options.Rdf12 = False,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Write a corpus, or some of its articles, as one graph in any format; the bytes are those of `kg build`.

    `-f nquads` writes a folder of files for the bulk loader of a server, an article a named graph.

    ```console
    $ kg corpus export news.corpus -o january.ttl --since 2026-01 --until 2026-01
    $ kg corpus export news.corpus -o quads -f nquads
    ```
    """
    check_shards()
    from kg.files.target import Sink, Target
    from kg.shards.catalog import Selection
    from kg.shards.folder import CorpusFolder

    with CorpusFolder(corpus) as folder:
        given = frozenset(named_articles(article, folder.catalog.articles, corpus))
        if since and until and since > until:
            raise KgError(f"--since {since} is after --until {until}", hint="give the earlier day to --since")
        wanted = Selection(since, until, source, topic, given, as_of).articles(folder)
        total = len(wanted) if wanted is not None else sum(one.articles - one.failed for one in folder.entries)
        if not total:
            raise KgError(f"{corpus}: has no such article", hint=f"kg corpus status {corpus} tells its days")
        with progress(total, "writing") as done, OpenedCorpus([corpus]).kept() if links else nullcontext() as kept:
            if links and kept is None:
                hint = f"kg corpus link {corpus} finds what is the same in all of it"
                raise KgError(f"{corpus}: was never linked", hint=hint)
            told = folder.graphs(wanted, as_of=as_of)
            graphs = kept.joined(told) if kept else told
            base_iri = folder.settings.base_iri
            if form == _QUADS:
                _put_quads(graphs, output, base_iri, evidence, done)
            else:
                target = Target.of(output, form, base_iri, evidence, prefix, rdf12=rdf12)
                before = target.before(force=force, read=[corpus])
                with Sink(target, before, Holdings(None, target.name, replace=False, asked=tuple)) as sink:
                    for graph in graphs:
                        sink.add(graph)
                        done("")
                    sink.close()
    if not quiet and output is not None:
        tell(f"{output}: {counted(total, 'article')}")


def _put_quads(
    graphs: Iterator[Graph], output: Path | None, base_iri: str, evidence: str, done: Callable[[str], None]
) -> None:
    """Write a folder of files of N-Quads, whole or not at all."""
    from kg.turtle.documents import write_quads
    from kg.turtle.whole import seal, whole_folder

    if output is None:
        raise KgError(f"{_QUADS} is a folder of files", hint="--output FOLDER")
    if output.exists():
        raise InputError(f"{output}: is there already", hint="name a folder that is not")
    with whole_folder(output) as made:
        made.mkdir()
        for number in count(1):
            some = list(islice(graphs, _ARTICLES_A_FILE))
            if not some:
                break
            with (made / f"{number:05}.nq").open("wb") as file:
                for graph in some:
                    write_quads(file, graph, base_iri=base_iri, evidence=evidence)
                    done("")
                seal(file, "nq")


@commands.command()
def history(
    corpus: options.CorpusPath,
    articles: Annotated[
        list[str] | None, Argument(metavar="[ARTICLE]...", help="Ids; without one, all that have changed.")
    ] = None,
    form: options.OutputForm = TableForm.TABLE,
) -> None:
    """Tell how articles changed from version to version: contradicted, corrected, weaker, firmer, withdrawn, added.

    A row is a sentence, with what it was before; `known` is the day on which the version came to be known. What the
    publisher says of an earlier version ("Correction: …") is a row too, with the sentence that is meant.

    ```console
    $ kg corpus history news.corpus
    $ kg corpus history news.corpus a711 -f jsonl
    ```
    """
    check_shards()
    from kg.corpus.past import edits, noted, versions
    from kg.shards.folder import CorpusFolder

    rows: list[PrintedRow] = []
    relations, is_full = meanings(), form is not TableForm.TABLE
    with CorpusFolder(corpus) as folder:
        names = frozenset(named_articles(articles or [], folder.catalog.articles, corpus))
        for known in versions(folder, names):
            pairs = chain([(None, known[0])], pairwise(known)) if known else ()
            for number, (old, new) in enumerate(pairs, 1):
                head: dict[str, Cell] = {"article": new.article, "version": number, "known": str(new.known or "")}
                done = edits(old.graph, new.graph, relations) if old else noted(new.graph)
                found = map(edit_row, done)
                rows += (head | {name: row[name] for name in row if is_full or name in _SHOWN} for row in found)
    put_found(rows, form, "no article has another version")


def edit_row(one: Edit) -> dict[str, Cell]:
    """A row of what was done to a sentence."""
    before, after = (sorted(said.id for said in side.told) if side else [] for side in (one.before, one.after))
    return {
        "change": one.kind.value,
        "words": one.words,
        "before": one.before.words if one.before else "",
        "after": one.after.words if one.after else "",
        "details": "; ".join(one.details),
        "statementsBefore": [*before],
        "statementsAfter": [*after],
    }


@commands.command()
def quotations(
    graphs: options.GraphFiles,
    by: Annotated[str, Option("--by", metavar="NAME", help="Only words of this speaker.")] = "",
    articles: Annotated[int, Option("--articles", min=1, help="Quoted by at least so many articles.")] = 1,
    altered: Annotated[bool, Option("--altered", help="Only what an article quotes in other words.")] = False,
    links: options.LinksFile = None,
    form: options.OutputForm = TableForm.TABLE,
) -> None:
    """List what was said, word for word: by whom, in which articles, first where, and how others altered the words.

    The same words by the same speaker are one quotation. `-f jsonl` has the sentence of each article.

    ```console
    $ kg corpus quotations news.corpus --articles 2
    $ kg corpus quotations monday.ttl tuesday.ttl --by "Mark Carney" --altered
    ```
    """
    from kg.corpus.past import ledger, rows

    told = OpenedCorpus(graphs, links, asked_about(by)).told
    chosen = named(told, by)
    some = (one for one in ledger(told) if len(one.articles) >= articles and (not by or one.speaker in chosen))
    found = [one for one in some if not altered or any(map(one.difference, one.tellings))]
    left_out = {"tellings"} if form is TableForm.TABLE else set()
    listed = [{name: row[name] for name in row if name not in left_out} for row in rows(told, found)]
    put_found(listed, form, "no such quotation")


@commands.command()
def lineage(graphs: options.GraphFiles, form: options.OutputForm = TableForm.TABLE) -> None:
    """Tell who said it first and who copied: articles with sentences of an earlier one, and what each changed.

    Of two of one day the order is not known (`same day`). `-f jsonl` has the sentences, shared and changed.

    ```console
    $ kg corpus lineage news.corpus
    $ kg corpus lineage monday.ttl tuesday.ttl -f jsonl
    ```
    """
    from kg.corpus.past import changes_told, descents

    rows: list[PrintedRow] = []
    for one in descents(OpenedCorpus(graphs).graph, meanings()):
        row: dict[str, Cell] = {
            "first": one.first.id,
            "day": str(one.first.date or ""),
            "copy": one.copy.id,
            "copied": str(one.copy.date or "") if one.is_dated else "same day",
            "shared": f"{len(one.shared)} of {one.of}",
            "agency": one.agency,
            "changes": changes_told(one.edits),
        }
        more: dict[str, Cell] = {
            "publishers": [one.first.publisher, one.copy.publisher],
            "sentences": [*one.shared],
            "edits": [edit_row(each) for each in one.edits],
        }
        rows.append(row if form is TableForm.TABLE else row | more)
    put_found(rows, form, "no article has sentences of another")
