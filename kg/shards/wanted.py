"""What a command asks of a corpus, and what a named question does; read without what a corpus is kept with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kg.facts.selection import day_named

if TYPE_CHECKING:
    from kg.store.questions import Question

_RELATIONS, _MEANING = "p", "meaning"
"""The variables of a question's predicate and of the class of it, as all questions call them."""
_DAYS = ("since", "until")
_NAME = re.compile(r"\bkg:(\w+)")
FEW = 2000
"""Clauses that are read and asked in some two seconds."""
MANY = 20_000
"""Clauses of which something is computed: those of some nine hundred articles."""


@dataclass(frozen=True)
class Wanted:
    """What is asked of a corpus; an empty field matches all.

    ``about`` are names, of which a clause must touch each; where they are the ends of a ``chain``, what is told of
    either, and what ties that together. ``words`` are relations, their labels, and classes of predicates
    (``ontologies/classes.ttl``) with all narrower ones: a clause has one of them. Of ``most`` clauses no more articles
    are read.
    """

    about: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    clause: str = ""
    """The id of its main statement, or the beginning of that."""
    chain: bool = False
    most: int = FEW


def wanted_by(question: Question, given: Mapping[str, str]) -> Wanted:
    """What a question asks of a corpus with some parameters; ``KgError`` for a day that is none."""
    kinds = {parameter.name: parameter.kind for parameter in question.parameters}
    about = tuple(value for name, value in sorted(given.items()) if kinds.get(name) == "entity")
    meanings = frozenset({given[_MEANING]}) if _MEANING in given else frozenset(_confined(question.text, _MEANING))
    since, until = (day_named(given[name], last=name == "until") if name in given else None for name in _DAYS)
    return Wanted(about, meanings | frozenset(_confined(question.text, _RELATIONS)), since, until)


def _confined(text: str, variable: str) -> Iterator[str]:
    """The names in the block of a variable; none where any value will do."""
    for block in re.findall(rf"VALUES \?{variable} \{{([^}}]*)\}}", text):
        yield from _NAME.findall(block)
