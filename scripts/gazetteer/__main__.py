"""Build the tables of ``kg/data`` from a folder of source tables.

Usage: ``python -m scripts.gazetteer SOURCE [TARGET]``
"""

import sys
from pathlib import Path

from scripts.gazetteer.countries import countries, places
from scripts.gazetteer.items import fill, items, shelve
from scripts.gazetteer.organizations import bodies, groups, organizations, seats
from scripts.gazetteer.rows import Tables, Thing, own, read, slug, write
from scripts.gazetteer.terms import terms


def goods(tables: Tables, source: Path) -> None:
    """Every commodity and the lemmas that name it; a code that is none is an error."""
    codes = {row["hscode"] for name in ("hs_codes", "hs6_codes") for row in read(source / f"{name}.csv")}
    for row in own("commodities"):
        if row["hs"] not in codes:
            raise ValueError(f"commodities.csv: {row['label']}: {row['hs']} is no code of the Harmonized System")
        node = slug(row["label"])
        if node in tables.things:
            node = slug(f"{row['label']} commodity")
        tables.add(Thing(node, "Commodity", row["label"], "own", hs=row["hs"]))
        for phrase in sorted({row["label"], *row["phrases"].split("|")}):
            tables.sheet("commodities", phrase, node, row["hs"], "own")


SHEETS: dict[str, tuple[str, ...]] = {
    "countries": ("alpha3", "code", "id", "source"),
    "terms": ("office", "person", "start", "end", "source"),
    "titles": ("title", "of", "id", "label", "source"),
    "bodies": ("title", "of", "id", "label", "source"),
    "surnames": ("surname", "rank", "person", "only", "source"),
    "commodities": ("phrase", "id", "hs", "source"),
    "items": (
        "qid", "class", "kind", "label", "node", "country", "region", "latitude", "longitude", "weight", "source",
    ),
    "itemnames": ("key", "items"),
}  # fmt: skip


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
