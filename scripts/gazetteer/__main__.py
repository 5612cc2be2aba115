"""Build the tables of ``kg/data`` from a folder of source tables.

Usage: ``python -m scripts.gazetteer SOURCE [TARGET]``
"""

from __future__ import annotations

import sys
from pathlib import Path

from scripts.gazetteer.bodies import bodies
from scripts.gazetteer.countries import countries
from scripts.gazetteer.goods import goods
from scripts.gazetteer.groups import groups
from scripts.gazetteer.items import fill, items, shelve
from scripts.gazetteer.organizations import organizations, seats
from scripts.gazetteer.places import places
from scripts.gazetteer.rows import Tables, write
from scripts.gazetteer.terms import terms

SHEETS: dict[str, tuple[str, ...]] = {
    "countries": ("alpha3", "code", "id", "source"),
    "terms": ("office", "person", "start", "end", "source"),
    "titles": ("title", "of", "id", "label", "source"),
    "members": ("organization", "members", "source"),
    "bodies": ("title", "of", "id", "label", "source"),
    "surnames": ("surname", "rank", "person", "only", "source"),
    "commodities": ("phrase", "id", "hs", "source"),
    "items": (
        "qid",
        "class",
        "kind",
        "label",
        "node",
        "country",
        "region",
        "latitude",
        "longitude",
        "weight",
        "source",
    ),
    "itemnames": ("key", "items"),
}


def build(source: Path, target: Path) -> None:
    """Read every source table and write every table of the gazetteer."""
    tables = Tables()
    countries(tables, source)
    organizations(tables, source)
    bodies(tables, source)
    terms(tables, source)
    places(tables, source)
    seats(tables)
    groups(tables, source)
    goods(tables, source)
    found, names = items(tables, source)
    fill(tables, found, names)
    shelve(tables, found, names)
    write(tables, target, SHEETS)


if __name__ == "__main__":
    source, *rest = map(Path, sys.argv[1:])
    build(source, rest[0] if rest else Path("kg/data"))
