"""The names of items: what each is called, and how sure the name is.

Kinds: "n" the name, "a" an alias, "c" an acronym, "d" what only sports pages call a club, "t" the town or country
that stands for its team. A name that is an English word is written in capitals: it never names without context.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container
from pathlib import Path

from kg.gazetteer.words import key
from scripts.gazetteer.item_rows import Item, listed, sheet
from scripts.gazetteer.rows import folded, own

_ACRONYM = re.compile(r"[A-Z][A-Z0-9&.]{1,6}")
_SHORTEST = 3
_ORDER = "nacdt"
_LONGEST = 7
_WELL_KNOWN = 100
"""The weight from which a place is meant before the word that is written like it: "Chicago", a card game."""


def acronym(form: str) -> str:
    """The kind of an alias in capitals, else the empty string."""
    return "c" if _ACRONYM.fullmatch(form) else ""


class Names:
    """Collects the names of all items."""

    def __init__(self, source: Path) -> None:
        self._found: dict[str, dict[str, str]] = defaultdict(dict)
        self._well_known: set[str] = set()
        self._words = frozenset(_english(source))
        self._skipped = frozenset(row["name"] for row in own("skipped_items"))

    def add(self, form: str, kind: str, qid: str, *, of: Item) -> None:
        """Take in a name and its form without accents, unless it is too short, a word in lower case, or too long."""
        for name in {form, folded(form)}:
            if self._is_name(name, kind, of):
                known = self._found[key(name)].get(qid, kind)
                self._found[key(name)][qid] = min(known, kind, key=_ORDER.index)
        if of.cls == "Place" and of.weight >= _WELL_KNOWN:
            self._well_known.add(qid)

    def named(self, form: str, kind: str) -> list[str]:
        """The items that have a name as one of a kind, by their ids."""
        return sorted(qid for qid, its in self._found.get(key(form), {}).items() if its == kind)

    def rows(self, *, without: Container[str]) -> dict[str, str]:
        """The names with the kinds and ids of what they name: ``n84``, ``A123`` where the name is an English word."""
        cells = {
            name: " ".join(sorted(self._cell(name, qid, kind) for qid, kind in ids.items() if qid not in without))
            for name, ids in self._found.items()
        }
        return {name: cell for name, cell in cells.items() if cell}

    def _cell(self, name: str, qid: str, kind: str) -> str:
        is_word = name.lower() in self._words and (kind != "n" or qid not in self._well_known)
        return f"{kind.upper() if is_word else kind}{qid[1:]}"

    def _is_name(self, form: str, kind: str, of: Item) -> bool:
        words = form.split()
        if not form or form in self._skipped or len(words) > _LONGEST or not any(map(str.isupper, form)):
            return False
        if len(form) < _SHORTEST and not (kind == "c" and of.cls != "Place"):
            return False
        return not (of.cls == "Place" and kind == "c") and form[0].isalnum() and len(form) > 1


def _english(source: Path) -> set[str]:
    """The names that are English words: of one word, or marked so in a source."""
    found = {
        row["name"].lower()
        for name in ("places", "names", "teams")
        for row in sheet(source / f"{name}.tsv")
        if row["word"]
    }
    for row in sheet(source / "concepts.tsv"):
        found |= {form.lower() for form in (row["lemma"], *listed(row["synonyms"]))}
    return found
