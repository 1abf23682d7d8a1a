"""What to keep in mind when reading the numbers, in English and Chinese."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Pair

_GUESTS: Final = {
    "lender-not-loaded": (
        "{person} of account {account} votes here and that account is not loaded: an unnamed voter of unknown attitude stands in",
        "客户“{account}”的“{person}”在此有表决权，但该客户尚未录入：以态度未知的占位人代替",
    ),
    "person-gone": (
        "{person} votes here and is no longer among the people of account {account}: name their successor in the stage",
        "“{person}”在此有表决权，但已不在客户“{account}”的人员之中：请在该环节改为其继任者",
    ),
    "foreign-account": (
        "{person} votes here and account {account} is no longer of the same tree: an unnamed voter of unknown attitude stands in",
        "“{person}”在此有表决权，但客户“{account}”已不在同一客户树中：以态度未知的占位人代替",
    ),
    "unshared-competitors": (
        "what {person} thinks of competitors who are none here, or go by another id in account {account}, does not count here",
        "“{person}”对某些竞争对手的态度未计入：这些对手在本客户中不存在，或与客户“{account}”中的编号不同",
    ),
}


def sampled_texts(pivots: int, people: int) -> Pair:
    """The warning that betweenness is an estimate at this size."""
    english = (
        f"betweenness_control is an estimate: with {people} people it counts the paths from {pivots} of them, drawn with a "
        "fixed seed (method: betweenness_exact_people, betweenness_pivots). Every other number is exact."
    )
    chinese = (
        f"betweenness_control 为估计值：共 {people} 人，只统计从其中 {pivots} 人（固定随机种子抽取）出发的路径"
        "（参数 betweenness_exact_people、betweenness_pivots）。其他数值均为精确值。"
    )
    return english, chinese


def guest_texts(missing: str, person: str, account: str) -> Pair:
    """The warning that something is not known of somebody borrowed, by the reason why."""
    english, chinese = _GUESTS[missing]
    names = {"person": person, "account": account}
    return english.format(**names), chinese.format(**names)
