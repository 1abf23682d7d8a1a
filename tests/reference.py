"""The method's definitions once more, by enumeration and plain linear algebra: shares no code with the service.

Sections in brackets are those of method.md. Only for accounts of a few people; every line and person holds on the day.
"""

import math
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Json = dict[str, Any]
Floats = NDArray[np.float64]
ORDER = ("OPPOSE", "CONTACTED", "ACCEPT", "FAVORABLE", "SUPPORT", "SUPPORT_EXCLUSIVE")
X = dict(zip(ORDER, (-1.0, 0.0, 0.25, 0.5, 0.75, 1.0), strict=True))
X |= {"THREAT": -1.0, "COMMODITY": 0.0, "ACCEPTANCE": 0.375, "VALUED": 0.875}
TRUST = {1: 0.4, 2: 0.6, 3: 0.8, 4: 0.9, 5: 1.0}
BETA, ALPHA, VETO = 5.0, 1.25, 2.5


def shapley(weights: Json, quota: int) -> dict[str, float]:
    """Each voter's share of the orders in which they are the one who completes the quota (3)."""
    voters = list(weights)
    found = dict.fromkeys(voters, 0.0)
    for subset in range(1 << len(voters)):
        members = [name for i, name in enumerate(voters) if subset >> i & 1]
        sum_before = sum(weights[name] for name in members)
        if sum_before >= quota:
            continue
        orders = math.factorial(len(members)) * math.factorial(len(voters) - len(members) - 1)
        for name in voters:
            if name not in members and sum_before + weights[name] >= quota:
                found[name] += orders / math.factorial(len(voters))
    return found


