"""The common parts of scenes: heading, legend, notes, cards."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from kg.model import Graph, NodeId
from kg.view.draw.cards import Card
from kg.view.draw.days import day
from kg.view.draw.look import NONE, UNSURE, Family, Palette, card_words, doubt, families, palette
from kg.view.draw.scene import Box, Group, Line, Shape, Words, shifted, width, wrapped
from kg.view.draw.values import Theme

WIDE = 700.0
"""How wide a scene is, in pixels: that of a column of text on screen, and of A4 with margins."""
MARGIN = 16.0
SMALL, TEXT, NAME, TITLE = 11.0, 11.5, 12.5, 17.0
"""Sizes of type in pixels; none is smaller."""
LINE = 14.0
_TITLE_LINE = 21.0
PAD = 6.0
STRIP = 16.0
"""How wide the strip of a card is that has its family's colour and sign."""
_SIGN = 10.0
DASH = (4.0, 3.0)
DOTS = (1.5, 2.5)
_MOST_LINES = 13
_GAP = 12.0
_NARROWER = 0.92  # of the room of a card: an editor without our face has a wider one


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of a scene."""

    theme: Theme
    colours: Palette

    @classmethod
    def of(cls, theme: Theme) -> "Ink":
        """The colours of a theme."""
        return cls(theme, palette(theme))

    def family(self, family: Family) -> str:
        """The colour of a family."""
        return family.colour(self.theme)


@dataclass(frozen=True, slots=True)
class CardText:
    """A card's words, broken to its width: who speaks, what, and under it when and how firmly."""

    card: Card
    speaker: tuple[str, ...]
    lines: tuple[str, ...]
    under: tuple[str, ...]
    office: tuple[str, ...] = ()
    """That of who speaks."""

    @property
    def height(self) -> float:
        """The height of the card in pixels."""
        return 2 * PAD + LINE * sum(map(len, (self.speaker, self.office, self.lines, self.under)))


def card_text(card: Card, wide: float, *, when: str, speaker: str = "", office: str = "") -> CardText:
    """The words of a card; ``when`` is its time where its place does not tell it, ``office`` that of the speaker."""
    room = (wide - STRIP - 2 * PAD) * _NARROWER
    says = f"says {card.speaker}{office and f', {office}'}" if card.speaker and not speaker else ""
    under = " · ".join(filter(None, [card.firmness, *card.amounts, when, says]))
    return CardText(
        card,
        wrapped(speaker, NAME, room, 2, is_bold=True) if speaker else (),
        wrapped(card.text, TEXT, room, _MOST_LINES),
        wrapped(under, SMALL, room, 3) if under else (),
        wrapped(office, SMALL, room, 2) if office and speaker else (),
    )


def card_group(text: CardText, x: float, y: float, wide: float, ink: Ink) -> Group:
    """A card at its place: with a filled strip what is a sure fact, dotted what is not so."""
    card, colours = text.card, ink.colours
    colour = ink.family(card.family)
    dash = DOTS if card.statement.negated else ()
    edge = Line(((x + STRIP, y), (x + STRIP, y + text.height)), colour, 1, dash)
    strip = Box(x, y, STRIP, text.height, colour, colour) if card.is_fact else edge
    sign_at = (x + (STRIP - _SIGN) / 2, y + PAD)
    sign = card.family.figure(*sign_at, _SIGN, fill=colours.ground if card.is_fact else colour)
    frame = Box(x, y, wide, text.height, colours.ground, colour, 1.2, dash)
    rows = [(line, NAME, colours.ink, True) for line in text.speaker]
    rows += [(line, SMALL, colours.quiet, False) for line in text.office]
    rows += [(line, TEXT, colours.ink, False) for line in text.lines]
    rows += [(line, SMALL, colours.quiet, False) for line in text.under]
    words = tuple(
        Words(x + STRIP + PAD, y + PAD + LINE * place + LINE - 3.5, line, size, shade, is_bold)
        for place, (line, size, shade, is_bold) in enumerate(rows)
    )
    return Group((frame, strip, sign, *words), "card", card.quote, card.said)


def heading(title: str, under: Sequence[str], ink: Ink, wide: float = WIDE) -> tuple[tuple[Shape, ...], float]:
    """The title with smaller lines under it, and where they end."""
    room, y = wide - 2 * MARGIN, MARGIN
    parts: list[Shape] = []
    for line in wrapped(title, TITLE, room, 2 if wide >= WIDE else 5, is_bold=True) if title else ():
        y += _TITLE_LINE
        parts.append(Words(MARGIN, y - 5, line, TITLE, ink.colours.ink, is_bold=True))
    below, y = notes(under, y, ink, wide, most=2)
    return (*parts, *below), y + 4


def notes(
    texts: Iterable[str], y: float, ink: Ink, wide: float = WIDE, most: int = 0
) -> tuple[tuple[Shape, ...], float]:
    """Texts in small lines, as at the foot, and where they end; at most ``most`` lines of each, 0 for what is usual."""
    parts: list[Shape] = []
    for text in filter(None, texts):
        for line in wrapped(text, SMALL, wide - 2 * MARGIN, most or (4 if wide >= WIDE else 9)):
            y += LINE
            parts.append(Words(MARGIN, y - 2, line, SMALL, ink.colours.quiet))
    return tuple(parts), y


