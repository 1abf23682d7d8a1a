"""The strategic sandbox: opportunities found by the front line, of which the company selects."""

from __future__ import annotations

from typing import Self

from pydantic import Field

from graph.kinds.codes import Number, ScanLayer, Selection, Share, SourceFunction
from graph.kinds.fields import Amount, Day, Id, Text
from graph.kinds.kind import Kind, Listing, Many, Node, Property, Record, Ref, Words


class Candidate(Record):
    """A sandbox opportunity: who found it, how attractive it is, whether it was chosen.

    The proposer does not decide.
    """

    opportunity_id: Id
    """The opportunity it stands for; the key."""
    selection: Selection = "PROPOSED"
    """The company's decision; PROPOSED until then."""
    source_function: SourceFunction | None = None
    """Which function found it; null: unknown."""
    scan_layer: ScanLayer | None = Field(default=None, description="Which of the five layers a technical find is of.")
    market_space: Amount | None = Field(default=None, description="In the opportunity's currency.")
    growth_rate: Number | None = Field(default=None, description="Yearly growth; 0.1 is ten percent.")
    profit_level: Number | None = Field(default=None, description="Margin; 0.1 is ten percent.")
    competition_intensity: Share | None = Field(default=None, description="0 none … 1 fierce; counts against.")
    proposed_by: Id | None = None
    """Member who proposed it; null: unknown."""
    proposed_on: Day | None = None
    """Day it was proposed; null: unknown."""
    selected_by: Id | None = Field(default=None, description="Who decided, whichever way.")
    selected_on: Day | None = None
    """Day it was decided on; null before."""
    requested: Amount | None = Field(default=None, description="In the opportunity's currency.")
    granted: Amount | None = Field(default=None, description="In the opportunity's currency.")
    goals: tuple[Id, ...] = Field(default=(), description="Customer's goals it serves.")
    note: Text = ""
    """Free text."""

    def canonical(self) -> Self:
        return self.model_copy(update={"goals": tuple(sorted(self.goals))})


_LINKS = {"opportunity_id", "goals", "proposed_by", "selected_by"}
SANDBOX = Kind(
    "sandbox",
    Candidate,
    key=("opportunity_id",),
    shape=Node(
        "Candidate",
        (
            *(Property(field) for field in Candidate.model_fields if field not in _LINKS),
            Property("proposed_by", to="Member"),
            Property("selected_by", to="Member"),
        ),
        refs=(Ref("opportunity_id", "CANDIDATE_FOR", "Opportunity"),),
        many=(Many("goals", "SERVES", "Goal"),),
        id="key",
    ),
    spans=(("proposed_on", "selected_on"),),
    listing=Listing(
        "candidate",
        "candidates",
        {"opportunity_id": "core-2028", "source_function": "SALES", "market_space": 1e8, "requested": 2e6},
        filters=("selection", "source_function", "proposed_by"),
    ),
    words={
        "sandbox": Words(
            ("Sandbox", "战略沙盘"),
            ("Opportunities found, with market data.", "战略沙盘：商机的市场数据与选择结果。"),
        ),
    },
)
