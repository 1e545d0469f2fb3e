"""The headerless tables of a roster in Insights' form, as a OneRoster 1.1 set. Positions were read off the tables."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

SESSION = "session-2022"
PERSON, GIVEN, FAMILY = 0, 3, 7
ROLE_ORG, ROLE_PERSON, ROLE_GRADE = 5, 6, 11
SECTION, SECTION_TITLE, SECTION_ORG = 0, 4, 5
ENROLLED, ENROLLED_PERSON, ENROLLED_SECTION = 0, 5, 7


def as_oneroster(source: Path, folder: Path) -> Path:
    """Write the set into `folder`. A person's sourcedId is the person's id; other ids of theirs are left out."""
    folder.mkdir(parents=True)
    grades = {row[0]: row[1] for row in _rows(source, "refdefinition") if row[5] == "RefGradeLevel"}
    roles = {row[ROLE_PERSON]: row for row in _rows(source, "personorganizationrole")}
    _write(folder, "orgs", "sourcedId,name,type", ((row[0], row[4], "school") for row in _rows(source, "organization")))
    _write(
        folder,
        "academicSessions",
        "sourcedId,title,type,startDate,endDate,schoolYear",
        [(SESSION, "2021-22", "schoolYear", "2021-08-13", "2022-06-03", "2022")],
    )
    _write(
        folder,
        "classes",
        "sourcedId,title,classType,schoolSourcedId,termSourcedIds",
        ((r[SECTION], r[SECTION_TITLE], "scheduled", r[SECTION_ORG], SESSION) for r in _rows(source, "section")),
    )
    _write(
        folder,
        "users",
        "sourcedId,enabledUser,orgSourcedIds,role,givenName,familyName,grades",
        (
            (
                row[PERSON],
                "true",
                roles[row[PERSON]][ROLE_ORG],
                "student",
                row[GIVEN],
                row[FAMILY],
                grades[roles[row[PERSON]][ROLE_GRADE]],
            )
            for row in _rows(source, "person")
        ),
    )
    _write(
        folder,
        "enrollments",
        "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role",
        (
            (
                row[ENROLLED],
                row[ENROLLED_SECTION],
                roles[row[ENROLLED_PERSON]][ROLE_ORG],
                row[ENROLLED_PERSON],
                "student",
            )
            for row in _rows(source, "enrollment")
        ),
    )
    return folder


def _rows(source: Path, table: str) -> Iterator[list[str]]:
    with (source / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        yield from csv.reader(file)


def _write(folder: Path, name: str, header: str, rows: Iterable[Sequence[str]]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows(rows)
