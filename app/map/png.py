"""The map as PNG: the SVG sheet drawn by resvg with the bundled font alone, so that it looks the same everywhere."""

from __future__ import annotations

from typing import Final

import orjson

from app.limited import work_here
from app.map.map_view import MapView
from app.map.svg import drawing
from app.map.text_metrics import FAMILY, FONT_FILES

_REFUSAL: Final = "the map is too large for a picture: take it as SVG"
WALL_SECONDS: Final = 60.0
WIDTH_PIXELS: Final = 2400  # names of a map of 40 people are read without zooming


def write(view: MapView) -> bytes:
    """A picture WIDTH_PIXELS wide. Raises TooHeavy."""
    drawing_options = {
        "svg_string": drawing(view),
        "width": WIDTH_PIXELS,
        "font_files": list(FONT_FILES),
        "font_family": FAMILY,
        "sans_serif_family": FAMILY,
    }
    return work_here("app.map.rasterising", orjson.dumps(drawing_options), WALL_SECONDS, _REFUSAL)
