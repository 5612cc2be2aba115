"""The endpoint over what changes, goes away or was never there, and clients that hang up."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from kg.model import Graph
from kg.store import Limits
from kg.store.disk import append
from kg.store.files import state_of
from kg.turtle.documents import write
from tests.graphs import evidence, statement, trade_graph
from tests.serving import asked, served
from tests.waiting import PATIENCE

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

import anyio
from starlette.responses import PlainTextResponse

from kg.view.endpoint import Endpoint
from kg.view.serve import endpoint_alone

COUNT = quote("SELECT (COUNT(*) AS ?n) { ?s a kg:Statement }")
ENDLESS = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }")
_APPEND = (
    "import sys; from pathlib import Path; from kg.store.disk import append; from kg.turtle.documents import read; "
    "append(read(Path(sys.argv[1])), Path(sys.argv[2]))"
)


def more() -> Graph:
    """A graph with one statement that the trade graph does not have."""
    told = statement(("mark-carney", "visited", "china"), evidence("Trade and Tensions"))
    return replace(trade_graph(), statements=(told,))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    append(trade_graph(), tmp_path / "archive.store")
    return tmp_path / "archive.store"


@pytest.fixture
def address(store: Path) -> Iterator[str]:
    endpoint = Endpoint([store], workers=3)
    with served(endpoint) as found:
        yield found
    endpoint.close()


def counts(address: str, times: int = 6) -> set[int]:
    """What the processes count, each asked at least once."""
    replies = [asked(f"{address}/?query={COUNT}") for _ in range(times)]
    return {int(json.loads(reply.body)["results"]["bindings"][0]["n"]["value"]) for reply in replies}


def test_what_another_process_appends_is_known_to_all_at_once(address: str, store: Path, tmp_path: Path) -> None:
    assert counts(address) == {5}
    write(more(), tmp_path / "more.ttl")
    subprocess.run([sys.executable, "-c", _APPEND, str(tmp_path / "more.ttl"), str(store)], check=True)
    assert counts(address) == {6}


def test_a_store_that_is_only_read_is_not_opened_again(address: str, store: Path) -> None:
    before = state_of([store])
    assert before
    assert counts(address) == {5}
    assert state_of([store]) == before


def test_a_file_that_is_written_again_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "trade.ttl"
    write(trade_graph(), path)
    endpoint = Endpoint([path])
    with served(endpoint) as address:
        assert counts(address) == {5}
        write(trade_graph() | more(), path)
        assert counts(address) == {6}
        path.unlink()
        reply = asked(f"{address}/?query={COUNT}")
        assert (reply.status, str(tmp_path).encode() in reply.body) == (500, False)
        write(more(), path)
        assert counts(address) == {1}
    endpoint.close()


@pytest.mark.parametrize(("alone", "warm"), [(True, True), (False, True), (False, False)])
def test_the_query_of_a_client_that_hangs_up_is_stopped(tmp_path: Path, *, alone: bool, warm: bool) -> None:
    path = tmp_path / "trade.ttl"
    write(trade_graph(), path)
    endpoint = Endpoint([path], Limits(seconds=10 * PATIENCE), workers=1)
    if warm:
        endpoint.open()
    with served(endpoint_alone(endpoint) if alone else endpoint) as address:
        host, _, port = address.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port))) as client:
            client.sendall(f"GET /sparql?query={ENDLESS} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            time.sleep(1 if warm else 0.1)  # a process takes longer to start
        assert asked(f"{address}/sparql?query=ASK%7B%7D").status == 200
    endpoint.close()


def test_a_time_limit_of_the_application_that_mounts_it_stops_the_query_alone(tmp_path: Path) -> None:
    path = tmp_path / "trade.ttl"
    write(trade_graph(), path)
    endpoint = Endpoint([path], Limits(seconds=60), workers=1)
    endpoint.open()

    async def host(scope: Scope, receive: Receive, send: Send) -> None:
        with anyio.move_on_after(3 if ENDLESS.encode() in scope["query_string"] else PATIENCE) as limit:
            await endpoint(scope, receive, send)
        if limit.cancelled_caught:
            await PlainTextResponse("too slow", 504)(scope, receive, send)

    with served(host) as address:
        assert asked(f"{address}/?query={ENDLESS}").status == 504
        assert asked(f"{address}/?query=ASK%7B%7D").status == 200
    endpoint.close()


def test_a_get_with_a_body_that_nobody_wants_is_answered(tmp_path: Path) -> None:
    path = tmp_path / "trade.ttl"
    write(trade_graph(), path)
    endpoint = Endpoint([path])
    with served(endpoint_alone(endpoint)) as address:
        for body in (b"x", b"x" * 300_000):
            assert asked(f"{address}/sparql?query={COUNT}", body=body).status == 200
    endpoint.close()
