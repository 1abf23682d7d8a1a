"""Phases of a key account: what their checks count."""

from datetime import timedelta

from graph.analysis.judgements import Judgements
from graph.analysis.phases import phase_of
from graph.kinds import Interaction, Membership
from graph.method import Method
from tests.accounts_at_hand import TEAM, TODAY, met, person, power


def one_way(*interactions: Interaction, method: Method | None = None) -> list[str]:
    graph = power([person("boss", 1), *"abcdef"], interactions=interactions, **({"method": method} if method else {}))
    kam = TEAM[0].model_copy(update={"role": "KAM"})
    graph = graph.of(
        graph.recorded.model_copy(update={"team": (kam, *TEAM[1:])}), as_of=TODAY, method=method or Method()
    )
    checks = {check.check: check for check in phase_of(graph, Judgements.of(graph.document, TODAY)).checks}
    return list(checks["TWO_WAY_INFORMATION"].facts["one_way"])


def test_who_was_only_written_to_was_not_met_without_an_answer() -> None:
    message = met(["exec"], ["a"]).model_copy(update={"kind": "REMOTE_CONTACT"})
    broadcast = met(["exec"], "bcdef", two_way=True).model_copy(update={"kind": "REMOTE_CONTACT"})
    assert one_way(message, broadcast) == []
    assert one_way(met(["exec"], ["a"]), message) == ["a"]
    assert one_way(met(["exec"], ["a"]), met(["exec"], ["a"], 5, two_way=True)) == []
    assert one_way(met(["exec"], ["b"]), broadcast) == ["b"]  # nobody answers in a message to five


def test_the_window_of_the_rank_counts() -> None:
    visit = met(["exec"], ["boss"], 60)
    assert one_way(visit) == ["boss"]
    assert one_way(visit, method=Method(window_days_of_rank={1: 30})) == []


def test_a_role_recorded_twice_for_a_day_is_one() -> None:
    (day, week, month), member = [TODAY - timedelta(days=days) for days in (1, 7, 30)], TEAM[0].id
    records = [
        Membership(member=member, since=month, until=TODAY, role="KAM"),
        Membership(member=member, since=day, role="KAM"),
        Membership(member=TEAM[1].id, since=month, until=week, role="KAM"),
    ]
    graph = power(["a"])
    document = graph.recorded.model_copy(update={"team": TEAM[:2], "memberships": tuple(records)})
    graph = graph.of(document, as_of=TODAY)
    view = phase_of(graph, Judgements.of(graph.document, TODAY))
    assert view.account_managers == [member]
    assert [(one.member, one.since, one.until) for one in view.virtual_team] == [(member, month, None)]
    assert next(check.met for check in view.checks if check.check == "SINGLE_INTERFACE")
