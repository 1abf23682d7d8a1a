"""How the numbers come about, of which data, with which parameters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from app.report.blocks import Beside, Cell, Heading, Section, Table, Text
from app.report.cells import column
from app.report.view import ReportView, percent
from app.texts import method_notes
from app.texts import report as words

_LEFT: Final = 12  # parameters below the data basis, so that both columns are of one length


def method(view: ReportView) -> Section:
    """Method, data and parameters."""
    columns = (
        column(view, "parameter", 40, room="narrow"),
        column(view, "value", 14, "number", "narrow"),
        column(view, "meaning", 52, room="narrow"),
    )
    parameters = view.map.method.model_dump()
    rows = tuple(
        (Cell(name), Cell(_value(value)), Cell(view.say(method_notes.PARAMETERS.get(name, ("", "")))))
        for name, value in parameters.items()
    )
    heading = Heading(view.say(words.HEADINGS["parameters"]))
    left = (Heading(view.say(words.HEADINGS["basis"])), _basis(view), heading, Table(columns, rows[:_LEFT]))
    right = (heading, Table(columns, rows[_LEFT:]))
    notes = tuple(Text(note) for note in method_in_words(view))
    return Section("method", view.say(words.SECTIONS["method"]), (*notes, Beside(left, right)), one_page=True)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{rank}: {days}" for rank, days in value.items()) or "—"
    if isinstance(value, tuple | list):
        return ", ".join(f"{part:g}" for part in value)
    return f"{value:g}".replace("-", "−")


def method_in_words(view: ReportView) -> Iterator[str]:
    """The method in a few sentences with its sources."""
    parameters = view.map.method
    filled = {
        "draws": parameters.stability_draws,
        "stable": percent(parameters.stability_share),
        "days": parameters.window_days,
        "down": parameters.class_down,
        "down_twice": parameters.class_down_twice,
    }
    for note in (*method_notes.INFLUENCE, *(method_notes.ATTITUDES if view.shows_attitudes else ())):
        yield view.say(note).format(**filled)


def _basis(view: ReportView) -> Table:
    shown = view.map
    snapshot = view.pack.snapshot if view.pack else None
    facts = {
        "account": f"{view.called(shown)} · {shown.account}",
        "opportunity": view.opportunity or "—",
        "as_of": shown.as_of.isoformat(),
        "revision": str(shown.revision),
        "snapshot": f"{snapshot.name} · {snapshot.id}" if snapshot else view.say(words.LIVE),
        "voting": view.say(words.BASES[shown.basis]),
        "held": f"{len(shown.people)} · {len(shown.departments)} · {len(shown.edges)}",
        "profile": view.say(words.PROFILES[view.redact]),
        "made": f"{view.reader} · {view.printed_at:%Y-%m-%d %H:%M} UTC",
    }
    rows = tuple((Cell(view.say(words.BASIS[name]), strong=True), Cell(text)) for name, text in facts.items())
    return Table((column(view, "record", 34, room="narrow"), column(view, "value", 66, room="narrow")), rows)
