"""The page's scripts and style: the one place that names them, for the page in a file and the page that is served."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

SCRIPTS: Final = ("parts.js", "blocks.js", "drawing.js", "map.js", "page.js")
"""In the order in which they may stand one after the other."""
STYLE: Final = "page.css"
_FOLDER: Final = files("app.page").joinpath("static")


def source(name: str) -> str:
    """The text of a script or of the style."""
    return _FOLDER.joinpath(name).read_text(encoding="utf-8")
