"""The layout of a story: cards where columns of time and rows of actors meet, or below each other, and lines between.

Lines run in the gutters right of each column and in the channels above each row, where no card stands; those of stacked
cards in the gutter beside them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations_with_replacement, islice, pairwise, product

from kg.model import Graph, NodeId
from kg.view.draw.cards import Card, name_if_unsaid, together
from kg.view.draw.scene import Box, Dash, Disc, Group, Line, Point, Polygon, Shape, Words, wrapped
from kg.view.draw.sheet import DASH, LINE, MARGIN, NAME, SMALL, CardText, Ink, card_group, card_text, offices
from kg.view.draw.story.columns import Column
from kg.view.draw.story.order import Sequel

NARROW = 500.0
"""What is less wide has one column."""
GUTTER = 28.0
CHANNEL = 12.0
DOT = 2.8
_LABELS = 92.0  # for the names of rows
_NARROWEST = 158.0  # a card: some 24 letters a line
_BETWEEN = 6.0  # two cards of one cell
_UNDER = 7.0  # the last card of a row
_FEW_ROWS = 3
_OTHERS = "Others"
_MOST = 4  # columns, however wide a picture is
_STEPS = 6  # parts of the spare width that columns are given
_FIRST, _STEP = 6.0, 4.5  # of the tracks of a gutter, from the card's edge
_TRACKS = 4
_HEAD = 5.0
_ENTRY = 0.37  # of the height of a card
_EXITS = (0.5, 0.25, 0.75, 0.12, 0.88)  # of the height of a card, one line after the other
_NAME = 8.0  # from the channel to the middle of the name of a row
_APART = 8.0  # two ends in one band
_ENDS = 3  # heights in a band, one after the other


@dataclass(frozen=True, slots=True)
class RoutePlace:
    """A card in the picture: its edges, the number of its column, and the band of its row."""

    left: float
    top: float
    right: float
    bottom: float
    column: int
    row: int

    @property
    def entry(self) -> float:
        """Where a line to the card ends: at no height at which one leaves it."""
        return self.top + (self.bottom - self.top) * _ENTRY


@dataclass(frozen=True, slots=True)
class Band:
    """The band of a row from top to bottom."""

    top: float
    bottom: float


@dataclass
class Routes:
    """Lays lines one by one; each gets a track of its own in its gutter as long as there are any."""

    bands: tuple[Band, ...]
    used: Counter[tuple[str, int]] = field(default_factory=Counter)
    leaving: Counter[RoutePlace] = field(default_factory=Counter)

    def to_row(self, start: RoutePlace, row: int, colour: str, dash: Dash, *, has_head: bool) -> Group:
        """From a card to the height of a row's name; with a dot instead of a head where both do it together."""
        x, y = start.right + self._track(start.column), self._leave(start)
        # No two lines that come one after the other end at the same height of a band.
        end = self.bands[row].top + CHANNEL + _NAME + _APART * self._next("end", row, _ENDS)
        way = 1 if row > start.row else -1
        tip = _head((x, end), (0, way), colour) if has_head else Disc(x, end, DOT, colour)
        stop = end - (_HEAD if has_head else 0) * way
        return Group((Line(((start.right, y), (x, y), (x, stop)), colour, 1, dash), tip), "to")

    def to_card(self, start: RoutePlace, end: RoutePlace, colour: str) -> Group:
        """From an act to what followed on it: up or down the gutter, over a channel where columns lie between."""
        x, y = start.right + self._track(start.column), self._leave(start)
        is_back = end.column <= start.column
        tip, way = ((end.right, end.entry), -1) if is_back else ((end.left, end.entry), 1)
        if end.column in {start.column, start.column + 1}:
            turns = [(x, end.entry)]
        else:
            channel = self.bands[end.row].top + 3
            before = end.right + self._track(end.column) if is_back else end.left - GUTTER + self._track(end.column - 1)
            turns = [(x, channel), (before, channel), (before, end.entry)]
        points = ((start.right, y), (x, y), *turns, (tip[0] - way * _HEAD, tip[1]))
        return Group((Line(points, colour, 2), _head(tip, (way, 0), colour)), "answer")

    def beside(self, gutter: float, start: RoutePlace, end: RoutePlace, colour: str) -> Group:
        """From an act to what followed on it, where all cards stand at one gutter."""
        x, y = gutter + self._track(0), self._leave(start)
        edge = start.right if start.right <= gutter else start.left
        tip, way = ((end.right, end.entry), -1) if end.right <= gutter else ((end.left, end.entry), 1)
        points = ((edge, y), (x, y), (x, end.entry), (tip[0] - way * _HEAD, end.entry))
        return Group((Line(points, colour, 2), _head(tip, (way, 0), colour)), "answer")

    def _track(self, column: int) -> float:
        """How far in the gutter of a column its next line runs."""
        return _FIRST + _STEP * self._next("gutter", column, _TRACKS)

    def _next(self, kind: str, number: int, most: int) -> int:
        self.used[kind, number] += 1
        return (self.used[kind, number] - 1) % most

    def _leave(self, start: RoutePlace) -> float:
        """Where on the edge of a card its next line begins: no two at the same height."""
        part = dict(enumerate(_EXITS)).get(self.leaving[start], _EXITS[0])
        self.leaving[start] += 1
        return start.top + (start.bottom - start.top) * part


