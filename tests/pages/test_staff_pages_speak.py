"""Pages of staff about people and accounts, in Spanish and Vietnamese, with what they say of a mistake."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from a_school import Town
from homeroom.people import audit
from homeroom.people.models import User

pytestmark = pytest.mark.any_database

# A page, words that it says in each language, and English ones that it then does not say.
PAGES = {
    "/accounts/": (("Todas las cuentas", "Mọi tài khoản"), "All accounts"),
    "/audit/": (("Filtrar el registro", "Lọc nhật ký"), "Filter the log"),
    "/substitutes/": (("Dar una clase a un suplente", "Giao lớp cho người dạy thay"), "Give a class"),
    "/view-as/": (("Vea homeroom como lo ve", "Xem homeroom như một đồng nghiệp"), "See homeroom as"),
    "/children/": (("Por qué ve a este estudiante", "Vì sao quý vị thấy học sinh này"), "Why you see this child"),
    "/children/children.csv?school={school}": (
        ("Por qué ve a este estudiante", "Vì sao quý vị thấy học sinh này"),
        "Why you see",
    ),
    "/how/": (("Cómo se calculan los números", "Cách tính các con số"), "How the numbers are worked out"),
    "/student/{child}/corrections/": (("Anotar una petición", "Ghi lại một yêu cầu"), "Write a request down"),
}
# A page, what is sent to it, and what it says of that.
MISTAKES = {
    "/accounts/{user}/": (
        {"do": "suspend"},
        ("No se hizo nada. Diga por qué", "Chưa làm gì. Hãy nói lý do"),
        "Nothing was done",
    ),
    "/substitutes/": (
        {"reason": ""},
        ("No se concedió. Hay que revisar", "Chưa giao. Cần xem lại"),
        "Not granted",
    ),
    "/student/{child}/corrections/": (
        {"received_on": "2999-01-01"},
        ("Ese día todavía no ha llegado.", "Ngày đó chưa đến."),
        "That day has not come yet.",
    ),
}
LANGUAGES = ("es", "vi")


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest, client: Client, place: Town) -> str:
    """Somebody of the data team who has chosen the language."""
    User.objects.filter(pk=place.data_team.pk).update(language=request.param)
    client.force_login(place.data_team)
    return str(request.param)


def address(path: str, place: Town) -> str:
    return path.format(child=place.numbers[0], user=place.teacher.pk, school=place.school.pk)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_in_the_readers_language(client: Client, place: Town, language: str, path: str) -> None:
    said, english = PAGES[path]
    shown = unescape(client.get(address(path, place)).getvalue().decode())
    assert said[LANGUAGES.index(language)] in shown
    assert english not in shown


@pytest.mark.parametrize("path", MISTAKES)
def test_a_mistake_is_told_in_the_readers_language(client: Client, place: Town, language: str, path: str) -> None:
    sent, said, english = MISTAKES[path]
    response = client.post(address(path, place), sent)
    shown = unescape(response.getvalue().decode())
    assert response.status_code in (409, 422)
    assert said[LANGUAGES.index(language)] in shown
    assert english not in shown


def test_a_wrong_day_in_the_logs_filter(client: Client, place: Town, language: str) -> None:
    shown = unescape(client.get("/audit/?day=soon").getvalue().decode())
    assert {"es": "El día se escribe año-mes-día", "vi": "Ngày phải viết theo năm-tháng-ngày"}[language] in shown


def test_the_log_says_verbs_and_reasons_but_filters_by_the_kept_word(
    client: Client, place: Town, language: str
) -> None:
    audit.did(place.teacher, "suspended", "sign-in of x", (), "data team of the child's school")
    shown = unescape(client.get("/audit/?verb=suspended").getvalue().decode())
    verb, reason = {
        "es": ("suspendió", "equipo de datos de la escuela del estudiante"),
        "vi": ("tạm khóa", "nhóm dữ liệu của trường học sinh"),
    }[language]
    assert f'<option value="suspended" selected>{verb}</option>' in shown
    assert f"<td>{verb}</td>" in shown and reason in shown
    assert '<td lang="en">sign-in of x</td>' in shown


def test_the_list_of_children_keeps_its_machine_header(client: Client, place: Town, language: str) -> None:
    sheet = client.get(f"/children/children.csv?header=machine&school={place.school.pk}").getvalue().decode()
    assert sheet.startswith("\ufeffchild,id,grade,classes_today,reason,until\r\n")
