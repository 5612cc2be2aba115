"""Texts with what their pronouns mean: GUM's documents, and GAP's passages of a pronoun and two names."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

Place: TypeAlias = tuple[int, int]
"""Characters of a text, end excluded."""
_CELLS = 10
_MARKS = re.compile(r"\([^()]+\)?|[^()]+\)")
_HEADS = 5  # which part of a mark names the heads


@dataclass(frozen=True)
class Gold:
    """A mention of an entity; its heads are what a parser may take for its head."""

    place: Place
    heads: tuple[Place, ...]
    entity: str


@dataclass(frozen=True)
class Pair:
    """A pronoun, and the two names that it may mean: which of them it does, if either."""

    pronoun: int
    names: tuple[Place, Place]
    meant: tuple[bool, bool]


@dataclass
class Text:
    """A text with all mentions of all entities, or with one pair."""

    id: str
    text: str = ""
    mentions: list[Gold] = field(default_factory=list)
    pair: Pair | None = None


def gum(path: Path) -> Iterator[Text]:
    """The documents of a file in CoNLL-U with GUM's ``Entity=`` marks."""
    found: _Document | None = None
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if line.startswith("# newdoc id = "):
                if found:
                    yield found.text
                found = _Document(Text(line.split(" = ", 1)[1].strip()))
            elif found and line.startswith("# newpar"):
                found.end_paragraph()
            elif found and len(cells) == _CELLS and cells[0].isdigit():
                found.add(cells[1], cells[9].split("|"))
            elif found and not line.strip():
                found.end_sentence()
    if found:
        yield found.text


@dataclass
class _Document:
    text: Text
    words: list[Place] = field(default_factory=list)
    open: list[tuple[int, Sequence[str]]] = field(default_factory=list)
    """First word and mark of each mention that has not ended."""

    def end_paragraph(self) -> None:
        self.text.text = self.text.text.rstrip() + "\n" if self.text.text else ""

    def end_sentence(self) -> None:
        if self.text.text[-1:] not in {" ", "\n", ""}:
            self.text.text += " "

    def add(self, form: str, marks: Sequence[str]) -> None:
        start = len(self.text.text)
        self.words.append((start, start + len(form)))
        self.text.text += form if "SpaceAfter=No" in marks else f"{form} "
        for mark in marks:
            if mark.startswith("Entity="):
                self._entities(mark.removeprefix("Entity="))

    def _entities(self, marks: str) -> None:
        for mark in _MARKS.findall(marks):
            if mark.startswith("("):
                self.open.append((len(self.words) - 1, mark.strip("()").split("-")))
            if mark.endswith(")"):
                entity = mark.strip("()").split("-")[0]
                place = max(place for place, (_, parts) in enumerate(self.open) if parts[0] == entity)
                self._close(*self.open.pop(place))

    def _close(self, first: int, parts: Sequence[str]) -> None:
        last = len(self.words) - 1
        heads = (min(first + int(number) - 1, last) for number in parts[_HEADS].split(",") if number.isdigit())
        place = (self.words[first][0], self.words[last][1])
        self.text.mentions.append(Gold(place, tuple(self.words[head] for head in heads), parts[0]))


def gap(path: Path) -> Iterator[Text]:
    """The passages of a file of GAP."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            starts = int(row["A-offset"]), int(row["B-offset"])
            names = (starts[0], starts[0] + len(row["A"])), (starts[1], starts[1] + len(row["B"]))
            meant = row["A-coref"] == "TRUE", row["B-coref"] == "TRUE"
            yield Text(row["ID"], row["Text"], pair=Pair(int(row["Pronoun-offset"]), names, meant))
