"""The smallest accounts on which version 1 was silly (tests/data/field/numbers), each with what the method says of it.

Values are worked out by hand or by tests/reference.py, which follows the definitions and shares no code with the service.
"""

import math
from copy import deepcopy
from typing import Any

import httpx
import pytest

from tests.conftest import EMBEDDED_ONLY
from tests.field_accounts import AS_OF, FieldAccount, Json, by_id, field_data
from tests.reference import Reference

pytestmark = EMBEDDED_ONLY
DAY = str(AS_OF)
CHOICE = {x: math.exp(5 * x) for x in (-1, 0, 0.75, 1)}  # what an attitude weighs in a voter's choice
NOBODY = math.exp(1.25)


def near(value: Any) -> Any:
    return pytest.approx(value, abs=1e-9)


@pytest.fixture
def account(client: httpx.AsyncClient, account_id: str) -> FieldAccount:
    return FieldAccount(client, account_id)


async def map_of(account: FieldAccount, data: Json, **params: Any) -> Json:
    await account.load(data)
    return await account.get("power-map", opportunity="o1", as_of=DAY, **params)


def influence_of(found: Json) -> dict[str, float]:
    return {person["id"]: person["scores"]["decision_influence"] for person in found["people"]}


def classes_of(found: Json) -> dict[str, str]:
    return {person["id"]: person["class"] for person in found["people"]}


def first_of(found: Json) -> list[str]:
    return [first["person"] for first in found["do_first"]]


async def test_01_a_weak_line_takes_next_to_nothing(account: FieldAccount) -> None:
    await account.load(field_data("numbers/01-weak-line-takes-half"))
    found = await account.get("power-map", as_of=DAY)
    assert found["basis"] == "rank"
    assert influence_of(found) == near({"ceo": 1 - 0.6e-6, "intern": 0.6e-6})
    assert classes_of(found) == {"ceo": "A", "intern": "D"}


async def test_02_a_line_from_somebody_unknown_costs_what_they_are_heard(account: FieldAccount) -> None:
    found = await map_of(account, field_data("numbers/02-line-costs-standing"))
    standing = found["standing"]["us"]
    heard = 0.6 * 0.1
    wanted = {"point": 1 - heard, "stated": 1.0, "low": 1 - 2 * heard, "high": 1.0}
    assert {name: standing[name] for name in wanted} == near(wanted)
    assert by_id(found["people"])["pa"]["information_value"] == near(2 * heard)


async def test_04_of_seven_equals_all_are_key(account: FieldAccount) -> None:
    found = await map_of(account, field_data("numbers/04-seven-equal"))
    assert list(influence_of(found).values()) == near([1 / 7] * 7)
    assert {(person["class"], person["key_share"]) for person in found["people"]} == {("A", 1.0)}
    assert sorted(found["key_decision_makers"]) == [f"c{i}" for i in range(1, 8)]
    assert found["unstable"] == []


async def test_05_rivals_chances_share_one(account: FieldAccount) -> None:
    found = await map_of(account, field_data("numbers/05-chances-over-one"))
    (stage,) = found["stages"]
    yes = CHOICE[0.75] / (NOBODY + 2 * CHOICE[0.75])
    four_of_seven = sum(math.comb(7, k) * yes**k * (1 - yes) ** (7 - k) for k in range(4, 8))
    chances = {party: chance["point"] for party, chance in stage["chance"].items()}
    assert chances == near({"us": four_of_seven, "c1": four_of_seven})
    assert stage["nobody"] == near(1 - 2 * four_of_seven)
    assert sum(chances.values()) <= 1


async def test_06_an_old_statement_of_low_confidence_leaves_nearly_everything_open(account: FieldAccount) -> None:
    found = await map_of(account, field_data("numbers/06-old-attitude-certain"))
    trust = 0.4 * 2 ** (-(2737 - 90) / 365)  # said on 2019-01-01
    standing = found["standing"]["us"]
    assert {name: standing[name] for name in ("low", "point", "high")} == near(
        {"low": 1 - 2 * (1 - trust), "point": 1.0, "high": 1.0}
    )
    chance = found["stages"][0]["chance"]["us"]
    assert chance["point"] == chance["high"] == near(CHOICE[1] / (NOBODY + CHOICE[1] + CHOICE[0]))
    low = math.exp(5 * standing["low"])
    assert chance["low"] == near(low / (NOBODY + low + CHOICE[0]))
    assert found["people"][0]["information_value"] == near(2 * (1 - trust))


