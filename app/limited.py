"""Work that could take too much memory or time is done by a process of its own that then ends; the service goes on.

A worker is a module of ours, run as a program for one piece of work: it calls `limit`, reads its standard input and writes its
answer. Whatever it does wrong ends this process and nothing else, and its memory comes back. Unlike a thread, it can be stopped,
and does not keep Python's own lock while a library computes.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
from typing import Final

from graph.errors import PowerMapError

OPEN_FILES: Final = 64
NICENESS: Final = 5
"""How far a worker steps back behind the service when both want a processor."""


class TooHeavy(PowerMapError):
    """What was asked for takes more time or memory than it may."""


async def work(module: str, given: bytes, seconds: float) -> bytes:
    """What the worker answers; nothing when it failed or took longer. It is ended when nobody waits any more."""
    process = await asyncio.create_subprocess_exec(
        *_command(module),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=_environment(),
    )
    try:
        async with asyncio.timeout(seconds):
            answer, _ = await process.communicate(given)
    except TimeoutError:
        return b""
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return b"" if process.returncode else answer


def work_here(module: str, given: bytes, seconds: float, refusal: str) -> bytes:
    """The same for who has a thread to wait in. Raises TooHeavy with the refusal where the worker has no answer."""
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            _command(module),
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TooHeavy(refusal) from None
    if done.returncode or not done.stdout:
        raise TooHeavy(refusal)
    return done.stdout


def _command(module: str) -> list[str]:
    return [sys.executable, "-m", module]


def _environment() -> dict[str, str]:
    """No secret of the service's own."""
    return {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"}


def limit(*, memory: int, cpu_seconds: int) -> None:
    """In the worker: at most so many bytes and seconds of processor, few files, none written, no core dump."""
    import resource  # noqa: PLC0415 - not on every system, and for workers only

    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a system that does not know the limit, or has a lower one
            resource.setrlimit(what, (most, most))
    with contextlib.suppress(OSError):
        os.nice(NICENESS)
