"""Commodities by the words of the news, with codes of the Harmonized System."""

from __future__ import annotations

from pathlib import Path

from scripts.gazetteer.rows import Tables, Thing, own, read, slug


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
