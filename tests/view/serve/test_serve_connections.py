"""Clients that ask slowly, leave half way, or are too many."""

import json
import socket
import struct
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from kg.store import Limits
from tests.serving import asked, queries_at, served
from tests.waiting import PATIENCE, until

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from kg.view.endpoint import Endpoint, asking
from kg.view.serve import application, connections, endpoint_alone
from kg.view.serve.connections import Connection
from kg.view.serve.library import Library

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
