"""A real service as a process of its own, for benches: `powermap serve` on a free port of loopback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@contextmanager
def service(store: str, password: str = "") -> Iterator[str]:
    """The base address of a service on this store, in demo mode; it is asked to stop at the end."""
    process = subprocess.Popen(
        [Path(sys.executable).with_name("powermap"), "serve", "--port", "0", "--store", store],
        cwd=ROOT,
        env={**os.environ, "POWERMAP_DEMO": "true", "POWERMAP_STORE_PASSWORD": password, "POWERMAP_LOG_LEVEL": "error"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        yield process.stdout.readline().split()[-1].removesuffix("/docs")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
