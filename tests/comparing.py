"""Graphs of a few statements, and how two of them differ."""

from kg.diff.names import Change
from kg.model import Factuality, Graph, Statement
from tests.graphs import entity, evidence, statement

SENTENCE = evidence("Trade and Tensions")
NODES = (
    entity("canada", "Country", "Canada"),
    entity("government-of-canada", "Government", "Government of Canada", ("actsFor", "canada")),
    entity("china", "Country", "China"),
    entity("canola-1", "Commodity", "Canola"),
    entity("canola-2", "Commodity", "canola"),
)

IDS = {node.id for node in NODES}


def graph_of(*statements: Statement) -> Graph:
    return Graph() | Graph(entities=NODES, statements=statements)


def said(
    subject: str, relation: str, value: str, factuality: Factuality = Factuality.ASSERTED, *, source: str = ""
) -> Statement:
    return statement((subject, relation, value), SENTENCE, factuality, source=source)


def kinds(changes: tuple[Change, ...]) -> list[str]:
    return [change.kind.value for change in changes]
