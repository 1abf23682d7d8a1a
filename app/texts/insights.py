"""What must be said beside a modelled number, in English and Chinese."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import text

OUTLOOK_NOTE: Final = text(
    "insight.outlook_note",
    "A model, not a forecast: voters decide independently, and slope and intercept are judgement until recorded outcomes "
    "confirm them (see calibration). Vetoes stand beside it.",
    "这是模型而非预测：假定各表决人相互独立，斜率与截距在有实际结果校准前均为主观设定（见校准）。否决权另行列示。",
)
