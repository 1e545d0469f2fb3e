"""Take in a school calendar: a CSV of days, or Ed-Fi's EducationOrgCalendar. All of it, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from homeroom.intake.calendars import edfi, table
from homeroom.intake.calendars.parts import Given, Schools
from homeroom.intake.errors import IntakeError
from homeroom.intake.text import as_utf8
from homeroom.intake.workshop import workshop
from homeroom.people.models import School
from homeroom.people.school_days import mark

LARGEST = 64 << 20  # bytes; a network's calendar of ten years is far below


@dataclass(frozen=True)
class Received:
    """How many days were taken in, and what was left out with the reason."""

    days: int
    notes: tuple[str, ...]


def receive_calendar(path: Path) -> Received:
    """Read `path` and write its days in place of what was said of them before. Raises IntakeError."""
    if not path.is_file():
        raise IntakeError(f"{path}: there is no such file.")
    if path.stat().st_size > LARGEST:
        raise IntakeError(f"{path.name}: is over {LARGEST >> 20} MB. That is no school calendar; nothing was taken in.")
    given = _read(path)
    if not given.days:
        why = f" {given.notes[0]}" if given.notes else ""
        raise IntakeError(f"{path.name}: holds no day of a school we know.{why} Nothing was taken in.")
    return Received(mark(given.days, path.name), given.notes)


def _read(path: Path) -> Given:
    with workshop() as shop:
        text = as_utf8(path, shop, path.name).path
        with text.open("rb") as file:
            is_xml = file.read(512).lstrip().startswith(b"<")
        read = edfi.read if is_xml else table.read
        return read(text, path.name, known_schools())


def known_schools() -> Schools:
    """Schools by each of their ids and by name. A name that two share means neither."""
    named: dict[str, list[int]] = {}
    for pk, *words in School.objects.values_list("pk", "sourced_id", "identifier", "name"):
        for word in {word.strip().casefold() for word in words if word.strip()}:
            named.setdefault(word, []).append(pk)
    return {word: pks[0] for word, pks in named.items() if len(pks) == 1}
