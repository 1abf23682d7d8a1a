"""Every fault of a document, with the exact place it is said of. Needs no store."""

import json
from typing import Any

import pytest

from app.texts.faults import _TEXTS, fault_message
from graph.draft import parse
from graph.errors import Fault
from graph.rules import check
from tests.documents import read

Json = dict[str, Any]
PEOPLE = [{"id": one, "name": one} for one in "abcd"]
BASE: Json = {
    "format": "powermap-account/1",
    "account": {"id": "x", "name": "X"},
    "vendor": {"id": "us", "name": "Us"},
    "people": PEOPLE,
    "team": [{"id": "m", "name": "M"}],
}


def faults(**lists: Any) -> tuple[Fault, ...]:
    draft = parse(json.dumps(BASE | lists).encode())
    assert draft.document is not None
    return draft.faults + check(draft.document, draft)


def told(found: tuple[Fault, ...]) -> list[tuple[str, str, Any]]:
    return [(fault.pointer, fault.code, fault.value) for fault in found]


def person(**fields: Any) -> Json:
    return {"people": [*PEOPLE, {"id": "e", "name": "E"} | fields]}


def influence(**fields: Any) -> Json:
    return {"influence": [{"source": "a", "target": "b", "strength": 0.5} | fields]}


def attitude(**fields: Any) -> Json:
    return {"attitudes": [{"person": "a", "toward": "us", "level": "SUPPORT", "on": "2026-01-01"} | fields]}


def interaction(**fields: Any) -> Json:
    return {"interactions": [{"id": "i", "on": "2026-01-01"} | fields]}


def stage(**fields: Any) -> Json:
    return {"opportunities": [{"id": "o", "name": "O", "stages": [{"id": "s", "order": 1, "kind": "AWARD"} | fields]}]}


def solid(*lines: str) -> Json:
    return {"reporting": [{"subordinate": line[0], "manager": line[1]} for line in lines]}


S = "/opportunities/0/stages/0"
VOTES = [{"person": "a", "weight": 2}, {"person": "b", "weight": 1}]
BIG = 10**399

