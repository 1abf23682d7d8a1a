"""What the house costs, before and after in one run: start-up, a light call beside a heavy one, series, portfolio, dense groups.

Run as `python scripts/bench/house.py [--quick] [--suite] [--after-only]`. "Before" is the commit BASELINE, checked out into a
temporary folder and run with the libraries of this environment. `--quick` takes a quarter of everything; `--suite` runs the whole
test suite of both, too. The embedded engine; each service is a process of its own; times are wall-clock at the client.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from generate import TODAY, account
from service import COMMAND, ROOT, environment, service

BASELINE = "f0321a7"
SHARE = 4 if "--quick" in sys.argv else 1
ACTIVITIES = 2_000 // SHARE
SNAPSHOTS = 80 // SHARE
ACCOUNTS, TOPMOST = 500 // SHARE, 10
DENSE = 31
WARM = 5
TARGETS = 15
API = "/api/v1/accounts"


def timed(work: Callable[[], httpx.Response]) -> float:
    """Milliseconds a call takes."""
    started = time.perf_counter()
    work().raise_for_status()
    return (time.perf_counter() - started) * 1000


def help_seconds(root: Path) -> float:
    """Processor seconds of `powermap --help`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-c", COMMAND, "--help"],
        cwd=root,
        env=environment(root),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@contextmanager
def ready(root: Path, folder: Path, told: dict[str, str]) -> Iterator[httpx.Client]:
    """A client of the checkout's service, once it is ready; tells how long that took."""
    started = time.perf_counter()
    with (
        service(f"embedded:{folder / 'store'}", root=root) as address,
        httpx.Client(base_url=address, timeout=600) as client,
    ):
        told["serve, address printed"] = f"{time.perf_counter() - started:.1f} s"
        while client.get("/health/ready").status_code != httpx.codes.OK:
            time.sleep(0.05)
        told["serve, ready"] = f"{time.perf_counter() - started:.1f} s"
        yield client


def put(client: httpx.Client, document: dict[str, Any]) -> str:
    """Load an account; gives its path."""
    path = f"{API}/{document['account']['id']}"
    client.put(f"{path}/document", content=json.dumps(document)).raise_for_status()
    return path


def light_beside_heavy(client: httpx.Client, told: dict[str, str]) -> None:
    document = account("busy", 200, 800)
    done = {"owner": "S00", "opportunity_id": "bid", "due_on": "2026-10-01", "status": "DONE", "done_on": "2026-09-20"}
    document["activities"] = [{"id": f"A{i:05}", "name": f"Activity {i}", **done} for i in range(ACTIVITIES)]
    busy, other = put(client, document), put(client, account("other", 50, 200))
    light = f"{other}/people/P00001"
    client.get(f"{busy}/power-map", params={"as_of": str(TODAY)}).raise_for_status()
    alone = [timed(lambda: client.get(light)) for _ in range(50)]
    heavy: list[float] = []
    asking = threading.Thread(
        target=lambda: heavy.append(timed(lambda: client.get(f"{busy}/measures", params={"as_of": str(TODAY)})))
    )
    asking.start()
    beside = []
    while asking.is_alive():
        beside.append(timed(lambda: client.get(light)))
    told["light call alone, p95"] = f"{quantile(alone):.0f} ms"
    told[f"light call beside measures of {ACTIVITIES:,} activities, p95"] = f"{quantile(beside):.0f} ms"
    told[f"measures of {ACTIVITIES:,} activities"] = f"{heavy[0]:.0f} ms"


def quantile(times: list[float]) -> float:
    """The 95th percentile; of very few, the longest."""
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def series(client: httpx.Client, told: dict[str, str]) -> None:
    path = put(client, account("series", 40, 150))
    for i in range(SNAPSHOTS):
        body = {"id": f"s{i}", "name": f"Snapshot {i}", "as_of": f"2026-{1 + i // 28:02}-{1 + i % 28:02}"}
        client.post(f"{path}/snapshots", json=body).raise_for_status()
    times = [timed(lambda: client.get(f"{path}/timeline", params={"as_of": str(TODAY)})) for _ in range(1 + WARM)]
    edit = {"title": "Another"}
    client.patch(f"{path}/people/P00001", json=edit, headers={"If-Match": "*"}).raise_for_status()
    after_write = timed(lambda: client.get(f"{path}/timeline", params={"as_of": str(TODAY)}))
    told[f"timeline over {SNAPSHOTS} snapshots: first, warm, after a write"] = shown(times[0], times[1:], after_write)


