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
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from homeroom.facts.engine import Session, session
from homeroom.intake import ledger, originals
from homeroom.intake.errors import InstallationError, IntakeError, installation, words_for_error
from homeroom.intake.gather import Refused, gather
from homeroom.intake.layouts import Found, Header, find, nearest, read_header
from homeroom.intake.models import Delivery
from homeroom.intake.originals import Kept
from homeroom.intake.publish import publish
from homeroom.intake.read import Malformed, Read, count_records, read_typed, with_escape
from homeroom.intake.rosters.receive import receive_set
from homeroom.intake.text import DAMAGED, as_utf8
from homeroom.intake.unpack import Incoming, plain_name
from homeroom.people.clock import today
from homeroom.people.models import User
from homeroom.programs.declaration import Layout, Program, load_all

Tell = Callable[[Delivery], None]
# A delivery that was interrupted more often than this waits for a person: it may be what brings the run down.
MOST_TRIES = 5
NO_DATE = "no date in the file or its name: dated files go before it, unless --as-of gives it one"
# Clocks west of the school are a day behind it, never more.
A_DAY = timedelta(days=1)


def quiet(delivery: Delivery) -> None:
    """Tell nobody."""


def receive(
    paths: Sequence[Path],
    *,
    as_of: date | None = None,
    user: User | None = None,
    tell: Tell = quiet,
    programs: Sequence[Program] | None = None,
    insist: bool = True,
) -> Iterator[Delivery]:
    """Take in every file at `paths`, rosters first, and yield each delivery as it ends.

    `as_of` states the day the files speak of, where they don't tell it. `tell` hears of each step. `insist` judges a
    file again that waits because it was interrupted too often: a person asked, not the clock.
    Raises IntakeError where nothing can be done at all; what is wrong with one file keeps no other back.
    """
    _must_be_past(as_of)
    known = tuple(programs if programs is not None else load_all())
    with one_intake(), workshop() as shop:
        originals.sweep()
        yield from resume(known, tell)
        gathered = gather(paths, shop)
        if not gathered.files and not gathered.sets and not any(one.path.is_file() for one in gathered.refused):
            _nothing_there(gathered.refused)
        yield from (_refuse(one.path, one.words) for one in gathered.refused)
        for name, members in gathered.sets:
            yield from _take_set(name, members, user)
        for one in gathered.files:
            yield take_in(one, known, as_of=as_of, user=user, tell=tell, insist=insist)


def resume(programs: Sequence[Program], tell: Tell = quiet) -> Iterator[Delivery]:
    """Finish what an interrupted run left, from the originals. The lock says that no other run is at it."""
    for delivery in Delivery.objects.filter(state=Delivery.State.RUNNING).order_by("pk"):
        delivery.tries += 1
        delivery.save(update_fields=["tries"])
        yield _work(delivery, programs, tell) if delivery.tries <= MOST_TRIES else _hold(delivery, 0, _tried(delivery))


def take_in(
    one: Incoming,
    programs: Sequence[Program],
    *,
    as_of: date | None,
    user: User | None,
    tell: Tell,
    insist: bool = True,
) -> Delivery:
    """One file: a new delivery, or a note that the same bytes came before."""
    try:
        kept = originals.keep(one.path, one.name)
    except InstallationError:
        raise
    except IntakeError as error:
        return _refused(one.name, str(error), one.archive)
    with installation(one.name):
        delivery = _delivery(one, kept, programs, as_of, user, insist)
    return _work(delivery, programs, tell) if delivery.state == Delivery.State.RUNNING else delivery


def _delivery(
    one: Incoming, kept: Kept, programs: Sequence[Program], as_of: date | None, user: User | None, insist: bool
) -> Delivery:
    stated = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC) if as_of else None
    before = Delivery.objects.filter(sha256=kept.sha256).exclude(state=Delivery.State.REFUSED).order_by("pk")
    if held := before.filter(state=Delivery.State.HELD).first():
        return _once_more(held, stated) if insist or held.tries <= MOST_TRIES else held
    delivery = Delivery(
        file=one.name, archive=one.archive, sha256=kept.sha256, size=kept.size, received_by=user, stage="received"
    )
    delivery.as_of, delivery.as_of_from = stated, "statement" if stated else ""
    if earlier := next((known for known in before if _of_one_day(delivery, known, programs)), None):
        return _same_again(delivery, earlier)
    delivery.save()
    return delivery


def _once_more(held: Delivery, stated: datetime | None) -> Delivery:
    """A held file may be known by now: the same delivery is judged again, as if it had just come."""
    held.state, held.tries, held.finished_at, held.message = Delivery.State.RUNNING, 0, None, ""
    held.rows_in = held.held = 0
    if stated:
        held.as_of, held.as_of_from = stated, "statement"
    held.save()
    return held


