"""Which attitude counts on a day, and how far it is to be trusted (method 1)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from graph.kinds import Attitude
from graph.method import DEFAULT, FAVORABLE_STEP, FOUR_LEVELS, STEP_OF_LEVEL, SUPPORT_STEP, X_OF_LEVEL, Method


@dataclass(frozen=True, slots=True)
class Stance:
    """A known attitude: `x` -1 (opposed) to 1, `step` 0 to 5 for thresholds, `inferred` if on the four-level scale.

    `trust` 0 to 1: how far what was said still holds; `low` and `high` are the ends of the range that it leaves, -1 to 1.
    """

    level: str
    x: float
    on: date
    inferred: bool
    step: int
    confidence: int
    trust: float

    @property
    def low(self) -> float:
        return self.x - (1 - self.trust) * (self.x + 1)

    @property
    def high(self) -> float:
        return self.x + (1 - self.trust) * (1 - self.x)

    @property
    def width(self) -> float:
        """Of the range, 0 (a fully trusted statement) to 2 (nothing known)."""
        return 2 * (1 - self.trust)

    @property
    def opposes(self) -> bool:
        return self.step == STEP_OF_LEVEL["OPPOSE"]

    @property
    def favors(self) -> bool:
        """At least FAVORABLE: would vote yes."""
        return self.step >= FAVORABLE_STEP

    @property
    def supports(self) -> bool:
        return self.step >= SUPPORT_STEP


def trust(confidence: int, age_days: int, method: Method = DEFAULT) -> float:
    """How far a statement of a confidence is trusted at an age: full at confidence 5 for 90 days, then half after each year.

    >>> trust(5, 90), trust(5, 90 + 365), trust(1, 0)
    (1.0, 0.5, 0.4)
    """
    stale = max(0, age_days - method.trust_fresh_days) / method.trust_half_life_days
    return method.trust_of_confidence[confidence] * math.exp2(-stale)


def newest_stances(
    attitudes: Iterable[Attitude], as_of: date, opportunity: str | None, method: Method = DEFAULT
) -> dict[str, dict[str, Stance]]:
    """Person to party to the stance that counts on a day, for an opportunity or none; unknown ones are absent."""
    stances: dict[str, dict[str, Stance]] = {}
    for (person, party), attitude in sorted(counting(attitudes, as_of, opportunity).items()):
        level = attitude.level
        if level != "UNKNOWN":
            trusted = trust(attitude.confidence, (as_of - attitude.on).days, method)
            inferred = level in FOUR_LEVELS
            stances.setdefault(person, {})[party] = Stance(
                level, X_OF_LEVEL[level], attitude.on, inferred, STEP_OF_LEVEL[level], attitude.confidence, trusted
            )
    return stances


def counting(attitudes: Iterable[Attitude], as_of: date, opportunity: str | None) -> dict[tuple[str, str], Attitude]:
    """Of each person and party the one statement that counts on a day, for an opportunity or none; UNKNOWN is one, too."""
    newest: dict[tuple[str, str], Attitude] = {}
    for attitude in attitudes:
        if attitude.on <= as_of and attitude.opportunity_id in {None, opportunity}:
            known = newest.setdefault((attitude.person, attitude.toward), attitude)
            if known is not attitude and precedence(attitude) > precedence(known):
                newest[attitude.person, attitude.toward] = attitude
    return newest


def counting_by_day(attitudes: Iterable[Attitude], as_of: date) -> list[Attitude]:
    """What counted on each day something was said up to a day, oldest first: of several reporters of a day one."""
    said = sorted((attitude for attitude in attitudes if attitude.on <= as_of), key=precedence)
    days = {(one.on, one.person, one.toward, one.opportunity_id or ""): one for one in said}
    return [attitude for _, attitude in sorted(days.items())]


def precedence(attitude: Attitude) -> tuple[date, bool, int, float, str]:
    """Of two statements about one person and party the larger counts.

    The newer one; of the same day the opportunity's own, then the higher confidence, then the lower level, UNKNOWN lowest.
    """
    lowest_first = math.inf if attitude.level == "UNKNOWN" else -X_OF_LEVEL[attitude.level]
    own = attitude.opportunity_id is not None
    return attitude.on, own, attitude.confidence, lowest_first, attitude.level
