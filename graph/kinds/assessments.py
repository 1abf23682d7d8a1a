"""Dated judgements of the relationship by the customer or by ourselves, each with its evidence; the newest one counts.

One kind for all of them: what a code asks for stands in `ASKED`. Criteria of the organisation level, facts of the stage,
checks of the phase, the four tests of a key account, marks, satisfaction, and what was confirmed (level, stage, phase, class).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, get_args

from pydantic import Field

from graph.kinds.codes import (
    AccountClass,
    AssessmentCode,
    Assessor,
    Choice,
    Nature,
    Number,
    OrganizationLevel,
    Participation,
    Phase,
    RelationshipStage,
)
from graph.kinds.fields import Day, Id, Text
from graph.kinds.kind import Kind, Listing, Node, Property, Record, Ref, Words


class Assessment(Record):
    """One judgement, answered by exactly one of `met`, `value` and `choice`, as its code asks."""

    code: AssessmentCode
    """What is judged."""
    assessor: Assessor = "SELF"
    """Who judges: the customer or ourselves."""
    on: Day
    """Day of the judgement."""
    department_id: Id | None = Field(default=None, description="Only SATISFACTION is asked per department, too.")
    met: bool | None = None
    """Answer to a yes-or-no criterion; null for other codes."""
    value: Number | None = None
    """Answer that is measured or marked; null for other codes."""
    choice: Choice | None = None
    """Answer that is a choice; null for other codes."""
    by: Id | None = Field(default=None, description="Member who made or took it down.")
    holder: Id | None = Field(default=None, description="Our member who holds it, e.g. a complaint channel.")
    evidence: Text = Field(default="", description="What it rests on; for a fall, its cause.")


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """How a code is answered: yes or no, a number from `least` to `most`, or one of `choices`."""

    field: str
    least: float = 0.0
    most: float = 0.0
    choices: tuple[str, ...] = ()


_YES, _MARK = AnswerForm("met"), AnswerForm("value", 1, 5)
CRITERIA: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "VENDOR": ("TENDER_INVITED",),
        "SUPPLIER": ("MARKET_ADMITTED", "PRODUCT_ADMITTED", "PRICE_CANDIDATE"),
        "STRATEGIC_SUPPLIER": (
            "CXO_CONTACT",
            "EXECUTIVE_WORKSHOPS",
            "KEY_PRODUCT_IN",
            "SEVERAL_PRODUCTS_IN",
            "FRAMEWORK_CONTRACT",
            "EXECUTIVE_DIALOGUE",
        ),
        "PARTNER": ("CORE_POSITION", "STRATEGIC_AGREEMENT", "ANNUAL_MEETING", "MANAGEMENT_SEMINARS"),
    }
)
LEVELS: Final[tuple[str, ...]] = tuple(CRITERIA)
QUALIFYING: Final = ("FIT", "CENTRALIZED_PURCHASING", "CONTINUOUS_PURCHASING", "PAYBACK")
WEDGE_FACTORS: Final = ("QUALITY", "STABILITY", "PREFERENCE", "SERVICE")
VALUE_MARKS: Final = ("PEER_SIZE", "INDUSTRY_KNOWHOW", "TAILORED_OFFER", "REFERENCES")
ELEMENTS: Final = ("SOLUTION", "DELIVERY", "FINANCE")
DEEPENING: Final = ("MUTUAL_PURCHASE", "PROCESS_PARTICIPATION", "CONSULTING", "OUTSOURCING", "BOARD_SEATS")
STAGES: Final[tuple[str, ...]] = get_args(RelationshipStage)
PHASES: Final[tuple[str, ...]] = get_args(Phase)
CHOICES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "ORGANIZATION_LEVEL": get_args(OrganizationLevel),
        "STAGE": STAGES,
        "PHASE": PHASES,
        "PARTICIPATION": get_args(Participation),
        "NATURE": get_args(Nature),
        "ACCOUNT_CLASS": get_args(AccountClass),
    }
)
_NUMBERS: Final[Mapping[str, AnswerForm]] = MappingProxyType(
    {
        "SHARE_OF_WALLET": AnswerForm("value", 0, 1),
        "RESERVE_SUPPLIERS": AnswerForm("value", 0, 1000),
        "JOINT_TEAMS": AnswerForm("value", 0, 1000),
        "RESIDENT_STAFF": AnswerForm("value", 0, 100_000),
        "SATISFACTION": AnswerForm("value", 0, 100),
        **dict.fromkeys((*WEDGE_FACTORS, *VALUE_MARKS, *ELEMENTS, "STRATEGY_MATCH"), _MARK),
    }
)
ASKED: Final[Mapping[str, AnswerForm]] = MappingProxyType(
    dict.fromkeys(get_args(AssessmentCode), _YES)
    | dict(_NUMBERS)
    | {code: AnswerForm("choice", choices=choices) for code, choices in CHOICES.items()}
)

ASSESSMENTS = Kind(
    "assessments",
    Assessment,
    key=("code", "assessor", "on", "department_id"),
    key_in_query=("department_id",),
    author="by",
    shape=Node(
        "Assessment",
        (
            *(Property(field) for field in ("code", "assessor", "on", "met", "value", "choice", "evidence")),
            Property("by", to="Member"),
        ),
        refs=(Ref("department_id", "IN_DEPARTMENT", "Department"), Ref("holder", "HELD_BY", "Member")),
        id="key",
    ),
    listing=Listing(
        "assessment",
        "assessments",
        {"code": "TRUST", "assessor": "SELF", "on": "2026-11-20", "met": False, "evidence": "two complaints open"},
        filters=("code", "assessor", "department_id"),
        day="on",
    ),
    words={
        "assessments": Words(
            ("Assessments", "评估"),
            ("Dated judgements of the relationship.", "对客户关系的评估，注明日期。"),
            meanings={"value": ("For criteria answered by a number.", "用数值回答的评估项填写。")},
        ),
    },
)
