"""Keys as they are asked for and shown."""

from __future__ import annotations

from datetime import datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from app.auth.profiles import Redaction
from app.roles import Role, Scope
from graph.kinds.fields import Id


class NewKey(BaseModel):
    """What a key is to be for."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"role": "editor", "name": "CRM sync", "accounts": ["jiangyuan"]}},
    )

    role: Role = Field(description="What it may do.")
    name: str = Field(min_length=1, max_length=200, pattern=r"\S", description="Who or what uses it.")
    accounts: list[Id] = Field(default=[], max_length=1000, description="These and all below them; none: all.")
    member: Id | None = Field(default=None, description="The team member who uses it.")
    expires_at: AwareDatetime | None = Field(default=None, description="Accepted until then.")
    scopes: list[Scope] = Field(default=[], max_length=3, description="Only for this of what the role may do.")
    clearance: Redaction = Field(default="full", description="The most it reads; below full it changes nothing.")


class Key(BaseModel):
    """A key and what it may do."""

    id: str = Field(description="Its prefix without `pm_`; changes name it.")
    key: str | None = Field(default=None, description="The key itself, shown this once.")
    role: Role = Field(description="What it may do.")
    name: str = Field(description="Who or what uses it.")
    accounts: list[str] | None = Field(description="These and all below them; null: all.")
    member: str | None = Field(description="The team member who uses it.")
    scopes: list[Scope] = Field(description="What it is for.")
    clearance: Redaction = Field(description="The most it reads.")
    created_at: datetime | None = Field(default=None, description="When it was made.")
    expires_at: datetime | None = Field(default=None, description="Accepted until then.")
    revoked_at: datetime | None = Field(default=None, description="Not accepted since.")
    last_used_on: str | None = Field(default=None, description="Day (UTC) it was last used on.")


class KeyList(BaseModel):
    """All keys."""

    items: list[Key] = Field(description="By id, revoked ones too.")
