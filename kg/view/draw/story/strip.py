"""The scene of a story: time from left to right, a row per actor, a card per act, others' speech below.

A narrow one has all cards below each other, in the same order.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate, combinations_with_replacement, islice, pairwise, product

from kg.facts.selection import Counted, is_dated
from kg.facts.status import sureness
from kg.model import Graph, NodeId, Statement
from kg.view.draw import choice, sheet
from kg.view.draw.cards import EDITED, Card, called, is_named, name_if_unsaid, together
from kg.view.draw.days import span
from kg.view.draw.look import card_words
from kg.view.draw.scene import Box, Dash, Disc, Group, Line, Point, Polygon, Scene, Shape, Words, wrapped
from kg.view.draw.story.choosing import Chosen, chosen
from kg.view.draw.story.columns import LATER, UNDATED, Column, Columns, Sequel, columns, is_before, sequels_of
from kg.view.draw.story.hand import Hand
from kg.view.draw.values import View

NARROW = 500.0
"""What is less wide has one column."""
GUTTER = 28.0
CHANNEL = 12.0
DOT = 2.8
_LABELS = 96.0  # for the names of rows
_NARROWEST = 158.0  # a card: some 24 letters a line
_BETWEEN = 6.0  # two cards of one cell
_UNDER = 7.0  # the last card of a row
_MOST_ROWS = 7
_HAPPENED = NodeId("")
"""In the place of an actor where none does it: "A quake struck", "A bridge had collapsed", "was arrested"."""
_MOST = 4  # columns, however wide a picture is
_STEPS = 6  # parts of the spare width that columns are given
_FIRST, _STEP = 6.0, 4.5  # of the tracks of a gutter, from the card's edge
_TRACKS = 4
_HEAD = 5.0
_ENTRY = 0.37  # of the height of a card
_EXITS = (0.5, 0.25, 0.75, 0.12, 0.88)  # of the height of a card, one line after the other
_NAME = 8.0  # from the channel to the middle of the name of a row
_ENDS_APART = 8.0  # two ends in one band
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


@dataclass
class Routes:
    """Lays lines one by one; each gets a track of its own in its gutter as long as there are any.

    They run in the gutters right of each column and in the channels above each row, where no card stands; those of
    stacked cards in the gutter beside them.
    """

    tops: Sequence[float]
    """Of each row, then the bottom of the last."""
    used: Counter[tuple[str, object]] = field(default_factory=Counter)

    def to_row(self, start: RoutePlace, row: int, colour: str, dash: Dash, *, has_head: bool) -> Group:
        """From a card to the height of a row's name; with a dot instead of a head where both do it together."""
        x, y = start.right + self._track(start.column), self._leave(start)
        # No two lines that come one after the other end at the same height of a band.
        end = self.tops[row] + CHANNEL + _NAME + _ENDS_APART * self._next("end", row, _ENDS)
        way = 1 if row > start.row else -1
        tip = _head((x, end), (0, way), colour) if has_head else Disc(x, end, DOT, colour)
        stop = end - (_HEAD if has_head else 0) * way
        return Group((Line(((start.right, y), (x, y), (x, stop)), colour, 1, dash), tip), "to")

    def to_card(self, start: RoutePlace, end: RoutePlace, colour: str, gutter: float | None = None) -> Group:
        """From an act to what followed on it: up or down the gutter, over a channel where columns lie between.

        All cards of a narrow picture stand at the one ``gutter``.
        """
        x = start.right + self._track(start.column) if gutter is None else gutter + self._track(0)
        y = self._leave(start)
        edge = start.right if gutter is None or start.right <= gutter else start.left
        is_back = end.column <= start.column if gutter is None else end.right <= gutter
        tip, way = ((end.right, end.entry), -1) if is_back else ((end.left, end.entry), 1)
        if gutter is not None or end.column in {start.column, start.column + 1}:
            turns = [(x, end.entry)]
        else:
            channel = self.tops[end.row] + 3
            before = end.right + self._track(end.column) if is_back else end.left - GUTTER + self._track(end.column - 1)
            turns = [(x, channel), (before, channel), (before, end.entry)]
        points = ((edge, y), (x, y), *turns, (tip[0] - way * _HEAD, tip[1]))
        return Group((Line(points, colour, 2), _head(tip, (way, 0), colour)), "answer")

    def _track(self, column: int) -> float:
        """How far in the gutter of a column its next line runs."""
        return _FIRST + _STEP * self._next("gutter", column, _TRACKS)

    def _next(self, kind: str, place: object, most: int) -> int:
        self.used[kind, place] += 1
        return (self.used[kind, place] - 1) % most

    def _leave(self, start: RoutePlace) -> float:
        """Where on the edge of a card its next line begins: no two at the same height."""
        return start.top + (start.bottom - start.top) * _EXITS[self._next("exit", start, len(_EXITS))]


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
    return min(max(int((wide - 2 * sheet.MARGIN - _LABELS) / (_NARROWEST + GUTTER)), 1), _MOST)


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
        """Whose acts stand in each row: what nobody does, then of who acts first, those of one country together.

        Those who act once and have no name, nor one in a headline, and those for whom there is no room share the last.
        """
        acts = Counter(_doer(card) for column in self.columns for card in column.cards)
        actors = together(self.graph, tuple(one for one in acts if one != _HAPPENED))
        titles = " ".join(article.title for article in self.graph.articles)
        named = {one for one in actors if is_named(self.graph, one) or not name_if_unsaid(self.graph, one, titles)}
        known = [one for one in actors if acts[one] > 1 or one in named]
        most = sorted(known, key=lambda one: -acts[one])[:_MOST_ROWS]
        others = frozenset(actors) - {*most} if len(actors) - len(most) > 1 else frozenset[NodeId]()
        happened = frozenset((_HAPPENED,) if _HAPPENED in acts else ())
        return (
            *filter(None, (happened,)),
            *(frozenset((one,)) for one in actors if one not in others),
            *filter(None, (others,)),
        )

    @cached_property
    def numbers(self) -> Mapping[NodeId, int]:
        """The number of the row of each who has one alone."""
        return {one: number for number, row in enumerate(self.rows) if len(row) == 1 for one in row}

    @cached_property
    def offices(self) -> Mapping[NodeId, str]:
        """The office of each who has one."""
        return sheet.offices(self.graph)

    @cached_property
    def labels(self) -> tuple[tuple[tuple[str, float, bool], ...], ...]:
        """For each row the lines of its name and office, with their size, and whether they are bold."""
        held, room = self.offices, _LABELS - 4

        def label(row: frozenset[NodeId]) -> tuple[tuple[str, float, bool], ...]:
            if len(row) > 1 or _HAPPENED in row:
                name, office = ("Others" if len(row) > 1 else "What happened") if len(self.rows) > 1 else "", ""
            else:
                (one,) = row
                quotes = (card.quote for column in self.columns for card in column.cards if card.actor == one)
                name, office = called(self.graph, one, " ".join(quotes)), held.get(one, "")
            names = wrapped(name, sheet.NAME, room, 5, is_bold=True) if name else ()
            below = wrapped(office, sheet.SMALL, room, 3) if office else ()
            return (*((line, sheet.NAME, True) for line in names), *((line, sheet.SMALL, False) for line in below))

        return tuple(map(label, self.rows))

    @cached_property
    def _texts(self) -> dict[tuple[NodeId, float], sheet.CardText]:
        return {}

    def _text(self, card: Card, wide: float) -> sheet.CardText:
        """The words of a card in a track ``wide``."""
        key = card.said[0], wide
        if key not in self._texts:
            is_there = card.actor in self.numbers or not card.has_doer
            name = "" if is_there else name_if_unsaid(self.graph, card.actor, card.text)
            source, when = card.statement.attributed_to if card.speaker else None, self.under.get(card.said[0], "")
            office = self.offices.get(source, "") if source and not name else ""
            self._texts[key] = sheet.card_text(card, wide, when=when, speaker=name, office=office)
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
        spare = self.wide - 2 * sheet.MARGIN - _LABELS - count * (GUTTER + _NARROWEST)
        for cuts in combinations_with_replacement(range(count), _STEPS):
            wides = tuple(_NARROWEST + spare * cuts.count(place) / _STEPS for place in range(count))
            lefts = (sheet.MARGIN + _LABELS + sum(wides[:place]) + GUTTER * place for place in range(count))
            yield _Tracks(owners, tuple(lefts), wides)

    @property
    def height(self) -> float:
        """The height of all rows."""
        return sum(self._heights(self.tracks))

    def _heights(self, tracks: _Tracks) -> Iterator[float]:
        for row, label in zip(self.rows, self.labels, strict=True):
            cells = (bottom for _, _, _, bottom in self._cells(row, tracks))
            yield max(*cells, sheet.LINE * len(label)) + CHANNEL + _UNDER

    def _cells(self, row: frozenset[NodeId], tracks: _Tracks) -> Iterator[tuple[sheet.CardText, int, float, float]]:
        """The cards of a row, each with its track, its top and bottom from the top of them all."""
        for number, column in enumerate(self.columns):
            own = [track for track, owner in enumerate(tracks.owners) if owner == number]
            cards = [card for card in column.cards if _doer(card) in row]
            narrowest = min(tracks.wides[track] for track in own)
            some = iter(cards)
            stacks = stacked([self._text(card, narrowest) for card in cards], len(own))
            for track, texts in zip(own, stacks, strict=False):
                top = 0.0
                for card in islice(some, len(texts)):
                    text = self._text(card, tracks.wides[track])
                    yield text, track, top, top + text.height
                    top += text.height + _BETWEEN

    def tops(self, y: float) -> list[float]:
        """Where each row below ``y`` begins, then where the last ends."""
        return [*accumulate(self._heights(self.tracks), initial=y)]

    def placed(self, tops: Sequence[float]) -> Iterator[tuple[sheet.CardText, RoutePlace]]:
        """The cards with their places."""
        for place, (row, start) in enumerate(zip(self.rows, tops, strict=False)):
            for text, track, top, bottom in self._cells(row, self.tracks):
                left, y = self.tracks.lefts[track], start + CHANNEL
                yield text, RoutePlace(left, y + top, left + self.tracks.wides[track], y + bottom, track, place)


