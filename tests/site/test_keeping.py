"""What is kept how long: on the last day all of it is there, on the day after nothing."""

from __future__ import annotations

import os
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as counts
from hypothesis import strategies as st
from pytest_django import Settings

from facts.facts_by_hand import publish as publish_facts
from homeroom.evidence.models import AnonymousAnswer
from homeroom.facts import store
from homeroom.intake import originals
from homeroom.intake.feeds.models import FeedAlarm
from homeroom.intake.job_models import Job, SourceRun
from homeroom.intake.models import Delivery, VendorKey
from homeroom.mastery.models import Check, KeptGroup, Override
from homeroom.people import audit, audit_heads, audit_index, audit_verify
from homeroom.people.models import (
    AcademicSession,
    AuditChild,
    AuditEntry,
    Class,
    Erasure,
    LabAbsence,
    LabHelp,
    School,
    SignInLink,
    Student,
    User,
)
from homeroom.people.signin_models import GuessCount, Spent, WaitingIdentity
from homeroom.site import keeping
from homeroom.site.home import HomeError
from homeroom.site.keeping.limits import DAYS, YEARS, last_day, limit, year_of
from homeroom.site.keeping.table import RETENTION, chosen, mistakes
from homeroom.standards import ccss
from homeroom.standards.models import Standard
from intake.taking_in import answers, ledger, row, school, take

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
# What is tested below was made on this day, in the school year 2026-27 (told as 2027).
MADE = date(2026, 10, 5)
BY_KEY = {one.key: one for one in RETENTION}


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def last_kept(key: str) -> date:
    """The last day on which what was made on MADE is still there."""
    one = BY_KEY[key]
    return last_day(2027 + one.number) if one.unit == YEARS else MADE + one.number * A_DAY


def counted(key: str, settings: Settings, on: date) -> int:
    settings.HOMEROOM_TODAY = on
    one = BY_KEY[key]
    return one.count(limit(one.unit, chosen()[key], on))


def facts(table: str) -> None:
    publish_facts(table, [{"student": 1, "school_year": 2027}, {"student": 2, "school_year": 2027}])


def a_job() -> None:
    Job.objects.create(kind="collect", state=Job.State.DONE, finished_at=at(MADE))
    Job.objects.create(kind="collect")  # one that waits is never too old
    SourceRun.objects.create(source="inbox", kind="folder", finished_at=at(MADE))


def _write(name: str) -> None:
    path = originals.place("x").parents[2] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x", "utf-8")
    os.utime(path, (at(MADE).timestamp(),) * 2)


def an_upload() -> None:
    room = originals.place("x").parents[2] / "uploads" / ("0" * 32) / "upload"
    room.mkdir(parents=True)
    os.utime(room.parent, (at(MADE).timestamp(),) * 2)


def an_alarm() -> None:
    told = {"program": "iready", "kind": "late", "since": MADE, "opened_on": MADE, "words": "", "what_to_do": ""}
    FeedAlarm.objects.create(cause="old", closed_on=MADE, closed_at=at(MADE), **told)
    FeedAlarm.objects.create(cause="open", **told)


def a_survey_answer() -> None:
    AnonymousAnswer.objects.create(survey="s", on=MADE, label="x")


def a_link() -> None:
    user = User.objects.create_user("tina")
    SignInLink.objects.create(user=user, token_sha256="0" * 64, expires_at=at(MADE))


def somebody_who_waits() -> None:
    told = {"issuer": "https://idp.test", "why": "nobody here has this roster id", "first_at": at(MADE)}
    WaitingIdentity.objects.create(**told, subject="1", last_at=at(MADE))
    WaitingIdentity.objects.create(**told, subject="2", last_at=at(date(2090, 1, 1)))  # comes again and again


def somebody_rejected() -> None:
    told = {"issuer": "https://idp.test", "why": "", "first_at": at(MADE), "last_at": at(date(2090, 1, 1))}
    WaitingIdentity.objects.create(**told, subject="1", rejected_at=at(MADE), rejected_by="dana")


def a_child_who_left() -> None:
    Student.objects.create(sourced_id="gone", given_name="Ana", family_name="Ruiz", ends_on=MADE)
    Student.objects.create(sourced_id="here", given_name="Ben", family_name="Cruz")


def a_delivery(tmp: Path) -> Delivery:
    path = tmp / "week.csv"
    path.write_text(answers(row("i1"), row("i2", student_id="77", first_name="Ida", last_name="Nobody")), "utf-8")
    school()
    [one] = take(path)
    Delivery.objects.filter(pk=one.pk).update(received_at=at(MADE))
    return one


