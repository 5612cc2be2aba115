"""The front page of several articles: what happened, who acts on whom, what is contested, the stories.

It has no scripts and asks for nothing. What it shows is given to it as plain values; it knows nothing of how articles
were compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from kg.view.draw.days import day
from kg.view.draw.drawing import marked
from kg.view.draw.page import asset, source_hash
from kg.view.draw.told import ToldValue, value_figures

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
    """Articles of one story; ``rows`` are the names of what they tell together."""

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


def front_page(front: Front) -> bytes:
    """The page as one HTML file; words of articles stand in it as text alone."""
    style = front_style()
    policy = f"default-src 'none'; style-src {source_hash(style)}; base-uri 'none'; form-action 'none'"
    lines = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(front.title)}</title><style>{style}</style></head><body><main>",
        f"<h1>{escape(front.title)}</h1>{front_body(front)}</main></body></html>",
    )
    return marked(("\n".join(lines) + "\n").encode(), "html")


def front_style() -> str:
    """The style of the page."""
    return asset("plain.css") + asset("told.css") + asset("front.css")


def front_body(front: Front) -> str:
    """The page below its title."""
    return "\n".join(
        (
            f'<p class="quiet">{escape(front.period)}</p>',
            *_section("What happened", _rows(front.happened), "Nothing that is told as done is of these days."),
            *_section("Announced, planned, expected", _rows(front.ahead)),
            *_section("Who acts on whom", _pairs(front), "No act between two that are called by name is told."),
            *_section("What is contested", _contests(front), "Nothing is contested as far as found."),
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
        line = " ".join(f'<span class="{name}">{escape(text)}</span>' for name, text in parts if text)
        inner = f"<ul>{''.join(map(_sentence, row.sentences))}</ul>{''.join(value_figures(row.values))}"
        yield f'<details id="{escape(row.name)}"><summary>{line}</summary>{inner}</details>'


def _sentence(said: FrontSentence) -> str:
    return f"<li><blockquote>{escape(said.text)}</blockquote><p>{_article(said.article)}</p></li>"


def _article(one: FrontArticle) -> str:
    title = escape(one.title)
    linked = f'<a href="{escape(one.address)}">{title}</a>' if one.address else title
    return " · ".join(filter(None, [day(one.day) if one.day else _NO_DAY, escape(one.publisher), linked]))


def _pairs(front: Front) -> Iterator[str]:
    if front.pairs:
        for theme, picture in front.pictures.items():
            yield f'<figure class="{theme}">{picture}</figure>'
        yield from _rows(front.pairs)


def _contests(front: Front) -> Iterator[str]:
    for one in front.contested:
        sides = f"<p>{escape(one.bond)}</p>".join(map(_side, (one.first, one.second)))
        yield f'<div class="contest"><h3>{escape(one.what)}</h3>{sides}</div>'


def _side(one: FrontSide) -> str:
    return f"<p><b>{escape(one.holder)}</b>: {escape(one.value)}</p><ul>{_sentence(one.sentence)}</ul>"


def _stories(front: Front) -> Iterator[str]:
    for one in front.stories:
        told = f"{_number(len(one.articles), 'article')}, {_number(one.sources, 'independent source')}"
        rows = "".join(f'<li><a href="#{escape(row.name)}">{escape(row.what)}</a></li>' for row in one.rows)
        together = f"<p>They tell together:</p><ul>{rows}</ul>" if rows else ""
        yield f'<h3>{escape(one.title)}</h3><p class="quiet">{told}</p>{_articles(one.articles)}{together}'
    if front.others:
        yield f"<h3>{'Other articles' if front.stories else 'Articles'}</h3>{_articles(front.others)}"


def _articles(some: Iterable[FrontArticle]) -> str:
    return f"<ul>{''.join(f'<li>{_article(one)}</li>' for one in some)}</ul>"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"
