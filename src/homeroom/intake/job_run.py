"""Do one job: call the plain function that its kind names, hear how far it is, and stop it only where that is safe."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Generator
from contextlib import closing
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db.models import F
from django.tasks import task
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop

from homeroom.intake import quarantine, sources, undo, unknown, uploads
from homeroom.intake.errors import IntakeError
from homeroom.intake.job_models import Job
from homeroom.intake.models import Delivery
from homeroom.intake.receive import receive
from homeroom.intake.who.wish import carry_out
from homeroom.intake.working import Tell

log = logging.getLogger(__name__)
# A job that was cut off more often than this waits for a person: it may be what brings the worker down.
MOST_TRIES = 5
FOLLOWING = "bringing the pages up to date"
CANCELLED = gettext_noop(
    "%(file)s: cancelled before it was loaded. Nothing of it was loaded; the file is kept. Receive it again to load it."
)
COUNTED: dict[str, str] = {
    Delivery.State.RUNNING: gettext_noop("%(n)s running"),
    Delivery.State.PUBLISHED: gettext_noop("%(n)s published"),
    Delivery.State.HELD: gettext_noop("%(n)s held"),
    Delivery.State.REFUSED: gettext_noop("%(n)s refused"),
    Delivery.State.WITHDRAWN: gettext_noop("%(n)s withdrawn"),
}
TOO_LATE = gettext_noop("It was too late to cancel: everything was done.")


class CancelledError(IntakeError):
    """A person cancelled: the file in hand is held, and so are those after it."""


class Stopped(BaseException):
    """The worker is to end. No file is to blame, so no `except Exception` may take this for a fault of one."""


class Stopping:
    """Set by the worker's signal: the job in hand ends at its next safe point and waits for the next worker."""

    asked = False


@task
def take_up(number: int) -> None:
    run(number)


def run(number: int) -> None:
    """Do job `number`, unless it was begun, ended or cancelled meanwhile. Whatever happens, its row tells."""
    begun = {"state": Job.State.RUNNING, "heard_at": timezone.now(), "tries": F("tries") + 1, "stage": "starting"}
    if not Job.objects.filter(pk=number, state=Job.State.QUEUED).update(**begun):
        return
    job = Job.objects.get(pk=number)
    job.started_at = job.started_at or timezone.now()
    try:
        _do(job)
    except Stopped:
        job.state, job.stage = Job.State.QUEUED, "stopped, waits to be taken up again"
        job.save(update_fields=["state", "stage"])
    except Exception as error:
        _end(job, Job.State.FAILED, str(error) if isinstance(error, IntakeError) else _unforeseen(job, error))


def _do(job: Job) -> None:
    if job.tries > MOST_TRIES:
        raise IntakeError(
            gettext_noop("It was cut off %(n)s times. What it had done stands. Look at `homeroom doctor`.")
            % {"n": MOST_TRIES}
        )
    heard = Hearing(job)
    with closing(KINDS[Job.Kind(job.kind)](job, heard.tell)) as ended:
        for delivery in ended:
            heard.ended(delivery)
            if heard.enough():
                break
    if job.kind != Job.Kind.STUDY:
        heard.stage(FOLLOWING)
        import_string(settings.HOMEROOM_AFTER_A_JOB)()
    job.refresh_from_db(fields=["cancel_asked"])
    if heard.cancelled:
        _end(job, Job.State.CANCELLED, gettext_noop("Cancelled. %(told_words)s") % {"told_words": told(job)})
    else:
        _end(job, Job.State.DONE, " ".join(filter(None, (told(job), TOO_LATE if job.cancel_asked else ""))))


def told(job: Job) -> str:
    """What came of a job, in a sentence."""
    states = list(Delivery.objects.filter(pk__in=job.deliveries).values_list("state", flat=True))
    parts = [COUNTED[state] % {"n": states.count(state)} for state in Delivery.State.values if state in states]
    many = gettext_noop("%(n)s deliveries: %(parts_words)s.")
    words = gettext_noop("%(n)s delivery: %(parts_words)s.") if len(states) == 1 else many
    return words % {"n": len(states), "parts_words": ", ".join(parts)} if states else ""