def what_teachers_said() -> None:
    ccss.load()
    child = Student.objects.create(sourced_id="c", given_name="Ana", family_name="Ruiz")
    told = {"student": child, "standard": Standard.objects.earliest("pk"), "said_by": "tina"}
    Check.objects.create(**told, result="partly", seen_on=MADE)
    Override.objects.create(**told, state="mastered", reason="seen at the board", since=MADE)
    room = Class.objects.create(sourced_id="r", title="Room 1", school=School.objects.create(sourced_id="s"))
    KeptGroup.objects.create(school_class=room, standard=told["standard"], begins_on=MADE, ends_on=MADE)


def a_day_in_the_lab() -> None:
    child = Student.objects.create(sourced_id="c", given_name="Ana", family_name="Ruiz")
    LabAbsence.objects.create(student=child, day=MADE, said_by="lab")
    school = School.objects.create(sourced_id="s")
    LabHelp.objects.create(student=child, school=school, day=MADE, said_by="lab")


MAKE = {
    **{name: (lambda name=name: facts(name)) for name in ("attempts", "activities", "usage", "claims", "assessments")},
    "worked_out": lambda: facts("practice"),
    "teachers": what_teachers_said,
    "lab": a_day_in_the_lab,
    "alarms": an_alarm,
    "inbox_done": lambda: _write("inbox/done/2026-10-05/week.csv"),
    "exports": lambda: _write("exports/attempts.csv"),
    "logs": lambda: _write("logs/worker.log"),
    "uploads": an_upload,
    "jobs": a_job,
    "surveys": a_survey_answer,
    "sessions": lambda: Session.objects.create(session_key="s", session_data="", expire_date=at(MADE)),
    "sign_in_links": a_link,
    "sign_in_tries": lambda: GuessCount.objects.create(key="k", last_at=at(MADE), open_at=at(MADE)),
    "spent_codes": lambda: Spent.objects.create(key="k", until=at(MADE)),
    "waiting_people": somebody_who_waits,
    "rejected_people": somebody_rejected,
}
HOW_MANY = {"jobs": 2, "teachers": 3, "lab": 2} | dict.fromkeys(
    ("attempts", "activities", "usage", "claims", "assessments", "worked_out"), 2
)


@pytest.mark.parametrize("key", MAKE)
def test_the_day_before_all_of_it_the_day_after_nothing(key: str, settings: Settings) -> None:
    MAKE[key]()
    whole = HOW_MANY.get(key, 1)
    settings.HOMEROOM_TODAY = last_kept(key)
    assert keeping.purge().get(key, 0) == 0
    assert counted(key, settings, last_kept(key) + A_DAY) == whole
    settings.HOMEROOM_TODAY = last_kept(key) + A_DAY
    assert keeping.purge()[key] == whole
    assert counted(key, settings, last_kept(key) + A_DAY) == 0
    assert keeping.purge() == {}


@pytest.mark.django_db(transaction=True)
def test_a_child_who_left_goes_with_everything_and_may_come_back(settings: Settings) -> None:
    a_child_who_left()
    settings.HOMEROOM_TODAY = last_kept("children_left")
    assert "children_left" not in keeping.purge()
    settings.HOMEROOM_TODAY = last_kept("children_left") + A_DAY
    assert keeping.purge()["children_left"] == 1
    assert list(Student.objects.values_list("sourced_id", flat=True)) == ["here"]
    made = Erasure.objects.get()
    assert (made.keys.count(), made.asked_by) == (0, "homeroom")
    assert made.request.endswith("and kept long enough")


