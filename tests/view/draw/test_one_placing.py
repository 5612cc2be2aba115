"""No view tells another day for what is told than the others do, over some articles that anybody may read."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import pytest

from kg.facts.selection import Filter, is_dated, time_of
from kg.model import Graph, NodeId, TimeSpan
from kg.pipeline.build import build
from kg.tables.rows import statement_rows
from kg.tables.timeline import timeline
from kg.view.draw import View
from kg.view.draw.content import content
from kg.view.draw.days import day
from kg.view.draw.story.choosing import weighed
from kg.view.draw.story.columns import AS_OF, columns, sequels_of
from scripts.net import texts
from tests.reading import tools
from tests.sampling import some

pytestmark = [pytest.mark.model, pytest.mark.slow]
ARTICLES = 12
Days = tuple[date | None, date | None]


@pytest.fixture(scope="module")
def graphs() -> list[Graph]:
    """The graphs of articles that anybody may read, those with a day of their own first."""
    judged = [one.article for one in texts() if one.is_judged and not one.is_aside]
    found = sorted(judged, key=lambda one: one.date is None)[:50]
    reader, ontology = tools()
    return [build([one], reader, ontology).graph for one in some(found, ARTICLES)]


def _days(time: TimeSpan | None) -> Days:
    return (time.start, time.end) if time else (None, None)


def _read(text: object) -> date | None:
    return None if text in {"", None, "9999-12-31"} else date.fromisoformat(str(text))


def _told(graph: Graph) -> Iterator[tuple[str, NodeId, Days]]:
    """Which view tells which days for which statement."""
    for said in graph.statements:
        yield "path and filters", said.id, _days(time_of(graph, said))
    for row in statement_rows(graph):
        yield "export", NodeId(str(row["id"])), (_read(row["start"]), _read(row["end"]))
    for one in content(graph, View())["statements"]:  # type: ignore[attr-defined]
        yield "page", one["id"], (_read(one["first"]), _read(one["last"]))
    for entry in timeline(graph, Filter(), undated=True):
        for said in entry.statements:
            if is_dated(time_of(graph, said)):  # what is told of it beside may tell when it was
                yield "timeline", said.id, _days(entry.time)
    for card in weighed(graph, graph.statements).cards:
        if is_dated(card.time):
            yield "story", card.said[0], _days(card.time)


def test_every_view_tells_the_same_days(graphs: list[Graph]) -> None:
    assert len(graphs) >= ARTICLES
    dated = 0
    for graph in graphs:
        found: defaultdict[NodeId, dict[Days, str]] = defaultdict(dict)
        for view, name, days in _told(graph):
            found[name][days] = view
        own = {said.id for said in graph.statements if is_dated(time_of(graph, said))}
        assert not {name: days for name, days in found.items() if name in own and len(days) > 1}
        dated += len(own)
    assert dated > ARTICLES


def test_an_act_without_a_day_stands_in_no_column_of_a_day_but_that_of_its_article(graphs: list[Graph]) -> None:
    marked = 0
    for graph in graphs:
        cards = weighed(graph, graph.statements).cards
        found = columns(graph, cards, sequels_of(graph, cards), 4)
        (article,) = graph.articles
        for column in found.columns:
            undated = [card for card in column.cards if not is_dated(card.time) and not column.is_ahead]
            assert all(column.marks.get(card.said[0]) for card in undated)
            told = [column.marks[card.said[0]] for card in undated]
            days = [mark for mark in told if mark.startswith(AS_OF)]
            assert all(article.date and mark.endswith(day(article.date)) for mark in days)
            marked += len(days)
    assert marked
