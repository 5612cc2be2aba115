"""How ``kg serve`` ends: nothing that was pasted stays, no process goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest

from kg.turtle.documents import write
from tests.serving import Reply, asked
from tests.view.draw.graphs import large_graph

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")
if not Path("/proc/self/stat").exists():
    pytest.skip("processes are looked up in /proc", allow_module_level=True)

WORDS = "Norway protested in Oslo."
ENDLESS = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }")
_SERVER = """
import sys, threading, unittest.mock
from pathlib import Path
from tests.chain import Chain, ChainCrew
from kg.view.serve import run
class Crew(ChainCrew):
    closed = threading.Event()
    def read(self, articles):
        if "slow" in articles[0].text:
            self.closed.wait(60)
        return super().read(articles)
    def close(self):
        self.closed.set()
with unittest.mock.patch("kg.pipeline.workers.worker_pool", lambda _: Crew(Chain())):
    run([Path(sys.argv[1])], opens=False, told=lambda address: print(address, flush=True))
"""


@dataclass
class Running:
    """A server in a process of its own, with a temporary folder of its own."""

    process: subprocess.Popen[str]
    address: str
    token: str
    temporary: Path
    said: Path
    """What it printed as errors."""

    def asks(self, path: str, **form: str) -> Reply:
        headers, body = {"Authorization": f"Bearer {self.token}"}, urlencode(form).encode() or None
        return asked(self.address + path, method="POST" if form else "GET", headers=headers, body=body)

    def begins(self, path: str) -> subprocess.Popen[bytes]:
        """Ask without waiting for the answer."""
        code = (
            "import sys, urllib.request as u; u.urlopen(u.Request(sys.argv[1], headers={'Authorization': sys.argv[2]}))"
        )
        command = [sys.executable, "-c", code, self.address + path, f"Bearer {self.token}"]
        return subprocess.Popen(command, stderr=subprocess.DEVNULL)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    write(large_graph(3, 2), tmp_path / "some.ttl")
    with _server(tmp_path / "some.ttl", tmp_path / "temporary") as found:
        yield found


@contextmanager
def _server(graph: Path, temporary: Path) -> Iterator[Running]:
    temporary.mkdir()
    root = Path(__file__).parents[3]
    given = os.environ | {"TMPDIR": str(temporary), "PYTHONPATH": str(root)}
    command = [sys.executable, "-c", _SERVER, str(graph)]
    said = graph.with_suffix(".said")
    with (
        said.open("w") as errors,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, env=given, process_group=0
        ) as process,
    ):
        assert process.stdout is not None
        address = urlsplit(process.stdout.readline().strip())
        yield Running(process, f"http://{address.netloc}", parse_qs(address.query)["token"][0], temporary, said)
        process.kill()


def _ended(running: Running, how: signal.Signals) -> int:
    """The exit code; the processes that it started end with it."""
    running.process.send_signal(how)
    code = running.process.wait(15)
    for _ in range(100):
        if not _alive(running.process.pid):
            return code
        time.sleep(0.1)
    pytest.fail("a process goes on")


def _alive(group: int) -> list[str]:
    """The processes of a group that run."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, of_group = path.read_text().rpartition(")")[2].split()[:3]
            found += [path.parent.name] if int(of_group) == group and state != "Z" else []
    return found


@pytest.mark.parametrize(
    ("how", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, -signal.SIGINT), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_nothing_that_was_pasted_stays(server: Running, how: signal.Signals, code: int) -> None:
    server.asks("/articles", text=WORDS)
    assert b"id:canada" in server.asks("/ask", sparql="SELECT ?c { ?c a kg:Country }").body
    assert _ended(server, how) == code
    assert list(server.temporary.rglob("*")) == []


def test_a_query_that_runs_ends_with_the_server(server: Running) -> None:
    with server.begins(f"/sparql?query={ENDLESS}") as asking:
        time.sleep(3)
        started = time.monotonic()
        assert _ended(server, signal.SIGTERM) == 0
        assert time.monotonic() - started < 8
        asking.wait(5)


def test_queries_that_run_and_wait_are_told_that_the_server_ends_and_nothing_is_printed(server: Running) -> None:
    with ThreadPoolExecutor(8) as pool:
        asking = [pool.submit(server.asks, f"/sparql?query={ENDLESS}") for _ in range(7)]
        time.sleep(3)
        assert _ended(server, signal.SIGTERM) == 0
        replies = [one.result() for one in asking]
    assert {(reply.status, reply.body) for reply in replies} == {(503, b"the server is ending\n")}
    assert server.said.read_text() == ""


def test_an_article_that_is_read_ends_with_the_server(server: Running) -> None:
    with ThreadPoolExecutor() as pool:
        asking = pool.submit(server.asks, "/articles", text="A slow article.")
        time.sleep(1)
        started = time.monotonic()
        assert _ended(server, signal.SIGTERM) == 0
        assert time.monotonic() - started < 15
        asking.exception()
    assert server.said.read_text() == ""
