"""The leading opportunity of an account in the figures a portfolio is sorted by."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from graph.analysis.gate_checks import Verdict
from graph.analysis.pipeline import Analysis
from graph.analysis.trend import margin_of
from graph.answer import Answer


class Deal(Answer):
    """The opportunity an account is judged by, on a day."""

    opportunity: str | None = Field(description="The leading one: open, voted on, of most money, or null.")
    opportunity_name: str = Field(description="Its name, or empty.")
    opportunity_name_en: str = Field(description="In English, or empty.")
    amount: float | None = Field(description="In `currency`; null: unknown.")
    currency: str | None = Field(description="ISO 4217; null without an opportunity.")
    decided_on: date | None = Field(description="Day of the decision, or null.")
    margin: float | None = Field(description="Ours less the best competitor's, or null.")
    chance: float | None = Field(description="Ours to carry our least likely open stage, or null.")
    critical_people: int = Field(ge=0, description="People with a critical gap.")
    verdict: Verdict | None = Field(description="Of the gate; null without an opportunity or snapshots you may see.")
    last_contact: date | None = Field(description="With anybody; null: never.")


def deal_of(analysis: Analysis, verdict: Verdict | None) -> Deal:
    """The figures of an analysis, with the verdict of the gate on it."""
    power = analysis.power
    one = power.opportunity
    us = power.vendor or ""
    open_chances = [stage.chance[us].point for stage in analysis.stages if not stage.decided and us in stage.chance]
    met = [contact.last_contact for contact in analysis.coverage.contacts.values() if contact.last_contact is not None]
    return Deal(
        opportunity=power.opportunity_id,
        opportunity_name=one.name if one else "",
        opportunity_name_en=one.name_en if one else "",
        amount=one.amount if one else None,
        currency=one.currency if one else None,
        decided_on=one.decided_on if one else None,
        margin=margin_of(analysis),
        chance=min(open_chances, default=None),
        critical_people=len({gap.person for gap in analysis.gaps if gap.severity == "CRITICAL" and gap.person}),
        verdict=verdict,
        last_contact=max(met, default=None),
    )
