"""The folder of a corpus that articles are put into: made if it is not there, filled as they are read, told of."""

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from itertools import chain, islice
from pathlib import Path
from shutil import rmtree

from kg.errors import InputError, KgError
from kg.files.articles import DIGEST, Gathered, Holdings
from kg.isolation import ArticleError
from kg.model import Article, ArticleId
from kg.pipeline.workers import settings_of
from kg.shards import SUFFIX, is_corpus
from kg.shards.folder import FULL, CorpusFolder, CorpusWriter
from kg.shards.healing import lacking, withheld_shard
from kg.shards.reading import read_batches
from kg.shards.settings import CorpusSettings
from kg.shards.shard import rows_of
from kg.shards.tables import TEXT, article_in

TEXTLESS = "articles whose text is not kept (kg corpus replace reads them from their source)"


@contextmanager
def made(corpus: Path, settings: CorpusSettings) -> Iterator[None]:
    """The folder of a corpus, made or found there with these settings, else ``InputError``.

    One that is made for it and that an error leaves empty does not stay. Raises ``KgError`` where nobody may write.
    """
    if corpus.exists():
        with CorpusFolder(corpus) as folder:
            folder.settings.check(settings, corpus)
        yield
        return
    if corpus.suffix != SUFFIX:
        raise KgError(f"{corpus}: there is no such folder", hint=f"a new corpus is named NAME{SUFFIX}")
    if outer := next(filter(is_corpus, corpus.resolve().parents), None):
        raise KgError(f"{corpus}: lies in the corpus {outer}", hint="make it beside that one")
    CorpusFolder.create(corpus, settings)
    try:
        yield
    except KgError:
        if not any((corpus / "shards").iterdir()):
            rmtree(corpus)
        raise


class CorpusHoldings(Holdings):
    """What a corpus holds already, and what this command has put there or is about to."""

    replacing, removing = "kg corpus replace", "kg corpus remove"

    def __init__(self, writer: CorpusWriter, *, replace: bool, again: bool) -> None:
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


class Filling:
    """Puts articles into a corpus, and counts and tells what comes of them, as it comes."""

    def __init__(self, writer: CorpusWriter, gathered: Gathered, done: Callable[[str], None]) -> None:
        self.gathered, self._writer, self._done = gathered, writer, done
        self.read = 0

    def __call__(self, _article: Article, error: ArticleError | None) -> None:
        """Count an article that was read, or that failed."""
        if error is None:
            self.read += 1
        else:
            self.gathered.fail(error)
        self._done("")

    def put(
        self, jobs: int | str, batches: Iterable[Sequence[Article]] | None = None, known: date | None = None
    ) -> None:
        """Read articles, those that are gathered or others, a batch a shard: the first fills the last shard.

        Other versions of what is there came to be known on the day ``known``, unless they bring one.
        """
        if batches is None:
            stream = iter(self.gathered)
            sizes = chain([self._writer.room], iter(lambda: FULL, 0))
            batches = iter(lambda: tuple(islice(stream, next(sizes))), ())
        limits = self.gathered.limits
        settings = self._writer.settings
        for shard in read_batches(batches, settings, jobs=jobs or os.cpu_count() or 1, limits=limits, told=self):
            self._writer.put(shard, known)

    def copy(self, corpora: Iterable[Path]) -> None:
        """Put the articles of other corpora in, as they were read there; ``InputError`` where kept otherwise."""
        for other in corpora:
            with CorpusFolder(other) as folder:
                if folder.settings.table() != self._writer.settings.table():
                    cure = "give both corpus.toml the same settings and kg corpus upgrade one of them"
                    raise InputError(f"{other}: keeps its articles otherwise than {self._writer.path}", hint=cure)
                known = folder.catalog.articles
                for entry in folder.entries:
                    shard = folder.shard(entry.name)
                    names = [article.id for article in self.gathered.wanted(known[name] for name in shard.articles)]
                    self._writer.put(withheld_shard(shard.only(names), self._writer.settings))
                    self.read += len(names)

    def kept(self, wanted: Collection[ArticleId], counts: Counter[str]) -> Iterator[Sequence[Article]]:
        """The articles that are to be read again, a batch a shard, from the texts that the corpus keeps."""
        for entry in self._writer.entries:
            rows = rows_of(self._writer.shards / entry.name, TEXT)
            found = [article_in(row) for row in rows if row["article"] in wanted]
            batch = [article for article in found if article.text]
            counts[TEXTLESS] += len(found) - len(batch)
            yield batch
