"""Each door by itself: substitutes, labs, families, those who see nobody, and looking through somebody's eyes."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from homeroom.people.models import (
    Caseload,
    Class,
    Contact,
    Relationship,
    Role,
    School,
    Staff,
    Student,
    Substitution,
    User,
)
from homeroom.people.viewing import Viewer
from homeroom.people.visibility import NotVisible, Scope, classes_of, numbers_in, open_class, scope, visible_to
from people.test_visibility import TODAY, enroll, house, seen, user

pytestmark = pytest.mark.django_db
__all__ = ["house"]
BEFORE, AFTER = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
Kind = Role.Kind


def grants(who: User, place: Class, first: date = TODAY, last: date = AFTER) -> Substitution:
    return Substitution.objects.create(
        staff=who.staff, school_class=place, begins_on=first, ends_on=last, reason="Alice is ill", granted_by="p"
    )


def parent(of: Student, **dates: date) -> User:
    contact = Contact.objects.create(sourced_id="g1", given_name="Gil", family_name="Berg")
    Relationship.objects.create(contact=contact, student=of, kind="parent", **dates)
    return User.objects.create(username="parent", contact=contact)


# Substitutes


def test_a_substitute_sees_the_class_on_the_granted_days_and_on_no_other(house: SimpleNamespace) -> None:
    grants(house.charlie, house.room)
    for day, children in ((BEFORE, []), (TODAY, ["Ana"]), (AFTER, ["Ana"]), (AFTER + timedelta(days=1), [])):
        assert seen(house.charlie, day) == children
        assert list(classes_of(house.charlie, day)) == ([house.room] if children else [])


def test_the_reason_names_the_grant_and_its_last_day(house: SimpleNamespace) -> None:
    grants(house.charlie, house.room)
    found = scope(house.charlie, [house.ana])
    assert found.students == {house.ana.pk: "takes the child's class for somebody: Alice is ill"}
    assert found.until == {house.ana.pk: AFTER}


def test_of_two_grants_the_longer_one_counts(house: SimpleNamespace) -> None:
    grants(house.charlie, house.room, last=AFTER + timedelta(days=3))
    grants(house.charlie, house.room)
    assert scope(house.charlie, [house.ana]).until == {house.ana.pk: AFTER + timedelta(days=3)}


def test_a_substitute_who_left_sees_nobody(house: SimpleNamespace) -> None:
    grants(house.charlie, house.room)
    Staff.objects.filter(pk=house.charlie.staff.pk).update(ends_on=BEFORE)
    assert seen(house.charlie) == []
    assert list(classes_of(house.charlie)) == []


def test_a_child_who_left_the_class_is_gone_for_the_substitute_too(house: SimpleNamespace) -> None:
    grants(house.charlie, house.room)
    house.ana.enrollments.update(ends_on=BEFORE)
    assert seen(house.charlie) == []


# Schools


def test_a_teacher_who_moved_to_another_school_keeps_no_class_of_the_old_one(house: SimpleNamespace) -> None:
    house.alice.staff.roles.update(school=house.other)
    assert seen(house.alice) == []
    assert list(classes_of(house.alice)) == []


def test_a_teacher_of_the_district_teaches_at_each_of_its_schools(house: SimpleNamespace) -> None:
    district = School.objects.create(sourced_id="d1", name="District", kind="district")
    School.objects.filter(pk=house.school.pk).update(parent=district)
    house.alice.staff.roles.update(school=district)
    assert seen(house.alice) == ["Ana"]


def test_several_roles_at_several_schools_open_what_each_opens(house: SimpleNamespace) -> None:
    Role.objects.create(staff=house.alice.staff, kind=Kind.PRINCIPAL, school=house.other)
    assert seen(house.alice) == ["Ana", "Ben"]
    found = scope(house.alice, [house.ana, house.ben]).students
    assert found == {house.ana.pk: "teaches the child's class", house.ben.pk: "principal of the child's school"}


def test_a_child_who_moved_away_leaves_the_old_tutors_caseload(house: SimpleNamespace) -> None:
    Role.objects.create(staff=house.charlie.staff, kind=Kind.TUTOR, school=house.school)
    Caseload.objects.create(staff=house.charlie.staff, student=house.ana, reason="reads with her")
    assert seen(house.charlie) == ["Ana"]
    house.ana.enrollments.update(school_class=house.away)
    assert seen(house.charlie) == []


# The lab


@pytest.fixture
def lab(house: SimpleNamespace) -> SimpleNamespace:
    """Charlie runs the lab of Ana's school; a second child is in the class, too."""
    Role.objects.create(staff=house.charlie.staff, kind=Kind.LAB_COORDINATOR, school=house.school)
    enroll(house.room, house.charlie.staff)
    house.cleo = Student.objects.create(sourced_id="s3", given_name="Cleo", family_name="Dorn")
    enroll(house.room, house.cleo)
    return house


