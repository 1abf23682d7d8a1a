"""Opportunities and their decision chain: ordered stages with votes, quota, veto holders and participants."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self, TypeVar

from pydantic import Field, field_validator

from graph.kinds.fields import (
    LEFT_OUT_WHEN_NONE,
    Amount,
    Currency,
    Day,
    DecisionRole,
    EnglishName,
    Horizon,
    Id,
    Name,
    OptionalDay,
    PurchaseKind,
    StageKind,
    StageWeight,
    Weight,
)
from graph.kinds.kind import Child, Filter, Kind, Listing, Many, Node, Property, Record, Ref, Words, properties_of

Lender = Annotated[
    Id | None,
    Field(
        exclude_if=lambda lender: lender is None,
        description="Account of the same tree that lends the person; left out for one of this account.",
    ),
]


class Borrowed(Record):
    """A person of another account of the same tree."""

    person: Id
    """Id the person has in the other account."""
    account_id: Id
    """The account that lends the person."""


class Vote(Record):
    """A person's votes in a stage."""

    person: Id
    """The person who votes."""
    weight: Weight = 1
    account_id: Lender = None


class Participant(Record):
    """A part in a stage; one may play several."""

    person: Id
    """The person who takes part."""
    role: DecisionRole = "INFLUENCER"
    """Part they play in the decision."""
    account_id: Lender = None


class CastVote(Record):
    """How a person voted, recorded afterwards."""

    person: Id
    """The person who voted."""
    party: Id
    """The party the vote went to."""
    account_id: Lender = None


_Named = TypeVar("_Named", Vote, CastVote)


def _by_person(parts: tuple[_Named, ...]) -> tuple[_Named, ...]:
    return tuple(sorted(parts, key=lambda part: (part.person, part.account_id or "")))


class Outcome(Record):
    """What a stage decided, recorded afterwards."""

    on: Day | None = None
    """Day it was decided; null: unknown, it is over on every day."""
    winner: Id | None = None
    """The party that won, or null."""
    votes: tuple[CastVote, ...] = ()
    """How people voted, as far as known."""

    def canonical(self) -> Self:
        return self.model_copy(update={"votes": _by_person(self.votes)})


class Stage(Record):
    """A step of the decision. With votes it needs a quota: the yes-weight that carries it (method 3)."""

    id: Id
    """The stage's id, unique in its opportunity."""
    order: int = Field(ge=0, le=1000, description="Place in the chain, lowest first, unique.")
    kind: StageKind
    """What is decided in it."""
    weight: StageWeight | None = None
    """Against other stages, above 0; null counts as 1."""
    quota: int | None = Field(default=None, description="Yes-weight needed: above 0, at most all votes.")
    votes: tuple[Vote, ...] = ()
    """Votes by person; empty without a vote."""
    veto: tuple[Id, ...] = Field(default=(), description="Their no stops the stage, with or without a vote.")
    borrowed_veto: tuple[Borrowed, ...] = Field(
        default=(),
        exclude_if=lambda guests: not guests,
        description="Veto holders of other accounts of the same tree; left out: none.",
    )
    outcome: Outcome | None = None
    """What it decided; null before. One without day, winner and votes is none."""
    participants: tuple[Participant, ...] = ()
    """Who plays which part in it."""

    @field_validator("outcome")
    @classmethod
    def _none_where_nothing_is_said(cls, outcome: Outcome | None) -> Outcome | None:
        return None if outcome == Outcome() else outcome

    def canonical(self) -> Self:
        return self.model_copy(
            update={
                "votes": _by_person(self.votes),
                "veto": tuple(sorted(self.veto)),
                "borrowed_veto": tuple(sorted(self.borrowed_veto, key=lambda guest: (guest.person, guest.account_id))),
                "outcome": self.outcome and self.outcome.canonical(),
                "participants": tuple(sorted(self.participants, key=_by_person_and_role)),
            }
        )

    def borrowed(self) -> Iterator[tuple[str, Borrowed]]:
        """Everyone of another account the stage names, with the pointer of what names them."""
        lists: dict[str, tuple[Vote | Participant | CastVote | Borrowed, ...]] = {
            "votes": self.votes,
            "participants": self.participants,
            "outcome/votes": self.outcome.votes if self.outcome else (),
            "borrowed_veto": self.borrowed_veto,
        }
        for at, parts in lists.items():
            for i, part in enumerate(parts):
                if part.account_id is not None:
                    yield f"/{at}/{i}", Borrowed(person=part.person, account_id=part.account_id)


def _by_person_and_role(part: Participant) -> tuple[str, str, str]:
    return part.person, part.role, part.account_id or ""


class Withdrawal(Record):
    """A competitor out of it; outcomes stay, chances go to the rest (method 3)."""

    party: Id
    """The party that is out."""
    on: OptionalDay = None
    """First day it is out; left out: from the start."""


