"""Take files in: keep the original, find the layout, read, match, check, publish. Every step may be killed.

A delivery that was interrupted is taken up again from its original at the next start; nothing is asked for twice.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from homeroom.intake import originals
from homeroom.intake.as_of import must_be_past, of_one_day
from homeroom.intake.edfi import interchange
from homeroom.intake.edfi import receive as edfi
from homeroom.intake.edfi.whole import INTERCHANGE
from homeroom.intake.ends import hold, refuse, refused, same_again, tried
from homeroom.intake.erasing import blank
from homeroom.intake.errors import InstallationError, IntakeError, installation, words_for_error
from homeroom.intake.gather import Refused, gather
from homeroom.intake.layouts import declared
from homeroom.intake.models import Delivery
from homeroom.intake.originals import Kept, unkept
from homeroom.intake.refusals import refused_file
from homeroom.intake.rosters.receive import receive_set
from homeroom.intake.unpack import Incoming
from homeroom.intake.working import Tell, work
from homeroom.intake.workshop import one_intake, workshop
from homeroom.people.models import User
from homeroom.programs.declaration import Program

# A delivery that was interrupted more often than this waits for a person: it may be what brings the run down.
MOST_TRIES = 5


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
    since: datetime | None = None,
) -> Generator[Delivery]:
    """Take in every file at `paths`, rosters first, and yield each delivery as it ends.

    `as_of` states the day the files speak of, where they don't tell it. `tell` hears of each step. `insist` judges a
    file again that waits because it was interrupted too often: a person asked, not the clock. `since` says when the
    look began that was cut off: files of a zip that became deliveries from then on are not taken in twice.
    Raises IntakeError where nothing can be done at all; what is wrong with one file keeps no other back.
    """
    must_be_past(as_of)
    known = tuple(programs if programs is not None else declared())
    with one_intake(), workshop() as shop:
        originals.sweep()
        blank.finish()
        yield from resume(known, tell)
        gathered = gather(paths, shop)
        if not gathered.files and not gathered.sets and not any(one.path.is_file() for one in gathered.refused):
            _nothing_there(gathered.refused)
        yield from (refuse(one.path, one.words) for one in gathered.refused)
        for name, members in gathered.sets:
            yield from _set_came(members, name, since) or _take_set(name, members, user, tell)

        def take(one: Incoming) -> Delivery:
            return _came(one, since) or take_in(one, known, as_of=as_of, user=user, tell=tell, insist=insist)

        for one in gathered.files:
            came = _came(one, since)
            yield from [came] if came else _take_any(one, shop, user, take)
        blank.finish()


def resume(programs: Sequence[Program], tell: Tell = quiet) -> Iterator[Delivery]:
    """Finish what an interrupted run left, from the originals. The lock says that no other run is at it."""
    for delivery in Delivery.objects.filter(state=Delivery.State.RUNNING).order_by("pk"):
        delivery.tries += 1
        delivery.save(update_fields=["tries"])
        if delivery.tries > MOST_TRIES:
            yield hold(delivery, 0, tried(delivery))
        elif delivery.layout == INTERCHANGE:
            with installation(delivery.file):
                yield edfi.judge(delivery)
        else:
            yield work(delivery, programs, tell)


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
    if kind := refused_file(one.path):
        return refused(one.name, kind.words, one.archive, unkept(one.path))
    try:
        kept = originals.keep(one.path, one.name)
    except InstallationError:
        raise
    except IntakeError as error:
        return refused(one.name, str(error), one.archive)
    with installation(one.name):
        delivery = _delivery(one, kept, programs, as_of, user, insist)
    return work(delivery, programs, tell) if delivery.state == Delivery.State.RUNNING else delivery


def _delivery(
    one: Incoming, kept: Kept, programs: Sequence[Program], as_of: date | None, user: User | None, insist: bool
) -> Delivery:
    stated = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC) if as_of else None
    # An import that was undone is history: its file, received again, is a new delivery.
    gone = (Delivery.State.REFUSED, Delivery.State.WITHDRAWN)
    before = Delivery.objects.filter(sha256=kept.sha256).exclude(state__in=gone).order_by("pk")
    if held := before.filter(state=Delivery.State.HELD).first():
        return once_more(held, stated) if insist or held.tries <= MOST_TRIES else held
    delivery = Delivery(
        file=one.name, archive=one.archive, sha256=kept.sha256, size=kept.size, received_by=user, stage="received"
    )
    delivery.as_of, delivery.as_of_from = stated, "statement" if stated else ""
    first = before.filter(same_as=None)
    if earlier := next((known for known in first if of_one_day(delivery, known, programs)), None):
        return same_again(delivery, earlier)
    delivery.save()
    return delivery


def once_more(held: Delivery, stated: datetime | None) -> Delivery:
    """A held file may be known by now: the same delivery is judged again, as if it had just come."""
    held.state, held.tries, held.finished_at, held.message = Delivery.State.RUNNING, 0, None, ""
    held.rows_in = held.held = held.erased = 0
    held.groups.filter(ended_as__in=("held", "erased")).delete()
    if stated:
        held.as_of, held.as_of_from = stated, "statement"
    held.save()
    return held


def _came(one: Incoming, since: datetime | None) -> Delivery | None:
    """The delivery that this file of a zip came to since then, where the look was cut off after it."""
    return _since(one, one.archive, since).filter(file=one.name).first() if since and one.archive else None


def _set_came(members: Sequence[Incoming], name: str, since: datetime | None) -> list[Delivery]:
    """The deliveries that the set came to since then: it is taken whole or not at all. Its files go by other names."""
    if since is None or not all(one.archive for one in members):
        return []
    tables = [one for one in members if one.name.lower().endswith(".csv")]
    found = [_since(one, name, since).first() for one in tables]
    return [] if None in found else [one for one in found if one]


def _since(one: Incoming, archive: str, since: datetime) -> QuerySet[Delivery]:
    digest = originals.sha256(one.path)
    return Delivery.objects.filter(sha256=digest, archive=archive, received_at__gte=since).order_by("pk")


def _take_any(one: Incoming, shop: Path, user: User | None, take: Callable[[Incoming], Delivery]) -> Iterator[Delivery]:
    """A table, or what can be drawn out of an Ed-Fi interchange."""
    try:
        kind = interchange.kind(one.path, one.name)
    except IntakeError as error:
        yield refuse(one.path, str(error), one)
        return
    if kind:
        yield from edfi.receive(one, kind, shop, user, take)
    else:
        yield take(one)


def _take_set(name: str, members: Sequence[Incoming], user: User | None, tell: Tell) -> Iterator[Delivery]:
    """A roster set, published whole or not at all."""
    files = {one.name.lower(): one.path for one in members}
    try:
        tell(Delivery(file=name, stage="reading the roster", size=0))
        if len(files) < len(members):
            raise IntakeError(
                gettext_noop("%(name)s: one of its files is there twice, in upper and lower case. Remove one.")
                % {"name": name}
            )
        with installation(name):
            taken = receive_set(name, files, user)
    except Exception as error:
        words = words_for_error(name, error)
        taken = [refuse(one.path, words, one) for one in members]
    yield from taken


def _nothing_there(refused: Sequence[Refused]) -> None:
    if refused:
        raise IntakeError("\n".join(one.words for one in refused))
