"""The organisation level: VENDOR, SUPPLIER, STRATEGIC_SUPPLIER, PARTNER, from dated criteria, by the customer and by us.

Criterion by criterion the customer's answer outranks ours, so one more criterion met never lowers level or score.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from pydantic import Field

from graph.analysis.judgements import Judgements
from graph.answer import Answer
from graph.kinds.assessments import ASKED, CRITERIA, DEEPENING, LEVELS

ASKED_AGAIN_AFTER: Final = timedelta(days=365)
STRATEGY_MATCH: Final = "STRATEGY_MATCH"
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
    """A criterion as assessed, or as it counts."""

    code: str = Field(description="Code of the criterion.")
    level: str = Field(description="The organisation level it belongs to.")
    met: bool | None = Field(description="Null: never judged; that is not met.")
    on: date | None = Field(description="Day it was judged; null: never.")
    evidence: str = Field(description="What the judgement rests on; empty: nobody said.")
    assessor: str | None = Field(description="CUSTOMER or SELF: who answered; null: never judged.")


class AssessedLevel(Answer):
    """As an assessor sees it, or as it counts."""

    level: str | None = Field(description="Highest level whose criteria, and all below, are met, or null.")
    claimed: str | None = Field(description="The newest level stated outright.")
    claimed_on: date | None = Field(description="Day it was stated, or null.")
    criteria: list[Criterion] = Field(description="Of all levels, each met or not.")
    missing: list[str] = Field(description="Criteria still to be met for the next level.")
    next: str | None = Field(description="The next level up; null at the top.")
    share: float = Field(ge=0, le=1, description="Share of all criteria that are met.")
    depth: list[Criterion] = Field(description="Mutual purchase, processes, consulting, outsourcing, board seats.")
    strategy_match: float | None = Field(description="How well the strategies match, 1 to 5, or null.")
    score: float = Field(
        ge=0,
        le=1,
        description="Criteria met, depth and the match of strategies (1 to 5 as 0 to 1), over all there are; what "
        "was never judged counts 0: more good news never lowers it.",
    )


class OrganizationView(Answer):
    """The relationship of company to company."""

    level: str | None = Field(description="By our own judgement.")
    level_by_customer: str | None = Field(description="By the customer's, which outranks ours.")
    level_counted: str | None = Field(description="Criterion by criterion the customer's answer, else ours.")
    difference: int | None = Field(description="Steps we place ourselves above (below: negative).")
    missing: list[str] = Field(description="For the level after the counted one.")
    next: str | None = Field(description="Level after the counted one; null at the top.")
    by_self: AssessedLevel = Field(description="The level as we judge ourselves.")
    by_customer: AssessedLevel = Field(description="The level as the customer judges.")
    counted: AssessedLevel = Field(description="Level with each criterion by who outranks.")
    ask_again: list[str] = Field(description="Criteria whose counting answer is older than a year.")
    self_declared: list[str] = Field(description="Criteria met by our own word alone.")
    plan_focus: str = Field(
        description="ORGANIZATION from STRATEGIC_SUPPLIER on, or where a balanced relationship goes beyond the "
        "deal; else PERSONAL."
    )
    plan_focus_en: str = Field(description="What plans at this level aim at.")
    plan_focus_zh: str = Field(description="In Chinese.")
    score: float = Field(ge=0, le=1, description="As it counts; the parts stand in `counted`.")
    score_by_customer: float = Field(ge=0, le=1, description="By the customer's answers alone.")
    score_by_self: float = Field(ge=0, le=1, description="By our own answers alone.")
    score_difference: float = Field(description="Ours less theirs: how much better we think of ourselves.")
    target: str | None = Field(default=None, description="The level the plan aims at.")
    trend: float | None = Field(default=None, description="Score less that of `trend_days` before.")


def organization(judgements: Judgements, as_of: date) -> OrganizationView:
    """Both judgements of the level, what counts of them, and their difference."""
    ours, theirs, counted = (_assessed(judgements, who) for who in ("SELF", "CUSTOMER", None))
    difference = None
    if ours.level and theirs.level:
        difference = LEVELS.index(ours.level) - LEVELS.index(theirs.level)
    focus = focus_of(counted.level, judgements.choice("PARTICIPATION"), judgements.choice("NATURE"))
    english, chinese = PLAN_FOCUS[focus]
    return OrganizationView(
        level=ours.level,
        level_by_customer=theirs.level,
        level_counted=counted.level,
        difference=difference,
        missing=counted.missing,
        next=counted.next,
        by_self=ours,
        by_customer=theirs,
        counted=counted,
        ask_again=[each.code for each in counted.criteria if each.on and as_of - each.on > ASKED_AGAIN_AFTER],
        self_declared=[each.code for each in counted.criteria if each.met and each.assessor == "SELF"],
        plan_focus=focus,
        plan_focus_en=english,
        plan_focus_zh=chinese,
        score=counted.score,
        score_by_customer=theirs.score,
        score_by_self=ours.score,
        score_difference=ours.score - theirs.score,
    )


def focus_of(level: str | None, participation: str | None = None, nature: str | None = None) -> str:
    """What the plan is about at a level, in a relationship of this participation and nature.

    >>> focus_of("SUPPLIER"), focus_of("PARTNER"), focus_of(None), focus_of("SUPPLIER", "COMPLEX", "BALANCED")
    ('PERSONAL', 'ORGANIZATION', 'PERSONAL', 'ORGANIZATION')
    """
    if participation == "COMPLEX" and nature == "BALANCED":
        return "ORGANIZATION"
    return "PERSONAL" if level is None or level in PERSONAL_LEVELS else "ORGANIZATION"


def level_reached(judgements: Judgements, assessor: str | None = None) -> str | None:
    """The highest level whose criteria, and those of every level below, are met: by one assessor, or as it counts."""
    reached: str | None = None
    for level in LEVELS:
        if not all(judgements.met(code, assessor) for code in CRITERIA[level]):
            break
        reached = level
    return reached


def _assessed(judgements: Judgements, assessor: str | None) -> AssessedLevel:
    criteria = [_criterion(judgements, code, level, assessor) for level in LEVELS for code in CRITERIA[level]]
    depth = [_criterion(judgements, code, LEVELS[-1], assessor) for code in DEEPENING]
    reached = level_reached(judgements, assessor)
    following = LEVELS[0] if reached is None else next(iter(LEVELS[LEVELS.index(reached) + 1 :]), None)
    claim = judgements.find("ORGANIZATION_LEVEL", assessor)
    match, form = judgements.value(STRATEGY_MATCH, assessor), ASKED[STRATEGY_MATCH]
    matched = 0.0 if match is None else (match - form.least) / (form.most - form.least)
    met = sum(bool(each.met) for each in criteria)
    return AssessedLevel(
        level=reached,
        claimed=claim.choice if claim else None,
        claimed_on=claim.on if claim else None,
        criteria=criteria,
        missing=[each.code for each in criteria if each.level == following and not each.met],
        next=following,
        share=met / len(criteria),
        depth=depth,
        strategy_match=match,
        score=(met + sum(bool(each.met) for each in depth) + matched) / (len(criteria) + len(depth) + 1),
    )


def _criterion(judgements: Judgements, code: str, level: str, assessor: str | None) -> Criterion:
    answer = judgements.find(code, assessor)
    return Criterion(
        code=code,
        level=level,
        met=answer.met if answer else None,
        on=answer.on if answer else None,
        evidence=answer.evidence if answer else "",
        assessor=answer.assessor if answer else None,
    )
