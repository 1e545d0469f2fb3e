"""Who is this? in Spanish and Vietnamese: its rooms, a case with its sentences kept in English, and its mistakes."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone, translation

from every_page import client_of
from homeroom.intake.matching.compare import Agrees
from homeroom.intake.models import IdentityLink
from homeroom.intake.who import decide, odds
from homeroom.intake.who.models import IdentityDecision, VendorKey
from homeroom.pages.who import words
from homeroom.people.models import School, Student, User
from homeroom.reports.languages import kept
from homeroom.reports.languages.spoken import LANGUAGES as SPOKEN
from homeroom.reports.languages.spoken import PSEUDO
from intake.who.a_case import STRANGER, a_school, arrive, data_team, key, row
from pages.test_no_plain_english import heard, words_of_data

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]
LANGUAGES = ("es", "vi")
# A room, what it says in each language, and English that it then does not say.
ROOMS = {
    "waiting": (
        ("2 nombres esperan a una persona, con 3 filas.", "No está en la lista", "Como lo escribe el programa"),
        ("2 tên đang chờ người quyết định, với 3 dòng.", "Không có trong danh sách lớp", "Cách chương trình ghi"),
        ("wait for a person", "Not found in the roster", "As the program writes it"),
    ),
    "likeness": (
        ("Nombre: casi, Apellido: coincide, Escuela: coincide, Grado: coincide", "Mirarlo"),
        ("Tên: gần khớp, Họ: khớp, Trường: khớp, Khối lớp: khớp", "Độ giống"),
        ("Given name", "agrees", "Look at it", "homeroom linked these"),
    ),
    "decided": (
        ("No es Ana Ruiz.", "Deshacer", "la decisión sobre"),
        ("Không phải Ana Ruiz.", "Hoàn tác", "quyết định về"),
        ("It is not", "Undo", "Decision"),
    ),
    "odds": (
        ("Un estudiante tiene más de un número en este programa.", "nombre, escuela y grado"),
        ("Một học sinh có hơn một mã trong chương trình này.", "tên, trường và khối lớp"),
        ("One child has", "name, school and grade", "Linked by"),
    ),
}
CASE = {
    "es": (
        *("¿Quién es Lia Moss?", "2 filas esperan", "Ningún estudiante de la lista tiene este número, nombre de"),
        *("Línea 4 de", "La fila completa", "No es estudiante nuestro", "nada que comparar", "Motivo, si quiere"),
    ),
    "vi": (
        *("Lia Moss là ai?", "2 dòng đang chờ", "Không học sinh nào trong danh sách có mã, tên người dùng"),
        *("Dòng 4 của", "Toàn bộ dòng", "Không phải học sinh của chúng ta", "không có gì để so sánh"),
    ),
}


@pytest.fixture
def children() -> dict[str, Student]:
    return a_school()


@pytest.fixture
def team(children: dict[str, Student]) -> User:
    return data_team()


@pytest.fixture
def number(team: User, children: dict[str, Student], tmp_path: Path) -> int:
    """The key of a stranger, beside one whom a person said not to be Ana, and links of every kind."""
    alike = {"student_id": "", "first_name": "Thoa", "last_name": "Nguyen"}
    strangers = row("i3", **STRANGER), row("i4", **STRANGER), row("i5", student_id="1002", first_name="Lou")
    arrive(tmp_path, row("i1", student_id="77"), row("i2", student_id="78"), *strangers, row("i6", **alike))
    decide.reject(key("Lou").pk, children["Ana"].pk, team)
    return key().pk


def page(user: User, language: str, path: str, **sent: object) -> str:
    client: Client = client_of(user, language)
    answer = client.post(path, {name: str(value) for name, value in sent.items()}) if sent else client.get(path)
    markup = unescape(answer.content.decode())
    assert f'<html lang="{language}"' in markup
    return markup.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_in_the_readers_language(team: User, number: int, room: str, language: str) -> None:
    told, english = ROOMS[room][LANGUAGES.index(language)], ROOMS[room][-1]
    found = page(team, language, f"/who/?room={room}")
    assert [said for said in told if said not in found] == []
    assert [said for said in english if said in found] == []


@pytest.mark.parametrize(("language", "told"), CASE.items())
def test_a_case_is_in_the_readers_language(team: User, number: int, language: str, told: tuple[str, ...]) -> None:
    found = page(team, language, f"/who/{number}/?q=zoe")
    assert [said for said in told if said not in found] == []
    english = "Who is", "No child of the roster", "What the program sent", "differs", "Reason, if", "It is"
    assert [said for said in english if said in found] == []


@pytest.mark.parametrize(
    ("language", "told"),
    [("es", "El dato (nombre de usuario o correo)"), ("vi", "Dữ kiện (tên người dùng hoặc e-mail)")],
)
def test_a_kept_reason_names_what_disagrees(team: User, number: int, language: str, told: str) -> None:
    VendorKey.objects.get(pk=number).waiting.update(
        code="identity_conflict", words="The account belongs to a child of another name in the roster."
    )
    found = page(team, language, f"/who/{number}/")
    assert told in found
    assert "another name" not in found


def test_a_kept_reason_that_nobody_knows_says_that_it_is_english(team: User, number: int) -> None:
    VendorKey.objects.get(pk=number).waiting.update(words="A sentence of another year.")
    assert '<span lang="en">A sentence of another year.</span>' in page(team, "es", f"/who/{number}/")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("es", ("Elija primero un estudiante", "Este estudiante no está entre los que", "Otra persona decidió")),
        ("vi", ("Hãy chọn một học sinh trước", "Học sinh này không thuộc những em", "Trong lúc đó người khác")),
    ],
)
def test_mistakes_are_told_in_the_readers_language(
    team: User, number: int, children: dict[str, Student], language: str, told: tuple[str, ...]
) -> None:
    stranger = data_team("eve", School.objects.create(sourced_id="s9", name="Hill School"))
    ana = children["Ana"].pk
    assert told[0] in page(team, language, f"/who/{number}/", say="confirm")
    assert told[1] in page(stranger, language, f"/who/{number}/", say="confirm", student=ana)
    decide.reject(number, ana, team)
    assert told[2] in page(team, language, f"/who/{number}/", say="confirm", student=ana, seen=0)


@pytest.mark.parametrize(
    ("language", "gone", "no_link"),
    [
        ("es", "Ya no espera nada con este número", "Este vínculo ya no existe."),
        ("vi", "Không còn gì chờ dưới số này", "Liên kết này không còn"),
    ],
)
def test_what_is_gone_says_so(team: User, language: str, gone: str, no_link: str) -> None:
    assert gone in page(team, language, "/who/7777/")
    found = page(team, language, "/who/link/7777/", say="x")
    assert no_link in found
    assert "Nothing waits" not in found


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("es", "Lia Moss (900): Es Zoë Núñez. 1 archivo se juzgó de nuevo."),
        ("vi", "Lia Moss (900): Đây là Zoë Núñez. 1 tệp đã được xét lại."),
    ],
)
def test_what_a_decision_did_is_said(
    team: User, number: int, children: dict[str, Student], language: str, told: str
) -> None:
    made = decide.confirm(number, children["Zoë"].pk, team).decision
    assert told in page(team, language, f"/who/?done={made.pk}&files=1")


@pytest.mark.parametrize(
    ("language", "hidden"),
    [("es", "un estudiante a quien usted no puede ver"), ("vi", "một học sinh mà quý vị không được xem")],
)
def test_a_child_of_another_school_stays_unnamed(team: User, number: int, language: str, hidden: str) -> None:
    eve = data_team("eve", School.objects.create(sourced_id="s2", name="Hill School"))
    for room in ("likeness", "decided"):
        found = page(eve, language, f"/who/?room={room}")
        assert f"{hidden}<small>" in found or f"{hidden}</a><small>" in found
        assert "Ana" not in found and "Thoa" not in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_table_has_one_in_the_language(language: str) -> None:
    with translation.override(language):
        told = {str(said) for said in (*words.CODES.values(), *words.METHODS.values())}
        told |= {str(said) for _, said in words.AGREES.values()}
        odd = {kept.said(said) for said in (odds.TWO_CHILDREN, odds.TWO_IDS)}
    with translation.override("en"):
        english = {str(said) for said in (*words.CODES.values(), *words.METHODS.values())}
        english |= {str(said) for _, said in words.AGREES.values()}
    assert not told & english
    assert not odd & {odds.TWO_CHILDREN, odds.TWO_IDS, None}


def test_an_unknown_comparison_is_left_out(children: dict[str, Student]) -> None:
    child = children["Ana"]
    link = IdentityLink(student=child, evidence=f"shoe:{Agrees.SAME} grade:{Agrees.OTHER}", withdrawn_at=timezone.now())
    with translation.override("es"):
        assert words.evidence(link) == "Grado: difiere"


def test_numbers_of_the_list_are_written_as_the_language_does() -> None:
    with translation.override("vi"):
        assert words.waiting(1_200, 15_000) == "1.200 tên đang chờ người quyết định, với 15.000 dòng."
    assert words.waiting(1, 1) == "1 name waits for a person, with 1 row."


def test_a_decision_without_a_child_needs_none(children: dict[str, Student]) -> None:
    one = IdentityDecision(verdict=IdentityDecision.Verdict.NOT_OURS)
    with translation.override("vi"):
        assert words.decided(one) == "Không phải học sinh của chúng ta."


@pytest.mark.parametrize("path", [*(f"/who/?room={room}" for room in ROOMS), "/who/{number}/?q=zoe"])
def test_no_word_is_plain_when_asked_for_in_disguise(
    team: User, number: int, settings: LazySettings, path: str
) -> None:
    settings.LANGUAGES = [(one.code, one.name) for one in (*SPOKEN, PSEUDO)]
    found = client_of(team, PSEUDO.code).get(path.format(number=number)).content.decode()
    assert f'<html lang="{PSEUDO.code}"' in found
    assert heard(found) - words_of_data() == set()
