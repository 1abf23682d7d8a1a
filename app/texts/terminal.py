"""Headings and words of the terminal view, in English and Chinese."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Words, texts

TEXTS: Final[Words] = texts(
    "terminal.texts",
    {
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
            "−1 against … +1 for; ● as people said, an unknown attitude at 0; the bar, every attitude at the ends of its range",
            "−1 反对 … +1 支持；● 按所说计，未知按 0 计；横线为各态度取其区间两端",
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
        "more": ("… and {count} more", "……另有 {count} 项"),
        "nothing": ("No people yet: import an account document with people.", "尚无人员：请导入包含人员的客户文档。"),
        "no_gaps": ("none found", "未发现"),
        "stage": ("stage", "阶段"),
        "warning": ("Warning", "注意"),
    },
)
IMPORT: Final[Words] = texts(
    "terminal.import",
    {
        "sheet": ("sheet", "工作表"),
        "row": ("cell", "单元格"),
        "column": ("column", "列"),
        "value": ("value", "值"),
        "code": ("code", "错误代码"),
        "mend": ("what is wrong and how to mend it", "问题与更正方法"),
        "list": ("list", "列表"),
        "created": ("new", "新增"),
        "updated": ("changed", "变更"),
        "unchanged": ("unchanged", "未变"),
        "removed": ("removed", "删除"),
        "duplicates": ("May be one person entered twice", "可能重复录入的人员"),
        "read_as": (
            "{files} CSV files read as {encoding}, separator {separator}",
            "{files} 个 CSV 文件按 {encoding} 读取，分隔符 {separator}",
        ),
        "skipped": ("{name}: columns left out: {columns}", "{name}：未读取的列：{columns}"),
        "received": ("received", "已接收"),
        "read": ("read", "已读取"),
        "checked": ("checked", "已校验"),
        "written": ("stored", "已写入"),
        "more": (
            "… and {count} more; `--errors-to FILE.xlsx` has all",
            "…… 另有 {count} 处；用 --errors-to FILE.xlsx 导出全部",
        ),
    },
)