class Hearing:
    """Writes down how far a job is, and ends it at a safe point when that is wished."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.before = 0  # rows of the deliveries that have ended
        self.cancelled = False

    def tell(self, delivery: Delivery) -> None:
        """A step of a delivery. Between two of them nothing is half done: here, and only here, it may be left."""
        if delivery.state != Delivery.State.RUNNING:
            return
        if Stopping.asked:
            raise Stopped
        self.job.file = delivery.file
        self._rows(self.before + delivery.rows_done, self.before + delivery.rows_total)
        self.stage(delivery.stage)
        if self._wished():
            self.cancelled = True
            raise CancelledError(CANCELLED % {"file": delivery.file})

    def ended(self, delivery: Delivery) -> None:
        if delivery.pk not in self.job.deliveries:
            self.job.deliveries = [*self.job.deliveries, delivery.pk]
        self.before += delivery.rows_in
        self._rows(self.before, self.before)
        self.stage(self.job.stage)

    def enough(self) -> bool:
        """Whether what is left need not be done. Files that were handed over are gone through: each is kept."""
        if self.job.kind == Job.Kind.UPLOAD:
            return False
        if Stopping.asked:
            raise Stopped
        self.cancelled = self.cancelled or self._wished()
        return self.cancelled

    def stage(self, words: str) -> None:
        self.job.stage, self.job.heard_at = words[:64], timezone.now()
        self.job.save(update_fields=[*HEARD])

    def _rows(self, done: int, total: int) -> None:
        self.job.rows_done, self.job.rows_total = done, total
        began = self.job.started_at or timezone.now()
        self.job.rate = done / max((timezone.now() - began).total_seconds(), 0.5)

    def _wished(self) -> bool:
        self.job.refresh_from_db(fields=["cancel_asked"])
        return self.job.cancel_asked


HEARD = ("stage", "file", "rows_done", "rows_total", "rate", "heard_at", "deliveries", "started_at")


def _upload(job: Job, tell: Tell) -> Generator[Delivery]:
    folder, day = uploads.folder(job.arguments["folder"]), job.arguments.get("as_of")
    as_of = date.fromisoformat(day) if day else None
    files = uploads.waiting(folder, job.asked_at)
    yield from receive(files, as_of=as_of, user=job.asked_by, tell=tell, since=job.asked_at)
    uploads.clear(folder)


def _collect(job: Job, tell: Tell) -> Generator[Delivery]:
    for _, delivery in sources.collect(by=job.asked_by, tell=tell):
        if delivery is not None:
            yield delivery


def _redrive(job: Job, tell: Tell) -> Generator[Delivery]:
    yield from quarantine.redrive(job.arguments.get("deliveries", ()))


def _undo(job: Job, tell: Tell) -> Generator[Delivery]:
    yield undo.withdraw(job.arguments["delivery"], job.asked_by)


def _decide(job: Job, tell: Tell) -> Generator[Delivery]:
    done = carry_out(job.arguments, job.asked_by)
    job.arguments = {"made": done.decision.pk}
    job.save(update_fields=["arguments"])
    yield from done.deliveries


def _layout(job: Job, tell: Tell) -> Generator[Delivery]:
    yield from unknown.judge_known(tell)


def _study(job: Job, tell: Tell) -> Generator[Delivery]:
    """Whoever knows studies works out the numbers of one; no delivery comes of it."""
    import_string(settings.HOMEROOM_JOB_OF_A_STUDY)(job.arguments["study"], job.asked_by)
    yield from ()


KINDS: dict[Job.Kind, Callable[[Job, Tell], Generator[Delivery]]] = {
    Job.Kind.UPLOAD: _upload,
    Job.Kind.COLLECT: _collect,
    Job.Kind.REDRIVE: _redrive,
    Job.Kind.UNDO: _undo,
    Job.Kind.DECIDE: _decide,
    Job.Kind.LAYOUT: _layout,
    Job.Kind.STUDY: _study,
}


def _end(job: Job, state: Job.State, words: str) -> None:
    job.state, job.message, job.stage, job.file, job.finished_at = state, words, "", "", timezone.now()
    job.save(update_fields=["state", "message", "stage", "file", "finished_at"])


def _unforeseen(job: Job, error: Exception) -> str:
    """Only the kind and place of an error are told: its text may hold a child's name."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    what = f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
    log.error("job %s: %s", job.pk, what)
    return gettext_noop(
        "The job came to a stop (%(what)s). What it had finished stands, nothing is half done. Ask for it again."
    ) % {"what": what}
