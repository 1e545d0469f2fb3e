from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from homeroom.people.models import AcademicSession, Class, Enrollment, Role, School, Staff, Student, User
from homeroom.people.oneroster import Enrolled, HeldRole, Org, Roster, SchoolClass, Session
from homeroom.people.oneroster import User as Person
from homeroom.people.roster import apply
from homeroom.people.upsert import Counts

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 26)
YESTERDAY = TODAY - timedelta(days=1)
TERM = (date(2026, 8, 10), date(2027, 6, 11))


def child(name: str, grade: str = "03", **changed) -> Person:
    return Person(name, name.title(), "Berg", grade=grade, orgs=("o1",), roles=(HeldRole("student", "o1"),), **changed)


def adult(name: str, word: str = "teacher", org: str = "o1", **changed) -> Person:
    changed = {"username": name, "roles": (HeldRole(word, org),)} | changed
    return Person(name, name.title(), "Adult", orgs=(org,), **changed)


def roster(*users: Person, classes: tuple[SchoolClass, ...] = (), enrollments: tuple[Enrolled, ...] = ()) -> Roster:
    """A full set of one school and one term with these people."""
    made = Roster(
        orgs=(Org("o1", "Hill School", "school", parent="d1"), Org("d1", "Network", "district")),
        sessions=(Session("t1", "Year", "schoolYear", *TERM, 2027),),
        classes=classes or (SchoolClass("c1", "Room 1", "homeroom", "o1", ("t1",), ("03",), course="Math"),),
        users=users,
        enrollments=enrollments,
    )
    names = {"orgs": made.orgs, "academicSessions": made.sessions, "classes": made.classes, "users": made.users}
    names["enrollments"] = made.enrollments
    present = {report: frozenset(thing.sourced_id for thing in things) for report, things in names.items()}
    return replace(made, present=present)


def enroll(user: Person, school_class: str = "c1", **changed) -> Enrolled:
    role = "student" if user.is_student else "teacher"
    return Enrolled(f"{school_class}-{user.sourced_id}", school_class, user.sourced_id, role, **changed)


def test_it_works() -> None:
    ana, tina = child("ana", user_ids=(("LDAP", "12"),), extras={"location": "East"}), adult("tina")
    applied = apply(roster(ana, tina, enrollments=(enroll(ana), enroll(tina, primary=True))), TODAY)
    assert applied.counts["users"] == Counts(2, 0, 0)
    student = Student.objects.get()
    assert (student.sourced_id, student.grade, student.extras) == ("ana", "03", {"location": "East"})
    assert [school.name for school in student.schools.all()] == ["Hill School"]
    assert student.identifiers.get().value == "12"
    room = Class.objects.get()
    assert (room.title, room.begins_on, room.ends_on, room.course) == ("Room 1", *TERM, "Math")
    assert [term.school_year for term in room.terms.all()] == [2027]
    assert room.school.parent == School.objects.get(kind="district")
    assert {(e.student_id, e.staff_id is None, e.role) for e in room.enrollments.all()} == {
        (student.pk, True, "student"),
        (None, False, "teacher"),
    }


