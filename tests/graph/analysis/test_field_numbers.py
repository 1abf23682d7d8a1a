"""What strangers tried (tests/data/field), with the right values by the method's definitions, worked out by hand."""

import json
import math
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from graph.analysis.calibration import calibrate, outlook
from graph.analysis.pipeline import Analysis, analyse
from graph.document import AccountDocument
from graph.power_graph import PowerGraph

FIELD = Path(__file__).parents[2] / "data" / "field"
TODAY = date(2026, 6, 30)


def case(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FIELD / f"{name}.json").read_text(encoding="utf-8"))
    return found


def ask(document: dict[str, Any], opportunity: str | None = "o1", as_of: date = TODAY) -> Analysis:
    parsed = AccountDocument.model_validate_json(json.dumps(document))
    return analyse(PowerGraph.of(parsed, as_of=as_of, opportunity=opportunity))


def choice(*settled: float) -> list[float]:
    """How likely a voter of these settled attitudes goes for each party."""
    weights = [math.exp(5 * x) for x in settled]
    return [weight / (math.exp(1.25) + sum(weights)) for weight in weights]


def test_a_weak_line_opens_a_lone_decider_a_little() -> None:
    found = ask(case("numbers/01-weak-line-takes-half"), None)
    assert found.deciders.decision_influence == pytest.approx({"ceo": 1 - 0.6e-6, "intern": 0.6e-6}, abs=1e-12)


def test_a_weak_line_costs_little_standing() -> None:
    document = case("numbers/02-line-costs-standing")
    assert ask(document).standing["us"].point == pytest.approx(1 - 0.06)
    document["influence"][0]["strength"] = 1e-6
    assert ask(document).standing["us"].point == pytest.approx(1, abs=1e-4)


def test_a_veto_holder_opposed_is_in_the_chance_and_named() -> None:
    found = ask(case("numbers/03-veto"))
    us, rival = choice(0.75, 0.0)
    stage = found.stages[0]
    assert stage.chance["us"].point == pytest.approx(us / (1 + math.exp(5 - 2.5)))
    assert stage.chance["c1"].point == pytest.approx(rival / (1 + math.exp(-2.5)))
    assert stage.nobody == pytest.approx(1 - stage.chance["us"].point - stage.chance["c1"].point)
    assert stage.veto == ("sec",)


@pytest.mark.parametrize(
    ("name", "opportunity"), [("numbers/04-seven-equal", "o1"), ("situations/12-nine-equals", "o")]
)
def test_equals_are_in_one_class_and_all_key(name: str, opportunity: str) -> None:
    found = ask(case(name), opportunity, date(2026, 11, 26))
    voters = [vote.person for vote in found.stages[0].votes]
    assert {found.deciders.class_of[voter] for voter in voters} == {"A"}
    assert list(found.stability.key_decision_makers) == sorted(voters)
    assert (found.stability.unstable, {found.stability.key_share[voter] for voter in voters}) == ((), {1.0})


def test_rivals_chances_sum_to_at_most_one() -> None:
    (stage,) = ask(case("numbers/05-chances-over-one")).stages
    yes = choice(0.75, 0.75)[0]
    carried = sum(math.comb(7, n) * yes**n * (1 - yes) ** (7 - n) for n in range(4, 8))
    assert [stage.chance[party].point for party in ("us", "c1")] == pytest.approx([carried, carried])
    assert carried * 2 <= 1
    document = case("numbers/05-chances-over-one")
    document["opportunities"][0]["stages"][0]["quota"] = 2
    (either,) = ask(document).stages
    assert [either.chance[party].point for party in ("us", "c1")] == pytest.approx([0.5, 0.5])
    assert either.nobody == pytest.approx(0, abs=1e-12)


def test_an_old_statement_of_low_confidence_is_hardly_trusted() -> None:
    found = ask(case("numbers/06-old-attitude-certain"))
    trust = 0.4 * 2 ** (-((TODAY - date(2019, 1, 1)).days - 90) / 365)
    standing = found.standing["us"]
    assert (standing.point, standing.high) == (1, 1)
    assert standing.low == pytest.approx(1 - 2 * (1 - trust))
    assert found.deciders.information_value["ceo"] == pytest.approx(2 * (1 - trust))


