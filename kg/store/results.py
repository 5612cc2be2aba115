"""Serialization of query results in the W3C formats, up to a number of rows and bytes."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from kg.store.values import Answer
from kg.turtle.formats import FORMATS

ResultValue = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
ResultRow = tuple[ResultValue | None, ...]
BindingJson = dict[str, "str | BindingJson"]
_XSD = "http://www.w3.org/2001/XMLSchema#"
_BARE_IN_TSV = {
    _XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    _XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    _XSD + "double": re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+"),
}
"""The numbers that are read back as what they are without quotation marks (Turtle, 2.5.2)."""


@dataclass(frozen=True)
class AnswerLimits:
    """The maximal numbers of rows (or triples) and bytes of an answer."""

    rows: int
    bytes: int


@dataclass(frozen=True)
class _Writer:
    """A form of a table of solutions: what stands before the rows, each row, what stands between and behind."""

    head: Callable[[Sequence[str]], str]
    row: Callable[[Sequence[str], ResultRow], str]
    between: str = ""
    tail: str = ""


def solutions(found: ox.QuerySolutions, form: str, caps: AnswerLimits, *, ordered: bool) -> Answer:
    """The rows of a SELECT; sorted where the query orders nothing, so that the same question has the same answer."""
    variables = tuple(variable.value for variable in found.variables)
    rows: list[ResultRow] = [tuple(row) for row in islice(found, caps.rows + 1)]
    kept = rows[: caps.rows]
    if not ordered:
        kept.sort(key=lambda row: tuple("" if value is None else str(value) for value in row))
    writer = _WRITERS[form]
    lines = list(_within((writer.row(variables, row) for row in kept), caps.bytes))
    body = writer.head(variables) + writer.between.join(lines) + writer.tail
    zeros = all(isinstance(value, ox.Literal) and value.value == "0" for row in kept for value in row)
    return Answer("solutions", body.encode(), len(lines), variables, truncated=len(lines) < len(rows), zeros=zeros)


def _within(lines: Iterable[str], most: int) -> Iterable[str]:
    """The lines that fit into a number of bytes."""
    size = 0
    for line in lines:
        size += len(line.encode())
        if size > most:
            return
        yield line


def boolean(value: ox.QueryBoolean, form: str) -> Answer:
    """The answer of an ASK; CSV and TSV, which have no form for it, say true or false."""
    text = "true" if value else "false"
    forms = {
        "json": f'{{"head":{{}},"boolean":{text}}}',
        "xml": f"{_XML_HEAD}<head/><boolean>{text}</boolean></sparql>",
    }
    return Answer("boolean", forms.get(form, f"{text}\n").encode(), 1)


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


def _json_head(variables: Sequence[str]) -> str:
    return f'{{"head":{{"vars":{json.dumps(list(variables))}}},"results":{{"bindings":['


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
            elif value.datatype.value != _XSD + "string":
                kind = {"datatype": value.datatype.value}
            return {"type": "literal", "value": value.value, **kind}


_XML_HEAD = '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'


def _xml_head(variables: Sequence[str]) -> str:
    names = "".join(f"<variable name={quoteattr(name)}/>" for name in variables)
    return f"{_XML_HEAD}<head>{names}</head><results>"


def _xml_row(variables: Sequence[str], row: ResultRow) -> str:
    pairs = ((name, value) for name, value in zip(variables, row, strict=True) if value is not None)
    cells = "".join(f"<binding name={quoteattr(name)}>{_xml_term(value)}</binding>" for name, value in pairs)
    return f"<result>{cells}</result>"


def _xml_term(value: ResultValue) -> str:
    match value:
        case ox.NamedNode():
            return f"<uri>{escape(value.value)}</uri>"
        case ox.BlankNode():
            return f"<bnode>{escape(value.value)}</bnode>"
        case ox.Triple():
            parts = ("subject", value.subject), ("predicate", value.predicate), ("object", value.object)
            return f"<triple>{''.join(f'<{name}>{_xml_term(part)}</{name}>' for name, part in parts)}</triple>"
        case ox.Literal():
            kind = ""
            if value.language:
                kind = f" xml:lang={quoteattr(value.language)}"
            elif value.datatype.value != _XSD + "string":
                kind = f" datatype={quoteattr(value.datatype.value)}"
            return f"<literal{kind}>{escape(_NOT_IN_XML.sub(_REPLACEMENT, value.value), _XML_ESCAPES)}</literal>"


_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REPLACEMENT = "\ufffd"
_XML_ESCAPES = {"\r": "&#13;"}
"""A parser reads a bare carriage return as a line feed."""


def _csv_line(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(list(cells))
    return written.getvalue()


def _csv_row(_variables: Sequence[str], row: ResultRow) -> str:
    return _csv_line("" if value is None else _csv_term(value) for value in row)


def _csv_term(value: ResultValue) -> str:
    match value:
        case ox.NamedNode() | ox.Literal():
            return value.value
        case _:
            return str(value)


def _tsv_head(variables: Sequence[str]) -> str:
    return "\t".join(f"?{name}" for name in variables) + "\n"


def _tsv_row(_variables: Sequence[str], row: ResultRow) -> str:
    return "\t".join("" if value is None else _tsv_term(value) for value in row) + "\n"


def _tsv_term(value: ResultValue) -> str:
    if isinstance(value, ox.Literal):
        number = _BARE_IN_TSV.get(value.datatype.value)
        if number is not None and number.fullmatch(value.value):
            return value.value
    return str(value).replace("\t", "\\t")


_WRITERS = {
    "json": _Writer(_json_head, _json_row, between=",", tail="]}}"),
    "xml": _Writer(_xml_head, _xml_row, tail="</results></sparql>"),
    "csv": _Writer(_csv_line, _csv_row),
    "tsv": _Writer(_tsv_head, _tsv_row),
}
