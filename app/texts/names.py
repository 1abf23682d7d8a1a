"""Codes as people read them, in English and Chinese."""

from __future__ import annotations

from typing import Final

LEVELS: Final = {
    "OPPOSE": ("opposes", "反对"),
    "CONTACTED": ("contacted", "接触"),
    "ACCEPT": ("accepts", "接受"),
    "FAVORABLE": ("favorable", "有好感"),
    "SUPPORT": ("supports", "支持"),
    "SUPPORT_EXCLUSIVE": ("supports only", "支持并排他"),
    "THREAT": ("threat", "威胁"),
    "COMMODITY": ("commodity", "商品"),
    "ACCEPTANCE": ("acceptance", "接受（四级）"),
    "VALUED": ("valued", "重视"),
    "UNKNOWN": ("unknown", "未知"),
}
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
CONTACT_LEVELS: Final = {
    "NONE": ("never met", "从未接触"),
    "STALE": ("stale", "久未接触"),
    "BRIEF": ("brief", "浅接触"),
    "REGULAR": ("regular", "常接触"),
    "DEEP": ("deep", "深接触"),
}
SENIORITIES: Final = {
    "EXECUTIVE": ("an executive", "高管"),
    "DIRECTOR": ("a director", "总监"),
    "MANAGER": ("a manager", "经理"),
    "STAFF": ("staff", "员工"),
}
SEVERITIES: Final = {
    "CRITICAL": ("critical", "严重"),
    "HIGH": ("high", "高"),
    "MEDIUM": ("medium", "中"),
    "LOW": ("low", "低"),
}
STAGE_KINDS: Final = {
    "NEED": ("need", "需求"),
    "SPECIFICATION": ("specification", "规范"),
    "BUDGET": ("budget", "预算"),
    "EVALUATION": ("evaluation", "评标"),
    "AWARD": ("award", "定标"),
    "OTHER": ("other", "其他"),
}
ROLES: Final = {
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
}


def pick(pair: tuple[str, str], language: str) -> str:
    """The half of a pair that is in this language."""
    return pair[0] if language == "en" else pair[1]
