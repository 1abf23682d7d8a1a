"""Several processes that answer on one listener. This one holds the listener and, on an embedded store, the engine they share.

A worker that ends without being told is replaced; when this process is told to stop, all finish what they began; when it is
killed, they stop by themselves. What they count for Prometheus lies in a folder of their own, and each tells the sum.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from typing import Any, Final

from app import logs
from app.health.metrics import count_together
from app.settings import Settings

Work = Callable[[Settings, socket.socket], None]
STOP_SECONDS: Final = 20.0
_PAUSE: Final = 1.0
"""Between a worker that ended and the next, so that one that cannot start does not start all the time."""


def run_workers(settings: Settings, listener: socket.socket, work: Work) -> None:
    """Have `work` done by as many processes as the settings say until told to stop, then end with exit code 0."""
    bounds = {
        name: max(1, getattr(settings, name) // settings.workers) for name in ("key_guesses", "requests_a_minute")
    }
    each = settings.model_copy(update=bounds)
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="powermap-metrics-") as counted:
        count_together(counted)
        workers: list[SpawnProcess] = []
        told = threading.Event()

        def stop(*_: Any) -> None:
            told.set()
            for worker in workers:
                worker.terminate()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        while not told.is_set():
            while len(workers) < settings.workers and not told.is_set():
                worker = context.Process(target=_worker, args=(each, listener, work), daemon=False)
                worker.start()
                workers.append(worker)
            if told.is_set():
                stop()  # one was just being started
            ready = wait([worker.sentinel for worker in workers])
            ended = [worker for worker in workers if worker.sentinel in ready]
            _end(ended)
            workers[:] = [worker for worker in workers if worker not in ended]
            if not told.is_set():
                logs.log.error("worker-ended", codes=[worker.exitcode for worker in ended])
                time.sleep(_PAUSE)
        _end(workers)
    sys.exit(0)


def _end(workers: list[SpawnProcess]) -> None:
    deadline = time.monotonic() + STOP_SECONDS
    for worker in workers:
        worker.join(max(0.0, deadline - time.monotonic()))
        if worker.is_alive():
            worker.kill()
            worker.join()


def _worker(settings: Settings, listener: socket.socket, work: Work) -> None:
    os.setpgid(0, 0)  # Ctrl-C is for the parent, which tells us
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()
    work(settings, listener)


def _follow(parent: int) -> None:
    wait([parent])
    os.kill(os.getpid(), signal.SIGTERM)
