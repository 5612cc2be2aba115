"""Public bodies: ministries, parliaments, armies, banks and courts, and the titles by which they are found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from scripts.gazetteer.rows import Record, Tables, Thing, own, read, slug


def bodies(tables: Tables, source: Path) -> None:
    """Bodies by hand first, then the ministries and parliaments of the sources, then titles that all states have."""
    for row in own("ministries"):
        for title in row["titles"].split("|"):
            tables.sheet("bodies", title, "*", row["kind"], row["label"], "own")
    listed = list(read(source / "gov_bodies_govdirectory.csv"))
    for row in own("bodies"):
        _by_hand(tables, row, listed)
    for row in listed:
        if row["kind"] == "ministry" and row["alpha2"] in tables.alpha3 and row["qid"] not in tables.by_wikidata:
            _ministry(tables, row)
    for row in read(source / "legislatures_factbook.csv"):
        _legislature(tables, row)
    for node in ("ministry-of-foreign-affairs", "ministry-of-finance"):
        _usual(tables, node, "FRA")


def _by_hand(tables: Tables, row: Record, listed: list[Record]) -> None:
    country = tables.things[tables.countries[row["alpha3"]]]
    wikidata = _wikidata(tables, row, listed)
    links = f"actsFor:{country.id}"
    source = "own+govdirectory" if wikidata else "own"
    tables.add(Thing(row["id"], "PublicBody", row["label"], source, wikidata, country=row["alpha3"], links=links))
    for name in (row["label"], *row["names"].split("|")):
        kind = "acronym" if re.fullmatch(r"[A-Z.]{2,}", name) else "name"
        tables.name(name, row["id"], kind=kind, rank=2, source="own")
    for title in filter(None, row["titles"].split("|")):
        tables.sheet("bodies", title, row["alpha3"], row["id"], "", "own")


def _wikidata(tables: Tables, row: Record, listed: list[Record]) -> str:
    """The id of the source's row with the wanted name in the same country."""
    if not row["match"]:
        return ""
    found = [
        other["qid"]
        for other in listed
        if other["name"] == row["match"] and tables.alpha3.get(other["alpha2"]) == row["alpha3"]
    ]
    if len(found) != 1:
        raise ValueError(f"bodies.csv: {row['id']}: {len(found)} rows are called {row['match']}")
    return found[0]


def _ministry(tables: Tables, row: Record) -> None:
    alpha3 = tables.alpha3[row["alpha2"]]
    country, government = tables.things[tables.countries[alpha3]], f"government-of-{tables.countries[alpha3]}"
    if government not in tables.things:
        return
    _, _, whose = tables.things[government].label.partition(" of ")
    plain = _without_country(row["name"], country.label)
    if not plain.startswith(("Ministry", "Department", "Federal Ministry", "Federal Department")):
        return
    label, links = f"{plain} of {whose}", f"actsFor:{country.id}"
    node = slug(f"{plain} of {country.label}")
    if node in tables.things:
        return
    tables.add(Thing(node, "PublicBody", label, "govdirectory", row["qid"], country=alpha3, links=links))
    tables.name(label, node, rank=3, source="govdirectory")
    for title in sorted(set(_titles(plain))):
        if not any(row[:2] == (title, alpha3) for row in tables.sheets["bodies"]):
            tables.sheet("bodies", title, alpha3, node, "", "govdirectory")


def _without_country(name: str, country: str) -> str:
    """The name of a ministry as its own country calls it."""
    plain = re.sub(r" \([^)]*\)$", "", name)
    plain = re.sub(rf",? (?:of|in) (?:the )?(?:Republic of )?{re.escape(country)}$| {re.escape(country)}$", "", plain)
    return re.sub(rf"^{re.escape(country)}n? ", "", plain).replace("Ministry For ", "Ministry for ")


def _titles(name: str) -> Iterator[str]:
    """The full name, and the head turned round: Ministry of Finance, finance ministry."""
    low = re.sub(r"^(?:federal|royal|national) ", "", name.lower())
    yield low
    parts = re.fullmatch(r"(ministry|department) (?:of|for) (?:the )?(.+)", low)
    if parts and "," not in low:
        head, field = parts.groups()
        short = re.sub(r"^(?:national|public) ", "", field)
        for part in {field, short, re.sub(r"^foreign affairs$", "foreign", field), short.partition(" and ")[0]}:
            yield f"{part} {head}"


def _legislature(tables: Tables, row: Record) -> None:
    alpha3 = tables.alpha3.get(row["alpha2"], "")
    government = f"government-of-{tables.countries.get(alpha3, '')}"
    if government not in tables.things or (any(r[:2] == ("parliament", alpha3) for r in tables.sheets["bodies"])):
        return
    country = tables.things[tables.countries[alpha3]]
    _, _, whose = tables.things[government].label.partition(" of ")
    name = re.sub(r" \(.*| - .*|;.*", "", row["legislature"]).strip()
    generic = _without_country(name, country.label) or "Parliament"
    label = f"{generic} of {whose}"
    node = tables.free(f"{generic} of {country.label}")
    links = f"actsFor:{country.id}"
    tables.add(Thing(node, "PublicBody", label, "factbook", country=alpha3, links=links))
    tables.name(label, node, rank=3, source="factbook")
    for title in {"parliament", "legislature", generic.lower()}:
        tables.sheet("bodies", title, alpha3, node, "", "factbook")


def _usual(tables: Tables, kind: str, alpha3: str) -> None:
    """A body that has a seat of its own among the seats, but no row in the sources."""
    country = tables.things[tables.countries[alpha3]]
    label = next(row["label"] for row in own("ministries") if row["kind"] == kind)
    node = f"{kind}-of-{country.id}"
    links = f"actsFor:{country.id}"
    tables.add(Thing(node, "PublicBody", f"{label} of {country.label}", "own", country=alpha3, links=links))
