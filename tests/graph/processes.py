"""Writers in processes of their own, for tests that kill them."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.conftest import Place
from tests.documents import DATA
from tests.patience import PATIENCE

ROOT = DATA.parent.parent


@dataclass
class Writer:
    """A process that writes; `acknowledged` are the people it was told are stored."""

    process: asyncio.subprocess.Process
    acknowledged: list[str] = field(default_factory=list)

    async def has_written(self, more: int) -> None:
        """Return when it has been told of so many more writes."""
        assert self.process.stdout is not None
        for _ in range(more):
            line = await asyncio.wait_for(self.process.stdout.readline(), PATIENCE)
            assert line, "the writer ended by itself"
            self.acknowledged.append(line.decode().strip())

    async def kill(self) -> None:
        """End it as a power cut would, and take down what it still said."""
        assert self.process.stdout is not None
        self.process.kill()
        rest = await self.process.stdout.read()
        self.acknowledged += [line for line in rest.decode().split("\n")[:-1] if line]
        await self.process.wait()


@asynccontextmanager
async def writer(place: Place, account_id: str) -> AsyncIterator[Writer]:
    """A writer that is connected and about to write; ended at the end if it still lives."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.graph.writing", place.url, account_id),
        cwd=ROOT,
        env={**os.environ, "POWERMAP_STORE_PASSWORD": place.password},
        stdout=asyncio.subprocess.PIPE,
    )
    started = Writer(process)
    try:
        await started.has_written(1)
        assert started.acknowledged == ["ready"]
        started.acknowledged.clear()
        yield started
    finally:
        if process.returncode is None:
            await started.kill()
