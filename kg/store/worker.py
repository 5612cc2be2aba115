"""The process in which queries run: it opens the sources once and answers one query after another.

It reads a line of JSON a query from standard input and writes a line of JSON and the body of the answer to standard
output. Who started it kills it at the time limit; should that one be gone, an alarm does. It can open no connection.

SIGUSR1 lets the query that runs give way to all other programs.
"""

import ctypes
import json
import math
import os
import platform
import signal
import struct
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from functools import partial
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import BinaryIO

import pyoxigraph as ox

from kg.errors import KgError
from kg.isolation import bounded
from kg.store import LESS, MEGABYTE, NO_MEMORY, Answer, Limits, Query, StoppedError
from kg.store.files import is_of_store, opened, prefixes_of, state_of, told
from kg.store.lexing import fault, guarded, tokens
from kg.store.nearest import misspelt
from kg.turtle.formats import FORMATS

_LOW = 15
"""The niceness of what gives way; Linux then gives it a thirtieth of the processor where others want it too."""


class GivingWay:
    """Work in steps, done in a thread of which SIGUSR1 lowers the priority until the step is over.

    A process without rights cannot raise a priority again, so the next step then gets another thread: on Linux each has
    a priority of its own.
    """

    def __init__(self, steps: Iterator[None]) -> None:
        self._steps = steps
        self._thread = threading.Thread()
        self._gives_way = False
        self._is_over = False

    def run(self) -> None:
        """Do all steps; to be called in the main thread, to which signals go."""
        if hasattr(signal, "SIGUSR1"):
            signal.signal(signal.SIGUSR1, self._give_way)
        while not self._is_over:
            self._gives_way = False
            self._thread = threading.Thread(target=self._work, daemon=True)
            self._thread.start()
            self._thread.join()

    def _work(self) -> None:
        for _ in self._steps:
            if self._gives_way:
                return
        self._is_over = True

    def _give_way(self, _number: int, _frame: FrameType | None) -> None:
        thread = self._thread.native_id
        if thread is not None:
            self._gives_way = True
            os.setpriority(os.PRIO_PROCESS, thread, max(_LOW, os.getpriority(os.PRIO_PROCESS, thread)))


_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""AUDIT_ARCH and the number of ``socket``, by machine."""
_IO_URING_SETUP = 425  # asm-generic/unistd.h
_X32 = 0x40000000  # __X32_SYSCALL_BIT of asm/unistd.h
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06  # linux/bpf_common.h: BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_RET|K
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | 13  # linux/seccomp.h: SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO with EACCES
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2  # linux/prctl.h: PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP; its mode


def deny_network() -> bool:
    """Let no thread of this process open a socket from now on; whether the operating system could do that."""
    if sys.platform != "linux" or platform.machine() not in _MACHINES:
        return False
    # ``struct sock_filter[]``: code, steps if so, steps if not, value. Another architecture's calls are let be.
    architecture, socket = _MACHINES[platform.machine()]
    denied = (socket, socket | _X32, _IO_URING_SETUP)
    steps = [(_LOAD, 0, 0, 4), (_EQUAL, 0, len(denied) + 1, architecture), (_LOAD, 0, 0, 0)]
    steps += [(_EQUAL, len(denied) - number, 0, call) for number, call in enumerate(denied)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _DENY)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps), 8 * len(steps))
    head = _Program(len(steps), ctypes.cast(code, ctypes.c_void_p))
    prctl = ctypes.CDLL(None).prctl
    prctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong]
    if prctl(_NO_NEW_PRIVILEGES, 1, None, 0, 0) != 0:
        return False
    return bool(prctl(_SECCOMP, _FILTER, ctypes.addressof(head), 0, 0) == 0)


class _Program(ctypes.Structure):
    """``struct sock_fprog``."""

    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))


_LOADED = 200
"""Bytes that a byte of a source may take when it is loaded."""
_THREADS = 256 + 128 * (os.cpu_count() or 1)
"""Megabytes of address space that are set aside for threads (glibc: an arena of 64 to 128 each), used or not."""
_GRACE = 1.0
"""Seconds that are left to who started the process to end it."""
_HELP_ENDS = 2.0
"""Seconds before the limit at which help is given up: an answer that is there is not lost for it."""


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer until the requests end; the first line of them is the sources, what is held in memory, and the limits."""
    deny_network()  # before there is another thread: one that exists already is not held
    GivingWay(_answering(requests, replies)).run()


