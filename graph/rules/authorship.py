"""Whose judgement a change may record: a bound key states, proposes, decides, marks and waives as the member it is tied to."""

from __future__ import annotations

from collections.abc import Iterable

from graph.document import Change
from graph.errors import NotAllowed
from graph.kinds import ACTIVITIES, SANDBOX, WAIVERS, Activity, Candidate, Waiver

_DECISION = ("selection", "selected_by", "selected_on")
_MARKS = ("quality", "effect")


def judges(change: Change) -> Iterable[tuple[str, str | None]]:
    """What a change judges, and the member in whose name."""
    before, after = change.before, change.after
    if change.kind is SANDBOX and isinstance(after, Candidate):
        known = before if isinstance(before, Candidate) else Candidate(opportunity_id=after.opportunity_id)
        if after.proposed_by != known.proposed_by:
            yield "proposes an opportunity", after.proposed_by
        if is_decision(change):
            yield "selects an opportunity", after.selected_by
    if change.kind is ACTIVITIES and isinstance(after, Activity):
        activity = before if isinstance(before, Activity) else None
        if any(getattr(after, mark) != (getattr(activity, mark) if activity else None) for mark in _MARKS):
            yield "marks an activity", after.assigned_by
    if change.kind is WAIVERS and isinstance(after, Waiver):
        yield "waives a check", after.by


def is_decision(change: Change) -> bool:
    """Whether a change decides on an opportunity of the sandbox, whichever way."""
    before, after = change.before, change.after
    if change.kind is not SANDBOX or not isinstance(after, Candidate) or after.selection == "PROPOSED":
        return False
    known = before if isinstance(before, Candidate) else Candidate(opportunity_id=after.opportunity_id)
    return any(getattr(after, field) != getattr(known, field) for field in _DECISION)


def states(change: Change) -> Iterable[tuple[str, str | None]]:
    """Whose statement a change records, where the record names somebody; nobody is named by who wrote it alone."""
    kind, after = change.kind, change.after
    if kind.author and after is not None and (name := getattr(after, kind.author)) is not None:
        yield "states something", name


def refuse_judging_for_others(changes: Iterable[Change], member: str | None, *, carried: bool) -> None:
    """Raise NotAllowed when a judgement is given in another member's name than `member`.

    Statements that are only `carried` over, as when two records of one person become one, stay whose they are.
    """
    for change in changes:
        for deed, name in (*judges(change), *(() if carried else states(change))):
            if name != member or member is None:
                own = f"the key is tied to member {member}" if member else "the key is tied to no member"
                message = f"{change.kind.name}: who {deed} does so in their own name; {own}, the record names {name}"
                raise NotAllowed(message)
