"""Words of the exported workbook's analysis sheets, in English and Chinese."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Words, text, texts
from app.texts.report import SECTIONS

ANALYSIS_SHEETS: Final[Words] = {"about": text("workbook.about", "About", "关于本表"), **SECTIONS}
FORMER_ANALYSIS_SHEETS: Final = {  # of workbooks exported before: the import skips them, too
    *("Who decides", "谁决定", "Standing", "Department coverage", "部门覆盖"),
    *("Coverage gaps", "覆盖缺口", "Stages and power", "阶段与表决权力"),
}
"""Sheets beside the account's own lists; the import knows these names and skips them."""
FACTS: Final[Words] = texts(
    "workbook.facts",
    {
        "account": ("Account", "客户"),
        "opportunity": ("Opportunity", "商机"),
        "as_of": ("As of", "截至"),
        "revision": ("Revision", "版本"),
        "printed": ("Written", "导出时间"),
        "reader": ("For", "读者"),
        "marking": ("Marking", "密级"),
        "profile": ("Profile", "内容范围"),
        "basis": ("Basis", "依据"),
        "coverage": ("Coverage", "覆盖率"),
        "note": ("Warning", "注意"),
        "method": ("Method", "方法"),
        "import": ("Import", "导入"),
    },
)
NO_OPPORTUNITY: Final = text("workbook.no_opportunity", "none: by rank", "未指定：按职级")
COVERED: Final = text(
    "workbook.covered", "{plain} of people, {weighted} of decision influence", "{plain} 的人员，{weighted} 的决策影响力"
)
IMPORTABLE: Final = text(
    "workbook.importable",
    "The sheets from Account on are the account itself and can be imported again; this sheet and the analysis are skipped.",
    "“客户”及之后的工作表即客户数据，可修改后重新导入；本表与分析表在导入时跳过。",
)
NOT_IMPORTABLE: Final = text(
    "workbook.not_importable",
    "Parts are left out of this copy, so its lists (#) are skipped by an import.",
    "本副本隐去了部分内容，带“#”的工作表不会被导入。",
)
