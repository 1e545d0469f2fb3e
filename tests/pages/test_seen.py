"""Who saw this child: for whom it is, what it says in plain words, and what it leaves out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from a_school import Town, child, room, staff
from homeroom.pages.seen import view, words
from homeroom.people import audit
from homeroom.people.models import AuditEntry, Enrollment, Role, Staff, User
from homeroom.people.viewing import Viewer

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def asked(place: Town, client: Client) -> Client:
    client.force_login(place.data_team)
    return client


def text(client: Client, number: int, query: str = "") -> str:
    page = client.get(f"/student/{number}/seen/{query}").content.decode()
    return " ".join(page.split()).replace("&#x27;", "'")


def at(moment: datetime, **which: object) -> None:
    AuditEntry.objects.filter(**which).update(at=moment)


def test_it_says_who_did_what_when_and_why(place: Town, asked: Client) -> None:
    number = place.numbers[0]
    audit.saw(place.teacher, f"class page {place.group.pk}, week 2026-W43", place.children, "teaches the child's class")
    audit.exported(place.principal, f"student file {number}", [number], "principal of the child's school")
    at(datetime(2026, 10, 23, 14, 31, tzinfo=UTC))  # 7:31 at the school
    page = text(asked, number)
    assert f"<h1>Who saw {place.children[0].name}</h1>" in page
    assert "Friday 23 October 2026" in page
    assert "<strong>Teacher Example</strong> opened the class page" in page
    assert "at 07:31. Reason: teaches the child's class." in page
    assert "<strong>Principal Example</strong> took the child's page as a file" in page
    assert "The log reaches back to Friday 23 October 2026." in page


def test_views_of_one_day_are_one_line(place: Town, asked: Client) -> None:
    for minute in range(3):
        made = audit.saw(place.teacher, "class page 1, week 2026-W43", place.children, "teaches the child's class")
        at(datetime(2026, 10, 23, 15, minute, tzinfo=UTC), pk=made.pk)
    page = text(asked, place.numbers[0])
    assert page.count("opened the class page") == 1
    assert "at 08:00 to 08:02, 3 times" in page


def test_two_views_name_both_times() -> None:
    line = words.Line(
        "A", "opened", "why", [datetime(2026, 10, 23, 16, tzinfo=UTC), datetime(2026, 10, 23, 15, tzinfo=UTC)]
    )
    assert line.when == "08:00 and 09:00"
    assert words.Line("A", "opened", "why", [line.times[0]] * 3).when == "09:00, 3 times"


def test_nobody_yet_is_said_plainly(place: Town, asked: Client) -> None:
    assert "Nobody has opened a page or taken a file with this child so far." in text(asked, place.numbers[3])


def test_the_next_look_shows_that_one_looked(place: Town, asked: Client) -> None:
    text(asked, place.numbers[3])
    assert "<strong>Data Example</strong> opened this list of who saw the child" in text(asked, place.numbers[3])


def test_other_children_and_refusals_stay_out(place: Town, asked: Client) -> None:
    audit.saw(place.teacher, f"student page {place.numbers[1]}", [place.numbers[1]], "teaches the child's class")
    audit.refused(place.other_teacher, f"student page {place.numbers[0]}")
    page = text(asked, place.numbers[0])
    assert "Nobody has opened" in page
    assert not any(
        one.family_name in page for one in place.children if one.family_name != place.children[0].family_name
    )


def test_someone_whose_account_is_gone_is_somebody_who_has_left(place: Town, asked: Client) -> None:
    gone = staff("gone", Role.Kind.TEACHER, place.school)
    audit.saw(gone, "class page 1", [place.numbers[0]], "teaches the child's class")
    Staff.objects.filter(pk=gone.staff_id).update(family_name="Newname")
    assert "<strong>Gone Newname</strong>" in text(asked, place.numbers[0])
    gone.delete()
    assert "<strong>somebody who has left</strong>" in text(asked, place.numbers[0])


@pytest.mark.parametrize(
    ("who", "said"),
    [(None, "homeroom itself"), (audit.CommandLine("anna"), "somebody at the command line: anna")],
)
def test_what_no_account_did_is_told_too(place: Town, asked: Client, who: audit.Who | None, said: str) -> None:
    audit.did(who, "doubted", "links of iready", [place.numbers[0]], "the roster speaks against it")
    page = text(asked, place.numbers[0])
    assert f"<strong>{said}</strong> asked the data team again whether work is this child's" in page


def test_looking_through_another_persons_eyes_is_said(place: Town, asked: Client) -> None:
    audit.saw(Viewer(place.principal, place.teacher), "class page 1", [place.numbers[0]], "principal")
    assert "Principal Example, looking as Teacher Example" in text(asked, place.numbers[0])


def test_what_has_no_plain_words_is_told_in_its_own(place: Town) -> None:
    told = [
        audit.saw(place.teacher, "new page 4", [], "why"),
        audit.exported(place.teacher, "new file 4", [], "why"),
        audit.did(place.teacher, "mended", "thing 4", [], "why"),
    ]
    assert [words.did(one) for one in told] == [
        "looked at: new page 4",
        "took: new file 4",
        "changed something: mended, thing 4",
    ]


def test_a_long_list_goes_on_without_losing_or_doubling_a_line(
    place: Town, asked: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "A_PAGE", 2)
    number = place.numbers[0]
    for which in range(5):
        audit.saw(place.teacher, f"own page {which}", [number], "why")
    same = datetime(2026, 10, 23, 15, tzinfo=UTC)  # all at the same moment: the key decides
    at(same)
    found, query = [], ""
    for _ in range(3):
        page = asked.get(f"/student/{number}/seen/{query}")
        found += [line.did for day in page.context["days"] for line in day.lines if "own page" in line.did]
        query = f"?before={page.context['older'].replace('+', '%2B')}"
    assert found == [f"looked at: own page {which}" for which in (4, 3, 2, 1, 0)]
    assert not page.context["older"]


@pytest.mark.parametrize("query", ["?before=x", "?before=2026-10-23~1", "?before=2026-10-23T10:00:00%2B00:00~x"])
def test_an_address_that_cant_be_read_starts_at_the_newest(place: Town, asked: Client, query: str) -> None:
    audit.saw(place.teacher, "class page 1", [place.numbers[0]], "why")
    assert "opened the class page" in text(asked, place.numbers[0], query)


def test_past_the_end_there_is_nothing_older(place: Town, asked: Client) -> None:
    assert "There is nothing older." in text(asked, place.numbers[0], "?before=2020-01-01T00:00:00%2B00:00~1")


def test_a_principal_answers_for_the_own_schools_children_alone(place: Town, client: Client) -> None:
    elsewhere = child(77, room(staff_school(place), "c77", "Grade 6"))
    client.force_login(place.principal)
    assert client.get(f"/student/{place.numbers[0]}/seen/").status_code == 200
    assert client.get(f"/student/{elsewhere.pk}/seen/").status_code == 404
    Enrollment.objects.filter(student=place.children[0]).update(ends_on="2026-10-20")
    assert client.get(f"/student/{place.numbers[0]}/seen/").status_code == 404


def staff_school(place: Town):  # type: ignore[no-untyped-def]
    from homeroom.people.models import School

    return School.objects.exclude(pk=place.school.pk).get()


def test_the_childs_page_leads_there_for_those_who_answer_families(place: Town, client: Client) -> None:
    number = place.numbers[0]
    link = f'<a href="/student/{number}/seen/">Who saw this child</a>'
    for user, there in ((place.teacher, False), (place.principal, True), (place.data_team, True)):
        client.force_login(user)
        assert (link in client.get(f"/student/{number}/").content.decode()) is there


def test_a_sign_in_of_nobody_is_named_by_no_record(place: Town, asked: Client) -> None:
    audit.saw(User.objects.create_user("bare"), "class page 1", [place.numbers[0]], "why")
    assert "<strong>somebody who has left</strong>" in text(asked, place.numbers[0])


@pytest.mark.parametrize(
    ("language", "words", "nobody"),
    [
        ("es", ("Quién vio a", "abrió la página de la clase", "enseña la clase del estudiante"), "Hasta ahora nadie"),
        ("vi", ("Ai đã xem", "đã mở trang lớp", "dạy lớp của học sinh"), "Cho đến nay chưa ai"),
    ],
)
def test_it_is_told_in_the_readers_language(
    place: Town, asked: Client, language: str, words: tuple[str, ...], nobody: str
) -> None:
    User.objects.filter(pk=place.data_team.pk).update(language=language)
    assert nobody in text(asked, place.numbers[3])
    audit.saw(place.teacher, "class page 1, week 2026-W43", place.children, "teaches the child's class")
    page = text(asked, place.numbers[0])
    assert all(one in page for one in words)
    assert "opened the class page" not in page and "teaches the child" not in page and "What this list" not in page
    assert words[1] in asked.get(f"/student/{place.numbers[0]}/seen/seen.csv").getvalue().decode()


def test_a_files_machine_header_is_the_same_in_every_language(place: Town, asked: Client) -> None:
    User.objects.filter(pk=place.data_team.pk).update(language="es")
    path = f"/student/{place.numbers[0]}/seen/seen.csv"
    assert asked.get(f"{path}?header=machine").getvalue().decode().startswith("\ufeffday,who,what,why,when\r\n")
    assert asked.get(path).getvalue().decode().startswith("\ufeffDía,Quién,Qué,Por qué,Cuándo\r\n")


@pytest.mark.parametrize(
    ("verb", "object", "told"),
    [
        ("confirm", "who is key 3 of iready", "said that work under an unknown name is this child's"),
        ("overrode", "override 4 on 3.OA.A.1", "set what the child knows of a standard"),
        ("put first", "stop 4 on 3.OA.A.1", "put a standard first on the child's list"),
        ("granted", "class 2 to staff 9, 2026-10-26 to 2026-10-27", "gave the child's class to a substitute"),
        ("granted", "correction 1 of student 2", "granted a family's request to correct the record"),
        ("approved", "family report of student 5", "approved the child's family report"),
        ("sent", "goal 2 of class 1", "sent a goal of the class on its way"),
        ("ticked", "work 5f0c", "saw to the child's work, and ticked it"),
    ],
)
def test_what_is_changed_is_said_in_words_a_family_understands(verb: str, object: str, told: str) -> None:  # noqa: A002
    kind = next(audit.KIND.finditer(object))[1].strip()
    assert words.did(AuditEntry(verb=verb, object=object, kind=kind)) == told


@pytest.mark.parametrize(
    ("object", "told"),
    [
        ("next steps: student 5", "opened what the child learns next"),
        ("correction 3 of student 5", "opened a family's request to correct the record"),
        ("family reports of class 5, PDF", "opened or took the family reports of the class"),
        ("goal 2: work of student 5", "opened a goal of the class, and the work for it"),
        ("readiness page 1, unit 3", "opened who is ready for a unit of the class"),
        ("work-list file, 2026-10-26", "took the list of work that people see to as a file"),
    ],
)
def test_what_is_opened_is_said_in_words_a_family_understands(object: str, told: str) -> None:  # noqa: A002
    kind = next(audit.KIND.finditer(object))[1].strip()
    assert words.did(AuditEntry(verb=audit.SAW, object=object, kind=kind)) == told
