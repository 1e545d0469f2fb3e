"""Minutes and mastery of the network: told once of four weeks, of cohorts; of few children and services never."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from a_minutes_school import AFTER, WEEK, learned, planned
from a_school import child, staff
from homeroom.evidence import minutes, releases
from homeroom.evidence.minutes import Activity, Spent
from homeroom.evidence.models import Release
from homeroom.people.models import AuditEntry, Role, School, User
from homeroom.reports.minutes import release
from homeroom.rotation.minutes import Minutes
from homeroom.site.nightly import look_back, tell_of_weeks
from pages.goals_by_hand import words as text_of
from rotation.plans.a_week import Block

pytestmark = pytest.mark.any_database
THURSDAY = AFTER + timedelta(days=1)
TUTORED, ALONE = Minutes(planned=60, delivered=45, missed=15), Minutes(planned=30, late=30)


@pytest.fixture
def own(settings: Settings, db: None, monkeypatch: pytest.MonkeyPatch) -> Block:
    """Twelve children had an hour of tutoring each, four of them independent work, and all meet an adult."""
    made = planned(settings)
    more = [child(at, made.classes[0]) for at in range(8, 12)]
    learned([*made.children, *more])
    settings.HOMEROOM_TODAY = THURSDAY

    def spent(students: list[int], mondays: object) -> dict[int, Spent]:
        met = {Activity.TUTORING: TUTORED, Activity.OTHER: Minutes(planned=30, delivered=30)}
        return {
            one: Spent(met | ({Activity.INDEPENDENT: ALONE} if at < 4 else {}), 1) for at, one in enumerate(students)
        }

    monkeypatch.setattr(minutes, "spent", spent)
    return made


@pytest.fixture
def leader(own: Block) -> User:
    return staff("leader", Role.Kind.NETWORK_LEADER, None)


def get(user: User, query: str = "", tail: str = "") -> HttpResponse:
    client = Client()
    client.force_login(user)
    response = client.get(f"/network/minutes/{tail}{query}")
    assert isinstance(response, HttpResponse)
    return response


def page(user: User, query: str = "") -> str:
    response = get(user, query)
    assert response.status_code == 200
    return text_of(response.content)


def test_schools_stand_by_name_with_means_alone(own: Block, leader: User, capsys: pytest.CaptureFixture[str]) -> None:
    School.objects.create(sourced_id="s9", name="School without children")
    tell_of_weeks()
    assert "network's minutes, four weeks to" in capsys.readouterr().out
    shown = page(leader)
    assert "5 Oct 2026 to 30 Oct 2026" in shown
    assert "School without children" not in shown
    assert "Valley School children of 5 Nov 2026" in shown
    assert "Tutoring: a tutor's group 60 45 15 0 0 0 +" in shown
    assert "Independent work few few few few few few" in shown
    assert "Other sessions" not in shown.partition("What this page can't say")[0]
    assert not any(str(number) in shown for number in ("12 children", "16 children"))
    assert f'href="/studies/minutes/{own.school.pk}/"' in get(leader).content.decode()
    assert "They were given where need was" in shown


def test_a_file_hides_what_the_page_hides(own: Block, leader: User) -> None:
    tell_of_weeks()
    told = json.loads(get(leader, tail="minutes.json").content)["tables"]
    assert [one["name"] for one in told] == ["minutes", "mastery"]
    rows = [[cell["state"] if isinstance(cell, dict) else cell for cell in row] for row in told[0]["rows"]]
    assert rows[0][2:] == [60, 45, 15, 0, 0, 0]
    assert set(rows[1][2:]) == {"few"}
    assert "service" not in json.dumps(told)
    for kind in ("csv", "xlsx", "pdf"):
        assert get(leader, tail=f"minutes.{kind}").status_code == 200
    entry = AuditEntry.objects.filter(verb="exported").last()
    assert entry is not None
    assert entry.students == []


def test_four_weeks_are_told_once_and_the_next_four_after_them(own: Block, settings: Settings) -> None:
    settings.HOMEROOM_TODAY = THURSDAY - timedelta(days=1)
    assert release.nightly() is None, "data may still come"
    settings.HOMEROOM_TODAY = THURSDAY
    assert release.nightly() is not None
    assert release.nightly() is None
    settings.HOMEROOM_TODAY = THURSDAY + timedelta(weeks=3)
    assert release.nightly() is None, "these weeks would lie over the ones before"
    settings.HOMEROOM_TODAY = THURSDAY + timedelta(weeks=4)
    later = release.nightly()
    assert later is not None
    assert [one.week for one in releases.told("minutes")] == [later.week, WEEK.monday]


def test_each_release_can_be_read_again(own: Block, leader: User) -> None:
    tell_of_weeks()
    assert page(leader, f"?week={WEEK}") == page(leader)
    assert get(leader, f"?week={WEEK.previous}").status_code == 404


def test_what_nobody_has_told_yet_is_said(own: Block, leader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Nothing is told yet." in page(leader)
    assert get(leader, tail="minutes.csv").status_code == 200
    monkeypatch.setattr(minutes, "spent", lambda students, mondays: {})
    assert release.nightly() is None
    assert not Release.objects.filter(report="minutes").exists()


def test_of_a_small_school_neither_minutes_nor_mastery_are_told(own: Block, leader: User) -> None:
    for one in own.children[:4]:
        one.enrollments.all().delete()
    tell_of_weeks()
    assert "few few few" in page(leader)
    assert "points (" not in page(leader)


def test_a_leader_of_other_schools_sees_none_of_it(own: Block) -> None:
    tell_of_weeks()
    far = School.objects.create(sourced_id="s2", name="Hill School")
    assert "Valley School" not in page(staff("far", Role.Kind.NETWORK_LEADER, far))
    assert get(staff("principal", Role.Kind.PRINCIPAL, own.school)).status_code == 404


def test_a_look_back_that_fails_keeps_no_night_from_its_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails() -> bool:
        raise ValueError

    for found in (fails, lambda: True, lambda: False):
        monkeypatch.setattr("homeroom.site.nightly.mastery_change.nightly", found)
        look_back()
    assert capsys.readouterr().out.splitlines() == [
        "mastery change: it could not be worked out (ValueError).",
        "mastery change of the last weeks worked out",
    ]
