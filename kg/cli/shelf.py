"""The commands that look into the folder of a corpus and take out of it: ``corpus status|remove|export``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.build import target_of
from kg.cli.filling import CorpusPath
from kg.cli.options import EvidenceKind, Force, Output, Prefix, Quiet, Rdf12, Since, TargetForm, Until
from kg.cli.remove import Articles
from kg.console import progress, tell, tell_error
from kg.console.output import TableForm, put, put_lines
from kg.errors import InputError, KgError
from kg.facts.wording import counted
from kg.files.graphs import check_shards, note_unlisted
from kg.files.holdings import named_articles

if TYPE_CHECKING:
    from kg.console.output import Cell
    from kg.files.target import Target
    from kg.model import ArticleId, Graph
    from kg.shards.folder import CorpusFolder
    from kg.shards.selection import Selection

commands = typer.Typer()

StatusForm = Annotated[TableForm, typer.Option("--format", "-f", help="A table for people; the others for machines.")]
FromSource = Annotated[str, typer.Option("--source", metavar="NAME", help="Of this publisher, or host of the address.")]
OnTopic = Annotated[
    str, typer.Option("--topic", metavar="WORDS", help="With these words in title, names or what statements say.")
]
OnlyArticles = Annotated[list[str], typer.Option("--article", metavar="ID", help="Only this article; repeatable.")]
_QUADS = "nquads"
_ARTICLES_A_FILE = 256
_PLACES = {"links": "derived/links.jsonl", "store": "derived/store"}


@commands.command()
def status(corpus: CorpusPath, form: StatusForm = TableForm.TABLE) -> None:
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
    if form is not TableForm.TABLE:
        put([found], form)
    else:
        put_lines(f"{name:<12}{line}" for name, value in found.items() for name, line in _lines(name, value))
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
    for path, check in ((_PLACES["links"], check_links), ("decisions.jsonl", DecisionFile)):
        try:
            if (folder.path / path).exists():
                check(folder.path / path)
        except KgError as error:
            yield error


def _status(folder: CorpusFolder) -> Iterator[tuple[str, Cell]]:
    entries, catalog = folder.entries, folder.catalog
    failed = sum(entry.failed for entry in entries)
    yield "articles", sum(entry.articles for entry in entries) - failed
    yield "failed", failed
    yield "causes", [_counts(("step", "cause"), values, count) for values, count in catalog.failures()]
    yield "statements", sum(entry.statements for entry in entries)
    first, last = catalog.days()
    yield "days", [first, last]
    yield "readBy", [_counts(("version", "model", "settings"), values, count) for values, count in catalog.readers()]
    yield "shards", len(entries)
    yield "bytes", sum(_size(folder.shards / entry.name) for entry in entries)
    yield "derived", [_derived(folder.path, name) for name in _PLACES]
    decided = folder.path / "decisions.jsonl"
    yield "decisions", decided.read_bytes().count(b"\n") if decided.exists() else 0


def _counts(names: Iterable[str], values: Iterable[str | None], count: int) -> Cell:
    return {**{name: value or "" for name, value in zip(names, values, strict=True)}, "articles": count}


def _derived(corpus: Path, name: str) -> Cell:
    """What is there of something that follows from the shards, and whether they have changed since."""
    path = corpus / _PLACES[name]
    if not path.exists():
        state = "none"
    elif name == "links":
        state = "current" if _is_of(path, corpus) else "stale"
    else:
        state = "stale" if path.stat().st_mtime < (corpus / "shards.jsonl").stat().st_mtime else "current"
    return {"name": name, "state": state, "bytes": _size(path)}


def _is_of(links: Path, corpus: Path) -> bool:
    """Whether links were made of the shards of a corpus as they are now, and of no other corpus."""
    from kg.shards.log import state_of

    with links.open("rb") as file, suppress(ValueError):
        row = json.loads(file.readline())
        return isinstance(row, dict) and bool(row.get("shards") == state_of([corpus]))
    return False


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path] if path.exists() else []
    return sum(file.stat().st_size for file in files if file.is_file())


def _lines(name: str, value: Cell) -> Iterator[tuple[str, str]]:
    match value:
        case list():
            for number, one in enumerate(value):
                told = one.values() if isinstance(one, dict) else [one]
                yield "" if number else name, "  ".join(_told(cell) for cell in told if cell != "")
        case _:
            yield name, _told(value)


def _told(value: Cell) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


@commands.command()
def remove(corpus: CorpusPath, articles: Articles, quiet: Quiet = False) -> None:
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
    if not quiet:
        tell(f"{corpus}: {counted(len(names), 'article')} removed, {counted(left, 'article')} left")


@commands.command()
def export(
    corpus: CorpusPath,
    output: Output = None,
    form: TargetForm = "",
    since: Since = None,
    until: Until = None,
    source: FromSource = "",
    topic: OnTopic = "",
    article: OnlyArticles = [],  # noqa: B006 Typer's way of a repeatable option
    evidence: EvidenceKind = "offsets",
    prefix: Prefix = [],  # noqa: B006
    rdf12: Rdf12 = False,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Write a corpus, or some of its articles, as one graph in any format; the bytes are those of `kg build`.

    `-f nquads` writes a folder of files for the bulk loader of a server, an article a named graph.

    ```console
    $ kg corpus export news.corpus -o january.ttl --since 2026-01 --until 2026-01
    $ kg corpus export news.corpus -o quads -f nquads
    ```
    """
    check_shards()
    from kg.shards.folder import CorpusFolder
    from kg.shards.selection import Selection

    with CorpusFolder(corpus) as folder:
        given = frozenset(named_articles(article, folder.catalog.articles, corpus))
        wanted, total = _chosen(folder, Selection(since, until, source, topic, given))
        with progress(total, "writing") as done:
            graphs = _counting(folder.graphs(wanted), done)
            if form == _QUADS:
                _put_quads(graphs, output, folder.settings.base_iri, evidence)
            else:
                target = target_of(output, form, folder.settings.base_iri, evidence, prefix, rdf12=rdf12)
                _put_graph(graphs, target, corpus, force=force)
    if not quiet and output is not None:
        tell(f"{output}: {counted(total, 'article')}")


