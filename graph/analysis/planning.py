"""The relationship plan looked at: how far each item is, what it serves, what to do first, and where the loop stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

from pydantic import Field

from graph.analysis.activities import (
    ActivityView,
    LtcView,
    RecoveryView,
    activity_views,
    is_plan,
    ltc_views,
    recoveries,
)
from graph.analysis.goals import GoalView, goals_of
from graph.analysis.judgements import Judgements
from graph.analysis.levels import level_reached, organization
from graph.analysis.pipeline import Analysis
from graph.analysis.portfolio import ActivityPortfolio, granted_left, portfolio_of
from graph.analysis.priorities import Priority
from graph.analysis.role_goals import RoleGoal, role_goals
from graph.answer import Answer
from graph.document import AccountDocument
from graph.kinds import Period, Target
from graph.kinds.assessments import LEVELS
from graph.kinds.codes import McrArea
from graph.method import ACTIVITY_WEIGHTS, STEP_OF_LEVEL

# HOSPITALITY is never suggested: it is recorded, with its compliance reference, and nothing more.
KINDS_OF_STYLE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "L": ("EXECUTIVE_MEETING", "WORKSHOP", "VISIT"),
        "I": ("COMPANY_TOUR", "MANAGEMENT_SEMINAR", "JOINT_INNOVATION"),
        "E": ("TECH_EXCHANGE", "WORKSHOP", "SITE_TOUR"),
        "F": ("SITE_TOUR", "VISIT", "WORKSHOP"),
    }
)
KINDS_OF_FOCUS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "PERSONAL": frozenset(
            {"VISIT", "TECH_EXCHANGE", "SITE_TOUR", "COMPANY_TOUR", "WORKSHOP", "EXHIBITION", "EXECUTIVE_MEETING"}
        ),
        "ORGANIZATION": frozenset(
            {"EXECUTIVE_MEETING", "WORKSHOP", "MANAGEMENT_SEMINAR", "JOINT_INNOVATION", "TECH_EXCHANGE", "VISIT"}
        ),
    }
)
STEPS: Final = ("understood_on", "planned_on", "executed_on", "evaluated_on")
STATES: Final = ("UNDERSTAND", "PLAN", "EXECUTE", "EVALUATE")


class PlanItem(Answer):
    """A relationship target and how far it is."""

    id: str = Field(description="The record.")
    name: str = Field(description="Name of the item.")
    name_en: str = Field(description="In English, or empty.")
    relationship: Literal["KEY", "GENERAL", "ORGANIZATION"] = Field(description="GENERAL, KEY or ORGANIZATION.")
    subject: str | None = Field(description="Person or department; null: the organisation.")
    wanted: str | float = Field(description="What is wanted.")
    now: str | float | None = Field(description="What holds today; null when unknown.")
    reached: bool = Field(description="What is wanted is so.")
    by: date = Field(description="Day by which it is wanted.")
    overdue: bool = Field(description="Past its day and not reached.")
    owner: str | None = Field(description="Member who answers for it, or null.")
    mcr_area: str = Field(description="STRATEGY, RELATIONSHIP, CONTACT, SATISFACTION or INFORMATION; null: not said.")
    market_target: str | None = Field(description="Market target it serves, or null.")
    orphan: bool = Field(description="Its market target is no longer pursued.")
    activities: list[str] = Field(description="Activities that work towards it.")


class Suggestion(Priority):
    """Someone to work on first, fitted to style and level of the relationship."""

    activity_kinds: list[str] = Field(description="Kinds that fit style and plan focus; never HOSPITALITY.")
    planned: bool = Field(description="A plan item or an open activity has them.")


class Loop(Answer):
    """A period and where it stands."""

    id: str = Field(description="The period.")
    name: str = Field(description="Name of the period.")
    name_en: str = Field(description="In English, or empty.")
    starts_on: date = Field(description="First day of the period.")
    ends_on: date = Field(description="Last day of the period.")
    done: list[str] = Field(description="UNDERSTAND, PLAN, EXECUTE, EVALUATE.")
    next: str | None = Field(description="Step to carry out now; null: closed.")
    missed: list[str] = Field(description="Not carried out in an ended period.")


class RelationshipPlan(Answer):
    """The plan as a whole."""

    account: str = Field(description="Account id.")
    opportunity: str | None = Field(description="Opportunity id, or null.")
    as_of: date = Field(description="Day it is for.")
    revision: int = Field(description="Account revision.")
    plan_focus: str = Field(description="PERSONAL or ORGANIZATION, by level, participation and nature.")
    goals: list[GoalView] = Field(description="What the customer is measured by, how far it is, and our offer.")
    items: list[PlanItem] = Field(description="The items of the plan, by id.")
    orphans: list[str] = Field(description="Plan items whose market target was dropped.")
    unsupported: list[str] = Field(description="Market targets pursued without plan items.")
    by_mcr_area: dict[str, int] = Field(description="Plan items and activities by area.")
    by_market_kind: dict[str, int] = Field(description="Plan items by MARKET, SALES, COMPETITION.")
    overdue: list[str] = Field(description="Plan items past their day and not reached.")
    activities: list[ActivityView] = Field(description="As each counts, by due day.")
    activity_weights: dict[str, float] = Field(description="Weight of each kind at best, 0 to 1.")
    role_goals: list[RoleGoal] = Field(description="Parts the bid wants filled, and by whom; most missing first.")
    sales_process: list[LtcView] = Field(description="What each stage from lead to payment has and lacks.")
    recoveries: list[RecoveryView] = Field(description="Complaints and crises: owner, deadline, closure.")
    portfolio: ActivityPortfolio | None = Field(
        description="Open activities that gain most for what is left of the money granted; null where none was."
    )
    suggestions: list[Suggestion] = Field(description="What to do next, most pressing first.")
    loop: list[Loop] = Field(description="Steps by period: understand, plan, execute, evaluate.")


def plan_of(analysis: Analysis, scores: Mapping[str, float]) -> RelationshipPlan:
    """The plan as of the analysis's day; `scores` are the general scores by department."""
    power = analysis.power
    document = power.document
    judgements = Judgements.of(document, power.as_of)
    company = organization(judgements, power.as_of)
    items = plan_items(analysis, scores)
    kinds = {market.id: market.kind for market in document.market_targets}
    served = {item.market_target for item in items}
    areas = dict.fromkeys(get_args(McrArea), 0)
    for area in [
        *(planned.mcr_area for planned in document.targets),
        *(planned.mcr_area for planned in document.activities),
    ]:
        areas[area] += 1
    by_kind = dict.fromkeys(("MARKET", "SALES", "COMPETITION"), 0)
    for item in items:
        if item.market_target in kinds:
            by_kind[kinds[item.market_target]] += 1
    focus = company.plan_focus
    return RelationshipPlan(
        account=document.account.id,
        opportunity=power.opportunity_id,
        as_of=power.as_of,
        revision=power.revision,
        plan_focus=focus,
        goals=list(goals_of(power)),
        items=items,
        orphans=[item.id for item in items if item.orphan],
        unsupported=sorted(
            market.id
            for market in document.market_targets
            if market.id not in served and not is_closed(market.closed_on, power.as_of)
        ),
        by_mcr_area=areas,
        by_market_kind=by_kind,
        overdue=[item.id for item in items if item.overdue],
        activities=activity_views(power),
        activity_weights=dict(ACTIVITY_WEIGHTS),
        role_goals=role_goals(analysis),
        sales_process=ltc_views(power),
        recoveries=recoveries(power),
        portfolio=None if (left := granted_left(power)) is None else portfolio_of(analysis, left, "MONEY"),
        suggestions=_suggestions(analysis, focus),
        loop=[loop_of(period, power.as_of) for period in document.periods],
    )