ONE_FAULT: list[tuple[Json, str, str, Any]] = [
    # dangling-id: every reference there is
    ({"departments": [{"id": "d", "name": "D", "parent_id": "no"}]}, "/departments/0/parent_id", "dangling-id", "no"),
    (person(department_id="no"), "/people/4/department_id", "dangling-id", "no"),
    (solid(("no", "a")), "/reporting/0/subordinate", "dangling-id", "no"),
    (solid(("a", "no")), "/reporting/0/manager", "dangling-id", "no"),
    (influence(source="no"), "/influence/0/source", "dangling-id", "no"),
    (influence(target="no"), "/influence/0/target", "dangling-id", "no"),
    (influence(reported_by="a"), "/influence/0/reported_by", "dangling-id", "a"),
    ({"ties": [{"a": "a", "b": "no"}]}, "/ties/0/b", "dangling-id", "no"),
    (attitude(person="no"), "/attitudes/0/person", "dangling-id", "no"),
    (attitude(toward="no"), "/attitudes/0/toward", "dangling-id", "no"),
    (attitude(reported_by="no"), "/attitudes/0/reported_by", "dangling-id", "no"),
    (attitude(opportunity_id="no"), "/attitudes/0/opportunity_id", "dangling-id", "no"),
    ({"coverage": [{"member": "no", "person": "a"}]}, "/coverage/0/member", "dangling-id", "no"),
    ({"coverage": [{"member": "m", "person": "no"}]}, "/coverage/0/person", "dangling-id", "no"),
    (interaction(members=["m", "no"]), "/interactions/0/members/1", "dangling-id", "no"),
    (interaction(people=["no"]), "/interactions/0/people/0", "dangling-id", "no"),
    (stage(votes=[{"person": "no"}], quota=1), f"{S}/votes/0/person", "dangling-id", "no"),
    (stage(veto=["a", "no"]), f"{S}/veto/1", "dangling-id", "no"),
    (stage(participants=[{"person": "no", "role": "USER"}]), f"{S}/participants/0/person", "dangling-id", "no"),
    (stage(outcome={"on": "2026-01-01", "winner": "no"}), f"{S}/outcome/winner", "dangling-id", "no"),
    (
        stage(outcome={"on": "2026-01-01", "votes": [{"person": "no", "party": "us"}]}),
        f"{S}/outcome/votes/0/person",
        "dangling-id",
        "no",
    ),
    (
        stage(outcome={"on": "2026-01-01", "votes": [{"person": "a", "party": "no"}]}),
        f"{S}/outcome/votes/0/party",
        "dangling-id",
        "no",
    ),
    # duplicate-id: every key there is
    ({"competitors": [{"id": "us", "name": "U"}]}, "/competitors/0", "duplicate-id", "us"),
    ({"departments": [{"id": "d", "name": "D"}] * 2}, "/departments/1", "duplicate-id", "d"),
    ({"people": [*PEOPLE, PEOPLE[0]]}, "/people/4", "duplicate-id", "a"),
    ({"team": [{"id": "m", "name": "M"}] * 2}, "/team/1", "duplicate-id", "m"),
    ({"reporting": solid("ab")["reporting"] * 2}, "/reporting/1", "duplicate-id", "a/b"),
    ({"influence": influence()["influence"] * 2}, "/influence/1", "duplicate-id", "a/b/PROFESSIONAL"),
    ({"ties": [{"a": "a", "b": "b"}, {"a": "b", "b": "a"}]}, "/ties/1", "duplicate-id", "ACQUAINTANCE/a/b"),
    ({"attitudes": attitude()["attitudes"] * 2}, "/attitudes/1", "duplicate-id", "a/us/2026-01-01"),
    ({"coverage": [{"member": "m", "person": "a"}] * 2}, "/coverage/1", "duplicate-id", "m/a"),
    ({"interactions": interaction()["interactions"] * 2}, "/interactions/1", "duplicate-id", "i"),
    (interaction(people=["a", "b", "a"]), "/interactions/0/people/2", "duplicate-id", "a"),
    ({"opportunities": [{"id": "o", "name": "O"}] * 2}, "/opportunities/1", "duplicate-id", "o"),
    (stage(votes=[*VOTES, {"person": "a"}], quota=1), f"{S}/votes/2/person", "duplicate-id", "a"),
    (stage(veto=["a", "a"]), f"{S}/veto/1", "duplicate-id", "a"),
    (stage(participants=[{"person": "a", "role": "USER"}] * 2), f"{S}/participants/1/person", "duplicate-id", "a"),
    # reporting
    (solid("ab", "ba"), "/reporting/1/manager", "reporting-cycle", "a"),
    (solid("ca", "ab", "bc"), "/reporting/2/manager", "reporting-cycle", "c"),
    (solid("ab", "ac"), "/reporting/1/manager", "second-manager", "c"),
    (solid("aa"), "/reporting/0/manager", "self-edge", "a"),
    ({"reporting": [{"subordinate": "a", "manager": "a", "kind": "DOTTED"}]}, "/reporting/0/manager", "self-edge", "a"),
    (influence(target="a"), "/influence/0/target", "self-edge", "a"),
    ({"ties": [{"a": "a", "b": "a", "kind": "CONFLICT"}]}, "/ties/0/b", "self-edge", "a"),
    (
        {"departments": [{"id": "d", "name": "D", "parent_id": "e"}, {"id": "e", "name": "E", "parent_id": "d"}]},
        "/departments/0/parent_id",
        "department-cycle",
        "e",
    ),
    ({"account": {"id": "x", "name": "X", "parent_id": "x"}}, "/account/parent_id", "account-cycle", "x"),
    # ranges
    (person(rank=0), "/people/4/rank", "out-of-range", 0),
    (person(rank=7), "/people/4/rank", "out-of-range", 7),
    (person(openness=1.0), "/people/4/openness", "out-of-range", 1.0),
    (person(openness=-0.1), "/people/4/openness", "out-of-range", -0.1),
    (person(id=""), "/people/4/id", "out-of-range", ""),
    (person(name=" \t "), "/people/4/name", "out-of-range", " \t "),
    (influence(strength=0), "/influence/0/strength", "out-of-range", 0),
    (influence(strength=1.0001), "/influence/0/strength", "out-of-range", 1.0001),
    (influence(confidence=6), "/influence/0/confidence", "out-of-range", 6),
    (stage(weight=0), f"{S}/weight", "out-of-range", 0),
    (stage(weight=-1.5), f"{S}/weight", "out-of-range", -1.5),
    (stage(order=-1), f"{S}/order", "out-of-range", -1),
    (stage(votes=[{"person": "a", "weight": -1}, *VOTES[1:]], quota=1), f"{S}/votes/0/weight", "out-of-range", -1),
    (
        stage(votes=[{"person": "a", "weight": BIG}], quota=1),
        f"{S}/votes/0/weight",
        "out-of-range",
        str(BIG)[:100] + "…",
    ),
    (
        {"opportunities": [{"id": "o", "name": "O", "currency": "yuan"}]},
        "/opportunities/0/currency",
        "out-of-range",
        "yuan",
    ),
    ({"opportunities": [{"id": "o", "name": "O", "amount": -1}]}, "/opportunities/0/amount", "out-of-range", -1),
    # not finite
    (influence(strength=float("nan")), "/influence/0/strength", "not-finite", "nan"),
    (person(openness=float("inf")), "/people/4/openness", "not-finite", "inf"),
    (stage(weight=float("-inf")), f"{S}/weight", "not-finite", "-inf"),
    # quota
    (stage(quota=1), f"{S}/quota", "quota", 1),
    (stage(votes=VOTES), f"{S}/quota", "quota", None),
    (stage(votes=VOTES, quota=4), f"{S}/quota", "quota", 4),
    (stage(votes=VOTES, quota=0), f"{S}/quota", "quota", 0),
    (stage(votes=VOTES, quota=-1), f"{S}/quota", "quota", -1),
    (stage(votes=VOTES, quota=1.5), f"{S}/quota", "quota", 1.5),
    (stage(votes=[{"person": "a", "weight": 0}], quota=1), f"{S}/quota", "quota", 1),
    # enums
    ({"account": {"id": "x", "name": "X", "tier": "STATE"}}, "/account/tier", "wrong-enum", "STATE"),
    (person(assertiveness="SHY"), "/people/4/assertiveness", "wrong-enum", "SHY"),
    (influence(kind="professional"), "/influence/0/kind", "wrong-enum", "professional"),
    (attitude(level="LOVE"), "/attitudes/0/level", "wrong-enum", "LOVE"),
    (interaction(kind=""), "/interactions/0/kind", "wrong-enum", ""),
    (stage(kind="PARTY"), f"{S}/kind", "wrong-enum", "PARTY"),
    ({"team": [{"id": "n", "name": "N", "role": "BOSS"}, *BASE["team"]]}, "/team/0/role", "wrong-enum", "BOSS"),
    # dates
    *(
        (attitude(on=day), "/attitudes/0/on", "impossible-date", day)
        for day in (
            "2026-02-30",
            "2026-13-01",
            "0000-01-01",
            "1899-12-31",
            "2200-01-01",
            "10000-01-01",
            "today",
            "",
            "2026-1-1",
        )
    ),
    (interaction(on="2026-01-01T12:00:00Z"), "/interactions/0/on", "impossible-date", "2026-01-01T12:00:00Z"),
    # length
    (person(id="x" * 65), "/people/4/id", "too-long", "x" * 65),
    (person(name="字" * 201), "/people/4/name", "too-long", "字" * 100 + "…"),
    (influence(evidence="x" * 10_001), "/influence/0/evidence", "too-long", "x" * 100 + "…"),
    # shape
    (person(nickname="E"), "/people/4/nickname", "unknown-field", "E"),
    (person(**{"a/b~c": 1}), "/people/4/a~1b~0c", "unknown-field", 1),
    ({"persons": []}, "/persons", "unknown-field", "[]"),
    (stage(vetoes=[]), f"{S}/vetoes", "unknown-field", "[]"),
    (person(rank="1"), "/people/4/rank", "wrong-type", "1"),
    (person(rank=1.5), "/people/4/rank", "wrong-type", 1.5),
    (person(rank=True), "/people/4/rank", "wrong-type", True),
    (person(name=None), "/people/4/name", "wrong-type", None),
    (person(external=0), "/people/4/external", "wrong-type", 0),
    (influence(strength="0.5"), "/influence/0/strength", "wrong-type", "0.5"),
    ({"ties": {}}, "/ties", "wrong-type", "{}"),
    ({"ties": [None]}, "/ties/0", "wrong-type", None),
    ({"vendor": []}, "/vendor", "wrong-type", "[]"),
    (stage(votes=VOTES, quota="2"), f"{S}/quota", "quota", "2"),
    ({"people": [*PEOPLE, {"id": "e"}]}, "/people/4/name", "missing-field", '{"id": "e"}'),
    (
        {"influence": [{"source": "a", "target": "b"}]},
        "/influence/0/strength",
        "missing-field",
        '{"source": "a", "target": "b"}',
    ),
    # characters
    *(
        (person(title=f"a{bad}b"), "/people/4/title", "control-character", f"a{bad}b")
        for bad in (
            "\x00",
            "\x1b",
            "\x7f",
            "\u0085",
            "\u2028",
            "\u202e",
            "\u2066",
            "\n",
            "\uffff",
            "\ufdd0",
            "\U0001fffe",
        )
    ),
    # compliance
    (interaction(kind="HOSPITALITY"), "/interactions/0/compliance_ref", "compliance-ref", None),
    (interaction(kind="HOSPITALITY", compliance_ref="  "), "/interactions/0/compliance_ref", "compliance-ref", ""),
]
CONTRACT = {
    "dangling-id", "duplicate-id", "reporting-cycle", "second-manager", "self-edge", "out-of-range", "not-finite", "quota",
    "wrong-enum", "impossible-date", "too-long", "unknown-field", "unknown-format", "wrong-type", "control-character",
    "account-cycle", "compliance-ref",
}  # fmt: skip


