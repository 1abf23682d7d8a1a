"""Documents out of bytes, and what can be done with them: merge, difference, fingerprint. Needs no store."""

import json
import unicodedata
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import create_model

from graph.document import AccountDocument, Difference, difference, find, fingerprint
from graph.draft import Draft, load_json, merge, parse
from graph.errors import Malformed
from graph.kinds import KINDS, OPPORTUNITIES, PEOPLE, Kind, Node, Record
from graph.rules import check
from tests import strategies
from tests.documents import bytes_of, from_bytes, named, read, small

Json = dict[str, Any]
MINIMAL: Json = {"format": "powermap-account/1", "account": {"id": "a", "name": "A"}}


def draft_of(**lists: Any) -> Draft:
    return parse(json.dumps(MINIMAL | lists).encode())


def document_of(**lists: Any) -> AccountDocument:
    return from_bytes(json.dumps(MINIMAL | lists).encode())


def reason(body: bytes) -> str:
    with pytest.raises(Malformed) as caught:
        parse(body)
    return caught.value.reason


# -- bytes --------------------------------------------------------------------------------------------------------------


def test_a_minimal_document_is_filled_with_the_defaults() -> None:
    person = {"id": "p", "name": "P"}
    stage = {"id": "s", "order": 1, "kind": "NEED"}
    document = document_of(people=[person], opportunities=[{"id": "o", "name": "O", "stages": [stage]}])
    assert json.loads(bytes_of(document)) == MINIMAL | {
        "account": {"id": "a", "name": "A", "name_en": "", "tier": "OTHER", "parent_id": None},
        "vendor": None,
        "people": [
            person
            | {
                "name_en": "",
                "department_id": None,
                "rank": 6,
                "rank_assumed": True,
                "title": "",
                "title_en": "",
                "external": False,
            }
            | {"placeholder": False, "assertiveness": None, "orientation": None, "openness": None}
        ],
        "opportunities": [
            {"id": "o", "name": "O", "horizon": "SHORT", "amount": None, "currency": "CNY", "decided_on": None}
            | {
                "stages": [
                    stage
                    | {"weight": None, "quota": None, "votes": [], "veto": [], "outcome": None, "participants": []}
                ]
            }
        ],
    } | {kind.name: [] for kind in KINDS if not kind.single and kind not in (PEOPLE, OPPORTUNITIES)}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", "not-json"),
        (b"{", "not-json"),
        (b"{} x", "not-json"),
        (b"{'a': 1}", "not-json"),
        (b"\xff\xfe", "not-utf-8"),
        ('{"a": "é"}'.encode("latin-1"), "not-utf-8"),
        (b'{"a": 1, "b": 2, "a": 1}', "repeated-key"),
        (b'{"x": [{"y": {"a": 1, "a": 2}}]}', "repeated-key"),
        (b"[" * 33 + b"]" * 33, "too-deep"),
        (b'{"a":' * 33 + b"1" + b"}" * 33, "too-deep"),
        (b"[" * 10_000 + b"]" * 10_000, "too-deep"),
        (b"[" * 1_000_000, "too-deep"),
        (b'{"a": ' + b"1" * 5_000 + b"}", "not-json"),
        (json.dumps(MINIMAL | {"vendor": {"id": "v", "name": "\ud800"}}).encode(), "not-json"),
        (json.dumps(MINIMAL | {"\udfff": 1}).encode(), "not-json"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value[:24]!r}-{len(value)}",
)
def test_bytes_that_are_not_acceptable_json(body: bytes, expected: str) -> None:
    assert reason(body) == expected


def test_what_is_just_acceptable() -> None:
    assert load_json(b"[" * 32 + b"]" * 32) is not None
    assert load_json(b"\xef\xbb\xbf{}") == {}
    document = draft_of().document
    assert parse(b"\xef\xbb\xbf" + json.dumps(MINIMAL).encode()).document == document


@given(st.binary(max_size=60) | st.text(max_size=30).map(str.encode))
def test_any_bytes_are_read_or_malformed(body: bytes) -> None:
    try:
        draft = parse(body)
    except Malformed:
        return
    assert draft.document is None or draft.faults


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.sampled_from([kind.name for kind in KINDS] + ["id", "format"]), inner)
        ),
    )
)
@settings(max_examples=200)
def test_any_json_is_read_or_faulty(value: Any) -> None:
    try:
        draft = parse(json.dumps(MINIMAL | value if isinstance(value, dict) else value).encode())
    except Malformed:
        return
    assert draft.document is not None or draft.faults
    if draft.document is not None:
        check(draft.document, draft)


# -- text ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("  张伟\u3000", "张伟"),
        ("e\u0301", "é"),
        ("\uf900", "\uf900"),
        ("e\u0301\uf900e\u0301\U0002f800", "é\uf900é\U0002f800"),
        ("𠮷野家 䶮", "𠮷野家 䶮"),
        ("ＡＢＣ", "ＡＢＣ"),
        ("Å", "Å"),
        ("a\u200db", "a\u200db"),
    ],
)
def test_text_is_trimmed_and_composed_and_names_keep_their_characters(given_name: str, kept: str) -> None:
    (person,) = document_of(people=[{"id": "p", "name": given_name}]).people
    assert person.name == kept
    assert (person.name == unicodedata.normalize("NFC", given_name.strip())) == ("\uf900" not in given_name)


