"""`powermap import` and `powermap template`: a file or folder in, what was found wrong as a table; the workbook to fill."""

from __future__ import annotations

import io
import json
import shlex
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, count
from pathlib import Path
from typing import Annotated, Final, Literal

import typer
from rich import box
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from app.auth.service import LOCAL
from app.cli.running import LangOption, StoreOption, fail, refused, settings_for, with_accounts, writing
from app.cli.terminal_map import console
from app.imports import service
from app.imports.error_workbook import marked_workbook
from app.imports.errors import WouldDelete
from app.imports.plan.invalid import InvalidFile
from app.imports.plan.view import PlanAnswers
from app.imports.read.delimited import SUFFIXES
from app.imports.schemas import ImportReport
from app.imports.template import template_files, template_workbook
from app.problems import RowFault, answer_to
from app.settings import Settings
from app.sheets.cells import Lang
from app.texts.catalogue import pick
from app.texts.faults import fault_message
from app.texts.import_plan import NOTICES
from app.texts.sheets import SHEET_NAMES
from app.texts.terminal import IMPORT, TEXTS
from graph.accounts import Accounts
from graph.errors import Faults, StoreUnavailable

FAULTS_SHOWN: Final = 30
CHOICES_SHOWN: Final = 12
NOTICES_SHOWN: Final = 40
PASTED: Final = "-"
_STEPS: Final = ("received", "read", "checked", "written")
_ACTIONS: Final = ("created", "updated", "unchanged", "removed")


