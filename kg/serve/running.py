"""The server as it runs: on this machine alone, at an address with a token."""

from __future__ import annotations

import secrets
import socket
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path

import uvicorn

from kg.endpoint import Endpoint
from kg.errors import KgError
from kg.serve.app import application, endpoint_alone
from kg.serve.library import LIMITS, Library
from kg.store import Limits

_HERE = "127.0.0.1"


def run(
    paths: Sequence[Path],
    limits: Limits = LIMITS,
    *,
    port: int = 0,
    opens: bool = True,
    told: Callable[[str], None] = print,
) -> None:
    """Serve graphs until interrupted; ``told`` is called with the address once the server listens."""
    library = Library(paths, limits)
    token = secrets.token_urlsafe(24)
    listening = _listening(port)
    address = f"http://{_HERE}:{listening.getsockname()[1]}/?token={token}"
    settings = uvicorn.Config(application(library, token), log_level="warning", access_log=False, server_header=False)
    told(address)
    if opens:
        webbrowser.open(address)
    try:
        uvicorn.Server(settings).run(sockets=[listening])
    finally:
        library.close()


def run_endpoint(
    paths: Sequence[Path], limits: Limits | None = None, *, port: int = 0, told: Callable[[str], None] = print
) -> None:
    """Serve the SPARQL endpoint alone, read-only and without a token, until interrupted.

    Raises ``InputError`` where a graph cannot be read.
    """
    endpoint = Endpoint(paths, limits)
    settings = uvicorn.Config(endpoint_alone(endpoint), log_level="warning", access_log=False, server_header=False)
    try:
        endpoint.open()
        listening = _listening(port)
        told(f"http://{_HERE}:{listening.getsockname()[1]}/sparql")
        uvicorn.Server(settings).run(sockets=[listening])
    finally:
        endpoint.close()


def _listening(port: int) -> socket.socket:
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((_HERE, port))
    except OSError as error:
        raise KgError(f"port {port} cannot be used: {error.strerror}", hint="--port 0 takes a free one") from error
    return made
