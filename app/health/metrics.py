"""What a running service counts of itself, for Prometheus: requests, their time, refused keys, memory. No names, no ids."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

MEDIA_TYPE: Final = CONTENT_TYPE_LATEST
SECONDS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
NOWHERE: Final = "none"
"""Route of a request that led nowhere: its path may be anything, so it is no label."""
UNAUTHORIZED: Final = 401
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """The counters of one application."""

    def __init__(self, release: str) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "powermap_requests", "Requests answered.", ["method", "route", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "powermap_request_seconds",
            "Until the answer was sent.",
            ["route"],
            buckets=SECONDS,
            registry=self._registry,
        )
        self._refused = Counter("powermap_refused_keys", "Requests without a valid key.", registry=self._registry)
        about = Gauge("powermap_release", "1, labelled with the release.", ["release"], registry=self._registry)
        about.labels(release).set(1)

    def watch(self, name: str, meaning: str, read: Callable[[], float]) -> None:
        """A value that is read whenever somebody asks."""
        Gauge(f"powermap_{name}", meaning, registry=self._registry).set_function(read)

    def count(self, method: str, route: str | None, status: int, seconds: float) -> None:
        """One request that was answered."""
        place = route or NOWHERE
        self._requests.labels(method if method in _METHODS else NOWHERE, place, str(status)).inc()
        self._seconds.labels(place).observe(seconds)
        if status == UNAUTHORIZED:
            self._refused.inc()

    def text(self) -> bytes:
        """All of it in Prometheus' own form."""
        return generate_latest(self._registry)
