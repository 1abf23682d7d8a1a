"""Cells, columns and names that several sections share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from app.power_map.advice import GapView
from app.power_map.schemas import PersonView
from app.report import palette
from app.report.blocks import Cell, Column, Interval, Intervals, Kind, Room, Tile
from app.report.view import ReportView, number, percent
from app.texts import report as words
from app.texts.catalogue import Pair
from app.texts.codes import CONTACT_LEVELS, LEVELS, NO, ROLES, SEVERITIES, SIGNS, STAGE_KINDS, YES
from app.texts.columns import COLUMNS
from app.texts.gaps import KIND_NAMES
from graph.analysis.decision_chain import StageView
from graph.analysis.gate import ReviewView
from graph.analysis.standing import StageStanding, Standing


def word(view: ReportView, vocabulary: Mapping[str, Pair], code: str | None) -> str:
    """A code as people read it; one that has no words stands for itself, none is a dash."""
    if code is None:
        return "—"
    return view.say(vocabulary[code]) if code in vocabulary else code


def column(view: ReportView, name: str, share: float, kind: Kind = "text", room: Room = "page") -> Column:
    """A column headed by its word."""
    return Column(view.say(COLUMNS[name]), share, kind, room)


def joined(view: ReportView, texts: Iterable[str]) -> str:
    """Texts as a list in one line."""
    return view.say(words.SEPARATOR).join(text for text in texts if text)


def clauses(view: ReportView, texts: Iterable[str]) -> str:
    """Texts that hold lists themselves, in one line."""
    return view.say(words.CLAUSE).join(text for text in texts if text)


def labelled(view: ReportView, label: str, text: str) -> str:
    """A text after its label."""
    return f"{label}{view.say(words.COLON)}{text}"


def names(view: ReportView, ids: Iterable[str]) -> str:
    """People's names in one line."""
    return joined(view, (view.name(person) for person in ids))


def stage_name(view: ReportView, stage: str) -> str:
    """A stage by its place and kind; `rank` where the basis is rank."""
    named = next((one for one in view.map.stages if one.id == stage), None)
    if named is None:
        return view.say(words.BY_RANK) if stage == "rank" else stage
    return view.say(words.STAGE_NAME).format(order=named.order, kind=word(view, STAGE_KINDS, named.kind))


def subject(view: ReportView, gap: GapView) -> str:
    """Whom or what a gap is about."""
    if gap.person:
        return view.name(gap.person)
    if gap.department:
        return view.department(gap.department)
    return stage_name(view, gap.stage) if gap.stage else view.called(view.map)


# -- cells ------------------------------------------------------------------------------------------------------------


def person_cell(view: ReportView, person: str | None, *, second: str = "") -> Cell:
    """A person's name, which leads to them."""
    if person is None:
        return Cell("—")
    name = view.name(person)
    return Cell(name, second, value=name, strong=True, person=person if person in view.person_of else "")


def attitude(view: ReportView, person: str, party: str | None, proof: str = "") -> Cell:
    """What someone thinks of a party: sign, word, tint, day and, if given, on what that rests."""
    someone = view.person_of.get(person)
    stance = someone.attitudes.get(party or "") if someone else None
    level = stance.level if stance else "UNKNOWN"
    day = stance.on.isoformat() if stance else ""
    return Cell(f"{SIGNS[level]} {word(view, LEVELS, level)}", clauses(view, (day, proof)), tint=palette.LEVELS[level])


def rivals(view: ReportView, person: PersonView) -> Cell:
    """What someone thinks of each competitor."""
    said = (
        labelled(view, view.party(party), word(view, LEVELS, stance.level))
        for party, stance in person.attitudes.items()
        if party != view.map.vendor
    )
    return Cell(clauses(view, said) or "—")


def roles(view: ReportView, person: PersonView) -> Cell:
    """The parts someone has."""
    return Cell(joined(view, (word(view, ROLES, role) for role in person.roles)) or "—")


