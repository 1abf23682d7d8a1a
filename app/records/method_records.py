"""The records of the relationship method as REST calls them: one, many, and an example of each."""

from __future__ import annotations

from typing import Any

from graph.kinds import (
    ACTIVITIES,
    ASSESSMENTS,
    GOALS,
    MARKET_TARGETS,
    MEMBERSHIPS,
    MESH,
    PERIODS,
    PROFILES,
    SANDBOX,
    TARGETS,
    WAIVERS,
    Kind,
)

Named = tuple[str, str, dict[str, Any]]
METHOD_RECORDS: tuple[tuple[Kind, Named], ...] = (
    (
        GOALS,
        (
            "goal",
            "goals",
            {"id": "G9", "name": "故障恢复时间 ≤ 30 分钟", "kind": "KPI", "department_id": "OM", "measure": "min"},
        ),
    ),
    (
        PROFILES,
        (
            "profile",
            "profiles",
            {"id": "CP-2027", "kind": "CLIENT", "edition": 9, "on": "2026-11-20", "risks": "price-only award"},
        ),
    ),
    (
        SANDBOX,
        (
            "candidate",
            "candidates",
            {"opportunity_id": "core-2028", "source_function": "SALES", "market_space": 1e8, "requested": 2e6},
        ),
    ),
    (
        MARKET_TARGETS,
        ("market_target", "market_targets", {"id": "M9", "name": "第二产品入网", "kind": "MARKET", "by": "2027-06-30"}),
    ),
    (
        TARGETS,
        (
            "target",
            "targets",
            {
                "id": "T99",
                "name": "程若水转为支持",
                "person": "P06",
                "from_attitude": "CONTACTED",
                "to_attitude": "SUPPORT",
                "by": "2027-01-31",
                "owner": "S3",
                "market_target": "M1",
            },
        ),
    ),
    (
        ACTIVITIES,
        (
            "activity",
            "activities",
            {
                "id": "A99",
                "name": "联合架构研讨",
                "kind": "WORKSHOP",
                "owner": "S3",
                "assigned_by": "S1",
                "due_on": "2026-12-05",
                "people": ["P06", "P13"],
                "opportunity_id": "core-cloud-2027",
            },
        ),
    ),
    (MESH, ("mesh_cell", "mesh_cells", {"function": "finance", "department_id": "FIN", "note": "total-cost case"})),
    (
        PERIODS,
        (
            "period",
            "periods",
            {"id": "2027H1", "name": "2027 上半年", "starts_on": "2027-01-01", "ends_on": "2027-06-30"},
        ),
    ),
    (MEMBERSHIPS, ("membership", "memberships", {"member": "S3", "since": "2026-11-01", "role": "SR"})),
    (
        ASSESSMENTS,
        (
            "assessment",
            "assessments",
            {"code": "TRUST", "assessor": "SELF", "on": "2026-11-20", "met": False, "evidence": "two complaints open"},
        ),
    ),
    (
        WAIVERS,
        (
            "waiver",
            "waivers",
            {"id": "W1", "check": "G09", "name": "周总", "reason": "expert panel not yet drawn", "on": "2026-11-20"},
        ),
    ),
)
