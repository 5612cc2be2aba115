"""A scheduler of Dask and its workers, as processes of their own on this machine."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc

from kg.model import Article, Frame
from tests.waiting import until

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Cluster:
    """A running scheduler: its address, and the workers that were started."""

    address: str
    folder: Path
    workers: list[subprocess.Popen[bytes]]

    def start(self, *options: str, python: str = sys.executable, paths: str = str(ROOT)) -> subprocess.Popen[bytes]:
        """Start a worker."""
        folder = self.folder / f"worker-{len(self.workers)}"
        folder.mkdir()
        command = (
            "worker",
            self.address,
            "--nthreads",
            "1",
            "--no-dashboard",
            "--local-directory",
            str(folder),
            *options,
        )
        self.workers.append(_started(command, self.folder, python, paths))
        return self.workers[-1]


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A scheduler for a while, without workers; all of them end with it."""
    told = folder / "scheduler.json"
    command = ("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(told))
    scheduler = _started(command, folder, sys.executable, str(ROOT))
    workers: list[subprocess.Popen[bytes]] = []
    try:
        until(lambda: (told.exists() and told.read_text()) or scheduler.poll() is not None)
        assert scheduler.poll() is None
        yield Cluster(json.loads(told.read_text())["address"], folder, workers)
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def _started(command: tuple[str, ...], folder: Path, python: str, paths: str) -> subprocess.Popen[bytes]:
    failures = "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES"
    settings = {
        failures: os.environ.get(failures, "0"),
        "OMP_NUM_THREADS": "1",
        "PYTHONPATH": paths,
        "PYTHONWARNINGS": "ignore",
    }
    with (folder / "cluster.log").open("ab") as log:
        return subprocess.Popen(
            [python, "-m", "dask", *command], env={**os.environ, **settings}, cwd=folder, stdout=log, stderr=log
        )


@dataclass(frozen=True)
class Killing:
    """An extractor that ends its worker of Dask at the word Peru, and its own process at São."""

    name: str = "killing"

    def frames(self, doc: Doc, article: Article) -> Iterator[Frame]:
        if doc and "São" in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "Peru" in article.text:
            os.kill(os.getppid(), signal.SIGKILL)
        return iter(())
