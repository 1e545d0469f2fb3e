"""Receive a roster: read the set, weigh what it would change, make it true or hold it, account for every row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from homeroom.intake import ledger, originals, secrets
from homeroom.intake.errors import IntakeError
from homeroom.intake.ledger import Cause
from homeroom.intake.models import Delivery
from homeroom.intake.originals import Kept, keep
from homeroom.intake.roster_models import RosterChangeSet
from homeroom.intake.rosters import changes, clever, standing
from homeroom.intake.rosters.columns import NAMES, TAKEN
from homeroom.intake.rosters.oneroster import ONEROSTER, ReadFile, ReadSet, read_set
from homeroom.people.models import User

AGAIN = gettext_noop("the same set again: nothing changed")
WAITS = gettext_noop("the same set again: it waits for a person's decision already")
CLEVER = frozenset(f"{name}.csv" for name in clever.USES)
CLEVER_NEEDED = frozenset(f"{name}.csv" for name in clever.NEEDED)


def is_roster(names: Iterable[str]) -> bool:
    """Whether a folder or zip with these file names is a roster.

    That is users.csv and orgs.csv, or a manifest with something to tell of; or Clever's schools, students and sections.
    """
    found = {_base(name) for name in names}
    some_taken = any(f"{report.lower()}.csv" in found for report in TAKEN)
    return found >= {"users.csv", "orgs.csv"} or ("manifest.csv" in found and some_taken) or found >= CLEVER_NEEDED


def belongs(name: str, names: Iterable[str] = ()) -> bool:
    """Whether a file of this name is part of the roster among `names`. A program's export may lie beside it."""
    is_clever = {_base(one) for one in names} >= CLEVER_NEEDED
    return _base(name) in (CLEVER if is_clever else {f"{known}.csv" for known in NAMES})


def receive_set(name: str, files: Mapping[str, Path], user: User | None = None) -> list[Delivery]:
    """Receive the set `name`; `files` maps each lower-cased base name to the file. Gives one delivery a CSV file.

    The set is published whole, or held whole. Raises IntakeError where nothing could be kept at all.
    """
    kept = {_report(file): keep(path) for file, path in sorted(files.items()) if file.lower().endswith(".csv")}
    if not kept:
        raise IntakeError(
            gettext_noop("%(name)s: there is no CSV file in it. Export the roster as OneRoster CSV.") % {"name": name}
        )
    fresh = {report: _delivery(name, report, one, user) for report, one in kept.items()}
    sums = {report: one.sha256 for report, one in kept.items()}
    if again := standing.same_as(sums):
        return _write_again(fresh, again, AGAIN)
    if (held := standing.waiting()) and standing.files_of(held) == sums:
        return _write_again(fresh, held, WAITS)
    read = read_kept(sums)
    for delivery in fresh.values():
        delivery.program = read.program
    if not read.usable:
        return _hold(fresh, read)
    made = RosterChangeSet(name=name[:255], program=read.program, mode=read.mode, sent_by=user)
    return changes.take(made, fresh, read)


def read_kept(sums: Mapping[str, str]) -> ReadSet:
    """Read a set from its kept originals, as report -> SHA-256; a delta set with what stands below it."""
    with TemporaryDirectory() as workshop:
        files = {report: originals.place(sha256) for report, sha256 in sums.items()}
        read = read_set(files, Path(workshop))
        if read.mode == "delta":
            try:
                read = read_set(files, Path(workshop), standing.base(Path(workshop)))
            except IntakeError as error:
                read = replace(read, obstacle=str(error))
        noted = {report: _with_note(file, files[report]) for report, file in read.files.items()}
        return replace(read, files=noted)


def _with_note(file: ReadFile, kept: Path) -> ReadFile:
    """Say so where passwords came along: the kept file is then no longer the one that its SHA-256 tells of."""
    columns = secrets.secret_columns(kept)
    if not columns or originals.sha256(kept) == kept.name:
        return file
    return replace(
        file,
        notes=(
            *file.notes,
            gettext_noop("passwords removed before the file was kept: %(columns)s") % {"columns": ", ".join(columns)},
        ),
    )


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
        program=ONEROSTER,
        report=report[:64],
        received_by=user,
    )


@transaction.atomic
def _write_again(fresh: Mapping[str, Delivery], before: RosterChangeSet, words: str) -> list[Delivery]:
    """The same files once more. Held sets that are older than what stands are no longer the sender's last word."""
    if before.state == RosterChangeSet.State.APPLIED:
        changes.replace_held(before)
    now, earlier = timezone.now(), {one.report: one for one in before.deliveries.all()}
    for report, delivery in fresh.items():
        last = earlier[report]
        delivery.rows_in, delivery.layout, delivery.program = last.rows_in, last.layout, last.program
        cause = Cause("duplicate", "same_set", "", words, range(1, last.rows_in + 1))
        changes.close(delivery, Delivery.State.PUBLISHED, words, now)
        ledger.write(delivery, {"duplicate": last.rows_in}, [cause])
    return list(fresh.values())


@transaction.atomic
def _hold(fresh: Mapping[str, Delivery], read: ReadSet) -> list[Delivery]:
    """A set that can't be used at all."""
    now, why = timezone.now(), read.obstacle or _why(read)
    for report, delivery in fresh.items():
        file = read.files[report]
        words = file.error or gettext_noop("held, nothing of the set was taken in: %(why_words)s") % {"why_words": why}
        delivery.rows_in, delivery.layout = file.rows_in, read.version
        changes.close(delivery, Delivery.State.REFUSED if file.error else Delivery.State.HELD, words, now)
        changes.write_held(delivery, file, words, read.taken(report))
    return list(fresh.values())


def _why(read: ReadSet) -> str:
    return gettext_noop("%(files)s can't be read") % {
        "files": ", ".join(f"{file.report}.csv" for file in read.files.values() if file.error)
    }