def test_calibration_knows_no_line_learned_after_the_vote() -> None:
    document = case("numbers/11-hindsight")
    parsed = AccountDocument.model_validate_json(json.dumps(document))
    found = calibrate(PowerGraph.of(parsed, as_of=TODAY, opportunity="o1"))
    assert found.votes is not None
    us, rival = choice(0, 0)
    assert found.votes.brier == pytest.approx(((us - 1) ** 2 + rival**2) / 2)
    document["influence"][0]["on"] = "2026-05-30"
    known = calibrate(PowerGraph.of(AccountDocument.model_validate_json(json.dumps(document)), as_of=TODAY))
    assert known.votes is not None
    us, rival = choice(0.6, 0)
    assert known.votes.brier == pytest.approx(((us - 1) ** 2 + rival**2) / 2)


def test_more_of_a_fan_who_stands_highest_after_listening_never_costs() -> None:
    document = case("numbers/12-fan-lowers-standing")
    points = []
    for strength in (0.2, 0.4, 0.6, 0.8, 1.0):
        document["influence"][1]["strength"] = strength  # calm stands highest after listening: the fan hears the foe
        points.append(ask(document).standing["us"].point)
    assert points == sorted(points)


def test_staff_in_the_directory_hide_nobody() -> None:
    document = case("numbers/14-hidden-by-directory")
    many = ask(document)
    ends = {line[end] for line in document["influence"] for end in ("source", "target")}
    ends |= {line[end] for line in document["reporting"] for end in ("subordinate", "manager")}
    stages = [stage for held in document["opportunities"] for stage in held["stages"]]
    named = {vote["person"] for stage in stages for vote in stage.get("votes", [])}
    document["people"] += [{"id": f"z{i}", "name": "Z"} for i in range(175)]
    again = ask(document)
    assert again.deciders.hidden == many.deciders.hidden
    assert set(many.deciders.hidden) <= ends | named


@pytest.mark.parametrize("name", ["15-key-by-noise", "16-key-by-name", "17-all-five-key"])
def test_key_people_are_those_of_class_a_whom_the_draws_confirm(name: str) -> None:
    found = ask(case(f"numbers/{name}"))
    class_a = [person for person, place in found.deciders.class_of.items() if place == "A"]
    assert sorted((*found.stability.key_decision_makers, *found.stability.unstable)) == class_a
    assert all(found.stability.key_share[person] >= 0.8 for person in found.stability.key_decision_makers)


def test_one_adviser_above_three_weak_ones_is_key_and_they_are_not() -> None:
    """The ceo listens 0.6 · (1 - 0.1 · 0.9³) to a deference of 1.2, of which p0 is 0.9."""
    found = ask(case("numbers/17-all-five-key"))
    open_ = 0.6 * (1 - 0.1 * 0.9**3)
    assert found.deciders.decision_influence["p0"] == pytest.approx(open_ * 0.75)
    assert found.deciders.decision_influence["p1"] == pytest.approx(open_ / 12)
    assert [found.deciders.class_of[name] for name in ("ceo", "p0", "p1")] == ["A", "A", "C"]


# -- situations -------------------------------------------------------------------------------------------------------


def test_a_founder_with_half_is_decisive_only_with_another() -> None:
    found = ask(case("situations/01-founder-half"), "o", date(2026, 11, 26))
    (stage,) = outlook(found.power).stages
    trusted = found.power.stances_to_us["f"]
    yes = [choice(x)[0] for x in (trusted.x, -1.0, -1.0)]
    assert stage.parties["us"].point == pytest.approx(yes[0] * (1 - (1 - yes[1]) ** 2), abs=1e-12)
    assert stage.parties["us"].point == pytest.approx(0.003761, abs=1e-6)
    assert stage.exact


def test_forty_shareholders_of_whom_one_has_half() -> None:
    found = ask(case("situations/02-forty-shareholders"), "o", date(2026, 11, 26))
    powers = found.stages[0].voting_power
    assert powers["f"] == pytest.approx(39 / 40, abs=1e-9)
    assert all(power == pytest.approx(1 / 1560, abs=1e-9) for name, power in powers.items() if name != "f")
    assert (found.stages[0].approximate, found.stages[0].chance_error) == (False, 0)


