"""What a running service counts of itself, for Prometheus: requests, their time, refused keys, memory. No names, no ids."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

MEDIA_TYPE: Final = CONTENT_TYPE_LATEST
_TOGETHER: Final = "PROMETHEUS_MULTIPROC_DIR"  # the library's own
SECONDS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
NOWHERE: Final = "none"
"""Route of a request that led nowhere: its path may be anything, so it is no label."""
UNAUTHORIZED: Final = 401
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def count_together(folder: str) -> None:
    """Let the processes that this one starts from now on count together, in a folder."""
    os.environ[_TOGETHER] = folder


class _Watched(Collector):
    """Values that are read whenever somebody asks, of this process alone."""

    def __init__(self) -> None:
        self.values: list[tuple[str, str, dict[str, str], Callable[[], float]]] = []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for name, meaning, labels, read in self.values:
            told = GaugeMetricFamily(f"powermap_{name}", meaning, labels=list(labels))
            told.add_metric(list(labels.values()), read())
            yield told


class Metrics:
    """The counters of one application: requests by all its processes together, the rest of this one."""

    def __init__(self, release: str) -> None:
        self._counted, self._own = CollectorRegistry(), CollectorRegistry()
        ProcessCollector(registry=self._own)
        self._watched = _Watched()
        self._own.register(self._watched)
        self._requests = Counter(
            "powermap_requests", "Requests answered.", ["method", "route", "status"], registry=self._counted
        )
        self._seconds = Histogram(
            "powermap_request_seconds",
            "Until the answer was sent.",
            ["route"],
            buckets=SECONDS,
            registry=self._counted,
        )
        self._refused = Counter("powermap_refused_keys", "Requests without a valid key.", registry=self._counted)
        self._watched.values.append(("release", "1, labelled with the release.", {"release": release}, lambda: 1))

    def watch(self, name: str, meaning: str, read: Callable[[], float]) -> None:
        """A value that is read whenever somebody asks."""
        self._watched.values.append((name, meaning, {}, read))

    def count(self, method: str, route: str | None, status: int, seconds: float) -> None:
        """One request that was answered."""
        place = route or NOWHERE
        self._requests.labels(method if method in _METHODS else NOWHERE, place, str(status)).inc()
        self._seconds.labels(place).observe(seconds)
        if status == UNAUTHORIZED:
            self._refused.inc()

    def text(self) -> bytes:
        """All of it in Prometheus' own form."""
        counted = self._counted
        if _TOGETHER in os.environ:
            counted = CollectorRegistry()
            MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
        return generate_latest(counted) + generate_latest(self._own)
