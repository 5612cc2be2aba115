"""The catalogue of rules, each with a description, examples, and how often it fires on development texts.

A rule is a section of a lexicon (``kg/lexicons``) or a wording of the ontology; those that are code have a section in
``rules.toml``. A statement names the rules that had a part in it by their ids (``Statement.rules``).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

from kg.errors import KgError, nearest_hint
from kg.model import Statement
from kg.model.construction import Construction

FIRES = "rule-fires.csv"


@dataclass(frozen=True, order=True, slots=True)
class Rule:
    """One rule; ``id`` is its family and name: "coref/pronoun"."""

    id: str
    description: str
    examples: tuple[str, ...] = ()
    """Texts in which it fires, in the notation of its file."""
    counterexamples: tuple[str, ...] = ()
    fires: int | None = None
    """How often it fires on the development texts; None where that was not counted."""
    place: str = ""
    """Where it stands: the section of a lexicon or the relation of the ontology, of code the package as well."""

    @property
    def family(self) -> str:
        """The first part of the id."""
        return self.id.partition("/")[0]

    def mentions(self, words: str) -> bool:
        """Whether the words occur in its id, its description or an example, ignoring case."""
        told = (self.id, self.description, *self.examples)
        return any(words.lower() in text.lower() for text in told)


def rules() -> Iterator[Rule]:
    """Every rule, by family as ``kg.rules.families`` has them, then by id."""
    from kg.rules.families import FAMILIES

    for family in FAMILIES:
        yield from of_family(family).values()


@cache
def of_family(family: str) -> Mapping[str, Rule]:
    """The rules of a family by their ids, sorted; none for a family that is not known.

    Those of ``wording`` alone read the ontology.
    """
    from kg.rules.families import FAMILIES

    counted = fires()
    found = sorted(rule for one in FAMILIES.get(family, ()) for rule in one(family))
    return {rule.id: replace(rule, fires=counted.get(rule.id)) for rule in found}


def by_id() -> Mapping[str, Rule]:
    """The rules by their ids."""
    return {rule.id: rule for rule in rules()}


def rule_named(name: str) -> Rule:
    """The rule with an id; ``KgError`` where there is none."""
    known = by_id()
    if name not in known:
        raise KgError(f"there is no rule {name!r}", hint=nearest_hint(name, known) or "kg rules lists them")
    return known[name]


def rules_of(statement: Statement) -> tuple[str, ...]:
    """The ids of all rules that had a part in a statement: its construction first, then by id."""
    construction = construction_of(statement.rule)  # those of a file of an earlier version are without it
    return (*((construction,) if construction else ()), *sorted(statement.rules - {construction}))


@lru_cache(maxsize=1024)
def construction_of(rule: str) -> str:
    """The id of the construction that a statement's ``rule`` names; "" for none that is known.

    >>> construction_of("clause/active/impose tariff"), construction_of("apposition"), construction_of("other")
    ('construction/clause-active', 'construction/apposition', '')
    """
    made = str(replace(Construction.of(rule), wording=""))
    name = f"construction/{made.replace('/', '-')}"
    return name if name in of_family("construction") else ""


@cache
def fires() -> Mapping[str, int]:
    """Rule id -> how often it fires on the development texts (``scripts/fires.py``); without a count no entry."""
    text = (files("kg") / "data" / FIRES).read_text(encoding="utf-8")
    return {row["rule"]: int(row["fires"]) for row in csv.DictReader(text.splitlines())}
