"""The report as PDF, set by typst with the bundled font alone. Texts reach the template as data, never as markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from importlib.resources import files
from typing import Any, Final

import orjson

from app.limited import work_here
from app.map import outlines
from app.map.map_view import MapView
from app.map.svg import figure
from app.map.text_metrics import FAMILY, FONT_FOLDER, missing, width
from app.pack.setting import HALF, breakable, set_section
from app.report import palette
from app.report.blocks import Section, Text
from app.report.pictures import pictures
from app.report.sections import sections
from app.texts.report import MISSING, PAGE, SECTIONS, SEPARATOR

_FOLDER: Final = files("app.pack").joinpath("typst")
_REFUSAL: Final = "the report is too long for one PDF: choose an opportunity, or another format"
WALL_SECONDS: Final = 300.0
_STAMP: Final = 13.0  # points of the watermark
_WIDEST_ON_A4: Final = 2100.0  # map units; names of a wider map would be smaller than 5 points


def write(view: MapView) -> bytes:
    """The report as tagged PDF with bookmarks; the same view gives the same bytes. Raises TooHeavy."""
    order = {
        "folder": str(_FOLDER),
        "template": "review_pack.typ",
        "fonts": str(FONT_FOLDER),
        "printed_at": view.printed_at.replace(tzinfo=None, microsecond=0).isoformat(),
        "pack": _pack(view),
    }
    return work_here("app.pack.typesetting", orjson.dumps(order), WALL_SECONDS, _REFUSAL)


def _pack(view: MapView) -> dict[str, Any]:
    """What the template reads."""
    frame = {
        "title": breakable(view.title, HALF),
        "subtitle": breakable(view.subtitle, HALF),
        "as_of": view.facts[0],
        "marking": view.marking,
        "stamp": view.stamp,
    }
    return {
        **frame,
        "lang": view.lang,
        "page": view.say(PAGE),
        "watermark": _watermark(view) if view.framing.watermark else None,
        "family": FAMILY,
        "colours": {
            "ink": palette.INK,
            "quiet": palette.QUIET,
            "paper": palette.PAPER,
            "line": palette.BOX.line,
            "head": palette.HEADER,
            "band": palette.BOX.fill,
            "bar": palette.INFLUENCE_BAR,
            "marking": palette.SEVERITIES["CRITICAL"].line,
        },
        "sections": list(_sections(view, frame)),
    }


def _sections(view: MapView, frame: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Six pictures (or the summary), the map, the rest; the last section says which characters have no glyph."""
    opening = pictures(view)
    *first, last = (*opening, *(one for one in sections(view) if not opening or one.name != "summary"))
    last_page = opening[-1].name if opening else "summary"
    lacking = missing([*frame.values(), *_texts([asdict(section) for section in first])])
    drawn = False
    for section in first:
        yield set_section(view, section, fresh=drawn or section in opening)
        drawn = section.name == last_page and bool(view.cards)
        if drawn:
            yield _map(view)
    yield set_section(view, _noted(view, last, lacking))


def _noted(view: MapView, section: Section, lacking: list[str]) -> Section:
    """The section on the method with what is to be said of this drawing."""
    notes = [Text(note, quiet=True) for note in view.notes]
    if lacking:
        codes = view.say(SEPARATOR).join(f"U+{ord(char):04X}" for char in lacking)
        notes.append(Text(view.say(MISSING).format(characters=codes)))
    return replace(section, blocks=(*section.blocks[:-1], *notes, section.blocks[-1]))


def _map(view: MapView) -> dict[str, Any]:
    """The map as large as fits a page, in words for those who cannot see it."""
    drawing = {"kind": "figure", "svg": figure(view), "words": f"{view.title}. {view.subtitle}."}
    paper = "a3" if view.layout.width > _WIDEST_ON_A4 else "a4"
    return {
        "title": view.say(SECTIONS["map"]),
        "blocks": [drawing],
        "paper": paper,
        "fresh": True,
        "scales": [],
    }


def _watermark(view: MapView) -> str:
    """Reader and moment as a drawing, which no search finds and no copy takes along."""
    drawn, wide = outlines.path(view.stamp, _STAMP), width(view.stamp, _STAMP)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.2f}" height="{_STAMP * 1.2:.2f}">'
        f'<path d="{drawn}" transform="translate(0 {_STAMP:g})" fill="{palette.INK}" fill-opacity="0.055"/></svg>'
    )


def _texts(value: Any) -> Iterator[str]:
    """Every text in lists and mappings, at whatever depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
