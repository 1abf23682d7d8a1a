"""The analysis as sheets of the exported workbook: tables with conditional formats and native charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from xlsxwriter.worksheet import Worksheet

from app.map.map_view import MapView
from app.power_map.advice import GapView
from app.power_map.schemas import DepartmentView, PersonView
from app.sheets.cells import Cell
from app.sheets.workbook import Book, breadth, letter_of, set_print, write_cell
from app.texts.catalogue import pick
from app.texts.codes import CONTACT_LEVELS, LEVELS, NO, ROLES, SEVERITIES, SIGNS, STAGE_KINDS, STYLES, YES
from app.texts.gaps import KIND_NAMES
from app.texts.workbook import ANALYSIS_SHEETS, COLUMNS, COVERAGE_CHART, STANDING_CHART, UNKNOWN
from graph.analysis.decision_chain import StageView

_PERCENT: Final = frozenset({"influence", "stable", "plain", "weighted", "power"})
_SCORE: Final = frozenset({"margin", "predicted", "point", "low", "high", "value", "below", "above"})
_WRAPPED: Final = frozenset({"rule", "next", "step"})
_SEVERITY_TINTS: Final = {"CRITICAL": "#F5B7B1", "HIGH": "#FAD7A0", "MEDIUM": "#FCF3CF", "LOW": "#EAEDED"}
_BAR: Final = "#7FA7D6"
_WIDEST: Final = 40
_WRAP_WIDTH: Final = 56


def _table(book: Book, view: MapView, name: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Worksheet:
    """A sheet with headings and rows, numbers shown by what they are, headings in sight."""
    sheet = book.add(pick(ANALYSIS_SHEETS[name], view.lang))
    for place, column in enumerate(columns):
        heading = pick(COLUMNS[column], view.lang)
        sheet.write_string(0, place, heading, book.formats["heading"])
        style = "percent" if column in _PERCENT else "score" if column in _SCORE else "plain"
        for number, row in enumerate(rows, 1):
            cell = row[place]
            if isinstance(cell, int | float):
                made = book.formats["count" if isinstance(cell, int) and style == "plain" else style]
                sheet.write_number(number, place, cell, made)
            elif cell is not None:
                write_cell(book, sheet, number, place, cell, style)
        widest = max([breadth(heading), *(breadth(str(row[place])) for row in rows if style == "plain" and row[place])])
        sheet.set_column(place, place, _WRAP_WIDTH if column in _WRAPPED else max(8, min(_WIDEST, widest + 2)))
    sheet.freeze_panes(1, 0)
    set_print(sheet)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    return sheet


def _yes(view: MapView, value: bool) -> str:
    return pick(YES if value else NO, view.lang)


# -- people ---------------------------------------------------------------------------------------------------------------


def write_people(book: Book, view: MapView) -> None:
    """Everybody by decision influence."""
    columns = [
        *("place", "id", "name", "title", "department", "rank", "roles", "influence", "stable", "hidden"),
        *("contact", "last", "owner"),
        *(("style", "attitude", "margin", "predicted", "value") if view.shows_attitudes else ()),
    ]
    rows = [_person(view, place, view.person_of[card.id]) for place, card in enumerate(view.ranked, 1)]
    sheet = _table(book, view, "people", columns, [[row[column] for column in columns] for row in rows])
    last = max(len(rows), 1)
    _data_bar(sheet, columns.index("influence"), last)
    _data_bar(sheet, columns.index("stable"), last)
    if view.shows_attitudes:
        place = columns.index("margin")
        scale = {
            "type": "3_color_scale",
            "min_color": "#F1A9A0",
            "mid_color": "#FFFFFF",
            "max_color": "#A9D8B8",
            "min_type": "num",
            "mid_type": "num",
            "max_type": "num",
            "min_value": -2,
            "mid_value": 0,
            "max_value": 2,
        }
        sheet.conditional_format(1, place, last, place, scale)


def _data_bar(sheet: Worksheet, place: int, last: int) -> None:
    bar = {"type": "data_bar", "bar_color": _BAR, "bar_solid": True, "min_type": "num", "min_value": 0}
    sheet.conditional_format(1, place, last, place, bar)


def _person(view: MapView, place: int, person: PersonView) -> dict[str, Cell]:
    lang, ours = view.lang, view.map.vendor or ""
    held = person.attitudes.get(ours)
    return {
        "place": place,
        "id": person.id,
        "name": view.name(person.id),
        "title": person.title_en if lang == "en" and person.title_en else person.title,
        "department": view.department(person.department_id or ""),
        "rank": person.rank,
        "roles": ", ".join(pick(ROLES[role], lang) for role in person.roles),
        "style": f"{person.style} {pick(STYLES[person.style], lang)}" if person.style else None,
        "attitude": f"{SIGNS[held.level]} {pick(LEVELS[held.level], lang)}" if held else pick(UNKNOWN, lang),
        "margin": person.margin,
        "predicted": person.settled.get(ours),
        "influence": person.scores.decision_influence,
        "stable": person.key_share,
        "hidden": _yes(view, person.hidden_influencer),
        "contact": pick(CONTACT_LEVELS[person.coverage.level], lang),
        "last": person.coverage.last_contact,
        "owner": _member(view, person.coverage.owner),
        "value": person.information_value,
    }


def _member(view: MapView, member: str | None) -> str | None:
    return None if member is None else view.map.team.get(member, member)


# -- standing and coverage --------------------------------------------------------------------------------------------------


def write_standing(book: Book, view: MapView) -> None:
    """Each bidder's standing with its interval, as a whole and by stage; the chart shows the whole."""
    columns = ("party", "stage", "point", "low", "high", "below", "above")
    named = view.map.parties
    whole = [(party, None, held) for party, held in view.map.standing.items()]
    staged = [(party, stage, part) for party, _, held in whole for stage, part in held.stages.items()]
    rows: list[list[Cell]] = [
        [named.get(party, party), stage, one.point, one.low, one.high, one.point - one.low, one.high - one.point]
        for party, stage, one in (*whole, *staged)
    ]
    sheet = _table(book, view, "standing", columns, rows)
    if not whole:
        return
    title, last = pick(ANALYSIS_SHEETS["standing"], view.lang), len(whole) + 1
    chart = book.workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": pick(STANDING_CHART, view.lang),
            "categories": f"='{title}'!$A$2:$A${last}",
            "values": f"='{title}'!$C$2:$C${last}",
            "fill": {"color": _BAR},
            "gap": 60,
            "x_error_bars": {
                "type": "custom",
                "plus_values": f"='{title}'!$G$2:$G${last}",
                "minus_values": f"='{title}'!$F$2:$F${last}",
            },
        }
    )
    _finish_chart(chart, pick(STANDING_CHART, view.lang), {"min": -1, "max": 1, "num_format": "0.0"})
    sheet.insert_chart(1, len(columns) + 1, chart, {"x_scale": 1.2, "y_scale": 1.1})


