"""A real service as a process of its own, for benches: `powermap serve` on a free port of loopback."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = "from app.cli import main; main()"


def environment(root: Path, **more: str) -> dict[str, str]:
    """The environment in which a checkout of the project runs its own code with the libraries of this one."""
    return {**os.environ, "PYTHONPATH": str(root), "POWERMAP_DEMO": "true", "POWERMAP_LOG_LEVEL": "error", **more}


def on_a_service(measure: Callable[[str], Coroutine[Any, Any, None]]) -> None:
    """Run `measure` with the address of a service on the store the command line names, else on a new embedded one."""
    with tempfile.TemporaryDirectory(prefix="powermap-bench-") as folder:
        url = sys.argv[1] if len(sys.argv) > 1 else f"embedded:{folder}/store"
        with service(url, os.environ.get("POWERMAP_STORE_PASSWORD", "")) as address:
            asyncio.run(measure(address))


@contextmanager
def service(store: str, password: str = "", root: Path = ROOT) -> Iterator[str]:
    """The base address of a service on this store, in demo mode, of a checkout; it is asked to stop at the end."""
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "serve", "--port", "0", "--store", store],
        cwd=root,
        env=environment(root, POWERMAP_STORE_PASSWORD=password),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        yield process.stdout.readline().split()[-1].removesuffix("/docs")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
