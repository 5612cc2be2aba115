"""What each source says of who held which office when, and the offices: one for every title, however it is spelt."""

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from pathlib import Path

from scripts.gazetteer.countries import sovereign
from scripts.gazetteer.rows import Record, Tables, Thing, own, read, slug

OLDEST = "2005"
"""Terms that ended before are left out of the largest source, but for the offices of NOTABLE."""
NOTABLE = frozenset({
    "central_bank", "defence", "energy", "finance", "foreign", "head_of_government", "head_of_state",
    "interior_security", "speaker", "trade",
})  # fmt: skip
"""Classes of offices whose holders are all taken: some of its countries have no article names, that tell the known."""
NO_OFFICE = re.compile(r"ambassador|[Pp]ermanent [Rr]epresentative|[Jj]udge|Justice of |of Crimea$")
CROWN = re.compile(r"(?:Vice )?President|King|Queen|Monarch")
"""What the head of state of a dependent territory is: that of the state that it belongs to."""
EPS_SEEN = date(2022, 7, 31)
FOREIGN_SEEN = date(2023, 1, 31)
WIKIDATA_SEEN = {"2022-10-10": date(2022, 10, 10), "2026": date(2026, 9, 30)}
OWN_SEEN = date(2025, 9, 30)
TITLES = re.compile(
    r"\b(?:Sir|Dame|Dr|Lt|Maj|Brig|Gen|Col|Capt|Vice|Speaker|Premiers?|Presidents?|Ministers?|Coprince|Sheikh|of|the|"
    r"and|transitional|Commander|Admiral|Governor|Deputy|Prince|Princess|Chairman)\b\.?"
)


@dataclass(frozen=True, order=True)
class Claim:
    """One source's word that a person held an office."""

    of: str
    title: str
    person: str
    wikidata: str
    office_wikidata: str
    start: date | None
    is_exact: bool
    end: date | None
    is_exact_end: bool
    seen: date
    """The last day on which the source knew the person in office."""
    is_open: bool
    source: str


def day(text: str, *, last: bool) -> date | None:
    """A day, or the first or last day of a month or year."""
    match [int(part) for part in text.split("-") if part]:
        case [year, month, number]:
            return date(year, month, number)
        case [year, month]:
            return date(year, month, monthrange(year, month)[1] if last else 1)
        case [year]:
            return date(year, 12, 31) if last else date(year, 1, 1)
        case _:
            return None


def claims(tables: Tables, source: Path) -> Iterator[Claim]:
    """Every claim of every source that can be true; the most careful sources come first."""
    readers = (_us_officials, _leaders_wikidata, _factbook, _eps, _foreign_ministers)
    for claim in chain(
        (_claim(row, row["of"], row["office"], OWN_SEEN, "own") for row in (*own("terms"), *own("former_leaders"))),
        *(reader(tables, source) for reader in readers),
    ):
        if not (claim.start and claim.end and claim.end < claim.start):
            yield claim


def _claim(row: Record, of: str, title: str, seen: date, source: str) -> Claim:
    start, end = day(row["start"], last=False), day(row["end"], last=True)
    if end and end > WIKIDATA_SEEN["2026"]:
        end = None
    return Claim(
        of=of,
        title=title,
        person=row.get("holder") or row["person"],
        wikidata=row.get("holder_qid", ""),
        office_wikidata=row.get("office_qid", ""),
        start=start,
        is_exact=len(row["start"]) == len("2000-01-01"),
        end=end,
        is_exact_end=len(row["end"]) == len("2000-01-01"),
        seen=end or max(seen, start or seen),
        is_open=not end,
        source=source,
    )


def _us_officials(tables: Tables, source: Path) -> Iterator[Claim]:
    for row in read(source / "us_officials.csv"):
        title = row["office"].removesuffix(" of the United States")
        if row["holder_qid"] and title not in {"U.S. Representative", "U.S. Senator"} and "Conference" not in title:
            yield _claim(row, tables.alpha3["Q30"], title, WIKIDATA_SEEN["2026"], "congress-legislators")


