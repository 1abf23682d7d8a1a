"""Words of the report, which page, PDF, slides, workbook and terminal set alike, in English and Chinese."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Text, Words, text, texts

SECTIONS: Final[Words] = texts(  # in the order of a report; the map is drawn by each writer itself
    "report.sections",
    {
        "summary": ("Summary", "摘要"),
        "map": ("Power map", "权力地图"),
        "chain": ("Decision chain", "决策链"),
        "people": ("Key people", "关键人物"),
        "first": ("Do first", "优先行动"),
        "gaps": ("Gaps and next steps", "覆盖缺口与下一步"),
        "coverage": ("Coverage by department", "各部门覆盖率"),
        "standing": ("Where the bidders stand", "各方态势"),
        "structure": ("How the map is built", "地图的结构"),
        "relationships": ("Three relationships", "三类客户关系"),
        "relationship_facts": ("What stages and phase ask for", "阶段与时期的要求"),
        "sandbox": ("Opportunities of the sandbox", "战略沙盘排序"),
        "plan": ("Relationship plan", "关系计划"),
        "activities": ("Activities and suggestions", "活动与建议"),
        "measures": ("Measures", "度量指标"),
        "gate": ("Review gate", "评审关口"),
        "changes": ("Changes since the last snapshot", "自上次快照以来的变化"),
        "method": ("Method and data", "方法与数据"),
    },
)
PICTURES: Final[Words] = texts(  # what a review opens with, in order
    "report.pictures",
    {
        "win": ("Do we win?", "我们能赢吗？"),
        "who": ("Who decides", "谁决定"),
        "how": ("How it is decided", "如何决定"),
        "missing": ("Where we are not covered", "缺口在哪里"),
        "doing": ("What we do", "我们在做什么"),
        "ask": ("What we need", "我们需要什么"),
    },
)
CHECKS_OPEN: Final[Text] = text("report.checks_open", "Open checks of the gate", "未通过的评审检查")
HEADINGS: Final[Words] = texts(
    "report.headings",
    {
        "deciders": ("Key people", "关键人物"),
        "first": ("Do first", "优先行动"),
        "top_gaps": ("Most severe gaps", "最严重的缺口"),
        "flips": ("Smallest winning sets (levels to climb)", "最小争取集合（提升级数）"),
        "suggestions": ("Suggested next", "建议"),
        "elements": ("Four reasons a customer chooses us by", "客户选择的四个要素"),
        "series": ("Standing over time", "态势走势"),
        "attitudes": ("Attitudes", "态度"),
        "records": ("People and lines", "人员与连线"),
        "scores": ("Decision influence, largest movements", "决策影响力变化最大者"),
        "departments": ("Departments, weakest first", "各部门关系（由弱到强）"),
        "goals": ("What they are measured by, and what we offer", "客户考核与我方提供"),
        "cut_points": ("Without whom a group falls apart", "缺了谁一个群体就会断开"),
        "communities": ("Groups closer among themselves than to others", "内部联系紧于对外的群体"),
        "lacks": ("What departments lack", "各部门缺什么"),
        "falls": ("What fell within a year", "一年内的退步"),
        "next": ("What next", "后续要点"),
        "process": ("Process", "过程"),
        "results": ("Result", "结果"),
        "values": ("What it was worth", "价值"),
        "owners": ("By member", "按成员"),
        "parameters": ("Parameters", "参数"),
        "basis": ("Data", "数据依据"),
    },
)
TILES: Final[Words] = texts(
    "report.tiles",
    {
        "verdict": ("Verdict", "结论"),
        "amount": ("Amount", "金额"),
        "chance": ("Our chance", "我方胜算"),
        "standing": ("Our standing", "我方态势"),
        "margin": ("Margin", "净差"),
        "plain": ("Coverage", "覆盖率"),
        "weighted": ("Weighted coverage", "加权覆盖率"),
        "people": ("People on the map", "图上人数"),
        "departments": ("Departments", "部门数"),
        "gaps": ("Critical gaps", "严重缺口"),
        "level": ("Level, by the customer", "组织级别（客户评价）"),
        "stage": ("Stage, confirmed", "关系阶段（已确认）"),
        "phase": ("Phase, confirmed", "客户关系时期（已确认）"),
        "key_account": ("Key account", "大客户判定"),
        "weakest": ("Weakest relationship", "最薄弱的关系"),
    },
)
RESULTS: Final[Words] = texts(
    "report.results",
    {
        "PASS": ("pass", "通过"),
        "CONDITIONAL": ("conditional", "有条件通过"),
        "FAIL": ("fail", "不通过"),
        "WAIVED": ("waived", "豁免"),
    },
)
RESULT_SIGNS: Final = {"PASS": "√", "CONDITIONAL": "△", "FAIL": "×", "WAIVED": "○"}
SEVERITY_SIGNS: Final = {"CRITICAL": "■■■", "HIGH": "■■", "MEDIUM": "■", "LOW": "□"}
ELEMENT_NAMES: Final[Words] = texts(
    "report.element_names",
    {
        "RELATIONSHIP": ("relationship", "客户关系"),
        "SOLUTION": ("solution", "解决方案"),
        "DELIVERY": ("delivery", "交付"),
        "FINANCE": ("finance", "融资"),
    },
)
ELEMENTS: Final[Words] = texts(
    "report.elements",
    {
        "RELATIONSHIP": ("relationship (standing, −1 to 1)", "客户关系（态势，−1 至 1）"),
        "SOLUTION": ("solution (mark, 1 to 5)", "解决方案（评分 1 至 5）"),
        "DELIVERY": ("delivery (mark, 1 to 5)", "交付（评分 1 至 5）"),
        "FINANCE": ("finance (mark, 1 to 5)", "融资（评分 1 至 5）"),
    },
)
SEPARATOR: Final[Text] = text("report.separator", ", ", "、")
CLAUSE: Final[Text] = text("report.clause", "; ", "；")
COLON: Final[Text] = text("report.colon", ": ", "：")
RANGE: Final[Text] = text("report.range", "{point}  [{low}, {high}]", "{point}［{low}，{high}］")
RANGE_NOTE: Final[Text] = text(
    "report.range_note",
    "Mark: after everyone has listened to whom they follow, unknown attitudes as 0. Bar: every attitude at the ends of its "
    "range. Dark: where most redraws of attitudes and lines lie.",
    "圆点：各人听取其所追随者之后，未知态度按 0 计。横条：各态度取其范围两端。深色：态度与连线重抽样的大部分结果。",
)
STABLE: Final[Text] = text("report.stable", "class A in {share} of redraws", "{share} 的重抽样中属 A 类")
UNSTABLE: Final[Text] = text("report.unstable", "not confirmed", "未确认")
HIDDEN: Final[Text] = text("report.hidden", "hidden influencer", "隐形影响者")
OPEN_CHECKS: Final[Text] = text("report.open_checks", "open: {checks}", "未通过：{checks}")
ALL_PASSED: Final[Text] = text("report.all_passed", "no check open", "无未通过项")
OVER_BEST: Final[Text] = text("report.over_best", "over the best competitor", "较最强竞争对手")
OF_GAPS: Final[Text] = text("report.of_gaps", "of {count} gaps", "共 {count} 项缺口")
UNSURE: Final[Text] = text("report.unsure", "interval [{low}, {high}]", "区间［{low}，{high}］")
STAGE_NAME: Final[Text] = text("report.stage_name", "{order} {kind}", "{order} {kind}")
WITHOUT_VOTE: Final[Text] = text("report.without_vote", "no votes", "不设表决")
STAGE_WEIGHT: Final[Text] = text("report.stage_weight", "weight {weight}", "权重 {weight}")
ALL_STAGES: Final[Text] = text("report.all_stages", "all stages", "全部阶段")
MAY_VETO: Final[Text] = text("report.may_veto", "may veto", "有否决权")
TODAY: Final[Text] = text("report.today", "today", "当前")
QUOTA_OF: Final[Text] = text("report.quota_of", "{quota} of {all} votes needed", "需 {quota} 票，共 {all} 票")
VETOES: Final[Text] = text("report.vetoes", "May veto: {people}", "可否决：{people}")
WON: Final[Text] = text(
    "report.won", "The votes known to be favourable reach the quota.", "已知有好感及以上的票数已达到通过票数。"
)
NO_FLIP_SET: Final[Text] = text(
    "report.no_flip_set", "No set of voters completes the quota.", "没有任何表决人组合可达到通过票数。"
)
TOO_MANY: Final[Text] = text("report.too_many", "Not computed above 20 voters.", "超过 20 名表决人时不计算。")
PEOPLE_NOTE: Final[Text] = text(
    "report.people_note",
    "Everybody, by share of the decision that traces back to their attitude.",
    "全部人员，按其态度在决策中所占份额排序。",
)
SOME_ROWS: Final[Text] = text(
    "report.some_rows", "{shown} of {all} shown; all are in the workbook.", "显示 {shown}/{all} 项，全部见工作簿。"
)
VIA: Final[Text] = text("report.via", "{stage}, vote of {voter} {share}", "{stage}：{voter}的一票 {share}")
OWN_VOTE: Final[Text] = text("report.own_vote", "{stage}, own vote {share}", "{stage}：本人一票 {share}")
BY_RANK: Final[Text] = text("report.by_rank", "rank", "职级")
LAST_CONTACT: Final[Text] = text("report.last_contact", "last {day}", "上次 {day}")
IN_WINDOW: Final[Text] = text("report.in_window", "{count} in {days} days", "{days} 天内 {count} 次")
COVERED: Final[Text] = text(
    "report.covered",
    "Met within the window: {plain} of the people, who hold {weighted} of the decision influence.",
    "时间窗口内接触了 {plain} 的人，其决策影响力占 {weighted}。",
)
NO_GAPS: Final[Text] = text("report.no_gaps", "No gap is known.", "未发现缺口。")
NO_PEOPLE: Final[Text] = text("report.no_people", "No people are recorded yet.", "尚无人员记录。")
NO_DEPARTMENTS: Final[Text] = text("report.no_departments", "No departments are recorded.", "尚无部门记录。")
NO_PLAN: Final[Text] = text("report.no_plan", "No targets are planned.", "尚无计划目标。")
NO_ACTIVITIES: Final[Text] = text("report.no_activities", "No activities are recorded.", "尚无活动记录。")
NO_STAGES: Final[Text] = text(
    "report.no_stages", "No stages are recorded for this opportunity.", "该商机尚无决策阶段记录。"
)
NO_SNAPSHOT: Final[Text] = text(
    "report.no_snapshot",
    "There is no earlier snapshot to compare with.",
    "没有更早的快照可供比较。",
)
NO_CHANGES: Final[Text] = text("report.no_changes", "Nothing changed since then.", "此后没有变化。")
OUT: Final[Text] = text("report.out", "{party} (out)", "{party}（已退出）")
SUCCESSOR_OF: Final[Text] = text("report.successor_of", "unnamed successor of {name}", "{name}的未定继任者")
SINCE: Final[Text] = text("report.since", "Compared with {name}, {day}.", "与 {day} 的快照“{name}”比较。")
OTHERS: Final[Text] = text("report.others", "Other records: {kinds}.", "其他记录：{kinds}。")
CHANGES: Final[Words] = texts(
    "report.changes",
    {
        "added": ("new", "新增"),
        "removed": ("removed", "删除"),
        "changed": ("changed", "变更"),
    },
)
STATES: Final[Words] = texts(
    "report.states",
    {
        "reached": ("reached", "已达成"),
        "overdue": ("overdue", "已逾期"),
        "open": ("open", "未完成"),
        "orphan": ("serves no target pursued", "无对应市场目标"),
    },
)
FOCUS: Final[Words] = texts(
    "report.focus",
    {
        "PERSONAL": ("Plans at this level aim at people.", "当前级别的计划侧重人员关系。"),
        "ORGANIZATION": ("Plans at this level aim at the organisation.", "当前级别的计划侧重组织关系。"),
    },
)
UNSUPPORTED: Final[Text] = text(
    "report.unsupported", "Market targets no plan item supports: {names}", "没有计划项支撑的市场目标：{names}"
)
THE_ORGANIZATION: Final[Text] = text("report.the_organization", "the organisation", "组织客户关系")
POLICY: Final[Text] = text("report.policy", "Policy {name}, version {version}.", "关口规则 {name}，第 {version} 版。")
MEND_IN: Final[Text] = text("report.mend_in", "mend in {lists}, by {members}", "在{lists}中补救，由{members}负责")
WAIVED_BY: Final[Text] = text("report.waived_by", "waived on {on} by {by}: {reason}", "{on} 由{by}豁免：{reason}")
MORE: Final[Text] = text("report.more", "… and {count} more", "……另有 {count} 项")
MISSING: Final[Text] = text(
    "report.missing",
    "The font has no glyph for {characters}; a box stands in its place, the text itself is whole.",
    "字体缺少以下字形：{characters}；页面以方框代替，文本本身完整。",
)
PAGE: Final[Text] = text("report.page", "page {page} of {all}", "第 {page} 页，共 {all} 页")
PROFILES: Final[Words] = texts(
    "report.profiles",
    {
        "full": ("full", "完整"),
        "review": ("review (without notes and sources)", "评审版（不含备注与来源）"),
        "outline": ("outline", "概要版"),
    },
)
BASES: Final[Words] = texts(
    "report.bases",
    {
        "votes": ("votes of the opportunity's stages", "商机各阶段的表决"),
        "decided": ("all stages decided: their votes, as history", "各阶段均已决定：按其表决回顾"),
        "rank": ("rank: the best-ranked people share the vote", "职级：职级最高者共享表决权"),
    },
)
BASIS: Final[Words] = texts(
    "report.basis",
    {
        "account": ("Account", "客户"),
        "opportunity": ("Opportunity", "商机"),
        "as_of": ("As of", "截至"),
        "revision": ("Revision of the account", "客户数据版本"),
        "snapshot": ("Snapshot", "快照"),
        "voting": ("Basis of influence", "影响力依据"),
        "held": ("People, departments, lines", "人员、部门、连线"),
        "profile": ("Profile", "内容范围"),
        "made": ("Made for, at", "读者与时间"),
    },
)
LIVE: Final[Text] = text("report.live", "none, the live map", "无，实时地图")
SUGGESTED: Final[Text] = text("report.suggested", "the facts suggest: {code}", "依据事实：{code}")
ACCOUNT_CLASS: Final[Text] = text("report.account_class", "account class {code}", "客户分类 {code}")
LACKING: Final[Text] = text("report.lacking", "lacking for the next level: {names}", "升级尚缺：{names}")
MESH: Final[Text] = text(
    "report.mesh",
    "Mesh: {live} function–department pairs alive, {contacts} pairs of people, {holes} wanted and not held",
    "网格：{live} 个职能—部门对口有效，{contacts} 对人员往来，{holes} 个计划对口空缺",
)
FOUND_AND_SELECTED: Final[Text] = text(
    "report.found_and_selected",
    "{found} found, {selected} selected by the company",
    "发现 {found} 个，公司选定 {selected} 个",
)
NO_OPPORTUNITIES: Final[Text] = text("report.no_opportunities", "No opportunities are recorded.", "尚无机会记录。")
OVER_GRANT: Final[Text] = text("report.over_grant", "over the grant", "超出批准资源")
SANDBOX_WARNINGS: Final[Words] = texts(
    "report.sandbox_warnings",
    {
        "EMPTY_AFTER_INSIGHT": ("There is insight, and no opportunity came of it.", "已有洞察，但沙盘为空。"),
        "SELECTED_WITHOUT_TARGET": (
            "An opportunity is selected that no market target pursues.",
            "有已选定的机会没有对应的市场目标。",
        ),
        "OVER_GRANT": ("A plan costs more than was granted.", "有计划费用超出批准资源。"),
        "VOID_PROFILE": ("A profile led to no opportunity, risk or value.", "有档案未产生机会、风险或价值。"),
    },
)
AGAINST: Final[Text] = text("report.against", "Before: snapshot {name}.", "对比快照 {name}。")
ENDS: Final[Text] = text("report.ends", "{low} to {high}", "{low} 至 {high}")
LEADS: Final[Text] = text(
    "report.leads",
    "We are ahead of every competitor in {share} of {draws} redraws of attitudes and lines.",
    "在 {draws} 次态度与连线的重抽样中，我方领先所有竞争对手的占 {share}。",
)
ATTEMPTS: Final[Text] = text("report.attempts", "attempts or broadcasts: {count}", "未回应或群发 {count} 次")
KEY_PEOPLE: Final[Text] = text("report.key_people", "Key people, confirmed", "关键人物（已确认）")
VETO_HOLDERS: Final[Text] = text("report.veto_holders", "May veto an open stage", "可否决未决阶段")
HIDDEN_INFLUENCERS: Final[Text] = text("report.hidden_influencers", "Hidden influencers", "隐形影响者")
DECIDED: Final[Text] = text("report.decided", "Decided: {winner}", "已决定：{winner}")
NOBODY: Final[Text] = text("report.nobody", "nobody", "无人")
CHANCES: Final[Text] = text("report.chances", "Chance by the model, no forecast", "按模型推算的胜算（非预测）")
UP_TO: Final = {
    "VERY_LOW": 0.05,
    "LOW": 0.3,
    "RATHER_LOW": 0.45,
    "EVEN": 0.55,
    "RATHER_HIGH": 0.7,
    "HIGH": 0.95,
    "VERY_HIGH": 1.0,
}
"""The largest chance, 0 to 1, that each word of `LIKELIHOODS` stands for."""
LIKELIHOODS: Final[Words] = texts(
    "report.likelihood",
    {
        "VERY_LOW": ("very low", "极低"),
        "LOW": ("low", "低"),
        "RATHER_LOW": ("rather low", "偏低"),
        "EVEN": ("about even", "各半"),
        "RATHER_HIGH": ("rather high", "偏高"),
        "HIGH": ("high", "高"),
        "VERY_HIGH": ("very high", "极高"),
    },
)
