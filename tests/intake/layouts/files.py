"""Small files of a known report, and how a vendor changes them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from homeroom.intake.layouts import Header, declared, read_header
from homeroom.intake.propose import propose
from homeroom.intake.proposing.profile import Known, profiles
from homeroom.intake.proposing.proposal import Edits, Proposal

LESSONS = (
    *("Last Name", "First Name", "Student ID", "Student Grade", "Academic Year", "School", "Subject", "Domain"),
    *("Lesson Grade", "Lesson Level", "Lesson ID", "Lesson Name", "Lesson Objective", "Lesson Language"),
    *("Completion Date", "Total Time on Lesson (min)", "Score", "Passed or Not Passed", "Teacher-Assigned Lesson"),
)
ROW = {
    "Last Name": "Ruiz",
    "First Name": "Ana",
    "Student ID": "1001",
    "Student Grade": "3",
    "Academic Year": "2026-2027",
    "School": "Valley School",
    "Subject": "Math",
    "Domain": "Numbers",
    "Lesson Grade": "Grade 3",
    "Lesson Level": "Mid",
    "Lesson ID": "DI.1",
    "Lesson Name": "Add within 1000",
    "Lesson Objective": "Add.",
    "Lesson Language": "English",
    "Completion Date": "10/14/2026",
    "Total Time on Lesson (min)": "18",
    "Score": "90",
    "Passed or Not Passed": "Passed",
    "Teacher-Assigned Lesson": "N",
}
# Three names that a vendor might change overnight.
RENAMED = {
    "Student ID": "Learner Number",
    "Completion Date": "Finished On",
    "Total Time on Lesson (min)": "Minutes Spent",
}


def lessons(
    rows: Sequence[Mapping[str, str]] = ({},),
    renamed: Mapping[str, str] | None = None,
    *,
    extra: Mapping[str, str] | None = None,
    drop: Sequence[str] = (),
    order: Sequence[str] = LESSONS,
) -> str:
    """A lesson export; `renamed` old → new, `extra` a column with one value, `drop` columns left out."""
    names, more = renamed or {}, extra or {}
    kept = [name for name in order if name not in drop]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*(names.get(name, name) for name in kept), *more])
    writer.writerows([*((ROW | dict(row))[name] for name in kept), *more.values()] for row in rows)
    return out.getvalue()


def written(folder: Path, text: str, name: str = "lessons_2026-10-15.csv") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return folder / name


def proposed(path: Path, known: Known | None = None, edits: Edits | None = None) -> Proposal:
    """The proposal for a file, from its bytes alone."""
    header = read_header(path, path.name)
    return propose(path.name, header, profiles(path, header), declared(), known, edits)


def header(*names: str) -> Header:
    return Header(names, ",")
