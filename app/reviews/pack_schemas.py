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
    """What the review of an opportunity is held with. Every part is the answer of its own call, of one and the same map."""

    account: str = Field(description="Id of the account.")
    opportunity: str = Field(description="Id of the opportunity reviewed.")
    as_of: date = Field(description="The day it is about.")
    revision: int = Field(description="The account's revision.")
    snapshot: SnapshotItem | None = Field(description="The snapshot the whole pack shows; null for the live map.")
    previous: SnapshotItem | None = Field(
        description="The snapshot before it, for this opportunity or none; null without."
    )
    power_map: PowerMap = Field(description="People with roles and scores, standing, gaps and whom to work on first.")
    decision_chain: DecisionChain = Field(
        description="The stages with voting power, flip sets and everybody's standing."
    )
    competitors: list[Point] = Field(description="Standing and margins at every snapshot up to the pack, then in it.")
    plan: RelationshipPlan = Field(description="Targets and activities of the relationship plan.")
    review: ReviewView = Field(description="The gate's verdict with every check.")
    changes: Comparison | None = Field(description="What changed since the previous snapshot; null without one.")
