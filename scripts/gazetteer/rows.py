"""Reading the source tables, and the rows of the tables that are built."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from html import unescape
from pathlib import Path

from kg.gazetteer.words import key

OWN = Path(__file__).parent / "own"
Record = dict[str, str]
PLAIN: Mapping[int, str] = {
    ord(c): plain for c, plain in zip("øØłŁıđðþß", ("o", "O", "l", "L", "i", "d", "d", "th", "ss"), strict=True)
}


def read(path: Path) -> Iterator[Record]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield {column: unescape(value).strip() for column, value in row.items()}


def own(name: str) -> Iterator[Record]:
    """The rows of a hand-written table."""
    return read(OWN / f"{name}.csv")


@cache
def _as_spelt() -> frozenset[str]:
    """Names whose form without accents is an English word."""
    return frozenset(row["name"] for row in own("as_spelt"))


def folded(text: str) -> str:
    """The text without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.translate(PLAIN)) if not unicodedata.combining(c))


def slug(text: str) -> str:
    """The text as a node id: lower-case ASCII letters, digits and hyphens."""
    plain = folded(text).lower().replace("&", " and ").replace("+", " plus ")
    plain = re.sub(r"(?<=\w)['’`ʻʼ](?=s\b)", "", plain)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


@dataclass(frozen=True)
class Thing:
    """A row of ``entities.tsv``."""

    id: str
    cls: str
    label: str
    source: str
    wikidata: str = ""
    alpha3: str = ""
    country: str = ""
    links: str = ""
    hs: str = ""


@dataclass
class Tables:
    """What is being built: entities by id, names, and the other tables as plain rows."""

    things: dict[str, Thing] = field(default_factory=dict)
    names: dict[tuple[str, str], tuple[int, str, str, str]] = field(default_factory=dict)
    surfaces: dict[str, set[str]] = field(default_factory=dict)
    """The entities of every key in ``names``."""
    by_wikidata: dict[str, str] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    """Country ids by alpha-3."""
    alpha3: dict[str, str] = field(default_factory=dict)
    """Alpha-3 codes by alpha-2 code and by Wikidata id."""
    sheets: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)

    def free(self, label: str, *, also: str = "") -> str:
        """An id for a label that no entity has; ``also`` tells namesakes apart."""
        for candidate in (slug(label), slug(f"{label} {also}")):
            if candidate and candidate not in self.things:
                return candidate
        number = 2
        while (candidate := slug(f"{label} {also} {number}")) in self.things:
            number += 1
        return candidate

    def add(self, thing: Thing) -> str:
        """Take in an entity; its id."""
        if thing.id in self.things:
            raise ValueError(f"two entities {thing.id!r}: {self.things[thing.id]} and {thing}")
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", thing.id):
            raise ValueError(f"not an id: {thing}")
        self.things[thing.id] = thing
        if thing.wikidata:
            self.by_wikidata.setdefault(thing.wikidata, thing.id)
        return thing.id

    def name(self, surface: str, node: str, *, kind: str = "name", rank: int = 5, source: str) -> None:
        """Take in a name of an entity, and its form without accents; the lower rank is the better reading."""
        for form in (surface, surface if surface in _as_spelt() else folded(surface)):
            if form and form not in {" ", "-"}:
                found = (rank, kind, form, source)
                self.names[key(form), node] = min(found, self.names.get((key(form), node), found))
                self.surfaces.setdefault(key(form), set()).add(node)

    def linked(self, node: str, wikidata: str, source: str) -> None:
        """Give an entity the id that a source has for it."""
        thing = self.things[node]
        self.things[node] = replace(thing, wikidata=wikidata, source=f"{thing.source}+{source}")
        self.by_wikidata[wikidata] = node

    def named(self, surface: str) -> list[str]:
        """The entities that have a name."""
        return sorted(self.surfaces.get(key(surface), ()))

    def sheet(self, name: str, *row: str) -> None:
        """Take in a row of another table."""
        self.sheets.setdefault(name, []).append(row)


COLUMNS = {
    "entities": ("id", "class", "label", "wikidata", "alpha3", "country", "links", "hs", "source"),
    "names": ("key", "rank", "kind", "id", "surface", "source"),
}


def write(tables: Tables, target: Path, columns: dict[str, tuple[str, ...]]) -> None:
    """Write every table, sorted, with its header."""
    things = (
        (t.id, t.cls, t.label, t.wikidata, t.alpha3, t.country, t.links, t.hs, t.source) for t in tables.things.values()
    )
    names = (
        (found, str(rank), kind, node, "" if form == found else form, source)
        for (found, node), (rank, kind, form, source) in tables.names.items()
    )
    _write(target / "entities.tsv", COLUMNS["entities"], things)
    _write(target / "names.tsv", COLUMNS["names"], names)
    for name, header in columns.items():
        _write(target / f"{name}.tsv", header, tables.sheets.get(name, ()))


def _write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    lines = {"\t".join(row) for row in rows}
    for line in lines:
        if line.count("\t") != len(header) - 1 or "\n" in line:
            raise ValueError(f"{path.name}: not {len(header)} columns: {line!r}")
    path.write_text("\n".join(["\t".join(header), *sorted(lines)]) + "\n", encoding="utf-8")
