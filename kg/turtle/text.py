"""RDF nodes -> Turtle that a person can read: sections, short names, one property a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from kg.turtle.nodes import NodeSection
from kg.turtle.terms import KG, OA, RDF, RDFS, XSD, Iri, Literal, Reified, Term, TurtleNode
from kg.turtle.vocabulary import TYPE

_PLAIN_DATATYPES = {XSD + "integer", XSD + "decimal", XSD + "boolean"}
_ON_THE_SAME_LINE = {
    *(RDF + name for name in ("predicate", "object")),
    *(RDFS + name for name in ("subClassOf", "subPropertyOf")),
    *(KG + name for name in ("end", "timeText", "timePrecision", "predicateText", "objectText", "rule", "firmnessCue")),
    *(KG + name for name in ("negated", "conditionText", "conditionStatement")),
    *(KG + name for name in ("detailOf", "relationClass", "usedRule", "usefulness", "reviewedBy", "confidenceReason")),
    *(OA + name for name in ("end", "hasSelector")),
}
"""Properties that a person reads together with the one before: subject, predicate, object; start and end."""
_BESIDE_THE_CLASS = {KG + "eventClass"}
_ESCAPES = {ord("\\"): "\\\\", ord('"'): '\\"', ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}
_INDENT, _GAP, _SPAN = "\n    ", "\n", Iri(OA + "SpecificResource")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_SAFE_LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]|%[0-9A-F]{2})*")


def turtle(sections: Iterable[NodeSection], prefixes: Mapping[str, str]) -> str:
    """A Turtle document; the order is that of the sections."""
    return "".join(lines(sections, prefixes))


def lines(sections: Iterable[NodeSection], prefixes: Mapping[str, str]) -> Iterator[str]:
    """The document piece by piece."""
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
        names = ", ".join(_term(value, shorten) for value in values)
        text += f"{gap}{' ' if stays else _INDENT}{_predicate(predicate, shorten)} {names}"
    first = node.properties[0][1][0] if node.properties else None
    return f"{_GAP if first == _SPAN else ''}{text} .\n"


def _predicate(iri: Iri, shorten: Mapping[str, str]) -> str:
    return "a" if iri == TYPE else _term(iri, shorten)


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
    cut = max(iri.rfind("/"), iri.rfind("#"), iri.rfind(":")) + 1
    prefix, local = shorten.get(iri[:cut]), iri[cut:]
    return f"{prefix}:{local}" if prefix and _SAFE_LOCAL_NAME.fullmatch(local) else f"<{iri}>"
