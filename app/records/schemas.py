"""What the record routes answer."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from app.problems import FaultBody


class Warned(BaseModel):
    """Something accepted that deserves a look."""

    code: str = Field(description="Stable code.", examples=["parent-not-loaded"])
    value: str = Field(description="What it is about.")
    text_zh: str
    text_en: str


class DocumentReport(BaseModel):
    """What loading a document did (or would do). Counts are over all records; an opportunity with its stages is one."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "account": "jiangyuan",
                "dry_run": False,
                "created": 225,
                "updated": 0,
                "deleted": 0,
                "unchanged": 0,
                "revision": 1,
                "errors": [],
                "warnings": [],
            }
        }
    )

    account: str = Field(description="The account's id.")
    dry_run: bool = Field(description="True if nothing was stored.")
    created: int = Field(ge=0, description="Records that were not there before.")
    updated: int = Field(ge=0, description="Records whose content changed.")
    deleted: int = Field(ge=0, description="Records that are no longer there.")
    unchanged: int = Field(ge=0, description="Records left as they were.")
    revision: int = Field(ge=0, description="The account's revision; raised by every write that changes something.")
    errors: list[FaultBody] = Field(
        default_factory=list, description="Always empty here: faults are answered with 422."
    )
    warnings: list[Warned] = Field(default_factory=list)


class AccountItem(BaseModel):
    """An account in the list."""

    id: str
    name: str
    name_en: str
    tier: str = Field(description="GROUP, PROVINCE, CITY, COUNTY or OTHER.")
    parent_id: str | None = Field(description="The account above it in the customer's own hierarchy.")
    revision: int = Field(description="Raised by every write that changes something.")


class AccountList(BaseModel):
    """A page of accounts, by id."""

    items: list[AccountItem]
    next_cursor: str | None = Field(description="Pass it as `cursor` for the next page; null on the last.")