async def test_10_no_path_leads_through_a_conflict(account: FieldAccount) -> None:
    await account.load(field_data("numbers/10-path-through-conflict"))
    for kind in ("persuasion", "access"):
        found = await account.get("paths", to="b", kind=kind, as_of=DAY)
        assert (found["paths"], found["disjoint_paths"]) == ([], 0)
        assert found["reason"] is not None


async def test_11_what_was_learned_after_the_vote_is_no_foresight(account: FieldAccount) -> None:
    data = field_data("numbers/11-hindsight")
    await account.load(data)
    late = await account.get("calibration", as_of=DAY)
    await account.load(data | {"influence": []})
    without = await account.get("calibration", as_of=DAY)
    assert late["votes"] == without["votes"]
    right = CHOICE[0] / (NOBODY + 2 * CHOICE[0])  # nothing was known of a, who went for us and not for c1
    assert late["votes"]["count"] == 2
    assert late["votes"]["brier"] == near(((1 - right) ** 2 + right**2) / 2)


async def test_12_who_listens_to_an_opponent_carries_that_on(account: FieldAccount) -> None:
    """Our exclusive supporter settles below the other adviser; a stronger line from whoever settles highest never costs."""
    data = field_data("numbers/12-fan-lowers-standing")
    found = await map_of(account, data)
    fan = 0.46 * 1 - 0.54 * 1
    ceo = 0.6 * (fan / 1.5 + 0.5 * 0.5 / 1.5)
    settled = {person["id"]: person["settled"]["us"] for person in found["people"]}
    assert settled == near({"ceo": ceo, "fan": fan, "foe": -1.0, "calm": 0.5})
    assert found["standing"]["us"]["point"] == near(ceo)
    stronger = deepcopy(data)
    for line in stronger["influence"]:
        line["strength"] = 1.0 if line["source"] == "calm" else line["strength"]
    assert (await map_of(account, stronger))["standing"]["us"]["point"] > ceo


async def test_13_a_visit_never_lowers_the_general_relationship(account: FieldAccount) -> None:
    data = field_data("numbers/13-visit-lowers-general")
    scores = []
    for two_way in (None, False, True):
        visits = [] if two_way is None else [visit | {"two_way": two_way} for visit in data["interactions"]]
        await account.load(data | {"interactions": visits})
        scores.append((await account.get("relationships", as_of=DAY))["general"]["score"])
    assert scores == sorted(scores)
    unasked = {name: value for name, value in data.items() if name != "assessments"}
    await account.load(unasked | {"interactions": [data["interactions"][0] | {"two_way": True}]})
    assert (await account.get("relationships", as_of=DAY))["general"]["score"] < 0.5  # one of ten was visited once


async def test_14_a_directory_of_staff_hides_nobody(account: FieldAccount) -> None:
    data = field_data("numbers/14-hidden-by-directory")
    staff = [{"id": f"z{i:03}", "name": "Z", "rank": 6} for i in range(175)]
    alone = await map_of(account, data)
    right = Reference(data, "o1", AS_OF)
    assert influence_of(alone) == near(right.decision_influence)
    assert set(alone["hidden_influencers"]) == right.hidden
    beside = await map_of(account, data | {"people": [*data["people"], *staff]})
    assert beside["hidden_influencers"] == alone["hidden_influencers"]
    assert {name: held for name, held in classes_of(beside).items() if name[0] == "p"} == classes_of(alone)


@pytest.mark.parametrize("case", ["15-key-by-noise", "16-key-by-name"])
async def test_15_16_who_is_key_is_neither_noise_nor_a_matter_of_names(account: FieldAccount, case: str) -> None:
    data = field_data(f"numbers/{case}")
    found = await map_of(account, data)
    right = Reference(data, "o1", AS_OF)
    assert influence_of(found) == near(right.decision_influence)
    assert classes_of(found) == right.classes
    first = {name for name, held in right.classes.items() if held == "A"}
    assert {*found["key_decision_makers"], *found["unstable"]} == first
    shares = {person["id"]: person["key_share"] for person in found["people"]}
    assert set(found["key_decision_makers"]) == {name for name in first if shares[name] >= 0.8}
    names = {person["id"]: f"{9 - int(person['id'][1:])}x" for person in data["people"]}
    other = by_id((await map_of(account, renamed(data, names)))["people"])
    assert {names[name] for name in found["key_decision_makers"]} == {
        name for name in other if name in other and other[name]["class"] == "A" and other[name]["key_share"] >= 0.8
    }


