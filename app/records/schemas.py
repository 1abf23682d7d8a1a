"""What the record routes answer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.problems import FaultBody
from graph.kinds.fields import LEFT_OUT_WHEN_NONE


class Warned(BaseModel):
    """Something accepted that deserves a look."""

    code: str = Field(description="Stable code.", examples=["suspicious-text"])
    path: str = Field(default="account", description="Path below the account.", examples=["people/P01"])
    value: str = Field(description="What it is about.")
    text_zh: str = Field(description="In Chinese.")
    text_en: str = Field(description="What looks wrong, in English.")


class DocumentReport(BaseModel):
    """What loading did (or would do); an opportunity with its stages is one record."""

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
    dry_run: bool = Field(description="Nothing was stored.")
    created: int = Field(ge=0, description="New records.")
    updated: int = Field(ge=0, description="Changed records.")
    deleted: int = Field(ge=0, description="Records removed.")
    unchanged: int = Field(ge=0, description="Unchanged records.")
    revision: int = Field(ge=0, description="Account revision; raised by every write that changes something.")
    errors: list[FaultBody] = Field(default_factory=list, description="Empty: faults are answered with 422.")
    warnings: list[Warned] = Field(default_factory=list, description="Stored, but looks wrong.")


class ListPage(BaseModel):
    """A page of a list."""

    next_cursor: str | None = Field(description="The next page's `cursor`; null on the last.")
    total: Annotated[int | None, LEFT_OUT_WHEN_NONE] = Field(
        default=None, description="Number on all pages, where asked."
    )


class AccountItem(BaseModel):
    """An account; in a tree with those below it."""

    id: str = Field(description="Account id.")
    name: str = Field(description="Its name as recorded.")
    name_en: str = Field(description="In English, or empty.")
    tier: str = Field(description="GROUP, PROVINCE, CITY, COUNTY or OTHER.")
    parent_id: str | None = Field(description="Account above it in the customer's own hierarchy.")
    revision: int = Field(description="Raised by every write that changes something.")
    etag: str = Field(description="ETag of the account's own record.")
    children: list[AccountItem] | None = Field(
        default=None, description="In a tree: accounts directly below; null below the fiftieth level."
    )


class AccountList(ListPage):
    """A page of accounts, by id."""

    items: list[AccountItem] = Field(description="The accounts of this page.")


class ChangeItem(BaseModel):
    """One record's change."""

    id: str = Field(description="Place in the feed, rising.", examples=["700000.0"])
    revision: int = Field(description="The account's revision this write made.")
    at: datetime = Field(description="When, in UTC.")
    actor: str = Field(description="Name of the key (or `demo`, `command line`).")
    member: str | None = Field(description="The team member the key is tied to.")
    undoes: int | None = Field(description="Revision taken back, if an undo.")
    kind: str = Field(
        description="The record's list in the document; access where the account was opened to a key, or closed.",
        examples=["influence"],
    )
    path: str = Field(description="Path below the account.", examples=["influence/P06/P05/PROFESSIONAL"])
    action: Literal["created", "updated", "deleted", "erased"] = Field(
        description="What was done; erased: it was about somebody who was erased."
    )
    before: dict[str, Any] | None = Field(description="Record before; null if new.")
    after: dict[str, Any] | None = Field(description="Record after; null if gone.")


class ChangeList(ListPage):
    """A page of changes, oldest first unless sorted."""

    items: list[ChangeItem] = Field(description="The changes of this page.")


class UndoReport(BaseModel):
    """What an undo took back."""

    account: str = Field(description="Account id.")
    undone_revision: int = Field(description="Revision taken back.")
    revision: int = Field(description="The account's revision now.")
    records: list[str] = Field(description="Paths of the records put back as they were.")
