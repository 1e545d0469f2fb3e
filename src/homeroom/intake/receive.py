"""Take files in: keep the original, find the layout, read, match, check, publish. Every step may be killed.

A delivery that was interrupted is taken up again from its original at the next start; nothing is asked for twice.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from homeroom.facts.engine import Session, session
from homeroom.intake import ledger, originals
from homeroom.intake.errors import IntakeError
from homeroom.intake.layouts import Found, Header, find, nearest, read_header
from homeroom.intake.models import Delivery
from homeroom.intake.publish import publish
from homeroom.intake.read import Malformed, Read, count_records, read_typed, with_escape
from homeroom.intake.rosters.receive import is_roster, receive_set
from homeroom.intake.text import as_utf8
from homeroom.intake.unpack import Incoming, files_in, plain_name
from homeroom.people.models import User
from homeroom.programs.declaration import Layout, Program, load_all

Tell = Callable[[Delivery], None]


def quiet(delivery: Delivery) -> None:
    """Tell nobody."""


def receive(
    paths: Sequence[Path],
    *,
    as_of: date | None = None,
    user: User | None = None,
    tell: Tell = quiet,
    programs: Sequence[Program] | None = None,
) -> Iterator[Delivery]:
    """Take in every file at `paths`, rosters first, and yield each delivery as it ends.

    `as_of` states the day the files speak of, where they don't tell it. `tell` hears of each step.
    """
    known = tuple(programs if programs is not None else load_all())
    with one_intake(), workshop() as shop:
        originals.sweep()
        yield from resume(known, tell)
        refused, incoming = _gather(paths, shop)
        yield from refused
        sets, files = _rosters(incoming)
        for name, members in sets.items():
            yield from receive_set(name, {one.name.lower(): originals.keep(one.path).path for one in members}, user)
        for one in files:
            yield take_in(one, known, as_of=as_of, user=user, tell=tell)


def resume(programs: Sequence[Program], tell: Tell = quiet) -> Iterator[Delivery]:
    """Finish what an interrupted run left, from the originals. The lock says that no other run is at it."""
    for delivery in Delivery.objects.filter(state=Delivery.State.RUNNING).order_by("pk"):
        yield _work(delivery, programs, tell)


def take_in(
    one: Incoming, programs: Sequence[Program], *, as_of: date | None, user: User | None, tell: Tell
) -> Delivery:
    """One file: a new delivery, or a note that the same bytes came before."""
    kept = originals.keep(one.path)
    stated = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC) if as_of else None
    before = Delivery.objects.filter(sha256=kept.sha256).exclude(state=Delivery.State.REFUSED).order_by("pk")
    held = before.filter(state=Delivery.State.HELD).first()
    delivery = held or Delivery(
        file=one.name, archive=one.archive, sha256=kept.sha256, size=kept.size, received_by=user, stage="received"
    )
    # A held file may be known by now: the same delivery is judged again.
    if stated or not held:
        delivery.as_of, delivery.as_of_from = stated, "statement" if stated else ""
    if not held and (earlier := next(filter(lambda known: _of_one_day(delivery, known, programs), before), None)):
        return _same_again(delivery, earlier)
    delivery.save()
    return _work(delivery, programs, tell)


def _of_one_day(delivery: Delivery, known: Delivery, programs: Sequence[Program]) -> bool:
    """Whether the same bytes speak of the same day again. Of another day they say more: what was true then."""
    layouts = (
        layout
        for program in programs
        if program.slug == known.program
        for report in program.reports
        if report.slug == known.report
        for layout in report.layouts
        if layout.slug == known.layout
    )
    layout = next(layouts, None)
    return layout is None or _moment(delivery, layout)[0] == known.as_of


@contextmanager
def one_intake() -> Iterator[None]:
    """One run takes files in at a time; the next waits. A killed run lets go."""
    home = Path(settings.HOMEROOM_HOME)
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock = (home / "intake.lock").open("w")
    except OSError as error:
        raise IntakeError(f"can't write to {home} ({error.strerror}). Run `homeroom doctor`.") from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def workshop() -> Iterator[Path]:
    """A folder for half-done work, gone afterwards; what a killed run left is swept up here too.

    A workshop in use is locked, so that nobody sweeps it: a killed run lets go.
    """
    root = Path(settings.HOMEROOM_HOME) / "tmp"
    root.mkdir(parents=True, exist_ok=True)
    with locked(root):
        _sweep(root)
        folder = Path(tempfile.mkdtemp(dir=root, prefix="intake-"))
        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
        os.close(handle)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _sweep(root: Path) -> None:
    for left in root.glob("intake-*"):
        try:
            handle = os.open(left, os.O_RDONLY)
        except FileNotFoundError:  # its owner has just tidied up
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left, ignore_errors=True)
        except BlockingIOError:
            pass
        finally:
            os.close(handle)


@contextmanager
def opened(delivery: Delivery, shop: Path, place: Session) -> Iterator[tuple[Path, Header]]:
    """A delivery's original as UTF-8, with its header."""
    decoded = as_utf8(originals.place(delivery.sha256), shop, delivery.file)
    delivery.message = "; ".join(decoded.notes)
    yield decoded.path, with_escape(place, decoded.path, read_header(decoded.path, delivery.file))


