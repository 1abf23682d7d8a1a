"""The five stages of a relationship, suggested from facts and confirmed by us; its nature; its wedge factors."""

from __future__ import annotations

from datetime import date
from typing import Final

from pydantic import Field

from graph.analysis.judgements import Judgements, Mark, marks
from graph.analysis.mesh import Mesh
from graph.answer import Answer
from graph.kinds.assessments import STAGES, WEDGE_FACTORS
from graph.power_graph import PowerGraph

NETWORK_PAIRS: Final = 3
DIAMOND_SHARE: Final = 0.5
MOST_RESERVES: Final = 2
CLOUD_TEAMS: Final = 2


class StageFact(Answer):
    """A fact a stage asks for."""

    stage: str = Field(description="Stage of the relationship: POINT_TO_POINT to CLOUD.")
    fact: str = Field(description="What is asked, in a word.")
    value: float | bool | None = Field(description="What is known; null when nobody said.")
    needed: float | bool = Field(description="The least the stage asks for.")
    met: bool = Field(description="True if what is known is enough.")


class Quadrant(Answer):
    """How the two work together: what about (participation) and in which spirit (nature)."""

    participation: str | None = Field(description="SIMPLE or COMPLEX; null when never judged.")
    participation_on: date | None = Field(description="Day the participation was judged; null when never.")
    nature: str | None = Field(
        description="TRANSACTIONAL, AUTHORITARIAN, INDULGENT or BALANCED; null when never judged."
    )
    nature_on: date | None = Field(description="Day the nature was judged; null when never.")


class StageAnswer(Answer):
    """The stage of the relationship."""

    suggested: str = Field(description="The highest stage all of whose facts, and of those below, hold.")
    confirmed: str | None = Field(description="As stated by one of us; null until somebody did.")
    confirmed_on: date | None = Field(description="Day it was stated; null when never.")
    facts: list[StageFact] = Field(description="What each stage asks for, and what is known.")
    quadrant: Quadrant = Field(description="Participation and nature of the relationship.")
    wedge_factors: list[Mark] = Field(
        description="The newest marks of quality, stability, preference and service, 1 to 5."
    )
    weakest_factor: str | None = Field(description="The wedge factor with the lowest mark; the first of equals.")
    failed_checks: list[str] = Field(description="What the confirmed stage asks for and the facts do not show.")


def stage_of(power: PowerGraph, judgements: Judgements, mesh: Mesh) -> StageAnswer:
    """The stage with the facts it rests on; every number that bounds one stands in this file by name."""
    facts = _facts(power, judgements, mesh)
    suggested = STAGES[0]
    for stage in STAGES[1:]:
        if not all(fact.met for fact in facts if fact.stage == stage):
            break
        suggested = stage
    held = judgements.find("STAGE")
    confirmed = held.choice if held else None
    asked = STAGES[: STAGES.index(confirmed) + 1] if confirmed else ()
    participation, nature = judgements.find("PARTICIPATION"), judgements.find("NATURE")
    factors = marks(judgements, WEDGE_FACTORS)
    known = [factor for factor in factors if factor.value is not None]
    weakest = min(known, key=lambda factor: factor.value or 0.0, default=None)
    return StageAnswer(
        suggested=suggested,
        confirmed=confirmed,
        confirmed_on=held.on if held else None,
        facts=facts,
        quadrant=Quadrant(
            participation=participation.choice if participation else None,
            participation_on=participation.on if participation else None,
            nature=nature.choice if nature else None,
            nature_on=nature.on if nature else None,
        ),
        wedge_factors=factors,
        weakest_factor=weakest.code if weakest else None,
        failed_checks=[fact.fact for fact in facts if fact.stage in asked and not fact.met],
    )


def _facts(power: PowerGraph, judgements: Judgements, mesh: Mesh) -> list[StageFact]:
    share, reserves = judgements.value("SHARE_OF_WALLET"), judgements.value("RESERVE_SUPPLIERS")
    teams = judgements.value("JOINT_TEAMS")
    sponsor = any(member.role == "EXECUTIVE_SPONSOR" for member in power.team.values())
    found: list[tuple[str, str, float | bool | None, float | bool, bool]] = [
        ("NETWORK", "OWN_CHANNELS", mesh.own_channels, NETWORK_PAIRS, mesh.own_channels >= NETWORK_PAIRS),
        ("DIAMOND", "SHARE_OF_WALLET", share, DIAMOND_SHARE, share is not None and share > DIAMOND_SHARE),
        (
            "DIAMOND",
            "RESERVE_SUPPLIERS",
            reserves,
            MOST_RESERVES,
            reserves is not None and reserves <= MOST_RESERVES,
        ),
        ("CLOUD", "JOINT_TEAMS", teams, CLOUD_TEAMS, teams is not None and teams >= CLOUD_TEAMS),
        ("CLOUD", "EXECUTIVE_SPONSOR", sponsor, True, sponsor),
    ]
    for stage, code in (("WEDGE", "REPEAT_ORDERS"), ("NETWORK", "TRUST"), ("DIAMOND", "LONG_AGREEMENT")):
        said = judgements.met(code)
        found.append((stage, code, said, True, bool(said)))
    made = [StageFact(stage=s, fact=f, value=v, needed=n, met=m) for s, f, v, n, m in found]
    return sorted(made, key=lambda fact: STAGES.index(fact.stage))
