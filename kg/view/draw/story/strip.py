"""The scene of a story: time from left to right, a row per actor, a card per act, others' speech below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from kg.facts.selection import Counted, kind_of
from kg.model import Graph, NodeId, Statement
from kg.model.classes import NAMED
from kg.view.draw.cards import Card, is_actor, is_named, together
from kg.view.draw.days import span
from kg.view.draw.look import one_wrong_in
from kg.view.draw.scene import Box, Disc, Group, Line, Scene, Shape, Words, wrapped
from kg.view.draw.sheet import (
    DASH,
    LINE,
    MARGIN,
    NAME,
    SMALL,
    WIDE,
    CardText,
    Ink,
    card_group,
    card_text,
    credit_of,
    heading,
    legend,
    notes,
    offices,
    titles_of,
)
from kg.view.draw.story.choosing import Chosen, chosen
from kg.view.draw.story.columns import Column, columns
from kg.view.draw.story.repeats import news
from kg.view.draw.story.routes import CHANNEL, DOT, GUTTER, Band, RoutePlace, Routes, arrow
from kg.view.draw.values import View

_LABELS = 106.0  # for the names of rows
_NARROWEST = 90.0  # a card
_BETWEEN = 7.0  # two cards of one cell
_UNDER = 9.0  # the last card of a row
_LOWEST = 46.0  # a row without cards
_TARGETS = NAMED - {"Office", "PublicBody"}
"""Who has a row without acting, where an act is done to them."""
_MOST_ROWS = 8
_ARTICLE = "the article"
_ALSO = "Also told, with the names of who says it"


@dataclass(frozen=True, slots=True)
class _StripRow:
    """An actor's row: the texts of its cards by column."""

    actor: NodeId
    name: tuple[str, ...]
    office: tuple[str, ...]
    cells: tuple[tuple[CardText, ...], ...]

    @property
    def height(self) -> float:
        tallest = max((sum(one.height + _BETWEEN for one in cell) - _BETWEEN for cell in self.cells if cell), default=0)
        label = LINE * (len(self.name) + len(self.office))
        return max(CHANNEL + max(tallest, label) + _UNDER, _LOWEST)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where columns are: their cards, the left edge and the width of each; a fuller column is wider."""

    columns: tuple[Column, ...]
    lefts: tuple[float, ...]
    wides: tuple[float, ...]

    @classmethod
    def of(cls, found: Sequence[Column]) -> _Grid:
        """The grid of some columns."""
        room = WIDE - 2 * MARGIN - _LABELS - GUTTER * len(found)
        spare = room - _NARROWEST * len(found)
        shares = [sqrt(_fullness(column)) for column in found]
        wides = [_NARROWEST + spare * share / sum(shares) for share in shares]
        lefts = [MARGIN + _LABELS + sum(wides[:place]) + GUTTER * place for place in range(len(found))]
        return cls(tuple(found), tuple(lefts), tuple(wides))


def _fullness(column: Column) -> int:
    """The letters of the fullest of its cells."""
    letters: Counter[NodeId] = Counter()
    for card in column.cards:
        letters[card.actor] += len(card.text)
    return max(letters.values(), default=1)


def story(graph: Graph, said: Sequence[Statement], view: View) -> Scene:
    """The strip of the best acts of some statements; ``view.top`` is how many cards at most, 0 for all."""
    picked = chosen(graph, said, view.acts)
    ink = Ink.of(view.theme)
    now = max((article.date for article in graph.articles if article.date), default=None)
    title, under = titles_of(graph, "The story")
    parts, y = heading(title, [under], ink)
    strip, y = _strip(graph, picked.acts, now, y, ink)
    below, y = _words(graph, picked.words, y, ink)
    signs, y = legend((*picked.acts, *picked.words), _line_samples(strip, ink), y + 4, ink)
    foot, y = _foot(graph, picked, view, y, ink)
    return Scene(
        WIDE, y + MARGIN, ink.colours.ground, title, _description(graph, picked), parts + strip + below + signs + foot
    )


def _strip(graph: Graph, acts: Sequence[Card], now: date | None, y: float, ink: Ink) -> tuple[tuple[Shape, ...], float]:
    if not acts:
        return notes(["No act of an actor is told."], y, ink)
    grid = _Grid.of(columns(acts, now, news(graph, acts)))
    head, y = _header(grid, y, ink)
    rows = _rows(graph, acts, grid)
    bands = tuple(_bands(rows, y))
    ground = [shape for place, band in enumerate(bands) for shape in _band(rows[place], place, band, ink)]
    placed = list(_placed(rows, bands, grid))
    cards = [card_group(text, place.left, place.top, place.right - place.left, ink) for text, place in placed]
    lines = list(_lines([(text.card, place) for text, place in placed], rows, bands, ink))
    now_line = _now_line(grid, y - 4, bands[-1].bottom, ink)
    return (*ground, *head, *now_line, *lines, *cards), bands[-1].bottom + 4


def _header(grid: _Grid, y: float, ink: Ink) -> tuple[tuple[Shape, ...], float]:
    """The names of the columns over a line, "now" before what is ahead."""
    names = [
        wrapped(column.label, SMALL, wide, 3, is_bold=True)
        for column, wide in zip(grid.columns, grid.wides, strict=True)
    ]
    deep = max(map(len, names))
    parts: list[Shape] = [
        Words(
            grid.lefts[place], y + LINE * (deep - len(lines) + number + 1), line, SMALL, ink.colours.ink, is_bold=True
        )
        for place, lines in enumerate(names)
        for number, line in enumerate(lines)
    ]
    y += LINE * deep + 6
    parts.append(Line(((MARGIN + _LABELS, y), (WIDE - MARGIN, y)), ink.colours.line, 1.2))
    return tuple(parts), y + 4


def _now_line(grid: _Grid, top: float, bottom: float, ink: Ink) -> Iterator[Shape]:
    """What is right of it was still to come when the article was written."""
    ahead = [place for place, column in enumerate(grid.columns) if column.is_ahead]
    if ahead:
        x = grid.lefts[ahead[0]] - 3
        yield Line(((x, top), (x, bottom)), ink.colours.ink, 1.4, DASH)


def _rows(graph: Graph, acts: Sequence[Card], grid: _Grid) -> tuple[_StripRow, ...]:
    """A row for each who acts, by who acts first; then those whom acts are done to."""
    order = [card.actor for column in grid.columns for card in column.cards]
    reached = [end for card in acts for end in (*filter(None, [card.target]), *card.with_whom)]
    idle = [end for end in reached if is_named(graph, end) and kind_of(graph.nodes[end]) in _TARGETS]
    actors = list(dict.fromkeys([*order, *idle]))
    kept = actors[: max(_MOST_ROWS, len(set(order)))]
    held = offices(graph)
    return tuple(
        _StripRow(
            actor,
            wrapped(graph.label(actor), NAME, _LABELS - 10, 3, is_bold=True),
            wrapped(held[actor], SMALL, _LABELS - 10, 3) if actor in held else (),
            tuple(_cells(actor, grid)),
        )
        for actor in together(graph, tuple(_beside(acts, kept, set(order))))
    )


def _beside(acts: Sequence[Card], actors: Sequence[NodeId], busy: set[NodeId]) -> Iterator[NodeId]:
    """The actors in their order, but who does nothing behind the first who acts upon them."""
    idle: dict[NodeId, list[NodeId]] = {}
    for one in actors:
        if one not in busy:
            doers = {card.actor for card in acts if one == card.target or one in card.with_whom}
            idle.setdefault(next(actor for actor in actors if actor in doers), []).append(one)
    for one in actors:
        if one in busy:
            yield from (one, *idle.get(one, ()))


def _cells(actor: NodeId, grid: _Grid) -> Iterator[tuple[CardText, ...]]:
    for column, wide in zip(grid.columns, grid.wides, strict=True):
        cards = (card for card in column.cards if card.actor == actor)
        yield tuple(card_text(card, wide, when=_when(card, column)) for card in cards)


def _when(card: Card, column: Column) -> str:
    told = column.marks.get(card.said[0]) or span(card.time)
    return "" if told == column.label else told


def _bands(rows: Iterable[_StripRow], y: float) -> Iterator[Band]:
    for row in rows:
        yield Band(y, y + row.height)
        y += row.height


def _band(row: _StripRow, place: int, band: Band, ink: Ink) -> Iterator[Shape]:
    """The ground of a row with its name."""
    height = band.bottom - band.top
    if place % 2 == 0:
        yield Box(MARGIN - 6, band.top, WIDE - 2 * MARGIN + 12, height, ink.colours.band)
    y = band.top + CHANNEL
    for line in row.name:
        y += LINE
        yield Words(MARGIN, y - 3, line, NAME, ink.colours.ink, is_bold=True)
    for line in row.office:
        y += LINE
        yield Words(MARGIN, y - 3, line, SMALL, ink.colours.quiet)


def _placed(rows: Sequence[_StripRow], bands: Sequence[Band], grid: _Grid) -> Iterator[tuple[CardText, RoutePlace]]:
    for number, row in enumerate(rows):
        for column, cell in enumerate(row.cells):
            y = bands[number].top + CHANNEL
            for text in cell:
                left = grid.lefts[column]
                yield text, RoutePlace(left, y, left + grid.wides[column], y + text.height, column, number)
                y += text.height + _BETWEEN


def _lines(
    placed: Sequence[tuple[Card, RoutePlace]], rows: Sequence[_StripRow], bands: tuple[Band, ...], ink: Ink
) -> Iterator[Group]:
    """From acts to those they are done to, then from acts to their answers."""
    numbers = {row.actor: number for number, row in enumerate(rows)}
    routes = Routes(bands)
    for card, place in placed:
        dash = () if card.is_fact else DASH
        ends = [(card.target, not card.is_mutual)] if card.target else []
        ends += [(other, False) for other in card.with_whom]
        for end, has_head in ends:
            row = numbers.get(end) if end else None
            if row is not None and row != place.row:
                yield routes.to_row(place, row, ink.family(card.family), dash, has_head=has_head)
    yield from _answers(placed, routes, ink)


def _answers(placed: Sequence[tuple[Card, RoutePlace]], routes: Routes, ink: Ink) -> Iterator[Group]:
    by_event = {card.event: place for card, place in placed if card.event}
    for card, place in placed:
        for answered in sorted(card.answers):
            start = by_event.get(answered)
            if start is not None and start != place:
                yield routes.to_card(start, place, ink.colours.ink)
                break


def _words(graph: Graph, words: Sequence[Card], y: float, ink: Ink) -> tuple[tuple[Shape, ...], float]:
    """What is said of others and of matters, in two columns, each with who says it."""
    if not words:
        return (), y
    parts: list[Shape] = [Words(MARGIN, y + LINE + 4, _ALSO, NAME, ink.colours.ink, is_bold=True)]
    wide = (WIDE - 2 * MARGIN - GUTTER / 2) / 2
    tops, held = [y + LINE + 12] * 2, offices(graph)
    for card in words:
        side = tops.index(min(tops))
        source = card.statement.attributed_to if card.speaker else None
        office = held.get(source, "") if source else ""
        text = card_text(card, wide, when=span(card.time), speaker=_speaker(graph, card), office=office)
        parts.append(card_group(text, MARGIN + side * (wide + GUTTER / 2), tops[side], wide, ink))
        tops[side] += text.height + _BETWEEN
    return tuple(parts), max(tops)


def _speaker(graph: Graph, card: Card) -> str:
    """Who says it, where its words do not begin with who does."""
    return card.speaker or ("" if is_actor(graph, card.actor) else _ARTICLE)


def _line_samples(strip: Iterable[Shape], ink: Ink) -> list[tuple[Shape, str]]:
    """What the lines of a strip mean, each kind that it has."""
    groups = [one for one in strip if isinstance(one, Group)]
    is_dot = [isinstance(one.parts[-1], Disc) for one in groups if one.name == "to"]
    kinds = (
        (arrow((0, 5), (24, 5), ink.colours.ink), "thin line: to whom it is done", False in is_dot),
        (
            Group((Line(((0, 5), (20, 5)), ink.colours.ink, 1.3), Disc(21, 5, DOT, ink.colours.ink))),
            "with a dot: both take part in it",
            True in is_dot,
        ),
        (
            Line(((0, 5), (18, 5)), ink.colours.ink, 2),
            "thick line: from an act to its answer",
            any(one.name == "answer" for one in groups),
        ),
    )
    return [(sample, words) for sample, words, is_shown in kinds if is_shown]


def _foot(graph: Graph, picked: Chosen, view: View, y: float, ink: Ink) -> tuple[tuple[Shape, ...], float]:
    shown = f"{Counted(picked.shown).out_of(Counted(picked.all_statements))}"
    doubtful = f", {picked.doubtful} left out as unsure" if picked.doubtful else ""
    words = "Cards are in the words of the article, names in brackets ours."
    wrong = f"About one statement in {one_wrong_in()} was wrong where readers checked."
    told = filter(None, [f"{shown}{doubtful}.", words, wrong, credit_of(graph, view.credit), "Drawn by newsgraph."])
    return notes([" ".join(told)], y, ink)


def _description(graph: Graph, picked: Chosen) -> str:
    """The story in words, for who hears it."""
    acts = [_told(card, graph.label(card.actor)) for card in picked.acts]
    words = [_told(card, _speaker(graph, card)) for card in picked.words]
    return " ".join([*acts, *([f"{_ALSO}:"] if words else []), *words])


def _told(card: Card, who: str) -> str:
    more = ", ".join(filter(None, [span(card.time), card.firmness, *card.amounts]))
    return f"{who + ': ' if who else ''}{card.text}{f' ({more})' if more else ''}."
