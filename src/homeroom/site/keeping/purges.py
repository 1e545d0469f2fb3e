"""How each class of data is counted and removed. Each function takes the limit and says how much is too old."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Max, QuerySet, Sum
from django_tasks_db.models import DBTaskResult

from homeroom.evidence.models import AnonymousAnswer, Answer, EffortEntry, Invitation, SurveyComment
from homeroom.facts import store
from homeroom.facts.models import FactFile
from homeroom.facts.schema import DERIVED
from homeroom.intake import ledger, originals, uploads
from homeroom.intake.feeds.models import FeedAlarm
from homeroom.intake.folder_door import DONE
from homeroom.intake.job_models import Job, SourceRun
from homeroom.intake.ledger import Cause, Move
from homeroom.intake.models import Delivery, RosterChangeSet, RowGroup
from homeroom.intake.rosters import standing
from homeroom.intake.who import waiting
from homeroom.intake.workshop import one_intake
from homeroom.mastery.models import Check, KeptGroup, Override, Stop
from homeroom.people import audit_purge
from homeroom.people.models import LabAbsence, LabHelp, SignInLink, Student
from homeroom.people.signin_models import GuessCount, Spent, WaitingIdentity
from homeroom.site.erasing import run
from homeroom.site.keeping.limits import Limit

Does = tuple[Callable[[Limit], int], Callable[[Limit], int]]
TOO_OLD = "The row waited longer than such rows are kept, and nobody said whose it is."


def facts(*tables: str) -> Does:
    """Whole school years of fact files: a file holds one."""

    def old(limit: Limit) -> QuerySet[FactFile]:
        return FactFile.objects.filter(table__in=tables, retired_in=None, school_year__lte=limit.year)

    def count(limit: Limit) -> int:
        return old(limit).aggregate(Sum("rows"))["rows__sum"] or 0

    def remove(limit: Limit) -> int:
        with store.publishing():
            gone, rows = list(old(limit).values_list("pk", flat=True)), count(limit)
            if gone:
                store.publish([], gone, f"kept long enough: {', '.join(tables)} to {limit.year}")
        if gone:
            store.vacuum(keep=1)
        return rows

    return count, remove


def files(name: str) -> Does:
    """Files below a folder of the installation, by when they were last written."""
    return _files(lambda: [Path(settings.HOMEROOM_HOME) / name])


def _files(folders: Callable[[], Sequence[Path]]) -> Does:
    def old(limit: Limit) -> Iterator[Path]:
        for folder in folders():
            every = sorted(folder.rglob("*")) if folder.is_dir() else []
            yield from (one for one in every if one.is_file() and one.stat().st_mtime < limit.moment.timestamp())

    def remove(limit: Limit) -> int:
        gone = list(old(limit))
        for path in gone:
            path.unlink(missing_ok=True)
        return len(gone)

    return lambda limit: len(list(old(limit))), remove


def _rows(*found: Callable[[Limit], QuerySet[Any]]) -> Does:
    def remove(limit: Limit) -> int:
        return sum(one(limit).delete()[0] for one in found)

    return lambda limit: sum(one(limit).count() for one in found), remove


def _done_folders() -> list[Path]:
    named = [Path(str(one["path"])) for one in settings.HOMEROOM_SOURCES if isinstance(one, dict) and one.get("path")]
    return [folder / DONE for folder in (Path(settings.HOMEROOM_HOME) / "inbox", *named)]


def _old_originals(limit: Limit) -> list[Path]:
    """Originals that came last before the limit; not those that the roster which stands is made of, or held sets."""
    newest = Delivery.objects.values("sha256").annotate(last=Max("received_at")).filter(last__lt=limit.moment)
    needed = [*standing.chain(), *RosterChangeSet.objects.filter(state=RosterChangeSet.State.HELD)]
    keep = set(Delivery.objects.filter(change_sets__in=needed).values_list("sha256", flat=True))
    old = (originals.place(sha256) for sha256 in newest.values_list("sha256", flat=True) if sha256 not in keep)
    return [*(path for path in old if path.is_file()), *_unlisted(limit)]


def _unlisted(limit: Limit) -> Iterator[Path]:
    """Kept files that are no delivery of their own, such as zips."""
    known = set(Delivery.objects.values_list("sha256", flat=True))
    for path in sorted((Path(settings.HOMEROOM_HOME) / "originals").glob("??/*")):
        if path.name not in known and path.stat().st_mtime < limit.moment.timestamp():
            yield path


def _drop_originals(limit: Limit) -> int:
    with one_intake():
        gone = _old_originals(limit)
        for path in gone:
            path.unlink(missing_ok=True)
    return len(gone)


def _waiting(limit: Limit) -> QuerySet[RowGroup]:
    return RowGroup.objects.filter(ended_as="quarantined", delivery__received_at__lt=limit.moment)


def _waiting_rows(limit: Limit) -> int:
    return _waiting(limit).aggregate(Sum("rows"))["rows__sum"] or 0


def _end_waiting(limit: Limit) -> int:
    """Rows that nobody decided about end as ignored, and what is known of their children by name goes."""
    with one_intake():
        rows = _waiting_rows(limit)
        for delivery in Delivery.objects.filter(pk__in=_waiting(limit).values("delivery")).order_by("pk"):
            for group in _waiting(limit).filter(delivery=delivery):
                numbers = ledger.unpacked(group.numbers)
                ledger.move(Move(delivery.pk, Cause("ignored", "too_old", "", TOO_OLD, numbers)))
            waiting.let_go(delivery)
    return rows


def _left(limit: Limit) -> QuerySet[Student]:
    return Student.objects.filter(ends_on__lt=limit.day).order_by("pk")


def _erase_left(limit: Limit) -> int:
    """As `homeroom erase` does, each with a certificate; but whoever comes back is taken in again."""
    gone = list(_left(limit))
    for child in gone:
        run.erase(child, None, f"left before {limit.day}, and kept long enough", keep_out=False)
    return len(gone)


def _left_uploads(limit: Limit) -> list[Path]:
    known = [job.arguments.get("folder", "") for job in Job.objects.filter(kind=Job.Kind.UPLOAD)]
    return [room for room in uploads.left_over(known) if room.parent.stat().st_mtime < limit.moment.timestamp()]


def _drop_uploads(limit: Limit) -> int:
    gone = _left_uploads(limit)
    for room in gone:
        uploads.drop(room)
    return len(gone)


def _old_entries(limit: Limit) -> int:
    return sum(audit_purge.going(limit.moment).values())


CHILDREN_LEFT: Does = (lambda limit: _left(limit).count(), _erase_left)
ORIGINALS: Does = (lambda limit: len(_old_originals(limit)), _drop_originals)
WAITING: Does = (_waiting_rows, _end_waiting)
UPLOADS: Does = (lambda limit: len(_left_uploads(limit)), _drop_uploads)
INBOX_DONE = _files(_done_folders)
ALARMS = _rows(lambda limit: FeedAlarm.objects.filter(closed_on__lt=limit.day))
WORKED_OUT = facts(*DERIVED)
TEACHERS = _rows(
    lambda limit: Check.objects.filter(seen_on__lt=limit.day),
    lambda limit: Override.objects.filter(since__lt=limit.day),
    lambda limit: Stop.objects.filter(since__lt=limit.day),
    lambda limit: KeptGroup.objects.filter(ends_on__lt=limit.day),
)
SURVEYS = _rows(
    lambda limit: Answer.objects.filter(on__lt=limit.day),
    lambda limit: AnonymousAnswer.objects.filter(on__lt=limit.day),
    lambda limit: SurveyComment.objects.filter(on__lt=limit.day),
    lambda limit: Invitation.objects.filter(answer=None, asked__wave__until__lt=limit.day),
    lambda limit: EffortEntry.objects.filter(week__lt=limit.day),
)
LAB = _rows(
    lambda limit: LabAbsence.objects.filter(day__lt=limit.day),
    lambda limit: LabHelp.objects.filter(day__lt=limit.day),
)
SESSIONS = _rows(lambda limit: Session.objects.filter(expire_date__lt=limit.moment))
AUDIT: Does = (_old_entries, lambda limit: audit_purge.purge(limit.day))
GUESSES = _rows(lambda limit: GuessCount.objects.filter(last_at__lt=limit.moment))
SPENT = _rows(lambda limit: Spent.objects.filter(until__lt=limit.moment))
WAITING_PEOPLE = _rows(lambda limit: WaitingIdentity.objects.filter(rejected_at=None, last_at__lt=limit.moment))
REJECTED_PEOPLE = _rows(lambda limit: WaitingIdentity.objects.filter(rejected_at__lt=limit.moment))
LINKS = _rows(lambda limit: SignInLink.objects.filter(expires_at__lt=limit.moment))
JOBS = _rows(
    lambda limit: Job.objects.filter(finished_at__lt=limit.moment),
    lambda limit: SourceRun.objects.filter(finished_at__lt=limit.moment),
    lambda limit: DBTaskResult.objects.filter(finished_at__lt=limit.moment),
)
