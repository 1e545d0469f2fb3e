"""Ask for long work, cancel it, and see whether anybody does it. The queue is Django's; the job's row is the truth."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_tasks_db.models import DBTaskResult

from homeroom.intake.errors import installation
from homeroom.intake.job_models import Job
from homeroom.people.models import User

# What the worker's own notes on finished tasks are kept for; the jobs themselves stay.
NOTES_KEPT = timedelta(days=14)
NO_WORKER = gettext_noop("No worker is running: start `homeroom work`.")


def ask(kind: str, by: User | None, **arguments: Any) -> Job:
    """Put work into the queue. `arguments` are plain values without names of people."""
    with transaction.atomic():
        job = Job.objects.create(kind=Job.Kind(kind), asked_by=by, arguments=arguments)
        _enqueue(job)
    return job


def ask_once(kind: str, by: User | None, **arguments: Any) -> Job:
    """The open job that does exactly this already, or a new one: two clicks are one wish."""
    alike = Job.objects.filter(kind=kind, state__in=[Job.State.QUEUED, Job.State.RUNNING], cancel_asked=False)
    return next((job for job in alike if job.arguments == arguments), None) or ask(kind, by, **arguments)


def cancel(number: int) -> None:
    """Ask a job to end at its next safe point. What no worker has begun is over at once.

    An upload is gone through all the same: each of its files is kept and says that it was not loaded.
    """
    Job.objects.filter(pk=number, state__in=[Job.State.QUEUED, Job.State.RUNNING]).update(cancel_asked=True)
    untouched = Job.objects.filter(pk=number, state=Job.State.QUEUED, tries=0).exclude(kind=Job.Kind.UPLOAD)
    words = gettext_noop("Cancelled before it began. Nothing was changed.")
    untouched.update(state=Job.State.CANCELLED, finished_at=timezone.now(), message=words)


def again(number: int) -> None:
    """Take up a failed job once more: a person has mended what was wrong."""
    with transaction.atomic():
        failed = Job.objects.filter(pk=number, state=Job.State.FAILED)
        fresh = {"cancel_asked": False, "tries": 0, "finished_at": None, "message": "", "stage": ""}
        if failed.update(state=Job.State.QUEUED, **fresh):
            _enqueue(Job.objects.get(pk=number))


@contextmanager
def the_worker() -> Iterator[bool]:
    """Be the installation's one worker. Gives False where another is; a killed one lets go."""
    home = Path(settings.HOMEROOM_HOME)
    with installation("worker.lock"):
        home.mkdir(parents=True, exist_ok=True)
        lock = (home / "worker.lock").open("w")
    with lock:
        yield _taken(lock.fileno())


def worker_is_there() -> bool:
    """Whether a worker lives at this moment, be it busy or waiting for work."""
    with the_worker() as alone:
        return not alone


def take_up_again() -> int:
    """Make the queue anew out of the open jobs, as the one worker that there is. Gives how many were cut off.

    A job that runs while its worker is only now starting was cut off: it goes back into the queue.
    """
    with transaction.atomic():
        DBTaskResult.objects.exclude(status__in=["SUCCESSFUL", "FAILED"]).delete()
        cut = Job.objects.filter(state=Job.State.RUNNING).update(
            state=Job.State.QUEUED, stage="cut off, waits to be taken up again"
        )
        for job in Job.objects.filter(state=Job.State.QUEUED).order_by("pk"):
            _enqueue(job)
    return cut


def tidy() -> None:
    """Forget the queue's notes on tasks that ended long ago."""
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - NOTES_KEPT).delete()


def _enqueue(job: Job) -> None:
    from homeroom.intake.job_run import take_up  # what runs a job knows all of intake; who asks for one need not

    take_up.enqueue(job.pk)


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
