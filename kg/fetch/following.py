"""Pages that a feed's entries lead to: on hosts that were allowed, as robots.txt lets, one at a time with a pause."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import replace
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from kg.fetch.client import AGENT, USUAL, Fetched, FetchError, FetchLimits, ForbiddenError, fetch, host_of

PAUSE = 1.0
"""Seconds between two requests, unless robots.txt asks for more."""
_LONGEST_PAUSE = 60.0
_LARGEST_ROBOTS = 500 * 1024  # bytes (RFC 9309, 2.5)
_CLIENT_ERRORS = range(400, 500)


class Follower:
    """Fetches pages of the hosts of feeds that the user typed, and of those that they allowed besides."""

    def __init__(self, hosts: Collection[str] = (), *, pause: float = PAUSE, limits: FetchLimits = USUAL) -> None:
        self._hosts = frozenset(hosts)
        self._pause, self._limits = pause, limits
        self._robots: dict[str, RobotFileParser] = {}
        self._next = 0.0

    def page(self, url: str, typed: str, found: str = "") -> Fetched:
        """The page of an entry of a feed, which the user ``typed`` and which was ``found`` elsewhere perhaps.

        Raises ``FetchError`` where it may not be fetched, or cannot.
        """
        trusted = self._hosts | {host_of(typed)}
        limits = replace(self._limits, trusted=trusted, within=trusted | {host_of(found or typed)})
        pause = 0.0
        if host_of(url) in (limits.within or ()):
            robots = self._rules(url, limits)
            if not robots.can_fetch(AGENT, url):
                raise ForbiddenError(f"{url}: robots.txt does not let it be fetched")
            pause = min(float(robots.crawl_delay(AGENT) or 0), _LONGEST_PAUSE)
        return self._asked(url, limits, pause)

    def _asked(self, url: str, limits: FetchLimits, pause: float = 0.0) -> Fetched:
        time.sleep(max(self._next - time.monotonic(), 0.0))
        try:
            found = fetch(url, limits)
        finally:
            self._next = time.monotonic() + max(pause, self._pause)
        if found is None:
            raise FetchError(f"{url}: is told to be unchanged, though it was not known")
        return found

    def _rules(self, url: str, limits: FetchLimits) -> RobotFileParser:
        """What a host says that robots may fetch (RFC 9309): all where it has no such file, nothing where it fails."""
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}/robots.txt"
        if place not in self._robots:
            rules = self._robots[place] = RobotFileParser(place)
            try:
                found = self._asked(place, limits)
            except FetchError as error:
                rules.parse([] if error.status in _CLIENT_ERRORS else ["User-agent: *", "Disallow: /"])
            else:
                rules.parse(found.data[:_LARGEST_ROBOTS].decode(errors="replace").splitlines())
        return self._robots[place]