def _head(tip: Point, way: tuple[float, float], colour: str) -> Shape:
    """An arrow's head at its tip, pointing along ``way``."""
    (x, y), (dx, dy) = tip, way
    back = (x - dx * _HEAD * 1.3, y - dy * _HEAD * 1.3)
    side = (dy * _HEAD * 0.75, dx * _HEAD * 0.75)
    return Polygon((tip, (back[0] + side[0], back[1] + side[1]), (back[0] - side[0], back[1] - side[1])), colour)


def arrow(start: Point, end: Point, colour: str, pen: float = 1) -> Group:
    """A line to the right with its head, as in a legend."""
    return Group((Line((start, (end[0] - _HEAD, end[1])), colour, pen), _head(end, (1, 0), colour)))


def shown_sequels(sequels: Sequence[Sequel], among: Iterable[NodeId]) -> tuple[Sequel, ...]:
    """The sequels between some cards, by their first statements: at most one to each card."""
    there = set(among)
    kept: dict[NodeId, Sequel] = {}
    for one in sequels:
        if {one.first, one.second} <= there:
            kept.setdefault(one.second, one)
    return tuple(kept.values())


def most_columns(wide: float) -> int:
    """How many columns of readable cards there is room for."""
    return min(max(int((wide - 2 * MARGIN - _LABELS) / (_NARROWEST + GUTTER)), 1), _MOST)


@dataclass(frozen=True, order=True, slots=True)
class _Tracks:
    """For each track the number of its column, its left edge and its width."""

    owners: tuple[int, ...]
    lefts: tuple[float, ...]
    wides: tuple[float, ...]

    def span(self, column: int) -> tuple[float, float]:
        """The left and right edge of a column."""
        own = [track for track, owner in enumerate(self.owners) if owner == column]
        return self.lefts[own[0]], self.lefts[own[-1]] + self.wides[own[-1]]