class Opportunity(Record):
    """A possible project that parties compete for."""

    id: Id
    """The opportunity's id, unique in the account."""
    name: Name
    """Its name, 1 to 200 characters."""
    name_en: EnglishName = ""
    horizon: Horizon = "SHORT"
    """SHORT up to 12 months, MID up to 36, LONG beyond."""
    amount: Amount | None = None
    """In `currency`, not in thousands; null: unknown."""
    currency: Currency = "CNY"
    decided_on: Day | None = None
    """Day of the decision, expected or made; null: unknown."""
    purchase: Annotated[PurchaseKind | None, LEFT_OUT_WHEN_NONE] = Field(
        default=None, description="How it is bought, which decides the parts to fill; left out: by tender."
    )
    withdrawn: tuple[Withdrawal, ...] = Field(
        default=(),
        exclude_if=lambda rivals: not rivals,
        description="Competitors that gave it up, from that day on (always without a day); left out: none.",
    )
    stages: tuple[Stage, ...] = ()
    """Steps of the decision, by order."""

    def canonical(self) -> Self:
        stages = sorted((stage.canonical() for stage in self.stages), key=lambda stage: stage.order)
        withdrawn = tuple(sorted(self.withdrawn, key=lambda rival: rival.party))
        return self.model_copy(update={"stages": tuple(stages), "withdrawn": withdrawn})

    def borrowed(self) -> Iterator[tuple[str, Borrowed]]:
        """Everyone of another account its stages name, with the pointer of what names them."""
        for i, stage in enumerate(self.stages):
            for at, guest in stage.borrowed():
                yield f"/stages/{i}{at}", guest


_STAGE = Node(
    "Stage",
    (
        *(Property(field) for field in ("id", "order", "kind", "weight", "quota")),
        Property("outcome.on", name="outcome_on"),
    ),
    refs=(Ref("outcome.winner", "WON_BY", "Party"),),
    many=(
        Many(
            "votes",
            "VOTES_IN",
            "Person",
            incoming=True,
            end="person",
            properties=(Property("weight"),),
            lender="account_id",
        ),
        Many("veto", "CAN_VETO", "Person", incoming=True),
        Many("borrowed_veto", "CAN_VETO", "", incoming=True, end="person", lender="account_id"),
        Many("participants", "TAKES_PART_IN", "Person", incoming=True, end="person", key="role", lender="account_id"),
        Many(
            "outcome.votes",
            "VOTED_IN",
            "Person",
            incoming=True,
            end="person",
            properties=(Property("party", to="Party"),),
            lender="account_id",
        ),
    ),
    id="key",
)
_STAGES = Listing(
    "stage",
    "stages",
    {
        "id": "award",
        "order": 5,
        "kind": "AWARD",
        "quota": 2,
        "votes": [{"person": "P01", "weight": 2}, {"person": "P02", "weight": 1}],
        "veto": ["P01"],
        "participants": [{"person": "P01", "role": "APPROVER"}],
    },
    filters=("kind", Filter("role", ("participants.role",), "With a participant in this role.")),
)
OPPORTUNITIES = Kind(
    "opportunities",
    Opportunity,
    key=("id",),
    shape=Node(
        "Opportunity",
        properties_of(Opportunity, {"withdrawn", "stages"}),
        refs=(Ref("", "OF", "Account"),),
        many=(Many("withdrawn", "WITHDREW_FROM", "Party", incoming=True, end="party", properties=(Property("on"),)),),
        children=(Child("stages", "HAS_STAGE", _STAGE, _STAGES),),
    ),
    listing=Listing(
        "opportunity",
        "opportunities",
        {"id": "core-2028", "name": "Core 2028", "horizon": "MID"},
        filters=("horizon",),
        searched=("id", "name", "name_en"),
    ),
    words={
        "opportunities": Words(
            ("Opportunities", "商机"),
            ("Possible projects.", "商机（潜在项目）。"),
            noun=("opportunity", "商机"),
            field_aliases={"name": ("opportunity", "项目名称")},
        ),
        "withdrawn": Words(
            ("Withdrawals", "退出的竞标方"),
            ("Bidders that gave up on an opportunity.", "退出某商机的竞标方。"),
            fields={"on": ("Withdrawn on", "退出日期")},
            meanings={"on": ("Out from that day on; empty: from the start.", "自该日起退出；留空表示从未参与。")},
        ),
        "stages": Words(
            ("Stages", "决策阶段"),
            ("Steps of an opportunity's decision, in order.", "商机的决策阶段，按顺序。"),
            noun=("stage of that opportunity", "该商机的阶段"),
            field_aliases={"id": ("stage", "stage id", "阶段编号")},
            meanings={
                "weight": ("Against the other stages; empty is 1.", "相对其他阶段的权重；留空为 1。"),
                "order": ("Place in the chain, no two alike.", "在决策链中的次序，不可重复。"),
            },
        ),
        "votes": Words(
            ("Votes", "表决票"),
            ("Who votes in a stage, with how many votes.", "各阶段谁有表决权、多少票。"),
            fields={"weight": ("Votes", "票数")},
        ),
        "borrowed_veto": Words(
            ("Borrowed veto", "外部否决者"),
            ("Veto holders from another account of the group.", "来自同一集团其他客户的否决者。"),
        ),
        "outcome_votes": Words(
            ("Outcome votes", "实际投票"),
            ("How people voted in the end.", "事后记录的实际投票。"),
        ),
        "participants": Words(
            ("Participants", "阶段参与者"),
            ("Who plays which part in a stage.", "各阶段参与者及其角色。"),
        ),
    },
)
