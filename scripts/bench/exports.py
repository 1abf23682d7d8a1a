"""How long each format takes to write, warm: run as `PYTHONPATH=. python scripts/bench/exports.py [FORMAT …]`, default all.

The view, with the review pack where the format shows it, is made by the service from an embedded store; store, analysis and
layout are not in the figures. Each is the best of RUNS after one run to warm up.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import generate

from app.auth.service import LOCAL
from app.exports import service
from app.question.analysis_query import AnalysisQuery
from app.report.view import Framing
from graph.accounts import Accounts, Edit
from graph.changes import Author
from graph.document import AccountDocument
from graph.graph_mapping import SCHEMA
from graph.store import open_store

RUNS = 3
SIZES = (40, 200)
ASKED = AnalysisQuery(opportunity="bid", as_of=generate.TODAY)
AUTHOR = Author("bench", "Bench")
FRAMING = Framing("zh", "full", "top", "Bench", datetime(2026, 11, 20, 9, 0), "Confidential")  # noqa: DTZ001 - read as UTC


def main() -> None:
    named = sys.argv[1:]
    unknown = [name for name in named if name not in service.FORMATS]
    if unknown:
        sys.exit(f"no such format: {', '.join(unknown)}; known are {', '.join(service.FORMATS)}")
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(timed(f"embedded:{folder}/store", named))


async def timed(url: str, named: list[str]) -> None:
    store = open_store(url, SCHEMA)
    try:
        accounts = Accounts(store)
        for people in SIZES:
            document = AccountDocument.model_validate_json(json.dumps(generate.account("bench", people, people * 3)))
            await accounts.edit("bench", Edit(lambda _, document=document: document), AUTHOR)  # type: ignore[misc]
            for name, held in service.FORMATS.items():
                if not named or name in named:
                    view = await service.map_view(accounts, LOCAL, "bench", ASKED, FRAMING, packed=held.packed)
                    seconds, size = best(lambda write=held.write, view=view: write(view))  # type: ignore[misc]
                    print(f"{people:4} people  {name:8} {seconds:7.3f} s  {size / 1000:8.1f} kB")
    finally:
        await store.close()


def best(write: Callable[[], bytes]) -> tuple[float, int]:
    """Seconds of the quickest run, and bytes written."""
    size = len(write())
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        write()
        seconds.append(time.perf_counter() - start)
    return min(seconds), size


if __name__ == "__main__":
    main()
