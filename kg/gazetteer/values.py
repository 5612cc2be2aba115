"""The values of the gazetteer: readings of a name, matches in a sentence, terms of office."""

from dataclasses import dataclass
from datetime import date

from kg.model import Entity

_LAST_LOOKS = frozenset({date(2022, 7, 31), date(2023, 1, 31), date(2024, 5, 30), date(2026, 1, 22)})
"""When every-politician, its foreign ministers and the World Factbook were last gathered (kg/data/SOURCES.md)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading of a surface form.

    ``kind`` tells how the form names the entity: ``name``, ``demonym`` (adjective or people of a country),
    ``capital`` (a capital that stands for its government), ``acronym``, ``title`` (an office by its full
    title), ``seat`` (a building or street that stands for who sits there), ``item`` (a name that the text decides) or
    ``alias`` (the user's own).
    """

    entity: Entity
    surface: str
    kind: str


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of tokens (end excluded) that the gazetteer knows, with every reading, best first."""

    start: int
    end: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class OfficeTerm:
    """A person's time in an office, both ends included.

    Where the sources know a year only, or that someone had left by a certain day, the ends are the widest
    that fit: on a day inside two terms of a one-person office either may have held it.
    """

    person: Entity
    office: Entity
    start: date | None
    end: date | None

    def is_over(self, day: date) -> bool:
        """Whether it is known that the term had ended; the last day on which a source looked ends none."""
        return self.end is not None and self.end < day and self.end not in _LAST_LOOKS
