"""Undated news of an article: the acts of its headline, and those in the perfect in its first sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from kg.facts.selection import is_dated
from kg.model import Article, ArticleId, Factuality, Graph, NodeId
from kg.view.draw.cards import Card
from kg.view.draw.look import perfect_words
from kg.view.draw.story.repeats import is_fragment, verbs_of


def news(graph: Graph, cards: Iterable[Card]) -> Mapping[NodeId, date]:
    """The day of the article by the first statement of each card that it reports as done, and gives no other day for.

    As in "Peru has recalled two envoys." at the beginning: it was done by that day, and not long before.
    """
    articles = {article.id: article for article in graph.articles}
    firsts, verbs = _firsts(graph, articles), verbs_of(graph)
    found = {}
    for one in cards:
        article = articles.get(one.place[0])
        if article is None or article.date is None or not _is_done(one) or is_fragment(one, verbs):
            continue
        is_first = one.place == firsts.get(article.id) and _is_perfect(one)
        if is_first or is_headline(one.quote, article):
            found[one.said[0]] = article.date
    return found


def is_headline(quote: str, article: Article) -> bool:
    """Whether a sentence is the headline of its article."""
    title = article.title.strip()
    return bool(title) and title == quote.strip()


def _firsts(graph: Graph, articles: Mapping[ArticleId, Article]) -> dict[ArticleId, tuple[ArticleId, int]]:
    """Where the first sentence of each article begins that is no headline."""
    return dict(sorted(_places(graph, articles), reverse=True))


def _places(graph: Graph, articles: Mapping[ArticleId, Article]) -> Iterator[tuple[ArticleId, tuple[ArticleId, int]]]:
    for one in graph.statements:
        first = one.first_evidence
        article = articles.get(first.article)
        if article is not None and not is_headline(first.quote, article):
            yield first.article, (first.article, first.start)


def _is_done(one: Card) -> bool:
    is_act = one.factuality is Factuality.ASSERTED and one.is_fact and not one.is_words
    return is_act and not is_dated(one.time)


def _is_perfect(one: Card) -> bool:
    words = one.statement.predicate_text.casefold().split()
    return len(words) > 1 and words[0] in perfect_words()
