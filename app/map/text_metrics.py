"""Text measured in the bundled font: how wide it is, where it breaks, what it has no glyph for.

Every drawing uses this font, so what fits here fits in the file. Sizes and widths are in the unit of the drawing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont

FAMILY: Final = "Powermap Sans"
FONT_FOLDER: Final = Path(str(files("app.map").joinpath("fonts")))
FONT_FILES: Final = tuple(str(FONT_FOLDER / f"PowermapSans-{style}.otf") for style in ("Regular", "Bold"))
LINE_HEIGHT: Final = 1.18  # of the size; Han characters fill their square, so less would touch
SMALLEST: Final = 0.3  # of the size asked for; a name of 200 wide characters still fits a card then
_FALLBACK_EM: Final = 1.0
_STEP: Final = 0.94


@cache
def _advances(*, bold: bool = False) -> dict[int, float]:
    """Advance width in em by character; exactly the characters the font draws, the same in both weights."""
    with TTFont(FONT_FILES[bold], lazy=True) as font:
        em = font["head"].unitsPerEm
        widths = font["hmtx"].metrics
        return {code: widths[name][0] / em for code, name in font.getBestCmap().items()}


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line of this text is; a character without a glyph counts a full square.

    >>> width("王", 10)
    10.0
    """
    advances = _advances(bold=bold)
    return size * sum(advances.get(ord(char), _FALLBACK_EM) for char in text)


def missing(texts: Iterable[str]) -> list[str]:
    """The characters the font cannot draw, sorted; line breaks and invisible joiners do not count.

    >>> missing(["王 −1", "한"])
    ['한']
    """
    advances = _advances()
    lacking = {char for text in texts for char in text if ord(char) not in advances}
    return sorted(char for char in lacking if unicodedata.category(char) not in {"Cc", "Cf", "Mn"} and char != "\n")


def _pieces(text: str) -> list[str]:
    """Where a line may break: around each Han character and after each space or hyphen."""
    pieces: list[str] = []
    for char in text:
        wide = unicodedata.east_asian_width(char) in "WF"
        joins = bool(pieces) and not wide and not pieces[-1][-1].isspace() and pieces[-1][-1] not in "-/"
        if joins and unicodedata.east_asian_width(pieces[-1][-1]) not in "WF":
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def wrap(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """The text in lines no wider than `room`; a word wider than that is broken inside.

    >>> wrap("Chen Guodong", 10, 40)
    ['Chen', 'Guodon', 'g']
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if width((line + piece).rstrip(), size, bold=bold) <= room:
            line += piece
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = ""
        for char in piece.lstrip() if piece.strip() else "":
            if line and width(line + char, size, bold=bold) > room:
                lines.append(line)
                line = ""
            line += char
    if line.strip():
        lines.append(line.rstrip())
    return lines


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines of text and the size at which they fit."""

    lines: tuple[str, ...]
    size: float


def fit(text: str, size: float, room: float, height: float, *, bold: bool = False) -> Fitted:
    """The whole text within `room` by `height`: as large as asked if it fits, else smaller, never clipped.

    >>> fit("王海", 14, 100, 20).size
    14
    >>> len("".join(fit("王" * 200, 14, 150, 40).lines))
    200
    """
    tried = size
    while True:
        lines = wrap(text, tried, room, bold=bold)
        if len(lines) * tried * LINE_HEIGHT <= height or tried < size * SMALLEST:
            return Fitted(tuple(lines), tried)
        tried = round(tried * _STEP, 2)


def shorten(text: str, size: float, room: float) -> str:
    """One line that ends in an ellipsis where the text is too long; for what is not a name.

    >>> shorten("Deputy General Manager", 10, 60)
    'Deputy Ge…'
    """
    if width(text, size) <= room:
        return text
    kept = text
    while kept and width(kept.rstrip() + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"
