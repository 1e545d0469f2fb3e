from datetime import date
from pathlib import Path

import pytest

from homeroom.intake.rosters.columns import NAMES
from homeroom.intake.rosters.oneroster import ReadSet, read_set
from homeroom.people.oneroster import HeldRole
from intake.rosters.small_set import Write

pytestmark = pytest.mark.django_db


def read(files: dict[str, Path], workshop: Path) -> ReadSet:
    stems = {name.removesuffix(".csv"): path for name, path in files.items()}
    return read_set({NAMES.get(stem, stem): path for stem, path in stems.items()}, workshop)


def codes(found: ReadSet, report: str) -> list[tuple[int, str, str, str]]:
    return [(fault.row, fault.ended_as, fault.code, fault.column) for fault in found.files[report].faults]


def test_a_sound_set_reads_whole(write: Write, tmp_path: Path) -> None:
    found = read(write(), tmp_path)
    assert (found.version, found.usable) == ("1.1", True)
    assert all(not file.faults for report, file in found.files.items() if report != "manifest")
    roster = found.roster
    assert [org.sourced_id for org in roster.orgs] == ["o1", "d1"]
    assert (roster.sessions[0].begins_on, roster.sessions[0].school_year) == (date(2026, 8, 10), 2027)
    one = roster.classes[0]
    assert (one.course, one.grades, one.terms, one.kind) == ("Mathematics 3", ("03", "04"), ("t1",), "homeroom")
    teacher, ana, ben = roster.users
    assert (teacher.family_name, teacher.roles, teacher.is_student) == ("López", (HeldRole("teacher", "o1"),), False)
    assert (ana.user_ids, ana.grade, ana.identifier) == ((("LDAP", "12"), ("LTI", "15")), "03", "0012")
    assert ben.is_student
    assert [(e.user, e.role, e.primary, e.begins_on) for e in roster.enrollments] == [
        ("u1", "teacher", True, None),
        ("s1", "student", False, date(2026, 8, 10)),
        ("s2", "student", False, None),
    ]
    assert roster.present["users"] == {"u1", "s1", "s2"}


def test_header_case_and_order_are_free(write: Write, tmp_path: Path) -> None:
    found = read(write(orgs="TYPE,Name,SOURCEDID\nschool,Hill School,o1\ndistrict,North,d1\n"), tmp_path)
    assert [(org.sourced_id, org.name, org.kind) for org in found.roster.orgs] == [
        ("o1", "Hill School", "school"),
        ("d1", "North", "district"),
    ]


def test_unknown_columns_are_kept_and_told_and_private_ones_are_not(write: Write, tmp_path: Path) -> None:
    orgs = "sourcedId,name,type,metadata.Colour,metadata.phone\no1,Hill,school,green,555-1234\nd1,N,district,,\n"
    found = read(write(orgs=orgs), tmp_path)
    assert [dict(org.extras) for org in found.roster.orgs] == [{"metadata.Colour": "green"}, {}]
    notes = " ".join(found.files["orgs"].notes)
    assert "unknown columns kept: metadata.Colour" in notes
    assert "never keeps them: metadata.phone" in notes


def test_oneroster_columns_that_we_do_not_use_go_to_the_extras_unsaid(write: Write, tmp_path: Path) -> None:
    found = read(write(), tmp_path)
    assert dict(found.roster.classes[0].extras) == {"location": "East"}
    assert not any("unknown" in note for note in found.files["classes"].notes)


USERS = "sourcedId,status,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,grades\n"
GOOD = "u1,,true,o1,teacher,t,,Tina,Lopez,\ns1,,true,o1,student,a,,Ana,Berg,3\ns2,,true,o1,student,b,,Ben,Cruz,3\n"