def renamed(data: Any, names: dict[str, str]) -> Any:
    """The same account with other ids for its people."""
    if isinstance(data, dict):
        return {key: renamed(value, names) for key, value in data.items()}
    if isinstance(data, list):
        return [renamed(value, names) for value in data]
    return names.get(data, data) if isinstance(data, str) else data


async def test_17_of_five_not_all_are_key(account: FieldAccount) -> None:
    found = await map_of(account, field_data("numbers/17-all-five-key"))
    opened = 0.6 * (1 - 0.1 * 0.9**3)
    right = {"ceo": 1 - opened, "p0": opened * 0.9 / 1.2} | {f"p{i}": opened * 0.1 / 1.2 for i in (1, 2, 3)}
    assert influence_of(found) == near(right)
    assert classes_of(found) == {"ceo": "A", "p0": "A", "p1": "C", "p2": "C", "p3": "C"}
    assert sorted([*found["key_decision_makers"], *found["unstable"]]) == ["ceo", "p0"]
    shares = {person["id"]: person["key_share"] for person in found["people"]}
    assert {name: shares[name] >= 0.8 for name in right} == {
        name: name in found["key_decision_makers"] for name in right
    }
    assert max(shares[f"p{i}"] for i in (1, 2, 3)) < 0.2


async def test_03_an_opposed_veto_holder_stops_us_and_is_cleared_first(account: FieldAccount) -> None:
    found = await map_of(account, field_data("numbers/03-veto"))
    (stage,) = found["stages"]
    whole = NOBODY + CHOICE[0.75] + CHOICE[0]
    right = {
        "us": CHOICE[0.75] / whole / (1 + math.exp(5 - 2.5)),
        "c1": CHOICE[0] / whole / (1 + math.exp(-2.5)),
    }
    assert {party: chance["point"] for party, chance in stage["chance"].items()} == near(right)
    assert stage["nobody"] == near(1 - sum(right.values()))
    assert right["us"] < 0.07
    assert stage["minimum_flip_sets"] == [{"people": ["sec"], "steps": 3}]
    assert first_of(found)[0] == "sec"
    assert found["do_first"][0]["reason"] != "CONTAIN"
    assert found["veto_holders"] == ["sec"]
    assert [(gap["person"], gap["severity"]) for gap in found["gaps"] if gap["kind"] == "VETO_AT_RISK"] == [
        ("sec", "HIGH")
    ]


async def test_07_who_is_unknown_is_sounded_out_before_being_won(account: FieldAccount) -> None:
    found = await map_of(account, field_data("numbers/07-win-before-sounding-out"))
    assert first_of(found)[0] == "cfo"
    assert found["do_first"][0]["reason"] == "FIND_OUT"
    assert influence_of(found) == near({"cfo": 1.0, "b": 0.0})


async def test_08_a_locked_opponent_is_not_the_supporter_to_be_won(account: FieldAccount) -> None:
    found = await map_of(account, field_data("numbers/08-win-the-locked-opponent"))
    steps = {gap["kind"]: gap["next_step"] for gap in found["gaps"]}
    assert "DEPARTMENT_WITHOUT_SUPPORTER" in steps
    assert "buy" in steps["DEPARTMENT_WITHOUT_SUPPORTER"]["text_en"]
    assert "dir" not in steps["DEPARTMENT_WITHOUT_SUPPORTER"]["text_en"].split()
    assert "COMPETITOR_LOCKED" in steps
    won = [
        first["person"] for first in found["do_first"] if first["reason"] in {"WIN", "COMPLETES_QUOTA", "IN_FLIP_SET"}
    ]
    assert "dir" not in won


async def test_09_nobody_is_reached_over_the_heads_of_those_we_meet(account: FieldAccount) -> None:
    found = await map_of(account, field_data("numbers/09-way-over-heads"))
    of_x = [gap["next_step"]["path"] for gap in found["gaps"] if gap["person"] == "x"]
    assert of_x != []
    assert [path for path in of_x if len(path or []) > 2] == []
    assert [first for first in found["do_first"] if first["person"] == "x" and len(first.get("way_in") or []) > 2] == []
