"""The HTTP client that reads: one GET at a time, within limits of time and size, and nowhere that was not meant.

A host is asked at its public addresses alone, so that no page of the web reaches what is in the user's own network;
one that was in that network when the user typed it is asked there alone, at the port that was typed, whatever its name
stands for later.
"""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from kg.errors import InputError
from kg.streams.packing import PackingError, unpacked
from kg.version import VERSION

AGENT = "newsgraph"
"""The name by which robots.txt knows the program."""
_ACCEPTED = "text/html, application/xhtml+xml, application/atom+xml, application/rss+xml, application/pdf, */*;q=0.5"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_UNCHANGED = 304
_OK = 200
_KEPT = "%/:=&?~+!$,;'@()*[]"
"""Characters of a path and query that stay as they are (RFC 3986)."""


class FetchError(InputError):
    """An address that gives nothing; ``status`` is that of its answer, 0 for none."""

    def __init__(self, message: str, *, hint: str = "", status: int = 0) -> None:
        super().__init__(message, hint=hint)
        self.status = status


class ForbiddenError(FetchError):
    """An address that may not be fetched, now or later."""


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one address may take: seconds with all redirects, bytes unpacked, redirects; and where it may lead."""

    seconds: float = 60.0
    largest: int = 40_000_000
    redirects: int = 5
    own: Collection[HostPort] = frozenset()
    """Where the user's own network may be asked."""
    within: Collection[str] | None = None
    """The hosts that may be asked at all; None is any."""


HostPort = tuple[str, int]
"""A host and a port; 0 is any."""
USUAL = FetchLimits()


@dataclass(frozen=True, slots=True)
class Validators:
    """What tells a version of a page from others (RFC 9110, 8.8)."""

    etag: str = ""
    modified: str = ""


UNKNOWN = Validators()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave; ``url`` is where it was in the end."""

    url: str
    data: bytes
    content_type: str = ""
    validators: Validators = UNKNOWN


def place_of(url: str) -> HostPort:
    """The host and port of an address; "" and 0 for what is none."""
    try:
        parts = urlsplit(url)
        return parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return "", 0


_PORTS = {"http": 80, "https": 443}


def own_places(places: Iterable[HostPort]) -> frozenset[HostPort]:
    """Those whose hosts are in the user's own network now: that have addresses, and no public one."""
    return frozenset(place for place in places if (found := _addresses(place[0])) and not any(map(_is_public, found)))


