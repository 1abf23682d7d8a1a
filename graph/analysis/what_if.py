"""What changes would bring: our standing before and after, and whom it depends on (method 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import Field

from graph.analysis.decision_makers import falling
from graph.analysis.gaps import Gap
from graph.analysis.pipeline import Analysis, analyse
from graph.analysis.scenario import Change, suppose
from graph.answer import Answer
from graph.borrowed_people import host
from graph.method import SIX_LEVELS, X_OF_LEVEL
from graph.power_graph import PowerGraph


class Swing(Answer):
    """How our standing would change if one person's attitude moved."""

    person: str = Field(description="Id of the person.")
    up: float | None = Field(description="One level up; null at the top and for an unknown attitude. -1 to 1.")
    contacted: float = Field(
        description="To CONTACTED, as when support is lost. -1 to 1; below 0 is what we would lose."
    )


class Loss(Answer):
    """The customer's side: what we lose when a person's support is lost (method 5)."""

    person: str = Field(description="Id of the person.")
    contacted: float = Field(le=0, description="Change of our standing if their attitude became CONTACTED.")


class Dependence(Answer):
    """The person our standing rests on most."""

    person: str = Field(description="Id of the person.")
    change: float = Field(lt=0, description="Of our standing if they came to CONTACTED.")
    standing: float = Field(ge=-1, le=1, description="Where we would stand then.")


@dataclass(frozen=True)
class WhatIf:
    """Both analyses and what lies between them. `successors`: who left to who holds their votes now."""

    before: Analysis
    after: Analysis
    successors: Mapping[str, str] = field(default_factory=dict)

    def standing_change(self, party: str) -> float:
        return self.after.standing[party].point - self.before.standing[party].point

    @property
    def gaps_opened(self) -> tuple[Gap, ...]:
        return _new(self.after.gaps, self.before.gaps)

    @property
    def gaps_closed(self) -> tuple[Gap, ...]:
        return _new(self.before.gaps, self.after.gaps)


def what_if(before: Analysis, changes: Sequence[Change]) -> WhatIf:
    """The account with these changes beside the account as it is. Raises as `suppose` does."""
    power = before.power
    opportunity = power.opportunity.id if power.opportunity else None
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
