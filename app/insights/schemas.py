"""What the insight routes answer; each field says what it means, its range and where the definition comes from."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from graph.analysis.bus_factor import BusFactor
from graph.analysis.classes import PersonClass
from graph.analysis.key_set import KeySet
from graph.analysis.outlook import Chance
from graph.analysis.stage_plans import StagePlan
from graph.answer import Answer
from graph.method import Method


class Seen(BaseModel):
    """A part of an answer, read from what the analysis found; never NaN or infinite."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, from_attributes=True)


class Insight(Answer):
    """What every answer says of its question."""

    account: str = Field(description="Id of the account.")
    opportunity: str | None = Field(description="Id of the opportunity asked about; null for none.")
    as_of: date = Field(description="The day it is about; nothing dated later counts (method 1).")
    revision: int = Field(description="The account's revision: one revision, one answer, while borrowed people stay.")
    method: Method = Field(description="Every parameter of the method it was computed with.")


class KeySetAnswer(Insight, KeySet):
    """The best key set of a size."""

    k: int = Field(description="How many people were asked for.")


class Plans(Insight):
    """The cheapest plan of every voting stage that is still open, in stage order."""

    plans: tuple[StagePlan, ...] = Field(description="One a voting stage, in order.")


class Loss(Answer):
    """The customer's side: what we lose when a person's support is lost (method 5)."""

    person: str = Field(description="Id of the person.")
    contacted: float = Field(le=0, description="Change of our standing if their attitude became CONTACTED.")


class BusFactors(Insight):
    """Whose leaving hurts, on both sides."""

    own: BusFactor | None = Field(description="Null when nobody is covered.")
    customer: tuple[Loss, ...] = Field(description="Everyone we would lose by, most first.")


class StageOutlookView(Seen):
    """A voting stage: votes for a party reach the quota and no veto stops it (method 3)."""

    stage: str = Field(description="Id of the stage.")
    decided: bool = Field(description="Whether it has an outcome; then who won has chance 1.")
    parties: dict[str, Chance] = Field(description="By party: how likely it carries the stage.")
    nobody: float = Field(ge=0, le=1, description="What is left to 1: nobody reaches the quota, or a veto stops it.")
    voters: dict[str, Chance] = Field(description="By voter: how likely they go for us.")
    veto: list[str] = Field(description="Who can stop the stage; their passing is in the chances.")
    exact: bool = Field(description="False if the weights have too many sums to be told apart; see error.")
    error: float = Field(ge=0, le=1, description="Bound on the error of each point; 0 where exact.")


class OutlookAnswer(Insight):
    """A model, not a forecast: how likely each stage is won."""

    model: Literal["settled-attitude"] = Field(
        default="settled-attitude",
        description="A voter goes for a party with weight e^(outlook_slope * settled attitude), for nobody with "
        "e^-outlook_intercept, voters independent; veto holders pass it by the logistic of theirs.",
    )
    note_en: str = Field(description="What must be said beside the number.")
    note_zh: str = Field(description="The same in Chinese.")
    stages: list[StageOutlookView] = Field(description="The voting stages in order.")
    chain: dict[str, Chance] = Field(description="By party: product over the stages, as if they decided independently.")
    weakest: str | None = Field(description="Our least likely stage; null without a voting stage or a vendor.")


class TrackView(Seen):
    """How stated probabilities did against recorded votes."""

    count: int = Field(ge=1, description="Predictions compared: one a vote and party, or one a stage and party.")
    brier: float = Field(ge=0, le=1, description="Mean squared error: 0 right, 0.25 a coin (Brier 1950).")
    bias: float = Field(ge=-1, le=1, description="Mean of predicted minus actual; above 0 is too hopeful.")


class CalibrationAnswer(Insight):
    """How the model and each reporter of attitudes did, by the outcomes recorded on stages."""

    votes: TrackView | None = Field(description="The model on single votes, as of the day before; null without any.")
    stages: TrackView | None = Field(description="The model on winners of stages; null without any.")
    reporters: dict[str, TrackView] = Field(description="By member: the attitude they reported last, as a probability.")
    base_rate: float | None = Field(
        description="Share of the compared votes that were a yes; r(1-r) is the score to beat."
    )


class BasisView(Seen):
    """What a known attitude rests on."""

    person: str = Field(description="Id of the person.")
    party: str = Field(description="Id of the party it is towards.")
    level: str = Field(description="Level of the attitude as recorded (method 1).")
    age_days: int = Field(ge=0, description="Of the newest record.")
    half_life_days: int = Field(ge=1, description="By rank: evidence_half_life_top, _middle, _staff.")
    confidence: float = Field(ge=0, le=1, description="Recorded confidence / 5, halved every half-life.")
    has_evidence: bool = Field(description="The newest record says what it rests on.")
    reporters: list[str] = Field(description="Members who reported it, all records that count.")


