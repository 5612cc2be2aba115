"""International organizations with their members, agreements between states, and seats of power."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from scripts.gazetteer.rows import Record, Tables, Thing, own, read, slug

DOUBTFUL = "1 public file"
"""Ids that the source itself asks to check."""
MINOR = re.compile(
    r"Delegation of|Directorate-General|Mission to|Office in|Joint Undertaking|Executive Agency|Trade Office"
)


def organizations(tables: Tables, source: Path) -> None:
    """International organizations by every name that news uses, and who is a member."""
    hand = {row["name"]: row for row in own("organizations")}
    members = _memberships(tables, source)
    for row in read(source / "international_organisations.csv"):
        found = hand.get(row["name"], {})
        label = found.get("label") or row["name"]
        if label != "-" and not MINOR.search(row["name"]) and slug(label) not in tables.things:
            node = _organization(tables, row, label)
            _names(tables, node, row, found)
            _members(tables, node, row, members)
    for row in own("more_organizations"):
        _more(tables, row, members)


def seats(tables: Tables) -> None:
    """Buildings and streets that stand for who sits there."""
    for row in own("seats"):
        if row["target"] not in tables.things:
            raise ValueError(f"seats.csv: {row['surface']}: nothing has the id {row['target']}")
        tables.name(row["surface"], row["target"], kind=row["kind"], rank=int(row["rank"]), source="own")


def _organization(tables: Tables, row: Record, label: str) -> str:
    wikidata = "" if DOUBTFUL in row["qid_source"] or row["qid"] in tables.by_wikidata else row["qid"]
    return tables.add(Thing(slug(label), "InternationalOrganization", label, _source(row, wikidata), wikidata))


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
    listed = hand.get("acronyms") or _safe(row["acronym"])
    for acronym in filter(None, listed.split("|")):
        if acronym != "-":
            tables.name(
                acronym, node, kind="acronym", rank=2, source="own" if hand.get("acronyms") else _source(row, "")
            )


def _safe(acronym: str) -> str:
    """Only acronyms that nothing else is likely to have: four capitals or more."""
    return acronym if re.fullmatch(r"[A-Z]{4,}", acronym) else ""


def _memberships(tables: Tables, source: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in read(source / "igo_memberships_factbook.csv"):
        if row["status"] == "member" and row["alpha2"] in tables.alpha3:
            found[row["igo_abbreviation"]].add(tables.alpha3[row["alpha2"]])
    return found


def _members(tables: Tables, node: str, row: Record, members: dict[str, set[str]]) -> None:
    current = {tables.alpha3[code] for code in row["members_alpha2_2026"].split() if code in tables.alpha3}
    origin = "kuni" if current else "factbook"
    listed = current or members.get(row["acronym"], set()) | members.get(row["name"], set())
    former = {row["alpha3"] for row in own("former_members") if row["organization"] == node}
    if listed:
        tables.sheet("members", node, " ".join(sorted(listed - former)), origin)


def _more(tables: Tables, row: Record, members: dict[str, set[str]]) -> None:
    label, cls = row["label"], row["class"]
    links = f"actsFor:{tables.countries[row['country']]}" if row["country"] and cls == "PublicBody" else ""
    node = tables.add(Thing(tables.free(label), cls, label, "own", country=row["country"], links=links))
    for name in (label, *row["names"].split("|")):
        tables.name(name, node, rank=2, source="own")
    for acronym in row["acronyms"].split("|"):
        tables.name(acronym, node, kind="acronym", rank=3, source="own")
    if row["members"]:
        listed = members.get(row["members"]) or row["members"].split()
        tables.sheet("members", node, " ".join(sorted(listed)), "factbook" if row["members"] in members else "own")
