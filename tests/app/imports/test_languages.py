"""Lists in further languages: headings, totals, salutations, words for nobody and the order of names, by data files alone."""

import json
from pathlib import Path

import pytest

from app.imports.plan.drafting import draft_of
from app.imports.questions import Asking
from app.imports.recognise.languages import fields_by_heading, without_salutation
from app.imports.recognise.tables import FileMapping, Reading, read_tables
from app.sheets.columns import READ, fold
from app.sheets.headings import column_named
from graph.document import AccountDocument
from tests.sheets_at_hand import tables_of

FOLDER = Path(__file__).parents[3] / "app" / "imports" / "languages"
LISTS = {  # each: two people in two departments, the second below the first, then a row of totals
    "zh-Hant": (
        "序號,員工編號,姓名,部門,職稱,直屬主管,電子信箱,分機\n1,1,陳怡君,總經理室,總經理,無,y@x.invalid,1\n"
        "2,2,林志豪 先生,採購部,協理,陳怡君,h@x.invalid,2\n總計,2,,,,,,\n"
    ),
    "ja": (
        "社員番号,姓,名,フリガナ,部署,役職,直属上司,メールアドレス,内線\n1,佐藤,健,サトウ,経営企画室,社長,なし,k@x.invalid,1\n"
        "2,鈴木,一郎,スズキ,購買部,課長,佐藤健様,i@x.invalid,2\n合計,2,,,,,,,\n"
    ),
    "ko": (
        "사번,성명,부서,직급,직속상사,이메일,연락처\n1,김도현,경영진,대표이사,없음,d@x.invalid,1\n"
        "2,이서연 님,구매팀,팀장,김도현,s@x.invalid,2\n총 2명,,,,,,\n"
    ),
    "de": (
        "Pers.-Nr.;Anrede;Vorname;Name;Abteilung;Funktion;Vorgesetzte(r);E-Mail-Adresse;Standort\n"
        "1;Frau;Ilse;Brandt;Leitung;Vorstand;keiner;i@x.invalid;Kiel\n"
        "2;Herr;Jörg;Weiß;Einkauf;Leiter;Frau Brandt, Ilse;j@x.invalid;Kiel\nGesamtsumme: 2;;;;;;;;\n"
    ),
    "fr": (
        "Matricule;Civilité;Nom;Prénom;Service;Fonction;Responsable hiérarchique;Courriel;Site\n"
        "1;Mme;Lefèvre;Zoé;Direction;PDG;aucun;z@x.invalid;Lyon\n"
        "2;M.;Noël;Rémi;Achats;Chef;Zoé LEFÈVRE;r@x.invalid;Lyon\nTotal général : 2;;;;;;;;\n"
    ),
    "es": (
        "Número de empleado;Nombre;Apellidos;Departamento;Cargo;Jefe directo;Correo electrónico;Teléfono\n"
        "1;Inés;Peña;Dirección;Directora;ninguno;i@x.invalid;1\n"
        "2;Raúl;Ibáñez;Compras;Jefe;Sra. Inés Peña;r@x.invalid;2\nTotal general: 2;;;;;;;\n"
    ),
    "ru": (
        "Таб. №;Фамилия;Имя;Отчество;Отдел;Должность;Руководитель;Эл. почта;Телефон\n"
        "1;Петрова;Анна;;Дирекция;Директор;нет;a@x.invalid;1\n"
        "2;Иванов;Пётр;Ильич;Закупки;Начальник;Петрова Анна;p@x.invalid;2\nИтого: 2;;;;;;;;\n"
    ),
    "en": (
        "Employee ID,Full Name,Team,Role,Reports To,Work Email,Location\n1,Ms. Orla Tandy,Executive,COO,nobody,o@x.invalid,Cork\n"
        "2,Sunil Rege,Procurement,Lead,Mr Sunil Tandy; Orla Tandy,s@x.invalid,Cork\nTotal employees: 2,,,,,,\n"
    ),
}
PEOPLE = {
    "zh-Hant": [("陳怡君", "總經理室", "總經理"), ("林志豪", "採購部", "協理")],
    "ja": [("佐藤健", "経営企画室", "社長"), ("鈴木一郎", "購買部", "課長")],
    "ko": [("김도현", "경영진", "대표이사"), ("이서연", "구매팀", "팀장")],
    "de": [("Ilse Brandt", "Leitung", "Vorstand"), ("Jörg Weiß", "Einkauf", "Leiter")],
    "fr": [("Zoé Lefèvre", "Direction", "PDG"), ("Rémi Noël", "Achats", "Chef")],
    "es": [("Inés Peña", "Dirección", "Directora"), ("Raúl Ibáñez", "Compras", "Jefe")],
    "ru": [("Анна Петрова", "Дирекция", "Директор"), ("Пётр Ильич Иванов", "Закупки", "Начальник")],
    "en": [("Orla Tandy", "Executive", "COO"), ("Sunil Rege", "Procurement", "Lead")],
}


