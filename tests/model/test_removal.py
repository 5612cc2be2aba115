"""A graph without the articles that were added is the graph from before, byte for byte."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import Article, ArticleId, Entity, Event, Evidence, Graph, Quantity, Statement
from kg.model.contributions import contributions, restored
from kg.model.merge import merged, removed
from kg.turtle.documents import read, serialize
from tests.graphs import FEW_WORDS, graphs, named_by_content, trade_graph
from tests.sampling import some as few
from tests.whole_builds import graphs as built


def of_article(graph: Graph, name: str) -> Graph:
    """Any graph as one that a single article made."""
    article = Article(ArticleId(name), "", (), sha256=name)

    def told(said: Statement) -> Statement:
        spans = (replace(span, article=article.id) for span in said.evidence)
        quotes = (Evidence(span.article, span.start, span.end, span.quote) for span in spans)
        return replace(said, evidence=frozenset(quotes), relation_label=said.relation)

    said = tuple(map(told, graph.statements))
    return named_by_content(replace(graph, articles=(article,), statements=said)).of_one_article()


articles = st.lists(graphs() | graphs(FEW_WORDS), min_size=1, max_size=4).map(
    lambda some: [of_article(graph, f"article {number}") for number, graph in enumerate(some)]
)


@given(articles, st.data())
def test_without_what_was_added_it_is_as_before(some: list[Graph], data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.sampled_from(some), unique_by=id))
    gone = {graph.articles[0].id for graph in some if not any(graph is one for one in kept)}
    whole = merged(some)
    text = serialize(merged(kept), evidence="full")
    assert serialize(removed(whole, gone), evidence="full") == text
    back = read(serialize(whole, "nt", evidence="full").decode(), "nt")
    assert serialize(removed(back, gone), evidence="full") == text


@given(articles)
def test_a_contribution_is_the_node_that_it_tells_of(some: list[Graph]) -> None:
    for graph in some:
        nodes: tuple[Entity | Event | Quantity, ...] = (*graph.entities, *graph.events, *graph.quantities)
        for node in nodes:
            (told,) = contributions(node)
            assert restored(node, told) == node


@pytest.mark.model
@pytest.mark.parametrize("every", [False, True])
def test_of_whole_builds_any_articles_can_be_removed(*, every: bool) -> None:
    found = built(every=every)
    whole = read(serialize(merged(found.values()), evidence="full").decode())
    for kept in few([one for number in range(1, len(found)) for one in combinations(found, number)], 25):
        left = removed(whole, {ArticleId(name) for name in found if name not in kept})
        assert serialize(left, evidence="full") == serialize(merged(found[name] for name in kept), evidence="full")


def test_without_all_its_articles_nothing_is_left_and_without_none_all() -> None:
    graph = trade_graph()
    assert removed(graph, {ArticleId("trade")}) == Graph()
    assert removed(graph, {ArticleId("another")}) is graph


def test_what_nobody_recorded_cannot_be_removed() -> None:
    one, other = of_article(trade_graph(), "one"), of_article(trade_graph(), "other")
    old = one.union(other)
    assert "contributesTo" not in serialize(old).decode()
    with pytest.raises(InputError, match="it is not recorded what article one contributes"):
        removed(old, {ArticleId("other")})


def test_what_was_changed_by_hand_is_told() -> None:
    canada = trade_graph().entities[0]
    one = of_article(trade_graph(), "one")
    other = of_article(replace(trade_graph(), entities=(replace(canada, country="CHN"),)), "other")
    both = one | other
    changed = replace(both.entities[0], contributions=frozenset([*both.entities[0].contributions][:1]))
    with pytest.raises(InputError, match="canada: it is not recorded what each article tells of it"):
        removed(replace(both, entities=(changed, *both.entities[1:])), {ArticleId("other")})
