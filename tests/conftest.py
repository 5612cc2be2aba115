"""What many tests need: a command run as a user runs it, and a graph file."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from multiprocessing import forkserver
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from typer.main import get_command

from kg.cli.app import run
from kg.store import Worker
from kg.turtle.documents import write
from tests import sampling  # noqa: F401  which settings of properties hold
from tests.graphs import trade_graph

if TYPE_CHECKING:
    from tests.chain import Chain


def pytest_configure() -> None:
    """Keep what is compiled, of tests and of a program that they start some hundred times; numbers take one thread.

    Processes of tests, a core's each, have this from the one that starts them. An interrupt ends a program, as on a
    terminal: behind nohup or "&" it is ignored.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with what takes long come first, so that at the end no processor waits for another."""
    heavy = {item.path for item in items for name in ("slow", "browser", "model") if item.get_closest_marker(name)}
    items.sort(key=lambda item: item.path not in heavy)


def pytest_collection_finish() -> None:
    """No collection of garbage looks again at what was collected of tests, some hundred megabytes."""
    gc.freeze()


@dataclass(frozen=True)
class Ran:
    """What a command gave back."""

    code: int
    out: str
    err: str


_command = cache(get_command)
"""The commands, which the program makes of their functions but once: as long as many of them take."""


class Kg(Protocol):
    """Runs the command with its arguments."""

    def __call__(self, *arguments: str | Path) -> Ran: ...


@pytest.fixture
def kg(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kg:
    """The command ``kg`` in an empty folder, in this process."""
    from kg.console import console

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_DEBUG", raising=False)
    monkeypatch.setattr("kg.cli.app.get_command", _command)

    def ran(*arguments: str | Path) -> Ran:
        console.cache_clear()
        capfdbinary.readouterr()
        code = run([str(argument) for argument in arguments])
        console.cache_clear()
        out, err = capfdbinary.readouterr()
        return Ran(code, out.decode(), err.decode())

    return ran


@pytest.fixture
def trade(tmp_path: Path) -> Path:
    """A graph file: the example of the trade dispute."""
    path = tmp_path / "trade.ttl"
    write(trade_graph(), path, evidence="full")
    return path


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    """The process that answers queries about the trade dispute, one for a file of tests."""
    path = tmp_path_factory.mktemp("store") / "trade.ttl"
    write(trade_graph(), path)
    with Worker([path]) as running:
        yield running


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A file with an article."""
    path = tmp_path / "news.txt"
    path.write_text("Norway protested.\n")
    return path


@cache
def _forking() -> BaseContext:
    """Starts processes that read articles as copies of one that has loaded the language model, once for all of them."""
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(["tests.loaded"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parents[1]), prepend=os.pathsep)
        forkserver.ensure_running()
    return found


@pytest.fixture(autouse=True)
def kept_model(request: pytest.FixtureRequest) -> None:
    """Load the model once a file of tests, whatever their commands start; what it takes to load is tested elsewhere."""
    if request.node.get_closest_marker("model"):
        request.getfixturevalue("monkeypatch").setattr("kg.pipeline.pool._SPAWN", _forking())


@pytest.fixture
def chain(monkeypatch: pytest.MonkeyPatch) -> Chain:
    """The chain of ``kg build`` replaced by one that gives a graph made by hand."""
    from tests.chain import Chain, ChainCrew

    found = Chain()
    monkeypatch.setattr("kg.pipeline.workers.worker_pool", lambda *_, **__: ChainCrew(found))
    monkeypatch.setattr("kg.pipeline.workers.outcomes", found)
    monkeypatch.setattr("kg.pipeline.workers.read_here", found)
    return found
