"""The review as slides: native shapes, glued lines, tables and charts that people go on working with."""

from __future__ import annotations

from app.map.map_view import MapView
from app.report.sections import sections
from app.report.summary import in_short
from app.slides.deck import Deck
from app.slides.departments import departments
from app.slides.maps import executive, organisation
from app.slides.sections import set_section

_TOLD_OTHERWISE = frozenset({"summary", "method"})  # in short, and in the speaker's notes


def write(view: MapView) -> bytes:
    """A deck in 16:9; what the profile hides has no slide, nor what there is nothing to say of."""
    deck = Deck(view)
    executive(deck)
    organisation(deck)
    departments(deck)
    told = [section for section in sections(view) if section.name not in _TOLD_OTHERWISE]
    if view.shows_attitudes and view.map.people:
        told.insert(1, in_short(view))  # once one knows who decides, and how
    for section in told:
        set_section(deck, section)
    return deck.save()
