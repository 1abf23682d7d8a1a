"""What `powermap relationships`, `sandbox` and `team` print, in English and Chinese."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Words, texts

RELATIONS: Final[Words] = texts(
    "terminal.relations",
    {
        "weakest": ("weakest: {weakest}", "最弱：{weakest}"),
        "score": (
            "{name}  {score}  target {target}  trend {trend}{weakest}",
            "{name}  {score}  目标 {target}  趋势 {trend}{weakest}",
        ),
        "weakest_part": ("  weakest {name}", "  最弱 {name}"),
        "level": ("level: {customer} by the customer, {ours} by us", "级别：客户评定 {customer}，我方自评 {ours}"),
        "counted": ("counted: {level}, score {score}", "计入：{level}，得分 {score}"),
        "missing": ("missing for {next}: {names}", "升至 {next} 尚缺：{names}"),
        "stage": ("stage: {confirmed} confirmed, {suggested} suggested", "阶段：已确认 {confirmed}，建议 {suggested}"),
        "phase": ("phase: {confirmed} confirmed, {suggested} suggested", "时期：已确认 {confirmed}，建议 {suggested}"),
        "key_account": ("key account: {verdict}, {account_class}", "大客户判定：{verdict}，{account_class}"),
        "satisfaction": ("satisfaction: {value} by {assessor}", "满意度：{value}（{assessor}）"),
        "to_do": ("to do: {names}", "应做：{names}"),
        "ask_again": ("ask again: {names}", "需重新询问：{names}"),
        "mesh": ("mesh: {pairs} live pairs, {holes} holes", "网状接触：活跃 {pairs} 对，空缺 {holes} 处"),
        "against": (
            "against {party}: level {level}, share {share}, satisfaction {satisfaction}; ahead of us in {ahead}",
            "对比 {party}：级别 {level}，份额 {share}，满意度 {satisfaction}；领先我方之处：{ahead}",
        ),
        "product": ("share of {product}: {shares}", "{product} 份额：{shares}"),
    },
)
COMPANY: Final[Words] = texts(
    "terminal.company",
    {
        "found": (
            "{found} found in {accounts} accounts, {selected} selected",
            "{accounts} 个客户共发现 {found} 个商机，已选定 {selected} 个",
        ),
        "line": ("-- the budget reaches to here, {left} left --", "—— 预算线，剩余 {left} ——"),
        "below": ("selected below the line: {names}", "线下已选定：{names}"),
        "shared": ("{count} serve several accounts", "{count} 人服务多个客户"),
        "load": (
            "{owns} owned, {open} open, {overdue} overdue, {days} days",
            "负责 {owns} 人，未完成 {open} 项，逾期 {overdue} 项，需 {days} 天",
        ),
        "currency": (
            "--currency: three capital letters of ISO 4217, e.g. CNY",
            "--currency：ISO 4217 的三个大写字母，如 CNY",
        ),
    },
)
