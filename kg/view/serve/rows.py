"""HTML tables of statements and answers, with sentence, factuality and link to the source."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from io import StringIO
from urllib.parse import quote, urlencode

from kg.facts.status import LEAD
from kg.model import Factuality, Graph, NodeId, Statement
from kg.store import Answer
from kg.view.draw.content import MEANINGS

_FIRMNESS = {one.value: f"{one.value.lower()}: {told}" for one, told in MEANINGS.items()}

_FORMULA = ("=", "+", "-", "@", "\t")
"""How a cell begins that a spreadsheet would run."""
_LABEL, _STATEMENT = "label", "statement"
"""Columns of named questions: the words of a statement, and its id."""


def said_table(graph: Graph, said: Iterable[Statement]) -> str:
    """Statements with their sentences and the articles where they stand."""
    rows = (
        f"<tr><td>{_link(graph, one.subject)}<td>{escape(one.relation_label)}<td>{_link(graph, one.object)}"
        f"<td>{_voice(graph, one)}<td>{escape(_firmness(one))}<td>{_sentence(graph, one)}"
        for one in said
    )
    names = ("subject", "relation", "object", "who says so", "how firm", "sentence")
    head = "".join(f'<th scope="col">{name}' for name in names)
    return _scrolled(f"<table><tr>{head}{''.join(rows)}</table>", "Statements")


def answer_table(graph: Graph, answer: Answer) -> str:
    """The answer to a query: nodes lead to their cards, and a row that names a statement has its sentence."""
    if answer.kind == "graph" or not answer.variables:
        return f"<h2>Answer</h2><pre>{escape(answer.body.decode(errors='replace'))}</pre>"
    rows = [{name: answer.short(row.get(name) or "") for name in answer.variables} for row in answer.rows()]
    return _answer(graph, answer, rows, answer.variables)


def named_table(graph: Graph, answer: Answer) -> str:
    """The answer to a named question: its statements are links in their own words, and empty columns are left out."""
    rows = [{name: answer.short(row.get(name) or "") for name in answer.variables} for row in answer.rows()]
    columns = [name for name in answer.variables if any(row[name] for row in rows)]
    if _LABEL in columns and _STATEMENT in columns:
        columns = [_LABEL, *(name for name in columns if name not in {_LABEL, _STATEMENT})]
    return _answer(graph, answer, rows, columns)


def _answer(graph: Graph, answer: Answer, rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> str:
    said = {f"id:{one.id}": one for one in graph.statements}
    linker = _Linker(graph, said, {entity.label: entity.id for entity in graph.entities})
    told = [next((said[value] for value in row.values() if value in said), None) for row in rows]
    head = "".join(f'<th scope="col">{escape(name)}' for name in columns)
    head += '<th scope="col">sentence' if any(told) else ""
    shown = (
        f"<tr>{''.join(f'<td{_wide(name)}>{linker.cell(name, row[name], one)}' for name in columns)}"
        f"{f'<td>{_sentence(graph, one)}' if one else ''}"
        for row, one in zip(rows, told, strict=True)
    )
    left = "; the rest is left out" if answer.truncated else ""
    caption = f"<caption>{answer.count} row{'' if answer.count == 1 else 's'}{left}</caption>"
    table = f"<table>{caption}<tr>{head}{''.join(shown)}</table>"
    return f"<h2>Answer</h2>{_scrolled(table, 'Answer')}{_download(answer.variables, rows, told)}"


def _download(columns: Sequence[str], rows: Sequence[Mapping[str, str]], told: Sequence[Statement | None]) -> str:
    """A link that saves an answer as CSV, each row with its sentence and article; a cell is never run as a formula."""
    made = StringIO()
    writer = csv.writer(made)
    writer.writerow([*columns, "quote", "article"])
    for row, one in zip(rows, told, strict=True):
        source = [one.first_evidence.quote, one.first_evidence.article] if one else ["", ""]
        cells = [*(row[name] for name in columns), *source]
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    address = f"data:text/csv;charset=utf-8,{quote(made.getvalue())}"
    return f'<p><a download="answer.csv" href="{address}">CSV</a></p>'


def _wide(column: str) -> str:
    return ' class="words"' if column == _LABEL else ""


def firmness(value: str) -> str:
    """A factuality in words; any other value as it is."""
    return _FIRMNESS.get(value.removeprefix("kg:"), value)


def _voice(graph: Graph, one: Statement) -> str:
    """Who says so: its source with who reports that, else the article itself."""
    told = " as reported by ".join(_link(graph, node) for node in (one.attributed_to, one.reported_by) if node)
    return told or "the article itself"


def _firmness(one: Statement) -> str:
    """A statement's firmness with its polarity and condition, in words, and whether it is a lead."""
    is_turned = one.negated and one.factuality is not Factuality.DENIED
    told = one.firmness if is_turned else firmness(one.factuality.value)
    return ", ".join(filter(None, [told, one.condition, LEAD if one.is_lead else ""]))


def _scrolled(table: str, name: str) -> str:
    """A table in a frame of its own: on a narrow screen it is scrolled, and its columns never break words."""
    return f'<div class="scrolled" role="region" tabindex="0" aria-label="{name}">{table}</div>'


@dataclass(frozen=True)
class _Linker:
    """Leads the values of an answer to where they are told of; ``said`` by id, ``names`` of entities to theirs."""

    graph: Graph
    said: Mapping[str, Statement]
    names: Mapping[str, NodeId]

    def cell(self, column: str, value: str, told: Statement | None) -> str:
        """A value: nodes, names of entities, statements and their words are links."""
        node = self.names.get(value) or NodeId(value.removeprefix("id:"))
        one = told if column == _LABEL else self.said.get(value)
        if one and value:
            return _address(_place(one), value)
        if node != value and node in self.graph.nodes:
            return _link(self.graph, node, value)
        return escape(firmness(value))


def _sentence(graph: Graph, said: Statement) -> str:
    """The sentence, and a way to it in its article, where the statement is selected."""
    span = said.first_evidence
    title = next((one.title for one in graph.articles if one.id == span.article), "") or span.article
    return f"{escape(' '.join(span.quote.split()))} <small>{_address(_place(said), title)}</small>"


def _place(said: Statement) -> str:
    """The address at which a statement is selected, in its article."""
    article = said.first_evidence.article
    return f"/graph?{urlencode({'article': article})}#{urlencode({'said': said.detail_of or said.id})}"


def _link(graph: Graph, node: NodeId, words: str = "") -> str:
    return _address(f"/entity/{quote(node, safe='')}", words or graph.label(node))


def _address(address: str, words: str) -> str:
    return f'<a href="{escape(address)}">{escape(words)}</a>'
