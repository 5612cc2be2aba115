"""The grid of a story: columns of time, a row for each who acts, cards where both meet, lines between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations_with_replacement, islice, pairwise, product

from kg.model import Graph, NodeId
from kg.view.draw.cards import Card, name_if_unsaid, together
from kg.view.draw.scene import Box, Group, Line, Shape, Words, wrapped
from kg.view.draw.sheet import DASH, LINE, MARGIN, NAME, SMALL, CardText, Ink, card_group, card_text, offices
from kg.view.draw.story.columns import Column
from kg.view.draw.story.order import Sequel
from kg.view.draw.story.routes import CHANNEL, GUTTER, Band, RoutePlace, Routes

_LABELS = 92.0  # for the names of rows
_NARROWEST = 158.0  # a card: some 24 letters a line
BETWEEN = 6.0  # two cards of one cell
_UNDER = 7.0  # the last card of a row
_FEW_ROWS = 3
_OTHERS = "Others"
_MOST = 4  # columns, however wide a picture is
_STEPS = 6  # parts of the spare width that columns are given


def most_columns(wide: float) -> int:
    """How many columns of readable cards there is room for."""
    return min(max(int((wide - 2 * MARGIN - _LABELS) / (_NARROWEST + GUTTER)), 1), _MOST)


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
        held = offices(self.graph)
        return tuple(
            _label(_OTHERS if len(self.rows) > 1 else "", "")
            if len(row) > 1
            else _label(*next((self.graph.label(one), held.get(one, "")) for one in row))
            for row in self.rows
        )

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
        return min((tracks for shape in shapes for tracks in self._shared(shape)), key=self._cost)

    def _shared(self, shape: tuple[int, ...]) -> Iterator[_Tracks]:
        """Tracks so many for each column, with every share of the spare width."""
        count = sum(shape)
        owners = tuple(column for column, tracks in enumerate(shape) for _ in range(tracks))
        spare = self.wide - 2 * MARGIN - _LABELS - count * (GUTTER + _NARROWEST)
        for cuts in combinations_with_replacement(range(count), _STEPS):
            wides = tuple(_NARROWEST + spare * cuts.count(place) / _STEPS for place in range(count))
            lefts = (MARGIN + _LABELS + sum(wides[:place]) + GUTTER * place for place in range(count))
            yield _Tracks(owners, tuple(lefts), wides)

    def _cost(self, tracks: _Tracks) -> tuple[float, float, _Tracks]:
        return sum(self._heights(tracks)), max(tracks.wides), tracks

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
            for track, texts in zip(
                own, shared([self._text(card, narrowest) for card in cards], len(own)), strict=False
            ):
                top = 0.0
                for card in islice(some, len(texts)):
                    text = self._text(card, tracks.wides[track])
                    yield text, track, top, top + text.height
                    top += text.height + BETWEEN

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


def shared(texts: Sequence[CardText], most: int) -> list[list[CardText]]:
    """Cards in their order as at most so many stacks, of which the highest is as low as can be."""
    limit = max((text.height + BETWEEN for text in texts), default=0.0)
    while len(stacks := list(_stacks(texts, limit))) > most:
        nexts = (sum(text.height + BETWEEN for text in (*one, two[0])) for one, two in pairwise(stacks))
        limit = min(nexts)
    return stacks


def _stacks(texts: Sequence[CardText], limit: float) -> Iterator[list[CardText]]:
    """Cards in their order as stacks that are no higher than ``limit``."""
    some: list[CardText] = []
    for text in texts:
        if some and sum(one.height + BETWEEN for one in (*some, text)) > limit:
            yield some
            some = []
        some.append(text)
    if some:
        yield some


def _label(name: str, office: str) -> tuple[tuple[str, float, bool], ...]:
    room = _LABELS - 8
    names = ((line, NAME, True) for line in (wrapped(name, NAME, room, 3, is_bold=True) if name else ()))
    return (*names, *((line, SMALL, False) for line in (wrapped(office, SMALL, room, 3) if office else ())))


def drawn_grid(grid: Grid, y: float, ink: Ink) -> tuple[tuple[Shape, ...], float]:
    """The grid below ``y``, and where it ends."""
    head, y = _header(grid, y, ink)
    bands = grid.bands(y)
    ground = [shape for place, band in enumerate(bands) for shape in _band(grid, place, band, ink)]
    placed = list(grid.placed(bands))
    cards = [card_group(text, place.left, place.top, place.right - place.left, ink) for text, place in placed]
    lines = list(_lines(grid, [(text.card, place) for text, place in placed], bands, ink))
    now_line = _now_line(grid, y - 4, bands[-1].bottom, ink)
    return (*ground, *head, *now_line, *lines, *cards), bands[-1].bottom + 4


def _header(grid: Grid, y: float, ink: Ink) -> tuple[tuple[Shape, ...], float]:
    """The names of the columns over a line."""
    spans = [grid.tracks.span(place) for place in range(len(grid.columns))]
    names = [
        wrapped(column.label, SMALL, right - left, 3, is_bold=True)
        for column, (left, right) in zip(grid.columns, spans, strict=True)
    ]
    deep = max(map(len, names))
    parts: list[Shape] = [
        Words(left, y + LINE * (deep - len(lines) + number + 1), line, SMALL, ink.colours.ink, is_bold=True)
        for (left, _), lines in zip(spans, names, strict=True)
        for number, line in enumerate(lines)
    ]
    y += LINE * deep + 6
    parts.append(Line(((MARGIN + _LABELS, y), (grid.wide - MARGIN, y)), ink.colours.line, 1.2))
    return tuple(parts), y + 4


def _now_line(grid: Grid, top: float, bottom: float, ink: Ink) -> Iterator[Shape]:
    """What is right of it was still to come when the article was written."""
    ahead = [place for place, column in enumerate(grid.columns) if column.is_ahead]
    if ahead:
        x = grid.tracks.span(ahead[0])[0] - 5
        yield Line(((x, top), (x, bottom)), ink.colours.ink, 1.4, DASH)


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


def shown_sequels(sequels: Sequence[Sequel], among: Iterable[NodeId]) -> tuple[Sequel, ...]:
    """The sequels between some cards, by their first statements: at most one to each card."""
    there = set(among)
    kept: dict[NodeId, Sequel] = {}
    for one in sequels:
        if {one.first, one.second} <= there:
            kept.setdefault(one.second, one)
    return tuple(kept.values())
