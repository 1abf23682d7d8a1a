"""Document and analysis as JSON: the same account, question and profile give the same bytes."""

from __future__ import annotations

import orjson

from app.map.map_view import MapView
from app.report.redaction import map_fields


def write(view: MapView) -> bytes:
    """`document` (loadable again), `map`, `layout`, and `redact`; without reader and time, which would differ each time."""
    boxes = {
        name: {key: {"x": box.x, "y": box.y, "w": box.w, "h": box.h} for key, box in held.items()}
        for name, held in (("people", view.layout.people), ("departments", view.layout.departments))
    }
    return orjson.dumps(
        {
            "document": view.document.model_dump(mode="json"),
            "layout": {**boxes, "width": view.layout.width, "height": view.layout.height},
            "map": map_fields(view.map, view.redact),
            "redact": view.redact,
        },
        option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE,
    )
