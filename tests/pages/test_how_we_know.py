"""How do we know? The page tells what an estimate rests on, and takes a teacher's word without losing either."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from a_school import TODAY, Town
from facts.facts_by_hand import publish
from homeroom.mastery import teachers
from homeroom.mastery.models import Check, Override
from homeroom.people.models import AuditEntry, Caseload, Contact, Relationship, Role, Staff, User
from homeroom.reports.how_we_know.make import pull
from homeroom.standards.models import Framework, Standard
from pages.spoken import english_left, header, said

pytestmark = pytest.mark.any_database

CODE = "3.NF.A.1"
SEEN = {"act": "check", "check-result": "got it", "check-seen_on": "2026-10-20", "check-note": "with paper strips"}
SET = {"act": "set", "state-state": "mastered", "state-reason": "She taught it to the others."}


def path(place: Town, code: str = CODE) -> str:
    return f"/student/{place.numbers[0]}/standard/{code}/"


def words(body: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body.decode()))


def estimate(place: Town, **changed: object) -> None:
    told = {
        "student": place.numbers[0],
        "standard": CODE,
        "as_of": TODAY,
        "mean": 0.2,
        "variance": 0.3,
        "p_mastered": 0.31,
        "low80": 0.38,
        "high80": 0.71,
        "evidence_weight": 11.6,
        "attempts": 14,
        "last_evidence_on": "2026-10-22",
        "state": "getting there",
        "inferred": False,
        "engine": "filter",
        "parameters_version": "p1",
        "facts_version": 3,
    }
    publish("mastery", [told | changed])


def source(place: Town, **changed: object) -> dict[str, object]:
    told: dict[str, object] = {
        "student": place.numbers[0],
        "standard": CODE,
        "program": "iready",
        "kind": "item",
        "rows": 14,
        "weight": 11.6,
        "shift": -0.8,
        "last_on": "2026-10-22",
    }
    return told | changed


def test_it_works(client: Client, place: Town) -> None:
    estimate(place)
    publish(
        "mastery_sources", [source(place), source(place, standard=None, kind="scale", rows=1, weight=None, shift=0.1)]
    )
    client.force_login(place.teacher)
    page = words(client.get(path(place)).content)
    assert "◔ Getting there The chance that the child has it is between 20 % and 50 %." in page
    assert "38 % to 71 % of ordinary items" in page
    assert "as much as 12 ordinary items" in page
    assert "i-Ready answers to items 14 far down Thu 22 Oct 2026" in page
    assert "i-Ready scores of the whole subject 1 up" in page
    assert "No teacher has written anything down on this standard." in page
    assert "choose got it partly not yet" in page


def test_nothing_estimated_yet(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    page = words(client.get(path(place)).content)
    assert "– No evidence" in page
    assert "Not estimated yet." in page
    assert "Nothing of the standard itself yet." in page


def test_what_is_only_expected_is_said_to_be_no_evidence(client: Client, place: Town) -> None:
    estimate(place, inferred=True, state="no evidence", p_mastered=0.95, low80=0.81, high80=0.93, evidence_weight=0.0)
    client.force_login(place.teacher)
    page = words(client.get(path(place)).content)
    assert "– No evidence" in page
    assert (
        "From the child's other work we would expect 81 % to 93 % of ordinary items right; that is no evidence" in page
    )
    assert "● Mastered" not in page.split("What the signs mean")[0]


def test_what_a_teacher_saw_is_kept_and_can_be_taken_back(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    assert client.post(path(place), SEEN).status_code == 302
    one = Check.objects.get()
    assert (one.result, one.seen_on, one.note, one.said_by) == (
        "got it",
        date(2026, 10, 20),
        "with paper strips",
        "teacher",
    )
    assert "Tue 20 Oct 2026 got it Teacher Example with paper strips" in words(client.get(path(place)).content)
    assert client.post(path(place), {"act": "withdraw", "which": one.pk}).status_code == 302
    assert "No teacher has written anything down" in words(client.get(path(place)).content)
    assert list(AuditEntry.objects.filter(students=[place.numbers[0]]).order_by("pk").values_list("verb", flat=True))[
        :1
    ] == ["checked"]


def test_a_teachers_word_comes_first_and_the_estimate_stays_beside_it(client: Client, place: Town) -> None:
    estimate(place)
    client.force_login(place.teacher)
    assert client.post(path(place), SET).status_code == 302
    page = words(client.get(path(place)).content)
    assert "● Mastered Set by Teacher Example on Mon 26 Oct 2026: “She taught it to the others.”" in page
    assert "The evidence alone says: ◔ getting there ." in page
    assert client.post(path(place), {"act": "lift"}).status_code == 302
    assert "◔ Getting there The chance" in words(client.get(path(place)).content)
    assert Override.objects.get().lifted_by == "teacher"


@pytest.mark.parametrize(
    ("answers", "state", "asks"),
    [
        (10, "getting there", True),
        (9, "getting there", False),
        (30, "mastered", False),
        (30, "not enough evidence", False),
    ],
)
def test_the_page_asks_once_ten_newer_answers_speak_against_it(
    answers: int, state: str, asks: bool, client: Client, place: Town
) -> None:
    idle = place.numbers[-1]
    estimate(place, state=state, student=idle)
    teachers.override(place.teacher, idle, Standard.objects.get(code=CODE), "mastered", "I saw it")
    Override.objects.update(since=TODAY - timedelta(days=20))
    told = {"student": idle, "standard": CODE, "program": "st_math", "week": TODAY - timedelta(days=7)}
    publish(
        "practice",
        [told | {"attempts": answers, "correct": 1}, told | {"week": TODAY - timedelta(days=27), "attempts": 99}],
    )
    client.force_login(place.teacher)
    page = words(client.get(f"/student/{idle}/standard/{CODE}/").content)
    assert ("Is this still so?" in page) is asks
    assert f"{answers} answers have come" in page or not asks


@pytest.mark.parametrize(
    ("sent", "said", "typed"),
    [
        (SET | {"state-reason": "  "}, "Say why: the reason is shown with the state", 'value="mastered" selected'),
        (SET | {"state-state": ""}, "This field is required.", "She taught it to the others."),
        (SEEN | {"check-seen_on": "2027-01-01"}, "That day has not come yet.", "with paper strips"),
        (SEEN | {"check-seen_on": "soon"}, "Enter a valid date.", "with paper strips"),
        (SEEN | {"check-result": "brilliant"}, "brilliant is not one of the available choices", "with paper strips"),
        (SEEN | {"check-note": "x" * 256}, "at most 255 characters", "x" * 256),
    ],
)
def test_what_cannot_be_kept_comes_back_with_all_that_was_typed(
    sent: dict[str, str], said: str, typed: str, client: Client, place: Town
) -> None:
    client.force_login(place.teacher)
    answer = client.post(path(place), sent)
    assert answer.status_code == 422
    assert "Not kept." in answer.content.decode()
    assert said in answer.content.decode()
    assert typed in answer.content.decode()
    assert not Check.objects.exists()
    assert not Override.objects.exists()


@pytest.mark.parametrize(
    "sent", [{"act": "nothing"}, {}, {"act": "withdraw", "which": "x"}, {"act": "withdraw", "which": "7"}]
)
def test_an_act_that_is_none_does_nothing(sent: dict[str, str], client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    assert client.post(path(place), sent).status_code == (404 if "which" in sent else 422)
    assert teachers.version() == 0


def test_lifting_what_nobody_set_changes_nothing(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    assert client.post(path(place), {"act": "lift"}).status_code == 302
    assert teachers.version() == 0


@pytest.mark.parametrize("code", ["9.ZZ.1", "3.nf.a.1"])
def test_a_standard_that_nobody_knows_is_not_here(code: str, client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    assert client.get(path(place, code)).status_code == 404


@pytest.mark.parametrize("name", ["other", "stranger"])
def test_to_others_it_does_not_exist(name: str, client: Client, place: Town) -> None:
    client.force_login(User.objects.get(username=name))
    assert client.get(path(place)).status_code == 404
    assert client.post(path(place), SET).status_code == 404
    assert not Override.objects.exists()


def test_a_family_sees_its_child_elsewhere(client: Client, place: Town) -> None:
    contact = Contact.objects.create(sourced_id="f1", given_name="Ira", family_name="Kin")
    Relationship.objects.create(contact=contact, student=place.children[0], kind="parent")
    client.force_login(User.objects.create(username="ira", contact=contact))
    assert client.get(f"/student/{place.numbers[0]}/").status_code == 200
    assert "how do we know?" not in client.get(f"/student/{place.numbers[0]}/").content.decode()
    assert client.get(path(place)).status_code == 404


def test_a_tutor_opens_it_for_the_child_of_the_caseload_alone(client: Client, place: Town) -> None:
    staff = Staff.objects.create(sourced_id="tu", given_name="Tu", family_name="Tor")
    Role.objects.create(staff=staff, kind=Role.Kind.TUTOR, school=place.school)
    Caseload.objects.create(staff=staff, student=place.children[0], reason="reads with the child")
    client.force_login(User.objects.create(username="tutor", staff=staff))
    assert client.get(path(place)).status_code == 200
    assert client.get(f"/student/{place.numbers[1]}/standard/{CODE}/").status_code == 404


def test_the_childs_page_leads_there(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    body = client.get(f"/student/{place.numbers[0]}/").content.decode()
    found = re.findall(rf'href="(/student/{place.numbers[0]}/standard/[^"]+)"', body)
    assert found
    assert client.get(found[0]).status_code == 200


def test_looking_is_written_down(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    client.get(path(place))
    entry = AuditEntry.objects.latest("pk")
    assert (entry.verb, entry.students) == ("saw", [place.numbers[0]])
    assert entry.object == f"how we know: student {place.numbers[0]}, {CODE}"


@pytest.mark.parametrize(
    ("shift", "said"), [(0.0, "left it where it was"), (0.2, "up"), (-0.2, "down"), (0.9, "far up"), (-2.0, "far down")]
)
def test_how_far_evidence_pulls_is_said_in_words(shift: float, said: str) -> None:
    assert pull(shift).words == said


def test_a_code_of_two_frameworks_is_one_page(client: Client, place: Town) -> None:
    other = Framework.objects.create(slug="state", title="State", subject="Mathematics")
    Standard.objects.create(framework=other, code=CODE, title="Another title", order=1)
    client.force_login(place.teacher)
    assert "Another title" not in client.get(path(place)).content.decode()


def test_what_was_set_and_lifted_stays_to_be_read_with_names_and_days(client: Client, place: Town) -> None:
    estimate(place)
    client.force_login(place.teacher)
    client.post(path(place), SET)
    client.post(path(place), {"act": "lift"})
    told = (
        "● mastered: set by Teacher Example on Mon 26 Oct 2026, “She taught it to the others.”; "
        "taken back by Teacher Example on"
    )
    assert told in words(client.get(path(place)).content)
    rows = client.get(f"{path(place)}known.csv").content.decode()
    assert "state taken back,Teacher Example,state,mastered,2026-10-26,She taught it to the others." in rows
    assert Override.objects.count() == 1, "nothing is deleted"


def test_a_second_word_puts_the_first_among_those_taken_back(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    client.post(path(place), SET)
    client.post(path(place), SET | {"state-state": "not yet", "state-reason": "She has forgotten it."})
    page = words(client.get(path(place)).content)
    assert "○ Not yet Set by Teacher Example on Mon 26 Oct 2026: “She has forgotten it.”" in page
    assert "● mastered: set by Teacher Example" in page


def test_who_left_is_still_named_by_the_sign_in(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    client.post(path(place), SET)
    Override.objects.update(said_by="gone")
    assert "Set by gone on" in words(client.get(path(place)).content)


@pytest.mark.parametrize(
    ("language", "headline", "state"),
    [
        ("es", "¿Cómo lo sabemos? Ana Alvarez", "◔ En camino"),
        ("vi", "Vì sao chúng tôi biết? Ana Alvarez", "◔ Đang tiến bộ"),
    ],
)
def test_it_is_said_in_the_readers_language(language: str, headline: str, state: str, place: Town) -> None:
    estimate(place)
    publish("mastery_sources", [source(place), source(place, standard=None, kind="scale", rows=1, weight=None)])
    teachers.check(place.teacher, place.numbers[0], Standard.objects.get(code=CODE), "partly", TODAY)
    text = said(place.teacher, path(place), language)
    assert headline in text and state in text
    assert english_left(text, language) == []


def test_a_word_and_its_withdrawal_are_said_in_the_readers_language(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    client.post(path(place), SET)
    assert "Fijado por Teacher Example el lun, 26 de oct de 2026: «She taught it to the others.»" in said(
        place.teacher, path(place), "es"
    )
    client.post(path(place), {"act": "lift"})
    text = said(place.teacher, path(place), "vi")
    assert "● thành thạo: do Teacher Example đặt ngày" in text
    assert english_left(text, "vi") == []


def test_a_form_that_lacks_something_says_so_in_the_readers_language(client: Client, place: Town) -> None:
    User.objects.filter(pk=place.teacher.pk).update(language="es")
    client.force_login(place.teacher)
    page = words(client.post(path(place), SET | {"state-reason": ""}).content)
    assert "Diga por qué: el motivo se muestra con el estado" in page
    assert "Say why" not in page
    page = words(client.post(path(place), SEEN | {"check-seen_on": "2027-01-01", "check-result": ""}).content)
    assert "Ese día todavía no ha llegado." in page and "Este campo es obligatorio." in page


def test_the_file_has_heads_in_the_readers_language(place: Town) -> None:
    assert header(place.teacher, f"{path(place)}known.csv", "es")[:3] == ["Estudiante", "Estándar", "Parte"]
    assert header(place.teacher, f"{path(place)}known.csv?header=machine", "es")[:3] == ["child", "standard", "part"]


@pytest.mark.parametrize("code", ["S3/A.1", "a b", "5%", "Ω.1", "x?y#z"])
def test_a_standard_of_another_framework_has_a_page_whatever_its_code(client: Client, place: Town, code: str) -> None:
    Standard.objects.create(
        framework=Framework.objects.create(slug="state", title="State"), code=code, title="Count", grade="03", order=1
    )
    estimate(place, standard=code)
    client.force_login(place.teacher)
    shown = client.get(f"/student/{place.numbers[0]}/").content.decode()
    address = reverse("known", args=[place.numbers[0], code])
    assert f'href="{address}"' in shown
    page = client.get(address)
    assert page.status_code == 200
    assert escape(code) in page.content.decode()
    rows = client.get(reverse("known-csv", args=[place.numbers[0], code])).getvalue().decode("utf-8-sig")
    assert code in rows


@pytest.mark.parametrize("page", ["standard/3.NF.A.1/", "steps/", "family/"])
def test_a_vendors_sign_in_opens_nothing_though_the_person_teaches(client: Client, place: Town, page: str) -> None:
    User.objects.filter(pk=place.teacher.pk).update(vendor="iready")
    client.force_login(place.teacher)
    assert client.get(f"/student/{place.numbers[0]}/{page}").status_code == 404