def _finish_chart(chart: object, title: str, axis: dict[str, object]) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12}})  # type: ignore[attr-defined]
    chart.set_legend({"none": True})  # type: ignore[attr-defined]
    chart.set_x_axis({**axis, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})  # type: ignore[attr-defined]
    chart.set_y_axis({"reverse": True, "label_position": "low"})  # type: ignore[attr-defined]


def _department(view: MapView, unit: DepartmentView) -> list[Cell]:
    return [view.department(unit.id), unit.people, unit.coverage_plain, unit.coverage_weighted, unit.supporters]


def write_coverage(book: Book, view: MapView) -> None:
    """Departments with the share of their people met, plainly and by decision influence."""
    columns = ["department", "people", "plain", "weighted", *(("supporters",) if view.shows_attitudes else ())]
    rows = [_department(view, unit)[: len(columns)] for unit in view.map.departments]
    sheet = _table(book, view, "coverage", columns, rows)
    if not rows:
        return
    title, last = pick(ANALYSIS_SHEETS["coverage"], view.lang), len(rows) + 1
    chart = book.workbook.add_chart({"type": "bar"})
    for place, colour in ((2, _BAR), (3, "#1F3A5F")):
        letter = letter_of(place)
        chart.add_series(
            {
                "name": f"='{title}'!${letter}$1",
                "categories": f"='{title}'!$A$2:$A${last}",
                "values": f"='{title}'!${letter}$2:${letter}${last}",
                "fill": {"color": colour},
            }
        )
    _finish_chart(chart, pick(COVERAGE_CHART, view.lang), {"min": 0, "max": 1, "num_format": "0%"})
    chart.set_legend({"position": "bottom"})
    sheet.insert_chart(1, len(columns) + 1, chart, {"x_scale": 1.3, "y_scale": max(1.2, len(rows) / 9)})


