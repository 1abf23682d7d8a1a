"""The page's script and style: the viewer that scripts/page builds, which the served page takes the pictures from, too."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

_FOLDER: Final = files("app.web").joinpath("static")
SCRIPT: Final = _FOLDER.joinpath("viewer.js")
STYLE: Final = _FOLDER.joinpath("viewer.css")
