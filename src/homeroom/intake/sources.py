"""Where files come from by themselves: the inbox and other folders. Each is looked at once a run, each for itself.

A door finds what is ready and puts it away once it is kept; taking in is the same for all. A door to another machine
brings its files into a folder of ours first, and is the same from there on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_noop

from homeroom.intake.errors import InstallationError, IntakeError, words_for_error
from homeroom.intake.folder_door import DONE, FolderDoor
from homeroom.intake.job_models import SourceRun
from homeroom.intake.models import Delivery
from homeroom.intake.ready import Door
from homeroom.intake.receive import quiet, receive
from homeroom.intake.uploads import taken
from homeroom.intake.working import Tell
from homeroom.people.models import User

STILL = 5.0  # seconds in which a file must not change before it is taken
CUT = gettext_noop(
    "homeroom was stopped while it looked at this source. What it had taken is kept; the rest comes next time."
)
KNOWN = ("name", "kind", "path", "still_seconds")


@dataclass(frozen=True)
class Source:
    """A place that is looked at in every run: its name, its kind, and how to open its door."""

    name: str
    kind: str
    open: Callable[[], Door]


Told = tuple[SourceRun, Delivery | None]


def declared() -> list[Source]:
    """The inbox, and what settings.toml names. A source that is declared wrongly says so when it is looked at."""
    inbox = Path(settings.HOMEROOM_HOME) / "inbox"
    named = [_declared(table, number) for number, table in enumerate(settings.HOMEROOM_SOURCES, 1)]
    return [Source("inbox", "folder", lambda: _folder(inbox, STILL, make=True)), *named]


def collect(*, by: User | None = None, tell: Tell = quiet, insist: bool = True) -> Generator[Told]:
    """Take in what every source holds. Yields (run, delivery) as each ends, and (run, None) when a source is done.

    A source that fails says so in its run, and the others go on. Raises InstallationError: then none would fare better.
    """
    for source in declared():
        since = _cut_off(source)
        run = SourceRun.objects.create(source=source.name[:64], kind=source.kind[:16])
        try:
            yield from _look(source, run, since or run.started_at, by, tell, insist)
            _close(run, SourceRun.State.DONE)
        except InstallationError as error:
            _close(run, SourceRun.State.FAILED, str(error))
            raise
        except Exception as error:
            _close(run, SourceRun.State.FAILED, _words(source, error))
        except BaseException:
            _close(run, SourceRun.State.FAILED, CUT)
            raise
        yield run, None


def latest() -> list[SourceRun]:
    """The last look at each source that is still declared."""
    last = (SourceRun.objects.filter(source=source.name[:64]).first() for source in declared())
    return [run for run in last if run]


def _look(
    source: Source, run: SourceRun, since: datetime, by: User | None, tell: Tell, insist: bool
) -> Generator[Told]:
    door = source.open()
    ready = door.ready()
    run.left, run.message = len(ready.left), " ".join(ready.left)
    fresh = [path for path in ready.paths if not (path.is_file() and taken(path, since))]
    try:
        with closing(receive(fresh, user=by, tell=tell, insist=insist, since=since)) as ended:
            for delivery in ended:
                run.deliveries += 1
                yield run, delivery
    except BaseException:
        _put_away(door, [path for path in ready.paths if path.is_file() and taken(path, since)], run)
        raise
    _put_away(door, ready.paths, run)


def _put_away(door: Door, paths: Sequence[Path], run: SourceRun) -> None:
    for path in paths:
        door.put_away(path)
        run.taken += 1


def _cut_off(source: Source) -> datetime | None:
    """When an earlier look began that never ended: what was taken since then is not taken twice."""
    open_ = SourceRun.objects.filter(source=source.name[:64], state=SourceRun.State.RUNNING)
    began = open_.order_by("pk").values_list("started_at", flat=True).first()
    open_.update(state=SourceRun.State.FAILED, finished_at=timezone.now(), message=CUT)
    return began


def _close(run: SourceRun, state: SourceRun.State, words: str = "") -> None:
    run.state, run.finished_at = state, timezone.now()
    run.message = " ".join(filter(None, (words, run.message)))
    run.save()


def _words(source: Source, error: Exception) -> str:
    if isinstance(error, OSError):
        return gettext_noop("%(path)s: %(error)s. See that homeroom may read and write there.") % {
            "path": error.filename or source.name,
            "error": error.strerror,
        }
    return words_for_error(source.name, error)


def _declared(table: Any, number: int) -> Source:
    """A source out of its table in settings.toml."""
    table = table if isinstance(table, Mapping) else {}
    name, kind = str(table.get("name") or f"source {number}"), str(table.get("kind", ""))
    return Source(name, kind, lambda: _open(name, kind, table))


def _open(name: str, kind: str, table: Mapping[str, Any]) -> Door:
    if strange := [key for key in table if key not in KNOWN]:
        raise IntakeError(
            gettext_noop("%(name)s: %(keys)s is not known in settings.toml. Known are %(known)s.")
            % {"name": name, "keys": ", ".join(strange), "known": ", ".join(KNOWN)}
        )
    if kind != "folder":
        raise IntakeError(
            gettext_noop("%(name)s: “%(kind)s” is no kind of source that this version knows. It knows: folder.")
            % {"name": name, "kind": kind}
        )
    path, still = table.get("path"), table.get("still_seconds", STILL)
    if not isinstance(path, str) or not Path(path).is_absolute():
        raise IntakeError(
            gettext_noop("%(name)s: give `path` in settings.toml, the whole path of a folder.") % {"name": name}
        )
    if isinstance(still, bool) or not isinstance(still, int | float) or not 0 <= still <= 600:
        raise IntakeError(
            gettext_noop("%(name)s: still_seconds in settings.toml must be a number from 0 to 600.") % {"name": name}
        )
    return _folder(Path(path), float(still), make=False)


def _folder(path: Path, still: float, *, make: bool) -> Door:
    if make:
        path.mkdir(parents=True, exist_ok=True)
    return FolderDoor(path, path / DONE, still, time.sleep)
