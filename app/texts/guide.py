"""What the sheets of the import workbook are for and how they are filled, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Pair = tuple[str, str]

PURPOSES: Final[Mapping[str, Pair]] = {
    "account": ("The customer; one row.", "客户本身，只填一行。"),
    "vendor": ("Us, as a bidder; one row.", "我方（投标方），只填一行。"),
    "competitors": ("The other bidders.", "其他投标方。"),
    "departments": ("Units of the customer; they form a tree.", "客户的部门，可分上下级。"),
    "people": (
        "People of the customer, and outsiders with influence.",
        "客户关系人，包括有影响力的外部人员。",
    ),
    "reporting": ("Who reports to whom.", "谁向谁汇报。"),
    "influence": ("Who moves whom, how strongly, and how we know.", "谁影响谁、强度如何、依据是什么。"),
    "ties": ("Conflicts, alliances, acquaintances.", "冲突、同盟与相识关系。"),
    "attitudes": ("Who thinks what of us and of a competitor, dated.", "对我方及竞争对手的态度，注明日期。"),
    "team": ("Our people on the account.", "我方客户团队成员。"),
    "coverage": ("Who of us looks after whom.", "我方谁负责维系谁。"),
    "interactions": ("What was done together, and when.", "与客户的互动记录。"),
    "opportunities": ("Possible projects.", "商机（潜在项目）。"),
    "stages": ("Steps of an opportunity's decision, in order.", "商机的决策阶段，按顺序。"),
    "votes": ("Who votes in a stage, with how many votes.", "各阶段谁有表决权、多少票。"),
    "outcome_votes": ("How people voted in the end.", "事后记录的实际投票。"),
    "borrowed_veto": ("Veto holders from another account of the group.", "来自同一集团其他客户的否决者。"),
    "withdrawn": ("Bidders that gave up on an opportunity.", "退出某商机的竞标方。"),
    "participants": ("Who plays which part in a stage.", "各阶段参与者及其角色。"),
    "goals": ("Goals, pressures and indicators of the customer.", "客户的目标、压力和考核指标。"),
    "profiles": ("Client and vendor profiles by edition.", "客户档案与供应商档案，按版本。"),
    "sandbox": ("Opportunities found, with market data and selection.", "战略沙盘：商机的市场数据与选择结果。"),
    "market_targets": ("What relations are for.", "市场目标：关系建设服务于什么。"),
    "targets": ("Relations to reach, and by when.", "关系目标及期限。"),
    "activities": ("What is to be done, by whom, by when.", "活动计划与执行：谁、何时、做什么。"),
    "mesh": ("Pairs of our functions and their departments.", "我方职能与客户部门的对接网格。"),
    "periods": ("Rounds of understand, plan, execute, evaluate.", "“理解、计划、执行、评价”的周期。"),
    "memberships": ("Who was in the team from when to when.", "团队成员的任期。"),
    "assessments": ("Dated judgements of the relationship.", "对客户关系的评估，注明日期。"),
    "waivers": ("Checks of the review gate let pass by name.", "评审检查项的豁免。"),
}
HOW: Final[tuple[Pair, ...]] = (
    (
        "Fill only what you know. Every sheet is optional; a few people and lines are enough to start.",
        "只填已知内容。每张表都可以不填，先填几个人和几条关系即可。",
    ),
    (
        "Rows with anything in the column # are skipped, as the examples are: write below them, or delete them.",
        "“#”列写有内容的行不导入，示例行即是如此：请在其下方填写，或删除示例行。",
    ),
    (
        "Columns with a star must be filled. An Id may stay empty: it is made from the name, the same each time.",
        "带星号的列必填。编号可以留空：系统按名称生成，每次导入结果相同。",
    ),
    (
        (
            "Where a person, department or member is asked for, write the Id or, where only one is called so, the name; "
            "departments also as A/B, namesakes as name (department)."
        ),
        "需要填写人员、部门或成员时，可填编号；不重名时也可直接填姓名或名称；部门可写“上级/下级”，重名者可写“姓名（部门）”。",
    ),
    (
        "Several in one cell are parted by semicolons: P01; P02.",
        "一个单元格内填写多项时用分号隔开：P01; P02。",
    ),
    (
        "Days are written 2026-01-31. Codes come from the drop-down; English names and codes are understood, too.",
        "日期写作 2026-01-31。代码列请从下拉列表选择，也可填英文名或代码。",
    ),
    (
        (
            "On the sheet of people two more columns are understood: Manager, and LIEF style (leader, influencer, "
            "examiner, follower)."
        ),
        "“人员”表还可增加两列：“直接上级”和“LIEF 风格”（领导型、施加影响型、检查型、跟随型）。",
    ),
    (
        "Sheets and columns whose name begins with # are yours: they are skipped.",
        "名称以“#”开头的工作表和列由您自用，导入时跳过。",
    ),
)
TITLE: Final[Pair] = ("Powermap import workbook", "权力地图导入模板")
SHEET: Final[Pair] = ("Sheet", "工作表")
WHAT: Final[Pair] = ("What stands there", "内容")

# How a column is filled, by form; after it comes what the column means.
FORM_NOTES: Final[Mapping[str, Pair]] = {
    "text": ("Text.", "文本。"),
    "code": ("Choose from the list.", "从下拉列表选择。"),
    "yes": ("yes or no; empty is no.", "是或否；留空为否。"),
    "whole": ("Whole number{range}.", "整数{range}。"),
    "number": ("Number{range}.", "数值{range}。"),
    "day": ("Day, written 2026-01-31.", "日期，如 2026-01-31。"),
    "ids": ("Ids or names, parted by semicolons.", "编号或名称，用分号隔开。"),
    "reference": ("Id or name.", "编号或名称。"),
    "id": ("Your own id; may stay empty.", "自定编号；可留空，由系统生成。"),
}
REQUIRED: Final[Pair] = ("Required.", "必填。")
# What a column means, where its name does not say it; `sheet.field` goes before `field`.
MEANINGS: Final[Mapping[str, Pair]] = {
    "rank": ("1 head of the account … 6 staff.", "1 为一把手，6 为普通员工。"),
    "time_zone": (
        "Decides what today is, e.g. Asia/Shanghai; empty: the service's.",
        "决定“今天”的时区，如 Asia/Shanghai；留空则用系统设置。",
    ),
    "since": ("First day it held; empty: always has.", "生效首日；留空表示一直有效。"),
    "until": ("Last day it held; empty: still does.", "生效末日；留空表示仍然有效。"),
    "people.since": ("First day in the post; empty: always.", "任职首日；留空表示一直在任。"),
    "people.until": ("Last day in the post; empty: still there.", "任职末日；留空表示仍在任。"),
    "reporting.on": ("Earlier days do not know it.", "该日之前不计入分析。"),
    "influence.on": ("Earlier days do not know it.", "该日之前不计入分析。"),
    "ties.on": ("Earlier days do not know it.", "该日之前不计入分析。"),
    "withdrawn.on": ("Out from that day on; empty: from the start.", "自该日起退出；留空表示从未参与。"),
    "external": (
        "Outside the organisation, as a design institute is.",
        "不属于客户组织，如设计院、顾问。",
    ),
    "placeholder": ("A known role whose holder is not known.", "角色已知、人选未知。"),
    "assertiveness": ("One axis of the LIEF style.", "LIEF 风格的一个维度。"),
    "orientation": ("The other axis of the LIEF style.", "LIEF 风格的另一个维度。"),
    "rank_assumed": ("Yes where nobody gave the rank.", "未填写职级、由系统推定时为“是”。"),
    "openness": (
        "Share of the attitude that is open to those they listen to.",
        "态度中会受他人影响的比例，0 至 1。",
    ),
    "reporting.kind": ("At most one solid line a person.", "每人最多一条实线汇报。"),
    "strength": ("Above 0, 1 is decisive.", "大于 0，1 为决定性影响。"),
    "confidence": ("1 hearsay … 5 seen and confirmed.", "1 为道听途说，5 为亲眼证实。"),
    "evidence": ("What it rests on.", "依据的事实。"),
    "toward": ("Us or a competitor.", "我方或某个竞争对手。"),
    "level": ("Unknown withdraws an earlier level.", "“未知”表示撤回之前的判断。"),
    "attitudes.opportunity_id": ("Only where it holds for this one.", "仅对某个商机成立时填写。"),
    "coverage.owner": ("Answers for the relationship.", "是否对该关系负责。"),
    "target_level": ("Contact to reach.", "希望达到的接触程度。"),
    "two_way": ("Their side took part actively.", "客户方主动参与。"),
    "compliance_ref": ("Needed for hospitality.", "公关接待必填。"),
    "horizon": (
        "Short: 12 months, mid: 36, long: beyond.",
        "短期 12 个月内，中期 36 个月内，长期更远。",
    ),
    "amount": ("In the currency named, not in thousands.", "按所填币种，单位为元而非万元。"),
    "currency": ("Three letters, e.g. CNY.", "三个字母，如 CNY。"),
    "stages.weight": ("Against the other stages; empty is 1.", "相对其他阶段的权重；留空为 1。"),
    "quota": ("Yes-votes needed; only with votes.", "通过所需票数；有表决票时必填。"),
    "veto": ("Whose no stops the stage.", "可一票否决该阶段的人。"),
    "account_id": ("Only for a person of another account of the group.", "仅当此人属于同一集团的其他客户时填写。"),
    "outcome.on": ("Recorded afterwards.", "事后填写。"),
    "growth_rate": ("0.1 is ten percent a year.", "0.1 表示每年 10%。"),
    "profit_level": ("0.1 is ten percent.", "0.1 表示 10%。"),
    "competition_intensity": ("0 none … 1 fierce.", "0 为无竞争，1 为激烈。"),
    "scan_layer": ("Only for technical finds.", "仅技术来源填写。"),
    "selected_by": ("Somebody else than the proposer.", "不能是提出人本人。"),
    "quality": ("1 to 5, marked by who assigned it.", "1 至 5 分，由分派人评定。"),
    "effect": ("1 to 5, marked by who assigned it.", "1 至 5 分，由分派人评定。"),
    "assessments.value": (
        "For criteria answered by a number.",
        "用数值回答的评估项填写。",
    ),
    "met": ("For criteria answered by yes or no.", "用是否回答的评估项填写。"),
    "choice": ("For criteria answered by a choice.", "用选项回答的评估项填写。"),
    "stages.order": ("Place in the chain, no two alike.", "在决策链中的次序，不可重复。"),
    "function": ("Ours: sales, solution, delivery …", "我方职能：销售、方案、交付等。"),
    "departments.parent_id": ("Empty at the top.", "顶层部门留空。"),
    "account.parent_id": ("Id of the account above.", "上级客户的编号。"),
}
