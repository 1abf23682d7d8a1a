"""Names of the sheets and columns of workbooks and CSV files, in English and Chinese, and other words people type for them.

A list's own words stand with its kind (`graph/kinds`); here are those that fields of several lists share.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from app.texts.catalogue import Words, text, texts
from graph.kinds import KINDS
from graph.kinds.kind import Words as ListWords

Pair = tuple[str, str]

LISTS: Final[Mapping[str, ListWords]] = {name: words for kind in KINDS for name, words in kind.words.items()}


def of_fields(which: str) -> dict[str, Any]:
    """What the lists say of their own fields, by `sheet.field`."""
    return {f"{name}.{field}": said for name, words in LISTS.items() for field, said in getattr(words, which).items()}


SHEET_NAMES: Final[Words] = texts(
    "sheet.sheet_names",
    {
        **{name: words.title for name, words in LISTS.items()},
        "lines": ("Lines", "关系"),
    },
)
SHEET_ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    **{name: words.also for name, words in LISTS.items()},
    "lines": ("edges", "links", "relations", "relationships", "连线", "人员关系", "关系表"),
}
# Field names; `sheet.field` goes before `field`.
FIELD_NAMES: Final[Words] = texts(
    "sheet.field_names",
    {
        **of_fields("fields"),
        "id": ("Id", "编号"),
        "name": ("Name", "名称"),
        "name_en": ("English name", "英文名"),
        "tier": ("Tier", "层级"),
        "time_zone": ("Time zone", "时区"),
        "purchase": ("Way of purchase", "采购方式"),
        "policy": ("Review policy", "评审规则"),
        "organization_level": ("Organisation level", "组织级别"),
        "share_of_wallet": ("Share of wallet", "采购份额"),
        "satisfaction": ("Satisfaction", "满意度"),
        "judged_on": ("Judged on", "评定日期"),
        "parent_id": ("Parent", "上级"),
        "department_id": ("Department", "部门"),
        "account_id": ("Other account", "所属其他客户"),
        "rank": ("Rank", "职级"),
        "rank_assumed": ("Rank assumed", "职级为推定"),
        "title": ("Title", "职务"),
        "title_en": ("English title", "英文职务"),
        "external": ("External", "外部人员"),
        "placeholder": ("Placeholder", "待确认角色"),
        "assertiveness": ("Assertiveness", "果断性"),
        "orientation": ("Orientation", "导向"),
        "openness": ("Openness", "开放度"),
        "subordinate": ("Subordinate", "下级"),
        "manager": ("Manager", "上级"),
        "kind": ("Kind", "类型"),
        "source": ("From", "影响者"),
        "target": ("To", "被影响者"),
        "strength": ("Strength", "强度"),
        "confidence": ("Confidence", "置信度"),
        "evidence": ("Evidence", "证据"),
        "reported_by": ("Reported by", "报告人"),
        "on": ("Date", "日期"),
        "a": ("Person A", "甲方人员"),
        "b": ("Person B", "乙方人员"),
        "note": ("Note", "备注"),
        "person": ("Person", "人员"),
        "toward": ("Towards", "对谁"),
        "level": ("Level", "态度级别"),
        "opportunity_id": ("Opportunity", "商机"),
        "opportunity": ("Opportunity", "商机"),
        "stage": ("Stage", "阶段"),
        "role": ("Role", "角色"),
        "seniority": ("Seniority", "级别"),
        "function": ("Function", "职能"),
        "member": ("Member", "团队成员"),
        "owner": ("Owner", "负责人"),
        "target_level": ("Target level", "接触目标"),
        "members": ("Our members", "我方参与人"),
        "people": ("People", "客户参与人"),
        "two_way": ("Two-way", "双向互动"),
        "compliance_ref": ("Compliance reference", "合规审批编号"),
        "horizon": ("Horizon", "时间跨度"),
        "amount": ("Amount", "金额"),
        "currency": ("Currency", "币种"),
        "decided_on": ("Decided on", "决策日期"),
        "order": ("Order", "顺序"),
        "weight": ("Weight", "权重"),
        "quota": ("Quota", "通过票数"),
        "veto": ("Veto holders", "否决者"),
        "outcome.on": ("Outcome date", "结果日期"),
        "outcome.winner": ("Winner", "中标方"),
        "party": ("Party", "参与方"),
        "measure": ("Measure", "衡量方式"),
        "wanted": ("Wanted", "目标值"),
        "actual": ("Actual", "实际值"),
        "edition": ("Edition", "版本"),
        "by": ("By", "填写人"),
        "text": ("Text", "内容"),
        "opportunities": ("Opportunities", "相关商机"),
        "risks": ("Risks", "风险"),
        "value": ("Value", "值"),
        "selection": ("Selection", "选择结果"),
        "source_function": ("Found by", "发现来源"),
        "scan_layer": ("Scan layer", "扫描层"),
        "market_space": ("Market space", "市场空间"),
        "growth_rate": ("Growth rate", "增长速度"),
        "profit_level": ("Profit level", "利润水平"),
        "competition_intensity": ("Competition intensity", "竞争强度"),
        "proposed_by": ("Proposed by", "提出人"),
        "proposed_on": ("Proposed on", "提出日期"),
        "selected_by": ("Selected by", "决定人"),
        "selected_on": ("Selected on", "决定日期"),
        "requested": ("Requested", "申请资源"),
        "granted": ("Granted", "批准资源"),
        "goals": ("Goals", "客户目标"),
        "closed_on": ("Closed on", "关闭日期"),
        "from_attitude": ("From attitude", "起始态度"),
        "to_attitude": ("To attitude", "目标态度"),
        "from_share": ("From share", "起始比例"),
        "to_share": ("To share", "目标比例"),
        "from_level": ("From level", "起始级别"),
        "to_level": ("To level", "目标级别"),
        "since": ("Since", "开始日期"),
        "until": ("Until", "结束日期"),
        "market_target": ("Market target", "市场目标"),
        "mcr_area": ("MCR area", "MCR 领域"),
        "assigned_by": ("Assigned by", "分派人"),
        "assigned_on": ("Assigned on", "分派日期"),
        "due_on": ("Due", "截止日期"),
        "done_on": ("Done on", "完成日期"),
        "status": ("Status", "状态"),
        "ltc_stage": ("LTC stage", "LTC 阶段"),
        "cost": ("Cost", "费用"),
        "days": ("Person-days", "人天"),
        "quality": ("Quality", "质量"),
        "effect": ("Effect", "效果"),
        "attitude_before": ("Attitude before", "活动前态度"),
        "attitude_after": ("Attitude after", "活动后态度"),
        "starts_on": ("Starts on", "开始日期"),
        "ends_on": ("Ends on", "结束日期"),
        "understood_on": ("Understood on", "理解完成日"),
        "planned_on": ("Planned on", "计划完成日"),
        "executed_on": ("Executed on", "执行完成日"),
        "evaluated_on": ("Evaluated on", "评价完成日"),
        "code": ("Criterion", "评估项"),
        "assessor": ("Assessor", "评估方"),
        "met": ("Met", "是否满足"),
        "choice": ("Choice", "选项"),
        "holder": ("Holder", "持有人"),
        "check": ("Check", "检查项"),
        "reason": ("Reason", "原因"),
        # columns that are understood and never written
        "people.style": ("LIEF style", "LIEF 风格"),
        "people.manager": ("Manager", "直接上级"),
        "lines.from": ("From", "起点"),
        "lines.to": ("To", "终点"),
        "lines.line": ("Relation", "关系"),
        "lines.kind": ("Kind", "类型"),
        "lines.undirected": ("Undirected", "无方向"),
    },
)
FIELD_ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    **of_fields("field_aliases"),
    "people.manager": ("reports to", "boss", "superior", "上级", "汇报给", "汇报对象"),
    "people.style": ("style", "风格", "沟通风格"),
    "lines.from": ("source", "person a", "甲", "来源", "影响者", "源"),
    "lines.to": ("target", "person b", "乙", "目标", "被影响者"),
    "lines.line": ("type", "relationship", "edge type", "关系类型", "类型"),
    "lines.kind": ("subkind", "kind", "种类", "性质"),
    "lines.strength": ("weight", "权重", "影响力"),
    "lines.note": ("label", "说明", "描述"),
}
MARK: Final = "#"  # the heading of the column whose filled rows are skipped, and the start of sheets that are
EXAMPLE: Final = text("sheet.example", "example", "示例")
GUIDE: Final = text("sheet.guide", "Guide", "说明")
ERRORS: Final = text("sheet.errors", "Errors", "错误清单")
