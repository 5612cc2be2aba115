"""What an article's headline and lead tell: a card of theirs, and one of what follows that tells the same act again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Article, Graph
from kg.view.draw.cards import Card
from kg.view.draw.look import class_of
from kg.view.draw.story.choosing import weighed
from kg.view.draw.story.features import Feature, told
from kg.view.draw.story.repeats import is_headline

LEAD = 2
"""Sentences behind the headline that are the lead."""
_FEWEST = 5
"""Sentences of an article that has a lead and something behind it."""


@dataclass(frozen=True)
class Told:
    """A card: its article, what is known of it, and whether the lead tells it."""

    article: str
    features: tuple[Feature, ...]
    is_lead: bool


def cases(graph: Graph) -> Iterator[Told]:
    """The cards of an article of its own graph; none of one that is too short to have a lead."""
    (article,) = graph.articles
    places = list(_sentences(graph, article))
    if len(places) < _FEWEST:
        return
    found = weighed(graph, graph.statements).cards
    leading = [one for one in found if one.place[1] < places[LEAD]]
    for one in found:
        is_lead = one in leading or any(is_again(one, other) for other in leading)
        yield Told(article.id, tuple(told(graph, one)), is_lead)


def _sentences(graph: Graph, article: Article) -> Iterator[int]:
    """Where the sentences of an article begin, but for its headline."""
    spans = {(one.first_evidence.start, one.first_evidence.end) for one in graph.statements}
    spans |= {(one.start, one.end) for one in article.untold}
    heads = {one.first_evidence.start for one in graph.statements if is_headline(one.first_evidence.quote, article)}
    yield from (start for start, _ in sorted(spans) if start not in heads)


def is_again(one: Card, other: Card) -> bool:
    """Whether a card tells an act of another's kind that has an actor, or whom it is done to, in common with it."""
    ends, others = ({each.actor, each.target, each.statement.object} - {None} for each in (one, other))
    kind, second = class_of(one.statement), class_of(other.statement)
    return bool(ends & others) and (kind == second != "" or _act(one) == _act(other))


def _act(one: Card) -> str:
    return one.statement.relation
