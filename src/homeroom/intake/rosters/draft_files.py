"""A draft as files: the OneRoster set, every guess named in its row, and a README.txt in plain words."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from homeroom.intake.rosters.drafted import UNNAMED_SCHOOL, Draft, DraftClass, DraftStudent, name_parts
from homeroom.people.grades import grade_code
from homeroom.people.names import folded

GUESSED = "metadata.guessed"
SHOWN = 50
HEADERS = {
    "orgs": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId",
    "academicSessions": "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear",
    "courses": "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,"
    "subjectCodes",
    "classes": "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
    "schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods",
    "users": "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
    "middleName,identifier,email,agentSourcedIds,grades",
    "enrollments": "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,"
    "beginDate,endDate",
}
Row = dict[str, str]


def write(draft: Draft, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for report, rows in _files(draft).items():
        _write_csv(folder / f"{report}.csv", [*HEADERS[report].split(","), GUESSED], rows)
    _write_csv(folder / "manifest.csv", ["propertyName", "value"], _manifest())
    (folder / "README.txt").write_text("\n".join(_readme(draft)) + "\n", encoding="utf-8")


def _files(draft: Draft) -> dict[str, Iterable[Row]]:
    return {
        "orgs": [_org(school) for school in draft.schools],
        "academicSessions": [_session(draft)],
        "courses": [_course(draft)],
        "classes": [_class(draft, one) for one in draft.classes],
        "users": [*map(_student, draft.students.values()), *(_teacher(draft, name) for name in draft.teachers)],
        "enrollments": list(_enrollments(draft)),
    }


def _org(school: str) -> Row:
    guess = "name type" if school == UNNAMED_SCHOOL else "type"
    return {"sourcedId": _id("school", school), "name": school, "type": "school", GUESSED: guess}


def _session(draft: Draft) -> Row:
    year = draft.school_year
    return {
        "sourcedId": f"year-{year}",
        "title": f"{year - 1}-{year}",
        "type": "schoolYear",
        "startDate": f"{year - 1}-08-01",
        "endDate": f"{year}-07-31",
        "schoolYear": str(year),
        GUESSED: "startDate endDate" + (" title schoolYear" if draft.year_guessed else ""),
    }


def _course(draft: Draft) -> Row:
    title = draft.subject or "All subjects"
    return {
        "sourcedId": "course-1",
        "title": title,
        "schoolYearSourcedId": f"year-{draft.school_year}",
        "orgSourcedId": _id("school", draft.schools[0]) if draft.schools else "",
        "subjects": draft.subject,
        GUESSED: "title orgSourcedId",
    }


def _class(draft: Draft, one: DraftClass) -> Row:
    return {
        "sourcedId": class_id(one),
        "title": title(draft, one),
        "grades": ",".join(dict.fromkeys(code for grade in one.grades if (code := grade_code(grade)))),
        "courseSourcedId": "course-1",
        "classType": "scheduled",
        "schoolSourcedId": _id("school", one.school),
        "termSourcedIds": f"year-{draft.school_year}",
        "subjects": draft.subject,
        GUESSED: "title courseSourcedId classType grades" + (" schoolSourcedId" if len(one.schools) > 1 else ""),
    }


def title(draft: Draft, one: DraftClass) -> str:
    """The class column's own words; the teacher is added where several share that class name."""
    alone = sum(other.name == one.name for other in draft.classes) == 1
    if one.name and (alone or not one.teacher):
        return one.name[:255]
    return f"{one.name} · {one.teacher}"[:255] if one.name else f"Class of {one.teacher}"[:255]


def _student(student: DraftStudent) -> Row:
    email_guessed = bool(student.email) and student.email == student.username
    guesses = ["enabledUser", *(["email"] if email_guessed else [])]
    guesses += ["orgSourcedIds"] if student.school == UNNAMED_SCHOOL else []
    guesses += ["grades"] if student.grade and not grade_code(student.grade) else []
    return {
        "sourcedId": student.id,
        "enabledUser": "true",
        "orgSourcedIds": _id("school", student.school),
        "role": "student",
        "username": student.username,
        "givenName": student.given_name,
        "familyName": student.family_name,
        "identifier": student.id,
        "email": student.email,
        "grades": grade_code(student.grade) or "",
        GUESSED: " ".join(guesses),
    }


def _teacher(draft: Draft, name: str) -> Row:
    given, family = name_parts(name)
    schools = sorted({school for one in draft.classes if one.teacher == name for school in one.schools})
    return {
        "sourcedId": _id("teacher", name),
        "enabledUser": "true",
        "orgSourcedIds": ",".join(_id("school", school) for school in schools),
        "role": "teacher",
        "username": _slug(name).replace("-", "."),
        "givenName": given,
        "familyName": family,
        GUESSED: "enabledUser orgSourcedIds role username givenName familyName",
    }


