"""What does not fit in memory: graphs spooled to disk, an external sort, batches of articles."""

from collections.abc import Iterable, Iterator

from kg.isolation import LONG
from kg.model import Article

_ARTICLES_AT_ONCE = 64


def batches(articles: Iterable[Article], size: int = _ARTICLES_AT_ONCE) -> Iterator[tuple[Article, ...]]:
    """The articles in order, at most ``size`` a batch and of limited length; a long article is a batch of its own."""
    batch: list[Article] = []
    for article in articles:
        length = sum(len(one.text) for one in batch) + len(article.text)
        if batch and (len(batch) == size or length > LONG):
            yield tuple(batch)
            batch = []
        batch.append(article)
    if batch:
        yield tuple(batch)
