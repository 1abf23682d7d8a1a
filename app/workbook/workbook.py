"""XLSX: the account as the workbook that can be imported again, with the analysis of it on sheets before."""

from __future__ import annotations

from app.map.map_view import MapView
from app.report.sections import sections
from app.sheets.tables import FilledSheet, filled_sheets, in_part
from app.sheets.workbook import Book, open_book, write_cell, write_sheet
from app.texts.catalogue import pick
from app.texts.report import BASES
from app.texts.workbook import ANALYSIS_SHEETS, COVERED, FACTS, IMPORTABLE, NO_OPPORTUNITY, NOT_IMPORTABLE
from app.workbook.setting import write_section


def write(view: MapView) -> bytes:
    """The workbook: texts are text cells, never formulas; the lists of a redacted view have names that no import takes."""
    book = open_book(view.lang)
    _write_about(book, view)
    for section in sections(view):
        if section.name != "summary":
            write_section(book, section)
    for filled in lists_of(view):
        write_sheet(book, filled, view.lang)
    return book.bytes()


def lists_of(view: MapView) -> list[FilledSheet]:
    """The lists of the view's document; of a redacted one marked as being in part."""
    filled = list(filled_sheets(view.document, view.lang))
    return filled if view.redact == "full" else [in_part(one) for one in filled if one.rows]


def _write_about(book: Book, view: MapView) -> None:
    """What the workbook is of, for whom, as of when, what its colours mean, and by which method."""
    lang = view.lang
    sheet = book.add(pick(ANALYSIS_SHEETS["about"], lang))
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 96)
    sheet.write_string(0, 0, view.title, book.formats["title"])
    row = 2
    for name, text in _facts(view):
        sheet.write_string(row, 0, pick(FACTS[name], lang), book.formats["plain"])
        write_cell(book, sheet, row, 1, text, "plain")
        row += 1
    for legend in view.legends:
        signed = [item for item in legend.items if item.sign]
        if not signed:
            continue
        row += 1
        sheet.write_string(row, 0, legend.heading, book.formats["heading"])
        for item in signed:
            row += 1
            style = {"align": "center", "font_size": 10}
            if item.tint is not None:
                style |= {"bg_color": item.tint.fill, "font_color": item.tint.ink}
            sheet.write_string(row, 0, item.sign, book.workbook.add_format(style))
            sheet.write_string(row, 1, item.text, book.formats["plain"])
    sheet.set_footer(f"&L{_footer(view.stamp)}&R&P / &N")
    sheet.fit_to_pages(1, 0)


def _footer(text: str) -> str:
    """A text for a page footer, where `&` begins a command; at most what a footer holds."""
    return text.replace("&", "&&")[:200]


def _facts(view: MapView) -> list[tuple[str, str]]:
    lang, shown = view.lang, view.map
    opportunity = shown.opportunity
    chosen = pick(NO_OPPORTUNITY, lang) if opportunity is None else f"{view.opportunity} ({opportunity})"
    covered = {
        part: "–" if (share := getattr(shown.coverage, part)) is None else f"{share:.0%}"
        for part in ("plain", "weighted")
    }
    rows = [
        ("account", f"{view.called(shown)} ({shown.account})"),
        ("opportunity", chosen),
        ("as_of", shown.as_of.isoformat()),
        ("revision", str(shown.revision)),
        ("printed", f"{view.printed_at:%Y-%m-%d %H:%M} UTC"),
        ("reader", view.reader),
        ("marking", view.marking),
        ("profile", view.redact),
        ("basis", view.say(BASES[shown.basis])),
        ("coverage", pick(COVERED, lang).format(**covered)),
        ("import", pick(IMPORTABLE if view.redact == "full" else NOT_IMPORTABLE, lang)),
    ]
    rows += [("note", view.say((warning.text_en, warning.text_zh))) for warning in shown.warnings]
    return [*rows, ("method", view.footnote)]
