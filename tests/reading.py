"""Sentences through the whole chain: what a text says, as lines that one can read. Loads the model, once a process."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from spacy.tokens import Doc

from kg.model import Article, ArticleId, Block, BlockKind, Graph, NodeId, Statement, TimeSpan
from kg.ontology import Ontology
from kg.pipeline.build import article_graph, known_entities
from kg.pipeline.workers import BuildSettings, ontology_of, reader_of
from kg.reader import COMPONENTS, Reader
from kg.text.layout import split_edges
from tests.cases import tables

RECIPE = BuildSettings()


@dataclass(frozen=True, order=True)
class Said:
    """A statement in words: labels of its nodes, how firmly, by whom, when."""

    subject: str
    relation: str
    object: str
    factuality: str
    source: str = ""
    reporter: str = ""
    time: str = ""
    rule: str = ""
    classes: tuple[str, str] = field(default=("", ""), compare=False)
    is_open: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        by = f" <{self.source}>" if self.source else ""
        via = f" <<{self.reporter}>>" if self.reporter else ""
        when = f" [{self.time}]" if self.time else ""
        return f"{self.subject} | {self.relation} | {self.object} | {self.factuality}{by}{via}{when}  # {self.rule}"


def sentence(text: str, *, on: date | None = None) -> Article:
    """A text as an article of one paragraph, with the dateline that it may have."""
    return Article(ArticleId("a"), text, split_edges(text, (Block(0, len(text), BlockKind.PARAGRAPH),)), date=on)


def graphs(texts: Iterable[str], *, on: date | None = None) -> Mapping[str, Graph]:
    """The graph of each text, read as an article of its own."""
    reader, ontology = tools()
    known = known_entities(reader.gazetteer)
    read = reader.read(sentence(text, on=on) for text in texts)
    return {article.text: article_graph(article, doc, ontology, known=known) for article, doc in read}


@cache
def read(module: str, *, on: date | None = None) -> Mapping[str, Graph]:
    """The graphs of all texts that the tests of a module (its ``__file__``) are tried on, read at once."""
    rows = (row for table in tables(module).values() for row in table)
    return graphs(dict.fromkeys(str(row[0]) if isinstance(row, list) else str(row) for row in rows), on=on)


@cache
def graph(text: str, *, on: date | None = None) -> Graph:
    """The graph of one text."""
    return graphs((text,), on=on)[text]


def tools() -> tuple[Reader, Ontology]:
    """The reader and the ontology, loaded once a process."""
    return reader_of(RECIPE), ontology_of(RECIPE)


def modelled(texts: Iterable[str]) -> list[Doc]:
    """What the language model says of each text, as the reader has it before its own components."""
    reader, _ = tools()
    with reader.nlp.select_pipes(disable=COMPONENTS):
        found = list(reader.nlp.pipe(texts))
    for doc in found:
        doc.user_data.clear()  # what the parser tells its neighbours is no part of the parse
    return found


def said(found: Graph) -> tuple[Said, ...]:
    """The statements of a graph in the order of the text."""
    ordered = sorted(found.statements, key=lambda s: (s.first_evidence.start, s.first_evidence.end))
    return tuple(_said(found, statement) for statement in ordered)


def typed(found: Graph) -> tuple[Said, ...]:
    """The statements of relations of the ontology."""
    return tuple(each for each in said(found) if not each.is_open)


def _said(found: Graph, statement: Statement) -> Said:
    return Said(
        subject=found.label(statement.subject),
        relation=statement.relation_label if statement.is_open else statement.relation,
        object=found.label(statement.object),
        factuality=statement.factuality.value,
        source=_label(found, statement.attributed_to),
        reporter=_label(found, statement.reported_by),
        time=_time(statement.time),
        rule=statement.rule,
        classes=(_class(found, statement.subject), _class(found, statement.object)),
        is_open=statement.is_open,
    )


def _label(found: Graph, node: NodeId | None) -> str:
    return found.label(node) if node is not None else ""


def _class(found: Graph, node: NodeId) -> str:
    value = found.nodes[node]
    return getattr(value, "cls", "Quantity")


def _time(time: TimeSpan | None) -> str:
    if time is None:
        return ""
    if time.start is None and time.end is None:
        return f'"{time.text}"'
    first, last = (day.isoformat() if day else "" for day in (time.start, time.end))
    return first if first == last else f"{first}/{last}"
