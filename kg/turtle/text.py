"""RDF nodes -> Turtle that a person can read: sections, short names, one property a line."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kg.model.json import Json
from kg.turtle.nodes import NodeSection
from kg.turtle.terms import KG, OA, RDF, RDFS, XSD, Iri, Literal, Reified, Term, TurtleNode, split_iri
from kg.turtle.vocabulary import TYPE

_PLAIN_DATATYPES = {XSD + "integer", XSD + "decimal", XSD + "boolean"}
_ON_THE_SAME_LINE = {
    *(RDF + name for name in ("predicate", "object")),
    *(RDFS + name for name in ("subClassOf", "subPropertyOf")),
    *(KG + name for name in ("end", "timeText", "timePrecision", "predicateText", "objectText", "rule", "firmnessCue")),
    *(KG + name for name in ("firmness", "negated", "conditionText", "conditionStatement", "trust")),
    *(KG + name for name in ("detailOf", "relationClass", "usedRule", "usefulness", "reviewedBy", "confidenceReason")),
    *(OA + name for name in ("end", "hasSelector")),
}
"""Properties that a person reads together with the one before: subject, predicate, object; start and end."""
_BESIDE_THE_CLASS = {KG + "eventClass"}
_ESCAPES = {ord("\\"): "\\\\", ord('"'): '\\"', ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}
_INDENT, _GAP, _SPAN = "\n    ", "\n", Iri(OA + "SpecificResource")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_SAFE_LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]|%[0-9A-F]{2})*")


def lines(sections: Iterable[NodeSection], prefixes: Mapping[str, str]) -> Iterator[str]:
    """A Turtle document piece by piece; the order is that of the sections."""
    for name, iri in prefixes.items():
        yield f"@prefix {name}: <{iri}> .\n"
    shorten = {iri: name for name, iri in prefixes.items()}
    for section in sections:
        for number, node in enumerate(section.nodes):
            if number == 0:
                yield f"\n# {' '.join(section.title.split())}\n\n"
                yield _block(node, shorten).lstrip()
            else:
                yield _block(node, shorten)


def _block(node: TurtleNode, shorten: Mapping[str, str]) -> str:
    """A node: the class beside the name, then a line for each property or group; a sentence starts with a gap."""
    text = _term(node.subject, shorten)
    for number, (predicate, values) in enumerate(node.properties):
        is_beside = predicate.value in _BESIDE_THE_CLASS
        stays = number == 0 or is_beside or (number > 1 and predicate.value in _ON_THE_SAME_LINE)
        gap = "" if number == 0 else " ;"
        name = "a" if predicate == TYPE else _term(predicate, shorten)
        names = ", ".join(_term(value, shorten) for value in values)
        text += f"{gap}{' ' if stays else _INDENT}{name} {names}"
    first = node.properties[0][1][0] if node.properties else None
    return f"{_GAP if first == _SPAN else ''}{text} .\n"


def _term(term: Term, shorten: Mapping[str, str]) -> str:
    match term:
        case Iri(value):
            return _name(value, shorten)
        case Reified():
            return f"<<( {' '.join(_name(part.value, shorten) for part in term)} )>>"
        case Literal(text, datatype) if datatype in _PLAIN_DATATYPES:
            return text
        case Literal(text, datatype):
            mark = "" if datatype == XSD + "string" else "^^" + _name(datatype, shorten)
            return f'"{escaped(text)}"{mark}'


def escaped(text: str) -> str:
    r"""A text as it stands between quotation marks, in Turtle as in Cypher.

    >>> print(escaped('"Yes",\nsaid \x07'))
    \"Yes\",\nsaid \u0007
    """
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04X}", text.translate(_ESCAPES))


def _name(iri: str, shorten: Mapping[str, str]) -> str:
    """The prefixed name where it needs no escape, else the IRI in full."""
    namespace, local = split_iri(iri)
    prefix = shorten.get(namespace)
    return f"{prefix}:{local}" if prefix and _SAFE_LOCAL_NAME.fullmatch(local) else f"<{iri}>"


_STRING = XSD + "string"
_TERMS = {KG + "factuality", KG + "eventClass", KG + "trust"}
"""Properties whose values are our own terms, which need no prefix."""
_NATIVE = {XSD + "integer", XSD + "boolean"}


def jsonld(sections: Iterable[NodeSection], prefixes: Mapping[str, str]) -> str:
    """A JSON-LD 1.1 document; our own terms need no prefix, nodes are in the order of the sections."""
    nodes = [node for section in sections for node in section.nodes]
    kinds: dict[str, set[str]] = defaultdict(set)  # what the values of each predicate are: "@id", or datatypes
    for predicate, values in (told for node in nodes for told in node.properties if told[0] != TYPE):
        kinds[predicate.value] |= {value.datatype if isinstance(value, Literal) else "@id" for value in values}
    shorten = {iri: name for name, iri in prefixes.items()}
    context: dict[str, Json] = {"@vocab": KG, "sha256": None, **prefixes}
    for iri in sorted(kinds, key=lambda iri: _key(iri, shorten)):
        if len(kinds[iri]) == 1 and not kinds[iri] & {_STRING, *_NATIVE}:
            # What a context can say of the values once, so that each need not: they are neither plain nor mixed.
            (kind,) = kinds[iri]
            of_nodes = "@vocab" if iri in _TERMS else "@id"
            coercion = of_nodes if kind == "@id" else _compact(kind, shorten)
            context[_key(iri, shorten)] = {"@id": iri, "@type": coercion}
    graph: list[Json] = [_object(node, kinds, shorten) for node in nodes]
    return json.dumps({"@context": context, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


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
    namespace, local = split_iri(iri)
    prefix = shorten.get(namespace)
    return f"{prefix}:{local}" if prefix and local else iri