# -- gaps, stages, what to do first ---------------------------------------------------------------------------------------------


def write_gaps(book: Book, view: MapView) -> None:
    """Gaps, most severe first, each with its rule and the next step."""
    lang = view.lang
    columns = ("severity", "about", "gap", "influence", "rule", "next", "owner")
    rows: list[list[Cell]] = [
        [
            pick(SEVERITIES[gap.severity], lang),
            _about(view, gap),
            pick(KIND_NAMES[gap.kind], lang),
            gap.decision_influence,
            view.say((gap.rule, gap.rule_zh)),
            view.say((gap.next_step.text_en, gap.next_step.text_zh)),
            _member(view, gap.next_step.owner),
        ]
        for gap in view.map.gaps
    ]
    sheet = _table(book, view, "gaps", columns, rows)
    for code, tint in _SEVERITY_TINTS.items():
        made = book.workbook.add_format({"bg_color": tint})
        rule = {"type": "cell", "criteria": "==", "value": f'"{pick(SEVERITIES[code], lang)}"', "format": made}
        sheet.conditional_format(1, 0, max(len(rows), 1), 0, rule)
    _data_bar(sheet, columns.index("influence"), max(len(rows), 1))


def _about(view: MapView, gap: GapView) -> str:
    if gap.person is not None:
        return view.name(gap.person)
    if gap.department is not None:
        return view.department(gap.department)
    return gap.stage or view.map.name


def write_stages(book: Book, view: MapView) -> None:
    """Stages in order, a row for every voter and veto holder with their power."""
    columns = ("order", "stage", "kind", "quota", "voter", "votes", "power", "veto")
    rows = [row for stage in view.map.stages for row in _stage_rows(view, stage)]
    sheet = _table(book, view, "stages", columns, rows)
    _data_bar(sheet, columns.index("power"), max(len(rows), 1))


def _stage_rows(view: MapView, stage: StageView) -> list[list[Cell]]:
    """A row for each voter, most powerful first, then for those who only may veto; one without either where nobody does."""
    head: list[Cell] = [stage.order, stage.id, pick(STAGE_KINDS[stage.kind], view.lang), stage.quota]
    weights = {vote.person: vote.weight for vote in stage.votes}
    voters = sorted(weights, key=lambda voter: -stage.voting_power.get(voter, 0))
    rows: list[list[Cell]] = [
        [*head, view.name(one), weights.get(one), stage.voting_power.get(one), _yes(view, one in stage.veto)]
        for one in dict.fromkeys((*voters, *stage.veto))
    ]
    return rows or [[*head, None, None, None, None]]


def write_first(book: Book, view: MapView) -> None:
    """Whom to work on first, and how."""
    rows: list[list[Cell]] = [
        [
            place,
            view.name(first.person),
            first.decision_influence,
            view.say((first.text_en, first.text_zh)),
            _member(view, first.owner),
        ]
        for place, first in enumerate(view.map.do_first, 1)
    ]
    sheet = _table(book, view, "first", ("place", "name", "influence", "step", "owner"), rows)
    _data_bar(sheet, 2, max(len(rows), 1))
