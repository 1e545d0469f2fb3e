import os
from datetime import date, timedelta
from itertools import permutations
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from homeroom.people.models import Caseload, Class, Enrollment, Role, School, Staff, Student, User
from homeroom.people.viewing import Viewer
from homeroom.people.visibility import NotVisible, classes_of, scope, students_in, visible_to
from people import oracle
from people.world import LAST_DAY, Built, World, build, day, worlds

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 26)
FULL = bool(os.environ.get("HOMEROOM_FULL"))


# Shrinking a world takes minutes; the worlds are small as they are.
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)


@settings(
    max_examples=300 if FULL else 12,
    deadline=None,
    phases=NO_SHRINKING,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(worlds, st.integers(0, LAST_DAY))
def test_the_queries_and_the_oracle_agree_in_every_world(world: World, on: int) -> None:
    with transaction.atomic():
        built = build(world)
        rows = oracle.read()
        expected = {
            user: {child.pk for child in built.students if oracle.sees(rows, user.pk, child.pk, day(on))}
            for user in built.users
        }
        for user in built.users:
            check(built, user, expected[user], day(on))
        for person, through in permutations(built.users, 2):
            check(built, Viewer(person, through), expected[person] & expected[through], day(on))
        transaction.set_rollback(True)


def check(built: Built, who: User | Viewer, expected: set[int], when: date) -> None:
    """Lists, scopes and class pages tell of exactly the children that the oracle names."""
    assert set(visible_to(who, when).values_list("pk", flat=True)) == expected
    assert set(scope(who, expected, when).students) == expected
    for hidden in {student.pk for student in built.students} - expected:
        with pytest.raises(NotVisible):
            scope(who, [*expected, hidden], when)
    for school_class in classes_of(who, when):
        assert set(students_in(school_class, when).values_list("pk", flat=True)) <= expected


@pytest.fixture
def house(settings) -> SimpleNamespace:
    """One school; Alice teaches Ana's class, Bob another, Charlie has a sign-in and nothing else."""
    settings.HOMEROOM_TODAY = TODAY
    school = School.objects.create(sourced_id="o1", name="Hill School")
    other = School.objects.create(sourced_id="o2", name="Dale School")
    room = Class.objects.create(sourced_id="c1", title="Room 1", school=school)
    away = Class.objects.create(sourced_id="c2", title="Room 2", school=other)
    ana = Student.objects.create(sourced_id="s1", given_name="Ana", family_name="Berg")
    ben = Student.objects.create(sourced_id="s2", given_name="Ben", family_name="Cruz")
    enroll(room, ana)
    enroll(away, ben)
    alice, bob, charlie = (user(name) for name in ("alice", "bob", "charlie"))
    for teacher, place in ((alice, room), (bob, away)):
        Role.objects.create(staff=teacher.staff, kind=Role.Kind.TEACHER, school=place.school)
        enroll(place, teacher.staff)
    return SimpleNamespace(**locals())


def user(name: str) -> User:
    staff = Staff.objects.create(sourced_id=f"staff-{name}", given_name=name, family_name="Adult")
    return User.objects.create(username=name, staff=staff)


def enroll(place: Class, person: Student | Staff, **dates: date) -> Enrollment:
    kind = "student" if isinstance(person, Student) else "staff"
    return Enrollment.objects.create(
        sourced_id=f"{place.pk}-{person.sourced_id}-{Enrollment.objects.count()}",
        school_class=place,
        role="student" if kind == "student" else "teacher",
        **{kind: person},
        **dates,
    )


def seen(who: User, on: date | None = None) -> list[str]:
    return sorted(visible_to(who, on).values_list("given_name", flat=True))


def test_a_teacher_sees_the_children_of_her_own_classes(house: SimpleNamespace) -> None:
    assert (seen(house.alice), seen(house.bob)) == (["Ana"], ["Ben"])
    assert list(classes_of(house.alice)) == [house.room]


def test_who_has_no_role_sees_nobody(house: SimpleNamespace) -> None:
    assert seen(house.charlie) == []
    assert list(classes_of(house.charlie)) == []


def test_nobody_is_seen_without_a_sign_in(house: SimpleNamespace) -> None:
    assert list(visible_to(AnonymousUser())) == []
    assert list(classes_of(AnonymousUser())) == []
    with pytest.raises(NotVisible):
        scope(AnonymousUser(), [])


def test_a_superuser_who_is_no_staff_sees_nobody(house: SimpleNamespace) -> None:
    root = User.objects.create(username="root", is_superuser=True, is_staff=True)
    assert seen(root) == []


def test_a_suspended_teacher_sees_nobody(house: SimpleNamespace) -> None:
    house.alice.is_active = False
    assert seen(house.alice) == []


def test_an_ended_role_sees_nobody(house: SimpleNamespace) -> None:
    house.alice.staff.roles.update(ends_on=TODAY - timedelta(days=1))
    assert seen(house.alice) == []
    house.alice.staff.roles.update(ends_on=TODAY)
    assert seen(house.alice) == ["Ana"]


def test_a_child_who_left_is_seen_until_the_last_day_and_then_by_the_data_team_alone(house: SimpleNamespace) -> None:
    Student.objects.filter(pk=house.ana.pk).update(ends_on=TODAY - timedelta(days=1))
    Role.objects.create(staff=house.charlie.staff, kind=Role.Kind.DATA_TEAM)
    assert seen(house.alice) == []
    assert seen(house.alice, TODAY - timedelta(days=1)) == ["Ana"]
    assert seen(house.charlie) == ["Ana", "Ben"]


def test_a_child_absent_from_the_roster_is_still_seen(house: SimpleNamespace) -> None:
    Student.objects.update(missing_since=TODAY - timedelta(days=30))
    Enrollment.objects.update(missing_since=TODAY - timedelta(days=30))
    assert seen(house.alice) == ["Ana"]


@pytest.mark.parametrize("kind", [Role.Kind.TUTOR, Role.Kind.LAB_COORDINATOR])
def test_a_caseload_shows_a_child_while_it_lasts(house: SimpleNamespace, kind: str) -> None:
    Role.objects.create(staff=house.charlie.staff, kind=kind)
    Caseload.objects.create(staff=house.charlie.staff, student=house.ben, reason="fluency group", ends_on=TODAY)
    assert seen(house.charlie) == ["Ben"]
    assert seen(house.charlie, TODAY + timedelta(days=1)) == []
    assert scope(house.charlie, [house.ben]).students == {house.ben.pk: "serves the child: fluency group"}


def test_a_lab_coordinator_sees_the_classes_of_the_lab_and_a_tutor_does_not(house: SimpleNamespace) -> None:
    enroll(house.room, house.charlie.staff)
    role = Role.objects.create(staff=house.charlie.staff, kind=Role.Kind.TUTOR)
    assert seen(house.charlie) == []
    assert list(classes_of(house.charlie)) == []
    Role.objects.filter(pk=role.pk).update(kind=Role.Kind.LAB_COORDINATOR)
    assert seen(house.charlie) == ["Ana"]
    assert list(classes_of(house.charlie)) == [house.room]


def test_a_principal_sees_the_own_school(house: SimpleNamespace) -> None:
    Role.objects.create(staff=house.charlie.staff, kind=Role.Kind.PRINCIPAL, school=house.school)
    assert seen(house.charlie) == ["Ana"]
    assert list(classes_of(house.charlie)) == [house.room]
    house.ben.schools.add(house.school)
    assert seen(house.charlie) == ["Ana", "Ben"]
    assert scope(house.charlie, [house.ben]).students == {house.ben.pk: "principal of the child's school"}


def test_a_principal_of_the_network_sees_all_who_are_enrolled(house: SimpleNamespace) -> None:
    Role.objects.create(staff=house.charlie.staff, kind=Role.Kind.PRINCIPAL)
    Student.objects.create(sourced_id="s9", given_name="Not", family_name="Enrolled")
    assert seen(house.charlie) == ["Ana", "Ben"]


@pytest.mark.parametrize("whole_network", [True, False])
def test_a_principal_does_not_see_who_left(house: SimpleNamespace, whole_network: bool) -> None:
    school = None if whole_network else house.school
    Role.objects.create(staff=house.charlie.staff, kind=Role.Kind.PRINCIPAL, school=school)
    Student.objects.update(ends_on=TODAY - timedelta(days=1))
    assert seen(house.charlie) == []


def test_a_data_team_may_be_limited_to_a_school(house: SimpleNamespace) -> None:
    Role.objects.create(staff=house.charlie.staff, kind=Role.Kind.DATA_TEAM, school=house.other)
    assert seen(house.charlie) == ["Ben"]
    Role.objects.create(staff=house.charlie.staff, kind=Role.Kind.DATA_TEAM)
    assert seen(house.charlie) == ["Ana", "Ben"]
    assert set(classes_of(house.charlie)) == {house.room, house.away}


def test_a_scope_says_the_nearest_reason_for_each_child(house: SimpleNamespace) -> None:
    Role.objects.create(staff=house.alice.staff, kind=Role.Kind.DATA_TEAM)
    found = scope(house.alice, [house.ana, house.ben.pk])
    assert found.students == {house.ana.pk: "teaches the child's class", house.ben.pk: "network data team"}
    assert (found.user_id, found.on) == (house.alice.pk, TODAY)


def test_one_child_too_many_and_there_is_no_scope(house: SimpleNamespace) -> None:
    with pytest.raises(NotVisible):
        scope(house.alice, [house.ana, house.ben])
    with pytest.raises(NotVisible):
        scope(house.alice, [house.ana.pk, 999_999])


def test_who_sees_a_child_twice_over_gets_the_child_once(house: SimpleNamespace) -> None:
    Role.objects.create(staff=house.alice.staff, kind=Role.Kind.PRINCIPAL, school=house.school)
    enroll(house.room, house.ana)
    assert seen(house.alice) == ["Ana"]
    assert list(students_in(house.room)) == [house.ana]


def test_the_number_of_queries_does_not_grow_with_the_children(
    house: SimpleNamespace, django_assert_max_num_queries
) -> None:
    for n in range(30):
        enroll(house.room, Student.objects.create(sourced_id=f"x{n}", given_name=f"G{n}", family_name="F"))
    with django_assert_max_num_queries(3):
        assert len(visible_to(house.alice)) == 31
    everyone = list(visible_to(house.alice))
    with django_assert_max_num_queries(3):
        scope(house.alice, everyone)