def legend(
    shown: Iterable[Card], more: Iterable[tuple[Shape, str]], y: float, ink: Ink, wide: float = WIDE
) -> tuple[tuple[Shape, ...], float]:
    """The families that are shown with their signs, how firmness is drawn, and ``more`` samples 24 by 10."""
    cards = tuple(shown)
    used = {one.family.name for one in cards}
    samples = family_samples(used, ink)
    if any(one.is_unsure for one in cards):
        unsure = Words(4, 9, UNSURE, NAME, ink.colours.ink, is_bold=True)
        samples.append((Group((unsure,)), f"doubtful: fewer than {10 * doubt()['unsure']:.0f} in 10 such are right"))
    other = "outlined: a lead, planned, or somebody's word: look it up"
    ground, black = ink.colours.ground, ink.colours.ink
    borders = (
        ("filled: sure, and a fact by the article", any(one.is_fact for one in cards), black, ()),
        (other, any(not one.is_fact and not one.statement.negated for one in cards), ground, ()),
        ("dotted: not so", any(one.statement.negated for one in cards), ground, DOTS),
    )
    samples += [
        (Group((Box(0, 0, 24, 10, ground, black, 1.2, dash), Box(0, 0, 7, 10, fill, black, 1.2, dash))), words)
        for words, is_shown, fill, dash in borders
        if is_shown
    ]
    return flowing([*samples, *more], y, ink, wide)


def family_samples(used: Set[str], ink: Ink) -> list[tuple[Shape, str]]:
    """The signs of some families with their words, in the order of the legend; what has no class comes last."""
    shown = (family for family in (*families().values(), NONE) if family.name in used)
    return [(family.figure(0, 0, _SIGN, fill=ink.family(family)), family.label) for family in shown]


def flowing(samples: Iterable[tuple[Shape, str]], y: float, ink: Ink, wide: float) -> tuple[tuple[Shape, ...], float]:
    """Samples with their words, one beside the other as long as there is room."""
    parts: list[Shape] = []
    x, top = MARGIN, y + 4
    for sample, words in samples:
        room = (24.0 if isinstance(sample, (Box, Line, Group)) else _SIGN) + 5
        lines = wrapped(words, SMALL, wide - 2 * MARGIN - room)
        needed = room + max(width(line, SMALL) for line in lines)
        if x > MARGIN and x + needed > wide - MARGIN:
            x, top = MARGIN, top + LINE + 2
        parts.append(shifted(sample, x, top + 1))
        for line in lines:
            parts.append(Words(x + room, top + 10, line, SMALL, ink.colours.ink))
            top += LINE
        top -= LINE
        x += needed + _GAP
    return tuple(parts), top + LINE + 2 if parts else y


def mixed(colour: str, ground: str, part: float) -> str:
    """A ground with some part of a colour in it.

    >>> mixed("#000000", "#ffffff", 0.2)
    '#cccccc'
    """
    pairs = ((int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(one * part + other * (1 - part)):02x}" for one, other in pairs)


def credit_of(graph: Graph, credit: str) -> str:
    """The credit line: as given, else authors, publisher and URL of the only article."""
    if credit or len(graph.articles) != 1:
        return f"Text: {credit}." if credit else ""
    (article,) = graph.articles
    told = [", ".join(article.authors), article.publisher, article.url]
    return f"Text: {', '.join(filter(None, told))}." if any(told) else ""


def titles_of(graph: Graph, what: str) -> tuple[str, str]:
    """The title of a picture and the line under it: the article's headline and its day; of several how many."""
    if len(graph.articles) != 1:
        days = sorted(article.date for article in graph.articles if article.date)
        when = f", {day(days[0])} to {day(days[-1])}" if days else ""
        return f"{what}: {len(graph.articles)} articles{when}" if graph.articles else what, ""
    (article,) = graph.articles
    first = min((one.first_evidence for one in graph.statements), default=None)
    title = article.title or (f"“{' '.join(first.quote.split())}”" if first and first.quote else what)
    released = sum(one.reported_by is not None for one in graph.statements)
    kind = "release" if 2 * released > len(graph.statements) else "article"
    told = [f"{kind} of {article.publisher}" if article.publisher else "", day(article.date) if article.date else ""]
    source = ", ".join(filter(None, told)) if article.publisher else f"{kind} of {told[1]}" if told[1] else ""
    return title, " · ".join(filter(None, [what, source]))


def offices(graph: Graph) -> dict[NodeId, str]:
    """The office that each person is told to hold as a fact, else what stands beside the name: "a coffee grower"."""
    held, beside = dict[NodeId, str](), dict[NodeId, str]()
    people = {one.id for one in graph.entities if one.cls == "Person"}
    for one in sorted(graph.statements, key=lambda said: said.first_evidence):
        if one.relation == "heldOffice" and one.is_fact:
            held.setdefault(one.subject, graph.label(one.object))
        elif one.rule == "apposition" and not one.predicate_text and one.subject in people:
            first, _, rest = (label := graph.label(one.object)).partition(" ")
            beside.setdefault(one.subject, rest if first.casefold() in card_words("vague") else label)
    return {**beside, **held}
