"""What ``kg push`` reads of an answer, whom it believes, and over which way it sends a login."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from kg.push import Login, PushError, PushTarget, Receipt, StoreProtocol, push, target_at
from kg.turtle.documents import serialize
from tests.cases import tried_on
from tests.conftest import Kg
from tests.graphs import trade_graph
from tests.serving import asked
from tests.stores import oxigraph
from tests.webserver import QuietHandler, listening

NEWS = "https://example.org/news"
SIZE = len(serialize(trade_graph(), "nt").splitlines())
Answering = Callable[[str, str], tuple[int, str, str]]
"""Of a path and a query ("" for a push) the status, media type and text of an answer."""
LOGIN = (200, "text/html; charset=utf-8", "<!DOCTYPE html><title>Log in</title><form>Name</form>")
TAKEN = (204, "", "")
NOWHERE = (404, "text/plain", "no")


@contextmanager
def server(answering: Answering, path: str = "/store", logins: list[str] | None = None) -> Iterator[str]:
    """The address of a server that answers so; the logins that came with the requests."""

    class Handler(QuietHandler):
        def do_POST(self) -> None:
            if logins is not None:
                logins.append(self.headers["Authorization"])
            body = self.rfile.read(int(self.headers["Content-Length"]))
            is_form = "urlencoded" in self.headers["Content-Type"]
            query = parse_qs(body.decode())["query"][0] if is_form else ""
            status, kind, text = answering(self.path.partition("?")[0], query)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        do_PUT = do_POST  # noqa: N815

    with listening(Handler) as address:
        yield f"{address}{path}"


def counting(number: int, *, has_ours: bool = True, at: str = "/query") -> Answering:
    """A store that says of every graph that it has so many triples."""

    def answering(path: str, query: str) -> tuple[int, str, str]:
        if not query:
            return TAKEN
        if path != at:
            return NOWHERE
        rows = {"results": {"bindings": [{"n": {"type": "literal", "value": str(number)}}]}}
        found = {"boolean": has_ours} if query.startswith("ASK") else rows
        return 200, "application/sparql-results+json", json.dumps(found)

    return answering


@pytest.mark.parametrize("door", list(StoreProtocol))
def test_a_page_that_asks_for_a_login_is_no_store(door: StoreProtocol) -> None:
    with server(lambda *_: LOGIN) as address, pytest.raises(PushError, match=r"web page.*: Log in$") as caught:
        push(trade_graph(), PushTarget(address, door, NEWS))
    assert "login" in caught.value.hint


@pytest.mark.parametrize("door", list(StoreProtocol))
@pytest.mark.parametrize("number", [0, SIZE - 1])
def test_a_store_that_has_less_than_was_sent_did_not_take_it(door: StoreProtocol, number: int) -> None:
    with server(counting(number)) as address, pytest.raises(PushError, match=f"{SIZE} were sent, .* counts {number} "):
        push(trade_graph(), PushTarget(address, door, NEWS))


def test_a_store_that_has_others_triples_and_not_ours_did_not_take_it() -> None:
    with server(counting(SIZE * 9, has_ours=False)) as address, pytest.raises(PushError, match="did not arrive"):
        push(trade_graph(), PushTarget(address, graph=NEWS))


def test_a_web_page_of_a_store_that_has_the_triples_is_its_way_to_answer() -> None:
    has = counting(SIZE)

    def answering(path: str, query: str) -> tuple[int, str, str]:
        return has(path, query) if query else (200, "text/html", "<p>COMMIT: totalElapsed=12ms")

    with server(answering) as address:
        assert push(trade_graph(), PushTarget(address, StoreProtocol.UPDATE, NEWS)) == Receipt(SIZE, SIZE)


def test_a_store_that_answers_no_query_is_told_of(kg: Kg, trade: Path) -> None:
    with server(lambda _, query: NOWHERE if query else TAKEN) as address:
        ran = kg("push", trade, address, "--graph", NEWS)
    assert ran.code == 0
    assert "triples were sent to https://example.org/news" in ran.err
    assert "cannot be told" in ran.err


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"results": 1}', '{"results": {"bindings": []}}', "x"])
def test_an_answer_of_another_form_is_no_count(text: str) -> None:
    with server(lambda _, query: (200, "application/json", text) if query else TAKEN) as address:
        assert push(trade_graph(), PushTarget(address, graph=NEWS)) == Receipt(SIZE)


@tried_on("path", "at")
def test_the_question_goes_where_each_store_takes_questions(path: str, at: str) -> None:
    with server(counting(SIZE, at=at), path) as address:
        assert push(trade_graph(), PushTarget(address, graph=NEWS)) == Receipt(SIZE, SIZE)


def test_the_login_goes_with_the_question() -> None:
    logins: list[str] = []
    with server(counting(SIZE), logins=logins) as address:
        push(trade_graph(), PushTarget(address, graph=NEWS, login=Login(token="secret")))
    assert logins == ["Bearer secret"] * 3


def test_what_a_graph_has_besides_is_told(kg: Kg, trade: Path, tmp_path: Path) -> None:
    with oxigraph(tmp_path) as store:
        update = b"INSERT DATA { <urn:a> <urn:b> <urn:c> }"
        asked(f"{store}/update", method="POST", body=update, headers={"Content-Type": "application/sparql-update"})
        ran = kg("push", trade, f"{store}/store")
    assert ran.err == f"{SIZE} triples are in the default graph of {store}/store, which has {SIZE + 1}\n"


# What a push reads of an answer, and over which way it sends a login.


ENDLESS = 1 << 40


@contextmanager
def _answering(status: int) -> Iterator[tuple[str, list[int]]]:
    """A server whose answer never ends, and how many bytes of it were taken."""
    taken = [0]

    class Handler(QuietHandler):
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

    with listening(Handler) as address:
        yield f"{address}/store", taken


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


@tried_on("url")
def test_a_token_goes_encrypted_or_to_this_machine(url: str) -> None:
    assert target_at(url, login=Login(token="secret")).login.token == "secret"


@pytest.mark.parametrize(("url", "is_told"), [("http://me:secret@192.0.2.1/", True), ("http://me@127.0.0.1/", False)])
def test_a_password_over_plain_http_gets_a_note(
    kg: Kg, trade: Path, monkeypatch: pytest.MonkeyPatch, url: str, *, is_told: bool
) -> None:
    monkeypatch.setattr("kg.push.push", lambda *_, **__: Receipt(5, 5))
    ran = kg("push", trade, url)
    assert (ran.code, "plain http" in ran.err, "secret" in ran.err) == (0, is_told, False)