@pytest.mark.parametrize(
    ("row", "ended_as", "code", "column"),
    [
        (",,true,o1,student,x,,X,Y,3", "quarantined", "blank_id", "sourcedId"),
        ("x,,true,o1,wizard,x,,X,Y,3", "quarantined", "unknown_role", "role"),
        ("x,,true,o1,,x,,X,Y,3", "quarantined", "blank", "role"),
        ("x,,true,,student,x,,X,Y,3", "quarantined", "blank", "orgSourcedIds"),
        ("x,,true,nowhere,student,x,,X,Y,3", "quarantined", "bad_reference", "orgSourcedIds"),
        ("x,,true,o1,student,x,,,,3", "quarantined", "blank", "givenName"),
        ("x,,true,o1,student,x,,X,Y,Gold", "quarantined", "unknown_grade", "grades"),
        ("x,,maybe,o1,student,x,,X,Y,3", "quarantined", "bad_yes_no", "enabledUser"),
        ("x,gone,true,o1,student,x,,X,Y,3", "quarantined", "unknown_status", "status"),
        ("x,,true,o1,student,x,{a:{b}},X,Y,3", "quarantined", "bad_ids", "userIds"),
        (f"x,,true,o1,student,x,{{{'k' * 70}:1}},X,Y,3", "quarantined", "too_long", "userIds"),
        (f"x,,true,o1,student,{'x' * 256},,X,Y,3", "quarantined", "too_long", "username"),
        ("x,,true,o1", "quarantined", "ragged_row", ""),
    ],
)
def test_a_faulty_user_stays_behind_and_the_others_load(
    write: Write, tmp_path: Path, row: str, ended_as: str, code: str, column: str
) -> None:
    found = read(write(users=USERS + GOOD + row + "\n"), tmp_path)
    assert codes(found, "users") == [(4, ended_as, code, column)]
    assert [user.sourced_id for user in found.roster.users] == ["u1", "s1", "s2"]


ENROLLMENTS = "sourcedId,status,classSourcedId,userSourcedId,role,primary,beginDate,endDate\n"


@pytest.mark.parametrize(
    ("row", "ended_as", "code", "column"),
    [
        ("x,,c1,s1,student,,08/10/2026,", "quarantined", "bad_date", "beginDate"),
        ("x,,c1,s1,student,,2026-02-30,", "quarantined", "bad_date", "beginDate"),
        ("x,,c1,s1,student,,20260810,", "quarantined", "bad_date", "beginDate"),
        ("x,,c1,s1,student,,2026-08-10,2026-08-09", "quarantined", "date_order", "endDate"),
        ("x,,c9,s1,student,,,", "quarantined", "bad_reference", "classSourcedId"),
        ("x,,c1,s9,student,,,", "quarantined", "bad_reference", "userSourcedId"),
        ("x,,c1,s1,teacher,,,", "quarantined", "role_mismatch", "role"),
        ("x,,c1,u1,student,,,", "quarantined", "role_mismatch", "role"),
        ("x,,c1,u1,guardian,,,", "ignored", "guardian", "role"),
        ("x,,c1,s1,student,often,,", "quarantined", "bad_yes_no", "primary"),
    ],
)
def test_a_faulty_enrollment_stays_behind(
    write: Write, tmp_path: Path, row: str, ended_as: str, code: str, column: str
) -> None:
    found = read(write(enrollments=f"{ENROLLMENTS}{row}\ne2,,c1,s1,student,,,\n"), tmp_path)
    assert codes(found, "enrollments") == [(1, ended_as, code, column)]
    assert [one.sourced_id for one in found.roster.enrollments] == ["e2"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("x,,Room,nowhere,t1", "bad_reference"),
        ("x,,Room,o1,t9", "bad_reference"),
        ("x,,,o1,t1", "blank"),
    ],
)
def test_a_faulty_class_takes_its_enrollments_along(write: Write, tmp_path: Path, row: str, code: str) -> None:
    classes = f"sourcedId,status,title,schoolSourcedId,termSourcedIds\n{row}\nc1,,Room 12,o1,t1\n"
    found = read(write(classes=classes, enrollments=f"{ENROLLMENTS}e9,,x,s1,student,,,\n"), tmp_path)
    assert [fault[2] for fault in codes(found, "classes")] == [code]
    assert [fault[2] for fault in codes(found, "enrollments")] == ["bad_reference"]


