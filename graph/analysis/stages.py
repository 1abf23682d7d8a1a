"""The five stages of a relationship, suggested from facts and confirmed by us; its nature; its wedge factors."""

from __future__ import annotations

from datetime import date
from typing import Final

from pydantic import Field

from graph.analysis.judgements import Judgements, Mark, marks
from graph.analysis.mesh import Mesh
from graph.analysis.product_shares import largest_share
from graph.analysis.techniques import Technique, techniques
from graph.answer import Answer
from graph.kinds.assessments import STAGES, WEDGE_FACTORS
from graph.power_graph import PowerGraph

WEDGE_MARK: Final = 3.0
NETWORK_PAIRS: Final = 3
DIAMOND_SHARE: Final = 0.5
MOST_RESERVES: Final = 2
CLOUD_TEAMS: Final = 2
CLOUD_RESIDENTS: Final = 12


class StageFact(Answer):
    """A fact a stage asks for."""

    stage: str = Field(description="POINT_TO_POINT to CLOUD.")
    fact: str = Field(description="What is asked, in a word.")
    value: float | bool | str | None = Field(description="What is known; null: unknown.")
    needed: float | bool | str = Field(
        description="The least asked for; of RESERVE_SUPPLIERS the most; SHARE_OF_WALLET or our product share must exceed it."
    )
    met: bool = Field(description="What is known is enough.")


class Quadrant(Answer):
    """How both work together: about what (participation), in which spirit (nature)."""

    participation: str | None = Field(description="SIMPLE or COMPLEX; null: never judged.")
    participation_on: date | None = Field(description="Day it was judged; null: never.")
    nature: str | None = Field(description="TRANSACTIONAL, AUTHORITARIAN, INDULGENT or BALANCED; null: never judged.")
    nature_on: date | None = Field(description="Day the nature was judged; null: never.")


class StageAnswer(Answer):
    """The stage of the relationship."""

    suggested: str = Field(description="The highest stage whose facts, and all below, hold.")
    confirmed: str | None = Field(description="As stated by one of us; null until somebody did.")
    confirmed_on: date | None = Field(description="Day it was stated, or null.")
    facts: list[StageFact] = Field(description="What each stage asks for, and what is known.")
    quadrant: Quadrant = Field(description="Participation and nature of the relationship.")
    wedge_factors: list[Mark] = Field(description="Newest marks of quality, stability, preference and service, 1 to 5.")
    weakest_factor: str | None = Field(description="Wedge factor with the lowest mark; first of equals.")
    techniques: list[Technique] = Field(
        description="For the confirmed (else suggested) stage, nature and participation."
    )
    failed_checks: list[str] = Field(description="Asked for by the confirmed stage, not shown by facts.")


def stage_of(power: PowerGraph, judgements: Judgements, mesh: Mesh) -> StageAnswer:
    """The stage with the facts it rests on; every number that bounds one stands in this file by name."""
    sponsored = any(member.role == "EXECUTIVE_SPONSOR" for member in power.present.values())
    facts = stage_facts(judgements, mesh.own_channels, largest_share(power.document, power.as_of), sponsored=sponsored)
    suggested = stage_reached(facts)
    record = judgements.find("STAGE")
    confirmed = record.choice if record else None
    needed = STAGES[: STAGES.index(confirmed) + 1] if confirmed else ()
    participation, nature = judgements.find("PARTICIPATION"), judgements.find("NATURE")
    factors = marks(judgements, WEDGE_FACTORS)
    known = [factor for factor in factors if factor.value is not None]
    weakest = min(known, key=lambda factor: factor.value or 0.0, default=None)
    quadrant = Quadrant(
        participation=participation.choice if participation else None,
        participation_on=participation.on if participation else None,
        nature=nature.choice if nature else None,
        nature_on=nature.on if nature else None,
    )
    return StageAnswer(
        suggested=suggested,
        confirmed=confirmed,
        confirmed_on=record.on if record else None,
        facts=facts,
        quadrant=quadrant,
        wedge_factors=factors,
        weakest_factor=weakest.code if weakest else None,
        techniques=techniques(confirmed or suggested, quadrant.nature, quadrant.participation),
        failed_checks=[fact.fact for fact in facts if fact.stage in needed and not fact.met],
    )


def stage_reached(facts: list[StageFact]) -> str:
    """The highest stage all of whose facts, and of those below, hold."""
    open_stages = {fact.stage for fact in facts if not fact.met}
    reached = STAGES[0]
    for stage in STAGES[1:]:
        if stage in open_stages:
            break
        reached = stage
    return reached


def stage_facts(
    judgements: Judgements, own_channels: int, of_product: float | None, *, sponsored: bool
) -> list[StageFact]:
    """What each stage asks for, by stage; what nobody said does not hold.

    `of_product`: our largest share of one product: more than half of one is enough (method, technique 7).
    """
    known = [mark.value for mark in marks(judgements, WEDGE_FACTORS) if mark.value is not None]
    mark = sum(known) / len(known) if known else None
    shares = [share for share in (judgements.value("SHARE_OF_WALLET"), of_product) if share is not None]
    share, reserves = max(shares, default=None), judgements.value("RESERVE_SUPPLIERS")
    teams, residents = judgements.value("JOINT_TEAMS"), judgements.value("RESIDENT_STAFF")
    part = judgements.choice("PARTICIPATION")
    measured: list[tuple[str, str, float | bool | str | None, float | bool | str, bool]] = [
        ("WEDGE", "WEDGE_MARKS", mark, WEDGE_MARK, mark is not None and mark >= WEDGE_MARK),
        ("NETWORK", "OWN_CHANNELS", own_channels, NETWORK_PAIRS, own_channels >= NETWORK_PAIRS),
        ("DIAMOND", "SHARE_OF_WALLET", share, DIAMOND_SHARE, share is not None and share > DIAMOND_SHARE),
        ("DIAMOND", "RESERVE_SUPPLIERS", reserves, MOST_RESERVES, reserves is not None and reserves <= MOST_RESERVES),
        ("DIAMOND", "PARTICIPATION", part, "COMPLEX", part == "COMPLEX"),
        ("CLOUD", "JOINT_TEAMS", teams, CLOUD_TEAMS, teams is not None and teams >= CLOUD_TEAMS),
        (
            "CLOUD",
            "RESIDENT_STAFF",
            residents,
            CLOUD_RESIDENTS,
            residents is not None and residents >= CLOUD_RESIDENTS,
        ),
        ("CLOUD", "EXECUTIVE_SPONSOR", sponsored, True, sponsored),
    ]
    for stage, code in (
        ("WEDGE", "REPEAT_ORDERS"),
        ("WEDGE", "REGULAR_EVALUATION"),
        ("NETWORK", "TRUST"),
        ("DIAMOND", "LONG_AGREEMENT"),
        ("DIAMOND", "STABLE_PRICES"),
    ):
        said = judgements.met(code)
        measured.append((stage, code, said, True, bool(said)))
    facts = [StageFact(stage=s, fact=f, value=v, needed=n, met=m) for s, f, v, n, m in measured]
    return sorted(facts, key=lambda fact: STAGES.index(fact.stage))
