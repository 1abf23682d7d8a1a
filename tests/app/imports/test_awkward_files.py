"""Files that went in wrongly or silently once, each standing for its kind: what they hold, or what is told of it."""

import pytest

from app.imports.plan.drafting import draft_of
from app.imports.plan.reading_told import take_in
from app.imports.questions import Asking
from app.imports.recognise.tables import FileMapping, Reading, read_tables
from app.imports.unread import unread_faults
from graph.document import AccountDocument
from tests.sheets_at_hand import parsed


def loaded(
    body: bytes, name: str = "people.csv", answers: dict[str, str] | None = None
) -> tuple[AccountDocument, Reading]:
    told = parsed(body, name)
    reading = read_tables(list(told.tables), FileMapping(), Asking(answers or {}))
    take_in(told, reading)
    assert unread_faults(told, reading.reads) == []
    draft = draft_of(reading, "a", None, merging=True).draft
    assert draft.document is not None
    assert draft.faults == ()
    return draft.document, reading


def chains(document: AccountDocument) -> list[tuple[str, str, str]]:
    """Name, department and manager of everybody."""
    names, units = ({one.id: one.name for one in held} for held in (document.people, document.departments))
    bosses = {line.subordinate: names[line.manager] for line in document.reporting}
    return [(one.name, units.get(one.department_id or "", ""), bosses.get(one.id, "")) for one in document.people]


ENCODED = [
    ("big5", "姓名,部門,主管\n陳怡君,總經理室,\n林志豪,採購部,陳怡君\n黃雅婷,資訊部,林志豪\n"),
    ("cp932", "氏名,部署,上司\r\n佐藤健,経営企画室,\r\n鈴木一郎,購買部,佐藤健\r\n高橋さくら,システム部,鈴木一郎\r\n"),
    ("euc_kr", "이름,부서,상사\n김도현,경영진,\n이서연,구매팀,김도현\n"),
    ("cp1251", "ФИО;Отдел;Руководитель\nПетрова Анна;Дирекция;\nИванов Пётр;Закупки;Петрова Анна\n"),
    ("cp1250", "Name;Department;Manager\nŘehoř Dvořák;Nákup;\nŽaneta Šťastná;Nákup;Řehoř Dvořák\n"),
    ("mac_roman", "Nom complet;Service;Responsable\rZoé Lefèvre;Direction;\rRémi Noël;Achats;Zoé Lefèvre\r"),
    ("utf-16-le", "Name\tTeam\tManager\r\nOrla Tandy\tBoard\t\r\nJörg Weiß\tSales\tOrla Tandy\r\n"),
    ("utf-16-be", "姓名\t部门\t上级\r\n梁若兰\t总经办\t\r\n孟庭\t网络部\t梁若兰\r\n"),
    ("utf-8", "sep=;\nName;Team;Manager\nOrla Tandy;Board;\nSunil Rege;Sales, west;Orla Tandy\n"),
    (
        "utf-8",
        "| Name | Team | Manager |\n|---|---|---|\n| Orla Tandy | Board | |\n| Sunil Rege | Sales | Orla Tandy |\n",
    ),
]


@pytest.mark.parametrize(("codec", "text"), ENCODED)
def test_lists_in_old_encodings_and_shapes(codec: str, text: str) -> None:
    document, reading = loaded(text.encode(codec))
    rows = [line for line in text.replace("\r", "\n").split("\n") if line and "sep=" not in line and "--" not in line][
        1:
    ]
    separator = next(mark for mark in "|;\t," if mark in rows[0])
    cells = [[cell.strip() for cell in row.strip("|").split(separator)] for row in rows]
    assert chains(document) == [tuple(row) for row in cells]
    assert reading.asking.open == []


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#NAME?", "#DIV/0!", "#NV", "#BEZUG!", "#¡VALOR!", "#Н/Д", "#NOM?"])
@pytest.mark.parametrize("page", [False, True], ids=["csv", "html"])
def test_the_text_of_a_formulas_error_is_an_error(error: str, page: bool) -> None:
    body = f"Name,Title,Manager,Parking\nOrla Tandy,COO,,{error}\nSunil Rege,Lead,{error},B2\n"
    if page:
        rows = "".join(f"<tr><td>{line.replace(',', '<td>')}" for line in body.splitlines())
        body = f"<html><meta charset=utf-8><table>{rows}</table>"
    told = parsed(body.encode(), "people.xls")
    reads = read_tables(list(told.tables), FileMapping()).reads
    assert [(one.code, one.pointer) for one in unread_faults(told, reads)] == [("cell-error", "/tables/0/2/2")]


