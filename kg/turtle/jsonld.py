"""RDF nodes -> compact JSON-LD: short keys by a context with the types of values, one object per node."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg.model.json import Json
from kg.turtle.nodes import NodeSection
from kg.turtle.terms import KG, XSD, Iri, Literal, Reified, Term, TurtleNode
from kg.turtle.vocabulary import TYPE

_STRING = XSD + "string"
_TERMS = {KG + "factuality", KG + "eventClass"}
"""Properties whose values are our own terms, which need no prefix."""
_NATIVE = {XSD + "integer", XSD + "boolean"}


def jsonld(sections: Iterable[NodeSection], prefixes: Mapping[str, str]) -> str:
    """A JSON-LD 1.1 document; our own terms need no prefix, nodes are in the order of the sections."""
    nodes = [node for section in sections for node in section.nodes]
    kinds = _kinds(nodes)
    shorten = {iri: name for name, iri in prefixes.items()}
    context: dict[str, Json] = {"@vocab": KG, **prefixes}
    for predicate in sorted(kinds, key=lambda iri: _key(iri, shorten)):
        if coercion := _coercion(predicate, kinds[predicate], shorten):
            context[_key(predicate, shorten)] = {"@id": predicate, "@type": coercion}
    graph: list[Json] = [_object(node, kinds, shorten) for node in nodes]
    return json.dumps({"@context": context, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


def _kinds(nodes: Iterable[TurtleNode]) -> dict[str, set[str]]:
    """What the values of each predicate are: "@id", or datatypes."""
    found: dict[str, set[str]] = defaultdict(set)
    for node in nodes:
        for predicate, values in node.properties:
            if predicate != TYPE:
                found[predicate.value] |= {value.datatype if isinstance(value, Literal) else "@id" for value in values}
    return found


def _coercion(predicate: str, kinds: set[str], shorten: Mapping[str, str]) -> str:
    """What a context can say of the values once, so that each need not; "" where they are plain or mixed."""
    if len(kinds) != 1 or kinds & {_STRING, *_NATIVE}:
        return ""
    (kind,) = kinds
    return ("@vocab" if predicate in _TERMS else "@id") if kind == "@id" else _compact(kind, shorten)


def _object(node: TurtleNode, kinds: Mapping[str, set[str]], shorten: Mapping[str, str]) -> Json:
    found: dict[str, Json] = {"@id": _compact(node.subject.value, shorten)}
    for predicate, values in node.properties:
        if predicate == TYPE:
            names: list[Json] = [_key(value.value, shorten) for value in values if isinstance(value, Iri)]
            found["@type"] = names[0] if len(names) == 1 else names
        else:
            plain = len(kinds[predicate.value]) == 1
            texts = [_value(value, plain=plain, predicate=predicate.value, shorten=shorten) for value in values]
            found[_key(predicate.value, shorten)] = texts[0] if len(texts) == 1 else texts
    return found


def _value(value: Term, *, plain: bool, predicate: str, shorten: Mapping[str, str]) -> Json:
    """A value: bare where the context says what it is, else with its kind."""
    match value:
        case Iri(iri):
            name = _key(iri, shorten) if predicate in _TERMS else _compact(iri, shorten)
            return name if plain else {"@id": _compact(iri, shorten)}
        case Reified():
            raise ValueError("JSON-LD 1.1 has no triple terms")
        case Literal(text, datatype) if datatype in _NATIVE:
            return text == "true" if datatype == XSD + "boolean" else int(text)
        case Literal(text, datatype):
            return text if plain or datatype == _STRING else {"@value": text, "@type": _compact(datatype, shorten)}


def _key(iri: str, shorten: Mapping[str, str]) -> str:
    """A predicate or class: our own by its bare name, unless that is a prefix; others by prefix."""
    name = iri.removeprefix(KG) if iri.startswith(KG) else ""
    return name if name and name not in shorten.values() else _compact(iri, shorten)


def _compact(iri: str, shorten: Mapping[str, str]) -> str:
    cut = max(iri.rfind("/"), iri.rfind("#"), iri.rfind(":")) + 1
    prefix = shorten.get(iri[:cut])
    return f"{prefix}:{iri[cut:]}" if prefix and cut < len(iri) else iri
