"""What the route of ways to a person answers."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from graph.analysis.introductions import Introduction
from graph.analysis.paths import Path, PathKind, WhyNone
from graph.answer import Answer
from graph.method import Method


class Paths(Answer):
    """The best paths of one kind to a person."""

    account: str = Field(description="Id of the account.")
    opportunity: str | None = Field(description="Id of the opportunity asked about; null for none.")
    as_of: date = Field(description="The day it is about; nothing dated later counts (method 1).")
    revision: int = Field(description="The account's revision: one revision, one answer, while borrowed people stay.")
    method: Method = Field(description="Every parameter of the method it was computed with.")
    to: str = Field(description="Id of the person to get to.")
    kind: PathKind = Field(
        description="persuasion: along influence, from people at FAVORABLE or above; access: either direction, from SUPPORT."
    )
    paths: tuple[Path, ...] = Field(
        description="Strongest first, then fewer edges, then by ids; at most 4 edges, nobody in between opposes us, no step "
        "between people in conflict (method 5)."
    )
    disjoint_paths: int = Field(
        ge=0,
        description="Access paths of any length that share no person but the target, opposed people left out (Menger 1927; "
        "method 5); the same for both kinds.",
    )
    disjoint_of_kind: int = Field(ge=0, description="The same counted along paths of the asked kind.")
    reason: WhyNone | None = Field(description="Why there is no path; null when there is one.")
    reason_en: str | None = Field(description="The same in a sentence.")
    reason_zh: str | None = Field(description="The same in Chinese.")
    introductions: tuple[Introduction, ...] = Field(
        description="Who of us could be introduced by whom, best first; at most as many as paths asked for."
    )
    vendor: str | None = Field(description="Party id of us, towards whom people are well disposed.")
