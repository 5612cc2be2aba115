"""A server on this machine that answers as a test says."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar


@dataclass(frozen=True)
class Answer:
    """What a path gives: status, headers, data; ``sends`` writes it in a way of its own."""

    data: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    sends: Callable[[BaseHTTPRequestHandler], None] | None = None


@dataclass
class Server:
    """A running server: its address, what it answers by path, and the requests that came, with their headers."""

    address: str
    answers: dict[str, Answer]
    asked: list[tuple[str, dict[str, str]]]

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [path for path, _ in self.asked]


class QuietHandler(BaseHTTPRequestHandler):
    """A handler that says nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the standard's
        """Say nothing."""


@contextmanager
def listening(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """The address of a server on loopback that a handler answers for."""
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    httpd.daemon_threads = True
    httpd.handle_error = lambda *_: None  # type: ignore[method-assign] # a client may go
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{httpd.server_address[1]}"
    finally:
        httpd.shutdown()
        thread.join()
        httpd.server_close()


@contextmanager
def server(answers: dict[str, Answer] | None = None) -> Iterator[Server]:
    """A server for a while; a path that it does not know is a 404, an ETag that it gave a 304."""
    running = Server("", answers or {}, [])

    class Handler(QuietHandler):
        state: ClassVar[Server] = running

        def do_GET(self) -> None:
            self.state.asked.append((self.path, dict(self.headers)))
            answer = self.state.answers.get(self.path, Answer(b"", status=404))
            if answer.sends is not None:
                answer.sends(self)
                return
            known = {self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")} - {None}
            unchanged = bool(known & {answer.headers.get("ETag"), answer.headers.get("Last-Modified")} - {None})
            self.send_response(304 if unchanged else answer.status)
            for name, value in {"Content-Type": answer.kind, **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0" if unchanged else str(len(answer.data)))
            self.end_headers()
            if not unchanged:
                self.wfile.write(answer.data)

    with listening(Handler) as address:
        running.address = address
        yield running