def _chosen(folder: CorpusFolder, selection: Selection) -> tuple[frozenset[ArticleId] | None, int]:
    """The articles that are meant, None for all, and how many they are; ``KgError`` where none is."""
    since, until = selection.since, selection.until
    if since and until and since > until:
        raise KgError(f"--since {since} is after --until {until}", hint="give the earlier day to --since")
    wanted = selection.articles(folder)
    total = len(wanted) if wanted is not None else sum(one.articles - one.failed for one in folder.entries)
    if not total:
        raise KgError(f"{folder.path}: has no such article", hint=f"kg corpus status {folder.path} tells its days")
    return wanted, total


def _counting(graphs: Iterable[Graph], done: Callable[[str], None]) -> Iterator[Graph]:
    for graph in graphs:
        yield graph
        done("")


def _put_graph(graphs: Iterable[Graph], target: Target, corpus: Path, *, force: bool) -> None:
    """Write the union of the graphs; no more than a part of it is in memory, where the format streams."""
    from kg.files.holdings import Holdings
    from kg.files.target import Sink

    before = target.before(force=force, read=[corpus])
    with Sink(target, before, Holdings(None, target.name, replace=False, asked=tuple)) as sink:
        for graph in graphs:
            sink.add(graph)
        sink.close()


def _put_quads(graphs: Iterable[Graph], output: Path | None, base_iri: str, evidence: str) -> None:
    """Write a folder of files of N-Quads, whole or not at all."""
    from kg.turtle.documents import write_quads
    from kg.turtle.whole import whole_folder

    if output is None:
        raise KgError(f"{_QUADS} is a folder of files", hint="--output FOLDER")
    if output.exists():
        raise InputError(f"{output}: is there already", hint="name a folder that is not")
    stream = iter(graphs)
    with whole_folder(output) as made:
        made.mkdir()
        for number in count(1):
            some = list(islice(stream, _ARTICLES_A_FILE))
            if not some:
                break
            with (made / f"{number:05}.nq").open("wb") as file:
                for graph in some:
                    write_quads(file, graph, base_iri=base_iri, evidence=evidence)