def _take_set(name: str, members: Sequence[Incoming], user: User | None) -> Iterator[Delivery]:
    """A roster set, published whole or not at all."""
    files = {one.name.lower(): one.path for one in members}
    try:
        if len(files) < len(members):
            raise IntakeError(f"{name}: one of its files is there twice, in upper and lower case. Remove one.")
        with installation(name):
            taken = receive_set(name, files, user)
    except Exception as error:
        words = words_for_error(name, error)
        taken = [_refuse(one.path, words, one) for one in members]
    yield from taken


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
    with installation("intake.lock"):
        home.mkdir(parents=True, exist_ok=True)
        lock = (home / "intake.lock").open("w")
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def workshop() -> Iterator[Path]:
    """A folder for half-done work, gone afterwards; what a killed run left is swept up here too.

    A workshop in use is locked, so that nobody sweeps it: a killed run lets go.
    """
    root = Path(settings.HOMEROOM_HOME) / "tmp"
    with installation("half-done work"):
        root.mkdir(parents=True, exist_ok=True)
        with locked(root):
            _sweep(root)
            folder = Path(tempfile.mkdtemp(dir=root, prefix="intake-"))
            handle = os.open(folder, os.O_RDONLY)
            fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
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
    original = originals.place(delivery.sha256)
    if not original.is_file():
        raise IntakeError(f"{delivery.file}: the kept original is gone. Receive the file again, or restore a backup.")
    decoded = as_utf8(original, shop, delivery.file)
    delivery.message = "; ".join(decoded.notes)
    header = replace(read_header(decoded.path, delivery.file), native=DAMAGED not in decoded.notes)
    yield decoded.path, with_escape(place, decoded.path, header)


def _work(delivery: Delivery, programs: Sequence[Program], tell: Tell) -> Delivery:
    """Read, match, check, publish. Whatever is wrong with the file, it ends held; the disk's trouble ends the run."""
    with installation(delivery.file):
        try:
            with installation(delivery.file), workshop() as shop, session() as place:
                _judge(place, shop, delivery, programs, tell)
        except Exception as error:
            _hold(delivery, delivery.rows_in, words_for_error(delivery.file, error))
    tell(delivery)
    return delivery


def _judge(place: Session, shop: Path, delivery: Delivery, programs: Sequence[Program], tell: Tell) -> None:
    with opened(delivery, shop, place) as (path, header):
        found = find(header, programs)
        if found is None:
            _hold(delivery, count_records(place, path, header), _stranger_words(header, programs))
            return
        read = _read(place, delivery, found, path, header, tell)
        _step(delivery, "publishing", tell, done=read.records)
        publish(place, found, delivery, malformed_causes(read.malformed))


def _read(place: Session, delivery: Delivery, found: Found, path: Path, header: Header, tell: Tell) -> Read:
    delivery.program, delivery.report = found.program.slug, found.report.slug
    delivery.layout = found.layout.slug
    delivery.message = _joined(delivery.message, *found.notes)
    _date(delivery, found)
    _step(delivery, "reading", tell)
    read = read_typed(place, path, header, found)
    delivery.rows_in, delivery.rows_total = read.records, read.records
    if not read.records:
        delivery.message = _joined(delivery.message, "the file holds its header and no rows")
    return read


def _date(delivery: Delivery, found: Found) -> None:
    delivery.as_of, delivery.as_of_from = _moment(delivery, found.layout)
    if not delivery.as_of_from:
        delivery.message = _joined(delivery.message, NO_DATE)


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
    """The same bytes once more. What they stand for was settled with the first, so a new date changes nothing."""
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


def _tried(delivery: Delivery) -> str:
    return (
        f"{delivery.file}: homeroom was interrupted {delivery.tries} times while it read this file. Nothing was loaded;"
        " the file is kept. If the machine was switched off, receive the file again; if memory ran out, split it first."
    )


def _stranger_words(header: Header, programs: Sequence[Program]) -> str:
    told = nearest(header, programs) or "No report of any declared program looks like it."
    return f"The header fits no declared report. {told} Nothing was loaded; the file is kept."


def _must_be_past(as_of: date | None) -> None:
    if as_of and as_of > today() + A_DAY:
        raise IntakeError(f"--as-of {as_of} lies in the future. Nothing was taken in. Give the day the files speak of.")


def _nothing_there(refused: Sequence[Refused]) -> None:
    if refused:
        raise IntakeError("\n".join(one.words for one in refused))


def _refuse(path: Path, words: str, one: Incoming | None = None) -> Delivery:
    """A file that isn't safe to open, or can't be: kept as it is where that is possible, opened never."""
    name, archive = (one.name, one.archive) if one else (plain_name(path.name), "")
    try:
        return _refused(name, words, archive, originals.keep(path, name))
    except InstallationError:
        raise
    except IntakeError:
        return _refused(name, words, archive)


def _refused(name: str, words: str, archive: str = "", kept: Kept | None = None) -> Delivery:
    with installation(name):
        return Delivery.objects.create(
            file=name,
            archive=archive,
            sha256=kept.sha256 if kept else "",
            size=kept.size if kept else 0,
            state=Delivery.State.REFUSED,
            message=words,
            finished_at=timezone.now(),
        )


def _joined(*notes: str) -> str:
    return "; ".join(filter(None, notes))
