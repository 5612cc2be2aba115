"""Metrics of an endpoint since its start, for monitoring."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field

_GOOD = 200


@dataclass
class Metrics:
    """Counts of queries by HTTP status, and the time since when they are counted."""

    statuses: Counter[int] = field(default_factory=Counter)
    since: float = field(default_factory=time.monotonic)

    def count(self, status: int) -> None:
        """Count a query that was answered so."""
        self.statuses[status] += 1

    def told(self) -> dict[str, object]:
        """The metrics as a JSON object."""
        refused = {str(status): count for status, count in sorted(self.statuses.items()) if status != _GOOD}
        return {
            "uptime_seconds": round(time.monotonic() - self.since),
            "queries": self.statuses.total(),
            "answered": self.statuses[_GOOD],
            "refused": refused,
        }
