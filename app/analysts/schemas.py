"""What the routes of named queries take and answer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

ParameterType = Literal["str", "int", "float", "bool", "date", "list"]


class Part(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class QueryParameter(Part):
    """A parameter of a named query."""

    name: str = Field(description="As it stands in `params`.", pattern=r"^[A-Za-z_]\w{0,49}$")
    type: ParameterType = Field(description="A list is of plain values.")
    default: Any = Field(None, description="Taken when not given; null: must be given.")


class NewQuery(BaseModel):
    """A named query to be saved."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_extra={"example": {"title": "One", "query": "RETURN 1 AS one"}}
    )

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)] = Field(
        description="What it answers."
    )
    query: str = Field(description="Own Cypher.")
    parameters: list[QueryParameter] = Field([], max_length=50, description="One for each of its `$names`.")


class QueryInfo(Part):
    """A named query."""

    name: str = Field(description="As it stands in the path.")
    purpose: str = Field(description="What it answers, in a sentence.")
    parameters: list[QueryParameter] = Field(description="What it takes.")
    columns: list[str] = Field(description="Row columns, in order; of a saved one empty.")
    order: str = Field(description="How the rows are ordered.")
    saved: bool = Field(default=False, description="Saved by a user; else ready-made.")
    account: str | None = Field(None, description="The account it is saved for; null: all.")
    query: str | None = Field(None, description="A saved one's text; null where you may not read it.")
    saved_by: str | None = Field(None, description="Name of the key that saved it.")
    saved_at: datetime | None = Field(None, description="When.")


class QueryList(Part):
    """Named queries, by name."""

    items: list[QueryInfo] = Field(description="All you see.")
    next_cursor: str | None = Field(description="The next page's `cursor`; null on the last.")


class QueryQuestion(Part):
    """What a named query is asked with."""

    params: dict[str, Any] = Field(
        description="`account_id` (a saved query: default all it is for) and whatever else the query takes; `limit` is at "
        "most 1,000 and 100 when not given, `as_of` a day and today when not given."
    )


class QueryAnswer(Part):
    """The rows of a named query."""

    name: str = Field(description="The query's name.")
    columns: list[str] = Field(description="Row columns, in order.")
    rows: list[dict[str, Any]] = Field(description="One object a row, keyed by column.")
    truncated: bool = Field(description="There may be more rows.")
    next_cursor: str | None = Field(None, description="A saved query's next page.")
