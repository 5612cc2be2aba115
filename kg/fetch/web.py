"""What a command may fetch: the addresses that were typed, and the pages of their entries where it follows them."""

from __future__ import annotations

from dataclasses import replace

from kg.fetch.client import UNKNOWN, USUAL, Fetched, FetchLimits, HostPort, Validators, fetch, own_places, place_of
from kg.fetch.following import Follower


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
