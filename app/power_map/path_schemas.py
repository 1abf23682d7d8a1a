"""What the route of ways to a person answers."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from graph.analysis.introductions import Knows
from graph.analysis.paths import PathKind, WhyNone
from graph.answer import Answer
from graph.method import Method


class PathView(Answer):
    """A way to someone."""

    people: list[str] = Field(description="From someone well disposed to us (first) to the target (last).")
    strength: float = Field(gt=0, le=1, description="Product of the influence strengths along the way (method 5).")


class IntroductionView(Answer):
    """One of us who could get to the target, directly or introduced by someone."""

    member: str = Field(description="Our member.")
    through: str | None = Field(description="Who introduces them; null when the member knows the target already.")
    link: float = Field(
        gt=0,
        lt=1,
        description="How well the member knows that person: shared interactions, halved every 90 days (method 4).",
    )
    knows: Knows | None = Field(description="How that person knows the target; null without one in between.")
    strength: float = Field(
        gt=0,
        le=1,
        description="Of that acquaintance: influence strength, or a named default for ties and reporting lines.",
    )
    score: float = Field(gt=0, lt=1, description="link times strength; the list is in its order.")


class Paths(Answer):
    """The best paths of one kind to a person."""

    account: str
    opportunity: str | None
    as_of: date
    revision: int
    method: Method
    to: str
    kind: PathKind = Field(
        description="persuasion: along influence, from people at FAVORABLE or above; access: either direction, from SUPPORT."
    )
    paths: list[PathView] = Field(
        description="Strongest first, then fewer edges, then by ids; at most 4 edges, nobody in between opposes us (method 5)."
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
    introductions: list[IntroductionView] = Field(
        description="Who of us could be introduced by whom, best first; at most as many as paths asked for."
    )
    vendor: str | None = Field(description="Party id of us, towards whom people are well disposed.")