def test_the_same_set_again_writes_nothing() -> None:
    ana, tina = child("ana"), adult("tina")
    full = roster(ana, tina, enrollments=(enroll(ana), enroll(tina)))
    apply(full, TODAY)
    with CaptureQueriesContext(connection) as queries:
        assert apply(full, TODAY + timedelta(days=1)).counts["users"] == Counts()
    assert [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []


def test_the_number_of_queries_does_not_grow_with_the_people() -> None:
    def queries(prefix: str, many: int) -> int:
        people = [child(f"{prefix}{n}", user_ids=(("LTI", str(n)),)) for n in range(many)]
        staff = [adult(f"{prefix}staff{n}") for n in range(many)]
        everyone = (*people, *staff)
        with CaptureQueriesContext(connection) as captured:
            apply(roster(*everyone, enrollments=tuple(enroll(one) for one in everyone)), TODAY)
        return len(captured)

    few = queries("a", 2)
    assert queries("b", 60) <= few + 8  # the people of the first set go missing: a write a table more


def test_changes_are_written_and_counted() -> None:
    ana, ben = child("ana"), child("ben")
    apply(roster(ana, ben), TODAY)
    numbers = dict(Student.objects.values_list("sourced_id", "pk"))
    applied = apply(roster(replace(ana, family_name="Núñez", user_ids=(("LTI", "7"),)), ben), TODAY)
    assert applied.counts["users"] == Counts(0, 1, 0)
    changed = Student.objects.get(sourced_id="ana")
    assert (changed.family_name, changed.pk, changed.identifiers.get().value) == ("Núñez", numbers["ana"], "7")
    apply(roster(ana, ben), TODAY)
    assert not Student.objects.get(sourced_id="ana").identifiers.exists()


def test_absence_ends_nothing_for_a_child_a_class_or_an_enrollment() -> None:
    ana, ben = child("ana"), child("ben")
    rooms = (SchoolClass("c1", "Room 1", "homeroom", "o1", ("t1",)), SchoolClass("c2", "Room 2", "", "o1", ("t1",)))
    apply(roster(ana, ben, classes=rooms, enrollments=(enroll(ana), enroll(ben, "c2"))), TODAY)
    later = TODAY + timedelta(days=7)
    applied = apply(roster(ana, classes=rooms[:1], enrollments=(enroll(ana),)), later)
    assert applied.counts["users"] == Counts(0, 0, 1)
    for gone in (
        Student.objects.get(sourced_id="ben"),
        Class.objects.get(sourced_id="c2"),
        Enrollment.objects.get(sourced_id="c2-ben"),
    ):
        assert gone.missing_since == later
    assert Student.objects.get(sourced_id="ben").ends_on is None
    assert Class.objects.get(sourced_id="c2").ends_on == TERM[1]
    apply(roster(ana, classes=rooms[:1], enrollments=(enroll(ana),)), later + timedelta(days=7))
    assert Student.objects.get(sourced_id="ben").missing_since == later  # since the first time
    apply(roster(ana, ben, classes=rooms, enrollments=(enroll(ana), enroll(ben, "c2"))), later)
    assert not Student.objects.exclude(missing_since=None).exists()


def test_a_file_that_did_not_come_makes_nobody_absent() -> None:
    ana, tina = child("ana"), adult("tina")
    apply(roster(ana, tina), TODAY)
    assert apply(replace(roster(), present={}), TODAY).suspended == 0
    assert not Student.objects.exclude(missing_since=None).exists()
    assert User.objects.get().is_active


def test_what_a_roster_deletes_ended_yesterday_and_stays_in_history() -> None:
    ana, ben = child("ana"), child("ben")
    apply(roster(ana, ben, enrollments=(enroll(ana), enroll(ben))), TODAY)
    gone = roster(replace(ana, deleted=True), ben, enrollments=(enroll(ana, deleted=True), enroll(ben)))
    apply(gone, TODAY)
    assert Student.objects.get(sourced_id="ana").ends_on == YESTERDAY
    assert Enrollment.objects.get(sourced_id="c1-ana").ends_on == YESTERDAY
    apply(gone, TODAY + timedelta(days=30))
    assert Student.objects.get(sourced_id="ana").ends_on == YESTERDAY  # a later copy moves no end
    apply(roster(ana, ben), TODAY + timedelta(days=31))
    assert Student.objects.get(sourced_id="ana").ends_on is None


def test_a_rows_own_end_counts_where_it_lies_before() -> None:
    ana, early = child("ana"), date(2026, 9, 30)
    apply(roster(ana, enrollments=(enroll(ana, begins_on=TERM[0], ends_on=early, deleted=True),)), TODAY)
    assert Enrollment.objects.get().ends_on == early


def test_a_class_that_ends_takes_its_enrollments_along_the_unnamed_too() -> None:
    ana, ben = child("ana"), child("ben")
    room = SchoolClass("c1", "Room 1", "homeroom", "o1", ("t1",))
    apply(roster(ana, ben, classes=(room,), enrollments=(enroll(ana), enroll(ben))), TODAY)
    apply(roster(ana, ben, classes=(replace(room, deleted=True),), enrollments=(enroll(ana),)), TODAY)
    assert Class.objects.get().ends_on == YESTERDAY
    assert set(Enrollment.objects.values_list("ends_on", flat=True)) == {YESTERDAY}


def test_a_child_whose_roles_all_end_leaves_on_the_last_day() -> None:
    roles = (HeldRole("student", "o1", None, date(2026, 12, 1)), HeldRole("student", "o1", None, date(2027, 1, 15)))
    apply(roster(replace(child("ana"), roles=roles)), TODAY)
    assert Student.objects.get().ends_on == date(2027, 1, 15)
    apply(roster(replace(child("ana"), roles=(*roles, HeldRole("student", "o1")))), TODAY)
    assert Student.objects.get().ends_on is None
    apply(roster(replace(child("ana"), roles=(HeldRole("student", "o1", deleted=True),))), TODAY)
    assert Student.objects.get().ends_on == YESTERDAY


def test_children_of_one_class_get_numbers_that_lie_together() -> None:
    rooms = tuple(SchoolClass(f"c{n}", f"Room {n}", "homeroom", "o1", ("t1",)) for n in (1, 2))
    maths = SchoolClass("m", "All maths", "scheduled", "o1", ("t1",))
    people = [child(f"s{n}", grade="KG" if n >= 8 else "03", username=str(n)) for n in range(10)]
    enrollments = [enroll(one, f"c{n % 2 + 1}") for n, one in enumerate(people)]
    enrollments += [enroll(one, "m") for one in people]
    apply(roster(*people, classes=(*rooms, maths), enrollments=tuple(enrollments)), TODAY)
    order = list(Student.objects.order_by("pk").values_list("sourced_id", flat=True))
    assert order == ["s8", "s9", "s0", "s2", "s4", "s6", "s1", "s3", "s5", "s7"]


def test_a_failure_leaves_everything_as_it_was() -> None:
    with pytest.raises(KeyError):
        apply(roster(child("ana"), classes=(SchoolClass("c1", "Room", "", "o1", ("nowhere",)),)), TODAY)
    assert not School.objects.exists()
    assert not AcademicSession.objects.exists()


@pytest.mark.parametrize(
    ("word", "org", "kind", "school"),
    [
        ("teacher", "o1", "teacher", "o1"),
        ("administrator", "o1", "principal", "o1"),
        ("administrator", "d1", "principal", "d1"),
        ("principal", "o1", "principal", "o1"),
        ("siteadministrator", "o1", "principal", "o1"),
        ("aide", "o1", "tutor", "o1"),
        ("proctor", "o1", "tutor", "o1"),
        ("counselor", "o1", "tutor", "o1"),
        ("ext:labcoordinator", "o1", "lab coordinator", "o1"),
        ("ext:datateam", "o1", "data team", "o1"),
        ("ext:datateam", "d1", "data team", None),
        ("districtadministrator", "d1", "network leader", None),
        ("systemadministrator", "o1", None, None),
    ],
)
def test_a_rosters_word_becomes_a_role(word: str, org: str, kind: str | None, school: str | None) -> None:
    apply(roster(adult("dana", word, org)), TODAY)
    found = list(Role.objects.values_list("kind", "school__sourced_id", "from_roster"))
    assert found == ([(kind, school, True)] if kind else [])


def test_roles_follow_the_roster_and_those_a_person_gave_stay() -> None:
    apply(roster(adult("dana")), TODAY)
    staff = Staff.objects.get()
    Role.objects.create(staff=staff, kind=Role.Kind.DATA_TEAM)
    apply(roster(adult("dana", "aide")), TODAY)
    ends = dict(staff.roles.values_list("kind", "ends_on"))
    assert ends == {"teacher": YESTERDAY, "tutor": None, "data team": None}
    apply(roster(adult("dana")), TODAY + timedelta(days=9))
    assert dict(staff.roles.values_list("kind", "ends_on"))["teacher"] is None


def test_no_role_ends_while_some_of_a_persons_roles_could_not_be_read() -> None:
    apply(roster(adult("dana")), TODAY)
    apply(roster(adult("dana", "aide", all_roles_read=False)), TODAY)
    assert set(Role.objects.values_list("kind", "ends_on")) == {("teacher", None), ("tutor", None)}


def test_a_child_leaves_a_school_and_a_class_a_term_when_the_roster_no_longer_links_them() -> None:
    ana = replace(child("ana"), orgs=("o1", "d1"))
    apply(roster(ana), TODAY)
    room = SchoolClass("c1", "Room 1", "homeroom", "o1")
    apply(roster(child("ana"), classes=(room,)), TODAY)
    assert [school.sourced_id for school in Student.objects.get().schools.all()] == ["o1"]
    assert not Class.objects.get().terms.exists()


def test_a_role_has_the_widest_dates_that_its_rows_give() -> None:
    first, last = date(2026, 9, 1), date(2026, 12, 1)
    apply(roster(adult("dana", roles=(HeldRole("aide", "o1", first, last), HeldRole("tutor", "o1", last)))), TODAY)
    assert list(Role.objects.values_list("begins_on", "ends_on")) == [(first, None)]


def test_staff_get_a_sign_in_without_a_password_and_children_get_none() -> None:
    apply(roster(adult("tina"), child("ana")), TODAY)
    user = User.objects.get()
    assert (user.username, user.staff.sourced_id, user.is_active) == ("tina", "tina", True)
    assert not user.has_usable_password()
    assert not (user.is_staff or user.is_superuser)


def test_two_with_one_user_name_both_get_in() -> None:
    User.objects.create(username="Tina")
    first = adult("s1", username="tina", email="tina@x.org")
    second, third = adult("tina", username="tina"), adult("s3", username="")
    fourth = adult("s1x", username="tina", email="TINA@x.org")
    apply(roster(first, second, third, replace(fourth, sourced_id="TINA")), TODAY)
    names = dict(User.objects.filter(staff__isnull=False).values_list("staff__sourced_id", "username"))
    assert names == {"s1": "tina@x.org", "tina": "tina-2", "s3": "s3", "TINA": "tina-3"}


def test_a_new_user_name_is_taken_over_when_it_is_free() -> None:
    apply(roster(adult("tina"), adult("bob")), TODAY)
    apply(roster(adult("tina", username="tina.lopez"), adult("bob", username="Tina.Lopez")), TODAY)
    assert sorted(User.objects.values_list("username", flat=True)) == ["bob", "tina.lopez"]


def test_absent_staff_are_suspended_and_come_back() -> None:
    tina, bob = adult("tina"), adult("bob")
    apply(roster(tina, bob), TODAY)
    assert apply(roster(bob), TODAY).suspended == 1
    staff = Staff.objects.get(sourced_id="tina")
    assert (staff.missing_since, staff.user.is_active, staff.roles.get().ends_on) == (TODAY, False, YESTERDAY)
    assert apply(roster(bob), TODAY + timedelta(days=1)).suspended == 0
    apply(roster(tina, bob), TODAY + timedelta(days=2))
    staff = Staff.objects.get(sourced_id="tina")
    assert (staff.missing_since, staff.user.is_active, staff.roles.get().ends_on) == (None, True, None)


def test_staff_a_person_added_here_are_not_the_rosters_to_suspend() -> None:
    staff = Staff.objects.create(sourced_id="homeroom:dana", given_name="Dana", family_name="Data")
    User.objects.create(username="dana", staff=staff)
    assert apply(roster(adult("tina")), TODAY).suspended == 0
    assert User.objects.get(username="dana").is_active


def test_a_person_whose_row_could_not_be_read_is_not_absent() -> None:
    apply(roster(adult("tina"), adult("bob")), TODAY)
    full = roster(adult("bob"))
    assert apply(replace(full, present={**full.present, "users": frozenset({"tina", "bob"})}), TODAY).suspended == 0


@pytest.mark.parametrize("changed", [{"enabled": False}, {"deleted": True}])
def test_who_is_disabled_or_deleted_is_signed_out_until_the_roster_says_otherwise(changed: dict) -> None:
    apply(roster(adult("tina")), TODAY)
    apply(roster(adult("tina", **changed)), TODAY)
    assert not User.objects.get().is_active
    apply(roster(adult("tina")), TODAY)
    assert User.objects.get().is_active


def test_what_a_person_here_switched_off_a_roster_does_not_switch_on() -> None:
    apply(roster(adult("tina")), TODAY)
    User.objects.update(is_active=False)
    apply(roster(adult("tina")), TODAY)
    assert not User.objects.get().is_active


def test_a_member_of_staff_who_turns_student_loses_the_sign_in_and_the_other_way_round() -> None:
    apply(roster(adult("kim")), TODAY)
    assert apply(roster(child("kim")), TODAY).suspended == 1
    assert not User.objects.get().is_active
    apply(roster(adult("kim")), TODAY)
    assert Student.objects.get().missing_since == TODAY
    assert User.objects.get().is_active


def test_today_is_the_installations_day(settings) -> None:
    settings.HOMEROOM_TODAY = date(2022, 1, 10)
    apply(roster(replace(child("ana"), deleted=True)))
    assert Student.objects.get().ends_on == date(2022, 1, 9)


def estimated(table: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("select reltuples from pg_class where relname = %s", [table])
        return float(cursor.fetchone()[0])


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite plans by its indexes alone")
def test_postgresql_has_counted_a_roster_as_soon_as_it_stands() -> None:
    apply(roster(*(child(f"child-{at}") for at in range(30))), TODAY)
    assert estimated(Student._meta.db_table) == Student.objects.count() == 30
    assert estimated(Role._meta.db_table) == 0