@pytest.mark.parametrize(
    ("year", "means"), [("2027", 2027), ("2026-2027", 2027), ("2026-27", 2027), ("", 2027), ("soon", None)]
)
def test_a_school_year_is_the_year_in_which_it_ends(write: Write, tmp_path: Path, year: str, means: int | None) -> None:
    sessions = f"sourcedId,title,type,startDate,endDate,schoolYear\nt1,Year,schoolYear,2026-08-10,2027-06-11,{year}\n"
    found = read(write(academicSessions=sessions, classes=None, enrollments=None), tmp_path)
    assert [session.school_year for session in found.roster.sessions] == ([means] if means else [])


def test_the_same_row_again_is_a_duplicate_and_two_that_differ_are_both_held_back(write: Write, tmp_path: Path) -> None:
    again = GOOD + "s1,,true,o1,student,a,,Ana,Berg,3\n"
    assert codes(read(write(users=USERS + again), tmp_path), "users") == [(4, "duplicate", "repeated_row", "sourcedId")]
    differs = GOOD + "s1,,true,o1,student,a,,Eva,Berg,3\n"
    found = read(write(users=USERS + differs), tmp_path)
    assert [fault[:3] for fault in codes(found, "users")] == [
        (2, "quarantined", "repeated_id"),
        (4, "quarantined", "repeated_id"),
    ]
    assert found.roster.present["users"] == {"u1", "s1", "s2"}


def test_nobody_is_absent_from_a_file_with_unreadable_rows_or_without_rows(write: Write, tmp_path: Path) -> None:
    assert "users" not in read(write(users=USERS + GOOD + "ragged\n"), tmp_path).roster.present
    assert "users" not in read(write(users=USERS + GOOD + ",,,o1,student,,,X,Y,\n"), tmp_path).roster.present
    assert "enrollments" not in read(write(enrollments=ENROLLMENTS), tmp_path).roster.present
    assert "classes" not in read(write(classes=None, enrollments=None), tmp_path).roster.present


def test_a_parent_that_the_set_lacks_is_set_aside_with_a_note(write: Write, tmp_path: Path, text: dict) -> None:
    found = read(write(orgs=text["orgs"].replace("77,d1", "77,gone")), tmp_path)
    assert found.usable
    assert "parentSourcedId set aside in 1 row(s)" in found.files["orgs"].notes[0]


USERS_12 = "sourcedId,status,enabledUser,username,givenName,familyName,preferredGivenName,grades,pronouns\n"
PEOPLE_12 = "u1,,true,t,Tina,Lopez,,,\ns1,,true,a,Ana,Berg,Annie,3,\n"
ROLES = "sourcedId,status,userSourcedId,roleType,role,orgSourcedId,beginDate,endDate\n"
HELD = "r1,,u1,primary,teacher,o1,2026-08-01,\nr2,,s1,primary,student,o1,,\n"


def read_12(write: Write, tmp_path: Path, roles: str, users: str = "") -> ReadSet:
    files = {"users": USERS_12 + PEOPLE_12 + users, "roles": ROLES + roles, "manifest": None, "enrollments": None}
    return read(write(**files), tmp_path)


def test_version_1_2_has_its_roles_in_a_file_of_their_own(write: Write, tmp_path: Path) -> None:
    found = read_12(write, tmp_path, HELD + "r3,,u1,secondary,ext:labCoordinator,o1,,\n")
    assert found.version == "1.2"
    teacher, ana = found.roster.users
    assert teacher.roles == (HeldRole("teacher", "o1", date(2026, 8, 1)), HeldRole("ext:labcoordinator", "o1"))
    assert (ana.preferred_name, ana.grade, ana.orgs, ana.is_student) == ("Annie", "03", ("o1",), True)


