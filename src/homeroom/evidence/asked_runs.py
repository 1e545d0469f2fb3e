"""A study's numbers worked out in the background: asked for by a page, done by `homeroom work`, read when there."""

from __future__ import annotations

from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.models import Study
from homeroom.evidence.results import Results
from homeroom.evidence.run import newest, results_of, run
from homeroom.intake.errors import IntakeError
from homeroom.intake.job_models import Job
from homeroom.intake.jobs import ask_once
from homeroom.people import audit
from homeroom.people.models import User


def ask(study: Study, by: User) -> Job:
    """The job that does it; two clicks are one wish."""
    job = ask_once(Job.Kind.STUDY, by, study=study.pk)
    audit.did(by, "asked for", f"job {job.pk}", (), f"numbers of study {study.pk}")
    return job


def last(study: Study) -> Job | None:
    return Job.objects.filter(kind=Job.Kind.STUDY, arguments__study=study.pk).order_by("-pk").first()


def carry_out(number: int, by: User | None) -> None:
    """What the worker does. Why nothing could be worked out is told as the job's own message."""
    study = Study.objects.filter(pk=number).first()
    if study is None:
        raise IntakeError("The study is gone.")
    try:
        run(study, by or audit.command_line())
    except EvidenceError as why:
        raise IntakeError(str(why)) from None


def results(study: Study) -> Results | None:
    """What was worked out last. Raises EvidenceError where it can't be read, or was changed since."""
    made = newest(study)
    return results_of(made) if made is not None else None
