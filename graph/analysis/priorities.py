"""Whom to work on first, and why: the one list that map, plan, page and files read (method 5, do first)."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from pydantic import Field

from graph.analysis.advice import REASONS, WEIGHTY, Adviser, Decision, Reason, Style
from graph.analysis.coverage import seniority_for
from graph.analysis.decision_makers import falling
from graph.analysis.gaps import Gap, GapKind
from graph.analysis.goals import MeasuredBy
from graph.answer import Answer

MOST: Final = 10


class Priority(Answer):
    """A person to work on first (method 5)."""

    person: str = Field(description="Person id.")
    reason: Reason = Field(
        description="In this order: CLEAR_OBJECTION: can stop a stage, or none is won without them, and is against us or a "
        "competitor's; FIND_OUT: unknown, though weighty, needed or able to stop a stage; COMPLETES_QUOTA alone; "
        "IN_FLIP_SET: of the fewest whose yes wins a stage; PROTECT: with us and carries most, or much while "
        "contact has gaps; PERSUADE: weighty, undecided; CLOSE_GAP: not looked after; CONTAIN: against us, not to "
        "be counted on."
    )
    decision_influence: float = Field(ge=0, le=1, description="Of the person (method 3).")
    gain: float = Field(
        ge=0,
        description="Rise of our point standing if it succeeds: won to FAVORABLE, objection cleared or contained "
        "to 0; of PROTECT the fall if they come to CONTACTED; 0 of FIND_OUT, which is worth what is learned.",
    )
    information_value: float = Field(
        ge=0,
        description="Width of our standing's interval due to not knowing their attitude better (method 3).",
    )
    stages: list[str] = Field(description="Open stages the reason speaks of.")
    gaps: list[GapKind] = Field(description="The person's gap kinds, most severe first.")
    needed_seniority: str = Field(description="Least seniority of an owner for this rank (method 4).")
    owner: str | None = Field(description="Our member to do it; null only without a team.")
    owner_seniority: str | None = Field(description="That member's seniority.")
    approach: Style | None = Field(description="LIEF style to adapt to; null: unknown.")
    path: list[str] = Field(description="People to go through, the target last; empty: none needed or known.")
    measured_by: list[MeasuredBy] = Field(description="What they answer for, and what we offer for it.")


def do_first(adviser: Adviser, gaps: tuple[Gap, ...]) -> tuple[Priority, ...]:
    """Up to ten people: by reason in the order of `Priority.reason`, then by what it is worth, then by id.

    One finds out before one persuades, and clears a veto first of its stage. Whose loss would cost most is always among them.
    When every voting stage is decided only who can stop a stage that is still open is left to work on.
    """
    stages = adviser.power.opportunity.stages if adviser.power.opportunity else ()
    voting = [stage for stage in stages if stage.votes]
    is_voted = bool(voting) and all(adviser.power.is_decided(stage) for stage in voting)
    kinds: dict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        if gap.person is not None:
            kinds[gap.person].append(gap)
    people = [person for person in adviser.power.ids if not is_voted or person in adviser.vetoes]
    champion = [] if is_voted else _champion(adviser)
    chosen = [person for person in people if _is_worth_it(adviser, person, kinds[person])]
    order = sorted({*chosen, *champion}, key=lambda person: _place(adviser, person))
    shown = order[:MOST]
    if champion and not set(champion) & set(shown):
        shown = [*shown[:-1], champion[0]]
    return tuple(_priority(adviser, adviser.about(person), kinds[person]) for person in shown)


def _champion(adviser: Adviser) -> list[str]:
    """Whoever of those with us carries most: whose loss would cost our standing most; none when nobody carries anything."""
    falls = {
        person: adviser.deciders.decision_influence[person] * stance.x
        for person, stance in adviser.power.stances_to_us.items()
        if adviser.reason(person) == "PROTECT"
    }
    most = min(falls, key=lambda person: (falling(falls[person]), person), default=None)
    return [most] if most is not None and falling(falls[most]) < 0 else []


def _is_worth_it(adviser: Adviser, person: str, gaps: list[Gap]) -> bool:
    reason, weighty = adviser.reason(person), adviser.deciders.class_of[person] in WEIGHTY
    if reason in {"CLEAR_OBJECTION", "COMPLETES_QUOTA", "IN_FLIP_SET"}:
        return True
    if reason == "FIND_OUT":
        return weighty or person in adviser.vetoes or person in adviser.needed
    # Who is with us and well looked after asks for nothing; the one who carries most is added whatever the contact.
    return weighty and (reason not in {"CLOSE_GAP", "PROTECT"} or bool(gaps))


def _place(adviser: Adviser, person: str) -> tuple[int, float, float, str]:
    decision = adviser.about(person)
    worth = adviser.deciders.information_value[person] if decision.reason == "FIND_OUT" else decision.gain
    influence = adviser.deciders.decision_influence[person]
    return REASONS.index(decision.reason), falling(worth), falling(influence), person


def _priority(adviser: Adviser, decision: Decision, gaps: list[Gap]) -> Priority:
    person, owner = decision.person, adviser.power.team.get(decision.owner or "")
    return Priority(
        person=person,
        reason=decision.reason,
        decision_influence=adviser.deciders.decision_influence[person],
        gain=decision.gain,
        information_value=adviser.deciders.information_value[person],
        stages=list(decision.stages),
        gaps=[gap.kind for gap in gaps],
        needed_seniority=seniority_for(adviser.power.people[person].rank),
        owner=decision.owner,
        owner_seniority=owner.seniority if owner else None,
        approach=decision.approach,
        path=list(decision.path),
        measured_by=list(decision.measured_by),
    )
