"""Documents as files and back, without a store: what tests of sheets, imports and exports share."""

import json
import random
import zipfile
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from app.imports.plan.drafting import Drafted, draft_of
from app.imports.read.tables import Reading as FileReading
from app.imports.read.tables import Table, as_json, reading_of
from app.imports.read.worker import parse
from app.imports.recognise.tables import FileMapping, read_tables
from app.sheets.cells import Cell, Lang
from app.sheets.csv_text import csv_bytes
from app.sheets.tables import filled_sheets
from app.sheets.workbook import open_book, write_sheet
from graph.document import AccountDocument
from graph.rules import check
from tests.documents import from_bytes

LANGS: tuple[Lang, ...] = ("zh", "en")
Rows = list[list[Cell]]
RARE = (
    "𠮷野家",
    "䶮",
    "豈",
    "樂",
    '=HYPERLINK("http://x")',
    "'x",
    "''",
    '"',
    '""',
    "+1",
    "-1",
    "@a",
    "a;b，c、d",
    "_x0041_",
    "true",
    "1e5",
    "01",
)


def workbook_of(document: AccountDocument, lang: Lang) -> bytes:
    book = open_book(lang)
    for filled in filled_sheets(document, lang):
        write_sheet(book, filled, lang)
    return book.bytes()


def csv_zip_of(document: AccountDocument, lang: Lang) -> bytes:
    return zipped({f"{filled.sheet.name}.csv": csv_bytes(filled) for filled in filled_sheets(document, lang)})


def zipped(files: dict[str, bytes]) -> bytes:
    memory = BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return memory.getvalue()


def parsed(body: bytes, name: str = "people.csv", answers: dict[str, str] | None = None) -> FileReading:
    """What the worker answers for a file, through the JSON it answers with."""
    return reading_of(json.loads(json.dumps(as_json(parse(body, name, answers or {})))))


def tables_of(body: bytes, name: str = "people.csv") -> list[Table]:
    return list(parsed(body, name).tables)


def drafted(
    tables: Iterable[Table],
    account_id: str = "a",
    stored: AccountDocument | None = None,
    *,
    merging: bool = False,
    mapping: dict[str, Any] | None = None,
) -> Drafted:
    reading = read_tables(list(tables), FileMapping.model_validate({"sheets": mapping or {}}))
    return draft_of(reading, account_id, stored, merging=merging)


def document_in(body: bytes, account_id: str) -> AccountDocument:
    """The document a file holds, which must be without a fault."""
    draft = drafted(tables_of(body), account_id).draft
    assert draft.document is not None
    assert draft.faults + check(draft.document, draft) == ()
    return draft.document.canonical()


def faults_in(*tables: Table, **asked: Any) -> list[tuple[str, str, int, str | None]]:
    """Code, sheet, row and heading of every fault, those of rules included."""
    made = drafted(tables, **asked)
    assert made.draft.document is not None
    found = []
    for fault in (*made.draft.faults, *check(made.draft.document, made.draft)):
        spot = made.sheaf.spot(fault.pointer)
        found.append((fault.code, spot.sheet, spot.row, spot.heading) if spot else (fault.code, "", 0, None))
    return found


def large(people: int = 200) -> AccountDocument:
    """An account of this size with rare characters, awkward texts and ids in every place that may hold them."""
    draw = random.Random(200)  # noqa: S311 - the same account in every run

    def text(i: int) -> str:
        return f"{RARE[i % len(RARE)]}{'' if i < len(RARE) else i}" + ("\n第二行\r\n third\tline" if i % 3 == 0 else "")

    def name(i: int) -> str:
        return text(i).splitlines()[0]

    ids = [f"{RARE[i % len(RARE)]}-{i}" for i in range(people)]
    some = [draw.sample(ids, 3) for _ in range(people)]
    data = {
        "format": "powermap-account/1",
        "account": {"id": "large", "name": "𠮷", "name_en": "'=1+1"},
        "vendor": {"id": "us", "name": "=us"},
        "competitors": [{"id": "'them", "name": "@them"}],
        "departments": [
            {"id": f"d{i}", "name": name(i), "parent_id": f"d{i - 1}" if i % 4 else None} for i in range(20)
        ],
        "people": [
            {
                "id": own,
                "name": name(i),
                "department_id": f"d{i % 20}",
                "rank": i % 6 + 1,
                "title": text(i).split("\n")[0],
            }
            | {"openness": draw.random(), "external": i % 7 == 0}
            for i, own in enumerate(ids)
        ],
        "influence": [
            {"source": own, "target": ids[(i * 7 + 1) % people], "strength": 1 - draw.random(), "evidence": text(i)}
            for i, own in enumerate(ids)
            if i != (i * 7 + 1) % people
        ],
        "team": [{"id": "m;1", "name": "-m"}],
        "attitudes": [
            {"person": own, "toward": "'them", "level": "SUPPORT", "on": f"19{i % 90 + 10}-02-28", "evidence": text(i)}
            for i, own in enumerate(ids)
        ],
        "interactions": [
            {"id": f"i{i}", "on": "1900-01-01", "members": ["m;1"], "people": held, "note": text(i)}
            | {"compliance_ref": (None, "", '""', "ref")[i % 4]}
            for i, held in enumerate(some)
        ],
        "opportunities": [
            {"id": "o", "name": "o", "amount": 0.1 + 0.2},
            {"id": "p", "name": "p", "amount": 999999999999999},
        ],
    }
    return from_bytes(json.dumps(data).encode())
