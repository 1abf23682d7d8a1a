"""A long document is first read by a process of its own, under limits: what is broken or full of faults goes no further.

Run as a program this module *is* that process: it reads a document from standard input and writes what is wrong with it.
"""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import asdict
from typing import Any, Final

from app import limited
from graph.draft import parse
from graph.errors import FAULTS_TOLD, Fault, Faults, InvalidDocument, Malformed

UNSCREENED_BYTES: Final = 256_000
"""Documents up to here are read at once: whatever is in them takes no time worth a process."""
MEMORY_BYTES: Final = 1_500_000_000
CPU_SECONDS: Final = 30
WALL_SECONDS: Final = 45.0
_AT_ONCE: Final = asyncio.Semaphore(2)


async def screen(body: bytes) -> None:
    """Refuse a long document that cannot be read, or of which very much cannot.

    Raises Malformed, and InvalidDocument for more than FAULTS_TOLD faults; fewer are told when it is read with its account.
    """
    if len(body) <= UNSCREENED_BYTES:
        return
    async with _AT_ONCE:
        answer = await limited.work("app.records.screening", body, WALL_SECONDS)
    if not answer:
        raise Malformed("too-complex", "it takes too much time or memory to read: load it in parts")
    wrong = json.loads(answer)
    if wrong["malformed"]:
        raise Malformed(*wrong["malformed"])
    if wrong["number"] > FAULTS_TOLD:
        raise InvalidDocument(Faults((Fault(**fault) for fault in wrong["faults"]), number=wrong["number"]))


def _wrong_with(body: bytes) -> dict[str, Any]:
    try:
        faults = _faults_of(body)
    except Malformed as error:
        return {"malformed": [error.reason, error.detail]}
    return {"malformed": None, "faults": [asdict(fault) for fault in faults[:FAULTS_TOLD]], "number": faults.number}


def _faults_of(body: bytes) -> Faults:
    if b'"snapshots"' not in body:
        return parse(body).faults
    from graph.snapshots import take_out  # noqa: PLC0415 - the store and its driver come with it

    rest, _, wrong = take_out(body)
    return Faults(parse(rest).faults, wrong)


def main() -> None:
    """Read, look, answer."""
    limited.limit(memory=MEMORY_BYTES, cpu_seconds=CPU_SECONDS)
    answer = json.dumps(_wrong_with(sys.stdin.buffer.read()), default=str)
    sys.stdout.buffer.write(answer.encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
