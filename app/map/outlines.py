"""Text as outlines of the bundled font's glyphs: to be seen, and not to be found, selected or copied."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from app.map.text_metrics import FONT_FILES, width

Step = tuple[str, tuple[tuple[float, float], ...]]
_SIGNS: Final = {"moveTo": "M", "lineTo": "L", "curveTo": "C", "closePath": "Z", "endPath": ""}


@lru_cache(maxsize=16)
def outlines(text: str, size: float, *, bold: bool = False) -> tuple[Step, ...]:
    """The pen's steps (moveTo, lineTo, curveTo, closePath) from the baseline's left end, y downwards.

    >>> [name for name, _ in outlines("-", 10)]
    ['moveTo', 'lineTo', 'lineTo', 'lineTo', 'closePath']
    """
    steps: list[Step] = []
    with TTFont(FONT_FILES[bold], lazy=True) as font:
        glyphs, of, em = font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm
        x = 0.0
        for char in text:
            pen = RecordingPen()
            if ord(char) in of:
                glyphs[of[ord(char)]].draw(TransformPen(pen, (size / em, 0, 0, -size / em, x, 0)))
            steps += pen.value
            x += width(char, size, bold=bold)
    return tuple(steps)


def path(text: str, size: float, *, bold: bool = False) -> str:
    """The outlines as the data of an SVG path."""
    return "".join(
        _SIGNS[name] + " ".join(f"{x:.2f} {y:.2f}" for x, y in points)
        for name, points in outlines(text, size, bold=bold)
    )
