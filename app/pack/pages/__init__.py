"""The review pack page by page, as blocks a template sets: what to print, in which order and words; nothing of how."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from app.map.map_view import MapView
from app.map.svg import figure
from app.pack.pages.blocks import Figure, Section
from app.pack.pages.chain import chain
from app.pack.pages.changes import changes
from app.pack.pages.coverage import coverage, gaps
from app.pack.pages.gate import gate
from app.pack.pages.key_people import key_people
from app.pack.pages.plan import plan
from app.pack.pages.summary import summary
from app.texts.review_pack import SECTIONS

_WIDEST_ON_A4: Final = 2100.0  # map units; names of a wider map would be smaller than 5 points


def sections(view: MapView) -> Iterator[Section]:
    """All parts but the method; without people only the summary, without an opportunity no chain, plan, gate and changes."""
    yield summary(view)
    if not view.cards:
        return
    yield _map(view)
    if view.map.opportunity is not None:
        yield chain(view)
    yield key_people(view)
    yield coverage(view)
    if view.shows_attitudes:
        yield gaps(view)
    if view.pack is not None:
        yield plan(view, view.pack.plan)
        yield gate(view, view.pack.review)
        yield changes(view, view.pack)


def _map(view: MapView) -> Section:
    drawn = Figure(figure(view), f"{view.title}. {view.subtitle}.")
    wide = view.layout.width > _WIDEST_ON_A4
    return Section(view.say(SECTIONS["map"]), (drawn,), paper="a3" if wide else "a4")


__all__ = ["sections"]
