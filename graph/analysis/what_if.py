"""What changes would bring: our standing before and after, and whom it depends on (method 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pydantic import Field

from graph.analysis.coverage import Covered
from graph.analysis.decision_chain import StageView
from graph.analysis.decision_makers import falling
from graph.analysis.gaps import Gap, GapRef
from graph.analysis.pipeline import Analysis, analyse
from graph.analysis.scenario import Change, suppose
from graph.analysis.standing import Standing
from graph.answer import Answer
from graph.borrowed_people import host
from graph.method import SIX_LEVELS, X_OF_LEVEL
from graph.power_graph import PowerGraph

LEAST_CHANGE: Final = 1e-9


class Swing(Answer):
    """Change of our standing if one attitude moved."""

    person: str = Field(description="Person id.")
    up: float | None = Field(description="One level up; null at the top or unknown. -1 to 1.")
    contacted: float = Field(description="To CONTACTED, as support lost. -1 to 1; below 0 is our loss.")


class Loss(Answer):
    """What a person's lost support costs us (method 5)."""

    person: str = Field(description="Person id.")
    contacted: float = Field(le=0, description="Change of our standing if they came to CONTACTED.")


class Dependence(Answer):
    """The person our standing rests on most."""

    person: str = Field(description="Person id.")
    change: float = Field(lt=0, description="Of our standing if they came to CONTACTED.")
    standing: float = Field(ge=-1, le=1, description="Where we would stand then.")


class Side(Answer):
    """The account before or after."""

    standing: dict[str, Standing] = Field(description="By party (method 3).")
    key_decision_makers: tuple[str, ...] = Field(
        description="Confirmed by stability, largest decision_influence first (method 3)."
    )
    decision_influence: dict[str, float] = Field(description="By person; sums to 1 (method 3).")
    settled: dict[str, dict[str, float]] = Field(
        description="By person and party: attitude after listening, -1 to 1 (method 3)."
    )
    stages: tuple[StageView, ...] = Field(description="With voting powers and flip sets (method 3).")
    coverage: Covered = Field(description="Plain and weighted (method 4).")
    gaps: tuple[GapRef, ...] = Field(description="Most severe first (method 4).")
    tornado: tuple[Swing, ...] = Field(description="Whose attitude moves our standing most, widest first (method 5).")
    largest_dependence: Dependence | None = Field(description="Null when nobody is for us.")


class KeyPeopleChange(Answer):
    """Who joins and leaves the key decision makers."""

    added: tuple[str, ...] = Field(description="Ids of those who become key people.")
    removed: tuple[str, ...] = Field(description="Ids of those who are no longer.")


class WhatIfDifference(Answer):
    """After minus before."""

    standing: dict[str, float] = Field(description="By party, combined over the stages; -2 to 2.")
    stages: dict[str, dict[str, float]] = Field(description="By voting stage and party.")
    decision_influence: dict[str, float] = Field(description="By person; people without a change are absent.")
    settled: dict[str, dict[str, float]] = Field(
        description="By person and party, where both sides have it and it changes."
    )
    coverage: dict[str, float | None] = Field(description="Plain and weighted; null where a side has none.")
    key_decision_makers: KeyPeopleChange = Field(description="Who becomes a key person, and who no longer is.")
    gaps_opened: tuple[GapRef, ...] = Field(description="Gaps that the changes open.")
    gaps_closed: tuple[GapRef, ...] = Field(description="Gaps that the changes close.")


@dataclass(frozen=True)
class WhatIf:
    """Both analyses and what lies between them. `successors`: who left to who holds their votes now."""

    before: Analysis
    after: Analysis
    successors: Mapping[str, str] = field(default_factory=dict)

    def standing_change(self, party: str) -> float:
        return self.after.standing[party].point - self.before.standing[party].point

    def difference(self) -> WhatIfDifference:
        """After minus before."""
        before, after = self.before, self.after
        parties = [
            party for party in before.power.parties if party in after.standing
        ]  # who is on one side only is absent
        stages = sorted({stage for party in parties for stage in before.standing[party].stages})
        then, now = before.deciders.decision_influence, after.deciders.decision_influence
        moved = {person: now.get(person, 0.0) - then.get(person, 0.0) for person in sorted({*then, *now})}
        was_key, is_key = before.stability.key_decision_makers, after.stability.key_decision_makers
        return WhatIfDifference(
            standing={party: self.standing_change(party) for party in parties},
            stages={
                stage: {
                    party: after.standing[party].stages[stage].point - before.standing[party].stages[stage].point
                    for party in parties
                    if stage in after.standing[party].stages
                }
                for stage in stages
            },
            decision_influence={person: change for person, change in moved.items() if abs(change) > LEAST_CHANGE},
            settled=_settled_change(before, after),
            coverage={
                "plain": _change(before.coverage.whole.plain, after.coverage.whole.plain),
                "weighted": _change(before.coverage.whole.weighted, after.coverage.whole.weighted),
            },
            key_decision_makers=KeyPeopleChange(
                added=tuple(person for person in is_key if person not in was_key),
                removed=tuple(person for person in was_key if person not in is_key),
            ),
            gaps_opened=_new(after.gaps, before.gaps),
            gaps_closed=_new(before.gaps, after.gaps),
        )


