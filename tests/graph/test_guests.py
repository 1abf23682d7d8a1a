"""Guests: seating people of other accounts on a map, without a store."""

from datetime import date

import pytest

from graph.analysis.calibration import calibrate
from graph.analysis.pipeline import analyse
from graph.analysis.scenario import Leave
from graph.analysis.what_if import what_if
from graph.borrowed_people import Lent, borrowed_by, host, lend
from graph.document import AccountDocument
from graph.errors import InvalidDocument
from graph.kinds import Borrowed
from graph.power_graph import PowerGraph
from tests import documents

TODAY = date(2026, 6, 30)
BOSS = {"person": "p00", "account_id": "group"}


def city(*, on: str | None = None) -> AccountDocument:
    """Two of its own; the group's p00, a namesake of one of them, votes, and p09 of another account may stop it."""
    stage = {"id": "s", "order": 1, "kind": "AWARD", "quota": 3, "votes": [{"person": "p00"}, {**BOSS, "weight": 2}]}
    stage["borrowed_veto"] = [{"person": "p09", "account_id": "other"}]
    if on:
        stage["outcome"] = {
            "on": on,
            "winner": "us",
            "votes": [{**BOSS, "party": "us"}, {"person": "p00", "party": "us"}],
        }
    other = {"id": "plain", "name": "Plain"}
    return documents.small(
        "city",
        people=2,
        vendor={"id": "us", "name": "Us"},
        opportunities=[{"id": "o", "name": "O", "stages": [stage]}, other],
    )


def group() -> AccountDocument:
    said = {"person": "p00", "level": "SUPPORT", "on": "2026-01-31", "evidence": "a dinner", "reported_by": "m"}
    return documents.small(
        "group",
        vendor={"id": "us", "name": "Us"},
        competitors=[{"id": "them", "name": "T"}],
        team=[{"id": "m", "name": "M"}],
        attitudes=[said | {"toward": "us"}, said | {"toward": "them"}],
    )


def lent(document: AccountDocument) -> tuple[Lent, ...]:
    return tuple(lend(group(), held, document) for held in borrowed_by(document))


def test_what_is_lent_is_the_persons_own_record_and_attitudes_to_shared_parties() -> None:
    held = lend(group(), Borrowed(**BOSS), city())
    assert held.person is not None
    assert (held.person.name, held.missing) == ("Person 0", "")
    assert [(one.toward, one.level, one.evidence, one.reported_by) for one in held.attitudes] == [
        ("us", "SUPPORT", "group", None)
    ]
    gone = lend(group(), Borrowed(person="nobody", account_id="group"), city())
    assert (gone.person, gone.attitudes, gone.missing) == (None, (), "person-gone")


def test_guests_are_seated_for_their_opportunity_only_and_under_a_name_of_their_own() -> None:
    document = city()
    assert borrowed_by(document) == (Borrowed(**BOSS), Borrowed(person="p09", account_id="other"))
    seated = host(document, "o", lent(document))
    assert [person.id for person in seated.people] == ["p00", "p01", "group/p00", "p09"]
    (stage,) = seated.opportunities[0].stages
    assert {vote.person: vote.weight for vote in stage.votes} == {"p00": 1, "group/p00": 2}
    assert (stage.veto, stage.borrowed_veto, borrowed_by(seated)) == (("p09",), (), ())
    assert host(document, "plain", lent(document)) is document
    power = PowerGraph.of(document, as_of=TODAY, opportunity="o", lent=lent(document))
    assert (tuple(power.guests), power.own_ids, power.recorded) == (("group/p00", "p09"), ("p00", "p01"), document)
    assert (power.people["p09"].placeholder, power.people["p09"].name) == (True, "?")


def test_guests_count_as_voters_and_not_in_coverage() -> None:
    found = analyse(PowerGraph.of(city(), as_of=TODAY, opportunity="o", lent=lent(city())))
    half = pytest.approx(0.5)
    assert found.deciders.decision_influence == {"group/p00": half, "p00": half, "p01": 0.0, "p09": 0.0}
    assert found.standing["us"].point == pytest.approx(0.5 * 0.75)
    assert found.coverage.whole.plain == 0.0
    kinds = {gap.kind for gap in found.gaps if gap.person in found.power.guests}
    assert kinds == {"UNKNOWN_ATTITUDE", "VETO_AT_RISK", "PLACEHOLDER_ROLE"}
    assert found.deciders.hidden == ()  # they act through their own votes alone


def test_a_guest_may_be_supposed_to_leave_and_a_stranger_may_not() -> None:
    before = analyse(PowerGraph.of(city(), as_of=TODAY, opportunity="o", lent=lent(city())))
    after = what_if(before, [Leave(kind="leave", person="group/p00")])
    successor = after.successors["group/p00"]
    assert after.after.power.guests[successor].placeholder
    assert after.after.standing["us"].point == 0.0
    with pytest.raises(InvalidDocument):
        what_if(before, [Leave(kind="leave", person="group/p01")])


def test_a_guests_cast_vote_is_compared_with_what_was_known_of_them() -> None:
    document = city(on="2026-06-01")
    known = calibrate(PowerGraph.of(document, as_of=TODAY, lent=lent(document)))
    unknown = calibrate(PowerGraph.of(document, as_of=TODAY))
    assert known.votes is not None
    assert unknown.votes is not None
    assert (known.votes.count, unknown.votes.count) == (2, 2)
    assert known.votes.brier < unknown.votes.brier


def test_the_lenders_vendor_is_ours_whatever_its_id_and_rivals_of_other_ids_are_counted() -> None:
    theirs = documents.small(
        "group",
        vendor={"id": "northgate", "name": "Us"},
        competitors=[{"id": "us", "name": "Called as we are"}, {"id": "them", "name": "T"}],
        attitudes=[
            {"person": "p00", "toward": party, "level": level, "on": "2026-01-31"}
            for party, level in (("northgate", "OPPOSE"), ("us", "SUPPORT"), ("them", "ACCEPT"))
        ],
    )
    ours = city().model_copy(
        update={"competitors": documents.small("x", competitors=[{"id": "them", "name": "T"}]).competitors}
    )
    one = lend(theirs, Borrowed(**BOSS), ours)
    assert ([(said.toward, said.level) for said in one.attitudes], one.unshared) == (
        [("us", "OPPOSE"), ("them", "ACCEPT")],
        1,
    )
    power = PowerGraph.of(ours, as_of=TODAY, opportunity="o", lent=(one,))
    assert power.attitudes["group/p00"]["us"].level == "OPPOSE"
    assert power.guests["group/p00"].unshared == 1
