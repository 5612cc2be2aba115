"""Cards of a story one below the other, in as many columns as there is room for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.view.draw.scene import Group, Line, Shape, Words, wrapped
from kg.view.draw.sheet import DASH, LINE, MARGIN, NAME, CardText, Ink, card_group
from kg.view.draw.story.grid import BETWEEN, shared, shown_sequels
from kg.view.draw.story.order import Sequel
from kg.view.draw.story.routes import GUTTER, RoutePlace, Routes

NARROW = 500.0
"""What is less wide has one column."""


@dataclass
class Stack:
    """Stacks cards below ``y`` in a picture ``wide``; right of each column there is a gutter for lines."""

    wide: float
    y: float
    ink: Ink
    parts: list[Shape] = field(default_factory=list)
    placed: list[tuple[CardText, RoutePlace]] = field(default_factory=list)

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return 1 if self.wide < NARROW else 2

    @property
    def card(self) -> float:
        """How wide a card is."""
        gutters = GUTTER * (self.columns - 1) or GUTTER / 2
        return (self.wide - 2 * MARGIN - gutters) / self.columns

    @property
    def gutter(self) -> float:
        """Where the gutter begins that every card stands beside."""
        return MARGIN + self.card

    def head(self, title: str) -> None:
        """A title over what comes next."""
        self.y += 4
        for line in wrapped(title, NAME, self.card if self.columns == 1 else self.wide - 2 * MARGIN, 3, is_bold=True):
            self.y += LINE
            self.parts.append(Words(MARGIN, self.y, line, NAME, self.ink.colours.ink, is_bold=True))
        self.y += 7

    def now(self) -> None:
        """A line across: what is below was still to come when the article was written."""
        self.y += 4
        ends = ((MARGIN, self.y), (self.wide - MARGIN, self.y))
        self.parts.append(Line(ends, self.ink.colours.ink, 1.4, DASH))

    def add(self, texts: Sequence[CardText]) -> None:
        """Cards in their order, down one column and then the next."""
        end = self.y
        for side, some in enumerate(shared(texts, self.columns)):
            left, y = MARGIN + side * (self.card + GUTTER), self.y
            for text in some:
                self.placed.append((text, RoutePlace(left, y, left + self.card, y + text.height, side, 0)))
                y += text.height + BETWEEN
            end = max(end, y)
        self.y = end

    def shapes(self, sequels: Sequence[Sequel]) -> tuple[Shape, ...]:
        """Titles, lines between bound cards, and the cards."""
        cards = [card_group(text, place.left, place.top, self.card, self.ink) for text, place in self.placed]
        return (*self.parts, *self._lines(sequels), *cards)

    def _lines(self, sequels: Sequence[Sequel]) -> Iterator[Group]:
        places = {text.card.said[0]: place for text, place in self.placed}
        routes = Routes(())
        for sequel in shown_sequels(sequels, places):
            yield routes.beside(self.gutter, places[sequel.first], places[sequel.second], self.ink.colours.ink)
