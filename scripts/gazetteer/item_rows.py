"""The rows of the table of items, and reading the tab-separated source tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path

from scripts.gazetteer.rows import Record, Tables

_BEFORE = {"city": 15, "capital": 15, "state": 5, "continent": 20, "sea": 10}
_LETTERS = {
    "naturalearth": "n", "whosonfirst": "w", "kgtk": "k", "fb15k": "f", "oewn": "o", "ror": "r", "isi-regions": "i",
    "every-politician": "e", "chadwick": "c", "reep": "p", "sfomuseum": "s", "transitland": "t", "digital-land": "d",
    "nsi": "b", "newspapers": "a", "wiki-media-cred": "m", "rigour": "g",
}  # fmt: skip


@dataclass(frozen=True)
class Item:
    """A row of ``items.tsv``; coordinates in degrees, as text."""

    qid: str
    cls: str
    kind: str
    label: str
    source: str
    weight: int
    country: str = ""
    region: str = ""
    latitude: str = ""
    longitude: str = ""

    @property
    def rank(self) -> int:
        """The weight, a city put before the state and the district of its name."""
        return self.weight + _BEFORE.get(self.kind, 0)

    @property
    def letters(self) -> str:
        """The sources, a letter each (``kg/data/SOURCES.md``)."""
        return "".join(sorted(_LETTERS[name] for name in self.source.split("+")))


def as_named(item: Item) -> Item:
    """The item; a political party or committee that its source lists as a business is none."""
    if item.cls != "Company":
        return item
    if "political party" in item.kind.lower():
        return replace(item, cls="PoliticalParty")
    is_committee = " " in item.label and item.label.partition(" of ")[0].endswith("Committee")
    return replace(item, cls="PublicBody" if "agency" in item.kind else "Organization") if is_committee else item


def sheet(path: Path) -> Iterator[Record]:
    """The rows of a tab-separated file without quoting."""
    with path.open(encoding="utf-8") as lines:
        header = next(lines).rstrip("\n").split("\t")
        for line in lines:
            yield dict(zip(header, unescape(line).rstrip("\n").split("\t"), strict=True))


def listed(field: str) -> list[str]:
    """The values of a list within a field."""
    return [value.strip() for value in field.split("|") if value.strip()]


def alpha3_of(qid: str, tables: Tables) -> str:
    """The alpha-3 code of a country by its Wikidata id; "" for none of ours."""
    return tables.alpha3.get(qid, "")
