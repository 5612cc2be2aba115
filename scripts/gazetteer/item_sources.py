"""Items from the source tables, each with its names and what kind of name each is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from scripts.gazetteer.item_names import acronym
from scripts.gazetteer.item_rows import Item, alpha3_of, listed, sheet
from scripts.gazetteer.links import BRANCHES, is_branch
from scripts.gazetteer.rows import Record, Tables, own, read
from scripts.gazetteer.weights import Commonness, fame, of_person, of_place

Rows = Iterator[tuple[Item, list[tuple[str, str]]]]
"""Each item with its names and their kinds."""

_TOWNS = ("city", "capital", "neighbourhood", "county")
_SEEN = 10_000
"""Inhabitants from which a town that one source alone has is news."""
_HOMES = 50_000
_PROVIDERS = 2
_LONGEST_HINT = 60
_SPORTS = {"association football": "football", "": "sport"}
_LEAGUES = ("American football", "baseball", "basketball", "ice hockey", "Canadian football")
_DATES = re.compile(r"point in time|century|decade|month|day of the week|calendar")
_NATIONAL = re.compile(r"(.+?)(?: men's)? (?:national (?:association )?|(?=cricket))(\w+) team")
_UNKNOWN, _SUBDIVISION, _BRAND, _NEWSPAPER = 5, 60, 8, 12


def rows(source: Path, tables: Tables) -> Rows:
    """The items of all source tables, the best source of an item first."""
    commonness = Commonness(source)
    yield from _places(source, tables)
    yield from _divisions(source, tables)
    yield from _teams(source)
    yield from _named(source, commonness)
    yield from _politicians(source, tables, commonness)
    yield from _organizations(source, tables)
    yield from _brands(source)
    yield from _newspapers(source, tables)


def _places(source: Path, tables: Tables) -> Rows:
    """States, regions, waters; towns that several sources or ten thousand people know; airports."""
    for row in sheet(source / "places.tsv"):
        people, known = int(row["population"] or 0), fame(row["source"])
        if known or not _is_obscure(row, people):
            item = Item(
                qid=row["qid"],
                cls="Place",
                kind=row["feature_class"],
                label=row["name"],
                source=row["source"],
                weight=of_place(people, known),
                country=row["country"] if row["country"] in tables.countries else "",
                region=row["admin1"],
                latitude=row["latitude"],
                longitude=row["longitude"],
            )
            yield item, [(row["name"], "n"), *((alias, acronym(alias) or "a") for alias in listed(row["aliases"]))]


def _is_obscure(row: Record, people: int) -> bool:
    match row["feature_class"]:
        case "neighbourhood":
            return True
        case "airport":
            return "International" not in row["name"]
        case kind if kind in _TOWNS:
            return people < (_HOMES if row["source"] == "isi-regions" or kind == "county" else _SEEN)
        case _:
            return False


def _divisions(source: Path, tables: Tables) -> Rows:
    """The states and provinces of OpenSanctions' list of territories, where no other source has them: Berlin."""
    for row in read(source / "territories.csv"):
        country = tables.alpha3.get(row["parent"], "")
        if "-" in row["code"] and row["qid"] and country:
            label = re.sub(r" \([^)]*\)$", "", row["name"])
            yield Item(row["qid"], "Place", "state", label, "rigour", _SUBDIVISION, country), [(label, "n")]


def _teams(source: Path) -> Rows:
    """Clubs and national teams; what only sports pages call them is marked ("d"), and so is their town ("t")."""
    towns = {row["name"] for row in sheet(source / "places.tsv") if fame(row["source"]) > 1}
    towns |= {row["name"] for row in read(source / "cities.csv")}
    for row in sheet(source / "teams.tsv"):
        is_known, providers = fame(row["source"]) > 0, int(row["prior"] or 0)
        if row["kind"] != "reserve/youth" and (is_known or providers >= _PROVIDERS):
            kind, country = _kind_of_team(row)
            weight = 20 * is_known + min(providers, 20) * 3
            item = Item(row["qid"], "Organization", kind, row["name"], row["source"], weight, row["country"])
            forms = [(row["name"], "n"), *((alias, acronym(alias) or "d") for alias in listed(row["aliases"]))]
            forms += [(row["derived"], "d")] if row["derived"] else []
            stands = [country] if country else _towns(row["name"], towns) if row["sport"] in _LEAGUES else ()
            yield item, [*forms, *((town, "t") for town in stands)]


def _kind_of_team(row: Record) -> tuple[str, str]:
    """A team's kind, and the country that plays in it: "national football team"."""
    sport = _SPORTS.get(row["sport"], row["sport"])
    national = _NATIONAL.fullmatch(row["name"])
    if national is None or "under-" in row["name"]:
        return f"{'women ' * (row['kind'] == 'women')}{sport} club", ""
    if sport == "sport":
        sport = "football" if national[2] in ("football", "soccer") else national[2]
    return f"national {sport} team", national[1]


