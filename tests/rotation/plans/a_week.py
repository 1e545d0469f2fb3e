"""A school of two classes with a tutor and a lab, its flexible block of two days, and a plan of it by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta

from a_school import child, room, staff, standards, teaches
from homeroom.people.models import Class, Role, School, Staff, Student, User
from homeroom.rotation.block.instance import Adult, Child, Instance, Limits, Need, Program, Slot, Standard, digest
from homeroom.rotation.block.instance import Room as InstanceRoom
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Group, Place, Plan
from homeroom.rotation.models import Room, StaffTime

MONDAY = date(2026, 10, 26)
TUESDAY, WEDNESDAY, FRIDAY = (MONDAY + timedelta(days=at) for at in (1, 2, 4))
SUNDAY_BEFORE = MONDAY - timedelta(days=1)
CODES = ("3.NF.A.1", "3.NF.A.2")
# Two sessions on Monday, Tuesday and Friday.
SLOTS = tuple(
    Slot(key, day, key % 2 + 1, 600 + 30 * (key % 2), 630 + 30 * (key % 2))
    for key, day in enumerate((MONDAY, MONDAY, TUESDAY, TUESDAY, FRIDAY, FRIDAY))
)
T, L, S, ALONE = Modality.TECHNOLOGY, Modality.TUTORING, Modality.TEACHER_LED, Modality.INDEPENDENT


@dataclass(frozen=True)
class Block:
    school: School
    classes: tuple[Class, Class]
    children: list[Student]
    teacher: User
    other_teacher: User
    tutor: User
    second_tutor: User
    lab: User
    lab_room: Room
    small_room: Room
    instance: Instance

    def numbers(self, *places: int) -> set[int]:
        return {self.children[at].pk for at in places}


def block() -> Block:
    """Children 0-3 are in the first class, 4-7 in the second."""
    school = School.objects.create(sourced_id="s1", name="Valley School")
    classes = room(school, "c1", "Grade 3, Room 12"), room(school, "c2", "Grade 3, Room 14")
    children = [child(at, classes[at // 4]) for at in range(8)]
    people = {
        "teacher": staff("teacher", Role.Kind.TEACHER, school),
        "other_teacher": staff("other_teacher", Role.Kind.TEACHER, school),
        "tutor": staff("tutor", Role.Kind.TUTOR, school),
        "second_tutor": staff("second_tutor", Role.Kind.TUTOR, school),
        "lab": staff("lab", Role.Kind.LAB_COORDINATOR, school),
    }
    teaches(people["teacher"], classes[0])
    teaches(people["other_teacher"], classes[1])
    standards({code: f"Fractions {code}" for code in CODES})
    lab_room = Room.objects.create(school=school, name="Lab", kind=Room.Kind.LAB, seats=20, devices=20)
    small = Room.objects.create(school=school, name="Room 3", kind=Room.Kind.SMALL, seats=6)
    for weekday in (0, 1, 4):
        StaffTime.objects.create(
            school=school,
            staff=person(people["lab"]),
            weekday=weekday,
            starts_at=time(9),
            ends_at=time(12),
            kind=StaffTime.Kind.AVAILABLE,
            room=lab_room,
        )
    instance = Instance(
        limits=Limits(independent=6),
        school=school.pk,
        week=MONDAY,
        slots=SLOTS,
        standards=tuple(Standard(at, code, "Mathematics", "03") for at, code in enumerate(CODES)),
        children=tuple(
            Child(one.pk, classes[at // 4].pk, "03", 1, (Need(0, 0.9, 0.4), Need(1, 0.5, 0.6)))
            for at, one in enumerate(children)
        ),
        adults=(
            Adult(person(people["tutor"]).pk, L, tuple(range(6)), ()),
            Adult(person(people["second_tutor"]).pk, L, tuple(range(6)), ()),
            Adult(person(people["teacher"]).pk, S, tuple(range(6)), (), school_class=classes[0].pk),
        ),
        rooms=(InstanceRoom(lab_room.pk, "lab", 20, 20), InstanceRoom(small.pk, "small", 6, 0)),
        programs=(Program("number_trail"),),
        seats=(20,) * 6,
        independent=(8,) * 6,
    )
    return Block(school, classes, children, **people, lab_room=lab_room, small_room=small, instance=instance)


def person(user: User) -> Staff:
    assert user.staff is not None
    return user.staff


@dataclass
class Making:
    """A plan as it is put together: by default everybody works by themselves in every session."""

    own: Block
    places: dict[tuple[int, int], Place] = field(default_factory=dict)
    groups: dict[int, Group] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.own.children:
            for slot in SLOTS:
                self.places[one.pk, slot.key] = Place(one.pk, slot.key, ALONE)

    def group(self, key: int, modality: Modality, adult: User | None, slots: tuple[int, ...], *who: int) -> Making:
        number = person(adult).pk if adult else None
        standard, where = (0, self.own.small_room.pk) if adult else (None, None)
        children = tuple(sorted(self.own.numbers(*who)))
        self.groups[key] = Group(key, modality, slots, children, number, standard, where)
        for one in children:
            for slot in slots:
                self.places[one, slot] = Place(one, slot, modality, key, number, where, "", standard)
        return self

    def online(self, slots: tuple[int, ...], *who: int, program: str = "number_trail") -> Making:
        for one in self.own.numbers(*who):
            for slot in slots:
                where = self.own.lab_room.pk
                self.places[one, slot] = Place(one, slot, T, None, None, where, program, 1, ("a-1", "a-2"))
        return self

    def done(self) -> Plan:
        places = tuple(self.places[key] for key in sorted(self.places))
        return Plan(digest(self.own.instance), places, tuple(self.groups[key] for key in sorted(self.groups)))


def plan(own: Block) -> Plan:
    """The tutor has 0, 1 and 4 on Monday and Tuesday; the first class's teacher 2 and 3; 5 and 6 are online."""
    return tutored(own, 0, 1, 4).online((0, 2), 5, 6).done()


def tutored(own: Block, *who: int, slots: tuple[int, ...] = (0, 2)) -> Making:
    made = Making(own).group(1, L, own.tutor, slots, *who)
    left = [at for at in (2, 3) if at not in who]
    return made.group(2, S, own.teacher, (0,), *left)
