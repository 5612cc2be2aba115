"""Read on a cluster, a corpus has the same bytes as read here, whichever workers die meanwhile."""

import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.isolation import USUAL, ArticleError
from kg.model import Article, ArticleId
from kg.pipeline.workers import BuildSettings
from kg.shards import cluster as module
from kg.shards.cluster import read_pairs, read_task
from kg.shards.reading import read_batch, read_batches
from kg.shards.settings import CorpusSettings
from kg.shards.shard import Shard
from tests.clusters import Cluster, Killing, cluster
from tests.whole_builds import ONTOLOGY, TEXTS, article

pytestmark = [pytest.mark.model, pytest.mark.slow]


def given() -> list[Article]:
    """Articles for several tasks."""
    return [
        replace(article(name), id=ArticleId(f"{name} {number}"), place=f"{name}.jsonl:{number}")
        for number in range(2)
        for name in TEXTS
    ]


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    monkeypatch.setattr(module, "ARTICLES_A_TASK", 2)
    with cluster(tmp_path) as found:
        yield found


def test_a_worker_that_is_killed_changes_nothing(running: Cluster, tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text(ONTOLOGY)
    settings = CorpusSettings(BuildSettings(ontologies=(tmp_path / "mine.ttl",)))
    some = given()
    first, _ = running.start("--no-nanny"), running.start("--no-nanny")
    heard: list[str] = []

    def told(one: Article, error: ArticleError | None) -> None:
        assert error is None
        heard.append(one.id)
        if len(heard) == 4:
            first.send_signal(signal.SIGKILL)

    shards = list(read_batches([some[:5], some[5:]], settings, jobs=running.address, told=told))
    assert first.wait(5) == -signal.SIGKILL
    assert sorted(heard) == sorted(one.id for one in some)
    assert Shard.joined(shards).name == read_batch(some, settings).name


def test_an_article_that_kills_workers_fails_with_its_cause_and_costs_itself_alone(running: Cluster) -> None:
    running.start("--nworkers", "2")
    settings = CorpusSettings(BuildSettings(extractor=Killing()))
    some = [article(name) for name in ("wars", "tariffs", "treaty")]
    found = dict(read_pairs(iter(some), settings, running.address, USUAL))
    told = {str(one.id): str(outcome) for one, outcome in found.items() if isinstance(outcome, ArticleError)}
    assert len(found) == len(some)
    assert told.keys() == {"tariffs", "treaty"}
    assert "it ended the workers that read it" in told["tariffs"]
    assert "its process was ended by the system (killed)" in told["treaty"]


def test_without_a_scheduler_or_worker_it_is_told(running: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 1)
    with pytest.raises(KgError, match="has no worker") as raised:
        list(read_pairs(iter(given()), CorpusSettings(), running.address, USUAL))
    assert raised.value.hint == f"start one: dask worker {running.address}"
    with pytest.raises(KgError, match="no scheduler answers"):
        list(read_pairs(iter(given()), CorpusSettings(), "tcp://127.0.0.1:9", USUAL))


def test_a_worker_of_another_version_is_refused_with_its_cure(
    running: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    running.start("--no-nanny")
    monkeypatch.setattr(module, "VERSION", "9.9.9")
    with pytest.raises(KgError, match=r"this is 9\.9\.9") as raised:
        list(read_pairs(iter(given()), CorpusSettings(), running.address, USUAL))
    assert raised.value.hint == "install the same one on all of them"
    with pytest.raises(KgError):
        read_task("0.0.1", b"never unpacked")


def test_a_worker_without_the_program_is_told(running: Cluster, tmp_path: Path) -> None:
    (tmp_path / "other" / "kg").mkdir(parents=True)
    (tmp_path / "other" / "kg" / "__init__.py").touch()
    running.start("--no-nanny", paths=str(tmp_path / "other"))
    with pytest.raises(KgError, match=r"cannot take a task: No module named 'kg\.shards'") as raised:
        list(read_pairs(iter(given()), CorpusSettings(), running.address, USUAL))
    assert raised.value.hint.startswith("each needs newsgraph")
