"""Accounts and deals as strangers brought them (tests/data/field), and accounts at random like theirs."""

import json
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import httpx
from hypothesis import strategies as st

from graph.analysis.pipeline import Analysis, analyse
from graph.document import AccountDocument
from graph.method import DEFAULT, SIX_LEVELS, X_OF_LEVEL, Method
from graph.power_graph import PowerGraph
from tests import documents
from tests.records_at_hand import API

Json = dict[str, Any]
FIELD: Path = documents.DATA / "field"
AS_OF = date(2026, 6, 30)  # the day the random accounts and tests/data/field/numbers are about
FOUR_LEVELS = ("THREAT", "COMMODITY", "ACCEPTANCE", "VALUED")
LEVELS = (*SIX_LEVELS, *FOUR_LEVELS)
SAME = 1e-9
FEW_DRAWS = DEFAULT.model_copy(update={"stability_draws": 1})  # where nothing is said of what is drawn


def field_data(case: str) -> Json:
    """The account of a case, `situations/04-decided-stage` for instance."""
    found: Json = json.loads((FIELD / f"{case}.json").read_text(encoding="utf-8"))
    return found


def power_of(
    data: Json | AccountDocument, opportunity: str | None = "o1", as_of: date = AS_OF, method: Method = FEW_DRAWS
) -> PowerGraph:
    """The graph of an account; without the opportunity where it has none of that name."""
    document = data if isinstance(data, AccountDocument) else documents.from_bytes(json.dumps(data).encode())
    known = {held.id for held in document.opportunities}
    return PowerGraph.of(
        document, as_of=as_of, opportunity=opportunity if opportunity in known else None, method=method
    )


def analysed(
    data: Json | AccountDocument, opportunity: str | None = "o1", as_of: date = AS_OF, method: Method = FEW_DRAWS
) -> Analysis:
    return analyse(power_of(data, opportunity, as_of, method))


class FieldAccount:
    """A case loaded into a service under an id of its own."""

    def __init__(self, client: httpx.AsyncClient, account_id: str) -> None:
        self.client, self.id = client, account_id
        self.url = f"{API}/accounts/{account_id}"

    async def load(self, data: Json, **params: Any) -> "FieldAccount":
        own = data | {"account": data["account"] | {"id": self.id}}
        answer = await self.client.put(f"{self.url}/document", json=own, params=params)
        assert answer.status_code == 200, answer.text
        return self

    async def get(self, part: str, **params: Any) -> Json:
        answer = await self.client.get(f"{self.url}/{part}", params=params)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def what_if(self, *changes: Json, opportunity: str | None, as_of: str) -> Json:
        body = {"opportunity": opportunity, "changes": list(changes)}
        answer = await self.client.post(f"{self.url}/what-if", json=body, params={"as_of": as_of})
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found


def by_id(items: list[Json]) -> dict[str, Json]:
    return {item["id"]: item for item in items}


# -- accounts at random -----------------------------------------------------------------------------------------------


def accounts(least: int = 5, most: int = 12, **wanted: Any) -> st.SearchStrategy[Json]:
    """Accounts of so many people, as `random_account` draws them."""
    return st.integers(0, 2**32 - 1).map(lambda seed: random_account(Random(seed), least, most, **wanted))  # noqa: S311 - the same accounts in every run


