"""A shard has the same bytes in whichever process its articles are read, and one that fails is kept with its cause."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from spacy.tokens import Doc

from kg.model import Article, Frame
from kg.model.merge import merged
from kg.pipeline.workers import BuildSettings, built
from kg.shards.reading import read_batch, read_batches
from kg.shards.settings import CorpusSettings
from kg.shards.shard import Shard
from kg.shards.tables import graph_in
from tests.whole_builds import TEXTS, article

SETTINGS = CorpusSettings()
pytestmark = pytest.mark.model


def given() -> list[Article]:
    return [replace(one, place=f"news.jsonl:{number}") for number, one in enumerate(map(article, TEXTS), 1)]


def test_read_in_any_process_and_batches_it_has_the_same_bytes() -> None:
    some = given()
    here = read_batch(some, SETTINGS)
    heard = []
    shards = read_batches(
        [some[:3], [], some[3:]], SETTINGS, jobs=2, told=lambda one, error: heard.append((one.id, error))
    )
    assert Shard.joined(shards).name == here.name
    assert sorted(heard) == sorted((one.id, None) for one in some)
    assert merged(map(graph_in, here.rows())) == built(some, SETTINGS.recipe).graph


@dataclass(frozen=True)
class Failing:
    """An extractor that finds nothing, and fails on Peru."""

    name: str = "failing"

    def frames(self, doc: Doc, article: Article) -> Iterator[Frame]:
        if "Peru" in article.text:
            raise ValueError(doc[0].text)
        return iter(())


def test_an_article_that_fails_costs_itself_alone() -> None:
    some, settings = given(), CorpusSettings(BuildSettings(extractor=Failing()))
    heard = []
    (shard,) = read_batches([some], settings, told=lambda one, error: heard.append((one.id, error)))
    assert read_batch(some, settings).name == shard.name
    rows = list(shard.rows())
    assert [row["article"] for row in rows] == [one.id for one in some]
    told = {row["article"]: (row["cause"], row["step"], row["place"]) for row in rows if row["cause"]}
    assert told["treaty"] == ("ValueError: São", "extractor failing", "news.jsonl:5")
    assert set(told) == {name for name, error in heard if error} == {"court", "tariffs", "treaty"}
    assert shard.failures == ("tariffs", "treaty", "court")
