"""Files from strangers are parsed in a process of their own, under limits; whatever happens there, the service goes on."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from functools import partial
from typing import Final

from app import limited
from app.imports.errors import UnreadableFile
from app.imports.read.tables import Reading, reading_of
from graph.computing import Lane, compute
from graph.errors import Fault

WALL_SECONDS: Final = 45.0
_AT_ONCE: Final = asyncio.Semaphore(2)  # parsers running beside each other, each within the worker's limits


async def parse_file(body: bytes, name: str, answers: Mapping[str, str] | None = None) -> Reading:
    """The tables of a file. Raises UnreadableFile for one that is broken, harmful, or takes too much time or memory."""
    head = json.dumps({"name": name[-300:], "answers": dict(answers or {})}).encode() + b"\n"
    async with _AT_ONCE:
        answer = await limited.work("app.imports.read.worker", head + body, WALL_SECONDS)
    return await compute(partial(_parsed, answer), Lane.DOCUMENT)


def _parsed(answer: bytes) -> Reading:
    try:
        content = json.loads(answer)
    except ValueError:
        raise unreadable("parser-ended") from None
    if "error" in content:
        raise unreadable(content["error"], **content["facts"])
    return reading_of(content)


def unreadable(code: str, **facts: object) -> UnreadableFile:
    """The answer for a file that cannot be read, by the parser's word for why."""
    return UnreadableFile(Fault("/file", code, None, {"sheet": "-", **facts}))
