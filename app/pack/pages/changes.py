"""What changed since the last snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from app.map.map_view import MapView, number, percent
from app.pack.pages.blocks import (
    HALF,
    Block,
    Cell,
    Column,
    Heading,
    Pair,
    Section,
    Text,
    Together,
    paragraph,
    table,
)
from app.pack.pages.formatting import clauses, column, joined, word
from app.reviews.pack_schemas import ReviewPack
from app.texts import review_pack as words
from app.texts.codes import LEVELS, SIGNS, TIES
from app.texts.sheets import FIELD_NAMES, SHEET_NAMES
from graph.analysis.comparison import ChangedRecord, Comparison, Differences, OneRecord

_MOVED: Final = 12
_SAME: Final = 0.005  # what rounds to no change

Json = dict[str, Any]


def changes(view: MapView, pack: ReviewPack) -> Section:
    """How many records changed beside standing over time; then attitudes, people and lines, and the scores they moved."""
    title = view.say(words.SECTIONS["changes"])
    held, before = pack.changes, pack.previous
    if held is None or before is None:
        return Section(title, (paragraph(view.say(words.NO_SNAPSHOT)),), fresh=False)
    told = [paragraph(view.say(words.SINCE).format(name=before.name or before.id, day=before.as_of.isoformat()))]
    told += _others(view, held)
    parts = [*_attitudes(view, held), *_moved(view, held)]
    if len(told) == 1 and not parts:
        told.append(paragraph(view.say(words.NO_CHANGES)))
    return Section(title, (Together((Pair(tuple(told), _series(view, pack)),)), *parts), fresh=bool(parts))


def _series(view: MapView, pack: ReviewPack) -> tuple[Block, ...]:
    columns = [
        column(view, "day", 15),
        column(view, "snapshot", 15),
        *(Column(view.party(party), 15, right=True) for party in view.map.parties),
        column(view, "margin", 12, right=True),
    ]
    rows = [
        [
            Cell(point.as_of.isoformat()),
            Cell(point.snapshot or "—"),
            *(Cell(number(point.standing.get(party))) for party in view.map.parties),
            Cell(number(point.margin)),
        ]
        for point in pack.competitors
    ]
    return Heading(view.say(words.HEADINGS["series"])), table(columns, rows, room=HALF)


def _attitudes(view: MapView, held: Comparison) -> Iterator[Block]:
    """What came, went or was corrected, towards us first, each with the level it follows."""
    if not view.map.vendor:
        return
    columns = [
        column(view, "change", 9),
        column(view, "day", 11),
        column(view, "person", 22),
        column(view, "toward", 16),
        Column(view.say(words.HEADINGS["attitudes"]), 34),
    ]
    proven = view.redact == "full"
    if proven:
        columns.append(column(view, "evidence", 50))
    listed = sorted(
        _listed(held.attitudes), key=lambda one: (one[2]["toward"] != view.map.vendor, one[2]["toward"], one[2]["on"])
    )
    rows = [
        [
            Cell(view.say(words.CHANGES[change])),
            Cell(str(now["on"])),
            Cell(view.name(now["person"]), strong=True),
            Cell(view.party(now["toward"])),
            Cell(" → ".join(_level(view, level) for level in (past, str(now["level"])) if level)),
            *((Cell(now.get("evidence") or "—"),) if proven else ()),
        ]
        for change, before, now in listed
        for past in (str(before["level"]) if before else _followed(view, now),)
    ]
    if rows:
        yield Heading(view.say(words.HEADINGS["attitudes"]))
        yield table(columns, rows)


def _followed(view: MapView, record: Json) -> str:
    """The level recorded last before this one; empty for the first."""
    earlier = [
        held
        for held in view.document.attitudes
        if (held.person, held.toward) == (record["person"], record["toward"])
        and held.on.isoformat() < str(record["on"])
        and held.opportunity_id in {None, record.get("opportunity_id")}
    ]
    return max(earlier, key=lambda held: held.on).level if earlier else ""


def _level(view: MapView, level: str) -> str:
    return f"{SIGNS.get(level, '')} {word(view, LEVELS, level)}"


def _listed(held: Differences) -> Iterator[tuple[str, Json | None, Json]]:
    """Every record with how it changed, and what it was where it is another now."""
    for change, records in (("added", held.added), ("removed", held.removed)):
        for one in records:
            yield change, None, one.record
    for record in held.changed:
        yield "changed", record.before, record.after


def _moved(view: MapView, held: Comparison) -> Iterator[Block]:
    """Records beside the scores they moved."""
    records, scores = tuple(_records(view, held)), tuple(_scores(view, held))
    if records or scores:
        yield Pair(records or scores, scores if records else ())


def _records(view: MapView, held: Comparison) -> Iterator[Block]:
    rows = [_record(view, change, one) for part in (held.people, held.edges) for change, one in _kinds(part)]
    if rows:
        columns = [column(view, "change", 14), column(view, "record", 44), column(view, "details", 42)]
        yield Heading(view.say(words.HEADINGS["records"]))
        yield table(columns, rows, room=HALF)


def _kinds(held: Differences) -> Iterator[tuple[str, OneRecord | ChangedRecord]]:
    for change in ("added", "removed", "changed"):
        for one in getattr(held, change):
            yield change, one


def _record(view: MapView, change: str, one: OneRecord | ChangedRecord) -> list[Cell]:
    now = one.after if isinstance(one, ChangedRecord) else one.record
    told = clauses(view, _fields(view, one)) if isinstance(one, ChangedRecord) else ""
    kind = word(view, TIES, str(now.get("kind"))) if one.kind == "ties" else word(view, SHEET_NAMES, one.kind)
    return [Cell(view.say(words.CHANGES[change])), Cell(_subject(view, one.kind, now), kind, strong=True), Cell(told)]


def _subject(view: MapView, kind: str, record: Json) -> str:
    """Whom a record of a person or line is about; a removed person by the name recorded."""
    if kind == "people":
        named = view.name(record["id"])
        return named if named != record["id"] else str(record.get("name") or record["id"])
    ends = {"reporting": ("subordinate", "manager"), "influence": ("source", "target"), "ties": ("a", "b")}[kind]
    return (" — " if kind == "ties" else " → ").join(view.name(str(record[end])) for end in ends)


def _fields(view: MapView, one: ChangedRecord) -> Iterator[str]:
    for name in one.after:
        before, after = one.before.get(name), one.after[name]
        if before != after:
            said = FIELD_NAMES.get(f"{one.kind}.{name}") or FIELD_NAMES.get(name) or (name, name)
            yield f"{view.say(said)}{view.say(words.COLON)}{_plain(before)} → {_plain(after)}"


def _plain(value: Any) -> str:
    return "—" if value in (None, "", []) else str(value)


def _scores(view: MapView, held: Comparison) -> Iterator[Block]:
    """Decision influence where it moved most."""
    moved = []
    for person, measures in held.scores.items():
        before, after = measures["decision_influence"]
        change = (after or 0.0) - (before or 0.0)
        if abs(change) >= _SAME:
            moved.append((-abs(change), person, before, after, change))
    if not moved:
        return
    columns = [
        column(view, "person", 40),
        column(view, "before", 15, right=True),
        column(view, "after", 15, right=True),
        column(view, "change", 15, right=True),
    ]
    rows = [
        [Cell(view.name(person), strong=True), Cell(percent(before)), Cell(percent(after)), Cell(number(change, 3))]
        for _, person, before, after, change in sorted(moved)[:_MOVED]
    ]
    yield Heading(view.say(words.HEADINGS["scores"]))
    yield table(columns, rows, room=HALF)


def _others(view: MapView, held: Comparison) -> Iterator[Text]:
    counts: dict[str, dict[str, int]] = {}
    for change, one in _kinds(held.other):
        counts.setdefault(one.kind, dict.fromkeys(words.CHANGES, 0))[change] += 1
    if counts:
        told = (
            f"{word(view, SHEET_NAMES, kind)} "
            + joined(view, (f"{count} {view.say(words.CHANGES[change])}" for change, count in by.items() if count))
            for kind, by in counts.items()
        )
        yield paragraph(view.say(words.OTHERS).format(kinds=clauses(view, told)))
