"""What the reviews room is sent and answers beside the analyses."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from app.records.schemas import ListPage
from graph.analysis.trend import Point, Trend
from graph.kinds.fields import Confidence, Day, Id, Level, Name, OptionalName


class NewSnapshot(BaseModel):
    """A snapshot to be taken."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"name": "立项评审前", "reason": "project approval", "opportunity": "core-cloud-2027"}
        },
    )

    id: Id | None = Field(default=None, description="Its id; made up when left out.")
    name: Name
    reason: OptionalName = ""
    opportunity: Id | None = Field(default=None, description="Opportunity it was taken for; null: the account.")
    as_of: Day | None = Field(default=None, description="The day it shows; default today.")


class SnapshotItem(BaseModel):
    """A snapshot without its document."""

    id: str = Field(description="The snapshot.")
    name: str = Field(description="Name it was given.")
    reason: str = Field(description="Why it was taken; empty: nobody said.")
    opportunity: str | None = Field(description="Opportunity it was taken for; null: the account.")
    as_of: date = Field(description="The day it shows.")
    taken_at: str = Field(description="The moment it was taken, UTC.", examples=["2026-11-18T09:00:00.000+00:00"])
    taken_by: str = Field(description="Name of the key it was taken with.")
    member: str | None = Field(description="Member who took it, if the key is tied to one.")
    revision: int = Field(description="The account's revision it was taken at.")
    digest: str = Field(description="Names head and content; equal for equal snapshots.")
    brought_by: str | None = Field(default=None, description="Key that brought it with a document; null: taken here.")


class SnapshotList(ListPage):
    """A page of snapshots, oldest first unless sorted."""

    items: list[SnapshotItem] = Field(description="The snapshots of this page.")


class AttitudePoint(BaseModel):
    """An attitude as it was recorded."""

    person: str = Field(description="Person id.")
    toward: str = Field(description="The party: us or a competitor.")
    on: date = Field(description="Day observed.")
    level: Level = Field(description="Level as recorded (method 1).")
    x: float | None = Field(description="-1 to 1; null for UNKNOWN.")
    opportunity_id: str | None = Field(description="The opportunity it is tied to, or null.")
    confidence: Confidence
    evidence: str = Field(description="What the statement rests on.")
    reported_by: str | None = Field(description="Member who reported it; null: unknown.")
    steps: int | None = Field(description="Levels up (down: negative) since the last; null for the first.")


class Timeline(BaseModel):
    """What was thought of each party over time, and where all stood."""

    account: str = Field(description="Account id.")
    opportunity: str | None = Field(description="Opportunity id, or null.")
    as_of: date = Field(description="Day it is for.")
    revision: int = Field(description="Account revision.")
    attitudes: list[AttitudePoint] = Field(description="By person, party and day.")
    standing: list[Point] = Field(description="At each snapshot for this opportunity or none, then now.")
    trend: Trend = Field(description="What moved lately.")