def test_a_decided_stage_is_over() -> None:
    after = ask(case("situations/04-decided-stage"), "o", date(2026, 6, 1))
    evaluation, award = after.stages
    assert (evaluation.decided, evaluation.winner, evaluation.minimum_flip_sets) == (True, "us", None)
    assert [evaluation.chance[party].point for party in ("us", "c")] == [1, 0]
    assert evaluation.voting_power == pytest.approx({"ev1": 1 / 3, "ev2": 1 / 3, "ev3": 1 / 3})
    assert award.chance["us"].point == pytest.approx(0.904484, abs=1e-6)
    assert award.chance["c"].point == pytest.approx(0.021271, abs=1e-6)
    assert award.nobody == pytest.approx(0.074245, abs=1e-6)
    assert (after.electorate.basis, after.standing["us"].point) == ("votes", pytest.approx(0.75))
    assert after.deciders.decision_influence == pytest.approx({"boss": 1, "ev1": 0, "ev2": 0, "ev3": 0})
    seen = outlook(after.power)
    assert (seen.weakest, seen.chain["us"].point) == ("award", pytest.approx(0.904484, abs=1e-6))
    before = ask(case("situations/04-decided-stage"), "o", date(2026, 2, 1))
    assert before.stages[0].chance["us"].point == pytest.approx(0.002550, abs=1e-6)
    assert before.stages[0].chance["c"].point == pytest.approx(0.091881, abs=1e-6)
    assert before.standing["us"].point == pytest.approx(0.208333, abs=1e-6)
    assert [flip.people for flip in before.stages[0].minimum_flip_sets or ()] == [("ev1", "ev2"), ("ev1", "ev3")]


def test_when_all_is_decided_the_basis_says_so() -> None:
    document = case("situations/04-decided-stage")
    document["opportunities"][0]["stages"][1]["outcome"] = {"on": "2026-05-01", "winner": "c"}
    found = ask(document, "o", date(2026, 6, 1))
    assert found.electorate.basis == "decided"
    assert found.deciders.decision_influence["boss"] == pytest.approx(0.5)


def test_who_left_leaves_a_successor_of_unknown_attitude() -> None:
    document = case("situations/10-holder-left")
    document["people"][1]["until"] = "2026-11-15"
    found = ask(document, "o", date(2026, 11, 26))
    standing = found.standing["us"]
    boss = found.power.stances_to_us["boss"]
    assert found.power.ids == ("boss",)
    assert standing.point == pytest.approx(0.5 * boss.x)  # quota 3 of 3: both are needed, each has half of the power
    assert standing.low == pytest.approx(0.5 * boss.low - 0.5)
    assert standing.high == pytest.approx(0.5 * boss.high + 0.5)
    assert sum(found.deciders.decision_influence.values()) == pytest.approx(0.5)
    there = ask(document, "o", date(2026, 11, 15))
    assert sum(there.deciders.decision_influence.values()) == pytest.approx(1)


def test_a_rival_who_withdrew_has_no_chance_and_outcomes_stay() -> None:
    document = case("situations/11-rival-withdraws")
    document["opportunities"][0]["withdrawn"] = [{"party": "c", "on": "2026-11-01"}]
    running = ask(document, "now", date(2026, 10, 31))
    out = ask(document, "now", date(2026, 11, 26))
    assert running.stages[0].chance["c"].point > 0.9
    assert out.stages[0].chance["c"].point == 0
    assert out.stages[0].chance["us"].point == pytest.approx(choice(0)[0])
    assert out.standing["us"].leads is None
    seen = calibrate(out.power)
    assert seen.votes is not None
    assert seen.votes.count == 2


def test_what_is_dated_after_the_day_is_counted() -> None:
    found = ask(case("situations/15-server-day"), None, date(2026, 11, 25) - timedelta(days=3650))
    assert found.power.later == 2
    assert found.power.stances_to_us == {}
