"""What an endpoint has done since it began: for who watches over it."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field

_GOOD = 200


@dataclass
class Figures:
    """Queries by the status of HTTP that they got, and since when they are counted."""

    statuses: Counter[int] = field(default_factory=Counter)
    since: float = field(default_factory=time.monotonic)

    def count(self, status: int) -> None:
        """Count a query that was answered so."""
        self.statuses[status] += 1

    def told(self) -> dict[str, object]:
        """The figures as JSON has them."""
        refused = {str(status): count for status, count in sorted(self.statuses.items()) if status != _GOOD}
        return {
            "uptime_seconds": round(time.monotonic() - self.since),
            "queries": self.statuses.total(),
            "answered": self.statuses[_GOOD],
            "refused": refused,
        }
