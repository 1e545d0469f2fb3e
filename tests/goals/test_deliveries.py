"""The whole way through the front door: files come, a night follows up, a file is undone, the next night follows."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from goals.asked import NOON, asked, goal, hours
from homeroom.goals.events import record, states
from homeroom.goals.evidence import UNKNOWN
from homeroom.goals.fold import State
from homeroom.goals.models import Assignment, AssignmentEvent
from homeroom.intake import undo
from homeroom.intake.feeds.reach import Told
from homeroom.intake.models import Delivery
from homeroom.people.models import Class, Student
from homeroom.site.nightly import follow_up
from homeroom.standards import ccss
from homeroom.standards.alignment import Tag, take_tags
from homeroom.standards.content import Content, take_content
from intake import taking_in
from intake.taking_in import answers, row

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = date(2026, 11, 2)
FRIDAY = MONDAY + timedelta(days=11)


@pytest.fixture
def work(settings: Settings) -> Assignment:
    """40 minutes of anything in the garden on 3.NF.A.1, in two weeks that are over, as the pages would have sent it."""
    settings.HOMEROOM_TODAY = FRIDAY + timedelta(days=3)
    taking_in.school()
    of_goal = goal(school_class=Class.objects.get())
    one = asked(Student.objects.get(given_name="Ana"), of_goal, program="garden")
    record(one, "approved", NOON, source="approved", actor="tina")
    record(one, "available", hours(1), source="work list", channel="work_list")
    take_content([Content("garden", "item", item) for item in ("i1", "other")])
    take_tags([Tag(("garden", "item", "i1"), "3.NF.A.1", 1, "vendor")], ccss.SLUG)
    return one


def came(folder: Path, name: str, *rows: str, as_of: date) -> Delivery:
    path = folder / f"{name}_{as_of}.csv"
    path.write_text(answers(*rows), "utf-8")
    (delivery,) = taking_in.take(path, as_of=as_of)
    assert delivery.state == "published", delivery.message
    return delivery


def night(one: Assignment) -> State:
    follow_up()
    return states([one])[one.pk]


def feed(folder: Path, *until: date) -> None:
    """Files of a feed that hold the child's work on something else, one a day."""
    for day in until:
        came(folder, "garden", row("other", answered_on=str(day)), as_of=day + timedelta(days=1))


def days(count: int) -> list[date]:
    return [MONDAY + timedelta(days=n) for n in range(count) if (MONDAY + timedelta(days=n)).weekday() < 5]


def test_an_undone_delivery_restores_the_earlier_state(work: Assignment, tmp_path: Path) -> None:
    begun = row("i1", answered_on="2026-11-03", seconds="600")
    came(tmp_path, "garden", begun, as_of=date(2026, 11, 4))
    before = night(work)
    assert before.word == "in_progress"
    enough = came(tmp_path, "garden", row("i1", answered_on="2026-11-05", seconds="1800"), as_of=date(2026, 11, 6))
    assert night(work).word == "submitted"
    undo.withdraw(enough.pk, None)
    assert night(work) == before
    assert AssignmentEvent.objects.filter(kind="withdrawn").count() == 1


def test_received_again_it_counts_again(work: Assignment, tmp_path: Path) -> None:
    told = row("i1", answered_on="2026-11-05", seconds="2400")
    first = came(tmp_path, "garden", told, as_of=date(2026, 11, 6))
    done = night(work)
    undo.withdraw(first.pk, None)
    assert night(work).word != done.word
    came(tmp_path, "garden", told, as_of=date(2026, 11, 6))
    assert night(work) == done


def test_a_complete_feed_without_the_work_is_not_done_and_a_late_one_no_evidence(
    work: Assignment, tmp_path: Path
) -> None:
    feed(tmp_path, *days(5))
    assert night(work).word == "no_evidence"
    feed(tmp_path, *days(12)[5:])
    assert night(work).word == "expired"


def test_an_undone_delivery_makes_a_complete_feed_late_again(work: Assignment, tmp_path: Path) -> None:
    feed(tmp_path, *days(12))
    assert night(work).word == "expired"
    for delivery in Delivery.objects.filter(as_of__date__gt=MONDAY + timedelta(days=7)):
        undo.withdraw(delivery.pk, None)
    assert night(work).word == "no_evidence"


def test_without_any_feed_nothing_can_be_said(work: Assignment) -> None:
    found = night(work)
    assert (found.word, found.reason) == ("no_evidence", UNKNOWN[Told.NO_FEED])


def test_a_night_says_how_much_it_wrote_down_and_only_then(
    work: Assignment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    came(tmp_path, "garden", row("i1", answered_on="2026-11-03"), as_of=date(2026, 11, 4))
    follow_up()
    assert "events of assignments written down: 2" in capsys.readouterr().out
    follow_up()
    assert "assignments" not in capsys.readouterr().out


def test_where_nothing_was_asked_a_night_asks_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    follow_up()
    assert capsys.readouterr().out == ""
