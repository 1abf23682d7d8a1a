"""Words of the sheet of the relationship method: techniques by stage, nature and participation; falls; who judged."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Text, Words, text, texts

TECHNIQUES: Final[Words] = texts(
    "technique",
    {
        "QUICK_RESPONSE": ("answer quickly, by a small trained team", "由训练有素的小团队快速响应"),
        "LATER_PRICE_READY": (
            "have the later price structure ready: cheap orders lead nowhere",
            "预先准备后续价格结构：低价订单不能带来发展",
        ),
        "GROW_DEPENDENCE": (
            "grow the customer's reliance on us beside the volume",
            "在扩大份额的同时加深客户对我方的依赖",
        ),
        "EXPECT_SETBACKS": (
            "expect two steps forward and one back; mend each at once",
            "预期进二退一，每次退步立即补救",
        ),
        "MEND_HOLES": (
            "find the holes of the mesh, mend them on the spot, agree joint goals with each department",
            "找出网格漏洞并当场补上，与各部门商定共同目标",
        ),
        "VALUE_IN_USE": (
            "move from the product to its use and the customer's competitiveness",
            "从产品转向客户的使用价值与竞争力",
        ),
        "SHARE_COST_AND_VALUE": ("agree on joint cost and value, by contract", "以协议约定共同的成本与价值"),
        "SHARE_TROUBLE": ("share information and trouble; keep prices stable", "信息与困难共担，保持价格稳定"),
        "MATCH_TEAM_TO_CLASS": ("give the account's class the team and means it needs", "按客户分类配备相应团队与资源"),
        "SERVICE_BY_ORGANIZATION": (
            "let organisation and procedures guarantee service from the customer's standpoint",
            "以组织与流程从客户立场保证服务",
        ),
        "SHOW_MORE_THAN_THE_DEAL": ("show what we are worth beyond the deal", "展示交易之外的价值"),
        "ASK_FOR_A_SAY": ("ask for a say: they speak, we obey is no balance", "争取话语权：客户说、我方照办不是平衡"),
        "GIVE_AND_TAKE": ("ask something for whatever we give in on", "每次让步都争取回报"),
        "KEEP_THE_BALANCE": ("keep duties and favours equal on both sides", "保持双方权责与情谊对等"),
        "WIDEN_PARTICIPATION": (
            "bring development, technology and service planning to one table",
            "让开发、技术与服务规划共同参与",
        ),
        "PLAN_TOGETHER": ("plan products, technology and service together", "共同规划产品、技术与服务"),
    },
)
FALLS: Final[Words] = texts(
    "report.falls",
    {
        "ATTITUDE": ("attitude", "态度"),
        "LEVEL": ("organisation level", "组织级别"),
        "STAGE": ("relationship stage", "关系阶段"),
        "PHASE": ("phase", "客户关系时期"),
        "CRITERION": ("criterion", "评估项"),
        "true": ("met", "满足"),
        "false": ("no longer met", "不再满足"),
        "NONE": ("none", "无"),
    },
)
NO_FALLS: Final[Text] = text("report.no_falls", "Nothing fell.", "没有退步。")
ASK_AGAIN: Final[Text] = text(
    "report.ask_again",
    "Ask the customer again, the answer is older than a year: {names}",
    "答复已超过一年，需再次询问客户：{names}",
)
BY_OURSELVES: Final[Text] = text("report.by_ourselves", "By our own word alone: {names}", "仅凭我方自评：{names}")
SATISFIED: Final[Text] = text(
    "report.satisfied", "Satisfaction of the account: {value} by {assessor}", "客户整体满意度：{value}（{assessor}）"
)
COUNTED: Final[Text] = text(
    "report.counted", "by us: {by_us}; counted: {counted}", "我方自评：{by_us}；计入：{counted}"
)
GOAL_ISSUES: Final[Words] = texts(
    "goal_issue",
    {
        "NOBODY_SERVES": ("nothing of ours serves it", "我方无响应"),
        "NO_MEASURE": ("joint, and not said how it is measured", "共同目标未说明衡量方法"),
    },
)
POSITIONS: Final[Text] = text("report.positions", "Us and the competitors", "我方与竞争对手对比")
ASPECTS: Final[Words] = texts(
    "aspect",
    {
        "ATTITUDE": ("attitude", "态度"),
        "LEVEL": ("organisation level", "组织级别"),
        "SHARE": ("share of wallet", "采购份额"),
        "SATISFACTION": ("satisfaction", "满意度"),
    },
)
STATUSES: Final[Words] = texts(
    "map.status",
    {
        "RED": ("Status red: nobody in class A favours us", "状态红：A 类人员中无人对我方有好感"),
        "AMBER": (
            "Status amber: some in class A favour us, and none of them votes or decides unopposed by a veto",
            "状态黄：A 类中有人对我方有好感，但其中无人表决或决策，或有否决者反对",
        ),
        "GREEN": (
            "Status green: somebody in class A who votes or decides favours us, and no veto holder opposes",
            "状态绿：A 类中有表决或决策者对我方有好感，且无否决者反对",
        ),
        "GREY": ("Status grey: no attitude is known", "状态灰：态度均未知"),
    },
)
LACKS: Final[Words] = texts(
    "map.lack",
    {
        "NOBODY_KNOWN": ("nobody is known", "无已知人员"),
        "NO_HEAD": ("no head (rank 1 to 3)", "无负责人（1 至 3 级）"),
        "NOBODY_MET": ("nobody was met in time", "近期无人接触"),
        "NO_SUPPORTER": ("no supporter", "无支持者"),
    },
)
