"""Pages that a feed's entries lead to: on hosts that were allowed, as robots.txt lets, one at a time with a pause."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from kg.fetch.client import (
    AGENT,
    USUAL,
    Fetched,
    FetchError,
    FetchLimits,
    ForbiddenError,
    HostPort,
    fetch,
    own_places,
    place_of,
)

PAUSE = 1.0
"""Seconds between two requests, unless robots.txt asks for more."""
_LONGEST_PAUSE = 60.0
_LARGEST_ROBOTS = 500 * 1024  # bytes (RFC 9309, 2.5)
_CLIENT_ERRORS = range(400, 500)
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
                rules.parse([] if error.status in _CLIENT_ERRORS else ["User-agent: *", "Disallow: /"])
            else:
                lines = found.data[:_LARGEST_ROBOTS].decode(errors="replace").splitlines()
                rules.parse(line for line in lines if not _NO_PAUSE.match(line))
        return self._robots[place]
