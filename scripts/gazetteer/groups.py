"""Companies, media, political parties and armed groups: the ones that news is about."""

from __future__ import annotations

import re
from pathlib import Path

from scripts.gazetteer.links import Linker
from scripts.gazetteer.rows import Tables, Thing, own, read, slug

LONG = 2
HIDDEN = "~"
"""Marks a label that is an ordinary word and names nothing by itself."""


def groups(tables: Tables, source: Path) -> None:
    """The hand-written lists, with Wikidata ids from the sources, and the parties of the sources by full name."""
    linker = Linker(tables, source)
    for name, cls in (("companies", "Company"), ("media", "MediaOrganization")):
        for row in own(name):
            for listed in row["labels"].split(";"):
                _add(tables, linker, listed.split("="), cls, row["country"])
    for row in own("groups"):
        _add(tables, linker, [row["label"], *filter(None, row["names"].split("|"))], row["class"], row["country"])
    linker.complete()
    _parties(tables, source)


def _add(tables: Tables, linker: Linker, names: list[str], cls: str, country: str) -> None:
    label = names[0].removeprefix(HIDDEN)
    also = tables.things[tables.countries[country]].label if country else ""
    wikidata, source = linker.wikidata([label, *names[1:]], country)
    links = f"actsFor:{tables.countries[country]}" if cls == "Government" else ""
    node = tables.free(label, also=also)
    tables.add(Thing(node, cls, label, source, wikidata, country=country, links=links))
    for name in names:
        if not name.startswith(HIDDEN):
            kind = "acronym" if re.fullmatch(r"[A-Z.]{2,5}", name) else "name"
            tables.name(name, node, kind=kind, rank=4, source="own")


def _parties(tables: Tables, source: Path) -> None:
    """Living parties whose name says where they are from or is long enough to be nobody else's."""
    seen: dict[str, int] = {}
    listed = list(read(source / "parties_partyfacts.csv"))
    for row in listed:
        seen[row["name"]] = seen.get(row["name"], 0) + 1
    known = {name for name, _ in tables.names}
    for row in listed:
        words = row["name"].split()
        is_clear = len(words) > LONG or any(word in tables.alpha3 for word in words)
        is_alone = seen[row["name"]] == 1 and row["name"] not in known and slug(row["name"]) not in tables.things
        is_living = not row["dissolved"] and row["country_alpha3"] in tables.countries
        if is_clear and is_alone and is_living and row["qid"] not in tables.by_wikidata and "(" not in row["name"]:
            thing = Thing(
                slug(row["name"]),
                "PoliticalParty",
                row["name"],
                "partyfacts",
                row["qid"],
                country=row["country_alpha3"],
            )
            tables.name(row["name"], tables.add(thing), rank=5, source="partyfacts")
