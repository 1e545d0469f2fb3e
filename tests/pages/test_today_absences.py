"""Who is absent, by tick: the fact alone, by those who make plans and by teachers for their own children."""

from __future__ import annotations

from datetime import time

import pytest
from django.test import Client
from pytest_django import Settings

from homeroom.people import lab
from homeroom.people.models import AuditEntry
from homeroom.rotation import roll
from homeroom.rotation.models import Absence
from pages.a_planned_day import Day, a_monday, client_of, named, published, words
from rotation.plans.a_week import MONDAY, TUESDAY, WEDNESDAY, person

pytestmark = pytest.mark.any_database


@pytest.fixture
def day(settings: Settings, db: None, monkeypatch: pytest.MonkeyPatch) -> Day:
    made = a_monday(settings, monkeypatch)
    published(made)
    return made


def send(client: Client, day: Day, *ticked: str, was: str = "", query: str = "") -> int:
    """What a browser sends with these boxes ticked: each stands in one of the fields."""
    page = client.get(f"{day.page}absences/{query}").content.decode()
    fields = {one: [key for key in ticked if f'name="{one}" value="{key}"' in page] for one in names(page)}
    return client.post(f"{day.page}absences/{query}", {"was": was, **fields}).status_code


def names(page: str) -> list[str]:
    return [name for name in ("child-0", "child-1", "child-2", "adult") if f'name="{name}"' in page]


def child(day: Day, at: int) -> str:
    return f"child-{day.own.children[at].pk}"


def gone() -> set[tuple[int | None, int | None]]:
    return set(Absence.objects.values_list("student", "staff"))


def test_it_works(day: Day) -> None:
    client, tutor = client_of(day.principal), person(day.own.tutor)
    answer = client.get(f"{day.page}absences/")
    page = words(answer)
    assert "Grade 3, Room 12 Ana Alvarez Diego Fuentes Bảo Hồ Chloé Ortiz Grade 3, Room 14 Hùng Bui" in page
    assert "Adults Lab Example Other_Teacher Example" in page
    assert named(day, answer) == set(range(8))
    assert send(client, day, child(day, 0), child(day, 5), f"adult-{tutor.pk}") == 302
    assert gone() == {(day.own.children[0].pk, None), (day.own.children[5].pk, None), (None, tutor.pk)}
    assert set(Absence.objects.values_list("day", "said_by", "starts_at")) == {(MONDAY, "principal", None)}
    told = AuditEntry.objects.get(verb="noted absent")
    assert told.students == sorted(day.own.numbers(0, 5))
    assert told.reason == f"staff {tutor.pk}"
    assert "Ana Alvarez absent" in words(client.get(day.page))


def test_the_same_again_changes_nothing(day: Day) -> None:
    client = client_of(day.principal)
    for _ in range(2):
        send(client, day, child(day, 0))
    assert Absence.objects.count() == 1
    assert AuditEntry.objects.filter(verb="noted absent").count() == 1


def test_what_is_unticked_is_taken_back(day: Day) -> None:
    client = client_of(day.principal)
    send(client, day, child(day, 0), child(day, 1))
    send(client, day, child(day, 1), was=f"{child(day, 0)} {child(day, 1)}")
    assert gone() == {(day.own.children[1].pk, None)}
    assert AuditEntry.objects.get(verb="took back absent").students == [day.own.children[0].pk]


def test_what_others_ticked_meanwhile_stays(day: Day) -> None:
    send(client_of(day.principal), day, child(day, 0))
    send(client_of(day.own.teacher), day, child(day, 1))
    assert gone() == {(day.own.children[at].pk, None) for at in (0, 1)}


def test_a_part_of_the_day_that_was_said_stays(day: Day) -> None:
    Absence.objects.create(student=day.own.children[0], day=MONDAY, starts_at=time(10, 30), said_by="lab")
    lab.note_absent(day.own.lab, day.own.children[6].pk)
    client = client_of(day.principal)
    page = words(client.get(f"{day.page}absences/"))
    assert "Noted already: Ana Alvarez (from 10:30); Giang Khan (on the Lab Board alone)" in page
    send(client, day, child(day, 0))
    send(client, day, was=child(day, 0))
    assert list(Absence.objects.values_list("student", "starts_at")) == [(day.own.children[0].pk, time(10, 30))]


def test_a_teacher_ticks_own_children_and_no_adult(day: Day) -> None:
    client = client_of(day.own.teacher)
    answer = client.get(f"{day.page}absences/")
    assert named(day, answer) == {0, 1, 2, 3}
    assert "Adults" not in words(answer)
    forged = {"child-0": [child(day, 5)], "adult": [f"adult-{person(day.own.tutor).pk}"], "was": ""}
    assert client.post(f"{day.page}absences/", forged).status_code == 422
    assert client.post(f"{day.page}absences/", {"was": "child-x adult-1 child-99"}).status_code == 302
    assert not gone()


def test_a_tutor_has_no_such_page(day: Day) -> None:
    assert client_of(day.own.tutor).get(f"{day.page}absences/").status_code == 404


def test_a_day_to_come_can_be_ticked_and_one_that_is_over_cannot(day: Day, settings: Settings) -> None:
    client = client_of(day.principal)
    assert send(client, day, child(day, 0), query=f"?day={TUESDAY}") == 302
    assert set(Absence.objects.values_list("day", flat=True)) == {TUESDAY}
    settings.HOMEROOM_TODAY = TUESDAY
    answer = client.get(f"{day.page}absences/?day={MONDAY}")
    assert "This day is over: who was absent is no longer changed here." in words(answer)
    assert named(day, answer) == set()
    client.post(f"{day.page}absences/?day={MONDAY}", {"child-0": [child(day, 1)], "was": ""})
    assert Absence.objects.count() == 1


def test_who_is_absent_and_in_no_session_any_more_can_be_taken_back(day: Day) -> None:
    client = client_of(day.principal)
    roll.note_absent(day.principal, MONDAY, [day.own.children[0].pk])
    day.own.children[0].placements.all().delete()
    assert "In no session of the day Ana Alvarez" in words(client.get(f"{day.page}absences/"))
    send(client, day, was=child(day, 0))
    assert not gone()


def test_without_sessions_there_is_nothing_to_tick(day: Day) -> None:
    page = words(client_of(day.principal).get(f"{day.page}absences/?day={WEDNESDAY}"))
    assert "The flexible block has no session on this day." in page
    assert "Keep" not in page
