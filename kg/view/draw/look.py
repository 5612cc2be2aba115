"""Styles: shapes, colours and fonts, from ``styles.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.model import Statement
from kg.ontology import Ontology
from kg.view.draw.scene import Polygon
from kg.view.draw.values import Theme, Tone

FONT = "Arial"
"""A face whose widths Graphviz knows without having it, and that every system has or has the like of."""
UNSURE = "?"
OTHER = "Topic"
"""What a class of a user's ontology looks like."""


@dataclass(frozen=True, slots=True)
class ClassLook:
    """A class: its name in the legend, its shape, margin, outlines and style for Graphviz, its two fills."""

    name: str
    shape: str
    margin: str
    lines: int
    style: str
    light: str
    dark: str

    def fill(self, theme: Theme) -> str:
        """The colour of the ground inside."""
        return self.dark if theme is Theme.DARK else self.light


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme."""

    ground: str
    ink: str
    quiet: str
    line: str
    conflict: str
    cooperation: str
    conflict_fill: str
    cooperation_fill: str
    band: str
    """The ground of every other row."""

    def fill(self, tone: Tone, other: str) -> str:
        """The ground of an act."""
        return {Tone.CONFLICT: self.conflict_fill, Tone.COOPERATION: self.cooperation_fill}.get(tone, other)


def look_of(kind: str) -> ClassLook:
    """The style of a class; all classes of events share one, and so do classes of other ontologies."""
    return class_looks()[kind_shown(kind)]


def kind_shown(kind: str) -> str:
    """The class under which the legend has a node."""
    if kind in class_looks():
        return kind
    return "Event" if Ontology.load().is_a(kind, "Event") else OTHER


@cache
def class_looks() -> Mapping[str, ClassLook]:
    """All looks, in the order of the legend."""
    found = {}
    for name, fields in _styles()["classes"].items():
        words = {field: str(value) for field, value in fields.items() if field != "lines"}
        found[name] = ClassLook(**words, lines=int(fields["lines"]))
    return found


@cache
def palette(theme: Theme) -> Palette:
    """The colours of a theme."""
    return Palette(**{name: str(value) for name, value in _styles()["themes"][theme.value].items()})


@cache
def page_table(kind: str) -> dict[str, str]:
    """The colours of a theme that only the page has, or words of some kind by name (``styles.toml``)."""
    return {name: str(value) for name, value in _styles()["page"][kind].items()}


@cache
def class_tones() -> Mapping[Tone, frozenset[str]]:
    """The families and classes of relations that are against or with someone."""
    tones = tomllib.loads((files("kg.view.draw") / "styles.toml").read_text(encoding="utf-8"))["tones"]
    return {Tone(name): frozenset(map(str, fields["classes"])) for name, fields in tones.items()}


@cache
def card_words(kind: str) -> frozenset[str]:
    """Words and pairs of words of some kind by which the words of a card are judged and cut (``styles.toml``)."""
    return frozenset(card_table("words")[kind].split(", "))


@cache
def card_table(kind: str) -> Mapping[str, str]:
    """Words of some kind by name (``styles.toml``).

    As "standing", what an edge is called whose relation is named after the past; "firmness", how firmly a card is told,
    by factuality; "unsigned", by class of an act the classes of objects with which it has no sign, "open Topic" of an
    open relation alone.
    """
    return {name: str(words) for name, words in _styles()["cards"][kind].items()}


@cache
def doubt() -> Mapping[str, float]:
    """The confidence below which a card is "unsure", "left_out", or left out with a name in brackets ("named")."""
    return {name: float(value) for name, value in card_table("doubt").items()}


@cache
def _styles() -> dict[str, dict[str, dict[str, str | int]]]:
    return tomllib.loads((files("kg.view.draw") / "styles.toml").read_text(encoding="utf-8"))


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
    known = Ontology.load().relation_classes.get(class_of(said))
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
    found = {}
    for name, style in _styles()["families"].items():
        look = {key: str(value) for key, value in style.items()}
        sign = tuple((float(x), float(y)) for x, y in (pair.split(",") for pair in look["sign"].split()))
        found[name] = Family(name, known[name].label, look["light"], look["dark"], sign, look["letter"])
    return found
