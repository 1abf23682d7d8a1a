"""What a reader of an export sees: full; review (no free text, source, contact); outline (no attitudes nor what tells them).

A file is computed of the document that its profile leaves (`app/permitted.py`), so no number rests on what is left out; what
tells of it in other ways, such as names of parts, is left out of what is shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final, Protocol, TypeVar

from app.auth.profiles import Redaction
from app.power_map.schemas import PowerMap
from app.reviews.pack_schemas import ReviewPack
from graph.analysis.decision_chain import StageView
from graph.analysis.relationships import RelationshipsView
from graph.borrowed_people import Lent
from graph.document import AccountDocument
from graph.kinds import KIND_OF, Record
from graph.kinds.fields import FieldClass, class_of


class _WithRole(Protocol):
    @property
    def role(self) -> str: ...


P = TypeVar("P", bound=_WithRole)
_NOTES_AND_SOURCES: Final = (
    "note",
    "evidence",
    "reported_by",
    "cause",
    "overridden_because",
)  # a fall's cause is its evidence
_REASONED: Final = frozenset({"waived_by", "taken_at"})  # what has one of these gives a reason in words
_KEPT_IN_OUTLINE: Final = frozenset(
    {"account", "vendor", "departments", "people", "reporting", "influence", "team", "coverage", "opportunities"}
)
_HIDDEN: Final[Mapping[Redaction, frozenset[FieldClass]]] = {
    "review": frozenset({"note", "source", "contact"}),
    "outline": frozenset({"note", "source", "contact", "judgement"}),
}
"""The classes of fields (declared on the fields, `graph/kinds`) that a profile leaves out."""
_OUTLINE_HIDES: Final[dict[str, Any]] = {
    "people": {"__all__": {"attitudes", "settled", "margin", "style", "information_value"}},
    "departments": {"__all__": {"supporters"}},
    "stages": {"__all__": {"minimum_flip_sets", "winner", "chance", "nobody", "chance_error"}},
    "standing": True,
    "gaps": True,
    "do_first": True,
}
_SILENT_STAGE: Final[dict[str, Any]] = {
    "minimum_flip_sets": None,
    "winner": None,
    "chance": {},
    "nobody": None,
    "chance_error": 0.0,
}
_PARTISAN: Final = frozenset({"COACH", "CHAMPION"})  # whoever has such a part is for us
_TIES: Final = frozenset({"CONFLICT", "ALLIANCE", "ACQUAINTANCE"})


def redact_document(document: AccountDocument, profile: Redaction) -> AccountDocument:
    """The document with the profile's fields at their defaults and, in an outline, without whole lists."""
    if profile == "full":
        return document
    lists: dict[str, Any] = {}
    for name in AccountDocument.model_fields:
        records = getattr(document, name)
        hidden = isinstance(records, tuple) and profile == "outline" and name not in _KEPT_IN_OUTLINE
        lists[name] = () if hidden else _cut(records, profile)
    if profile == "outline":
        lists["opportunities"] = tuple(_without_attitudes(opportunity) for opportunity in lists["opportunities"])
    return document.model_copy(update=lists)


def redact_lent(lent: Lent, profile: Redaction) -> Lent:
    """What another account says of a person, with the profile's fields at their defaults."""
    hidden = {"attitudes": ()} if profile == "outline" else {}
    cut: Lent = _cut(lent, profile)
    return cut.model_copy(update=hidden)


def _cut(value: Any, profile: Redaction) -> Any:
    """A record, and the records it holds, without the fields that the profile hides; anything else as it is."""
    if isinstance(value, tuple):
        return tuple(_cut(one, profile) for one in value)
    if not isinstance(value, Record):
        return value
    inner = {
        name: _cut(part, profile)
        for name in type(value).model_fields
        if isinstance(part := getattr(value, name), (tuple, Record))
    }
    return value.model_copy(update={**inner, **_emptied(type(value), profile)})


@cache
def _emptied(model: type[Record], profile: Redaction = "review") -> dict[str, Any]:
    """The fields of the classes that a profile hides, as they are when nobody filled them."""
    fields = model.model_fields
    return {
        name: "" if field.is_required() else field.get_default()
        for name, field in fields.items()
        if class_of(field) in _HIDDEN[profile]
    }


