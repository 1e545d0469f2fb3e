"""A goal that was sent: what became of its work, how long both ways took, and what leaves by file."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from a_school import Town
from goals.told import declare
from homeroom.goals import latency
from homeroom.goals.models import Assignment, AssignmentEvent, Goal
from homeroom.mastery import teachers
from homeroom.people.models import AuditEntry, Enrollment
from homeroom.standards.models import Standard
from pages.goals_by_hand import (
    CODE,
    draft,
    give,
    happened,
    lesson,
    of_class,
    sent,
    words,
)

pytestmark = pytest.mark.any_database

HOSTILE = '<script>alert("x")</script> =1+1'


def path(place: Town) -> str:
    return f"/class/{place.group.pk}/assign/"


def test_sending_asks_once_and_says_what_became_of_it(client: Client, place: Town) -> None:
    lesson()
    goal = sent(client, place, who=range(2))
    assert goal.sent_at is not None
    assert Assignment.objects.count() == 2
    page = words(client.get(f"/goal/{goal.pk}/?sent").content)
    assert "Sent. Below stands what became of each piece, as far as its channel knows." in page
    assert "i-Ready" in page
    assert place.children[0].name in page
    again = client.post(f"/goal/{goal.pk}/send/")
    assert again.headers["Location"] == f"/goal/{goal.pk}/"
    assert Assignment.objects.count() == 2


def test_a_sent_goal_has_no_steps_and_a_draft_no_results(client: Client, place: Town) -> None:
    lesson()
    other = draft(place)
    goal = sent(client, place)
    for step in ("goals", "who", "work", "check", "send", f"work/{place.numbers[0]}"):
        assert client.get(f"/goal/{goal.pk}/{step}/").headers["Location"] == f"/goal/{goal.pk}/"
    assert client.get(f"/goal/{other.pk}/").headers["Location"] == f"/goal/{other.pk}/goals/"


def test_a_goal_is_ended_once(client: Client, place: Town) -> None:
    lesson()
    goal = sent(client, place)
    answer = client.post(f"/goal/{goal.pk}/", {"act": "end"})
    assert "The goal has ended." in words(client.get(answer.headers["Location"]).content)
    goal.refresh_from_db()
    assert goal.ended_by == "teacher"
    assert "End this goal" not in words(client.get(f"/goal/{goal.pk}/").content)
    assert "Over" in words(client.get(path(place)).content)


def test_where_no_lesson_fits_the_page_says_so(client: Client, place: Town) -> None:
    goal = draft(place)
    client.force_login(place.teacher)
    for step in ("work", "check", "send"):
        assert client.get(f"/goal/{goal.pk}/{step}/").status_code == 200


def test_results_leave_as_files(client: Client, place: Town) -> None:
    lesson()
    goal = sent(client, place, who=range(2))
    rows = client.get(f"/goal/{goal.pk}/results.csv").content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("Child,Goal,Evidence,Standard")
    assert len(rows) == 3
    assert place.children[0].name.split()[0] in "".join(rows)
    machine = client.get(f"/goal/{goal.pk}/results.csv?header=machine").content.decode("utf-8-sig")
    assert machine.startswith("child,judged,evidence,standard,serves,program,lesson,minutes,reason,channel")
    assert client.get(f"/goal/{goal.pk}/results.xlsx").status_code == 200
    told = client.get(f"/goal/{goal.pk}/results.json").json()
    assert [one["name"] for one in told["tables"]] == ["work", "funnel", "how_long"]
    assert "Halves and thirds" in words(client.get(f"/goal/{goal.pk}/results.pdf").content)
    assert AuditEntry.objects.filter(verb="exported").count() == 5


def test_how_long_both_ways_take_stands_on_the_page_and_in_the_files(client: Client, place: Town) -> None:
    """Approved at eight, given at ten and at noon; one child works the next day, which is seen three days later."""
    goal, eight = of_class(place.group, place.numbers[:2]), datetime(2026, 10, 12, 8, tzinfo=UTC)
    made, events = give(goal, item=lesson()), AssignmentEvent.objects.all()
    events.filter(kind="approved").update(happened_at=eight)
    for one, hours in zip(made, (2, 4), strict=True):
        events.filter(kind="available", assignment=one).update(happened_at=eight + timedelta(hours=hours))
    opened = happened(made[0], "opened", happened_at=eight + timedelta(hours=26))
    events.filter(pk=opened.pk).update(recorded_at=eight + timedelta(hours=98))
    client.force_login(place.teacher)
    where = f"/goal/{goal.pk}/"
    page = words(client.get(where).content)
    assert "Approval until available Available until first work Work until seen here" in page
    assert "i-Ready by the work-list 3 hours (2) nine of ten within 4 hours 24 hours (1) 3 days (1)" in page
    assert all(rule.words in page for rule in latency.RULES)
    told = client.get(f"{where}results.csv?table=how_long&header=machine").content.decode("utf-8-sig").splitlines()
    assert told == [
        "program,channel,step,median_minutes,ninety_minutes,pieces",
        "iready,work_list,available,180,228,2",
        "iready,work_list,first_work,1440,1440,1",
        "iready,work_list,seen,4320,4320,1",
    ]


def test_where_nothing_has_come_far_enough_no_time_is_told(client: Client, place: Town) -> None:
    goal = of_class(place.group, place.numbers[:2])
    give(goal, item=lesson(), kind="queued")
    client.force_login(place.teacher)
    page = words(client.get(f"/goal/{goal.pk}/").content)
    assert "How long it takes Nothing has come far enough yet to be timed." in page
    assert "Approval until available" not in page


def test_a_step_that_nobody_has_come_to_is_left_open(client: Client, place: Town) -> None:
    goal = of_class(place.group, place.numbers[:1])
    give(goal)
    client.force_login(place.teacher)
    page = words(client.get(f"/goal/{goal.pk}/").content)
    assert "Without a program by the work-list under an hour (1) – –" in page


def test_a_file_is_handed_out_uploaded_and_taken_back(client: Client, place: Town, home: Path) -> None:
    goal = by_file(place, home)
    client.force_login(place.teacher)
    where = f"/goal/{goal.pk}/"
    page = words(client.get(where).content)
    assert "File to upload: 3" in page
    assert "Nothing happens in the program until somebody uploads it there." in page
    file = client.get(f"{where}upload/garden")
    assert file.headers["Content-Disposition"].startswith("attachment; filename=")
    rows = list(csv.reader(file.content.decode("utf-8-sig").splitlines()))
    assert rows[0] == ["Pupil", "Family name", "Lesson", "Due", "By"]
    assert [row[0] for row in rows[1:]] == [f"00{one}" for one in sorted(place.numbers[:3])]
    assert AuditEntry.objects.filter(verb="exported").get().students == sorted(place.numbers[:3])
    answer = client.post(where, {"act": "uploaded", "program": "garden"})
    assert "Written down: the file was uploaded." in words(client.get(answer.headers["Location"]).content)
    assert "File uploaded, as an adult said: 3" in words(client.get(where).content)
    client.post(where, {"act": "not uploaded", "program": "garden"})
    assert "File to upload: 3" in words(client.get(where).content)


def test_the_file_goes_only_to_those_who_see_all_its_children(client: Client, place: Town, home: Path) -> None:
    goal = by_file(place, home)
    Enrollment.objects.filter(student=place.children[0]).delete()
    client.force_login(place.teacher)
    assert client.get(f"/goal/{goal.pk}/upload/garden").status_code == 404
    assert not AuditEntry.objects.filter(verb="exported").exists()


@pytest.mark.parametrize("program", ["iready", "nowhere"])
def test_where_no_file_is_needed_none_is_here(client: Client, place: Town, home: Path, program: str) -> None:
    goal = by_file(place, home)
    client.force_login(place.teacher)
    assert client.get(f"/goal/{goal.pk}/upload/{program}").status_code == 404


def by_file(place: Town, home: Path) -> Goal:
    """A goal of three children, sent to a program that takes a file."""
    declare(home, "file")
    item = lesson(program="garden")
    for one in place.children[:3]:
        one.identifier = f"00{one.pk}"
        one.save()
    made = of_class(place.group, place.numbers[:3])
    give(made, "file", item, kind="queued")
    return made


def test_what_could_not_be_sent_says_why_and_blocks_nothing_else(client: Client, place: Town) -> None:
    goal = of_class(place.group, place.numbers[:2])
    blocked, _ = give(goal, item=lesson())
    happened(blocked, "blocked", channel="work_list", reason=HOSTILE)
    client.force_login(place.teacher)
    body = client.get(f"/goal/{goal.pk}/").content
    assert "1 piece of work could not be sent." in words(body)
    assert "On the work-list: 1 and Not possible: 1" in words(body)
    assert "<script>" not in body.decode().split("<main")[1].split("</main")[0]
    assert "Not possible, because" in words(body)


def test_not_done_no_evidence_and_other_work_are_told_apart(client: Client, place: Town) -> None:
    goal = of_class(place.group, place.numbers[:4])
    made = give(goal, item=lesson())
    for one, kind in zip(made, ("expired", "no_evidence", "substituted", "met"), strict=True):
        happened(one, kind)
    client.force_login(place.teacher)
    page = words(client.get(f"/goal/{goal.pk}/").content)
    assert "by the work-list 4" in page
    for told in ("not done 1", "no evidence yet 1", "other work on the same standard 1", "met 1"):
        assert told in page
    assert "The program's data for these days are late or missing: it may well be done." in page
    assert "The program's data for these days are complete, and hold no such work." in page
    rows = client.get(f"/goal/{goal.pk}/results.csv?table=funnel&header=machine").content.decode("utf-8-sig")
    parts = [row.split(",") for row in rows.splitlines()[1:]]
    assert sum(int(row[-1]) for row in parts) == 4 == int(parts[0][2])


def test_children_who_left_are_counted_and_not_named(client: Client, place: Town) -> None:
    goal = of_class(place.group, place.numbers[:3])
    give(goal, item=lesson())
    gone = place.children[0]
    Enrollment.objects.filter(student=gone).delete()
    client.force_login(place.teacher)
    page = words(client.get(f"/goal/{goal.pk}/").content)
    assert gone.name not in page
    assert "Not in the class any more, or not yours to see, so not shown here: 1 child of this goal." in page


def test_nothing_to_send_is_not_sent(client: Client, place: Town) -> None:
    teachers.override(place.teacher, place.numbers[0], Standard.objects.get(code=CODE), "mastered", "I saw it.")
    goal = draft(place, who=range(1))
    client.force_login(place.teacher)
    answer = client.post(f"/goal/{goal.pk}/send/")
    assert answer.status_code == 409
    assert "There is no work to send" in words(answer.content)
    goal.refresh_from_db()
    assert goal.sent_at is None