def test_before_a_caseload_is_written_the_lab_sees_its_classes(lab: SimpleNamespace) -> None:
    assert seen(lab.charlie) == ["Ana", "Cleo"]
    assert list(classes_of(lab.charlie)) == [lab.room]


def test_once_a_caseload_is_written_it_alone_counts(lab: SimpleNamespace) -> None:
    row = Caseload.objects.create(staff=lab.charlie.staff, student=lab.cleo, reason="lab, block 2", begins_on=TODAY)
    assert seen(lab.charlie, BEFORE) == ["Ana", "Cleo"]
    assert seen(lab.charlie) == ["Cleo"]
    assert list(classes_of(lab.charlie)) == []
    Caseload.objects.filter(pk=row.pk).update(ends_on=TODAY)
    assert seen(lab.charlie, AFTER) == []


def test_the_caseload_of_another_schools_lab_says_nothing_about_this_one(lab: SimpleNamespace) -> None:
    Role.objects.create(staff=lab.charlie.staff, kind=Kind.LAB_COORDINATOR, school=lab.other)
    enroll(lab.away, lab.charlie.staff)
    Caseload.objects.create(staff=lab.charlie.staff, student=lab.ben, reason="lab, block 1")
    assert seen(lab.charlie) == ["Ana", "Ben", "Cleo"]
    assert list(classes_of(lab.charlie)) == [lab.room]


def test_a_tutors_caseload_is_not_the_labs(lab: SimpleNamespace) -> None:
    Role.objects.create(staff=lab.bob.staff, kind=Kind.TUTOR, school=lab.school)
    Caseload.objects.create(staff=lab.bob.staff, student=lab.cleo, reason="fluency group")
    assert seen(lab.charlie) == ["Ana", "Cleo"]


# Families


def test_a_family_sees_the_own_child_while_the_relationship_holds(house: SimpleNamespace) -> None:
    who = parent(house.ana, ends_on=TODAY)
    assert (seen(who), seen(who, AFTER)) == (["Ana"], [])
    found = scope(who, [house.ana])
    assert (found.students, found.until) == ({house.ana.pk: "of the child's family: parent"}, {house.ana.pk: TODAY})
    assert list(classes_of(who)) == []


def test_a_family_keeps_the_record_of_a_child_who_left(house: SimpleNamespace) -> None:
    who = parent(house.ana)
    Student.objects.update(ends_on=BEFORE)
    assert seen(who) == ["Ana"]
    Contact.objects.update(ends_on=BEFORE)
    assert seen(who) == []


def test_a_teacher_with_a_child_at_the_school_sees_both_and_the_work_is_the_reason(house: SimpleNamespace) -> None:
    contact = parent(house.ana).contact
    User.objects.filter(contact=contact).delete()
    house.bob.contact = contact
    assert seen(house.bob) == ["Ana", "Ben"]
    house.alice.contact = contact
    assert scope(house.alice, [house.ana]).students[house.ana.pk] == "teaches the child's class"


# Those who see nobody


def test_a_network_leader_sees_no_child(house: SimpleNamespace) -> None:
    Role.objects.create(staff=house.charlie.staff, kind=Kind.NETWORK_LEADER)
    assert seen(house.charlie) == []
    assert list(classes_of(house.charlie)) == []


def test_a_child_sees_no_child_not_even_itself(house: SimpleNamespace) -> None:
    assert seen(User.objects.create(username="ana", student=house.ana)) == []


