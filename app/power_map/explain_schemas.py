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
    """Why somebody has these scores."""

    account: str = Field(description="Account id.")
    opportunity: str | None = Field(description="Opportunity id, or null.")
    basis: Basis = Field(description="votes, decided (history) or rank (method 3).")
    as_of: date = Field(description="Day it is for.")
    revision: int = Field(description="Account revision.")
    method: Method = Field(description="The method's parameters.")
    person: PersonView = Field(description="As on the map.")
    gaps: list[GapView] = Field(description="This person's, most severe first (method 4).")
    text_en: list[str] = Field(description="The same in sentences.")
    text_zh: list[str] = Field(description="In Chinese.")
