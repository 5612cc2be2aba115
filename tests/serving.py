"""A server on loopback for the length of a test."""

from __future__ import annotations

import asyncio
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from tests.waiting import PATIENCE, until

if TYPE_CHECKING:
    from starlette.types import ASGIApp

Result = TypeVar("Result")


@dataclass(frozen=True)
class Reply:
    """What a server answered."""

    status: int
    body: bytes
    headers: Mapping[str, str]


def run_alone(work: Callable[[], Awaitable[Result]]) -> Result:
    """What a coroutine gives in a thread of its own: in this one the loop of a browser may be running."""
    import anyio

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(anyio.run, work).result()


@contextmanager
def served(app: ASGIApp, http: type[asyncio.Protocol] | Literal["auto"] = "auto") -> Iterator[str]:
    """The address at which an application listens."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(app, http=http, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(PATIENCE)


def queries_at(address: str, headers: Mapping[str, str] | None = None) -> int:
    """How many queries run or wait at an endpoint."""
    told = json.loads(asked(f"{address}/$/stats", headers=headers).body)
    return int(told["running"] + told["waiting"])


def asked(
    url: str, *, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> Reply:
    """The answer to a request, whatever its status."""
    request = urllib.request.Request(url, body, dict(headers or {}), method=method)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return Reply(answer.status, answer.read(), {name.lower(): value for name, value in answer.headers.items()})
    except urllib.error.HTTPError as error:
        with error:
            return Reply(error.code, error.read(), {name.lower(): value for name, value in error.headers.items()})
