"""Jobs: asked for by pages, done by one worker, cancelled and cut off only where nothing is half done."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django_tasks_db.models import DBTaskResult

from homeroom.intake import job_run, jobs, uploads, worker
from homeroom.intake.errors import InstallationError
from homeroom.intake.job_models import Job
from homeroom.intake.models import Delivery
from homeroom.intake.receive import receive
from intake.taking_in import answers, facts, kept, ledger, row, school

# The worker lets go of its connection between jobs, which ends any transaction around a test.
pytestmark = pytest.mark.django_db(transaction=True)
A, B, C = (answers(row(name)) for name in ("a1", "b1", "c1"))


@pytest.fixture(autouse=True)
def go_on() -> Iterator[None]:
    yield
    job_run.Stopping.asked = False


def uploaded(**files: str) -> Job:
    """An upload of these files, as the page leaves it."""
    token = uploads.new()
    for name, content in files.items():
        _, writer = uploads.create(token, f"{name}.csv")
        writer.write(content.encode())
        uploads.settle(writer)
    return jobs.ask("upload", None, folder=token, as_of="", files=len(files))


def work(job: Job) -> Job:
    """The job after a worker has emptied the queue."""
    worker.work(until_empty=True, tell=lambda words: None)
    return Job.objects.get(pk=job.pk)


def room(job: Job) -> Path:
    return uploads.folder(job.arguments["folder"])


def test_it_works() -> None:
    school()
    done = work(uploaded(a=A, b=B))
    assert (str(done.state), done.message) == ("done", "2 deliveries: 2 published.")
    assert (done.rows_done, done.rows_total, done.stage, done.file) == (2, 2, "", "")
    assert [ledger(Delivery.objects.get(pk=pk)) for pk in done.deliveries] == [{"published": 1}] * 2
    assert done.started_at and done.finished_at and done.started_at <= done.finished_at
    assert not room(done).exists()


def test_what_follows_is_worked_out_before_a_job_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr("homeroom.site.receiving.follow_up", lambda: seen.append(Job.objects.get().stage))
    work(uploaded(a=A))
    assert seen == [job_run.FOLLOWING]


def test_a_job_no_worker_takes_waits() -> None:
    job = uploaded(a=A)
    assert not jobs.worker_is_there()
    assert (job.state, job.open) == ("queued", True)
    assert not Delivery.objects.exists()


def test_a_worker_is_seen_while_it_lives() -> None:
    with jobs.the_worker() as alone:
        assert alone
        assert jobs.worker_is_there()
    assert not jobs.worker_is_there()


def test_a_second_worker_leaves_the_work_to_the_first() -> None:
    job, heard = uploaded(a=A), []
    with jobs.the_worker():
        worker.work(until_empty=True, tell=heard.append)
    assert heard == ["A worker is already running; it does what is asked."]
    assert Job.objects.get(pk=job.pk).state == "queued"


def test_two_clicks_are_one_job() -> None:
    first = jobs.ask_once("collect", None)
    assert jobs.ask_once("collect", None) == first
    assert jobs.ask_once("redrive", None, deliveries=[1]) != jobs.ask_once("redrive", None, deliveries=[2])
    work(first)
    assert jobs.ask_once("collect", None) != first


def test_a_job_is_done_once_however_often_it_stands_in_the_queue() -> None:
    job = uploaded(a=A)
    job_run.take_up.enqueue(job.pk)
    done = work(job)
    assert (done.tries, Delivery.objects.count()) == (1, 1)


def test_the_queue_forgets_what_ended_long_ago() -> None:
    from django.utils import timezone

    work(uploaded(a=A))
    assert DBTaskResult.objects.count() == 1
    DBTaskResult.objects.update(finished_at=timezone.now() - 2 * jobs.NOTES_KEPT)
    work(uploaded(a=B))
    assert DBTaskResult.objects.count() == 1


# Cancel


def test_a_cancelled_upload_keeps_every_file_and_says_that_none_was_loaded() -> None:
    school()
    job = uploaded(a=A, b=B)
    jobs.cancel(job.pk)
    done = work(job)
    assert (str(done.state), done.message) == ("cancelled", "Cancelled. 2 deliveries: 2 held.")
    for delivery, content in zip(Delivery.objects.order_by("pk"), (A, B), strict=True):
        assert (kept(delivery), delivery.message.startswith(f"{delivery.file}: cancelled")) == (content.encode(), True)
        assert "the file is kept" in delivery.message
    assert facts() == []


@pytest.mark.parametrize("stage", ["reading", "publishing"])
def test_cancelled_at_a_step_the_file_in_hand_is_held_and_its_rows_are_counted(
    stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    school()
    job = uploaded(a=A, b=B, c=C)
    cancel_at(job, "b.csv", stage, monkeypatch)
    done = work(job)
    states = {one.file: (str(one.state), ledger(one)) for one in Delivery.objects.all()}
    held = {"held": 1} if stage == "publishing" else {}
    assert states == {"a.csv": ("published", {"published": 1}), "b.csv": ("held", held), "c.csv": ("held", {})}
    assert (str(done.state), len(facts())) == ("cancelled", 1)


def cancel_at(job: Job, file: str, stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person presses Cancel while `file` is at `stage`."""
    step = job_run.Hearing.tell

    def tell(self: job_run.Hearing, delivery: Delivery) -> None:
        if (delivery.file, delivery.stage) == (file, stage):
            jobs.cancel(job.pk)
        step(self, delivery)

    monkeypatch.setattr(job_run.Hearing, "tell", tell)


