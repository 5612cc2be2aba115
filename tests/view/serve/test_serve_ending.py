"""How ``kg serve`` ends: nothing that was pasted stays, no process goes on."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest

from kg.turtle.documents import write
from tests.serving import Reply, asked, queries_at
from tests.view.draw.graphs import large_graph
from tests.waiting import PATIENCE, until

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")
if not Path("/proc/self/stat").exists():
    pytest.skip("processes are looked up in /proc", allow_module_level=True)

WORDS = "Norway protested in Oslo."
ENDLESS = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }")
_SERVER = """
import signal, sys, threading, unittest.mock
from pathlib import Path
from tests.chain import Chain, ChainCrew
from kg.view.serve import run
signal.signal(signal.SIGINT, signal.default_int_handler)  # as on a terminal: behind nohup or "&" it is ignored
class Crew(ChainCrew):
    closed = threading.Event()
    def read(self, articles):
        if "slow" in articles[0].text:
            print("it reads", flush=True)
            if not self.closed.wait(600):
                print("it was not closed", file=sys.stderr)
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

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def asks(self, path: str, **form: str) -> Reply:
        method, body = "POST" if form else "GET", urlencode(form).encode() or None
        return asked(self.address + path, method=method, headers=self.headers, body=body)


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
    code = running.process.wait(PATIENCE)
    until(lambda: not _alive(running.process.pid))
    return code


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


@pytest.mark.parametrize("count", [1, 7])
def test_queries_that_run_and_wait_are_told_that_the_server_ends_and_nothing_is_printed(
    server: Running, count: int
) -> None:
    with ThreadPoolExecutor(8) as pool:
        asking = [pool.submit(server.asks, f"/sparql?query={ENDLESS}") for _ in range(count)]
        until(lambda: queries_at(server.address, server.headers) == count)
        assert _ended(server, signal.SIGTERM) == 0
        replies = [one.result() for one in asking]
    assert {(reply.status, reply.body) for reply in replies} == {(503, b"the server is ending\n")}
    assert server.said.read_text() == ""


def test_an_article_that_is_read_ends_with_the_server(server: Running) -> None:
    with ThreadPoolExecutor() as pool:
        asking = pool.submit(server.asks, "/articles", text="A slow article.")
        assert server.process.stdout is not None
        assert server.process.stdout.readline() == "it reads\n"
        assert _ended(server, signal.SIGTERM) == 0
        asking.exception()
    assert server.said.read_text() == ""
