"""Metrics of an endpoint since its start, for monitoring: as JSON, and as Prometheus reads them.

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from __future__ import annotations

import time
from collections import Counter as Counts
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from kg.errors import KgError
from kg.view.endpoint.refusing import outcome_of, refused

_GOOD = 200
_KINDS = frozenset({"select", "ask", "construct", "describe"})
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)
"""Bounds of the histogram, in seconds; 0.2 is what a quick query is to stay below."""


@dataclass
class CountedQuery:
    """A query that is counted; its form is told once it is known."""

    form: str = ""


class Metrics:
    """Counts of queries by kind, outcome and HTTP status, their times, and figures of now that others tell."""

    def __init__(self) -> None:
        self._since = time.monotonic()
        self._statuses: Counts[int] = Counts()
        self._registry = known = CollectorRegistry()
        self._queries = Counter("kg_queries", "Queries by kind and outcome.", ("kind", "outcome"), registry=known)
        self._refusals = Counter("kg_refusals", "Queries without an answer, by status.", ("status",), registry=known)
        self._seconds = Histogram(
            "kg_query_seconds", "Time from a query to its answer.", ("kind",), registry=known, buckets=_BUCKETS
        )
        self._gauges: dict[str, Gauge] = {}
        self._triples = Gauge("kg_graph_triples", "Triples that are served.", registry=known)
        ProcessCollector(registry=known)

    def tells(self, name: str, meaning: str, value: Callable[[], float], **labels: str) -> None:
        """Let a gauge tell a figure of now, with at most one label."""
        gauge = self._gauges.get(name)
        if gauge is None:
            gauge = self._gauges[name] = Gauge(name, meaning, tuple(labels), registry=self._registry)
        (gauge.labels(**labels) if labels else gauge).set_function(value)

    @contextmanager
    def counting(self, form: str = "") -> Iterator[CountedQuery]:
        """A context that counts and times one query; ``form`` is the word that says what it asks for."""
        query = CountedQuery(form)
        started, outcome, status = time.monotonic(), "answered", _GOOD
        try:
            yield query
        except KgError as error:
            outcome, status = outcome_of(error), refused(error).status
            self._refusals.labels(str(status)).inc()
            raise
        finally:
            kind = query.form if query.form in _KINDS else "other"
            self._statuses[status] += 1
            self._queries.labels(kind, outcome).inc()
            self._seconds.labels(kind).observe(time.monotonic() - started)

    def count_triples(self, number: int) -> None:
        """Take note of the size of the graph."""
        self._triples.set(number)

    def told(self) -> dict[str, object]:
        """The metrics as a JSON object."""
        return {
            "uptime_seconds": round(time.monotonic() - self._since),
            "queries": self._statuses.total(),
            "answered": self._statuses[_GOOD],
            "refused": {str(status): count for status, count in sorted(self._statuses.items()) if status != _GOOD},
        }

    def exposition(self) -> bytes:
        """The metrics in Prometheus' text form."""
        return generate_latest(self._registry)