def random_account(draw: Random, least: int, most: int, *, density: float | None = None, later: bool = True) -> Json:
    """An account with everything the method looks at; `later`: some records are dated after AS_OF."""
    people = [f"p{i:02d}" for i in range(draw.randint(least, most))]
    draw.shuffle(people)
    departments = [f"d{i}" for i in range(max(1, len(people) // 6))]
    team = [
        {"id": f"m{i}", "name": f"M{i}", "role": draw.choice(["KAM", "AR", "SR", "FR"]), "seniority": seniority}
        for i, seniority in enumerate(draw.choices(["EXECUTIVE", "DIRECTOR", "MANAGER", "STAFF"], k=4))
    ]
    members = [str(member["id"]) for member in team]
    return {
        "format": "powermap-account/1",
        "account": {"id": "acc", "name": "Acc"},
        "vendor": {"id": "us", "name": "Us"},
        "competitors": [{"id": "c1", "name": "C1"}, {"id": "c2", "name": "C2"}],
        "departments": [{"id": unit, "name": unit} for unit in departments],
        "people": [_person(draw, name, i, departments) for i, name in enumerate(people)],
        "reporting": _reporting(draw, people),
        "influence": _influence(draw, people, density),
        "ties": _ties(draw, people),
        "attitudes": _attitudes(draw, people, members, later=later),
        "team": team,
        "coverage": _coverage(draw, people, members),
        "interactions": _interactions(draw, people, members, later=later),
        "opportunities": [{"id": "o1", "name": "O1", "stages": _stages(draw, people)}, {"id": "o2", "name": "O2"}],
    }


def _person(draw: Random, name: str, i: int, departments: list[str]) -> Json:
    return {
        "id": name,
        "name": name.upper(),
        "rank": 1 if i == 0 else draw.choice([1, 2, 2, 3, 3, 4, 5, 6]),
        "department_id": draw.choice([*departments, None]),
        "external": draw.random() < 0.1,
        "placeholder": draw.random() < 0.05,
        "openness": None if draw.random() < 0.8 else round(draw.random() * 0.99, 3),
    }


def _reporting(draw: Random, people: list[str]) -> list[Json]:
    """Solid lines to somebody before, so that there is no cycle, and some dotted ones where there is none yet."""
    lines = {(name, people[draw.randrange(i)]): "SOLID" for i, name in enumerate(people) if i and draw.random() < 0.8}
    for _ in range(len(people) // 8):
        one, other = draw.sample(people, 2)
        if not {(one, other), (other, one)} & lines.keys():
            lines[one, other] = "DOTTED"
    return [{"subordinate": one, "manager": other, "kind": kind} for (one, other), kind in lines.items()]


def _influence(draw: Random, people: list[str], density: float | None) -> list[Json]:
    found = {}
    for _ in range(int(len(people) * (draw.choice([0, 0.5, 1, 2, 4]) if density is None else density))):
        source, target = draw.sample(people, 2)
        kind = draw.choice(["PROFESSIONAL", "PROFESSIONAL", "PERSONAL", "POLITICAL", "MENTOR"])
        strength = draw.choice([0.1, 0.2, 0.3, 0.5, 0.5, 0.8, 1.0, round(draw.uniform(0.01, 1), 3)])
        ends = {"source": source, "target": target, "kind": kind}
        found[source, target, kind] = ends | {"strength": strength, "confidence": draw.randint(1, 5)}
    return list(found.values())


def _ties(draw: Random, people: list[str]) -> list[Json]:
    found = {}
    for _ in range(len(people) // 5):
        (one, other), kind = sorted(draw.sample(people, 2)), draw.choice(["CONFLICT", "ALLIANCE", "ACQUAINTANCE"])
        found[kind, one, other] = {"a": one, "b": other, "kind": kind}
    return list(found.values())


def _attitudes(draw: Random, people: list[str], members: list[str], *, later: bool) -> list[Json]:
    found = {}
    for name in people:
        for party in ("us", "c1", "c2"):
            for _ in range(draw.choice([0, 0, 1, 1, 1, 2] if party == "us" else [0, 0, 1])):
                on = AS_OF - timedelta(days=draw.choice([0, 0, 1, 30, 90, 400]))
                if later and draw.random() < 0.15:
                    on = AS_OF + timedelta(days=draw.choice([1, 2, 40]))
                record = {
                    "person": name,
                    "toward": party,
                    "on": str(on),
                    "opportunity_id": draw.choice([None, None, "o1", "o2"]),
                    "reported_by": draw.choice([None, *members]),
                }
                rest = {"level": draw.choice([*LEVELS, "UNKNOWN"]), "confidence": draw.randint(1, 5)}
                found[tuple(record.values())] = record | rest | {"evidence": draw.choice(["", "said so"])}
    return list(found.values())


def _coverage(draw: Random, people: list[str], members: list[str]) -> list[Json]:
    return [
        {
            "member": member,
            "person": name,
            "owner": draw.random() < 0.7,
            "target_level": draw.choice([None, None, "BRIEF", "REGULAR", "DEEP"]),
        }
        for name in people
        for member in draw.sample(members, draw.choice([0, 0, 1, 1, 2]))
    ]


def _interactions(draw: Random, people: list[str], members: list[str], *, later: bool) -> list[Json]:
    found = []
    for i in range(len(people)):
        on = AS_OF - timedelta(days=draw.choice([0, 1, 10, 60, 90, 91, 200]))
        if later and draw.random() < 0.15:
            on = AS_OF + timedelta(days=draw.choice([1, 3]))
        found.append(
            {
                "id": f"i{i}",
                "on": str(on),
                "kind": draw.choice(["VISIT", "VISIT", "WORKSHOP", "REMOTE_CONTACT"]),
                "members": draw.sample(members, draw.choice([0, 1, 1, 2])),
                "people": draw.sample(people, min(len(people), draw.choice([0, 1, 1, 2, 3, 6]))),
                "two_way": draw.random() < 0.5,
            }
        )
    return found


def _stages(draw: Random, people: list[str]) -> list[Json]:
    stages = []
    for i in range(draw.randint(0, 4)):
        kinds = ["NEED", "SPECIFICATION", "BUDGET", "EVALUATION", "EVALUATION", "AWARD", "OTHER"]
        stage: Json = {"id": f"s{i}", "order": i + 1, "kind": draw.choice(kinds)}
        stage |= {
            "weight": draw.choice([None, None, 1.0, 0.5, 3.0]),
            "veto": draw.sample(people, draw.choice([0, 0, 1, 2])),
        }
        votes = [
            {"person": name, "weight": draw.choice([0, 1, 1, 1, 2, 3, 7])}
            for name in draw.sample(people, draw.randint(1, min(len(people), 9)))
        ]
        if draw.random() < 0.8 and (total := sum(int(vote["weight"]) for vote in votes)):
            stage |= {"votes": votes, "quota": draw.randint(1, total)}
        stages.append(stage)
    return stages


# -- changing an account ----------------------------------------------------------------------------------------------


def with_attitude(data: Json, person: str, party: str, level: str, opportunity: str | None = "o1", **more: Any) -> Json:
    """The account once this is said on AS_OF with full confidence; what was said on that day for it is taken back."""
    stated = {"person": person, "toward": party, "on": str(AS_OF), "opportunity_id": opportunity}
    others = [one for one in data["attitudes"] if {name: one.get(name) for name in stated} != stated]
    return data | {"attitudes": [*others, stated | {"level": level, "confidence": 5, **more}]}


def with_influence(data: Json, source: str, target: str, strength: float, kind: str = "PROFESSIONAL") -> Json:
    """The account with this line of this kind, in place of the one there was."""
    ends = {"source": source, "target": target, "kind": kind}
    others = [line for line in data["influence"] if {name: line.get(name) for name in ends} != ends]
    old = next((line for line in data["influence"] if line not in others), {})
    return data | {"influence": [*others, old | ends | {"strength": strength}]}


def x_of(level: str) -> float:
    return X_OF_LEVEL[level]
