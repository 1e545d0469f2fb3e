"""One school with two classes of grade 3, their bells, a tutor, a lab, and what is known of the children."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from a_school import MONDAY, TODAY, child, room, staff, standards, teaches
from facts.facts_by_hand import publish
from homeroom.people.models import Class, Role, School, Staff, Student, User
from homeroom.rotation.models import DayType, Qualification, Room, StaffTime, Template, TemplateBlock

CODES = {"3.NF.A.1": "Unit fractions", "3.OA.A.1": "Products", "3.G.A.1": "Kinds of quadrilaterals"}
WEEK = TODAY  # a Monday
FRIDAY = date(2026, 10, 30)
BELLS = (
    ("core", 8, 0, 9, 30, 1),
    ("recess", 9, 30, 9, 45, 1),
    ("flexible", 9, 45, 10, 45, 2),
    ("lunch", 11, 0, 11, 30, 1),
)


@dataclass(frozen=True)
class Planned:
    school: School
    groups: list[Class]
    children: list[Student]
    teachers: list[User]
    tutor: Staff
    day_type: DayType
    template: Template
    lab: Room


def planned(size: int = 8) -> Planned:
    """`size` children, half of them in each class; both classes have two sessions a day from 9:45."""
    standards(CODES)
    school = School.objects.create(sourced_id="s1", name="Valley School")
    groups = [room(school, f"c{number}", f"Room {number}") for number in (1, 2)]
    Class.objects.update(grades=["03"])
    for one in groups:
        one.refresh_from_db()
    children = [child(at, groups[at % 2]) for at in range(size)]
    teachers = [staff(f"teacher{at}", Role.Kind.TEACHER, school) for at in range(2)]
    for user, group in zip(teachers, groups, strict=True):
        teaches(user, group)
    tutor = staff("tutor", Role.Kind.TUTOR, school).staff
    assert tutor is not None
    for weekday in range(5):
        times(school, tutor, weekday, (9, 0), (12, 0))
    Qualification.objects.create(staff=tutor, subject="mathematics", grades=["03"])
    day_type = DayType.objects.create(school=school, name="Full day", weekdays=[0, 1, 2, 3, 4])
    template = bells(day_type, "03", "A", BELLS)
    lab = Room.objects.create(school=school, name="Lab", kind="lab", seats=6, devices=5)
    return Planned(school, groups, children, teachers, tutor, day_type, template, lab)


def bells(day_type: DayType, grade: str, name: str, blocks: Sequence[tuple[str, int, int, int, int, int]]) -> Template:
    made = Template.objects.create(day_type=day_type, grade=grade, name=name)
    for kind, hour, minute, to_hour, to_minute, sessions in blocks:
        starts_at, ends_at = time(hour, minute), time(to_hour, to_minute)
        TemplateBlock.objects.create(template=made, kind=kind, starts_at=starts_at, ends_at=ends_at, sessions=sessions)
    return made


def times(
    school: School,
    who: Staff,
    weekday: int,
    starts: tuple[int, int],
    ends: tuple[int, int],
    kind: str = "available",
    place: Room | None = None,
) -> StaffTime:
    return StaffTime.objects.create(
        school=school, staff=who, weekday=weekday, starts_at=time(*starts), ends_at=time(*ends), kind=kind, room=place
    )


def believed(rows: Sequence[tuple[Student, str, float]], steps: Sequence[tuple[Student, str]] = ()) -> None:
    """Chances of mastery by the children's own work, and the lists of next steps in the order given."""
    told = {"as_of": MONDAY, "evidence_weight": 9.0, "attempts": 9, "last_evidence_on": MONDAY, "inferred": False}
    publish("mastery", [{"student": who.pk, "standard": code, "p_mastered": p, **told} for who, code, p in rows])
    listed = [
        {"student": who.pk, "standard": code, "place": at, "kind": "goal", "as_of": MONDAY, "value": 1.0}
        for at, (who, code) in enumerate(steps or [(who, code) for who, code, _ in rows], 1)
    ]
    publish("next_steps", listed)
