"""Sentences marked by hand with who says what: ``[source] {cue} <content>``; and where their parses lie."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.lexicon import LexiconValue, lexicon

HERE = Path(__file__).parent / "attributions"
PARSES = HERE / "parses.jsonl"
_OPENING = {"[": "source", "{": "cue", "<": "content"}
_CLOSING = {"]": "source", "}": "cue", ">": "content"}
Place = tuple[int, int]


@dataclass(frozen=True)
class Marked:
    """A text and the places of one attribution in it, in characters."""

    line: str
    text: str
    places: Mapping[str, tuple[Place, ...]]


def marked(line: str) -> Marked:
    """A line without its marks, and where they stood."""
    text, opened = "", dict.fromkeys(_OPENING.values(), 0)
    places: dict[str, tuple[Place, ...]] = dict.fromkeys(_OPENING.values(), ())
    for character in line:
        if part := _OPENING.get(character):
            opened[part] = len(text)
        elif part := _CLOSING.get(character):
            places[part] = (*places[part], (opened[part], len(text)))
        else:
            text += character
    return Marked(line, text, places)


def cases() -> Mapping[str, tuple[str, ...]]:
    """The lines of ``attributions/cases.toml`` by section."""
    read = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))
    return {section: tuple(str(line) for line in lines) for section, lines in read.items()}


def samples(key: str) -> Iterator[tuple[str, str]]:
    """Each example or counterexample of the lexicon with the name of its rule."""
    for name, table in _rules(lexicon("reporting")):
        lines = table.get(key, [])
        for line in lines if isinstance(lines, list) else []:
            yield name, str(line)


def texts() -> list[str]:
    """Every text that is parsed for the tests, once."""
    lines = [line for section in cases().values() for line in section]
    lines += [line for key in ("examples", "counterexamples") for _, line in samples(key)]
    return list(dict.fromkeys(marked(line).text for line in lines))


def _rules(table: Mapping[str, LexiconValue], name: str = "") -> Iterator[tuple[str, Mapping[str, LexiconValue]]]:
    for key, value in table.items():
        if isinstance(value, dict):
            path = f"{name}.{key}".strip(".")
            yield path, value
            yield from _rules(value, path)