class ContradictionView(Seen):
    """Two statements that cannot both be right."""

    kind: Literal["REPORTERS_DIFFER", "EXCLUSIVE_TWICE"] = Field(
        description="Two reporters two levels or more apart within the window; or two parties supported exclusively."
    )
    person: str = Field(description="Id of the person it is about.")
    party: str | None = Field(description="Id of the party it is about.")
    levels: dict[str, str] = Field(description="By reporter, or by party.")


class EvidenceAnswer(Insight):
    """How far the map can be trusted."""

    map_quality: float | None = Field(description="0 to 1, the mean of the parts that can be judged; null without any.")
    parts: dict[str, float | None] = Field(
        description="0 to 1 each: attitudes_known, attitudes_fresh, two_reporters and consistent by decision influence; "
        "lines_with_evidence and roles_filled by count. Null where there is nothing to judge."
    )
    happy_ears: float | None = Field(
        description="Share of our supporters (SUPPORT or above) without evidence within 90 days; null without supporters."
    )
    supporters: list[str] = Field(description="Ids of people at SUPPORT or above towards us.")
    unsupported: list[str] = Field(description="Supporters without such evidence.")
    single_reporter: list[str] = Field(description="People whose attitude towards us rests on one reporter.")
    contradictions: list[ContradictionView] = Field(description="Statements that cannot both be right.")
    attitudes: list[BasisView] = Field(description="Every attitude that counts, and what it rests on.")


class TriadView(Seen):
    """Three people whose ties cannot all last."""

    people: tuple[str, str, str] = Field(description="Ids of the three.")
    conflicts: int = Field(description="1 or 3 of the three ties.")


class SidesView(Seen):
    """What winning one person means for others."""

    person: str = Field(description="Id of the person.")
    against: list[str] = Field(description="In conflict with this person.")
    together: list[str] = Field(description="Allied with this person.")
    torn: list[str] = Field(description="Close to this person and to someone against them: they must take sides.")


class CoalitionView(Seen):
    """People joined by alliances."""

    people: list[str] = Field(description="Ids of its people.")
    decision_influence: float = Field(ge=0, le=1, description="Of all of them.")
    votes: dict[str, int] = Field(description="By stage: the votes they hold together.")
    attitude: float | None = Field(description="Mean x towards us of those known, -1 to 1.")
    inner_conflicts: list[tuple[str, str]] = Field(description="Pairs within it that are in conflict.")
    opposes: list[int] = Field(description="Places in this list of the coalitions they are in conflict with.")


class AlliancesAnswer(Insight):
    """Conflicts and alliances (Cartwright & Harary 1956)."""

    unbalanced: list[TriadView] = Field(description="Triads whose signs multiply to -1.")
    balanced: int = Field(ge=0, description="Triads that can last.")
    frustration: int = Field(ge=0, description="Fewest ties that stay wrong whatever two camps form.")
    exact: bool = Field(description="False if a part of more than 16 people was searched, not proven.")
    sides: dict[str, SidesView] = Field(description="By person with a tie.")
    coalitions: list[CoalitionView] = Field(description="Most decision influence first.")


class HiddenPart(Seen):
    """Through whose vote the influence works."""

    stage: str = Field(description="Id of the stage; `rank` where the basis is rank.")
    voter: str | None = Field(description="Null where many small parts of a stage are told as one.")
    share: float = Field(description="Part of their decision influence that acts this way, 0 to 1.")


class HiddenReasonView(Seen):
    """Why someone is a hidden influencer (method 3)."""

    person: str = Field(description="Id of the person.")
    decision_influence: float = Field(description="Share of the decision that traces back to them, 0 to 1 (method 3).")
    person_class: PersonClass = Field(description="A or B by decision influence.")
    through_others: float = Field(description="Decision influence that acts through other people's votes.")
    rank: int = Field(description="1 head of the account to 6 staff.")
    low_rank: bool = Field(description="Rank 4 or below.")
    outside_line: bool = Field(description="No rank-1 person at or above them on SOLID lines.")
    has_vote: bool = Field(description="True if they hold a vote themselves.")
    through: list[HiddenPart] = Field(description="The three largest parts that are not their own vote.")


class BuyingCentreAnswer(Insight):
    """The five dimensions of Johnston & Bonoma 1981 over everyone with a vote, a veto or a role."""

    people: list[str] = Field(description="Ids of those who take part.")
    vertical: int = Field(ge=0, description="Ranks involved.")
    lateral: int = Field(ge=0, description="Departments involved.")
    extensivity: int = Field(ge=0, description="People involved.")
    connectedness: float | None = Field(description="Share of pairs with an influence or reporting line, 0 to 1.")
    purchasing_centrality: float | None = Field(
        description="Share of the others with whom the best connected PROCUREMENT role has a line; null without one."
    )
    purchasing: str | None = Field(description="Who that is.")
    hidden_influencers: list[HiddenReasonView] = Field(
        description="Why each hidden influencer is one, largest first (method 3)."
    )
