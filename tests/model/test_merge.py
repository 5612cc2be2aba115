"""Merging is associative, commutative, idempotent: a graph is built in any order, by any number of workers."""

from dataclasses import replace
from functools import reduce
from operator import or_

from hypothesis import given
from hypothesis import strategies as st

from kg.model import Article, ArticleId, Block, BlockKind, Entity, Graph, NodeId, Statement
from kg.model.merge import merged, unified
from tests.graphs import FEW_WORDS, YEAR_2024, evidence, graphs, statement, trade_graph


def without_words(graph: Graph) -> Graph:
    """The graph as it is read from a file that keeps the articles' words to itself."""

    def bare(told: Statement) -> Statement:
        return replace(told, evidence=frozenset(replace(span, quote="") for span in told.evidence))

    articles = tuple(replace(article, text="", blocks=()) for article in graph.articles)
    return replace(graph, articles=articles, statements=tuple(map(bare, graph.statements)))


def plain(said: Statement) -> Statement:
    """The statement without what each contributes to it."""
    return replace(said, contributions=frozenset())


def with_its_article(graph: Graph) -> Graph:
    """The graph, if an article tells what it says; an empty one else."""
    return graph if graph.articles else Graph()


alike = graphs(FEW_WORDS)
any_graph = (graphs() | alike | alike.map(without_words)).map(with_its_article)


@given(any_graph, any_graph, any_graph)
def test_the_grouping_does_not_matter(first: Graph, second: Graph, third: Graph) -> None:
    assert (first | second) | third == first | (second | third)


@given(any_graph, any_graph)
def test_merging_again_changes_nothing(first: Graph, second: Graph) -> None:
    merged = first | second
    assert merged | second == merged
    assert merged | merged == merged


@given(any_graph)
def test_an_empty_graph_changes_nothing(graph: Graph) -> None:
    assert graph | Graph() == graph


@given(any_graph, any_graph)
def test_nothing_is_lost(first: Graph, second: Graph) -> None:
    merged = first | second
    for part in (first, second):
        for name in ("articles", "entities", "events", "quantities", "statements"):
            ids = {node.id for node in getattr(merged, name)}
            assert ids >= {node.id for node in getattr(part, name)}
    evidence = {span for told in merged.statements for span in told.evidence if span.quote}
    assert evidence >= {span for told in first.statements for span in told.evidence if span.quote}


def test_the_words_of_one_graph_stand_in_for_those_withheld_in_the_other() -> None:
    full = trade_graph()
    assert full | without_words(full) == full
    assert without_words(full) | full == full


def test_an_article_keeps_its_text_with_its_blocks() -> None:
    blocks = (Block(0, 4, BlockKind.PARAGRAPH),)
    first = Article(ArticleId("a"), "Text", blocks, url="https://example.org/")
    second = Article(ArticleId("a"), "", (), title="Title")
    merged = Graph(articles=(first,)) | Graph(articles=(second,))
    assert merged.articles == (replace(first, title="Title"),)


def test_an_entity_is_not_its_own_other_name() -> None:
    assert Entity(NodeId("canada"), "Country", "Canada", frozenset({"Canada", "Canadian"})).alt_labels == {"Canadian"}


def test_of_two_classes_the_one_that_something_tells_is_kept() -> None:
    one, other = (Entity(NodeId("elmwood-stone"), cls, "Elmwood Stone") for cls in ("Organization", "Person"))
    assert (one | other).cls == (other | one).cls == "Person"


def test_of_statements_that_differ_in_time_alone_the_dated_one_is_kept() -> None:
    first = statement(("canada", "joined", "china"), evidence("Trade and Tensions"))
    second = replace(first, time=YEAR_2024)
    assert first | second == second | first
    assert plain(first | second) == second


def test_what_is_a_main_statement_anywhere_is_no_detail() -> None:
    main = statement(("canada", "arrive-in", "china"), evidence("Trade and Tensions"))
    detail = replace(main, detail_of=NodeId("statement-of-the-visit"))
    assert main | detail == detail | main
    assert plain(main | detail) == main
    assert detail | detail == detail


def test_of_two_labels_the_shorter_is_kept_and_a_detail_brings_none() -> None:
    said = statement(("canada", "joined", "china"), evidence("Trade and Tensions"))
    long, short = replace(said, label="Canada at last joined China"), replace(said, label="Canada joined China")
    assert (long | short).label == (short | long).label == (short | said).label == "Canada joined China"


def test_the_greater_usefulness_is_kept_and_all_who_read_it() -> None:
    said = statement(("canada", "joined", "china"), evidence("Trade and Tensions"))
    dull, wanted = replace(said, usefulness=0.2), replace(said, usefulness=0.7, reviewed_by=frozenset({"Berg"}))
    read = replace(said, reviewed_by=frozenset({"Amati"}))
    assert dull | wanted == wanted | dull
    assert plain(dull | wanted) == wanted
    assert (wanted | read).reviewed_by == {"Amati", "Berg"}
    assert (said | read).usefulness is None


def test_the_reasons_are_those_of_the_greater_confidence() -> None:
    said = statement(("canada", "joined", "china"), evidence("Trade and Tensions"))
    one = replace(said, confidence=0.4, reasons=frozenset({"-0.30 unsound"}))
    other = replace(said, confidence=0.8, reasons=frozenset({"+0.50 typed"}))
    assert one | other == other | one
    assert plain(one | other) == other


@given(st.lists(any_graph, max_size=3))
def test_many_graphs_join_in_any_order(some: list[Graph]) -> None:
    assert merged(some) == merged(reversed(some)) == reduce(or_, some, Graph())


def test_namesakes_with_ids_of_their_own_stay_apart() -> None:
    first, second = (Entity(NodeId(name), "Person", "John Smith") for name in ("john-smith-1", "john-smith-2"))
    assert len(merged([Graph(entities=(first,)), Graph(entities=(second,))]).entities) == 2


def _two_ids() -> Graph:
    """A graph that knows Canada under two ids, of one item."""
    known = trade_graph()
    twin = Entity(NodeId("kanada-q16"), "Country", "Kanada", wikidata="Q16", alpha3="CAN", country="CAN")
    told = replace(known.statements[0], id=NodeId("statement-twin"), subject=twin.id)
    return known | Graph(entities=(twin,), statements=(told,))


def test_two_ids_of_one_item_are_one_node_to_who_looks() -> None:
    seen = unified(_two_ids())
    canada = [entity for entity in seen.entities if entity.wikidata == "Q16"]
    assert [entity.id for entity in canada] == ["canada"]
    assert "Kanada" in canada[0].alt_labels
    assert next(told for told in seen.statements if told.id == "statement-twin").subject == "canada"


def test_entities_without_an_item_or_of_several_stay_apart() -> None:
    graph = trade_graph() | Graph(entities=(Entity(NodeId("kanada"), "Country", "Kanada"),))
    assert unified(graph) == graph


@given(any_graph)
def test_looking_twice_changes_nothing_and_no_id_leads_nowhere(graph: Graph) -> None:
    seen = unified(graph)
    assert unified(seen) == seen
    known = {entity.id for entity in graph.entities}
    left = {entity.id for entity in seen.entities}
    for said in seen.statements:
        assert {said.subject, said.object} & known <= left
