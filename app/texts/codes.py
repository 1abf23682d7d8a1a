"""Every code a record may hold, as people read and type it, in English and Chinese. One vocabulary per closed list of codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.texts.names import CONTACT_LEVELS, LEVELS, ROLES, STAGE_KINDS

Pair = tuple[str, str]
Vocabulary = Mapping[str, Pair]

_LEVELS: Final[Vocabulary] = {**LEVELS, "SUPPORT": ("supports", "支持不排他")}
ORGANIZATION_LEVELS: Final[Vocabulary] = {
    "VENDOR": ("occasional vendor", "供应商（偶尔）"),
    "SUPPLIER": ("supplier", "供应商"),
    "STRATEGIC_SUPPLIER": ("strategic supplier", "战略供应商"),
    "PARTNER": ("strategic partner", "战略伙伴"),
}
_STAGES: Final[Vocabulary] = {
    "POINT_TO_POINT": ("point to point", "点对点断续"),
    "WEDGE": ("wedge", "楔形"),
    "NETWORK": ("network", "网状"),
    "DIAMOND": ("diamond", "钻石型"),
    "CLOUD": ("cloud", "云状"),
}
_PHASES: Final[Vocabulary] = {
    "BUILD": ("build", "建立期"),
    "STABILIZE": ("stabilize", "稳固期"),
    "STRENGTHEN": ("strengthen", "加强期"),
}
_PARTICIPATION: Final[Vocabulary] = {"SIMPLE": ("simple", "简单参与"), "COMPLEX": ("complex", "复杂参与")}
_NATURES: Final[Vocabulary] = {
    "TRANSACTIONAL": ("transactional", "交易型"),
    "AUTHORITARIAN": ("authoritarian", "专制型"),
    "INDULGENT": ("indulgent", "放任型"),
    "BALANCED": ("balanced", "平衡型"),
}
_CLASSES: Final[Vocabulary] = {"A": ("class A", "A 类"), "B": ("class B", "B 类"), "C": ("class C", "C 类")}
_ASSESSMENTS: Final[Vocabulary] = {
    "ORGANIZATION_LEVEL": ("organisation level", "组织级别"),
    "TENDER_INVITED": ("invited to tenders", "受邀投标"),
    "MARKET_ADMITTED": ("market admission", "市场准入"),
    "PRODUCT_ADMITTED": ("product admission", "产品准入"),
    "PRICE_CANDIDATE": ("candidate by price", "价格入围"),
    "CXO_CONTACT": ("routine CXO contact", "高层例行交流"),
    "EXECUTIVE_WORKSHOPS": ("executive workshops", "高层研讨会"),
    "KEY_PRODUCT_IN": ("key product in", "关键产品进入"),
    "SEVERAL_PRODUCTS_IN": ("several products in", "多产品进入"),
    "FRAMEWORK_CONTRACT": ("framework contract", "框架合同"),
    "EXECUTIVE_DIALOGUE": ("executive dialogue", "高层对话互访"),
    "CORE_POSITION": ("core position", "核心位置"),
    "STRATEGIC_AGREEMENT": ("strategic agreement", "战略协议"),
    "ANNUAL_MEETING": ("annual management meeting", "管理团队年会"),
    "MANAGEMENT_SEMINARS": ("management seminars", "管理研讨"),
    "STAGE": ("relationship stage", "关系阶段"),
    "PARTICIPATION": ("participation", "参与程度"),
    "NATURE": ("nature of the relationship", "关系性质"),
    "REPEAT_ORDERS": ("repeat orders", "重复订单"),
    "REGULAR_EVALUATION": ("regular evaluation", "定期评估"),
    "TRUST": ("trust", "信任"),
    "LONG_AGREEMENT": ("long agreement", "长期协议"),
    "SHARE_OF_WALLET": ("share of wallet", "采购份额"),
    "RESERVE_SUPPLIERS": ("reserve suppliers", "备选供应商数"),
    "JOINT_TEAMS": ("joint teams", "联合团队数"),
    "RESIDENT_STAFF": ("resident staff", "驻场人数"),
    "PHASE": ("phase", "客户关系时期"),
    "ACCOUNT_CLASS": ("account class", "客户分类"),
    "FIT": ("fit", "战略匹配"),
    "CENTRALIZED_PURCHASING": ("centralized purchasing", "集中采购"),
    "CONTINUOUS_PURCHASING": ("continuous purchasing", "持续采购"),
    "PAYBACK": ("payback", "投入回报"),
    "CRISIS_PROCESS": ("crisis process", "危机流程"),
    "EMERGENCY_PRESENCE": ("presence in emergencies", "应急到场"),
    "COMPLAINT_CHANNEL": ("complaint channel", "投诉渠道"),
    "KEY_ACCOUNT_DEPARTMENT": ("key-account department", "大客户部门"),
    "MUTUAL_PURCHASE": ("mutual purchase", "相互采购"),
    "PROCESS_PARTICIPATION": ("part in processes", "参与流程"),
    "CONSULTING": ("consulting", "咨询"),
    "OUTSOURCING": ("outsourcing", "外包"),
    "BOARD_SEATS": ("board seats", "董事席位"),
    "QUALITY": ("quality", "质量"),
    "STABILITY": ("stability", "稳定"),
    "PREFERENCE": ("preference", "偏好"),
    "SERVICE": ("service", "服务"),
    "PEER_SIZE": ("peer size", "规模对等"),
    "INDUSTRY_KNOWHOW": ("industry know-how", "行业经验"),
    "TAILORED_OFFER": ("tailored offer", "定制方案"),
    "REFERENCES": ("references", "成功案例"),
    "STRATEGY_MATCH": ("strategy match", "战略契合"),
    "SATISFACTION": ("satisfaction", "满意度"),
    "SOLUTION": ("solution", "解决方案"),
    "DELIVERY": ("delivery", "交付"),
    "FINANCE": ("finance", "融资"),
}
TIES: Final[Vocabulary] = {
    "CONFLICT": ("conflict", "冲突"),
    "ALLIANCE": ("alliance", "同盟"),
    "ACQUAINTANCE": ("acquaintance", "相识"),
}
ACTIVITY_KINDS: Final[Vocabulary] = {
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
}
ACTIVITY_STATES: Final[Vocabulary] = {
    "PLANNED": ("planned", "计划中"),
    "IN_PROGRESS": ("in progress", "进行中"),
    "DONE": ("done", "已完成"),
    "CANCELLED": ("cancelled", "已取消"),
}
VOCABULARIES: Final[tuple[Vocabulary, ...]] = (
    {
        "GROUP": ("group", "集团"),
        "PROVINCE": ("province", "省"),
        "CITY": ("city", "市"),
        "COUNTY": ("county", "县"),
        "OTHER": ("other", "其他"),
    },
    {"DIRECT": ("direct", "直接"), "PASSIVE": ("passive", "间接")},
    {"TASK": ("task", "任务"), "RELATION": ("relation", "关系")},
    {"SOLID": ("solid line", "实线"), "DOTTED": ("dotted line", "虚线")},
    {
        "PROFESSIONAL": ("professional", "专业"),
        "PERSONAL": ("personal", "私人"),
        "POLITICAL": ("political", "政治"),
        "MENTOR": ("mentor", "师徒"),
    },
    TIES,
    {
        "KAM": ("key-account manager", "大客户经理"),
        "AR": ("account responsible", "客户责任人"),
        "SR": ("solution responsible", "方案责任人"),
        "FR": ("fulfilment responsible", "交付责任人"),
        "EXECUTIVE_SPONSOR": ("executive sponsor", "高层赞助人"),
        "MEMBER": ("member", "成员"),
    },
    {
        "EXECUTIVE": ("executive", "高管"),
        "DIRECTOR": ("director", "总监"),
        "MANAGER": ("manager", "经理"),
        "STAFF": ("staff", "员工"),
    },
    {code: CONTACT_LEVELS[code] for code in ("NONE", "BRIEF", "REGULAR", "DEEP")},
    {"SHORT": ("short term", "短期"), "MID": ("mid term", "中期"), "LONG": ("long term", "长期")},
    STAGE_KINDS,
    _LEVELS,
    ACTIVITY_KINDS,
    {code: pair for code, pair in ROLES.items() if code != "VETO_HOLDER"},
    ORGANIZATION_LEVELS,
    {"CUSTOMER": ("customer", "客户"), "SELF": ("ourselves", "我方自评")},
    {**ORGANIZATION_LEVELS, **_STAGES, **_PHASES, **_PARTICIPATION, **_NATURES, **_CLASSES},
    _ASSESSMENTS,
    {"MARKET": ("market", "市场"), "SALES": ("sales", "销售"), "COMPETITION": ("competition", "竞争")},
    {
        "STRATEGY": ("strategy", "战略"),
        "RELATIONSHIP": ("relationship", "客户关系"),
        "CONTACT": ("contact", "接触"),
        "SATISFACTION": ("satisfaction", "满意度"),
        "INFORMATION": ("information", "信息"),
    },
    {
        "LEAD": ("lead", "线索"),
        "OPPORTUNITY": ("opportunity", "机会"),
        "BID": ("bid", "投标"),
        "CONTRACT": ("contract", "合同"),
        "DELIVERY": ("delivery", "交付"),
        "PAYMENT": ("payment", "回款"),
    },
    ACTIVITY_STATES,
    {"SALES": ("sales", "销售"), "TECHNICAL": ("technical", "技术"), "SERVICE": ("service", "服务")},
    {
        "BUSINESS_PLAN": ("business plan", "商业规划"),
        "PERFORMANCE": ("performance", "性能"),
        "ARCHITECTURE": ("architecture", "架构"),
        "COST": ("cost", "成本"),
        "TECHNOLOGY": ("technology", "技术"),
    },
    {
        "PROPOSED": ("proposed", "已提出"),
        "SELECTED": ("selected", "已选定"),
        "REJECTED": ("rejected", "已否决"),
        "DEFERRED": ("deferred", "已推迟"),
    },
    {"CLIENT": ("client profile", "客户档案"), "VENDOR": ("vendor profile", "供应商档案")},
    {"GOAL": ("goal", "目标"), "PRESSURE": ("pressure", "压力"), "KPI": ("KPI", "考核指标")},
)

STYLES: Final[Vocabulary] = {
    "L": ("leader", "领导型"),
    "I": ("influencer", "施加影响型"),
    "E": ("examiner", "检查型"),
    "F": ("follower", "跟随型"),
}
STYLE_AXES: Final[Mapping[str, Pair]] = {
    "L": ("DIRECT", "TASK"),
    "I": ("DIRECT", "RELATION"),
    "E": ("PASSIVE", "TASK"),
    "F": ("PASSIVE", "RELATION"),
}
LINES: Final[Vocabulary] = {
    "reporting": ("reporting", "汇报"),
    "influence": ("influence", "影响"),
    **TIES,
}
YES: Final[Pair] = ("yes", "是")
NO: Final[Pair] = ("no", "否")

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