def contact(view: ReportView, person: PersonView) -> Cell:
    """How well we know someone: level, day of the last contact and how many there were in the window."""
    met = person.coverage
    said = []
    if met.last_contact:
        said.append(view.say(words.LAST_CONTACT).format(day=met.last_contact.isoformat()))
    if met.contacts_in_window:
        days = view.map.method.window_days_of_rank.get(person.rank, view.map.method.window_days)
        said.append(view.say(words.IN_WINDOW).format(count=met.contacts_in_window, days=days))
    if met.attempts:
        said.append(view.say(words.ATTEMPTS).format(count=met.attempts))
    return Cell(word(view, CONTACT_LEVELS, met.level), clauses(view, said))


def severity(view: ReportView, code: str) -> Cell:
    """A gap's severity by sign, word and tint."""
    text = word(view, SEVERITIES, code)
    return Cell(f"{words.SEVERITY_SIGNS[code]} {text}", value=text, tint=palette.SEVERITIES[code])


def gap_kind(view: ReportView, kind: str) -> str:
    """What is missing, in a few words."""
    return word(view, KIND_NAMES, kind)


def share(value: float | None, largest: float = 1.0, second: str = "") -> Cell:
    """A share as a bar, over the largest, and a percentage."""
    bar = min(max(value, 0.0) / largest, 1.0) if value is not None and largest > 0 else None
    return Cell(percent(value), second, value=value, bar=bar)


def score(value: float | None, digits: int = 2) -> Cell:
    """A signed number."""
    return Cell(number(value, digits), value=value)


def count(value: float | None) -> Cell:
    """A number of things, or a mark.

    >>> count(96_000_000.0).text, count(-8).text, count(0.5).text
    ('96,000,000', '−8', '0.5')
    """
    return Cell("—" if value is None else f"{value:,.10g}".replace("-", "−"), value=value)


def change(value: float | None) -> Cell:
    """By how much a number of things grew or fell.

    >>> change(-5_000_000.0).text, change(7).text
    ('−5,000,000', '+7')
    """
    text = count(value).text
    return Cell(f"+{text}" if value is not None and value > 0 else text, value=value)


def mark(value: float | None) -> Cell:
    """A mark of 1 to 5."""
    return Cell("—" if value is None else f"{value:.1f}", value=value)


def day(value: date | None) -> Cell:
    """A day."""
    return Cell(value.isoformat() if value else "—", value=value)


def yes(view: ReportView, value: bool | None) -> Cell:
    """Yes, no, or not known."""
    return Cell("—" if value is None else view.say(YES if value else NO))


def total_votes(stage: StageView) -> int:
    """The votes of a stage."""
    return sum(vote.weight for vote in stage.votes)


# -- whole blocks -----------------------------------------------------------------------------------------------------


def span(view: ReportView, interval: StageStanding) -> str:
    """A point with its ends."""
    return view.say(words.RANGE).format(
        point=number(interval.point), low=number(interval.low), high=number(interval.high)
    )


def intervals(view: ReportView, of_parties: Mapping[str, StageStanding], note: str = "") -> Intervals:
    """Every party's interval, us first, as on the map."""
    order = {party: i for i, party in enumerate(view.map.parties)}
    rows = [
        Interval(
            name=view.bidder(party),
            text=span(view, one),
            low=one.low,
            point=one.point,
            high=one.high,
            colour=palette.PARTIES[order.get(party, 0) % len(palette.PARTIES)],
            likely=one.likely if isinstance(one, Standing) else None,
        )
        for party, one in of_parties.items()
    ]
    return Intervals(tuple(rows), note)


def verdict_tile(view: ReportView, review: ReviewView) -> Tile:
    """The gate's verdict and which checks are open."""
    still = words.OPEN_CHECKS if review.open_checks else words.ALL_PASSED
    return Tile(
        view.say(words.TILES["verdict"]),
        f"{words.RESULT_SIGNS[review.verdict]} {view.say(words.RESULTS[review.verdict])}",
        view.say(still).format(checks=joined(view, review.open_checks)),
        palette.VERDICTS[review.verdict],
    )
