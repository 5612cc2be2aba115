"""A graph as openCypher statements: run twice they change nothing (``MERGE``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from kg.graph import EdgeData, Network, plain_edges, plain_nodes
from kg.turtle.text import escaped

_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def cypher(network: Network) -> str:
    """A node ``:Node`` with its class as second label, a relationship for each statement, link and role."""
    return "".join(f"{line};\n" for line in _lines(network))


def _lines(network: Network) -> Iterator[str]:
    for name, data in plain_nodes(network):
        known = {key: value for key, value in data.items() if key != "cls"}
        yield f"MERGE (n:Node {{id: {_value(name)}}}) SET n:{_name(str(data['cls']))}, n += {_map(known)}"
    for source, target, key, data in plain_edges(network):
        known = {name: value for name, value in data.items() if name != "relation"}
        yield (
            f"MATCH (a:Node {{id: {_value(source)}}}), (b:Node {{id: {_value(target)}}}) "
            f"MERGE (a)-[r:{_name(str(data['relation']))} {{statement: {_value(key)}}}]->(b) SET r += {_map(known)}"
        )


def _map(data: EdgeData) -> str:
    return "{" + ", ".join(f"{_name(name)}: {_value(value)}" for name, value in sorted(data.items())) + "}"


def _value(value: str | float | bool) -> str:  # noqa: FBT001 - it is a value, not a switch
    match value:
        case bool():
            return str(value).lower()
        case float():
            return _number(value)
        case str():
            return f'"{escaped(value)}"'


def _number(value: float) -> str:
    """A float without exponent, which Cypher's grammar wants without leading zeros: 0.00006, not 6e-05."""
    return format(Decimal(repr(value)), "f")


def _name(name: str) -> str:
    """A label, type or key: bare where it can be, else between backticks."""
    return name if _PLAIN_NAME.fullmatch(name) else "`" + name.replace("`", "``") + "`"
