"""Hypothesis strategies for account documents that keep every rule, in the order they are stored in."""

import json
from typing import Any

from hypothesis import strategies as st

from graph.document import AccountDocument
from graph.kinds import Attitude, Influence, Interaction, Member, Opportunity, Person, Stage, Tie
from tests.documents import from_bytes
from tests.field_strategies import choices, days, id_lists, ids, maybe, names, spans, strengths, texts
from tests.method_strategies import Named, method_lists

Json = dict[str, Any]


@st.composite
def stages(draw: st.DrawFn, people: list[str], parties: list[str]) -> list[Json]:
    own_ids = draw(id_lists(3))
    orders = draw(st.permutations(range(len(own_ids))))
    made = []
    someone = st.sampled_from(people) if people else st.nothing()
    some = st.lists(someone, unique=True, max_size=3) if people else st.just([])
    elsewhere = st.builds(lambda person, n: {"person": person, "account_id": f"lender-{n}"}, ids, st.integers(0, 1))
    borrowed = st.lists(elsewhere, max_size=2, unique_by=lambda one: tuple(one.values()))
    for own_id, order in zip(own_ids, orders, strict=True):
        votes = [{"person": person, "weight": draw(st.integers(0, 9))} for person in draw(some)]
        votes += [{**one, "weight": draw(st.integers(0, 9))} for one in draw(borrowed)]
        total = sum(vote["weight"] for vote in votes)
        stage: Json = {"id": own_id, "order": order, "kind": draw(choices(Stage, "kind")), "veto": draw(some)}
        stage["weight"] = draw(st.none() | st.floats(0.125, 1000))
        if total:
            stage |= {"votes": votes, "quota": draw(st.integers(1, total))}
        roles = st.sampled_from(["USER", "COACH", "APPROVER"])
        parts = draw(st.lists(st.tuples(someone, roles), unique=True, max_size=3)) if people else []
        stage["participants"] = [{"person": person, "role": role} for person, role in parts]
        stage["participants"] += [{**one, "role": "APPROVER"} for one in draw(borrowed)]
        stage["borrowed_veto"] = draw(borrowed)
        if draw(st.booleans()):
            cast = (
                [{"person": person, "party": draw(st.sampled_from(parties))} for person in draw(some)]
                if parties
                else []
            )
            winner = draw(maybe(parties))
            stage["outcome"] = {"on": draw(days), "winner": winner, "votes": cast}
        made.append(stage)
    return made


def learned() -> st.SearchStrategy[Json]:
    """When a line was learned and how far it is trusted, if anybody said."""
    return st.fixed_dictionaries({}, optional={"on": days, "confidence": st.integers(1, 5)})


def withdrawals(parties: list[str], stages: list[Json]) -> st.SearchStrategy[list[Json]]:
    """Competitors that are out; none of them wins a stage."""
    won = {(stage.get("outcome") or {}).get("winner") for stage in stages}
    rivals = set(parties[1:]) - won  # the first is the vendor
    out = st.sampled_from(sorted(rivals)) if rivals else st.nothing()
    one = st.fixed_dictionaries({"party": out}, optional={"on": days})
    return st.lists(one, max_size=2, unique_by=lambda item: item["party"]) if rivals else st.just([])


@st.composite
def edges(draw: st.DrawFn, people: list[str]) -> Json:
    """Reporting, influence and ties between these people."""
    if len(people) < 2:
        return {}
    lines = {
        (person, draw(st.sampled_from(people[:i]))): "SOLID"
        for i, person in enumerate(people)
        if i and draw(st.booleans())
    }
    pairs = st.lists(st.sampled_from(people), min_size=2, max_size=2, unique=True).map(tuple)
    for pair in draw(st.lists(pairs, max_size=3)):
        lines.setdefault(pair, "DOTTED")  # type: ignore[arg-type]
    moved = draw(st.lists(st.tuples(pairs, choices(Influence, "kind")), max_size=6, unique=True))
    tied = draw(st.lists(st.tuples(pairs.map(sorted).map(tuple), choices(Tie, "kind")), max_size=4, unique=True))
    return {
        "reporting": [
            {"subordinate": a, "manager": b, "kind": kind} | draw(learned()) | draw(spans())
            for (a, b), kind in lines.items()
        ],
        "influence": [
            {
                "source": a,
                "target": b,
                "kind": kind,
                "strength": draw(strengths),
                "evidence": draw(texts),
                "on": draw(st.none() | days),
            }
            | draw(spans())
            for (a, b), kind in moved
        ],
        "ties": [
            {"a": a, "b": b, "kind": kind, "note": draw(texts)} | draw(learned()) | draw(spans())
            for (a, b), kind in tied
        ],
    }


