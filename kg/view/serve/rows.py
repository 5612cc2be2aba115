"""HTML tables of statements and answers, with sentence, factuality and link to the source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from urllib.parse import quote, urlencode

from kg.model import Factuality, Graph, NodeId, Statement
from kg.store import Answer
from kg.view.draw.content import MEANINGS

_FIRMNESS = {one.value: f"{one.value.lower()}: {told}" for one, told in MEANINGS.items()}


def said_table(graph: Graph, said: Iterable[Statement]) -> str:
    """Statements with their sentences and the articles where they stand."""
    rows = (
        f"<tr><td>{_link(graph, one.subject)}<td>{escape(one.relation_label)}<td>{_link(graph, one.object)}"
        f"<td>{escape(_firmness(one))}<td>{_sentence(graph, one)}"
        for one in said
    )
    head = "".join(f'<th scope="col">{name}' for name in ("subject", "relation", "object", "how firm", "sentence"))
    return _scrolled(f"<table><tr>{head}{''.join(rows)}</table>", "Statements")


def answer_table(graph: Graph, answer: Answer) -> str:
    """The answer to a query: nodes lead to their cards, and a row that names a statement has its sentence."""
    if answer.kind == "graph" or not answer.variables:
        return f"<h2>Answer</h2><pre>{escape(answer.body.decode(errors='replace'))}</pre>"
    said = {f"id:{one.id}": one for one in graph.statements}
    rows = [{name: answer.short(row.get(name) or "") for name in answer.variables} for row in answer.rows()]
    told = [next((said[value] for value in row.values() if value in said), None) for row in rows]
    head = "".join(f'<th scope="col">{escape(name)}' for name in answer.variables)
    head += '<th scope="col">sentence' if any(told) else ""
    shown = (
        f"<tr>{''.join(_cells(graph, row))}{f'<td>{_sentence(graph, one)}' if one else ''}"
        for row, one in zip(rows, told, strict=True)
    )
    left = "; the rest is left out" if answer.truncated else ""
    caption = f"<caption>{answer.count} rows{left}</caption>"
    table = f"<table>{caption}<tr>{head}{''.join(shown)}</table>"
    return f"<h2>Answer</h2>{_scrolled(table, 'Answer')}"


def firmness(value: str) -> str:
    """A factuality in words; any other value as it is."""
    return _FIRMNESS.get(value.removeprefix("kg:"), value)


def _firmness(one: Statement) -> str:
    """A statement's firmness with its polarity and condition, in words."""
    is_turned = one.negated and one.factuality is not Factuality.DENIED
    told = one.firmness if is_turned else firmness(one.factuality.value)
    return f"{told}, {one.condition}" if one.condition else told


def _scrolled(table: str, name: str) -> str:
    """A table in a frame of its own: on a narrow screen it is scrolled, and its columns never break words."""
    return f'<div class="scrolled" role="region" tabindex="0" aria-label="{name}">{table}</div>'


def _cells(graph: Graph, row: Mapping[str, str]) -> Iterator[str]:
    for value in row.values():
        node = NodeId(value.removeprefix("id:"))
        is_node = node != value and node in graph.nodes
        yield f"<td>{_link(graph, node, value) if is_node else escape(firmness(value))}"


def _sentence(graph: Graph, said: Statement) -> str:
    """The sentence, and a way to it in its article, where the statement is selected."""
    span = said.first_evidence
    title = next((one.title for one in graph.articles if one.id == span.article), "") or span.article
    address = f"/graph?{urlencode({'article': span.article})}#{urlencode({'said': said.detail_of or said.id})}"
    return f"{escape(' '.join(span.quote.split()))} <small>{_address(address, title)}</small>"


def _link(graph: Graph, node: NodeId, words: str = "") -> str:
    return _address(f"/entity/{quote(node, safe='')}", words or graph.label(node))


def _address(address: str, words: str) -> str:
    return f'<a href="{escape(address)}">{escape(words)}</a>'