def portfolio(client: httpx.Client, told: dict[str, str]) -> None:
    for i in range(TOPMOST):
        put(client, {"format": "powermap-account/1", "account": {"id": f"top{i}", "name": f"Group {i}"}})
    for i in range(ACCOUNTS - TOPMOST):
        document = account(f"unit{i}", 8, 12, seed=i)
        document["account"]["parent_id"] = f"top{i % TOPMOST}"
        put(client, document)
    question = {"as_of": str(TODAY), "limit": "50"}
    times = [timed(lambda: client.get("/api/v1/portfolio", params=question)) for _ in range(1 + WARM)]
    client.patch(f"{API}/unit0/people/P00001", json={"title": "Another"}, headers={"If-Match": "*"}).raise_for_status()
    after_write = timed(lambda: client.get("/api/v1/portfolio", params=question))
    told[f"portfolio over {ACCOUNTS} accounts: first, warm, after a write"] = shown(times[0], times[1:], after_write)


def dense(client: httpx.Client, told: dict[str, str]) -> None:
    """A group in which nearly everybody influences everybody: how many paths there are must not matter."""
    document = account("dense", DENSE, DENSE)
    ids = [person["id"] for person in document["people"]]
    document["influence"] = [
        {"source": a, "target": b, "strength": (3 + (i * 7 + j * 3) % 15) / 20}
        for i, a in enumerate(ids)
        for j, b in enumerate(ids)
        if a != b and (i + j) % 2
    ]
    path = put(client, document)
    question = {"as_of": str(TODAY), "opportunity": "bid"}
    client.get(f"{path}/power-map", params=question).raise_for_status()
    for kind in ("persuasion", "access"):
        took = [
            timed(lambda to=to, kind=kind: client.get(f"{path}/paths", params={**question, "to": to, "kind": kind}))  # type: ignore[misc]
            for to in ids[:TARGETS]
        ]
        told[f"{kind} paths in a dense group of {DENSE}"] = f"{statistics.median(took):.1f} ms"


def shown(first: float, warm: list[float], after_write: float) -> str:
    return f"{first / 1000:.1f} s, {statistics.median(warm):.0f} ms, {after_write:.0f} ms"


def suite_minutes(root: Path) -> str:
    started = time.perf_counter()
    done = subprocess.run([root / "scripts" / "test"], cwd=root, check=False, stdout=subprocess.DEVNULL)
    return f"{(time.perf_counter() - started) / 60:.1f} min, {'passed' if done.returncode == 0 else 'failed'}"


def figures(root: Path) -> dict[str, str]:
    told = {"powermap --help": f"{help_seconds(root):.2f} s of processor"}
    with tempfile.TemporaryDirectory(prefix="powermap-bench-") as folder, ready(root, Path(folder), told) as client:
        for bench in (light_beside_heavy, dense, series, portfolio):
            bench(client, told)
    if "--suite" in sys.argv:
        told["whole suite"] = suite_minutes(root)
    return told


def git(*words: str | Path) -> None:
    subprocess.run(["git", *words], cwd=ROOT, check=True)  # noqa: S607 - the git that is there


@contextmanager
def baseline() -> Iterator[Path]:
    """The commit BASELINE in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="powermap-baseline-") as folder:
        root = Path(folder) / "before"
        git("worktree", "add", "-q", "--detach", root, BASELINE)
        try:
            yield root
        finally:
            git("worktree", "remove", "--force", root)


def main() -> None:
    before: dict[str, str] = {}
    if "--after-only" not in sys.argv:
        with baseline() as root:
            before = figures(root)
    after = figures(ROOT)
    print(f"| what | before ({BASELINE}) | after |\n|---|---|---|")
    for name in after:
        print(f"| {name} | {before.get(name, '–')} | {after[name]} |")


if __name__ == "__main__":
    main()
