"""What to do first about a person, and why, in every language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from app.texts.catalogue import Text, Words, text, texts
from app.texts.gaps import ACTIONS, ONE_OF_US, advice

REASON_NAMES: Final[Words] = texts(
    "reason",
    {
        "CLEAR_OBJECTION": ("clear the objection", "消除异议"),
        "FIND_OUT": ("find out", "摸清态度"),
        "COMPLETES_QUOTA": ("decides alone", "一人定局"),
        "IN_FLIP_SET": ("among the fewest needed", "关键少数"),
        "PROTECT": ("protect", "守住支持"),
        "PERSUADE": ("win", "争取"),
        "CLOSE_GAP": ("close the gaps", "补上缺口"),
        "CONTAIN": ("contain", "控制影响"),
    },
)
REASON_RULES: Final[Words] = texts(
    "reason_rule",
    {
        "CLEAR_OBJECTION": (
            "Against us or exclusively a competitor's, and an open stage hangs on this person: clear that first.",
            "反对我方或被竞争对手独占，而有未决阶段取决于此人：先消除异议。",
        ),
        "FIND_OUT": (
            "Counts in the decision, and where this person stands towards us is not known: find out before persuading.",
            "对决策有分量而对我方态度未知：先摸清，再影响。",
        ),
        "COMPLETES_QUOTA": (
            "This yes alone completes the quota of an open stage.",
            "仅此一人同意，即可满足未决阶段的通过票数。",
        ),
        "IN_FLIP_SET": (
            "One of the smallest set of people whose yes carries an open stage.",
            "属于可使未决阶段通过的最小人员组合。",
        ),
        "PROTECT": (
            "With us already; losing this support would lower our standing.",
            "已站在我方；失去此支持将使我方态势下降。",
        ),
        "PERSUADE": ("Weighs much in the decision and is undecided.", "对决策分量重而尚未表态支持。"),
        "CLOSE_GAP": ("Weighs much in the decision, and our contact has gaps.", "对决策分量重，而我方接触有缺口。"),
        "CONTAIN": (
            "Against us or exclusively a competitor's, and no open stage hangs on this person: contain, do not convert.",
            "反对我方或被竞争对手独占，但没有未决阶段取决于此人：控制影响，不求转变。",
        ),
    },
)
FIRST: Final[Words] = texts(
    "first",
    {
        "CLEAR_OBJECTION": (
            "{owner} hears what {person} objects to and clears it before anything else; {stages} hangs on it",
            "由{owner}先了解并消除{person}的异议；{stages}取决于此人",
        ),
        "FIND_OUT": ACTIONS["FIND_OUT_ATTITUDE"],
        "IDENTIFY_HOLDER": ACTIONS["IDENTIFY_HOLDER"],
        "COMPLETES_QUOTA": (
            "{owner} wins {person}, whose yes alone completes the quota ({stages})",
            "由{owner}争取{person}：仅此一人即可满足{stages}的通过票数",
        ),
        "IN_FLIP_SET": (
            "{owner} wins {person}, one of the fewest whose yes is needed ({stages})",
            "由{owner}争取{person}：{stages}所需的关键少数之一",
        ),
        "PROTECT": ("{owner} looks after {person}, who is with us", "由{owner}守住{person}的支持"),
        "PERSUADE": (
            "{owner} wins {person}, with whom {influence:.0%} of the decision rests",
            "由{owner}争取{person}：其决策影响占 {influence:.0%}",
        ),
        "CLOSE_GAP": ("{owner} sees to {person}: {gaps}", "由{owner}补上与{person}的缺口：{gaps}"),
        "CONTAIN": ACTIONS["CONTAIN"],
    },
)
WORTH: Final[Words] = texts(
    "worth",
    {
        "FIND_OUT": (
            "knowing narrows the range of our standing by {worth:.2f}",
            "摸清后我方态势区间收窄 {worth:.2f}",
        ),
        "PROTECT": (
            "losing this support would cost {worth:.2f} of our standing",
            "失去此支持将使我方态势下降 {worth:.2f}",
        ),
        "CONTAIN": ("that weighs {worth:.2f} on our standing today", "目前使我方态势承压 {worth:.2f}"),
    },
)
GAIN: Final = text("worth.gain", "our standing gains {worth:.2f}", "我方态势可提升 {worth:.2f}")
LEAST_WORTH: Final = 0.005  # below it the two decimals shown say 0.00


def first_text(reason: str, names: Mapping[str, object], worth: float, how: Sequence[Text]) -> Text:
    """The step: who does what, how (through whom, in which manner, what the person is measured by), and what it is worth."""
    parts = [FIRST[reason].format(**{"owner": ONE_OF_US, **names})]
    if reason != "CONTAIN":
        parts += how
    if worth >= LEAST_WORTH:
        parts.append(WORTH.get("FIND_OUT" if reason == "IDENTIFY_HOLDER" else reason, GAIN).format(worth=worth))
    return advice(parts)
