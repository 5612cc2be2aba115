"""The front page of several articles: what happened, who acts on whom, what is contested, the stories.

It has no scripts and asks for nothing. What it shows is given to it as plain values; it knows nothing of how articles
were compared.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape

from kg.facts.wording import counted
from kg.view.draw.days import day
from kg.view.draw.drawing import marked
from kg.view.draw.page import asset, plain_page

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
    rows = (
        (
            escape(one.when),
            f'<a href="#{escape(one.name)}">{escape(one.title)}</a>',
            escape(" → ".join(one.stands)),
            str(one.sources),
        )
        for one in happenings
    )
    lines = (
        f"<h1>{escape(title)}</h1>",
        f'<nav aria-label="Happenings">{_table(("when", "what", "stands", "sources"), rows)}</nav>',
        *(line for one in happenings for line in _told_section(one)),
        "",
    )
    return marked(plain_page(title, asset("plain.css") + asset("told.css"), "\n".join(lines)).encode(), "html")


def _table(names: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of cells that are HTML."""
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _told_section(one: ToldHappening) -> Iterator[str]:
    yield f'<section id="{escape(one.name)}"><h2>{escape(one.title)}</h2>'
    told = f"Told by {counted(len(one.articles), 'article')}, {counted(one.sources, 'independent source')}."
    facts = (one.when, " → ".join(one.stands), "; ".join(one.participants), told)
    yield from (f"<p>{escape(fact)}</p>" for fact in facts if fact)
    yield from value_figures(one.values)
    if one.contrasts:
        yield "<h3>Who contradicts whom</h3><ul>"
        for contrast in one.contrasts:
            sides = (
                f"<blockquote>{escape(text)}</blockquote><p>{escape(holder)}: {escape(value)}</p>"
                for holder, value, text in (contrast.first, contrast.second)
            )
            yield f"<li>{f'<p>{escape(contrast.bond)}</p>'.join(sides)}</li>"
        yield "</ul>"
    yield "<h3>The sentences</h3><ol>"
    for said in one.sentences:
        told_on = said.day.isoformat() if said.day else "no day"
        source = " · ".join((told_on, said.article, said.stands))
        yield f"<li><blockquote>{escape(said.text)}</blockquote><p>{escape(source)}</p></li>"
    yield "</ol></section>"


def value_figures(values: Sequence[ToldValue]) -> Iterator[str]:
    """What is told of each thing over days, as a picture and a table."""
    for what in sorted({value.what for value in values}):
        some = [value for value in values if value.what == what]
        yield f"<h3>{escape(what)}</h3><figure>{_picture(some)}</figure>"
        rows = ((one.day.isoformat(), f"{one.number:f}", escape(one.holder), escape(one.text)) for one in some)
        yield _table(("day", "number", "by", "sentence"), rows)


def _picture(values: Sequence[ToldValue]) -> str:
    """Values as dots over days, each with its number; a line joins the highest of each day."""
    days = sorted({one.day for one in values})
    most = max(one.number for one in values) or Decimal(1)
    length = max((days[-1] - days[0]).days, 1)

    def place(one: ToldValue) -> tuple[float, float]:
        across = _LEFT + (_WIDE - _LEFT - _RIGHT) * (one.day - days[0]).days / length
        return round(across, 1), round(_HIGH - _BOTTOM - float(one.number / most) * (_HIGH - _TOP - _BOTTOM), 1)

    highest = [max((one for one in values if one.day == when), key=lambda one: one.number) for when in days]
    line = " ".join(f"{x},{y}" for x, y in map(place, highest))
    shapes = [f'<polyline points="{line}"/>'] if len(days) > 1 else []
    for x, y, number in sorted({(*place(one), f"{one.number:f}") for one in values}):
        shapes.append(
            f'<circle cx="{x}" cy="{y}" r="{_DOT}"/><text x="{x}" y="{y - 9}" text-anchor="middle">{number}</text>'
        )
    for when in dict.fromkeys((days[0], days[-1])):
        x, _ = place(next(one for one in values if one.day == when))
        anchor = "start" if when == days[0] else "end"
        shapes.append(f'<text x="{x}" y="{_HIGH - 8}" text-anchor="{anchor}">{when.isoformat()}</text>')
    base = f'<line x1="{_LEFT}" y1="{_HIGH - _BOTTOM}" x2="{_WIDE - _RIGHT}" y2="{_HIGH - _BOTTOM}"/>'
    told = "; ".join(
        f"{one.day.isoformat()} {one.number:f}" for one in sorted(values, key=lambda one: (one.day, one.number))
    )
    return (
        f'<svg viewBox="0 0 {_WIDE} {_HIGH}" role="img" aria-label="{escape(values[0].what)}: {escape(told)}">'
        f"{base}{''.join(shapes)}</svg>"
    )


_NO_DAY = "no date"


@dataclass(frozen=True, order=True, slots=True)
class FrontArticle:
    """An article: where it can be read, "" for nowhere."""

    day: date | None
    title: str
    publisher: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class FrontSentence:
    """A sentence of an article."""

    text: str
    article: FrontArticle


@dataclass(frozen=True, slots=True)
class FrontRow:
    """One line of the page that opens to its sentences: when, what, and a note such as "6 sources"."""

    name: str
    when: str
    what: str
    note: str
    sentences: Sequence[FrontSentence]
    values: Sequence[ToldValue] = ()
    """The numbers that are told of it."""


@dataclass(frozen=True, slots=True)
class FrontSide:
    """What somebody holds of something, in whose words."""

    holder: str
    value: str
    sentence: FrontSentence


