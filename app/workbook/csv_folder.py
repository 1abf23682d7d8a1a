"""CSV: a zip with one file a list, as the import takes it; guarded so that no cell is taken for a formula."""

from __future__ import annotations

import io
import zipfile

from app.map.map_view import MapView
from app.sheets.csv_text import csv_bytes
from app.texts.sheets import MARK
from app.workbook.workbook import lists_of


def write(view: MapView) -> bytes:
    """The zip; its entries carry the time of the export. Files of a redacted view begin with `#`: no import takes them."""
    memory = io.BytesIO()
    moment = view.printed_at.timetuple()[:6]
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for filled in lists_of(view):
            name = filled.sheet.name if view.redact == "full" else MARK + filled.sheet.name
            entry = zipfile.ZipInfo(f"{name}.csv", date_time=moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, csv_bytes(filled))
    return memory.getvalue()
