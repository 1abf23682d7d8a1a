"""The review pack as PDF, set by typst with the bundled font alone. Texts reach the template as data, never as markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC
from functools import cache
from importlib.resources import files
from typing import Any, Final

import orjson
import typst

from app.map import palette
from app.map.map_view import MapView
from app.map.text_metrics import FAMILY, FONT_FOLDER, missing
from app.pack.pages import sections
from app.pack.pages.blocks import HALF, breakable
from app.pack.pages.method import method
from app.texts.review_pack import PAGE

_FOLDER: Final = files("app.pack").joinpath("typst")
_REMEMBERED: Final = 11  # compilations; empty ones take 5 ms each
_TEMPLATE: Final = _FOLDER.joinpath("review_pack.typ").read_bytes()


def write(view: MapView) -> bytes:
    """The pack as tagged PDF with bookmarks; the same view gives the same bytes. Safe to call from several threads."""
    compiler = typst.Compiler(
        input=_TEMPLATE, root=str(_FOLDER), font_paths=_fonts(), sys_inputs={"pack": orjson.dumps(_pack(view)).decode()}
    )
    made = compiler.compile(format="pdf", timestamp=view.printed_at.replace(tzinfo=UTC, microsecond=0))
    _forget()
    if not isinstance(made, bytes):
        raise TypeError(type(made).__name__)
    return made


@cache
def _fonts() -> typst.Fonts:
    """The one font, read once a process."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_FOLDER)])


def _forget() -> None:
    """Lets typst drop what it remembers of this pack, some 60 MB until that many compilations made no use of it."""
    for _ in range(_REMEMBERED):
        typst.Compiler(input=b"#none", root=str(_FOLDER), font_paths=_fonts()).compile(format="svg")


def _pack(view: MapView) -> dict[str, Any]:
    """What the template reads."""
    shown = list(sections(view))
    frame = {
        "title": breakable(view.title, HALF),
        "subtitle": breakable(view.subtitle, HALF),
        "as_of": view.facts[0],
        "marking": view.marking,
        "stamp": view.stamp,
    }
    texts = [*frame.values(), *_texts([asdict(section) for section in shown])]
    last = method(view, missing(texts))
    return {
        **frame,
        "lang": view.lang,
        "page": view.say(PAGE),
        "watermark": view.framing.watermark,
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
        "sections": [asdict(section) for section in (*shown, last)],
    }


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
