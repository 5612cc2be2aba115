"""The table of fields (``kg.model.fields``) as RDF, both ways: a field's type says how its value is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache

from kg.errors import InputError
from kg.model import Factuality, NodeId
from kg.model.fields import Field, told_fields
from kg.turtle.terms import KG, XSD, Iri, Iris, Literal, Term, expanded, local_name, term_name


def true(*, is_so: bool) -> list[Literal]:
    """True, or nothing."""
    return [Literal("true", XSD + "boolean")] if is_so else []


def text(text: str) -> list[Literal]:
    """A text; nothing where it is empty."""
    return [Literal(text)] if text else []


def day(day: date | None) -> list[Literal]:
    """A day, if it is known."""
    return [Literal(day.isoformat(), XSD + "date")] if day else []


def integer(number: int) -> Literal:
    """A whole number."""
    return Literal(str(number), XSD + "integer")


def exact(number: float | None) -> Decimal | None:
    """A number as it is written, not as the machine holds it."""
    return None if number is None else Decimal(repr(number))


def decimal(number: Decimal | None) -> list[Literal]:
    """The number with a decimal point, which tells it from an integer in Turtle."""
    if number is None:
        return []
    plain = format(number, "f")
    return [Literal(plain if "." in plain else plain + ".0", XSD + "decimal")]


def degrees(degrees: float) -> list[Literal]:
    """Degrees of latitude or longitude, to some ten metres."""
    return [Literal(f"{degrees:.4f}", XSD + "decimal")]


Properties = Sequence[tuple[Iri, Iterable[Term]]]


def told_properties(
    described: object, iris: Iris, apart: Mapping[str, Properties]
) -> Iterator[tuple[Iri, Iterable[Term]]]:
    """The properties of a node in the order of its fields; ``apart`` are those of fields that are told otherwise."""
    for field, told in _written_fields(type(described), iris.only):  # type: ignore[arg-type] # as in fields_of
        if field.name in apart:
            yield from apart[field.name]
        elif told is not None:
            yield told, _terms(field.kind, getattr(described, field.name), iris)


@cache
def _written_fields(cls: type, only: frozenset[str]) -> Sequence[tuple[Field, Iri | None]]:
    """The fields of a class with their properties, but those whose property is not written."""
    found = ((field, property_of(field) if field.told.property else None) for field in told_fields(cls))
    return [pair for pair in found if not (only and pair[1]) or pair[1].value in only]


def told_values(cls: type, told: Iterable[str], texts: Callable[[str], Sequence[str]]) -> dict[str, object]:
    """The values of a class's fields that are told: ``texts`` gives the values of a property as strings, by its IRI.

    A text that is not told is empty; another field that is not told is missing. Raises ``InputError`` for what cannot
    be a value of the field.
    """
    fields = _by_property(cls)
    found = {iri: texts(iri) for iri in told if iri in fields}
    values = {fields[iri].name: _value(fields[iri].kind, some) for iri, some in found.items() if some}
    return {field.name: "" for field in fields.values() if field.kind is str} | values


@cache
def _by_property(cls: type) -> Mapping[str, Field]:
    return {property_of(field).value: field for field in told_fields(cls) if field.told.property}


@cache
def property_of(field: Field) -> Iri:
    """The property of a field that has one."""
    return Iri(expanded(field.told.property))


def _terms(kind: object, value: object, iris: Iris) -> Iterable[Term]:
    found: Iterable[Term] = []
    match value:
        case bool():
            found = true(is_so=value)
        case Factuality():
            found = [Iri(KG + value)]
        case date():
            found = day(value)
        case float():
            found = decimal(exact(value))
        case Decimal():
            found = decimal(value)
        case frozenset():
            found = [Literal(one) for one in sorted(value)]
        case str():
            found = [iris.node(NodeId(value))] if kind is NodeId and value else text(value)
    return found


def _value(kind: object, texts: Sequence[str]) -> object:
    if kind == frozenset[str]:
        return frozenset(texts)
    first = next(iter(texts), "")
    read = _READ.get(kind)
    return first if read is None else read(first)


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise InputError(f"{text!r} is no number") from None


_READ: Mapping[object, Callable[[str], object]] = {
    NodeId: local_name,
    bool: "true".__eq__,
    float: float,
    Decimal: _number,
    date: lambda text: date.fromisoformat(text[:10]),
    Factuality: lambda text: Factuality(term_name(text)),
}
