"""The scene of a story: time from left to right, a row per actor, a card per act, others' speech below.

A narrow one has all cards below each other, in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.facts.selection import Counted
from kg.facts.status import sureness
from kg.model import Graph, NodeId, Statement
from kg.view.draw.cards import Card, is_actor, name_if_unsaid, name_in_article
from kg.view.draw.days import span
from kg.view.draw.scene import Disc, Group, Line, Scene, Shape
from kg.view.draw.sheet import MARGIN, CardText, Ink, card_text, credit_of, heading, legend, notes, offices, titles_of
from kg.view.draw.story.choosing import Chosen, chosen
from kg.view.draw.story.columns import LATER, UNDATED, Columns, columns
from kg.view.draw.story.layout import DOT, NARROW, Grid, Stack, arrow, drawn_grid, most_columns, shown_sequels
from kg.view.draw.story.order import Sequel, sequels_of
from kg.view.draw.values import View

_ARTICLE = "the article"
_ALSO = "Also told, with the names of who says it"
_NO_DATES = "No date is told: in the order of the article"
_NO_ACTS = "No act of an actor is told."
_APART = 1.15  # so much higher may a picture be that has one column more


def story(graph: Graph, said: Sequence[Statement], view: View) -> Scene:
    """The strip of the best acts of some statements; ``view.top`` is how many cards at most, 0 for all."""
    picked = chosen(graph, said, view.acts)
    every = sorted((*picked.acts, *picked.words), key=lambda one: (one.place, one.said[0]))
    sequels = sequels_of(graph, every)
    counts = (len(every) or 1,) if view.width < NARROW else range(most_columns(view.width), 1, -1)
    found = [columns(graph, picked.acts, sequels, most) for most in counts]
    drafts = [_Story(graph, picked, view, sequels, one) for one in found]
    return min(drafts, key=_Story.cost).scene()


class _Story:
    """Draws one story."""

    def __init__(self, graph: Graph, picked: Chosen, view: View, sequels: Sequence[Sequel], found: Columns) -> None:
        self._graph, self._picked, self._view = graph, picked, view
        self._sequels, self._found = sequels, found
        self._ink, self._wide = Ink.of(view.theme), float(view.width)
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
        title, under = titles_of(graph, "The story")
        parts, y = heading(title, [under], ink, wide)
        drawn, y = self._cards(y)
        signs, y = legend((*picked.acts, *picked.words), _line_samples(drawn, ink), y + 4, ink, wide)
        shown = f"{Counted(picked.shown).out_of(Counted(picked.all_statements))}"
        doubtful = f", {picked.doubtful} left out as unsure" if picked.doubtful else ""
        words = "Cards are in the words of the article, names in brackets ours."
        trust = sureness({card.statement.id: card.statement for card in (*picked.acts, *picked.words)}.values())
        credit = credit_of(graph, self._view.credit)
        foot = filter(None, [f"{shown}{doubtful}.", trust, words, credit, "Drawn by newsgraph."])
        below, y = notes([" ".join(foot)], y, ink, wide)
        said = [_told(card, _speaker(graph, card)) for card in picked.words]
        acts = [_told(card, graph.label(card.actor)) for card in picked.acts]
        told = " ".join([*acts, *([f"{_ALSO}:"] if said else []), *said])
        return Scene(wide, y + MARGIN, ink.colours.ground, title, told, parts + drawn + signs + below)

    def _cards(self, y: float) -> tuple[tuple[Shape, ...], float]:
        """The grid of what has its place in time, below it the rest; in a narrow picture all below each other."""
        found, drawn = self._found.columns, tuple[Shape, ...]()
        if not self._picked.acts:
            drawn, y = notes([_NO_ACTS], y, self._ink, self._wide)
        elif found and not self._is_narrow:
            drawn, y = drawn_grid(self._grid, y, self._ink)
        stack = Stack(self._wide, y, self._ink)
        for column in found if self._is_narrow else ():
            if column.is_ahead:
                stack.now()
            self._stack(stack, column.label, column.cards)
        self._stack(stack, UNDATED.capitalize() if found else _NO_DATES, self._found.undated)
        self._stack(stack, _ALSO, self._picked.words)
        return drawn + stack.shapes(self._sequels), stack.y

    def _stack(self, stack: Stack, title: str, cards: Sequence[Card]) -> None:
        """Some cards under their title."""
        if cards:
            stack.head(title)
            stack.add([self._text(card, stack.card) for card in cards])

    def _text(self, card: Card, wide: float) -> CardText:
        """The words of a card that stands in no row, with who speaks or acts."""
        graph, source = self._graph, card.statement.attributed_to if card.speaker else None
        office = offices(graph).get(source, "") if source else ""
        name = _speaker(graph, card) if card.is_words else name_if_unsaid(graph, card.actor, card.text)
        return card_text(card, wide, when=self._under[card.said[0]], speaker=name, office=office)

    def _told_under(self) -> Iterator[tuple[NodeId, str]]:
        """What stands under each card: how it follows on another, when it was, to whom it is done.

        When it was stands there where its column does not tell it; that it was later, only where nothing tells what it
        follows.
        """
        found, rest = self._found, (*self._found.undated, *self._picked.words)
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
            told = follows.get(card.said[0], ""), span(card.time), self._target(card, frozenset())
            yield card.said[0], " · ".join(filter(None, told))

    def _target(self, card: Card, rows: frozenset[NodeId]) -> str:
        """To whom an act is done that neither its words nor a line to one of some rows tells."""
        if card.is_words or card.target is None or card.target in rows:
            return ""
        name = name_in_article(self._graph, card.target, card.text)
        return f"to whom: {name}" if name else ""


def _speaker(graph: Graph, card: Card) -> str:
    """Who says it, where its words do not begin with who does."""
    return card.speaker or ("" if is_actor(graph, card.actor) else _ARTICLE)


def _line_samples(drawn: Iterable[Shape], ink: Ink) -> list[tuple[Shape, str]]:
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
