"""A synthetic account of any size, the same for the same seed: run as `python scripts/bench/generate.py PEOPLE EDGES`."""

from __future__ import annotations

import json
import random
import sys
from datetime import date, timedelta
from typing import Any

TODAY = date(2026, 11, 20)
LEVELS = ("OPPOSE", "CONTACTED", "ACCEPT", "FAVORABLE", "SUPPORT", "SUPPORT_EXCLUSIVE")
KINDS = ("PROFESSIONAL", "PERSONAL", "POLITICAL", "MENTOR")
SENIORITY = ("EXECUTIVE", "DIRECTOR", "MANAGER", "STAFF")
SPAN = 7  # people who report to one manager
VOTERS = 9
STAGES = ("NEED", "SPECIFICATION", "BUDGET", "EVALUATION", "AWARD")


def account(account_id: str, people: int, edges: int, seed: int = 7) -> dict[str, Any]:
    """An account document: a tree of managers, influence mostly upwards and sideways, and what else belongs to a bid."""
    rng = random.Random(seed)  # noqa: S311 - reproducible, no secret
    ids = [f"P{i:05}" for i in range(people)]
    departments = [f"D{i:03}" for i in range(max(1, people // 25))]
    team = [f"S{i:02}" for i in range(max(4, people // 50))]
    level = [0] * people
    for i in range(1, people):
        level[i] = level[(i - 1) // SPAN] + 1
    voters = ids[:VOTERS]
    return {
        "format": "powermap-account/1",
        "account": {"id": account_id, "name": f"Account of {people}", "tier": "GROUP"},
        "vendor": {"id": "US", "name": "Us"},
        "competitors": [{"id": "RIVAL", "name": "Rival"}],
        "departments": [
            {"id": d, "name": f"Department {d}", "parent_id": departments[(i - 1) // 4] if i else None}
            for i, d in enumerate(departments)
        ],
        "people": [
            {
                "id": p,
                "name": f"人物{i}",
                "name_en": f"Person {i}",
                "department_id": departments[i % len(departments)],
                "rank": min(6, level[i] + 1),
                "title": "经理",
            }
            for i, p in enumerate(ids)
        ],
        "reporting": [{"subordinate": ids[i], "manager": ids[(i - 1) // SPAN]} for i in range(1, people)],
        "influence": _influence(rng, ids, edges),
        "ties": [{"a": ids[i], "b": ids[i + 1], "kind": "ALLIANCE"} for i in range(0, people - 1, 20)],
        "attitudes": [
            {"person": p, "toward": "US", "level": rng.choice(LEVELS), "on": _day(rng)} for p in ids[: people // 2]
        ],
        "team": [
            {"id": s, "name": f"Seller {s}", "role": "MEMBER", "seniority": SENIORITY[i % 4]}
            for i, s in enumerate(team)
        ],
        "coverage": [{"member": team[i % len(team)], "person": ids[i], "owner": True} for i in range(people // 2)],
        "interactions": [
            {
                "id": f"I{i:05}",
                "on": _day(rng),
                "kind": "VISIT",
                "members": [rng.choice(team)],
                "people": [rng.choice(ids)],
                "two_way": True,
            }
            for i in range(people)
        ],
        "opportunities": [
            {
                "id": "bid",
                "name": "The bid",
                "horizon": "SHORT",
                "amount": 1_000_000,
                "stages": [_stage(i, kind, voters) for i, kind in enumerate(STAGES, 1)],
            }
        ],
    }


def _influence(rng: random.Random, ids: list[str], edges: int) -> list[dict[str, Any]]:
    made: dict[tuple[str, str, str], dict[str, Any]] = {}
    while len(made) < edges:
        source, target = rng.sample(range(len(ids)), 2)
        if rng.random() < 0.6:  # noqa: PLR2004 - most influence goes to the more senior
            source, target = max(source, target), min(source, target)
        kind = rng.choice(KINDS)
        strength = rng.randint(1, 20) / 20
        key = ids[source], ids[target], kind
        made[key] = {"source": key[0], "target": key[1], "strength": strength, "kind": kind, "evidence": "seen"}
    return list(made.values())


def _stage(order: int, kind: str, voters: list[str]) -> dict[str, Any]:
    weights = [1 + i % 3 for i in range(len(voters))]
    return {
        "id": kind.lower(),
        "order": order,
        "kind": kind,
        "quota": sum(weights) // 2 + 1,
        "votes": [{"person": p, "weight": weight} for p, weight in zip(voters, weights, strict=True)],
        "participants": [{"person": p, "role": "EVALUATOR"} for p in voters],
    }


def _day(rng: random.Random) -> str:
    return (TODAY - timedelta(days=rng.randint(0, 180))).isoformat()


if __name__ == "__main__":
    print(json.dumps(account("bench", int(sys.argv[1]), int(sys.argv[2])), ensure_ascii=False))
