"""The last page: how the numbers come about, of which data, with which parameters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from app.map.map_view import MapView, percent
from app.pack.pages.blocks import HALF, Block, Cell, Heading, Pair, Section, paragraph, table
from app.pack.pages.formatting import column, joined
from app.texts import method_notes
from app.texts import review_pack as words

_LEFT: Final = 12  # parameters below the data basis, so that both columns are of one length


def method(view: MapView, missing: list[str]) -> Section:
    """Method, data and parameters; `missing` are the characters of the pack that the font has no glyph for."""
    columns = [column(view, "parameter", 40), column(view, "value", 14, right=True), column(view, "meaning", 52)]
    held = view.map.method.model_dump()
    rows = [
        [Cell(name), Cell(_value(held[name])), Cell(view.say(meaning))]
        for name, meaning in method_notes.PARAMETERS.items()
    ]
    heading = Heading(view.say(words.HEADINGS["parameters"]))
    left = (Heading(view.say(words.HEADINGS["basis"])), _basis(view), heading, table(columns, rows[:_LEFT], room=HALF))
    right = (heading, table(columns, rows[_LEFT:], room=HALF))
    return Section(view.say(words.SECTIONS["method"]), (*_notes(view, missing), Pair(left, right)), fitted=True)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{rank}: {days}" for rank, days in value.items()) or "—"
    return f"{value:g}".replace("-", "−")


def _notes(view: MapView, missing: list[str]) -> Iterator[Block]:
    held = view.map.method
    filled = {
        "draws": held.stability_draws,
        "stable": percent(held.stability_share),
        "days": held.window_days,
        "critical": percent(held.critical),
        "high": percent(held.high),
        "medium": f"{held.medium * 100:g} %",
    }
    for note in (*method_notes.INFLUENCE, *(method_notes.ATTITUDES if view.shows_attitudes else ())):
        yield paragraph(view.say(note).format(**filled))
    for told in view.notes:
        yield paragraph(told, quiet=True)
    if missing:
        told = joined(view, (f"U+{ord(char):04X}" for char in missing))
        yield paragraph(view.say(words.MISSING).format(characters=told))


def _basis(view: MapView) -> Block:
    shown = view.map
    snapshot = view.pack.snapshot if view.pack else None
    facts = {
        "account": f"{view.say((shown.name_en or shown.name, shown.name))} · {shown.account}",
        "opportunity": view.subtitle,
        "as_of": shown.as_of.isoformat(),
        "revision": str(shown.revision),
        "snapshot": f"{snapshot.name} · {snapshot.id}" if snapshot else view.say(words.LIVE),
        "voting": view.say(words.BASES[shown.basis]),
        "held": f"{len(shown.people)} · {len(shown.departments)} · {len(shown.edges)}",
        "profile": view.say(words.PROFILES[view.redact]),
        "made": f"{view.reader} · {view.printed_at:%Y-%m-%d %H:%M} UTC",
    }
    rows = [[Cell(view.say(words.BASIS[name]), strong=True), Cell(told)] for name, told in facts.items()]
    return table([column(view, "record", 34), column(view, "value", 66)], rows, room=HALF)
