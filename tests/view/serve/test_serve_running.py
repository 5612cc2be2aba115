"""``kg serve`` as it runs and ends: where it listens, to whom; slow clients, too many; nothing stays."""

import json
import os
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest

from kg.errors import KgError
from kg.store import Limits
from kg.turtle.documents import write
from tests.graphs import trade_graph
from tests.serving import Reply, asked, queries_at, served
from tests.view.draw.graphs import large_graph
from tests.waiting import PATIENCE, until

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from kg.view.endpoint import Endpoint, asking
from kg.view.serve import app as connections
from kg.view.serve import application, endpoint_alone, run, run_endpoint
from kg.view.serve.app import Connection
from kg.view.serve.library import Library


@contextmanager
def running(*arguments: str | Path) -> Iterator[str]:
    """The address that the command tells."""
    command = [sys.executable, "-m", "kg", "serve", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()  # an interrupt reaches no server that a script started in the background


@pytest.fixture(scope="module")
def commanded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The addresses that commands tell: of pages, and of an endpoint with small limits."""
    path = tmp_path_factory.mktemp("served") / "trade.ttl"
    write(trade_graph(), path)
    limits = ("--timeout", "3", "--max-rows", "3")
    with running(path, "--no-browser") as pages, running(path, "--sparql", *limits) as endpoint:
        yield pages, endpoint


def test_the_token_is_another_in_each_run_and_without_it_nothing_is_answered(
    commanded: tuple[str, str], trade: Path
) -> None:
    one, _ = commanded
    with running(trade, "--no-browser") as other:
        tokens = [parse_qs(urlsplit(address).query)["token"][0] for address in (one, other)]
        assert len(set(tokens)) == 2
        assert min(map(len, tokens)) >= 32
        bare = one.partition("?")[0]
        asks = [{"Authorization": f"Bearer {token}"} for token in tokens]
        assert [asked(bare, headers=headers).status for headers in ({}, *asks)] == [403, 200, 403]


def test_it_listens_on_loopback_alone(commanded: tuple[str, str]) -> None:
    for address in commanded:
        port = urlsplit(address).port or 0
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        with pytest.raises(OSError, match=r"refused|timed out"):
            socket.create_connection(("127.0.0.2", port), timeout=5)


def test_limits_of_the_command_are_those_of_queries(commanded: tuple[str, str]) -> None:
    endless = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }")
    _, address = commanded
    rows = asked(f"{address}?query={quote('SELECT * { ?s ?p ?o }')}")
    assert (len(json.loads(rows.body)["results"]["bindings"]), rows.headers["kg-truncated"]) == (3, "true")
    assert b"after 3 seconds" in asked(f"{address}?query={endless}").body


def pages(path: Path, port: int, told: Callable[[str], None]) -> None:
    run([path], port=port, opens=False, told=told)


def sparql(path: Path, port: int, told: Callable[[str], None]) -> None:
    run_endpoint([path], port=port, told=told)


@pytest.mark.parametrize("runs", [pages, sparql])
def test_a_browser_may_connect_as_soon_as_the_address_is_told(
    trade: Path, runs: Callable[[Path, int, Callable[[str], None]], None]
) -> None:
    def told(address: str) -> None:
        socket.create_connection(("127.0.0.1", urlsplit(address).port or 0), timeout=5).close()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        runs(trade, 0, told)


@pytest.mark.parametrize("runs", [pages, sparql])
def test_a_port_that_is_taken_is_told_at_once(
    tmp_path: Path, runs: Callable[[Path, int, Callable[[str], None]], None]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(KgError, match=f"^port {port} cannot be used: Address already in use$"):
            runs(tmp_path / "not read.ttl", port, print)


# Clients that ask slowly, leave half way, or are too many.


TOKEN = "a-token-for-tests"
ENDLESS = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }")
HEAD = "Host: 127.0.0.1\r\nAuthorization: Bearer a-token-for-tests\r\n"


@contextmanager
def _endpoint(path: Path, limits: Limits | None = None) -> Iterator[str]:
    with closing(Endpoint([path], limits)) as endpoint, served(endpoint_alone(endpoint), Connection) as address:
        yield address


def _sent(address: str, text: str) -> socket.socket:
    place = urlsplit(address)
    client = socket.create_connection((place.hostname or "", place.port or 0), timeout=PATIENCE)
    client.sendall(text.encode())
    return client


def _told(client: socket.socket) -> bytes:
    """All that comes until the server closes."""
    parts = []
    while part := client.recv(1 << 16):
        parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize("begun", ["", "GET /sparql HTTP/1.1\r\n", f"GET /sparql HTTP/1.1\r\n{HEAD}"])
def test_a_connection_that_asks_nothing_is_closed(trade: Path, monkeypatch: pytest.MonkeyPatch, begun: str) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.5)
    with _endpoint(trade) as address, _sent(address, begun) as client:
        assert _told(client).startswith(b"HTTP/1.1 408")


def test_no_drop_of_a_head_prolongs_its_time(trade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 1)
    answered = f"GET /$/ping HTTP/1.1\r\n{HEAD}\r\n"
    with _endpoint(trade) as address, _sent(address, answered) as client:
        assert client.recv(1 << 16).startswith(b"HTTP/1.1 200")
        with pytest.raises(OSError, match=r"reset|pipe"):
            _sent_slowly(client)


def _sent_slowly(client: socket.socket) -> None:
    for _ in range(600):
        client.sendall(b"G")
        time.sleep(0.1)


def test_a_query_that_takes_longer_than_a_head_may_is_answered(trade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 1.5)
    with _endpoint(trade, Limits(seconds=3)) as address:
        assert b"stopped after 3 seconds" in asked(f"{address}/sparql?query={ENDLESS}").body


def test_of_too_many_connections_the_last_are_told(trade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST", 5)
    with _endpoint(trade) as address, ExitStack() as stack:
        for _ in range(5):
            stack.enter_context(_sent(address, "GET / HT"))
        refused = asked(f"{address}/sparql?query=ASK%7B%7D")
        assert (refused.status, refused.headers["retry-after"]) == (503, "5")
        assert b"too many connections" in refused.body
        stack.close()
        until(lambda: asked(f"{address}/sparql?query=ASK%7B%7D").status == 200)


@pytest.mark.parametrize("resets", [False, True])
@pytest.mark.parametrize("path", ["/sparql", "/ask", "/articles"])
def test_a_client_that_leaves_while_it_sends_leaves_no_trace(
    trade: Path, caplog: pytest.LogCaptureFixture, path: str, *, resets: bool
) -> None:
    kind = "sparql-query" if path == "/sparql" else "x-www-form-urlencoded"
    begun = f"POST {path} HTTP/1.1\r\n{HEAD}Content-Type: application/{kind}\r\nContent-Length: 1000\r\n\r\nabc"
    with closing(Library([trade])) as library, served(application(library, TOKEN), Connection) as address:
        with _sent(address, begun) as client:
            time.sleep(0.3)
            if resets:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        time.sleep(0.5)
        assert asked(f"{address}/$/ping").status == 200
    assert not caplog.records


def test_a_body_that_does_not_come_is_waited_for_no_longer(trade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "SECONDS", 0.5)
    begun = f"POST /sparql HTTP/1.1\r\n{HEAD}Content-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\nASK"
    with _endpoint(trade) as address, _sent(address, begun) as client:
        assert _told(client).startswith(b"HTTP/1.1 408")


def test_heavy_queries_leave_room_for_quick_ones(trade: Path) -> None:
    with ExitStack() as stack:
        address = stack.enter_context(_endpoint(trade, Limits(seconds=28)))
        pool = stack.enter_context(ThreadPoolExecutor(20))
        for _ in range(3):
            stack.enter_context(_sent(address, f"GET /sparql?query={ENDLESS} HTTP/1.1\r\n{HEAD}\r\n"))
        until(lambda: queries_at(address) == 3)
        quick = [pool.submit(asked, f"{address}/sparql?query=ASK%7B%7D") for _ in range(20)]
        assert {one.result().status for one in quick} == {200}


@pytest.mark.slow
def test_long_queries_are_answered_one_after_another(trade: Path) -> None:
    some_seconds = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g a ?h }")
    with _endpoint(trade, Limits(seconds=60)) as address, ThreadPoolExecutor() as pool:
        found = [pool.submit(asked, f"{address}/sparql?query={some_seconds}") for _ in range(2)]
        assert {one.result().status for one in found} == {200}


def test_the_endpoint_tells_that_it_lives_and_what_it_did(trade: Path) -> None:
    with _endpoint(trade, Limits(seconds=3)) as address:
        assert asked(f"{address}/$/ping").body.endswith(b"Z\n")
        for query in ("ASK%7B%7D", "ASK%7B%7D", "nonsense", ENDLESS):
            asked(f"{address}/sparql?query={query}")
        told = json.loads(asked(f"{address}/$/stats").body)
        assert told.pop("uptime_seconds") >= 0
        assert told == {
            "queries": 4,
            "answered": 2,
            "refused": {"400": 1, "503": 1},
            "running": 0,
            "waiting": 0,
            "sources": [{"name": "trade.ttl", "bytes": trade.stat().st_size}],
            "held_bytes": 0,
        }


def test_a_sign_of_life_needs_no_token_and_figures_do(trade: Path) -> None:
    with closing(Library([trade])) as library, served(application(library, TOKEN)) as address:
        assert asked(f"{address}/$/ping").status == 200
        assert asked(f"{address}/$/ping", headers={"Host": "evil.example"}).status == 421
        assert asked(f"{address}/$/stats").status == 403
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        asked(f"{address}/ask", method="POST", body=b"sparql=ASK+%7B%7D", headers=bearer)
        assert json.loads(asked(f"{address}/$/stats", headers=bearer).body)["answered"] == 1


# How ``kg serve`` ends: nothing that was pasted stays, no process goes on.


if not Path("/proc/self/stat").exists():
    pytest.skip("processes are looked up in /proc", allow_module_level=True)
WORDS = "Norway protested in Oslo."
_SERVER = """
import signal, sys, threading, unittest.mock
from pathlib import Path
from tests.chain import Chain, ChainCrew
from kg.view.serve import run
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
