"""What the fields of records hold, as the page words it: codes by `field.CODE`, and what the ids in a field name."""

from __future__ import annotations

from typing import Final

from app.sheets.columns import SHEETS
from app.texts.catalogue import Words

VALUES: Final[Words] = {
    f"{column.name}.{code}": words
    for sheet in SHEETS
    for column in sheet.columns
    for code, words in column.words.items()
}
NAMED_BY: Final = {column.name: column.label for sheet in SHEETS for column in sheet.columns if column.label}
"""Label of what an id names, by field; where lists differ (`target`), that of the last."""
