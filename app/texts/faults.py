"""What people read about a fault: what is wrong and how to mend it, in English and Chinese, by code."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Words, pick, text, texts
from app.texts.cypher_faults import CYPHER_FAULTS
from app.texts.import_faults import IMPORT_FAULTS
from app.texts.plan_faults import PLAN_FAULTS
from app.texts.special_words import CATEGORIES
from graph.errors import Fault
from graph.kinds import KINDS

LABELS: Final[Words] = texts(
    "fault.labels",
    {label: noun for kind in KINDS for label, noun in kind.nouns()},
)

_TEXTS: Final[Words] = texts(
    "fault",
    {
        "dangling-id": (
            "there is no {label} {value!r}; add it or correct the id",
            "不存在{label}“{value}”；请补录或更正编号",
        ),
        "duplicate-id": (
            "{value!r} stands here a second time; give it another key or remove one of the two",
            "“{value}”重复出现；请改用其他编号或删除其一",
        ),
        "reporting-cycle": (
            "the solid reporting lines form a ring: {cycle}; remove or dot one of them",
            "实线汇报关系形成闭环：{cycle}；请删除其中一条或改为虚线",
        ),
        "department-cycle": (
            "the departments contain each other: {cycle}; correct one parent_id",
            "部门上下级形成闭环：{cycle}；请更正其中一个上级部门",
        ),
        "account-cycle": (
            "the accounts contain each other: {cycle}; correct parent_id",
            "客户上下级形成闭环：{cycle}；请更正上级客户",
        ),
        "foreign-account": (
            "{value!r} is not another account of the same tree; name one of its tree, or leave account_id out",
            "“{value}”不是同一客户树中的其他客户；请填写同树客户，或去掉 account_id",
        ),
        "second-manager": (
            "{subordinate} reports to {first} by a solid line already; make this line DOTTED or remove the other",
            "{subordinate} 已有实线上级 {first}；请将本条改为虚线（DOTTED）或删除另一条",
        ),
        "self-edge": (
            "both ends are {value!r}; a line joins two different people",
            "两端都是“{value}”；连线必须连接两个不同的人",
        ),
        "out-of-range": ("{value!r} is outside what is allowed ({range})", "“{value}”超出允许范围（{range}）"),
        "not-finite": ("must be a finite number", "必须是有限的数值"),
        "quota": (
            "votes need a quota that is a whole number above 0 and at most the sum of the votes, and a quota needs votes",
            "有表决票就必须有通过票数：大于 0 且不超过票数总和的整数；有通过票数也必须有表决票",
        ),
        "wrong-enum": ("{value!r} is not one of {expected}", "“{value}”不在可选值之内：{expected}"),
        "impossible-date": (
            "{value!r} is not a day between 1900-01-01 and 2199-12-31 written YYYY-MM-DD",
            "“{value}”不是 1900-01-01 至 2199-12-31 之间、形如 YYYY-MM-DD 的日期",
        ),
        "too-long": ("longer than {max_length} characters; shorten it", "超过 {max_length} 个字符；请缩短"),
        "special-category": (
            "this tells of a person's {category}, which no note may hold; leave it out",
            "此处涉及个人的{category}，备注中不得记录；请删去",
        ),
        "unfit-address": (
            "{value!r} is no address that may be posted to: https, a host the operator lists or a public one, no user in it",
            "“{value}”不是允许推送的地址：须为 https、运维列出的主机或公网主机，且不含用户信息",
        ),
        "too-many-webhooks": ("there are {most} already; delete one", "已有 {most} 个；请先删除一个"),
        "too-many-records": (
            "{value} records are more than the {le} a list may have; load the account in parts, by merging",
            "共 {value} 条，超过单个列表的上限 {le} 条；请分批以合并方式导入",
        ),
        "unknown-field": (
            "there is no such field; remove it or correct its name{wanted}",
            "没有这个字段；请删除或更正字段名{wanted}",
        ),
        "unknown-format": ("format must be {expected!r}", "format 必须是“{expected}”"),
        "wrong-type": ("{value!r} is of the wrong type{wanted}", "“{value}”的类型不对{wanted}"),
        "control-character": (
            "holds the control character U+{code_point}; remove it",
            "含有控制字符 U+{code_point}；请删除",
        ),
        "override-unexplained": (
            "a level in place of the computed one needs override_reason and override_on, and neither stands without it",
            "修正接触程度须同时填写 override_level、override_reason 与 override_on",
        ),
        "restricted": (
            "use of what is kept about person {value!r} is restricted since {since} ({because}); lift it first",
            "人员“{value}”的数据自 {since} 起限制使用（{because}）；请先解除限制",
        ),
        "restriction-unexplained": (
            "a restriction needs restricted_on and restricted_because, and neither stands without the other",
            "限制使用须同时填写 restricted_on 与 restricted_because",
        ),
        "compliance-ref": (
            "HOSPITALITY needs the reference of its compliance approval in compliance_ref",
            "公关接待（HOSPITALITY）必须填写合规审批编号 compliance_ref",
        ),
        "own-party": (
            "{value!r} is our own party; only a competitor is marked as withdrawn, and what we gave up is no opportunity to plan",
            "“{value}”是我方自己；只有竞争对手可标记为退出，我方放弃的商机不必再作规划",
        ),
        "own-position": (
            "our own level, share and satisfaction come from assessments; leave them out here",
            "我方的级别、份额与满意度来自评估记录；请在此处去掉",
        ),
        "withdrawn-winner": (
            "{value!r} is withdrawn from this opportunity and cannot win a stage of it afterwards; correct one of the two",
            "“{value}”已退出该商机，此后不可能赢得其阶段；请更正其一",
        ),
        "unknown-policy": (
            "there is no policy {value!r}; name one of {expected}, or leave policy out",
            "没有评审规则“{value}”；请填写其中之一：{expected}，或去掉 policy",
        ),
        "missing-field": ("this field is required{wanted}", "此字段必填{wanted}"),
        "still-referenced": (
            "{value} refers to it; change or remove that first, or delete with cascade=true",
            "{value} 仍在引用它；请先修改或删除该记录，或以 cascade=true 删除",
        ),
        "id-mismatch": ("must be {expected!r}, as in the path", "必须与路径中的“{expected}”一致"),
        **CYPHER_FAULTS,
        **PLAN_FAULTS,
        **IMPORT_FAULTS,
    },
)


_RECORD: Final = text("fault.labels.record", "record", "记录")
_WANTED: Final = text("fault.wanted", "; expected {expected}", "；应为 {expected}")


class _Facts(dict[str, object]):
    """Facts of a fault; a fact a text asks for and nobody gave reads as a dash."""

    def __missing__(self, key: str) -> str:
        return "-"


def fault_message(fault: Fault, language: str) -> str:
    """What is wrong with `fault` and how to mend it, in this language."""
    facts = _Facts(fault.facts)
    facts["value"] = fault.value
    facts["label"] = pick(LABELS.get(str(facts.get("label", "")), _RECORD), language)
    facts["expected"] = facts.get(f"expected_{language}", facts.get("expected_en", facts.get("expected", "")))
    facts["wanted"] = pick(_WANTED, language).format_map(facts) if facts["expected"] else ""
    facts["cycle"] = " → ".join(str(part) for part in cycle) if isinstance(cycle := facts.get("cycle"), list) else "-"
    facts["range"] = _range(facts)
    if "category" in facts:
        facts["category"] = pick(CATEGORIES[str(facts["category"])], language)
    return pick(_TEXTS.get(fault.code, (fault.code, fault.code)), language).format_map(facts)


def _range(facts: _Facts) -> str:
    signs = (("gt", ">"), ("ge", "≥"), ("lt", "<"), ("le", "≤"), ("min_length", "length ≥"), ("pattern", "pattern"))
    return ", ".join(f"{sign} {facts[name]}" for name, sign in signs if name in facts) or "-"
