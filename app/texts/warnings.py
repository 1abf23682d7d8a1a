"""What to keep in mind when reading the numbers, in English and Chinese."""

from __future__ import annotations

from datetime import date
from typing import Final

from app.texts.catalogue import COMMA, Pair, Text, Words, texts

_WARNINGS: Final[Words] = texts(
    "warning",
    {
        "lender-not-loaded": (
            "{person} of account {account} votes here, but it is not loaded: an unnamed voter of unknown attitude stands in",
            "客户“{account}”的“{person}”在此有表决权，但该客户尚未录入：以态度未知的占位人代替",
        ),
        "person-gone": (
            "{person} votes here and is no longer among the people of account {account}: name their successor in the stage",
            "“{person}”在此有表决权，但已不在客户“{account}”的人员之中：请在该环节改为其继任者",
        ),
        "foreign-account": (
            "{person} votes here, but account {account} left the tree: an unnamed voter of unknown attitude stands in",
            "“{person}”在此有表决权，但客户“{account}”已不在同一客户树中：以态度未知的占位人代替",
        ),
        "unshared-competitors": (
            "what {person} thinks of competitors who are none here, or go by another id in account {account}, is left out",
            "“{person}”对某些竞争对手的态度未计入：这些对手在本客户中不存在，或与客户“{account}”中的编号不同",
        ),
        "sampled": (
            (
                "betweenness_control is an estimate: with {people} people it counts the paths from {pivots} of them, drawn "
                "with a fixed seed (method: betweenness_exact_people, betweenness_pivots). Every other number is exact."
            ),
            (
                "betweenness_control 为估计值：共 {people} 人，只统计从其中 {pivots} 人（固定随机种子抽取）出发的路径"
                "（参数 betweenness_exact_people、betweenness_pivots）。其他数值均为精确值。"
            ),
        ),
        "later": (
            "{count} records are dated after {as_of} and do not count",
            "有 {count} 条记录的日期晚于 {as_of}，未计入",
        ),
        "assumed": (
            "{count} people have no rank: it is assumed from their title and manager, and marked so",
            "有 {count} 人未填写职级：按其头衔和上级推定，并已标明",
        ),
        "hostile_guide": (
            "{people}: named coach or champion, and against us or exclusively a competitor's; do not go by what they tell us",
            "{people}：标为教练或内部支持者，却反对我方或被竞争对手独占；不要以其所言为准",
        ),
        "restricted": (
            "{people}: their data are restricted and not counted; votes of theirs stay with somebody unnamed",
            "{people}：其数据限制使用，未计入任何数值；其表决权由未具名者持有",
        ),
        "successor": (
            "{person} is not there on this day; votes and vetoes stay with somebody unnamed, of unknown attitude: find out who",
            "“{person}”当日不在任：其表决权与否决权由态度未知的继任者持有，请先弄清是谁",
        ),
    },
)


def sampled_texts(pivots: int, people: int) -> Text:
    """The warning that betweenness is an estimate at this size."""
    return _WARNINGS["sampled"].format(pivots=pivots, people=people)


def later_texts(count: int, as_of: date) -> Text:
    """The warning that records are dated after the day the answer is about."""
    return _WARNINGS["later"].format(count=count, as_of=as_of)


def assumed_texts(count: int) -> Text:
    """The warning that ranks are assumed because nobody gave them."""
    return _WARNINGS["assumed"].format(count=count)


def hostile_guide_texts(people: tuple[Pair, ...]) -> Text:
    """The warning that a coach or champion is not with us."""
    return _WARNINGS["hostile_guide"].format(people=COMMA.join(people))


def restricted_texts(people: tuple[Pair, ...]) -> Text:
    """The warning that people are left out because their data are not to be used."""
    return _WARNINGS["restricted"].format(people=COMMA.join(people))


def successor_texts(person: Pair) -> Text:
    """The warning that somebody with a vote or a veto is not there on the day."""
    return _WARNINGS["successor"].format(person=person)


def guest_texts(missing: str, person: Pair, account: str) -> Text:
    """The warning that something is not known of somebody borrowed, by the reason why."""
    return _WARNINGS[missing].format(person=person, account=account)
