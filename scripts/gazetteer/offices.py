"""Offices: one for every title that the sources spell in many ways, and the spoken titles that mean it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace

from scripts.gazetteer.claims import Claim
from scripts.gazetteer.rows import Record, Tables, Thing, own, slug


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
        has_country = whose.removeprefix("the ") in claim.title or _is_elsewhere(title)
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
            self.tables.things[node] = replace(thing, wikidata=wikidata, source=_joined(thing.source, claim.source))
            self.tables.by_wikidata[wikidata] = node


def _joined(first: str, second: str) -> str:
    return first if first == second else f"{first}+{second}"


def _is_elsewhere(title: str) -> bool:
    """Whether the title names a place of its own: premier of Ontario, governor of the Bank of Canada."""
    return title.startswith(
        ("premier of ", "deputy premier of ", "governor of ", "lieutenant governor of ", "mayor of ")
    )


def _plain(title: str) -> str:
    """A title in lower case, American spelling, without commas and remarks."""
    plain = re.sub(r"\((?!senate|house)[^)]*\)|,", "", title.lower()).replace("defence", "defense")
    plain = re.sub(r"\b(minister|secretary of state|representative of the union) for\b", r"\1 of", plain)
    return re.sub(r"\s+", " ", plain.replace("labour", "labor").replace("republic of turkey", "turkey")).strip()
