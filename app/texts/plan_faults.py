"""What people read about faults of judgements, plans and the sandbox, in English and Chinese, by code."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Words, texts

PLAN_FAULTS: Final[Words] = texts(
    "fault",
    {
        "dates-out-of-order": (
            "{value} lies before {after}; correct one of the two days",
            "{value} 早于 {after}；请更正其中一个日期",
        ),
        "no-decision": (
            "the opportunity is still PROPOSED; leave out who decided and when, or give the decision",
            "商机仍为“已提出”（PROPOSED）；请去掉决定人和日期，或填写决定",
        ),
        "decision-without-decider": (
            "a decision names who took it (selected_by) and when (selected_on)",
            "作出决定必须填写决定人（selected_by）和日期（selected_on）",
        ),
        "self-selection": (
            "{value} proposed this opportunity; somebody else of the team decides on it",
            "该商机由 {value} 提出，必须由团队中的其他人决定",
        ),
        "scan-layer": (
            "a TECHNICAL find names one of the five scan layers, and no other find has one",
            "技术（TECHNICAL）发现的商机必须填写五层扫描中的一层，其他来源不填",
        ),
        "not-selected": (
            "{value!r} is not SELECTED in the sandbox; the company selects before the plan pursues it",
            "商机“{value}”在沙盘中未被选定（SELECTED）；先由公司选定，再列为市场目标",
        ),
        "unlinked-plan-item": (
            "say what it is for: a plan item needs a market_target, an activity a target, an opportunity or goals",
            "请说明用途：计划项需要 market_target，活动需要关系目标、商机或客户目标",
        ),
        "target-mismatch": (
            "a target of a person has attitudes, of a department shares, of the organisation levels, and is of one only",
            "对人的目标填态度，对部门的目标填比例，对组织的目标填级别，且只能针对其一",
        ),
        "shares-over-one": (
            "with it the parties have {whole} of {product} on that day, more than all of it; correct the shares",
            "加上本条，{product} 当日各方份额合计为 {whole}，超过 1；请更正份额",
        ),
        "level-jump": (
            "{value} is more than one level above {before}; the level is climbed step by step",
            "{value} 比 {before} 高出不止一级；组织级别须逐级提升",
        ),
        "level-criteria": (
            "{value} cannot be claimed while these criteria are not met: {missing}",
            "以下条件未满足，不能认定为 {value}：{missing}",
        ),
        "wrong-answer": (
            "{code} is answered by `{expected}` alone, within its range; a department stands with SATISFACTION only",
            "{code} 只能用“{expected}”回答，且须在范围内；只有满意度（SATISFACTION）可按部门填写",
        ),
        "done-without-day": (
            "DONE and the day it was done (done_on) go together",
            "状态 DONE 与完成日期（done_on）必须同时填写",
        ),
        "evaluation-before-execution": (
            "it is judged before it was carried out; note the execution first",
            "尚未执行就作评价；请先记录执行",
        ),
        "marked-by-owner": (
            "quality and effect are marked by who assigned it (assigned_by), and that is not the owner",
            "质量和效果由分派人（assigned_by）评定，且分派人不能是负责人",
        ),
        "no-such-path": (
            "{value!r} is no place for {action}; write a list ({expected}) to add to it, or list/id for a record of it",
            "“{value}”不能用于 {action}；新增填写列表名（{expected}），修改或删除填写“列表/编号”",
        ),
        "rejected-before": (
            "the same was rejected on {on} by {by} (proposal {value}); suggest something else",
            "同样的建议（{value}）已于 {on} 被 {by} 否决；请提出其他建议",
        ),
        "proposed-before": (
            "the same is proposed already as {value}; accept or reject that one",
            "同样的建议（{value}）已在等待处理；请先采纳或否决它",
        ),
        "already-decided": (
            "it is {value} since {on}, by {by}; a decision is taken once",
            "该建议已于 {on} 由 {by} 处理（{value}），不能再次处理",
        ),
        "loop-order": (
            "understand, plan, execute, evaluate: the step before is missing",
            "按“理解、计划、执行、评价”的顺序进行：缺少上一步",
        ),
    },
)
