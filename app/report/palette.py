"""Colours and shapes of codes: the one place that chooses them, for the page and every export.

Blue is for us and orange against, which people who confuse red and green tell apart, and which does not play on red as the
colour of luck; each level has its own sign and the extremes their own border besides, so that nothing rests on colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class Tint:
    """How a card or mark of a code is drawn: hex colours, and the border's stroke."""

    fill: str
    line: str
    ink: str
    border: Literal["solid", "dashed", "double"] = "solid"


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a line of a code is drawn: colour, width in map units, dash pattern in map units (empty: solid)."""

    colour: str
    width: float
    dash: tuple[float, ...] = ()


INK: Final = "#1b2530"
QUIET: Final = "#5b6775"
PAPER: Final = "#ffffff"
BOX: Final = Tint("#f4f6f8", "#b9c2cc", "#33404d")
HEADER: Final = "#e4e9ee"

_OPPOSES = Tint("#fde3d3", "#a63c06", "#7a2c04", "double")
_NEUTRAL = Tint("#f1efe9", "#8a8271", "#4d4839")
_ACCEPTS = Tint("#e6f1fa", "#7fb2dc", "#1d5c8f")
_FAVOURS = Tint("#cfe4f5", "#4b93cc", "#174f7d")
_SUPPORTS = Tint("#a9cfee", "#1f6fb2", "#0f3f66")
_EXCLUSIVE = Tint("#5b9fd6", "#0b4a80", "#062a49", "double")
UNKNOWN: Final = Tint("#ffffff", "#7b8794", "#4a5561", "dashed")
LEVELS: Final = {
    "OPPOSE": _OPPOSES,
    "CONTACTED": _NEUTRAL,
    "ACCEPT": _ACCEPTS,
    "FAVORABLE": _FAVOURS,
    "SUPPORT": _SUPPORTS,
    "SUPPORT_EXCLUSIVE": _EXCLUSIVE,
    "THREAT": _OPPOSES,
    "COMMODITY": _NEUTRAL,
    "ACCEPTANCE": _ACCEPTS,
    "VALUED": _SUPPORTS,
    "UNKNOWN": UNKNOWN,
}
NOT_TOLD: Final = Tint("#ffffff", "#b9c2cc", INK)
CONTACT_SHARE: Final = {"NONE": 0.0, "STALE": 0.0, "BRIEF": 0.25, "REGULAR": 0.5, "DEEP": 1.0}
CONTACT: Final = "#2f7d4f"
INFLUENCE_BAR: Final = "#37424e"
STROKES: Final = {
    "SOLID": Stroke("#6b7784", 1.4),
    "DOTTED": Stroke("#6b7784", 1.2, (2, 3)),
    "INFLUENCES": Stroke("#7b3fa0", 1.6),
    "CONFLICT": Stroke("#a63c06", 1.8, (7, 3)),
    "ALLIANCE": Stroke("#1f6fb2", 1.8, (7, 3)),
    "ACQUAINTANCE": Stroke("#8a8271", 1.2, (1.5, 3)),
}
SEVERITIES: Final = {
    "CRITICAL": Tint("#fbd9c8", "#a63c06", "#7a2c04", "double"),
    "HIGH": Tint("#fdebdc", "#c2702e", "#7a3d0c"),
    "MEDIUM": Tint("#f6f2e2", "#a79644", "#5b511d"),
    "LOW": Tint("#f1f3f5", "#9aa5b1", "#47525e"),
}
VERDICTS: Final = {
    "PASS": Tint("#cfe4f5", "#1f6fb2", "#0f3f66"),
    "CONDITIONAL": Tint("#f6f2e2", "#a79644", "#5b511d", "dashed"),
    "FAIL": Tint("#fbd9c8", "#a63c06", "#7a2c04", "double"),
    "WAIVED": Tint("#f1f3f5", "#9aa5b1", "#47525e", "dashed"),
}
PARTIES: Final = ("#1f6fb2", "#c2702e", "#7b3fa0", "#5b6775", "#2f7d4f", "#8a8271")
