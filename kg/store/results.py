"""Serialization of query results in the W3C formats, up to a number of rows and bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox

from kg.store.values import Answer
from kg.turtle.formats import FORMATS

ResultValue = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
ResultRow = tuple[ResultValue | None, ...]
BindingJson = dict[str, "str | BindingJson"]
_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_FORMS: Mapping[str, ox.QueryResultsFormat] = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_NOT_IN_XML = {13: "&#13;", **dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF), "\ufffd")}
"""What a parser of XML reads as a line feed, and what none reads; pyoxigraph writes them as they are."""


@dataclass(frozen=True)
class AnswerLimits:
    """The maximal numbers of rows (or triples) and bytes of an answer; rows are measured as JSON."""

    rows: int
    bytes: int


def solutions(found: ox.QuerySolutions, form: str, caps: AnswerLimits, *, ordered: bool) -> Answer:
    """The rows of a SELECT; sorted where the query orders nothing, so that the same question has the same answer."""
    variables = tuple(variable.value for variable in found.variables)
    rows: list[ResultRow] = [tuple(row) for row in islice(found, caps.rows + 1)]
    kept = rows[: caps.rows]
    if not ordered:
        kept.sort(key=lambda row: tuple("" if value is None else str(value) for value in row))
    lines = list(_within((_json_row(variables, row) for row in kept), caps.bytes))
    head = f'{{"head":{{"vars":{json.dumps(list(variables))}}},"results":{{"bindings":['
    body = _in_form(f"{head}{','.join(lines)}]}}}}".encode(), form)
    zeros = all(isinstance(value, ox.Literal) and value.value == "0" for row in kept for value in row)
    return Answer("solutions", body, len(lines), variables, truncated=len(lines) < len(rows), zeros=zeros)


def _within(lines: Iterable[str], most: int) -> Iterable[str]:
    """The lines that fit into a number of bytes."""
    size = 0
    for line in lines:
        size += len(line.encode())
        if size > most:
            return
        yield line


def _in_form(body: bytes, form: str) -> bytes:
    """Solutions in JSON in another of the W3C's forms."""
    if form == "json":
        return body
    read = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    written = read.serialize(format=_FORMS[form]) or b""
    return written.decode().translate(_NOT_IN_XML).encode() if form == "xml" else written


def boolean(value: ox.QueryBoolean, form: str) -> Answer:
    """The answer of an ASK; CSV and TSV, which have no form for it, say true or false."""
    return Answer("boolean", value.serialize(format=_FORMS[form]) or b"", 1)


def graph(found: ox.QueryTriples, form: str, caps: AnswerLimits, prefixes: Mapping[str, str]) -> Answer:
    """The triples of a CONSTRUCT or DESCRIBE, each once, sorted."""
    triples: set[ox.Triple] = set()
    for triple in found:
        triples.add(triple)
        if len(triples) > caps.rows:
            break
    complete = len(triples) <= caps.rows
    kept = sorted(triples, key=str)[: caps.rows]
    while len(body := _serialized(kept, form, prefixes)) > caps.bytes:
        kept, complete = kept[: len(kept) // 2], False
    return Answer("graph", body, len(kept), truncated=not complete)


def _serialized(triples: Sequence[ox.Triple], form: str, prefixes: Mapping[str, str]) -> bytes:
    return ox.serialize(triples, format=FORMATS[form], prefixes=dict(prefixes)) or b""


def _json_row(variables: Sequence[str], row: ResultRow) -> str:
    bound = {name: _json_term(value) for name, value in zip(variables, row, strict=True) if value is not None}
    return json.dumps(bound, ensure_ascii=False)


def _json_term(value: ResultValue) -> BindingJson:
    match value:
        case ox.NamedNode():
            return {"type": "uri", "value": value.value}
        case ox.BlankNode():
            return {"type": "bnode", "value": value.value}
        case ox.Triple():
            parts = {"subject": value.subject, "predicate": value.predicate, "object": value.object}
            return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
        case ox.Literal():
            kind: BindingJson = {}
            if value.language:
                kind = {"xml:lang": value.language}
            elif value.datatype.value != _XSD_STRING:
                kind = {"datatype": value.datatype.value}
            return {"type": "literal", "value": value.value, **kind}
