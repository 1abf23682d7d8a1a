"""What our warnings were worth: which gaps of snapshots came before a fall, how long before, and which falls none foretold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Final

from pydantic import Field

from graph.analysis.falls import Fall
from graph.analysis.pipeline import Analysis
from graph.answer import Answer

HIT_WITHIN: Final = timedelta(days=180)
"""How long after it was last raised a warning may still come true."""


class WarningHit(Answer):
    """A warning after which their attitude to us fell."""

    kind: str = Field(description="Kind of the gap that warned.")
    person: str = Field(description="Person id.")
    warned_on: date = Field(description="Day of the first snapshot that had it.")
    fell_on: date = Field(description="Day of the fall.")
    lead_days: int = Field(ge=1, description="Days from the warning to the fall.")


class KindRecord(Answer):
    """How often warnings of a kind came true."""

    kind: str = Field(description="Kind of gap.")
    raised: int = Field(description="About whom snapshots raised it.")
    hits: int = Field(description="Those whose attitude to us fell within 180 days after it was last raised.")
    lead_days: float | None = Field(description="Median days from warning to fall, or null.")


class WarningRecord(Answer):
    """Hits of the warnings in the account's snapshots."""

    snapshots: int = Field(description="Snapshots looked at.")
    kinds: list[KindRecord] = Field(description="By kind, most hits first.")
    hits: list[WarningHit] = Field(description="Warnings that came true, by day of the fall.")
    falls: int = Field(description="Falls of attitude to us after the first snapshot.")
    unforetold: list[str] = Field(description="People whose attitude fell without a warning before, by id.")


@dataclass(frozen=True)
class Warned:
    """What a snapshot warned of, by its day."""

    as_of: date
    gaps: frozenset[tuple[str, str]]


def warned_in(analysis: Analysis) -> Warned:
    """The gaps about people that an analysis has."""
    return Warned(analysis.power.as_of, frozenset((gap.kind, gap.person) for gap in analysis.gaps if gap.person))


def warning_record(series: Sequence[Warned], falls: Iterable[Fall], vendor: str | None) -> WarningRecord:
    """What came of the warnings of a series of snapshots, oldest first; `falls` are those of the account up to today."""
    ours = [
        (fall.person, fall.on)
        for fall in falls
        if fall.person is not None and fall.toward == vendor and series and fall.on > series[0].as_of
    ]
    days: dict[tuple[str, str], list[date]] = {}
    for warned in series:
        for gap in warned.gaps:
            days.setdefault(gap, []).append(warned.as_of)
    hits = []
    for (kind, person), raised in sorted(days.items()):
        fell = [on for name, on in ours if name == person and raised[0] < on <= raised[-1] + HIT_WITHIN]
        if fell:
            lead = (min(fell) - raised[0]).days
            hits.append(WarningHit(kind=kind, person=person, warned_on=raised[0], fell_on=min(fell), lead_days=lead))
    kinds = [_of_kind(kind, list(days), hits) for kind in sorted({kind for kind, _ in days})]
    foretold = {(hit.person, hit.fell_on) for hit in hits}
    return WarningRecord(
        snapshots=len(series),
        kinds=sorted(kinds, key=lambda one: (-one.hits, one.kind)),
        hits=sorted(hits, key=lambda hit: (hit.fell_on, hit.person, hit.kind)),
        falls=len(ours),
        unforetold=sorted({person for person, on in ours if not _is_foretold(person, on, foretold)}),
    )


def _is_foretold(person: str, on: date, foretold: set[tuple[str, date]]) -> bool:
    return any(name == person and day <= on for name, day in foretold)


def _of_kind(kind: str, raised: Iterable[tuple[str, str]], hits: Iterable[WarningHit]) -> KindRecord:
    leads = [hit.lead_days for hit in hits if hit.kind == kind]
    return KindRecord(
        kind=kind,
        raised=sum(name == kind for name, _ in raised),
        hits=len(leads),
        lead_days=float(median(leads)) if leads else None,
    )
