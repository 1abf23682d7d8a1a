"""Where everybody stands, as an answer."""

from __future__ import annotations

from app.power_map.schemas import BoxView, LayoutView
from graph.layout.layout import Box, Layout


def layout(placed: Layout) -> LayoutView:
    """The boxes of a layout."""
    return LayoutView(
        people={person: _box(box) for person, box in placed.people.items()},
        departments={unit: _box(box) for unit, box in placed.departments.items()},
        width=placed.width,
        height=placed.height,
    )


def _box(box: Box) -> BoxView:
    return BoxView(x=box.x, y=box.y, w=box.w, h=box.h)
