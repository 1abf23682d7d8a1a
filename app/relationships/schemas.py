"""What the portfolio answers."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from app.records.schemas import ListPage
from graph.analysis.deal import Deal


class Condition(Deal):
    """An account on a day, by its leading opportunity."""

    level: str | None = Field(description="Organisation level: each criterion by the customer's answer, else ours.")
    stage: str = Field(description="Confirmed relationship stage, else suggested.")
    standing: float | None = Field(description="Ours, -1 to 1; null without a vendor.")
    coverage_weighted: float | None = Field(description="Decision influence met in the window, 0 to 1; null: none.")
    key_score: float | None = Field(description="Key relationship, -1 to 1; null without people.")
    general_score: float | None = Field(description="General relationship, 0 to 1; null without departments.")
    gaps: dict[str, int] = Field(description="Gaps by severity.")


class Movement(BaseModel):
    """Now less then; null where either is unknown."""

    standing: float | None = Field(description="Change of our standing.")
    coverage_weighted: float | None = Field(description="Change of decision influence met within the window.")
    key_score: float | None = Field(description="Change of the key relationship's score.")
    general_score: float | None = Field(description="Change of the general relationship's score.")
    falls: int = Field(ge=0, description="Steps back since, of attitudes, level, stage, phase, criteria.")


class TierGap(BaseModel):
    """A tier below that we do not reach."""

    tier: str = Field(description="PROVINCE, CITY or COUNTY.")
    reason: Literal["NO_ACCOUNT", "NOT_MET"] = Field(
        description="NO_ACCOUNT: none mapped; NOT_MET: nobody there met within the window."
    )
    accounts: list[str] = Field(description="Of the tier; empty of NO_ACCOUNT.")


class RollUp(BaseModel):
    """An account and those below that you may see."""

    accounts: int = Field(ge=1, description="How many accounts are taken together.")
    people: int = Field(description="How many people they have.")
    gaps: dict[str, int] = Field(description="By severity (method 4).")
    standing: float | None = Field(description="Mean over accounts that have one.")
    coverage_weighted: float | None = Field(description="Mean over accounts that have one.")
    selected_amount: dict[str, float] = Field(description="Amounts of selected opportunities, by currency.")
    tier_gaps: list[TierGap] = Field(
        description="Lower tiers not covered, from the top; of a GROUP down to COUNTY. Empty for OTHER."
    )
    partial: bool = Field(description="Not all accounts below were looked at.")


class PortfolioItem(BaseModel):
    """One account of the portfolio."""

    id: str = Field(description="Account id.")
    name: str = Field(description="The account's name.")
    name_en: str = Field(description="In English, or empty.")
    tier: str = Field(description="GROUP, PROVINCE, CITY, COUNTY or OTHER.")
    parent_id: str | None = Field(description="The account above it; null at the top.")
    now: Condition = Field(description="Its condition on the day.")
    margins: dict[date, float] = Field(
        description="`margin` by day: of snapshots of the last 90 days, one a week, and the one before; last of `now`."
    )
    movement: Movement | None = Field(description="Since the day asked, or null.")
    roll_up: RollUp = Field(description="The account and all below it taken together.")


class Portfolio(ListPage):
    """A page of accounts, by id unless sorted."""

    as_of: date = Field(description="Day it is for.")
    since: date | None = Field(description="Where the movement begins; null: not asked for.")
    items: list[PortfolioItem] = Field(description="Accounts, each with all below it.")
