"""The colours and symbols of families of relations."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.model import Statement
from kg.ontology import Ontology
from kg.view.draw.scene import Polygon
from kg.view.draw.values import Theme


@dataclass(frozen=True, slots=True)
class Family:
    """A family: its name in the ontology, its words, its two colours, its sign as a figure in a square of side 1.

    ``letter`` is its sign where there are only letters.
    """

    name: str
    label: str
    light: str
    dark: str
    sign: tuple[tuple[float, float], ...]
    letter: str = ""

    def colour(self, theme: Theme) -> str:
        """Its colour on the ground of a theme."""
        return self.dark if theme is Theme.DARK else self.light

    def figure(self, x: float, y: float, side: float, *, fill: str = "", stroke: str = "") -> Polygon:
        """Its sign in a square whose upper left corner is at ``x`` and ``y``."""
        return Polygon(tuple((x + side * a, y + side * b) for a, b in self.sign), fill, stroke)


NONE = Family("", "other", "#6b7580", "#8d99a5", ((0.3, 0.3), (0.7, 0.3), (0.7, 0.7), (0.3, 0.7)))
"""What has no class."""


def family_of(said: Statement) -> Family:
    """The family of a statement's class, else of its relation's."""
    first = class_of(said)
    known = Ontology.load().relation_classes.get(first)
    return families().get(known.broader or known.name, NONE) if known else NONE


def class_of(said: Statement) -> str:
    """The class of a statement's predicate in our ontology; of one without, that of its relation, or none."""
    first = said.relation_class.partition(" ")[0]
    relation = None if first or said.is_open else Ontology.load().relations.get(said.relation)
    return relation.relation_class if relation else first


def family_named(name: str) -> Family:
    """A family by its name; of no name, or none of ours, what has no class."""
    return families().get(name, NONE)


@cache
def families() -> Mapping[str, Family]:
    """All families by name, in the order of the legend."""
    known = Ontology.load().relation_classes
    styles = tomllib.loads((files("kg.view.draw") / "styles.toml").read_text(encoding="utf-8"))["families"]
    return {
        name: Family(name, known[name].label, look["light"], look["dark"], _figure(look["sign"]), look["letter"])
        for name, look in styles.items()
    }


def _figure(text: str) -> tuple[tuple[float, float], ...]:
    pairs = (pair.split(",") for pair in text.split())
    return tuple((float(x), float(y)) for x, y in pairs)
