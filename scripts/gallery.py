"""Make the gallery of the documentation: each article as pictures, page, Turtle and three questions answered.

scripts/gallery.py [FOLDER] reads the openly licensed articles in tests/gold/articles and the one in seeds;
``docs/gallery.toml`` says whose each text is.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from kg.model import Graph

ARTICLES = (ROOT / "seeds", ROOT / "tests" / "gold" / "articles")
CREDITS = ROOT / "docs" / "gallery.toml"
PICTURES = {"story": "The story", "matrix": "Who acts on whom", "network": "Who is linked to whom"}
ASKED = ("who-imposed-what", "planned", "denied")
_FILES = "gallery-files"


@dataclass(frozen=True)
class Shown:
    """An article of the gallery with what is known of it."""

    path: Path
    credit: str

    @property
    def name(self) -> str:
        """What its files are called."""
        return self.path.stem

    @cached_property
    def graph(self) -> Graph:
        """Its graph, with the title under which it was published where its file has none."""
        import kg

        gold = json.loads((ROOT / "tests" / "gold" / f"{self.name}.json").read_text(encoding="utf-8"))
        built = kg.build(self.path, date=date.fromisoformat(gold["date"]) if gold["date"] else None).values
        (article,) = built.articles
        return replace(built, articles=(replace(article, title=article.title or gold["title"]),))

    @property
    def title(self) -> str:
        """Its title."""
        return self.graph.articles[0].title or self.name


def main() -> int:
    """Build, draw and ask each article."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "gallery"
    files = folder / "files" / _FILES
    files.mkdir(parents=True, exist_ok=True)
    every = shown()
    for one in every:
        (folder / f"{one.name}.md").write_text("\n".join(_page(one, files)) + "\n", encoding="utf-8")
        print(one.name)
    (folder / "index.md").write_text("\n".join(_index(every, files)) + "\n", encoding="utf-8")
    return 0


def shown() -> tuple[Shown, ...]:
    """The articles in the order of ``docs/gallery.toml``; ``KeyError`` for one whose credit is not given."""
    credits_of = tomllib.loads(CREDITS.read_text(encoding="utf-8"))
    paths = {path.stem: path for source in ARTICLES for path in source.glob("*.txt")}
    if missing := set(paths) - set(credits_of):
        raise KeyError(f"docs/gallery.toml does not say whose these are: {', '.join(sorted(missing))}")
    return tuple(Shown(paths[name], ", ".join(filter(None, one.values()))) for name, one in credits_of.items())


def description(svg: str) -> str:
    """What a picture tells who does not see it: its description, at most some sentences of it."""
    found = re.search(r"<desc>(.*?)</desc>", svg, re.DOTALL)
    sentences = re.split(r"(?<=\.) ", unescape(found[1]).strip()) if found else []
    return " ".join(sentences[:6])


def _index(every: tuple[Shown, ...], files: Path) -> Iterator[str]:
    yield from ("# Gallery", "", "Six articles, and what the program reads in each.", "")
    for one in every:
        svg = (files / f"{one.name}-story.svg").read_text(encoding="utf-8")
        yield from (
            f"## [{one.title}]({one.name}.md)",
            "",
            f"{len(one.graph.statements)} statements. Text: {one.credit}.",
        )
        yield from ("", *_image(one.name, "story", svg, one.title, width=360))
    yield from ("", "```{toctree}", ":hidden:", "", *(one.name for one in every), "```")


def _page(one: Shown, files: Path) -> Iterator[str]:
    from kg.turtle.documents import write
    from kg.view.draw import Layout, View, drawn

    write(one.graph, files / f"{one.name}.ttl")
    (files / f"{one.name}.html").write_bytes(drawn(one.graph, "html", View(credit=one.credit)))
    day = one.graph.articles[0].date
    yield from (
        f"# {one.title}",
        "",
        f"{day or 'No date'}, {len(one.graph.statements)} statements. Text: {one.credit}.",
        "",
    )
    yield from ("```{raw} html", f'<p><a href="../{_FILES}/{one.name}.html">The page: picture and article</a> · ')
    yield from (f'<a href="../{_FILES}/{one.name}.ttl">Turtle</a></p>', "```")
    for layout, words in PICTURES.items():
        svg = drawn(one.graph, "svg", View(layout=Layout(layout), credit=one.credit))
        (files / f"{one.name}-{layout}.svg").write_bytes(svg)
        yield from ("", f"## {words}", "", *_image(one.name, layout, svg.decode(), f"{words}: {one.title}"))
    for name in ASKED:
        yield from ("", f"## {name}", "", *_answer(files / f"{one.name}.ttl", name))


def _image(name: str, layout: str, svg: str, title: str, width: int = 0) -> Iterator[str]:
    """A picture that leads to itself at full size, with its description below it and for who hears it."""
    size = f' width="{width}"' if width else ""
    told = description(svg)
    link = f"../{_FILES}/{name}-{layout}.svg"
    yield from ("```{raw} html", f'<figure><a href="{link}"><img src="{link}" alt="{escape(title)}"{size}></a>')
    yield f"<figcaption>{escape(told)}</figcaption></figure>"
    yield "```"


def _answer(graph: Path, name: str) -> Iterator[str]:
    """The answer to a named question as a table."""
    from kg.store import Query, Worker
    from kg.store.questions import question

    with Worker([graph]) as worker:
        answer = worker.ask(Query(question(name).filled({}, worker)))
    columns = [one for one in answer.variables if not one.startswith("statement")]
    rows = [[answer.short(row.get(one) or "").replace("|", "\\|") for one in columns] for row in answer.rows()]
    if not rows:
        yield "Nothing."
        return
    yield from (f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}")
    yield from (f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    sys.exit(main())
