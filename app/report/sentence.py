"""Do we win, in a sentence of numbers: who leads by how much, by how much a month ago, and how likely the open stage is ours."""

from __future__ import annotations

import calendar
from typing import Final

from app.report.cells import word
from app.report.chain import least_likely
from app.report.view import ReportView, number, percent
from app.texts.codes import STAGE_KINDS
from app.texts.sentence import SENTENCE

_EARLIER_DAYS: Final = 30


def sentence(view: ReportView) -> str:
    """What slides, paper and the page's account screen begin with."""
    us, points = (
        view.map.vendor,
        {party: one.point for party, one in view.map.standing.items() if not view.is_out(party)},
    )
    if us is None:
        return view.say(SENTENCE["no_vendor"])
    rivals = {party: point for party, point in points.items() if party != us}
    if us not in points or not rivals:
        return view.say(SENTENCE["no_rival"])
    best = max(rivals, key=lambda party: rivals[party])
    margin = points[us] - rivals[best]
    said = "they_lead" if margin < 0 else "we_lead"
    value = f"{abs(margin):.2f}"
    lead = view.say(SENTENCE["level_with" if value == "0.00" else said]).format(party=view.party(best), value=value)
    return f"{lead}{_earlier(view, margin)}{view.say(SENTENCE['full_stop'])}{_chances(view, best)}".strip()


def _earlier(view: ReportView, margin: float) -> str:
    """What the lead was at the newest snapshot that is a month old, or else the oldest there is."""
    taken = [one for one in (view.pack.competitors if view.pack else ()) if one.snapshot and one.margin is not None]
    old = [one for one in taken if (view.map.as_of - one.as_of).days >= _EARLIER_DAYS]
    point = old[-1] if old else taken[0] if taken else None
    if point is None or point.margin is None:
        return ""
    turned = point.margin * margin < 0
    month = f"{point.as_of.month}月" if view.lang == "zh" else calendar.month_name[point.as_of.month]
    value = number(point.margin) if turned else f"{abs(point.margin):.2f}"
    return view.say(SENTENCE["earlier_turned" if turned else "earlier"]).format(month=month, value=value)


def _chances(view: ReportView, leader: str) -> str:
    us = view.map.vendor or ""
    stage = least_likely(view)
    if stage is None:
        return ""
    rivals = {party: one.point for party, one in stage.chance.items() if party != us and not view.is_out(party)}
    best = max(rivals, key=lambda party: rivals[party], default=leader)
    kind = word(view, STAGE_KINDS, stage.kind)
    return view.say(SENTENCE["chances"]).format(
        stage=kind[:1].upper() + kind[1:],
        ours=percent(stage.chance[us].point),
        party=view.party(best),
        theirs=percent(rivals.get(best, 0.0)),
    )
