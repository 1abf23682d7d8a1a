"""Where everybody stands, as an answer."""

from __future__ import annotations

from app.power_map.schemas import BoxView, LayoutView
from graph.layout.layout import Box, Layout


def layout(placed: Layout) -> LayoutView:
    """The boxes of a layout."""
    return LayoutView(
        people={person: _box(held) for person, held in placed.people.items()},
        departments={unit: _box(held) for unit, held in placed.departments.items()},
        width=placed.width,
        height=placed.height,
    )


def _box(held: Box) -> BoxView:
    return BoxView(x=held.x, y=held.y, w=held.w, h=held.h)
