"""Nothing dated later than the day reaches an answer, and scores of relationships never fall by what is better (issue 11.9)."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.analysis.bus_factor import bus_factor
from graph.analysis.calibration import calibrate, outlook
from graph.analysis.coverage import cover
from graph.analysis.evidence import weigh_evidence
from graph.analysis.falls import falls
from graph.analysis.pipeline import Analysis
from graph.analysis.relationships import relationships, scores_of
from graph.power_graph import PowerGraph
from tests.field_accounts import AS_OF, SAME, Json, accounts, analysed, power_of, with_attitude

LATER = str(AS_OF + timedelta(days=1))
SOMETIMES = settings(max_examples=20, deadline=None)
ANYBODY = st.integers(0, 10_000)


def later(data: Json, kind: str) -> Json:
    """The account with records of a kind that are dated a day after."""
    people = [person["id"] for person in data["people"]]
    lines = [(one, other) for one, other in pairwise(people)]
    taken = {(line["subordinate"], line["manager"]) for line in data["reporting"]}
    return {
        "attitudes": lambda: {
            "attitudes": [
                *data["attitudes"],
                *(
                    {"person": name, "toward": party, "level": level, "on": LATER, "opportunity_id": bid}
                    for name in people
                    for party, level in (("us", "OPPOSE"), ("c1", "SUPPORT_EXCLUSIVE"), ("c2", "UNKNOWN"))
                    for bid in (None, "o1")
                    if not any(
                        (one["person"], one["toward"], one["on"], one["opportunity_id"]) == (name, party, LATER, bid)
                        for one in data["attitudes"]
                    )
                ),
            ]
        },
        "interactions": lambda: {
            "interactions": [
                *data["interactions"],
                *(
                    {"id": f"later-{name}", "on": LATER, "members": ["m0", "m1"], "people": [name], "two_way": True}
                    for name in people
                ),
            ]
        },
        "influence": lambda: {
            "influence": [
                *data["influence"],
                *(
                    {"source": one, "target": other, "kind": "POLITICAL", "strength": 1.0, "on": LATER}
                    for one, other in lines
                    if not any(
                        (line["source"], line["target"], line["kind"]) == (one, other, "POLITICAL")
                        for line in data["influence"]
                    )
                ),
            ]
        },
        "reporting": lambda: {
            "reporting": [
                *data["reporting"],
                *(
                    {"subordinate": one, "manager": other, "kind": "DOTTED", "since": LATER}
                    for one, other in lines
                    if not {(one, other), (other, one)} & taken
                ),
            ]
        },
        "outcomes": lambda: {
            "opportunities": [
                held
                | {
                    "stages": [
                        stage
                        | {"outcome": {"on": LATER, "winner": "us", "votes": [{"person": people[0], "party": "us"}]}}
                        for stage in held.get("stages", [])
                    ]
                }
                for held in data["opportunities"]
            ]
        },
        "assessments": lambda: {
            "assessments": [
                {"code": code, "assessor": "SELF", "met": True, "on": LATER}
                for code in ("MARKET_ADMITTED", "PRODUCT_ADMITTED", "TENDER_INVITED", "CXO_CONTACT")
            ]
        },
        "people": lambda: {"people": [*data["people"], {"id": "newcomer", "name": "New", "rank": 1, "since": LATER}]},
    }[kind]()


KINDS = ("attitudes", "interactions", "influence", "reporting", "outcomes", "assessments", "people")


def answers(found: Analysis) -> dict[str, Any]:
    power, score = found.power, found.deciders.decision_influence
    return {
        "decision influence": dict(score),
        "classes": dict(found.deciders.class_of),
        "scores": dict(found.scores),
        "settled": {name: dict(held) for name, held in found.settled.items()},
        "standing": dict(found.standing),
        "stages": [stage.chance for stage in found.stages],
        "flip sets": [stage.minimum_flip_sets for stage in found.stages],
        "decided": [stage.decided for stage in found.stages],
        "coverage": cover(power, score),
        "gaps": found.gaps,
        "first": found.first,
        "evidence": weigh_evidence(power, score),
        "outlook": outlook(power),
        "calibration": calibrate(power),
        "bus factor": bus_factor(power, found.coverage, score),
        "falls": falls(power),
        "relationships": relationships(power, score),
    }


@SOMETIMES
@given(accounts(later=False), st.sampled_from(KINDS))
def test_what_is_dated_later_reaches_no_answer(data: Json, kind: str) -> None:
    extra = later(data, kind)
    before, after = analysed(data), analysed(data | extra)
    told, now = answers(before), answers(after)
    assert {name: now[name] for name in told if repr(now[name]) != repr(told[name])} == {}


@SOMETIMES
@given(accounts(), ANYBODY)
def test_what_is_dated_on_the_day_counts_and_a_day_later_the_next(data: Json, number: int) -> None:
    person = sorted(one["id"] for one in data["people"])[number % len(data["people"])]
    others = [one for one in data["attitudes"] if (one["person"], one["toward"]) != (person, "us")]

    def level(*said: tuple[int, str, str | None], days: int = 0, bid: str | None = "o1") -> str | None:
        records = [
            {
                "person": person,
                "toward": "us",
                "level": word,
                "on": str(AS_OF + timedelta(days=day)),
                "opportunity_id": own,
            }
            for day, word, own in said
        ]
        power = power_of(data | {"attitudes": [*others, *records]}, bid, AS_OF + timedelta(days=days))
        stance = power.stances_to_us.get(person)
        return stance.level if stance else None

    on_the_day, next_day = (0, "SUPPORT", None), (1, "OPPOSE", None)
    assert level(on_the_day, next_day) == "SUPPORT"
    assert level(on_the_day, next_day, days=1) == "OPPOSE"
    assert level(on_the_day, (0, "CONTACTED", "o1")) == "CONTACTED"
    assert level(on_the_day, (0, "CONTACTED", "o1"), bid=None) == "SUPPORT"
    assert level(on_the_day, (0, "OPPOSE", "o2")) == "SUPPORT"
    assert level((-9, "SUPPORT", None), (-3, "UNKNOWN", None)) is None


# -- relationships ------------------------------------------------------------------------------------------------------


def graph(data: Json) -> PowerGraph:
    return power_of(data)


@SOMETIMES
@given(accounts(later=False), ANYBODY, st.booleans())
def test_one_more_contact_never_lowers_the_general_score(data: Json, number: int, two_way: bool) -> None:
    person = sorted(one["id"] for one in data["people"])[number % len(data["people"])]
    visit = {"id": "new", "on": str(AS_OF), "members": ["m1"], "people": [person], "two_way": two_way}
    before = scores_of(graph(data))
    after = scores_of(graph(data | {"interactions": [*data["interactions"], visit]}))
    assert before.general is None or (after.general is not None and after.general >= before.general - SAME)
    assert before.general is None or 0 <= before.general <= 1
    assert -1 <= (before.key or 0) <= 1
    assert 0 <= before.organization <= 1


@SOMETIMES
@given(accounts(later=False))
def test_one_more_criterion_met_never_lowers_the_organization_score(data: Json) -> None:
    met = {"code": "TENDER_INVITED", "assessor": "SELF", "met": True, "on": str(AS_OF)}
    before, after = scores_of(graph(data)), scores_of(graph(data | {"assessments": [met]}))
    assert after.organization >= before.organization - SAME


@SOMETIMES
@given(accounts(later=False), ANYBODY)
def test_learning_with_evidence_never_lowers_the_maps_quality(data: Json, number: int) -> None:
    power = graph(data)
    alike = dict.fromkeys(power.ids, 1 / len(power.ids))
    unknown = [name for name in power.ids if name not in power.stances_to_us]
    before = weigh_evidence(power, alike).map_quality
    assume(unknown and before is not None)
    assert before is not None
    person = unknown[number % len(unknown)]
    learned = with_attitude(data, person, "us", "ACCEPT", evidence="minutes", reported_by="m1")
    after = weigh_evidence(graph(learned), alike).map_quality
    assert after is not None
    assert after >= before - SAME
