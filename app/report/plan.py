"""The relationship plan: targets, then the activities that serve them and what the analysis suggests next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from app.report import palette
from app.report.blocks import Block, Cell, Heading, Section, Table, Text, Together
from app.report.cells import change, clauses, column, count, day, joined, labelled, names, person_cell, score, word, yes
from app.report.view import ReportView, number, percent
from app.texts import plan_report
from app.texts import relationship_sheet as sheet
from app.texts import report as words
from app.texts.codes import ACTIVITY_KINDS, LEVELS, ROLES, STYLES
from app.texts.priorities import REASON_NAMES
from app.texts.relationship_codes import ACTIVITY_STATES, GOAL_KINDS, LTC_STAGES, ORGANIZATION_LEVELS
from graph.analysis.activities import RecoveryView
from graph.analysis.goals import GoalView
from graph.analysis.planning import PlanItem, RelationshipPlan, Suggestion
from graph.analysis.portfolio import ActivityPortfolio
from graph.kinds import Activity

_STATE_TINTS = {"reached": "PASS", "orphan": "WAIVED", "overdue": "FAIL", "open": "CONDITIONAL"}


def plan(view: ReportView, planned: RelationshipPlan) -> Section:
    """The targets of the plan, and the market targets without one."""
    columns = (
        column(view, "target", 38),
        column(view, "about", 20, "person", "narrow"),
        column(view, "now", 14),
        column(view, "wanted", 14, room="narrow"),
        column(view, "by", 12, "date", "narrow"),
        column(view, "state", 18, "level", "narrow"),
        column(view, "owner", 14),
    )
    rows = tuple(_item(view, item) for item in planned.items)
    blocks: list[Block] = [
        Text(view.say(words.FOCUS[planned.plan_focus])),
        Table(columns, rows, empty=view.say(words.NO_PLAN)),
    ]
    if planned.goals:
        blocks.append(Together((Heading(view.say(words.HEADINGS["goals"])), _goals(view, planned))))
    if planned.unsupported:
        targets = view.names["market_targets"]
        named = joined(view, (targets.get(target, target) for target in planned.unsupported))
        blocks.append(Text(view.say(words.UNSUPPORTED).format(names=named)))
    for goal in planned.role_goals:
        if goal.missing:
            said = {"role": word(view, ROLES, goal.role), "wanted": goal.wanted, "present": goal.present}
            blocks.append(Text(view.say(plan_report.ROLE_GOAL).format(**said)))
    for period in planned.loop:
        if period.missed:
            steps = joined(view, (word(view, plan_report.STEPS, step) for step in period.missed))
            blocks.append(Text(view.say(plan_report.MISSED).format(period=view.called(period), steps=steps)))
    return Section("plan", view.say(words.SECTIONS["plan"]), tuple(blocks))


def _goals(view: ReportView, planned: RelationshipPlan) -> Table:
    """What they are measured by, how far it is, and what we offer for it."""
    columns = (
        column(view, "goal", 46, room="narrow"),
        column(view, "whose", 20, "person", "narrow"),
        column(view, "now", 14, "number"),
        column(view, "wanted", 14, "number"),
        column(view, "trend", 12, "number"),
        column(view, "offer", 46, room="narrow"),
    )
    return Table(columns, tuple(_goal(view, goal) for goal in planned.goals))


def _goal(view: ReportView, goal: GoalView) -> tuple[Cell, ...]:
    offered = (("opportunities", goal.opportunities), ("activities", goal.activities))
    offers = [view.names[kind][name] for kind, names in offered for name in names if name in view.names[kind]]
    issues = [word(view, sheet.GOAL_ISSUES, issue) for issue in goal.issues]
    whose = Cell(view.department(goal.department_id) or view.called(view.map), strong=True)
    return (
        Cell(name := view.called(goal), word(view, GOAL_KINDS, goal.kind), value=name),
        person_cell(view, goal.person) if goal.person else whose,
        count(goal.actual),
        count(goal.wanted),
        change(goal.trend),
        Cell(clauses(view, [joined(view, offers), *issues]) or "—"),
    )


def _item(view: ReportView, item: PlanItem) -> tuple[Cell, ...]:
    about = {
        "KEY": person_cell(view, item.subject),
        "GENERAL": Cell(view.department(item.subject), strong=True),
        "ORGANIZATION": Cell(view.say(words.THE_ORGANIZATION), strong=True),
    }
    state = "reached" if item.reached else "orphan" if item.orphan else "overdue" if item.overdue else "open"
    return (
        Cell(view.called(item)),
        about[item.relationship],
        Cell(_level(view, item.now)),
        Cell(_level(view, item.wanted)),
        day(item.by),
        Cell(view.say(words.STATES[state]), tint=palette.VERDICTS[_STATE_TINTS[state]]),
        Cell(view.member(item.owner)),
    )


def _level(view: ReportView, value: str | float | None) -> str:
    """An attitude, a share or a level of the organisation, by what it is."""
    if isinstance(value, str):
        return word(view, LEVELS if value in LEVELS else ORGANIZATION_LEVELS, value)
    return percent(value)


def activities(view: ReportView, planned: RelationshipPlan) -> Section:
    """Open and done activities of the opportunity or the account, then suggestions."""
    seen = {one.id: one for one in planned.activities}
    listing = sorted(
        (_day_of(view, one), one.id, one)
        for one in view.document.activities
        if one.id in seen and one.opportunity_id in {None, view.map.opportunity}
    )
    columns = (
        column(view, "day", 12, "date", "narrow"),
        column(view, "activity", 42, room="narrow"),
        column(view, "kind", 18),
        column(view, "person", 32, room="narrow"),
        column(view, "state", 12, room="narrow"),
        column(view, "owner", 14),
    )
    rows = tuple(
        (
            day(on),
            Cell(view.called(one)),
            Cell(word(view, ACTIVITY_KINDS, one.kind)),
            Cell(names(view, one.people if seen[one.id].status == "DONE" else _there(view, one.people)) or "—"),
            Cell(
                word(view, ACTIVITY_STATES, seen[one.id].status),
                clauses(view, (word(view, plan_report.ACTIVITY_ISSUES, issue) for issue in seen[one.id].issues)),
            ),
            Cell(view.member(seen[one.id].owner)),
        )
        for on, _, one in listing
    )
    listed = Table(columns, rows, empty=view.say(words.NO_ACTIVITIES))
    weights = clauses(
        view, (f"{word(view, ACTIVITY_KINDS, kind)} {weight:g}" for kind, weight in planned.activity_weights.items())
    )
    shown = Text(view.say(plan_report.WEIGHTS).format(weights=weights), quiet=True)
    lacking = tuple(
        Text(
            view.say(plan_report.EXPECTED).format(
                stage=word(view, LTC_STAGES, one.stage),
                kinds=joined(view, (word(view, ACTIVITY_KINDS, kind) for kind in one.missing)),
            )
        )
        for one in planned.sales_process
        if one.missing
    )
    blocks = (
        listed,
        shown,
        *lacking,
        *_recoveries(view, planned),
        *portfolio(view, planned.portfolio),
        *_suggestions(view, planned),
    )
    return Section("activities", view.say(words.SECTIONS["activities"]), blocks)


def _day_of(view: ReportView, one: Activity) -> date:
    """The day it was done by the day of the report, else the one it is due."""
    return one.done_on if one.done_on is not None and one.done_on <= view.map.as_of else one.due_on


def _there(view: ReportView, people: Iterable[str]) -> list[str]:
    return [person for person in people if person in view.person_of]


def _recoveries(view: ReportView, planned: RelationshipPlan) -> Iterator[Block]:
    """Complaints and crises with who answers for each, by when, and whether it is closed."""
    if not planned.recoveries:
        return
    columns = (
        column(view, "by", 14, "date", "narrow"),
        column(view, "activity", 46, room="narrow"),
        column(view, "state", 20, "level", "narrow"),
        column(view, "owner", 20),
    )
    rows = tuple(
        (
            day(one.due_on),
            Cell(view.called(one)),
            _recovery_state(view, one),
            Cell(view.member(one.owner)),
        )
        for one in planned.recoveries
    )
    yield Together((Heading(view.say(plan_report.RECOVERIES)), Table(columns, rows)))


def _recovery_state(view: ReportView, one: RecoveryView) -> Cell:
    state = f"{'open' if one.closed_on is None else 'closed'}{' late' if one.late else ''}"
    tint = "FAIL" if state == "open late" else "PASS" if state == "closed" else "CONDITIONAL"
    return Cell(word(view, plan_report.RECOVERY_STATES, state), tint=palette.VERDICTS[tint])


def portfolio(view: ReportView, chosen: ActivityPortfolio | None) -> Iterator[Block]:
    """Which open activities to spend a budget on, and what that brings."""
    if chosen is None:
        return
    named = view.names["activities"]
    columns = (
        column(view, "activity", 60, room="narrow"),
        column(view, "cost", 20, "number", "narrow"),
        column(view, "gain", 20, "number", "narrow"),
    )
    rows = tuple(
        (Cell(named.get(one.activity, one.activity)), Cell(f"{one.cost:,.0f}", value=one.cost), score(one.gain, 3))
        for one in chosen.chosen
    )
    said = view.say(plan_report.PORTFOLIO_BUDGET).format(
        budget=word(view, plan_report.BUDGETS, chosen.unit).format(amount=f"{chosen.budget:,.0f}"),
        spent=f"{chosen.spent:,.0f}",
        gain=number(chosen.gain, 3),
        most=number(chosen.most, 3),
    )
    table = Table(columns, rows, empty=view.say(plan_report.NOTHING_CHOSEN))
    blocks: list[Block] = [Heading(view.say(plan_report.PORTFOLIO)), Text(said), table]
    if chosen.without_cost:
        lacking = joined(view, (named.get(one, one) for one in chosen.without_cost))
        blocks.append(Text(view.say(plan_report.WITHOUT_COST).format(names=lacking), quiet=True))
    yield Together(tuple(blocks))


def _suggestions(view: ReportView, planned: RelationshipPlan) -> Iterator[Block]:
    if not planned.suggestions:
        return
    columns = (
        column(view, "person", 16, "person", "narrow"),
        column(view, "step", 36, room="narrow"),
        column(view, "kinds", 54, room="narrow"),
        column(view, "path", 42),
        column(view, "owner", 14),
        column(view, "planned", 12),
    )
    rows = tuple(_suggestion(view, step) for step in planned.suggestions)
    yield Together((Heading(view.say(words.HEADINGS["suggestions"])), Table(columns, rows)))


def _suggestion(view: ReportView, step: Suggestion) -> tuple[Cell, ...]:
    kinds = joined(view, (word(view, ACTIVITY_KINDS, kind) for kind in step.activity_kinds))
    style = f"{step.approach} {word(view, STYLES, step.approach)}" if step.approach else ""
    return (
        person_cell(view, step.person),
        Cell(word(view, REASON_NAMES, step.reason)),
        Cell(labelled(view, style, kinds) if style else kinds),
        Cell(" → ".join(map(view.name, step.path)) or "—"),
        Cell(view.member(step.owner)),
        yes(view, step.planned),
    )
