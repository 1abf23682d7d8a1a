"""Opportunities and their decision chain: ordered stages with votes, quota, veto holders and participants."""

from __future__ import annotations

from typing import Self, TypeVar

from pydantic import Field

from graph.kinds.fields import Amount, Currency, Day, DecisionRole, Horizon, Id, Name, StageKind, StageWeight, Weight
from graph.kinds.kind import Child, Kind, Many, Node, Property, Record, Ref


class Vote(Record):
    """A person's votes in a stage."""

    person: Id
    weight: Weight = 1


class Participant(Record):
    """A person's part in a stage; one may play several."""

    person: Id
    role: DecisionRole = "INFLUENCER"


class CastVote(Record):
    """How a person voted in the end, recorded afterwards."""

    person: Id
    party: Id


_Named = TypeVar("_Named", Vote, CastVote)


def _by_person(parts: tuple[_Named, ...]) -> tuple[_Named, ...]:
    return tuple(sorted(parts, key=lambda part: part.person))


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
    outcome: Outcome | None = None
    participants: tuple[Participant, ...] = ()

    def canonical(self) -> Self:
        return self.model_copy(
            update={
                "votes": _by_person(self.votes),
                "veto": tuple(sorted(self.veto)),
                "outcome": self.outcome and self.outcome.canonical(),
                "participants": tuple(sorted(self.participants, key=lambda part: (part.person, part.role))),
            }
        )


class Opportunity(Record):
    """A possible project of the customer's that parties compete for (the bid)."""

    id: Id
    name: Name
    horizon: Horizon = "SHORT"
    amount: Amount | None = None
    currency: Currency = "CNY"
    decided_on: Day | None = None
    stages: tuple[Stage, ...] = ()

    def canonical(self) -> Self:
        stages = sorted((stage.canonical() for stage in self.stages), key=lambda stage: stage.order)
        return self.model_copy(update={"stages": tuple(stages)})


_STAGE = Node(
    "Stage",
    (
        *(Property(field) for field in ("id", "order", "kind", "weight", "quota")),
        Property("outcome.on", name="outcome_on"),
    ),
    refs=(Ref("outcome.winner", "WON_BY", "Party"),),
    many=(
        Many("votes", "VOTES_IN", "Person", incoming=True, end="person", properties=(Property("weight"),)),
        Many("veto", "CAN_VETO", "Person", incoming=True),
        Many("participants", "TAKES_PART_IN", "Person", incoming=True, end="person", key="role"),
        Many(
            "outcome.votes",
            "VOTED_IN",
            "Person",
            incoming=True,
            end="person",
            properties=(Property("party", to="Party"),),
        ),
    ),
    id="key",
)
OPPORTUNITIES = Kind(
    "opportunities",
    Opportunity,
    key=("id",),
    shape=Node(
        "Opportunity",
        tuple(Property(field) for field in ("id", "name", "horizon", "amount", "currency", "decided_on")),
        refs=(Ref("", "OF", "Account"),),
        children=(Child("stages", "HAS_STAGE", _STAGE),),
    ),
)
