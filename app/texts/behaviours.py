"""The questions by which an attitude is told from behaviour, in English and Chinese."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Words, texts

BEHAVIOURS: Final[Words] = texts(
    "behaviour",
    {
        "MEETS_US": ("Does the person receive us and talk with us?", "此人是否接待我方并与我方交谈？"),
        "RECOGNISES_BRAND": ("Does the person recognise our brand?", "此人是否认可我方品牌？"),
        "LIKES_RELATION": ("Does the person like the relation with us?", "此人是否喜欢与我方的关系？"),
        "SPREADS_VALUE": ("Does the person speak for our value to others?", "此人是否向他人宣传我方价值？"),
        "ADVISES_US": ("Does the person offer us ways and advice?", "此人是否为我方提供途径和建议？"),
        "DISADVANTAGES_RIVALS": ("Does the person put our rivals at a disadvantage?", "此人是否使竞争对手处于不利？"),
        "FEELS_HARMED": ("Does the person feel harmed by what we are worth?", "此人是否觉得我方价值损害其利益？"),
        "HELPS_COMPETITOR": ("Does the person help a competitor against us?", "此人是否帮助竞争对手对付我方？"),
    },
)
