"""Upload of a graph to a remote store: by the Graph Store Protocol, or SPARQL 1.1 Update.

By the Graph Store Protocol the graph goes in one request, which a store carries out whole or not at all. By Update it
goes piece by piece into a graph of its own beside the target, and one last request moves it there: a push that breaks
half way leaves the target as it was. Nodes are named by their content, so a push can be repeated. Afterwards the store
is asked whether the triples are there.
"""

import json
import os
import platform
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from html import unescape
from ipaddress import ip_address
from itertools import count
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit
from uuid import uuid4

import httpx

from kg.errors import KgError
from kg.fetch import web_parts
from kg.model import Graph
from kg.turtle.documents import serialize
from kg.turtle.terms import BASE_IRI, is_iri
from kg.turtle.whole import locked


class PushError(KgError):
    """A store that cannot be reached, refuses, or answers with an error."""


class StoreProtocol(StrEnum):
    """The protocol of a store's address."""

    STORE = "store"
    UPDATE = "update"


@dataclass(frozen=True)
class Login:
    """A name and password (Basic or Digest, as the store asks), or a bearer token; all empty for none."""

    user: str = ""
    password: str = ""
    token: str = ""


@dataclass(frozen=True)
class PushTarget:
    """The target of a push: an address and its protocol, the name of a graph, whether to replace it.

    Without a name it is the store's default graph, which is never replaced.
    """

    url: str
    door: StoreProtocol = StoreProtocol.STORE
    graph: str = ""
    replace: bool = False
    login: Login = Login()

    def __post_init__(self) -> None:
        parts = web_parts(self.url)
        if parts is None or "@" in parts.netloc:
            shown = self.url.rpartition("@")[2]  # a password before it is told nowhere
            raise PushError(f"{shown!r} is no address of a store", hint="http://HOST:PORT/PATH")
        if self.graph and not is_iri(self.graph):
            raise PushError(f"{self.graph!r} is no IRI", hint="name the graph as https://example.org/news")
        if self.replace and not self.graph:
            raise PushError("the default graph is not replaced: others may keep things there", hint="--graph IRI")
        if self.login.token and self.is_overheard:
            raise PushError(
                f"{self.url}: a token goes unasked, and over plain http anyone on the way reads it",
                hint="https, or a tunnel: ssh -L 7878:127.0.0.1:7878 HOST, then http://127.0.0.1:7878",
            )

    @property
    def is_overheard(self) -> bool:
        """Whether what is sent goes over a network unencrypted."""
        parts = urlsplit(self.url)
        host = parts.hostname or ""
        try:  # the name of this machine (RFC 6761, 6.3; RFC 1122, 3.2.1.3; RFC 4291, 2.5.3)
            is_here = ip_address(host).is_loopback
        except ValueError:
            is_here = host == "localhost" or host.endswith(".localhost")
        return parts.scheme == "http" and not is_here


def target_at(
    address: str,
    door: StoreProtocol = StoreProtocol.STORE,
    graph: str = "",
    *,
    replace: bool = False,
    login: Login | None = None,
) -> PushTarget:
    """The target of an address as people copy it: ``http://NAME:PASSWORD@HOST/store?graph=IRI``.

    A name and password in it are the login unless another is given, ``?graph=`` is the name of the graph; ``PushError``
    where another graph is given beside it.
    """
    parts = web_parts(address)
    if parts is None:
        return PushTarget(address)  # says what is wrong with it
    fields = parse_qsl(parts.query, keep_blank_values=True)
    named = next((value for name, value in fields if name == "graph"), None)
    if graph and named is not None and named != graph:
        raise PushError(f"the address names the graph <{named}>, --graph <{graph}>", hint="name it once")
    known = login or Login()
    if parts.username and not known.user:
        known = Login(unquote(parts.username), unquote(parts.password or "") or known.password, known.token)
    # Without login and without the Graph Store Protocol's own parameters.
    others = [(name, value) for name, value in fields if name not in {"graph", "default"}]
    query = parts.query if len(others) == len(fields) else urlencode(others)
    url = parts._replace(netloc=parts.netloc.rpartition("@")[2], query=query, fragment="").geturl()
    return PushTarget(url, door, graph or named or "", replace, known)