def plan_items(analysis: Analysis, scores: Mapping[str, float]) -> list[PlanItem]:
    """Every plan item and how far it is; `scores` are the general scores by department."""
    document = analysis.power.document
    level = level_reached(Judgements.of(document, analysis.power.as_of))
    return [_item(analysis, target, scores, level) for target in document.targets]


def is_closed(closed_on: date | None, as_of: date) -> bool:
    """True if what closed on a day is closed."""
    return closed_on is not None and closed_on <= as_of


def open_items(document: AccountDocument, as_of: date) -> list[Target]:
    """The plan items whose market target is pursued on a day."""
    pursued = {item.id for item in document.market_targets if not is_closed(item.closed_on, as_of)}
    return [item for item in document.targets if item.market_target in pursued]


def loop_of(period: Period, as_of: date) -> Loop:
    """Where a period stands in the loop."""
    days = [getattr(period, step) for step in STEPS]
    done = [state for state, day in zip(STATES, days, strict=True) if day is not None and day <= as_of]
    return Loop(
        id=period.id,
        name=period.name,
        name_en=period.name_en,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        done=done,
        next=STATES[len(done)] if len(done) < len(STATES) else None,
        missed=list(STATES[len(done) :]) if period.ends_on < as_of else [],
    )


def _item(analysis: Analysis, target: Target, scores: Mapping[str, float], level: str | None) -> PlanItem:
    power = analysis.power
    kind: Literal["KEY", "GENERAL", "ORGANIZATION"]
    now: str | float | None
    wanted: Any
    if target.person is not None:
        stance = power.stances_to_us.get(target.person)
        kind, now, wanted = "KEY", stance.level if stance else None, target.to_attitude
        reached = stance is not None and stance.step >= STEP_OF_LEVEL.get(str(wanted), 0)
    elif target.department_id is not None:
        score = scores.get(target.department_id)
        kind, now, wanted = "GENERAL", score, target.to_share
        reached = score is not None and score >= (target.to_share or 0.0)
    else:
        kind, now, wanted = "ORGANIZATION", level, target.to_level
        reached = level is not None and wanted is not None and LEVELS.index(level) >= LEVELS.index(wanted)
    pursued = {item.id for item in open_items(power.document, power.as_of)}
    return PlanItem(
        id=target.id,
        name=target.name,
        name_en=target.name_en,
        relationship=kind,
        subject=target.person or target.department_id,
        wanted=wanted,
        now=now,
        reached=reached,
        by=target.by,
        overdue=not reached and target.by < power.as_of,
        owner=target.owner,
        mcr_area=target.mcr_area,
        market_target=target.market_target,
        orphan=target.id not in pursued,
        activities=sorted(item.id for item in power.document.activities if item.target == target.id),
    )


def _suggestions(analysis: Analysis, focus: str) -> list[Suggestion]:
    """Whom to work on first, in that order, with the kinds of activity that fit."""
    document = analysis.power.document
    planned = {target.person for target in open_items(document, analysis.power.as_of)}
    for activity in document.activities:
        if is_plan(activity, analysis.power.as_of):
            planned |= set(activity.people)
    return [
        Suggestion(
            **dict(priority),
            activity_kinds=_fitting_kinds(priority.approach, focus),
            planned=priority.person in planned,
        )
        for priority in analysis.first
    ]


def _fitting_kinds(style: str | None, focus: str) -> list[str]:
    """The kinds of activity that suit a person's style and the plan's focus; a visit where none suits both."""
    suited = KINDS_OF_STYLE.get(style or "", ("VISIT", "TECH_EXCHANGE"))
    return [kind for kind in suited if kind in KINDS_OF_FOCUS[focus]] or ["VISIT"]
