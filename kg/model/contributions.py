"""Contributions: what single articles tell of a node, kept as text where they tell it differently.

A node that several articles describe is the union of what they tell (``|``), in which the parts are lost. So that an
article can be taken out again, such a node keeps its contributions: each a canonical JSON object of the fields that
differ from their defaults. A node with one contribution is that contribution itself, and keeps none.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from hashlib import sha256
from types import UnionType
from typing import Protocol, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from kg.model.fields import Law, of_law

_WITHHELD = "quote"
"""Words of an article, which a file may withhold: they do not tell contributions apart."""
_DIGITS = 12  # hexadecimal


class Contributed(Protocol):
    """A node, a frozen dataclass, with its contributions: none where there is but one."""

    @property
    def id(self) -> str:
        """The id."""

    @property
    def contributions(self) -> frozenset[str]:
        """The contributions, where they differ."""


_Node = TypeVar("_Node", bound=Contributed)
_TOLD = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_ORDER = json.JSONEncoder(sort_keys=True)


def contributions(*nodes: Contributed) -> frozenset[str]:
    """All contributions to some nodes of one id, be they one or several."""
    return frozenset().union(*(node.contributions or {_contribution(node)} for node in nodes))


def joined_contributions(*nodes: Contributed) -> frozenset[str]:
    """The contributions to keep with the union of some nodes of one id: none where all tell the same."""
    found = contributions(*nodes)
    return found if len(found) > 1 else frozenset()


def digest(node: Contributed, told: str) -> str:
    """A short name of one contribution to a node."""
    return sha256(f"{type(node).__name__} {told}".encode()).hexdigest()[:_DIGITS]


def restored(node: _Node, told: str) -> _Node:
    """The node as one of its contributions alone describes it; quotes are withheld."""
    hints = _hints(type(node))
    given = json.loads(told)
    values = {name: getattr(node, name) for name in of_law(type(node), Law.IDENTITY)}
    values |= {name: _decoded(hints[name], value) for name, value in given.items() if name in hints}
    return cast("_Node", _made(type(node), values))


def _made(kind: type, values: Mapping[str, object]) -> object:
    return kind(**values)


def _contribution(node: Contributed) -> str:
    left_out = {"contributions", *of_law(type(node), Law.IDENTITY)}
    return _TOLD.encode({name: value for name, value in _told(node) if name not in left_out})


def _told(value: object) -> list[tuple[str, object]]:
    """The fields of a dataclass that differ from their defaults, as JSON has them."""
    found = [(field, getattr(value, field.name)) for field in fields(value)]  # type: ignore[arg-type]
    return [
        (field.name, _encoded(one))
        for field, one in found
        if field.name != _WITHHELD and (field.default is MISSING or one != field.default)
    ]


def _encoded(value: object) -> object:
    match value:
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case tuple():
            return [_encoded(one) for one in value]
        case frozenset():
            return sorted(map(_encoded, value), key=_ORDER.encode)
        case _:
            return dict(_told(value)) if is_dataclass(value) else value


def _decoded(hint: object, value: object) -> object:
    """The value that a field of some type has in JSON."""
    kind, parts = get_origin(hint), get_args(hint)
    if kind in {Union, UnionType}:
        return None if value is None else _decoded(parts[0], value)
    if kind is frozenset and isinstance(value, list):
        return frozenset(_decoded(parts[0], one) for one in value)
    if kind is tuple and isinstance(value, list):
        hints = [parts[0]] * len(value) if parts[-1] is Ellipsis else parts
        return tuple(map(_decoded, hints, value))
    return _plain(hint, value)


def _plain(hint: object, value: object) -> object:
    if hint is date:
        return date.fromisoformat(str(value))
    if hint is Decimal:
        return Decimal(str(value))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    if isinstance(hint, type) and is_dataclass(hint) and isinstance(value, dict):
        hints = _hints(hint)
        given = {name: _decoded(hints[name], one) for name, one in value.items() if name in hints}
        return _made(hint, given | ({_WITHHELD: ""} if _WITHHELD in hints else {}))
    return value


@cache
def _hints(kind: type) -> dict[str, object]:
    return get_type_hints(kind)
