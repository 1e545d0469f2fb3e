"""What no package owns: sessions, words in other records, and files that are neither facts nor originals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from homeroom.facts.engine import EngineError, literal, session
from homeroom.intake.erasing.kept import holds
from homeroom.intake.erasing.sought import Sought, sought
from homeroom.intake.folder_door import DONE
from homeroom.intake.job_models import Job
from homeroom.people.erasures import removed
from homeroom.people.known_by import family_alone, people_of
from homeroom.people.models import Student, User
from homeroom.people.record import Held, Removed
from homeroom.site.erasing import mentions

PACKAGE = "site"
# What homeroom can write again, or keeps a second time: a file of these that holds the child goes.
COPIES = ("exports", "tmp", "reports", "caches")


def erase(student: int) -> list[Removed]:
    """Safe to do again. Call it while the child is still among the people."""
    child = Student.objects.filter(pk=student).first()
    if child is None:
        return []
    looked_for = sought(child)
    words = {word for one in people_of(child) for word in one.words}
    with transaction.atomic():
        told = [removed(student, PACKAGE, "sessions", _end_sessions(student, words))]
        told += [removed(student, PACKAGE, place, count) for place, count in mentions.remove(student, words).items()]
    for place, count in _remove_files(looked_for).items():
        told.append(removed(student, PACKAGE, place, count))
    return told


def export(student: int) -> list[Held]:
    """Copies of what the other packages hand out: nothing of its own."""
    return []


def waiting_files(student: int) -> list[Path]:
    """Files that name the child and are still to be taken in. They are taken in without the child."""
    child = Student.objects.filter(pk=student).first()
    return [path for path in _to_come() if child and holds(path.read_bytes(), sought(child))]


def others(looked_for: Sought) -> list[Path]:
    """Files in HOMEROOM_HOME that name the child and that homeroom did not write: a person must look at them."""
    home, known = Path(settings.HOMEROOM_HOME), ("originals", "facts", "inbox", "uploads", "logs", *COPIES)
    skipped = ("homeroom.sqlite3", "secret.key")
    found = [path for path in _files(home) if path.relative_to(home).parts[0] not in known]
    loose = [path for path in found if not path.name.startswith(skipped)]
    return [path for path in loose if holds(path.read_bytes(), looked_for)]


def _end_sessions(student: int, words: set[str]) -> int:
    contacts = [one.pk for one in family_alone(student)]
    users = User.objects.filter(student=student) | User.objects.filter(contact__in=contacts)
    own = {str(pk) for pk in users.values_list("pk", flat=True)}
    gone = [
        one.pk
        for one in Session.objects.iterator()
        if (held := one.get_decoded()).get("_auth_user_id") in own or any(word in str(held) for word in words)
    ]
    return Session.objects.filter(pk__in=gone).delete()[0]


def _remove_files(looked_for: Sought) -> dict[str, int]:
    home, found = Path(settings.HOMEROOM_HOME), dict[str, int]()
    for path in _copies():
        if _tells(path, looked_for):
            path.unlink(missing_ok=True)
            place = f"files in {path.relative_to(home).parts[0] if path.is_relative_to(home) else 'other folders'}"
            found[place] = found.get(place, 0) + 1
    for path in _files(home / "logs"):
        if lines := _without_lines(path, looked_for):
            found["lines of logs"] = found.get("lines of logs", 0) + lines
    return found


def _copies() -> Iterator[Path]:
    home = Path(settings.HOMEROOM_HOME)
    for name in COPIES:
        yield from _files(home / name)
    # What was taken in lies among the originals, without the child.
    for folder in _inboxes():
        yield from _files(folder / DONE)
    open_jobs = {job.arguments.get("folder") for job in Job.objects.all() if job.open}
    yield from (path for path in _files(home / "uploads") if not open_jobs & set(path.relative_to(home).parts))


def _to_come() -> Iterator[Path]:
    for folder in _inboxes():
        yield from (path for path in _files(folder) if DONE not in path.relative_to(folder).parts)
    yield from _files(Path(settings.HOMEROOM_HOME) / "uploads")


def _inboxes() -> list[Path]:
    named = [Path(str(one["path"])) for one in settings.HOMEROOM_SOURCES if isinstance(one, dict) and one.get("path")]
    return [Path(settings.HOMEROOM_HOME) / "inbox", *named]


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()] if folder.is_dir() else []


def _tells(path: Path, looked_for: Sought) -> bool:
    """Whether a copy holds the child: by an id or name, or as an export of facts by the child's number."""
    readers = {".csv": "read_csv", ".parquet": "read_parquet"}
    if reader := readers.get(path.suffix):
        sql = f"select count(*) > 0 from {reader}({literal(str(path))}) where student::varchar = $student"  # noqa: S608
        try:
            with session() as place:
                if place.run(sql, {"student": str(looked_for.student)}).one[0]:
                    return True
        except EngineError:
            pass  # no table with a column of students
    return holds(path.read_bytes(), looked_for)


def _without_lines(path: Path, looked_for: Sought) -> int:
    """Take the lines that name the child out of a log; how many. The file stays the one that is being written."""
    lines = path.read_bytes().splitlines(keepends=True)
    left = [line for line in lines if not holds(line, looked_for)]
    if len(left) < len(lines):
        with path.open("rb+") as file:
            file.write(b"".join(left))
            file.truncate()
    return len(lines) - len(left)
