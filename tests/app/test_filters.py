"""Every declared filter filters: whatever a list may be asked changes what it answers. Needs no store."""

import json
from datetime import date
from typing import Any, get_args

import pytest

from app.records.record_routes import ROUTED, Routed
from graph.document import AccountDocument
from graph.kinds import KIND_OF, Record
from graph.kinds.fields import EARLIEST, LATEST

LISTS = {routed.many: routed for routed in ROUTED if not routed.single}
ASKED = [(many, name) for many, routed in LISTS.items() for name in routed.query.parameters]
TODAY = date(2026, 3, 1)


def records_of(routed: Routed, document: AccountDocument) -> list[Record]:
    *_, name = routed.path.split("/")
    if name in KIND_OF:
        return list(document.of(KIND_OF[name]))
    return [record for bid in document.opportunities for record in getattr(bid, name)]


def texts_in(value: Any) -> set[str]:
    if isinstance(value, dict | list):
        return {text for part in (value.values() if isinstance(value, dict) else value) for text in texts_in(part)}
    return {value} if isinstance(value, str) else set()


def values_for(kind: Any, document: AccountDocument) -> list[Any]:
    """What a parameter of a type may be given: all codes and bounds; for texts whatever the document has, and what it has not."""
    if codes := [part for part in get_args(kind) if isinstance(part, str)]:
        return list(codes)
    plain = get_args(kind)[0] if get_args(kind) else kind
    given: dict[Any, list[Any]] = {
        bool: [True, False],
        int: list(range(1, 7)),
        date: [EARLIEST, date(2026, 3, 1), LATEST],
        str: ["no such thing", *sorted(texts_in(json.loads(document.model_dump_json())))],
    }
    return given[plain]


def test_the_lists_are_those_of_the_service() -> None:
    assert len(LISTS) == len(ROUTED) - 1
    assert {("people", "toward"), ("stages", "role"), ("ties", "person"), ("coverage", "as_of")} <= set(ASKED)


@pytest.fixture
def sample(tiny: AccountDocument) -> AccountDocument:
    """With somebody restricted, too."""
    *others, last = tiny.people
    restricted = last.model_copy(update={"restricted_on": TODAY, "restricted_because": "OBJECTION"})
    return tiny.model_copy(update={"people": (*others, restricted)})


@pytest.mark.parametrize(("many", "name"), ASKED)
def test_each_parameter_lets_some_through_and_holds_some_back(many: str, name: str, sample: AccountDocument) -> None:
    routed = LISTS[many]
    records = records_of(routed, sample)
    shown = []
    for value in values_for(routed.query.parameters[name].type, sample):
        keeps = routed.query(**{name: value}).keeps(sample, TODAY)
        shown.append(sum(keeps(record) for record in records))
    assert max(shown) > 0, "somebody is found"
    assert min(shown) < len(records), "and somebody is not"


@pytest.mark.parametrize("many", LISTS)
def test_every_field_of_a_query_is_a_parameter_with_a_test(many: str, tiny: AccountDocument) -> None:
    query = LISTS[many].query
    assert set(query.model_fields) == {"limit", "cursor", "sort", "total", "etags", *query.parameters}
    keeps = query().keeps(tiny, TODAY)
    assert all(keeps(record) for record in records_of(LISTS[many], tiny))


def test_what_held_on_a_day(tiny: AccountDocument) -> None:
    def held(many: str, as_of: str) -> list[str]:
        keeps = LISTS[many].query(as_of=date.fromisoformat(as_of)).keeps(tiny, TODAY)
        return [KIND_OF[many].path_of(record) for record in records_of(LISTS[many], tiny) if keeps(record)]

    assert held("people", "2019-12-31") == ["people/p2", "people/p3"]
    assert held("people", "2020-01-01") == ["people/p1", "people/p2", "people/p3"]
    conflict = "ties/CONFLICT/p1/p2"  # learned on 2026-01-20, until 2026-12-01
    assert [conflict in held("ties", day) for day in ("2026-01-19", "2026-01-20", "2026-12-01", "2026-12-02")] == [
        False,
        True,
        True,
        False,
    ]
