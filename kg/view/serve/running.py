"""Running of the server: on the loopback interface, at an address with a token."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import threading
import webbrowser
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from kg.errors import KgError
from kg.store import Limits
from kg.store.files import AskedFiles
from kg.view.draw.front import Front
from kg.view.endpoint import Endpoint
from kg.view.serve.app import application, endpoint_alone
from kg.view.serve.connections import Connection
from kg.view.serve.doubts import PairReview
from kg.view.serve.library import LIMITS, library_of

_HERE = "127.0.0.1"
_GRACE = 2
"""Seconds that a request which runs is left when the server is to end."""


def run(  # noqa: PLR0913 - the options of ``kg serve``
    paths: Sequence[Path] | AskedFiles,
    limits: Limits = LIMITS,
    *,
    port: int = 0,
    opens: bool = True,
    told: Callable[[str], None] = print,
    least: float | None = None,
    prefixes: Mapping[str, str] | None = None,
    review: Callable[[], PairReview] | None = None,
    front: Callable[[], Front] | None = None,
) -> None:
    """Serve graphs until interrupted; ``told`` is called with the address once the server listens.

    Of pasted articles, statements less sure than ``least`` are left out (``kg.pipeline.workers.BuildSettings``).
    Queries need not declare ``prefixes``. ``review`` makes the review of doubtful pairs,
    ``front`` the front page of several articles.
    """
    with (
        ending_well(),
        _listening(port) as listening,
        closing(library_of(paths, limits, least, prefixes)) as library,
    ):
        token = secrets.token_urlsafe(24)
        address = f"{_address(listening)}/?token={token}"
        told(address)
        if opens:
            webbrowser.open(address)
        offered = application(library, token, review=review, front=front)
        _run(offered, listening, library.endpoint, library.stop)


def run_endpoint(
    paths: Sequence[Path] | AskedFiles,
    limits: Limits | None = None,
    *,
    port: int = 0,
    told: Callable[[str], None] = print,
    prefixes: Mapping[str, str] | None = None,
) -> None:
    """Serve the SPARQL endpoint alone, read-only and without a token, until interrupted.

    Queries need not declare ``prefixes``. Raises ``InputError`` where a graph cannot be read.
    """
    with ending_well(), _listening(port) as listening, closing(Endpoint(paths, limits, prefixes=prefixes)) as endpoint:
        endpoint.open()
        told(f"{_address(listening)}/sparql")
        _run(endpoint_alone(endpoint), listening, endpoint, endpoint.stop)


def _listening(port: int) -> socket.socket:
    try:
        return socket.create_server((_HERE, port))
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise KgError(f"port {port} cannot be used: {why}", hint="--port 0 takes a free one") from error


def _address(listening: socket.socket) -> str:
    return f"http://{_HERE}:{listening.getsockname()[1]}"


def _run(served: ASGIApp, listening: socket.socket, endpoint: Endpoint, stop: Callable[[], None]) -> None:
    settings = uvicorn.Config(
        served,
        http=Connection,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
    )
    server = _Server(settings, stop)
    endpoint.count_connections(lambda: len(server.server_state.connections))
    server.run(sockets=[listening])


class _Server(uvicorn.Server):
    """A server that stops what runs before it waits for the end of its requests."""

    def __init__(self, settings: uvicorn.Config, stop: Callable[[], None]) -> None:
        super().__init__(settings)
        self._stop = stop

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End: who asks is told so."""
        self._stop()
        await super().shutdown(sockets)


@contextmanager
def ending_well() -> Iterator[None]:
    """End what was begun when the process is told to end (SIGTERM), which Python else does not; the exit code is 0."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _end(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
