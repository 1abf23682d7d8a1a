"""Why a person has the score they have, in English and Chinese."""

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
            "They are in class A in {share:.0%} of {draws} redraws of the map with lines and attitudes varied: {verdict}.",
            "在对影响关系和态度做 {draws} 次随机扰动后，有 {share:.0%} 的情形属于 A 类：{verdict}。",
        ),
        "verdict_key": ("a key decision maker", "关键决策人"),
        "verdict_unstable": (
            "in class A today, but it depends on what may be wrong",
            "目前属于 A 类，但取决于可能有误的信息",
        ),
        "verdict_no": ("not in class A today", "目前不属于 A 类"),
        "attitude": (
            "Towards us: {level} ({x:+.2f}), observed on {on}; after listening to others the model settles at {settled:+.2f}.",
            "对我方态度：{level}（{x:+.2f}），记录于 {on}；听取他人意见后模型取值为 {settled:+.2f}。",
        ),
        "unknown": (
            (
                "Their attitude towards us is unknown; knowing it would narrow our standing by {width:.3f}. The model settles at "
                "{settled:+.2f} from what others think."
            ),
            "对我方态度未知；摸清后可使我方态势区间收窄 {width:.3f}。根据他人态度，模型取值为 {settled:+.2f}。",
        ),
        "voice": ("{share:.0%} of that is {name} ({x}).", "其中 {share:.0%} 来自{name}（{x}）。"),
        "voice_self": ("{share:.0%} of that is their own attitude ({x}).", "其中 {share:.0%} 来自其本人态度（{x}）。"),
        "hidden": (
            "Hidden influencer: {share:.1%} of the decision acts through other people's votes, {why}.",
            "隐形影响者：有 {share:.1%} 的决策影响通过他人表决起作用，{why}。",
        ),
        "low_rank": ("though only of rank {rank}", "职级仅为 {rank} 级"),
        "outside": ("though on no line to the head of the account", "不在通往一把手的汇报线上"),
        "gap": ("Gap ({severity}): {kind}. {step}", "缺口（{severity}）：{kind}。{step}"),
        "no_gap": ("No gap is known.", "未发现缺口。"),
        "question": ("unknown, counted as 0", "未知，按 0 计"),
        "voters": ("{count} further voters", "另外 {count} 位表决人"),
        "basis_decided": ("votes already decided", "已作出的表决"),
        "basis_votes": ("votes", "表决"),
        "basis_rank": ("rank", "职级"),
    },
)
