"""Document and analysis as JSON: the same account, question and profile give the same bytes."""

from __future__ import annotations

import orjson

from app.map.map_view import MapView
from app.report.redaction import map_fields


def write(view: MapView) -> bytes:
    """`document` (loadable again), `map`, `layout`, and `redact`; without reader and time, which would differ each time."""
    boxes = {
        name: {key: {"x": box.x, "y": box.y, "w": box.w, "h": box.h} for key, box in placed.items()}
        for name, placed in (("people", view.layout.people), ("departments", view.layout.departments))
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


def document_in(body: bytes) -> tuple[bytes, str] | None:
    """The document in a file of `write`, and its profile; None for any other bytes."""
    if not all(name in body for name in (b'"document"', b'"layout"', b'"redact"')):
        return None
    try:
        exported = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(exported, dict) or exported.keys() != {"document", "layout", "map", "redact"}:
        return None
    return orjson.dumps(exported["document"]), str(exported["redact"])
