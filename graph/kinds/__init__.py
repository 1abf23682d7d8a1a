"""Every kind of record, in document order. What the product can store is this table; nothing else lists it again."""

from __future__ import annotations

from graph.kinds.assessments import ASSESSMENTS, Assessment
from graph.kinds.attitudes import ATTITUDES, Attitude
from graph.kinds.contact import COVERAGE, INTERACTIONS, TEAM, Coverage, Interaction, Member
from graph.kinds.goals import GOALS, PROFILES, Goal, Profile
from graph.kinds.influence import INFLUENCE, TIES, Influence, Tie
from graph.kinds.kind import GUEST, Child, Edge, Filter, Kind, Listing, Many, Node, Property, Record, Ref, Reference
from graph.kinds.loop import MEMBERSHIPS, PERIODS, WAIVERS, Membership, Period, Waiver
from graph.kinds.opportunities import OPPORTUNITIES, Borrowed, Opportunity, Outcome, Participant, Stage, Vote
from graph.kinds.parties import ACCOUNT, COMPETITORS, PRODUCT_SHARES, VENDOR, Account, Party, ProductShare
from graph.kinds.people import DEPARTMENTS, PEOPLE, REPORTING, Department, ExternalId, Person, Reporting
from graph.kinds.plans import ACTIVITIES, MARKET_TARGETS, MESH, TARGETS, Activity, MarketTarget, MeshCell, Target
from graph.kinds.proposals import PROPOSALS, Proposal
from graph.kinds.sandbox import SANDBOX, Candidate

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
    GOALS,
    PROFILES,
    SANDBOX,
    MARKET_TARGETS,
    TARGETS,
    ACTIVITIES,
    MESH,
    PERIODS,
    MEMBERSHIPS,
    ASSESSMENTS,
    PRODUCT_SHARES,
    WAIVERS,
    PROPOSALS,
)
KIND_OF: dict[str, Kind] = {kind.name: kind for kind in KINDS}

__all__ = [
    "ACCOUNT",
    "ACTIVITIES",
    "ASSESSMENTS",
    "ATTITUDES",
    "COMPETITORS",
    "COVERAGE",
    "DEPARTMENTS",
    "GOALS",
    "GUEST",
    "INFLUENCE",
    "INTERACTIONS",
    "KINDS",
    "KIND_OF",
    "MARKET_TARGETS",
    "MEMBERSHIPS",
    "MESH",
    "OPPORTUNITIES",
    "PEOPLE",
    "PERIODS",
    "PRODUCT_SHARES",
    "PROFILES",
    "PROPOSALS",
    "REPORTING",
    "SANDBOX",
    "TARGETS",
    "TEAM",
    "TIES",
    "VENDOR",
    "WAIVERS",
    "Account",
    "Activity",
    "Assessment",
    "Attitude",
    "Borrowed",
    "Candidate",
    "Child",
    "Coverage",
    "Department",
    "Edge",
    "ExternalId",
    "Filter",
    "Goal",
    "Influence",
    "Interaction",
    "Kind",
    "Listing",
    "Many",
    "MarketTarget",
    "Member",
    "Membership",
    "MeshCell",
    "Node",
    "Opportunity",
    "Outcome",
    "Participant",
    "Party",
    "Period",
    "Person",
    "ProductShare",
    "Profile",
    "Property",
    "Proposal",
    "Record",
    "Ref",
    "Reference",
    "Reporting",
    "Stage",
    "Target",
    "Tie",
    "Vote",
    "Waiver",
]
