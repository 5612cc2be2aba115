"""Wikidata ids for the hand-written tables, found in the source tables by name and country, or not at all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from scripts.gazetteer.rows import Record, Tables, read

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
