"""The named defaults of the method: numbers that are judgement, not science. `method.md` of the project says what each means.

Every answer shows them under `method`, and a request may override those that `Method` marks as such.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core.core_schema import ValidationInfo

X_OF_LEVEL: Final = MappingProxyType(
    {
        "OPPOSE": -1.0,
        "CONTACTED": 0.0,
        "ACCEPT": 0.25,
        "FAVORABLE": 0.5,
        "SUPPORT": 0.75,
        "SUPPORT_EXCLUSIVE": 1.0,
        "THREAT": -1.0,
        "COMMODITY": 0.0,
        "ACCEPTANCE": 0.375,
        "VALUED": 0.875,
    }
)
SIX_LEVELS: Final = ("OPPOSE", "CONTACTED", "ACCEPT", "FAVORABLE", "SUPPORT", "SUPPORT_EXCLUSIVE")
FOUR_LEVELS: Final = ("THREAT", "COMMODITY", "ACCEPTANCE", "VALUED")
STEP_OF_LEVEL: Final = MappingProxyType(
    {**{level: i for i, level in enumerate(SIX_LEVELS)}, "THREAT": 0, "COMMODITY": 1, "ACCEPTANCE": 2, "VALUED": 4}
)
ACTIVITY_WEIGHTS: Final = MappingProxyType(
    {
        "WORKSHOP": 1.0,
        "JOINT_INNOVATION": 1.0,
        "EXECUTIVE_MEETING": 1.0,
        "MANAGEMENT_SEMINAR": 0.9,
        "TECH_EXCHANGE": 0.8,
        "SITE_TOUR": 0.8,
        "COMPANY_TOUR": 0.7,
        "SERVICE_RECOVERY": 0.7,
        "VISIT": 0.5,
        "EXHIBITION": 0.3,
        "REMOTE_CONTACT": 0.2,
        "HOSPITALITY": 0.1,
    }
)
"""What an activity of each kind counts at best, 0 to 1: working together most, mail and hospitality least. Judgement."""
EXPECTED_AT_LTC: Final = MappingProxyType(
    {
        "LEAD": ("VISIT", "TECH_EXCHANGE"),
        "OPPORTUNITY": ("TECH_EXCHANGE", "SITE_TOUR"),
        "BID": ("WORKSHOP", "EXECUTIVE_MEETING"),
        "CONTRACT": ("EXECUTIVE_MEETING",),
        "DELIVERY": ("VISIT", "WORKSHOP"),
        "PAYMENT": ("VISIT",),
    }
)
"""Kinds of activity that each stage of the sales process, from lead to payment, is expected to have. Judgement."""
ROLE_GOALS: Final = MappingProxyType(
    {
        "TENDER": MappingProxyType(
            {
                "APPROVER": 1,
                "DECISION_MAKER": 1,
                "EVALUATOR": 3,
                "PROCUREMENT": 1,
                "USER": 2,
                "INITIATOR": 1,
                "COACH": 1,
                "CHAMPION": 1,
            }
        ),
        "NEGOTIATION": MappingProxyType(
            {"APPROVER": 1, "DECISION_MAKER": 1, "PROCUREMENT": 1, "USER": 1, "CHAMPION": 1}
        ),
        "RENEWAL": MappingProxyType({"APPROVER": 1, "PROCUREMENT": 1, "USER": 2, "CHAMPION": 1}),
    }
)
"""How many people of each part a bid wants known, by the kind of purchase. Judgement."""
FAVORABLE_STEP: Final = STEP_OF_LEVEL["FAVORABLE"]
SUPPORT_STEP: Final = STEP_OF_LEVEL["SUPPORT"]


ByConfidence = dict[Annotated[int, Field(ge=1, le=5)], Annotated[float, Field(ge=0, le=1)]]


class Method(BaseModel):
    """Parameters of an answer. Source: method.md, section in brackets."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[2] = Field(2, description="Version of the method's definitions.")
    trust_of_confidence: ByConfidence = Field(
        {1: 0.4, 2: 0.6, 3: 0.8, 4: 0.9, 5: 1.0},
        description="Trust in a fresh attitude of confidence 1 to 5, 0 to 1 (1).",
    )
    trust_fresh_days: int = Field(90, ge=0, le=3650, description="Days an attitude stays fresh (1).")
    trust_half_life_days: int = Field(
        365, ge=1, le=36500, description="Days in which trust in a no longer fresh attitude halves (1)."
    )
    damping: float = Field(0.85, gt=0, lt=1, description="PageRank damping (2; Brin & Page 1998).")
    solid_weight: float = Field(0.5, ge=0, le=1, description="Deference a SOLID line adds (2).")
    dotted_weight: float = Field(0.25, ge=0, le=1, description="Deference a DOTTED line adds (2).")
    distance_scale: int = Field(
        1000,
        ge=1,
        le=1_000_000,
        description="Length of an influence edge: max(1, round(-scale * ln strength)) (2).",
    )
    betweenness_exact_people: int = Field(
        2000, ge=3, le=5000, description="People up to whom betweenness_control is not sampled (2)."
    )
    betweenness_pivots: int = Field(
        512, ge=16, le=5000, description="People whose paths stand for all in sampled betweenness_control (2)."
    )
    closed_group_people: int = Field(3, ge=2, le=20, description="Largest closed group the guard names (2).")
    closed_group_mass: float = Field(
        0.15, ge=0, le=1, description="influence_source share from which a closed group is named (2)."
    )
    openness: float = Field(
        0.6,
        ge=0,
        lt=1,
        description="Openness of who follows without reserve; weak lines open less (3).",
    )
    explanation_share: float = Field(
        0.001, ge=0, le=1, description="Parts above this share are always listed in an explanation (contract)."
    )
    explanation_reach: float = Field(
        0.9,
        ge=0,
        le=1,
        description="Share of a score that listed parts of its explanation reach together (contract).",
    )
    class_a: float = Field(0.5, ge=0, le=1, description="Class A until this share of decision_influence (3).")
    class_b: float = Field(0.75, ge=0, le=1, description="Class B until this share is reached (3).")
    class_c: float = Field(0.9, ge=0, le=1, description="Class C until this share; D is the rest (3).")
    class_down: float = Field(0.04, ge=0, le=1, description="One class lower below this decision_influence (3).")
    class_down_twice: float = Field(0.02, ge=0, le=1, description="The same for two classes (3).")
    window_days: int = Field(90, ge=1, le=3650, description="Contact window in days, both ends included (4).")
    window_days_of_rank: dict[int, int] = Field(
        default_factory=dict, description="Contact window by rank, where other than window_days (4)."
    )
    brief_contacts: int = Field(2, ge=1, le=100, description="Most contacts in the window called BRIEF (4).")
    regular_contacts: int = Field(
        5, ge=1, le=100, description="Most contacts in the window called REGULAR; above is DEEP (4)."
    )
    link_half_life_days: int = Field(90, ge=1, le=3650, description="Half-life of shared interactions in links (4).")
    mass_meeting_people: int = Field(
        5, ge=2, le=1000, description="Interactions with this many of their people count 0 in links (4)."
    )
    acquaintance_strength: float = Field(
        0.5, gt=0, le=1, description="Strength of a tie or reporting line in an introduction (5)."
    )
    hidden_through_others: float = Field(
        0.02, ge=0, le=1, description="Hidden influencer: least decision_influence by others' votes (3)."
    )
    stability_draws: int = Field(
        500, ge=1, le=2000, description="Redraws for key_share, likely and leads (3, stability)."
    )
    seed: int = Field(7, ge=0, le=2**32 - 1, description="Of redraws (3, stability) and sampled betweenness (2).")
    stability_drop_of_confidence: ByConfidence = Field(
        {1: 0.3, 2: 0.2, 3: 0.1, 4: 0.05, 5: 0.02},
        description="Chance that a redraw drops an influence of confidence 1 to 5 (3, stability).",
    )
    stability_jitter: float = Field(
        0.2, ge=0, le=1, description="Redraws multiply strengths by 1 - jitter to 1 + jitter (3, stability)."
    )
    stability_openness_low: float = Field(
        0.4, ge=0, lt=1, description="Least openness a redraw uses for the default (3, stability)."
    )
    stability_openness_high: float = Field(
        0.8, ge=0, lt=1, description="Largest openness a redraw uses for the default (3, stability)."
    )
    stability_share: float = Field(
        0.8, ge=0, le=1, description="key_share that makes class A a key decision maker (3, stability)."
    )
    stability_near: float = Field(
        0.8,
        ge=0,
        le=1,
        description="Share of class A's last score from which a redraw counts one in, too (3, stability).",
    )
    outlook_slope: float = Field(
        5.0,
        gt=0,
        le=100,
        description="Chance model: a voter goes for a party with weight e^(slope * settled attitude) (3).",
    )
    outlook_intercept: float = Field(
        -1.25, ge=-100, le=100, description="Chance model: for nobody weighs e^-intercept (3)."
    )
    outlook_veto_intercept: float = Field(
        2.5,
        ge=-100,
        le=100,
        description="Chance model: a veto holder passes a party with logistic(slope * settled attitude + this) (3).",
    )
    evidence_half_life_top: int = Field(
        90, ge=1, le=3650, description="Days in which an attitude of rank 1 or 2 loses half its trust."
    )
    evidence_half_life_middle: int = Field(120, ge=1, le=3650, description="The same for rank 3.")
    evidence_half_life_staff: int = Field(180, ge=1, le=3650, description="The same for rank 4 and below.")
    evidence_window_days: int = Field(90, ge=1, le=3650, description="How old evidence of support may be.")
    contradiction_steps: int = Field(
        2, ge=1, le=5, description="Levels apart at which two reporters contradict each other."
    )

    @field_validator("trust_of_confidence", "stability_drop_of_confidence")
    @classmethod
    def _defaults_where_not_given(cls, given: ByConfidence, info: ValidationInfo) -> ByConfidence:
        return {**cls.model_fields[info.field_name or ""].default, **given}


DEFAULT: Final = Method()
