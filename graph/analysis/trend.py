"""How a bid moves from snapshot to snapshot: standing, margin a week, and who came to the table late.

Features 3.18 (velocity of the margin) and 3.20 (drift of the buying centre; Johnston & Bonoma 1981).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import StatisticsError, linear_regression

from pydantic import Field

from graph.analysis.buying_centre import buying_centre
from graph.analysis.pipeline import Analysis
from graph.analysis.relationships import TREND_DAYS
from graph.answer import Answer


class Point(Answer):
    """Our standing and the competitors' at a time."""

    snapshot: str | None = Field(description="The snapshot; null for the live map.")
    as_of: date = Field(description="The day of this point.")
    standing: dict[str, float] = Field(description="Standing of each party, -1 to 1 (method 3).")
    margin: float | None = Field(description="Ours less the best competitor's, or null.")
    stages: dict[str, float] = Field(description="Margin at each voting stage.")
    involved: int = Field(ge=0, description="With a vote, a veto or a role in the opportunity.")
    departments: int = Field(ge=0, description="Departments they are of.")


class Trend(Answer):
    """What moved since the last point at least `trend_days` before the newest, else the first."""

    trend_days: int = Field(description="How many days it looks back.")
    since: date | None = Field(description="Day of the first point; null without one before.")
    margin_per_week: float | None = Field(description="Least-squares slope, a week; null without margins of two days.")
    more_involved: int | None = Field(description="People more (less: negative) than at first.")
    more_departments: int | None = Field(description="Departments more; growth late in a bid means new stakeholders.")


def point_of(analysis: Analysis, snapshot: str | None) -> Point:
    """Everybody's standing in one analysis."""
    power = analysis.power
    ours = analysis.standing.get(power.vendor or "")
    stages: dict[str, float] = {}
    for stage in ours.stages if ours else ():
        rivals = [analysis.standing[party].stages[stage].point for party in power.rivals]
        if ours and rivals:
            stages[stage] = ours.stages[stage].point - max(rivals)
    shape = buying_centre(power)
    return Point(
        snapshot=snapshot,
        as_of=power.as_of,
        standing={party: standing.point for party, standing in analysis.standing.items()},
        margin=margin_of(analysis),
        stages=stages,
        involved=shape.extensivity,
        departments=shape.lateral,
    )


def margin_of(analysis: Analysis) -> float | None:
    """Our standing less that of the best competitor in the race; None without us or without one."""
    power = analysis.power
    ours = analysis.standing.get(power.vendor or "")
    rivals = [analysis.standing[party].point for party in power.rivals]
    return ours.point - max(rivals) if ours and rivals else None


def trend(points: Sequence[Point]) -> Trend:
    """What moved over points in order of their days, the newest last (at least one).

    >>> def at(day: str, margin: float, departments: int) -> Point:
    ...     return Point(snapshot=None, as_of=day, standing={}, margin=margin, stages={}, involved=4, departments=departments)
    >>> days = [at("2026-01-01", 0.9, 9), at("2026-08-02", 0.1, 2), at("2026-11-22", 0.42, 3)]  # the first is too old
    >>> moved = trend(days)
    >>> round(moved.margin_per_week or 0, 6), moved.more_involved, moved.more_departments
    (0.02, 0, 1)
    """
    newest = points[-1]
    begin = newest.as_of - timedelta(days=TREND_DAYS)
    recent = [
        point for point, after in zip(points, [*points[1:], None], strict=True) if after is None or after.as_of > begin
    ]
    first = recent[0] if len(recent) > 1 else None
    margins = [(point.as_of.toordinal() / 7, point.margin) for point in recent if point.margin is not None]
    try:
        slope = linear_regression([week for week, _ in margins], [margin for _, margin in margins]).slope
    except StatisticsError:  # fewer than two points, or all of one day
        slope = None
    return Trend(
        trend_days=TREND_DAYS,
        since=first.as_of if first else None,
        margin_per_week=slope,
        more_involved=newest.involved - first.involved if first else None,
        more_departments=newest.departments - first.departments if first else None,
    )