def test_ids_that_are_composed_alike_are_the_same() -> None:
    people = [{"id": "e\u0301", "name": "A"}, {"id": "é", "name": "B"}]
    assert [(fault.pointer, fault.code) for fault in draft_of(people=people).faults] == [("/people/1", "duplicate-id")]


def test_lines_are_kept_in_texts_only() -> None:
    edge = {"source": "a", "target": "b", "strength": 1}
    draft = draft_of(influence=[edge | {"evidence": "one\ntwo\tthree\r\n"}], people=[{"id": "a", "name": "A\nB"}])
    assert [(fault.pointer, fault.code) for fault in draft.faults] == [("/people/0/name", "control-character")]
    assert draft.document is not None
    assert draft.document.influence[0].evidence == "one\ntwo\tthree"


def test_ties_have_no_direction() -> None:
    people = [{"id": one, "name": one} for one in ("a", "b", "é", "f")]
    ties = [{"a": "b", "b": "a"}, {"a": "é", "b": "f"}]
    assert [(tie.a, tie.b) for tie in document_of(people=people, ties=ties).ties] == [("a", "b"), ("f", "é")]
    both = draft_of(people=people, ties=[{"a": "b", "b": " a"}, {"a": "a", "b": "b"}])
    assert [(fault.pointer, fault.code) for fault in both.faults] == [("/ties/1", "duplicate-id")]
    composed = draft_of(people=people, ties=[{"a": "e\u0301", "b": "f"}, {"a": "f", "b": "é"}])
    assert [(fault.pointer, fault.code) for fault in composed.faults] == [("/ties/1", "duplicate-id")]


# -- merge, difference, fingerprint -------------------------------------------------------------------------------------


def applied(changes: Difference, document: AccountDocument) -> AccountDocument:
    """The document that the changes lead to from this one, record by record."""
    for kind in KINDS:
        held = {kind.key_of(record): record for record in document.of(kind)}
        for change in changes.changes:
            if change.kind is kind:
                assert held.pop(change.key, None) == change.before
                if change.after is not None:
                    held[change.key] = change.after
        document = document.with_records(kind, held.values())
    return document.canonical()


def shuffled(document: AccountDocument) -> AccountDocument:
    return document.model_copy(
        update={kind.name: tuple(reversed(document.of(kind))) for kind in KINDS if not kind.single}
    )


two = st.tuples(strategies.documents(), strategies.documents())


@given(strategies.documents())
@settings(max_examples=60, deadline=None)
def test_a_document_is_what_it_was_after_writing_and_reading(document: AccountDocument) -> None:
    assert check(document) == ()
    assert from_bytes(bytes_of(document)) == document
    assert parse(bytes_of(document)).document == document
    assert shuffled(document).canonical() == document


@given(two)
@settings(max_examples=60, deadline=None)
def test_a_difference_leads_from_one_document_to_the_other(both: tuple[AccountDocument, AccountDocument]) -> None:
    before, after = both
    changes = difference(before, after)
    assert applied(changes, before) == after
    assert changes.fingerprint_from(fingerprint(before)) == fingerprint(after)
    assert changes.created + changes.updated + changes.unchanged == sum(len(after.of(kind)) for kind in KINDS)
    assert changes.deleted + changes.updated + changes.unchanged == sum(len(before.of(kind)) for kind in KINDS)
    assert difference(after, after).changes == ()


@given(strategies.documents())
@settings(max_examples=30, deadline=None)
def test_a_fingerprint_names_the_content_and_not_its_order(document: AccountDocument) -> None:
    assert fingerprint(shuffled(document)) == fingerprint(document)
    assert fingerprint(named(document, "other")) != fingerprint(document)
    assert difference(None, document).fingerprint_from(0) == fingerprint(document)
    assert difference(document, None).fingerprint_from(fingerprint(document)) == fingerprint(None) == 0


def draft_from(document: AccountDocument) -> Draft:
    return parse(bytes_of(document))


@given(two)
@settings(max_examples=60, deadline=None)
def test_a_merge_keeps_what_is_not_named_and_takes_what_is(both: tuple[AccountDocument, AccountDocument]) -> None:
    before, given_one = both
    merged = merge(before, draft_from(given_one))
    for kind in KINDS:
        if kind.single:
            continue
        held = {kind.key_of(record): record for record in before.of(kind)}
        held |= {kind.key_of(record): record for record in given_one.of(kind)}
        assert {kind.key_of(record): record for record in merged.of(kind)} == held
    assert merged.account == given_one.account
    assert merged.vendor == (given_one.vendor or before.vendor)
    assert merge(merged, draft_from(given_one)).canonical() == merged.canonical()
    assert merge(None, draft_from(given_one)) == given_one


