"""Shared links as they are asked for and shown."""

from __future__ import annotations

from datetime import datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from app.auth.profiles import Redaction
from app.texts.catalogue import Language
from graph.kinds.fields import Id


class NewShare(BaseModel):
    """What a link is to show, to whom, and until when."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"purpose": "for the bid team of Northgate", "redact": "review"}},
    )

    purpose: str = Field(
        min_length=1, max_length=200, pattern=r"\S", description="For whom or what; the page shows it."
    )
    redact: Redaction = Field(default="review", description="The profile, at most your key's.")
    opportunity: Id | None = Field(default=None, description="The opportunity it is about; without one the account.")
    lang: Language | None = Field(default=None, description="Language of the page; default that of the service.")
    expires_at: AwareDatetime | None = Field(default=None, description="Opens until then; default 30 days, at most 90.")


class Share(BaseModel):
    """A link that shows the account, read-only."""

    id: str = Field(description="Its id.")
    path: str | None = Field(default=None, description="Below the service, shown this once.")
    purpose: str = Field(description="For whom or what.")
    redact: Redaction = Field(description="The profile it shows.")
    opportunity: str | None = Field(description="The opportunity it is about.")
    lang: Language = Field(description="Language of the page.")
    made_by: str = Field(description="Key that made it; it ends with that key.")
    created_at: datetime = Field(description="When it was made.")
    expires_at: datetime = Field(description="Opens until then.")
    revoked_at: datetime | None = Field(default=None, description="Opens nothing since.")


class ShareList(BaseModel):
    """Links to one account."""

    items: list[Share] = Field(description="By time, ended ones too.")
