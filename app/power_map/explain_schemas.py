"""What the route of one person's explanation answers."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from app.power_map.advice import GapView
from app.power_map.schemas import PersonView
from graph.analysis.ballots import Basis
from graph.analysis.decision_makers import ExplanationPart
from graph.answer import Answer
from graph.method import Method


class VoiceView(Answer):
    """Someone whose own attitude is part of a person's settled one."""

    person: str = Field(description="Id of the person listened to.")
    share: float = Field(ge=0, le=1, description="Share of the settled attitude (Friedkin & Johnsen 1990; method 3).")
    x: float | None = Field(description="Their own attitude towards us; null while unknown, and then counted as 0.")
    part: float = Field(ge=-1, le=1, description="share times x.")


class PersonExplanationAnswer(Answer):
    """Why a person has the score they have, in words and numbers."""

    account: str = Field(description="Id of the account.")
    opportunity: str | None = Field(description="Id of the opportunity asked about; null for none.")
    basis: Basis = Field(description="votes, decided (history) or rank: what is computed over (method 3).")
    as_of: date = Field(description="The day it is about; nothing dated later counts (method 1).")
    revision: int = Field(description="The account's revision: one revision, one answer, while borrowed people stay.")
    method: Method = Field(description="Every parameter of the method it was computed with.")
    person: PersonView = Field(description="As on the map.")
    place: int = Field(ge=1, description="By decision_influence, 1 for the largest, equal ones by id.")
    of_people: int = Field(ge=1, description="People on the map.")
    parts: list[ExplanationPart] = Field(
        description="What decision_influence is made of; the largest first, at least nine tenths of it."
    )
    parts_sum: float = Field(
        ge=0, le=1, description="Sum of the listed parts; the rest of decision_influence is smaller ones."
    )
    voices: list[VoiceView] = Field(description="What the settled attitude towards us is made of, largest share first.")
    gaps: list[GapView] = Field(description="Gaps of this person, most severe first (method 4).")
    text_en: list[str] = Field(description="The same in sentences.")
    text_zh: list[str] = Field(description="The same in Chinese.")
