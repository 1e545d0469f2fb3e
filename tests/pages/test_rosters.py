"""Rosters: what waits, what it would change, and a second person's decision."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.roster_sets import Tables, changed, of_school, tables, write
from django.test import Client

from homeroom.intake.job_models import Job
from homeroom.intake.roster_models import RosterChangeSet, RosterRollover
from homeroom.intake.rosters.receive import receive_set
from homeroom.people.models import AuditEntry, Class, School, Student, User
from intake.rosters.deciders import data_team, dump

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def drop_a_third(base: Tables) -> None:
    for row in of_school(base, "users", "hill")[14:34]:
        row["status"] = "tobedeleted"


@pytest.fixture
def sam(client: Client) -> User:
    return data_team("sam")


@pytest.fixture
def dana(client: Client) -> User:
    return data_team("dana")


@pytest.fixture
def held(tmp_path: Path, sam: User) -> RosterChangeSet:
    base = tables()
    receive_set("monday.zip", write(tmp_path / "one", base), sam)
    receive_set("tuesday.zip", write(tmp_path / "two", changed(base, drop_a_third)), sam)
    return RosterChangeSet.objects.get(state="held")


def page(client: Client, user: User, path: str, status: int = 200) -> str:
    client.force_login(user)
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def press(client: Client, user: User, held: RosterChangeSet, button: str):
    client.force_login(user)
    return client.post(f"/rosters/{held.pk}/decision/", {"do": button})


def test_after_an_approval_and_after_its_undo_the_waiting_rows_are_judged_again(
    client: Client, held: RosterChangeSet, dana: User
) -> None:
    for button, jobs in (("approve", 1), ("undo", 2)):
        response = press(client, dana, held, button)
        newest = Job.objects.latest("pk")
        assert (newest.kind, newest.asked_by, Job.objects.count()) == (Job.Kind.REDRIVE, dana, jobs)
        assert f'href="/jobs/{newest.pk}/"' in page(client, dana, response["Location"])


def test_a_rejection_judges_nothing_again(client: Client, held: RosterChangeSet, dana: User) -> None:
    press(client, dana, held, "reject")
    assert not Job.objects.exists()
    assert "Done." not in page(client, dana, f"/rosters/{held.pk}/?job=9")
    assert "Done." not in page(client, dana, f"/rosters/{held.pk}/?job=x")


def test_many_absences_are_told_though_they_end_nothing(client: Client, tmp_path: Path, sam: User) -> None:
    base = tables()
    receive_set("monday.zip", write(tmp_path / "one", base), sam)
    gone = {row["sourcedId"] for row in of_school(base, "users", "hill")[14:34]}
    fewer = {report: [row for row in rows if not gone & set(row.values())] for report, rows in base.items()}
    receive_set("tuesday.zip", write(tmp_path / "two", fewer), sam)
    newest = RosterChangeSet.objects.latest("pk")
    text = page(client, sam, f"/rosters/{newest.pk}/")
    assert newest.state == "applied"
    assert "Many are absent from it" in text
    assert "20 of 60 students, Hill School" in text


def test_with_nothing_received_it_says_so(client: Client, dana: User) -> None:
    text = page(client, dana, "/rosters/")
    assert "Nothing waits." in text
    assert "No roster has been taken in yet." in text


def test_a_held_set_is_listed_with_its_reasons(client: Client, held: RosterChangeSet, dana: User) -> None:
    text = page(client, dana, "/rosters/")
    assert "would end 20 of 60 students (33.3%), at Hill School" in text
    assert "tuesday.zip" in text and "sent by sam" in text


def test_what_it_would_change_is_shown_by_name_and_audited(client: Client, held: RosterChangeSet, dana: User) -> None:
    text = page(client, dana, f"/rosters/{held.pk}/")
    assert "Hill School, students to end (20 in all)" in text
    assert "Child0 Hill" in text
    assert "more than usual" in text
    entry = AuditEntry.objects.get(actor="dana", verb="saw")
    assert entry.object == f"roster change set {held.pk}"
    assert len(entry.students) == 5


def test_the_sender_sees_why_he_cannot_decide_and_cannot(client: Client, held: RosterChangeSet, sam: User) -> None:
    before = dump(accounts=True)
    text = page(client, sam, f"/rosters/{held.pk}/")
    assert "You sent this set. Somebody else of the data team must decide about it" in text
    assert 'value="approve"' not in text
    response = press(client, sam, held, "approve")
    assert response.status_code == 409
    assert "Nothing was done. You sent this set." in response.content.decode()
    assert dump(accounts=True) == before


def test_a_second_person_approves_and_undoes(client: Client, held: RosterChangeSet, dana: User) -> None:
    before = dump()
    assert press(client, dana, held, "approve").status_code == 302
    assert Student.objects.exclude(ends_on=None).count() == 20
    text = page(client, dana, f"/rosters/{held.pk}/")
    assert "Undo this set" in text and "decided by dana" in text
    assert press(client, dana, held, "undo").status_code == 302
    assert dump() == before
    assert "undone by dana" in page(client, dana, f"/rosters/{held.pk}/")
    verbs = AuditEntry.objects.filter(actor="dana").exclude(verb="saw").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["approved", "undid"]


def test_a_second_person_rejects(client: Client, held: RosterChangeSet, dana: User) -> None:
    assert press(client, dana, held, "reject").status_code == 302
    text = page(client, dana, f"/rosters/{held.pk}/")
    assert "rejected" in text and "would have changed" in text
    again = press(client, dana, held, "approve")
    assert again.status_code == 409
    assert "does not wait for a decision: it is rejected" in again.content.decode()


def test_another_button_does_nothing(client: Client, held: RosterChangeSet, dana: User) -> None:
    assert press(client, dana, held, "wipe").status_code == 400


def test_an_older_set_says_what_stands_on_it(client: Client, held: RosterChangeSet, dana: User) -> None:
    first = RosterChangeSet.objects.get(name="monday.zip")
    press(client, dana, held, "approve")
    assert f"Change set {held.pk} (tuesday.zip) stands on top" in page(client, dana, f"/rosters/{first.pk}/")
    assert press(client, dana, first, "undo").status_code == 409


def test_a_data_team_of_one_school_sees_no_names_of_another(client: Client, held: RosterChangeSet) -> None:
    lara = data_team("lara", School.objects.get(sourced_id="lake"))
    text = page(client, lara, f"/rosters/{held.pk}/")
    assert "Child0 Hill" not in text
    assert "Only the data team of all schools that this set changes" in text


def test_it_is_for_the_data_team_alone(client: Client, held: RosterChangeSet) -> None:
    teacher = User.objects.get(username="hill-u0")
    for path in ("/rosters/", f"/rosters/{held.pk}/"):
        page(client, teacher, path, 404)
    assert press(client, teacher, held, "approve").status_code == 404
    assert client.post("/rosters/rollover/", {}).status_code == 404
    client.logout()
    assert client.get("/rosters/").status_code == 302
    assert client.post(f"/rosters/{held.pk}/decision/", {"do": "approve"}).status_code == 302
    held.refresh_from_db()
    assert held.state == "held"


def test_a_rollover_is_declared_on_the_page(client: Client, held: RosterChangeSet, dana: User) -> None:
    client.force_login(dana)
    school = School.objects.get(sourced_id="hill")
    answer = client.post("/rosters/rollover/", {"first": "2027-06-14", "last": "2027-06-20", "school": [school.pk]})
    assert answer.status_code == 302
    assert list(RosterRollover.objects.get().schools.all()) == [school]
    assert "Hill School (declared by dana)" in page(client, dana, "/rosters/")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"first": "2027-06-14", "last": "2027-06-20"}, "needs at least one school"),
        ({"first": "soon", "last": "2027-06-20"}, "needs a first and a last day"),
        ({"first": "2020-06-14", "last": "2020-06-20", "school": ["hill"]}, "is past"),
    ],
)
def test_a_rollover_that_makes_no_sense_is_not_declared(
    client: Client, held: RosterChangeSet, dana: User, sent: dict, words: str
) -> None:
    client.force_login(dana)
    sent = {**sent, "school": [School.objects.get(sourced_id=one).pk for one in sent.get("school", [])]}
    answer = client.post("/rosters/rollover/", sent)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not RosterRollover.objects.exists()


def test_a_third_of_a_school_dropped_the_pages_show_everybody_until_a_second_person_says_so(
    client: Client, held: RosterChangeSet, sam: User, dana: User
) -> None:
    """The whole way: held, still shown, the sender can't, a second person can, undo brings everybody back."""
    teacher = User.objects.get(username="hill-u0")
    room = f"/class/{Class.objects.get(sourced_id='hill-c0').pk}/"
    assert "Child0 Hill" in page(client, teacher, room)
    assert press(client, sam, held, "approve").status_code == 409
    assert "Child0 Hill" in page(client, teacher, room)
    assert press(client, dana, held, "approve").status_code == 302
    assert "Child0 Hill" not in page(client, teacher, room)
    assert press(client, dana, held, "undo").status_code == 302
    assert "Child0 Hill" in page(client, teacher, room)