def _towns(name: str, towns: set[str]) -> Iterator[str]:
    """The town or state with which a club's name begins: "New York Yankees"."""
    words = name.split()
    town = next((t for size in range(len(words) - 1, 0, -1) if (t := " ".join(words[:size])) in towns), "")
    if town:
        yield town


def _named(source: Path, commonness: Commonness) -> Rows:
    """Persons, organizations, buildings, works, events and others, but no days, no things of one word."""
    kinds = {row["hint"]: row["class"] for row in own("item_kinds")}
    for row in sheet(source / "names.tsv"):
        cls, hint = _class(row, kinds), row["hint"]
        is_of_country = row["source"] == "ror" and cls == "Company" and int(row["qid"][1:]) in BRANCHES
        if not cls or is_of_country or _DATES.search(hint) or hint.startswith("fictional:"):
            continue
        weight = of_person(row, commonness) if cls == "Person" else _weight(row)
        kind = {"chadwick": "baseball player"}.get(row["source"]) or ("work" if row["class"] == "Work" else hint)
        item = Item(row["qid"], cls, kind[:_LONGEST_HINT], row["name"], row["source"], weight, row["country"])
        yield item, list(_forms(row, cls))


def _class(row: Record, kinds: dict[str, str]) -> str:
    """The class of an item in the ontology; "" for one that is left out."""
    match row["class"]:
        case "Place" | "Person":
            return row["class"]
        case "Other" if " " not in row["name"] and "relig" not in row["hint"]:
            return ""  # planets, constellations and gods share their names with others
        case cls:
            told = next((found for word, found in kinds.items() if word in row["hint"]), cls)
            return "Topic" if told in ("Work", "Other") else told


def _weight(row: Record) -> int:
    return 10 * fame(row["source"]) + min(int(row["prior"] or 0), 30)


def _forms(row: Record, cls: str) -> Iterator[tuple[str, str]]:
    yield row["name"], "n"
    for alias in listed(row["aliases"]):
        if " " in alias or cls not in ("Person", "Topic"):
            yield alias, acronym(alias) or "a"


def _politicians(source: Path, tables: Tables, commonness: Commonness) -> Rows:
    """Members of parliaments, ministers and ambassadors who have an article of their own."""
    for row in read(source / "politicians_eps.csv"):
        if row["enwiki"] and " " in row["name"] and row["name"].isascii():
            country = alpha3_of(row["country_qid"], tables)
            weight = of_person({**row, "source": "every-politician", "prior": ""}, commonness)
            item = Item(row["qid"], "Person", "politician", row["name"], "every-politician", weight, country)
            yield item, [(row["name"], "n")]


def _organizations(source: Path, tables: Tables) -> Rows:
    """Companies and other bodies of the register of research bodies."""
    for row in read(source / "orgs_ror.csv"):
        if not is_branch(row) and (row["ror_name"] == row["name"] or row["enwiki"]):
            cls = {"company": "Company", "government": "PublicBody"}.get(row["kind"], "Organization")
            weight, country = _UNKNOWN + 5 * bool(row["enwiki"]), alpha3_of(row["country_qid"], tables)
            item = Item(row["qid"], cls, row["kind"], row["name"], "ror", weight, country)
            yield item, [(row["name"], "n"), *((form, "c") for form in listed(row["acronyms"]))]


def _brands(source: Path) -> Rows:
    for row in read(source / "brands_companies_nsi.csv"):
        if row["dissolved"] in ("", "0") and row["qid"] and row["name"].isascii():
            item = Item(row["qid"], "Company", row["description"][:_LONGEST_HINT], row["name"], "nsi", _BRAND)
            yield item, [(row["name"], "n")]


def _newspapers(source: Path, tables: Tables) -> Rows:
    """Newspapers of the United States, and those elsewhere whose name no other has."""
    for row in read(source / "media_us_newspapers.csv"):
        name = re.sub(r" \(.*\)$", "", row["enwiki_title"])
        item = Item(
            row["qid"], "MediaOrganization", "newspaper", name, "wiki-media-cred", _NEWSPAPER, "USA", row["state"]
        )
        yield item, [(name, "n"), (name.removeprefix("The "), "n")]
    papers = [row for row in read(source / "media_newspapers.csv") if row["name"].isascii() and not row["ended"]]
    names = Counter(row["name"] for row in papers)
    for row in papers:
        if names[row["name"]] == 1 and row["enwiki"]:
            country, weight = alpha3_of(row["country_qid"], tables), _UNKNOWN + min(int(row["sitelinks"] or 0), 20)
            item = Item(row["qid"], "MediaOrganization", "newspaper", row["name"], "newspapers", weight, country)
            yield item, [(row["name"], "n")]
