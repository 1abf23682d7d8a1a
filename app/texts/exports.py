"""Words on maps, packs and slides, in English and Chinese."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Words, text, texts

MARKING: Final = text("map.marking", "Confidential", "机密")
PURPOSES: Final[Words] = texts(
    "export.purposes",
    {
        "bid": ("work on the bid", "投标工作"),
        "review": ("a review or decision in the house", "内部评审或决策"),
        "meeting": ("preparing to meet the customer", "准备客户会面"),
        "handover": ("handing over to a colleague", "向同事交接"),
        "tools": ("analysis in other tools", "用其他工具分析"),
        "archive": ("keeping or moving a copy", "存档或迁移"),
        "duty": ("a duty to the law or to a person", "履行法律义务或回应个人请求"),
        "other": ("other", "其他"),
    },
)
"""What a file with everything in it may be for, by code."""
NO_DEPARTMENT: Final = text("map.no_department", "No department", "未归属部门")
POWER_MAP: Final = text("map.power_map", "Power map", "权力地图")
BY_RANK: Final = text(
    "map.by_rank", "No opportunity: the best-ranked people share the vote", "未指定商机：按职级最高者共享表决权"
)
AS_OF: Final = text("map.as_of", "As of {day}", "截至 {day}")
STANDING: Final = text("map.standing", "{party} {point} [{low}, {high}]", "{party} {point}［{low}，{high}］")
COVERED: Final = text("map.covered", "coverage {plain}, weighted {weighted}", "覆盖率 {plain}，加权 {weighted}")
STAMP: Final = text("map.stamp", "{marking} · {reader} · {time} UTC", "{marking} · {reader} · {time} UTC")
FOOTNOTE: Final = text(
    "map.footnote",
    "Percentages: share of the decision that traces back to the person (voting power carried along influence). Attitudes "
    "from −1 opposes to +1 supports only; unknown is never neutral, it widens the interval. Contact counts within {days} "
    "days.",
    "百分比：该人态度在决策中所占份额（表决权沿影响关系回溯）。态度 −1 反对 至 +1 支持并排他；"
    "未知不等于中立，而会放宽区间。接触按 {days} 天内统计。",
)
FOOTNOTE_OUTLINE: Final = text(
    "map.footnote_outline",
    "Percentages: share of the decision that traces back to the person (voting power carried along influence). Contact "
    "counts within {days} days.",
    "百分比：该人在决策中所占份额（表决权沿影响关系回溯）。接触按 {days} 天内统计。",
)
LEGEND_ATTITUDE: Final = text("map.legend_attitude", "Attitude to {vendor}", "对{vendor}的态度")
LEGEND_CONTACT: Final = text("map.legend_contact", "Contact", "接触")
LEGEND_LINES: Final = text("map.legend_lines", "Lines", "连线")
LEGEND_MARKS: Final = text("map.legend_marks", "Marks", "标记")
US: Final = text("map.us", "us", "我方")
LINES: Final[Words] = texts(
    "map.lines",
    {
        "SOLID": ("reports to", "汇报"),
        "DOTTED": ("reports to, dotted", "虚线汇报"),
        "INFLUENCES": ("influences (strength)", "影响（强度）"),
        "CONFLICT": ("conflict", "冲突"),
        "ALLIANCE": ("alliance", "同盟"),
        "ACQUAINTANCE": ("acquainted", "相识"),
    },
)
MARKS: Final[Words] = texts(
    "map.marks",
    {
        "ORDER": ("place by decision influence", "决策影响力排名"),
        "HIDDEN": ("hidden influencer", "隐形影响者"),
        "VETO": ("may veto", "有否决权"),
        "RIVAL": ("nearer to a competitor", "更倾向竞争对手"),
        "EXTERNAL": ("outside the account", "客户外部人员"),
        "PLACEHOLDER": ("holder not known", "任职者未知"),
        "MANAGER": ("reports to, in another department", "跨部门汇报对象"),
        "GUEST": ("of another account", "来自其他客户"),
        "LENT": ("votes in another account too", "同时参与其他客户的表决"),
    },
)
MARK_SIGNS: Final = {
    "HIDDEN": "◇",
    "VETO": "▣",
    "RIVAL": "↘",
    "EXTERNAL": "↗",
    "PLACEHOLDER": "…",
    "MANAGER": "↑",
    "GUEST": "⇄",
    "LENT": "⇒",
}
LENT_TO: Final = text("map.lent_to", "{person} also takes part in {places}", "{person}还参与{places}")
NOT_SHOWN: Final = text(
    "map.not_shown",
    "{shown} of {all} influence lines shown, strongest on the decision first",
    "仅显示对决策作用最大的 {shown}/{all} 条影响线",
)
MISSING_GLYPHS: Final = text(
    "map.missing_glyphs", "No glyph in the font for: {characters}", "字体缺少字形：{characters}"
)