@pytest.mark.parametrize("case", ONE_FAULT, ids=lambda case: f"{case[2]}{case[1]}")
def test_a_fault_is_told_once_at_its_place(case: tuple[Json, str, str, Any]) -> None:
    lists, pointer, code, value = case
    assert told(faults(**lists)) == [(pointer, code, value)]


def test_every_code_of_the_contract_is_tried_and_has_its_texts() -> None:
    tried = {code for _, _, code, _ in ONE_FAULT}
    assert CONTRACT - tried == {"unknown-format"}
    assert (tried | CONTRACT) <= set(_TEXTS)


@pytest.mark.parametrize("case", ONE_FAULT, ids=lambda case: f"{case[2]}{case[1]}")
def test_a_fault_reads_well_in_both_languages(case: tuple[Json, str, str, Any]) -> None:
    (fault,) = faults(**case[0])
    english, chinese = fault_message(fault, "en"), fault_message(fault, "zh")
    assert (
        english.isascii()
        or any(not character.isascii() for character in str(case[3]))
        or {"→", "≥", "≤"} & set(english)
    )
    assert any("一" <= character <= "鿿" for character in chinese)
    assert "{" not in english.replace(str(fault.value), "").replace("^[A-Z]{3}$", "")


@pytest.mark.parametrize("given", [None, "powermap-account/2", "", 1, ["powermap-account/1"]])
def test_another_format_is_all_that_is_said(given: Any) -> None:
    draft = parse(json.dumps(BASE | {"format": given, "people": [{}]}).encode())
    assert draft.document is None
    assert [(fault.pointer, fault.code) for fault in draft.faults] == [("/format", "unknown-format")]