def _without_attitudes(opportunity: Any) -> Any:
    """The opportunity without how votes went and without parts that are for us."""
    stages = tuple(
        stage.model_copy(update={"outcome": None, "participants": tuple(_neutral(stage.participants))})
        for stage in opportunity.stages
    )
    return opportunity.model_copy(update={"stages": stages})


def _neutral(participants: Iterable[P]) -> Iterator[P]:
    return (participant for participant in participants if participant.role not in _PARTISAN)


def _silent(stage: StageView) -> StageView:
    """A stage without what tells where anybody stands; what only the chain's own answer has is gone too."""
    fields = {name: getattr(stage, name) for name in StageView.model_fields}
    return StageView(**fields | _SILENT_STAGE | {"participants": tuple(_neutral(stage.participants))})


def redact_map(power_map: PowerMap, profile: Redaction) -> PowerMap:
    """The map with the profile's fields empty; what an outline hides is absent in `map_fields`."""
    if profile == "full":
        return power_map
    edges = [edge.model_copy(update={"evidence": None}) for edge in power_map.edges]
    people = [
        person.model_copy(update={"coverage": person.coverage.model_copy(update={"overridden_because": ""})})
        for person in power_map.people
    ]
    if profile == "review":
        return power_map.model_copy(update={"edges": edges, "people": people})
    blank: dict[str, Any] = {"attitudes": {}, "settled": {}, "margin": None, "style": None, "information_value": 0.0}
    return power_map.model_copy(
        update={
            "edges": [edge for edge in edges if edge.kind not in _TIES],
            "parties": _only_ours(power_map, power_map.parties),
            "parties_en": _only_ours(power_map, power_map.parties_en),
            "people": [
                person.model_copy(update={**blank, "roles": [role for role in person.roles if role not in _PARTISAN]})
                for person in people
            ],
            "departments": [unit.model_copy(update={"supporters": 0}) for unit in power_map.departments],
            "stages": tuple(_silent(stage) for stage in power_map.stages),
            "standing": {},
            "gaps": [],
            "do_first": [],
        }
    )


def _only_ours(power_map: PowerMap, names: Mapping[str, str]) -> dict[str, str]:
    return {party: name for party, name in names.items() if party == power_map.vendor}


def redact_pack(pack: ReviewPack, profile: Redaction) -> ReviewPack | None:
    """The pack without notes and sources in a review; none in an outline, as every part of it tells attitudes."""
    if profile == "full":
        return pack
    if profile == "outline":
        return None
    bare = _bare(pack.model_dump(mode="json"))
    return ReviewPack.model_validate_json(json.dumps(bare))


def redact_relationships(seen: RelationshipsView, profile: Redaction) -> RelationshipsView:
    """The three relationships without what they rest on in a review; an outline has none."""
    if profile == "full":
        return seen
    return RelationshipsView.model_validate_json(json.dumps(_bare(seen.model_dump(mode="json"))))


def _bare(value: Any, hidden: frozenset[str] = frozenset(_NOTES_AND_SOURCES)) -> Any:
    """Free text and sources emptied at whatever depth: a change between two snapshots shows whole records of its kind."""
    if isinstance(value, dict):
        kind = KIND_OF.get(str(value.get("kind")))
        names = hidden | {"reason"} if _REASONED & set(value) else hidden
        names = names.union(_emptied(kind.model)) if kind else names
        return {name: _blank(part) if name in names else _bare(part, names) for name, part in value.items()}
    if isinstance(value, list):
        return [_bare(part, hidden) for part in value]
    return value


def _blank(value: Any) -> Any:
    return "" if isinstance(value, str) else None


def map_fields(power_map: PowerMap, profile: Redaction) -> dict[str, Any]:
    """The map's fields for JSON: what the profile hides is absent rather than empty."""
    hidden = _OUTLINE_HIDES if profile == "outline" else None
    return power_map.model_dump(mode="json", exclude=hidden)
