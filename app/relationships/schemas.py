"""What the portfolio answers."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field


class Condition(BaseModel):
    """An account in numbers on a day, by its leading opportunity."""

    opportunity: str | None = Field(
        description="The leading opportunity: open, voted on, of most money; null for none."
    )
    level: str | None = Field(
        description="Organisation level as counted: criterion by criterion the customer's answer, else ours."
    )
    stage: str = Field(description="Confirmed relationship stage, else the suggested one.")
    standing: float | None = Field(description="Ours, -1 to 1; null without a vendor.")
    coverage_weighted: float | None = Field(
        description="Share of decision influence met in the window, 0 to 1; null when there is none."
    )
    key_score: float | None = Field(description="Score of the key relationship, -1 to 1; null without people.")
    general_score: float | None = Field(
        description="Score of the general relationship, 0 to 1; null without departments."
    )
    gaps: dict[str, int] = Field(description="Gaps by severity.")


class Movement(BaseModel):
    """Now less then; null where one of the two is not known."""

    standing: float | None = Field(description="Change of our standing.")
    coverage_weighted: float | None = Field(
        description="Change of the share of decision influence met within the window."
    )
    key_score: float | None = Field(description="Change of the key relationship's score.")
    general_score: float | None = Field(description="Change of the general relationship's score.")
    falls: int = Field(ge=0, description="Steps back since: of attitudes, level, stage, phase or criteria.")


class TierGap(BaseModel):
    """A tier of the customer's below the account that we do not reach."""

    tier: str = Field(description="PROVINCE, CITY or COUNTY.")
    reason: Literal["NO_ACCOUNT", "NOT_MET"] = Field(
        description="NO_ACCOUNT: nothing of it is mapped; NOT_MET: nobody of its accounts was met within the window."
    )
    accounts: list[str] = Field(description="The accounts of the tier; empty of NO_ACCOUNT.")


class RollUp(BaseModel):
    """An account with every account below it that you may see."""

    accounts: int = Field(ge=1, description="How many accounts are taken together.")
    people: int = Field(description="How many people they have.")
    gaps: dict[str, int] = Field(description="How many gaps they have, by severity (method 4).")
    standing: float | None = Field(description="Mean over the accounts where it is known.")
    coverage_weighted: float | None = Field(description="Mean over the accounts where it is known.")
    selected_amount: dict[str, float] = Field(description="Amounts of selected opportunities, by currency.")
    tier_gaps: list[TierGap] = Field(
        description="Tiers below its own that are not covered, from the top; of a GROUP down to COUNTY. Empty for OTHER."
    )
    partial: bool = Field(description="True if there are more accounts below than were looked at.")


class PortfolioItem(BaseModel):
    """One account of the portfolio."""

    id: str = Field(description="Id of the account.")
    name: str = Field(description="Name of the account as recorded.")
    name_en: str = Field(description="In English, or empty.")
    tier: str = Field(description="GROUP, PROVINCE, CITY, COUNTY or OTHER.")
    parent_id: str | None = Field(description="Id of the account above it; null at the top.")
    now: Condition = Field(description="The account's own condition on the day.")
    movement: Movement | None = Field(description="Since the day asked; null when none was.")
    roll_up: RollUp = Field(description="The account and all below it taken together.")


class Portfolio(BaseModel):
    """A page of accounts, by id."""

    as_of: date = Field(description="The day it is about.")
    since: date | None = Field(description="The day the movement is shown from; null when not asked for.")
    items: list[PortfolioItem] = Field(description="The accounts of this page, each with all below it.")
    next_cursor: str | None = Field(description="Pass it as `cursor` for the next page; null on the last.")
