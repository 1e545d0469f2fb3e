"""A school whose week can be planned: grades 3 and 4 of two classes each, two bells a grade, a lab, music and art."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from a_school import child, room, staff, teaches
from homeroom.people.models import Class, Enrollment, Role, School, Staff, Student, User
from homeroom.rotation.models import DayType, Qualification, Room, StaffTime, Template, TemplateBlock

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


SUBJECTS = ("English language arts", "Mathematics", "Science")
FAMILIES = ("Ortiz", "Nguyễn-Castañeda", "Abernethine", "Thistlewoode", "Vantongeren", "Okafor")


def a_large_school() -> School:
    """Twenty-four classes: four a grade, which take turns with three teachers of a subject each and in the lab."""
    school = School.objects.create(sourced_id="s24", name="Twenty-Four Classes School")
    Room.objects.create(school=school, name="Learning lab", kind="lab", seats=140)
    Room.objects.create(school=school, name="Cafeteria", kind="lunch", seats=140)
    Room.objects.create(school=school, name="Yard", kind="yard", seats=140)
    for name in ("Music", "Art", "Sport", "Library"):
        Room.objects.create(school=school, name=name, kind="special", seats=140)
    day_type = DayType.objects.create(school=school, name="Full day", weekdays=[0, 1, 2, 4])
    short = DayType.objects.create(school=school, name="Early end", weekdays=[3])
    pupils = 0
    for at, grade in enumerate(("KG", "01", "02", "03", "04", "05")):
        own = [room(school, f"c{grade}{turn}", f"Room {at + 1}0{turn + 1}") for turn in range(4)]
        Class.objects.filter(pk__in=[one.pk for one in own]).update(grades=[grade])
        for turn, subject in enumerate(SUBJECTS):
            user = staff(f"t{grade}{turn}", Role.Kind.TEACHER, school)
            Staff.objects.filter(pk=user.staff_id).update(given_name="Guadalupe", family_name=FAMILIES[(at + turn) % 6])
            Qualification.objects.create(staff=user.staff, subject=subject, grades=[grade])
            for one in own:
                Enrollment.objects.create(
                    sourced_id=f"t{user.username}{one.pk}", school_class=one, staff=user.staff, role="teacher"
                )
        for one in own:
            for _ in range(2):
                child(pupils, one)
                pupils += 1
        noon = 11 * 60 + 15 * at
        for kind in (day_type, short):
            bells(kind, grade, "A", _blocks(noon, whole=kind == day_type))
    return school


def _blocks(noon: int, *, whole: bool) -> tuple[str, ...]:
    """Four core blocks, a special, recess, lunch and, on a whole day, the flexible block."""
    told = ["core 8:00 8:45", "core 8:45 9:30", "special 9:30 10:15"]
    lunch = [f"lunch {_at(noon)} {_at(noon + 30)}", f"recess {_at(noon + 30)} {_at(noon + 45)}"]
    if noon < 12 * 60:
        told += [f"core 10:15 {_at(noon)}", *lunch, f"core {_at(noon + 45)} 13:15"]
    else:
        told += ["core 10:15 11:00", f"core 11:00 {_at(noon)}", *lunch]
    return tuple(told + (["flexible 13:15 14:00"] if whole else []))


def _at(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"