def test_a_cycle_is_named() -> None:
    (fault,) = faults(**solid("db", "ca", "ab", "bc"))
    assert fault.facts == {"cycle": ["a", "b", "c", "a"]}
    (fault,) = faults(people=[{"id": f"p{i:02}", "name": "P"} for i in range(50)],
                      reporting=[{"subordinate": f"p{i:02}", "manager": f"p{(i + 1) % 50:02}"} for i in range(50)])  # fmt: skip
    assert fault.facts["cycle"] == [*(f"p{i:02}" for i in range(50)), "p00"]


def test_dotted_lines_may_do_what_solid_ones_may_not() -> None:
    lines = [{"subordinate": a, "manager": b, "kind": "DOTTED"} for a, b in ("ba", "ac", "ad")]
    assert faults(reporting=[*solid("ab")["reporting"], *lines]) == ()


def test_what_is_just_allowed() -> None:
    assert faults(**stage(votes=VOTES, quota=3)) == ()
    assert faults(**stage(votes=[{"person": "a", "weight": 0}, VOTES[1]], quota=1)) == ()
    assert faults(**influence(strength=1)) == ()
    assert faults(**influence(strength=5e-324)) == ()
    assert faults(**person(id="字" * 64, name="x" * 200, openness=0, rank=1)) == ()
    assert faults(**attitude(on="1900-01-01")) == faults(**attitude(on="2199-12-31")) == ()
    assert faults(**stage(participants=[{"person": "a", "role": "USER"}, {"person": "a", "role": "COACH"}])) == ()
    assert faults(account={"id": "x", "name": "X", "parent_id": "not-loaded"}) == ()
    assert faults(**interaction(kind="HOSPITALITY", compliance_ref="C-1")) == ()


