"""The codes of the relationship method, in English and Chinese."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Words, texts

ORGANIZATION_LEVELS: Final[Words] = texts(
    "organization",
    {
        "VENDOR": ("occasional vendor", "供应商（偶尔）"),
        "SUPPLIER": ("supplier", "供应商"),
        "STRATEGIC_SUPPLIER": ("strategic supplier", "战略供应商"),
        "PARTNER": ("strategic partner", "战略伙伴"),
    },
)
RELATIONSHIP_STAGES: Final[Words] = texts(
    "relationship_stage",
    {
        "POINT_TO_POINT": ("point to point", "点对点断续"),
        "WEDGE": ("wedge", "楔形"),
        "NETWORK": ("network", "网状"),
        "DIAMOND": ("diamond", "钻石型"),
        "CLOUD": ("cloud", "云状"),
    },
)
PHASES: Final[Words] = texts(
    "phase",
    {
        "BUILD": ("build", "建立期"),
        "STABILIZE": ("stabilize", "稳固期"),
        "STRENGTHEN": ("strengthen", "加强期"),
    },
)
NATURES: Final[Words] = texts(
    "nature",
    {
        "TRANSACTIONAL": ("transactional", "交易型"),
        "AUTHORITARIAN": ("authoritarian", "专制型"),
        "INDULGENT": ("indulgent", "放任型"),
        "BALANCED": ("balanced", "平衡型"),
    },
)
PARTICIPATION: Final[Words] = texts(
    "participation", {"SIMPLE": ("simple", "简单参与"), "COMPLEX": ("complex", "复杂参与")}
)
ACCOUNT_CLASSES: Final[Words] = texts(
    "account_class", {"A": ("class A", "A 类"), "B": ("class B", "B 类"), "C": ("class C", "C 类")}
)
ASSESSMENTS: Final[Words] = texts(
    "assessment",
    {
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
        "STABLE_PRICES": ("stable prices", "价格稳定"),
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
    },
)
ASSESSORS: Final[Words] = texts("assessor", {"CUSTOMER": ("customer", "客户"), "SELF": ("ourselves", "我方自评")})
MARKET_AREAS: Final[Words] = texts(
    "market", {"MARKET": ("market", "市场"), "SALES": ("sales", "销售"), "COMPETITION": ("competition", "竞争")}
)
MCR_AREAS: Final[Words] = texts(
    "mcr_area",
    {
        "STRATEGY": ("strategy", "战略"),
        "RELATIONSHIP": ("relationship", "客户关系"),
        "CONTACT": ("contact", "接触"),
        "SATISFACTION": ("satisfaction", "满意度"),
        "INFORMATION": ("information", "信息"),
    },
)
LTC_STAGES: Final[Words] = texts(
    "ltc_stage",
    {
        "LEAD": ("lead", "线索"),
        "OPPORTUNITY": ("opportunity", "机会"),
        "BID": ("bid", "投标"),
        "CONTRACT": ("contract", "合同"),
        "DELIVERY": ("delivery", "交付"),
        "PAYMENT": ("payment", "回款"),
    },
)
ACTIVITY_STATES: Final[Words] = texts(
    "activity_state",
    {
        "PLANNED": ("planned", "计划中"),
        "IN_PROGRESS": ("in progress", "进行中"),
        "DONE": ("done", "已完成"),
        "CANCELLED": ("cancelled", "已取消"),
    },
)
SOURCE_FUNCTIONS: Final[Words] = texts(
    "source_function", {"SALES": ("sales", "销售"), "TECHNICAL": ("technical", "技术"), "SERVICE": ("service", "服务")}
)
SCAN_LAYERS: Final[Words] = texts(
    "scan_layer",
    {
        "BUSINESS_PLAN": ("business plan", "商业规划"),
        "PERFORMANCE": ("performance", "性能"),
        "ARCHITECTURE": ("architecture", "架构"),
        "COST": ("cost", "成本"),
        "TECHNOLOGY": ("technology", "技术"),
    },
)
SELECTIONS: Final[Words] = texts(
    "selection",
    {
        "PROPOSED": ("proposed", "已提出"),
        "SELECTED": ("selected", "已选定"),
        "REJECTED": ("rejected", "已否决"),
        "DEFERRED": ("deferred", "已推迟"),
    },
)
PROFILE_KINDS: Final[Words] = texts(
    "profile", {"CLIENT": ("client profile", "客户档案"), "VENDOR": ("vendor profile", "供应商档案")}
)
GOAL_KINDS: Final[Words] = texts(
    "goal", {"GOAL": ("goal", "目标"), "PRESSURE": ("pressure", "压力"), "KPI": ("KPI", "考核指标")}
)
PROPOSED_EDITS: Final[Words] = texts(
    "proposal.action", {"ADD": ("add", "添加"), "CHANGE": ("revise", "修订"), "REMOVE": ("take out", "移除")}
)
PROPOSAL_SOURCES: Final[Words] = texts(
    "proposal.source",
    {
        "PERSON": ("person", "人员"),
        "ASSISTANT": ("assistant", "智能助手"),
        "IMPORT": ("import", "导入"),
        "MAIL": ("mail", "邮件"),
        "OTHER": ("other", "其他"),
    },
)
PROPOSAL_STATES: Final[Words] = texts(
    "proposal.status",
    {"PROPOSED": ("undecided", "待处理"), "ACCEPTED": ("accepted", "已采纳"), "REJECTED": ("rejected", "已否决")},
)
LEGAL_BASES: Final[Words] = texts(
    "person.legal_basis",
    {
        "CONSENT": ("consent", "本人同意"),
        "CONTRACT": ("a contract with them", "与本人的合同"),
        "LEGAL_OBLIGATION": ("a legal obligation", "法定义务"),
        "VITAL_INTEREST": ("vital interests", "重大利益"),
        "PUBLIC_TASK": ("a public task", "公共任务"),
        "LEGITIMATE_INTEREST": ("legitimate interests", "正当利益"),
        "PUBLICLY_DISCLOSED": ("lawfully public", "已合法公开"),
    },
)
RESTRICTION_REASONS: Final[Words] = texts(
    "person.restricted_because",
    {
        "ACCURACY_CONTESTED": ("its accuracy is contested", "准确性有争议"),
        "UNLAWFUL": ("keeping it is unlawful", "保存不合法"),
        "LEGAL_CLAIM": ("it is kept for a legal claim", "为法律主张而保存"),
        "OBJECTION": ("they object to its use", "本人反对使用"),
        "RETENTION": ("it was kept long enough", "保存期限已满"),
    },
)
QUALIFICATIONS: Final[Words] = texts(
    "report.qualifications",
    {"QUALIFIED": ("qualified", "符合"), "WATCH": ("watch", "观察"), "NOT_KEY": ("not a key account", "不符合")},
)
RELATIONSHIPS: Final[Words] = texts(
    "report.relationships",
    {
        "GENERAL": ("general relationship", "普遍关系"),
        "KEY": ("key relationship", "关键关系"),
        "ORGANIZATION": ("organisation relationship", "组织关系"),
    },
)
RELATIONSHIP_CHECKS: Final[Words] = texts(
    "report.relationship_checks",
    {
        "WEDGE_MARKS": ("mean mark for quality, stability, preference and service", "质量、稳定、偏好、服务平均分"),
        "OWN_CHANNELS": ("functions with channels of their own", "职能间自有渠道"),
        "EXECUTIVE_SPONSOR": ("an executive sponsor", "设有高层赞助人"),
        "QUALIFICATION": ("qualified as a key account", "符合大客户条件"),
        "SINGLE_INTERFACE": ("one account manager", "唯一客户经理接口"),
        "TWO_WAY_INFORMATION": ("words both ways", "信息双向"),
        "EXECUTIVE_MEETINGS": ("executive meetings", "高层会晤"),
    },
)
