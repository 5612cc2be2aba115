"""Countries and territories with their governments and capitals, cities, states, regions and seas."""

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from scripts.gazetteer.rows import Record, Tables, Thing, own, read, slug

USUAL_WIKIDATA = {"NLD": "Q55", "DNK": "Q35"}
"""The source has the Kingdoms; the countries are among its other ids."""
CLEAR = re.compile(r"[^\d()\[\];,/]{3,}")
NO_GOVERNMENT = frozenset({"ATA", "IOT"})
"""Territories that nobody lives in; states that are no more had governments of their own."""


def countries(tables: Tables, source: Path) -> None:
    """Every country and territory with its names and people, its government and its capital."""
    hand = {row["alpha3"]: row for row in own("countries")}
    aliases = _aliases(source)
    states = sovereign(source)
    for row in read(source / "territories.csv"):
        if row["alpha3"] and hand.get(row["alpha3"], {}).get("label") != "-":
            alpha3 = row["alpha3"]
            label = hand.get(row["alpha3"], {}).get("label") or row["name"]
            wikidata = USUAL_WIKIDATA.get(alpha3, row["qid"])
            node = tables.add(Thing(slug(label), "Country", label, "rigour", wikidata, alpha3, alpha3))
            tables.countries[alpha3] = node
            tables.sheet("countries", alpha3, row["code"], node, "rigour")
            for code in (row["alpha2"], row["qid"], *row["other_qids"].split(), wikidata, row["code"]):
                tables.alpha3.setdefault(code, alpha3)
    demonyms = _demonyms(tables, hand, aliases, states)
    for row in read(source / "territories.csv"):
        if row["alpha3"] in tables.countries:
            _names(tables, row, hand.get(row["alpha3"], {}), aliases[row["code"]])
            _government(tables, row, hand.get(row["alpha3"], {}), demonyms[row["alpha3"]])
    capitals(tables, source, states)


def capitals(tables: Tables, source: Path, states: frozenset[str]) -> None:
    """Capitals as places, and as other names of the governments that sit there."""
    hand = defaultdict(list)
    for row in own("capitals"):
        hand[row["alpha3"]].append(row)
    for row in read(source / "territories.csv"):
        alpha3 = row["alpha3"]
        if alpha3 in tables.countries:
            for capital in hand[alpha3] or _capital(row, is_seat=alpha3 in states):
                _add_capital(tables, alpha3, capital, "own" if hand[alpha3] else "factbook")


def _aliases(source: Path) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = defaultdict(list)
    for row in read(source / "territory_aliases.csv"):
        if row["script"] == "latin":
            found[row["code"]].append(row)
    return found


def sovereign(source: Path) -> frozenset[str]:
    """Members of the United Nations, and the few states that are not."""
    members = {
        row["alpha2"]
        for row in read(source / "igo_memberships_factbook.csv")
        if row["igo_abbreviation"] == "UN" and row["status"] == "member"
    }
    codes = {row["alpha3"] for row in read(source / "territories.csv") if row["alpha2"] in members}
    return frozenset(codes | {"XKX", "TWN", "PSE", "USA"})


def _names(tables: Tables, row: Record, hand: Record, aliases: Iterable[Record]) -> None:
    node = tables.countries[row["alpha3"]]
    tables.name(tables.things[node].label, node, rank=1, source="rigour")
    for name in hand.get("names", "").split("|"):
        kind = "acronym" if re.fullmatch(r"[A-Z.]{2,}", name) else "name"
        # Which of two countries a shared name means first: news says Congo for the larger.
        rank = 3 if (row["alpha3"], name) in {("COG", "Congo"), ("PRK", "Korea")} else 2
        tables.name(name, node, kind=kind, rank=rank, source="own")
    for alias in aliases:
        name = re.sub("^(?:The|the) ", "", alias["alias"])
        is_other = (row["alpha3"], name) in _ELSEWHERE or name in {"none", "Island"}
        if alias["kind"] in {"name", "full", "short"} and CLEAR.fullmatch(name) and not is_other:
            tables.name(name, node, rank=2, source=alias["source"])


_ELSEWHERE = frozenset({("PSE", "West Bank"), ("DOM", "Dominican"), ("VIR", "Virgin Islands")})
"""Names that the source gives a territory, and that belong to another."""