def _doer(card: Card) -> NodeId:
    return card.actor if card.has_doer else _HAPPENED


def stacked(texts: Sequence[sheet.CardText], most: int) -> list[list[sheet.CardText]]:
    """Cards in their order as at most so many stacks, of which the highest is as low as can be."""
    limit = max((text.height + _BETWEEN for text in texts), default=0.0)
    while True:
        stacks: list[list[sheet.CardText]] = []
        for text in texts:
            if stacks and sum(one.height + _BETWEEN for one in (*stacks[-1], text)) <= limit:
                stacks[-1].append(text)
            else:
                stacks.append([text])
        if len(stacks) <= most:
            return stacks
        limit = min(sum(text.height + _BETWEEN for text in (*one, two[0])) for one, two in pairwise(stacks))


def drawn_grid(grid: Grid, y: float, ink: sheet.Ink) -> tuple[tuple[Shape, ...], float]:
    """The grid below ``y``, and where it ends: the names of the columns over a line, rows, cards, lines between them.

    What is right of a broken line was still to come when the article was written.
    """
    spans = [grid.tracks.span(place) for place in range(len(grid.columns))]
    names = [
        wrapped(column.label, sheet.SMALL, right - left, 3, is_bold=True)
        for column, (left, right) in zip(grid.columns, spans, strict=True)
    ]
    deep = max(map(len, names))
    head: list[Shape] = [
        Words(left, y + sheet.LINE * (deep - len(lines) + number + 1), line, sheet.SMALL, ink.colours.ink, is_bold=True)
        for (left, _), lines in zip(spans, names, strict=True)
        for number, line in enumerate(lines)
    ]
    y += sheet.LINE * deep + 6
    head.append(Line(((sheet.MARGIN + _LABELS, y), (grid.wide - sheet.MARGIN, y)), ink.colours.line, 1.2))
    tops = grid.tops(y + 4)
    ground: list[Shape] = []  # the grounds of the rows with their names
    for place, (above, below) in enumerate(pairwise(tops)):
        if place % 2 == 0:
            wide = grid.wide - 2 * sheet.MARGIN + 12
            ground.append(Box(sheet.MARGIN - 6, above, wide, below - above, ink.colours.band))
        for number, (line, size, is_bold) in enumerate(grid.labels[place], 1):
            colour = ink.colours.ink if is_bold else ink.colours.quiet
            ground.append(
                Words(sheet.MARGIN, above + CHANNEL + sheet.LINE * number - 3, line, size, colour, is_bold=is_bold)
            )
    ahead = [place for place, column in enumerate(grid.columns) if column.is_ahead]
    if ahead:
        x = spans[ahead[0]][0] - 5
        head.append(Line(((x, y), (x, tops[-1])), ink.colours.ink, 1.4, sheet.DASH))
    placed = list(grid.placed(tops))
    cards = [sheet.card_group(text, place.left, place.top, place.right - place.left, ink) for text, place in placed]
    return (*ground, *head, *_lines(grid, placed, tops, ink), *cards), tops[-1] + 4