@dataclass(frozen=True, slots=True)
class FrontContest:
    """Two claims of one thing that do not go together; ``bond`` is how."""

    what: str
    bond: str
    first: FrontSide
    second: FrontSide


@dataclass(frozen=True, slots=True)
class FrontStory:
    """Articles of one story; ``rows`` are what they tell together, each once."""

    title: str
    sources: int
    articles: Sequence[FrontArticle]
    rows: Sequence[FrontRow]


@dataclass(frozen=True, slots=True)
class Front:
    """All that the page shows."""

    title: str
    period: str
    happened: Sequence[FrontRow]
    ahead: Sequence[FrontRow]
    pictures: Mapping[str, str]
    """The matrix by theme, as SVG."""
    pairs: Sequence[FrontRow]
    contested: Sequence[FrontContest]
    said: Sequence[FrontRow]
    stories: Sequence[FrontStory]
    others: Sequence[FrontArticle]
    """Articles of no story."""
    left: str = ""
    """What is not on the page."""


FrontOfDays = Callable[[date | None, date | None], Front]
"""The page of the days from one to another; without both of the newest."""


def front_page(front: Front) -> bytes:
    """The page as one HTML file; words of articles stand in it as text alone."""
    body = f"<h1>{escape(front.title)}</h1>{front_body(front)}"
    return marked(plain_page(front.title, front_style(), body).encode(), "html")


def front_style() -> str:
    """The style of the page."""
    return asset("plain.css") + asset("told.css") + asset("front.css")


def front_body(front: Front) -> str:
    """The page below its title."""
    pairs = [f'<figure class="{theme}">{picture}</figure>' for theme, picture in front.pictures.items()]
    return "\n".join(
        (
            f'<p class="quiet">{escape(front.period)}</p>',
            *_section("What happened", _rows(front.happened), "Nothing that is told as done is of these days."),
            *_section("Announced, planned, expected", _rows(front.ahead)),
            *_section(
                "Who acts on whom",
                (*pairs, *_rows(front.pairs)) if front.pairs else (),
                "No act between two that are called by name is told.",
            ),
            *_section("What is contested", map(_contest, front.contested), "Nothing is contested as far as found."),
            *_section("Who says what", _rows(front.said)),
            *_section("Stories and their sources", _stories(front)),
            f'<p class="quiet">{escape(front.left)}</p>' if front.left else "",
        )
    )


def _section(title: str, inner: Iterable[str], nothing: str = "") -> Iterator[str]:
    """A part of the page; where nothing is in it that is told, or with nothing to tell it is left out."""
    found = list(inner)
    if found or nothing:
        yield f"<section><h2>{title}</h2>{''.join(found) or f'<p>{nothing}</p>'}</section>"


def _rows(rows: Iterable[FrontRow]) -> Iterator[str]:
    for row in rows:
        parts = (("when", row.when), ("what", row.what), ("note", row.note))
        line = " ".join(f'<span class="{name}">{escape(text)}</span>' for name, text in parts if text) + _changes(row)
        inner = f"<ul>{''.join(map(_sentence, row.sentences))}</ul>{''.join(value_figures(row.values))}"
        yield f'<details id="{escape(row.name)}"><summary>{line}</summary>{inner}</details>'


def _changes(row: FrontRow) -> str:
    """How the numbers that are told of something changed: those before struck through, "12, then 17"."""
    found: dict[str, dict[str, None]] = {}
    for value in sorted(row.values, key=lambda one: (one.day, one.number)):
        found.setdefault(value.what, {}).setdefault(f"{value.number:f}")
    told = (
        f"{escape(what)}: {', then '.join([*(f'<s>{one}</s>' for one in before), last])}"
        for what, numbers in sorted(found.items())
        for *before, last in [list(numbers)]
    )
    return f' <span class="values">{"; ".join(told)}</span>' if found else ""


def _sentence(said: FrontSentence) -> str:
    return f"<li><blockquote>{escape(said.text)}</blockquote><p>{_article(said.article)}</p></li>"


def _article(one: FrontArticle) -> str:
    title = escape(one.title)
    linked = f'<a href="{escape(one.address)}">{title}</a>' if one.address else title
    return " · ".join(filter(None, [day(one.day) if one.day else _NO_DAY, escape(one.publisher), linked]))


def _contest(one: FrontContest) -> str:
    sides = (
        f"<p><b>{escape(side.holder)}</b>: {escape(side.value)}</p><ul>{_sentence(side.sentence)}</ul>"
        for side in (one.first, one.second)
    )
    joined = f"<p>{escape(one.bond)}</p>".join(sides)
    return f'<div class="contest"><h3>{escape(one.what)}</h3>{joined}</div>'


def _stories(front: Front) -> Iterator[str]:
    for one in front.stories:
        told = f"{counted(len(one.articles), 'article')}, {counted(one.sources, 'independent source')}"
        rows = "".join(
            f'<li>{escape(row.when)} <a href="#{escape(row.name)}">{escape(row.what)}</a>{_changes(row)} '
            f'<span class="quiet">{escape(row.note)}</span></li>'
            for row in sorted(one.rows, key=lambda row: (row.sentences[0].article.day or date.max, row.when))
        )
        together = f"<p>In the order in which it was told, each happening once:</p><ol>{rows}</ol>" if rows else ""
        yield f'<h3>{escape(one.title)}</h3><p class="quiet">{told}</p>{_articles(one.articles)}{together}'
    if front.others:
        yield f"<h3>{'Other articles' if front.stories else 'Articles'}</h3>{_articles(front.others)}"


def _articles(some: Iterable[FrontArticle]) -> str:
    return f"<ul>{''.join(f'<li>{_article(one)}</li>' for one in some)}</ul>"