def _demonyms(
    tables: Tables, hand: dict[str, Record], aliases: dict[str, list[Record]], states: frozenset[str]
) -> dict[str, list[str]]:
    """The adjectives and peoples of every country; a dependency does not get its mother country's."""
    taken: dict[str, list[str]] = defaultdict(list)
    codes = {code: alpha3 for code, alpha3 in tables.alpha3.items() if code.islower()}
    for code, alpha3 in sorted(codes.items(), key=lambda item: (item[1] not in states, item[1])):
        listed = hand.get(alpha3, {}).get("demonyms", "")
        words = listed.split("|") if listed else _listed(aliases[code])
        known = {word for others in taken.values() for word in others}
        node = tables.countries[alpha3]
        for word in words:
            is_new = listed or alpha3 in states or word not in known
            if word and is_new and word != tables.things[node].label:
                taken[alpha3].append(word)
                tables.name(word, node, kind="demonym", rank=2, source="own" if listed else "factbook")
    return taken


def _listed(aliases: Iterable[Record]) -> list[str]:
    found = (row["alias"] for row in aliases if row["kind"].startswith("demonym") and row["source"] == "factbook")
    return sorted({word for word in found if CLEAR.fullmatch(word) and word != "Islander"})


def _government(tables: Tables, row: Record, hand: Record, demonyms: list[str]) -> None:
    alpha3 = row["alpha3"]
    if alpha3 in NO_GOVERNMENT:
        return
    country = tables.things[tables.countries[alpha3]]
    article = "the " if row["in_sentence"].startswith("the ") or hand.get("note") == "the" else ""
    label = f"Government of {article}{country.label}"
    node = f"government-of-{country.id}"
    tables.add(Thing(node, "Government", label, "rigour", country=alpha3, links=f"actsFor:{country.id}"))
    short = [country.label, *(name for name in hand.get("names", "").split("|") if not name[:1].islower())]
    whole = [f"overnment of {the}{name}" for name in short if name for the in {article, ""}]
    first = [f"{word} {head}" for word in (*short, *demonyms) if word for head in ("government", "Government")]
    for name in (*(f"{letter}{rest}" for rest in whole for letter in "gG"), *first):
        tables.name(name, node, rank=1, source="rigour")


def _capital(row: Record, *, is_seat: bool) -> list[Record]:
    """The capital by the Factbook, cleaned of its remarks, or by GeoNames."""
    named = re.sub(r"\([^)]*\)", "", row["capital_factbook"].partition(";")[0]).strip()
    if not named or "," in named or " in " in named or named.startswith(("no ", "administered")):
        named = row["capital_geonames"]
    if not named or (named == row["name"] and not is_seat):
        return []
    also = row["capital_geonames"] if row["capital_geonames"] != named else ""
    return [{"capital": named, "also": also, "metonym": named if is_seat else ""}]


def _add_capital(tables: Tables, alpha3: str, capital: Record, source: str) -> None:
    country = tables.things[tables.countries[alpha3]]
    label = capital["capital"]
    if label == "-":
        return
    name = label.partition(",")[0]
    is_namesake = name == country.label
    node = tables.free(f"{name} City" if is_namesake else name, also=country.label)
    tables.add(Thing(node, "Place", label, source, country=alpha3, links=f"inCountry:{country.id}"))
    for surface in (label, f"{name} City" if is_namesake else label, *capital["also"].split("|")):
        tables.name(surface, node, rank=4 if is_namesake and surface == label else 2, source=source)
    if is_namesake:
        return
    for surface in filter(None, capital["metonym"].split("|")):
        tables.name(surface, f"government-of-{country.id}", kind="capital", rank=3, source=source)


BIG = 500_000
STATES = ("us-", "ca-", "au-", "cn-", "in-", "de-", "gb-", "ae-", "br-")


def places(tables: Tables, source: Path) -> None:
    """Regions by hand first, then the states of large federations, then cities, the biggest of a name first."""
    subdivisions = {row["code"]: row for row in read(source / "territories.csv") if not row["alpha3"]}
    listed = {(row["name"], "") for row in own("skipped_places")}
    by_hand = list(own("places"))
    claimed = {row["subdivision"] for row in by_hand} - {""}
    for row in by_hand:
        # A place of the hand-written table; a division that another row claims is not its own: New York, the city.
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
        listed.add((row["name"], row["country"]))
    for code, row in subdivisions.items():
        names = {(_plain(row["name"]), tables.alpha3.get(row["parent"], "")), (_plain(row["name"]), "")}
        if code.startswith(STATES) and not names & listed:
            _subdivision(tables, row)
    for row in sorted(read(source / "cities.csv"), key=lambda r: (-int(r["population"]), r["geonameid"])):
        if (_spelt(row["name"]), "") not in listed and int(row["population"]) >= BIG:
            _city(tables, row)


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
