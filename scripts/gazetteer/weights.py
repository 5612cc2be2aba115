"""How well known an item is: the prior by which one of several namesakes is meant.

Places weigh ten times the logarithm of their inhabitants, and ten for each source of well-known things that has them;
persons lose by as much as their name is common, for the more people share it, the less it tells.
"""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

from scripts.gazetteer.item_rows import sheet
from scripts.gazetteer.rows import Record, read

_KNOWN = ("kgtk", "fb15k", "oewn", "naturalearth")
_LEAST = 1_000
_RARE = 7.5
"""Minus the logarithm of the share of a full name from which nobody else is expected to have it."""
_MOST_PRIOR = 20


def fame(source: str) -> int:
    """The number of sources of well-known things that have an item."""
    return len(set(source.split("+")).intersection(_KNOWN))


def of_place(people: int, known: int) -> int:
    """The weight of a place."""
    return round(10 * math.log10(max(people, _LEAST))) + 10 * known


class Commonness:
    """How often the parts of a person's name occur among all persons of the sources."""

    def __init__(self, source: Path) -> None:
        names = [row["name"] for row in sheet(source / "names.tsv") if row["class"] == "Person"]
        names += [row["name"] for row in read(source / "politicians_eps.csv")]
        parts = [name.split() for name in names if " " in name]
        self._first = Counter(words[0] for words in parts)
        self._last = Counter(words[-1] for words in parts)
        self._all = len(parts)

    def __call__(self, name: str) -> float:
        """Minus the logarithm of the share of people who have a name, its parts taken as independent."""
        words = name.split()
        first, last = max(self._first[words[0]], 1), max(self._last[words[-1]], 1)
        return -math.log10(first / self._all * last / self._all)


def of_person(row: Record, commonness: Commonness) -> int:
    """The weight of a person: well-known ones with rare names above 30, players and members of parliaments below 20."""
    known = set(row["source"].split("+"))
    famous = 20 * (("fb15k" in known) + ("oewn" in known)) + 10 * ("kgtk" in known)
    prior = min(int(row["prior"] or 0), _MOST_PRIOR)
    common = round(10 * max(0.0, _RARE - commonness(row["name"])))
    return max(0, 20 + famous + prior - common)
