"""How long lists of 50,000 people take until their plan is there: read and planned by the service's own function, CSV and XLSX.

POWERMAP_TEST_NEO4J_URI=… PYTHONPATH=. .venv/bin/python scripts/bench/imports.py [ROWS]

A dry run: nothing is stored. Processor seconds are those of the service and its parser's process together, memory the most
each of the two had.
"""

from __future__ import annotations

import asyncio
import csv
import io
import os
import resource
import sys
from time import perf_counter
from uuid import uuid4

import xlsxwriter

from app.auth.service import LOCAL
from app.imports.service import ImportOptions, Upload, import_file
from graph.accounts import Accounts
from graph.computing import ready_the_interpreter
from graph.graph_mapping import SCHEMA
from graph.store import open_store

HEADINGS = ("Employee ID", "Name", "Title", "Department", "Email", "Manager", "Phone")
FIRST = ("Orla", "Sunil", "Ilse", "Tom", "Ada", "Piet", "Hana", "Marta", "Jon", "Lena", "若兰", "Zoë")
LAST = ("Tandy", "Rege", "Brandt", "Yarrow", "Coyle", "Doorn", "Oduya", "Silva", "Berg", "Novák", "梁", "Ünal")


def with_ids(count: int) -> list[list[str]]:
    """A list of people with ids, units, e-mails, and managers by id, eight to each."""
    made = [list(HEADINGS)]
    for i in range(count):
        manager = f"E{(i - 1) // 8:06}" if i else ""
        made.append(
            [f"E{i:06}", _name(i), f"Lead {i % 50}", f"Unit {i % 400}", f"p{i}@x.invalid", manager, f"+49 30 {i:07}"]
        )
    return made


def by_name(count: int) -> list[list[str]]:
    """The same without ids, managers by name, a hundredth of them outside the list."""
    made = [["Name", "Department", "Title", "Manager", "Email"]]
    for i in range(count):
        manager = f"Boss {_name(i)}" if i % 100 == 1 else _name((i - 1) // 8) if i else ""
        made.append([_name(i), f"Unit {i % 400}", f"Lead {i % 50}", manager, f"p{i}@x.invalid"])
    return made


def namesakes(count: int) -> list[list[str]]:
    """Without ids and e-mails, 350 people to each name."""
    made = [["Name", "Department", "Title"]]
    return made + [[_name(i % 144), f"Unit {i % 400}", f"Lead {i % 50}"] for i in range(count)]


def _name(i: int) -> str:
    return f"{FIRST[i % 12]} {LAST[i // 12 % 12]}{chr(97 + i // 144 % 26)}{chr(97 + i // 3744 % 26)}"


def as_csv(table: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(table)
    return text.getvalue().encode()


def as_xlsx(table: list[list[str]]) -> bytes:
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"constant_memory": True})
    sheet = book.add_worksheet("People")
    sheet.set_column("G:G", None, None, {"hidden": True})
    for number, row in enumerate(table):
        sheet.write_row(number, 0, row)
    book.close()
    return memory.getvalue()


def spent() -> tuple[float, float]:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime, children.ru_utime + children.ru_stime


async def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 49_999
    store = open_store(
        os.environ["POWERMAP_TEST_NEO4J_URI"], SCHEMA, os.environ.get("POWERMAP_TEST_NEO4J_PASSWORD", "")
    )
    await store.ping()
    ready_the_interpreter()
    files = [
        (make.__name__, name, pack(make(count)))
        for make in (with_ids, by_name, namesakes)
        for name, pack in (("people.csv", as_csv), ("people.xlsx", as_xlsx))
    ]
    for sort, name, body in files:
        before, began = spent(), perf_counter()
        upload = Upload(body, name)
        report, _ = await import_file(Accounts(store), LOCAL, f"b{uuid4().hex}", upload, ImportOptions(dry_run=True))
        seconds, (own, parser) = perf_counter() - began, (now - then for now, then in zip(spent(), before, strict=True))
        most = [resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        print(
            f"{sort}, {name}, {len(body):,} bytes, {report.lists['people'].created:,} people: {own + parser:.1f} s of processor "
            f"({own:.1f} service, {parser:.1f} parser), {seconds:.1f} s in all; {most[0]} MB service, {most[1]} MB parser"
        )
    await store.close()


if __name__ == "__main__":
    asyncio.run(main())
