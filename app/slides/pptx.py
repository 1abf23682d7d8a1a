"""The review as slides: native shapes, glued lines, tables and charts that people go on working with."""

from __future__ import annotations

from app.map.map_view import MapView
from app.report.pictures import pictures
from app.report.sections import sections
from app.slides.deck import Deck
from app.slides.departments import departments
from app.slides.maps import executive, organisation
from app.slides.sections import set_section

_TOLD_OTHERWISE = frozenset({"summary", "method"})  # by the pictures, and in the speaker's notes


def write(view: MapView) -> bytes:
    """A deck in 16:9: six pictures, then the rest; what the profile hides has no slide, nor what is empty."""
    deck = Deck(view)
    for picture in pictures(view):
        set_section(deck, picture)
    executive(deck)
    organisation(deck)
    departments(deck)
    for section in sections(view):
        if section.name not in _TOLD_OTHERWISE:
            set_section(deck, section)
    return deck.save()
