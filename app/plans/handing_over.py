"""Handing an account over: the customer belongs to the company, so everything stays and only who answers for it changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, get_args

from graph.document import AccountDocument
from graph.kinds import Coverage, Membership
from graph.kinds.fields import TargetLevel, TeamRole

OPEN: Final = frozenset({"PLANNED", "IN_PROGRESS"})
_TARGET_LEVELS: Final = get_args(TargetLevel)
_ROLES: Final = get_args(TeamRole)


@dataclass(frozen=True)
class Moved:
    """How many records changed hands."""

    coverage: int
    targets: int
    activities: int
    memberships: int


def hand_over(document: AccountDocument, to: Mapping[str, str], on: date, reason: str) -> tuple[AccountDocument, Moved]:
    """The document with coverage, plan items, open activities and team roles moved; what was done stays with who did it.

    `to` is read as one move: in which order it names people makes no difference. The reason is noted with the memberships.
    """
    moving = [line for line in document.coverage if line.member in to and (line.until is None or line.until >= on)]
    targets = tuple(_renamed(target, "owner", to) for target in document.targets)
    activities = tuple(
        _renamed(_renamed(activity, "owner", to), "assigned_by", to) if activity.status in OPEN else activity
        for activity in document.activities
    )
    memberships = _memberships(document, to, on, reason)
    moved = Moved(
        coverage=len(moving),
        targets=sum(target.owner in to for target in document.targets),
        activities=sum(
            activity.status in OPEN and (activity.owner in to or activity.assigned_by in to)
            for activity in document.activities
        ),
        memberships=len(set(memberships) - set(document.memberships)),
    )
    coverage = _coverage(document.coverage, moving, to, on)
    lists = {"coverage": coverage, "targets": targets, "activities": activities, "memberships": memberships}
    return document.model_copy(update=lists), moved


def _renamed(record: object, field: str, to: Mapping[str, str]) -> object:
    named = getattr(record, field)
    return record.model_copy(update={field: to[named]}) if named in to else record  # type: ignore[attr-defined]


def _coverage(
    lines: Iterable[Coverage], moving: list[Coverage], to: Mapping[str, str], on: date
) -> tuple[Coverage, ...]:
    """One record a member and person. A dated one that moves ends with the leaver and begins with the successor."""
    covered = {(line.member, line.person): line for line in lines if line not in moving}
    coming: dict[tuple[str, str], Coverage] = {}
    for line in moving:
        if line.since is not None and line.since < on:
            covered[line.member, line.person] = line.model_copy(update={"until": on - timedelta(days=1)})
        taken = line.model_copy(update={"member": to[line.member], "since": None if line.since is None else on})
        place = taken.member, taken.person
        if (known := coming.get(place)) is not None:
            taken = _joined(known, taken, None if known.since is None or taken.since is None else on)
        coming[place] = taken
    for place, taken in coming.items():
        own = covered.get(place)
        covered[place] = _joined(own, taken, own.since and min(own.since, on)) if own else taken
    return tuple(covered.values())


def _joined(one: Coverage, other: Coverage, since: date | None) -> Coverage:
    """Both as one record: who owns, owns; the higher target stays; it holds until the later of the two ends."""
    targets = [line.target_level for line in (one, other) if line.target_level is not None]
    return one.model_copy(
        update={
            "owner": one.owner or other.owner,
            "target_level": max(targets, key=_TARGET_LEVELS.index, default=None),
            "since": since,
            "until": None if one.until is None or other.until is None else max(one.until, other.until),
        }
    )


def _memberships(document: AccountDocument, to: Mapping[str, str], on: date, reason: str) -> tuple[Membership, ...]:
    """Running memberships of those who leave end the day before, and those who come take their roles on from the day.

    Who left without a recorded membership leaves none behind, and nobody gets a role twice.
    """
    after: list[Membership] = []
    roles: dict[str, set[TeamRole]] = {}
    for membership in document.memberships:
        runs = membership.since < on and (membership.until is None or membership.until >= on)
        if runs and membership.member in to:
            roles.setdefault(to[membership.member], set()).add(membership.role)
            ended = {"until": on - timedelta(days=1), "note": reason or membership.note}
            membership = membership.model_copy(update=ended)  # noqa: PLW2901 - the record as it is from now on
        after.append(membership)
    for member, taken in sorted(roles.items()):
        own = [one for one in after if one.member == member and one.since <= on and (one.until or on) >= on]
        new = sorted(taken - {membership.role for membership in own}, key=_ROLES.index)
        if new and on not in {membership.since for membership in own}:  # one role a member and day: the first in rank
            after.append(Membership(member=member, since=on, role=new[0], note=reason))
    return tuple(after)
