"""The method in a few sentences with its sources, and every parameter by name, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.texts.catalogue import Pair

INFLUENCE: Final[tuple[Pair, ...]] = (
    (
        (
            "Decision influence: the share of the decision that traces back to a person, 0 to 1. Voting power of the stages "
            "still open is carried along influence and reporting lines (Friedkin & Johnsen 1990, Journal of Mathematical "
            "Sociology 15). Class A holds its first half, B up to three quarters, C up to nine tenths; below {down:g} one "
            "class lower, below {down_twice:g} two. Key people are of class A and reach it in at least {stable} of {draws} "
            "redraws with lines dropped, strengths and openness varied."
        ),
        (
            "决策影响力：决策中可追溯到某人的份额，取值 0 至 1。未决阶段的表决权力沿影响与汇报关系传递"
            "（Friedkin & Johnsen 1990，Journal of Mathematical Sociology 15）。"
            "累计前一半为 A 类，至四分之三为 B 类，至十分之九为 C 类；低于 {down:g} 降一类，低于 {down_twice:g} 降两类。"
            "另作 {draws} 次重抽样（去掉连线、扰动强度与开放度），属 A 类且在至少 {stable} 中达到 A 类者为关键人物。"
        ),
    ),
    (
        (
            "Voting power: Shapley–Shubik index of each voter for votes, weights and quota, without vetoes (Shapley & Shubik "
            "1954, American Political Science Review 48); without a voting stage the best-ranked people share the vote equally."
        ),
        (
            "表决权力：按票数、权重与通过票数计算的 Shapley–Shubik 指数，不计否决权（Shapley & Shubik 1954，"
            "American Political Science Review 48）；没有表决阶段时由职级最高者均分表决权。"
        ),
    ),
    (
        (
            "Coverage: people met within {days} days (or the window of their rank), plainly and weighted by decision influence; "
            "one-way and mass messages are no contact."
        ),
        (
            "覆盖率：在 {days} 天（或该职级的时间窗口）内有接触的人员占比，分为不加权与按决策影响力加权两种；"
            "单向消息与群发不算接触。"
        ),
    ),
)
ATTITUDES: Final[tuple[Pair, ...]] = (
    (
        (
            "Attitudes: −1 opposes, 0 contacted, +1 supports exclusively; unknown is never neutral, and what was said long ago "
            "or with little confidence leaves a range. After listening: where attitudes come to rest once everyone has heard "
            "whom they follow; no forecast. Standing: those attitudes by voting power; its ends put every attitude at the ends "
            "of its range. Margin: attitude to us less the best attitude to a competitor."
        ),
        (
            "态度：−1 反对、0 接触、+1 支持并排他；未知不等于中立，年久或可信度低的表态留有范围。"
            "倾听之后：各人听取其所追随者之后态度的稳定值，并非预测。态势：上述态度按表决权力加权；两端为各态度取其范围两端。"
            "净差：对我方的态度减去对竞争对手的最高态度。"
        ),
    ),
    (
        (
            "Gaps follow the rule printed with each; a person's is as severe as the person's class: A critical, B high, "
            "C medium, D low, some kinds one step less; a veto at risk is high at least."
        ),
        "缺口按所列规则得出；人员缺口的严重度依其类别：A 严重，B 高，C 中，D 低，部分类型低一级；否决权风险至少为高。",
    ),
)
PARAMETERS: Final[Mapping[str, Pair]] = {
    "version": ("version of the definitions", "方法版本"),
    "trust_of_confidence": ("trust by confidence 1 to 5", "可信度 1 至 5 对应的信任"),
    "trust_fresh_days": ("days a statement stays fresh", "陈述保持新鲜的天数"),
    "trust_half_life_days": ("half-life of trust after that, days", "此后信任的半衰期（天）"),
    "class_a": ("class A up to this share of the whole", "A 类累计份额上限"),
    "class_b": ("class B up to this share", "B 类累计份额上限"),
    "class_c": ("class C up to this share", "C 类累计份额上限"),
    "class_down": ("influence below which a class is lost", "低于此份额降一类"),
    "class_down_twice": ("influence below which two are", "低于此份额降两类"),
    "explanation_reach": ("share of a score its reasons reach", "来源至少覆盖的份额"),
    "outlook_veto_intercept": ("chance model: intercept of a veto holder who lets pass", "概率模型：否决者放行的截距"),
    "damping": ("PageRank damping (Brin & Page 1998)", "PageRank 阻尼系数（Brin & Page 1998）"),
    "solid_weight": ("what a solid reporting line adds", "实线汇报增加的权重"),
    "dotted_weight": ("what a dotted reporting line adds", "虚线汇报增加的权重"),
    "distance_scale": ("path length: −scale × ln strength", "路径长度：−系数 × ln 强度"),
    "betweenness_exact_people": ("people up to whom betweenness is exact", "中介度精确计算的人数上限"),
    "betweenness_pivots": ("people sampled above that", "超出时抽样的人数"),
    "closed_group_people": ("largest closed group named", "提示的封闭小团体人数上限"),
    "closed_group_mass": ("share of influence from which it is named", "提示封闭小团体的份额下限"),
    "openness": ("openness of who follows somebody", "追随他人者的开放度"),
    "explanation_share": ("smallest share explained", "列出来源的最小份额"),
    "window_days": ("contact window, days", "接触时间窗口（天）"),
    "window_days_of_rank": ("window by rank where it differs, days", "按职级另设的时间窗口（天）"),
    "brief_contacts": ("most contacts called brief", "浅接触的次数上限"),
    "regular_contacts": ("most contacts called regular", "常接触的次数上限"),
    "link_half_life_days": ("half-life of a shared contact, days", "共同互动的半衰期（天）"),
    "mass_meeting_people": (
        "people at whom a message is a broadcast and a meeting links nobody",
        "达到此人数：消息算群发，会议不计关联",
    ),
    "acquaintance_strength": ("strength of an introduction along a tie", "经相识关系引见的强度"),
    "hidden_through_others": (
        "hidden influencer: least share through others' votes",
        "隐形影响者：经由他人表决的最小份额",
    ),
    "stability_draws": ("redraws", "重抽样次数"),
    "seed": ("seed of the redraws", "重抽样随机种子"),
    "stability_drop_of_confidence": (
        "chance that a redraw drops a line, by confidence 1 to 5",
        "按可信度去掉连线的概率",
    ),
    "stability_near": ("share of the last one in that still counts as in", "视同入类的比例"),
    "stability_jitter": ("variation of strengths in a redraw", "重抽样强度扰动幅度"),
    "stability_openness_low": ("least openness in a redraw", "重抽样开放度下限"),
    "stability_openness_high": ("largest openness in a redraw", "重抽样开放度上限"),
    "stability_share": ("share of redraws that confirms", "确认所需的重抽样占比"),
    "outlook_slope": ("chance model: slope", "概率模型：斜率"),
    "outlook_intercept": ("chance model: intercept of a voter", "概率模型：表决人的截距"),
    "evidence_half_life_top": ("half-life of trust, rank 1 and 2, days", "可信度半衰期，1、2 级（天）"),
    "evidence_half_life_middle": ("the same, rank 3, days", "同上，3 级（天）"),
    "evidence_half_life_staff": ("the same, rank 4 and below, days", "同上，4 级及以下（天）"),
    "evidence_window_days": ("how old proof may be, days", "证据有效期（天）"),
    "contradiction_steps": ("levels apart that contradict", "视为矛盾的级差"),
}
