"""Fixed people for tests of reports and pages: who teaches whom, who must see nothing, and what the children did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from facts.facts_by_hand import publish
from homeroom.people.models import Class, Enrollment, Role, School, Staff, Student, User
from homeroom.standards.models import Framework, Standard

TODAY = date(2026, 10, 26)  # a Monday
MONDAY = date(2026, 10, 19)
FRIDAY = date(2026, 10, 23)
GIVEN = [
    "Ana",
    "Bảo",
    "Chloé",
    "Diego",
    "Emeka",
    "Fatima",
    "Giang",
    "Hùng",
    "Inés",
    "José",
    "Khadija",
    "Linh",
    "Mateo",
    "Ngọc",
    "Omar",
    "Paloma",
]
FAMILY = [
    "Alvarez",
    "Bui",
    "Castañeda",
    "Đặng",
    "Estrada",
    "Fuentes",
    "Garcia",
    "Hồ",
    "Ibarra",
    "Jiménez",
    "Khan",
    "Lê",
    "Muñoz",
    "Nguyễn",
    "Ortiz",
    "Phạm",
]
PASSWORD = "a-long-enough-password"


@dataclass(frozen=True)
class Town:
    """One school with one class, and the people around it."""

    school: School
    group: Class
    children: list[Student]
    teacher: User
    other_teacher: User
    principal: User
    data_team: User
    stranger: User

    @property
    def numbers(self) -> list[int]:
        return [child.pk for child in self.children]


def town(size: int = 24, title: str = "Grade 3, Room 12") -> Town:
    school = School.objects.create(sourced_id="s1", name="Valley School")
    elsewhere = School.objects.create(sourced_id="s2", name="Hill School")
    group = room(school, "c1", title)
    room(elsewhere, "c2", "Grade 5, Room 1")
    children = [child(at, group) for at in range(size)]
    teacher, other = staff("teacher", Role.Kind.TEACHER, school), staff("other", Role.Kind.TEACHER, elsewhere)
    teaches(teacher, group)
    teaches(other, Class.objects.get(sourced_id="c2"))
    return Town(
        school,
        group,
        children,
        teacher,
        other,
        staff("principal", Role.Kind.PRINCIPAL, school),
        staff("data", Role.Kind.DATA_TEAM, None),
        staff("stranger", None, None),
    )


def room(school: School, sourced_id: str, title: str) -> Class:
    return Class.objects.create(sourced_id=sourced_id, title=title, school=school)


def child(at: int, group: Class, given: str = "", family: str = "") -> Student:
    student = Student.objects.create(
        sourced_id=f"k{at}",
        given_name=given or GIVEN[at % len(GIVEN)],
        family_name=family or FAMILY[(at * 7 + at // 16) % len(FAMILY)],
        grade="03",
    )
    Enrollment.objects.create(sourced_id=f"e{at}", school_class=group, student=student, role="student")
    return student


def staff(name: str, kind: str | None, school: School | None) -> User:
    person = Staff.objects.create(sourced_id=f"staff-{name}", given_name=name.title(), family_name="Example")
    if kind:
        Role.objects.create(staff=person, kind=kind, school=school)
    return User.objects.create_user(name, password=PASSWORD, staff=person)


def teaches(user: User, group: Class) -> None:
    Enrollment.objects.create(
        sourced_id=f"t-{user.username}-{group.pk}", school_class=group, staff=user.staff, role="teacher"
    )


def standards(titles: dict[str, str]) -> None:
    framework = Framework.objects.create(slug="ccss", title="Common Core", subject="Mathematics")
    Standard.objects.bulk_create(
        Standard(framework=framework, code=code, title=title, grade="03", domain="NF", order=at)
        for at, (code, title) in enumerate(titles.items())
    )


def practice(student: Student, standard: str, answers: int, right: int, **more: object) -> dict[str, object]:
    """A row of practice in the week of the tests."""
    return {
        "student": student.pk,
        "standard": standard,
        "program": "number_trail",
        "week": MONDAY,
        "attempts": answers,
        "correct": right,
        "lessons": 0,
        "lessons_passed": 0,
        "last_on": FRIDAY,
        **more,
    }


def streak(student: Student, standard: str, since_three: int, right: int) -> dict[str, object]:
    return {
        "student": student.pk,
        "standard": standard,
        "attempts": since_three + 3,
        "correct": right + 3,
        "since_three": since_three,
        "correct_since": right,
        "programs": "number_trail",
        "last_on": FRIDAY,
    }


def lesson(student: Student, on: date, item: str, minutes: float, passed: bool = True) -> dict[str, object]:
    return {
        "student": student.pk,
        "program": "iready",
        "report": "lessons",
        "occurred_on": on,
        "content_item": item,
        "kind": "lesson",
        "minutes": minutes,
        "minutes_definition": "from opening a lesson to leaving it",
        "outcome": "passed" if passed else "not passed",
    }


def placement(student: Student, on: date, words: str, objective: str = "") -> dict[str, object]:
    return {
        "student": student.pk,
        "program": "iready",
        "report": "diagnostic",
        "occurred_on": on,
        "assessment": "i-Ready Diagnostic Mathematics",
        "objective": objective,
        "method": f"{objective or 'Overall'} Placement",
        "result": words,
        "result_kind": "level",
    }


CODES = {
    "3.OA.A.1": "Products of whole numbers",
    "3.OA.C.7": "Multiply and divide within 100",
    "3.NBT.A.2": "Add and subtract within 1000",
    "3.NF.A.1": "Unit fractions",
    "3.NF.A.2.a": "Unit fractions on a number line",
    "3.NF.A.3.b": "Simple equivalent fractions",
    "3.MD.A.1": "Tell time, measure intervals",
    "3.MD.C.7": "Area by tiling and multiplying",
    "3.G.A.1": "Kinds of quadrilaterals",
}


def a_full_week(place: Town) -> None:
    """A class that works on nine standards in three programs, with everything a page must show."""
    standards(CODES)
    rows, runs, lessons, levels = [], [], [], []
    for at, kid in enumerate(place.children[:-2]):
        for which, code in enumerate(CODES):
            answers = (at * 5 + which * 3) % 14
            if not answers:
                continue
            right = min(answers, round(answers * ((at * 13 + which * 29) % 100) / 100 + 0.4))
            if code == "3.NF.A.3.b":
                answers, right = answers + 4, answers // 3
            minutes = {"active_minutes": answers * 1.3, "minutes_definition": "from seeing an item to answering it"}
            rows.append(practice(kid, code, answers, right, **minutes))
        for each in range(at % 3):
            lessons.append(lesson(kid, MONDAY + timedelta(days=each), f"DI.{at}.{each}", 17.5 + each, each != 1))
        levels.append(placement(kid, date(2026, 9, 2), ("Level 2", "Early 3", "Mid 3", "Level 1")[at % 4]))
    for at, code, since in ((2, "3.NF.A.1", 14), (5, "3.NF.A.1", 12), (9, "3.NF.A.1", 11), (11, "3.OA.C.7", 17)):
        runs.append(streak(place.children[at], code, since, since // 3))
        rows = [r for r in rows if (r["student"], r["standard"]) != (place.children[at].pk, code)]
        rows.append(practice(place.children[at], code, since, since // 3))
    publish("practice", [*rows, *_lesson_practice(lessons)])
    publish("streaks", runs)
    publish("activities", lessons)
    publish("assessments", levels)


def a_town_with_a_full_week(size: int = 24) -> Town:
    full = town(size)
    a_full_week(full)
    return full


def _lesson_practice(lessons: list[dict[str, object]]) -> list[dict[str, object]]:
    """What the derived table holds of lessons that are tied to no standard."""
    return [
        {
            "student": row["student"],
            "standard": "",
            "program": "iready",
            "week": MONDAY,
            "attempts": 0,
            "correct": 0,
            "lessons": 1,
            "lessons_passed": int(row["outcome"] == "passed"),
            "active_minutes": row["minutes"],
            "minutes_definition": row["minutes_definition"],
            "last_on": row["occurred_on"],
        }
        for row in lessons
    ]