def test_a_merge_takes_an_opportunity_with_its_stages_as_one() -> None:
    before = read("tiny")
    bid = {"id": "o1", "name": "Cloud 2", "stages": [{"id": "s9", "order": 1, "kind": "OTHER"}]}
    merged = merge(before, draft_of(opportunities=[bid]))
    found = find(merged, "opportunities", ("o1",))
    assert found is not None
    assert [stage.id for stage in found.stages] == ["s9"]  # type: ignore[attr-defined]
    assert find(merged, "opportunities", ("o2",)) == before.opportunities[1]


def test_a_difference_is_told_record_by_record() -> None:
    before = small("a", people=3)
    after = before.with_records(PEOPLE, (before.people[0], before.people[1].model_copy(update={"rank": 1})))
    changes = difference(before, after)
    assert [(change.key, change.before is None, change.after is None) for change in changes.changes] == [
        (("p01",), False, False),
        (("p02",), False, True),
    ]
    assert (changes.created, changes.updated, changes.deleted, changes.unchanged) == (0, 1, 1, 2)


# -- validity time ------------------------------------------------------------------------------------------------------

BEFORE_VALIDITY: Json = {
    "format": "powermap-account/1",
    "account": {"id": "old", "name": "Old", "tier": "CITY"},
    "vendor": {"id": "us", "name": "Us"},
    "competitors": [{"id": "them", "name": "T"}],
    "people": [{"id": "a", "name": "A", "rank": 1}, {"id": "b", "name": "B", "openness": 0.5}],
    "reporting": [{"subordinate": "b", "manager": "a"}],
    "influence": [{"source": "a", "target": "b", "strength": 0.5, "on": "2026-01-01"}],
    "ties": [{"a": "a", "b": "b", "kind": "ALLIANCE", "note": "n"}],
    "attitudes": [{"person": "a", "toward": "us", "level": "SUPPORT", "on": "2026-01-31", "reported_by": "m"}],
    "team": [{"id": "m", "name": "M"}],
    "coverage": [{"member": "m", "person": "a", "owner": True, "target_level": "DEEP"}],
    "opportunities": [
        {
            "id": "o",
            "name": "O",
            "stages": [{"id": "s", "order": 1, "kind": "AWARD", "quota": 1, "votes": [{"person": "a"}]}],
        }
    ],
}


def test_a_document_without_validity_has_the_content_hash_it_had_before_there_was_any() -> None:
    """The number is what the last program without these fields made of the same document."""
    assert fingerprint(from_bytes(json.dumps(BEFORE_VALIDITY).encode())) == 0x77FECC43552C5A6458CA5072A289EBAC


def test_a_document_without_english_names_has_the_content_hash_it_had_before_there_were_any(
    tiny: AccountDocument,
) -> None:
    """Again a number of the last program without them, which had no proposals either."""
    assert fingerprint(tiny.model_copy(update={"proposals": ()})) == 0xA125FFC23C6B1CC10005CB744A52970C
    team = (tiny.team[0].model_copy(update={"name_en": "Mia"}), *tiny.team[1:])
    assert fingerprint(tiny.model_copy(update={"team": team})) != fingerprint(tiny)


def test_every_field_of_every_record_says_what_it_means_where_it_is_declared() -> None:
    """A type may say it for all its fields (a rank is a rank); what is a plain id or day is said by each field itself."""
    models: set[type[Record]] = set()

    def collect(model: type[Record]) -> None:
        models.add(model)
        for info in model.model_fields.values():
            for part in (info.annotation, *get_args(info.annotation)):
                if isinstance(part, type) and issubclass(part, Record) and part not in models:
                    collect(part)

    for kind in KINDS:
        collect(kind.model)
    assert {"Outcome", "CastVote", "Borrowed", "Withdrawal"} <= {model.__name__ for model in models}
    silent = [(model, field) for model in models for field, info in model.model_fields.items() if not info.description]
    assert silent == []
    said: dict[str, set[str]] = {}
    for model in models:
        for field, info in model.model_fields.items():
            if field == "id":
                said.setdefault(str(info.description), set()).add(model.__name__)
    assert all(len(names) == 1 for names in said.values()), "an id is the id of something"
    meanings = {
        (model.__name__, name): info.description for model in models for name, info in model.model_fields.items()
    }
    assert meanings["Coverage", "owner"] == "True if this member answers for the relationship."
    assert "Id of the member" in str(meanings["Target", "owner"])
    assert "CANCELLED" in str(meanings["Activity", "status"])


@pytest.mark.parametrize("annotation", [list[str], set[str], dict[str, str], list[str] | None])
def test_a_record_that_could_be_changed_is_no_kind(annotation: Any) -> None:
    """Whoever declares a kind is told by field what to write instead."""
    model = create_model("Committee", __base__=Record, members=(annotation, ...))
    with pytest.raises(TypeError, match=r"Committee\.members: a record never changes; .* tuple\[…, \.\.\.\]"):
        Kind("committees", model, key=(), shape=Node("Committee", ()))
