"""Of articles that are pasted into ``kg serve``: which statements are there, and what is said where none is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.model import Article, Graph
from kg.pipeline.outcomes import Built
from kg.pipeline.workers import BuildSettings
from kg.view.serve.library import Library
from tests.conftest import Kg


class Unsure:
    """A crew that reads no statement, for want of a sure one or of any."""

    def __init__(self, recipes: list[BuildSettings], counts: Counter[str]) -> None:
        self.recipes, self.counts = recipes, counts

    def of(self, recipe: BuildSettings) -> Unsure:
        self.recipes.append(recipe)
        return self

    def read(self, _articles: Iterable[Article]) -> Iterator[Built]:
        yield Built(Graph(), self.counts)

    def close(self) -> None:
        """End nothing."""


@pytest.mark.parametrize("least", [None, 0.0, 0.7])
def test_the_threshold_is_that_of_the_server(trade: Path, monkeypatch: pytest.MonkeyPatch, least: float | None) -> None:
    crew = Unsure([], Counter({"statements less sure than 0.5, and details of them": 2}))
    monkeypatch.setattr("kg.pipeline.workers.worker_pool", crew.of)
    with closing(Library([trade], least=least)) as library, pytest.raises(KgError, match="not sure enough") as caught:
        library.add("It may be.")
    assert "--all" in str(caught.value.hint)
    assert [recipe.min_confidence for recipe in crew.recipes] == [least]


def test_an_article_that_says_nothing_is_no_matter_of_the_threshold(
    trade: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "kg.pipeline.workers.worker_pool", Unsure([], Counter({"statements less sure than 0.5, and": 0})).of
    )
    with closing(Library([trade])) as library, pytest.raises(KgError, match="no statement that can be read"):
        library.add("Yes.")


@pytest.mark.parametrize(("options", "least"), [([], None), (["--all"], 0.0), (["--min-confidence", "0.8"], 0.8)])
def test_the_options_reach_the_server(
    kg: Kg, trade: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], least: float | None
) -> None:
    given: list[object] = []
    monkeypatch.setattr("kg.view.serve.run", lambda *_, **more: given.append(more["least"]))
    assert kg("serve", trade, *options).code == 0
    assert given == [least]
