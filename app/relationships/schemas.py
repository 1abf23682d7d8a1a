"""What the portfolio answers."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field


class Condition(BaseModel):
    """An account in numbers on a day; standing by rank, since opportunities differ."""

    level: str | None = Field(description="Organisation level by the customer, else by us.")
    stage: str = Field(description="Confirmed relationship stage, else the suggested one.")
    standing: float | None = Field(description="Ours, -1 to 1, basis rank; null without a vendor.")
    coverage_weighted: float | None
    key_score: float | None
    general_score: float | None
    gaps: dict[str, int] = Field(description="Gaps by severity.")


class Movement(BaseModel):
    """Now less then; null where one of the two is not known."""

    standing: float | None
    coverage_weighted: float | None
    key_score: float | None
    general_score: float | None
    falls: int = Field(ge=0, description="Steps back since: of attitudes, level, stage, phase or criteria.")


class RollUp(BaseModel):
    """An account with every account below it that you may see."""

    accounts: int = Field(ge=1)
    people: int
    gaps: dict[str, int]
    standing: float | None = Field(description="Mean over the accounts where it is known.")
    coverage_weighted: float | None = Field(description="Mean over the accounts where it is known.")
    selected_amount: dict[str, float] = Field(description="Amounts of selected opportunities, by currency.")
    partial: bool = Field(description="True if there are more accounts below than were looked at.")


class PortfolioItem(BaseModel):
    """One account of the portfolio."""

    id: str
    name: str
    name_en: str
    tier: str
    parent_id: str | None
    now: Condition
    movement: Movement | None = Field(description="Since the day asked; null when none was.")
    roll_up: RollUp


class Portfolio(BaseModel):
    """A page of accounts, by id."""

    as_of: date
    since: date | None
    items: list[PortfolioItem]
    next_cursor: str | None = Field(description="Pass it as `cursor` for the next page; null on the last.")