@st.composite
def lists(draw: st.DrawFn) -> Json:
    """The lists of a document as JSON values."""
    people, departments, team, parties, bids = (draw(id_lists(most)) for most in (6, 4, 3, 3, 2))
    made: Json = {
        "vendor": {"id": parties[0], "name": draw(names)} if parties else None,
        "competitors": [{"id": party, "name": draw(names)} for party in parties[1:]],
        "departments": [
            {"id": one, "name": draw(names), "name_en": draw(names), "parent_id": draw(maybe(departments[:i]))}
            for i, one in enumerate(departments)
        ],
        "people": [
            {
                "id": one,
                "name": draw(names),
                "rank": draw(st.integers(1, 6)),
                "department_id": draw(maybe(departments)),
                "external": draw(st.booleans()),
                "assertiveness": draw(st.none() | choices(Person, "assertiveness")),
                "openness": draw(st.none() | st.floats(0, 1, exclude_max=True)),
            }
            | draw(spans())
            for one in people
        ],
        "team": [{"id": one, "name": draw(names), "role": draw(choices(Member, "role"))} for one in team],
        "opportunities": [
            {
                "id": one,
                "name": draw(names),
                "horizon": draw(choices(Opportunity, "horizon")),
                "amount": draw(
                    st.none() | st.integers(0, 10**15) | st.integers(0, 10**9).map(lambda whole: whole + 0.5)
                ),
                "decided_on": draw(st.none() | days),
                "stages": draw(stages(people, parties)),
            }
            for one in bids
        ],
        "interactions": [
            {
                "id": one,
                "on": draw(days),
                "kind": draw(choices(Interaction, "kind")),
                "members": draw(st.lists(st.sampled_from(team), unique=True)) if team else [],
                "people": draw(st.lists(st.sampled_from(people), unique=True)) if people else [],
                "compliance_ref": draw(names),
                "note": draw(texts),
            }
            for one in draw(id_lists(3))
        ],
    }
    if people and team:
        pairs = draw(st.lists(st.tuples(st.sampled_from(team), st.sampled_from(people)), unique=True, max_size=4))
        made["coverage"] = [{"member": a, "person": b, "owner": draw(st.booleans())} | draw(spans()) for a, b in pairs]
    if people and parties:
        reports = st.tuples(st.sampled_from(people), st.sampled_from(parties), days, maybe(bids), maybe(team))
        made["attitudes"] = [
            {
                "person": a,
                "toward": b,
                "on": on,
                "opportunity_id": bid,
                "reported_by": reporter,
                "level": draw(choices(Attitude, "level")),
                "evidence": draw(texts),
            }
            for a, b, on, bid, reporter in draw(st.lists(reports, unique=True, max_size=5))
        ]
    for bid in made["opportunities"]:
        bid["withdrawn"] = draw(withdrawals(parties, bid["stages"]))
    known = Named(people, departments, team, parties, bids)
    return made | draw(edges(people)) | draw(method_lists(known))


@st.composite
def documents(draw: st.DrawFn, account_id: str = "generated") -> AccountDocument:
    """A document that keeps every rule."""
    account = {"id": account_id, "name": draw(names), "name_en": draw(names)}
    account |= draw(
        st.fixed_dictionaries(
            {},
            optional={"time_zone": st.sampled_from(["Asia/Shanghai", "UTC"])},
        )
    )
    body = {"format": "powermap-account/1", "account": account} | draw(lists())
    return from_bytes(json.dumps(body).encode())


__all__ = ["documents", "ids", "lists", "names", "texts"]
