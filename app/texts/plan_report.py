"""Words of activities as they count, of their choice under a budget, and of periods that were not carried out."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Text, Words, text, texts

ACTIVITY_ISSUES: Final[Words] = texts(
    "activity_issue",
    {
        "NOBODY_DOES": ("nobody is to do it", "无人执行"),
        "OVERDUE": ("overdue", "已逾期"),
        "UNMARKED": ("marks are owed by who assigned it", "分派人尚未评分"),
        "NO_ASSIGNER": ("nobody else than its owner could mark it", "除负责人外无人可评分"),
        "STEPS_UNPROVEN": ("no record shows the attitude it claims", "所称态度变化无记录佐证"),
    },
)
WEIGHTS: Final[Text] = text(
    "report.activity_weights",
    "What an activity counts at best, times its marks over 5: {weights}.",
    "活动按类型计入的上限，再乘以评分（满分 5）：{weights}。",
)
PORTFOLIO: Final[Text] = text("report.portfolio", "What to do with the budget", "预算内的活动组合")
PORTFOLIO_BUDGET: Final[Text] = text(
    "report.portfolio_budget",
    "Of a budget of {budget}, {spent} would be spent; together these raise our standing by {gain} if they succeed, and no "
    "choice by more than {most}.",
    "预算 {budget}，使用 {spent}；若全部成功，我方态势合计提升 {gain}，任何组合不超过 {most}。",
)
BUDGETS: Final[Words] = texts(
    "report.budget_units", {"MONEY": ("{amount}", "{amount}"), "DAYS": ("{amount} person-days", "{amount} 人天")}
)
WITHOUT_COST: Final[Text] = text(
    "report.without_cost", "Cannot be weighed, without a cost: {names}", "未填费用，无法权衡：{names}"
)
NOTHING_CHOSEN: Final[Text] = text(
    "report.nothing_chosen", "No open activity gains anything within it.", "预算内没有带来增益的未完成活动。"
)
MISSED: Final[Text] = text("report.missed", "{period} is over without: {steps}", "{period} 已结束，未完成：{steps}")
STEPS: Final[Words] = texts(
    "loop_step",
    {
        "UNDERSTAND": ("understand", "理解"),
        "PLAN": ("plan", "计划"),
        "EXECUTE": ("execute", "执行"),
        "EVALUATE": ("evaluate", "评价"),
    },
)
ROLE_GOAL: Final[Text] = text(
    "report.role_goal",
    "Part to be filled: {role}, {wanted} wanted, {present} present",
    "待补角色：{role}（应有 {wanted}，现有 {present}）",
)
EXPECTED: Final[Text] = text(
    "report.expected",
    "Expected by the stage “{stage}”, and neither done nor planned: {kinds}",
    "“{stage}”阶段应有而未开展的活动：{kinds}",
)
RECOVERIES: Final[Text] = text("report.recoveries", "Complaints and crises", "投诉与危机")
RECOVERY_STATES: Final[Words] = texts(
    "recovery_state",
    {
        "closed": ("closed in time", "按期关闭"),
        "closed late": ("closed late", "逾期关闭"),
        "open": ("not yet closed", "未关闭"),
        "open late": ("past its day and not closed", "逾期未关闭"),
    },
)
WARNINGS: Final[Text] = text("report.warnings_record", "What earlier warnings came to", "历史预警的命中情况")
UNFORETOLD: Final[Text] = text(
    "report.unforetold", "Attitudes that fell and no warning had named: {names}", "态度下降而未曾预警：{names}"
)
ACTIVITIES_OF: Final[Text] = text("calendar.activities_of", "Activities: {account}", "活动：{account}")
