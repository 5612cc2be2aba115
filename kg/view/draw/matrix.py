"""A matrix of actors by targets, with counts by family of relations and factuality in its cells."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.facts.selection import Counted, is_linking, ordered
from kg.facts.status import sureness
from kg.model import Graph, NodeId, Statement
from kg.view.draw import choice, sheet
from kg.view.draw.cards import Card, cards_of, is_actor, is_named, plain_words, together
from kg.view.draw.look import NONE, Family, families, page_table
from kg.view.draw.scene import Box, Group, Line, Scene, Shape, Words, width, wrapped
from kg.view.draw.values import View

_LABELS = 124.0
_NARROWEST, _WIDEST = 45.0, 90.0
_HEADS = 104.0  # how tall the names of columns may be
_STRIPE, _SIGN, _INSIDE = 15.0, 10.0, 4.0
TINT = 0.16
_TOLD = 4  # sentences that a cell tells to who points at it
_NO_ACT = frozenset({"HoldingOffice", "BeingOfKind", "BeingPartOf", "Naming"})

ActorPair = tuple[NodeId, NodeId]
Cells = Mapping[ActorPair, tuple[Card, ...]]


def matrix(graph: Graph, said: Iterable[Statement], view: View) -> Scene:
    """The matrix of the pairs of which most is told; at most ``view.actors`` rows and columns, 0 for all."""
    known = {one.id: one for one in said}
    every = cells_of(graph, known.values())
    rows, columns = _shown(graph, every, view.actors)
    shown = {pair: cards for pair, cards in every.items() if pair[0] in rows and pair[1] in columns}
    made = _Matrix(graph, rows, together(graph, columns), shown, sheet.Ink.of(view.theme))
    what = "Which country acts on which" if view.by_country else "Who acts on whom"
    title, under = sheet.titles_of(graph, what)
    told_of = page_table("matrix")
    rows_are = " ".join([*([told_of["countries"]] if view.by_country else []), told_of["rows"]])
    parts, y = sheet.heading(title, [under, rows_are], made.ink, made.wide)
    grid, y = made.grid(y) if made.cells else sheet.notes([told_of["nothing"], choice.lack(graph, view)], y, made.ink)
    used = {one.family.name for cards in shown.values() for one in cards}
    signs, y = sheet.flowing(sheet.family_samples(used, made.ink), y + 2, made.ink, made.wide)
    told = [
        [known[one] for one in sorted({each for cards in cells.values() for one in cards for each in one.said})]
        for cells in (shown, every)
    ]
    some, between = map(Counted.of, told)
    actors, others = ({end for pair in cells for end in pair} for cells in (shown, every))
    shares = f"{len(actors)} of {len(others)} actors, with {some.out_of(between)} between them"
    of = f"of {Counted.of(known.values())}."
    counts = " ".join(filter(None, [f"{shares},", of, sureness(told[0]), "Drawn by newsgraph."]))
    foot, y = sheet.notes([told_of["firmness"], counts, sheet.credit_of(graph, view.credit)], y, made.ink, made.wide)
    return Scene(
        made.wide, y + sheet.MARGIN, made.ink.colours.ground, title, made.description, parts + grid + signs + foot
    )


def cells_of(graph: Graph, said: Iterable[Statement]) -> Cells:
    """Statements of one actor upon another, in both cells what two do together; of no clause in plain words."""
    wanted = {one.id for one in said}
    cells: defaultdict[ActorPair, list[Card]] = defaultdict(list)
    for one in cards_of(graph, [one for one in ordered(graph) if one.id in wanted and is_linking(one)]):
        if one.target and is_actor(graph, one.actor) and one.statement.narrowest_class not in _NO_ACT:
            made = replace(one, text=one.text or plain_words(graph, one.statement))
            cells[one.actor, one.target].append(made)
            if made.is_mutual:
                cells[one.target, one.actor].append(made)
    return {pair: tuple(cards) for pair, cards in cells.items()}


def _shown(graph: Graph, cells: Cells, most: int) -> tuple[tuple[NodeId, ...], tuple[NodeId, ...]]:
    """The rows and columns of the pairs that most articles tell of, then of two with names; actors without one last."""
    rows, columns = dict[NodeId, None](), dict[NodeId, None]()

    def rank(pair: ActorPair) -> tuple[object, ...]:
        named = sum(is_named(graph, end) for end in pair)
        articles = len({one.place[0] for one in cells[pair]})
        told = -articles if articles > 1 else 0, -named, -len(cells[pair])
        return not is_named(graph, pair[0]), *told, *map(graph.label, pair), *pair

    for actor, target in sorted(cells, key=rank):
        if not most or (len({*rows, actor}) <= most and len({*columns, target}) <= most):
            rows[actor] = columns[target] = None
    ordered_rows = sorted(together(graph, tuple(rows)), key=lambda one: not is_named(graph, one))
    return tuple(ordered_rows), tuple(sorted(columns, key=[*rows, *columns].index))


@dataclass(frozen=True)
class _Matrix:
    """What is shown, and how it is laid out."""

    graph: Graph
    rows: tuple[NodeId, ...]
    columns: tuple[NodeId, ...]
    cells: Cells
    ink: sheet.Ink

    @property
    def wide(self) -> float:
        """The width of the picture in pixels; it grows with the number of columns."""
        return max(sheet.WIDE, 2 * sheet.MARGIN + _LABELS + _NARROWEST * len(self.columns))

    @property
    def cell(self) -> float:
        """The width of a cell in pixels."""
        return min((self.wide - 2 * sheet.MARGIN - _LABELS) / len(self.columns), _WIDEST)

    @property
    def description(self) -> str:
        """The matrix in words: each pair with its counts, the most first."""
        told = []
        for (first, second), cards in sorted(self.cells.items(), key=lambda item: (-len(item[1]), item[0])):
            counts = ", ".join(f"{len(some)} {family.label}" for family, some in _by_family(cards))
            told.append(f"{self.graph.label(first)} on {self.graph.label(second)}: {counts}.")
        return " ".join(told)

    def grid(self, y: float) -> tuple[tuple[Shape, ...], float]:
        """The names of the columns and the rows, and where they end."""
        left, ink = sheet.MARGIN + _LABELS + 4, self.ink.colours.ink
        heads = []
        for place, one in enumerate(self.columns):
            lines = wrapped(self.graph.label(one), sheet.SMALL, _HEADS, 2, is_bold=True)
            middle = left + self.cell * (place + 0.5) - sheet.LINE * (len(lines) - 1) / 2
            heads += [(middle + sheet.LINE * number, line) for number, line in enumerate(lines)]
        y += max(width(line, sheet.SMALL, is_bold=True) for _, line in heads) + 8
        parts: list[Shape] = [Words(x, y - 4, line, sheet.SMALL, ink, is_bold=True, upright=True) for x, line in heads]
        for place, actor in enumerate(self.rows):
            name = wrapped(self.graph.label(actor), sheet.TEXT, _LABELS - 8, 2, is_bold=True)
            own = (cards for (first, _), cards in self.cells.items() if first == actor)
            stripes = max((len(_by_family(cards)) for cards in own), default=1)
            height = max(_STRIPE * stripes, sheet.LINE * len(name)) + 2 * _INSIDE
            parts += self._row(actor, name, (y, height), has_band=place % 2 == 0)
            y += height
        right = sheet.MARGIN + _LABELS + self.cell * len(self.columns)
        return (*parts, Line(((sheet.MARGIN, y), (right, y)), self.ink.colours.line)), y + 4

    def _row(self, actor: NodeId, name: Sequence[str], area: tuple[float, float], *, has_band: bool) -> Iterator[Shape]:
        y, height = area
        left, colours = sheet.MARGIN + _LABELS, self.ink.colours
        if has_band:
            yield Box(sheet.MARGIN - 4, y, _LABELS + 4 + self.cell * len(self.columns), height, colours.band)
        for number, line in enumerate(name):
            yield Words(
                sheet.MARGIN, y + _INSIDE + sheet.LINE * (number + 1) - 3, line, sheet.TEXT, colours.ink, is_bold=True
            )
        for column, other in enumerate(self.columns):
            box = Box(left + self.cell * column + 1, y + 1, self.cell - 2, height - 2)
            if other == actor:
                yield Line(((box.x + 8, y + height / 2), (box.x + box.width - 8, y + height / 2)), colours.line)
            elif (actor, other) in self.cells:
                yield self._cell((actor, other), box)

    def _cell(self, pair: ActorPair, box: Box) -> Group:
        """A stripe a family: its sign, how many facts, and how many that are none; its title has some sentences."""
        cards = self.cells[pair]
        stripes = _by_family(cards)
        tint = sheet.mixed(self.ink.family(stripes[0][0]), self.ink.colours.ground, TINT)
        parts: list[Shape] = [Box(box.x, box.y, box.width, box.height, tint)]
        for place, (family, some) in enumerate(stripes):
            x, y, facts = box.x + _INSIDE, box.y + _INSIDE + _STRIPE * place, sum(one.is_fact for one in some)
            colour, ink = self.ink.family(family), self.ink.colours.ink
            fill, start = colour if facts else self.ink.colours.ground, x + _SIGN + 3
            parts.append(family.figure(x, y + 1, _SIGN, fill=fill, stroke=colour))
            if facts:
                number = Words(start, y + 10, str(facts), sheet.SMALL, ink, is_bold=True)
                start += number.width + 3
                parts.append(number)
            if len(some) > facts:
                parts.append(Words(start, y + 10, f"+{len(some) - facts}", sheet.SMALL, ink))
        said = tuple(dict.fromkeys(each for one in cards for each in one.said))
        first = sorted(cards, key=lambda one: (not one.is_fact, -one.statement.worth))
        told = [f"{one.text}{f' ({one.firmness})' if one.firmness else ''}" for one in first[:_TOLD]]
        told += [f"and {len(first) - _TOLD} more"] if len(first) > _TOLD else []
        title = f"{self.graph.label(pair[0])} on {self.graph.label(pair[1])}: {'; '.join(told)}"
        return Group(tuple(parts), "cell", title, said)


def _by_family(cards: Sequence[Card]) -> list[tuple[Family, list[Card]]]:
    """The cards of each family, the most first."""
    found: defaultdict[Family, list[Card]] = defaultdict(list)
    for one in cards:
        found[one.family].append(one)
    order = [*families().values(), NONE]
    return sorted(found.items(), key=lambda pair: (-len(pair[1]), order.index(pair[0])))
