"""Places: cities, provinces and states, and the regions, seas and straits that news names."""

from __future__ import annotations

import re
from pathlib import Path

from scripts.gazetteer.rows import Record, Tables, Thing, own, read, slug

BIG = 500_000
STATES = ("us-", "ca-", "au-", "cn-", "in-", "de-", "gb-", "ae-", "br-")


def places(tables: Tables, source: Path) -> None:
    """Regions by hand first, then the states of large federations, then cities, the biggest of a name first."""
    subdivisions = {row["code"]: row for row in read(source / "territories.csv") if not row["alpha3"]}
    listed = {(row["name"], "") for row in own("skipped_places")}
    by_hand = list(own("places"))
    claimed = {row["subdivision"] for row in by_hand} - {""}
    for row in by_hand:
        _by_hand(tables, row, subdivisions, claimed)
        listed.add((row["name"], row["country"]))
    for code, row in subdivisions.items():
        names = {(_plain(row["name"]), tables.alpha3.get(row["parent"], "")), (_plain(row["name"]), "")}
        if code.startswith(STATES) and not names & listed:
            _subdivision(tables, row)
    for row in sorted(read(source / "cities.csv"), key=lambda r: (-int(r["population"]), r["geonameid"])):
        if (_spelt(row["name"]), "") not in listed and int(row["population"]) >= BIG:
            _city(tables, row)


def _by_hand(tables: Tables, row: Record, subdivisions: dict[str, Record], claimed: set[str]) -> None:
    """A place of the hand-written table; a division that another row claims is not its own: New York, the city."""
    country = tables.countries.get(row["country"], "")
    same = [r for r in subdivisions.values() if row["name"] == _plain(r["name"]) and r["parent"] in tables.alpha3]
    chosen = [r for r in same if tables.alpha3[r["parent"]] == row["country"] and r["code"] not in claimed]
    wikidata = subdivisions[row["subdivision"]]["qid"] if row["subdivision"] else chosen[0]["qid"] if chosen else ""
    node = slug(row["name"])
    if node not in tables.things:
        links = f"inCountry:{country}" if country else ""
        wikidata = "" if wikidata in tables.by_wikidata else wikidata
        origin = "own+rigour" if wikidata else "own"
        tables.add(Thing(node, "Place", row["name"], origin, wikidata, country=row["country"], links=links))
    for name in (row["name"], *row["names"].split("|")):
        for form in {name, re.sub(r"^(?:al|el)-", lambda article: article[0].capitalize(), name)}:
            tables.name(form, node, rank=2, source="own")
    for name in filter(None, row["demonyms"].split("|")):
        tables.name(name, node, kind="demonym", rank=2, source="own")


def _subdivision(tables: Tables, row: Record) -> None:
    """A state or province; where a city has its name, it is the second reading."""
    alpha3, name = tables.alpha3[row["parent"]], _plain(row["name"])
    country = tables.countries[alpha3]
    if any(tables.things[node].country == alpha3 and tables.things[node].cls == "Place" for node in tables.named(name)):
        return
    node = tables.free(name, also=tables.things[country].label)
    wikidata = "" if row["qid"] in tables.by_wikidata else row["qid"]
    tables.add(Thing(node, "Place", name, "rigour", wikidata, country=alpha3, links=f"inCountry:{country}"))
    tables.name(name, node, rank=4, source="rigour")
    tables.name(f"{name} {'state' if row['code'].startswith('us-') else 'province'}", node, rank=4, source="rigour")


def _plain(name: str) -> str:
    return re.sub(r" \([^)]*\)$", "", name)


def _spelt(name: str) -> str:
    return name.replace("’", "'").rstrip("'")


def _city(tables: Tables, row: Record) -> None:
    alpha3, name = tables.alpha3.get(row["alpha2"], ""), _spelt(row["name"])
    if not alpha3 or name.split()[-1] in {"District", "Territories"}:
        return
    same = [tables.things[node] for node in tables.named(name)]
    if any(thing.cls == "Place" or thing.country == alpha3 for thing in same):
        return
    country = tables.countries[alpha3]
    node = tables.free(name, also=tables.things[country].label)
    tables.add(Thing(node, "Place", name, "geonames", country=alpha3, links=f"inCountry:{country}"))
    tables.name(name, node, rank=6, source="geonames")