def _addresses(host: str) -> list[str]:
    try:
        return [str(address[0]) for *_, address in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        return []


def fetch(
    url: str,
    limits: FetchLimits = USUAL,
    known: Validators = UNKNOWN,
    before: Callable[[str], None] = lambda _: None,
) -> Fetched | None:
    """What an address gives; None where it is as it was ``known``. Raises ``FetchError``.

    ``before`` is called with each place that is asked, that of a redirect too; what it raises is raised, and the time
    that it takes is no part of the limit.
    """
    place = location = url
    left = limits.seconds
    for _ in range(limits.redirects + 1):
        parts = _parts(place, location, url)
        if limits.within is not None and parts.hostname not in limits.within:
            raise ForbiddenError(f"{url}: leads to {parts.hostname}, which is another host", hint=_OTHER_HOST)
        before(parts.geturl())
        until = time.monotonic() + left
        answer = _answer(parts, url, known, limits, until)
        left = until - time.monotonic()
        if not isinstance(answer, str):
            return answer and replace(answer, url=parts.geturl())
        place, location = parts.geturl(), answer
    raise FetchError(f"{url}: sends elsewhere more than {limits.redirects} times")


_OTHER_HOST = "--host lets pages of another host be fetched"


def _parts(base: str, location: str, url: str) -> SplitResult:
    try:
        parts = urlsplit(urljoin(base, location))
        parts.port  # noqa: B018 - raises for a port that is no number
    except ValueError:
        parts = SplitResult("", "", "", "", "")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ForbiddenError(f"{url}: {location!r} is no address of the web", hint="https://HOST/PATH")
    if "@" in parts.netloc:
        raise ForbiddenError(f"{parts.hostname}: an address with a login in it is not fetched", hint=_BY_HAND)
    return parts


_BY_HAND = "fetch it with curl, and build from the file"


def _answer(parts: SplitResult, url: str, known: Validators, limits: FetchLimits, until: float) -> Fetched | str | None:
    """What was sent, where it is instead, or None for what has not changed; ``until`` is by the monotonic clock."""
    try:
        with closing(_connection(parts, limits, until)) as connection, _ended(connection):
            path = quote(parts.path or "/", _KEPT) + (f"?{quote(parts.query, _KEPT)}" if parts.query else "")
            connection.request("GET", path, headers=_headers(known))
            with connection.getresponse() as response:
                return _told(response, url, known, limits)
    except _LateError as error:
        raise FetchError(f"{url}: took more than {limits.seconds:g} seconds") from error
    except (OSError, http.client.HTTPException, UnicodeError, PackingError) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise FetchError(f"{url}: {reason}", hint="is this its address, and is there a way to it?") from error


def _headers(known: Validators) -> dict[str, str]:
    asked = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    return {
        "User-Agent": f"{AGENT}/{VERSION}",
        "Accept": _ACCEPTED,
        "Accept-Encoding": "gzip",
        "Connection": "close",
        **{name: value for name, value in asked.items() if value},
    }


def _told(response: http.client.HTTPResponse, url: str, known: Validators, limits: FetchLimits) -> Fetched | str | None:
    headers = response.headers
    location = headers.get("Location")
    if response.status in _REDIRECTS and location:
        return location
    if response.status == _UNCHANGED and known != UNKNOWN:
        return None
    if response.status != _OK:
        raise FetchError(f"{url}: {response.status} {response.reason}".strip(), status=response.status)
    return Fetched(
        url=url,
        data=unpacked(_content(response, url, limits.largest), headers.get("Content-Encoding", ""), limits.largest),
        content_type=headers.get("Content-Type", ""),
        validators=Validators(headers.get("ETag", ""), headers.get("Last-Modified", "")),
    )


def _content(response: http.client.HTTPResponse, url: str, largest: int) -> bytes:
    data = response.read(largest + 1)
    if len(data) > largest:
        raise FetchError(f"{url}: is larger than {largest:,} bytes", hint=_BY_HAND)
    if response.length:
        raise FetchError(f"{url}: was cut off, {response.length} bytes are missing", hint="try again")
    return data


class _LateError(Exception):
    """The time is over."""


@contextmanager
def _ended(connection: _Connection) -> Iterator[None]:
    """End a connection when its time is over, however it trickles; ``_LateError`` then."""

    def end() -> None:
        with suppress(OSError):
            if connection.line:
                connection.line.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(connection.until - time.monotonic(), end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, http.client.HTTPException, PackingError, FetchError) as error:
        if time.monotonic() >= connection.until:
            raise _LateError from error
        raise
    else:
        if time.monotonic() >= connection.until:  # an answer without a length ends anywhere
            raise _LateError
    finally:
        timer.cancel()
        if connection.line:
            connection.line.close()


def _connection(parts: SplitResult, limits: FetchLimits, until: float) -> _Connection:
    host, port = place_of(parts.geturl())
    found = (_SecureConnection if parts.scheme == "https" else _Connection)(host, port)
    found.is_own = not {(host, port), (host, 0)}.isdisjoint(limits.own)
    found.until = until
    return found


_NOT_LED = "to which no page of the web may lead"
_MOVED = "was in a network of your own, and is no longer"


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was looked at first."""

    is_own = False
    until = 0.0
    line: socket.socket | None = None
    """What is connected, without the encryption that may lie over it."""

    def connect(self) -> None:
        """Connect to the first address that answers; ``OSError`` where none does that may be asked."""
        found = [address for *_, address in socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)]
        asked = [address for address in found if _is_public(str(address[0])) != self.is_own]
        if not asked:
            raise OSError(_MOVED if self.is_own else f"{self.host} is in a network of your own, {_NOT_LED}")
        errors: list[OSError] = []
        for address in asked:
            try:
                self.sock = socket.create_connection((str(address[0]), int(address[1])), self._left())
            except OSError as error:
                errors.append(error)
            else:
                self.line = self.sock.dup()
                self._left()
                return
        raise errors[-1]

    def _left(self) -> float:
        """The seconds that are left; ``TimeoutError`` for none."""
        if (left := self.until - time.monotonic()) > 0:
            return left
        raise TimeoutError


class _SecureConnection(http.client.HTTPSConnection, _Connection):
    """The same, encrypted: what is connected there is what the standard's class wraps."""


def _is_public(address: str) -> bool:
    """Whether an address is reached from everywhere (IANA's registries of special addresses)."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if found.is_site_local:
            return False
        found = _inner(found) or found
    return found.is_global and not found.is_multicast


def _inner(found: IPv6Address) -> IPv4Address | None:
    """The address of IPv4 that one of IPv6 leads to: mapped, compatible (RFC 4291), by 6to4 or NAT64 (RFC 6052)."""
    if any(found in network for network in _EMBEDDING):
        return IPv4Address(int(found) & 0xFFFFFFFF)
    return found.ipv4_mapped or found.sixtofour


_EMBEDDING = (ip_network("::/96"), ip_network("64:ff9b::/96"))
