"""What people read about gaps and warnings: the rule of each kind and what to do next, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from app.texts.codes import CONTACT_LEVELS, SENIORITIES

Pair = tuple[str, str]

KIND_NAMES: Final[Mapping[str, Pair]] = {
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
}
RULES: Final[Mapping[str, Pair]] = {
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
    "OPPOSED": ("The newest attitude towards us is OPPOSE.", "对我方的最新态度为反对。"),
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
        "Fewer than two voters of the evaluation are at FAVORABLE or above independently of each other.",
        "评标阶段彼此独立且达到“有好感”及以上的表决人不足两名。",
    ),
}
_ACTIONS: Final[Mapping[str, Pair]] = {
    "ASSIGN_OWNER": ("Make {owner} owner of {person}", "指定{owner}负责{person}"),
    "ARRANGE_FIRST_MEETING": ("{owner} meets {person} for the first time", "由{owner}安排与{person}的首次会面"),
    "RENEW_CONTACT": (
        "{owner} sees {person} again; last contact {last_contact}",
        "由{owner}恢复与{person}的接触（上次：{last_contact}）",
    ),
    "RAISE_OWNER_LEVEL": (
        "Hand {person} to {owner}, or have {owner} join; needed: {needed_seniority}",
        "由{owner}接手或共同负责{person}（需要级别：{needed_seniority}）",
    ),
    "DEEPEN_CONTACT": (
        "{owner} deepens contact with {person} to {target_level}",
        "由{owner}把与{person}的接触加深到 {target_level}",
    ),
    "FIND_OUT_ATTITUDE": (
        "{owner} finds out where {person} stands before trying to persuade",
        "由{owner}先摸清{person}的态度，再谈影响",
    ),
    "RESOLVE_OPPOSITION": (
        "{owner} finds out what {person} loses with us and contains the opposition",
        "由{owner}了解{person}的顾虑，控制反对影响",
    ),
    "LOOSEN_COMPETITOR": (
        "{owner} keeps the decision neutral around {person}; do not count on converting them",
        "由{owner}使{person}周边的决策保持中立，不寄望于扭转其本人",
    ),
    "SECURE_VETO_HOLDER": (
        "{owner} clears the objections {person} could veto with",
        "由{owner}消除{person}可能行使否决的理由",
    ),
    "IDENTIFY_HOLDER": ("{owner} finds out who holds the role {person}", "由{owner}查明“{person}”这一角色的人选"),
    "ENTER_DEPARTMENT": ("{owner} opens {subject} through {person}", "由{owner}通过{person}打开{subject}"),
    "WIN_SUPPORTER": ("{owner} wins {person} as supporter in {subject}", "由{owner}争取{person}成为{subject}的支持者"),
    "ADD_SECOND_MEMBER": (
        "{owner} becomes the second thread into {subject}, with {person}",
        "由{owner}在{subject}建立第二条线，对接{person}",
    ),
    "FILL_MESH": (
        "Our functions {functions} open a channel of their own to {subject}, first with {person}",
        "由我方职能 {functions} 与{subject}建立对口渠道，先对接{person}",
    ),
    "WIN_INDEPENDENT_SUPPORTER": (
        "{owner} wins {person} as an independent supporter in {subject}",
        "由{owner}在{subject}争取{person}成为独立的支持者",
    ),
}
NO_OWNER: Final[Pair] = ("somebody (name an owner first)", "（先指定负责人）")
APPROACHES: Final[Mapping[str, Pair]] = {
    "L": ("brief, results and options", "直截了当，谈结果和选择"),
    "I": ("vision, recognition, people", "谈愿景、认可与人"),
    "E": ("facts, proof and detail, with time", "用事实、证据和细节，给足时间"),
    "F": ("safety, references, steady contact", "讲稳妥、样板和持续陪伴"),
}


def rule_texts(kind: str) -> Pair:
    """The rule of a gap kind in English and Chinese."""
    return RULES[kind]


def step_texts(
    action: str, names: Mapping[str, Pair], facts: Mapping[str, Any], approach: str | None, through: tuple[Pair, ...]
) -> Pair:
    """What to do, in English and Chinese; `names` for owner, person and subject, `through` the people on the way."""
    english, chinese = _ACTIONS[action]
    filled = {name: _pair(value) for name, value in facts.items()} | {"owner": NO_OWNER} | dict(names)
    parts_en = [english.format_map(_Side({name: pair[0] for name, pair in filled.items()}))]
    parts_zh = [chinese.format_map(_Side({name: pair[1] for name, pair in filled.items()}))]
    if through:
        parts_en.append(f"; way in: {' → '.join(name[0] for name in through)}")
        parts_zh.append(f"；路径：{' → '.join(name[1] for name in through)}")
    if approach is not None:
        parts_en.append(f"; style {approach}: {APPROACHES[approach][0]}")
        parts_zh.append(f"；风格 {approach}：{APPROACHES[approach][1]}")
    return "".join(parts_en) + ".", "".join(parts_zh) + "。"


def _pair(value: Any) -> Pair:
    """A fact as people read it: codes of levels and seniorities by name, anything else as it is."""
    return (
        CONTACT_LEVELS.get(value) or SENIORITIES.get(value) or (value, value)
        if isinstance(value, str)
        else (", ".join(map(str, value)) if isinstance(value, list) else str(value),) * 2
    )


class _Side(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "-"


def closed_group_texts(names: tuple[Pair, ...], mass: float) -> Pair:
    """The warning that rank soaks up in a group that defers to nobody outside."""
    english, chinese = (", ".join(name[0] for name in names), "、".join(name[1] for name in names))
    return (
        f"{english} defer only to each other and hold {mass:.0%} of influence_source; go by decision_influence instead.",
        f"{chinese}只在彼此之间听从，占据 influence_source 的 {mass:.0%}；请以 decision_influence 为准。",
    )
