"""Which parts a bid of its kind wants filled, and how many there are (role gaps against a goal)."""

from __future__ import annotations

from pydantic import Field

from graph.analysis.pipeline import Analysis
from graph.answer import Answer
from graph.method import ROLE_GOALS

USUAL = "TENDER"


class RoleGoal(Answer):
    """A part in the decision, people wanted for it, and who there is."""

    role: str = Field(description="The part.")
    wanted: int = Field(ge=1, description="How many such a bid wants known by name.")
    present: int = Field(ge=0, description="Number, without unnamed placeholders.")
    people: list[str] = Field(description="Who they are, by id.")
    placeholders: list[str] = Field(description="Known parts without a known holder, by id.")
    missing: int = Field(ge=0, description="How many are still to be found.")


def role_goals(analysis: Analysis) -> list[RoleGoal]:
    """The parts that the asked opportunity's kind wants (a tender where nobody said), most missing first; none without one."""
    power = analysis.power
    if power.opportunity is None:
        return []
    goals = []
    for role, wanted in ROLE_GOALS[power.opportunity.purchase or USUAL].items():
        holders = [person for person in power.ids if role in analysis.roles[person]]
        named = [person for person in holders if not power.people[person].placeholder]
        goals.append(
            RoleGoal(
                role=role,
                wanted=wanted,
                present=len(named),
                people=named,
                placeholders=[person for person in holders if person not in named],
                missing=max(0, wanted - len(named)),
            )
        )
    return sorted(goals, key=lambda goal: -goal.missing)
