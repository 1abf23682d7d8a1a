"""Why a person has the scores they have, in English and Chinese."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Words, texts

EXPLAIN: Final[Words] = texts(
    "explain.explain",
    {
        "place": (
            (
                "{name} is number {place} of {count} by decision influence: {share:.1%} of the decision traces back to their own "
                "attitude (basis: {basis})."
            ),
            "{name}的决策影响力在 {count} 人中排第 {place}：决策的 {share:.1%} 可追溯到其本人态度（依据：{basis}）。",
        ),
        "own_vote": (
            "{share:.1%} through their own vote in {stage}.",
            "其中 {share:.1%} 来自其本人在“{stage}”环节的表决。",
        ),
        "own_vote_rank": (
            "{share:.1%} directly, being highest in rank.",
            "其中 {share:.1%} 来自其本人作为职级最高者的话语权。",
        ),
        "part": (
            "{share:.1%} through the vote of {voter} in {stage}, listening to them directly or through others.",
            "其中 {share:.1%} 经由{voter}在“{stage}”环节的表决——{voter}直接或间接听取其意见。",
        ),
        "part_rank": (
            "{share:.1%} through {voter}, highest in rank, listening to them directly or through others.",
            "其中 {share:.1%} 经由职级最高的{voter}——{voter}直接或间接听取其意见。",
        ),
        "rest": ("{share:.1%} in smaller parts.", "其余 {share:.1%} 为更小的部分。"),
        "none": (
            "No voter listens to them, so their attitude moves nothing.",
            "没有表决人听取其意见，因此其态度不影响决策。",
        ),
        "stable": (
            "Class {of}, {verdict}: {share:.0%} of {draws} redraws of the lines say class A, before small shares go down.",
            "{of} 类，{verdict}：对影响关系做 {draws} 次随机扰动，有 {share:.0%} 归入 A 类（小份额降类之前）。",
        ),
        "verdict_key": ("among the key people", "属于关键人物"),
        "verdict_unstable": (
            "not surely among the key people, as it hangs on lines that may be wrong",
            "尚不能认定为关键人物，因其取决于可能有误的影响关系",
        ),
        "verdict_no": ("not among the key people", "不属于关键人物"),
        "attitude": (
            (
                "Towards us: {level} ({x:+.2f}), observed on {on}; by confidence and age between {low:+.2f} and {high:+.2f}. "
                "After listening to others the model settles at {settled:+.2f}."
            ),
            (
                "对我方态度：{level}（{x:+.2f}），记录于 {on}；按可信度与时间，介于 {low:+.2f} 与 {high:+.2f} 之间。"
                "听取他人意见后模型取值为 {settled:+.2f}。"
            ),
        ),
        "unknown": (
            (
                "Their attitude towards us is unknown; knowing it would narrow our standing by {width:.3f}. After listening to "
                "others the model settles at {settled:+.2f}."
            ),
            "对我方态度未知；摸清后可使我方态势区间收窄 {width:.3f}。听取他人意见后模型取值为 {settled:+.2f}。",
        ),
        "voice": ("{share:.0%} of that is {name} ({x}).", "其中 {share:.0%} 来自{name}（{x}）。"),
        "voice_self": ("{share:.0%} of that is their own attitude ({x}).", "其中 {share:.0%} 来自其本人态度（{x}）。"),
        "hidden": (
            "Hidden influencer: {share:.1%} of the decision acts through other people's votes, {why}.",
            "隐形影响者：有 {share:.1%} 的决策影响通过他人表决起作用，{why}。",
        ),
        "low_rank": ("though only of rank {rank}", "职级仅为 {rank} 级"),
        "outside": ("though on no line to the head of the account", "不在通往一把手的汇报线上"),
        "first": ("Do first, number {place}: {step}", "优先行动第 {place} 项：{step}"),
        "gap": ("Gap ({severity}): {kind}. {step}", "缺口（{severity}）：{kind}。{step}"),
        "no_gap": ("No gap is known.", "未发现缺口。"),
        "question": ("unknown, counted as 0", "未知，按 0 计"),
        "voters": ("{count} further voters", "另外 {count} 位表决人"),
        "basis_decided": ("votes already decided", "已作出的表决"),
        "basis_votes": ("votes", "表决"),
        "basis_rank": ("rank", "职级"),
    },
)
SCORES: Final[Words] = texts(
    "explain.score",
    {
        "influence_source": (
            "Moves others: {score:.1%} of all. Everybody has {base:.1%}; the rest comes from who follows them: {parts}.",
            "影响源：占全体的 {score:.1%}，其中 {base:.1%} 人人均有，其余来自追随者：{parts}。",
        ),
        "influence_source_none": (
            "Moves others: {score:.1%} of all, which everybody has; nobody follows them.",
            "影响源：占全体的 {score:.1%}，人人均有；无人追随其意见。",
        ),
        "decision_convergence": (
            (
                "Influence ends up here: {score:.1%} of all. Everybody has {base:.1%}; the rest comes from who influences them: "
                "{parts}."
            ),
            "影响汇聚：占全体的 {score:.1%}，其中 {base:.1%} 人人均有，其余来自影响其的人：{parts}。",
        ),
        "decision_convergence_none": (
            "Influence ends up here: {score:.1%} of all, which everybody has; nobody influences them.",
            "影响汇聚：占全体的 {score:.1%}，人人均有；无人影响其意见。",
        ),
        "line": ("{name} {share:.1%}", "{name} {share:.1%}"),
        "betweenness_control": (
            "Paths through this person: {score:.1%}, on strongest paths between {pairs} pairs of others: {parts}.",
            "路径控制：{score:.1%}，处于另外 {pairs} 对人之间的最强影响路径上：{parts}。",
        ),
        "betweenness_control_none": (
            "Paths through this person: on no strongest path between two others.",
            "路径控制：不在任何两人之间的最强影响路径上。",
        ),
        "way": (
            "from {before} on to {after} {share:.1%} (pairs: {pairs})",
            "由{before}到{after} {share:.1%}（{pairs} 对）",
        ),
        "closeness_access": (
            "Reach: {score:.2f}, from those who listen to them directly or through others: {parts}.",
            "接近度：{score:.2f}，来自直接或间接听取其意见的人：{parts}。",
        ),
        "closeness_access_none": ("Reach: 0, as nobody follows them.", "接近度：0，无人追随其意见。"),
        "ring": ("distance {hops} ({count}) {share:.2f}", "相距 {hops} 步（{count} 人）{share:.2f}"),
        "constraint": (
            "Constraint (low for who stands between groups): {score:.2f}, from their contacts: {parts}.",
            "结构约束（越低越处于群体之间）：{score:.2f}，来自其往来对象：{parts}。",
        ),
        "constraint_none": ("Constraint: none, as no line is known.", "结构约束：无，尚无已知连线。"),
        "contact": ("{name} {share:.2f}", "{name} {share:.2f}"),
        "more": ("{parts} and {count} more", "{parts}，另有 {count} 项"),
    },
)
