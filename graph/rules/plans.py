"""Rules of the sandbox, the plan, its activities and the loop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from graph.document import AccountDocument
from graph.kinds import (
    ACTIVITIES,
    GOALS,
    MARKET_TARGETS,
    PERIODS,
    PROFILES,
    SANDBOX,
    TARGETS,
)
from graph.kinds.assessments import LEVELS
from graph.rules.broken import Broken

_STEPS = ("understood_on", "planned_on", "executed_on", "evaluated_on")


def editions_differ(document: AccountDocument) -> Iterator[Broken]:
    seen: set[tuple[str, int]] = set()
    for profile in document.profiles:
        if (profile.kind, profile.edition) in seen:
            yield Broken(PROFILES, profile, "/edition", "duplicate-id", profile.edition)
        seen.add((profile.kind, profile.edition))


def the_company_selects(document: AccountDocument) -> Iterator[Broken]:
    """Somebody else than the proposer decides, by name and on a day; a technical find names its layer."""
    for entry in document.sandbox:
        if entry.selection == "PROPOSED":
            if entry.selected_by is not None or entry.selected_on is not None:
                at = "/selected_by" if entry.selected_by is not None else "/selected_on"
                yield Broken(SANDBOX, entry, at, "no-decision", entry.selected_by)
        else:
            for field in ("selected_by", "selected_on"):
                if getattr(entry, field) is None:
                    yield Broken(SANDBOX, entry, f"/{field}", "decision-without-decider", None)
            if entry.selected_by is not None and entry.selected_by == entry.proposed_by:
                yield Broken(SANDBOX, entry, "/selected_by", "self-selection", entry.selected_by)
        if (entry.scan_layer is not None) != (entry.source_function == "TECHNICAL"):
            yield Broken(SANDBOX, entry, "/scan_layer", "scan-layer", entry.scan_layer)


def market_targets_pursue_what_was_selected(document: AccountDocument) -> Iterator[Broken]:
    selected = {entry.opportunity_id for entry in document.sandbox if entry.selection == "SELECTED"}
    for target in document.market_targets:
        if target.opportunity_id is not None and target.opportunity_id not in selected:
            yield Broken(MARKET_TARGETS, target, "/opportunity_id", "not-selected", target.opportunity_id)


def targets_say_what_of_whom_and_what_for(document: AccountDocument) -> Iterator[Broken]:
    for target in document.targets:
        if target.market_target is None:
            yield Broken(TARGETS, target, "/market_target", "unlinked-plan-item", None)
        if target.person is not None and target.department_id is not None:
            yield Broken(TARGETS, target, "/department_id", "target-mismatch", target.department_id)
        own = "attitude" if target.person else "share" if target.department_id else "level"
        for measure in ("attitude", "share", "level"):
            for end in ("from", "to"):
                given = getattr(target, f"{end}_{measure}")
                if measure != own and given is not None:
                    yield Broken(TARGETS, target, f"/{end}_{measure}", "target-mismatch", given)
        if getattr(target, f"to_{own}") is None:
            yield Broken(TARGETS, target, f"/to_{own}", "target-mismatch", None)
        if (
            target.from_level
            and target.to_level
            and LEVELS.index(target.to_level) > LEVELS.index(target.from_level) + 1
        ):
            yield Broken(TARGETS, target, "/to_level", "level-jump", target.to_level, {"before": target.from_level})


def activities_have_a_purpose_and_an_honest_judge(document: AccountDocument) -> Iterator[Broken]:
    for activity in document.activities:
        if activity.target is None and activity.opportunity_id is None and not activity.goals:
            yield Broken(ACTIVITIES, activity, "/target", "unlinked-plan-item", None)
        if activity.kind == "HOSPITALITY" and not activity.compliance_ref:
            yield Broken(ACTIVITIES, activity, "/compliance_ref", "compliance-ref", activity.compliance_ref)
        if (activity.status == "DONE") != (activity.done_on is not None):
            yield Broken(ACTIVITIES, activity, "/done_on", "done-without-day", str(activity.done_on or ""))
        for field in ("quality", "effect"):
            mark = getattr(activity, field)
            if mark is None:
                continue
            if activity.status != "DONE":
                yield Broken(ACTIVITIES, activity, f"/{field}", "evaluation-before-execution", mark)
            if activity.assigned_by is None or activity.assigned_by == activity.owner:
                yield Broken(ACTIVITIES, activity, f"/{field}", "marked-by-owner", mark, {"owner": activity.owner})


def the_loop_runs_in_order(document: AccountDocument) -> Iterator[Broken]:
    """Understand, plan, execute, evaluate: a step needs the one before it, on the same day or earlier."""
    for period in document.periods:
        days: list[tuple[str, date | None]] = [(step, getattr(period, step)) for step in _STEPS]
        for (_, before), (step, on) in pairwise(days):
            if on is None:
                continue
            if before is None:
                code = "evaluation-before-execution" if step == "evaluated_on" else "loop-order"
                yield Broken(PERIODS, period, f"/{step}", code, on.isoformat())
            elif on < before:
                yield Broken(
                    PERIODS, period, f"/{step}", "dates-out-of-order", on.isoformat(), {"after": before.isoformat()}
                )


def goals_belong_to_one(document: AccountDocument) -> Iterator[Broken]:
    for goal in document.goals:
        if goal.person is not None and goal.department_id is not None:
            yield Broken(GOALS, goal, "/department_id", "target-mismatch", goal.department_id)
