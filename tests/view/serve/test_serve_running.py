"""``kg serve`` as it runs: where it listens, since when, to whom, within which limits."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from kg.errors import KgError
from tests.serving import asked

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from kg.view.serve import run, run_endpoint


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


def test_the_token_is_another_in_each_run_and_without_it_nothing_is_answered(trade: Path) -> None:
    with running(trade, "--no-browser") as one, running(trade, "--no-browser") as other:
        tokens = [parse_qs(urlsplit(address).query)["token"][0] for address in (one, other)]
        assert len(set(tokens)) == 2
        assert min(map(len, tokens)) >= 32
        bare = one.partition("?")[0]
        asks = [{"Authorization": f"Bearer {token}"} for token in tokens]
        assert [asked(bare, headers=headers).status for headers in ({}, *asks)] == [403, 200, 403]


@pytest.mark.parametrize("options", [["--no-browser"], ["--sparql"]])
def test_it_listens_on_loopback_alone(trade: Path, options: list[str]) -> None:
    with running(trade, *options) as address:
        port = urlsplit(address).port or 0
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        with pytest.raises(OSError, match=r"refused|timed out"):
            socket.create_connection(("127.0.0.2", port), timeout=5)


def test_limits_of_the_command_are_those_of_queries(trade: Path) -> None:
    endless = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }")
    with running(trade, "--sparql", "--timeout", "1", "--max-rows", "3") as address:
        rows = asked(f"{address}?query={quote('SELECT * { ?s ?p ?o }')}")
        assert (len(json.loads(rows.body)["results"]["bindings"]), rows.headers["kg-truncated"]) == (3, "true")
        assert b"after 1 seconds" in asked(f"{address}?query={endless}").body


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
