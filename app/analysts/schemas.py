"""What the routes of named queries answer."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Part(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class QueryParameter(Part):
    """A parameter of a named query."""

    name: str = Field(description="As it stands in `params`.")
    type: str = Field(description="str, int or date.")
    default: int | str | None = Field(description="Taken when not given; null: must be given.")


class QueryInfo(Part):
    """A named query."""

    name: str = Field(description="As it stands in the path.")
    purpose: str = Field(description="What it answers, in a sentence.")
    parameters: list[QueryParameter] = Field(description="What it takes.")
    columns: list[str] = Field(description="Row columns, in order.")
    order: str = Field(description="How the rows are ordered.")


class QueryList(Part):
    """Every named query, by name."""

    items: list[QueryInfo] = Field(description="All of them.")
    next_cursor: None = Field(description="Always null: the list is one page.")


class QueryQuestion(Part):
    """What a named query is asked with."""

    params: dict[str, Any] = Field(
        description="`account_id` and whatever else the query takes; `limit` is at most 1,000 and 100 when not given, "
        "`as_of` a day and today when not given."
    )


class QueryAnswer(Part):
    """The rows of a named query."""

    name: str = Field(description="The query's name.")
    columns: list[str] = Field(description="Row columns, in order.")
    rows: list[dict[str, Any]] = Field(description="One object a row, keyed by column.")
    truncated: bool = Field(description="As many rows as the limit: there may be more.")
