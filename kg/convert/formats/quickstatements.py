"""QuickStatements of Wikidata, version 1: a file to look through and then to send, which nothing here does.

A line is a fact of two items by a property that says the same (``ontologies/align/wikidata.ttl``), with the article as
its reference: address, title, day of publication, the sentence. Only those with an address are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kg.convert.values import HEAD, FileFormat, Style
from kg.facts.selection import ordered
from kg.model import Article, Entity, Event, Evidence, Graph, NodeId, Statement
from kg.ontology.alignment import wikidata_properties

_LONGEST = 400  # characters of a quotation there
_PARTIES = ("PoliticalParty", "P102")
"""What a party has instead of "member of"."""


def _content(graph: Graph, style: Style) -> bytes:
    facts = [told for told in ordered(graph) if told.is_fact]
    items = [told for told in facts if _item(graph, told.subject) and _item(graph, told.object)]
    meant = [told for told in items if told.relation in wikidata_properties() and not told.is_open]
    lines = {told.id: line for told in meant if (line := _line(graph, told))}
    style.count(len(graph.statements) - len(facts), "statements left out that are no facts: planned, denied, claimed")
    style.count(len(facts) - len(items), "facts left out of which an end has no item of Wikidata")
    style.count(len(items) - len(meant), "facts left out whose relation is no property of Wikidata")
    style.count(len(meant) - len(lines), "facts left out of articles without an address")
    return "".join(lines.values()).encode()


def _line(graph: Graph, told: Statement) -> str:
    """The statement with its references; empty where no article of it has an address."""
    articles = {article.id: article for article in graph.articles if article.url}
    spans = [span for span in sorted(told.evidence) if span.article in articles]
    if not spans:
        return ""
    known = graph.nodes.get(told.object)
    is_party = told.relation == "memberOf" and isinstance(known, Entity) and known.cls == _PARTIES[0]
    code = _PARTIES[1] if is_party else wikidata_properties()[told.relation]
    cells = [_item(graph, told.subject), code, _item(graph, told.object)]
    for number, span in enumerate(spans):
        first, *rest = _reference(articles[span.article], span)
        cells += ["!" * (number > 0) + first, *rest]
    return "\t".join([*cells, f"/* newsgraph {told.id} */"]) + "\n"


def _reference(article: Article, span: Evidence) -> Iterator[str]:
    language = article.language or "en"
    yield from ("S854", _text(article.url))
    if article.title:
        yield from ("S1476", f"{language}:{_text(article.title)}")
    if article.date:
        yield from ("S577", f"+{article.date.isoformat()}T00:00:00Z/11")
    if 0 < len(span.quote) <= _LONGEST:
        yield from ("S1683", f"{language}:{_text(span.quote)}")


def _text(text: str) -> str:
    """A text in quotation marks, of which it has none itself: they cannot be escaped there."""
    return '"' + re.sub(r"\s+", " ", text).strip().replace('"', "'") + '"'


def _item(graph: Graph, node: NodeId) -> str:
    known = graph.nodes.get(node)
    return known.wikidata if isinstance(known, Entity | Event) else ""


def _is_ours(path: Path) -> bool:
    """Each line ends with our statement."""
    with path.open("rb") as file:
        return b"\t/* newsgraph statement-" in file.readline(HEAD)


FORMATS = (
    FileFormat(
        name="quickstatements",
        description="QuickStatements: facts of two items for Wikidata, with references; nothing is sent",
        content=_content,
        recognizes=_is_ours,
        suffixes=("qs",),
    ),
)
