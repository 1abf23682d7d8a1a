"""The review pack: everything a bid review looks at, in one answer."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field

from app.power_map.schemas import DecisionChain, PowerMap
from app.reviews.schemas import SnapshotItem
from graph.analysis.comparison import Comparison
from graph.analysis.gate import ReviewView
from graph.analysis.planning import RelationshipPlan
from graph.analysis.trend import Point


class ReviewPack(BaseModel):
    """A review's parts, each the answer of its own call, all of one map."""

    account: str = Field(description="Account id.")
    opportunity: str = Field(description="Opportunity id.")
    as_of: date = Field(description="Day it is for.")
    revision: int = Field(description="Account revision.")
    snapshot: SnapshotItem | None = Field(description="Shown by the whole pack; null: the live map.")
    previous: SnapshotItem | None = Field(description="The snapshot before it, for this opportunity or none, or null.")
    power_map: PowerMap = Field(description="People with roles and scores, standing, gaps, whom to work on first.")
    decision_chain: DecisionChain = Field(description="Stages with voting power, flip sets and standings.")
    competitors: list[Point] = Field(description="Standing and margins at each snapshot up to the pack, then in it.")
    plan: RelationshipPlan = Field(description="Targets and activities.")
    review: ReviewView = Field(description="The gate's verdict with every check.")
    changes: Comparison | None = Field(description="Since the previous snapshot, or null.")
