"""Opportunities and their decision chain: ordered stages with votes, quota, veto holders and participants."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self, TypeVar

from pydantic import Field

from graph.kinds.fields import (
    Amount,
    Currency,
    Day,
    DecisionRole,
    Horizon,
    Id,
    Name,
    OptionalDay,
    StageKind,
    StageWeight,
    Weight,
)
from graph.kinds.kind import Child, Filter, Kind, Listing, Many, Node, Property, Record, Ref

Lender = Annotated[
    Id | None,
    Field(
        exclude_if=lambda lender: lender is None,
        description="Account of the same tree whose person this is (central purchasing); left out for one of this account.",
    ),
]


class Borrowed(Record):
    """A person of another account of the same tree."""

    person: Id
    account_id: Id


class Vote(Record):
    """A person's votes in a stage."""

    person: Id
    weight: Weight = 1
    account_id: Lender = None


class Participant(Record):
    """A person's part in a stage; one may play several."""

    person: Id
    role: DecisionRole = "INFLUENCER"
    account_id: Lender = None


class CastVote(Record):
    """How a person voted in the end, recorded afterwards."""

    person: Id
    party: Id
    account_id: Lender = None


_Named = TypeVar("_Named", Vote, CastVote)


def _by_person(parts: tuple[_Named, ...]) -> tuple[_Named, ...]:
    return tuple(sorted(parts, key=lambda part: (part.person, part.account_id or "")))


class Outcome(Record):
    """What a stage decided, recorded afterwards."""

    on: Day
    winner: Id | None = None
    votes: tuple[CastVote, ...] = ()

    def canonical(self) -> Self:
        return self.model_copy(update={"votes": _by_person(self.votes)})


class Stage(Record):
    """A step of the decision. With votes it is a voting stage and needs a quota: the yes-weight that carries it (method 3)."""

    id: Id
    order: int = Field(ge=0, le=1000, description="Place in the chain, lowest first; no two stages share one.")
    kind: StageKind
    weight: StageWeight | None = None
    quota: int | None = Field(default=None, description="Yes-weight needed: above 0, at most the sum of the votes.")
    votes: tuple[Vote, ...] = ()
    veto: tuple[Id, ...] = Field(default=(), description="People whose no stops the stage, with or without a vote.")
    borrowed_veto: tuple[Borrowed, ...] = Field(
        default=(),
        exclude_if=lambda held: not held,
        description="Veto holders of other accounts of the same tree (central purchasing); left out when there are none.",
    )
    outcome: Outcome | None = None
    participants: tuple[Participant, ...] = ()

    def canonical(self) -> Self:
        return self.model_copy(
            update={
                "votes": _by_person(self.votes),
                "veto": tuple(sorted(self.veto)),
                "borrowed_veto": tuple(sorted(self.borrowed_veto, key=lambda held: (held.person, held.account_id))),
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
    """A party that is out of one opportunity; outcomes stay, chances go to the rest (method 3)."""

    party: Id
    on: OptionalDay = None


class Opportunity(Record):
    """A possible project of the customer's that parties compete for (the bid)."""

    id: Id
    name: Name
    horizon: Horizon = "SHORT"
    amount: Amount | None = None
    currency: Currency = "CNY"
    decided_on: Day | None = None
    withdrawn: tuple[Withdrawal, ...] = Field(
        default=(),
        exclude_if=lambda held: not held,
        description="Parties that gave up on it, from that day on (always without a day); left out when there are none.",
    )
    stages: tuple[Stage, ...] = ()

    def canonical(self) -> Self:
        stages = sorted((stage.canonical() for stage in self.stages), key=lambda stage: stage.order)
        withdrawn = tuple(sorted(self.withdrawn, key=lambda held: held.party))
        return self.model_copy(update={"stages": tuple(stages), "withdrawn": withdrawn})

    def borrowed(self) -> Iterator[tuple[str, Borrowed]]:
        """Everyone of another account its stages name, with the pointer of what names them."""
        for i, stage in enumerate(self.stages):
            for at, held in stage.borrowed():
                yield f"/stages/{i}{at}", held


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
        tuple(Property(field) for field in ("id", "name", "horizon", "amount", "currency", "decided_on")),
        refs=(Ref("", "OF", "Account"),),
        many=(Many("withdrawn", "WITHDREW_FROM", "Party", incoming=True, end="party", properties=(Property("on"),)),),
        children=(Child("stages", "HAS_STAGE", _STAGE, _STAGES),),
    ),
    listing=Listing(
        "opportunity",
        "opportunities",
        {"id": "core-2028", "name": "Core 2028", "horizon": "MID"},
        filters=("horizon",),
        searched=("id", "name"),
    ),
)