def _enrollments(draft: Draft) -> Iterator[Row]:
    for one in draft.classes:
        if one.teacher:
            yield _enrollment(one, _id("teacher", one.teacher), one.school, "teacher")
        for student in one.students:
            yield _enrollment(one, student, draft.students[student].school, "student")


def _enrollment(one: DraftClass, user: str, school: str, role: str) -> Row:
    return {
        "sourcedId": f"enr-{_digest(class_id(one), user)}",
        "classSourcedId": class_id(one),
        "schoolSourcedId": _id("school", school),
        "userSourcedId": user,
        "role": role,
        "primary": "true" if role == "teacher" else "false",
        GUESSED: "primary",
    }


def class_id(one: DraftClass) -> str:
    return f"class-{_slug(one.name)[:60]}-{_digest(one.name, one.teacher)[:10]}"


def _id(kind: str, name: str) -> str:
    """An id that the same name gets again in the next draft."""
    return f"{kind}-{_slug(name)[:60]}-{_digest(name)[:6]}"


def _slug(text: str) -> str:
    return re.sub(r"[^0-9a-z]+", "-", folded(text)).strip("-") or "x"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]


def _manifest() -> Iterator[Row]:
    yield {"propertyName": "manifest.version", "value": "1.0"}
    yield {"propertyName": "oneroster.version", "value": "1.1"}
    for report in HEADERS:
        yield {"propertyName": f"file.{report}", "value": "bulk"}
    yield {"propertyName": "file.demographics", "value": "absent"}
    yield {"propertyName": "source.systemName", "value": "homeroom roster draft"}


def _write_csv(path: Path, header: Sequence[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _readme(draft: Draft) -> Iterator[str]:
    yield f"A roster drafted from {draft.source}"
    yield ""
    yield f"{draft.rows} rows gave {len(draft.students)} students, {len(draft.teachers)} teachers, {len(draft.classes)}"
    yield f"classes, {draft.enrollments} enrollments of students and {len(draft.schools)} school(s)."
    yield "Check these files, correct them in any spreadsheet or editor, then run: homeroom receive FOLDER"
    yield "Nothing has been taken in so far. Each row names what was guessed in its column metadata.guessed."
    yield ""
    yield "Columns read"
    yield from (f"  {what.replace('_', ' ')}: {', '.join(names)}" for what, names in draft.found.columns.items())
    yield ""
    yield "What was guessed, and what to check"
    yield from (f"  - {line}" for line in _guesses(draft))
    yield from _listed("Rows that disagree about one student (the first row was taken)", draft.conflicts)
    yield from _listed(
        "Rows left out",
        [f"{why}: {len(rows)} row(s), first on line {min(rows) + 1}" for why, rows in draft.left_out.items()],
    )


def _guesses(draft: Draft) -> Iterator[str]:
    year = draft.school_year
    source = "no column tells it: the current one was taken" if draft.year_guessed else "the file's own"
    yield f"School year {year - 1}-{year} ({source}), from {year - 1}-08-01 to {year}-07-31. Put in your real dates."
    if draft.classes:
        yield (
            "Each pair of class and teacher that stands in a row became one class. So a teacher sees exactly the "
            "children whom the file gives her; a class name alone may gather children of several teachers."
        )
        sizes = [len(one.students) for one in draft.classes]
        yield f"Class sizes run from {min(sizes)} to {max(sizes)}, as they stand in the file. Are these real classes?"
    else:
        yield "No class and no teacher column was found: there are students, but no classes. Nobody will see them."
    across = sum(len(one.schools) > 1 for one in draft.classes)
    if across:
        yield f"{across} class(es) hold children of several schools; each was given the school of most of its children."
    yield "Teachers' sign-in names, and which part of a teacher's name is the family name."
    yield "Cells with several classes or teachers were split at ; and | only, never at a comma."
    unknown = Counter(s.grade for s in draft.students.values() if s.grade and not grade_code(s.grade))
    if unknown:
        yield f"Grades that are not known and were left blank: {', '.join(sorted(unknown))}."
    if UNNAMED_SCHOOL in draft.schools:
        yield f'Children without a school in the file stand in a school called "{UNNAMED_SCHOOL}". Name it.'


def _listed(heading: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield heading
        yield from (f"  - {line}" for line in lines[:SHOWN])
        if len(lines) > SHOWN:
            yield f"  … and {len(lines) - SHOWN} more"
