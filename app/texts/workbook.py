"""Words of the exported workbook's analysis sheets, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Pair = tuple[str, str]

ANALYSIS_SHEETS: Final[Mapping[str, Pair]] = {  # the import knows these names and skips them
    "about": ("About", "关于本表"),
    "people": ("Who decides", "谁决定"),
    "standing": ("Standing", "各方态势"),
    "coverage": ("Department coverage", "部门覆盖"),
    "gaps": ("Coverage gaps", "覆盖缺口"),
    "stages": ("Stages and power", "阶段与表决权力"),
    "first": ("Do first", "优先行动"),
}
COLUMNS: Final[Mapping[str, Pair]] = {
    "place": ("No.", "序号"),
    "id": ("Id", "编号"),
    "name": ("Name", "姓名"),
    "title": ("Title", "职务"),
    "department": ("Department", "部门"),
    "rank": ("Rank", "职级"),
    "roles": ("Roles", "角色"),
    "style": ("Style", "风格"),
    "attitude": ("Attitude to us", "对我方态度"),
    "margin": ("Margin", "净差"),
    "predicted": ("Predicted", "预测态度"),
    "influence": ("Decision influence", "决策影响力"),
    "stable": ("Stable among first five", "前五稳定度"),
    "hidden": ("Hidden influencer", "隐形影响者"),
    "contact": ("Contact", "接触"),
    "last": ("Last contact", "最近接触"),
    "owner": ("Owner", "责任人"),
    "value": ("Value of knowing", "信息价值"),
    "party": ("Bidder", "投标方"),
    "point": ("Standing", "态势"),
    "low": ("Low", "下限"),
    "high": ("High", "上限"),
    "below": ("Down to low", "至下限"),
    "above": ("Up to high", "至上限"),
    "stage": ("Stage", "阶段"),
    "people": ("People", "人数"),
    "plain": ("Coverage", "覆盖率"),
    "weighted": ("Weighted coverage", "加权覆盖率"),
    "supporters": ("Supporters", "支持者"),
    "severity": ("Severity", "严重度"),
    "about": ("About", "对象"),
    "gap": ("What is missing", "缺什么"),
    "rule": ("Rule", "规则"),
    "next": ("Next step", "下一步"),
    "kind": ("Kind", "类型"),
    "order": ("Order", "顺序"),
    "quota": ("Quota", "通过票数"),
    "voter": ("Voter", "表决人"),
    "votes": ("Votes", "票数"),
    "power": ("Voting power", "表决权力"),
    "veto": ("Veto", "否决权"),
    "step": ("What to do", "行动"),
}
FACTS: Final[Mapping[str, Pair]] = {
    "account": ("Account", "客户"),
    "opportunity": ("Opportunity", "商机"),
    "as_of": ("As of", "截至"),
    "revision": ("Revision", "版本"),
    "printed": ("Written", "导出时间"),
    "reader": ("For", "读者"),
    "marking": ("Marking", "密级"),
    "profile": ("Profile", "内容范围"),
    "basis": ("Basis", "依据"),
    "coverage": ("Coverage", "覆盖率"),
    "note": ("Note", "注意"),
    "method": ("Method", "方法"),
    "import": ("Import", "导入"),
}
NO_OPPORTUNITY: Final[Pair] = ("none: by rank", "未指定：按职级")
BASES: Final[Mapping[str, Pair]] = {"votes": ("votes", "表决"), "rank": ("rank", "职级")}
COVERED: Final[Pair] = (
    "{plain} of people, {weighted} of decision influence",
    "{plain} 的人员，{weighted} 的决策影响力",
)
IMPORTABLE: Final[Pair] = (
    "The sheets from Account on are the account itself and can be imported again; this sheet and the analysis are skipped.",
    "“客户”及之后的工作表即客户数据，可修改后重新导入；本表与分析表在导入时跳过。",
)
NOT_IMPORTABLE: Final[Pair] = (
    "Parts are left out of this copy, so its lists (#) are skipped by an import.",
    "本副本隐去了部分内容，带“#”的工作表不会被导入。",
)
UNKNOWN: Final[Pair] = ("? unknown", "? 未知")
STANDING_CHART: Final[Pair] = ("Standing with interval", "各方态势与区间")
COVERAGE_CHART: Final[Pair] = ("Coverage by department", "各部门覆盖率")
