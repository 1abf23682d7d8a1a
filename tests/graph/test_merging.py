"""Two records of one person become one: what passes on, what falls together, and what is kept."""

import json
from typing import Any

import pytest

from graph.document import AccountDocument
from graph.errors import InvalidDocument, NotFound
from graph.merging import merge
from graph.rules import check
from tests.documents import from_bytes

Json = dict[str, Any]
TWICE: Json = {
    "format": "powermap-account/1",
    "account": {"id": "a", "name": "A"},
    "vendor": {"id": "us", "name": "Us"},
    "departments": [{"id": "D", "name": "D"}],
    "people": [
        {"id": "p", "name": "P", "title": "chief", "rank": 2},
        {"id": "q", "name": "P.", "name_en": "Pat", "title": "head", "department_id": "D", "former_ids": "old"},
        {"id": "boss", "name": "B", "rank": 1},
        {"id": "other", "name": "O", "rank": 1},
    ],
    "reporting": [{"subordinate": "p", "manager": "boss"}, {"subordinate": "q", "manager": "other"}],
    "influence": [
        {"source": "p", "target": "q", "strength": 0.5},
        {"source": "q", "target": "boss", "strength": 0.5},
        {"source": "p", "target": "other", "strength": 0.9},
        {"source": "q", "target": "other", "strength": 0.2},
    ],
    "ties": [{"a": "boss", "b": "q", "kind": "CONFLICT"}],
    "attitudes": [
        {"person": "p", "toward": "us", "level": "ACCEPT", "on": "2026-01-01"},
        {"person": "q", "toward": "us", "level": "OPPOSE", "on": "2026-01-01"},
        {"person": "q", "toward": "us", "level": "SUPPORT", "on": "2026-02-01"},
    ],
    "team": [{"id": "m", "name": "M"}],
    "interactions": [{"id": "i", "on": "2026-01-01", "members": ["m"], "people": ["p", "q"]}],
    "opportunities": [
        {
            "id": "o",
            "name": "O",
            "stages": [
                {
                    "id": "s",
                    "order": 1,
                    "kind": "AWARD",
                    "quota": 4,
                    "votes": [
                        {"person": "p", "weight": 1},
                        {"person": "q", "weight": 2},
                        {"person": "boss", "weight": 1},
                    ],
                    "veto": ["p", "q"],
                    "participants": [{"person": "p", "role": "USER"}, {"person": "q", "role": "USER"}],
                    "outcome": None,
                }
            ],
        }
    ],
}


def document() -> AccountDocument:
    return from_bytes(json.dumps(TWICE).encode())


def test_everything_passes_on_and_the_document_stays_whole() -> None:
    after, merged = merge(document(), "q", "p")
    assert check(after) == ()
    person = next(person for person in after.people if person.id == "p")
    assert (person.name, person.title, person.name_en, person.department_id) == ("P", "chief", "Pat", "D")
    assert merged.former_ids == ["q", "old"]
    assert merged.dropped == ["influence/p/q/PROFESSIONAL"]
    assert merged.folded == ["influence/q/other/PROFESSIONAL", "attitudes/q/us/2026-01-01"]
    assert merged.dotted == ["reporting/q/other"]
    assert merged.summed == ["opportunities/o/s"]
    assert {(line.source, line.target, line.strength) for line in after.influence} == {
        ("p", "boss", 0.5),
        ("p", "other", 0.9),
    }
    assert [(line.manager, line.kind) for line in after.reporting] == [("boss", "SOLID"), ("other", "DOTTED")]
    assert [(attitude.level, str(attitude.on)) for attitude in after.attitudes] == [
        ("ACCEPT", "2026-01-01"),
        ("SUPPORT", "2026-02-01"),
    ]
    (stage,) = after.opportunities[0].stages
    assert {vote.person: vote.weight for vote in stage.votes} == {"p": 3, "boss": 1}
    assert (stage.veto, len(stage.participants), after.interactions[0].people) == (("p",), 1, ("p",))
    assert '"q"' not in after.model_dump_json()


def test_days_about_the_data_pass_on() -> None:
    document = json.loads(json.dumps(TWICE))
    document["people"][1] |= {"collected_on": "2026-01-02", "review_on": "2027-01-02"}
    document["people"][1] |= {"restricted_on": "2026-02-02", "restricted_because": "OBJECTION"}
    after, _ = merge(from_bytes(json.dumps(document).encode()), "q", "p")
    (person,) = [one for one in after.people if one.id == "p"]
    assert [str(day) for day in (person.collected_on, person.review_on, person.restricted_on)] == [
        "2026-01-02",
        "2027-01-02",
        "2026-02-02",
    ]


def test_nobody_is_merged_with_themselves_or_with_nobody() -> None:
    with pytest.raises(InvalidDocument):
        merge(document(), "p", "p")
    with pytest.raises(NotFound):
        merge(document(), "nobody", "p")
