"""The commands that put articles into the folder of a corpus: ``corpus add|replace|upgrade``."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace as with_changes
from functools import partial
from itertools import islice
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.build import reading_of, recipe_of
from kg.cli.faults import PARTLY
from kg.cli.options import (
    LONGEST,
    LONGEST_SECONDS,
    MOST_MEGABYTES,
    Aliases,
    All,
    AnyLanguage,
    BaseIri,
    Day,
    EmbargoBy,
    ExtractorName,
    Jobs,
    MaxCharacters,
    MaxMemory,
    MaxSeconds,
    MinConfidence,
    Model,
    Ontologies,
    Quiet,
    Reviewed,
    Sources,
    evidence_named,
)
from kg.console import note, progress, tell
from kg.errors import InputError, KgError
from kg.facts.wording import counted
from kg.files.gathering import FAILED, Gathered
from kg.files.graphs import check_shards, note_unlisted
from kg.files.holdings import DIGEST, Holdings
from kg.isolation import ArticleError, ArticleLimits
from kg.shards import SUFFIX, is_corpus

if TYPE_CHECKING:
    from kg.fetch import Follower
    from kg.model import Article, ArticleId
    from kg.pipeline.workers import BuildSettings
    from kg.shards.folder import CorpusWriter
    from kg.shards.settings import CorpusSettings
    from kg.text.articles import ReadingOptions

commands = typer.Typer()

CorpusPath = Annotated[Path, typer.Argument(metavar="CORPUS", help="The folder of a corpus, as news.corpus.")]
Again = Annotated[bool, typer.Option("--again", help="Try once more what failed before.")]
KeptWords = Annotated[
    str,
    typer.Option(
        "--evidence",
        callback=evidence_named,
        metavar="full|offsets|none",
        help="Keep the texts, the sentences of statements alone, or neither; of a new corpus.",
    ),
]
Follow = Annotated[
    bool, typer.Option("--follow", help="Fetch the pages of a feed's entries, on its host, as robots.txt lets.")
]
Hosts = Annotated[list[str], typer.Option("--host", metavar="NAME", help="Follow to this host too; repeatable.")]
Scheduler = Annotated[
    str,
    typer.Option(
        "--scheduler", envvar="KG_SCHEDULER", metavar="ADDRESS", help="A scheduler of Dask, whose workers read."
    ),
]
_PASSED = "files that are as they were when they were read"
_UNKNOWN = "articles of damaged shards of which nothing is known any more (kg corpus add SOURCE --again reads them)"
_TEXTLESS = "articles whose text is not kept (kg corpus replace reads them from their source)"


@commands.command()
def add(
    corpus: CorpusPath,
    sources: Sources,
    day: Day = None,
    model: Model = "",
    extractor: ExtractorName = "",
    ontology: Ontologies = [],  # noqa: B006 Typer's way of a repeatable option
    aliases: Aliases = None,
    base_iri: BaseIri = "",
    evidence: KeptWords = "full",
    min_confidence: MinConfidence = None,
    every: All = False,
    reviewed: Reviewed = [],  # noqa: B006
    jobs: Jobs = 1,
    scheduler: Scheduler = "",
    follow: Follow = False,
    host: Hosts = [],  # noqa: B006
    again: Again = False,
    max_characters: MaxCharacters = LONGEST,
    max_seconds: MaxSeconds = LONGEST_SECONDS,
    max_memory: MaxMemory = MOST_MEGABYTES,
    any_language: AnyLanguage = False,
    embargo_by: EmbargoBy = None,
    quiet: Quiet = False,
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
    recipe = recipe_of(model, extractor, ontology, aliases, 0.0 if every else min_confidence, reviewed)
    limits = ArticleLimits(max_seconds, max_memory)
    reading = reading_of(day, max_characters, limits, any_language=any_language, embargo_by=embargo_by)
    follower = _follower(host, follow=follow)
    with _made(corpus, _settings(recipe, evidence, base_iri)):
        _filled(corpus, sources, reading, scheduler or jobs, follower=follower, again=again, quiet=quiet)


@commands.command()
def replace(
    corpus: CorpusPath,
    sources: Sources,
    day: Day = None,
    jobs: Jobs = 1,
    scheduler: Scheduler = "",
    max_characters: MaxCharacters = LONGEST,
    max_seconds: MaxSeconds = LONGEST_SECONDS,
    max_memory: MaxMemory = MOST_MEGABYTES,
    any_language: AnyLanguage = False,
    embargo_by: EmbargoBy = None,
    quiet: Quiet = False,
) -> None:
    """Read articles in place of those of the same ids that are there otherwise; others are added.

    ```console
    $ kg corpus replace news.corpus corrected.jsonl
    ```
    """
    check_shards()
    limits = ArticleLimits(max_seconds, max_memory)
    reading = reading_of(day, max_characters, limits, any_language=any_language, embargo_by=embargo_by)
    _filled(corpus, sources, reading, scheduler or jobs, replaces=True, quiet=quiet)


@commands.command()
def upgrade(
    corpus: CorpusPath,
    jobs: Jobs = 1,
    scheduler: Scheduler = "",
    max_seconds: MaxSeconds = LONGEST_SECONDS,
    max_memory: MaxMemory = MOST_MEGABYTES,
    quiet: Quiet = False,
) -> None:
    """Read again what another version or other settings read, and what failed, from the texts that the corpus keeps.

    What is damaged is made of what is left of it, or read again. Words that the corpus keeps no longer (`evidence` in
    its `corpus.toml`) are taken out of it.

    ```console
    $ kg corpus upgrade news.corpus --jobs 0
    ```
    """
    check_shards()
    from kg.pipeline.workers import settings_of
    from kg.shards.folder import CorpusWriter
    from kg.shards.healing import heal
    from kg.shards.withholding import lacking, withhold
    from kg.version import VERSION

    counts: Counter[str] = Counter()
    with CorpusWriter(corpus) as writer:
        damaged, counts[_UNKNOWN] = heal(writer)
        wanted = set(writer.catalog.read_otherwise(VERSION, settings_of(writer.settings.recipe))) | {*lacking(writer)}
        with progress(len(wanted), "reading") as done:
            reading = reading_of(None, LONGEST, ArticleLimits(max_seconds, max_memory), any_language=True)
            heard = _Heard(Gathered([], reading), done)
            _put(writer, _kept(writer, wanted, counts), heard, scheduler or jobs)
        fewer = withhold(writer)
    if not quiet:
        told = f", of {counted(fewer, 'article')} fewer words are kept" if fewer else ""
        told += f", {counted(damaged, 'article')} stood in damaged shards" if damaged else ""
        tell(f"{corpus}: {counted(heard.read, 'article')} read again{told}")
        _tell_left(counts + heard.gathered.left)
    if counts[_TEXTLESS] or counts[_UNKNOWN] or not heard.gathered.is_whole:
        raise typer.Exit(PARTLY)


def _follower(hosts: Collection[str], *, follow: bool) -> Follower | None:
    if hosts and not follow:
        raise KgError("--host goes with --follow: it lets pages of another host be fetched")
    for host in hosts:
        if "/" in host:
            raise KgError(f"--host {host}: is no name of a host", hint="example.org")
    from kg.fetch import Follower

    return Follower(hosts) if follow else None


def _settings(recipe: BuildSettings, evidence: str, base_iri: str) -> CorpusSettings:
    from kg.shards.settings import CorpusSettings
    from kg.turtle.nodes import EvidenceDetail
    from kg.turtle.terms import BASE_IRI

    return CorpusSettings(recipe, EvidenceDetail(evidence), base_iri or BASE_IRI)


@contextmanager
def _made(corpus: Path, settings: CorpusSettings) -> Iterator[None]:
    """The folder of a corpus; one that is made for it and that an error leaves empty does not stay."""
    is_new = _make(corpus, settings)
    try:
        yield
    except KgError:
        if is_new and not any((corpus / "shards").iterdir()):
            rmtree(corpus)
        raise


def _make(corpus: Path, settings: CorpusSettings) -> bool:
    """Make the folder, or find it there, with these settings or else ``InputError``; whether it was made."""
    from kg.shards.folder import CorpusFolder

    if corpus.exists():
        with CorpusFolder(corpus) as folder:
            folder.settings.check(settings, corpus)
        return False
    if corpus.suffix != SUFFIX:
        raise KgError(f"{corpus}: there is no such folder", hint=f"a new corpus is named NAME{SUFFIX}")
    if outer := next(filter(is_corpus, corpus.resolve().parents), None):
        raise KgError(f"{corpus}: lies in the corpus {outer}", hint="make it beside that one")
    CorpusFolder.create(corpus, settings)
    return True


class _CorpusHoldings(Holdings):
    """What a corpus holds already, and what this command has put there or is about to."""

    replacing, removing = "kg corpus replace", "kg corpus remove"

    def __init__(self, writer: CorpusWriter, *, replace: bool, again: bool) -> None:
        from kg.pipeline.workers import settings_of
        from kg.shards.withholding import lacking

        asked = partial(settings_of, writer.settings.recipe)
        super().__init__(writer.catalog, str(writer.path), replace=replace, asked=asked)
        self._catalog, self._again = writer.catalog, again
        self._lacking = frozenset(lacking(writer) if replace else ())
        self._given: set[ArticleId] = set()

    def has(self, article: Article) -> bool:
        """Whether an article is there, or among those that are being read; one that failed is, unless tried again."""
        is_given = article.id in self._given
        if is_given and article.id not in self._catalog.articles:
            return True
        tried = self._again and not is_given and self._catalog.has_failed(article.id)
        is_there = not tried and super().has(article) and (is_given or article.id not in self._lacking)
        if not is_there:
            self._given.add(article.id)
        return is_there

    def _of_stem(self, stem: str) -> Iterable[ArticleId]:
        return (name for name in self._catalog.beginning(f"{stem}-") if DIGEST.sub("", name) == stem)


def _filled(
    corpus: Path,
    sources: Sequence[str],
    reading: ReadingOptions,
    jobs: int | str,
    *,
    follower: Follower | None = None,
    replaces: bool = False,
    again: bool = False,
    quiet: bool,
) -> None:
    """Read what is not there yet, or is to be replaced, and tell what came of it."""
    from kg.shards.folder import CorpusWriter
    from kg.shards.sources import RememberingWeb, SourceMemory
    from kg.text.sources import most_articles

    with CorpusWriter(corpus) as writer:
        options = f"up to {reading.largest}{' in any language' * reading.any_language}"
        memory = SourceMemory(corpus, options, anew=again or replaces)
        before = sum(entry.articles for entry in writer.entries)
        holdings = _CorpusHoldings(writer, replace=replaces, again=again or replaces)
        reading = with_changes(reading, web=RememberingWeb(memory, follower), memory=memory)
        corpora = [Path(source) for source in sources if is_corpus(Path(source))]
        plain = [source for source in sources if Path(source) not in corpora]
        with progress(most_articles(plain), "reading") as done:
            gathered = Gathered(plain, reading, _telling(holdings.has, done), takes_back=True)
            heard = _Heard(gathered, done)
            _put(writer, _batches(gathered, writer.room), heard, jobs)
            _copy(corpora, writer, heard)
            taken = writer.catalog.shards_of(gathered.withheld)
            writer.remove(taken)
        after = sum(entry.articles for entry in writer.entries)
        memory.keep()
        gathered.left[_PASSED] += memory.passed
    if not quiet:
        _tell_read(corpus, heard, before - len(taken), after)
        if taken:
            tell(f"{corpus}: {counted(len(taken), 'article')} taken out that the publisher holds back")
        note_unlisted(writer)
    for line in holdings.notes():
        note(line)
    if not gathered.is_whole:
        raise typer.Exit(PARTLY)


def _tell_read(corpus: Path, heard: _Heard, before: int, after: int) -> None:
    left = heard.gathered.left
    replaced = heard.read + left[FAILED] - (after - before)
    told = f", {counted(replaced, 'article')} read in place of others" if replaced > 0 else ""
    tell(f"{corpus}: {counted(after - before, 'article')} added{told}, {after:,} in all")
    _tell_left(left)


def _telling(has: Callable[[Article], bool], done: Callable[[str], None]) -> Callable[[Article], bool]:
    """The same, and what is there already counts as done."""

    def told(article: Article) -> bool:
        is_there = has(article)
        if is_there:
            done("")
        return is_there

    return told


class _Heard:
    """Counts and tells what comes of the articles, as it comes."""

    def __init__(self, gathered: Gathered, done: Callable[[str], None]) -> None:
        self.gathered, self._done = gathered, done
        self.read = 0

    def __call__(self, _article: Article, error: ArticleError | None) -> None:
        if error is None:
            self.read += 1
        else:
            self.gathered.fail(error)
        self._done("")


def _put(writer: CorpusWriter, batches: Iterable[Sequence[Article]], heard: _Heard, jobs: int | str) -> None:
    from kg.shards.reading import read_batches

    jobs = jobs or os.cpu_count() or 1
    for shard in read_batches(batches, writer.settings, jobs=jobs, limits=heard.gathered.limits, told=heard):
        writer.put(shard)


def _copy(corpora: Iterable[Path], writer: CorpusWriter, heard: _Heard) -> None:
    """Put the articles of other corpora in, as they were read there."""
    from kg.shards.folder import CorpusFolder
    from kg.shards.withholding import withheld_shard

    for other in corpora:
        with CorpusFolder(other) as folder:
            if folder.settings.table() != writer.settings.table():
                cure = "give both corpus.toml the same settings and kg corpus upgrade one of them"
                raise InputError(f"{other}: keeps its articles otherwise than {writer.path}", hint=cure)
            known = folder.catalog.articles
            for entry in folder.entries:
                shard = folder.shard(entry.name)
                names = [article.id for article in heard.gathered.wanted(known[name] for name in shard.articles)]
                writer.put(withheld_shard(shard.only(names), writer.settings))
                heard.read += len(names)


def _batches(articles: Iterable[Article], first: int) -> Iterator[Sequence[Article]]:
    """Batches of a shard's size, the first as large as fills the last shard."""
    from kg.shards.folder import FULL

    stream = iter(articles)
    size = first
    while batch := tuple(islice(stream, size)):
        yield batch
        size = FULL


def _kept(writer: CorpusWriter, wanted: Collection[ArticleId], counts: Counter[str]) -> Iterator[Sequence[Article]]:
    """The articles that are to be read again, a batch a shard, from the texts that the corpus keeps."""
    from kg.shards.shard import rows_of
    from kg.shards.tables import TEXT, article_in

    for entry in writer.entries:
        found = [article_in(row) for row in rows_of(writer.shards / entry.name, TEXT) if row["article"] in wanted]
        batch = [article for article in found if article.text]
        counts[_TEXTLESS] += len(found) - len(batch)
        yield batch


def _tell_left(counts: Mapping[str, int]) -> None:
    for cause, count in sorted(counts.items()):
        if count:
            tell(f"{count:>7}  {cause}")
