"""The gazetteer: every reading of a name, every name in a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kg.errors import InputError
from kg.gazetteer.aliases import Alias, read_aliases
from kg.gazetteer.capitals import in_capitals
from kg.gazetteer.offices import Offices
from kg.gazetteer.tables import TableRow, table
from kg.gazetteer.values import Entry, Match
from kg.gazetteer.words import cut, key
from kg.model import Entity, NodeId

_Forms = dict[str, list[TableRow]]


class Gazetteer(Offices):
    """Names and what they stand for, from the tables of ``kg/data`` and the user's own aliases."""

    def __init__(self, aliases: Sequence[Alias] = ()) -> None:
        super().__init__()
        self._forms: dict[str, tuple[int, _Forms]] = {}
        self._read: dict[str, tuple[Entry, ...]] = {}
        self._aliases: dict[str, list[Entry]] = {}
        for alias in aliases:
            entity = self._entities[alias.id] = self._named(alias)
            self._aliases.setdefault(key(alias.surface), []).append(Entry(entity, alias.surface, "alias"))

    @classmethod
    def load(cls, aliases: Path | None = None) -> Gazetteer:
        """The gazetteer, with the names of the user's CSV or TOML file before all others."""
        return cls(read_aliases(aliases) if aliases else ())

    def lookup(self, surface: str) -> tuple[Entry, ...]:
        """Every reading of a name, best first; case counts ("us" is not the US)."""
        return self._entries(key(surface))

    def matches(self, words: Sequence[str]) -> tuple[Match, ...]:
        """The longest known names in a tokenized text, from left to right, without overlaps."""
        found, begins, ends = cut(words)
        readable = in_capitals(found, self._is_known)
        return tuple(self._matches(readable, begins, ends))

    def _is_known(self, piece: str) -> bool:
        return piece in self._starting(piece)[1]

    def _matches(self, found: list[str], begins: list[int], ends: list[int]) -> Iterator[Match]:
        place = 0
        while place < len(found):
            size = self._longest(found, place, ends) if begins[place] >= 0 else 0
            if size and self._is_cut_short(found, place, size, ends):
                size = 0
            if size:
                entries = self._entries(" ".join(found[place : place + size]))
                yield Match(begins[place], ends[place + size - 1], entries)
            place += size or 1

    def _is_cut_short(self, found: list[str], place: int, size: int, ends: list[int]) -> bool:
        """Whether a name that begins with a small word breaks a longer one: "the West" in "the West Bank"."""
        return found[place].islower() and size > 1 and self._longest(found, place + 1, ends) >= size

    def _longest(self, found: list[str], place: int, ends: list[int]) -> int:
        """The number of pieces of the longest name that begins here and ends with a token; 0 if there is none."""
        longest, forms = self._starting(found[place])
        for size in range(min(longest, len(found) - place), 0, -1):
            if ends[place + size - 1] >= 0 and " ".join(found[place : place + size]) in forms:
                return size
        return 0

    def _entries(self, found: str) -> tuple[Entry, ...]:
        if found not in self._read:
            rows = self._starting(found.partition(" ")[0])[1].get(found, ())
            known = (Entry(self.entity(NodeId(row["id"])), row["surface"] or row["key"], row["kind"]) for row in rows)
            self._read[found] = (*self._aliases.get(found, ()), *known)
        return self._read[found]

    def _starting(self, word: str) -> tuple[int, _Forms]:
        """The names that begin with a word, and the number of pieces of the longest."""
        known = self._forms.get(word)
        if known is None:
            forms: _Forms = {found: [] for found in self._aliases if found.partition(" ")[0] == word}
            for row in table("names").starting(word):
                forms.setdefault(row["key"], []).append(row)
            longest = max((form.count(" ") + 1 for form in forms), default=0)
            known = self._forms[word] = (longest, forms)
        return known

    def _named(self, alias: Alias) -> Entity:
        """The entity of an alias: what the tables know of it, changed as the user says."""
        try:
            known = self.entity(NodeId(alias.id))
        except KeyError:
            if not alias.cls:
                raise InputError(
                    f"{alias.place}: nothing has the id {alias.id!r}, and no class is given",
                    hint="give a class and a label, or the id of an entity that the gazetteer knows",
                ) from None
            known = Entity(NodeId(alias.id), alias.cls, alias.label or alias.surface)
        if alias.country and not self.has_country(alias.country):
            raise InputError(
                f"{alias.place}: no country has the code {alias.country!r}",
                hint="give an ISO 3166-1 alpha-3 code, such as CAN, or leave it empty",
            )
        return replace(
            known,
            cls=alias.cls or known.cls,
            label=alias.label or known.label,
            country=alias.country or known.country,
            wikidata=alias.wikidata or known.wikidata,
        )