def test_an_order_stands_once_in_an_opportunity() -> None:
    stages = [{"id": one, "order": 1, "kind": "NEED"} for one in "st"]
    found = faults(
        opportunities=[{"id": "o", "name": "O", "stages": stages}, {"id": "q", "name": "Q", "stages": stages[:1]}]
    )
    assert told(found) == [("/opportunities/0/stages/1/order", "duplicate-id", 1)]


def test_all_faults_are_told_at_once_and_nobody_is_blamed_for_anothers() -> None:
    """The person and the member that cannot be read count as present for those who name them."""
    body = BASE | {
        "people": [*PEOPLE, {"id": "e", "name": "E", "rank": 9, "x": 1}, {"id": "a", "name": "Again"}],
        "team": [{"id": "n", "name": ""}],
        "reporting": [*solid("ab", "ba", "ea", "ec")["reporting"], {"subordinate": "a", "manager": "no"}],
        "influence": [
            {"source": "e", "target": "a", "strength": 2, "reported_by": "n"},
            {"source": "e", "target": "e", "strength": 1, "reported_by": "m"},
        ],
        "opportunities": [
            {"id": "o", "name": "O", "stages": [{"id": "s", "order": 1, "kind": "X", "quota": 1}]},
            {"id": "q", "name": "Q", "stages": [{"id": "s", "order": 1, "kind": "NEED", "quota": 1}]},
        ],
        "attitudes": [{"person": "a", "toward": "us", "level": "SUPPORT", "on": "2026-02-30", "opportunity_id": "o"}],
        "more": 1,
    }
    found = faults(**body)
    assert {(fault.pointer, fault.code) for fault in found} == {
        ("/people/4/rank", "out-of-range"),
        ("/people/4/x", "unknown-field"),
        ("/people/5", "duplicate-id"),
        ("/team/0/name", "out-of-range"),
        ("/reporting/1/manager", "reporting-cycle"),
        ("/reporting/3/manager", "second-manager"),
        ("/reporting/4/manager", "second-manager"),
        ("/reporting/4/manager", "dangling-id"),
        ("/influence/0/strength", "out-of-range"),
        ("/influence/1/target", "self-edge"),
        ("/influence/1/reported_by", "dangling-id"),
        ("/opportunities/0/stages/0/kind", "wrong-enum"),
        ("/opportunities/1/stages/0/quota", "quota"),
        ("/attitudes/0/on", "impossible-date"),
        ("/more", "unknown-field"),
    }
    assert len(found) == 15


