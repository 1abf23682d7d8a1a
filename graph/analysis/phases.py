"""The phases of a key account (build, stabilise, strengthen) with their checks; qualification, class and virtual team."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final, Literal

from pydantic import Field

from graph.analysis.coverage import is_contact, is_in_window
from graph.analysis.judgements import Judgements, Mark, marks
from graph.answer import Answer
from graph.kinds.assessments import DEEPENING, PHASES, QUALIFYING, VALUE_MARKS
from graph.power_graph import PowerGraph

MEETINGS_A_YEAR: Final = 2
YEAR: Final = timedelta(days=365)
ROLES_OF_CLASS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"A": ("KAM", "AR", "SR", "FR", "EXECUTIVE_SPONSOR"), "B": ("KAM", "SR", "FR"), "C": ("KAM",)}
)


class Qualification(Answer):
    """Is it a key account? Four tests: product fits, purchasing is central, goes on over years, the effort pays back."""

    verdict: Literal["QUALIFIED", "WATCH", "NOT_KEY"] = Field(
        description="QUALIFIED with all four, WATCH with one failing or unknown, NOT_KEY with more."
    )
    tests: dict[str, bool | None] = Field(description="Answers to the four tests; null where nobody answered.")
    failing: list[str] = Field(description="Tests answered no, or not at all.")


class PhaseCheck(Answer):
    """A check of a phase."""

    phase: str = Field(description="The phase it belongs to: BUILD, STABILIZE or STRENGTHEN.")
    check: str = Field(description="Code of the check.")
    met: bool = Field(description="True if it holds.")
    facts: dict[str, Any] = Field(description="Ids, numbers and days it went by.")


class TeamMembership(Answer):
    """One of ours in the virtual team."""

    member: str = Field(description="Id of the member.")
    role: str = Field(description="Role in the team.")
    since: date | None = Field(description="First day in the team; null when not recorded.")
    until: date | None = Field(description="Last day in the team; null while it lasts.")


class PhaseView(Answer):
    """Where the account is in its life with us."""

    confirmed: str | None = Field(description="The phase as one of us stated it; null until somebody did.")
    suggested: str = Field(description="The first phase with a check open; the last when none is.")
    qualification: Qualification = Field(description="Whether it is a key account, by four tests.")
    checks: list[PhaseCheck] = Field(description="Those of the confirmed (else suggested) phase and of phases below.")
    account_class: str | None = Field(description="A, B or C.")
    required_roles: list[str] = Field(description="Team roles that an account of its class requires.")
    missing_roles: list[str] = Field(description="Roles of these that nobody in the team holds.")
    account_managers: list[str] = Field(description="Exactly one is wanted: the single interface.")
    virtual_team: list[TeamMembership] = Field(description="Who is in the team on the day, as what, since when.")
    value_marks: list[Mark] = Field(description="The newest marks, 1 to 5, of our value to the customer.")


def phase_of(power: PowerGraph, judgements: Judgements) -> PhaseView:
    """The phase, with every check and its facts."""
    team = _virtual_team(power)
    checks = list(_checks(power, judgements, team))
    open_phases = [check.phase for check in checks if not check.met]
    suggested = next((phase for phase in PHASES if phase in open_phases), PHASES[-1])
    confirmed = judgements.choice("PHASE")
    shown = PHASES[: PHASES.index(confirmed or suggested) + 1]
    account_class = judgements.choice("ACCOUNT_CLASS")
    required = ROLES_OF_CLASS.get(account_class or "", ())
    present = {held.role for held in team}
    return PhaseView(
        confirmed=confirmed,
        suggested=suggested,
        qualification=qualification(judgements),
        checks=[check for check in checks if check.phase in shown],
        account_class=account_class,
        required_roles=list(required),
        missing_roles=[role for role in required if role not in present],
        account_managers=[held.member for held in team if held.role == "KAM"],
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
    """Members in the team on the day; one without a dated membership counts as in it, by their own role."""
    dated = {held.member for held in power.document.memberships}
    current = [
        TeamMembership(member=held.member, role=held.role, since=held.since, until=held.until)
        for held in power.document.memberships
        if held.since <= power.as_of and (held.until is None or held.until >= power.as_of)
    ]
    current += [
        TeamMembership(member=member.id, role=member.role, since=None, until=None)
        for member in power.team.values()
        if member.id not in dated
    ]
    return sorted(current, key=lambda held: (held.member, held.role))


def _checks(power: PowerGraph, judgements: Judgements, team: list[TeamMembership]) -> Iterator[PhaseCheck]:
    managers = [held.member for held in team if held.role == "KAM"]
    qualified = qualification(judgements)
    facts: dict[str, Any] = {"verdict": qualified.verdict, "failing": qualified.failing}
    yield PhaseCheck(phase="BUILD", check="QUALIFICATION", met=qualified.verdict == "QUALIFIED", facts=facts)
    yield PhaseCheck(
        phase="BUILD", check="SINGLE_INTERFACE", met=len(managers) == 1, facts={"account_managers": managers}
    )
    one_way = _one_way(power, managers)
    yield PhaseCheck(phase="BUILD", check="TWO_WAY_INFORMATION", met=not one_way, facts={"one_way": one_way})
    for code in ("CRISIS_PROCESS", "EMERGENCY_PRESENCE", "KEY_ACCOUNT_DEPARTMENT"):
        yield _said("STABILIZE", code, judgements)
    channels = [
        held.holder
        for held in judgements.newest.values()
        if held.code == "COMPLAINT_CHANNEL" and held.met and held.holder not in managers
    ]
    yield PhaseCheck(
        phase="STABILIZE", check="COMPLAINT_CHANNEL", met=bool(channels), facts={"channels_outside_kam": channels}
    )
    meetings = sorted(
        held.on for held in power.interactions if held.kind == "EXECUTIVE_MEETING" and power.as_of - held.on <= YEAR
    )
    yield PhaseCheck(
        phase="STABILIZE",
        check="EXECUTIVE_MEETINGS",
        met=len(meetings) >= MEETINGS_A_YEAR,
        facts={"in_a_year": len(meetings), "needed": MEETINGS_A_YEAR, "last": str(meetings[-1]) if meetings else None},
    )
    for code in DEEPENING:
        yield _said("STRENGTHEN", code, judgements)


def _said(phase: str, code: str, judgements: Judgements) -> PhaseCheck:
    held = judgements.find(code)
    facts: dict[str, Any] = {"on": str(held.on) if held else None, "evidence": held.evidence if held else ""}
    return PhaseCheck(phase=phase, check=code, met=bool(held and held.met), facts=facts)


def _one_way(power: PowerGraph, managers: list[str]) -> list[str]:
    """People the account manager met within the window of their rank without ever a word coming back.

    Who was only written to, alone or among many, was not met (method 4).
    """
    answered: dict[str, bool] = {}
    for interaction in power.interactions:
        if is_contact(power, interaction) and not set(managers).isdisjoint(interaction.members):
            for person in interaction.people:
                if person in power.people and is_in_window(power, person, interaction):
                    answered[person] = answered.get(person, False) or interaction.two_way
    return sorted(person for person, two_way in answered.items() if not two_way)
