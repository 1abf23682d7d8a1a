"""What to do about a gap: who of us, in which manner, along which path (method 4). Codes; texts are made elsewhere.

Each step reads the decision about its person (`advice`), so that a gap never says otherwise than the do-first list.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from pydantic import Field

from graph.analysis.advice import Adviser, Reason, Style
from graph.analysis.decision_makers import falling
from graph.analysis.gaps import Gap, GapKind, only_leader, voters_of, voting_supporters
from graph.analysis.goals import MeasuredBy
from graph.answer import Answer

Action = Literal[
    "ASSIGN_OWNER",
    "ARRANGE_FIRST_MEETING",
    "RENEW_CONTACT",
    "RAISE_OWNER_LEVEL",
    "DEEPEN_CONTACT",
    "IDENTIFY_HOLDER",
    "FIND_OUT_ATTITUDE",
    "CLEAR_OBJECTION",
    "CONTAIN",
    "ENTER_DEPARTMENT",
    "ADD_SECOND_MEMBER",
    "FILL_MESH",
    "WIN_SUPPORTER",
    "FIND_SUPPORTER",
    "MAKE_INDEPENDENT",
    "SERVE_GOAL",
    "AGREE_MEASURE",
]
# What contact and goals lack is mended the same way whatever the person thinks of us.
CONTACT_ACTIONS: Final[Mapping[GapKind, Action]] = MappingProxyType(
    {
        "NO_OWNER": "ASSIGN_OWNER",
        "NEVER_MET": "ARRANGE_FIRST_MEETING",
        "STALE_CONTACT": "RENEW_CONTACT",
        "LEVEL_MISMATCH": "RAISE_OWNER_LEVEL",
        "BELOW_TARGET": "DEEPEN_CONTACT",
        "PLACEHOLDER_ROLE": "IDENTIFY_HOLDER",
        "UNCOVERED_DEPARTMENT": "ENTER_DEPARTMENT",
        "SINGLE_THREAD": "ADD_SECOND_MEMBER",
        "EMPTY_MESH": "FILL_MESH",
        "GOAL_UNSERVED": "SERVE_GOAL",
        "JOINT_GOAL_UNMEASURED": "AGREE_MEASURE",
    }
)
ATTITUDE_ACTIONS: Final[Mapping[Reason, Action]] = MappingProxyType(
    {"FIND_OUT": "FIND_OUT_ATTITUDE", "CLEAR_OBJECTION": "CLEAR_OBJECTION"}
)
SUPPORTER_KINDS: Final = frozenset({"DEPARTMENT_WITHOUT_SUPPORTER", "NO_INDEPENDENT_SUPPORTERS"})


class NextStep(Answer):
    """What to do about a gap (method 4)."""

    action: Action = Field(description="What is to be done.")
    person: str | None = Field(
        description="With whom; of a department or stage the one to begin with, null where nobody known votes."
    )
    owner: str | None = Field(description="Our member to do it; null only without a team.")
    approach: Style | None = Field(description="LIEF style to adapt to; null: unknown.")
    path: list[str] = Field(description="People to go through, the target last; empty: none needed or known.")
    measured_by: list[MeasuredBy] = Field(
        default_factory=list, description="What they answer for, and what we offer for it."
    )


def suggest_steps(adviser: Adviser, gaps: tuple[Gap, ...]) -> tuple[NextStep, ...]:
    """A next step for each gap, in the order of the gaps."""
    return tuple(_step(adviser, gap) for gap in gaps)


def _step(adviser: Adviser, gap: Gap) -> NextStep:
    person = gap.person or _begin_with(adviser, gap)
    if person is None:
        return NextStep(action="IDENTIFY_HOLDER", person=None, owner=None, approach=None, path=[])
    decision = adviser.about(person)
    second = gap.kind == "SINGLE_THREAD"
    return NextStep(
        action=CONTACT_ACTIONS.get(gap.kind) or _attitude_action(adviser, gap, person),
        person=person,
        owner=adviser.owner(person, besides=gap.facts["member"]) if second else decision.owner,
        approach=decision.approach,
        path=list(decision.path),
        measured_by=list(decision.measured_by),
    )


def _attitude_action(adviser: Adviser, gap: Gap, person: str) -> Action:
    reason = adviser.about(person).reason
    if reason == "FIND_OUT" and adviser.power.people[person].placeholder:
        return "IDENTIFY_HOLDER"
    if person in gap.facts.get("supporters", ()):
        return "MAKE_INDEPENDENT"
    if gap.kind in SUPPORTER_KINDS and not adviser.is_hostile(person):
        return "FIND_SUPPORTER" if reason == "FIND_OUT" else "WIN_SUPPORTER"
    return ATTITUDE_ACTIONS.get(reason, "CONTAIN")


def _begin_with(adviser: Adviser, gap: Gap) -> str | None:
    """The most influential person of a department or stage who is not lost to us, before who supports us already.

    Of those who are to support us first who is not only a supporter's follower, of supporters first who is.
    """
    power, influence = adviser.power, adviser.deciders.decision_influence
    if gap.department is not None:
        people: tuple[str, ...] = power.members_of[gap.department]
        supporters: tuple[str, ...] = ()
    else:
        stage = next(stage for stage in power.open_stages if stage.id == gap.stage)
        people = tuple(voter for voter in voters_of(stage) if voter in power.people)
        supporters = voting_supporters(power, stage)

    def order(person: str) -> tuple[bool, bool, bool, float, str]:
        won, follows = person in supporters, only_leader(power, person) in supporters
        return adviser.is_hostile(person), won, won != follows, falling(influence[person]), person

    return min(people, key=order, default=None)