def loaded(text: str, answers: dict[str, str] | None = None) -> tuple[AccountDocument, Reading]:
    reading = read_tables(tables_of(text.encode(), "liste.csv"), FileMapping(), Asking(answers or {}))
    draft = draft_of(reading, "a", None, merging=True).draft
    assert draft.document is not None
    assert draft.faults == ()
    return draft.document, reading


@pytest.mark.parametrize("language", LISTS)
def test_a_list_in_its_language_goes_in_as_it_is(language: str) -> None:
    document, reading = loaded(LISTS[language])
    units = {unit.id: unit.name for unit in document.departments}
    people = {person.id: person for person in document.people}
    listed = [(one.name, units.get(one.department_id or "", ""), one.title) for one in people.values() if one.email]
    assert listed == PEOPLE[language]
    assert [one.external_ids[0].id for one in people.values() if one.email] == ["1", "2"]
    lines = [
        (people[one.subordinate].name, people[one.manager].name) for one in document.reporting if one.kind == "SOLID"
    ]
    solid = PEOPLE[language][0][0] if language != "en" else "Sunil Tandy"  # the first of two managers
    assert lines == [(PEOPLE[language][1][0], solid)]
    assert [one.code for one in reading.reads[0].skipped] == ["total"]
    assert [one.code for one in reading.asking.questions.values()] == (["manager"] if language == "en" else [])


def test_no_heading_means_two_things() -> None:
    seen: dict[str, tuple[str, str]] = {}
    for file in sorted(FOLDER.glob("*.json")):
        told = json.loads(file.read_text(encoding="utf-8"))
        for name, words in [*told["columns"].items(), ("", told["skip"])]:
            for word in words:
                assert seen.setdefault(fold(word), (name, file.stem))[0] == name, (word, seen[fold(word)], file.stem)
                own = column_named(READ["people"], word)
                assert own is None or own.name == name, (word, name)
    assert set(fields_by_heading().values()) <= READ["people"].by_name.keys()


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ("Name;Vorname\nBrandt;Ilse\nWeiß;Jörg\n", ["Ilse Brandt", "Jörg Weiß"]),
        ("Name;Vorname\nIlse Brandt;Ilse\nJörg Weiß;Jörg\n", ["Ilse Brandt", "Jörg Weiß"]),
        ("성;이름;직급\n김;도현;사원\n", ["김도현"]),
    ],
)
def test_a_name_beside_a_part_of_it_is_the_other_part_or_the_whole(rows: str, names: list[str]) -> None:
    document, reading = loaded(rows)
    assert (sorted(person.name for person in document.people), reading.asking.questions) == (names, {})


def test_names_that_are_now_a_part_and_now_the_whole_are_a_question() -> None:
    rows = "Name;Vorname\nIlse Brandt;Ilse\nWeiß;Jörg\nNoll;Ada\n"
    _, reading = loaded(rows)
    (question,) = reading.asking.questions.values()
    assert (question.id, question.default) == ("half-name/liste/Name", "last_name")
    document, _ = loaded(rows, {question.id: "whole-name"})
    assert {person.name for person in document.people} == {"Ilse Brandt", "Weiß", "Noll"}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Mr. Jan Vogt", "Jan Vogt"),
        ("Frau Dr. Ada Noll", "Dr. Ada Noll"),
        ("Mme Zoé Noël", "Zoé Noël"),
        ("佐藤健様", "佐藤健"),
        ("張小姐", "張小姐"),  # without it no name would be left
        ("Mrs", "Mrs"),
        ("Misty Rege", "Misty Rege"),
        ("Pan Wei", "Pan Wei"),
    ],
)
def test_salutations_are_no_part_of_a_name(written: str, name: str) -> None:
    assert without_salutation(written) == name
