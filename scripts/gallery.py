"""Make the gallery of the documentation: each article as picture, page, Turtle and three questions answered.

scripts/gallery.py [FOLDER] reads the openly licensed articles in tests/gold/articles and the one in seeds; their
sources and licences stand in tests/gold/README.md.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

ARTICLES = (ROOT / "seeds", ROOT / "tests" / "gold" / "articles")
ASKED = ("who-imposed-what", "planned", "denied")


def main() -> int:
    """Build, draw and ask each article."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "gallery"
    files = folder / "files" / "gallery-files"
    files.mkdir(parents=True, exist_ok=True)
    names = []
    for path in sorted(found for source in ARTICLES for found in source.glob("*.txt")):
        names.append(path.stem)
        (folder / f"{path.stem}.md").write_text("\n".join(_page(path, files)) + "\n", encoding="utf-8")
        print(path.stem)
    index = ["# Gallery", "", "```{toctree}", ":maxdepth: 1", "", *names, "```", ""]
    (folder / "index.md").write_text("\n".join(index), encoding="utf-8")
    return 0


def _page(path: Path, files: Path) -> Iterator[str]:
    import kg

    graph = kg.build(path, date=_day(path.stem))
    for suffix in ("ttl", "svg", "html"):
        target = files / f"{path.stem}.{suffix}"
        graph.to_turtle(target) if suffix == "ttl" else graph.draw(target)
    article = graph.values.articles[0]
    yield from (f"# {article.title or path.stem}", "", f"{article.date or 'No date'}, {len(graph)} statements.", "")
    yield f"![The graph of the article](files/gallery-files/{path.stem}.svg)"
    yield from ("", "```{raw} html")
    links = (("html", "The page"), ("ttl", "Turtle"), ("svg", "SVG"))
    yield " · ".join(f'<a href="../gallery-files/{path.stem}.{suffix}">{name}</a>' for suffix, name in links)
    yield "```"
    for name in ASKED:
        yield from ("", f"## {name}", "", *_answer(files / f"{path.stem}.ttl", name))


def _day(name: str) -> date | None:
    gold = ROOT / "tests" / "gold" / f"{name}.json"
    found = json.loads(gold.read_text(encoding="utf-8"))["date"] if gold.exists() else None
    return date.fromisoformat(found) if found else None


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
