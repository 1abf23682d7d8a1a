"""Our people over all accounts: who serves several of them, and what is on their desk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from graph.analysis.activities import is_done, is_known
from graph.answer import Answer
from graph.power_graph import PowerGraph


class DeskView(Answer):
    """What one of ours has to do in one account."""

    account: str = Field(description="Account id.")
    role: str = Field(description="Role in its team.")
    owns: int = Field(description="People they answer for.")
    open: int = Field(description="Activities of theirs still to be done.")
    overdue: int = Field(description="Those of them past their day.")
    days: float = Field(description="Days that these take, where somebody said.")


class LoadView(Answer):
    """One of ours over all accounts: same id and name in each."""

    member: str = Field(description="Member id.")
    name: str = Field(description="Name of the member.")
    name_en: str = Field(description="In English, or empty.")
    accounts: list[DeskView] = Field(description="The accounts they serve on the day, by id.")
    shared: bool = Field(description="They serve several accounts.")
    owns: int = Field(description="People they answer for, over all accounts.")
    open: int = Field(description="To be done, over all accounts.")
    overdue: int = Field(description="Those past their day.")
    days: float = Field(description="Days that they take, where somebody said.")


class TeamView(Answer):
    """Our people over all accounts that one sees."""

    as_of: date = Field(description="Day it is for.")
    members: list[LoadView] = Field(description="Most open activities first, then people, then by id.")
    shared: int = Field(description="How many serve several accounts.")
    hidden: int = Field(description="How many members are not shown.")


@dataclass(frozen=True)
class Desk:
    """A member of one account's team."""

    member: str
    name: str
    name_en: str
    view: DeskView


def desks_of(power: PowerGraph) -> tuple[Desk, ...]:
    """The team of an account on the day, with what each has to do."""
    owned: dict[str, int] = {}
    for records in power.coverage_of.values():
        for record in records:
            owned[record.member] = owned.get(record.member, 0) + record.owner
    waiting = [one for one in power.document.activities if is_known(one, power.as_of) and not is_done(one, power.as_of)]
    desks = []
    for member in power.present.values():
        own = [activity for activity in waiting if activity.owner == member.id]
        view = DeskView(
            account=power.document.account.id,
            role=member.role,
            owns=owned.get(member.id, 0),
            open=len(own),
            overdue=sum(activity.due_on < power.as_of for activity in own),
            days=float(sum(activity.days or 0 for activity in own)),
        )
        desks.append(Desk(member.id, member.name, member.name_en, view))
    return tuple(desks)


def team_of(desks: Iterable[Desk], as_of: date, most: int) -> TeamView:
    """Everybody over their desks, at most `most` of them shown."""
    by_member: dict[tuple[str, str], list[Desk]] = {}
    for desk in desks:
        by_member.setdefault((desk.member, desk.name), []).append(desk)
    members = [_load(member, name, own) for (member, name), own in by_member.items()]
    members.sort(key=lambda load: (-load.open, -load.owns, load.member, load.name))
    shared = sum(load.shared for load in members)
    return TeamView(as_of=as_of, members=members[:most], shared=shared, hidden=max(0, len(members) - most))


def _load(member: str, name: str, desks: Sequence[Desk]) -> LoadView:
    views = sorted((desk.view for desk in desks), key=lambda view: view.account)
    return LoadView(
        member=member,
        name=name,
        name_en=max(desk.name_en for desk in desks),
        accounts=views,
        shared=len(views) > 1,
        owns=sum(view.owns for view in views),
        open=sum(view.open for view in views),
        overdue=sum(view.overdue for view in views),
        days=sum(view.days for view in views),
    )