class Reference:
    """What the method says of an account on a day, for one opportunity or by rank."""

    def __init__(self, data: Json, opportunity: str | None, as_of: date) -> None:
        self.data, self.opportunity, self.as_of = data, opportunity, as_of
        self.ids = sorted(person["id"] for person in data["people"])
        self.people = {person["id"]: person for person in data["people"]}
        self.place = {name: i for i, name in enumerate(self.ids)}
        asked = [held for held in data.get("opportunities", []) if held["id"] == opportunity]
        self.stages = [stage for held in asked for stage in held.get("stages", [])]
        self.parties = [data["vendor"]["id"], *(rival["id"] for rival in data.get("competitors", []))]

    # -- who listens to whom (2, 3)

    @cached_property
    def deference(self) -> Floats:
        missing: dict[tuple[str, str], float] = {}
        for line in self.data.get("influence", []):
            pair = line["target"], line["source"]
            missing[pair] = missing.get(pair, 1.0) * (1 - line["strength"])
        found = np.zeros((len(self.ids), len(self.ids)))
        for (follower, leader), rest in missing.items():
            found[self.place[follower], self.place[leader]] = 1 - rest
        for line in self.data.get("reporting", []):
            extra = 0.25 if line.get("kind") == "DOTTED" else 0.5
            found[self.place[line["subordinate"]], self.place[line["manager"]]] += extra
        return found

    @cached_property
    def shares(self) -> Floats:
        """V: how much of each person's settled attitude is everybody's own."""
        heard = self.deference
        sums = heard.sum(axis=1, keepdims=True)
        weights = np.divide(heard, sums, out=np.zeros_like(heard), where=sums > 0)
        most = np.array([self._most_open(name) for name in self.ids])
        open_to = np.diag(most * (1 - np.prod(1 - np.minimum(1, heard), axis=1)))
        one = np.eye(len(self.ids))
        solved: Floats = np.linalg.solve(one - open_to @ weights, one - open_to)
        return solved

    def _most_open(self, name: str) -> float:
        own = self.people[name].get("openness")
        return 0.6 if own is None else own

    # -- what people think (1)

    def said(self, name: str, party: str) -> Json | None:
        """The record that counts, none for an attitude that is unknown or was withdrawn."""
        records = [
            record
            for record in self.data.get("attitudes", [])
            if (record["person"], record["toward"]) == (name, party)
            and record["on"] <= str(self.as_of)
            and record.get("opportunity_id") in (None, self.opportunity)
        ]
        if not records:
            return None
        best = max(records, key=self._precedence)
        return None if best["level"] == "UNKNOWN" else best

    @staticmethod
    def _precedence(record: Json) -> tuple[str, bool, int, float]:
        own = record.get("opportunity_id") is not None
        return record["on"], own, record.get("confidence", 3), -X.get(record["level"], -2.0)

    def range_of(self, name: str, party: str) -> tuple[float, float, float]:
        """Lower end, what was said, upper end; an unknown attitude is 0 between -1 and 1."""
        record = self.said(name, party)
        if record is None:
            return -1.0, 0.0, 1.0
        age = (self.as_of - date.fromisoformat(record["on"])).days
        trust = TRUST[record.get("confidence", 3)] * 2 ** (-max(0, age - 90) / 365)
        x = X[record["level"]]
        return x - (1 - trust) * (x + 1), x, x + (1 - trust) * (1 - x)

    def settled(self, party: str, end: int = 1) -> Floats:
        """After listening; `end` 0 or 2 with every attitude at that end of its range."""
        found: Floats = self.shares @ np.array([self.range_of(name, party)[end] for name in self.ids])
        return found

    # -- who decides (3)

    @cached_property
    def ballots(self) -> dict[str, tuple[float, dict[str, float]]]:
        """By voting stage still open, or `rank`: its weight, and the power of each voter."""
        voting = [stage for stage in self.stages if stage.get("votes")]
        voting = [stage for stage in voting if not self._is_decided(stage)] or voting
        if not voting:
            best = min((person["rank"] for person in self.people.values()), default=0)
            heads = [name for name in self.ids if self.people[name]["rank"] == best]
            return {"rank": (1.0, {name: 1 / len(heads) for name in heads})}
        whole = sum(self._weight(stage) for stage in voting)
        return {
            stage["id"]: (
                self._weight(stage) / whole,
                shapley({vote["person"]: vote["weight"] for vote in stage["votes"]}, stage["quota"]),
            )
            for stage in voting
        }

    @staticmethod
    def _weight(stage: Json) -> float:
        return 1.0 if stage.get("weight") is None else stage["weight"]

    def _is_decided(self, stage: Json) -> bool:
        outcome = stage.get("outcome")
        return outcome is not None and (outcome.get("on") or "") <= str(self.as_of)

    def power(self, stage: str) -> Floats:
        found = np.zeros(len(self.ids))
        for name, share in self.ballots[stage][1].items():
            found[self.place[name]] = share
        return found

    @cached_property
    def decision_influence(self) -> dict[str, float]:
        whole = sum(omega * (self.power(stage) @ self.shares) for stage, (omega, _) in self.ballots.items())
        return dict(zip(self.ids, np.asarray(whole).tolist(), strict=True))

    @cached_property
    def classes(self) -> dict[str, str]:
        order = sorted(self.ids, key=lambda name: -self.decision_influence[name])
        found: dict[str, str] = {}
        reached, i = 0.0, 0
        for name_of_class, until in (("A", 0.5), ("B", 0.75), ("C", 0.9)):
            while i < len(order) and reached < until - 1e-9:
                last = self.decision_influence[order[i]]
                while i < len(order) and self.decision_influence[order[i]] >= last - 1e-9:
                    found[order[i]] = name_of_class
                    reached += self.decision_influence[order[i]]
                    i += 1
        names = [*"ABC", "D", "D", "D"]
        for name in order:
            score = self.decision_influence[name]
            down = 2 if score < 0.02 - 1e-9 else 1 if score < 0.04 - 1e-9 else 0
            found[name] = names["ABCD".index(found.get(name, "D")) + down]
        return found

    @cached_property
    def hidden(self) -> set[str]:
        found = set()
        for i, name in enumerate(self.ids):
            own = sum(omega * power.get(name, 0.0) * self.shares[i, i] for omega, power in self.ballots.values())
            through_others = self.decision_influence[name] - own
            if self.classes[name] in "AB" and through_others >= 0.02 - 1e-12 and self._is_out_of_line(name):
                found.add(name)
        return found

    def _is_out_of_line(self, name: str) -> bool:
        if self.people[name]["rank"] >= 4:
            return True
        above = {
            line["subordinate"]: line["manager"]
            for line in self.data.get("reporting", [])
            if line.get("kind", "SOLID") == "SOLID"
        }
        at: str | None = name
        while at is not None:
            if self.people[at]["rank"] == 1:
                return False
            at = above.get(at)
        return True

    # -- how parties stand (3)

    def standing(self, party: str, stage: str | None = None) -> dict[str, float]:
        """`point`, `stated`, `low` and `high` at one stage, or over those still open."""
        ballots = {stage: (1.0, {})} if stage else self.ballots
        power = sum((omega * self.power(name) for name, (omega, _) in ballots.items()), np.zeros(len(self.ids)))
        stated = np.array([self.range_of(name, party)[1] for name in self.ids])
        found = {end: float(power @ self.settled(party, i)) for i, end in enumerate(("low", "point", "high"))}
        return found | {"stated": float(power @ stated)}

    def information_value(self, name: str) -> float:
        low, _, high = self.range_of(name, self.parties[0])
        return self.decision_influence[name] * (high - low)

    def chances(self, stage_id: str, moved: str | None = None, end: int = 1) -> dict[str, float]:
        """How likely each party carries an open stage; `moved`: the party whose attitudes stand at that end."""
        (stage,) = (held for held in self.stages if held["id"] == stage_id)
        settled = {party: self.settled(party, end if party == moved else 1) for party in self.parties}
        found = {}
        for party in self.parties:
            sums = {0: 1.0}
            for vote in stage["votes"]:
                i = self.place[vote["person"]]
                whole = math.exp(ALPHA) + sum(math.exp(BETA * settled[one][i]) for one in self.parties)
                yes = math.exp(BETA * settled[party][i]) / whole
                after: dict[int, float] = {}
                for so_far, chance in sums.items():
                    for weight, share in ((0, 1 - yes), (vote["weight"], yes)):
                        after[so_far + weight] = after.get(so_far + weight, 0.0) + chance * share
                sums = after
            passes = math.prod(
                1 / (1 + math.exp(-BETA * settled[party][self.place[name]] - VETO)) for name in stage.get("veto", [])
            )
            found[party] = passes * sum(chance for so_far, chance in sums.items() if so_far >= stage["quota"])
        whole = sum(found.values())
        if 2 * stage["quota"] <= sum(vote["weight"] for vote in stage["votes"]) and whole > 1:
            found = {party: chance / whole for party, chance in found.items()}
        return found
