"""A school whose week can be planned: grades 3 and 4 of two classes each, two bells a grade, a lab, music and art."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from a_school import child, room, staff, teaches
from homeroom.people.models import Class, Role, School, Student, User
from homeroom.rotation.models import DayType, Room, StaffTime, Template, TemplateBlock

MONDAY = date(2026, 10, 26)
YEAR_END = date(2027, 6, 11)
# Kind, from and to. In the late bells lunch comes after the flexible block.
EARLY = ("core 8:00 9:00", "core 9:00 10:00", "special 10:00 10:40", "lunch 11:00 11:30", "flexible 11:30 12:10")
LATE = ("core 8:00 9:00", "core 9:00 10:00", "special 10:00 10:40", "flexible 10:45 11:25", "lunch 11:30 12:00")


@dataclass(frozen=True)
class Planned:
    school: School
    classes: list[Class]
    children: list[Student]
    teachers: list[User]
    principal: User
    coordinator: User
    music: User
    art: User
    day_type: DayType
    lab: Room
    lunch: Room
    music_room: Room


def a_planned_school(each: int = 3, seats: int = 60, names: str = "Room {}") -> Planned:
    """`each` children in each of four classes; the lab has `seats`."""
    school = School.objects.create(sourced_id="s1", name="Valley School")
    classes = [room(school, f"c{at}", names.format(at + 1)) for at in range(4)]
    for at, one in enumerate(classes):
        Class.objects.filter(pk=one.pk).update(grades=["03" if at < 2 else "04"])
        one.refresh_from_db()
    children = [child(at, classes[at // each]) for at in range(4 * each)]
    teachers = [staff(f"teacher{at}", Role.Kind.TEACHER, school) for at in range(4)]
    for user, group in zip(teachers, classes, strict=True):
        teaches(user, group)
    lab = Room.objects.create(school=school, name="Lab", kind="lab", seats=seats, devices=seats)
    lunch = Room.objects.create(school=school, name="Cafeteria", kind="lunch", seats=100)
    rooms = [Room.objects.create(school=school, name=name, kind="special", seats=30) for name in ("Art", "Music")]
    specialists = [staff(name, Role.Kind.TEACHER, school) for name in ("art", "music")]
    for user, own in zip(specialists, rooms, strict=True):
        for weekday in range(5):
            at_work(school, user, weekday, own)
    for at in (2, 3):
        extra = staff(f"aide{at}", Role.Kind.TUTOR, school)
        own = Room.objects.create(school=school, name=f"Gym {at}", kind="special", seats=30)
        for weekday in range(5):
            at_work(school, extra, weekday, own)
    day_type = DayType.objects.create(school=school, name="Full day", weekdays=[0, 1, 2, 3, 4])
    for grade in ("03", "04"):
        for name, blocks in (("early", EARLY), ("late", LATE)):
            bells(day_type, grade, name, blocks)
    return Planned(
        school,
        classes,
        children,
        teachers,
        staff("principal", Role.Kind.PRINCIPAL, school),
        staff("coordinator", Role.Kind.LAB_COORDINATOR, school),
        specialists[1],
        specialists[0],
        day_type,
        lab,
        lunch,
        rooms[1],
    )


def bells(day_type: DayType, grade: str, name: str, blocks: tuple[str, ...]) -> Template:
    made = Template.objects.create(day_type=day_type, grade=grade, name=name)
    for line in blocks:
        kind, start, end = line.split()
        TemplateBlock.objects.create(template=made, kind=kind, starts_at=clock(start), ends_at=clock(end))
    return made


def at_work(
    school: School,
    user: User,
    weekday: int,
    where: Room | None = None,
    span: tuple[str, str] = ("7:30", "15:00"),
    kind: str = "available",
) -> None:
    assert user.staff is not None
    StaffTime.objects.create(
        school=school,
        staff=user.staff,
        weekday=weekday,
        starts_at=clock(span[0]),
        ends_at=clock(span[1]),
        kind=kind,
        room=where,
    )


def clock(told: str) -> time:
    hours, minutes = told.split(":")
    return time(int(hours), int(minutes))
