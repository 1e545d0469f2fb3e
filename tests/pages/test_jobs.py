from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from a_school import Town
from homeroom.intake import jobs, ledger
from homeroom.intake.job_models import Job, SourceRun
from homeroom.intake.models import Delivery
from homeroom.people.models import AuditEntry


@pytest.fixture
def team(client: Client, place: Town) -> Client:
    client.force_login(place.data_team)
    return client


def running(**more: object) -> Job:
    values = {"state": "running", "stage": "reading", "file": "week.csv", "heard_at": timezone.now(), "kind": "upload"}
    return Job.objects.create(**{**values, "arguments": {"files": 2, "as_of": ""}, **more})


def delivery(**more: object) -> Delivery:
    found = Delivery.objects.create(
        **{"file": "a <b>.csv", "sha256": "0", "size": 1, "rows_in": 3, "held": 3, "state": "published", **more}
    )
    ledger.write(found, {"published": 3} if found.state == "published" else {"held": 3})
    return found


def shown(client: Client, job: Job, more: str = "") -> str:
    return client.get(f"/jobs/{job.pk}/{more}").content.decode()


def test_a_running_job_tells_rows_rate_and_time_left(team: Client) -> None:
    page = shown(team, running(rows_done=6_000, rows_total=18_000, rate=1_200))
    assert "Upload of 2 files" in page
    assert "reading: 6,000 of 18,000 rows, 1,200 rows a second, about 10 seconds left" in page
    assert 'value="cancel"' in page
    assert "week.csv" in page


def test_it_looks_again_by_itself_until_it_is_over(team: Client) -> None:
    job = running()
    assert team.get(f"/jobs/{job.pk}/").headers["Refresh"] == "3"
    assert "Refresh" not in team.get(f"/jobs/{job.pk}/?watch=off").headers
    Job.objects.update(state="done")
    assert "Refresh" not in team.get(f"/jobs/{job.pk}/").headers


def test_it_ends_in_the_deliveries(team: Client) -> None:
    good, held = delivery(), delivery(file="b.csv", state="held", message="The header fits nothing.")
    job = running(state="done", message="2 deliveries.", deliveries=[good.pk, held.pk, 999])
    page = shown(team, job)
    assert f'<a href="/imports/{good.pk}/">a &lt;b&gt;.csv</a>' in page
    assert "3 in = 3 published" in page
    assert "The header fits nothing." in page
    assert "2 deliveries." in page
    assert 'value="cancel"' not in page


def test_a_job_without_deliveries_says_so(team: Client) -> None:
    assert "No delivery came of it." in shown(team, running(state="done"))


def test_no_worker_is_told_while_something_waits(team: Client) -> None:
    job = running(state="queued", stage="")
    assert jobs.NO_WORKER.replace("`", "`") in shown(team, job)
    assert "waiting for its turn" in shown(team, job)
    assert jobs.NO_WORKER in team.get("/jobs/").content.decode()
    with jobs.the_worker():
        assert jobs.NO_WORKER not in shown(team, job)
    Job.objects.update(state="done")
    assert jobs.NO_WORKER not in shown(team, job)


def test_silence_is_told(team: Client) -> None:
    page = shown(team, running(heard_at=timezone.now() - timedelta(minutes=10)))
    assert "Not heard from for 10 minutes." in page


def test_cancel_is_one_click_and_is_audited(team: Client) -> None:
    job = running()
    response = team.post(f"/jobs/{job.pk}/", {"do": "cancel"})
    assert (response.status_code, response.headers["Location"]) == (302, f"/jobs/{job.pk}/")
    assert Job.objects.get().cancel_asked
    assert "it ends at the next safe point" in shown(team, job)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.object, entry.actor) == ("cancelled", f"job {job.pk}", "data")


def test_what_is_over_is_neither_cancelled_nor_taken_up(team: Client) -> None:
    job = running(state="done")
    for do in ("cancel", "again", "nonsense"):
        team.post(f"/jobs/{job.pk}/", {"do": do})
    assert (Job.objects.get().state, Job.objects.get().cancel_asked) == ("done", False)
    assert not AuditEntry.objects.exists()


def test_a_failed_job_is_taken_up_again(team: Client) -> None:
    job = running(state="failed", message="The disk is full.")
    assert "Take it up again" in shown(team, job)
    team.post(f"/jobs/{job.pk}/", {"do": "again"})
    assert Job.objects.get().state == "queued"
    assert AuditEntry.objects.get().verb == "asked for again"


def test_the_list(team: Client, place: Town) -> None:
    assert "No job was asked for yet." in team.get("/jobs/").content.decode()
    running(asked_by=place.data_team)
    running(state="failed", message="It fell.", kind="collect", arguments={})
    page = team.get("/jobs/").content.decode()
    assert "Upload of 2 files" in page
    assert "It fell." in page
    assert "Page 1 of" not in page


def test_a_long_list_has_pages(team: Client) -> None:
    for _ in range(51):
        running(state="done")
    assert "Page 1 of 2" in team.get("/jobs/").content.decode()
    assert "Page 2 of 2" in team.get("/jobs/?page=2").content.decode()


def test_sources_and_what_they_brought(team: Client) -> None:
    assert "No source was looked at yet." in team.get("/jobs/").content.decode()
    SourceRun.objects.create(source="inbox", kind="folder", state="failed", taken=3, left=1, message="No folder <x>.")
    page = team.get("/jobs/").content.decode()
    assert "No folder &lt;x&gt;." in page
    assert "state-refused" in page


def test_collect_is_asked_for_once(team: Client) -> None:
    first = team.post("/jobs/").headers["Location"]
    assert team.post("/jobs/").headers["Location"] == first
    assert Job.objects.get().kind == "collect"


def test_an_unknown_job_is_no_page(team: Client) -> None:
    assert team.get("/jobs/999/").status_code == 404


def test_a_delivery_is_undone_or_judged_anew_by_a_job(team: Client) -> None:
    found = delivery(program="iready", report="lessons")
    for do, kind, arguments in (
        ("undo", "undo", {"delivery": found.pk}),
        ("redrive", "redrive", {"deliveries": [found.pk]}),
    ):
        response = team.post("/jobs/", {"do": do, "delivery": found.pk})
        job = Job.objects.get(kind=kind)
        assert (response.headers["Location"], job.arguments) == (f"/jobs/{job.pk}/", arguments)
    assert AuditEntry.objects.filter(verb="asked for", reason__endswith=f", delivery {found.pk}").count() == 2


@pytest.mark.parametrize("number", ["999", "x", "１２"])
def test_an_unknown_delivery_is_not_asked_about(number: str, team: Client) -> None:
    assert team.post("/jobs/", {"do": "undo", "delivery": number}).status_code == 404
    assert not Job.objects.exists()
