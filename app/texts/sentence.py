"""Words of the sentence that answers whether we win, on page, slides and paper."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Words, texts

SENTENCE: Final[Words] = texts(
    "sentence",
    {
        "no_rival": ("No competitor is named yet, so nobody can lead.", "尚未列出竞争对手，无从比较。"),
        "no_vendor": (
            "Who we are is not recorded yet: set an attitude on the map, and it is.",
            "尚未记录我方：在地图上设置任一态度即可。",
        ),
        "they_lead": ("{party} leads by {value}", "{party}领先 {value}"),
        "we_lead": ("We lead {party} by {value}", "我方领先{party} {value}"),
        "level_with": ("We are level with {party}", "我方与{party}持平"),
        "earlier": (" ({month}: {value})", "（{month}：{value}）"),
        "earlier_turned": (" ({month}: we stood at {value})", "（{month}：我方为 {value}）"),
        "full_stop": (". ", "。"),
        "chances": ("{stage}: {ours}, {party} {theirs}.", "{stage}：我方 {ours}，{party} {theirs}。"),
    },
)
