"""What the sheets of the import workbook are for and how they are filled, in English and Chinese."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Text, Words, text, texts
from app.texts.sheets import LISTS, of_fields

Pair = tuple[str, str]

PURPOSES: Final[Words] = texts(
    "guide.purposes",
    {name: words.purpose for name, words in LISTS.items()},
)
HOW: Final[tuple[Text, ...]] = (
    text(
        "guide.how.1",
        "Fill only what you know. Every sheet is optional; a few people and lines are enough to start.",
        "只填已知内容。每张表都可以不填，先填几个人和几条关系即可。",
    ),
    text(
        "guide.how.2",
        "Rows with anything in the column # are skipped, as the examples are: write below them, or delete them.",
        "“#”列写有内容的行不导入，示例行即是如此：请在其下方填写，或删除示例行。",
    ),
    text(
        "guide.how.3",
        "Columns with a star must be filled. An Id may stay empty: it is made from the name, the same each time.",
        "带星号的列必填。编号可以留空：系统按名称生成，每次导入结果相同。",
    ),
    text(
        "guide.how.4",
        "Where a person, department or member is asked for, write the Id or, where only one is called so, the name; "
        "departments also as A/B, namesakes as name (department).",
        "需要填写人员、部门或成员时，可填编号；不重名时也可直接填姓名或名称；部门可写“上级/下级”，重名者可写“姓名（部门）”。",
    ),
    text(
        "guide.how.5",
        "Several in one cell are parted by semicolons: P01; P02.",
        "一个单元格内填写多项时用分号隔开：P01; P02。",
    ),
    text(
        "guide.how.6",
        "Days are written 2026-01-31. Codes come from the drop-down; English names and codes are understood, too.",
        "日期写作 2026-01-31。代码列请从下拉列表选择，也可填英文名或代码。",
    ),
    text(
        "guide.how.7",
        "On the sheet of people two more columns are understood: Manager, and LIEF style (leader, influencer, "
        "examiner, follower).",
        "“人员”表还可增加两列：“直接上级”和“LIEF 风格”（领导型、施加影响型、检查型、跟随型）。",
    ),
    text(
        "guide.how.8",
        "Sheets and columns whose name begins with # are yours: they are skipped.",
        "名称以“#”开头的工作表和列由您自用，导入时跳过。",
    ),
)
TITLE: Final = text("guide.title", "Powermap import workbook", "权力地图导入模板")
SHEET: Final = text("guide.sheet", "Sheet", "工作表")
WHAT: Final = text("guide.what", "What stands there", "内容")

# How a column is filled, by form; after it comes what the column means.
FORM_NOTES: Final[Words] = texts(
    "guide.form_notes",
    {
        "text": ("Text.", "文本。"),
        "code": ("Choose from the list.", "从下拉列表选择。"),
        "yes": ("yes or no; empty is no.", "是或否；留空为否。"),
        "whole": ("Whole number{range}.", "整数{range}。"),
        "number": ("Number{range}.", "数值{range}。"),
        "day": ("Day, written 2026-01-31.", "日期，如 2026-01-31。"),
        "ids": ("Ids or names, parted by semicolons.", "编号或名称，用分号隔开。"),
        "reference": ("Id or name.", "编号或名称。"),
        "id": ("Your own id; may stay empty.", "自定编号；可留空，由系统生成。"),
    },
)
REQUIRED: Final = text("guide.required", "Required.", "必填。")
# What a column means, where its name does not say it; `sheet.field` goes before `field`.
MEANINGS: Final[Words] = texts(
    "guide.meanings",
    {
        **of_fields("meanings"),
        "rank": ("1 head of the account … 6 staff.", "1 为一把手，6 为普通员工。"),
        "time_zone": (
            "Decides what today is, e.g. Asia/Shanghai; empty: the service's.",
            "决定“今天”的时区，如 Asia/Shanghai；留空则用系统设置。",
        ),
        "since": ("First day it held; empty: always has.", "生效首日；留空表示一直有效。"),
        "until": ("Last day it held; empty: still does.", "生效末日；留空表示仍然有效。"),
        "external": (
            "Outside the organisation, as a design institute is.",
            "不属于客户组织，如设计院、顾问。",
        ),
        "placeholder": ("A role without a known holder.", "角色已知、人选未知。"),
        "assertiveness": ("One axis of the LIEF style.", "LIEF 风格的一个维度。"),
        "orientation": ("The other axis of the LIEF style.", "LIEF 风格的另一个维度。"),
        "rank_assumed": ("Yes where nobody gave the rank.", "未填写职级、由系统推定时为“是”。"),
        "openness": (
            "Share of the attitude that is open to those they listen to.",
            "态度中会受他人影响的比例，0 至 1。",
        ),
        "strength": ("Above 0, 1 is decisive.", "大于 0，1 为决定性影响。"),
        "confidence": ("1 hearsay … 5 seen and confirmed.", "1 为道听途说，5 为亲眼证实。"),
        "evidence": ("What it rests on.", "依据的事实。"),
        "toward": ("Us or a competitor.", "我方或某个竞争对手。"),
        "level": ("Unknown withdraws an earlier level.", "“未知”表示撤回之前的判断。"),
        "target_level": ("Contact to reach.", "希望达到的接触程度。"),
        "two_way": ("Their side took part actively.", "客户方主动参与。"),
        "compliance_ref": ("Needed for hospitality.", "公关接待必填。"),
        "horizon": (
            "Short: 12 months, mid: 36, long: beyond.",
            "短期 12 个月内，中期 36 个月内，长期更远。",
        ),
        "amount": ("In the currency named, not in thousands.", "按所填币种，单位为元而非万元。"),
        "currency": ("Three letters, e.g. CNY.", "三个字母，如 CNY。"),
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
        "met": ("For criteria answered by yes or no.", "用是否回答的评估项填写。"),
        "choice": ("For criteria answered by a choice.", "用选项回答的评估项填写。"),
        "function": ("Ours: sales, solution, delivery …", "我方职能：销售、方案、交付等。"),
    },
)
