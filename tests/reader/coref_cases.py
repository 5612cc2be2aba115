"""Sentences marked by hand with what stands for one thing: ``[Canada] ... [it]``; and where their parses lie."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.lexicon import LexiconValue, lexicon

HERE = Path(__file__).parent / "coref"
PARSES = HERE / "parses.jsonl"
Place = tuple[int, int]


@dataclass(frozen=True)
class Case:
    """A marked line, its plain text, the two places in it, and whether they stand for one thing."""

    line: str
    text: str
    places: tuple[Place, ...]
    same: bool
    section: str


def cases() -> tuple[Case, ...]:
    """The lines of ``coref/cases.toml``."""
    read = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))
    return tuple(
        _case(line, same=same, section=section)
        for section, table in read.items()
        for same in (True, False)
        for line in table["same" if same else "apart"]
    )


def examples() -> tuple[Case, ...]:
    """The examples and counterexamples of the lexicon."""
    return tuple(
        _case(line, same=key == "examples", section=section)
        for section, table in lexicon("coref").items()
        for key in ("examples", "counterexamples")
        for line in _lines(table, key)
    )


def texts() -> list[str]:
    """Every text that is parsed for the tests, once."""
    return sorted({case.text for case in (*cases(), *examples())})


def _lines(table: LexiconValue, key: str) -> Iterator[str]:
    assert isinstance(table, dict)
    lines = table[key]
    assert isinstance(lines, list)
    yield from (str(line) for line in lines)


def _case(line: str, *, same: bool, section: str) -> Case:
    text, opened = "", []
    places: list[Place] = []
    for character in line:
        if character == "[":
            opened.append(len(text))
        elif character == "]":
            places.append((opened.pop(), len(text)))
        else:
            text += character
    return Case(line, text, tuple(places), same, section)
