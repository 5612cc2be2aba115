"""Analysis of a SPARQL query by rdflib's parser: the graphs that it would fetch, its terms and variables.

The parser takes a third of a second to import: import this module where it is needed only.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
import rdflib
from pyparsing import ParseException, ParseResults
from rdflib import URIRef, Variable
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.query import Result
from rdflib.term import Node

from kg.errors import QueryError

_ESCAPE = re.compile(r"\\(.)")
"""In the local part of a name (SPARQL 1.1, PN_LOCAL_ESC), which rdflib leaves as it is written."""


@dataclass(frozen=True)
class Touched:
    """What a query is made of; IRIs are whole, those of undeclared prefixes as they stand ("kg:imposed")."""

    form: str
    """"SelectQuery", "AskQuery", "ConstructQuery" or "DescribeQuery"."""
    graphs: tuple[str, ...]
    """Of FROM and FROM NAMED."""
    terms: tuple[str, ...]
    variables: tuple[str, ...]
    prefixes: Mapping[str, str]
    """Those that were given, and the query's own in their place."""


def touched(text: str, prefixes: Mapping[str, str]) -> Touched:
    """The parts of a query; ``QueryError`` where it does not parse."""
    try:
        prologue, query = parseQuery(text)
    except (ParseException, RecursionError, ValueError) as error:
        raise QueryError(f"the query does not parse: {error}") from error
    known = dict(prefixes) | {str(one.prefix or ""): str(one.iri) for one in prologue if one.name == "PrefixDecl"}
    parts = [*_parts(query)]
    clauses = [part for part in parts if isinstance(part, CompValue) and part.name == "DatasetClause"]
    graphs = {_iri(part[kind], known) for part in clauses for kind in ("default", "named") if kind in part}
    named = (part for part in parts if isinstance(part, URIRef) or getattr(part, "name", "") == "pname")
    terms, variables = {_iri(one, known) for one in named}, {str(one) for one in parts if isinstance(one, Variable)}
    asked, free = tuple(sorted(terms - graphs)), tuple(sorted(variables))
    return Touched(query.name, tuple(sorted(graphs)), asked, free, known)


def _parts(value: object) -> Iterator[object]:
    """All parts and terms of a parse tree, the tree itself first."""
    inner: Iterable[object] = value if isinstance(value, (list, ParseResults)) else ()
    if not isinstance(value, (list, ParseResults)):
        yield value
        inner = value.values() if isinstance(value, CompValue) and value.name != "pname" else ()
    for one in inner:
        yield from _parts(one)


def _iri(term: object, prefixes: Mapping[str, str]) -> str:
    if isinstance(term, CompValue) and term.name == "pname":
        prefix, local = str(term.prefix or ""), _ESCAPE.sub(r"\1", str(term.localname or ""))
        return prefixes[prefix] + local if prefix in prefixes else f"{prefix}:{local}"
    return str(term)


@dataclass(frozen=True)
class BoundQuestion:
    """A SELECT query with the prefixes that it does not declare, and what its variable ``?this`` stands for."""

    select: str
    prefixes: Mapping[str, str]
    this: Node


def answers(graphs: Iterable[rdflib.Graph], questions: Sequence[BoundQuestion]) -> Iterator[list[dict[str, Node]]]:
    """The rows of each question over the union of the graphs; unbound variables are missing from a row."""
    store = ox.Store()
    for graph in graphs:
        store.bulk_extend(ox.parse(graph.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES))
    for question in questions:
        known: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]
        known = {ox.Variable("this"): ox.NamedNode(str(question.this))}
        found = store.query(question.select, prefixes=dict(question.prefixes), substitutions=known)
        if not isinstance(found, ox.QuerySolutions):
            raise TypeError(f"no SELECT query: {question.select}")
        rows = Result.parse(io.BytesIO(found.serialize(format=ox.QueryResultsFormat.JSON) or b""), format="json")
        yield [{str(name): value for name, value in row.items()} for row in rows.bindings]
