"""Composes the what-if answer."""

from __future__ import annotations

from collections.abc import Iterable

from app.power_map import view
from app.power_map.what_if_schemas import (
    GapRef,
    KeyPeopleChange,
    Side,
    WhatIfAnswer,
    WhatIfDifference,
)
from graph.analysis.gaps import Gap
from graph.analysis.pipeline import Analysis
from graph.analysis.what_if import WhatIf, largest_dependence, tornado

LEAST_CHANGE = 1e-9


def what_if(found: WhatIf) -> WhatIfAnswer:
    """Before, after, difference."""
    power = found.before.power
    return WhatIfAnswer(
        account=power.document.account.id,
        opportunity=power.opportunity.id if power.opportunity else None,
        as_of=power.as_of,
        revision=power.revision,
        method=power.method,
        before=_side(found.before),
        after=_side(found.after),
        difference=_difference(found),
        successors=dict(found.successors),
    )


def _side(analysis: Analysis) -> Side:
    return Side(
        standing=dict(analysis.standing),
        key_decision_makers=list(analysis.stability.key_decision_makers),
        decision_influence=dict(analysis.deciders.decision_influence),
        settled={person: dict(attitudes) for person, attitudes in analysis.settled.items()},
        stages=[view.stage(stage) for stage in analysis.stages],
        coverage=analysis.coverage.whole,
        gaps=_refs(analysis.gaps),
        tornado=tornado(analysis),
        largest_dependence=largest_dependence(analysis),
    )


def _refs(gaps: Iterable[Gap]) -> list[GapRef]:
    return [
        GapRef(kind=gap.kind, severity=gap.severity, person=gap.person, department=gap.department, stage=gap.stage)
        for gap in gaps
    ]


def _difference(found: WhatIf) -> WhatIfDifference:
    before, after = found.before, found.after
    parties = before.power.parties
    stages = {stage for party in parties for stage in before.standing[party].stages}
    scores = (before.deciders.decision_influence, after.deciders.decision_influence)
    moved = {
        person: scores[1].get(person, 0.0) - scores[0].get(person, 0.0) for person in sorted({*scores[0], *scores[1]})
    }
    key = (before.stability.key_decision_makers, after.stability.key_decision_makers)
    return WhatIfDifference(
        standing={party: found.standing_change(party) for party in parties},
        stages={
            stage: {
                party: after.standing[party].stages[stage].point - before.standing[party].stages[stage].point
                for party in parties
                if stage in after.standing[party].stages
            }
            for stage in sorted(stages)
        },
        decision_influence={person: change for person, change in moved.items() if abs(change) > LEAST_CHANGE},
        settled=_settled_change(before, after),
        coverage={
            "plain": _change(before.coverage.whole.plain, after.coverage.whole.plain),
            "weighted": _change(before.coverage.whole.weighted, after.coverage.whole.weighted),
        },
        key_decision_makers=KeyPeopleChange(
            added=[person for person in key[1] if person not in key[0]],
            removed=[person for person in key[0] if person not in key[1]],
        ),
        gaps_opened=_refs(found.gaps_opened),
        gaps_closed=_refs(found.gaps_closed),
    )


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
