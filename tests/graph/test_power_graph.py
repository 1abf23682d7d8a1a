import math
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest

from graph.document import AccountDocument
from graph.errors import NotFound
from graph.kinds import Account, Attitude, Influence, Interaction, Opportunity, Party, Person, Reporting
from graph.method import Method
from graph.power_graph import PowerGraph, combine_strengths, tiny

GOLDEN = Path(__file__).parents[1] / "data" / "golden"
TODAY = date(2026, 6, 30)


def document(**lists: Any) -> AccountDocument:
    people = tuple(Person(id=person, name=person) for person in "cab")
    held = {"vendor": Party(id="us", name="Us"), "people": people, **lists}
    return AccountDocument(account=Account(id="x", name="x"), **held)


def attitude(level: str, on: date, opportunity: str | None = None, person: str = "a") -> Attitude:
    return Attitude(person=person, toward="us", level=level, on=on, opportunity_id=opportunity)


def level_at(records: Iterable[Attitude], as_of: date = TODAY, opportunity: str | None = None) -> str | None:
    opportunities = (Opportunity(id="o", name="o"), Opportunity(id="other", name="other"))
    held = document(attitudes=records, opportunities=opportunities)
    stance = PowerGraph.of(held, as_of=as_of, opportunity=opportunity).stance("a", "us")
    return stance and stance.level


def test_people_are_in_the_order_of_their_ids() -> None:
    power = PowerGraph.of(document(), as_of=TODAY)
    assert power.ids == tuple(power.people) == ("a", "b", "c")


def test_an_unknown_opportunity_is_not_found() -> None:
    with pytest.raises(NotFound) as raised:
        PowerGraph.of(document(), as_of=TODAY, opportunity="nope")
    assert (raised.value.kind, raised.value.id) == ("opportunity", "nope")


def test_the_newest_attitude_up_to_the_day_counts() -> None:
    records = (attitude("OPPOSE", date(2026, 6, 30)), attitude("SUPPORT", date(2026, 1, 1)))
    assert level_at(records) == "OPPOSE"
    assert level_at(records, as_of=date(2026, 6, 29)) == "SUPPORT"
    assert level_at(records, as_of=date(2025, 12, 31)) is None


def test_an_attitude_tied_to_another_opportunity_does_not_count() -> None:
    general, own = attitude("ACCEPT", date(2026, 1, 1)), attitude("SUPPORT", date(2026, 2, 1), "o")
    assert level_at((general, own)) == "ACCEPT"
    assert level_at((general, own), opportunity="o") == "SUPPORT"
    assert level_at((general, own), opportunity="other") == "ACCEPT"


def test_on_the_same_day_the_opportunitys_own_attitude_wins() -> None:
    own, general = attitude("SUPPORT", TODAY, "o"), attitude("OPPOSE", TODAY)
    assert level_at((own, general), opportunity="o") == level_at((general, own), opportunity="o") == "SUPPORT"
    newer = attitude("OPPOSE", date(2026, 6, 30))
    assert level_at((attitude("SUPPORT", date(2026, 6, 29), "o"), newer), opportunity="o") == "OPPOSE"


def test_unknown_withdraws_an_earlier_attitude() -> None:
    assert level_at((attitude("SUPPORT", date(2026, 1, 1)), attitude("UNKNOWN", date(2026, 2, 1)))) is None


@pytest.mark.parametrize(
    ("level", "x", "step", "inferred"),
    [
        ("THREAT", -1.0, 0, True),
        ("ACCEPTANCE", 0.375, 2, True),
        ("VALUED", 0.875, 4, True),
        ("FAVORABLE", 0.5, 3, False),
    ],
)
def test_the_two_attitude_scales(level: str, x: float, step: int, inferred: bool) -> None:
    stance = PowerGraph.of(document(attitudes=(attitude(level, TODAY),)), as_of=TODAY).stance("a", "us")
    assert (stance.x, stance.step, stance.inferred) == (x, step, inferred)


def test_kinds_of_influence_between_a_pair_combine() -> None:
    kinds = ("PROFESSIONAL", "PERSONAL", "MENTOR")
    influence = tuple(Influence(source="a", target="b", strength=0.5, kind=kind) for kind in kinds)
    net = PowerGraph.of(document(influence=influence), as_of=TODAY).influence_net
    assert net.edges["a", "b"]["strength"] == pytest.approx(1 - 0.5**3, abs=1e-15)
    assert net.edges["a", "b"]["distance"] == round(-1000 * math.log(0.875))


def test_combined_strength_never_vanishes() -> None:
    assert combine_strengths([1e-300, 1e-300]) == pytest.approx(2e-300)
    assert combine_strengths([1.0, 0.3]) == 1.0


def test_deference_adds_reporting_to_influence() -> None:
    lines = (Reporting(subordinate="b", manager="a"), Reporting(subordinate="c", manager="a", kind="DOTTED"))
    influence = (Influence(source="a", target="b", strength=0.4), Influence(source="b", target="c", strength=0.3))
    net = PowerGraph.of(document(influence=influence, reporting=lines), as_of=TODAY).deference_net
    weights = {(a, b): weight for a, b, weight in net.edges(data="weight")}
    assert weights == pytest.approx({("b", "a"): 0.9, ("c", "a"): 0.25, ("c", "b"): 0.3})
    assert net.edges["c", "a"]["share"] == pytest.approx(0.25 / 0.55)


def test_the_strongest_influence_has_distance_one() -> None:
    assert tiny("a->b 1.0").influence_net.edges["a", "b"]["distance"] == 1


def test_views_are_frozen() -> None:
    with pytest.raises(nx.NetworkXError):
        tiny("a->b 0.5").influence_net.add_edge("b", "a")


def test_interactions_after_the_day_are_not_seen() -> None:
    held = tuple(Interaction(id=day.isoformat(), on=day) for day in (TODAY, date(2026, 7, 1)))
    assert [one.on for one in PowerGraph.of(document(interactions=held), as_of=TODAY).interactions] == [TODAY]


def test_the_method_can_be_overridden() -> None:
    lines = (Reporting(subordinate="b", manager="a"),)
    power = PowerGraph.of(document(reporting=lines), as_of=TODAY, method=Method(solid_weight=0.2))
    assert power.deference.toarray().sum() == pytest.approx(0.2)


def test_an_empty_account() -> None:
    power = PowerGraph.of(document(people=()), as_of=TODAY)
    assert power.ids == ()
    assert power.influence.shape == power.deference.shape == (0, 0)
    assert len(power.influence_net) == 0


def test_the_order_of_the_document_does_not_matter() -> None:
    krackhardt_document = AccountDocument.model_validate_json((GOLDEN / "krackhardt.json").read_bytes())
    one = PowerGraph.of(krackhardt_document, as_of=TODAY)
    turned = {"people": krackhardt_document.people[::-1], "influence": krackhardt_document.influence[::-1]}
    other = PowerGraph.of(krackhardt_document.model_copy(update=turned), as_of=TODAY)
    assert np.array_equal(one.deference.data, other.deference.data)
    assert np.array_equal(one.deference.indices, other.deference.indices)