def _lines(
    grid: Grid, placed: Sequence[tuple[sheet.CardText, RoutePlace]], tops: Sequence[float], ink: sheet.Ink
) -> Iterator[Group]:
    """From acts to those they are done to, then from acts to what followed on them."""
    routes = Routes(tops)
    for card, place in ((text.card, place) for text, place in placed):
        dash = sheet.DOTS if card.statement.negated else ()
        ends = [(card.target, not card.is_mutual)] if card.target else []
        ends += [(other, False) for other in card.with_whom]
        for end, has_head in ends:
            row = grid.numbers.get(end) if end else None
            if row is not None and row != place.row:
                yield routes.to_row(place, row, ink.family(card.family), dash, has_head=has_head)
    places = {text.card.said[0]: place for text, place in placed}
    for sequel in shown_sequels(grid.sequels, places):
        yield routes.to_card(places[sequel.first], places[sequel.second], ink.colours.ink)


@dataclass
class Stack:
    """Stacks cards below ``y`` in a picture ``wide``; right of each column there is a gutter for lines."""

    wide: float
    y: float
    ink: sheet.Ink
    parts: list[Shape] = field(default_factory=list)
    placed: list[tuple[sheet.CardText, RoutePlace]] = field(default_factory=list)

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return 1 if self.wide < NARROW else 2

    @property
    def card(self) -> float:
        """How wide a card is."""
        gutters = GUTTER * (self.columns - 1) or GUTTER / 2
        return (self.wide - 2 * sheet.MARGIN - gutters) / self.columns

    def head(self, title: str) -> None:
        """A title over what comes next."""
        self.y += 4
        for line in wrapped(
            title, sheet.NAME, self.card if self.columns == 1 else self.wide - 2 * sheet.MARGIN, 3, is_bold=True
        ):
            self.y += sheet.LINE
            self.parts.append(Words(sheet.MARGIN, self.y, line, sheet.NAME, self.ink.colours.ink, is_bold=True))
        self.y += 7

    def now(self) -> None:
        """A line across: what is below was still to come when the article was written."""
        self.y += 4
        ends = ((sheet.MARGIN, self.y), (self.wide - sheet.MARGIN, self.y))
        self.parts.append(Line(ends, self.ink.colours.ink, 1.4, sheet.DASH))

    def add(self, texts: Sequence[sheet.CardText]) -> None:
        """Cards in their order, down one column and then the next."""
        end = self.y
        for side, some in enumerate(stacked(texts, self.columns)):
            left, y = sheet.MARGIN + side * (self.card + GUTTER), self.y
            for text in some:
                self.placed.append((text, RoutePlace(left, y, left + self.card, y + text.height, side, 0)))
                y += text.height + _BETWEEN
            end = max(end, y)
        self.y = end

    def shapes(self, sequels: Sequence[Sequel]) -> tuple[Shape, ...]:
        """Titles, lines between bound cards, and the cards."""
        places = {text.card.said[0]: place for text, place in self.placed}
        routes, gutter, colour = Routes(()), sheet.MARGIN + self.card, self.ink.colours.ink
        lines = [
            routes.to_card(places[sequel.first], places[sequel.second], colour, gutter)
            for sequel in shown_sequels(sequels, places)
        ]
        cards = [sheet.card_group(text, place.left, place.top, self.card, self.ink) for text, place in self.placed]
        return (*self.parts, *lines, *cards)


