"""The review as slides: native shapes, glued lines, tables and charts that people go on working with."""

from __future__ import annotations

from app.exports.map_view import MapView
from app.exports.review_pages.changes import changes
from app.exports.review_pages.coverage import gaps
from app.exports.review_pages.gate import gate
from app.exports.review_pages.key_people import key_people
from app.exports.review_pages.plan import plan
from app.exports.slides import charts
from app.exports.slides.chain import chain
from app.exports.slides.deck import Deck
from app.exports.slides.departments import departments
from app.exports.slides.maps import executive, organisation
from app.exports.slides.sections import section


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
