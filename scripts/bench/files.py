"""How long the workbook takes: written and read, 200 people, without a store.

PYTHONPATH=. .venv/bin/python scripts/bench/files.py [PEOPLE]
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

from generate import account

from app.imports.plan.drafting import draft_of
from app.imports.read.parsing import parse_file
from app.imports.recognise.tables import FileMapping, read_tables
from app.sheets.tables import filled_sheets
from app.sheets.workbook import open_book, write_sheet
from graph.document import AccountDocument
from graph.rules import check

RUNS = 5


def written(document: AccountDocument) -> bytes:
    book = open_book("zh")
    for filled in filled_sheets(document, "zh"):
        write_sheet(book, filled, "zh")
    return book.bytes()


def read(body: bytes, account_id: str) -> None:
    parsed = asyncio.run(parse_file(body, "account.xlsx"))
    tables = list(parsed.tables)
    draft = draft_of(read_tables(tables, FileMapping()), account_id, None, merging=False).draft
    if draft.document is None or draft.faults or check(draft.document, draft):
        raise SystemExit("the workbook does not come back")


def timed(name: str, work: Callable[[], Any]) -> Any:
    seconds = []
    for _ in range(RUNS):
        began = perf_counter()
        made = work()
        seconds.append(perf_counter() - began)
    print(f"{name}: {median(seconds) * 1000:.0f} ms (median of {RUNS})")
    return made


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    document = AccountDocument.model_validate_json(json.dumps(account("bench", people, 4 * people)))
    body = timed("workbook written", lambda: written(document))
    print(f"{len(body):,} bytes, {len(document.people)} people, {len(document.influence)} influence records")
    timed("workbook read, linked and checked", lambda: read(body, document.account.id))


if __name__ == "__main__":
    main()
