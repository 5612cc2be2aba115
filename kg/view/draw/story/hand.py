"""An editor's hand: what a person wants otherwise in a story, kept beside the picture and applied anew to each.

A file of TOML (``trade.story.toml`` beside ``trade.svg``), by hand or by the page: docs/how-to/draw-a-large-graph.md.
Cards are found by their words, so that an edit holds when the graph is built anew; one that fits none is told.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from kg.errors import KgError
from kg.model import TimeSpan
from kg.view.draw.cards import Card
from kg.view.draw.look import families, family_named

_Value = TypeVar("_Value", str, bool)


@dataclass(frozen=True, slots=True)
class CardEdit:
    """What one card is to be: the fields of its table in the file."""

    of: str
    drop: bool = False
    keep: bool = False
    words: str = ""
    day: date | None = None
    colour: str = ""
    note: str = ""

    def fits(self, one: Card) -> bool:
        """Whether a card is meant: it begins with the words, or goes on with them, whatever their case."""
        return bool(self.of) and f" {self.of.casefold().rstrip(' …')}" in f" {one.text.casefold()}"

    def edited(self, one: Card) -> Card:
        """The card as it is to be."""
        return replace(
            one,
            text=self.words or one.text,
            time=TimeSpan(self.day, self.day) if self.day else one.time,
            family=family_named(self.colour) if self.colour else one.family,
            note=self.note,
            is_edited=bool(self.words or self.day),
        )


@dataclass(frozen=True, slots=True)
class Hand:
    """All edits of a story; none where there is no file."""

    title: str = ""
    note: str = ""
    cards: tuple[CardEdit, ...] = ()

    def edits(self, one: Card) -> CardEdit | None:
        """The edit of a card, the last of several."""
        return next((edit for edit in reversed(self.cards) if edit.fits(one)), None)


def hand_beside(output: Path | None, given: Path | None = None) -> Hand | None:
    """The edits in a given file, else in that beside a picture; None where there is neither."""
    beside = output.with_suffix(".story.toml") if output else None
    path = given or (beside if beside and beside.exists() else None)
    return hand_of(path) if path else None


def hand_of(path: Path) -> Hand:
    """The edits in a file; ``KgError`` names what in it is none."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KgError(f"{path}: {error}", hint="a file of edits is TOML") from error
    cards = found.pop("card", [])
    if not isinstance(cards, list) or not all(isinstance(one, dict) for one in cards):
        raise KgError(f"{path}: card is no list of tables", hint="[[card]] begins each")
    for table, of in ((found, Hand), *((one, CardEdit) for one in cards)):
        names = [one.name for one in fields(of) if one.name != "cards"]
        if unknown := sorted(set(table) - set(names)):
            raise KgError(f"{path}: {unknown[0]!r} is nothing to edit", hint=f"one of {', '.join(names)}")
    title, note = (_value(path, found, name, "") for name in ("title", "note"))
    return Hand(title, note, tuple(_edit(path, one) for one in cards))


def _edit(path: Path, table: Mapping[str, object]) -> CardEdit:
    of, words, colour, note = (_value(path, table, name, "") for name in ("of", "words", "colour", "note"))
    if not of.strip(" …"):
        raise KgError(f"{path}: a card without of", hint='of = "how the card begins"')
    labels = {family.label: name for name, family in families().items()}
    colour = labels.get(colour, colour)
    if colour and colour not in families():
        raise KgError(f"{path}: {colour!r} is no colour", hint=f"as in the legend: {'; '.join(labels)}")
    drop, keep = (_value(path, table, name, default=False) for name in ("drop", "keep"))
    day = table.get("day")
    if day is not None and type(day) is not date:
        raise KgError(f"{path}: day = {day!r} is no day", hint="as day = 2026-01-14, without quotation marks")
    return CardEdit(of, drop, keep, words, day, colour, note)


def _value(path: Path, table: Mapping[str, object], name: str, default: _Value) -> _Value:
    """A value of a table, of the kind of its default."""
    value = table.get(name, default)
    if not isinstance(value, type(default)):
        raise KgError(f"{path}: {name} = {value!r} is no {type(default).__name__}", hint=f"as {name} = {default!r}")
    return value
