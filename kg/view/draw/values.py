"""The model of a picture, apart from formats: nodes, edges, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.facts.selection import Counted
from kg.model import Factuality, NodeId

if TYPE_CHECKING:
    from kg.view.draw.story.hand import Hand

MOST_ACTS = 36
"""The cards of a story: the acts that an editor would name, and what others say; more of them are a list."""
NARROWEST, WIDEST = 280, 2000  # pixels of a picture
MOST_ACTORS = 12
"""The rows of a matrix that are still found at a glance."""
MOST_NODES = 30
"""More than a reader takes in at a glance; the best connected are shown unless another number is asked for."""


class Tone(StrEnum):
    """Whether an act is conflict or cooperation, by its class in the ontology."""

    CONFLICT = "conflict"
    COOPERATION = "cooperation"
    NEUTRAL = ""


class Direction(StrEnum):
    """Which way the arrows run, as Graphviz calls it."""

    DOWN = "TB"
    RIGHT = "LR"
    UP = "BT"
    LEFT = "RL"


class Layout(StrEnum):
    """Layouts: story, matrix, network."""

    STORY = "story"
    MATRIX = "matrix"
    NETWORK = "network"


class Theme(StrEnum):
    """Dark ink on a light ground, or light ink on a dark one."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class View:
    """The selection and layout of a picture.

    ``focus`` is the name of an entity, ``hops`` how far from it; ``top`` the most nodes, 0 for all. Empty
    ``relations`` and ``factualities`` ask for nothing. ``by_country`` shows actors as the countries that they are,
    act for or belong to.
    """

    focus: str = ""
    hops: int = 1
    top: int = MOST_NODES
    since: date | None = None
    until: date | None = None
    relations: tuple[str, ...] = ()
    factualities: tuple[str, ...] = ()
    by_country: bool = False
    direction: Direction | None = None
    """Of a network; None for the one that has room for more, else to the right."""
    theme: Theme = Theme.LIGHT
    details: bool = False
    """With what clauses tell beside their main statements."""
    layout: Layout | None = None
    """None for the layout that fits the format and the number of articles."""
    acts: int = MOST_ACTS
    """Of a story, the most cards; 0 for all."""
    actors: int = MOST_ACTORS
    """Of a matrix, the most actors; 0 for all."""
    width: int = 700
    """Of a story, in pixels; one that is less than 500 wide has one column."""
    credit: str = ""
    """Whose text it is, where the graph does not tell or tells otherwise."""
    trust: str = ""
    """Only what is "sure", or only what is a "lead"; "" for both."""
    hand: Hand | None = None
    """Of a story, what an editor wants otherwise."""

    def __post_init__(self) -> None:
        if self.hops < 0 or self.top < 0:
            raise KgError("hops and the number of nodes are counts, not less than 0")
        if not NARROWEST <= self.width <= WIDEST:
            raise KgError(f"a picture {self.width} wide cannot be read", hint=f"{NARROWEST} to {WIDEST} pixels")


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A node of a picture; ``is_act`` marks the small node of an event between its participants.

    ``is_fact`` is false of a happening that no statement tells as a fact.
    """

    id: NodeId
    kind: str
    label: str
    detail: str = ""
    tone: Tone = Tone.NEUTRAL
    factuality: Factuality = Factuality.ASSERTED
    is_act: bool = False
    is_fact: bool = True
    family: str = ""
    """The name of the family of what an act is."""
    negated: bool = False
    firmness: str = ""
    """How firmly it is told, in words; empty for what is told as so."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two nodes and the statements that it stands for.

    An act with a node of its own is drawn by several edges: into it without a head, out of it with one, and one for
    each other ``role`` ("commodity"). ``is_claim`` is true where only a source asserts it.
    """

    tail: NodeId
    head: NodeId
    label: str
    said: tuple[NodeId, ...]
    detail: str = ""
    tone: Tone = Tone.NEUTRAL
    factuality: Factuality = Factuality.ASSERTED
    is_open: bool = False
    role: str = ""
    has_head: bool = True
    is_claim: bool = False
    family: str = ""
    bundled: tuple[Edge, ...] = ()
    """Other lines between the same two, told along this one."""
    sentence: str = field(default="", compare=False)
    """The statement in plain words, for the tooltip."""
    negated: bool = False
    firmness: str = ""
    """How firmly it is told, in words; empty for what is told as so."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How much of the graph a picture leaves out, and the options that caused it."""

    nodes: int = 0
    all_nodes: int = 0
    statements: Counted = field(default_factory=Counted)
    all_statements: Counted = field(default_factory=Counted)
    inside: int = 0
    """Statements between two actors of one country, where actors are drawn as countries."""
    asked: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether all is shown."""
        return not self.nodes and self.statements == Counted()


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes and edges in the order in which they are drawn."""

    nodes: tuple[DrawnNode, ...]
    edges: tuple[Edge, ...]
    title: str = ""
    left_out: LeftOut = field(default_factory=LeftOut)
    focuses: tuple[str, ...] = ()
    """Names to focus on, where there is too much to be read at once."""
    direction: Direction = Direction.RIGHT
    """The way of its arrows where a view asks for none."""

    @property
    def note(self) -> str:
        """What is shown of how much: "30 of 68 nodes, 30 of 34 main statements, 2 details"; names for a focus."""
        more = f". Too many to read at once: focus on {', '.join(self.focuses)}" if self.focuses else ""
        left = self.left_out
        asked = f" ({'; '.join(left.asked)})" if left.asked else ""
        inside = f", {left.inside} of them within one country" if left.inside else ""
        if left.is_nothing:
            return f"All: {left.all_nodes} nodes, {left.all_statements}{asked}{more}"
        shown = f"{left.all_nodes - left.nodes} of {left.all_nodes} nodes"
        said = (left.all_statements - left.statements).out_of(left.all_statements)
        return f"Shown: {shown}, {said}{asked}. Left out: {left.nodes} nodes, {left.statements}{inside}{more}"
