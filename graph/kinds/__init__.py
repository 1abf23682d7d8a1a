"""Every kind of record, in document order. What the product can store is this table; nothing else lists it again."""

from __future__ import annotations

from graph.kinds.attitudes import ATTITUDES, Attitude
from graph.kinds.contact import COVERAGE, INTERACTIONS, TEAM, Coverage, Interaction, Member
from graph.kinds.influence import INFLUENCE, TIES, Influence, Tie
from graph.kinds.kind import Child, Edge, Kind, Many, Node, Property, Record, Ref, Reference
from graph.kinds.opportunities import OPPORTUNITIES, Opportunity, Outcome, Participant, Stage, Vote
from graph.kinds.parties import ACCOUNT, COMPETITORS, VENDOR, Account, Party
from graph.kinds.people import DEPARTMENTS, PEOPLE, REPORTING, Department, Person, Reporting

KINDS: tuple[Kind, ...] = (
    ACCOUNT,
    VENDOR,
    COMPETITORS,
    DEPARTMENTS,
    PEOPLE,
    REPORTING,
    INFLUENCE,
    TIES,
    ATTITUDES,
    TEAM,
    COVERAGE,
    INTERACTIONS,
    OPPORTUNITIES,
)
KIND_OF: dict[str, Kind] = {kind.name: kind for kind in KINDS}

__all__ = [
    "ACCOUNT",
    "ATTITUDES",
    "COMPETITORS",
    "COVERAGE",
    "DEPARTMENTS",
    "INFLUENCE",
    "INTERACTIONS",
    "KINDS",
    "KIND_OF",
    "OPPORTUNITIES",
    "PEOPLE",
    "REPORTING",
    "TEAM",
    "TIES",
    "VENDOR",
    "Account",
    "Attitude",
    "Child",
    "Coverage",
    "Department",
    "Edge",
    "Influence",
    "Interaction",
    "Kind",
    "Many",
    "Member",
    "Node",
    "Opportunity",
    "Outcome",
    "Participant",
    "Party",
    "Person",
    "Property",
    "Record",
    "Ref",
    "Reference",
    "Reporting",
    "Stage",
    "Tie",
    "Vote",
]
