"""Why a person has the score they have, in English and Chinese."""

from __future__ import annotations

from typing import Final

EXPLAIN: Final = {
    "place": (
        (
            "{name} is number {place} of {count} by decision influence: {share:.1%} of the decision traces back to their own "
            "attitude (basis: {basis})."
        ),
        "{name}的决策影响力在 {count} 人中排第 {place}：决策的 {share:.1%} 可追溯到其本人态度（依据：{basis}）。",
    ),
    "own_vote": (
        "{share:.1%} through their own vote in {stage}.",
        "其中 {share:.1%} 来自其本人在 {stage} 的表决。",
    ),
    "part": (
        "{share:.1%} through the vote of {voter} in {stage}, who listens to them directly or through others.",
        "其中 {share:.1%} 经由{voter}在 {stage} 的表决——{voter}直接或间接听取其意见。",
    ),
    "rest": ("{share:.1%} in {count} smaller parts.", "其余 {share:.1%} 由 {count} 项较小的部分构成。"),
    "none": (
        "No voter listens to them, so their attitude moves nothing.",
        "没有表决人听取其意见，因此其态度不影响决策。",
    ),
    "stable": (
        "They are among the first five in {share:.0%} of {draws} redraws of the map with strengths and lines varied: {verdict}.",
        "在对影响关系做 {draws} 次随机扰动后，有 {share:.0%} 的情形位列前五：{verdict}。",
    ),
    "verdict_key": ("a key decision maker", "关键决策人"),
    "verdict_unstable": (
        "in the first five today, but it depends on what may be wrong",
        "目前位列前五，但取决于可能有误的信息",
    ),
    "verdict_no": ("not in the first five today", "目前不在前五"),
    "attitude": (
        "Towards us: {level} ({x:+.2f}), observed on {on}; after listening to others the model settles at {predicted:+.2f}.",
        "对我方态度：{level}（{x:+.2f}），记录于 {on}；听取他人意见后模型预测为 {predicted:+.2f}。",
    ),
    "unknown": (
        (
            "Their attitude towards us is unknown; knowing it would narrow our standing by {width:.3f}. The model settles at "
            "{predicted:+.2f} from what others think."
        ),
        "对我方态度未知；摸清后可使我方态势区间收窄 {width:.3f}。根据他人态度，模型预测为 {predicted:+.2f}。",
    ),
    "voice": ("{share:.0%} of that is {name} ({x}).", "其中 {share:.0%} 来自{name}（{x}）。"),
    "voice_self": ("{share:.0%} of that is their own attitude ({x}).", "其中 {share:.0%} 来自其本人态度（{x}）。"),
    "hidden": (
        "Hidden influencer: {times:.1f} times the average, {why}.",
        "隐形影响者：为平均值的 {times:.1f} 倍，{why}。",
    ),
    "low_rank": ("though only of rank {rank}", "职级仅为 {rank} 级"),
    "outside": ("though on no line to the head of the account", "不在通往一把手的汇报线上"),
    "gap": ("Gap ({severity}): {kind}. {step}", "缺口（{severity}）：{kind}。{step}"),
    "no_gap": ("No gap is known.", "未发现缺口。"),
    "question": ("unknown, counted as 0", "未知，按 0 计"),
    "basis_votes": ("votes", "表决"),
    "basis_rank": ("rank", "职级"),
}
