"""The strategic sandbox ranked: market space, growth, profit and competition, scaled over the candidates and weighted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pydantic import Field

from graph.answer import Answer
from graph.document import AccountDocument
from graph.kinds import Candidate, Opportunity

FACTORS: Final = ("market_space", "growth_rate", "profit_level", "competition_intensity")
AGAINST: Final = "competition_intensity"


class Weights(Answer):
    """Weight of each factor, scaled to sum 1; competition counts against."""

    market_space: float = Field(default=1.0, ge=0, le=1000, description="Weight of the market's size.")
    growth_rate: float = Field(default=1.0, ge=0, le=1000, description="Weight of growth.")
    profit_level: float = Field(default=1.0, ge=0, le=1000, description="Weight of profit.")
    competition_intensity: float = Field(
        default=1.0, ge=0, le=1000, description="Weight of competition (counts against)."
    )


class Ranked(Answer):
    """A candidate with its place."""

    opportunity_id: str = Field(description="Opportunity id.")
    name: str = Field(description="Name of the opportunity as recorded.")
    name_en: str = Field(description="In English, or empty.")
    horizon: str = Field(description="SHORT, MID or LONG.")
    place: int = Field(ge=1, description="1 is most attractive; equal scores by id.")
    attractiveness: float = Field(ge=0, le=1, description="Weighted mean of the scaled factors; unknown counts 0.")
    scaled: dict[str, float | None] = Field(
        description="Factors from 0 (least of the candidates) to 1, competition reversed; 0.5 where all are equal."
    )
    selection: str = Field(description="PROPOSED, SELECTED, REJECTED or DEFERRED.")
    source_function: str | None = Field(description="SALES, TECHNICAL or SERVICE; null: unknown.")
    scan_layer: str | None = Field(description="Scan layer of a technical find; null for others.")
    proposed_by: str | None = Field(description="Member who proposed it; null: unknown.")
    selected_by: str | None = Field(description="Member who decided; null before.")
    requested: float | None = Field(description="Amount requested, or null.")
    granted: float | None = Field(description="Amount granted; null before.")
    planned_cost: float = Field(description="Of its activities, without those cancelled.")
    over_grant: bool = Field(description="The plan costs more than was granted.")


class SandboxView(Answer):
    """What was found, ranked and chosen."""

    account: str = Field(description="Account id.")
    revision: int = Field(description="Account revision.")
    weights: Weights = Field(description="The weights ranked with.")
    ranking: list[Ranked] = Field(description="By attractiveness, best first.")
    by_horizon: dict[str, list[str]] = Field(description="Ids for SHORT, MID and LONG, by rank.")
    by_source: dict[str, int] = Field(description="By who found them: SALES, TECHNICAL, SERVICE or UNKNOWN.")
    by_layer: dict[str, int] = Field(description="Technical finds by scan layer.")
    found: int = Field(description="Opportunities found.")
    selected: int = Field(description="How many were selected.")
    warnings: list[Literal["EMPTY_AFTER_INSIGHT", "SELECTED_WITHOUT_TARGET", "OVER_GRANT", "VOID_PROFILE"]] = Field(
        description="Contradictions in insight, selection and plan."
    )
    void_profiles: list[str] = Field(description="Profiles that led to no opportunity, risk or value.")
    selected_without_target: list[str] = Field(description="Selected, but no market target pursues them.")


class CompanyWeights(Weights):
    """The weights, and what the company has to spend."""

    budget: float | None = Field(default=None, ge=0, le=1e15, description="What there is to grant; default no line.")
    currency: str = Field(
        default="CNY",
        pattern="^[A-Z]{3}$",
        description="Of the budget; what asks another stays out.",
    )


class CompanyRanked(Ranked):
    """A candidate among those of all accounts."""

    account: str = Field(description="Account id.")
    account_name: str = Field(description="The account's name.")
    currency: str = Field(description="Currency of the opportunity.")
    cumulative: float | None = Field(
        description="What it and those above take of the budget: granted, else requested; null if it takes no part."
    )
    above_line: bool | None = Field(
        description="True down to the first that no longer fits; null without a budget, or if rejected, deferred, "
        "without amount or in another currency."
    )


class CompanySandbox(Answer):
    """Opportunities of all accounts one sees, compared."""

    weights: CompanyWeights = Field(description="The weights and the budget.")
    accounts: int = Field(description="Accounts with a sandbox.")
    found: int = Field(description="Opportunities found.")
    selected: int = Field(description="How many were selected.")
    ranking: list[CompanyRanked] = Field(description="By attractiveness over all accounts, best first.")
    hidden: int = Field(description="How many places of the ranking are not shown.")
    requested: dict[str, float] = Field(description="Resources requested, by currency.")
    granted: dict[str, float] = Field(description="Resources granted, by currency.")
    budget_left: float | None = Field(description="Budget less what is above the line, or null.")
    selected_below_line: list[str] = Field(description="Selected all the same: `account/opportunity`.")


def rank_company(finds: Sequence[Find], weights: CompanyWeights, most: int) -> CompanySandbox:
    """The sandboxes of many accounts as one, at most `most` places shown; factors are scaled over all of them."""
    ranking: list[CompanyRanked] = []
    spent, cumulative, closed = 0.0, 0.0, False
    for find, ranked in _ranking(finds, weights):
        takes = find.entry.granted if find.entry.granted is not None else find.entry.requested
        part = (
            takes is not None
            and find.entry.selection in {"PROPOSED", "SELECTED"}
            and find.opportunity.currency == weights.currency
        )
        if part:
            cumulative += takes or 0.0
            closed = closed or (weights.budget is not None and cumulative > weights.budget)
            spent = spent if closed else cumulative
        ranking.append(
            CompanyRanked(
                **dict(ranked),
                account=find.account,
                account_name=find.account_name,
                currency=find.opportunity.currency,
                cumulative=cumulative if part else None,
                above_line=not closed if part and weights.budget is not None else None,
            )
        )
    return CompanySandbox(
        weights=weights,
        accounts=len({find.account for find in finds}),
        found=len(ranking),
        selected=sum(one.selection == "SELECTED" for one in ranking),
        ranking=ranking[:most],
        hidden=max(0, len(ranking) - most),
        requested=_sums(finds, "requested"),
        granted=_sums(finds, "granted"),
        budget_left=None if weights.budget is None else weights.budget - spent,
        selected_below_line=[
            f"{one.account}/{one.opportunity_id}"
            for one in ranking
            if one.selection == "SELECTED" and one.above_line is False
        ],
    )


def _sums(finds: Iterable[Find], field: str) -> dict[str, float]:
    sums: dict[str, float] = {}
    for find in finds:
        if (amount := getattr(find.entry, field)) is not None:
            sums[find.opportunity.currency] = sums.get(find.opportunity.currency, 0.0) + amount
    return dict(sorted(sums.items()))


def rank_sandbox(document: AccountDocument, weights: Weights, revision: int = 0) -> SandboxView:
    """The sandbox of a document."""
    ranking = [ranked for _, ranked in _ranking(finds_of(document), weights)]
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


@dataclass(frozen=True)
class Find:
    """An opportunity of an account's sandbox with what its plan costs."""

    account: str
    account_name: str
    entry: Candidate
    opportunity: Opportunity
    planned_cost: float

    @property
    def place(self) -> tuple[str, str]:
        """What tells it apart among all accounts."""
        return self.account, self.entry.opportunity_id


