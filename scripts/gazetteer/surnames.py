"""Family names of leaders: news names people in full once, and then by family name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from scripts.gazetteer.persons import Person, key
from scripts.gazetteer.rows import Tables, Thing, folded, read

FAMILY_FIRST = frozenset({"CHN", "TWN", "KOR", "PRK", "VNM", "HKG", "KHM", "SGP"})
PARTICLES = frozenset(
    {"de", "von", "der", "van", "da", "del", "della", "di", "du", "la", "le", "el", "al", "bin", "den", "dos"}
)
HEADS = ("president-of-", "prime-minister-of-", "chancellor-of-", "premier-of-", "taoiseach", "supreme-leader-of-")
RECENT = "2012"
LONG_AGO = 5
"""The rank of heads of state and government whose last term ended before."""


def surnames(tables: Tables, source: Path, persons: Mapping[str, Person]) -> None:
    """The family name of everyone who lately held an office that one person holds, heads of government first.

    ``only`` marks those that nobody of another country has.
    """
    shouted = _shouted(source)
    listed = {row[2] for row in tables.sheets["titles"] if row[1] != "*" and row[4] == "own"}
    ranks: dict[str, int] = {}
    for office, node, _, end, _ in tables.sheets["terms"]:
        is_head = office.startswith(HEADS)
        if office in listed and (is_head or not end or end > RECENT):
            lately = (1 if is_head else 2) + (2 if end else 0)
            rank = lately if not end or end > RECENT else LONG_AGO
            ranks[node] = min(rank, ranks.get(node, rank))
    homes: dict[str, set[str]] = defaultdict(set)
    for thing in tables.things.values():
        if thing.cls == "Person":
            homes[_last(thing)].add(thing.country)
    for node, rank in sorted(ranks.items()):
        person, label = persons[node], tables.things[node].label
        known = next((shouted[key(name)] for name in person.names if key(name) in shouted), ())
        surname = family_name(label, tables.things[node].country, known)
        if surname:
            for form in _spellings(surname):
                only = "1" if len(homes[folded(form).split()[-1]]) <= 1 else ""
                tables.sheet("surnames", form, str(rank), node, only, tables.things[node].source)


def _last(person: Thing) -> str:
    """The word of a person's name by which others are told apart."""
    return folded(person.label).split()[0 if person.country in FAMILY_FIRST else -1]


def _spellings(surname: str) -> set[str]:
    """With and without accents and article; none for what is a pronoun too."""
    bare = re.sub(r"^(?:al|el|Al|El)[- ]", "", surname)
    return {form for name in (surname, bare) for form in (name, folded(name)) if form != "He"}


def family_name(label: str, country: str, known: tuple[str, ...]) -> str:
    """The family name within a full name; ``known`` are the folded words that a source marks as such."""
    words = re.sub(r",? (?:Jr|Sr)\.?$", "", label).split()
    if re.search(r"\b[IVX]+$|^King|^Queen|^Pope|^Emperor| bin ", label) or not words[1:]:
        return ""
    marked = [word for word in words if folded(word).lower() in known]
    if marked and len(marked) < len(words):
        return " ".join(marked)
    if country in FAMILY_FIRST:
        return words[0]
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in PARTICLES:
        start -= 1
    return " ".join(words[start:])


def _shouted(source: Path) -> dict[str, tuple[str, ...]]:
    """The words that the Factbook writes in capitals, by person."""
    found: dict[str, tuple[str, ...]] = {}
    for row in read(source / "leaders_factbook_2014_2026.csv"):
        words = tuple(
            folded(word).lower()
            for word in row["holder_raw"].split()
            if word.isupper() and word[1:] and not re.fullmatch(r"[IVX]+", word)
        )
        found.setdefault(key(row["holder"]), words)
    return found