@pytest.mark.parametrize(
    ("row", "ended_as", "code"),
    [
        ("r9,,u9,primary,teacher,o1,,", "quarantined", "bad_reference"),
        ("r9,,u1,primary,teacher,o9,,", "quarantined", "bad_reference"),
        ("r9,,u1,primary,ext:wizard,o1,,", "quarantined", "unknown_role"),
        ("r9,,u1,primary,teacher,o1,soon,", "quarantined", "bad_date"),
    ],
)
def test_a_faulty_role_leaves_the_person_with_the_others(
    write: Write, tmp_path: Path, row: str, ended_as: str, code: str
) -> None:
    found = read_12(write, tmp_path, HELD + row + "\n")
    assert [fault[:3] for fault in codes(found, "roles")] == [(3, ended_as, code)]
    assert [user.all_roles_read for user in found.roster.users] == ["u1" not in row, True]


def test_after_an_unreadable_role_row_nobodys_roles_count_as_complete(write: Write, tmp_path: Path) -> None:
    found = read_12(write, tmp_path, HELD + "ragged\n")
    assert [user.all_roles_read for user in found.roster.users] == [False, False]


def test_a_user_without_a_role_waits_and_a_guardian_is_a_contact(write: Write, tmp_path: Path) -> None:
    more = "x1,,true,x,No,Role,,,\ng1,,true,g,Greta,Berg,,,\n"
    found = read_12(write, tmp_path, HELD + "r4,,g1,primary,guardian,o1,,\n", more)
    assert [fault[1:3] for fault in codes(found, "users")] == [("quarantined", "no_role")]
    assert found.roster.present["users"] == {"u1", "s1", "x1", "g1"}
    assert [user.sourced_id for user in found.roster.users if user.is_contact] == ["g1"]


def test_a_student_with_another_role_is_taken_as_a_student(write: Write, tmp_path: Path) -> None:
    found = read_12(write, tmp_path, HELD + "r5,,s1,secondary,tutor,o1,,\n")
    assert found.roster.users[1].is_student
    assert any("taken as students" in note for note in found.files["users"].notes)


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"manifest": "propertyName,value\nfile.users,delta\nfile.orgs,bulk\n"}, "delta set (users)"),
        ({"manifest": "propertyName,value\nfile.classes,bulk\n", "classes": None}, "promises classes.csv"),
        ({"manifest": "propertyName,value\noneroster.version,1.0\n"}, "says OneRoster 1.0"),
        ({"manifest": None, "orgs": None}, "orgs.csv missing"),
    ],
)
def test_what_stands_in_the_way_of_a_whole_set_is_said(write: Write, tmp_path: Path, files: dict, says: str) -> None:
    found = read(write(**files), tmp_path)
    assert says in found.obstacle
    assert not found.usable
    assert found.roster.users == ()


@pytest.mark.parametrize(
    ("report", "text", "says"),
    [
        ("orgs", "sourcedId,title\no1,Hill\n", "orgs.csv: columns name, type missing"),
        ("users", "sourcedId,givenName,familyName\nu1,A,B\n", "users.csv: columns role, orgSourcedIds missing"),
        ("classes", b"", "classes.csv: the file is empty"),
    ],
)
def test_a_file_of_another_layout_is_named(
    write: Write, tmp_path: Path, report: str, text: str | bytes, says: str
) -> None:
    found = read(write(**{report: text}), tmp_path)
    assert found.files[report].error.startswith(says)
    assert not found.usable


def test_a_file_that_the_manifest_denies_is_read_and_told(write: Write, tmp_path: Path) -> None:
    manifest = "value,propertyName\nabsent,file.enrollments\nabsent,file.demographics\n"
    found = read(write(manifest=manifest, demographics="sourcedId,birthDate\ns1,2018-01-01\n"), tmp_path)
    assert len(found.roster.enrollments) == 3
    assert any("says that this file is absent" in note for note in found.files["enrollments"].notes)
    assert codes(found, "demographics") == [(1, "ignored", "not_taken", "")]
    assert "birth" in found.files["demographics"].faults[0].words
