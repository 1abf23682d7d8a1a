"""Map views for tests of exports, made without a store: of the sample account, of any document, of as many people as asked."""

import json
from datetime import date, datetime
from functools import cache
from typing import Any

from app.auth.profiles import Redaction
from app.map.composition import compose
from app.map.map_view import MapView
from app.power_map import view as answers
from app.question.analysis_query import DEFAULT_LAYERS
from app.report.view import Framing, InfluenceShown, Lang, RelationshipMethod
from app.reviews import pack
from app.reviews.policies import POLICIES
from app.sample import OPPORTUNITY, SAMPLE, STORY_DATE
from graph.analysis.measures import Scope, measure, point_of
from graph.analysis.pipeline import Analysis, analyse
from graph.analysis.relationships import relationships
from graph.analysis.sandbox import Weights, rank_sandbox
from graph.analysis.structure import structure
from graph.document import AccountDocument
from graph.layout.layout import lay_out
from graph.power_graph import PowerGraph
from graph.snapshots import SnapshotRow
from tests import documents

READER, PRINTED_AT, MARKING = "李雷 Lei Li", datetime(2026, 11, 22, 9, 30), "机密 Confidential"  # noqa: DTZ001 - read as UTC
_LEVELS = ("OPPOSE", "CONTACTED", "ACCEPT", "FAVORABLE", "SUPPORT", "SUPPORT_EXCLUSIVE")
_PER_DEPARTMENT = 12

Known = tuple[tuple[SnapshotRow, AccountDocument], ...]


def sample_view(
    *,
    lang: Lang = "zh",
    redact: Redaction = "full",
    opportunity: str | None = OPPORTUNITY,
    influence: InfluenceShown = "top",
    watermark: bool = True,
    known: tuple[str, ...] = ("2026Q3", "2026Q4"),
) -> MapView:
    """The sample account on the day of its story; with an opportunity its pack, which knows of these snapshots."""
    document, taken = _sample()
    framing = Framing(lang, redact, influence, READER, PRINTED_AT, MARKING, watermark)
    return view_of(
        document, framing, opportunity=opportunity, known=tuple(held for held in taken if held[0].id in known)
    )


def made_view(
    people: int,
    *,
    lang: Lang = "zh",
    redact: Redaction = "full",
    opportunity: str | None = "bid",
    influence: InfluenceShown = "top",
    **fields: Any,
) -> MapView:
    """A made-up account of so many people; `fields` are put into every person, `{i}` in a text is their number."""
    framing = Framing(lang, redact, influence, READER, PRINTED_AT, MARKING)
    return view_of(made_document(people, **fields), framing, opportunity=opportunity)


def view_of(
    document: AccountDocument, framing: Framing, *, opportunity: str | None = None, known: Known = ()
) -> MapView:
    """The view of a document on the day of the story; `known` are its snapshots, oldest first, with what they hold."""
    found = _analysed(document, STORY_DATE, opportunity)
    shown = answers.power_map(found, DEFAULT_LAYERS)
    held = _pack(found, known) if opportunity is not None else None
    return compose(document, shown, lay_out(found.power), framing, held, _relations(found))


def _relations(found: Analysis) -> RelationshipMethod:
    power = found.power
    return RelationshipMethod(
        relationships(power, found.deciders.decision_influence),
        structure(found, whole=True),
        rank_sandbox(power.document, Weights(), power.revision),
        measure(found, Scope(power.opportunity.id if power.opportunity else None), None, []),
    )


def made_document(people: int, **fields: Any) -> AccountDocument:
    """A tree of managers over departments of a dozen, influence upwards, every second attitude known, one voted stage."""
    ids = [f"P{i:03}" for i in range(people)]
    units = [f"D{i:02}" for i in range(-(-people // _PER_DEPARTMENT))]
    votes = [{"person": held, "weight": 1} for held in ids[:7]]
    stages = [{"id": "award", "order": 1, "kind": "AWARD", "quota": len(votes) // 2 + 1, "votes": votes}]
    body = {
        "format": "powermap-account/1",
        "account": {"id": f"made-{people}", "name": "造船集团", "name_en": "Shipyards"},
        "vendor": {"id": "us", "name": "Northgate"},
        "competitors": [{"id": "rival", "name": "Halyard"}],
        "departments": [
            {"id": unit, "name": f"第{i}部", "name_en": f"Division {i}", "parent_id": units[0] if i else None}
            for i, unit in enumerate(units)
        ],
        "people": [_person(i, held, units[i // _PER_DEPARTMENT], fields) for i, held in enumerate(ids)],
        "reporting": [{"subordinate": ids[i], "manager": ids[(i - 1) // 5]} for i in range(1, people)],
        "influence": [
            {"source": ids[i], "target": ids[(i * 7) % i], "strength": 0.2 + i % 7 / 10, "evidence": "seen"}
            for i in range(1, people)
        ],
        "attitudes": [
            {"person": held, "toward": "us", "level": _LEVELS[i % 6], "on": "2026-10-01", "evidence": "said so"}
            for i, held in enumerate(ids)
            if i % 2 == 0
        ],
        "team": [{"id": "m1", "name": "许南星", "seniority": "EXECUTIVE"}, {"id": "m2", "name": "Kim Park"}],
        "coverage": [{"member": "m1", "person": held, "owner": True} for held in ids[::2]],
        "interactions": [
            {"id": f"I{i}", "on": "2026-11-01", "kind": "VISIT", "members": ["m1"], "people": [held], "two_way": True}
            for i, held in enumerate(ids[::3])
        ],
        "opportunities": [{"id": "bid", "name": "船坞 Dock", "stages": stages if votes else []}],
    }
    return documents.from_bytes(json.dumps(body).encode())


def _person(i: int, identity: str, unit: str, fields: dict[str, Any]) -> dict[str, Any]:
    rank = 1 if i == 0 else 2 if i < 6 else 3 if i < 31 else 5
    held = {"name": f"王小{chr(0x4E00 + i)}", "name_en": f"Person {i}", "title": "经理", "title_en": "Manager"}
    filled = {name: value.format(i=i) if isinstance(value, str) else value for name, value in fields.items()}
    return {"id": identity, "rank": rank, "department_id": unit, **held, **filled}


@cache
def _sample() -> tuple[AccountDocument, Known]:
    body = json.loads(SAMPLE)
    known = []
    for held in body.pop("snapshots"):
        content = json.dumps(held.pop("document")).encode()
        row = SnapshotRow(**{"member": None, "digest": "0" * 32} | held)
        known.append((row, documents.from_bytes(content)))
    return documents.from_bytes(json.dumps(body).encode()), tuple(known)


@cache
def _analysed(document: AccountDocument, as_of: date, opportunity: str | None) -> Analysis:
    return analyse(PowerGraph.of(document, as_of=as_of, opportunity=opportunity))


def _pack(found: Analysis, known: Known) -> pack.ReviewPack:
    opportunity = found.power.opportunity.id if found.power.opportunity else None
    past = tuple((row, _analysed(held, date.fromisoformat(row.as_of), opportunity)) for row, held in known)
    rows = tuple(row for row, _ in known)
    series = tuple(point_of(then, row.id) for row, then in past)
    return pack._composed(
        pack._Reviewed(found, None, rows, past[-1] if past else None, series), POLICIES.chosen(None, None)
    )
