"""Hypothesis strategies for the records of the relationship method: every kind, with every rule kept."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from graph.kinds import Activity, Assessment, Candidate, Goal, MarketTarget, Membership, Profile, Proposal, Target
from graph.kinds.assessments import ASKED, LEVELS
from tests.field_strategies import choices, days, id_lists, maybe, names, texts

Json = dict[str, Any]
_CLAIMED = {"ORGANIZATION_LEVEL", "TENDER_INVITED"}
_SPAN = st.lists(days, min_size=2, max_size=2).map(sorted)
_AMOUNT = st.none() | st.integers(0, 10**15) | st.integers(0, 10**9).map(lambda whole: whole + 0.5)
_NUMBER = st.none() | st.floats(-1e15, 1e15)
_SHARES = st.floats(0, 1)


@dataclass(frozen=True)
class Named:
    """The ids that records of the method may name."""

    people: list[str]
    departments: list[str]
    team: list[str]
    parties: list[str]
    bids: list[str]


def some(values: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=3) if values else st.just([])


@st.composite
def goals(draw: st.DrawFn, own_id: str, known: Named) -> Json:
    person = draw(maybe(known.people))
    return {
        "id": own_id,
        "name": draw(names),
        "kind": draw(choices(Goal, "kind")),
        "person": person,
        "department_id": None if person else draw(maybe(known.departments)),
        "wanted": draw(_NUMBER),
        "on": draw(st.none() | days),
    }


@st.composite
def candidates(draw: st.DrawFn, bid: str, known: Named, wanted: list[str]) -> Json:
    """Decided only by another member than the proposer."""
    deciders = list(known.team)
    made: Json = {
        "opportunity_id": bid,
        "goals": draw(some(wanted)),
        "note": draw(texts),
        "market_space": draw(_AMOUNT),
    }
    made["proposed_by"] = draw(maybe(known.team))
    made["source_function"] = draw(st.none() | choices(Candidate, "source_function"))
    if made["source_function"] == "TECHNICAL":
        made["scan_layer"] = draw(choices(Candidate, "scan_layer"))
    if made["proposed_by"] is not None:
        deciders.remove(made["proposed_by"])
    if deciders and draw(st.booleans()):
        made["selection"] = draw(st.sampled_from(["SELECTED", "REJECTED", "DEFERRED"]))
        made["selected_by"] = draw(st.sampled_from(deciders))
        made["proposed_on"], made["selected_on"] = draw(_SPAN)
    return made


@st.composite
def targets(draw: st.DrawFn, own_id: str, known: Named, pursued: list[str]) -> Json:
    """Of a person, a department or the organisation, each with its own measure."""
    since, by = draw(_SPAN)
    made: Json = {"id": own_id, "name": draw(names), "since": since, "by": by, "owner": draw(maybe(known.team))}
    made |= {"market_target": draw(st.sampled_from(pursued)), "mcr_area": draw(choices(Target, "mcr_area"))}
    person, unit = draw(maybe(known.people)), draw(maybe(known.departments))
    if person:
        return made | {"person": person, "to_attitude": draw(choices(Target, "to_attitude"))}
    if unit:
        return made | {"department_id": unit, "from_share": draw(_SHARES), "to_share": draw(_SHARES)}
    start = draw(st.integers(0, len(LEVELS) - 2))
    return made | {"from_level": LEVELS[start], "to_level": LEVELS[draw(st.integers(0, start + 1))]}


@st.composite
def activities(draw: st.DrawFn, own_id: str, known: Named, aims: list[str]) -> Json:
    """Done ones may be marked by who assigned them."""
    assigned_on, due_on = draw(_SPAN)
    made: Json = {"id": own_id, "name": draw(names), "kind": draw(choices(Activity, "kind")), "compliance_ref": "C-1"}
    made |= {"assigned_on": assigned_on, "due_on": due_on, "target": draw(st.sampled_from(aims)), "cost": draw(_AMOUNT)}
    made |= {"people": draw(some(known.people)), "members": draw(some(known.team)), "note": draw(texts)}
    made |= {"ltc_stage": draw(st.none() | choices(Activity, "ltc_stage")), "opportunity_id": draw(maybe(known.bids))}
    made |= {"owner": draw(maybe(known.team)), "assigned_by": draw(maybe(known.team))}
    made |= draw(st.fixed_dictionaries({}, optional={"days": _AMOUNT}))
    if draw(st.booleans()):
        made |= {"status": "DONE", "done_on": due_on}
        if made["assigned_by"] not in {None, made["owner"]}:
            made["effect"] = draw(st.integers(1, 5))
    return made


@st.composite
def assessments(draw: st.DrawFn, known: Named) -> list[Json]:
    """Each code answered its own way; sometimes a level is claimed, with its criterion."""
    asked = st.tuples(st.sampled_from(sorted(set(ASKED) - _CLAIMED)), choices(Assessment, "assessor"), days)
    found = []
    for code, assessor, on in draw(st.lists(asked, unique=True, max_size=5)):
        how = ASKED[code]
        answers = {
            "met": st.booleans(),
            "value": st.floats(how.least, how.most),
            "choice": st.sampled_from(how.choices or ("",)),
        }
        unit = draw(maybe(known.departments)) if code == "SATISFACTION" else None
        made = {"code": code, "assessor": assessor, "on": on, "department_id": unit, "by": draw(maybe(known.team))}
        found.append(made | {how.field: draw(answers[how.field]), "evidence": draw(texts)})
    if draw(st.booleans()):
        by = {"assessor": draw(choices(Assessment, "assessor")), "on": draw(days)}
        found.append(by | {"code": "TENDER_INVITED", "met": True})
        found.append(by | {"code": "ORGANIZATION_LEVEL", "choice": "VENDOR"})
    return found


@st.composite
def periods(draw: st.DrawFn, own_id: str) -> Json:
    """As many steps of the loop as were done, in order."""
    starts_on, ends_on = draw(_SPAN)
    steps = ("understood_on", "planned_on", "executed_on", "evaluated_on")
    done = zip(steps, sorted(draw(st.lists(days, max_size=4))), strict=False)
    return {"id": own_id, "name": draw(names), "starts_on": starts_on, "ends_on": ends_on, **dict(done)}


@st.composite
def method_lists(draw: st.DrawFn, known: Named) -> Json:
    """The method's lists of a document as JSON values."""
    made: Json = {"goals": [draw(goals(one, known)) for one in draw(id_lists(2))]}
    wanted = [goal["id"] for goal in made["goals"]]
    made["sandbox"] = [draw(candidates(bid, known, wanted)) for bid in draw(some(known.bids))]
    selected = [held["opportunity_id"] for held in made["sandbox"] if held.get("selection") == "SELECTED"]
    made["market_targets"] = [
        {"id": one, "name": draw(names), "kind": draw(choices(MarketTarget, "kind")), "amount": draw(_AMOUNT)}
        | {"opportunity_id": draw(maybe(selected)), "party": draw(maybe(known.parties)), "by": draw(st.none() | days)}
        for one in draw(id_lists(2))
    ]
    pursued = [held["id"] for held in made["market_targets"]]
    made["targets"] = [draw(targets(one, known, pursued)) for one in draw(id_lists(2))] if pursued else []
    aims = [held["id"] for held in made["targets"]]
    made["activities"] = [draw(activities(one, known, aims)) for one in draw(id_lists(2))] if aims else []
    made["profiles"] = [
        {"id": one, "kind": draw(choices(Profile, "kind")), "edition": i + 1, "on": draw(days), "risks": draw(texts)}
        | {"by": draw(maybe(known.team)), "opportunities": draw(some(known.bids))}
        for i, one in enumerate(draw(id_lists(2)))
    ]
    made["mesh"] = [{"function": draw(names), "department_id": unit} for unit in draw(some(known.departments))]
    shared = {(draw(names), party): draw(days) for party in draw(some(known.parties))}
    made["product_shares"] = [
        {"product": product, "party": party, "on": on, "share": 0.25} for (product, party), on in shared.items()
    ]
    made["periods"] = [draw(periods(one)) for one in draw(id_lists(2))]
    spans = [(member, *draw(_SPAN)) for member in draw(some(known.team))]
    made["memberships"] = [
        {"member": member, "since": since, "until": until, "role": draw(choices(Membership, "role"))}
        for member, since, until in spans
    ]
    made["assessments"] = draw(assessments(known))
    made["waivers"] = [
        {"id": one, "check": draw(names), "opportunity_id": draw(maybe(known.bids)), "name": draw(names)}
        | {"reason": draw(names), "on": draw(days), "by": draw(maybe(known.team))}
        for one in draw(id_lists(2))
    ]
    made["proposals"] = [
        {"id": one, "action": "ADD", "path": "people", "record": {"id": one, "name": draw(names)}, "on": draw(days)}
        | {"author": draw(maybe(known.team)), "source": draw(choices(Proposal, "source")), "evidence": draw(names)}
        for one in draw(id_lists(2))
    ]
    return made


__all__ = ["Named", "method_lists"]