@dataclass(frozen=True)
class Grid:
    """The columns of a picture ``wide``, its cards with what stands under each, and the sequels between cards.

    A column with many cards has several tracks, in which they stand side by side.
    """

    graph: Graph
    columns: Sequence[Column]
    sequels: Sequence[Sequel]
    under: Mapping[NodeId, str]
    """By a card's first statement when it was and how it follows on others, where its place does not tell it."""
    wide: float

    @cached_property
    def rows(self) -> tuple[frozenset[NodeId], ...]:
        """Whose acts stand in each row: of who acts first, those of one country together.

        Of many actors those with one act share the last row, where cards have the names of who acts.
        """
        acts = Counter(card.actor for column in self.columns for card in column.cards)
        actors = together(self.graph, tuple(acts))
        once = frozenset(one for one in actors if acts[one] == 1)
        if len(actors) <= _FEW_ROWS or len(once) == 1:
            once = frozenset()
        return (*(frozenset((one,)) for one in actors if one not in once), *filter(None, (once,)))

    @cached_property
    def numbers(self) -> Mapping[NodeId, int]:
        """The number of the row of each who has one alone."""
        return {one: number for number, row in enumerate(self.rows) if len(row) == 1 for one in row}

    @cached_property
    def labels(self) -> tuple[tuple[tuple[str, float, bool], ...], ...]:
        """For each row the lines of its name and office, with their size, and whether they are bold."""
        held, room = offices(self.graph), _LABELS - 8

        def label(row: frozenset[NodeId]) -> tuple[tuple[str, float, bool], ...]:
            if len(row) > 1:
                name, office = _OTHERS if len(self.rows) > 1 else "", ""
            else:
                name, office = next((self.graph.label(one), held.get(one, "")) for one in row)
            names = wrapped(name, NAME, room, 3, is_bold=True) if name else ()
            below = wrapped(office, SMALL, room, 3) if office else ()
            return (*((line, NAME, True) for line in names), *((line, SMALL, False) for line in below))

        return tuple(map(label, self.rows))

    @cached_property
    def _texts(self) -> dict[tuple[NodeId, float], CardText]:
        return {}

    def _text(self, card: Card, wide: float) -> CardText:
        """The words of a card in a track ``wide``."""
        key = card.said[0], wide
        if key not in self._texts:
            name = "" if card.actor in self.numbers else name_if_unsaid(self.graph, card.actor, card.text)
            self._texts[key] = card_text(card, wide, when=self.under.get(card.said[0], ""), speaker=name)
        return self._texts[key]

    @cached_property
    def tracks(self) -> _Tracks:
        """Of all ways to share the width among tracks, the one that makes the rows least high."""
        most = most_columns(self.wide)
        shapes = (
            shape
            for shape in product(range(1, most + 1), repeat=len(self.columns))
            if sum(shape) <= max(most, len(self.columns))
        )
        every = (tracks for shape in shapes for tracks in self._shared(shape))
        return min(every, key=lambda tracks: (sum(self._heights(tracks)), max(tracks.wides), tracks))

    def _shared(self, shape: tuple[int, ...]) -> Iterator[_Tracks]:
        """Tracks so many for each column, with every share of the spare width."""
        count = sum(shape)
        owners = tuple(column for column, tracks in enumerate(shape) for _ in range(tracks))
        spare = self.wide - 2 * MARGIN - _LABELS - count * (GUTTER + _NARROWEST)
        for cuts in combinations_with_replacement(range(count), _STEPS):
            wides = tuple(_NARROWEST + spare * cuts.count(place) / _STEPS for place in range(count))
            lefts = (MARGIN + _LABELS + sum(wides[:place]) + GUTTER * place for place in range(count))
            yield _Tracks(owners, tuple(lefts), wides)

    @property
    def height(self) -> float:
        """The height of all rows."""
        return sum(self._heights(self.tracks))

    def _heights(self, tracks: _Tracks) -> Iterator[float]:
        for row, label in zip(self.rows, self.labels, strict=True):
            cells = (bottom for _, _, _, bottom in self._cells(row, tracks))
            yield max(*cells, LINE * len(label)) + CHANNEL + _UNDER

    def _cells(self, row: frozenset[NodeId], tracks: _Tracks) -> Iterator[tuple[CardText, int, float, float]]:
        """The cards of a row, each with its track, its top and bottom from the top of them all."""
        for number, column in enumerate(self.columns):
            own = [track for track, owner in enumerate(tracks.owners) if owner == number]
            cards = [card for card in column.cards if card.actor in row]
            narrowest = min(tracks.wides[track] for track in own)
            some = iter(cards)
            stacks = stacked([self._text(card, narrowest) for card in cards], len(own))
            for track, texts in zip(own, stacks, strict=False):
                top = 0.0
                for card in islice(some, len(texts)):
                    text = self._text(card, tracks.wides[track])
                    yield text, track, top, top + text.height
                    top += text.height + _BETWEEN

    def bands(self, y: float) -> tuple[Band, ...]:
        """The band of each row below ``y``."""
        found: list[Band] = []
        for height in self._heights(self.tracks):
            found.append(Band(y, y + height))
            y += height
        return tuple(found)

    def placed(self, bands: Sequence[Band]) -> Iterator[tuple[CardText, RoutePlace]]:
        """The cards with their places."""
        for place, (row, band) in enumerate(zip(self.rows, bands, strict=True)):
            for text, track, top, bottom in self._cells(row, self.tracks):
                left, y = self.tracks.lefts[track], band.top + CHANNEL
                yield text, RoutePlace(left, y + top, left + self.tracks.wides[track], y + bottom, track, place)


def stacked(texts: Sequence[CardText], most: int) -> list[list[CardText]]:
    """Cards in their order as at most so many stacks, of which the highest is as low as can be."""
    limit = max((text.height + _BETWEEN for text in texts), default=0.0)
    while len(stacks := list(_stacks(texts, limit))) > most:
        limit = min(sum(text.height + _BETWEEN for text in (*one, two[0])) for one, two in pairwise(stacks))
    return stacks


