"""What changed since the last snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from app.report.blocks import Beside, Block, Cell, Column, Heading, Section, Table, Text, Together
from app.report.cells import clauses, column, joined, labelled, person_cell, score, share, word
from app.report.view import ReportView, number
from app.reviews.pack_schemas import ReviewPack
from app.texts import report as words
from app.texts.codes import LEVELS, SIGNS, TIES
from app.texts.sheets import FIELD_NAMES, SHEET_NAMES
from graph.analysis.comparison import ChangedRecord, Comparison, Differences, OneRecord
from graph.stances import counting

_MOVED: Final = 12
_SAME: Final = 0.005  # what rounds to no change

Json = dict[str, Any]


def changes(view: ReportView, pack: ReviewPack) -> Section:
    """How many records changed beside standing over time; then attitudes, people and lines, and the scores they moved."""
    title = view.say(words.SECTIONS["changes"])
    compared, before = pack.changes, pack.previous
    if compared is None or before is None:
        return Section("changes", title, (Text(view.say(words.NO_SNAPSHOT)),))
    said = [Text(view.say(words.SINCE).format(name=before.name or before.id, day=before.as_of.isoformat()))]
    said += _others(view, compared)
    parts = [*_attitudes(view, compared), *_moved(view, compared)]
    if len(said) == 1 and not parts:
        said.append(Text(view.say(words.NO_CHANGES)))
    return Section("changes", title, (Together((Beside(tuple(said), series(view, pack)),)), *parts))


def series(view: ReportView, pack: ReviewPack, points: int | None = None) -> tuple[Block, ...]:
    """Standing and margin at every snapshot and today, or at the last of them, under a heading."""
    columns = (
        column(view, "day", 15, "date", "narrow"),
        column(view, "snapshot", 15, room="narrow"),
        *(Column(view.party(party), 15, "number", "narrow") for party in view.map.parties),
        column(view, "margin", 12, "number", "narrow"),
    )
    rows = tuple(
        (
            Cell(point.as_of.isoformat(), value=point.as_of),
            Cell(point.snapshot or view.say(words.TODAY)),
            *(score(point.standing.get(party)) for party in view.map.parties),
            score(point.margin),
        )
        for point in pack.competitors[-points if points else 0 :]
    )
    return Heading(view.say(words.HEADINGS["series"])), Table(columns, rows)


def _attitudes(view: ReportView, compared: Comparison) -> Iterator[Block]:
    """What came, went or was corrected, towards us first, each with the level it follows."""
    if not view.map.vendor:
        return
    proven = view.redact == "full"
    columns = (
        column(view, "change", 9),
        column(view, "day", 11, "date", "narrow"),
        column(view, "person", 22, "person", "narrow"),
        column(view, "toward", 16, room="narrow"),
        Column(view.say(words.HEADINGS["attitudes"]), 34, room="narrow"),
        *((column(view, "evidence", 50),) if proven else ()),
    )
    listed = sorted(
        _listed(compared.attitudes),
        key=lambda one: (one[2]["toward"] != view.map.vendor, one[2]["toward"], one[2]["on"]),
    )
    rows = []
    for change, before, now in listed:
        past = str(before["level"]) if before else _followed(view, now)
        levels = " → ".join(_level(view, level) for level in (past, str(now["level"])) if level)
        rows.append(
            (
                Cell(view.say(words.CHANGES[change])),
                Cell(str(now["on"])),
                person_cell(view, now["person"]),
                Cell(view.party(now["toward"])),
                Cell(levels),
                *((Cell(now.get("evidence") or "—"),) if proven else ()),
            )
        )
    if rows:
        yield Heading(view.say(words.HEADINGS["attitudes"]))
        yield Table(columns, tuple(rows))


def _followed(view: ReportView, record: Json) -> str:
    """The level recorded last before this one; empty for the first."""
    eve = date.fromisoformat(str(record["on"])) - timedelta(days=1)
    known = counting(view.document.attitudes, eve, record.get("opportunity_id"))
    before = known.get((record["person"], record["toward"]))
    return before.level if before else ""


def _level(view: ReportView, level: str) -> str:
    return f"{SIGNS.get(level, '')} {word(view, LEVELS, level)}"


def _listed(part: Differences) -> Iterator[tuple[str, Json | None, Json]]:
    """Every record with how it changed, and what it was where it is another now."""
    for change, records in (("added", part.added), ("removed", part.removed)):
        for one in records:
            yield change, None, one.record
    for record in part.changed:
        yield "changed", record.before, record.after


def _moved(view: ReportView, compared: Comparison) -> Iterator[Block]:
    """Records beside the scores they moved."""
    records, scores = tuple(_records(view, compared)), tuple(_scores(view, compared))
    if records and scores:
        yield Beside(records, scores)
    else:
        yield from (*records, *scores)


def _records(view: ReportView, compared: Comparison) -> Iterator[Block]:
    rows = tuple(
        _record(view, change, one) for part in (compared.people, compared.edges) for change, one in _kinds(part)
    )
    if rows:
        columns = (
            column(view, "change", 14, room="narrow"),
            column(view, "record", 44, room="narrow"),
            column(view, "details", 42, room="narrow"),
        )
        yield Heading(view.say(words.HEADINGS["records"]))
        yield Table(columns, rows)


def _kinds(part: Differences) -> Iterator[tuple[str, OneRecord | ChangedRecord]]:
    for change in ("added", "removed", "changed"):
        for one in getattr(part, change):
            yield change, one


def _record(view: ReportView, change: str, one: OneRecord | ChangedRecord) -> tuple[Cell, ...]:
    now = one.after if isinstance(one, ChangedRecord) else one.record
    details = clauses(view, _fields(view, one)) if isinstance(one, ChangedRecord) else ""
    kind = word(view, TIES, str(now.get("kind"))) if one.kind == "ties" else word(view, SHEET_NAMES, one.kind)
    subject = Cell(_subject(view, one.kind, now), kind, strong=True)
    return Cell(view.say(words.CHANGES[change])), subject, Cell(details)


def _subject(view: ReportView, kind: str, record: Json) -> str:
    """Whom a record of a person or line is about; a removed person by the name recorded."""
    if kind == "people":
        named = view.name(record["id"])
        return named if named != record["id"] else str(record.get("name") or record["id"])
    ends = {"reporting": ("subordinate", "manager"), "influence": ("source", "target"), "ties": ("a", "b")}[kind]
    return (" — " if kind == "ties" else " → ").join(view.name(str(record[end])) for end in ends)


def _fields(view: ReportView, one: ChangedRecord) -> Iterator[str]:
    for name in one.after:
        before, after = one.before.get(name), one.after[name]
        if before != after:
            said = FIELD_NAMES.get(f"{one.kind}.{name}") or FIELD_NAMES.get(name) or (name, name)
            yield labelled(view, view.say(said), f"{_plain(before)} → {_plain(after)}")


def _plain(value: Any) -> str:
    return "—" if value in (None, "", []) else str(value)


def _scores(view: ReportView, compared: Comparison) -> Iterator[Block]:
    """Decision influence where it moved most."""
    moved = []
    for person, measures in compared.scores.items():
        before, after = measures["decision_influence"]
        change = (after or 0.0) - (before or 0.0)
        if abs(change) >= _SAME:
            moved.append((-abs(change), person, before, after, change))
    if not moved:
        return
    columns = (
        column(view, "person", 40, "person", "narrow"),
        column(view, "before", 15, "number", "narrow"),
        column(view, "after", 15, "number", "narrow"),
        column(view, "change", 15, "number", "narrow"),
    )
    rows = tuple(
        (
            person_cell(view, person),
            Cell(share(before).text, value=before),
            Cell(share(after).text, value=after),
            Cell(number(change, 3), value=change),
        )
        for _, person, before, after, change in sorted(moved)[:_MOVED]
    )
    yield Heading(view.say(words.HEADINGS["scores"]))
    yield Table(columns, rows)


def _others(view: ReportView, compared: Comparison) -> Iterator[Text]:
    counts: dict[str, dict[str, int]] = {}
    for change, one in _kinds(compared.other):
        counts.setdefault(one.kind, dict.fromkeys(words.CHANGES, 0))[change] += 1
    if counts:
        kinds = (
            f"{word(view, SHEET_NAMES, kind)} "
            + joined(view, (f"{count} {view.say(words.CHANGES[change])}" for change, count in by.items() if count))
            for kind, by in counts.items()
        )
        yield Text(view.say(words.OTHERS).format(kinds=clauses(view, kinds)))
