"""What the review gate found, as people read it: the name of each fact, in English and Chinese, and what its values are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from app.texts.catalogue import Pair, Words, text, texts

Shape = Literal["person", "stage", "party", "level", "stage_kind", "gap", "item", "element", "share", "text"]

# Name of a fact, then what it is made of from outside in: ("stage", "person") reads person by person under each stage.
FACTS: Final[Mapping[str, tuple[Pair, tuple[Shape, ...]]]] = {
    "snapshot": (("newest snapshot", "最新快照"), ("text",)),
    "age_days": (("days old", "已过天数"), ("text",)),
    "max_age_days": (("days allowed", "允许天数"), ("text",)),
    "count": (("snapshots that count", "有效快照数"), ("text",)),
    "stages": (("stages", "阶段数"), ("text",)),
    "incomplete": (("lacking", "缺少"), ("stage", "text")),
    "absent": (("stages missing", "缺少的阶段"), ("stage_kind",)),
    "APPROVER": (("approver", "批准者"), ("person",)),
    "DECISION_MAKER": (("decision-maker", "决策者"), ("person",)),
    "unknown": (("voters unknown, with voting power", "态度未知的表决人及其表决权力"), ("stage", "person", "share")),
    "largest_share": (("largest unknown share", "未知者最大占比"), ("share",)),
    "fail_share": (("fails from", "不通过界限"), ("share",)),
    "people": (("people looked at", "检查人员"), ("person",)),
    "open": (("open", "未满足"), ("person", "gap")),
    "main_competitors": (("best competitor", "最强竞争对手"), ("party",)),
    "missing": (("not recorded", "缺少记录"), ("person", "party")),
    "flip_sets": (("cheapest sets", "代价最低的集合"), ("stage", "person")),
    "without_plan_item": (("without a plan item", "无计划项"), ("person",)),
    "stages_without_set": (("stages without a set", "无可行集合的阶段"), ("stage",)),
    "veto_holders": (("veto holders", "否决者"), ("person", "level")),
    "opposed_without_plan": (("opposed without a plan", "反对且无计划"), ("person",)),
    "supporters": (("supporters", "支持者"), ("stage", "person")),
    "stages_without": (("stages without", "未满足的阶段"), ("stage",)),
    "weak_evidence": (("weak evidence", "证据不足"), ("person", "text")),
    "without_fresh_evidence": (("without fresh evidence", "缺少新证据"), ("person", "text")),
    "opposed_neutral_or_unknown": (("opposed, neutral or unknown", "反对、中立或未知人数"), ("text",)),
    "items": (("plan items", "计划项数"), ("text",)),
    "approver_unknown": (("approver unknown", "态度未知的批准者"), ("person",)),
    "cautious_influence": (("their decision influence", "其决策影响"), ("share",)),
    "min_influence": (("at least", "至少"), ("share",)),
    "unserved": (("market targets no item serves", "无计划项支撑的市场目标"), ("item",)),
    "lined": (("people with a line", "有连线人员占比"), ("share",)),
    "min_lined": (("at least", "至少"), ("share",)),
    "without_line": (("without a line", "无连线"), ("person",)),
    "voters": (("voters", "表决人数"), ("text",)),
    "joined_to_nobody": (("joined to nobody", "与任何人无连线"), ("person",)),
    "placed": (("people with a department", "有部门人员占比"), ("share",)),
    "min_placed": (("at least", "至少"), ("share",)),
    "without_department": (("without a department", "无部门"), ("person",)),
    "lines_with_evidence": (("lines with evidence", "有依据的影响关系"), ("share",)),
    "min_lines_with_evidence": (("at least", "至少"), ("share",)),
    "map_quality": (("quality of the map", "地图质量"), ("share",)),
    "min_map_quality": (("at least", "至少"), ("share",)),
    "marks": (("marks", "评分"), ("element", "text")),
    "min_mark": (("at least", "至少"), ("text",)),
    "low_marks": (("too low", "偏低"), ("element", "text")),
    "nothing_to_judge": (("nothing to go by, lacking", "无从判断，缺少"), ("text",)),
    "orphans": (("items without a pursued target", "无有效市场目标的计划项"), ("item",)),
}
PHRASES: Final[Words] = texts(
    "gate.phrases",
    {
        "votes, weights and quota": ("votes, weights and quota", "表决人、权重与通过票数"),
        "named participants": ("named participants", "具名参与人"),
        "people": ("anybody", "任何人"),
        "no evidence": ("no evidence", "无证据"),
    },
)
DAYS_OLD: Final = text("gate.days_old", "{days} days old", "已有 {days} 天")
NONE: Final = text("gate.none", "none", "无")