def test_a_vendor_sees_nobody_whatever_else_the_sign_in_claims(house: SimpleNamespace) -> None:
    assert seen(User.objects.create(username="vendor", vendor="number_trail")) == []
    house.alice.vendor = "number_trail"
    assert seen(house.alice) == []
    assert list(classes_of(house.alice)) == []


# Through somebody's eyes


def test_looking_through_anothers_eyes_shows_what_both_may_see(house: SimpleNamespace) -> None:
    Role.objects.create(staff=house.charlie.staff, kind=Kind.DATA_TEAM)
    looking = Viewer(house.charlie, house.alice)
    assert list(visible_to(looking)) == [house.ana]
    assert list(classes_of(looking)) == [house.room]
    assert list(visible_to(Viewer(house.bob, house.alice))) == []
    assert list(classes_of(Viewer(house.bob, house.alice))) == []
    with pytest.raises(NotVisible):
        scope(looking, [house.ana, house.ben])


def test_both_reasons_are_kept_and_the_earlier_end(house: SimpleNamespace) -> None:
    Role.objects.create(staff=house.charlie.staff, kind=Kind.DATA_TEAM)
    grants(house.bob, house.room)
    found = scope(Viewer(house.charlie, house.bob), [house.ana])
    assert found.students[house.ana.pk] == (
        "network data team; in the view of bob, who takes the child's class for somebody: Alice is ill"
    )
    assert found.until == {house.ana.pk: AFTER}
    assert found.user_id == house.charlie.pk
    other_way = scope(Viewer(house.bob, house.charlie), [house.ana])
    assert other_way.students[house.ana.pk].endswith("who is network data team")


def test_looking_through_the_eyes_of_somebody_suspended_shows_nothing(house: SimpleNamespace) -> None:
    Role.objects.create(staff=house.charlie.staff, kind=Kind.DATA_TEAM)
    house.alice.is_active = False
    assert list(visible_to(Viewer(house.charlie, house.alice))) == []


# A scope


def test_nobody_else_makes_a_scope(house: SimpleNamespace) -> None:
    with pytest.raises(TypeError, match=r"only .*scope makes a Scope"):
        Scope(house.alice.pk, TODAY, {house.ben.pk: "because"}, {}, object())
    with pytest.raises((TypeError, ValueError)):
        replace(scope(house.alice, [house.ana]), students={house.ben.pk: "because"})


def test_a_scope_can_not_be_widened(house: SimpleNamespace) -> None:
    found = scope(house.alice, [house.ana])
    with pytest.raises(TypeError):
        found.students[house.ben.pk] = "because"  # type: ignore[index]
    with pytest.raises(AttributeError):
        found.students = {}  # type: ignore[misc]


def test_more_children_than_one_question_takes(house: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("homeroom.people.visibility.SIZES", (2,))
    for n in range(5):
        enroll(house.room, Student.objects.create(sourced_id=f"x{n}", given_name=f"G{n}", family_name="F"))
    everyone = list(visible_to(house.alice))
    assert len(scope(house.alice, everyone).students) == 6


def test_a_day_without_anybody_asked_for_is_an_empty_scope(house: SimpleNamespace) -> None:
    assert scope(user("dora"), []).students == {}


@pytest.mark.parametrize("number", [0, -1, 2**63, 10**30])
def test_a_number_that_no_row_has_is_nobody(house: SimpleNamespace, number: int) -> None:
    Role.objects.create(staff=house.charlie.staff, kind=Kind.DATA_TEAM)
    with pytest.raises(NotVisible):
        scope(house.charlie, [number])
    assert open_class(house.charlie, number) is None


def test_a_class_opens_by_its_number_as_it_stands_in_the_list(house: SimpleNamespace) -> None:
    assert open_class(house.alice, house.room.pk) == house.room
    assert open_class(house.alice, house.away.pk) is None
    Role.objects.create(staff=house.charlie.staff, kind=Kind.DATA_TEAM)
    assert open_class(Viewer(house.charlie, house.alice), house.room.pk) == house.room
    assert open_class(Viewer(house.charlie, house.bob), house.room.pk) is None
    assert numbers_in(house.room) == [house.ana.pk]
