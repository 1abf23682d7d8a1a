"""Whose judgement a change may record: a bound key states, proposes, decides, marks and waives as the member it is tied to."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from types import MappingProxyType
from typing import Final, Literal

from graph.document import Change
from graph.errors import Conflict, Fault, NotAllowed
from graph.kinds import (
    ACCOUNT,
    ACTIVITIES,
    PROPOSALS,
    SANDBOX,
    WAIVERS,
    Activity,
    Candidate,
    Proposal,
    Record,
    Waiver,
)

Deed = Literal["edit", "decide", "mark"]
_DECISION = ("selection", "selected_by", "selected_on")
_MARKS = ("quality", "effect")
_SUGGESTED = tuple(field for field in Proposal.model_fields if field not in {"evidence", "confidence"})


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


_SPECIAL: Final[Mapping[str, tuple[Deed, frozenset[str]]]] = MappingProxyType(
    {
        SANDBOX.name: ("decide", frozenset(_DECISION)),
        ACCOUNT.name: ("decide", frozenset({"policy"})),
        ACTIVITIES.name: ("mark", frozenset(_MARKS)),
    }
)
"""Fields of a kind whose change is a deed of its own."""


def deeds_on(kind: str) -> tuple[Deed, ...]:
    """What one may be doing who writes a record of this kind."""
    if kind == WAIVERS.name:
        return ("decide",)
    return ("edit", _SPECIAL[kind][0]) if kind in _SPECIAL else ("edit",)


def deeds_of(change: Change) -> frozenset[Deed]:
    """What a change does: it decides (selections, waivers, the gate's policy), marks how an activity went, or edits."""
    kind, before, after = change.kind.name, change.before, change.after
    deed, fields = _SPECIAL.get(kind, ("edit", frozenset()))
    if kind == WAIVERS.name or before is None or after is None:
        given = {name for name in fields if after is not None and getattr(after, name) != _default(after, name)}
        return frozenset({"decide"}) if kind == WAIVERS.name else frozenset({"edit", deed} if given else {"edit"})
    changed = {name for name in type(after).model_fields if getattr(before, name) != getattr(after, name)}
    return frozenset({deed} if changed & fields else ()) | frozenset({"edit"} if changed - fields else ())


def _default(record: Record, field: str) -> object:
    return type(record).model_fields[field].get_default()


def refuse_beyond(changes: Iterable[Change], deeds: Container[str] | None) -> None:
    """Raise NotAllowed for a change that does what is not among the deeds; None are all."""
    for change in changes if deeds is not None else ():
        if beyond := sorted(deed for deed in deeds_of(change) if deed not in (deeds or ())):
            message = f"{change.kind.name}: this needs the right to {beyond[0]}"
            raise NotAllowed(message)


def refuse_judging_for_others(
    changes: Iterable[Change], member: str | None, *, carried: bool, decided: str | None = None
) -> None:
    """Raise NotAllowed when a judgement is given in another member's name than `member`.

    Statements that are only `carried` over, as when two records of one person become one, stay whose they are. The proposal
    that is `decided` on stays its author's; of others only the reasons change.
    """
    for change in changes:
        if change.kind is PROPOSALS:
            if change.key == (decided,):
                continue
            _refuse_deciding_by_hand(change, carried=carried)
        for deed, name in (*judges(change), *(() if carried else states(change))):
            if name != member or member is None:
                own = f"the key is tied to member {member}" if member else "the key is tied to no member"
                message = f"{change.kind.name}: who {deed} does so in their own name; {own}, the record names {name}"
                raise NotAllowed(message)


def refuse_forgetting_rejections(changes: Iterable[Change]) -> None:
    """Raise Conflict where what was rejected would no longer be known, so that it could be proposed again.

    Whoever may, takes the rejection itself back: the proposal is open then, and the feed says who did it.
    """
    for change in changes:
        before, after = change.before, change.after
        if not isinstance(before, Proposal) or before.status != "REJECTED":
            continue
        if not isinstance(after, Proposal) or not (after.status == "PROPOSED" or _rejects_the_same(before, after)):
            told = {"on": str(before.decided_on or "-"), "by": before.decided_by or "-"}
            message = "a rejected proposal stays, so that it is not made again; an admin may set its status to PROPOSED"
            raise Conflict(message, (Fault("/status", "already-decided", before.status, told),))


def _rejects_the_same(before: Proposal, after: Proposal) -> bool:
    return all(getattr(after, field) == getattr(before, field) for field in ("status", "action", "path", "record"))


def _refuse_deciding_by_hand(change: Change, *, carried: bool) -> None:
    before, after = change.before, change.after
    if carried or not isinstance(after, Proposal):
        return
    if before is None and after.status != "PROPOSED":
        raise NotAllowed("a proposal is decided on by accepting or rejecting it")
    if isinstance(before, Proposal) and any(getattr(after, field) != getattr(before, field) for field in _SUGGESTED):
        raise NotAllowed("what a proposal suggests is not changed: accept or reject it, or delete it and propose anew")
