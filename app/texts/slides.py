"""Words on slides alone, in English and Chinese; those of the report stand in report and method_notes."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import text

EXECUTIVE: Final = text("slides.executive", "Who moves whom", "谁影响谁")
ORGANISATION: Final = text("slides.organisation", "The whole organisation", "组织全貌")
PAGE: Final = text("slides.page", "{title} ({page}/{pages})", "{title}（{page}/{pages}）")
SHOWN_LINES: Final = text(
    "slides.shown_lines",
    "{people} of {total} people; {shown} of the {all} influence lines among them, strongest on the decision first",
    "共 {total} 人，显示 {people} 人；其间 {all} 条影响线显示 {shown} 条，按对决策的作用排序",
)
TILES: Final = text(
    "slides.tiles",
    "{people} people cannot be read on one slide: each department with its people and coverage instead.",
    "{people} 人无法在一页上看清：改为显示各部门的人数与覆盖率。",
)
SOME_TILES: Final = text(
    "slides.some_tiles", "The {shown} largest of {all} departments.", "仅显示 {all} 个部门中人数最多的 {shown} 个。"
)
SOME_PAGES: Final = text(
    "slides.some_pages",
    "{shown} of {all} departments have slides of their own: those with most decision influence.",
    "{all} 个部门中决策影响力最大的 {shown} 个有单独页面。",
)
PEOPLE_COUNT: Final = text("slides.people_count", "people: {count}", "{count} 人")
SUPPORTERS: Final = text("slides.supporters", "supporters: {count}", "支持者：{count} 人")
MISSING_HERE: Final = text("slides.missing_here", "Missing here", "本部门缺口")
LOW, POINT, HIGH = ("low", "低"), ("point", "点"), ("high", "高")
SOURCES: Final = text(
    "slides.sources",
    "Account {account}, revision {revision}, as of {day}. {basis}. {redact}. {stamp}",
    "客户 {account}，版本 {revision}，截至 {day}。{basis}。{redact}。{stamp}",
)
CHANGED: Final = text("slides.changed", "Other than the default: {parameters}", "与默认值不同的参数：{parameters}")
DEFAULTS: Final = text(
    "slides.defaults", "All parameters of the method are at their defaults.", "方法的全部参数均为默认值。"
)
