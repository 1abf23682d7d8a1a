"""What an import answers."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from app.imports.plan.view import ImportPlan
from app.records.documents import Mode
from app.records.schemas import DocumentReport


class ListCounts(BaseModel):
    """What happened to one list of the account."""

    created: int = Field(ge=0, description="New records.")
    updated: int = Field(ge=0, description="Changed records.")
    unchanged: int = Field(ge=0, description="Unchanged records.")
    removed: int = Field(ge=0, description="Records removed.")


class Duplicate(BaseModel):
    """Possibly one person, at least one of them new."""

    people: tuple[str, str] = Field(description="Their ids.", examples=[["P01", "people-0a1b2c3d4e"]])
    names: tuple[str, str] = Field(description="Their names.", examples=[["何振东", "何振东"]])
    same: tuple[str, ...] = Field(
        description="In common: name, words, pinyin, department.",
        examples=[["name", "pinyin"]],
    )


class SheetRead(BaseModel):
    """What one sheet or file was taken for."""

    name: str = Field(description="Its name in the file.", examples=["人员"])
    list: str = Field(description="Taken for this list; empty: skipped.", examples=["people"])
    rows: int = Field(ge=0, description="Rows that were read.")
    skipped_rows: int = Field(ge=0, description="No records; the plan says why.")
    skipped_columns: tuple[str, ...] = Field(description="Columns left out; the plan says why.")
    encoding: str | None = Field(default=None, description="Encoding a CSV file was read with.", examples=["GB18030"])
    separator: str | None = Field(default=None, description="Separator a CSV file was read with.", examples=[";"])


class ImportReport(DocumentReport):
    """What an import did (or would do), and how the file was read."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "account": "jiangyuan",
                "dry_run": True,
                "created": 2,
                "updated": 1,
                "deleted": 0,
                "unchanged": 0,
                "revision": 0,
                "errors": [],
                "warnings": [],
                "format": "xlsx",
                "mode": "merge",
                "formulas": 0,
                "lists": {"people": {"created": 2, "updated": 1, "unchanged": 0, "removed": 0}},
                "sheets": [{"name": "人员", "list": "people", "rows": 3, "skipped_rows": 1, "skipped_columns": []}],
                "duplicates": [{"people": ["P01", "P31"], "names": ["何振东", "何振东"], "same": ["name", "pinyin"]}],
            }
        }
    )

    format: str = Field(description="xlsx, xlsb, xls, ods, csv, html, vcard, json, jsonl, graphml or gexf.")
    mode: Mode = Field(description="`replace` the account, or `merge` by key.")
    formulas: int = Field(default=0, ge=0, description="Formulas in the file, read as last computed.")
    lists: dict[str, ListCounts] = Field(description="By list of the document, those with any record.")
    sheets: list[SheetRead] = Field(default_factory=list, description="How each sheet or file was read.")
    plan: ImportPlan | None = Field(
        default=None, description="How the file was read and what is open; null for JSON and our own graph."
    )
    duplicates: list[Duplicate] = Field(default_factory=list, description="People perhaps entered twice.")
