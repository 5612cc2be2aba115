"""Reading of articles into shards, in this process, in others, or by whatever else runs ``read_batch``."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from typing import cast

from kg.isolation import USUAL, ArticleError, ArticleLimits
from kg.model import Activity, Article, ArticleId
from kg.pipeline import workers
from kg.pipeline.pool import Work, WorkerPool
from kg.plugins import part
from kg.shards.settings import CorpusSettings
from kg.shards.shard import Shard
from kg.shards.tables import Keeping
from kg.tables.rows import Vocabulary
from kg.version import VERSION

OnRead = Callable[[Article, ArticleError | None], None]
"""Called with each article once it is read, and with the error of one that failed."""
_Read = Iterator[tuple[Article, bytes | ArticleError]]


def read_batch(articles: Sequence[Article], reading: CorpusSettings, limits: ArticleLimits = USUAL) -> Shard:
    """The shard of some articles, read in this process: the same articles have the same bytes, wherever that is.

    It is what a task of a cluster runs. An article that fails is kept with its cause; one that the system kills takes
    the process with it (``read_batches`` finds out which).
    """
    return Shard.joined(
        _shard(reading, *pair) for pair in zip(articles, _packed(articles, reading, limits), strict=True)
    )


def read_batches(
    batches: Iterable[Sequence[Article]],
    reading: CorpusSettings,
    *,
    jobs: int | str = 1,
    limits: ArticleLimits = USUAL,
    told: OnRead | None = None,
) -> Iterator[Shard]:
    """The shard of each batch, in their order, read by ``jobs`` processes; no two articles have one id.

    ``jobs`` may be the address of a scheduler of Dask, whose workers read then. One article in all is read in this
    process, which costs no start.
    """
    waiting = deque[Sequence[Article]]()
    found: dict[ArticleId, Shard] = {}

    def noted() -> Iterator[Article]:
        """The articles of the batches, each of which waits for its articles from the first on."""
        for batch in filter(None, batches):
            waiting.append(batch)
            yield from batch

    for article, outcome in _read(noted(), reading, jobs, limits):
        found[article.id] = _shard(reading, article, outcome)
        if told is not None:
            told(article, outcome if isinstance(outcome, ArticleError) else None)
        while waiting and all(one.id in found for one in waiting[0]):
            yield Shard.joined([found.pop(one.id) for one in waiting.popleft()])


def _read(articles: Iterator[Article], reading: CorpusSettings, jobs: int | str, limits: ArticleLimits) -> _Read:
    if isinstance(jobs, str):
        by_workers = cast("Callable[[Iterator[Article], CorpusSettings, str, ArticleLimits], _Read]", part("cluster"))
        yield from by_workers(articles, reading, jobs, limits)
        return
    first = tuple(islice(articles, 2))
    if len(first) <= 1:
        yield from zip(first, _packed(first, reading, limits), strict=True)
        return
    with WorkerPool(partial(prepared_to_pack, reading, replace(limits, deadly=True)), jobs) as crew:
        yield from crew.pairs(chain(first, articles))


def prepared_to_pack(reading: CorpusSettings, limits: ArticleLimits) -> Work[bytes]:
    """The work of a process that reads articles into shards, with all loaded that it needs."""
    workers.prepared(reading.recipe, limits)
    return partial(_packed, reading=reading, limits=limits)


def _packed(
    articles: Iterable[Article], reading: CorpusSettings, limits: ArticleLimits
) -> Iterator[bytes | ArticleError]:
    """What each article is in the tables of a shard, as bytes: what is read goes no other way between processes."""
    given, recipe = tuple(articles), reading.recipe
    made = Activity(VERSION, workers.reader_of(recipe).model, workers.settings_of(recipe))
    keeping = Keeping(made, reading.evidence, vocabulary_of(reading))
    for article, outcome in zip(given, workers.read_here(given, recipe, limits=limits), strict=True):
        yield outcome if isinstance(outcome, ArticleError) else Shard(keeping.tables(article, outcome)).to_bytes()


def vocabulary_of(reading: CorpusSettings) -> Vocabulary:
    """The names in the rows of a corpus of some settings."""
    return Vocabulary(base_iri=reading.base_iri, plover=workers.ontology_of(reading.recipe).plover)


def _shard(reading: CorpusSettings, article: Article, outcome: bytes | ArticleError) -> Shard:
    if isinstance(outcome, bytes):
        return Shard.from_bytes(outcome)
    made = Activity(VERSION, "", workers.settings_of(reading.recipe))
    return Shard(Keeping(made, reading.evidence).tables(article, outcome))
