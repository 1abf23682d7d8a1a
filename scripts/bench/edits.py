"""How long a single-record edit and a power map take over HTTP, on a small and a large account, embedded engine.

Run as `python scripts/bench/edits.py [--small-only]`. Times are wall-clock milliseconds at the client; the ratio is that
of the large account's edit to the small one's, in the same run.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

import httpx
from generate import TODAY, account
from service import service

SMALL, LARGE = (200, 800), (5_000, 30_000)
EDITS = 60
WARM_UP = 10
MAPS = 5  # of each revision
REVISIONS, REVISIONS_LARGE = 8, 2


def timed(work: Callable[..., httpx.Response], *given: Any, **named: Any) -> tuple[float, httpx.Response]:
    started = time.perf_counter()
    answer = work(*given, **named)
    answer.raise_for_status()
    return (time.perf_counter() - started) * 1000, answer


def spread(times: list[float]) -> str:
    p95 = statistics.quantiles(times, n=20)[-1]
    return f"p50 {statistics.median(times):7.1f}   p95 {p95:7.1f}   max {max(times):7.1f}   of {len(times)}"


def edit_times(client: httpx.Client, path: str) -> list[float]:
    """PATCH one influence edge with If-Match, again and again."""
    etag = client.get(path).headers["etag"]
    times = []
    for i in range(WARM_UP + EDITS):
        body = {"strength": (1 + i % 20) / 20, "evidence": f"edit {i}"}
        took, answer = timed(client.patch, path, json=body, headers={"If-Match": etag})
        etag = answer.headers["etag"]
        times.append(took)
    return times[WARM_UP:]


def map_times(client: httpx.Client, base: str, edge: str, revisions: int) -> tuple[list[float], list[float]]:
    """The first power map of a revision, and the same one again."""
    question = f"{base}/power-map?opportunity=bid&as_of={TODAY}"
    first, again = [], []
    for i in range(revisions):
        client.patch(edge, json={"evidence": f"map {i}"}, headers={"If-Match": "*"}).raise_for_status()
        first.append(timed(client.get, question)[0])
        again += [timed(client.get, question)[0] for _ in range(MAPS)]
    return first, again


def measure(client: httpx.Client, people: int, edges: int) -> float:
    document = account(f"bench-{people}", people, edges)
    base = f"/api/v1/accounts/bench-{people}"
    took, _ = timed(client.put, f"{base}/document", content=json.dumps(document))
    print(f"{people} people, {edges} influence edges: loaded in {took / 1000:.1f} s")
    held = document["influence"][0]
    edge = f"{base}/influence/{held['source']}/{held['target']}/{held['kind']}"
    times = edit_times(client, edge)
    print(f"  edit, PATCH with If-Match   {spread(times)}  ms")
    first, again = map_times(client, base, edge, REVISIONS if people == SMALL[0] else REVISIONS_LARGE)
    print(f"  power map, new revision     {spread(first)}  ms")
    print(f"  power map, same revision    {spread(again)}  ms")
    return statistics.median(times)


def main() -> None:
    with (
        tempfile.TemporaryDirectory(prefix="powermap-bench-") as folder,
        service(f"embedded:{folder}/store") as address,
        httpx.Client(base_url=address, timeout=300) as client,
    ):
        small = measure(client, *SMALL)
        if "--small-only" not in sys.argv:
            large = measure(client, *LARGE)
            print(f"edit, large to small: {large / small:.1f}")


if __name__ == "__main__":
    main()
