"""Every example of the ontology makes its statement, and no counter-example does: its words, run as tests."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

import pytest

from kg.build import article_graph, known_entities
from kg.model import Article, ArticleId, Block, BlockKind, Entity, Graph, NodeId, Statement
from kg.nlp.reader import Reader
from kg.ontology import Example, Ontology

pytestmark = pytest.mark.model

Case = tuple[str, Example]


@cache
def ontology() -> Ontology:
    return Ontology.load()


def positive() -> list[Case]:
    return [(relation.name, example) for relation in ontology().relations.values() for example in relation.examples]


def negative() -> list[Case]:
    return [(r.name, example) for r in ontology().relations.values() for example in r.counterexamples]


@cache
def graphs() -> Mapping[str, Graph]:
    """The graph of each sentence, all parsed in one run."""
    reader = Reader.load()
    known = known_entities(reader.gazetteer)
    sentences = sorted({example.sentence for _, example in positive() + negative()})
    articles = [_article(number, sentence) for number, sentence in enumerate(sentences)]
    return {
        article.text: article_graph(article, doc, ontology(), known=known) for article, doc in reader.read(articles)
    }


def _article(number: int, sentence: str) -> Article:
    return Article(ArticleId(f"example-{number}"), sentence, (Block(0, len(sentence), BlockKind.PARAGRAPH),))


def said(relation: str, sentence: str) -> list[Statement]:
    return [statement for statement in graphs()[sentence].statements if statement.relation == relation]


def names(node: NodeId, graph: Graph) -> frozenset[str]:
    found = graph.nodes[node]
    labels = found.alt_labels | {found.label} if isinstance(found, Entity) else {graph.label(node)}
    return frozenset(plain(label) for label in labels)


def plain(text: str) -> str:
    """Letters and digits without articles, accents and possessive marks, in lower case."""
    letters = unicodedata.normalize("NFKD", text.replace("’", "'")).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"^(the|a|an) |'s\b|'", " ", letters)))


def fits(wanted: str, node: NodeId, text: str, graph: Graph) -> bool:
    """Whether a node is the one wanted: by one of its names, or by the words that stand for it."""
    if not wanted:
        return True
    words, shown = plain(wanted), {*names(node, graph), plain(text)}
    return any(words == name or f" {words} " in f" {name} " or (name and f" {name} " in f" {words} ") for name in shown)


@pytest.mark.parametrize(("relation", "example"), positive(), ids=lambda value: getattr(value, "sentence", value))
def test_an_example_makes_its_statement(relation: str, example: Example) -> None:
    graph = graphs()[example.sentence]
    assert any(
        fits(example.subject, statement.subject, statement.subject_text, graph)
        and fits(example.object, statement.object, statement.object_text, graph)
        for statement in said(relation, example.sentence)
    ), [(s.relation, graph.label(s.subject), graph.label(s.object)) for s in graph.statements]


@pytest.mark.parametrize(("relation", "example"), negative(), ids=lambda value: getattr(value, "sentence", value))
def test_a_counterexample_does_not(relation: str, example: Example) -> None:
    found = said(relation, example.sentence)
    assert not found, [statement.rule for statement in found]


def test_every_relation_was_tried_both_ways() -> None:
    tried: dict[str, set[bool]] = defaultdict(set)
    for kind, cases in ((True, positive()), (False, negative())):
        for relation, _ in cases:
            tried[relation].add(kind)
    assert tried.keys() == ontology().relations.keys()
    assert all(kinds == {True, False} for kinds in tried.values())
