"""What a real Monday has and the made-up school's exports have not: holidays, a program's new export, feeds judged."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from homeroom.intake.calendars.receive import receive_calendar
from homeroom.intake.feeds.judge import judge
from homeroom.intake.feeds.models import FeedAlarm
from homeroom.intake.models import Delivery
from homeroom.intake.receive import receive
from homeroom.people.clock import today
from homeroom.simulation.calendar import CLOSED

LESSONS = "iready_lessons_"
DAY = "Completion Date"
AS_WRITTEN = "%m/%d/%Y"
# The columns that the program's new export calls by another name. No declared layout has these.
RENAMED = {
    "Student ID": "Student Number",
    DAY: "Date Completed",
    "Total Time on Lesson (min)": "Minutes on Lesson",
}


def odds_and_ends(folder: Path, exports: Sequence[Path]) -> tuple[Delivery, list[FeedAlarm]]:
    """The file that waits because nobody knows its columns, and the alarms of this morning."""
    receive_calendar(holidays(folder))
    [held] = receive([new_export(folder, exports)])
    return held, judge()


def holidays(folder: Path) -> Path:
    """The weekdays of the year on which the school is closed, as a calendar that can be taken in."""
    path = folder / "schedule" / "holidays.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [("date", "kind", "name"), *((day, "holiday", name) for day, name in CLOSED.items())]
        )
    return path


def new_export(folder: Path, exports: Sequence[Path]) -> Path:
    """Today's lessons: those of the last day that was exported, dated today, under the new names of the columns."""
    newest = max(path for path in exports if path.name.startswith(LESSONS))
    path = folder / f"lessons_new_export_{today()}.csv"
    with newest.open(encoding="utf-8-sig", newline="") as old, path.open("w", encoding="utf-8", newline="") as new:
        reader = csv.DictReader(old)
        writer = csv.writer(new)
        writer.writerow([RENAMED.get(name, name) for name in reader.fieldnames or ()])
        writer.writerows(_todays(list(reader), today()))
    return path


def _todays(rows: list[Mapping[str, str]], day: date) -> Iterator[list[str]]:
    """The rows of the last day that they tell of. Those with a damaged date are left out."""
    last = max(row[DAY][6:] + row[DAY][:5] for row in rows if len(row[DAY]) == len("10/26/2026"))
    for row in rows:
        if row[DAY][6:] + row[DAY][:5] == last:
            yield list({**row, DAY: day.strftime(AS_WRITTEN)}.values())