def _stacks(texts: Sequence[CardText], limit: float) -> Iterator[list[CardText]]:
    """Cards in their order as stacks that are no higher than ``limit``."""
    some: list[CardText] = []
    for text in texts:
        if some and sum(one.height + _BETWEEN for one in (*some, text)) > limit:
            yield some
            some = []
        some.append(text)
    if some:
        yield some


def drawn_grid(grid: Grid, y: float, ink: Ink) -> tuple[tuple[Shape, ...], float]:
    """The grid below ``y``, and where it ends: the names of the columns over a line, rows, cards, lines between them.

    What is right of a broken line was still to come when the article was written.
    """
    spans = [grid.tracks.span(place) for place in range(len(grid.columns))]
    names = [
        wrapped(column.label, SMALL, right - left, 3, is_bold=True)
        for column, (left, right) in zip(grid.columns, spans, strict=True)
    ]
    deep = max(map(len, names))
    head: list[Shape] = [
        Words(left, y + LINE * (deep - len(lines) + number + 1), line, SMALL, ink.colours.ink, is_bold=True)
        for (left, _), lines in zip(spans, names, strict=True)
        for number, line in enumerate(lines)
    ]
    y += LINE * deep + 6
    head.append(Line(((MARGIN + _LABELS, y), (grid.wide - MARGIN, y)), ink.colours.line, 1.2))
    bands = grid.bands(y + 4)
    ground = [shape for place, band in enumerate(bands) for shape in _band(grid, place, band, ink)]
    ahead = [place for place, column in enumerate(grid.columns) if column.is_ahead]
    if ahead:
        x = spans[ahead[0]][0] - 5
        head.append(Line(((x, y), (x, bands[-1].bottom)), ink.colours.ink, 1.4, DASH))
    placed = list(grid.placed(bands))
    cards = [card_group(text, place.left, place.top, place.right - place.left, ink) for text, place in placed]
    lines = _lines(grid, [(text.card, place) for text, place in placed], bands, ink)
    return (*ground, *head, *lines, *cards), bands[-1].bottom + 4


def _band(grid: Grid, place: int, band: Band, ink: Ink) -> Iterator[Shape]:
    """The ground of a row with its name."""
    if place % 2 == 0:
        yield Box(MARGIN - 6, band.top, grid.wide - 2 * MARGIN + 12, band.bottom - band.top, ink.colours.band)
    y = band.top + CHANNEL
    for line, size, is_bold in grid.labels[place]:
        y += LINE
        yield Words(MARGIN, y - 3, line, size, ink.colours.ink if is_bold else ink.colours.quiet, is_bold=is_bold)


def _lines(grid: Grid, placed: Sequence[tuple[Card, RoutePlace]], bands: tuple[Band, ...], ink: Ink) -> Iterator[Group]:
    """From acts to those they are done to, then from acts to what followed on them."""
    routes = Routes(bands)
    for card, place in placed:
        dash = () if card.is_fact else DASH
        ends = [(card.target, not card.is_mutual)] if card.target else []
        ends += [(other, False) for other in card.with_whom]
        for end, has_head in ends:
            row = grid.numbers.get(end) if end else None
            if row is not None and row != place.row:
                yield routes.to_row(place, row, ink.family(card.family), dash, has_head=has_head)
    places = {card.said[0]: place for card, place in placed}
    for sequel in shown_sequels(grid.sequels, places):
        yield routes.to_card(places[sequel.first], places[sequel.second], ink.colours.ink)


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
        for side, some in enumerate(stacked(texts, self.columns)):
            left, y = MARGIN + side * (self.card + GUTTER), self.y
            for text in some:
                self.placed.append((text, RoutePlace(left, y, left + self.card, y + text.height, side, 0)))
                y += text.height + _BETWEEN
            end = max(end, y)
        self.y = end

    def shapes(self, sequels: Sequence[Sequel]) -> tuple[Shape, ...]:
        """Titles, lines between bound cards, and the cards."""
        places = {text.card.said[0]: place for text, place in self.placed}
        routes, gutter, colour = Routes(()), MARGIN + self.card, self.ink.colours.ink
        lines = [
            routes.beside(gutter, places[sequel.first], places[sequel.second], colour)
            for sequel in shown_sequels(sequels, places)
        ]
        cards = [card_group(text, place.left, place.top, self.card, self.ink) for text, place in self.placed]
        return (*self.parts, *lines, *cards)
