"""Handing an account over: the customer belongs to the company, so everything stays and only who answers for it changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from graph.document import AccountDocument
from graph.kinds import Coverage, Membership

OPEN = frozenset({"PLANNED", "IN_PROGRESS"})


@dataclass(frozen=True)
class Moved:
    """How many records changed hands."""

    coverage: int
    targets: int
    activities: int
    memberships: int


def hand_over(document: AccountDocument, to: Mapping[str, str], on: date, reason: str) -> tuple[AccountDocument, Moved]:
    """The document with coverage, plan items, open activities and team roles moved; what was done stays with who did it.

    The reason is noted with the memberships.
    """
    coverage = _coverage(document, to)
    targets = tuple(_renamed(held, "owner", to) for held in document.targets)
    activities = tuple(
        _renamed(_renamed(held, "owner", to), "assigned_by", to) if held.status in OPEN else held
        for held in document.activities
    )
    memberships = _memberships(document, to, on, reason)
    moved = Moved(
        coverage=sum(held.member in to for held in document.coverage),
        targets=sum(held.owner in to for held in document.targets),
        activities=sum(
            held.status in OPEN and (held.owner in to or held.assigned_by in to) for held in document.activities
        ),
        memberships=len(set(memberships) - set(document.memberships)),
    )
    lists = {"coverage": coverage, "targets": targets, "activities": activities, "memberships": memberships}
    return document.model_copy(update=lists), moved


def _renamed(record: object, field: str, to: Mapping[str, str]) -> object:
    named = getattr(record, field)
    return record.model_copy(update={field: to[named]}) if named in to else record  # type: ignore[attr-defined]


def _coverage(document: AccountDocument, to: Mapping[str, str]) -> tuple[Coverage, ...]:
    """One record a member and person; where the new one has the person already, the stronger of the two stays."""
    held: dict[tuple[str, str], Coverage] = {}
    for record in document.coverage:
        moved = record.model_copy(update={"member": to.get(record.member, record.member)})
        known = held.get((moved.member, moved.person))
        if known is not None:
            target = moved.target_level or known.target_level
            moved = moved.model_copy(update={"owner": moved.owner or known.owner, "target_level": target})
        held[moved.member, moved.person] = moved
    return tuple(held.values())


def _memberships(document: AccountDocument, to: Mapping[str, str], on: date, reason: str) -> tuple[Membership, ...]:
    """Running memberships of those who leave end the day before; those who come begin on the day, in the same role."""
    roles = {member.id: member.role for member in document.team}
    found: list[Membership] = []
    for held in document.memberships:
        runs = held.member in to and held.since < on and (held.until is None or held.until >= on)
        found.append(
            held.model_copy(update={"until": on - timedelta(days=1), "note": reason or held.note}) if runs else held
        )
        if runs:
            roles[held.member] = held.role
    known = {(held.member, held.since) for held in found}
    dated = {held.member for held in found}
    for old, new in to.items():
        if old not in dated:
            found.append(
                Membership(
                    member=old, since=on - timedelta(days=1), until=on - timedelta(days=1), role=roles[old], note=reason
                )
            )
        if (new, on) not in known:
            found.append(Membership(member=new, since=on, role=roles[old], note=reason))
    return tuple(found)