def test_a_cancelled_file_is_loaded_when_it_comes_again(tmp_path: Path) -> None:
    school()
    job = uploaded(a=A)
    jobs.cancel(job.pk)
    work(job)
    (tmp_path / "a.csv").write_text(A)
    [again] = receive([tmp_path / "a.csv"])
    assert (again.pk, ledger(again)) == (Delivery.objects.get().pk, {"published": 1})


def test_too_late_to_cancel_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    school()
    job = uploaded(a=A)
    monkeypatch.setattr("homeroom.site.receiving.follow_up", lambda: jobs.cancel(job.pk))
    done = work(job)
    assert (str(done.state), job_run.TOO_LATE in done.message, len(facts())) == ("done", True, 1)


def test_what_no_worker_has_begun_is_cancelled_at_once() -> None:
    job = jobs.ask("redrive", None)
    jobs.cancel(job.pk)
    assert Job.objects.get(pk=job.pk).state == "cancelled"
    assert str(work(job).state) == "cancelled"


def test_a_cancelled_roster_is_kept_and_changes_nothing() -> None:
    from homeroom.people.models import School

    token = uploads.new()
    for name, content in {"orgs.csv": "sourcedId,name,type\ns1,Hill,school\n", "users.csv": "sourcedId\nu1\n"}.items():
        _, writer = uploads.create(token, name)
        writer.write(content.encode())
        uploads.settle(writer)
    job = jobs.ask("upload", None, folder=token, as_of="")
    jobs.cancel(job.pk)
    work(job)
    assert {one.file: "cancelled" in one.message for one in Delivery.objects.all()} == {
        "orgs.csv": True,
        "users.csv": True,
    }
    assert not School.objects.exists()


def test_a_redrive_is_cancelled_between_deliveries(monkeypatch: pytest.MonkeyPatch) -> None:
    work(uploaded(a=A, b=B))
    school()
    job = jobs.ask("redrive", None, deliveries=[])
    ended = job_run.Hearing.ended

    def and_cancel(self: job_run.Hearing, delivery: Delivery) -> None:
        ended(self, delivery)
        jobs.cancel(job.pk)

    monkeypatch.setattr(job_run.Hearing, "ended", and_cancel)
    done = work(job)
    assert (str(done.state), len(done.deliveries), len(facts())) == ("cancelled", 1, 1)


# Stop, kill, fail


def test_a_worker_that_is_stopped_leaves_the_job_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    school()
    job = uploaded(a=A, b=B)
    step = job_run.Hearing.tell

    def tell(self: job_run.Hearing, delivery: Delivery) -> None:
        job_run.Stopping.asked = (delivery.file, delivery.stage) == ("b.csv", "publishing")
        step(self, delivery)

    with monkeypatch.context() as patch:
        patch.setattr(job_run.Hearing, "tell", tell)
        stopped = work(job)
    assert (str(stopped.state), stopped.stage) == ("queued", "stopped, waits to be taken up again")
    assert len(facts()) == 1
    done = work(job)
    assert (str(done.state), done.tries, len(facts())) == ("done", 2, 2)
    assert [str(one.state) for one in Delivery.objects.all()] == ["published"] * 2