def _work(delivery: Delivery, programs: Sequence[Program], tell: Tell) -> Delivery:
    with workshop() as shop, session() as place:
        try:
            with opened(delivery, shop, place) as (path, header):
                found = find(header, programs)
                if found is None:
                    return _hold(delivery, count_records(place, path, header), _stranger_words(header, programs))
                read = _read(place, delivery, found, path, header, tell)
                _step(delivery, "publishing", tell, done=read.records)
                publish(place, found, delivery, malformed_causes(read.malformed))
        except IntakeError as error:
            return _hold(delivery, 0, str(error))
    tell(delivery)
    return delivery


def _read(place: Session, delivery: Delivery, found: Found, path: Path, header: Header, tell: Tell) -> Read:
    delivery.program, delivery.report = found.program.slug, found.report.slug
    delivery.layout = found.layout.slug
    delivery.message = "; ".join(filter(None, [delivery.message, *found.notes]))
    _date(delivery, found)
    _step(delivery, "reading", tell)
    read = read_typed(place, path, header, found)
    delivery.rows_in, delivery.rows_total = read.records, read.records
    return read


def _date(delivery: Delivery, found: Found) -> None:
    delivery.as_of, delivery.as_of_from = _moment(delivery, found.layout)
    if not delivery.as_of_from:
        delivery.message = "; ".join(filter(None, [delivery.message, "no date in the file or its name: state --as-of"]))


def _moment(delivery: Delivery, layout: Layout) -> tuple[datetime | None, str]:
    """As of, and who says so: a column goes before what the receiver states, and that before the file's name."""
    if layout.as_of.column:
        return delivery.as_of, "column"
    if delivery.as_of_from == "statement":
        return delivery.as_of, "statement"
    named = re.search(layout.as_of.file, delivery.file) if layout.as_of.file else None
    if named is None:
        return None, ""
    year, month, day = (int(named[part]) for part in "ymd")
    try:
        return datetime(year, month, day, tzinfo=UTC), "name"
    except ValueError:
        return None, ""


def malformed_causes(faults: Sequence[Malformed]) -> list[ledger.Cause]:
    """Malformed records as causes, one a fault."""
    by_fault: dict[str, list[int]] = {}
    for fault in faults:
        by_fault.setdefault(fault.fault, []).append(fault.row)
    return [ledger.Cause("quarantined", "malformed", "", words, rows) for words, rows in by_fault.items()]


def _step(delivery: Delivery, stage: str, tell: Tell, done: int = 0) -> None:
    """Say how far the delivery is. The ledger is not touched: it is written once, with the facts."""
    delivery.stage, delivery.rows_done, delivery.heard_at = stage, done, timezone.now()
    Delivery.objects.filter(pk=delivery.pk).update(
        stage=stage,
        rows_done=done,
        rows_total=delivery.rows_total,
        heard_at=delivery.heard_at,
        program=delivery.program,
        report=delivery.report,
        layout=delivery.layout,
    )
    tell(delivery)


def _same_again(delivery: Delivery, earlier: Delivery) -> Delivery:
    delivery.program, delivery.report, delivery.layout = earlier.program, earlier.report, earlier.layout
    delivery.state, delivery.finished_at, delivery.stage = Delivery.State.PUBLISHED, timezone.now(), ""
    delivery.message = f"the same file as delivery {earlier.pk}, “{earlier.file}”: nothing new"
    delivery.rows_in = delivery.rows_total = earlier.rows_in
    delivery.as_of, delivery.as_of_from = earlier.as_of, earlier.as_of_from
    with transaction.atomic():
        ledger.write(delivery, {"duplicate": earlier.rows_in})
    return delivery


def _hold(delivery: Delivery, records: int, words: str) -> Delivery:
    """Keep the file and wait for a person. Nothing of it is loaded."""
    delivery.state, delivery.finished_at, delivery.stage = Delivery.State.HELD, timezone.now(), ""
    delivery.message, delivery.rows_in, delivery.rows_total = words, records, records
    with transaction.atomic():
        ledger.write(delivery, {"held": records})
    return delivery


def _stranger_words(header: Header, programs: Sequence[Program]) -> str:
    told = nearest(header, programs) or "No report of any declared program looks like it."
    return f"The header fits no declared report. {told} Nothing was loaded; the file is kept."


def _gather(paths: Sequence[Path], shop: Path) -> tuple[list[Delivery], list[Incoming]]:
    refused: list[Delivery] = []
    incoming: list[Incoming] = []
    for number, path in enumerate(paths):
        room = shop / str(number)
        room.mkdir()
        try:
            incoming += files_in(path, room)
        except IntakeError as error:
            refused.append(_refuse(path, str(error)))
    return refused, incoming


def _refuse(path: Path, words: str) -> Delivery:
    """An archive that isn't safe to open: kept as it is, opened never."""
    if not path.is_file():
        raise IntakeError(words)
    kept = originals.keep(path)
    return Delivery.objects.create(
        file=plain_name(path.name),
        sha256=kept.sha256,
        size=kept.size,
        state=Delivery.State.REFUSED,
        message=words,
        finished_at=timezone.now(),
    )


def _rosters(incoming: Sequence[Incoming]) -> tuple[dict[str, list[Incoming]], list[Incoming]]:
    """Roster sets, by the folder or zip they came in, apart from the programs' files."""
    together: dict[str, list[Incoming]] = {}
    for one in incoming:
        together.setdefault(one.archive or str(one.path.parent), []).append(one)
    sets = {name: members for name, members in together.items() if is_roster({one.name.lower() for one in members})}
    files = [one for name, members in together.items() if name not in sets for one in members]
    return sets, files
