"""Webhooks as they are asked for and shown."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from app.texts.catalogue import Language

Form = Literal["event", "feishu", "dingtalk", "wecom", "teams"]


class NewWebhook(BaseModel):
    """Where to tell of changes, and in which form."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"url": "https://tools.example/hook", "kinds": ["attitudes"]}}
    )

    url: str = Field(min_length=1, max_length=2000, description="Where to post, https; kept sealed, never shown.")
    form: Form = Field(default="event", description="A signed event, or a card of that messenger.")
    kinds: list[str] = Field(default=[], max_length=100, description="Only of these lists; none: all.")
    lang: Language | None = Field(default=None, description="Language of a card; default that of the service.")
    secret: SecretStr = Field(
        default=SecretStr(""), max_length=200, description="The messenger's signing secret (feishu, dingtalk)."
    )


class Webhook(BaseModel):
    """Who is told of changes, and how far that got."""

    id: str = Field(description="Its id.")
    host: str = Field(description="Host it posts to.")
    form: Form = Field(description="What is posted.")
    kinds: list[str] = Field(description="Only of these lists; none: all.")
    lang: Language = Field(description="Language of a card.")
    made_by: str = Field(description="Name of the key that made it; it ends with that key.")
    created_at: datetime = Field(description="When it was made.")
    delivered: int = Field(description="Told of all up to this revision.")
    attempts: int = Field(description="Tries without success since.")
    due_at: datetime = Field(description="Not tried before.")
    outcome: str = Field(description="Of the last try: a status, or a code.")
    signing_secret: str | None = Field(
        default=None, description="What events are signed with (Standard Webhooks); shown this once."
    )


class WebhookList(BaseModel):
    """Webhooks of one account."""

    items: list[Webhook] = Field(description="By time.")
