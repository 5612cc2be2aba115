"""Docs from recorded parses: what the language model said of a sentence, without the model."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypedDict

import spacy
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab


class Parse(TypedDict):
    """A Doc as plain columns; ``ents`` are [start, end, label]."""

    text: str
    words: list[str]
    spaces: list[bool]
    tags: list[str]
    pos: list[str]
    lemmas: list[str]
    heads: list[int]
    deps: list[str]
    starts: list[bool]
    ents: list[tuple[int, int, str]]


class Parses(dict[str, Parse]):
    """Recorded parses by text; one that is missing tells how to record it."""

    def __missing__(self, text: str) -> Parse:
        raise LookupError(f"no parse of {text!r}: python -m tests.reader.record names coref attributions")


def parses(path: Path) -> Mapping[str, Parse]:
    """The recorded parses of a file, by text."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return Parses({parse["text"]: _typed(parse) for parse in map(json.loads, lines)})


def _typed(parse: Parse) -> Parse:
    """JSON has lists for tuples."""
    return {**parse, "ents": [(start, end, label) for start, end, label in parse["ents"]]}


def recorded(parse: Parse) -> Doc:
    """The Doc of a parse."""
    doc = Doc(
        vocabulary(),
        words=parse["words"],
        spaces=parse["spaces"],
        tags=parse["tags"],
        pos=parse["pos"],
        lemmas=parse["lemmas"],
        heads=parse["heads"],
        deps=parse["deps"],
    )
    doc.ents = tuple(Span(doc, start, end, label=label) for start, end, label in parse["ents"])
    return doc


@cache
def vocabulary() -> Vocab:
    """One vocabulary for all tests."""
    return spacy.blank("en").vocab
