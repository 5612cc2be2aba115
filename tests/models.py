"""A server on this machine that speaks the chat completions protocol, and misbehaves as a test says."""

import json
import socket
import struct
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import ClassVar

from tests.webserver import listening

Json = dict[str, object]


@dataclass(frozen=True)
class Reply:
    """What one request gets: the words of the model, or a status and bytes as they are."""

    content: str = ""
    status: int = 200
    data: bytes | None = None
    """The body in place of one of the protocol."""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    """How long it takes, the body piece by piece."""
    cut: bool = False
    """Whether the connection ends in the middle of the body."""
    reset: bool = False
    """Whether it is reset there."""
    head_seconds: float = 0.0
    """How long its headers trickle."""
    finish: str = "stop"
    """Why the model ended."""


@dataclass
class ModelServer:
    """A running server: its address, what it answers to the data of a request, and the requests that came."""

    url: str
    replies: Callable[[Json], Reply]
    asked: list[Json] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def model_server(replies: Callable[[Json], Reply]) -> Iterator[ModelServer]:
    """A server for a while; ``replies`` gets the JSON of the user's message."""
    running = ModelServer("", replies)

    class Handler(BaseHTTPRequestHandler):
        state: ClassVar[ModelServer] = running

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.state.asked.append(asked)
            self.state.headers.append(dict(self.headers))
            if self.path != "/v1/chat/completions":
                self.send_error(404)
                return
            _send(self, self.state.replies(json.loads(asked["messages"][-1]["content"])))

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the standard's
            """Say nothing."""

    with listening(Handler) as address:
        running.url = f"{address}/v1"
        yield running


def _send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    usage = {"prompt_tokens": 100, "completion_tokens": 10}
    chosen = {"message": {"role": "assistant", "content": reply.content}, "finish_reason": reply.finish}
    told = {"choices": [chosen], "usage": usage}
    data = json.dumps(told).encode() if reply.data is None else reply.data
    handler.send_response(reply.status)
    if reply.head_seconds and not _trickled(handler, reply.head_seconds):
        return
    for name, value in {"Content-Type": "application/json", **reply.headers}.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    sent = data[: len(data) // 2] if reply.cut or reply.reset else data
    pieces = _pieces(sent) if reply.seconds else [sent]
    try:
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(reply.seconds / len(pieces))
    except OSError:
        return  # who asked has gone
    if reply.reset:
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.close_connection = True


def _trickled(handler: BaseHTTPRequestHandler, seconds: float) -> bool:
    """Whether who asked is still there after headers for a while."""
    try:
        for _ in range(10):
            handler.send_header("X-Waiting", "yes")
            handler.flush_headers()
            time.sleep(seconds / 10)
    except OSError:
        return False
    return True


def _pieces(data: bytes) -> Sequence[bytes]:
    return [data[place : place + 8] for place in range(0, len(data), 8)]
