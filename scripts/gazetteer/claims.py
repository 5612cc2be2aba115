"""What each source says of who held which office when."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path

from scripts.gazetteer.countries import sovereign
from scripts.gazetteer.rows import Record, Tables, own, read

OLDEST = "2005"
"""Terms that ended before are left out of the largest source, but for the offices of NOTABLE."""
NOTABLE = frozenset(
    {
        "central_bank",
        "defence",
        "energy",
        "finance",
        "foreign",
        "head_of_government",
        "head_of_state",
        "interior_security",
        "speaker",
        "trade",
    }
)
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
    for claim in chain(_own(), *(reader(tables, source) for reader in readers)):
        if not (claim.start and claim.end and claim.end < claim.start):
            yield claim


def _claim(row: Record, of: str, title: str, seen: date, source: str) -> Claim:
    start, end = day(row["start"], last=False), day(row["end"], last=True)
    is_exact = len(row["start"]) == len("2000-01-01")
    if end and end > WIKIDATA_SEEN["2026"]:
        end = None
    person, wikidata = row["person"], row.get("person_qid", "")
    return Claim(
        of=of,
        title=title,
        person=person,
        wikidata=wikidata,
        office_wikidata=row.get("office_qid", ""),
        start=start,
        is_exact=is_exact,
        end=end,
        is_exact_end=len(row["end"]) == len("2000-01-01"),
        seen=end or max(seen, start or seen),
        is_open=not end,
        source=source,
    )


def _own() -> Iterator[Claim]:
    for row in (*own("terms"), *own("former_leaders")):
        yield _claim(row, row["of"], row["office"], OWN_SEEN, "own")


def _us_officials(tables: Tables, source: Path) -> Iterator[Claim]:
    for row in read(source / "us_officials.csv"):
        title = row["office"].removesuffix(" of the United States")
        if row["holder_qid"] and title not in {"U.S. Representative", "U.S. Senator"} and "Conference" not in title:
            found = row | {"person": row["holder"], "person_qid": row["holder_qid"]}
            yield _claim(found, tables.alpha3["Q30"], title, WIKIDATA_SEEN["2026"], "congress-legislators")


def _leaders_wikidata(tables: Tables, source: Path) -> Iterator[Claim]:
    for row in read(source / "leaders_wikidata.csv"):
        if row["country_qid"] not in tables.alpha3 or not row["holder"] or row["holder"].startswith("Q"):
            continue
        found = row | {"person": row["holder"], "person_qid": row["holder_qid"]}
        found |= {"start": row["start_year"], "end": row["end_year"]}
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
        found = row | {"person": name, "person_qid": row["holder_qid_by_name"], "start": row["since"], "end": ""}
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
            found = row | {"person": row["holder"], "person_qid": row["holder_qid"]}
            claim = _claim(found, tables.alpha3[row["country_qid"]], title, EPS_SEEN, "every-politician")
            yield replace(claim, is_open=False)


def _foreign_ministers(tables: Tables, source: Path) -> Iterator[Claim]:
    for row in read(source / "foreign_ministers_2023.csv"):
        if row["country_qid"] in tables.alpha3 and re.search("[A-Za-z]", row["holder"]) and row["source"] == "wikidata":
            found = row | {"person": row["holder"], "person_qid": row["holder_qid"], "end": ""}
            claim = _claim(found, tables.alpha3[row["country_qid"]], row["office"], FOREIGN_SEEN, "every-politician")
            yield replace(claim, is_open=False)
