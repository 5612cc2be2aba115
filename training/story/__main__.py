"""From articles to the weights of what a card of a story tells.

``python -m training.story --texts FILE... --aside FILE... --write`` reads articles as JSON Lines, a genre a file, with
the program itself; measures on articles and on genres left out, and on those of ``--aside``, of which nothing is
learned; fits on all others and writes the table ``learned`` of ``kg/view/draw/story/weights.toml``. Without
``--write`` it only measures.
"""

import argparse
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.model import Article, Graph
from kg.ontology.reading import packaged
from kg.pipeline.build import outcomes
from kg.pipeline.outcomes import Built
from kg.reader import Reader
from kg.text.articles import ReadingOptions, articles
from kg.view.draw.cards import Card
from kg.view.draw.look import class_of
from kg.view.draw.story.choosing import is_headline, told, weighed
from training.judged.fit import fitted, folds, foretold
from training.measures import Numbers, auc, frequent, table
from training.options import put_tables

LEAD = 2
"""Sentences behind the headline that are the lead."""
_FEWEST = 5
"""Sentences of an article that has a lead and something behind it."""


@dataclass(frozen=True)
class Told:
    """A card: its article, what is known of it, and whether the lead tells it."""

    article: str
    features: tuple[tuple[str, float], ...]
    is_lead: bool


def cases(graph: Graph) -> Iterator[Told]:
    """The cards of an article of its own graph; none of one that is too short to have a lead."""
    (article,) = graph.articles
    places = list(_sentences(graph, article))
    if len(places) < _FEWEST:
        return
    found = weighed(graph, graph.statements).cards
    leading = [one for one in found if one.place[1] < places[LEAD]]
    for one in found:
        is_lead = one in leading or any(is_again(one, other) for other in leading)
        yield Told(article.id, tuple(told(graph, one)), is_lead)


def _sentences(graph: Graph, article: Article) -> Iterator[int]:
    """Where the sentences of an article begin, but for its headline."""
    spans = {(one.first_evidence.start, one.first_evidence.end) for one in graph.statements}
    spans |= {(one.start, one.end) for one in article.untold}
    heads = {one.first_evidence.start for one in graph.statements if is_headline(one.first_evidence.quote, article)}
    yield from (start for start, _ in sorted(spans) if start not in heads)


def is_again(one: Card, other: Card) -> bool:
    """Whether a card tells an act of another's kind that has an actor, or whom it is done to, in common with it."""
    ends, others = ({each.actor, each.target, each.statement.object} - {None} for each in (one, other))
    kind, second = class_of(one.statement), class_of(other.statement)
    return bool(ends & others) and (kind == second != "" or one.statement.relation == other.statement.relation)


WEIGHTS = Path(__file__).resolve().parents[2] / "kg" / "view" / "draw" / "story" / "weights.toml"
FEWEST = 20
"""A feature of fewer cards gets no weight."""
PULL = 1000.0
"""The weakest at which weights of some genres tell of another what those set by hand do, and more."""
SPREAD = 2.2
"""Points by which the weights of cards differ: those of what was set by hand did."""


@dataclass(frozen=True)
class Columns:
    """The learned features of some cards as columns of numbers."""

    found: Sequence[Told]
    names: tuple[str, ...]

    @classmethod
    def of(cls, found: Sequence[Told]) -> "Columns":
        """With those features that enough of the cards have, but for those that are set by hand."""
        by_hand = {"", *tables()["firm"]}
        names = frequent((dict(one.features) for one in found), FEWEST)
        return cls(found, tuple(name for name in names if name not in by_hand))

    @property
    def all(self) -> Numbers:
        """A row a card."""
        return table((dict(one.features) for one in self.found), self.names)

    @property
    def so(self) -> NDArray[np.bool_]:
        """Whether the lead tells it."""
        return np.array([one.is_lead for one in self.found], bool)


def main() -> None:
    """Read, measure, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="articles to learn from, a genre a file")
    parser.add_argument("--aside", type=Path, nargs="*", default=(), help="articles to measure on alone")
    parser.add_argument("--write", action="store_true", help="write the weights")
    options = parser.parse_args()
    found = {path.stem: list(told_in(path)) for path in options.texts}
    every = [one for some in found.values() for one in some]
    genres = [name for name, some in found.items() for _ in some]
    aside = {path.stem: list(told_in(path)) for path in options.aside}
    print("\n".join(report(every, genres, aside)))
    if options.write:
        write(points(Columns.of(every)), WEIGHTS)


def told_in(path: Path) -> Iterator[Told]:
    """The cards of the articles of a file."""
    read = articles([path], reading=ReadingOptions(any_language=True), skipped=lambda _: None)
    for made in outcomes(read, Reader.load(), packaged(), min_confidence=None):
        if isinstance(made, Built):
            yield from cases(made.graph)


def report(found: Sequence[Told], genres: Sequence[str], aside: Mapping[str, Sequence[Told]]) -> Iterator[str]:
    """Lines: how well learned weights and those of the program as it is tell what a lead tells."""
    columns = Columns.of(found)
    numbers, so = columns.all, columns.so
    yield f"{len(found)} cards, {so.mean():.3f} of a lead; the program's weights {_auc(so, _now(found)):.3f}"
    yield f"in sample {_auc(so, fitted(numbers, so, PULL).shares(numbers)):.3f}"
    by_article = foretold(numbers, so, folds([one.article for one in found]), PULL)
    yield f"articles left out {_auc(so, by_article):.3f}"
    left = foretold(numbers, so, genres, PULL)
    for genre in sorted(set(genres)):
        here = np.array([one == genre for one in genres])
        now = _auc(so[here], _now(found)[here])
        yield f"{genre} left out {_auc(so[here], left[here]):.3f}, the program's {now:.3f}"
    for name, some in aside.items():
        other = Columns(some, columns.names)
        told = fitted(numbers, so, PULL).shares(other.all)
        yield f"{name}, aside {_auc(other.so, told):.3f}, the program's {_auc(other.so, _now(some)):.3f}"


def _auc(so: NDArray[np.bool_], told: Numbers) -> float:
    return auc(so.tolist(), told.tolist())


def _now(found: Sequence[Told]) -> Numbers:
    """What the weights of the program as it is say of what cards tell."""
    known = {**tables()["firm"], **tables()["learned"]}
    return np.array([sum(known.get(name, 0.0) * value for name, value in one.features) for one in found])


def points(columns: Columns) -> dict[str, float]:
    """The weights of the features, in points."""
    weights = fitted(columns.all, columns.so, PULL).columns
    spread = float((columns.all @ weights).std())
    return {name: SPREAD / spread * float(weight) for name, weight in zip(columns.names, weights, strict=True)}


def tables(path: Path = WEIGHTS) -> Mapping[str, Mapping[str, float]]:
    """The weights as they are."""
    found: dict[str, Mapping[str, float]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return found


def write(found: Mapping[str, float], path: Path) -> None:
    """Replaces the learned table, which is the last of the file; what weighs nothing is left out."""
    put_tables(path, {"learned": {name: f"{weight:.2f}" for name, weight in sorted(found.items()) if round(weight, 2)}})


if __name__ == "__main__":
    main()
