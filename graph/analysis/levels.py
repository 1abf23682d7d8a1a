"""The organisation level: VENDOR, SUPPLIER, STRATEGIC_SUPPLIER, PARTNER, from dated criteria, by the customer and by us."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from pydantic import Field

from graph.analysis.judgements import Judgements
from graph.answer import Answer
from graph.kinds.assessments import CRITERIA, LEVELS

PERSONAL_LEVELS: Final = ("VENDOR", "SUPPLIER")
PLAN_FOCUS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "PERSONAL": (
            "be professional, help individuals perform and succeed, do what the customer finds most important",
            "表现专业，帮助个人成功，做客户认为最重要的事",
        ),
        "ORGANIZATION": (
            "raise the performance of the customer's organisation; become its strategic partner",
            "提升客户组织的绩效，成为其战略伙伴",
        ),
    }
)


class Criterion(Answer):
    """One criterion as an assessor sees it."""

    code: str = Field(description="Code of the criterion.")
    level: str = Field(description="The organisation level it belongs to.")
    met: bool | None = Field(description="Null when it was never judged; that is not met.")
    on: date | None = Field(description="Day it was judged; null when never.")
    evidence: str = Field(description="What the judgement rests on; empty when nobody said.")


class AssessedLevel(Answer):
    """The level as one assessor sees it."""

    level: str | None = Field(
        description="The highest level whose criteria, and those of every level below, are met; null for none."
    )
    claimed: str | None = Field(description="The newest level stated outright.")
    claimed_on: date | None = Field(description="Day it was stated; null when never.")
    criteria: list[Criterion] = Field(description="The criteria of all levels, each met or not.")
    missing: list[str] = Field(description="Criteria still to be met for the next level.")
    next: str | None = Field(description="The next level up; null at the top.")
    share: float = Field(ge=0, le=1, description="Share of all criteria that are met.")


class OrganizationView(Answer):
    """The relationship of company to company."""

    level: str | None = Field(description="By our own judgement.")
    level_by_customer: str | None = Field(description="By the customer's, which counts.")
    difference: int | None = Field(description="Steps by which we place ourselves above (below: negative).")
    missing: list[str] = Field(description="Criteria missing for the next level, by the customer where judged.")
    next: str | None = Field(description="The next level up; null at the top.")
    by_self: AssessedLevel = Field(description="The level as we judge ourselves.")
    by_customer: AssessedLevel = Field(description="The level as the customer judges.")
    plan_focus: str = Field(description="PERSONAL up to SUPPLIER, ORGANIZATION from STRATEGIC_SUPPLIER on.")
    plan_focus_en: str = Field(description="What plans at this level aim at.")
    plan_focus_zh: str = Field(description="The same in Chinese.")
    score: float = Field(ge=0, le=1, description="Share of all criteria met, by the customer where judged.")
    target: str | None = Field(default=None, description="The level the plan aims at.")
    trend: float | None = Field(default=None, description="Score now less the score `trend_days` before.")


def organization(judgements: Judgements) -> OrganizationView:
    """Both judgements of the level, and their difference."""
    ours, theirs = _assessed(judgements, "SELF"), _assessed(judgements, "CUSTOMER")
    judged = theirs if any(held.met is not None for held in theirs.criteria) else ours
    difference = None
    if ours.level and theirs.level:
        difference = LEVELS.index(ours.level) - LEVELS.index(theirs.level)
    focus = focus_of(judged.level)
    english, chinese = PLAN_FOCUS[focus]
    return OrganizationView(
        level=ours.level,
        level_by_customer=theirs.level,
        difference=difference,
        missing=judged.missing,
        next=judged.next,
        by_self=ours,
        by_customer=theirs,
        plan_focus=focus,
        plan_focus_en=english,
        plan_focus_zh=chinese,
        score=judged.share,
    )


def focus_of(level: str | None) -> str:
    """What the plan is about at a level.

    >>> focus_of("SUPPLIER"), focus_of("PARTNER"), focus_of(None)
    ('PERSONAL', 'ORGANIZATION', 'PERSONAL')
    """
    return "PERSONAL" if level is None or level in PERSONAL_LEVELS else "ORGANIZATION"


def _assessed(judgements: Judgements, assessor: str) -> AssessedLevel:
    criteria = []
    reached: str | None = None
    whole = True
    for level in LEVELS:
        for code in CRITERIA[level]:
            held = judgements.find(code, assessor)
            criteria.append(
                Criterion(
                    code=code,
                    level=level,
                    met=held.met if held else None,
                    on=held.on if held else None,
                    evidence=held.evidence if held else "",
                )
            )
            whole = whole and bool(held and held.met)
        if whole:
            reached = level
    following = LEVELS[0] if reached is None else next(iter(LEVELS[LEVELS.index(reached) + 1 :]), None)
    claim = judgements.find("ORGANIZATION_LEVEL", assessor)
    return AssessedLevel(
        level=reached,
        claimed=claim.choice if claim else None,
        claimed_on=claim.on if claim else None,
        criteria=criteria,
        missing=[held.code for held in criteria if held.level == following and not held.met],
        next=following,
        share=sum(bool(held.met) for held in criteria) / len(criteria),
    )