@pytest.mark.django_db(transaction=True)
def test_the_audit_log_goes_after_seven_years_and_what_stays_is_still_whole(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOMEROOM_TODAY = last_kept("audit")
    with monkeypatch.context() as then:
        then.setattr(timezone, "now", lambda: at(MADE))
        audit.did(None, "looked", "student 7", [7], "a test")
    with monkeypatch.context() as now:
        now.setattr(timezone, "now", lambda: at(last_kept("audit")))
        audit.did(None, "looked", "student 8", [8], "a test")
        assert "audit" not in keeping.purge()
        assert counted("audit", settings, last_kept("audit") + A_DAY) == 1
        assert keeping.purge() == {"audit": 1}
        assert keeping.purge() == {}
        assert [one.students for one in AuditEntry.objects.order_by("pk")] == [[8], []]
        audit_index.catch_up()
        assert list(AuditChild.objects.values_list("student", flat=True)) == [8]
        told = [str(one) for one in audit_verify.verify(audit_heads.path())]
        assert [one for one in told if "lock" not in one] == []


def test_every_class_is_tried() -> None:
    alone = {"children_left", "originals", "waiting_rows", "audit"}
    assert set(BY_KEY) == set(MAKE) | alone


def test_an_original_goes_and_its_delivery_stays(settings: Settings, tmp_path: Path) -> None:
    one = a_delivery(tmp_path)
    place = originals.place(one.sha256)
    settings.HOMEROOM_TODAY = last_kept("originals")
    keeping.purge()
    assert place.is_file()
    settings.HOMEROOM_TODAY = last_kept("originals") + A_DAY
    assert counted("originals", settings, settings.HOMEROOM_TODAY) == 1
    keeping.purge()
    assert not place.is_file()
    assert sum(ledger(Delivery.objects.get()).values()) == 2


def test_rows_that_waited_too_long_are_ignored_and_nobody_is_named(settings: Settings, tmp_path: Path) -> None:
    a_delivery(tmp_path)
    settings.HOMEROOM_TODAY = last_kept("waiting_rows")
    keeping.purge()
    assert ledger(Delivery.objects.get()) == {"published": 1, "quarantined": 1}
    assert VendorKey.objects.exists()
    settings.HOMEROOM_TODAY = last_kept("waiting_rows") + A_DAY
    assert keeping.purge()["waiting_rows"] == 1
    assert ledger(Delivery.objects.get()) == {"published": 1, "ignored": 1}
    assert not VendorKey.objects.exists()


def test_the_roster_sessions_say_when_a_school_year_ends(settings: Settings) -> None:
    facts("usage")
    AcademicSession.objects.create(
        sourced_id="y", title="2029-30", kind="schoolYear", school_year=2030, ends_on=date(2030, 6, 11)
    )
    assert counted("usage", settings, date(2030, 6, 11)) == 0
    assert counted("usage", settings, date(2030, 6, 12)) == 2


def test_a_school_year_without_sessions_ends_with_july() -> None:
    """As intake tells the school year of a day."""
    assert last_day(2027) == date(2027, 7, 31)
    assert (year_of(date(2027, 7, 31)), year_of(date(2027, 8, 1))) == (2027, 2028)


def test_the_day_after_a_school_year_is_of_the_next() -> None:
    AcademicSession.objects.create(
        sourced_id="y", title="2026-27", kind="schoolYear", school_year=2027, ends_on=date(2027, 6, 15)
    )
    assert (year_of(date(2027, 6, 15)), year_of(date(2027, 6, 16))) == (2027, 2028)


@counts(deadline=None)
@given(number=st.integers(1, 30), days=st.integers(0, 4000))
def test_no_limit_ever_reaches_into_the_years_that_are_kept(number: int, days: int) -> None:
    on = date(2024, 1, 1) + days * A_DAY
    found = limit(YEARS, number, on)
    assert last_day(found.year + number) < on <= last_day(found.year + 1 + number)
    assert found.day == last_day(found.year) + A_DAY
    assert limit(DAYS, number, on).day == on - number * A_DAY


def test_settings_change_a_class_and_no_other(settings: Settings) -> None:
    settings.HOMEROOM_KEEP = {"usage": 1}
    assert chosen()["usage"] == 1
    assert chosen()["attempts"] == BY_KEY["attempts"].number


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ([], "must be a table"),
        ({"minutes": 3}, "is no class of data"),
        ({"usage": 0}, "from 1 to 30"),
        ({"usage": True}, "whole number"),
        ({"usage": "3"}, "whole number"),
        ({"exports": 10**6}, "36,500"),
    ],
)
def test_settings_that_cannot_be_followed_remove_nothing(told: object, words: str, settings: Settings) -> None:
    facts("usage")
    settings.HOMEROOM_KEEP, settings.HOMEROOM_TODAY = told, date(2090, 1, 1)
    with pytest.raises(HomeError, match=words):
        keeping.purge()
    assert store.row_counts()["usage"] == 2
    assert not list(mistakes({"usage": 2}))


def test_the_list_tells_what_would_go_and_changes_nothing(settings: Settings) -> None:
    facts("usage")
    settings.HOMEROOM_TODAY = last_kept("usage") + A_DAY
    [line] = [one for one in keeping.listed() if one.startswith("usage")]
    assert line.split()[:5] == ["usage", "3", "school", "years", "2"]
    assert store.row_counts()["usage"] == 2
