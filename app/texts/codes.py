"""Every code that people read or type, in English and Chinese. One vocabulary per closed list of codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.texts.catalogue import Words, text, texts
from app.texts.relationship_codes import (
    ACCOUNT_CLASSES,
    ACTIVITY_STATES,
    ASSESSMENTS,
    ASSESSORS,
    GOAL_KINDS,
    LEGAL_BASES,
    LTC_STAGES,
    MARKET_AREAS,
    MCR_AREAS,
    NATURES,
    ORGANIZATION_LEVELS,
    PARTICIPATION,
    PHASES,
    PROFILE_KINDS,
    PROPOSAL_SOURCES,
    PROPOSAL_STATES,
    PROPOSED_EDITS,
    RELATIONSHIP_STAGES,
    RESTRICTION_REASONS,
    SCAN_LAYERS,
    SELECTIONS,
    SOURCE_FUNCTIONS,
)

LEVELS: Final[Words] = texts(
    "level",
    {
        "OPPOSE": ("opposes", "反对"),
        "CONTACTED": ("contacted", "接触"),
        "ACCEPT": ("accepts", "接受"),
        "FAVORABLE": ("favorable", "有好感"),
        "SUPPORT": ("supports", "支持不排他"),
        "SUPPORT_EXCLUSIVE": ("supports only", "支持并排他"),
        "THREAT": ("threat", "威胁"),
        "COMMODITY": ("commodity", "商品"),
        "ACCEPTANCE": ("acceptance", "接受（四级）"),
        "VALUED": ("valued", "重视"),
        "UNKNOWN": ("unknown", "未知"),
    },
)
SIGNS: Final = {
    "OPPOSE": "−−",
    "CONTACTED": "○",
    "ACCEPT": "+",
    "FAVORABLE": "++",
    "SUPPORT": "+++",
    "SUPPORT_EXCLUSIVE": "★",
    "THREAT": "−−",
    "COMMODITY": "○",
    "ACCEPTANCE": "+",
    "VALUED": "+++",
    "UNKNOWN": "?",
}
CONTACT_LEVELS: Final[Words] = texts(
    "contact",
    {
        "NONE": ("never met", "从未接触"),
        "STALE": ("stale", "久未接触"),
        "BRIEF": ("brief", "浅接触"),
        "REGULAR": ("regular", "常接触"),
        "DEEP": ("deep", "深接触"),
    },
)
SENIORITIES: Final[Words] = texts(
    "seniority",
    {
        "EXECUTIVE": ("executive", "高管"),
        "DIRECTOR": ("director", "总监"),
        "MANAGER": ("manager", "经理"),
        "STAFF": ("staff", "员工"),
    },
)
SEVERITIES: Final[Words] = texts(
    "severity",
    {
        "CRITICAL": ("critical", "严重"),
        "HIGH": ("high", "高"),
        "MEDIUM": ("medium", "中"),
        "LOW": ("low", "低"),
    },
)
STAGE_KINDS: Final[Words] = texts(
    "stage_kind",
    {
        "NEED": ("need", "需求"),
        "SPECIFICATION": ("specification", "规范"),
        "BUDGET": ("budget", "预算"),
        "EVALUATION": ("evaluation", "评标"),
        "AWARD": ("award", "定标"),
        "OTHER": ("other", "其他"),
    },
)
ROLES: Final[Words] = texts(
    "role",
    {
        "APPROVER": ("approver", "批准者"),
        "DECISION_MAKER": ("decision-maker", "决策者"),
        "EVALUATOR": ("evaluator", "评估者"),
        "SELECTOR": ("selector", "选型者"),
        "PROCUREMENT": ("procurement", "采购者"),
        "USER": ("user", "使用者"),
        "INITIATOR": ("initiator", "发起者"),
        "INFLUENCER": ("influencer", "影响者"),
        "GATEKEEPER": ("gatekeeper", "守门人"),
        "COACH": ("coach", "教练"),
        "CHAMPION": ("champion", "内部支持者"),
        "EXTERNAL_EXPERT": ("external expert", "外部专家"),
        "VETO_HOLDER": ("veto holder", "否决者"),
    },
)
TIES: Final[Words] = texts(
    "tie",
    {
        "CONFLICT": ("conflict", "冲突"),
        "ALLIANCE": ("alliance", "同盟"),
        "ACQUAINTANCE": ("acquaintance", "相识"),
    },
)
ACTIVITY_KINDS: Final[Words] = texts(
    "activity",
    {
        "VISIT": ("visit", "拜访"),
        "EXECUTIVE_MEETING": ("executive meeting", "高层会晤"),
        "TECH_EXCHANGE": ("technical exchange", "技术交流"),
        "COMPANY_TOUR": ("company tour", "公司参观"),
        "SITE_TOUR": ("reference site", "样板点"),
        "WORKSHOP": ("workshop", "研讨会"),
        "MANAGEMENT_SEMINAR": ("management seminar", "管理研讨"),
        "EXHIBITION": ("exhibition", "展会"),
        "JOINT_INNOVATION": ("joint innovation", "联合创新"),
        "SERVICE_RECOVERY": ("service recovery", "投诉处理"),
        "REMOTE_CONTACT": ("call or mail", "电话邮件"),
        "HOSPITALITY": ("hospitality", "公关接待"),
    },
)
STYLES: Final[Words] = texts(
    "style",
    {
        "L": ("leader", "领导型"),
        "I": ("influencer", "施加影响型"),
        "E": ("examiner", "检查型"),
        "F": ("follower", "跟随型"),
    },
)
TIERS: Final[Words] = texts(
    "tier",
    {
        "GROUP": ("group", "集团"),
        "PROVINCE": ("province", "省"),
        "CITY": ("city", "市"),
        "COUNTY": ("county", "县"),
        "OTHER": ("other", "其他"),
    },
)
ASSERTIVENESS: Final[Words] = texts("assertiveness", {"DIRECT": ("direct", "直接"), "PASSIVE": ("passive", "间接")})
ORIENTATIONS: Final[Words] = texts("orientation", {"TASK": ("task", "任务"), "RELATION": ("relation", "关系")})
REPORTING_KINDS: Final[Words] = texts("reporting", {"SOLID": ("solid line", "实线"), "DOTTED": ("dotted line", "虚线")})
INFLUENCE_KINDS: Final[Words] = texts(
    "influence",
    {
        "PROFESSIONAL": ("professional", "专业"),
        "PERSONAL": ("personal", "私人"),
        "POLITICAL": ("political", "政治"),
        "MENTOR": ("mentor", "师徒"),
    },
)
TEAM_ROLES: Final[Words] = texts(
    "team_role",
    {
        "KAM": ("key-account manager", "大客户经理"),
        "AR": ("account responsible", "客户责任人"),
        "SR": ("solution responsible", "方案责任人"),
        "FR": ("fulfilment responsible", "交付责任人"),
        "EXECUTIVE_SPONSOR": ("executive sponsor", "高层赞助人"),
        "MEMBER": ("member", "成员"),
    },
)
HORIZONS: Final[Words] = texts(
    "horizon", {"SHORT": ("short term", "短期"), "MID": ("mid term", "中期"), "LONG": ("long term", "长期")}
)
PURCHASES: Final[Words] = texts(
    "purchase",
    {"TENDER": ("tender", "招标"), "NEGOTIATION": ("negotiation", "谈判采购"), "RENEWAL": ("renewal", "续签")},
)
VOCABULARIES: Final[tuple[Words, ...]] = (
    TIERS,
    ASSERTIVENESS,
    ORIENTATIONS,
    REPORTING_KINDS,
    INFLUENCE_KINDS,
    TIES,
    TEAM_ROLES,
    SENIORITIES,
    {code: CONTACT_LEVELS[code] for code in ("NONE", "BRIEF", "REGULAR", "DEEP")},
    HORIZONS,
    PURCHASES,
    STAGE_KINDS,
    LEVELS,
    ACTIVITY_KINDS,
    {code: role for code, role in ROLES.items() if code != "VETO_HOLDER"},
    ORGANIZATION_LEVELS,
    ASSESSORS,
    {**ORGANIZATION_LEVELS, **RELATIONSHIP_STAGES, **PHASES, **PARTICIPATION, **NATURES, **ACCOUNT_CLASSES},
    ASSESSMENTS,
    MARKET_AREAS,
    MCR_AREAS,
    LTC_STAGES,
    ACTIVITY_STATES,
    SOURCE_FUNCTIONS,
    SCAN_LAYERS,
    SELECTIONS,
    PROFILE_KINDS,
    GOAL_KINDS,
    PROPOSED_EDITS,
    PROPOSAL_SOURCES,
    PROPOSAL_STATES,
    LEGAL_BASES,
    RESTRICTION_REASONS,
)
STYLE_AXES: Final[Mapping[str, tuple[str, str]]] = {
    "L": ("DIRECT", "TASK"),
    "I": ("DIRECT", "RELATION"),
    "E": ("PASSIVE", "TASK"),
    "F": ("PASSIVE", "RELATION"),
}
LINES: Final[Words] = texts("line", {"reporting": ("reporting", "汇报"), "influence": ("influence", "影响"), **TIES})
YES: Final = text("answer.yes", "yes", "是")
NO: Final = text("answer.no", "no", "否")

# Other words people type for a code; they hold only where the vocabulary has that code and no name reads so.
ALSO_TYPED: Final[Mapping[str, tuple[str, ...]]] = {
    "OPPOSE": ("enemy", "against", "敌对"),
    "CONTACTED": ("neutral", "中立"),
    "FAVORABLE": ("favourable", "好感", "友好"),
    "SUPPORT": ("supporter", "support", "支持"),
    "SUPPORT_EXCLUSIVE": ("mentor", "exclusive", "支持且排他", "排他支持"),
    "DECISION_MAKER": ("decision maker", "拍板人"),
    "CHAMPION": ("支持者",),
    "SOLID": ("solid", "direct", "直线", "实线汇报"),
    "DOTTED": ("dotted", "虚线汇报"),
    "KAM": ("客户经理",),
    "EXECUTIVE_MEETING": ("高层拜访", "executive visit"),
    "HOSPITALITY": ("宴请", "接待"),
    "REMOTE_CONTACT": ("电话", "邮件", "call", "mail"),
    "PROFESSIONAL": ("技术",),
    "L": ("领导", "leading"),
    "I": ("影响型",),
    "E": ("检查",),
    "F": ("跟随",),
    "reporting": ("reports_to", "reports to", "汇报关系", "上下级"),
    "influence": ("influences", "影响关系"),
    "CONFLICT": ("conflicts_with", "conflicts with", "对立"),
    "ALLIANCE": ("allied_with", "allied with", "联盟"),
    "ACQUAINTANCE": ("knows", "认识"),
}