def test_a_killed_workers_job_is_taken_up_again_and_no_file_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a kill leaves: the job and a task say "running", one file is a delivery, the other is not."""
    school()
    job = uploaded(a=A, b=B)
    list(receive([room(job) / "a.csv"]))
    Job.objects.update(state="running", tries=1)
    DBTaskResult.objects.update(status="RUNNING")
    heard: list[str] = []
    worker.work(until_empty=True, tell=heard.append)
    done = Job.objects.get(pk=job.pk)
    assert heard == ["1 job was cut off and will be taken up again."]
    assert (str(done.state), done.tries) == ("done", 2)
    assert sorted((one.file, one.published) for one in Delivery.objects.all()) == [("a.csv", 1), ("b.csv", 1)]


def test_a_job_that_brings_workers_down_waits_for_a_person() -> None:
    job = uploaded(a=A)
    Job.objects.update(state="running", tries=job_run.MOST_TRIES)
    done = work(job)
    assert (str(done.state), "cut off 5 times" in done.message) == ("failed", True)
    jobs.again(job.pk)
    assert str(work(job).state) == "done"


def test_an_unforeseen_error_is_told_without_its_text(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fall(*_: object, **__: object) -> None:
        raise ValueError("Ana Ruiz")

    monkeypatch.setattr("homeroom.intake.quarantine.redrive", fall)
    done = work(jobs.ask("redrive", None))
    assert str(done.state) == "failed"
    assert done.message.startswith("The job came to a stop (ValueError at test_jobs.py:")
    assert "Ana" not in done.message + caplog.text
    assert "Ana" not in DBTaskResult.objects.get().traceback


def test_a_full_disk_is_told_and_the_files_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    school()
    job = uploaded(a=A)

    def full(*_: object, **__: object) -> None:
        raise InstallationError("a.csv: the disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr("homeroom.intake.originals.keep", full)
        failed = work(job)
    assert (str(failed.state), failed.message) == ("failed", "a.csv: the disk is full.")
    assert [path.name for path in room(job).iterdir()] == ["a.csv"]
    jobs.again(job.pk)
    assert (str(work(job).state), len(facts())) == ("done", 1)


def test_only_a_failed_job_is_taken_up_again() -> None:
    done = work(uploaded(a=A))
    jobs.again(done.pk)
    assert Job.objects.get().state == "done"


# Uploads


def test_names_never_become_paths() -> None:
    token = uploads.new()
    names = ["../../x.csv", "..", ".hidden.csv", "~$a.csv", "__MACOSX.csv", "x" * 300 + ".csv", "ễ" * 200, "x.csv"]
    places = []
    for name in names:
        place, writer = uploads.create(token, name)
        writer.close()
        places.append(place)
    assert {place.parent for place in places} == {uploads.folder(token)}
    assert len(set(places)) == len(names)
    assert all(len(place.name.encode()) <= 255 and not place.name.startswith((".", "~", "_")) for place in places)


def test_a_token_we_did_not_give_is_no_folder() -> None:
    from homeroom.intake.errors import IntakeError

    with pytest.raises(IntakeError):
        uploads.folder("../../etc")


def test_a_zip_stays_among_the_originals_though_it_was_opened(home: Path) -> None:
    import io
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.csv", A)
    token = uploads.new()
    _, writer = uploads.create(token, "week.zip")
    writer.write(buffer.getvalue())
    uploads.settle(writer)
    work(jobs.ask("upload", None, folder=token))
    assert buffer.getvalue() in [path.read_bytes() for path in (home / "originals").glob("*/*")]
    assert Delivery.objects.get().archive == "week.zip"


def zipped(**files: str) -> Job:
    """An upload of one zip with these files."""
    token = uploads.new()
    _, writer = uploads.create(token, "week.zip")
    with zipfile.ZipFile(writer, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.csv", content)
    uploads.settle(writer)
    return jobs.ask("upload", None, folder=token)


def stop_at(job: Job, file: str, stage: str, monkeypatch: pytest.MonkeyPatch) -> Job:
    """The job after its worker was asked to end while `file` was at `stage`."""
    step = job_run.Hearing.tell

    def tell(self: job_run.Hearing, delivery: Delivery) -> None:
        job_run.Stopping.asked = (delivery.file, delivery.stage) == (file, stage)
        step(self, delivery)

    with monkeypatch.context() as patch:
        patch.setattr(job_run.Hearing, "tell", tell)
        return work(job)


@pytest.mark.parametrize("stage", ["reading", "publishing"])
def test_a_zip_that_is_taken_up_again_leaves_no_file_twice(stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    school()
    job = zipped(a=A, b=B, c=C)
    assert stop_at(job, "b.csv", stage, monkeypatch).state == "queued"
    done = work(job)
    assert (str(done.state), done.message) == ("done", "3 deliveries: 3 published.")
    told = [(one.file, one.archive, ledger(one)) for one in Delivery.objects.order_by("file")]
    assert told == [(f"{name}.csv", "week.zip", {"published": 1}) for name in "abc"]


def test_two_files_of_the_same_bytes_in_a_zip_are_two_deliveries_still(monkeypatch: pytest.MonkeyPatch) -> None:
    school()
    job = zipped(a=A, b=A, c=C)
    stop_at(job, "c.csv", "reading", monkeypatch)
    work(job)
    ended = {one.file: ledger(one) for one in Delivery.objects.all()}
    assert ended == {"a.csv": {"published": 1}, "b.csv": {"duplicate": 1}, "c.csv": {"published": 1}}
    assert Delivery.objects.count() == 3


def test_a_zip_that_comes_once_more_is_counted_once_more() -> None:
    school()
    work(zipped(a=A))
    work(zipped(a=A))
    assert [ledger(one) for one in Delivery.objects.order_by("pk")] == [{"published": 1}, {"duplicate": 1}]


def test_a_roster_in_a_zip_is_taken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    roster = {"Orgs": "sourcedId,name,type\ns1,Hill,school\n", "Users": "sourcedId,role\nu1,student\n"}
    job = zipped(**roster, a=A)
    stop_at(job, "a.csv", "reading", monkeypatch)
    before = Delivery.objects.count()
    work(job)
    assert sorted(one.file for one in Delivery.objects.all()) == ["a.csv", "orgs.csv", "users.csv"]
    assert before == 3


def test_an_import_is_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    school()
    work(uploaded(a=A))
    number = Delivery.objects.get().pk
    done = work(jobs.ask("undo", None, delivery=number))
    assert (str(done.state), done.deliveries) == ("done", [number])
    assert (ledger(Delivery.objects.get()), facts()) == ({"withdrawn": 1}, [])
