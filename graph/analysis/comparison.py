"""What differs between two documents of an account, record by record, and what that changed in scores and standing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from pydantic import Field

from graph.analysis.pipeline import Analysis
from graph.answer import Answer
from graph.document import AccountDocument, difference
from graph.kinds import ATTITUDES, INFLUENCE, KIND_OF, PEOPLE, REPORTING, TIES

_EDGES: Final = frozenset({REPORTING.name, INFLUENCE.name, TIES.name})
SAME: Final = 1e-12


class ChangedRecord(Answer):
    """A record of both that differs."""

    kind: str = Field(description="The list the record stands in.")
    path: str = Field(description="Path below the account.")
    before: dict[str, Any] = Field(description="The fields that differ, as they were.")
    after: dict[str, Any] = Field(description="The fields that differ, as they are later.")


class OneRecord(Answer):
    """A record of one of the two only."""

    kind: str = Field(description="The list the record stands in.")
    path: str = Field(description="Path below the account.")
    record: dict[str, Any] = Field(description="The record itself.")


class Differences(Answer):
    """Records that came, went and changed."""

    added: list[OneRecord] = Field(description="Records that are new.")
    removed: list[OneRecord] = Field(description="Records that are gone.")
    changed: list[ChangedRecord] = Field(description="Records that differ.")


class Comparison(Answer):
    """From the first snapshot to the second. The four lists applied to the first document give the second."""

    account: str = Field(description="Account id.")
    before: str = Field(description="The first snapshot.")
    after: str = Field(description="The second snapshot; empty: the live map.")
    opportunity: str | None = Field(description="Opportunity id, or null.")
    people: Differences = Field(description="People added, removed and changed.")
    edges: Differences = Field(description="Reporting, influence and ties.")
    attitudes: Differences = Field(description="Attitudes added, removed and changed.")
    other: Differences = Field(description="Every other kind of record.")
    scores: dict[str, dict[str, tuple[float | None, float | None]]] = Field(
        description="Person to measure to [before, after], where they differ; null: was not there."
    )
    standing: dict[str, tuple[float | None, float | None]] = Field(description="Party to [before, after].")


def compare(before: Analysis, after: Analysis, names: tuple[str, str]) -> Comparison:
    """The comparison of two analyses for one opportunity or none."""
    one, two = before.power.recorded, after.power.recorded
    return Comparison(
        account=two.account.id,
        before=names[0],
        after=names[1],
        opportunity=after.power.opportunity_id,
        people=differences(one, two, {PEOPLE.name}),
        edges=differences(one, two, _EDGES),
        attitudes=differences(one, two, {ATTITUDES.name}),
        other=differences(one, two, set(KIND_OF) - _EDGES - {PEOPLE.name, ATTITUDES.name}),
        scores=_scores(before, after),
        standing={
            party: (_point(before, party), _point(after, party))
            for party in dict.fromkeys((*before.power.parties, *after.power.parties))
        },
    )


def differences(before: AccountDocument, after: AccountDocument, kinds: Iterable[str]) -> Differences:
    """What differs in the records of some kinds."""
    wanted = frozenset(kinds)
    made: dict[str, list[Any]] = {"added": [], "removed": [], "changed": []}
    for change in difference(before.canonical(), after.canonical()).changes:
        if change.kind.name not in wanted:
            continue
        old, new = (
            json.loads(record.model_dump_json()) if record else None for record in (change.before, change.after)
        )
        shown = change.after or change.before
        path = change.kind.path_of(shown) if shown else change.kind.name
        if old is not None and new is not None:
            made["changed"].append(ChangedRecord(kind=change.kind.name, path=path, before=old, after=new))
        elif new is not None:
            made["added"].append(OneRecord(kind=change.kind.name, path=path, record=new))
        elif old is not None:
            made["removed"].append(OneRecord(kind=change.kind.name, path=path, record=old))
    return Differences(**made)


def applied(document: AccountDocument, parts: Iterable[Differences]) -> AccountDocument:
    """A document with differences applied: what was removed gone, what was added or changed put in place by key."""
    for part in parts:
        for kind in KIND_OF.values():
            records = {kind.key_of(record): record for record in document.of(kind)}
            read = kind.model.model_validate_json
            for gone in part.removed:
                if gone.kind == kind.name:
                    records.pop(kind.key_of(read(json.dumps(gone.record))), None)
            for data in [
                *(one.record for one in part.added if one.kind == kind.name),
                *(one.after for one in part.changed if one.kind == kind.name),
            ]:
                record = read(json.dumps(data))
                records[kind.key_of(record)] = record
            document = document.with_records(kind, records.values())
    return document.canonical()


def _scores(before: Analysis, after: Analysis) -> dict[str, dict[str, tuple[float | None, float | None]]]:
    old, new = before.deciders.decision_influence, after.deciders.decision_influence
    scores = {}
    for person in sorted({*old, *new}):
        a, b = old.get(person), new.get(person)
        if a is None or b is None or abs(a - b) > SAME:
            scores[person] = {"decision_influence": (a, b)}
    return scores


def _point(analysis: Analysis, party: str) -> float | None:
    standing = analysis.standing.get(party)
    return standing.point if standing else None