def what_if(before: Analysis, changes: Sequence[Change]) -> WhatIf:
    """The account with these changes beside the account as it is. Raises as `suppose` does."""
    power = before.power
    opportunity = power.opportunity_id
    document = host(power.recorded, opportunity, power.lent) if opportunity else power.recorded
    scenario = suppose(document, changes, power.as_of, opportunity)
    after = PowerGraph.of(
        scenario.document,
        as_of=power.as_of,
        opportunity=opportunity,
        method=power.method,
        revision=power.revision,
        lent=power.lent,
    )
    return WhatIf(before, analyse(after), scenario.successors)


def side(analysis: Analysis) -> Side:
    """An account as one side of a what-if."""
    return Side(
        standing=dict(analysis.standing),
        key_decision_makers=analysis.stability.key_decision_makers,
        decision_influence=dict(analysis.deciders.decision_influence),
        settled={person: dict(attitudes) for person, attitudes in analysis.settled.items()},
        stages=analysis.stages,
        coverage=analysis.coverage.whole,
        gaps=analysis.gaps,
        tornado=tornado(analysis),
        largest_dependence=largest_dependence(analysis),
    )


def tornado(analysis: Analysis) -> tuple[Swing, ...]:
    """The swing of everyone with decision influence, widest first, equal ones by id; empty without a vendor.

    Standing is the sum of decision influence times attitude, so a swing is decision influence times the change of x; an
    unknown attitude counts as 0 and CONTACTED leaves it there.
    """
    power = analysis.power
    if power.vendor is None:
        return ()
    swings = []
    for person, influence in analysis.deciders.decision_influence.items():
        stance = power.stances_to_us.get(person)
        if influence > 0 and stance is None:
            swings.append(Swing(person=person, up=None, contacted=0.0))
        elif influence > 0 and stance is not None:
            top = stance.step + 1 == len(SIX_LEVELS)
            up = None if top else influence * (X_OF_LEVEL[SIX_LEVELS[stance.step + 1]] - stance.x)
            swings.append(Swing(person=person, up=up, contacted=-influence * stance.x + 0.0))
    return tuple(sorted(swings, key=lambda one: (falling(abs(one.up or 0.0) + abs(one.contacted)), one.person)))


def losses(analysis: Analysis) -> tuple[Loss, ...]:
    """Everyone whose lost support would cost us standing, most first."""
    swings = [swing for swing in tornado(analysis) if swing.contacted < 0]
    swings.sort(key=lambda swing: swing.contacted)
    return tuple(Loss(person=swing.person, contacted=swing.contacted) for swing in swings)


def largest_dependence(analysis: Analysis) -> Dependence | None:
    """Whom our standing rests on most; None when nobody is for us.

    >>> from graph.power_graph import tiny
    >>> largest_dependence(analyse(tiny("a->b 0.9")))
    """
    swings = [swing for swing in tornado(analysis) if swing.contacted < 0]
    if not swings or analysis.power.vendor is None:
        return None
    worst = min(swings, key=lambda swing: (-falling(swing.contacted), swing.person))
    standing = analysis.standing[analysis.power.vendor].point
    return Dependence(person=worst.person, change=worst.contacted, standing=standing + worst.contacted)


def _new(these: tuple[Gap, ...], those: tuple[Gap, ...]) -> tuple[Gap, ...]:
    known = {(gap.kind, gap.subject) for gap in those}
    return tuple(gap for gap in these if (gap.kind, gap.subject) not in known)


def _change(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before


def _settled_change(before: Analysis, after: Analysis) -> dict[str, dict[str, float]]:
    changes = {
        person: {
            party: now - before.settled[person][party]
            for party, now in attitudes.items()
            if abs(now - before.settled[person].get(party, now)) > LEAST_CHANGE
        }
        for person, attitudes in after.settled.items()
        if person in before.settled
    }
    return {person: parties for person, parties in changes.items() if parties}