@pytest.mark.parametrize("account", [None, [], "x", {}, {"id": "x"}, {"name": "X"}, {"id": 1, "name": "X"}])
def test_a_document_without_a_readable_account_has_its_other_faults_told(account: Any) -> None:
    found = told(faults(account=account, **solid(("a", "no"))))
    assert ("/reporting/0/manager", "dangling-id", "no") in found
    assert all(pointer.startswith("/account") for pointer, _, _ in found[:-1])
    assert len(found) >= 2


@pytest.mark.parametrize("name", ["tiny", "jiangyuan", "krackhardt"])
def test_the_sample_documents_keep_every_rule(name: str) -> None:
    assert check(read(name)) == ()


def test_a_stored_record_is_named_by_its_key() -> None:
    document = read("tiny")
    without = document.model_copy(update={"departments": ()})
    pointers = {fault.pointer for fault in check(without)}
    assert {"/people/p1/department_id", "/people/p2/department_id"} <= pointers


@pytest.mark.parametrize("kind", ["people", "reporting", "influence", "ties", "coverage"])
def test_nothing_ends_before_it_began(kind: str) -> None:
    data = json.loads(read("tiny").model_dump_json())
    data[kind][0] |= {"since": "2026-02-01", "until": "2026-02-01"}
    assert parse(json.dumps(data).encode()).faults == ()
    data[kind][0]["until"] = "2026-01-31"
    draft = parse(json.dumps(data).encode())
    assert draft.document is not None
    assert [(fault.pointer, fault.code) for fault in check(draft.document, draft)] == [
        (f"/{kind}/0/until", "dates-out-of-order")
    ]


def test_a_competitor_withdraws_once_is_there_and_wins_nothing_from_then_on() -> None:
    data = json.loads(read("tiny").model_dump_json())
    bid = data["opportunities"][0]

    def faults(*withdrawn: dict[str, str]) -> list[tuple[str, str]]:
        bid["withdrawn"] = list(withdrawn)
        draft = parse(json.dumps(data).encode())
        assert draft.document is not None
        return [(fault.pointer.removeprefix("/opportunities/0"), fault.code) for fault in check(draft.document, draft)]

    assert faults({"party": "them"}) == []
    assert faults({"party": "nobody"}) == [("/withdrawn/0/party", "dangling-id")]
    assert faults({"party": "them"}, {"party": "them", "on": "2026-01-01"}) == [("/withdrawn/1/party", "duplicate-id")]
    assert faults({"party": "us", "on": "2026-04-02"}) == [("/withdrawn/0/party", "own-party")]
    won = ("/stages/1/outcome/winner", "withdrawn-winner")  # on 2026-04-01
    bid["stages"][1]["outcome"]["winner"] = "them"
    assert faults({"party": "them", "on": "2026-04-02"}) == []
    assert faults({"party": "them", "on": "2026-04-01"}) == [won]
    assert faults({"party": "them"}) == [won]
    bid["stages"][1]["outcome"]["on"] = None
    assert faults({"party": "them", "on": "2026-04-01"}) == []
    assert faults({"party": "them"}) == [won]
