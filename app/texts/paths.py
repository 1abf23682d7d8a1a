"""Why there is no path to someone, in English and Chinese."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Words, texts

WHY_NONE: Final[Words] = texts(
    "path.why_none",
    {
        "NO_VENDOR": (
            "The account does not say who we are (vendor), so nobody is known to be well disposed to us.",
            "客户文档未注明我方（vendor），因此不知道谁对我方友好。",
        ),
        "NOBODY_WELL_DISPOSED": (
            "Nobody else is known to be at {level} or above towards us, so there is nobody to start from.",
            "除目标外，没有已知达到“{level}”及以上的人可以作为起点。",
        ),
        "NO_INFLUENCE_LINE": (
            "No influence line leads to {person}; ties and reporting lines are no path.",
            "没有通向{person}的影响关系；同盟、相识与汇报关系不算路径。",
        ),
        "NOT_CONNECTED": (
            "No chain of influence joins {person} with anyone at {level} or above towards us.",
            "{person}与达到“{level}”及以上的人之间没有影响链相连。",
        ),
        "ONLY_THROUGH_OPPOSED": (
            "Every chain of influence to {person} runs through someone who opposes us.",
            "通向{person}的影响链都经过反对我方的人。",
        ),
        "ONLY_THROUGH_CONFLICT": (
            "Every chain of influence to {person} runs through two people in conflict.",
            "通向{person}的影响链都经过有冲突的两人。",
        ),
        "TOO_FAR": (
            "The nearest person at {level} or above is more than 4 edges away from {person}.",
            "离{person}最近的达到“{level}”及以上的人超过 4 步。",
        ),
    },
)
