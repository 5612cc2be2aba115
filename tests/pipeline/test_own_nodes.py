"""Several articles in one graph: they share what has a name or an item, and nothing that they only describe."""

from collections import defaultdict
from functools import cache

import pytest

from kg.model import Article, ArticleId, Block, BlockKind, Graph
from kg.pipeline.build import article_graph, known_entities
from tests.reading import tools

pytestmark = pytest.mark.model

_TEXTS = {
    "a": "The situation worries Norway. Interior Minister Anna Berg warned officials that the government would cut "
    "exports of canola. That angered Norwegian farmers. The Supreme Court praised the deal, and its own rules changed.",
    "b": "The situation worries Peru. Interior Minister Luis Rojas warned officials that the government would cut "
    "exports of canola. That angered Norwegian farmers. The Supreme Court praised the deal, and its own rules changed.",
    "c": "Norway praised Wexley Motors. The company sells electric vehicles to Peru. The deal was signed. The mayor of "
    "the town praised the deal, and the police agreed to protect human rights.",
    "d": "Wexley Motors sued Norway. The company lost. Anna Berg praised national security. The Norwegian government "
    "sells electric vehicles. The mayor of the town praised the deal, and the police agreed to protect human rights.",
}
_SHARED = {"norway", "peru", "canola", "electric-vehicles", "wexley-motors", "anna-berg", "government-of-norway"}


@cache
def _graph(order: str) -> Graph:
    reader, ontology = tools()
    known = known_entities(reader.gazetteer)
    articles = [
        Article(ArticleId(key), _TEXTS[key], (Block(0, len(_TEXTS[key]), BlockKind.PARAGRAPH),)) for key in order
    ]
    whole = Graph()
    for article, doc in reader.read(articles):
        whole |= article_graph(article, doc, ontology, known=known)
    return whole


def _articles(graph: Graph) -> dict[str, set[str]]:
    """Entity -> the articles whose statements and events lead to it."""
    found: dict[str, set[str]] = defaultdict(set)
    events = {event.id: event for event in graph.events}
    for said in graph.statements:
        nodes = {said.subject, said.object, said.attributed_to, said.reported_by}
        nodes |= {role.filler for role in events[said.event].roles} if said.event in events else set()
        for node in nodes - {None}:
            found[str(node)] |= {evidence.article for evidence in said.evidence}
    return found


def test_what_articles_share_has_a_name_or_stands_in_the_tables() -> None:
    graph = _graph("abcd")
    entities = {entity.id for entity in graph.entities}
    shared = {node for node, articles in _articles(graph).items() if len(articles) > 1 and node in entities}
    assert shared <= _SHARED
    assert {"norway", "canola", "wexley-motors"} <= shared


def test_the_ids_do_not_depend_on_the_order_of_the_articles() -> None:
    first, second = _graph("abcd"), _graph("dcba")
    assert {entity.id for entity in first.entities} == {entity.id for entity in second.entities}
    assert {said.id for said in first.statements} == {said.id for said in second.statements}


def test_no_label_is_a_mere_determiner() -> None:
    assert not {"the", "that", "its", "this", "their"} & {entity.label.lower() for entity in _graph("abcd").entities}
