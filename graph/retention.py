"""Who is kept too long, by the operator's rules (GDPR 5, PIPL 47): each counts months from some day.

`review` counts from the day the person was to be looked at again, `left` from the day they left, `closed` from the decision of
the last opportunity they have a part in or whatever was noted later, `untouched` from the last record, contact or change about
them, `removed` from the same where they stand in snapshots or the feed alone.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

import orjson
from pydantic import Field

from graph.about_people import record_in
from graph.answer import Answer
from graph.document import AccountDocument
from graph.kinds import KINDS, OPPORTUNITIES, PEOPLE, Kind, Opportunity, Person, Record
from graph.retention_rules import Deed, Rule, Why
from graph.whole_accounts import WholeAccount

AUTHOR: Final = "retention"
"""Id of the job in the feed: what it changes touches nobody."""
_TOUCHES: Final = ("on", "done_on", "collected_on", "since")
_HELD: Final = "LEGAL_CLAIM"


class Due(Answer):
    """Somebody who is due."""

    person: str = Field(description="Their id.")
    why: Why = Field(description="Which rule.")
    since: date = Field(description="The day it counts from.")
    deed: Deed = Field(description="What the rule does.")
    held: bool = Field(description="Kept for a legal claim.")


def after_months(day: date, months: int) -> date:
    """The day so many months later, the last of the month where that is shorter.

    >>> after_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def due_in(whole: WholeAccount, rules: Iterable[Rule], on: date) -> list[Due]:
    """Who of an account is due on a day, by id; of several rules the one that does more counts, then the earliest."""
    document = AccountDocument.model_validate_json(whole.document)
    rules = tuple(rules)
    touched = _touched(document, whole, on)
    found: dict[str, Due] = {}
    for why, person, since in _days(document, whole, touched):
        one = next((each for each in document.people if each.id == person), None) if why != "removed" else None
        for rule in rules:
            if rule.why != why or after_months(since, rule.months) >= on:
                continue
            if rule.deed == "restrict" and one is not None and one.restricted_on is not None:
                continue
            held = one is not None and one.restricted_because == _HELD
            due = Due(person=person, why=why, since=since, deed=rule.deed, held=held)
            before = found.get(person)
            if before is None or _weight(due) < _weight(before):
                found[person] = due
    return [found[person] for person in sorted(found)]


def _weight(due: Due) -> tuple[bool, date]:
    return due.deed != "erase", due.since


def _days(
    document: AccountDocument, whole: WholeAccount, touched: Mapping[str, date]
) -> Iterator[tuple[Why, str, date]]:
    """Each day that something counts from, of whom."""
    closed = _closed(document)
    for one in document.people:
        if one.placeholder:
            continue
        if one.review_on is not None:
            yield "review", one.id, one.review_on
        if one.until is not None:
            yield "left", one.id, one.until
        if (decided := closed.get(one.id)) is not None:
            yield "closed", one.id, max(decided, touched.get(one.id, decided))
        if one.id in touched:
            yield "untouched", one.id, touched[one.id]
    known = {one.id for one in document.people}
    for person, day in _elsewhere(whole).items():
        if person not in known:
            yield "removed", person, day


def _closed(document: AccountDocument) -> dict[str, date]:
    """Whose every opportunity is decided, and when the last was."""
    decided: dict[str, list[date | None]] = defaultdict(list)
    for opportunity in document.opportunities:
        for person in _people_in(OPPORTUNITIES, opportunity):
            decided[person].append(_decided_on(opportunity))
    return {person: max(day for day in days if day is not None) for person, days in decided.items() if None not in days}


def _decided_on(opportunity: Opportunity) -> date | None:
    outcomes = [stage.outcome.on for stage in opportunity.stages if stage.outcome is not None and stage.outcome.on]
    if opportunity.stages and len(outcomes) == len(opportunity.stages):
        return max(outcomes)
    return opportunity.decided_on


def _people_in(kind: Kind, record: Record) -> set[str]:
    people = {named.id for named in kind.references(record) if named.label == "Person"}
    return people | {record.id} if isinstance(record, Person) else people


def _touched(document: AccountDocument, whole: WholeAccount, on: date) -> dict[str, date]:
    """When somebody was last written of or met."""
    touched: dict[str, date] = {}
    for kind in KINDS:
        for record in document.of(kind):
            days = [day for name in _TOUCHES if isinstance(day := getattr(record, name, None), date) and day <= on]
            for person in _people_in(kind, record) if days else ():
                touched[person] = max(touched.get(person, date.min), *days)
    for person, day in _changed(whole):
        touched[person] = max(touched.get(person, date.min), day)
    return touched


def _changed(whole: WholeAccount) -> Iterator[tuple[str, date]]:
    """Whom each entry of the feed is about, and its day."""
    for part in whole.changes:
        if part.actor_id == AUTHOR:
            continue
        day = datetime.fromisoformat(part.at).date()
        for entry in orjson.loads(part.entries):
            for person in _named_in(entry):
                yield person, day


def _named_in(entry: dict[str, Any]) -> set[str]:
    sides = (record_in(entry, side) for side in ("before", "after"))
    return set().union(*(_people_in(*side) for side in sides if side is not None))


def _elsewhere(whole: WholeAccount) -> dict[str, date]:
    """Who has a record in snapshots or in the feed, and the last day one of them is of."""
    days: dict[str, date] = {}

    def note(person: Person, at: str) -> None:
        if not person.placeholder:
            days[person.id] = max(days.get(person.id, date.min), datetime.fromisoformat(at).date())

    for kept in whole.snapshots:
        for person in AccountDocument.model_validate_json(kept.content).people:
            note(person, kept.taken_at)
    for part in whole.changes:
        for entry in orjson.loads(part.entries):
            for side in ("before", "after"):
                if entry["kind"] == PEOPLE.name and (found := record_in(entry, side)) is not None:
                    assert isinstance(found[1], Person)  # noqa: S101 - the kind says so
                    note(found[1], part.at)
    return days