def import_(  # noqa: PLR0913, PLR0917 - the options of a command are its parameters
    file: Annotated[
        Path,
        typer.Argument(
            help="Any list: workbook, CSV (a file, a zip or a folder), graph, account document; - for what is pasted.",
            exists=True,
            readable=True,
            allow_dash=True,
        ),
    ],
    account: Annotated[str | None, typer.Option(help="The account's id; default: the file's own.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    mode: Annotated[
        Literal["replace", "merge"] | None,
        typer.Option(help="Replace the account, or merge by key; default: replace for a JSON document, else merge."),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option(help="JSON file saying what other tables mean.", exists=True, dir_okay=False)
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Take the defaults of all questions.")] = False,
    answers: Annotated[
        Path | None, typer.Option(help="JSON file with answers, or a plan with them.", exists=True, dir_okay=False)
    ] = None,
    errors_to: Annotated[
        Path | None, typer.Option(help="Where to write the workbook with faulty cells marked.", dir_okay=False)
    ] = None,
    language: LangOption = None,
    store: StoreOption = None,
) -> None:
    """Load a file, all or nothing; prints counts and likely duplicates, or every fault with its cell."""
    options = service.ImportOptions(mode, dry_run, may_delete=yes or mode is not None)
    settings = settings_for(store, language=language)
    lang = settings.language
    plan = service.read_plan(answers.read_text(encoding="utf-8") if answers else "")
    body = _bytes_of(file)
    name = "people" if str(file) == PASTED else file.name
    mapped = service.read_mapping(mapping.read_text(encoding="utf-8") if mapping else "")
    upload = service.Upload(body, name, mapped, plan)
    talking = not yes and str(file) != PASTED and sys.stdin.isatty() and sys.stdout.isatty()
    try:
        if talking:
            looked = _imported(settings, account, upload, replace(options, dry_run=True), lang)
            if looked.deleted and not (options.may_delete or dry_run):
                _confirm_deleting(looked, lang)
                options = replace(options, may_delete=True)
            upload = replace(upload, plan=_answered(looked, plan, lang))
        report = _imported(settings, account, upload, options, lang)
    except InvalidFile as error:
        _show_faults(error.faults, lang)
        if errors_to is not None:
            with writing(errors_to):
                errors_to.write_bytes(marked_workbook(error, lang))
        fail(refused(error.faults))
    except WouldDelete as error:
        fail(pick(IMPORT["would_delete"], lang).format(account=error.account_id, count=error.count))
    except StoreUnavailable as error:
        fail("\n".join((f"{answer_to(error).title.lower()}: {error}", *_kept(file, upload, account, lang))))
    _show(report, lang)


def _kept(file: Path, upload: service.Upload, account: str | None, lang: Lang) -> Iterator[str]:
    """What was pasted and answered goes into files, to be sent again when the store answers; says how."""
    words = ["powermap", "import"]
    again = file
    if str(file) == PASTED:
        again = _free("powermap-pasted.txt")
        with writing(again):
            again.write_bytes(upload.body)
    words += [str(again)] + (["--account", account] if account else [])
    if upload.plan.given:
        answers = _free("powermap-answers.json")
        with writing(answers):
            text = json.dumps({"answers": upload.plan.given}, ensure_ascii=False, indent=1)
            answers.write_text(text, encoding="utf-8")
        words += ["--answers", str(answers)]
    yield pick(IMPORT["kept"], lang).format(command=shlex.join(words))


def _free(name: str) -> Path:
    """A file of that name, or with a number, that is not there yet."""
    first = Path(name)
    others = (first.with_stem(f"{first.stem}-{number}") for number in count(2))
    return next(path for path in chain([first], others) if not path.exists())


def _confirm_deleting(report: ImportReport, lang: Lang) -> None:
    """A file that is the whole account deletes what it lacks: only where somebody says so."""
    if not typer.confirm(pick(IMPORT["delete"], lang).format(account=report.account, count=report.deleted)):
        fail(pick(IMPORT["left_alone"], lang))


def _answered(report: ImportReport, plan: PlanAnswers, lang: Lang) -> PlanAnswers:
    """Every open question asked one by one; Enter takes the default."""
    zh = lang == "zh"
    given = dict(plan.given)
    for question in report.plan.questions if report.plan else ():
        if question.id in given or question.answer is not None:
            continue
        console().print(Text(question.text_zh if zh else question.text_en, style="bold"))
        shown = question.choices[:CHOICES_SHOWN]
        for number, choice in enumerate(shown, 1):
            console().print(Text(f"  {number}  {choice.text_zh if zh else choice.text_en}"))
        values = {choice.value: choice.value for choice in question.choices}
        values |= {str(number): choice.value for number, choice in enumerate(shown, 1)}
        said = None
        while said not in values:
            said = typer.prompt(IMPORT["choice"][zh], default="1" if question.default else None).strip()
        given[question.id] = values[said]
    return plan.model_copy(update={"answers": given})


def _imported(
    settings: Settings, account: str | None, upload: service.Upload, options: service.ImportOptions, lang: Lang
) -> ImportReport:
    refusals: list[InvalidFile | WouldDelete | StoreUnavailable] = []

    async def work(accounts: Accounts) -> ImportReport | None:
        with _progress() as bar:
            task = bar.add_task("", total=len(_STEPS) - options.dry_run)

            async def step(done: str, _counts: dict[str, int]) -> None:
                bar.update(task, advance=1, description=IMPORT[done][lang == "zh"])

            try:
                report, _ = await service.import_file(accounts, LOCAL, account, upload, options, step)
            except InvalidFile as error:
                if not any(isinstance(fault, RowFault) for fault in error.faults):
                    raise
                refusals.append(error)
                return None
            except (WouldDelete, StoreUnavailable) as error:
                refusals.append(error)
                return None
        return report

    report = with_accounts(settings, work)
    if report is None:
        raise refusals[0]
    return report


def _progress() -> Progress:
    """A bar on standard error, gone when it is done, and silent where nobody watches."""
    shown = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"), BarColumn(), console=shown, transient=True, disable=not shown.is_terminal
    )


def _bytes_of(path: Path) -> bytes:
    """The file, what is pasted, or a folder's CSV files as the zip that the import knows."""
    if str(path) == PASTED:
        return sys.stdin.buffer.read()
    if not path.is_dir():
        return path.read_bytes()
    files = sorted(one for one in path.iterdir() if one.suffix.lower() in SUFFIXES and one.is_file())
    if not files:
        fail(f"{path} holds no CSV file")
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in files:
            archive.write(one, one.name)
    return memory.getvalue()


def _show(report: ImportReport, lang: Lang) -> None:
    for warning in report.warnings:
        text = pick((warning.text_en, warning.text_zh), lang)
        print(f"{pick(TEXTS['warning'], lang)}: {text}", file=sys.stderr)  # noqa: T201
    counts = ", ".join(f"{getattr(report, name)} {name}" for name in ("created", "updated", "deleted", "unchanged"))
    ending = " (dry run, nothing stored)" if report.dry_run else f", revision {report.revision}"
    print(f"{report.account}: {counts}{ending}")  # noqa: T201
    if report.format != "json":
        _show_lists(report, lang)
    if report.duplicates:
        console().print(Text(IMPORT["duplicates"][lang == "zh"], style="bold"))
    for pair in report.duplicates:
        people = " – ".join(f"{name} ({own})" for own, name in zip(pair.people, pair.names, strict=True))
        console().print(Text(f"  {people}: {', '.join(pair.same)}"))


def _show_lists(report: ImportReport, lang: Lang) -> None:
    zh = lang == "zh"
    table = Table(box=box.SIMPLE_HEAD)
    for name in ("list", *_ACTIONS):
        table.add_column(IMPORT[name][zh], justify="left" if name == "list" else "right")
    for name, counts in report.lists.items():
        table.add_row(SHEET_NAMES[name][zh], *(str(getattr(counts, action)) for action in _ACTIONS))
    console().print(table)
    read = Counter((sheet.encoding, sheet.separator) for sheet in report.sheets if sheet.encoding is not None)
    for (encoding, separator), files in read.items():
        facts = {"files": files, "encoding": encoding, "separator": separator}
        console().print(Text(IMPORT["read_as"][zh].format(**facts)))
    _show_plan(report, lang)


def _show_plan(report: ImportReport, lang: Lang) -> None:
    """What was left out or assumed, each with its reason, and the questions that stand at their defaults."""
    zh = lang == "zh"
    if report.plan is None:
        return
    for table in report.plan.tables:
        if table.source:
            console().print(Text(f"{table.name}: {IMPORT['source'][zh].format(source=table.source)}"))
        left_out = [column.heading for column in table.columns if column.field is None]
        if left_out:
            text = IMPORT["skipped"][zh].format(name=table.name, columns=", ".join(left_out))
            console().print(Text(text))
        if not table.list:
            console().print(Text(f"{table.name}: {NOTICES[table.reason][zh]}"))
    skipped = [notice for table in report.plan.tables for notice in table.skipped_rows]
    for notice in (*skipped, *report.plan.notices)[:NOTICES_SHOWN]:
        place = " ".join(str(part) for part in (notice.sheet, notice.row) if part)
        text = notice.text_zh if zh else notice.text_en
        value = notice.value if notice.value and notice.value not in text else ""
        console().print(Text(": ".join(filter(None, (place, text, value)))))
    more = len(skipped) + len(report.plan.notices) - NOTICES_SHOWN
    if more > 0:
        console().print(Text(IMPORT["more_notices"][zh].format(count=more)))
    for question in report.plan.questions:
        if question.answer is None:
            taken = [choice for choice in question.choices if question.default in {choice.value, None}]
            text = " / ".join(choice.text_zh if zh else choice.text_en for choice in taken)
            console().print(Text(f"? {question.text_zh if zh else question.text_en} → {text}"))


def _show_faults(faults: Faults, lang: Lang) -> None:
    """A table of the first faults; those without a cell with their pointer."""
    zh = lang == "zh"
    table = Table(box=box.SIMPLE_HEAD)
    for name in ("sheet", "row", "column", "value", "mend"):
        table.add_column(IMPORT[name][zh], overflow="fold")
    for fault in faults[:FAULTS_SHOWN]:
        place = (fault.pointer or "/", "", "")
        if isinstance(fault, RowFault):
            place = (fault.sheet, f"{fault.place or ''}{fault.row}", fault.heading or "")
        value = "" if fault.value is None else str(fault.value)
        mend = f"{fault.code}: {fault_message(fault, lang)}"
        table.add_row(*(Text(cell) for cell in (*place, value, mend)))
    shown = console()
    shown.print(table)
    if faults.number > FAULTS_SHOWN:
        shown.print(Text(IMPORT["more"][zh].format(count=faults.number - FAULTS_SHOWN)))


def template(
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Where to write the workbook.")] = None,
    folder: Annotated[Path | None, typer.Option("--csv", help="Write CSV files into this folder instead.")] = None,
    language: LangOption = None,
) -> None:
    """Write the workbook to fill and import."""
    lang = language or settings_for().language
    if folder is not None:
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            for name, body in template_files(lang).items():
                (folder / name).write_bytes(body)
        print(folder)  # noqa: T201
        return
    file = output or Path(f"powermap-import-{lang}.xlsx")
    with writing(file):
        file.write_bytes(template_workbook(lang))
    print(file)  # noqa: T201
