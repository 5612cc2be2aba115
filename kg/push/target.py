"""The target of a push: a store's address and protocol, the name of a graph there, and a login."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

from kg.errors import KgError
from kg.turtle.terms import is_iri


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
        parts = _parts(self.url)
        if parts is None or "@" in parts.netloc:
            raise PushError(f"{self.url!r} is no address of a store", hint="http://HOST:PORT/PATH")
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
        return parts.scheme == "http" and not _is_loopback(parts.hostname or "")


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
    parts = _parts(address)
    if parts is None:
        return PushTarget(address)  # says what is wrong with it
    url, named = _without_graph(parts)
    if graph and named is not None and named != graph:
        raise PushError(f"the address names the graph <{named}>, --graph <{graph}>", hint="name it once")
    known = login or Login()
    if parts.username and not known.user:
        known = Login(unquote(parts.username), unquote(parts.password or "") or known.password, known.token)
    return PushTarget(url, door, graph or named or "", replace, known)


def _is_loopback(host: str) -> bool:
    """Whether a name is that of this machine (RFC 6761, 6.3; RFC 1122, 3.2.1.3; RFC 4291, 2.5.3)."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _parts(address: str) -> SplitResult | None:
    """The parts of an address, None for what is none."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - raises for a port that is no number
    except ValueError:
        return None
    return parts if parts.scheme in {"http", "https"} and parts.hostname else None


def _without_graph(parts: SplitResult) -> tuple[str, str | None]:
    """The address without login and without the Graph Store Protocol's own parameters; the graph that they name."""
    fields = parse_qsl(parts.query, keep_blank_values=True)
    graph = next((value for name, value in fields if name == "graph"), None)
    others = [(name, value) for name, value in fields if name not in {"graph", "default"}]
    query = parts.query if len(others) == len(fields) else urlencode(others)
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=host, query=query, fragment="").geturl(), graph
