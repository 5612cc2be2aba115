"""A picture of the changes between two graphs: before on the left, after on the right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import TYPE_CHECKING

from kg.facts.status import shown
from kg.model import Graph, NodeId, Statement
from kg.view.draw import sheet
from kg.view.draw.cards import Card, card, rows_of
from kg.view.draw.days import span
from kg.view.draw.look import page_table
from kg.view.draw.scene import Line, Polygon, Scene, Shape, Words, wrapped
from kg.view.draw.story.choosing import WEIGHTS, weighed
from kg.view.draw.values import View

if TYPE_CHECKING:
    from kg.diff.names import Change

_GUTTER = 40.0
_WIDE = (sheet.WIDE - 2 * sheet.MARGIN - _GUTTER) / 2
_BETWEEN, _HEAD = 8.0, 6.0
_APART = ("gone", "new")  # what only one side tells: shown beside each other
_PLAIN = {" → ": ", now ", "asserted": "told as so"}  # words of a detail for people; few faces have an arrow
_TITLE, _SAME = "What changed", "Both say the same."


@dataclass(frozen=True)
class _Sides:
    """The two graphs, and what each of their statements is worth showing."""

    graphs: tuple[Graph, Graph]
    weights: Sequence[Mapping[NodeId, float]]
    labels: Mapping[NodeId, str]

    def worth(self, change: Change) -> float:
        """The weight of the best of its statements."""
        told = zip((0, 1), (change.before, change.after), strict=True)
        return max((self.weights[side].get(one.id, 0.0) for side, some in told for one in some), default=0.0)

    def card(self, side: int, told: Sequence[Statement]) -> Card | None:
        """The card of the best of some statements of a side; of a detail in the words of its clause."""
        if not told:
            return None
        best = max(told, key=lambda one: (bool(one.label), self.weights[side].get(one.id, 0.0), one.worth, one.id))
        label = best.label or self.labels.get(best.detail_of or best.id, "")
        made = card(self.graphs[side], replace(best, label=label), rows_of(self.graphs[side]))
        return made if made.text else replace(made, text=shown(self.graphs[side], replace(best, label=label)))

    def cards(self, change: Change) -> tuple[Card | None, Card | None]:
        """The cards of both sides."""
        return self.card(0, change.before), self.card(1, change.after)

    def texts(self, change: Change) -> tuple[str, ...]:
        """What is shown of a change, by which two are known as one."""
        return tuple(one.text if one else "" for one in self.cards(change))


def changes_scene(first: Graph, second: Graph, changes: Sequence[Change], view: View = View()) -> Scene:  # noqa: B008
    """The picture of the changes from one graph to another; of each kind at most ``view.acts``, 0 for all."""
    ink = sheet.Ink.of(view.theme)
    parts, y = sheet.heading(_TITLE, [], ink)
    weights = tuple(weighed(graph, graph.statements).weights for graph in (first, second))
    labels = {one.id: one.label for graph in (first, second) for one in graph.statements}
    sides = _Sides((first, second), weights, labels)
    heads, y = _heads((first, second), y, ink)
    shown = list(_shown(sides, changes, view.acts))
    drawn: list[Shape] = [*parts, *heads]
    for kind, some, left in shown:
        if kind not in _APART:
            title, y = _title(kind, sheet.MARGIN, sheet.WIDE - sheet.MARGIN, y, ink)
            drawn += title
            for change in some:
                made, y = _change(sides, change, y, ink)
                drawn += made
            more, y = sheet.notes([f"and {left} more"] if left else [], y, ink)
            drawn += more
    made, y = _apart(sides, [one for one in shown if one[0] in _APART], y, ink)
    drawn += made
    pairs = {kind: [[*filter(None, sides.cards(change))] for change in some] for kind, some, _ in shown}
    signs, y = sheet.legend([one for some in pairs.values() for pair in some for one in pair], [], y + 4, ink)
    counts = f"{sum(len(some) for _, some, _ in shown)} of {len(changes)} changes. Drawn by newsgraph."
    foot, y = sheet.notes([*([] if changes else [_SAME]), counts, sheet.credit_of(first | second, view.credit)], y, ink)
    told = " ".join(
        f"{page_table('changes')[kind]}: {' '.join(' / '.join(one.text for one in pair) + '.' for pair in some)}"
        for kind, some in pairs.items()
    )
    return Scene(sheet.WIDE, y + sheet.MARGIN, ink.colours.ground, _TITLE, told or _SAME, (*drawn, *signs, *foot))


_Shown = tuple[str, list["Change"], int]
"""A kind, the changes of it that are shown, and how many more there are."""


def _shown(sides: _Sides, changes: Iterable[Change], most: int) -> Iterator[_Shown]:
    """The changes of each kind, the weightiest first, what is in the same words once; what is worth no card is not."""
    found, told = list(changes), set[str]()
    for kind in page_table("changes"):
        least = WEIGHTS["least"] if kind in _APART else -inf
        some = [one for one in found if one.kind.value == kind and sides.worth(one) >= least]
        some.sort(key=lambda one: -sides.worth(one))
        once = list({sides.texts(one): one for one in reversed(some)}.values())[::-1]
        once = [one for one in once if kind not in _APART or not told.intersection(filter(None, sides.texts(one)))]
        if once:
            kept = once[: most or None]
            told.update(text for one in kept for text in sides.texts(one))
            yield kind, kept, len(once) - len(kept)


def _heads(graphs: tuple[Graph, Graph], y: float, ink: sheet.Ink) -> tuple[list[Shape], float]:
    """What each side is: title and day of its article, or how many there are."""
    parts: list[Shape] = []
    deepest = y
    for side, graph in enumerate(graphs):
        left, at = _left(side), y
        title, under = sheet.titles_of(graph, ("Before", "After")[side])
        lines = [(line, sheet.NAME, True) for line in wrapped(title, sheet.NAME, _WIDE, 2, is_bold=True)]
        lines += [(line, sheet.SMALL, False) for line in wrapped(under, sheet.SMALL, _WIDE, 1)] if under else []
        for line, size, is_bold in lines:
            at += sheet.LINE + 1
            parts.append(Words(left, at - 3, line, size, ink.colours.ink if is_bold else ink.colours.quiet, is_bold))
        deepest = max(deepest, at)
    return parts, deepest + 6


def _left(side: int) -> float:
    return sheet.MARGIN + side * (_WIDE + _GUTTER)


def _apart(sides: _Sides, shown: Iterable[_Shown], y: float, ink: sheet.Ink) -> tuple[list[Shape], float]:
    """What only one side tells, each in its column."""
    parts, deepest = list[Shape](), y
    for kind, changes, left in shown:
        side = _APART.index(kind)
        made, at = _title(kind, _left(side), _left(side) + _WIDE, y, ink)
        parts += made
        for change in changes:
            text = _text(sides.cards(change)[side])
            if text is not None:
                parts.append(sheet.card_group(text, _left(side), at, _WIDE, ink))
                at += text.height + _BETWEEN
        if left:
            at += sheet.LINE
            parts.append(Words(_left(side), at - 3, f"and {left} more", sheet.SMALL, ink.colours.quiet))
        deepest = max(deepest, at)
    return parts, deepest


def _title(kind: str, left: float, right: float, y: float, ink: sheet.Ink) -> tuple[list[Shape], float]:
    title = Words(left, y + 4 + sheet.LINE + 2, page_table("changes")[kind], sheet.NAME, ink.colours.ink, is_bold=True)
    return [Line(((left, y + 4), (right, y + 4)), ink.colours.line), title], y + sheet.LINE + 14


def _change(sides: _Sides, change: Change, y: float, ink: sheet.Ink) -> tuple[list[Shape], float]:
    """A card of each side that says something, an arrow between two, and under them what differs."""
    texts = [*map(_text, sides.cards(change))]
    parts: list[Shape] = [
        sheet.card_group(text, _left(side), y, _WIDE, ink) for side, text in enumerate(texts) if text is not None
    ]
    heights = [text.height for text in texts if text is not None]
    if all(text is not None for text in texts):
        start, end, at = sheet.MARGIN + _WIDE + 6, sheet.MARGIN + _WIDE + _GUTTER - 6, y + min(heights) / 2
        head = ((end, at), (end - _HEAD * 1.4, at - _HEAD * 0.8), (end - _HEAD * 1.4, at + _HEAD * 0.8))
        parts += [Line(((start, at), (end - _HEAD, at)), ink.colours.ink, 2), Polygon(head, ink.colours.ink)]
    y += max(heights)
    details = "; ".join(change.details)
    for written, plain in _PLAIN.items():
        details = details.replace(written, plain)
    for line in wrapped(details, sheet.SMALL, sheet.WIDE - 2 * sheet.MARGIN, 3) if change.details else ():
        y += sheet.LINE
        parts.append(Words(sheet.MARGIN, y - 1, line, sheet.SMALL, ink.colours.quiet))
    return parts, y + _BETWEEN


def _text(shown: Card | None) -> sheet.CardText | None:
    return sheet.card_text(shown, _WIDE, when=span(shown.time), speaker=shown.speaker) if shown else None
