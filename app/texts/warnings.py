"""What to keep in mind when reading the numbers, in English and Chinese."""

from __future__ import annotations

from app.texts.gaps import Pair


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
