"""The strategic sandbox ranked: market space, growth, profit and competition, scaled over the candidates and weighted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from pydantic import Field

from graph.answer import Answer
from graph.document import AccountDocument
from graph.kinds import Candidate

FACTORS: Final = ("market_space", "growth_rate", "profit_level", "competition_intensity")
AGAINST: Final = "competition_intensity"


class Weights(Answer):
    """How much each factor counts; competition counts against. They are scaled to sum 1."""

    market_space: float = Field(default=1.0, ge=0, le=1000, description="Weight of the market's size.")
    growth_rate: float = Field(default=1.0, ge=0, le=1000, description="Weight of growth.")
    profit_level: float = Field(default=1.0, ge=0, le=1000, description="Weight of profit.")
    competition_intensity: float = Field(
        default=1.0, ge=0, le=1000, description="Weight of competition, which counts against."
    )


class Ranked(Answer):
    """A candidate with its place."""

    opportunity_id: str = Field(description="Id of the opportunity.")
    name: str = Field(description="Name of the opportunity as recorded.")
    horizon: str = Field(description="SHORT, MID or LONG.")
    place: int = Field(ge=1, description="1 is the most attractive; equal scores stand by id.")
    attractiveness: float = Field(
        ge=0, le=1, description="Weighted mean of the scaled factors; an unknown one counts 0."
    )
    scaled: dict[str, float | None] = Field(
        description="Each factor from 0 (least of the candidates) to 1, competition turned round; 0.5 where all are equal."
    )
    selection: str = Field(description="PROPOSED, SELECTED, REJECTED or DEFERRED.")
    source_function: str | None = Field(description="SALES, TECHNICAL or SERVICE: who found it; null when not known.")
    scan_layer: str | None = Field(description="Layer of the scan a technical find comes from; null for others.")
    proposed_by: str | None = Field(description="Id of the member who proposed it; null when not known.")
    selected_by: str | None = Field(description="Id of the member who decided; null before the decision.")
    requested: float | None = Field(description="Amount requested; null when none was.")
    granted: float | None = Field(description="Amount granted; null before the decision.")
    planned_cost: float = Field(description="Cost of the activities for it that are not cancelled.")
    over_grant: bool = Field(description="True if the plan costs more than was granted.")


class SandboxView(Answer):
    """What was found, ranked, and what the company chose."""

    account: str = Field(description="Id of the account.")
    revision: int = Field(description="The account's revision: one revision, one answer, while borrowed people stay.")
    weights: Weights = Field(description="The weights ranked with.")
    ranking: list[Ranked] = Field(description="Opportunities by attractiveness, best first.")
    by_horizon: dict[str, list[str]] = Field(description="Opportunity ids for SHORT, MID and LONG, by rank.")
    by_source: dict[str, int] = Field(description="Entries by who found them: SALES, TECHNICAL, SERVICE, or UNKNOWN.")
    by_layer: dict[str, int] = Field(description="Technical finds by scan layer.")
    found: int = Field(description="How many opportunities were found.")
    selected: int = Field(description="How many were selected.")
    warnings: list[Literal["EMPTY_AFTER_INSIGHT", "SELECTED_WITHOUT_TARGET", "OVER_GRANT", "VOID_PROFILE"]] = Field(
        description="What contradicts the order of insight, selection and plan."
    )
    void_profiles: list[str] = Field(description="Profiles whose insight led to no opportunity, risk or value.")
    selected_without_target: list[str] = Field(description="Selected opportunities that no market target pursues.")


def rank_sandbox(document: AccountDocument, weights: Weights, revision: int = 0) -> SandboxView:
    """The sandbox of a document."""
    ranking = _ranking(document, weights)
    void = void_profiles(document)
    pursued = {target.opportunity_id for target in document.market_targets}
    chosen = [entry.opportunity_id for entry in ranking if entry.selection == "SELECTED"]
    orphaned = [opportunity for opportunity in chosen if opportunity not in pursued]
    facts: dict[Literal["EMPTY_AFTER_INSIGHT", "SELECTED_WITHOUT_TARGET", "OVER_GRANT", "VOID_PROFILE"], bool] = {
        "EMPTY_AFTER_INSIGHT": bool(document.profiles) and not ranking,
        "SELECTED_WITHOUT_TARGET": bool(orphaned),
        "OVER_GRANT": any(entry.over_grant for entry in ranking),
        "VOID_PROFILE": bool(void),
    }
    return SandboxView(
        account=document.account.id,
        revision=revision,
        weights=weights,
        ranking=ranking,
        by_horizon={
            horizon: [entry.opportunity_id for entry in ranking if entry.horizon == horizon]
            for horizon in ("SHORT", "MID", "LONG")
        },
        by_source=_count(entry.source_function or "UNKNOWN" for entry in ranking),
        by_layer=_count(entry.scan_layer for entry in ranking if entry.scan_layer),
        found=len(ranking),
        selected=len(chosen),
        warnings=[code for code, true in facts.items() if true],
        void_profiles=void,
        selected_without_target=orphaned,
    )


def void_profiles(document: AccountDocument) -> list[str]:
    """Profiles without any output."""
    return sorted(
        profile.id for profile in document.profiles if not (profile.opportunities or profile.risks or profile.value)
    )


def _ranking(document: AccountDocument, weights: Weights) -> list[Ranked]:
    scaled = {factor: _scaled(document.sandbox, factor) for factor in FACTORS}
    total = sum(getattr(weights, factor) for factor in FACTORS)
    scores = {
        entry.opportunity_id: sum(
            getattr(weights, factor) * (scaled[factor][entry.opportunity_id] or 0.0) for factor in FACTORS
        )
        / (total or 1.0)
        for entry in document.sandbox
    }
    known = {opportunity.id: opportunity for opportunity in document.opportunities}
    order = sorted(document.sandbox, key=lambda entry: (-round(scores[entry.opportunity_id], 12), entry.opportunity_id))
    costs: dict[str, float] = {}
    for activity in document.activities:
        if activity.opportunity_id and activity.cost and activity.status != "CANCELLED":
            costs[activity.opportunity_id] = costs.get(activity.opportunity_id, 0.0) + activity.cost
    return [
        Ranked(
            opportunity_id=entry.opportunity_id,
            name=known[entry.opportunity_id].name,
            horizon=known[entry.opportunity_id].horizon,
            place=place,
            attractiveness=min(1.0, scores[entry.opportunity_id]),
            scaled={factor: scaled[factor][entry.opportunity_id] for factor in FACTORS},
            selection=entry.selection,
            source_function=entry.source_function,
            scan_layer=entry.scan_layer,
            proposed_by=entry.proposed_by,
            selected_by=entry.selected_by,
            requested=entry.requested,
            granted=entry.granted,
            planned_cost=costs.get(entry.opportunity_id, 0.0),
            over_grant=entry.granted is not None and costs.get(entry.opportunity_id, 0.0) > entry.granted,
        )
        for place, entry in enumerate(order, 1)
    ]


def _scaled(candidates: tuple[Candidate, ...], factor: str) -> Mapping[str, float | None]:
    """Each candidate's factor between the least (0) and the largest (1); competition the other way round."""
    values = {entry.opportunity_id: getattr(entry, factor) for entry in candidates}
    known = [value for value in values.values() if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 0.0)

    def scale(value: float | None) -> float | None:
        if value is None:
            return None
        share = 0.5 if high == low else (value - low) / (high - low)
        return 1 - share if factor == AGAINST else share

    return {opportunity: scale(value) for opportunity, value in values.items()}


def _count(values: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return dict(sorted(counts.items()))
