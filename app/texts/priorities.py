"""What to do first about a person, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.texts.catalogue import Pair
from app.texts.gaps import APPROACHES, NO_OWNER

FIRST: Final[Mapping[str, Pair]] = {
    "COMPLETES_QUOTA": (
        "{owner} wins {person}, who alone completes the quota ({stages})",
        "由{owner}争取{person}：仅此一人即可满足通过票数（{stages}）",
    ),
    "FIND_OUT": (
        "{owner} meets {person} and finds out where they stand before anyone tries to persuade",
        "由{owner}会见{person}，先摸清态度，再谈影响",
    ),
    "IN_FLIP_SET": (
        "{owner} wins {person}, one of the few whose yes is needed ({stages})",
        "由{owner}争取{person}：{stages}所需的关键少数之一",
    ),
    "CLOSE_GAP": ("{owner} closes the gaps with {person}", "由{owner}补上与{person}之间的缺口"),
    "CONTAIN": (
        "{owner} keeps the decision neutral around {person}; do not count on converting them",
        "由{owner}使{person}周边的决策保持中立，不寄望于扭转其本人",
    ),
}


def first_texts(reason: str, names: Mapping[str, Pair], approach: str | None) -> Pair:
    """The step in both languages; `names` for owner, person, stages and path."""
    english, chinese = (
        FIRST[reason][side].format(**{name: pair[side] for name, pair in names.items()}) for side in (0, 1)
    )
    if names["path"][0]:
        english += f"; way in: {names['path'][0]}"
        chinese += f"；路径：{names['path'][1]}"
    if approach is not None:
        english += f"; style {approach}: {APPROACHES[approach][0]}"
        chinese += f"；风格 {approach}：{APPROACHES[approach][1]}"
    return english + ".", chinese + "。"


__all__ = ["NO_OWNER", "first_texts"]
