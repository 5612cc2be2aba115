"""The families of relations as they are drawn: a colour and a sign each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.draw.scene import Polygon
from kg.draw.values import Theme
from kg.model import Statement
from kg.ontology import Ontology


@dataclass(frozen=True, slots=True)
class Family:
    """A family: its name in the ontology, its words, its two colours, the figure of its sign in a square of side 1."""

    name: str
    label: str
    light: str
    dark: str
    sign: tuple[tuple[float, float], ...]

    def colour(self, theme: Theme) -> str:
        """Its colour on the ground of a theme."""
        return self.dark if theme is Theme.DARK else self.light

    def figure(self, x: float, y: float, side: float, *, fill: str = "", stroke: str = "") -> Polygon:
        """Its sign in a square whose upper left corner is at ``x`` and ``y``."""
        return Polygon(tuple((x + side * a, y + side * b) for a, b in self.sign), fill, stroke)


NONE = Family("", "other", "#6b7580", "#8d99a5", ((0.3, 0.3), (0.7, 0.3), (0.7, 0.7), (0.3, 0.7)))
"""What has no class."""


def family_of(said: Statement) -> Family:
    """The family of a statement's class."""
    first = said.relation_class.partition(" ")[0]
    known = Ontology.load().relation_classes.get(first)
    return families().get(known.broader or known.name, NONE) if known else NONE


@cache
def families() -> Mapping[str, Family]:
    """All families by name, in the order of the legend."""
    known = Ontology.load().relation_classes
    styles = tomllib.loads((files("kg.draw") / "styles.toml").read_text(encoding="utf-8"))["families"]
    return {
        name: Family(name, known[name].label, look["light"], look["dark"], _figure(look["sign"]))
        for name, look in styles.items()
    }


def _figure(text: str) -> tuple[tuple[float, float], ...]:
    pairs = (pair.split(",") for pair in text.split())
    return tuple((float(x), float(y)) for x, y in pairs)
