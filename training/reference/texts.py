"""GUM's documents with what is mentioned in them."""

from __future__ import annotations

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


@dataclass
class Text:
    """A text with all mentions of all entities."""

    id: str
    text: str = ""
    mentions: list[Gold] = field(default_factory=list)


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
