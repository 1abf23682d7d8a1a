"""What the routes of own Cypher take and answer."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from graph.kinds.fields import Day


class Part(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class GraphProperty(Part):
    """A property."""

    name: str = Field(description="Its name.")
    type: str = Field(description="text, number, boolean, date or list.")
    meaning: str = Field(description="What it says.")


class GraphLabel(Part):
    """A label of nodes."""

    label: str = Field(description="Its name.")
    meaning: str = Field(description="What it stands for.")
    properties: list[GraphProperty] = Field(description="What it may have.")


class GraphRelationship(Part):
    """A relationship from one label to another."""

    type: str = Field(description="Its name.")
    source: str = Field(description="Label it starts from.")
    target: str = Field(description="Label it leads to.")
    properties: list[GraphProperty] = Field(description="What it may have.")


class GraphSchema(Part):
    """What to ask: labels, relationships, functions."""

    labels: list[GraphLabel] = Field(description="By name.")
    relationships: list[GraphRelationship] = Field(description="By name.")
    functions: list[str] = Field(description="By name.")


class CypherBody(BaseModel):
    """A query and what it is asked of."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    query: str = Field(description="Read-only Cypher; `GET /cypher/schema` says what there is. At most 10,000 bytes.")
    params: dict[str, Any] = Field({}, description="Values of its `$names`.")
    account: str | None = Field(None, max_length=64, description="Ask of this account.")
    accounts: tuple[str, ...] = Field(
        (), max_length=50, strict=False, description="Ask of these; without any, of all you see."
    )
    opportunity: str | None = Field(
        None, max_length=64, description="Of one account: its basis; without one it is rank."
    )
    as_of: Day | None = Field(None, strict=False, description="The day; default today.")
    limit: int = Field(1_000, ge=1, le=10_000, description="Rows at most.")


class CypherAnswer(Part):
    """A node is `{labels, properties}`, a relationship `{type, source, target, properties}`."""

    columns: list[str] = Field(description="In order; empty without rows.")
    rows: list[dict[str, Any]] = Field(description="One object a row.")
    truncated: bool = Field(description="There are more rows than given.")
    truncated_by: Literal["rows", "bytes"] | None = Field(description="Which limit cut them.")
    as_of: date | None = Field(description="Day asked about; null: today, where each account is.")
    accounts: list[str] = Field(description="The accounts asked of.")