def _leaders_wikidata(tables: Tables, source: Path) -> Iterator[Claim]:
    for row in read(source / "leaders_wikidata.csv"):
        if row["country_qid"] not in tables.alpha3 or not row["holder"] or row["holder"].startswith("Q"):
            continue
        found = row | {"start": row["start_year"], "end": row["end_year"]}
        claim = _claim(
            found, tables.alpha3[row["country_qid"]], row["office"], WIKIDATA_SEEN[row["seen_in"]], "wikidata"
        )
        is_open = row["seen_in"] == "2026" and not row["end_year"]
        yield replace(claim, is_open=is_open)


def _factbook(tables: Tables, source: Path) -> Iterator[Claim]:
    states = sovereign(source)
    for row in read(source / "leaders_factbook_2014_2026.csv"):
        if _is_of_another_state(row, tables, states):
            continue
        title = re.sub(r"^(?:Acting|Interim|Transitional|acting|transitional) | of the$| of$", "", row["title"])
        title = re.sub(r"(?: (?:Sir|Dame|Dr|Lt|Maj|Brig|Gen|Col|Capt|Sheikh|Dean|Crown Prince)\b\.?)+$", "", title)
        name = re.sub(r"^(?:Sir|Dame|Dr\.|Sheikh) ", "", row["holder"])
        if row["alpha2"] not in tables.alpha3 or not title or TITLES.search(name) or " " not in name:
            continue
        found = row | {"holder": name, "holder_qid": row["holder_qid_by_name"], "start": row["since"], "end": ""}
        seen = date.fromisoformat(row["last_seen"])
        claim = _claim(found, tables.alpha3[row["alpha2"]], title, seen, "factbook")
        yield replace(claim, is_open=False, seen=seen)


def _is_of_another_state(row: Record, tables: Tables, states: frozenset[str]) -> bool:
    """As in the President of the United States as that of Guam, "President of | China XI Jinping" of Macau."""
    if row["title"].endswith(" of"):
        return True
    is_dependent = tables.alpha3.get(row["alpha2"], "") not in states
    return is_dependent and row["role"] == "head_of_state" and bool(CROWN.match(row["title"]))


def _eps(tables: Tables, source: Path) -> Iterator[Claim]:
    for row in read(source / "office_holders_eps.csv"):
        title = row["office"]
        if row["office_class"] == "ambassador" or NO_OFFICE.search(title):
            continue
        is_recent = not row["end"] or row["end"] > OLDEST
        is_known = row["office_class"] in NOTABLE or (is_recent and row["enwiki"])
        if row["country_qid"] in tables.alpha3 and re.search("[A-Za-z]", row["holder"]) and is_known:
            claim = _claim(row, tables.alpha3[row["country_qid"]], title, EPS_SEEN, "every-politician")
            yield replace(claim, is_open=False)


def _foreign_ministers(tables: Tables, source: Path) -> Iterator[Claim]:
    for row in read(source / "foreign_ministers_2023.csv"):
        if row["country_qid"] in tables.alpha3 and re.search("[A-Za-z]", row["holder"]) and row["source"] == "wikidata":
            found, country = row | {"end": ""}, tables.alpha3[row["country_qid"]]
            claim = _claim(found, country, row["office"], FOREIGN_SEEN, "every-politician")
            yield replace(claim, is_open=False)