def finds_of(document: AccountDocument) -> tuple[Find, ...]:
    """The sandbox of one account."""
    known = {opportunity.id: opportunity for opportunity in document.opportunities}
    costs: dict[str, float] = {}
    for activity in document.activities:
        if activity.opportunity_id and activity.cost and activity.status != "CANCELLED":
            costs[activity.opportunity_id] = costs.get(activity.opportunity_id, 0.0) + activity.cost
    account = document.account
    return tuple(
        Find(account.id, account.name, entry, known[entry.opportunity_id], costs.get(entry.opportunity_id, 0.0))
        for entry in document.sandbox
    )


def _ranking(finds: Sequence[Find], weights: Weights) -> list[tuple[Find, Ranked]]:
    """All finds, best first."""
    scaled = {factor: _scaled(finds, factor) for factor in FACTORS}
    total = sum(getattr(weights, factor) for factor in FACTORS)
    scores = {
        find.place: sum(getattr(weights, factor) * (scaled[factor][find.place] or 0.0) for factor in FACTORS)
        / (total or 1.0)
        for find in finds
    }
    order = sorted(finds, key=lambda find: (-round(scores[find.place], 12), find.place[1], find.place[0]))
    return [
        (find, _ranked(find, place, scores[find.place], {factor: scaled[factor][find.place] for factor in FACTORS}))
        for place, find in enumerate(order, 1)
    ]


def _ranked(find: Find, place: int, score: float, scaled: dict[str, float | None]) -> Ranked:
    entry = find.entry
    return Ranked(
        opportunity_id=entry.opportunity_id,
        name=find.opportunity.name,
        name_en=find.opportunity.name_en,
        horizon=find.opportunity.horizon,
        place=place,
        attractiveness=min(1.0, score),
        scaled=scaled,
        selection=entry.selection,
        source_function=entry.source_function,
        scan_layer=entry.scan_layer,
        proposed_by=entry.proposed_by,
        selected_by=entry.selected_by,
        requested=entry.requested,
        granted=entry.granted,
        planned_cost=find.planned_cost,
        over_grant=entry.granted is not None and find.planned_cost > entry.granted,
    )


def _scaled(finds: Sequence[Find], factor: str) -> Mapping[tuple[str, str], float | None]:
    """Each find's factor between the least (0) and the largest (1); competition the other way round."""
    values = {find.place: getattr(find.entry, factor) for find in finds}
    known = [value for value in values.values() if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 0.0)

    def scale(value: float | None) -> float | None:
        if value is None:
            return None
        share = 0.5 if high == low else (value - low) / (high - low)
        return 1 - share if factor == AGAINST else share

    return {place: scale(value) for place, value in values.items()}


def _count(values: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return dict(sorted(counts.items()))
