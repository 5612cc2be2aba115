"""A graph that breaks no rule, and statements that stand in their sentences."""

from dataclasses import replace
from hashlib import sha256

from kg.model import Graph, Statement
from tests.graphs import evidence, statement, trade_graph


def sound() -> Graph:
    """The trade graph with the SHA-256 of its text, and with words of their sentences as the statements' parts."""
    graph = trade_graph()
    (article,) = graph.articles
    articles = (replace(article, sha256=sha256(article.text.encode()).hexdigest()),)
    return replace(graph, articles=articles, statements=tuple(map(_in_its_words, graph.statements)))


def _in_its_words(told: Statement) -> Statement:
    (span,) = told.evidence
    first = span.quote.split()[0]
    time = told.time and replace(told.time, text=told.time.text if told.time.text in span.quote else "")
    return replace(told, subject_text=first, predicate_text=first, object_text=first, time=time)


def and_said(graph: Graph, *told: Statement) -> Graph:
    """The graph with statements more, made by the run that made the others."""
    made = (replace(_in_its_words(one), activities=graph.statements[0].activities) for one in told)
    return graph | Graph(statements=tuple(made))


def said_of_itself(graph: Graph) -> Graph:
    return and_said(graph, statement(("canada", "visited", "canada"), evidence("China responded")))
