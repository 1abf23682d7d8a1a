"""The method as a Markdown page, from the defaults it is computed with: `python -m app.texts.method_page > METHOD.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any, Final

from app.texts.codes import ACTIVITY_KINDS, LEVELS, SIGNS
from app.texts.gaps import KIND_NAMES, RULES
from graph.analysis.portfolio import EXACT_UP_TO, GREEDY_SHARE
from graph.method import ACTIVITY_WEIGHTS, DEFAULT, EXPECTED_AT_LTC, ROLE_GOALS, X_OF_LEVEL, Method

_PAGE: Final = """\
# Method

Made of the defaults in `graph/method.py` and of the texts in `app/texts` by `python -m app.texts.method_page`; a test holds it
to them. Version {version}. Every answer shows its parameters under `method`; a request may give others (`method=name:value,…`).

## Attitudes

A person's attitude to a party, as recorded. Unknown is never neutral: it widens ranges.

{levels}

Trust in a statement is {trust_of_confidence} by its confidence while it is at most {trust_fresh_days} days old, and halves every
{trust_half_life_days} days after that. The less it is trusted, the wider the range around it.

## Who decides

People listen to whom they defer to: a SOLID line counts {solid_weight:g}, a DOTTED one {dotted_weight:g}, influence its strength.
Openness of a person is {openness:g} times 1 − Π(1 − min(1, line)) over the lines, so a weak line opens little
(Friedkin & Johnsen 1990). The **settled** attitude is where everyone comes to rest after listening. It is no forecast.

**Decision influence** is the share of the voting power (Shapley & Shubik 1954) of the open stages that traces back to a person.
Class A reaches {class_a:.0%} of it, B {class_b:.0%}, C {class_c:.0%}, D the rest, counted from the top, equals together; below
{class_down:g} one is a class lower, below {class_down_twice:g} two. **Key people** are those of class A who stay in it in
at least {stability_share:.0%} of {stability_draws} redraws of the lines. A **hidden influencer** is of class A or B, acts with
at least {hidden_through_others:g} through others' votes, and is of rank 4 or below or on no SOLID line up to rank 1.

## How bidders stand

**Standing**: settled attitudes by voting power, −1 to 1; its bounds put every attitude at the ends of its range. **Chance** of a
stage is a model: voters go for a party by e^({outlook_slope:g} · settled attitude) against all rivals and nobody; veto holders
may stop it. What no party reaches is told as `nobody`.

## Coverage

Contact counts for {window_days} days, both ends included. A message that is one-way or goes to {mass_meeting_people} or more is
an attempt and no contact. BRIEF is up to {brief_contacts} contacts in the window, REGULAR up to {regular_contacts}, DEEP more.

| gap | 中文 | rule | 规则 |
|---|---|---|---|
{gaps}

## Activities

Whoever was with us in an activity that is done was met. It is worth the weight of its kind times its marks for quality and effect
over 5, and nothing until who assigned it has marked it. A step of attitude it claims counts where a recorded attitude of one of
its people within {window_days} days says so. Under a budget those are chosen that raise our standing most: each wins its people
its kind's weight of the way to what the plan wants, several with one person at most all of it (exact up to {exact_up_to}
activities; above, greedy reaches at least {greedy_share:g} of the best, Leskovec et al. 2007).

| kind | 中文 | weight |
|---|---|---|
{activity_weights}

| stage of the sales process | expected activities |
|---|---|
{expected}

| way of purchase | parts wanted |
|---|---|
{role_goals}

## Parameters

| name | default | meaning |
|---|---|---|
{parameters}
"""


def method_page() -> str:
    """The page."""
    shown = DEFAULT.model_dump() | {"trust_of_confidence": _plain(DEFAULT.trust_of_confidence)}
    return _PAGE.format(
        **shown,
        levels=_levels(),
        gaps=_rows(_gaps()),
        parameters=_rows(_parameters()),
        exact_up_to=EXACT_UP_TO,
        greedy_share=GREEDY_SHARE,
        activity_weights=_rows(
            (f"`{kind}`", ACTIVITY_KINDS[kind][1], f"{weight:g}") for kind, weight in ACTIVITY_WEIGHTS.items()
        ),
        expected=_rows((f"`{stage}`", ", ".join(kinds)) for stage, kinds in EXPECTED_AT_LTC.items()),
        role_goals=_rows((f"`{kind}`", _plain(dict(goals))) for kind, goals in ROLE_GOALS.items()),
    )


def _levels() -> str:
    rows = ((f"`{level}`", *LEVELS[level], SIGNS[level], f"{x:+g}") for level, x in X_OF_LEVEL.items())
    return "| code | English | 中文 | sign | x |\n|---|---|---|---|---|\n" + _rows(rows)


def _gaps() -> Iterable[tuple[str, ...]]:
    return ((*name, *RULES[kind]) for kind, name in KIND_NAMES.items())


def _parameters() -> Iterable[tuple[str, ...]]:
    for name, field in Method.model_fields.items():
        yield f"`{name}`", _plain(getattr(DEFAULT, name)), field.description or ""


def _rows(rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(cell.replace('|', '·') for cell in row)} |" for row in rows)


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {each:g}" for key, each in value.items()) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.stdout.write(method_page())
