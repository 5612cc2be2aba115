"""A page of what several articles tell: each happening with its sources, how it stood, its values over days.

It has no scripts and asks for nothing. What it shows is given to it as plain values; it knows nothing of how articles
were compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape

from kg.view.draw.drawing import marked
from kg.view.draw.page import asset, source_hash

_WIDE, _HIGH = 640, 180
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 44, 24, 28
_DOT = 5


@dataclass(frozen=True, order=True, slots=True)
class ToldSentence:
    """A sentence of an article that tells of a happening, and how it stands by it ("planned")."""

    day: date | None
    article: str
    stands: str
    text: str


@dataclass(frozen=True, order=True, slots=True)
class ToldValue:
    """A number that somebody told of a happening on a day: ``what`` it counts."""

    what: str
    day: date
    number: Decimal
    holder: str
    text: str


@dataclass(frozen=True, order=True, slots=True)
class ToldContrast:
    """Two claims that contradict each other, each by its holder, value and sentence; ``bond`` is how."""

    bond: str
    first: tuple[str, str, str]
    second: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ToldHappening:
    """What articles tell together of one happening."""

    name: str
    title: str
    when: str
    stands: Sequence[str]
    """How it stood, each with its day, in order."""
    sources: int
    """How many tell it independently."""
    articles: Sequence[str]
    participants: Sequence[str]
    sentences: Sequence[ToldSentence]
    values: Sequence[ToldValue] = ()
    contrasts: Sequence[ToldContrast] = ()


def told_page(title: str, happenings: Sequence[ToldHappening]) -> bytes:
    """The page as one HTML file, with a list of its happenings first; words of articles stand in it as text alone."""
    style = asset("plain.css") + asset("told.css")
    policy = f"default-src 'none'; style-src {source_hash(style)}; base-uri 'none'; form-action 'none'"
    lines = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title><style>{style}</style></head><body><main>",
        f"<h1>{escape(title)}</h1>",
        *_contents(happenings),
        *(line for one in happenings for line in _section(one)),
        "</main></body></html>",
    )
    return marked(("\n".join(lines) + "\n").encode(), "html")


def _contents(happenings: Iterable[ToldHappening]) -> Iterator[str]:
    rows = (
        (
            escape(one.when),
            f'<a href="#{escape(one.name)}">{escape(one.title)}</a>',
            escape(" → ".join(one.stands)),
            str(one.sources),
        )
        for one in happenings
    )
    yield f'<nav aria-label="Happenings">{_table(("when", "what", "stands", "sources"), rows)}</nav>'


def _table(names: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of cells that are HTML."""
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _section(one: ToldHappening) -> Iterator[str]:
    yield f'<section id="{escape(one.name)}"><h2>{escape(one.title)}</h2>'
    told = f"Told by {_number(len(one.articles), 'article')}, {_number(one.sources, 'independent source')}."
    facts = (one.when, " → ".join(one.stands), "; ".join(one.participants), told)
    yield from (f"<p>{escape(fact)}</p>" for fact in facts if fact)
    yield from value_figures(one.values)
    if one.contrasts:
        yield "<h3>Who contradicts whom</h3><ul>"
        yield from (_contrast(contrast) for contrast in one.contrasts)
        yield "</ul>"
    yield "<h3>The sentences</h3><ol>"
    for said in one.sentences:
        told_on = said.day.isoformat() if said.day else "no day"
        source = " · ".join((told_on, said.article, said.stands))
        yield f"<li><blockquote>{escape(said.text)}</blockquote><p>{escape(source)}</p></li>"
    yield "</ol></section>"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"


def _contrast(one: ToldContrast) -> str:
    sides = (
        f"<blockquote>{escape(text)}</blockquote><p>{escape(holder)}: {escape(value)}</p>"
        for holder, value, text in (one.first, one.second)
    )
    return f"<li>{f'<p>{escape(one.bond)}</p>'.join(sides)}</li>"


def value_figures(values: Sequence[ToldValue]) -> Iterator[str]:
    """What is told of each thing over days, as a picture and a table."""
    for what in sorted({value.what for value in values}):
        yield from _values([value for value in values if value.what == what])


def _values(values: Sequence[ToldValue]) -> Iterator[str]:
    """The picture of one thing's values over days, and the same as a table."""
    what = values[0].what
    yield f"<h3>{escape(what)}</h3><figure>{_picture(values)}</figure>"
    rows = ((one.day.isoformat(), f"{one.number:f}", escape(one.holder), escape(one.text)) for one in values)
    yield _table(("day", "number", "by", "sentence"), rows)


def _picture(values: Sequence[ToldValue]) -> str:
    """Values as dots over days, each with its number; a line joins the highest of each day."""
    days = sorted({one.day for one in values})
    most = max(one.number for one in values) or Decimal(1)
    length = max((days[-1] - days[0]).days, 1)

    def place(one: ToldValue) -> tuple[float, float]:
        across = _LEFT + (_WIDE - _LEFT - _RIGHT) * (one.day - days[0]).days / length
        return round(across, 1), round(_HIGH - _BOTTOM - float(one.number / most) * (_HIGH - _TOP - _BOTTOM), 1)

    highest = [max((one for one in values if one.day == day), key=lambda one: one.number) for day in days]
    line = " ".join(f"{x},{y}" for x, y in map(place, highest))
    shapes = [f'<polyline points="{line}"/>'] if len(days) > 1 else []
    for x, y, number in sorted({(*place(one), f"{one.number:f}") for one in values}):
        shapes.append(
            f'<circle cx="{x}" cy="{y}" r="{_DOT}"/><text x="{x}" y="{y - 9}" text-anchor="middle">{number}</text>'
        )
    for day in dict.fromkeys((days[0], days[-1])):
        x, _ = place(next(one for one in values if one.day == day))
        anchor = "start" if day == days[0] else "end"
        shapes.append(f'<text x="{x}" y="{_HIGH - 8}" text-anchor="{anchor}">{day.isoformat()}</text>')
    base = f'<line x1="{_LEFT}" y1="{_HIGH - _BOTTOM}" x2="{_WIDE - _RIGHT}" y2="{_HIGH - _BOTTOM}"/>'
    told = "; ".join(
        f"{one.day.isoformat()} {one.number:f}" for one in sorted(values, key=lambda one: (one.day, one.number))
    )
    return (
        f'<svg viewBox="0 0 {_WIDE} {_HIGH}" role="img" aria-label="{escape(values[0].what)}: {escape(told)}">'
        f"{base}{''.join(shapes)}</svg>"
    )
