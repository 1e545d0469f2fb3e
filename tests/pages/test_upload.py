from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from a_school import Town
from homeroom.intake import jobs, uploads
from homeroom.intake.job_models import Job
from homeroom.pages.upload import view
from homeroom.people.models import AuditEntry


@pytest.fixture
def team(client: Client, place: Town) -> Client:
    client.force_login(place.data_team)
    return client


def send(client: Client, *files: tuple[str, bytes], **more: str) -> HttpResponse:
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post("/upload/", {"files": sent, **more})  # type: ignore[return-value]


def left(home: Path) -> list[Path]:
    return [path for path in (home / "uploads").rglob("*") if path.is_file()] if (home / "uploads").exists() else []


def test_it_works(team: Client, home: Path) -> None:
    page = team.get("/upload/").content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert "At most 100 files and 2 GB together" in page
    large = b"a,b\n" + b"1,2\n" * 700_000  # more than Django would hold in memory
    response = send(team, ("week.csv", large), ("b.csv", b"x"), as_of="2026-10-05")
    job = Job.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, f"/jobs/{job.pk}/")
    assert (job.kind, job.asked_by.username) == ("upload", "data")
    assert (job.arguments["as_of"], job.arguments["files"]) == ("2026-10-05", 2)
    room = uploads.folder(job.arguments["folder"])
    assert {path.name: path.read_bytes() for path in room.iterdir()} == {"week.csv": large, "b.csv": b"x"}
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb, entry.object, entry.students) == ("data", "uploaded", f"job {job.pk}", [])


def test_two_files_of_one_name_are_two_files(team: Client) -> None:
    send(team, ("a.csv", b"x"), ("a.csv", b"y"))
    room = uploads.folder(Job.objects.get().arguments["folder"])
    assert sorted(path.read_bytes() for path in room.iterdir()) == [b"x", b"y"]


def test_no_file_is_told(team: Client, home: Path) -> None:
    response = team.post("/upload/", {"as_of": ""})
    assert (response.status_code, view.NONE in response.content.decode()) == (400, True)
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("day", "words"), [("yesterday", "The day must be written"), ("2126-10-05", "lies in the future")]
)
def test_a_day_that_is_none_leaves_nothing_behind(day: str, words: str, team: Client, home: Path) -> None:
    response = send(team, ("a.csv", b"x"), as_of=day)
    assert (response.status_code, words in response.content.decode()) == (400, True)
    assert (left(home), Job.objects.exists()) == ([], False)


def test_too_much_is_told_before_it_is_read(team: Client, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "MOST_BYTES", 100)
    response = send(team, ("a.csv", b"x" * 200))
    assert (response.status_code, "larger than 2 GB together" in response.content.decode()) == (413, True)
    assert left(home) == []


def test_too_many_files_are_told(team: Client, home: Path) -> None:
    response = send(team, *((f"{number}.csv", b"x") for number in range(101)))
    assert (response.status_code, "more than 100 files" in response.content.decode()) == (413, True)
    assert (left(home), Job.objects.exists()) == ([], False)


def test_a_broken_body_is_told(team: Client, home: Path) -> None:
    response = team.generic("POST", "/upload/", b"nonsense", content_type="multipart/form-data; boundary=")
    assert (response.status_code, view.BROKEN in response.content.decode()) == (400, True)


def test_an_upload_that_breaks_off_leaves_nothing(team: Client, home: Path) -> None:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\n'
        b"Content-Type: text/csv\r\n\r\nstudent,"
    )
    team.generic("POST", "/upload/", body, content_type="multipart/form-data; boundary=b")
    assert (left(home), Job.objects.exists()) == ([], False)


def test_a_full_disk_is_told(team: Client, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("homeroom.intake.uploads.os.fsync", full)
    response = send(team, ("a.csv", b"x"))
    assert (response.status_code, "is full" in response.content.decode()) == (400, True)
    assert left(home) == []


def test_a_form_without_its_token_is_refused_and_leaves_nothing(place: Town, home: Path) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(place.data_team)
    assert send(strict, ("a.csv", b"x")).status_code == 403
    assert (left(home), Job.objects.exists()) == ([], False)


def test_a_form_with_its_token_is_taken(place: Town) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(place.data_team)
    strict.get("/upload/")
    token = strict.cookies[settings.CSRF_COOKIE_NAME].value
    assert send(strict, ("a.csv", b"x"), csrfmiddlewaretoken=token).status_code == 302


def test_others_write_nothing_to_the_disk(client: Client, place: Town, home: Path) -> None:
    assert send(client, ("a.csv", b"x")).status_code == 302  # to sign in
    for user in (place.teacher, place.principal, place.stranger):
        client.force_login(user)
        assert send(client, ("a.csv", b"x")).status_code == 404
    assert not (home / "uploads").exists()


def test_a_missing_worker_is_told_on_the_form(team: Client) -> None:
    assert jobs.NO_WORKER in team.get("/upload/").content.decode()
    with jobs.the_worker():
        assert jobs.NO_WORKER not in team.get("/upload/").content.decode()
