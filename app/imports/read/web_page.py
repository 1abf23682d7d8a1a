"""A web page saved as .xls, as CRM and ERP systems export: its tables as a browser shows them; nothing in it is run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Final

from app.imports.read.cells import reading
from app.imports.read.encodings import decode
from app.imports.read.tables import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Reading, Table, Unreadable

_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_NAMES: Final = {
    "gb2312": "GB18030", "gbk": "GB18030", "gb18030": "GB18030", "big5": "Big5", "shift_jis": "Shift-JIS", "euc-jp": "EUC-JP",
    "euc-kr": "EUC-KR", "windows-1250": "Windows-1250", "windows-1251": "Windows-1251", "windows-1252": "Windows-1252",
    "iso-8859-1": "Windows-1252", "utf-8": "UTF-8",
}  # fmt: skip
_HEAD: Final = 2_000
_START: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|table|style)\b", re.IGNORECASE)
_GRAPH: Final = re.compile(rb"<(?:\w+:)?(?:graphml|gexf)\b")  # GEXF has a <meta> of its own


def is_web_page(body: bytes) -> bool:
    """True for HTML, whatever its name says."""
    return _START.search(body[:_HEAD]) is not None and _GRAPH.search(body[:_HEAD]) is None


def read_web_page(body: bytes, name: str, answers: Mapping[str, str]) -> Reading:
    """The page's tables, one each. Raises Unreadable."""
    said = _CHARSET.search(body[:_HEAD])
    encoding = _NAMES.get(said[1].decode("ascii").lower()) if said else None
    decoded = decode(body, name, answers.get(f"encoding/{name}") or encoding)
    page = _Page()
    page.feed(decoded.text)
    page.close()
    tables = [rows for rows in page.tables if rows]
    if not tables:
        raise Unreadable("unknown-file-format")
    named = (
        Table(name if len(tables) == 1 else f"{name} {number}", rows, encoding=decoded.encoding)
        for number, rows in enumerate(tables, 1)
    )
    return reading("html", named, questions=decoded.questions)


class _Page(HTMLParser):
    """Collects rows of cells; end tags may be missing, a cell over several rows is repeated, one over columns is not."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str | None]]] = []
        self._open: list[int] = []
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._down: dict[tuple[int, int, int], str] = {}
        self._unshown = 0
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._end_cell()
            self.tables.append([])
            self._open.append(len(self.tables) - 1)
        elif tag == "tr" and self._open:
            self._end_cell()
            self._rows.append([])
            if len(self._rows) > MOST_ROWS:
                raise Unreadable("too-many-rows", limit=f"{MOST_ROWS:,} rows")
        elif tag in {"td", "th"} and self._open:
            self._end_cell()
            values = dict(attrs)
            self._span = (_count(values.get("rowspan"), MOST_ROWS), _count(values.get("colspan"), MOST_COLUMNS))
            self._cell = []
        elif tag in {"br", "p", "div"} and self._cell:
            self._cell.append("\n")
        elif tag in {"script", "style"}:
            self._unshown += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self._open:
            self._end_cell()
            self._open.pop()
        elif tag in {"td", "th", "tr"}:
            self._end_cell()
        elif tag in {"script", "style"}:
            self._unshown = max(0, self._unshown - 1)

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._unshown:
            self._cell.append(data)

    def close(self) -> None:
        super().close()
        self._end_cell()

    @property
    def _rows(self) -> list[list[str | None]]:
        return self.tables[self._open[-1]]

    def _end_cell(self) -> None:
        if self._cell is None or not self._open:
            self._cell = None
            return
        if not self._rows:
            self._rows.append([])
        table, number, row = self._open[-1], len(self._rows) - 1, self._rows[-1]
        self._fill_from_above(table, number, row)
        text = "\n".join(" ".join(line.split()) for line in "".join(self._cell).split("\n")).strip()
        rows, columns = self._span
        self._cells += rows + columns
        if self._cells > MOST_CELLS or len(row) + columns > MOST_COLUMNS:
            raise Unreadable("too-many-rows", limit=f"{MOST_CELLS:,} cells")
        for below in range(1, rows):
            self._down[table, number + below, len(row)] = text
        row += [text or None, *[None] * (columns - 1)]
        self._cell = None

    def _fill_from_above(self, table: int, number: int, row: list[str | None]) -> None:
        while (above := self._down.pop((table, number, len(row)), None)) is not None:
            row.append(above)


def _count(value: str | None, most: int) -> int:
    return min(int(value), most) if value and value.isascii() and value.isdigit() and int(value) else 1
