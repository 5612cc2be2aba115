"""Values of parameters of named questions as RDF terms."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from enum import StrEnum

import pyoxigraph as ox

from kg.errors import QueryError, nearest_hint
from kg.facts.selection import day_named, factuality_named, named_in_short
from kg.store.process import Worker
from kg.store.values import Query
from kg.turtle.terms import KG, RDFS, SKOS, XSD, local_name


class TermKind(StrEnum):
    """The type of a parameter."""

    ENTITY = "entity"
    RELATION = "relation"
    CLASS = "class"
    MEANING = "meaning"
    FACTUALITY = "factuality"
    DATE = "date"
    NUMBER = "number"
    TEXT = "text"


QueryTerm = ox.NamedNode | ox.Literal
_LAST = "until"
"""The parameter of which a year alone is its last day: what began in 2024 began by the end of it."""


def terms(name: str, kind: TermKind, value: str, worker: Worker) -> list[QueryTerm]:
    """The terms that a value stands for, several where several nodes go by one name.

    Raises ``KgError`` for a value that is none of its kind, or a name that the worker's graph does not have.
    """
    match kind:
        case TermKind.ENTITY | TermKind.RELATION:
            return [*_named(value, worker, _RELATION if kind is TermKind.RELATION else _ENTITY)]
        case TermKind.CLASS:
            return [_class(value, worker)]
        case TermKind.MEANING:
            return [_meaning(value, worker)]
        case TermKind.FACTUALITY:
            return [ox.NamedNode(KG + factuality_named(value))]
        case _:
            return [_literal(name, kind, value)]


def _literal(name: str, kind: TermKind, value: str) -> ox.Literal:
    match kind:
        case TermKind.DATE:
            return ox.Literal(str(day_named(value, last=name == _LAST)), datatype=ox.NamedNode(XSD + "date"))
        case TermKind.NUMBER:
            return ox.Literal(_number(name, value), datatype=ox.NamedNode(XSD + "decimal"))
        case _:
            return ox.Literal(value)


def _number(name: str, value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise QueryError(f"{name}={value!r} is no number")
    return format(number, "f")


def _named(name: str, worker: Worker, kind: str) -> Iterable[ox.NamedNode]:
    """The nodes that go by a name: an IRI, a local name, a label, a country's code, then any other label.

    A city's name that the texts use for a government ("Beijing has urged") stands for both; a name that no node has is
    short for the only one that begins or ends with it.
    """
    if "://" in name:
        return [_iri(name)]
    rows = _rows(_LOOKUP % {"kind": kind, "name": ox.Literal(name.casefold())}, worker)
    best = min((row["rank"] or "" for row in rows), default="")
    found = {row["node"] or "" for row in rows if row["rank"] == best}
    if any(row["city"] for row in rows if row["rank"] == best):
        found |= {row["node"] or "" for row in rows if row["government"]}
    if not found:
        labels = [(row["node"] or "", row["label"] or "") for row in _rows(_LABELS % {"kind": kind}, worker)]
        short = named_in_short(name, labels) if kind is _ENTITY else None
        if short is None:
            hint = nearest_hint(name, sorted({label for _, label in labels}))
            raise QueryError(f"{name!r} is not in the graph", hint=hint)
        found = {short}
    return map(ox.NamedNode, sorted(found | _twins(found, worker)))


def _twins(nodes: Iterable[str], worker: Worker) -> set[str]:
    """The nodes that are the same Wikidata item as one of these."""
    known = " ".join(str(ox.NamedNode(node)) for node in sorted(nodes))
    return {row["twin"] or "" for row in _rows(_TWINS % known, worker)}


def _class(name: str, worker: Worker) -> ox.NamedNode:
    """The class of a local name."""
    local = local_name(name).casefold()
    classes = {row["class"] or "" for row in _rows(_CLASSES, worker)}
    for iri in sorted(classes):
        if iri.casefold() == name.casefold() or local_name(iri).casefold() == local:
            return ox.NamedNode(iri)
    names = {local_name(iri) for iri in classes}
    raise QueryError(f"{name!r} is no class in the graph", hint=nearest_hint(name, sorted(names)))


def _meaning(name: str, worker: Worker) -> ox.NamedNode:
    """The class or family of relations of a local name or a label."""
    known = {row["class"] or "": row["label"] or "" for row in _rows(_MEANINGS, worker)}
    wanted = {name.casefold(), name.removeprefix("kg:").casefold()}
    for iri in sorted(known):
        if wanted & {iri.casefold(), local_name(iri).casefold(), known[iri].casefold()}:
            return ox.NamedNode(iri)
    names = sorted({*map(local_name, known), *known.values()})
    raise QueryError(f"{name!r} is no class of relations in the graph", hint=nearest_hint(name, names))


def _rows(text: str, worker: Worker) -> list[dict[str, str | None]]:
    return list(worker.ask(Query(text, helps=False)).rows())


def _iri(text: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(text)
    except ValueError as error:
        raise QueryError(f"{text!r} is no IRI: {error}") from None


_RELATION = "?node a rdf:Property ."
_TERMS = "rdf:Property, rdfs:Class, kg:RelationClass"
_ENTITY = f"FILTER NOT EXISTS {{ ?node a ?term FILTER(?term IN ({_TERMS}, kg:Statement)) }}"
_LOOKUP = f"""SELECT DISTINCT ?node ?rank ?city ?government {{
  ?node <{RDFS}label> ?label . FILTER(ISIRI(?node)) %(kind)s
  OPTIONAL {{ ?node <{SKOS}altLabel> ?other . FILTER(LCASE(STR(?other)) = %(name)s) }}
  OPTIONAL {{ ?node <{SKOS}notation> ?code }}
  BIND(LCASE(REPLACE(STR(?node), "^.*[/#]", "")) AS ?local)
  BIND(IF(LCASE(STR(?label)) = %(name)s, 1, IF(?local = REPLACE(%(name)s, "^(id|kg|rel):", ""), 2,
    IF(COALESCE(LCASE(STR(?code)) = %(name)s, false), 3, IF(BOUND(?other), 4, 9)))) AS ?rank)
  FILTER(?rank < 9)
  OPTIONAL {{ ?node a ?city FILTER(?city = <{KG}Place>) }}
  OPTIONAL {{ ?node a ?government FILTER(?government = <{KG}Government>) }}
}}"""
_TWINS = (
    f"SELECT DISTINCT ?twin {{ VALUES ?node {{ %s }} ?node <{SKOS}exactMatch> ?item . ?twin <{SKOS}exactMatch> ?item }}"
)
_MEANINGS = f"SELECT ?class ?label {{ ?class a kg:RelationClass ; <{RDFS}label> ?label FILTER(ISIRI(?class)) }}"
_LABELS = f"SELECT DISTINCT ?node ?label {{ ?node <{RDFS}label> ?label . %(kind)s }}"
_CLASSES = f"""SELECT DISTINCT ?class {{
  ?node a ?class ; <{RDFS}label> ?label FILTER(ISIRI(?class) && ?class NOT IN ({_TERMS})) }}"""
