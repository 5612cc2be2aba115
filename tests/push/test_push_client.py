"""What a push reads of an answer, and over which way it sends a login."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kg.push import Login, PushError, PushTarget, Receipt, StoreProtocol, push, target_at
from tests.conftest import Kg
from tests.graphs import trade_graph

ENDLESS = 1 << 40


@contextmanager
def _answering(status: int) -> Iterator[tuple[str, list[int]]]:
    """A server whose answer never ends, and how many bytes of it were taken."""
    taken = [0]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Length", str(ENDLESS))
            self.end_headers()
            try:
                while taken[0] < (1 << 28):
                    taken[0] += self.wfile.write(b"x" * (1 << 16))
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/store", taken
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("door", list(StoreProtocol))
def test_an_answer_without_end_is_not_read_to_its_end(door: StoreProtocol) -> None:
    with _answering(200) as (address, taken):
        assert push(trade_graph(), PushTarget(address, door)).held is None
    assert taken[0] < (1 << 26)


def test_an_error_without_end_is_told_by_its_beginning() -> None:
    with _answering(500) as (address, taken), pytest.raises(PushError, match="500") as caught:
        push(trade_graph(), PushTarget(address))
    assert len(caught.value.message) < 500
    assert taken[0] < (1 << 26)


@pytest.mark.parametrize("url", ["http://example.org/store", "http://10.0.0.1/store", "http://localhost.example.org/"])
def test_a_token_is_not_sent_where_others_can_read_it(url: str) -> None:
    with pytest.raises(PushError, match="plain http") as caught:
        target_at(url, login=Login(token="secret"))
    assert "https" in caught.value.hint
    assert "secret" not in caught.value.message


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/store",
        "http://127.0.0.1:7878/store",
        "http://127.1.2.3/store",
        "http://localhost:7878/store",
        "http://[::1]:7878/store",
    ],
)
def test_a_token_goes_encrypted_or_to_this_machine(url: str) -> None:
    assert target_at(url, login=Login(token="secret")).login.token == "secret"


@pytest.mark.parametrize(("url", "is_told"), [("http://me:secret@192.0.2.1/", True), ("http://me@127.0.0.1/", False)])
def test_a_password_over_plain_http_gets_a_note(
    kg: Kg, trade: Path, monkeypatch: pytest.MonkeyPatch, url: str, *, is_told: bool
) -> None:
    monkeypatch.setattr("kg.push.push", lambda *_: Receipt(5, 5))
    ran = kg("push", trade, url)
    assert (ran.code, "plain http" in ran.err, "secret" in ran.err) == (0, is_told, False)
