"""A OneRoster set of two schools as data that a test changes: 60 children each, 6 classes, 14 staff."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from pathlib import Path

Row = dict[str, str]
Tables = dict[str, list[Row]]
COLUMNS = {
    "orgs": "sourcedId status name type parentSourcedId",
    "academicSessions": "sourcedId status title type startDate endDate schoolYear",
    "courses": "sourcedId status title",
    "classes": "sourcedId status title grades courseSourcedId classType schoolSourcedId termSourcedIds",
    "users": "sourcedId status enabledUser orgSourcedIds role username givenName familyName identifier email grades",
    "enrollments": "sourcedId status classSourcedId schoolSourcedId userSourcedId role primary beginDate endDate",
}
CHILDREN, ROOMS, STAFF = 60, 6, 14


def tables(schools: Iterable[str] = ("hill", "lake"), children: int = CHILDREN) -> Tables:
    made: Tables = {name: [] for name in COLUMNS}
    made["academicSessions"] = [
        _row(
            sourcedId="y1",
            title="Year",
            type="schoolYear",
            startDate="2026-08-10",
            endDate="2027-06-11",
            schoolYear="2027",
        )
    ]
    made["courses"] = [_row(sourcedId="k1", title="Mathematics")]
    for school in schools:
        _school(made, school, children)
    return made


def changed(base: Tables, change: Callable[[Tables], None]) -> Tables:
    """A copy with something changed."""
    copy = deepcopy(base)
    change(copy)
    return copy


def of_school(base: Tables, report: str, school: str) -> list[Row]:
    return [row for row in base[report] if row["sourcedId"].startswith(f"{school}-")]


def write(folder: Path, base: Mapping[str, list[Row]], modes: Mapping[str, str] | None = None) -> dict[str, Path]:
    """The set as files in a new folder, by lower-cased name; a manifest says `modes`, else bulk."""
    folder.mkdir(parents=True)
    said = modes if modes is not None else dict.fromkeys(base, "bulk")
    lines = "".join(f"file.{name},{mode}\n" for name, mode in said.items())
    (folder / "manifest.csv").write_text(f"propertyName,value\noneroster.version,1.1\n{lines}")
    for name, rows in base.items():
        (folder / f"{name}.csv").write_text(text(name, rows), encoding="utf-8")
    return {path.name.lower(): path for path in folder.iterdir()}


def text(name: str, rows: Iterable[Row]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS[name].split(), restval="", lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _school(made: Tables, school: str, children: int) -> None:
    made["orgs"].append(_row(sourcedId=school, name=f"{school.title()} School", type="school"))
    for room in range(ROOMS):
        made["classes"].append(
            _row(
                sourcedId=f"{school}-c{room}",
                title=f"Room {room}",
                courseSourcedId="k1",
                classType="homeroom",
                grades=f"0{room + 1}",
                schoolSourcedId=school,
                termSourcedIds="y1",
            )
        )
    for at in range(STAFF):
        made["users"].append(_adult(school, at))
        if at < ROOMS:
            made["enrollments"].append(_enrolled(school, f"{school}-u{at}", at, "teacher"))
    for at in range(children):
        made["users"].append(_child(school, at))
        made["enrollments"].append(_enrolled(school, f"{school}-s{at}", at % ROOMS, "student"))


def _adult(school: str, at: int) -> Row:
    one = f"{school}-u{at}"
    return _row(
        sourcedId=one,
        orgSourcedIds=school,
        role="teacher",
        username=one,
        givenName=f"Adult{at}",
        familyName=school.title(),
        enabledUser="true",
    )


def _child(school: str, at: int) -> Row:
    one = f"{school}-s{at}"
    return _row(
        sourcedId=one,
        orgSourcedIds=school,
        role="student",
        username=one,
        givenName=f"Child{at}",
        familyName=school.title(),
        identifier=f"{at:04}",
        enabledUser="true",
        grades=f"0{at % ROOMS + 1}",
    )


def _enrolled(school: str, person: str, room: int, role: str) -> Row:
    return _row(
        sourcedId=f"{school}-e-{person}-{room}",
        classSourcedId=f"{school}-c{room}",
        schoolSourcedId=school,
        userSourcedId=person,
        role=role,
    )


def _row(**cells: str) -> Row:
    return dict(cells)
