"""Activities as a calendar that other programs subscribe to (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from app.texts.catalogue import Named, names_of, pick
from app.texts.codes import ACTIVITY_KINDS
from app.texts.plan_report import ACTIVITIES_OF
from app.texts.relationship_codes import ACTIVITY_STATES
from graph.document import AccountDocument
from graph.kinds import Activity

if TYPE_CHECKING:
    import vobject

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
_AS_OFTEN_AS: Final = "PT1H"  # how often to look for changes


def calendar_of(document: AccountDocument, language: str, today: date, owner: str | None = None) -> bytes:
    """Every activity on the day it was done, else is due, in document order; cancelled ones say so, so that they vanish there.

    `owner` leaves those of one of our members. Whom of the customer's they are with is left out, like every note: a calendar is
    copied to services of others. An event keeps its UID for as long as the activity keeps its id.
    """
    import vobject  # noqa: PLC0415 - only calendars and address cards need it

    calendar = vobject.iCalendar()
    calendar.add("prodid").value = "-//Powermap//Activities//EN"
    calendar.add("x-wr-calname").value = pick(ACTIVITIES_OF, language).format(account=_name(document.account, language))
    calendar.add("x-published-ttl").value = _AS_OFTEN_AS
    names: dict[str | None, str] = {member.id: _name(member, language) for member in document.team}
    names |= {one.id: _name(one, language) for one in document.opportunities}
    for activity in document.activities:
        if owner is None or activity.owner == owner:
            event = calendar.add("vevent")
            event.add("dtstamp").value = datetime.combine(today, time(), vobject.icalendar.utc)
            _fill(event, document.account.id, activity, names, language)
    text: str = calendar.serialize()
    return text.encode()


def _name(one: Named, language: str) -> str:
    return pick(names_of(one), language)


def _fill(
    event: vobject.base.Component, account_id: str, activity: Activity, names: Mapping[str | None, str], language: str
) -> None:
    name, day = _name(activity, language), activity.done_on or activity.due_on
    said = (
        pick(ACTIVITY_KINDS[activity.kind], language),
        pick(ACTIVITY_STATES[activity.status], language),
        *(names[id_] for id_ in (activity.owner, activity.opportunity_id) if id_ in names),
    )
    event.add("uid").value = f"{activity.id}@{account_id}.powermap"
    event.add("dtstart").value = day
    event.add("dtend").value = day + timedelta(days=1)
    event.add("summary").value = f"✓ {name}" if activity.status == "DONE" else name
    event.add("description").value = "\n".join(said)
    event.add("status").value = "CANCELLED" if activity.status == "CANCELLED" else "CONFIRMED"
    event.add("transp").value = "TRANSPARENT"
