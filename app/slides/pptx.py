"""The review as slides: native shapes, glued lines, tables and charts that people go on working with."""

from __future__ import annotations

from app.map.map_view import MapView
from app.pack.pages.changes import changes
from app.pack.pages.coverage import gaps
from app.pack.pages.gate import gate
from app.pack.pages.key_people import key_people
from app.pack.pages.plan import plan
from app.slides import charts
from app.slides.chain import chain
from app.slides.deck import Deck
from app.slides.departments import departments
from app.slides.maps import executive, organisation
from app.slides.sections import section


def write(view: MapView) -> bytes:
    """A deck in 16:9; what the profile hides has no slide, nor what there is nothing to say of."""
    deck = Deck(view)
    executive(deck)
    organisation(deck)
    departments(deck)
    chain(deck)
    section(deck, key_people(view))
    if view.shows_attitudes:
        section(deck, gaps(view))
    charts.coverage(deck)
    charts.standing(deck)
    if view.pack is not None:
        section(deck, plan(view, view.pack.plan))
        section(deck, gate(view, view.pack.review))
        section(deck, changes(view, view.pack))
    return deck.save()
