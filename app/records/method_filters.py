"""Which records of the relationship method are asked for: the filters of their lists, as query parameters."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from pydantic import Field

from app.records.filters import Filter
from graph.kinds import Record
from graph.kinds.codes import (
    ActivityStatus,
    AssessmentCode,
    Assessor,
    GoalKind,
    LtcStage,
    MarketTargetKind,
    McrArea,
    ProfileKind,
    Selection,
    SourceFunction,
)
from graph.kinds.fields import InteractionKind, TeamRole

_ID = Field(default=None, max_length=64)


class _Spanned(Filter):
    """Lists whose records have a day: `since` and `until` bound it."""

    day: ClassVar[str] = "on"
    since: date | None = Field(default=None, description="On this day or later.")
    until: date | None = Field(default=None, description="On this day or earlier.")

    def _fits(self, record: Record, name: str, wanted: Any) -> bool:
        if name not in {"since", "until"}:
            return super()._fits(record, name, wanted)
        on = getattr(record, self.day)
        return on is not None and bool(on >= wanted if name == "since" else on <= wanted)


class AssessmentFilter(_Spanned):
    """Judgements."""

    code: AssessmentCode | None = None
    assessor: Assessor | None = None
    department_id: str | None = _ID


class ProfileFilter(_Spanned):
    """Profiles."""

    kind: ProfileKind | None = None


class GoalFilter(Filter):
    """Goals, pressures and KPIs of the customer's."""

    searched: ClassVar[tuple[str, ...]] = ("id", "name")
    q: str | None = Field(default=None, max_length=200, description="Part of a name or id, in either script.")
    kind: GoalKind | None = None
    person: str | None = _ID
    department_id: str | None = _ID


class CandidateFilter(Filter):
    """The sandbox."""

    selection: Selection | None = None
    source_function: SourceFunction | None = None
    proposed_by: str | None = _ID


class MarketTargetFilter(Filter):
    """Market targets."""

    kind: MarketTargetKind | None = None
    opportunity_id: str | None = _ID


class TargetFilter(_Spanned):
    """Relationship targets."""

    day: ClassVar[str] = "by"
    person: str | None = _ID
    department_id: str | None = _ID
    owner: str | None = _ID
    market_target: str | None = _ID
    mcr_area: McrArea | None = None


class ActivityFilter(_Spanned):
    """Activities."""

    day: ClassVar[str] = "due_on"
    kind: InteractionKind | None = None
    status: ActivityStatus | None = None
    owner: str | None = _ID
    assigned_by: str | None = _ID
    target: str | None = _ID
    opportunity_id: str | None = _ID
    ltc_stage: LtcStage | None = None
    mcr_area: McrArea | None = None
    person: str | None = Field(default=None, max_length=64, description="With this person.")

    def _fits(self, record: Record, name: str, wanted: Any) -> bool:
        if name == "person":
            return wanted in record.people  # type: ignore[attr-defined]
        return super()._fits(record, name, wanted)


class MeshFilter(Filter):
    """Wanted pairs."""

    function: str | None = Field(default=None, max_length=200)
    department_id: str | None = _ID


class MembershipFilter(Filter):
    """Who was in the team."""

    member: str | None = _ID
    role: TeamRole | None = None


class WaiverFilter(_Spanned):
    """Waivers."""

    check: str | None = Field(default=None, max_length=200)
    opportunity_id: str | None = _ID


METHOD_FILTERS: dict[str, type[Filter]] = {
    "goals": GoalFilter,
    "profiles": ProfileFilter,
    "sandbox": CandidateFilter,
    "market_targets": MarketTargetFilter,
    "targets": TargetFilter,
    "activities": ActivityFilter,
    "mesh": MeshFilter,
    "memberships": MembershipFilter,
    "assessments": AssessmentFilter,
    "waivers": WaiverFilter,
}