_ALSO = "Also told, without a date: in the order of the article, with the names of who says it"
_APART = 1.3  # so much higher may a picture be that has one column more


def story(graph: Graph, said: Sequence[Statement], view: View) -> Scene:
    """The strip of the best acts of some statements; ``view.top`` is how many cards at most, 0 for all."""
    picked = chosen(graph, said, view.acts, view.hand or Hand())
    every = sorted((*picked.acts, *picked.words), key=lambda one: (one.place, one.said[0]))
    sequels = sequels_of(graph, every)
    counts = (len(every) or 1,) if view.width < NARROW else range(most_columns(view.width), 1, -1)
    said_when = [one for one in picked.words if is_dated(one.time)]
    acts = sorted((*picked.acts, *said_when), key=lambda one: (one.place, one.said[0]))
    picked = replace(picked, acts=tuple(acts), words=tuple(one for one in picked.words if one not in said_when))
    found = [columns(graph, picked.acts, sequels, most) for most in counts]
    drafts = [_Story(graph, picked, view, sequels, one) for one in found]
    return min(drafts, key=_Story.cost).scene()


class _Story:
    """Draws one story."""

    def __init__(self, graph: Graph, picked: Chosen, view: View, sequels: Sequence[Sequel], found: Columns) -> None:
        self._graph, self._picked, self._view = graph, picked, view
        self._sequels, self._found = sequels, found
        self._rest = sorted((*found.undated, *picked.words), key=lambda one: (one.place, one.said[0]))
        self._ink, self._wide = sheet.Ink.of(view.theme), float(view.width)
        self._is_narrow = self._wide < NARROW
        self._under: dict[NodeId, str] = {}
        self._grid = Grid(graph, found.columns, sequels, self._under, self._wide)
        self._under.update(self._told_under())

    def cost(self) -> float:
        """How high its rows are, more where it has fewer columns: times apart are worth some height."""
        count = len(self._found.columns)
        return 0 if self._is_narrow or not count else self._grid.height * _APART**-count

    def scene(self) -> Scene:
        """The picture, and the story in words for who hears it."""
        graph, picked, ink, wide = self._graph, self._picked, self._ink, self._wide
        hand = self._view.hand or Hand()
        found, under = sheet.titles_of(graph, "The story")
        title = hand.title or found
        parts, y = sheet.heading(title, [under, hand.note], ink, wide)
        drawn, y = self._cards(y)
        signs, y = sheet.legend((*picked.acts, *picked.words), _line_samples(drawn, ink), y + 4, ink, wide)
        count = len(picked.acts) + len(picked.words)
        shown = f"{count} card{'s' * (count != 1)} of {Counted(picked.shown).out_of(Counted(picked.all_statements))}"
        doubtful = f", {picked.doubtful} left out as unsure" if picked.doubtful else ""
        cards = (*picked.acts, *picked.words)
        ours = f", what is marked {EDITED} an editor's" if any(card.is_edited for card in cards) else ""
        words = f"Cards are in the words of the article, names in brackets ours{ours}."
        trust = sureness({one.id: one for one in graph.statements for card in cards if one.id in card.said}.values())
        credit = sheet.credit_of(graph, self._view.credit)
        foot = filter(None, [f"{shown}{doubtful}.", trust, words, credit, "Drawn by newsgraph."])
        below, y = sheet.notes([" ".join(foot)], y, ink, wide)
        said = [_told(card, card.speaker) for card in picked.words]
        acts = [_told(card, graph.label(card.actor) if card.is_act else card.speaker) for card in picked.acts]
        told = " ".join([*acts, *([f"{_ALSO}:"] if said else []), *said])
        return Scene(wide, y + sheet.MARGIN, ink.colours.ground, title, told, parts + drawn + signs + below)

    def _cards(self, y: float) -> tuple[tuple[Shape, ...], float]:
        """The grid of what has its place in time, below it the rest; in a narrow picture all below each other."""
        found, drawn = self._found.columns, tuple[Shape, ...]()
        if not self._picked.acts:
            nothing = "No act of an actor is told.", choice.lack(self._graph, self._view)
            drawn, y = sheet.notes(nothing, y, self._ink, self._wide)
        elif found and not self._is_narrow:
            drawn, y = drawn_grid(self._grid, y, self._ink)
        stack = Stack(self._wide, y, self._ink)
        for column in found if self._is_narrow else ():
            if column.is_ahead:
                stack.now()
            self._stack(stack, column.label, column.cards)
        self._stack(stack, _ALSO, self._rest)
        return drawn + stack.shapes(self._sequels), stack.y

    def _stack(self, stack: Stack, title: str, cards: Sequence[Card]) -> None:
        """Some cards under their title."""
        if cards:
            stack.head(title)
            stack.add([self._text(card, stack.card) for card in cards])

    def _text(self, card: Card, wide: float) -> sheet.CardText:
        """The words of a card that stands in no row, with who speaks or acts."""
        source = card.statement.attributed_to if card.speaker else None
        office = self._grid.offices.get(source, "") if source else ""
        name = name_if_unsaid(self._graph, card.actor, card.text) if card.is_act else card.speaker
        return sheet.card_text(card, wide, when=self._under[card.said[0]], speaker=name, office=office)

    def _told_under(self) -> Iterator[tuple[NodeId, str]]:
        """What stands under each card: how it follows on another, when it was, to whom it is done.

        When it was, where its column does not tell it; that it was later, only where nothing tells what it follows.
        """
        found, rest = self._found, self._rest
        acts = [card for column in found.columns for card in column.cards]
        rows = frozenset[NodeId]() if self._is_narrow else frozenset(self._grid.numbers)
        follows = {
            sequel.second: sequel.words
            for some in ([(*acts, *rest)] if self._is_narrow else [acts, rest])
            for sequel in shown_sequels(self._sequels, [card.said[0] for card in some])
        }
        for column in found.columns:
            for card in column.cards:
                when = column.marks.get(card.said[0]) or span(card.time)
                when = UNDATED if when == LATER and card.said[0] in follows else when
                told = follows.get(card.said[0], ""), "" if when == column.label else when, self._target(card, rows)
                yield card.said[0], " · ".join(filter(None, told))
        for card in rest:
            when = span(card.time) or ("earlier" if is_before(card) else "")
            told = follows.get(card.said[0], ""), when, self._target(card, frozenset())
            yield card.said[0], " · ".join(filter(None, told))

    def _target(self, card: Card, rows: frozenset[NodeId]) -> str:
        """To whom an act is done that neither its words nor a line to one of some rows tells."""
        is_named = card.statement.object_text.casefold() not in card_words("vague")  # as "the commission", not "him"
        if is_named or card.is_words or card.is_edited or card.target is None or card.target in rows:
            return ""
        name = name_if_unsaid(self._graph, card.target, card.text)
        return f"to whom: {name}" if name else ""


def _line_samples(drawn: Iterable[Shape], ink: sheet.Ink) -> list[tuple[Shape, str]]:
    """What the lines of a story mean, each kind that it has."""
    groups = [one for one in drawn if isinstance(one, Group)]
    is_dot = [isinstance(one.parts[-1], Disc) for one in groups if one.name == "to"]
    black = ink.colours.ink
    dotted = Group((Line(((0, 5), (20, 5)), black, 1), Disc(21, 5, DOT, black)))
    kinds = (
        (arrow((0, 5), (24, 5), black), "thin line: to whom it is done", False in is_dot),
        (dotted, "with a dot: both take part in it", True in is_dot),
        (
            arrow((0, 5), (24, 5), black, 2),
            "thick arrow: to the answer, or what came of it",
            any(one.name == "answer" for one in groups),
        ),
    )
    return [(sample, words) for sample, words, is_shown in kinds if is_shown]


def _told(card: Card, who: str) -> str:
    more = ", ".join(filter(None, [span(card.time), card.firmness, *card.amounts]))
    return f"{who + ': ' if who else ''}{card.text}{f' ({more})' if more else ''}."
