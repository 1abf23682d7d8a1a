"""The parser's process: reads a file from standard input under hard limits and writes its tables as JSON.

Started by `app/imports/read/parsing.py` and for one file only. Its first line of input is JSON with the file's name; the rest is
the file. Whatever it does wrong ends this process and nothing else.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from app.imports.read.tables import Reading, Unreadable, as_json
from app.limited import limit

MEMORY_BYTES: Final = 1_500_000_000
CPU_SECONDS: Final = 30
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def main() -> None:
    """Read, parse, answer."""
    limit(memory=MEMORY_BYTES, cpu_seconds=CPU_SECONDS)
    head = json.loads(sys.stdin.buffer.readline())
    body = sys.stdin.buffer.read()
    try:
        answer = as_json(parse(body, str(head["name"]), head["answers"]))
    except Unreadable as error:
        answer = {"error": error.code, "facts": error.facts}
    except (MemoryError, RecursionError):
        answer = {"error": "parser-ended", "facts": {}}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))


def parse(body: bytes, name: str, answers: Mapping[str, str]) -> Reading:
    """By what the file is, not by its name; each parser is loaded under the limits, and only where it is needed."""
    stem = PurePosixPath(name.replace("\\", "/")).stem
    if body.startswith(_OLD_OFFICE):
        from app.imports.read.old_workbook import read_old_workbook  # noqa: PLC0415

        return read_old_workbook(body)
    if body.startswith(_ZIP):
        return _parse_archive(body, answers)
    return _parse_text(body, name, stem, answers)


def _parse_text(body: bytes, name: str, stem: str, answers: Mapping[str, str]) -> Reading:
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:5].upper()
    if start[:1] in {b"[", b"{"}:
        from app.imports.read.objects import read_objects  # noqa: PLC0415

        return read_objects(body, stem)
    if start == b"BEGIN":
        from app.imports.read.address_cards import is_address_cards, read_address_cards  # noqa: PLC0415

        if is_address_cards(body):
            return read_address_cards(body, stem, answers)
    if start[:1] == b"<":
        from app.imports.read.spreadsheet_xml import is_spreadsheet_xml, read_spreadsheet_xml  # noqa: PLC0415

        if is_spreadsheet_xml(body):
            return read_spreadsheet_xml(body)
        from app.imports.read.web_page import is_web_page, read_web_page  # noqa: PLC0415

        if is_web_page(body):
            return read_web_page(body, stem, answers)
    if body.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")[:1] == b"<":
        from app.imports.read.graph_file import read_graph  # noqa: PLC0415

        return read_graph(body)
    from app.imports.read.delimited import read_delimited  # noqa: PLC0415

    return read_delimited(body, name, answers)


def _parse_archive(body: bytes, answers: Mapping[str, str]) -> Reading:
    from app.imports.read.archive import open_archive  # noqa: PLC0415

    archive = open_archive(body)
    if any(name.lower().startswith("xl/") for name in archive.namelist()):
        from app.imports.read.workbook import read_workbook  # noqa: PLC0415

        return read_workbook(body, archive)
    from app.imports.read.open_document import is_open_document, read_open_document  # noqa: PLC0415

    if is_open_document(archive):
        return read_open_document(body, archive)
    from app.imports.read.delimited import read_csv_archive  # noqa: PLC0415

    return read_csv_archive(archive, answers)


if __name__ == "__main__":
    main()
