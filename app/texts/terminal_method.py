"""What `powermap sandbox` and `team` print, in English and Chinese."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Words, texts

COMPANY: Final[Words] = texts(
    "terminal.company",
    {
        "found": (
            "Opportunities found: {found}, in accounts: {accounts}; selected: {selected}",
            "{accounts} 个客户共发现 {found} 个商机，已选定 {selected} 个",
        ),
        "line": ("-- the budget reaches to here, {left} left --", "—— 预算线，剩余 {left} ——"),
        "below": ("selected below the line: {names}", "线下已选定：{names}"),
        "shared": ("{count} serve several accounts", "{count} 人服务多个客户"),
        "load": (
            "{owns} people owned, {open} activities open, {overdue} overdue, {days} days",
            "负责 {owns} 人，未完成 {open} 项，逾期 {overdue} 项，需 {days} 天",
        ),
        "currency": (
            "--currency: three capital letters of ISO 4217, e.g. CNY",
            "--currency：ISO 4217 的三个大写字母，如 CNY",
        ),
    },
)
