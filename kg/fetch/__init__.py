"""What is fetched from addresses that the user typed, and nothing else; pages of a feed's entries where asked for."""

import http.client
import re
import socket
import threading
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, quote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from kg.errors import InputError
from kg.version import VERSION

AGENT = "newsgraph"
"""The name by which robots.txt knows the program."""
_ACCEPTED = "text/html, application/xhtml+xml, application/atom+xml, application/rss+xml, application/pdf, */*;q=0.5"
_HEADERS = {
    "User-Agent": f"{AGENT}/{VERSION}", "Accept": _ACCEPTED, "Accept-Encoding": "gzip", "Connection": "close",
}  # fmt: skip
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
    own: "Collection[HostPort]" = frozenset()
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


def web_parts(address: str, base: str = "") -> SplitResult | None:
    """The parts of an address of the web, as seen from another; None for what is none."""
    try:
        parts = urlsplit(urljoin(base, address))
        parts.port  # noqa: B018 - raises for a port that is no number
    except ValueError:
        return None
    return parts if parts.scheme in {"http", "https"} and parts.hostname else None


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
    own: set[HostPort] = set()
    for place in places:
        with suppress(OSError, UnicodeError):
            found = socket.getaddrinfo(place[0], None, type=socket.SOCK_STREAM)
            if found and not any(_is_public(str(address[0])) for *_, address in found):
                own.add(place)
    return frozenset(own)


def fetch(
    url: str, limits: FetchLimits = USUAL, known: Validators = UNKNOWN, before: Callable[[str], None] = lambda _: None
) -> Fetched | None:
    """What an address gives; None where it is as it was ``known``. Raises ``FetchError``.

    ``before`` is called with each place that is asked, that of a redirect too; what it raises is raised, and the time
    that it takes is no part of the limit.
    """
    place = location = url
    left = limits.seconds
    for _ in range(limits.redirects + 1):
        parts = web_parts(location, place)
        if parts is None:
            raise ForbiddenError(f"{url}: {location!r} is no address of the web", hint="https://HOST/PATH")
        if "@" in parts.netloc:
            raise ForbiddenError(f"{parts.hostname}: an address with a login in it is not fetched", hint=_BY_HAND)
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
_BY_HAND = "fetch it with curl, and build from the file"


def _answer(parts: SplitResult, url: str, known: Validators, limits: FetchLimits, until: float) -> Fetched | str | None:
    """What was sent, where it is instead, or None for what has not changed; ``until`` is by the monotonic clock."""
    try:
        host, port = place_of(parts.geturl())
        found = (_SecureConnection if parts.scheme == "https" else _Connection)(host, port)
        found.is_own = not {(host, port), (host, 0)}.isdisjoint(limits.own)
        found.until = until
        with closing(found) as connection, _ended(connection):
            path = quote(parts.path or "/", _KEPT) + (f"?{quote(parts.query, _KEPT)}" if parts.query else "")
            asked = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
            headers = _HEADERS | {name: value for name, value in asked.items() if value}
            connection.request("GET", path, headers=headers)
            with connection.getresponse() as response:
                return _told(response, url, known, limits)
    except _LateError as error:
        raise FetchError(f"{url}: took more than {limits.seconds:g} seconds") from error
    except (OSError, http.client.HTTPException, ValueError) as error:  # http.client reads a chunk of -5 bytes
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise FetchError(f"{url}: {reason}", hint="is this its address, and is there a way to it?") from error


def _told(response: http.client.HTTPResponse, url: str, known: Validators, limits: FetchLimits) -> Fetched | str | None:
    headers = response.headers
    location = headers.get("Location")
    if response.status in _REDIRECTS and location:
        return location
    if response.status == _UNCHANGED and known != UNKNOWN:
        return None
    if response.status != _OK:
        raise FetchError(f"{url}: {response.status} {response.reason}".strip(), status=response.status)
    data = response.read(limits.largest + 1)
    if len(data) > limits.largest:
        raise FetchError(f"{url}: is larger than {limits.largest:,} bytes", hint=_BY_HAND)
    if response.length:
        raise FetchError(f"{url}: was cut off, {response.length} bytes are missing", hint="try again")
    return Fetched(
        url=url,
        data=unpacked(data, headers.get("Content-Encoding", ""), limits.largest),
        content_type=headers.get("Content-Type", ""),
        validators=Validators(headers.get("ETag", ""), headers.get("Last-Modified", "")),
    )


class _LateError(Exception):
    """The time is over."""


@contextmanager
def _ended(connection: "_Connection") -> Iterator[None]:
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
    except (OSError, http.client.HTTPException, ValueError, FetchError) as error:
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
        # The address of IPv4 that it leads to: mapped, compatible (RFC 4291), by 6to4 or NAT64 (RFC 6052).
        is_embedding = any(found in network for network in _EMBEDDING)
        inner = IPv4Address(int(found) & 0xFFFFFFFF) if is_embedding else found.ipv4_mapped or found.sixtofour
        found = inner or found
    return found.is_global and not found.is_multicast


_EMBEDDING = (ip_network("::/96"), ip_network("64:ff9b::/96"))


PACKED = frozenset({"gzip", "x-gzip", "deflate"})
"""The encodings that ``unpacked`` reads."""
PLAIN = frozenset({"", "identity", "none", "utf-8"})
"""What is said of content that is not packed."""
_AUTOMATIC = 32 + zlib.MAX_WBITS  # the header says whether it is gzip or zlib


