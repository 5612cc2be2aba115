"""The user's own names: a CSV or TOML file of surface, id, class, label, country, wikidata."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError, check_ends, nearest

COLUMNS = ("surface", "id", "class", "label", "country", "wikidata")
_HINT = f"the columns are {', '.join(COLUMNS)}; only surface and id must be filled"
_SHAPES = {
    "id": re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"),
    "class": re.compile(r"([A-Z][A-Za-z]+)?"),
    "country": re.compile(r"([A-Z]{3})?"),
    "wikidata": re.compile(r"(Q[1-9]\d*)?"),
}
_WANTED = {
    "id": "lower-case letters, digits and hyphens",
    "class": "the name of an ontology class, such as Company",
    "country": "an ISO 3166-1 alpha-3 code, such as CAN",
    "wikidata": "a bare Wikidata id, such as Q16",
}


@dataclass(frozen=True, slots=True)
class Alias:
    """A name that the user added; empty fields are taken from the entity that the gazetteer knows."""

    surface: str
    id: str
    cls: str
    label: str
    country: str
    wikidata: str
    place: str
    """``FILE:LINE``, for messages."""


def read_aliases(path: Path) -> tuple[Alias, ...]:
    """The aliases of a file; raises ``InputError`` with file and line for what cannot be one."""
    check_ends(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}", hint="aliases are a CSV or TOML file in UTF-8") from error
    rows = _toml(path, text) if path.suffix.lower() == ".toml" else _csv(path, text)
    return tuple(_alias(row, place) for place, row in rows)


def _csv(path: Path, text: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    lines = csv.reader(text.splitlines())
    header = [column.strip() for column in next(lines, [])]
    _check_columns(header, f"{path}:1")
    for row in lines:
        if any(cell.strip() for cell in row):
            place = f"{path}:{lines.line_num}"
            if len(row) > len(header):
                raise InputError(f"{place}: {len(row)} cells under {len(header)} columns", hint=_HINT)
            yield place, {column: cell.strip() for column, cell in zip(header, row, strict=False)}


def _toml(path: Path, text: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    try:
        tables = tomllib.loads(text).get("alias", [])
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: {error}", hint="each name is a table [[alias]]") from error
    starts = [number for number, line in enumerate(text.splitlines(), 1) if line.strip().startswith("[[alias]]")]
    for row, line in zip(tables, starts, strict=False):
        place = f"{path}:{line}"
        _check_columns(list(row), place)
        yield place, {str(column): str(value).strip() for column, value in row.items()}


def _check_columns(columns: list[str], place: str) -> None:
    for number, column in enumerate(columns, 1):
        if column not in COLUMNS:  # what stands there is told where it is like a name of ours: it may be any file
            name = f"{column!r}" if nearest(column, COLUMNS) else f"with the name of column {number}"
            raise InputError(f"{place}: there is no column {name}", hint=_HINT)
    for column in ("surface", "id"):
        if column not in columns:
            raise InputError(f"{place}: the column {column!r} is missing", hint=_HINT)


def _alias(row: Mapping[str, str], place: str) -> Alias:
    for column, shape in _SHAPES.items():
        if not shape.fullmatch(row.get(column, "")):
            raise InputError(f"{place}: {column} {row.get(column, '')!r} is not {_WANTED[column]}", hint=_HINT)
    if not row["surface"]:
        raise InputError(f"{place}: the surface is empty", hint=_HINT)
    surface, node, cls, label, country, wikidata = (row.get(column, "") for column in COLUMNS)
    return Alias(surface, node, cls, label, country, wikidata, place)
