"""The codes of the relationship method, as closed lists (features of the product, section 5)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

OrganizationLevel = Literal["VENDOR", "SUPPLIER", "STRATEGIC_SUPPLIER", "PARTNER"]
RelationshipStage = Literal["POINT_TO_POINT", "WEDGE", "NETWORK", "DIAMOND", "CLOUD"]
Phase = Literal["BUILD", "STABILIZE", "STRENGTHEN"]
Participation = Literal["SIMPLE", "COMPLEX"]
Nature = Literal["TRANSACTIONAL", "AUTHORITARIAN", "INDULGENT", "BALANCED"]
AccountClass = Literal["A", "B", "C"]
Assessor = Literal["CUSTOMER", "SELF"]
Choice = Literal[
    "VENDOR",
    "SUPPLIER",
    "STRATEGIC_SUPPLIER",
    "PARTNER",
    "POINT_TO_POINT",
    "WEDGE",
    "NETWORK",
    "DIAMOND",
    "CLOUD",
    "BUILD",
    "STABILIZE",
    "STRENGTHEN",
    "SIMPLE",
    "COMPLEX",
    "TRANSACTIONAL",
    "AUTHORITARIAN",
    "INDULGENT",
    "BALANCED",
    "A",
    "B",
    "C",
]
AssessmentCode = Literal[
    "ORGANIZATION_LEVEL",
    "TENDER_INVITED",
    "MARKET_ADMITTED",
    "PRODUCT_ADMITTED",
    "PRICE_CANDIDATE",
    "CXO_CONTACT",
    "EXECUTIVE_WORKSHOPS",
    "KEY_PRODUCT_IN",
    "SEVERAL_PRODUCTS_IN",
    "FRAMEWORK_CONTRACT",
    "EXECUTIVE_DIALOGUE",
    "CORE_POSITION",
    "STRATEGIC_AGREEMENT",
    "ANNUAL_MEETING",
    "MANAGEMENT_SEMINARS",
    "STAGE",
    "PARTICIPATION",
    "NATURE",
    "REPEAT_ORDERS",
    "REGULAR_EVALUATION",
    "TRUST",
    "LONG_AGREEMENT",
    "STABLE_PRICES",
    "SHARE_OF_WALLET",
    "RESERVE_SUPPLIERS",
    "JOINT_TEAMS",
    "RESIDENT_STAFF",
    "PHASE",
    "ACCOUNT_CLASS",
    "FIT",
    "CENTRALIZED_PURCHASING",
    "CONTINUOUS_PURCHASING",
    "PAYBACK",
    "CRISIS_PROCESS",
    "EMERGENCY_PRESENCE",
    "COMPLAINT_CHANNEL",
    "KEY_ACCOUNT_DEPARTMENT",
    "MUTUAL_PURCHASE",
    "PROCESS_PARTICIPATION",
    "CONSULTING",
    "OUTSOURCING",
    "BOARD_SEATS",
    "QUALITY",
    "STABILITY",
    "PREFERENCE",
    "SERVICE",
    "PEER_SIZE",
    "INDUSTRY_KNOWHOW",
    "TAILORED_OFFER",
    "REFERENCES",
    "STRATEGY_MATCH",
    "SATISFACTION",
    "SOLUTION",
    "DELIVERY",
    "FINANCE",
]
MarketTargetKind = Literal["MARKET", "SALES", "COMPETITION"]
McrArea = Literal["STRATEGY", "RELATIONSHIP", "CONTACT", "SATISFACTION", "INFORMATION"]
LtcStage = Literal["LEAD", "OPPORTUNITY", "BID", "CONTRACT", "DELIVERY", "PAYMENT"]
ActivityStatus = Literal["PLANNED", "IN_PROGRESS", "DONE", "CANCELLED"]
SourceFunction = Literal["SALES", "TECHNICAL", "SERVICE"]
ScanLayer = Literal["BUSINESS_PLAN", "PERFORMANCE", "ARCHITECTURE", "COST", "TECHNOLOGY"]
Selection = Literal["PROPOSED", "SELECTED", "REJECTED", "DEFERRED"]
ProfileKind = Literal["CLIENT", "VENDOR"]
GoalKind = Literal["GOAL", "PRESSURE", "KPI"]

Mark = Annotated[int, Field(ge=1, le=5, description="1 poor … 5 excellent.")]
Share = Annotated[float, Field(ge=0, le=1, description="A share, 0 to 1.")]
Number = Annotated[float, Field(ge=-1e15, le=1e15, description="A finite number.")]
