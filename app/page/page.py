"""The read-only page: one HTML file that needs nothing else, and the same content as data for the page that is served."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from html import escape
from typing import Final

import orjson

from app.map.composition import with_every_line
from app.map.map_view import TOP_LINES, MapView
from app.map.svg import map_alone
from app.page.assets import SCRIPT, STYLE
from app.page.data.parts import PageData, Place
from app.page.data.people import People
from app.page.data.setting import set_cell, set_section
from app.report.blocks import Cell, Section
from app.report.cells import intervals
from app.report.pictures import about, pictures
from app.report.sections import sections
from app.report.view import percent
from app.texts.page import FACTS, NOSCRIPT, SHOWN
from app.texts.report import RANGE_NOTE

_FIRST_SHOWN: Final = 5
_BY_THE_MAP: Final = ("people", "first", "gaps")
# What ends a script element early, or was once a line break in JavaScript; JSON reads the escapes as the same characters.
_ESCAPES: Final = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})
_PAGE: Final = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body>
<main id="page"></main>
<noscript>{noscript}</noscript>
<script type="application/json" id="page-data">{data}</script>
<script type="module">{script}</script>
</body>
</html>
"""


def write(view: MapView) -> bytes:
    """One HTML file for a double click: no request, no script but its own, names are text whatever they hold."""
    style, script = STYLE.read_text(encoding="utf-8"), SCRIPT.read_text(encoding="utf-8")
    data = write_data(view).decode().translate(_ESCAPES)
    page = _PAGE.format(
        lang="zh-CN" if view.lang == "zh" else "en",
        policy=f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'",
        title=escape(view.title),
        style=style,
        noscript=escape(view.say(NOSCRIPT)),
        data=data,
        script=script,
    )
    return page.encode()


def write_data(view: MapView) -> bytes:
    """The page's content as JSON."""
    return orjson.dumps(page_data(view))


def _hash(text: str) -> str:
    """A source of a content security policy that allows exactly this text (CSP 3, 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def page_data(view: MapView) -> PageData:
    """All the page shows. Every influence line is drawn, since the page itself shows and hides them."""
    shown = with_every_line(view)
    people = People(shown)
    return PageData(
        lang=shown.lang,
        account=shown.map.account,
        opportunity=shown.map.opportunity,
        opportunities=tuple((one.id, shown.called(one)) for one in shown.document.opportunities),
        as_of=shown.map.as_of.isoformat(),
        redact=shown.redact,
        title=shown.title,
        subtitle=shown.subtitle,
        marking=shown.marking,
        stamp=shown.stamp,
        footnote=shown.footnote,
        notes=shown.notes,
        facts=_facts(shown),
        standing=intervals(shown, shown.map.standing, shown.say(RANGE_NOTE)) if shown.map.standing else None,
        influence=view.framing.influence,
        top_lines=TOP_LINES,
        svg=map_alone(shown),
        width=shown.layout.width,
        height=shown.layout.height,
        people=tuple(people.everyone()),
        places=tuple(Place(unit.id, unit.name, unit.note, unit.box) for unit in shown.units),
        filters=tuple(people.filters()),
        first=tuple(
            set_cell(Cell(shown.say((step.text_en, step.text_zh)), person=step.person))
            for step in shown.map.do_first[:_FIRST_SHOWN]
        ),
        legends=shown.legends,
        sections=tuple(map(set_section, _sections(shown))),
        about=about(shown),
        pictures=tuple(map(set_section, pictures(shown))),
        words={key: shown.say(pair) for key, pair in SHOWN.items()},
    )


def _facts(view: MapView) -> tuple[tuple[str, str], ...]:
    covered = view.map.coverage
    values = {
        "as_of": view.map.as_of.isoformat(),
        "basis": view.say(FACTS[view.map.basis]),
        "people": str(len(view.cards)),
        "coverage": percent(covered.plain),
        "weighted": percent(covered.weighted),
        "revision": str(view.map.revision),
    }
    return tuple((view.say(FACTS[key]), text) for key, text in values.items())


def _sections(view: MapView) -> Iterator[Section]:
    """The report but for its summary, which is the head of the page; what the map's filters act on comes first."""
    shown = [section for section in sections(view) if section.name != "summary"]
    yield from sorted(shown, key=lambda section: section.name not in _BY_THE_MAP)
