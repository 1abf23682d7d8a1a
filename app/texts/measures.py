"""What each measure counts, in English and Chinese."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Words, texts

DEFINITIONS: Final[Words] = texts(
    "measure",
    {
        "activities_done": ("activities carried out", "已完成的活动数"),
        "activities_open": ("activities planned or in progress", "计划或进行中的活动数"),
        "activities_overdue": ("activities not done by their due day", "逾期未完成的活动数"),
        "done_on_time": ("share of activities done by their due day, of those done", "按期完成率"),
        "marked": ("share of activities done that who assigned them has marked", "已完成活动中分派人已评分的占比"),
        "recovered_in_time": (
            "share of complaints and crises closed by their day, of all closed or due",
            "投诉与危机按期关闭率（已关闭或已到期者）",
        ),
        "contacts": (
            "contacts with people of the customer's, attempts not counted",
            "与客户人员的接触次数（不含未获回应的尝试）",
        ),
        "attempts": ("one-way messages and broadcasts, nobody met", "单向消息与群发，未形成接触"),
        "two_way_share": ("share of contacts with words both ways", "双向接触占比"),
        "contact_pairs": ("pairs of one of us and a person who met in the window", "窗口内有接触的对口数"),
        "coverage_weighted": ("share of decision influence met in the window", "按决策影响加权的覆盖率"),
        "coverage_plain": ("share of people met in the window", "覆盖率"),
        "standing": ("our standing, -1 to 1", "我方态势（-1 至 1）"),
        "margin": ("our standing less the best competitor's", "我方态势减最强竞争对手"),
        "key_score": ("decision influence times attitude, summed", "关键客户关系得分"),
        "general_score": ("mean score of the departments", "普遍客户关系得分"),
        "organization_score": ("organisation criteria, depth and match of strategies, as a share", "组织客户关系得分"),
        "satisfaction": (
            "satisfaction of the account, 0 to 100, the customer's word before ours",
            "客户整体满意度（0–100，以客户评价为先）",
        ),
        "goals_served": (
            "share of the customer's goals that an opportunity or activity of ours serves",
            "我方商机或活动所响应的客户目标占比",
        ),
        "quality": ("mean quality mark of activities, 1 to 5", "活动质量平均分"),
        "effect": ("mean effect mark of activities, 1 to 5", "活动效果平均分"),
        "value_to_customer": (
            "mean mark, 1 to 5, of peer size, industry know-how, tailored offer and references",
            "规模对等、行业经验、定制方案与成功案例平均分",
        ),
        "activity_worth": (
            "activities done, each by the weight of its kind and its marks; 0 until it is marked",
            "已完成活动的加权价值（按类型权重与评分，未评分计 0）",
        ),
        "attitude_steps": (
            "attitude levels gained by activities, less those lost, where a recorded attitude says so",
            "活动带来且有态度记录佐证的级数净增",
        ),
        "plan_reached": ("share of plan items that are reached", "关系目标达成率"),
        "granted_spent": ("planned cost as a share of the resources granted", "计划费用占批准资源的比例"),
    },
)