def _answering(requests: BinaryIO, replies: BinaryIO) -> Iterator[None]:
    """Answer one request at each step."""
    setup = json.loads(requests.readline())
    sources = [Path(source) for source in setup["sources"]]
    place = sources[0] if sources else Path()  # what is only held has no files that could be damaged
    try:
        # Our Turtle takes some 70 bytes a byte, Turtle of nothing but numbers some 100; more is made to do so.
        size = len(setup["held"]) + sum(size for _, size, *_ in state_of(sources))
        with bounded(setup["megabytes"] + _THREADS + size * _LOADED // MEGABYTE):
            store = opened(sources, setup["held"].encode())
            with told(place):
                prefixes = prefixes_of(store, setup["prefixes"])
    except KgError as error:
        _reply(replies, _failure(error))
        return
    _reply(replies, {"ok": True})
    caps = Limits(setup["seconds"], setup["rows"], setup["bytes"], setup["megabytes"])
    with bounded(caps.megabytes):
        for line in requests:
            try:
                with _alarm_after(caps.seconds + _GRACE), told(place):
                    help_until = time.perf_counter() + caps.seconds - _HELP_ENDS
                    answer = answered(store, Query(**json.loads(line)), caps, prefixes, help_until)
            except KgError as error:
                _reply(replies, _failure(error))
            except MemoryError:
                _reply(replies, _failure(StoppedError(NO_MEMORY, hint=LESS)))
            else:
                head = {"ok": True, **asdict(replace(answer, body=b"")), "body": len(answer.body)}
                _reply(replies, head, answer.body)
            yield


def answered(
    store: ox.Store, query: Query, caps: Limits, prefixes: Mapping[str, str], help_until: float = math.inf
) -> Answer:
    """The answer of a store, with help if there is any before that time of ``time.perf_counter()``.

    Raises ``QueryError`` for a query that is refused or wrong, and what pyoxigraph does for a store that is damaged.
    """
    graphs = frozenset(str(name.value) for name in store.named_graphs())
    # A dataset of the protocol takes the place of FROM, which is then not looked at (SPARQL 1.1 Protocol, 2.1.4).
    # Where no help is wanted, a graph that the store does not have is an empty one, as in a dataset of the protocol.
    ignores_from = bool(query.default_graphs or query.named_graphs) or not query.helps
    safe = replace(query, text=guarded(query.text, prefixes, graphs, ignores_from=ignores_from))
    started = time.perf_counter()
    try:
        # Where the protocol names no dataset, it is the query's own or the whole store.
        asked = partial(store.query, safe.text, prefixes=dict(prefixes), base_iri=query.base_iri or None)
        if query.default_graphs or query.named_graphs:
            found = asked(
                default_graph=[ox.NamedNode(name) for name in query.default_graphs],
                named_graphs=[ox.NamedNode(name) for name in query.named_graphs],
            )
        else:
            found = asked()
        match found:
            case ox.QuerySolutions():
                words = (token.text.lower() for token in tokens(safe.text) if token.kind == "word")
                answer = solutions(found, query.solution_form, caps, ordered="order" in words)
            case ox.QueryBoolean():  # CSV and TSV, which have no form for it, say true or false
                answer = Answer("boolean", found.serialize(format=_FORMS[query.solution_form]) or b"", 1)
            case ox.QueryTriples():
                answer = graph(found, query.graph_form, caps, prefixes)
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        if is_of_store(error):
            raise
        raise fault(query.text, error, prefixes) from error
    if query.helps and answer.is_empty and time.perf_counter() < help_until:
        # Nothing is told of misspelt terms where time or memory do not last, or a name is read where none is: rdflib
        # takes escapes for code, so that a string with a quotation mark as an escape ends there.
        with suppress(TimeoutError, MemoryError, ValueError):
            answer = replace(answer, notes=tuple(misspelt(query.text, store, prefixes, help_until)))
    return replace(answer, seconds=time.perf_counter() - started, prefixes=prefixes)


@contextmanager
def _alarm_after(seconds: float) -> Iterator[None]:
    """End the process after that time, where the operating system has alarms: not even a query in Rust outlives it."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _failure(error: KgError) -> dict[str, object]:
    return {"ok": False, "kind": type(error).__name__, "message": error.message, "hint": error.hint}


def _reply(replies: BinaryIO, head: dict[str, object], body: bytes = b"") -> None:
    replies.write(json.dumps(head).encode() + b"\n" + body)
    replies.flush()


ResultValue = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
ResultRow = tuple[ResultValue | None, ...]
BindingJson = dict[str, "str | BindingJson"]
_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_FORMS: Mapping[str, ox.QueryResultsFormat] = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_NOT_IN_XML = {13: "&#13;", **dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF), "\ufffd")}
"""What a parser of XML reads as a line feed, and what none reads; pyoxigraph writes them as they are."""


def solutions(found: ox.QuerySolutions, form: str, caps: Limits, *, ordered: bool) -> Answer:
    """The rows of a SELECT; sorted where the query orders nothing, so that the same question has the same answer.

    Their bytes are those that they have as JSON.
    """
    variables = tuple(variable.value for variable in found.variables)
    rows: list[ResultRow] = [tuple(row) for row in islice(found, caps.rows + 1)]
    kept = rows[: caps.rows]
    if not ordered:
        kept.sort(key=lambda row: tuple("" if value is None else str(value) for value in row))
    lines, size = list[str](), 0
    for row in kept:
        bound = {name: _json_term(value) for name, value in zip(variables, row, strict=True) if value is not None}
        lines.append(json.dumps(bound, ensure_ascii=False))
        size += len(lines[-1].encode())
        if size > caps.bytes:
            lines.pop()
            break
    head = f'{{"head":{{"vars":{json.dumps(list(variables))}}},"results":{{"bindings":['
    body = f"{head}{','.join(lines)}]}}}}".encode()
    if form != "json":
        read = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        body = read.serialize(format=_FORMS[form]) or b""
    if form == "xml":
        body = body.decode().translate(_NOT_IN_XML).encode()
    zeros = all(isinstance(value, ox.Literal) and value.value == "0" for row in kept for value in row)
    return Answer("solutions", body, len(lines), variables, truncated=len(lines) < len(rows), zeros=zeros)


def graph(found: ox.QueryTriples, form: str, caps: Limits, prefixes: Mapping[str, str]) -> Answer:
    """The triples of a CONSTRUCT or DESCRIBE, each once, sorted."""
    triples: set[ox.Triple] = set()
    for triple in found:
        triples.add(triple)
        if len(triples) > caps.rows:
            break
    complete = len(triples) <= caps.rows
    kept = sorted(triples, key=str)[: caps.rows]
    while len(body := (ox.serialize(kept, format=FORMATS[form], prefixes=dict(prefixes)) or b"")) > caps.bytes:
        kept, complete = kept[: len(kept) // 2], False
    return Answer("graph", body, len(kept), truncated=not complete)


def _json_term(value: ResultValue) -> BindingJson:
    match value:
        case ox.NamedNode():
            return {"type": "uri", "value": value.value}
        case ox.BlankNode():
            return {"type": "bnode", "value": value.value}
        case ox.Triple():
            parts = {"subject": value.subject, "predicate": value.predicate, "object": value.object}
            return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
        case ox.Literal():
            kind: BindingJson = {}
            if value.language:
                kind = {"xml:lang": value.language}
            elif value.datatype.value != _XSD_STRING:
                kind = {"datatype": value.datatype.value}
            return {"type": "literal", "value": value.value, **kind}
