"""Organizations, public bodies, companies, media, parties and armed groups: those that news is about."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from scripts.gazetteer.rows import Record, Tables, Thing, own, read, slug

DOUBTFUL = "1 public file"
"""Ids that the source itself asks to check."""
MINOR = re.compile(
    r"Delegation of|Directorate-General|Mission to|Office in|Joint Undertaking|Executive Agency|Trade Office"
)


def organizations(tables: Tables, source: Path) -> None:
    """International organizations by every name that news uses."""
    hand = {row["name"]: row for row in own("organizations")}
    for row in read(source / "international_organisations.csv"):
        found = hand.get(row["name"], {})
        label = found.get("label") or row["name"]
        if label != "-" and not MINOR.search(row["name"]) and slug(label) not in tables.things:
            wikidata = "" if DOUBTFUL in row["qid_source"] or row["qid"] in tables.by_wikidata else row["qid"]
            node = tables.add(Thing(slug(label), "InternationalOrganization", label, _source(row, wikidata), wikidata))
            _names(tables, node, row, found)
    for row in own("more_organizations"):
        label, cls = row["label"], row["class"]
        links = f"actsFor:{tables.countries[row['country']]}" if row["country"] and cls == "PublicBody" else ""
        node = tables.add(Thing(tables.free(label), cls, label, "own", country=row["country"], links=links))
        for name in (label, *row["names"].split("|")):
            tables.name(name, node, rank=2, source="own")
        for acronym in row["acronyms"].split("|"):
            tables.name(acronym, node, kind="acronym", rank=3, source="own")


def seats(tables: Tables) -> None:
    """Buildings and streets that stand for who sits there."""
    for row in own("seats"):
        if row["target"] not in tables.things:
            raise ValueError(f"seats.csv: {row['surface']}: nothing has the id {row['target']}")
        tables.name(row["surface"], row["target"], kind=row["kind"], rank=int(row["rank"]), source="own")


def _source(row: Record, wikidata: str) -> str:
    """Where the row is from and, if elsewhere, where its id is from."""
    names = [row["source"], row["qid_source"] if wikidata else ""]
    plain = [
        re.sub(r" ?\(.*\)$", "", name) if not name.startswith("fact:") else "public-code" for name in names if name
    ]
    return "+".join(dict.fromkeys(plain))


def _names(tables: Tables, node: str, row: Record, hand: Record) -> None:
    for name in (tables.things[node].label, row["name"]):
        is_clear = name == tables.things[node].label or " " in name
        if is_clear and not re.search(r"[()/]", name):
            for spelt in (
                name,
                name.replace("Organization", "Organisation"),
                name.replace("Organisation", "Organization"),
            ):
                tables.name(spelt, node, rank=1, source=_source(row, ""))
    for name in filter(None, hand.get("names", "").split("|")):
        tables.name(name, node, rank=2, source="own")
    # Of the source only acronyms that nothing else is likely to have: four capitals or more.
    safe = row["acronym"] if re.fullmatch(r"[A-Z]{4,}", row["acronym"]) else ""
    listed, by = (hand["acronyms"], "own") if hand.get("acronyms") else (safe, _source(row, ""))
    for acronym in filter(None, listed.split("|")):
        if acronym != "-":
            tables.name(acronym, node, kind="acronym", rank=2, source=by)


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
    wikidata, links = _wikidata(tables, row, listed), f"actsFor:{country.id}"
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
    label, links = f"{generic} of {whose}", f"actsFor:{country.id}"
    node = tables.free(f"{generic} of {country.label}")
    tables.add(Thing(node, "PublicBody", label, "factbook", country=alpha3, links=links))
    tables.name(label, node, rank=3, source="factbook")
    for title in {"parliament", "legislature", generic.lower()}:
        tables.sheet("bodies", title, alpha3, node, "", "factbook")


def _usual(tables: Tables, kind: str, alpha3: str) -> None:
    """A body that has a seat of its own among the seats, but no row in the sources."""
    country = tables.things[tables.countries[alpha3]]
    label = next(row["label"] for row in own("ministries") if row["kind"] == kind)
    node, links = f"{kind}-of-{country.id}", f"actsFor:{country.id}"
    tables.add(Thing(node, "PublicBody", f"{label} of {country.label}", "own", country=alpha3, links=links))


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


def _add(tables: Tables, linker: "Linker", names: list[str], cls: str, country: str) -> None:
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
    listed = list(read(source / "parties_partyfacts.csv"))
    seen = Counter(row["name"] for row in listed)
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


WRONG = frozenset({"Q4698478"})
"""A national branch that the source calls by the group's name."""
BRANCHES = range(28_000_000, 61_000_000)
"""Ids of the years in which a register of research bodies made an item for every national branch."""


class Linker:
    """The ids that the sources give to a name in a country."""

    def __init__(self, tables: Tables, source: Path) -> None:
        self.tables = tables
        self.found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for row in read(source / "orgs_ror.csv"):
            if not is_branch(row):
                self._take(row["name"], row["alpha2"], row["qid"], "ror")
        for row in read(source / "media_newspapers.csv"):
            for name in (row["name"], f"The {row['name']}"):
                self._take(name, row["alpha2"], row["qid"], "newspapers")
        for row in read(source / "media_us_newspapers.csv"):
            self._take(row["enwiki_title"], "US", row["qid"], "wiki-media-cred")
        for row in read(source / "parties_partyfacts.csv"):
            for name in {row["name"], row["wiki_title"], row["native"]}:
                self.found[name, row["country_alpha3"]][row["qid"]] = "partyfacts"
        self._brands(source)

    def wikidata(self, names: list[str], alpha3: str) -> tuple[str, str]:
        """The only id that the sources have for the first name that they know, and which source has it."""
        for name in names:
            options = {qid: source for qid, source in self.found.get((name, alpha3), {}).items() if qid not in WRONG}
            if options:
                found, source = min(options.items())
                is_free = len(options) == 1 and found not in self.tables.by_wikidata
                return (found, f"own+{source}") if is_free else ("", "own")
        return "", "own"

    def complete(self) -> None:
        """Give organizations and bodies of the hand-written tables their ids."""
        for node, thing in self.tables.things.items():
            if thing.cls in {"Organization", "PublicBody"} and thing.source == "own" and not thing.wikidata:
                wikidata, source = self.wikidata([thing.label], thing.country)
                self.tables.things[node] = replace(thing, wikidata=wikidata, source=source)
                if wikidata:
                    self.tables.by_wikidata[wikidata] = node

    def _take(self, name: str, alpha2: str, qid: str, source: str) -> None:
        alpha3 = self.tables.alpha3.get(alpha2)
        if alpha3 and qid:
            self.found[name, alpha3].setdefault(qid, source)

    def _brands(self, source: Path) -> None:
        """Brands say their home in their description only: "Japanese multinational automotive company"."""
        demonyms: dict[str, str] = {}
        for (_, node), (_, kind, surface, _) in sorted(self.tables.names.items()):
            if kind == "demonym" and node in self.tables.countries.values():
                demonyms[surface] = self.tables.things[node].alpha3
        for row in read(source / "brands_companies_nsi.csv"):
            home = {demonyms[word] for word in row["description"].split() if word in demonyms}
            if len(home) == 1:
                self.found[row["name"], home.pop()].setdefault(row["qid"], "nsi")


def is_branch(row: Record) -> bool:
    """Whether a company's id may be that of a national branch: "Adidas (Germany)"."""
    is_company = row["kind"] == "company"
    return is_company and (not row["enwiki"] or (row["ror_name"] != row["name"] and int(row["qid"][1:]) in BRANCHES))