CARDS = """BEGIN:VCARD
VERSION:4.0
FN:Orla Tandy
KIND:individual
ORG:Harrow Grid;Executive
RELATED;TYPE=manager;VALUE=text:Hana Oduya
END:VCARD
BEGIN:VCARD
VERSION:4.0
KIND:org
FN:Harrow Grid
END:VCARD
BEGIN:VCARD
VERSION:4.0
KIND:group
FN:Buyers
END:VCARD
"""


def test_cards_of_companies_and_groups_are_no_people_and_managers_are_related() -> None:
    document, reading = loaded(CARDS.encode(), "all.vcf")
    assert chains(document) == [("Orla Tandy", "Executive", "Hana Oduya"), ("Hana Oduya", "", "")]
    assert [one.value for one in reading.asking.notices if one.code == "no-person"] == ["Harrow Grid", "Buyers"]


def test_cards_of_old_phones() -> None:
    card = (
        b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg;;;\r\n"
        b"ORG:Harrow Grid;Procurement\r\nTITLE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Head of =\r\n=C3=96ko\r\nEND:VCARD\r\n"
    )
    document, _ = loaded(card, "old.vcf")
    assert [(one.name, one.title) for one in document.people] == [("Jörg Müller", "Head of Öko")]


YED = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
<key for="node" id="d6" yfiles.type="nodegraphics"/><graph edgedefault="directed">
<node id="n0"><data key="d6"><y:ShapeNode><y:NodeLabel>Orla Tandy
COO</y:NodeLabel></y:ShapeNode></data></node>
<node id="n1"><data key="d6"><y:ShapeNode><y:NodeLabel>Sunil Rege
Lead</y:NodeLabel></y:ShapeNode></data></node>
<node id="n2"><data key="d6"><y:ShapeNode><y:NodeLabel/></y:ShapeNode></data></node>
<edge source="n0" target="n1"/><edge source="n0" target="n2"/></graph></graphml>"""


def test_a_box_of_yed_shows_the_title_below_the_name_and_one_without_a_label_is_left_out() -> None:
    document, reading = loaded(YED.encode(), "org.graphml")
    assert [(one.name, one.title) for one in document.people] == [("Orla Tandy", "COO"), ("Sunil Rege", "Lead")]
    assert [(one.code, one.value) for one in reading.asking.notices] == [
        ("no-name", "n2"),
        ("line-left-out", "n0 → n2"),
    ]


SOURCES = [
    (  # Salesforce in Chinese
        (
            "联系人 ID,姓氏,名字,职务,部门,电子邮件,上级 ID\n0035g00000QwErTAAV,梁,若兰,总经理,总经办,a@x.invalid,\n"
            "0035g00000QwErUAAV,孟,庭,部长,网络部,b@x.invalid,0035g00000QwErT\n"
        ),
        [("梁若兰", "总经办", ""), ("孟庭", "网络部", "梁若兰")],
    ),
    (  # HubSpot in Chinese
        "记录 ID,名字,姓氏,电子邮件,职务头衔,联系人所有者\n501,若兰,梁,a@x.invalid,总经理,Kim\n502,庭,孟,b@x.invalid,部长,Kim\n",
        [("梁若兰", "", ""), ("孟庭", "", "")],
    ),
    (  # DingTalk in English
        "UserID,Name,Department,Position,Mobile,Manager UserID\nu1,Orla Tandy,Board,COO,1,\nu2,Sunil Rege,Sales,Lead,2,u1\n",
        [("Orla Tandy", "Board", ""), ("Sunil Rege", "Sales", "Orla Tandy")],
    ),
    (  # Workday in German
        (
            "Mitarbeiter-ID,Vollständiger Name,Position,Organisation,Manager,Standort\n1001,Ilse Brandt,Vorstand,Leitung,,Kiel\n"
            "1002,Jörg Weiß,Leiter,Einkauf,Ilse Brandt (1001),Kiel\n"
        ),
        [("Ilse Brandt", "Leitung", ""), ("Jörg Weiß", "Einkauf", "Ilse Brandt")],
    ),
    (  # numbers that lost their zeros in one column
        "Employee ID,Name,Team,Manager ID\n00123,Orla Tandy,Board,\n00124,Sunil Rege,Sales,123\n",
        [("Orla Tandy", "Board", ""), ("Sunil Rege", "Sales", "Orla Tandy")],
    ),
]


@pytest.mark.parametrize(("text", "people"), SOURCES)
def test_exports_in_the_other_language(text: str, people: list[tuple[str, str, str]]) -> None:
    document, reading = loaded(text.encode())
    assert chains(document) == people
    assert all(person.title for person in document.people) or "Team" in text
    assert reading.asking.questions == {}


def test_numbers_that_differ_by_zeros_are_not_mixed_up() -> None:
    text = "Employee ID,Name,Manager ID\n0123,Orla Tandy,\n123,Tom Yarrow,\n7,Sunil Rege,123\n8,Ada Coyle,00123\n"
    document, reading = loaded(text.encode())
    assert [line[2] for line in chains(document)] == ["", "", "Tom Yarrow", ""]
    assert [one.id for one in reading.asking.questions.values()] == ["manager/00123"]


@pytest.mark.parametrize("word", ["Vacant", "(open position)", "TBD", "vakant", "N.N.", "空缺", "待定", "вакансия"])
def test_a_word_for_nobody_yet_is_a_placeholder(word: str) -> None:
    document, reading = loaded(f"Name,Title\nOrla Tandy,COO\n{word},Head of Grid\n".encode())
    assert [person.placeholder for person in document.people] == [False, True]
    assert [one.code for one in reading.asking.notices] == ["vacant"]


@pytest.mark.parametrize(
    ("heading", "word"), [("Status", "Terminated"), ("状态", "离职"), ("Статус", "уволен"), ("在籍状況", "退職")]
)
def test_who_has_left_is_left_out_and_told(heading: str, word: str) -> None:
    document, reading = loaded(f"Name,Title,{heading}\nOrla Tandy,COO,Active\nSunil Rege,Lead,{word}\n".encode())
    assert [person.name for person in document.people] == ["Orla Tandy"]
    assert [(one.row, one.code) for one in reading.reads[0].skipped] == [(2, "dropped")]


def test_rows_with_fewer_cells_than_the_others_are_a_question() -> None:
    text = b"Name,Title,Department\nOrla Tandy,COO,Executive\nSunil Rege,Procurement\nLead,Procurement\n"
    document, reading = loaded(text)
    (question,) = reading.asking.questions.values()
    assert (question.id, question.row, question.default, len(document.people)) == ("short-rows/people", 3, "empty", 3)
    document, reading = loaded(text, answers={question.id: "skip"})
    assert [person.name for person in document.people] == ["Orla Tandy"]
    assert [(one.row, one.code) for one in reading.reads[0].skipped] == [(2, "short-row"), (3, "short-row")]


@pytest.mark.parametrize("between", [" & ", "/", " and ", ", ", " und ", "; ", "、", " + "])
def test_several_managers_in_a_cell_are_parted_where_all_are_known(between: str) -> None:
    text = f'Name;Manager\nOrla Tandy;\nSunil Rege;\nIlse Brandt;"Orla Tandy{between}Sunil Rege"\n'
    document, reading = loaded(text.encode())
    names = {one.id: one.name for one in document.people}
    lines = [(names[line.subordinate], names[line.manager], line.kind) for line in document.reporting]
    assert sorted(lines) == [("Ilse Brandt", "Orla Tandy", "SOLID"), ("Ilse Brandt", "Sunil Rege", "DOTTED")]
    assert reading.asking.questions == {}


def test_a_manager_of_initials_is_a_question_whose_default_is_the_only_one_they_fit() -> None:
    text = "Name;Manager\nOrla Tandy;\nАнна Ильинична Петрова;O. Tandy\nTom Rege;Петрова А.И.\n"
    text += "Tim Rege;Tandy O.\nAda Coyle;T. Rege\n"
    document, reading = loaded(text.encode())
    names = {one.id: one.name for one in document.people}
    defaults = {one.id: names.get(one.default or "", one.default) for one in reading.asking.questions.values()}
    assert defaults == {
        "manager/O. Tandy": "Orla Tandy",
        "manager/Tandy O.": "Orla Tandy",
        "manager/Петрова А.И.": "Анна Ильинична Петрова",
        "manager/T. Rege": "placeholder",  # Tom or Tim: both are offered
    }
    (open_one,) = [one for one in reading.asking.questions.values() if one.id == "manager/T. Rege"]
    assert {names.get(choice.value, choice.value) for choice in open_one.choices} >= {"Tom Rege", "Tim Rege"}


@pytest.mark.parametrize(
    ("written", "email"),
    [("mailto:o@x.invalid", "o@x.invalid"), ("Orla Tandy <o@x.invalid>", "o@x.invalid"), ("not known", None)],
)
def test_an_address_is_taken_out_of_what_stands_around_it(written: str, email: str | None) -> None:
    document, reading = loaded(f"Name,Email\nOrla Tandy,{written}\n".encode())
    assert [person.email for person in document.people] == [email]
    assert [one.value for one in reading.asking.notices if one.code == "e-mail"] == [written]


def test_a_list_parted_by_wide_commas_and_a_tab_within_a_name() -> None:
    document, _ = loaded("姓名，部门，上级\n梁若兰，总经办，\n孟庭，网络部，梁若兰\n".encode())
    assert chains(document) == [("梁若兰", "总经办", ""), ("孟庭", "网络部", "梁若兰")]
    document, _ = loaded(b"Name,Title\nOrla\tTandy,COO\n")
    assert [person.name for person in document.people] == ["Orla Tandy"]
