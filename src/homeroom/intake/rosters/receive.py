"""Receive a roster: read the set, make it true, and account for every row of every file in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from django.db import transaction
from django.utils import timezone

from homeroom.intake import ledger
from homeroom.intake.errors import IntakeError
from homeroom.intake.ledger import Cause
from homeroom.intake.models import Delivery
from homeroom.intake.originals import Kept, keep
from homeroom.intake.rosters.columns import NAMES, TAKEN
from homeroom.intake.rosters.oneroster import ReadFile, ReadSet, counts, read_set
from homeroom.people.models import User
from homeroom.people.roster import Applied, apply

PROGRAM = "oneroster"
AGAIN = "the same set again: nothing changed"


def is_roster(names: Iterable[str]) -> bool:
    """Whether a folder or zip with these file names is a OneRoster set: users.csv and orgs.csv, or a manifest."""
    found = {_base(name) for name in names}
    some_taken = any(f"{report.lower()}.csv" in found for report in TAKEN)
    return found >= {"users.csv", "orgs.csv"} or ("manifest.csv" in found and some_taken)


def belongs(name: str) -> bool:
    """Whether a file of this name is part of a roster. A program's export may lie in the same folder; it does not."""
    return _base(name) in {f"{known}.csv" for known in NAMES}


def receive_set(name: str, files: Mapping[str, Path], user: User | None = None) -> list[Delivery]:
    """Receive the set `name`; `files` maps each lower-cased base name to the file. Gives one delivery a CSV file.

    The set is published whole, or nothing of it is. Raises IntakeError where nothing could be kept at all.
    """
    kept = {_report(file): keep(path) for file, path in sorted(files.items()) if file.lower().endswith(".csv")}
    if not kept:
        raise IntakeError(f"{name}: there is no CSV file in it. Export the roster as OneRoster CSV.")
    fresh = {report: _delivery(name, report, one, user) for report, one in kept.items()}
    if _last_published() == {report: one.sha256 for report, one in kept.items()}:
        return _write_again(fresh)
    with TemporaryDirectory() as workshop:
        read = read_set({report: one.path for report, one in kept.items()}, Path(workshop))
    return _publish(fresh, read) if read.usable else _hold(fresh, read)


def _base(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name.lower()


def _report(file: str) -> str:
    stem = PurePosixPath(file).name[: -len(".csv")].lower()
    return NAMES.get(stem, stem)


def _delivery(name: str, report: str, kept: Kept, user: User | None) -> Delivery:
    return Delivery(
        file=f"{report}.csv",
        archive=name,
        sha256=kept.sha256,
        size=kept.size,
        program=PROGRAM,
        report=report[:64],
        received_by=user,
    )


def _last_published() -> dict[str, str]:
    """The files of the set that is true now, as report -> SHA-256. All deliveries of one set share `finished_at`."""
    published = Delivery.objects.filter(program=PROGRAM, state=Delivery.State.PUBLISHED)
    last = published.order_by("-finished_at").values_list("finished_at", flat=True).first()
    return dict(published.filter(finished_at=last).values_list("report", "sha256"))


@transaction.atomic
def _write_again(fresh: Mapping[str, Delivery]) -> list[Delivery]:
    now = timezone.now()
    for report, delivery in fresh.items():
        before = Delivery.objects.filter(program=PROGRAM, report=report, sha256=delivery.sha256, state="published")
        last = before.order_by("-finished_at")[0]
        delivery.rows_in, delivery.layout = last.rows_in, last.layout
        cause = Cause("duplicate", "same_set", "", AGAIN, range(1, last.rows_in + 1))
        _close(delivery, Delivery.State.PUBLISHED, AGAIN, now)
        ledger.write(delivery, {"duplicate": last.rows_in}, [cause])
    return list(fresh.values())


@transaction.atomic
def _publish(fresh: Mapping[str, Delivery], read: ReadSet) -> list[Delivery]:
    applied, now = apply(read.roster), timezone.now()
    for report, delivery in fresh.items():
        file = read.files[report]
        delivery.rows_in, delivery.layout = file.rows_in, read.version
        found = counts(file)
        found["published"] = file.rows_in - found.total()
        _close(delivery, Delivery.State.PUBLISHED, _published_words(file, applied), now)
        ledger.write(delivery, found, _causes(file))
    return list(fresh.values())


@transaction.atomic
def _hold(fresh: Mapping[str, Delivery], read: ReadSet) -> list[Delivery]:
    now, why = timezone.now(), read.obstacle or _why(read)
    for report, delivery in fresh.items():
        file = read.files[report]
        state = Delivery.State.REFUSED if file.error else Delivery.State.HELD
        words = file.error or f"held, nothing of the set was taken in: {why}"
        delivery.rows_in, delivery.layout = file.rows_in, read.version
        _close(delivery, state, words, now)
        ended_as, causes = "held", [Cause("held", "set_held", "", words, range(1, file.rows_in + 1))]
        if report not in TAKEN:
            ended_as, causes = "ignored", list(_causes(file))
        ledger.write(delivery, {ended_as: file.rows_in}, causes)
    return list(fresh.values())


def _why(read: ReadSet) -> str:
    return f"{', '.join(f'{file.report}.csv' for file in read.files.values() if file.error)} can't be read"


def _close(delivery: Delivery, state: str, message: str, now: datetime) -> None:
    delivery.state, delivery.message, delivery.finished_at = state, message, now


def _causes(file: ReadFile) -> Iterator[Cause]:
    """The faults of a file, those of one cause together."""
    groups: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for fault in file.faults:
        groups[fault.ended_as, fault.code, fault.column, fault.words].append(fault.row)
    return (Cause(*cause, numbers) for cause, numbers in groups.items())


def _published_words(file: ReadFile, applied: Applied) -> str:
    parts = list(file.notes)
    if found := applied.counts.get(file.report):
        parts.insert(0, f"{found.created} new, {found.changed} changed, {found.missing} absent for the first time")
    if file.report == "users" and applied.suspended:
        parts.append(f"{applied.suspended} staff suspended, because this full set no longer holds them")
    return "; ".join(parts)
