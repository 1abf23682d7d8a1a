"""What the route of one person's explanation answers."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from app.power_map.advice import GapView
from app.power_map.schemas import PersonView
from graph.analysis.ballots import Basis
from graph.analysis.explanation import PersonExplanation
from graph.method import Method


class PersonExplanationAnswer(PersonExplanation):
    """Why a person has the scores they have, in numbers and words."""

    account: str = Field(description="Id of the account.")
    opportunity: str | None = Field(description="The opportunity's id, or null.")
    basis: Basis = Field(description="votes, decided (history) or rank: what is computed over (method 3).")
    as_of: date = Field(description="The day it is about.")
    revision: int = Field(description="The account's revision.")
    method: Method = Field(description="The method's parameters.")
    person: PersonView = Field(description="As on the map.")
    gaps: list[GapView] = Field(description="Gaps of this person, most severe first (method 4).")
    text_en: list[str] = Field(description="The same in sentences.")
    text_zh: list[str] = Field(description="The same in Chinese.")
