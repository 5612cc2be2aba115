"""What a command asks of a corpus, and what a named question does; read without what a corpus is kept with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kg.facts.selection import day_named

if TYPE_CHECKING:
    from kg.store.questions import Question

_RELATIONS, _MEANING = "p|kind", "meaning"
"""The variables of a question's predicate or happening and of the class of it, as all questions call them."""
_NAME = re.compile(r"\bkg:(\w+)")
_YEAR = timedelta(days=366)
FEW = 2000
"""Clauses that are read and asked in some two seconds."""
MANY = 20_000
"""Clauses of which something is computed: those of some nine hundred articles."""
MOST = 100_000
"""Clauses that are read where an answer is to be whole: those of five thousand articles, in some 1.5 GB of memory."""


@dataclass(frozen=True)
class Wanted:
    """What is asked of a corpus; an empty field matches all.

    ``about`` are names, of which a clause must touch each; where they are the ends of a ``chain``, what is told of
    either, and what ties that together. ``words`` are relations, their labels, classes of happenings, and classes of
    predicates (``ontologies/classes.ttl``) with all narrower ones: a clause has one of them. Of ``most`` clauses no
    more articles are read.
    """

    about: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    told_since: date | None = None
    told_until: date | None = None
    """The days between which its article is, undated ones left out."""
    as_of: date | None = None
    """The day at whose end it was known: of articles published by then, in the versions of then."""
    without: frozenset[str] = frozenset()
    """Articles that are not meant."""
    clause: str = ""
    """The id of one of its statements, or the beginning of that."""
    chain: bool = False
    most: int = FEW

    def of_happenings(self) -> Wanted:
        """The same of what several articles tell together: those of a year before and after tell of it, too."""
        since, until = (self.since and _near(self.since, -_YEAR), self.until and _near(self.until, _YEAR))
        return replace(self, since=None, until=None, told_since=since, told_until=until)


def _near(day: date, days: timedelta) -> date:
    """A day some days away, or the first or last that there is."""
    try:
        return day + days
    except OverflowError:
        return date.min if days < timedelta(0) else date.max


def wanted_by(question: Question, given: Mapping[str, str]) -> Wanted:
    """What a question asks of a corpus with some parameters; ``KgError`` for a day that is none."""
    kinds = {parameter.name: parameter.kind for parameter in question.parameters}
    about = tuple(value for name, value in sorted(given.items()) if kinds.get(name) == "entity")
    meanings = frozenset({given[_MEANING]}) if _MEANING in given else frozenset(_confined(question.text, _MEANING))
    days = {name: day_named(given[name], last=name == "until") for name in ("since", "until") if name in given}
    wanted = Wanted(about, meanings | frozenset(_confined(question.text, _RELATIONS)))
    if "kg:start" in question.text:  # its days are those of what is told, otherwise of articles
        return replace(wanted, since=days.get("since"), until=days.get("until"))
    return replace(wanted, told_since=days.get("since"), told_until=days.get("until"))


def _confined(text: str, variable: str) -> Iterator[str]:
    """The names in the blocks of variables; none where any value will do."""
    for block in re.findall(rf"VALUES \?(?:{variable}) \{{([^}}]*)\}}", text):
        yield from _NAME.findall(block)