_SECONDS = 120
_READ, _SHOWN = 4000, 300
"""Bytes that are read of an answer, whose status alone decides, and characters of an error that are shown."""
_ACCEPTED = "application/sparql-results+json, application/json;q=0.9, */*;q=0.1"
_UNSEEN = re.compile(r"<(style|script)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.IGNORECASE | re.DOTALL)
_OTHER_DOOR = "the address may speak the other protocol: try --via update or --via store"
_HINTS = {
    401: "--user NAME, with the password in KG_PASSWORD; or KG_TOKEN",
    403: "the store does not let you write there",
    404: "a Graph Store address often ends in /store or /data, one for updates in /update",
    **dict.fromkeys((400, 405, 415, 500), _OTHER_DOOR),
}


class Client:
    """Sends to one target."""

    def __init__(self, target: PushTarget) -> None:
        self.page = ""
        """The first line of a web page with which it answered, where it did."""
        self._target = target

    def store(self, data: bytes) -> None:
        """Put or add a graph in one request (SPARQL 1.1 Graph Store HTTP Protocol, 5.3 and 5.5)."""
        name = f"graph={quote(self._target.graph, safe='')}" if self._target.graph else "default"
        mark = "&" if urlsplit(self._target.url).query else "?"
        method = "PUT" if self._target.replace else "POST"
        self._send(method, f"{self._target.url}{mark}{name}", data, "application/n-triples; charset=utf-8")

    def update(self, text: str) -> None:
        """Carry out an update (SPARQL 1.1 Protocol, 2.2.2)."""
        self._send("POST", self._target.url, text.encode(), "application/sparql-update; charset=utf-8")

    def answer(self, address: str, query: str) -> bytes:
        """What an address answers to a query, up to some bytes, "" for an error (SPARQL 1.1 Protocol, 2.1.2)."""
        form = f"query={quote(query)}".encode()
        try:
            with self._answer("POST", address, form, "application/x-www-form-urlencoded") as answer:
                return _beginning(answer) if answer.is_success else b""
        except PushError:
            return b""  # it is asked elsewhere

    def _send(self, method: str, url: str, data: bytes, kind: str) -> None:
        with self._answer(method, url, data, kind) as answer:
            text = _beginning(answer).decode(errors="replace")
            if text.lstrip().startswith("<"):  # a web page, without its marks
                text = unescape(_UNSEEN.sub("\n", text))
            said = next(filter(None, (" ".join(line.split()) for line in text.splitlines())), "")[:_SHOWN]
            if answer.is_error:
                status = f"{self._target.url}: {answer.status_code} {answer.reason_phrase}"
                raise PushError(": ".join(filter(None, (status, said))), hint=_HINTS.get(answer.status_code, ""))
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                self.page = said

    @contextmanager
    def _answer(self, method: str, url: str, data: bytes, kind: str) -> Iterator[httpx.Response]:
        """The answer to a request, sent again with the password where the store asks for one; only begun to be read.

        Nobody is followed: a POST that is sent elsewhere would come there as a GET without its data.
        """
        headers = {"Content-Type": kind, "User-Agent": "newsgraph", "Accept": _ACCEPTED}
        if self._target.login.token:
            headers["Authorization"] = f"Bearer {self._target.login.token}"
        try:
            with httpx.Client(timeout=_SECONDS) as client:
                request = client.build_request(method, url, content=data, headers=headers)
                answer = client.send(request, stream=True)
                if again := self._logged_in(request, answer):
                    answer.close()
                    answer = client.send(again, stream=True)
                with closing(answer):
                    if answer.has_redirect_location:
                        told = f"{url} sends to {answer.headers['Location']}"
                        raise PushError(told, hint="give that address, if you trust it")
                    yield answer
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            hint = "is the store running, and is this its address?"
            raise PushError(f"{self._target.url}: {error}", hint=hint) from error

    def _logged_in(self, request: httpx.Request, answer: httpx.Response) -> httpx.Request | None:
        """The request with name and password, Digest or Basic as the store asks; None where it asks for neither."""
        login = self._target.login
        if answer.status_code != httpx.codes.UNAUTHORIZED or not login.user:
            return None
        asked = [kind.lower() for kind in answer.headers.get_list("WWW-Authenticate")]
        if any(kind.startswith("digest ") for kind in asked):
            flow = httpx.DigestAuth(login.user, login.password).auth_flow(request)
            next(flow)
            return flow.send(answer)
        basic = next(httpx.BasicAuth(login.user, login.password).auth_flow(request))
        return basic if any(kind.startswith("basic") for kind in asked) else None


def _beginning(answer: httpx.Response) -> bytes:
    return next(answer.iter_bytes(_READ), b"")


_BESIDE = {
    "sparql-graph-crud-auth": ("sparql-auth", "sparql"),
    "sparql-graph-crud": ("sparql",),
    "statements": ("",),
    "service": ("../",),
}
"""Where questions go, by where triples go: the last part of a path (Virtuoso, GraphDB)."""
_USUAL = ("query", "sparql")
"""Oxigraph, Fuseki and most others."""
_SAMPLE = 20
_OTHER_FORM = (ValueError, KeyError, TypeError)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a push came to: triples that were sent, and how many the graph has since; None where no count is told."""

    sent: int
    held: int | None = None


def receipt(client: Client, target: PushTarget, lines: Sequence[str]) -> Receipt:
    """What the store says of triples that were sent.

    Raises ``PushError`` where it has not got them, or answered as no store does.
    """
    begin, end = (f"GRAPH <{target.graph}> {{ ", " }") if target.graph else ("", "")
    for address in _addresses(target):
        told = client.answer(address, f"SELECT (COUNT(*) AS ?n) {{ {begin}?s ?p ?o{end} }}")
        try:  # the JSON answer to a count (SPARQL 1.1 Query Results JSON Format), and then to an ASK
            (row,) = json.loads(told)["results"]["bindings"]
            held = int(row["n"]["value"])
        except _OTHER_FORM:
            continue
        # Some triples without literals, which a store may write in another way, from all parts of a graph.
        plain = [line for line in lines if '"' not in line and "<<" not in line]
        sample = " ".join(plain[:: max(1, len(plain) // _SAMPLE)])
        told = client.answer(address, f"ASK {{ {begin}{sample}{end} }}")
        try:
            has_sample = bool(json.loads(told)["boolean"])
        except _OTHER_FORM:
            has_sample = True
        if held < len(lines) or not has_sample:
            raise PushError(
                f"{target.url}: the triples did not arrive: {len(lines)} were sent, {address} counts {held} there",
                hint="is this the store's own address, and may you write to it?",
            )
        return Receipt(len(lines), held)
    if client.page:
        raise PushError(
            f"{target.url} answered with a web page, not as a store does: {client.page}",
            hint="is this the store's own address, and does it ask for a login?",
        )
    return Receipt(len(lines))


def _addresses(target: PushTarget) -> Iterator[str]:
    """Where questions may go, on the same server."""
    parts = urlsplit(target.url)
    before, _, last = parts.path.rpartition("/")
    if target.door is StoreProtocol.UPDATE:
        yield target.url
    for name in _BESIDE.get(last, _USUAL):
        path = before.rpartition("/")[0] if name == "../" else f"{before}/{name}".removesuffix("/")
        if path != parts.path:
            yield parts._replace(path=path, query="").geturl()


_PIECE = 2000
"""Triples of one update: Virtuoso takes no more than 10,000 lines."""


def push(
    graph: Graph, target: PushTarget, base_iri: str = BASE_IRI, evidence: str = "offsets", *, rdf12: bool = False
) -> Receipt:
    """Put the graph into the store; what was sent, and what it has.

    Raises ``PushError``, for a graph that says nothing too, and then the target is as it was; and where the store has
    not got what was sent.
    """
    data = serialize(graph, "nt12" if rdf12 else "nt", base_iri=base_iri, evidence=evidence)
    lines = [line.decode() for line in data.splitlines(keepends=True)]  # of bytes: literals hold U+2028 and the like
    if not lines:
        raise PushError("the graph is empty, and nothing is pushed", hint="is it the right file?")
    client = Client(target)
    if target.door is StoreProtocol.STORE:
        client.store(data)
    else:
        # Piece by piece into a graph beside the target, then there in one request.
        with own_name(target.graph, *lines) as name:
            beside = f"{target.graph or 'urn:newsgraph:default'}#incoming-{name}"
            client.update(f"DROP SILENT GRAPH <{beside}>")
            try:
                for start in range(0, len(lines), _PIECE):
                    piece = "".join(lines[start : start + _PIECE])
                    client.update(f"INSERT DATA {{ GRAPH <{beside}> {{\n{piece}}} }}")
                where = f"GRAPH <{target.graph}>" if target.graph else "DEFAULT"
                verb = "MOVE" if target.replace else "ADD"
                client.update(f"{verb} GRAPH <{beside}> TO {where}")
            finally:
                with suppress(PushError):
                    client.update(f"DROP SILENT GRAPH <{beside}>")
    return receipt(client, target, lines)


@contextmanager
def own_name(*content: str) -> Iterator[str]:
    """A name from the content, this machine and the first number that no other push here holds.

    So a push that broke half way finds what it left, and clears it away, when it is run again. The number is held by
    a lock that ends with the process; where the operating system has none, the name is a random one.
    """
    digest = sha256("\0".join((platform.node(), *content)).encode()).hexdigest()[:16]
    for number in count() if hasattr(os, "O_NOFOLLOW") else ():
        path = Path(tempfile.gettempdir()) / f"newsgraph-push-{os.getuid()}-{digest}-{number}"
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError:
            break
        with os.fdopen(descriptor, "r+b") as lock:
            is_held, is_still = locked(lock), False
            with suppress(FileNotFoundError):  # who held it before takes the file of that name away
                is_still = os.path.samestat(path.stat(), os.fstat(descriptor))
            if is_held and is_still:
                try:
                    yield f"{digest}-{number}"
                finally:
                    path.unlink(missing_ok=True)
                return
        if is_held is None:
            break
    yield f"{digest}-{uuid4().hex}"
