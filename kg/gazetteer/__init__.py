"""Names -> countries, governments, offices, people, organizations, by date.

The tables are in ``kg/data``; ``kg/data/SOURCES.md`` says where they come from. A name may have several
readings; they are all given, best first, and where two of one class remain (two Koreas, two Congos) the
caller must not choose without more to go by.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from kg.errors import InputError, check_ends, nearest
from kg.gazetteer.offices import Offices
from kg.gazetteer.tables import TableRow, table
from kg.gazetteer.values import Entry, Match
from kg.gazetteer.words import cut, key
from kg.lexicon import words
from kg.model import Entity, NodeId

_Forms = dict[str, list[TableRow]]


class Gazetteer(Offices):
    """Names and what they stand for, from the tables of ``kg/data`` and the user's own aliases."""

    def __init__(self, aliases: Sequence[Alias] = ()) -> None:
        super().__init__()
        self._forms: dict[str, tuple[int, _Forms]] = {}
        self._read: dict[str, tuple[Entry, ...]] = {}
        self._aliases: dict[str, list[Entry]] = {}
        for alias in aliases:
            entity = self._entities[alias.id] = self._named(alias)
            self._aliases.setdefault(key(alias.surface), []).append(Entry(entity, alias.surface, "alias"))

    @classmethod
    def load(cls, aliases: Path | None = None) -> Gazetteer:
        """The gazetteer, with the names of the user's CSV or TOML file before all others."""
        return cls(read_aliases(aliases) if aliases else ())

    def lookup(self, surface: str) -> tuple[Entry, ...]:
        """Every reading of a name, best first; case counts ("us" is not the US)."""
        return self._entries(key(surface))

    def matches(self, words: Sequence[str]) -> tuple[Match, ...]:
        """The longest known names in a tokenized text, from left to right, without overlaps."""
        found, begins, ends = cut(words)
        # The pieces of a text, with names in capitals in the case of the tables.
        written = list(found)
        for start, end in _runs(found):
            if any(_is_shouted(piece) and not self._is_known(piece) for piece in found[start:end]):
                written[start:end] = _respelt(found[start:end])
        readable = written
        return tuple(self._matches(readable, begins, ends))

    def _is_known(self, piece: str) -> bool:
        return piece in self._starting(piece)[1]

    def _matches(self, found: list[str], begins: list[int], ends: list[int]) -> Iterator[Match]:
        place = 0
        while place < len(found):
            size = self._longest(found, place, ends) if begins[place] >= 0 else 0
            # Whether a name that begins with a small word breaks a longer one: "the West" in "the West Bank".
            if size and (found[place].islower() and size > 1 and self._longest(found, place + 1, ends) >= size):
                size = 0
            if size:
                entries = self._entries(" ".join(found[place : place + size]))
                yield Match(begins[place], ends[place + size - 1], entries)
            place += size or 1

    def _longest(self, found: list[str], place: int, ends: list[int]) -> int:
        """The number of pieces of the longest name that begins here and ends with a token; 0 if there is none."""
        longest, forms = self._starting(found[place])
        for size in range(min(longest, len(found) - place), 0, -1):
            if ends[place + size - 1] >= 0 and " ".join(found[place : place + size]) in forms:
                return size
        return 0

    def _entries(self, found: str) -> tuple[Entry, ...]:
        if found not in self._read:
            rows = self._starting(found.partition(" ")[0])[1].get(found, ())
            known = (Entry(self.entity(NodeId(row["id"])), row["surface"] or row["key"], row["kind"]) for row in rows)
            self._read[found] = (*self._aliases.get(found, ()), *known)
        return self._read[found]

    def _starting(self, word: str) -> tuple[int, _Forms]:
        """The names that begin with a word, and the number of pieces of the longest."""
        known = self._forms.get(word)
        if known is None:
            forms: _Forms = {found: [] for found in self._aliases if found.partition(" ")[0] == word}
            for row in table("names").starting(word):
                forms.setdefault(row["key"], []).append(row)
            longest = max((form.count(" ") + 1 for form in forms), default=0)
            known = self._forms[word] = (longest, forms)
        return known

    def _named(self, alias: Alias) -> Entity:
        """The entity of an alias: what the tables know of it, changed as the user says."""
        try:
            known = self.entity(NodeId(alias.id))
        except KeyError:
            if not alias.cls:
                raise InputError(
                    f"{alias.place}: nothing has the id {alias.id!r}, and no class is given",
                    hint="give a class and a label, or the id of an entity that the gazetteer knows",
                ) from None
            known = Entity(NodeId(alias.id), alias.cls, alias.label or alias.surface)
        if alias.country and not self.has_country(alias.country):
            raise InputError(
                f"{alias.place}: no country has the code {alias.country!r}",
                hint="give an ISO 3166-1 alpha-3 code, such as CAN, or leave it empty",
            )
        return replace(
            known,
            cls=alias.cls or known.cls,
            label=alias.label or known.label,
            country=alias.country or known.country,
            wikidata=alias.wikidata or known.wikidata,
        )


SHORTEST = 4
_LONGEST = 8


def _runs(found: list[str]) -> Iterator[tuple[int, int]]:
    """Stretches without a lower-case letter that hold a long word in capitals."""
    start, is_run = 0, False
    for place, piece in enumerate([*found, "end"]):
        if piece != piece.upper():
            if is_run:
                yield start, place
            start, is_run = place + 1, False
        else:
            is_run = is_run or _is_shouted(piece)


def _is_shouted(piece: str) -> bool:
    return len(piece) >= SHORTEST and piece.isalpha() and piece.isupper()


def _respelt(run: list[str]) -> list[str]:
    written: list[str] = []
    spelt, ordinary = _spellings(), words("capitals", "ordinary", "words")
    while len(written) < len(run):
        place = len(written)
        for size in range(min(_LONGEST, len(run) - place), 0, -1):
            part = run[place : place + size]
            name = spelt.get(" ".join(part).casefold())
            if name and (size > 1 or len(part[0]) >= SHORTEST):
                written += name.split(" ")
                break
        else:
            written.append(run[place].lower() if run[place] in ordinary else run[place])
    return written


@cache
def _spellings() -> dict[str, str]:
    return {name.casefold(): name for name in table("names").first()}


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
