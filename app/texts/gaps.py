"""What people read about gaps: the name and rule of each kind and what to do next, in every language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from app.texts.catalogue import COMMA, Pair, Text, Words, composed, pick, text, texts
from app.texts.codes import CONTACT_LEVELS, SENIORITIES

KIND_NAMES: Final[Words] = texts(
    "gap",
    {
        "NO_OWNER": ("no owner", "无责任人"),
        "NEVER_MET": ("never met", "从未接触"),
        "STALE_CONTACT": ("contact gone stale", "久未接触"),
        "LEVEL_MISMATCH": ("owner not senior enough", "责任人级别不匹配"),
        "UNKNOWN_ATTITUDE": ("attitude unknown", "态度未知"),
        "OPPOSED": ("opposes us", "反对我方"),
        "BELOW_TARGET": ("contact below target", "未达接触目标"),
        "COMPETITOR_LOCKED": ("locked by a competitor", "被竞争对手锁定"),
        "VETO_AT_RISK": ("veto at risk", "否决权风险"),
        "PLACEHOLDER_ROLE": ("role without a name", "角色待确认"),
        "UNCOVERED_DEPARTMENT": ("department not covered", "部门未覆盖"),
        "DEPARTMENT_WITHOUT_SUPPORTER": ("department without supporter", "部门无支持者"),
        "SINGLE_THREAD": ("single thread", "单线联系"),
        "EMPTY_MESH": ("hole in the mesh", "网格空缺"),
        "NO_INDEPENDENT_SUPPORTERS": ("no independent supporters", "缺少独立支持者"),
        "GOAL_UNSERVED": ("goal nobody serves", "目标无人响应"),
        "JOINT_GOAL_UNMEASURED": ("joint goal without a measure", "共同目标缺少衡量方法"),
    },
)
RULES: Final[Words] = texts(
    "gap_rule",
    {
        "NO_OWNER": (
            "Nobody on our side owns the relationship with this person.",
            "我方没有人负责与此人的关系。",
        ),
        "NEVER_MET": ("No interaction with this person is recorded.", "没有与此人接触的记录。"),
        "STALE_CONTACT": (
            "The last contact lies outside the window of the person's rank.",
            "最近一次接触已超出该职级的时间窗口。",
        ),
        "LEVEL_MISMATCH": (
            "Rank 1 and 2 need an executive as owner, rank 3 a director, others a manager.",
            "1、2 级需由我方高管负责，3 级需总监，其余需经理及以上。",
        ),
        "UNKNOWN_ATTITUDE": (
            "No attitude towards us is known; unknown is never neutral.",
            "对我方态度未知；未知不等于中立。",
        ),
        "OPPOSED": ("By the newest attitude they oppose us.", "对我方的最新态度为反对。"),
        "BELOW_TARGET": (
            "The contact level is below the highest target set for this person.",
            "接触程度低于为此人设定的目标。",
        ),
        "COMPETITOR_LOCKED": (
            "The person supports a competitor exclusively.",
            "此人支持并排他地支持某一竞争对手。",
        ),
        "VETO_AT_RISK": (
            "A veto holder opposes us or has an unknown attitude.",
            "拥有否决权的人反对我方或态度未知。",
        ),
        "PLACEHOLDER_ROLE": ("The role is known, its holder is not.", "角色已知，但具体人选未知。"),
        "UNCOVERED_DEPARTMENT": (
            "No contact with any direct member of the department within the window.",
            "时间窗口内与该部门的直属人员没有任何接触。",
        ),
        "DEPARTMENT_WITHOUT_SUPPORTER": (
            "No direct member of the department is at SUPPORT or above.",
            "该部门没有达到“支持”及以上的直属人员。",
        ),
        "SINGLE_THREAD": (
            "All contact in the window with this department of two or more people runs through one of us.",
            "时间窗口内与该部门（两人以上）的全部接触都只通过我方一人。",
        ),
        "EMPTY_MESH": (
            "The plan wants one of our functions in contact with this department, and nobody holds that pair.",
            "计划要求我方某职能与该部门保持接触，但目前无人承担。",
        ),
        "NO_INDEPENDENT_SUPPORTERS": (
            "Fewer than two voters of the evaluation are favorable to us or better, independently of each other.",
            "评标阶段彼此独立且达到“有好感”及以上的表决人不足两名。",
        ),
        "GOAL_UNSERVED": (
            "No opportunity and no activity of ours serves a goal, pressure or indicator this subject answers for.",
            "该对象承担的目标、压力或指标，我方没有任何商机或活动响应。",
        ),
        "JOINT_GOAL_UNMEASURED": (
            "A goal shared with one of our functions does not say how it is measured.",
            "与我方某职能共同承担的目标没有说明如何衡量。",
        ),
    },
)
ACTIONS: Final[Words] = texts(
    "next_step",
    {
        "ASSIGN_OWNER": ("{owner} becomes the owner of {person}", "由{owner}负责与{person}的关系"),
        "REPLACE_OWNER": (
            "{owner} becomes the owner of {person} in place of {left}, no longer in the team",
            "{left}已不在团队，由{owner}接手与{person}的关系",
        ),
        "ARRANGE_FIRST_MEETING": ("{owner} meets {person} for the first time", "由{owner}安排与{person}的首次会面"),
        "RENEW_CONTACT": (
            "{owner} sees {person} again; last contact {last_contact}",
            "由{owner}恢复与{person}的接触（上次：{last_contact}）",
        ),
        "RAISE_OWNER_LEVEL": (
            "{owner} joins {current} with {person}, whose rank calls for {needed_seniority} level",
            "由{owner}与{current}共同负责{person}（其职级需要我方{needed_seniority}级）",
        ),
        "FIND_SENIOR": (
            "find somebody of ours at {needed_seniority} level for {person}; {current} is not senior enough",
            "为{person}找一位我方{needed_seniority}级人员；{current}级别不够",
        ),
        "DEEPEN_CONTACT": (
            "{owner} meets {person} more often; target: {target_level} contact",
            "由{owner}更频繁地接触{person}；目标：{target_level}",
        ),
        "IDENTIFY_HOLDER": ("{owner} finds out who holds the post of {person}", "由{owner}查明“{person}”由谁担任"),
        "IDENTIFY_VOTERS": ("find out who votes in {subject}", "先查明{subject}由谁表决"),
        "FIND_OUT_ATTITUDE": (
            "{owner} finds out where {person} stands before anybody tries to persuade",
            "由{owner}先摸清{person}的态度，再谈影响",
        ),
        "CLEAR_OBJECTION": (
            "{owner} hears what {person} objects to and clears it; an open stage hangs on it",
            "由{owner}了解并消除{person}的异议；有未决阶段取决于此人",
        ),
        "CONTAIN": (
            "{owner} keeps the decision neutral around {person} and does not count on a change of mind",
            "由{owner}使{person}周边的决策保持中立，不指望其转变",
        ),
        "ENTER_DEPARTMENT": ("{owner} opens {subject} through {person}", "由{owner}通过{person}打开{subject}"),
        "ADD_SECOND_MEMBER": (
            "{owner} becomes the second of us in {subject} beside {member}, beginning with {person}",
            "由{owner}在{member}之外为{subject}建立第二条线，先对接{person}",
        ),
        "REPLACE_MEMBER": (
            "{owner} takes over in {subject} from {member}, no longer in the team, beginning with {person}",
            "{member}已不在团队，由{owner}接手{subject}，先对接{person}",
        ),
        "FILL_MESH": (
            "{owner} opens a channel from our {functions} to {subject}, beginning with {person}",
            "由{owner}为我方{functions}与{subject}建立对口渠道，先对接{person}",
        ),
        "WIN_SUPPORTER": (
            "{owner} wins {person} as a supporter in {subject}",
            "由{owner}争取{person}成为{subject}的支持者",
        ),
        "FIND_SUPPORTER": (
            "{owner} finds out where {person} stands; we have no supporter yet in {subject}",
            "由{owner}先摸清{person}的态度；我方在{subject}尚无支持者",
        ),
        "MAKE_INDEPENDENT": (
            "{owner} gives {person} reasons for us that hang on nobody else's word",
            "由{owner}让{person}有自己支持我方的理由，而不只是跟随他人",
        ),
        "SERVE_GOAL": (
            "{owner} agrees with {person} what we can offer for: {goals}",
            "由{owner}与{person}商定我方可为此提供什么：{goals}",
        ),
        "AGREE_MEASURE": (
            "{owner} agrees with {person} how it is measured: {goals}",
            "由{owner}与{person}商定如何衡量：{goals}",
        ),
    },
)
ONE_OF_US: Final = text("next_step.one_of_us", "one of us", "我方人员")
SENTENCE: Final = text("advice.sentence", "{advice}.", "{advice}。")
CLAUSE: Final = text("advice.clause", "; ", "；")
THROUGH: Final = text("advice.through", "through {people}", "经由{people}")
ARROW: Final = text("advice.arrow", " → ", " → ")
MANNER: Final = text("advice.manner", "style {style}: {manner}", "风格 {style}：{manner}")
APPROACHES: Final[Words] = texts(
    "approach",
    {
        "L": ("brief, results and options", "直截了当，谈结果和选择"),
        "I": ("vision, recognition, people", "谈愿景、认可与人"),
        "E": ("facts, proof and detail, with time", "用事实、证据和细节，给足时间"),
        "F": ("safety, references, steady contact", "讲稳妥、样板和持续陪伴"),
    },
)
MEASURED_BY: Final = text("advice.measured_by", "measured by: {goals}", "考核：{goals}")
OFFER: Final = text("advice.offer", "we offer: {offers}", "我方提供：{offers}")
NO_OFFER: Final = text("advice.no_offer", "we offer nothing for it yet", "我方尚无相应方案")
# The steps in which it matters how one speaks to the person and who opens the door; the others are ours to arrange.
FACE_TO_FACE: Final = frozenset(
    {
        "ARRANGE_FIRST_MEETING",
        "FIND_OUT_ATTITUDE",
        "CLEAR_OBJECTION",
        "ENTER_DEPARTMENT",
        "WIN_SUPPORTER",
        "FIND_SUPPORTER",
        "MAKE_INDEPENDENT",
    }
)


def step_text(action: str, names: Mapping[str, Pair], facts: Mapping[str, Any], how: Sequence[Text]) -> Text:
    """What to do about a gap; `names` of owner, person, subject and who else is spoken of, `how` to go about it."""
    filled = {"owner": ONE_OF_US, **{name: _fact(value) for name, value in facts.items()}, **names}
    return composed(
        lambda language: _sentence([ACTIONS[action].filled(language, filled), *_in_language(how, language)], language)
    )


def business(goals: list[Pair], offers: list[Pair]) -> list[Text]:
    """What somebody is measured by, and what we offer for it."""
    if not goals:
        return []
    offer = OFFER.format(offers=COMMA.join(offers)) if offers else NO_OFFER
    return [MEASURED_BY.format(goals=COMMA.join(goals)), offer]


def manner(way: tuple[Pair, ...], style: str | None) -> list[Text]:
    """Through whom, and in which manner, as far as it is known."""
    parts = [THROUGH.format(people=ARROW.join(way))] if way else []
    return [*parts, _in_style(style)] if style else parts


@cache
def _in_style(style: str) -> Text:
    return MANNER.format(style=style, manner=APPROACHES[style])


def advice(parts: list[Text]) -> Text:
    """One sentence of the parts, which begins with a capital where the language has them."""
    return composed(lambda language: _sentence(_in_language(parts, language), language))


def _in_language(parts: Sequence[Text], language: str) -> list[str]:
    return [pick(part, language) for part in parts]


def _sentence(clauses: list[str], language: str) -> str:
    words = pick(CLAUSE, language).join(clauses)
    return pick(SENTENCE, language).format(advice=words[:1].upper() + words[1:])


def _fact(value: Any) -> object:
    """A fact as people read it: codes of levels and seniorities by name, lists in one line, anything else as it is."""
    if isinstance(value, list):
        return COMMA.join(str(part) for part in value)
    return CONTACT_LEVELS.get(value) or SENIORITIES.get(value) or value if isinstance(value, str) else value


CLOSED_GROUP: Final = text(
    "warning.closed_group",
    "{people} defer only to each other, so that {mass:.0%} of the influence rank gathers there; go by decision influence instead",
    "{people}只在彼此之间听从，影响力排序的 {mass:.0%} 聚集于此；请以决策影响力为准",
)


def closed_group_text(names: tuple[Pair, ...], mass: float) -> Text:
    """The warning that rank soaks up in a group that defers to nobody outside."""
    return advice([CLOSED_GROUP.format(people=COMMA.join(names), mass=mass)])
