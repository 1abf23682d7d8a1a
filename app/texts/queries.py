"""What named queries are called, and the columns and parameters of theirs that are no fields of records."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Words, texts
from app.texts.sheets import FIELD_NAMES
from graph.analyst_queries import ANALYST_QUERIES

QUERY_TITLES: Final[Words] = texts(
    "query.title",
    {
        "list_allies_of_opponents": ("Allies of those who oppose us", "反对我方者的盟友"),
        "list_attitudes_of_level": ("People of one attitude, towards any party", "持某种态度的人员（对任一参与方）"),
        "list_conflicts_between_voters": ("Conflicts between voters of one stage", "同一阶段投票人之间的冲突"),
        "list_decision_roles": ("Who plays which part in an opportunity", "某商机各阶段由谁担任何种角色"),
        "list_departments_never_met": ("Departments never met", "从未接触的部门"),
        "list_departments_with_only_competitor_supporters": (
            "Departments that support competitors only",
            "只支持竞争对手的部门",
        ),
        "list_influence_on_person": ("Who influences a person", "谁影响某人"),
        "list_influence_without_evidence": ("Influence without evidence", "没有证据的影响关系"),
        "list_influencers_outside_hierarchy": (
            "Who influences without a reporting line",
            "不在汇报线上却有影响的人员",
        ),
        "list_last_contacts": ("When each person was last met", "每人最近一次接触的日期"),
        "list_member_load": ("How much each of us has to do", "我方每人的工作量"),
        "list_mentors_of_voters": ("Mentors of voters", "投票人的导师"),
        "list_people_in_several_stages": ("People with a part in several stages", "参与多个阶段的人员"),
        "list_people_met_by_one_member": ("People whom only one of us meets", "只由我方一人接触的人员"),
        "list_people_near_approver_without_owner": (
            "Near an approver and without owner",
            "靠近批准者而尚无责任人的人员",
        ),
        "list_people_without_attitude": ("People whose attitude was never recorded", "从未记录态度的人员"),
        "list_reporters": ("Who of us reports attitudes", "我方谁报告了态度"),
        "list_shared_superiors": ("Voters under the same manager", "同属一位上级的投票人"),
        "list_strongest_influencers": ("Who influences most", "影响最大的人员"),
        "list_superiors": ("Everyone above a person", "某人的各级上级"),
        "list_veto_holders": ("Who can stop which stage", "谁能否决哪个阶段"),
        "list_voters_by_attitude": ("Voters and their attitude to us", "投票人及其对我方的态度"),
        "list_voters_never_met": ("Voters never met", "从未接触的投票人"),
        "list_voters_without_owner": ("Voters without owner", "尚无责任人的投票人"),
    },
)
_OWN: Final[Words] = texts(
    "query.column",
    {
        "approver": ("Approver", "批准者"),
        "as_of": ("As of", "截至"),
        "attitudes": ("Attitudes reported", "报告的态度数"),
        "count": ("Number", "数量"),
        "department": ("Department", "部门"),
        "hops": ("Hops", "跳数"),
        "limit": ("Rows at most", "最多行数"),
        "meetings": ("Meetings", "接触次数"),
        "other": ("Other person", "另一人"),
        "ours": ("Supporters of ours", "支持我方的人数"),
        "owned": ("People looked after", "负责的人数"),
        "people": ("Number of people", "人数"),
        "steps": ("Steps up", "向上层数"),
        "theirs": ("Supporters of competitors", "支持竞争对手的人数"),
        "voter": ("Voter", "投票人"),
    },
)
_ASKED: Final = {name for query in ANALYST_QUERIES.values() for name in (*query.params, *query.row.model_fields)}
QUERY_COLUMNS: Final[Words] = {**{name: FIELD_NAMES[name] for name in sorted(_ASKED & FIELD_NAMES.keys())}, **_OWN}
"""Columns and parameters of every named query."""
