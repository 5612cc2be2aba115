"""``kg serve`` as it runs: where it listens, and since when."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kg.errors import KgError

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from kg.serve import run, run_endpoint


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
