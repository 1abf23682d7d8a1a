"""What-if: every change equals a fresh analysis of the edited document, over all kinds of record (method 5)."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.pipeline import Analysis, analyse
from graph.analysis.scenario import Leave, read_changes, suppose
from graph.analysis.what_if import what_if
from graph.document import AccountDocument
from graph.draft import parse
from graph.errors import Conflict, InvalidDocument
from graph.kinds import ACCOUNT, INFLUENCE, KINDS
from graph.method import Method
from graph.power_graph import PowerGraph
from graph.rules import check
from graph.vacancies import vacate
from tests.accounts_at_hand import TODAY, moves, power, stage, thinks

SAMPLE = Path(__file__).resolve().parents[3] / "app" / "sample" / "jiangyuan.json"
AS_OF = date(2026, 11, 26)
FEW_DRAWS = Method(stability_draws=5)


def sample() -> AccountDocument:
    document = parse(SAMPLE.read_bytes()).document
    assert document is not None
    return document.canonical()


def analysed(document: AccountDocument, opportunity: str) -> Analysis:
    return analyse(PowerGraph.of(document, as_of=AS_OF, opportunity=opportunity, method=FEW_DRAWS))


def same(one: Analysis, other: Analysis) -> None:
    assert one.standing == other.standing
    assert one.stages == other.stages
    assert one.coverage.whole == other.coverage.whole
    assert one.deciders.decision_influence == other.deciders.decision_influence
    assert one.gaps == other.gaps
    assert one.stability.key_decision_makers == other.stability.key_decision_makers


DOCUMENT = sample()
BID = DOCUMENT.opportunities[0].id
BEFORE = analysed(DOCUMENT, BID)
LINE = DOCUMENT.influence[0]


@pytest.mark.parametrize("person", [person.id for person in DOCUMENT.people])
def test_anybody_of_the_full_sample_may_leave_and_the_store_can_do_the_same(person: str) -> None:
    scenario = suppose(DOCUMENT, [Leave(kind="leave", person=person)], AS_OF, BID)
    edited, successor = vacate(DOCUMENT, person)
    stored = edited.canonical()
    assert scenario.document == stored
    assert check(stored) == ()
    assert person not in {record.id for record in stored.people}
    for before, after in zip(DOCUMENT.opportunities, stored.opportunities, strict=True):
        for old, new in zip(before.stages, after.stages, strict=True):
            assert (new.quota, sum(v.weight for v in new.votes)) == (old.quota, sum(v.weight for v in old.votes))
            assert new.veto == tuple(successor if name == person else name for name in old.veto)
    assert scenario.successors == ({person: successor} if successor else {})


def test_a_post_without_its_holders_attitude() -> None:
    """The tenth situation: whoever holds two of three votes leaves; the post is vacant and nobody knows what comes."""
    text = (SAMPLE.parents[2] / "tests" / "data" / "field" / "situations" / "10-holder-left.json").read_bytes()
    document = parse(text).document
    assert document is not None
    stored, successor = vacate(document.canonical(), "cfo")
    analysis = analyse(PowerGraph.of(stored, as_of=AS_OF, opportunity=document.opportunities[0].id))
    assert successor == "cfo:successor"
    assert analysis.power.people[successor].placeholder
    assert successor not in analysis.power.attitudes
    assert analysis.coverage.contacts[successor].level == "NONE"
    ours = analysis.standing[analysis.power.vendor or ""]
    assert ours.stated == pytest.approx(0.125)
    assert ours.high - ours.low >= 1


def any_record(data: st.DataObject) -> dict[str, Any]:
    """A change of any kind of record of the sample: deleted, or put as it is, or without something it may lack."""
    kind = data.draw(st.sampled_from([kind for kind in KINDS if kind is not ACCOUNT and DOCUMENT.of(kind)]))
    record = data.draw(st.sampled_from(DOCUMENT.of(kind)))
    if data.draw(st.booleans()):
        return {"kind": "delete", "collection": kind.name, "key": list(kind.key_of(record))}
    fields = json.loads(record.model_dump_json())
    optional = [name for name, field in kind.model.model_fields.items() if not field.is_required() and name in fields]
    fields.pop(data.draw(st.sampled_from(optional)) if optional else "", None)
    return {"kind": "put", "collection": kind.name, "record": fields}


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_changes_of_any_kind_equal_a_fresh_analysis_of_the_edited_document(data: st.DataObject) -> None:
    changes = read_changes([any_record(data) for _ in range(data.draw(st.integers(1, 2)))])
    try:
        scenario = suppose(DOCUMENT, changes, AS_OF, BID)
        after = what_if(BEFORE, changes).after
    except (Conflict, InvalidDocument) as refused:
        assert refused.faults or isinstance(refused, Conflict)  # noqa: PT017 - refusals say what of
        return
    reloaded = parse(scenario.document.model_dump_json().encode()).document
    assert reloaded is not None
    assert check(reloaded) == ()
    same(after, analysed(reloaded.canonical(), BID))


def test_what_is_put_and_deleted_stands_in_the_document() -> None:
    tie = {"a": "P01", "b": "P06", "kind": "CONFLICT", "note": "heard"}
    changes = read_changes(
        [
            {"kind": "put", "collection": "ties", "record": tie},
            {"kind": "delete", "collection": "influence", "key": list(INFLUENCE.key_of(LINE))},
        ]
    )
    document = suppose(DOCUMENT, changes, AS_OF, BID).document
    assert [record.note for record in document.ties if (record.a, record.b, record.kind) == ("P01", "P06", "CONFLICT")]
    assert LINE not in document.influence


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"kind": "put", "collection": "moods", "record": {}}, ("/changes/0/collection", "wrong-enum")),
        ({"kind": "delete", "collection": "account", "key": ["x"]}, ("/changes/0/collection", "wrong-enum")),
        ({"kind": "delete", "collection": "people", "key": ["nobody"]}, ("/changes/0/key", "dangling-id")),
        (
            {"kind": "put", "collection": "account", "record": {"id": "other", "name": "x"}},
            ("/changes/0/record/id", "id-mismatch"),
        ),
        (
            {"kind": "put", "collection": "ties", "record": {"a": "P01", "b": "P99"}},
            ("/changes/0/record/b", "dangling-id"),
        ),
        ({"kind": "delete", "collection": "opportunities", "key": [BID]}, ("/opportunity", "dangling-id")),
        ({"kind": "put", "collection": "people", "record": {"id": "x"}}, ("/changes/0/record/name", "missing-field")),
    ],
)
def test_changes_of_records_are_refused_with_their_pointer(change: dict[str, Any], fault: tuple[str, str]) -> None:
    with pytest.raises(InvalidDocument) as refused:
        suppose(DOCUMENT, read_changes([change]), AS_OF, BID)
    assert fault in [(one.pointer, one.code) for one in refused.value.faults]


def test_an_attitude_that_is_supposed_is_certain_and_overrules_the_day() -> None:
    """Whatever was stated the same day, by whomever, in whatever confidence: the supposed one is a point."""
    said = [thinks("a", "OPPOSE").model_copy(update={"confidence": 5, "opportunity_id": "o"})]
    graph = power("ab", stages=[stage({"a": 1}, 1)], attitudes=said, influence=[moves("b", "a", 0.2)])
    before = analyse(graph)
    change = {"kind": "attitude", "person": "a", "toward": "us", "level": "SUPPORT"}
    stance = what_if(before, read_changes([change])).after.power.attitudes["a"]["us"]
    assert (stance.level, stance.low, stance.high) == ("SUPPORT", stance.x, stance.x)


def test_who_is_not_there_yet_stays_so_in_what_if() -> None:
    """The document is edited, not what is left of it on the day."""
    graph = power("ab", stages=[stage({"a": 1, "b": 1}, 2)])
    late = tuple(
        person.model_copy(update={"since": TODAY + timedelta(days=1)}) if person.id == "b" else person
        for person in graph.document.people
    )
    document = graph.recorded.model_copy(update={"people": late})
    before = analyse(PowerGraph.of(document, as_of=TODAY, opportunity="o"))
    change = {"kind": "attitude", "person": "a", "toward": "us", "level": "SUPPORT"}
    after = what_if(before, read_changes([change])).after
    assert set(after.power.people) == {"a"}
    assert after.power.successors.keys() == before.power.successors.keys()
