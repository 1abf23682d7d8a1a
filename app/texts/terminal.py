"""Headings and words of the terminal view, in English and Chinese."""

from __future__ import annotations

from typing import Final

TEXTS: Final = {
    "who": ("Who decides", "谁决定"),
    "influence": ("decision influence", "决策影响力"),
    "person": ("person", "人员"),
    "rank": ("rank", "职级"),
    "us": ("towards us", "对我方"),
    "best_rival": ("best rival", "最强对手"),
    "contact": ("contact", "接触"),
    "owner": ("owner", "责任人"),
    "none": ("nobody", "无"),
    "standing": ("Where the bidders stand", "各方态势"),
    "standing_note": (
        "−1 against … +1 for; ● with unknown attitudes at 0, the bar with them at −1 and at +1",
        "−1 反对 … +1 支持；● 为未知按 0 计，横线为未知按 −1 与 +1 计",
    ),
    "gaps": ("Where we are not covered", "覆盖缺口"),
    "weight": ("weight", "权重"),
    "severity": ("severity", "严重度"),
    "about": ("about", "对象"),
    "what": ("what is missing", "缺什么"),
    "first": ("Do first", "优先行动"),
    "coverage": (
        "Coverage: {plain} of people met within the window, {weighted} of the decision influence",
        "覆盖率：时间窗口内接触了 {plain} 的人，占决策影响力的 {weighted}",
    ),
    "basis_votes": ("basis: votes", "依据：表决"),
    "basis_rank": ("basis: rank (no voting stage known)", "依据：职级（无表决阶段）"),
    "as_of": ("as of {day}, revision {revision}", "截至 {day}，版本 {revision}"),
    "hidden": ("hidden influencer", "隐形影响者"),
    "more": ("… and {count} more", "…… 另有 {count} 项"),
    "nothing": ("No people yet: import an account document with people.", "尚无人员：请导入包含人员的客户文档。"),
    "no_gaps": ("none found", "未发现"),
    "department": ("department", "部门"),
    "stage": ("stage", "阶段"),
    "warning": ("Note", "注意"),
}
