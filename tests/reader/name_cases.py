"""Sentences with the names that must be read in them and those that must not; and where their parses lie."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from kg.lexicon import lexicon
from tests.lexicons import listed

HERE = Path(__file__).parent / "names"
PARSES = HERE / "parses.jsonl"
LEXICONS = ("names", "places", "titles")
_DAY = "2026-01-14"


@dataclass(frozen=True)
class Case:
    """A sentence, what must be read in it and what must not."""

    rule: str
    text: str
    date: str = _DAY
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()


def cases() -> list[Case]:
    """The cases of ``names/cases.toml``."""
    read = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))["case"]
    return [
        Case(
            rule=case["rule"],
            text=case["text"],
            date=case.get("date", _DAY),
            has=tuple(case.get("has", ())),
            lacks=tuple(case.get("lacks", ())),
            holds=tuple(case.get("holds", ())),
        )
        for case in read
    ]


def texts() -> list[str]:
    """Every text that is parsed for the tests, once: those of the cases, and the examples of the lexicons of names."""
    found = [case.text for case in cases()]
    for name in LEXICONS:
        for section in lexicon(name):
            lines = [*listed(name, section, "examples"), *listed(name, section, "counterexamples")]
            found += [line.partition(" => ")[0] for line in lines]
    return list(dict.fromkeys(found))
