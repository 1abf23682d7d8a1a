"""Commands of `powermap` in this process, on a store whose engine runs already, as beside a running service.

A command that finds a living engine shares it; starting one takes as long as all the rest. What starts, stops or loses an
engine is tested by tests of the engine, and by `powermap` as a process of its own in tests/faults and test_readme.py.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from click.testing import Result
from typer.testing import CliRunner

from app.cli.commands import app
from graph.engines import engine_at


@dataclass(frozen=True)
class Commands:
    """Runs commands on one store."""

    store: str
    environment: dict[str, str] = field(default_factory=dict)

    def try_(self, *words: str) -> Result:
        """What a command answers, well or badly."""
        return CliRunner().invoke(app, words, env={"POWERMAP_STORE": self.store, **self.environment})

    def run(self, *words: str, code: int = 0) -> str:
        """What a command that ends with this code says, on both streams."""
        done = self.try_(*words)
        assert done.exit_code == code, done.output
        return done.output

    async def beside(self, *words: str, code: int = 0) -> str:
        """The same from within a test's own loop: a command has one, too."""
        return await asyncio.to_thread(lambda: self.run(*words, code=code))


@contextmanager
def engine_of(folder: Path) -> Iterator[Commands]:
    """An engine that runs for a folder of its own, and commands on it."""
    url = f"embedded:{folder}"
    engine = engine_at(url, "")
    asyncio.run(engine.endpoint())
    try:
        yield Commands(url)
    finally:
        asyncio.run(engine.close())
