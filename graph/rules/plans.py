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
    for held in document.sandbox:
        if held.selection == "PROPOSED":
            if held.selected_by is not None or held.selected_on is not None:
                at = "/selected_by" if held.selected_by is not None else "/selected_on"
                yield Broken(SANDBOX, held, at, "no-decision", held.selected_by)
        else:
            for field in ("selected_by", "selected_on"):
                if getattr(held, field) is None:
                    yield Broken(SANDBOX, held, f"/{field}", "decision-without-decider", None)
            if held.selected_by is not None and held.selected_by == held.proposed_by:
                yield Broken(SANDBOX, held, "/selected_by", "self-selection", held.selected_by)
        if (held.scan_layer is not None) != (held.source_function == "TECHNICAL"):
            yield Broken(SANDBOX, held, "/scan_layer", "scan-layer", held.scan_layer)


def market_targets_pursue_what_was_selected(document: AccountDocument) -> Iterator[Broken]:
    selected = {held.opportunity_id for held in document.sandbox if held.selection == "SELECTED"}
    for target in document.market_targets:
        if target.opportunity_id is not None and target.opportunity_id not in selected:
            yield Broken(MARKET_TARGETS, target, "/opportunity_id", "not-selected", target.opportunity_id)


def targets_say_what_of_whom_and_what_for(document: AccountDocument) -> Iterator[Broken]:
    for held in document.targets:
        if held.market_target is None:
            yield Broken(TARGETS, held, "/market_target", "unlinked-plan-item", None)
        if held.person is not None and held.department_id is not None:
            yield Broken(TARGETS, held, "/department_id", "target-mismatch", held.department_id)
        own = "attitude" if held.person else "share" if held.department_id else "level"
        for measure in ("attitude", "share", "level"):
            for end in ("from", "to"):
                given = getattr(held, f"{end}_{measure}")
                if measure != own and given is not None:
                    yield Broken(TARGETS, held, f"/{end}_{measure}", "target-mismatch", given)
        if getattr(held, f"to_{own}") is None:
            yield Broken(TARGETS, held, f"/to_{own}", "target-mismatch", None)
        if held.from_level and held.to_level and LEVELS.index(held.to_level) > LEVELS.index(held.from_level) + 1:
            yield Broken(TARGETS, held, "/to_level", "level-jump", held.to_level, {"before": held.from_level})


def activities_have_a_purpose_and_an_honest_judge(document: AccountDocument) -> Iterator[Broken]:
    for held in document.activities:
        if held.target is None and held.opportunity_id is None and not held.goals:
            yield Broken(ACTIVITIES, held, "/target", "unlinked-plan-item", None)
        if held.kind == "HOSPITALITY" and not held.compliance_ref:
            yield Broken(ACTIVITIES, held, "/compliance_ref", "compliance-ref", held.compliance_ref)
        if (held.status == "DONE") != (held.done_on is not None):
            yield Broken(ACTIVITIES, held, "/done_on", "done-without-day", str(held.done_on or ""))
        for field in ("quality", "effect"):
            mark = getattr(held, field)
            if mark is None:
                continue
            if held.status != "DONE":
                yield Broken(ACTIVITIES, held, f"/{field}", "evaluation-before-execution", mark)
            if held.assigned_by is None or held.assigned_by == held.owner:
                yield Broken(ACTIVITIES, held, f"/{field}", "marked-by-owner", mark, {"owner": held.owner})


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
