"""The phases of a key account (build, stabilise, strengthen) with their checks; qualification, class and virtual team."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final, Literal

from pydantic import Field

from graph.analysis.coverage import EXECUTIVE_RANK, is_contact, is_in_window
from graph.analysis.judgements import Judgements, Mark, by_day, marks
from graph.answer import Answer
from graph.kinds.assessments import DEEPENING, PHASES, QUALIFYING, VALUE_MARKS
from graph.power_graph import PowerGraph

MEETINGS_A_YEAR: Final = 2
YEAR: Final = timedelta(days=365)
ROLES_OF_CLASS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"A": ("KAM", "AR", "SR", "FR", "EXECUTIVE_SPONSOR"), "B": ("KAM", "SR", "FR"), "C": ("KAM",)}
)


class Qualification(Answer):
    """Four tests: product fits, central purchasing, goes on over years, effort pays back."""

    verdict: Literal["QUALIFIED", "WATCH", "NOT_KEY"] = Field(
        description="QUALIFIED with all four, WATCH with one failing or unknown, else NOT_KEY."
    )
    tests: dict[str, bool | None] = Field(description="Answers to the four tests; null: nobody answered.")
    failing: list[str] = Field(description="Tests answered no, or not at all.")


class PhaseCheck(Answer):
    """A check of a phase."""

    phase: str = Field(description="BUILD, STABILIZE or STRENGTHEN.")
    check: str = Field(description="Code of the check.")
    met: bool | None = Field(
        description="Recorded facts show it, false if not, null when not known; never true without evidence."
    )
    facts: dict[str, Any] = Field(description="Ids, numbers and days it went by.")


class TeamMembership(Answer):
    """One of ours in the virtual team."""

    member: str = Field(description="Member id.")
    role: str = Field(description="Role in the team.")
    since: date | None = Field(description="First day in the team; null: unknown.")
    until: date | None = Field(description="Last day in the team; null while it lasts.")


class PhaseView(Answer):
    """Where the account is in its life with us."""

    confirmed: str | None = Field(description="Phase as one of us stated it, or null.")
    suggested: str = Field(description="First phase with an open check, else the last.")
    qualification: Qualification = Field(description="Is it a key account? Four tests.")
    checks: list[PhaseCheck] = Field(description="Of the confirmed (else suggested) phase and those below.")
    account_class: str | None = Field(description="A, B or C.")
    required_roles: list[str] = Field(description="Team roles an account of its class requires.")
    missing_roles: list[str] = Field(description="Of these, held by nobody in the team.")
    account_managers: list[str] = Field(description="Exactly one is wanted: the single interface.")
    virtual_team: list[TeamMembership] = Field(description="Team on the day: who, as what, since when.")
    value_marks: list[Mark] = Field(description="Newest marks, 1 to 5, of our value to the customer.")


def phase_of(power: PowerGraph, judgements: Judgements) -> PhaseView:
    """The phase, with every check and its facts."""
    team = _virtual_team(power)
    checks = list(_checks(power, judgements, team))
    open_phases = [check.phase for check in checks if check.met is not True]
    suggested = next((phase for phase in PHASES if phase in open_phases), PHASES[-1])
    confirmed = judgements.choice("PHASE")
    shown = PHASES[: PHASES.index(confirmed or suggested) + 1]
    account_class = judgements.choice("ACCOUNT_CLASS")
    required = ROLES_OF_CLASS.get(account_class or "", ())
    present = {member.role for member in team}
    return PhaseView(
        confirmed=confirmed,
        suggested=suggested,
        qualification=qualification(judgements),
        checks=[check for check in checks if check.phase in shown],
        account_class=account_class,
        required_roles=list(required),
        missing_roles=[role for role in required if role not in present],
        account_managers=_managers(team),
        virtual_team=team,
        value_marks=marks(judgements, VALUE_MARKS),
    )


def qualification(judgements: Judgements) -> Qualification:
    """The four tests."""
    tests = {code: judgements.met(code) for code in QUALIFYING}
    failing = [code for code, met in tests.items() if not met]
    verdict: Literal["QUALIFIED", "WATCH", "NOT_KEY"] = "QUALIFIED"
    if failing:
        verdict = "WATCH" if len(failing) == 1 else "NOT_KEY"
    return Qualification(verdict=verdict, tests=tests, failing=failing)


def _virtual_team(power: PowerGraph) -> list[TeamMembership]:
    """Members in the team on the day, one entry a member and role; without a dated membership by their own role.

    Where a role is recorded twice for the day, it lasts from the first beginning to the last end.
    """
    dated = {membership.member for membership in power.document.memberships}
    current = {
        (member.id, member.role): TeamMembership(member=member.id, role=member.role, since=None, until=None)
        for member in power.team.values()
        if member.id not in dated
    }
    for membership in power.document.memberships:
        since, until = membership.since, membership.until
        if since > power.as_of or (until is not None and until < power.as_of):
            continue
        place = membership.member, membership.role
        if (known := current.get(place)) is not None and known.since is not None:
            since = min(since, known.since)
            until = None if until is None or known.until is None else max(until, known.until)
        current[place] = TeamMembership(member=place[0], role=place[1], since=since, until=until)
    return [current[place] for place in sorted(current)]


def _managers(team: list[TeamMembership]) -> list[str]:
    return [member.member for member in team if member.role == "KAM"]


def _checks(power: PowerGraph, judgements: Judgements, team: list[TeamMembership]) -> Iterator[PhaseCheck]:
    managers = _managers(team)
    qualified = qualification(judgements)
    unproven = [
        code for code in QUALIFYING if (judgement := judgements.find(code)) and judgement.met and not judgement.evidence
    ]
    facts: dict[str, Any] = {"verdict": qualified.verdict, "failing": qualified.failing, "without_evidence": unproven}
    unknown = unproven or None in qualified.tests.values()
    is_key = False if False in qualified.tests.values() else None if unknown else True
    yield PhaseCheck(phase="BUILD", check="QUALIFICATION", met=is_key, facts=facts)
    single = len(managers) == 1 if power.team else None
    yield PhaseCheck(phase="BUILD", check="SINGLE_INTERFACE", met=single, facts={"account_managers": managers})
    heard = _heard(power)
    one_way = sorted(person for person, answered in heard.items() if not answered)
    yield PhaseCheck(
        phase="BUILD", check="TWO_WAY_INFORMATION", met=not one_way if heard else None, facts={"one_way": one_way}
    )
    for code in ("CRISIS_PROCESS", "EMERGENCY_PRESENCE", "KEY_ACCOUNT_DEPARTMENT"):
        yield _said("STABILIZE", code, judgements)
    channels = _channels(power)
    outside = sorted(holder for holder, works in channels.items() if holder and works and holder not in managers)
    yield PhaseCheck(
        phase="STABILIZE",
        check="COMPLAINT_CHANNEL",
        met=bool(outside) if channels else None,
        facts={"channels_outside_kam": outside},
    )
    yield _executive_meetings(power)
    for code in DEEPENING:
        yield _said("STRENGTHEN", code, judgements)


def _channels(power: PowerGraph) -> dict[str | None, bool]:
    """The complaint channels by who holds them, and whether each works: several stand side by side.

    One works by the newest word on it, with its evidence, and with a holder in the team.
    """
    works: dict[str | None, bool] = {}
    present = power.present
    for judgement in by_day(power.document, power.as_of):
        if judgement.code == "COMPLAINT_CHANNEL":
            works[judgement.holder] = bool(judgement.met and judgement.evidence) and judgement.holder in present
    return works


def _executive_meetings(power: PowerGraph) -> PhaseCheck:
    """Meetings of both tops in a year: words both ways, rank 1 or 2, an executive of ours; the last within the rhythm."""
    recorded = [contact for contact in power.interactions if contact.kind == "EXECUTIVE_MEETING"]
    executives = {member.id for member in power.team.values() if member.seniority == "EXECUTIVE"}
    meetings = sorted(
        contact.on
        for contact in recorded
        if power.as_of - contact.on <= YEAR
        and contact.two_way
        and not executives.isdisjoint(contact.members)
        and any(person in power.people and power.people[person].rank <= EXECUTIVE_RANK for person in contact.people)
    )
    rhythm = YEAR // MEETINGS_A_YEAR
    due = len(meetings) >= MEETINGS_A_YEAR and power.as_of - meetings[-1] <= rhythm
    last = str(meetings[-1]) if meetings else None
    facts = {"in_a_year": len(meetings), "needed": MEETINGS_A_YEAR, "last": last, "rhythm_days": rhythm.days}
    return PhaseCheck(phase="STABILIZE", check="EXECUTIVE_MEETINGS", met=due if recorded else None, facts=facts)


def _said(phase: str, code: str, judgements: Judgements) -> PhaseCheck:
    judgement = judgements.find(code)
    facts: dict[str, Any] = {
        "on": str(judgement.on) if judgement else None,
        "evidence": judgement.evidence if judgement else "",
    }
    met = None if judgement is None or (judgement.met and not judgement.evidence) else bool(judgement.met)
    return PhaseCheck(phase=phase, check=code, met=met, facts=facts)


def _heard(power: PowerGraph) -> dict[str, bool]:
    """Everybody one of us met within the window of their rank, and whether a word came back meanwhile over any channel.

    Who was only written to, alone or among many, was not met (method 4).
    """
    heard: dict[str, bool] = {}
    for interaction in power.interactions:
        if is_contact(power, interaction):
            for person in interaction.people:
                if person in power.people and is_in_window(power, person, interaction):
                    heard[person] = heard.get(person, False) or interaction.two_way
    return heard