class PackingError(ValueError):
    """Content that cannot be unpacked, with the cause."""


def unpacked(data: bytes, encoding: str, largest: int) -> bytes:
    """What was packed, and what is plain in spite of what is said of it, as it is; ``PackingError`` with the cause."""
    name = encoding.strip().lower()
    if name in PLAIN:
        return data
    if name not in PACKED:
        raise PackingError(f"packed as {name}")
    for header in (_AUTOMATIC, -zlib.MAX_WBITS):
        inflator = zlib.decompressobj(header)
        try:
            found = inflator.decompress(data, largest)
        except zlib.error:
            continue
        if inflator.unconsumed_tail:
            raise PackingError(f"larger than {largest:,} bytes")
        if inflator.eof:
            return found
        raise PackingError("cut short")
    return data


PAUSE = 1.0
"""Seconds between two requests, unless robots.txt asks for more."""
_LONGEST_PAUSE = 60.0
_LARGEST_ROBOTS = 500 * 1024  # bytes (RFC 9309, 2.5)
_NO_PAUSE = re.compile(r"\s*(?:crawl-delay|request-rate)\s*:(?!\s*[0-9]{1,9}(?:/[0-9]{1,9})?\s*(?:#|$))", re.IGNORECASE)
"""Lines of robots.txt whose numbers are none, which the standard's parser takes for some: "²"."""


class Follower:
    """Fetches pages of the hosts of feeds that the user typed, and of those that they allowed besides."""

    def __init__(self, hosts: Collection[str] = (), *, pause: float = PAUSE, limits: FetchLimits = USUAL) -> None:
        self._hosts = frozenset(host.lower() for host in hosts)
        self._own = own_places((host, 0) for host in self._hosts)
        self._pause, self._delay, self._limits = pause, pause, limits
        self._robots: dict[str, RobotFileParser] = {}
        self._next = 0.0

    def page(self, url: str, typed: str, found: str = "", own: Collection[HostPort] = ()) -> Fetched:
        """The page of an entry of a feed, which the user ``typed`` and which was ``found`` elsewhere perhaps.

        ``own`` was typed and is in the user's network. Raises ``FetchError`` where it may not be fetched, or cannot.
        """
        hosts = self._hosts | {place_of(typed)[0], place_of(found or typed)[0]}
        limits = replace(self._limits, own=self._own.union(own), within=hosts)
        return self._asked(url, limits, partial(self._permit, url, limits))

    def _asked(self, url: str, limits: FetchLimits, before: Callable[[str], None]) -> Fetched:
        try:
            found = fetch(url, limits, before=before)
        finally:
            self._next = time.monotonic() + self._delay
        if found is None:
            raise FetchError(f"{url}: is told to be unchanged, though it was not known")
        return found

    def _permit(self, url: str, limits: FetchLimits, place: str) -> None:
        """Wait until a place may be asked that a page leads to; ``ForbiddenError`` where robots.txt forbids it."""
        robots = self._rules(place, limits)
        if not robots.can_fetch(AGENT, place):
            raise ForbiddenError(f"{url}: robots.txt does not let it be fetched")
        self._wait(min(float(robots.crawl_delay(AGENT) or 0), _LONGEST_PAUSE))

    def _wait(self, delay: float = 0.0) -> None:
        """Wait for the turn of a request, after which comes a pause of so many seconds at least."""
        time.sleep(max(self._next - time.monotonic(), 0.0))
        self._delay = max(delay, self._pause)
        self._next = time.monotonic() + self._delay

    def _rules(self, url: str, limits: FetchLimits) -> RobotFileParser:
        """What a host says that robots may fetch (RFC 9309): all where it has no such file, nothing where it fails."""
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}/robots.txt"
        if place not in self._robots:
            rules = self._robots[place] = RobotFileParser(place)
            try:
                found = self._asked(place, limits, lambda _: self._wait())
            except FetchError as error:
                rules.parse([] if error.status in range(400, 500) else ["User-agent: *", "Disallow: /"])
            else:
                lines = found.data[:_LARGEST_ROBOTS].decode(errors="replace").splitlines()
                rules.parse(line for line in lines if not _NO_PAUSE.match(line))
        return self._robots[place]


class Web:
    """Fetches for one command; without a follower no more than what was typed."""

    def __init__(self, follower: Follower | None = None, limits: FetchLimits = USUAL) -> None:
        self._follower, self._limits = follower, limits
        self._own: frozenset[HostPort] = frozenset()

    def get(self, url: str) -> Fetched | None:
        """What an address gives that the user typed; None where it is as it was. Raises ``FetchError``."""
        return self.newer(url, UNKNOWN)

    def newer(self, url: str, known: Validators) -> Fetched | None:
        """The same, where it is not the version that is known."""
        self._own |= own_places([place_of(url)])
        return fetch(url, replace(self._limits, own=self._own & {place_of(url)}), known)

    @property
    def follows(self) -> bool:
        """Whether pages of entries are fetched."""
        return self._follower is not None

    def page(self, url: str, typed: str, found: str) -> Fetched | None:
        """The page of an entry of a feed; None where it was read before. Raises ``FetchError``."""
        return self._follower.page(url, typed, found, self._own) if self._follower else None
