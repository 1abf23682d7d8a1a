"""The reorganisation shock: somebody is replaced by an unknown successor (features 3.23)."""

from __future__ import annotations

from pydantic import Field

from graph.analysis.paths import PathFinder
from graph.analysis.pipeline import Analysis
from graph.analysis.scenario import Leave
from graph.analysis.what_if import what_if
from graph.answer import Answer


class Shock(Answer):
    """What is lost if somebody goes, successor unknown."""

    person: str = Field(description="Who goes.")
    standing: float | None = Field(description="Change of our standing; null without a vendor.")
    lost_paths: tuple[str, ...] = Field(
        description="People no longer to be persuaded through others, most decision_influence first."
    )
    meet_first: tuple[str, ...] = Field(
        description="Whose decision_influence rises most of those not met within their window."
    )


def shock(analysis: Analysis, person: str) -> Shock:
    """The map with an unknown successor in somebody's place. Raises InvalidDocument for a person nobody knows."""
    after = what_if(analysis, (Leave(kind="leave", person=person),))
    before_paths, after_paths = PathFinder(analysis.power, "persuasion"), PathFinder(after.after.power, "persuasion")
    staying = [one for one in analysis.deciders.order if one in after.after.power.people]
    lost = [one for one in staying if before_paths.best(one, 1) and not after_paths.best(one, 1)]
    then, now = analysis.deciders.decision_influence, after.after.deciders.decision_influence
    unmet = [one for one in staying if not analysis.coverage.contacts[one].contacts_in_window and now[one] > then[one]]
    vendor = analysis.power.vendor
    return Shock(
        person=person,
        standing=None if vendor is None else after.standing_change(vendor),
        lost_paths=tuple(lost),
        meet_first=tuple(sorted(unmet, key=lambda one: (then[one] - now[one], one))[:5]),
    )
