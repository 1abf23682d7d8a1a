"""Us and our competitors side by side: attitude, organisation level, share of purchase and satisfaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from pydantic import Field

from graph.analysis.judgements import Judgements
from graph.analysis.levels import level_reached
from graph.analysis.product_shares import product_shares
from graph.answer import Answer
from graph.kinds import Party
from graph.kinds.assessments import LEVELS
from graph.power_graph import PowerGraph

Aspect = Literal["ATTITUDE", "LEVEL", "SHARE", "SATISFACTION"]
_NEAR: Final = 1e-9


class PartyPosition(Answer):
    """A bidder: ours computed, a competitor's as we know it."""

    party: str = Field(description="Party id.")
    attitude: float | None = Field(
        description="Sum of decision_influence times attitude over those known, by their influence; null: none known."
    )
    level: str | None = Field(description="Organisation level, ours as counted; null: unknown.")
    share: float | None = Field(description="Of what the customer buys, 0 to 1; null: unknown.")
    satisfaction: float | None = Field(description="Customer's satisfaction with it, 0 to 100; null: unknown.")
    products: dict[str, float] = Field(
        default_factory=dict, description="By product: its share of what the customer buys, where known."
    )
    ahead_in: list[str] = Field(default_factory=list, description="Products a competitor has more of than we.")
    ahead: list[Aspect] = Field(description="In what a competitor is ahead of us, of what is known of both.")


def positions(power: PowerGraph, judgements: Judgements, influence: Mapping[str, float]) -> list[PartyPosition]:
    """Everybody's position, us first; none without a vendor."""
    if power.document.vendor is None:
        return []
    own = PartyPosition(
        party=power.document.vendor.id,
        attitude=_attitude(power, power.document.vendor.id, influence),
        level=level_reached(judgements),
        share=judgements.value("SHARE_OF_WALLET"),
        satisfaction=judgements.value("SATISFACTION"),
        products=product_shares(power.document, power.document.vendor.id, power.as_of),
        ahead=[],
    )
    rivals = sorted(power.document.competitors, key=lambda party: party.id)
    return [own, *(_rival(power, party, own, influence) for party in rivals)]


def _rival(power: PowerGraph, party: Party, own: PartyPosition, influence: Mapping[str, float]) -> PartyPosition:
    known = party.judged_on is None or party.judged_on <= power.as_of
    position = PartyPosition(
        party=party.id,
        attitude=_attitude(power, party.id, influence),
        level=party.organization_level if known else None,
        share=party.share_of_wallet if known else None,
        satisfaction=party.satisfaction if known else None,
        products=product_shares(power.document, party.id, power.as_of),
        ahead=[],
    )
    pairs: dict[Aspect, tuple[float | None, float | None]] = {
        "ATTITUDE": (position.attitude, own.attitude),
        "LEVEL": (_step(position.level), _step(own.level)),
        "SHARE": (position.share, own.share),
        "SATISFACTION": (position.satisfaction, own.satisfaction),
    }
    ahead = [aspect for aspect, (a, b) in pairs.items() if a is not None and b is not None and a > b + _NEAR]
    ahead_in = [name for name, share in position.products.items() if share > own.products.get(name, share) + _NEAR]
    return position.model_copy(update={"ahead": ahead, "ahead_in": ahead_in})


def _attitude(power: PowerGraph, party: str, influence: Mapping[str, float]) -> float | None:
    known = {person: stance for person in power.ids if (stance := power.stance(person, party)) is not None}
    weight = sum(influence[person] for person in known)
    return sum(influence[person] * stance.x for person, stance in known.items()) / weight if weight else None


def _step(level: str | None) -> float | None:
    return None if level is None else float(LEVELS.index(level))
