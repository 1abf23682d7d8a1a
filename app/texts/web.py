"""Words of the served page around an account: the list, the key, the choices; in English and Chinese."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Words, texts
from app.texts.codes import VOCABULARIES

WORDS: Final[Words] = texts(
    "web.words",
    {
        "accounts": ("Accounts", "客户"),
        "accounts_note": (
            "The customers' hierarchies as far as your key sees them. Standing is by rank, since opportunities differ.",
            "您的密钥可见的客户层级。态势按职级计算，因各商机不同。",
        ),
        "accounts_none": (
            "No accounts yet: import an account document, for instance with “powermap import FILE”.",
            "尚无客户：请导入客户文档，例如 powermap import FILE。",
        ),
        "account": ("Account", "客户"),
        "tier": ("Tier", "层级"),
        "standing": ("Our standing", "我方态势"),
        "coverage": ("Weighted coverage", "加权覆盖率"),
        "level": ("Organisation level", "组织级别"),
        "stage": ("Relationship stage", "关系阶段"),
        "gaps": ("Critical / high gaps", "严重／高缺口"),
        "find": ("Find an account", "查找客户"),
        "unfold": ("Accounts below {name}", "{name}的下级客户"),
        "api": ("API", "接口文档"),
        "language": ("Language", "语言"),
        "key": ("API key", "访问密钥"),
        "key_title": ("Which key?", "请输入密钥"),
        "key_note": (
            (
                "Accounts hold personal data, so the service asks for a key, made with “powermap keys create”. It stays in this "
                "page's memory only and is gone when the page is closed or reloaded."
            ),
            "客户资料含个人信息，需使用 powermap keys create 生成的密钥。密钥仅保存在本页内存中，关闭或刷新页面即消失。",
        ),
        "key_open": ("Enter", "进入"),
        "key_wrong": ("This key is not known or no longer valid.", "密钥不存在或已失效。"),
        "key_forget": ("Forget key", "清除密钥"),
        "loading": ("Loading…", "加载中…"),
        "offline": ("The service does not answer. Is it running?", "服务没有响应，请确认服务正在运行。"),
        "not_found": ("There is no such account, or your key does not see it.", "没有该客户，或您的密钥无权查看。"),
        "refused": ("The service refuses this: {detail}", "服务拒绝该请求：{detail}"),
        "again": ("Try again", "重试"),
        "back": ("All accounts", "全部客户"),
        "opportunity": ("Opportunity", "商机"),
        "by_rank": ("none: by rank", "未指定：按职级"),
        "as_of": ("As of", "截至"),
        "redact": ("Profile", "内容范围"),
        "redact_full": ("full", "完整"),
        "redact_review": ("review: no free text, no sources", "评审：无文字说明与来源"),
        "redact_outline": ("outline: no attitudes", "概要：不含态度"),
        "download": ("Download", "下载"),
        "download_failed": ("The file was not made: {detail}", "文件生成失败：{detail}"),
    },
)
FORMATS: Final[Words] = texts(
    "web.formats",
    {
        "html": ("This page as one file (HTML)", "本页单文件（HTML）"),
        "pptx": ("Slides (PPTX)", "幻灯片（PPTX）"),
        "pdf": ("Review pack (PDF)", "评审材料（PDF）"),
        "xlsx": ("Workbook (XLSX)", "工作簿（XLSX）"),
        "png": ("Map as a picture (PNG)", "地图图片（PNG）"),
        "svg": ("Map as a drawing (SVG)", "地图矢量图（SVG）"),
        "csv": ("Lists (CSV, zipped)", "各表（CSV 压缩包）"),
        "json": ("Document and analysis (JSON)", "文档与分析（JSON）"),
        "graphml": ("Graph (GraphML)", "图数据（GraphML）"),
        "gexf": ("Graph for Gephi (GEXF)", "Gephi 图数据（GEXF）"),
        "mermaid": ("Diagram for notes (Mermaid)", "笔记图（Mermaid）"),
        "dot": ("Diagram (Graphviz DOT)", "图形（Graphviz DOT）"),
    },
)
_TIER, _LEVEL_OR_STAGE = "PROVINCE", "CLOUD"  # each names the vocabulary that has it
CODES: Final = {
    code: pair for held in VOCABULARIES if held.keys() & {_TIER, _LEVEL_OR_STAGE} for code, pair in held.items()
}