@dataclass
class Offices:
    """The offices met so far, by title and by whose they are."""

    tables: Tables
    listed: dict[tuple[str, str], Record] = field(default_factory=dict)
    single: set[str] = field(default_factory=set)
    """Offices that one person holds at a time."""
    names: dict[str, re.Pattern[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row in own("offices"):
            for title in (*row["sources"].split("|"), *row["spoken"].split("|")):
                self.listed.setdefault((_plain(title), row["of"]), row)
        found: dict[str, set[str]] = defaultdict(set)
        for (_, node), (_, _, surface, _) in self.tables.names.items():
            if node in self.tables.countries.values():
                found[node].add(surface)
        for node, surfaces in found.items():
            options = "|".join(re.escape(_plain(name)) for name in sorted(surfaces, key=lambda s: (-len(s), s)))
            self.names[node] = re.compile(rf"^(?:{options}) | (?:of|in) (?:the )?(?:{options})$")

    def office(self, claim: Claim) -> str:
        """The id of the office of a claim, made if it is new."""
        title = self._title(claim)
        row = self.listed.get((title, claim.of)) or self.listed.get((title, "*"))
        return self._listed(row, claim) if row else self._other(title, claim)

    def usual(self) -> None:
        """Offices that the list names for a country or organization, and titles that every country has."""
        for row in own("offices"):
            if row["usual"]:
                for title in row["spoken"].split("|"):
                    self.tables.sheet("titles", title, "*", row["kind"], row["label"], "own")
            elif row["of"] != "*":
                self._make(row, row["of"])

    def _title(self, claim: Claim) -> str:
        title = _plain(claim.title)
        node = self.tables.countries.get(claim.of, "")
        return self.names[node].sub("", title) if node in self.names else title

    def _listed(self, row: Record, claim: Claim) -> str:
        node = self._make(row, claim.of)
        self._link(node, claim)
        if claim.source == "wikidata" and " of " in claim.title:
            self.tables.name(claim.title[0].upper() + claim.title[1:], node, kind="title", rank=2, source="wikidata")
        return node

    def _make(self, row: Record, of: str) -> str:
        """The office of a listed row in a country or an organization."""
        whose, owner, country = self._owner(of)
        has_own_name = row["proper"] or of not in self.tables.countries
        label = row["label"] if has_own_name else f"{row['label']} of {whose}"
        node = slug(row["label"]) if has_own_name else f"{row['kind']}-of-{owner}"
        if node not in self.tables.things:
            self.tables.add(Thing(node, "Office", label, "own", country=country, links=f"actsFor:{owner}"))
            self.tables.name(label, node, kind="title", rank=2, source="own")
            for title in row["spoken"].split("|"):
                self.tables.sheet("titles", title, of, node, "", "own")
        if row["one"]:
            self.single.add(node)
        return node

    def _owner(self, of: str) -> tuple[str, str, str]:
        """Whose an office is: in words, as an id, and the country."""
        if of not in self.tables.countries:
            return self.tables.things[of].label, of, ""
        country = self.tables.countries[of]
        government = self.tables.things.get(f"government-of-{country}")
        whose = government.label.partition(" of ")[2] if government else self.tables.things[country].label
        return whose, country, of

    def _other(self, title: str, claim: Claim) -> str:
        whose, owner, country = self._owner(claim.of)
        # Whether the title names a place of its own: premier of Ontario, governor of the Bank of Canada.
        has_country = whose.removeprefix("the ") in claim.title or (
            title.startswith(
                ("premier of ", "deputy premier of ", "governor of ", "lieutenant governor of ", "mayor of ")
            )
        )
        label = claim.title[0].upper() + claim.title[1:]
        node = slug(label) if has_country else slug(f"{title} of {owner}")
        if node not in self.tables.things:
            shown = label if has_country else f"{label} ({whose.removeprefix('the ')})"
            self.tables.add(Thing(node, "Office", shown, claim.source, country=country, links=f"actsFor:{owner}"))
            if has_country:
                self.tables.name(label, node, kind="title", rank=4, source=claim.source)
            self.tables.sheet("titles", claim.title.lower(), claim.of, node, "", claim.source)
        self._link(node, claim)
        return node

    def _link(self, node: str, claim: Claim) -> None:
        """Give an office its Wikidata id, unless it or another office has one."""
        thing, wikidata = self.tables.things[node], claim.office_wikidata
        if wikidata and not thing.wikidata and wikidata not in self.tables.by_wikidata:
            source = claim.source if thing.source == claim.source else f"{thing.source}+{claim.source}"
            self.tables.things[node] = replace(thing, wikidata=wikidata, source=source)
            self.tables.by_wikidata[wikidata] = node


def _plain(title: str) -> str:
    """A title in lower case, American spelling, without commas and remarks."""
    plain = re.sub(r"\((?!senate|house)[^)]*\)|,", "", title.lower()).replace("defence", "defense")
    plain = re.sub(r"\b(minister|secretary of state|representative of the union) for\b", r"\1 of", plain)
    return re.sub(r"\s+", " ", plain.replace("labour", "labor").replace("republic of turkey", "turkey")).strip()
