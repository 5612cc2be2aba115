"""The table of fields: the RDF property, the column and the merge law of each field of the model.

A field declares them in its annotation: ``negated: Annotated[bool, Told("kg:negated", "negated")] = False``. Turtle
both ways (``kg.turtle.nodes``), rows and Parquet (``kg.tables.rows``), merging, contributions and
docs/reference/fields.md follow from it, so that a field is added in one place. How a value is written follows from its
type.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Annotated, Protocol, TypeVar, Union, cast, get_args, get_origin, get_type_hints

_Node = TypeVar("_Node")


class Law(StrEnum):
    """Which value a field has where two descriptions of one node are joined."""

    IDENTITY = "both have the same, since the id is made of it"
    FIRST = "that of the description that comes first"
    UNION = "those of both"
    EITHER = "true where either is"
    GREATEST = "the greater"
    LEAST = "the lesser of those that are told"
    SHORTEST = "the shortest that is told"
    NONE_OF_EITHER = "none where either has none, else the lesser"
    APART = "the class itself joins it"


_OF_THE_FIRST = frozenset({Law.IDENTITY, Law.FIRST, Law.APART})


@dataclass(frozen=True)
class Told:
    """How a field is told: its property behind a prefix, its column, and the law by which it is merged.

    A field without a property or a column is told by code of its own, or not at all.
    """

    property: str = ""
    column: str = ""
    law: Law = Law.FIRST


@dataclass(frozen=True)
class Field:
    """A field of a class: ``kind`` is its type, that of a field which may be None without it."""

    name: str
    kind: object
    told: Told


@cache
def told_fields(cls: Hashable) -> tuple[Field, ...]:
    """The fields of a dataclass that are told outside, in the order in which they are declared."""
    hints: Mapping[str, object] = get_type_hints(cls, include_extras=True)
    pairs = ((name, get_args(hint)) for name, hint in hints.items() if get_origin(hint) is Annotated)
    kinds = ((name, kind, get_origin(kind) in {Union, UnionType}, told) for name, (kind, told) in pairs)
    return tuple(Field(name, get_args(kind)[0] if may_lack else kind, told) for name, kind, may_lack, told in kinds)


def fields_of(node: object) -> tuple[Field, ...]:
    """The told fields of a value's class."""
    return told_fields(type(node))  # type: ignore[arg-type] # the class is hashable, whatever its values are


def of_law(cls: Hashable, law: Law) -> tuple[str, ...]:
    """The names of the fields of a class that are merged by a law."""
    return tuple(field.name for field in told_fields(cls) if field.told.law is law)


def joined_fields(first: _Node, one: _Node, other: _Node, **apart: object) -> _Node:
    """``first``, with each field of ``one`` and ``other`` by its law; ``apart`` are those that the class joins."""
    joined = {
        field.name: _joined(field.told.law, getattr(one, field.name), getattr(other, field.name))
        for field in fields_of(first)
        if field.told.law not in _OF_THE_FIRST
    }
    return with_values(first, **(joined | apart))


def with_values(node: _Node, **values: object) -> _Node:
    """The same description with other values of some fields."""
    kept = {field.name: getattr(node, field.name) for field in fields(node)}  # type: ignore[arg-type] # a dataclass
    return type(node)(**(kept | values))


def _joined(law: Law, one: object, other: object) -> object:
    """One value of two; those of a field are of one type."""
    told = sorted(cast("list[str]", [value for value in (one, other) if value is not None]))
    match law:
        case Law.UNION:
            return cast("frozenset[object]", one) | cast("frozenset[object]", other)
        case Law.GREATEST | Law.EITHER:
            return next(reversed(told), None)
        case Law.SHORTEST:
            return min(filter(None, told), key=len, default="")
        case _:
            return next(iter(told), None) if law is Law.LEAST or len(told) > 1 else None


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


_Value = TypeVar("_Value")
_OfId = TypeVar("_OfId", bound=_Identified)


def joined(values: Iterable[_OfId], merge: Callable[[_OfId, _OfId], _OfId]) -> tuple[_OfId, ...]:
    """One value per id, sorted; those of one id are merged, but equal neighbours, whose union is what they are."""
    found: dict[str, list[_OfId]] = {}
    for value in values:
        same = found.setdefault(value.id, [])
        if not same or same[-1] != value:
            same.append(value)
    return tuple(by_halves(found[key], merge) for key in sorted(found))


def by_halves(values: Sequence[_Value], merge: Callable[[_Value, _Value], _Value]) -> _Value:
    """All values merged as a balanced tree, neighbours first, so that large results are not copied at each step.

    >>> by_halves(["a", "b", "c"], lambda one, two: f"({one}{two})")
    '((ab)c)'
    """
    found = list(values)
    while len(found) > 1:
        pairs = [found[start : start + 2] for start in range(0, len(found), 2)]
        found = [merge(pair[0], pair[1]) if len(pair) > 1 else pair[0] for pair in pairs]
    return found[0]
