"""No query reaches out of its store: what is refused, what only looks like it, what the process could not do anyhow."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.store import Query, Worker
from kg.store.lexing import canonical, guarded, tokens
from tests.asking import ask
from tests.cases import tried_on
from tests.waiting import until
from tests.webserver import QuietHandler, listening

NEVER_ENDS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@dataclass(frozen=True)
class _Listener:
    """A server on loopback that counts who calls."""

    url: str
    calls: list[str]


@pytest.fixture
def listener() -> Iterator[_Listener]:
    calls = list[str]()

    class Handler(QuietHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_error(500)

        do_POST = do_GET  # noqa: N815

    with listening(Handler) as address:
        yield _Listener(f"{address}/x", calls)


@tried_on("text")
def test_nothing_is_asked_of_another_machine(worker: Worker, listener: _Listener, text: str) -> None:
    with pytest.raises(QueryError):
        worker.ask(Query(text.format(url=listener.url)))
    assert listener.calls == []


@tried_on("text")
def test_words_that_only_look_like_it_are_no_fault(worker: Worker, text: str) -> None:
    worker.ask(Query(text))


@pytest.mark.parametrize("prefix", ["services", "Web.Service", "service-x", "service"])
def test_a_prefix_may_have_the_word_in_its_name(worker: Worker, prefix: str) -> None:
    declared = f"PREFIX {prefix}: <https://w3id.org/newsgraph/id/>"
    assert worker.ask(Query(f"{declared} ASK {{ {prefix}:canada a ?cls }}")).holds()


def test_names_that_end_in_from_need_no_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "kg.turtle.sparql", None)
    plain = "SELECT * { ?from kg:withdrewFrom ?o ; kg:from ?x } # no"
    assert guarded(plain, {}, frozenset(), ignores_from=False) is plain
    with pytest.raises(ImportError):
        guarded("SELECT *FROM<http://x/g>{ ?s ?p ?o }", {}, frozenset(), ignores_from=False)


@tried_on("text", "same")
def test_the_canonical_text_has_no_comment_no_line_end_and_plain_strings(text: str, same: str) -> None:
    assert canonical(tokens(text)).startswith(same)
    assert canonical(tokens(same)) == same


@pytest.mark.parametrize("text", ["SELECT * { ?s ?p 'no end }", r"SELECT * { \u003Fs ?p ?o }", '"""'])
def test_strings_that_do_not_end_and_stray_escapes_do_not_parse(text: str) -> None:
    with pytest.raises(QueryError, match="does not parse: line 1"):
        list(tokens(text))


STRINGS = r"""SELECT ("a'b" AS ?a) ('say "no"' AS ?b) ("\u00e9 from" AS ?c) ('''two
lines''' AS ?d) ("service" AS ?e) ('\\' AS ?f) {} # from SERVICE"""


def test_strings_keep_their_meaning_where_a_query_is_looked_at(worker: Worker) -> None:
    assert list(worker.ask(Query(STRINGS)).rows()) == [
        {"a": "a'b", "b": 'say "no"', "c": "é from", "d": "two\nlines", "e": "service", "f": "\\"}
    ]


_SERVES_AND_OPENS_A_SOCKET = """
import io, json, socket, sys
from dataclasses import asdict
from kg.store import Limits
from kg.store.worker import deny_network
from kg.store.worker import serve
setup = {"sources": ["none.ttl"], "held": "", **asdict(Limits())}
serve(io.BytesIO(json.dumps(setup).encode()), io.BytesIO())
try:
    socket.socket()
except PermissionError:
    sys.exit(0)
sys.exit(1 if deny_network() else 3)
"""


def test_a_process_that_answers_can_open_no_connection() -> None:
    ended = subprocess.run([sys.executable, "-c", _SERVES_AND_OPENS_A_SOCKET], check=False)
    if ended.returncode == 3:
        pytest.skip("this system knows no such filter")
    assert ended.returncode == 0


def test_code_in_the_folder_where_the_user_stands_is_not_run(
    trade: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pyoxigraph.py").write_text("raise SystemExit('run')")
    monkeypatch.chdir(tmp_path)
    assert ask(trade, "ASK { ?s ?p ?o }").holds()


_ASKS_AND_SAYS_WHO_ANSWERS = """
import sys
from pathlib import Path
from kg.store import Limits, Query, Worker
from tests.asking import ask
worker = Worker([Path(sys.argv[1])], Limits(seconds=1))
worker.ask(Query("ASK {}"))
print(worker._running.process.pid, flush=True)
worker.ask(Query(sys.argv[2]))
"""


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system knows no alarms")
def test_a_query_does_not_outlive_who_asked(trade: Path) -> None:
    command = [sys.executable, "-c", _ASKS_AND_SAYS_WHO_ANSWERS, str(trade), NEVER_ENDS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as asking:
        assert asking.stdout is not None
        answering = int(asking.stdout.readline())
        time.sleep(0.2)
        asking.kill()
    try:
        until(lambda: not _is_running(answering))
    finally:
        with suppress(ProcessLookupError):
            os.kill(answering, signal.SIGKILL)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"
