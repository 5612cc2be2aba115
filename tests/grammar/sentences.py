"""The sentences of the grammar: plain clauses under operators, in other sentences, with names, half of them aside."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from typing import TypedDict
from zlib import crc32

from tests.grammar.semantics import Meaning, asked, complement, conditional

HERE = Path(__file__).parent
SEED = "a seed that nobody looks behind"
STATES = ("Norway", "Peru", "Ghana", "Chile", "Kenya", "Japan")
PERSONS = ("Edda Torsk", "Emmanuel Macron", "Milo Varga", "Keir Starmer", "Ilse Brandow", "Pavo Hennik")
FIRMS = ("Brevik Marine", "Siemens", "Torsk Foods", "Toyota", "Halden Steel", "Volkswagen")
NAMES: Mapping[str, Sequence[str]] = {"state": STATES, "person": PERSONS, "firm": FIRMS}
"""Half of them, states apart, are in no table."""
KINDS = ("state", "person", "firm")
NEUTRAL = "The sun shone over the harbour."
PLAIN = "plain"
EMBEDDINGS: Mapping[str, str] = {
    PLAIN: "{X}.",
    "said": "{D} said that {x}.",
    "according": "{X}, according to {D}.",
    "quotation": "“{X},” {D} said.",
    "left": "{X}, and {D} arrived late.",
    "right": "{D} arrived late, and {x}.",
    "relative": "{S}, {which} {rest}, arrived late.",
    "before": f"{{X}}. {NEUTRAL}",
    "after": f"{NEUTRAL} {{X}}.",
    "question": "Is it true that {x}?",
    "condition": "If {x}, {D} will protest.",
}
SOURCED = frozenset({"said", "according", "quotation"})
OF_CONDITIONS = frozenset({"tense", "negation", "coordination", "implicative"})
"""Classes of operators whose sentences can be a condition."""


OF_OTHERS = frozenset({"report", "factive", "question", "fiction"})
"""Classes that name, or may name, somebody who says so."""


class ClauseRow(TypedDict, total=False):
    """A clause as the file has it."""

    verb: list[str]
    rest: str
    does: str
    whom: str
    other: list[str]
    who: list[str]
    names: list[str]
    is_act: bool
    is_passive: bool


class ImplicativeTables(TypedDict):
    """The forms of sentence, and the verbs with their signatures."""

    matrices: dict[str, list[str]]
    verbs: dict[str, list[str]]


@dataclass(frozen=True)
class PlainClause:
    """A plain clause of ``clauses.toml``."""

    name: str
    verb: tuple[str, ...]
    rest: str
    does: str
    whom: str = ""
    other: tuple[str, ...] = ()
    who: tuple[str, ...] = KINDS
    names: tuple[str, ...] = KINDS
    is_act: bool = True
    is_passive: bool = False

    def passive(self) -> PlainClause | None:
        """The same in the passive; None of a clause without an object of its own."""
        if self.rest != "{B}" or not self.is_act:
            return None
        rest = f"{self.verb[3]} by {{B}}"
        be = ("be", "is", "was", "been", "being")
        passive = replace(self, verb=be, rest=rest, who=self.names, names=self.who, other=())
        return replace(passive, is_act=False, is_passive=True)

    def forms(self, subject: str, rest: str) -> dict[str, str]:
        """What stands for the fields of an operator."""
        base, present, past, part, ing = self.verb
        is_be = base == "be"
        other, other_part = (f"{verb} {rest}" for verb in self.other[1:]) if self.other else ("", "")
        found = {
            "base": f"{base} {rest}",
            "s": f"{present} {rest}",
            "past": f"{past} {rest}",
            "part": f"{part} {rest}",
            "ing": f"{ing} {rest}",
            "not_past": f"was not {rest}" if is_be else f"did not {base} {rest}",
            "not_s": f"is not {rest}" if is_be else f"does not {base} {rest}",
            "ask_past": f"was {subject} {rest}" if is_be else f"did {subject} {base} {rest}",
            "Ask_past": f"Was {subject} {rest}" if is_be else f"Did {subject} {base} {rest}",
            "alone": past,
            "alone_part": part,
            "other": other,
            "other_part": other_part,
        }
        return {name: text.strip() for name, text in found.items()}


@dataclass(frozen=True)
class Operator:
    """An operator of ``operators.toml``, or a verb of ``implicatives.toml`` in a form of its own."""

    family: str
    name: str
    frame: str
    meaning: Meaning
    options: frozenset[str] = frozenset()
    stands_for: str = ""
    """What stands for {B}."""
    of_other: Meaning | None = None

    def takes(self, clause: PlainClause) -> bool:
        """Whether the clause can stand under it."""
        if not clause.is_act and "act" in self.options:
            return False
        if self.stands_for and "{B}" not in clause.rest:
            return False
        return bool(clause.other) or not ("{other" in self.frame or "{alone" in self.frame)

    def embeddings(self) -> tuple[str, ...]:
        """The sentences in which it can stand, the plain one first."""
        if "root" in self.options or self.frame.endswith("?"):
            return (PLAIN,)
        others = [name for name in EMBEDDINGS if name not in {PLAIN, "relative", "condition"}]
        if self.frame.startswith("{S} "):
            others.append("relative")
        if self.meaning.is_settled and not self.meaning.is_open and self.family in OF_CONDITIONS:
            others.append("condition")
        return (PLAIN, *others)


@dataclass(frozen=True)
class Made:
    """A sentence with what must be read of its clause. ``who`` and ``whom`` are patterns, empty where any will do."""

    text: str
    operator: Operator
    clause: PlainClause
    embedding: str
    meaning: Meaning
    who: str
    whom: str
    source: str | None
    """Who must say so; empty for the article itself, None where the operator brings somebody of its own."""
    other: str = ""
    beside: str = ""
    shared: frozenset[str] = frozenset()
    """What the clause beside may have, too: "thinks that Peru left, and Chile arrived"."""


@cache
def plain_clauses() -> tuple[PlainClause, ...]:
    """All clauses, in the order of the file."""
    table: dict[str, ClauseRow] = tomllib.loads((HERE / "clauses.toml").read_text(encoding="utf-8"))
    return tuple(
        PlainClause(
            name,
            verb=tuple(row["verb"]),
            rest=row["rest"],
            does=row["does"],
            whom=row.get("whom", ""),
            other=tuple(row.get("other", ())),
            who=tuple(row.get("who", KINDS)),
            names=tuple(row.get("names", KINDS)),
            is_act=row.get("is_act", True),
            is_passive=row.get("is_passive", False),
        )
        for name, row in table.items()
    )


@cache
def operators() -> tuple[Operator, ...]:
    """All operators, in the order of the files."""
    table: dict[str, dict[str, list[str | dict[str, str]]]] = tomllib.loads(
        (HERE / "operators.toml").read_text(encoding="utf-8")
    )
    listed = (_operator(family, name, *row) for family, rows in table.items() for name, row in rows.items())
    return (*listed, *_implicatives())


def _operator(
    family: str, name: str, frame: str | dict[str, str], value: str | dict[str, str], options: str | dict[str, str] = ""
) -> Operator:
    found = Operator(family, name, str(frame), Meaning.named(str(value)))
    if isinstance(options, str):
        return replace(found, options=frozenset(options.split()))
    of_other = Meaning.named(options["C"]) if "C" in options else None
    return replace(found, stands_for=options.get("object", ""), of_other=of_other)


def _implicatives() -> Iterator[Operator]:
    tables: ImplicativeTables = tomllib.loads((HERE / "implicatives.toml").read_text(encoding="utf-8"))  # type: ignore[assignment]
    for name, (base, present, past, part, what, *signs) in tables["verbs"].items():
        for matrix, (form, frame, value) in tables["matrices"].items():
            verb = {"base": base, "s": present, "past": past, "part": part}[form]
            text = frame.replace("{V}", verb).replace("{X}", what)
            meaning = complement(Meaning.named(value), *signs)
            yield Operator("implicative", f"{name}_{matrix}", text, meaning, frozenset({"act"}))


def halves(names: Sequence[str]) -> frozenset[str]:
    """The half of some names that is open; which they are the seed alone tells."""
    return frozenset(sorted(names, key=lambda name: crc32(f"{SEED} {name}".encode()))[: len(names) // 2])


@cache
def open_names() -> tuple[frozenset[str], frozenset[str]]:
    """The open clauses, and the open operators as "family.name", half of each family."""
    families = dict.fromkeys(one.family for one in operators())
    of_family = ([f"{f}.{one.name}" for one in operators() if one.family == f] for f in families)
    return halves([one.name for one in plain_clauses()]), frozenset().union(*map(halves, of_family))


def made(*, aside: bool = False) -> Iterator[Made]:
    """All sentences of open clauses under open operators; with ``aside`` of those of which neither is open."""
    clauses, names = open_names()
    number = 0
    for operator in operators():
        for clause in plain_clauses():
            number += 1
            is_open = clause.name in clauses, f"{operator.family}.{operator.name}" in names
            if is_open == (not aside, not aside) and operator.takes(clause):
                first, *others = operator.embeddings()
                turned = islice(cycle(others), number % len(others), number % len(others) + 2) if others else ()
                yield from (sentence(clause, operator, embedding, number) for embedding in (first, *turned))


def open_made() -> Mapping[Operator, tuple[PlainClause, ...]]:
    """The open clauses that can stand under each open operator."""
    clauses, names = open_names()
    found = {
        one: tuple(each for each in plain_clauses() if each.name in clauses and one.takes(each)) for one in operators()
    }
    return {one: taken for one, taken in found.items() if taken and f"{one.family}.{one.name}" in names}


def sentence(clause: PlainClause, operator: Operator, embedding: str = PLAIN, number: int = 0) -> Made:
    """A clause under an operator in a sentence; the number tells which names stand in it."""
    names = _names(clause, number)
    subject, target = names["S"], operator.stands_for or names["B"]
    forms = clause.forms(subject, clause.rest.replace("{B}", target))
    said = _filled(operator.frame, names | forms)
    tail = _filled(operator.frame.removeprefix("{S} "), names | forms)
    begins_with_name = operator.frame.startswith(("{S}", "{C}"))
    text = _filled(
        EMBEDDINGS[embedding] if not operator.frame.endswith("?") else "{X}",
        names
        | {
            "X": said[0].upper() + said[1:],
            "x": said if begins_with_name else said[0].lower() + said[1:],
            "rest": tail,
            "which": "who" if subject in PERSONS else "which",
        },
    )
    meaning = {"question": asked, "condition": conditional}.get(embedding, lambda same: same)(operator.meaning)
    ends = [_last(subject) if "nobody" not in operator.options else "", clause.whom]
    if "{B}" in clause.rest and not operator.stands_for:
        ends[1] = _last(target)
    who, whom = reversed(ends) if clause.is_passive else ends
    own_source = None if "{C}" in operator.frame or operator.family in OF_OTHERS else ""
    return Made(
        text,
        operator,
        clause,
        embedding,
        meaning,
        who,
        whom,
        _last(names["D"]) if embedding in SOURCED else own_source,
        other=_last(names["C"]) if operator.of_other else "",
        beside=_last(names["D"]) if embedding in {"left", "right"} else "",
        shared=meaning.values if embedding == "left" and " that " in operator.frame else frozenset(),
    )


def _names(clause: PlainClause, number: int) -> dict[str, str]:
    """Names for {S}, {B}, {C} and {D}, all different, by turns of kinds and names; the kinds hold for six numbers."""
    turn = number // 6
    found: dict[str, str] = {}
    kinds = (clause.who, clause.names, ("state", "person"), ("person", "state"))
    for shift, (slot, allowed) in enumerate(zip("SBCD", kinds, strict=True)):
        pool = NAMES[allowed[turn % len(allowed)]]
        place = number + shift
        found[slot] = next(name for name in (*pool[place % 6 :], *pool) if name not in found.values())
    return found


def _filled(frame: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: values[match[1]], frame)


def _last(name: str) -> str:
    return name.rpartition(" ")[2]
