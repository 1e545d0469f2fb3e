"""School Data Sync 2.1 and Clever's six files become the same entities as OneRoster."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from homeroom.intake.gather import gather
from homeroom.intake.models import LEDGER, Delivery
from homeroom.intake.receive import receive
from homeroom.intake.roster_models import RosterChangeSet
from homeroom.intake.rosters.receive import belongs, is_roster, receive_set
from homeroom.people.models import (
    AcademicSession,
    Class,
    Contact,
    Enrollment,
    Relationship,
    Role,
    School,
    Staff,
    Student,
    User,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 26)
CLEVER = {
    "schools": "school_id,school_name,school_number,state_id\n1,Hill School,77,S77\n2,Lake School,78,S78\n",
    "students": "school_id,student_id,student_number,state_id,last_name,middle_name,first_name,grade,gender,dob,"
    "student_email,username,password\n"
    "1,1001,0012,ST1,Berg,,Ana,3,F,1/2/2018,,ana,hunter22\n"
    "1,1002,0013,,Cruz,B,Ben,Kindergarten,M,1/3/2020,ben@x.org,ben,hunter23\n"
    "2,1003,0014,,Diaz,,Cem,5,M,1/4/2016,,cem,hunter24\n",
    "teachers": "school_id,teacher_id,teacher_number,teacher_email,first_name,last_name,title\n"
    "1,1001,T1,tina@x.org,Tina,López,Teacher\n"
    "2,501,T2,,Ugo,Rossi,\n",
    "staff": "school_id,staff_id,staff_email,first_name,last_name,title\n"
    "1,1001,pia@x.org,Pia,Novak,Principal\n"
    "1,9,TINA@x.org,Tina,López,Coach\n"
    "2,10,ivo@x.org,Ivo,Wolf,Secretary\n",
    "sections": "school_id,section_id,teacher_id,teacher_2_id,name,section_number,grade,course_name,course_subject,"
    "term_name,term_start,term_end\n"
    "1,c1,1001,501,Room 12,12,3,Mathematics,math,Year,8/10/2026,06/11/2027\n"
    "2,c2,501,999,,7,5,Reading,english,Year,2026-08-10,2027-06-11\n"
    "2,c3,501,,Open,8,5,,,,,\n",
    "enrollments": "school_id,section_id,student_id\n1,c1,1001\n1,c1,1002\n2,c2,1003\n2,c2,nobody\n1,c1,1002\n",
}


@pytest.fixture(autouse=True)
def today(settings) -> None:
    settings.HOMEROOM_TODAY = TODAY


@pytest.fixture
def clever(tmp_path: Path):
    """Write the six files, some of them changed, into a new folder."""
    made = []

    def write(**changed: str | None) -> dict[str, Path]:
        made.append(tmp_path / f"clever{len(made)}")
        made[-1].mkdir()
        for name, text in (CLEVER | changed).items():
            if text is not None:
                (made[-1] / f"{name}.csv").write_text(text, encoding="utf-8")
        return {path.name: path for path in made[-1].iterdir()}

    return write


def by_report(found: list[Delivery]) -> dict[str, Delivery]:
    for delivery in found:
        assert sum(getattr(delivery, name) for name in LEDGER) == delivery.rows_in
    return {delivery.report: delivery for delivery in found}


def test_clevers_six_files_are_a_roster_and_what_lies_beside_them_is_not() -> None:
    names = {"Schools.csv", "students.csv", "sections.csv", "lessons.csv", "users.csv"}
    assert is_roster(names)
    assert {name for name in names if belongs(name, names)} == {"Schools.csv", "students.csv", "sections.csv"}
    assert not is_roster({"students.csv", "schools.csv"})


def test_clever_becomes_schools_people_classes_and_enrollments(clever) -> None:
    found = by_report(receive_set("clever", clever()))
    assert {one.program for one in found.values()} == {"clever_roster"}
    assert {name: (d.state, d.rows_in, d.published) for name, d in found.items()} == {
        "schools": ("published", 2, 2),
        "students": ("published", 3, 3),
        "teachers": ("published", 2, 2),
        "staff": ("published", 3, 2),
        "sections": ("published", 3, 3),
        "enrollments": ("published", 5, 3),
    }
    assert [(s.sourced_id, s.name, s.identifier) for s in School.objects.order_by("pk")] == [
        ("1", "Hill School", "77"),
        ("2", "Lake School", "78"),
    ]
    ana, ben = Student.objects.get(sourced_id="1001"), Student.objects.get(sourced_id="1002")
    assert (ana.given_name, ana.family_name, ana.identifier, ana.grade, ana.username) == (
        "Ana",
        "Berg",
        "0012",
        "03",
        "ana",
    )
    assert (ana.identifiers.get().kind, ana.identifiers.get().value) == ("state", "ST1")
    assert (ben.grade, ben.middle_name, ben.email) == ("KG", "B", "ben@x.org")
    assert [school.name for school in ben.schools.all()] == ["Hill School"]
    room = Class.objects.get(sourced_id="c1")
    assert (room.title, room.course, room.grades, room.subjects) == ("Room 12", "Mathematics", ["03"], ["math"])
    assert (room.begins_on, room.ends_on) == (date(2026, 8, 10), date(2027, 6, 11))
    assert Class.objects.get(sourced_id="c2").title == "Reading 7"
    assert AcademicSession.objects.get().title == "Year"
    assert Class.objects.get(sourced_id="c3").ends_on is None


def test_clevers_numbers_of_children_teachers_and_staff_do_not_meet(clever) -> None:
    receive_set("clever", clever())
    assert set(Staff.objects.values_list("sourced_id", flat=True)) == {
        *("teacher:1001", "teacher:501", "staff:1001", "staff:10")
    }
    roles = set(Role.objects.values_list("staff__sourced_id", "kind", "school__name"))
    assert roles == {
        ("teacher:1001", "teacher", "Hill School"),
        ("teacher:501", "teacher", "Lake School"),
        ("staff:1001", "principal", "Hill School"),
    }
    assert User.objects.get(username="tina@x.org").staff.sourced_id == "teacher:1001"


def test_a_clever_section_says_who_teaches_it(clever) -> None:
    found = by_report(receive_set("clever", clever()))
    taught = Enrollment.objects.filter(staff__isnull=False).values_list(
        "school_class__sourced_id", "staff__sourced_id", "primary"
    )
    assert set(taught) == {
        *(("c1", "teacher:1001", True), ("c1", "teacher:501", False)),
        *(("c2", "teacher:501", True), ("c3", "teacher:501", True)),
    }
    assert "a teacher who is not in teachers.csv set aside in 1 row(s)" in found["sections"].message


def test_faulty_clever_rows_are_told_in_the_file_they_stand_in(clever) -> None:
    bad = CLEVER["sections"] + "1,c9,1001,,Bad,,3,,,Year,soon,2027-06-11\n1,c8,1001,,Bad,,3,,,Y,2027-06-11,2026-06-11\n"
    found = by_report(
        receive_set("clever", clever(sections=bad, students=CLEVER["students"] + "1,,x,,No,,Id,3,,,,,\n"))
    )
    told = {
        name: [(g.code, g.first_line, g.column) for g in d.groups.order_by("first_line")] for name, d in found.items()
    }
    assert told["sections"] == [("bad_date", 5, "term_start"), ("date_order", 6, "term_end")]
    assert told["students"] == [("blank_id", 5, "sourcedId")]
    assert told["staff"] == [("also_teacher", 3, "staff_email")]
    assert told["enrollments"] == [("bad_reference", 5, "userSourcedId"), ("repeated_row", 6, "sourcedId")]


def test_a_clever_set_without_staff_and_enrollments_is_read(clever) -> None:
    found = by_report(receive_set("clever", clever(staff=None, enrollments=None, teachers=None)))
    assert found["students"].published == 3
    assert Enrollment.objects.count() == 0


def test_no_clever_password_birth_date_or_sex_is_stored(clever, home: Path) -> None:
    receive_set("clever", clever())
    assert not any(b"hunter2" in path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert "2018" not in str(list(Student.objects.values())) + str(list(RosterChangeSet.objects.values("samples")))


def test_the_same_clever_set_again_changes_nothing(clever) -> None:
    receive_set("clever", clever())
    assert by_report(receive_set("clever", clever()))["students"].duplicate == 3


def test_clever_after_oneroster_under_other_ids_is_no_delta_base(clever, tmp_path: Path) -> None:
    receive_set("clever", clever())
    folder = tmp_path / "delta"
    folder.mkdir()
    (folder / "manifest.csv").write_text("propertyName,value\nfile.users,delta\n")
    (folder / "users.csv").write_text("sourcedId,orgSourcedIds,role,givenName,familyName\nx,1,student,A,B\n")
    found = by_report(receive_set("delta", {path.name: path for path in folder.iterdir()}))
    assert "homeroom holds no full OneRoster set" in found["users"].message


def test_a_folder_of_clevers_files_is_gathered_as_one_set(clever, tmp_path: Path) -> None:
    folder = next(iter(clever().values())).parent
    (folder / "lessons.csv").write_text("a,b\n1,2\n")
    gathered = gather([folder], tmp_path / "shop")
    assert [len(members) for _, members in gathered.sets] == [6]
    assert [one.name for one in gathered.files] == ["lessons.csv"]
    assert {d.program for d in receive([folder]) if d.report == "students"} == {"clever_roster"}


CONTACTS = (
    "school_id,student_id,last_name,first_name,grade,contact_type,contact_name,contact_relationship,contact_email,"
    "contact_phone,contact_sis_id\n"
    "1,1001,Berg,Ana,3,Primary,Greta Berg,Mother,g@x.org,5551234,77\n"
    "1,1001,Berg,Ana,3,Secondary,Gus van Berg,,G2@x.org,,\n"
    "1,1001,Berg,Ana,3,Emergency,Nina Next,Aunt/Uncle,n@x.org,,78\n"
    "1,1002,Cruz,Ben,3,Parent/Guardian,Greta Berg,,g@x.org,,77\n"
    "2,1003,Diaz,Cem,5,Family,Gran,Grandparent,,5559876,\n"
    "2,1003,Diaz,Cem,5,Primary,Cem Diaz,Self,,,79\n"
)


def test_clevers_contacts_stand_in_the_childs_own_rows(clever) -> None:
    found = by_report(receive_set("clever", clever(students=CONTACTS)))["students"]
    kin = Relationship.objects.values_list("contact__sourced_id", "student__sourced_id", "kind")
    assert set(kin) == {
        ("contact:77", "1001", "parent"),
        ("contact:77", "1002", "guardian"),
    }
    assert (found.rows_in, found.published, found.duplicate) == (6, 3, 3)
    assert "1 family contact(s) without Contact_sis_id and without Contact_email not taken in" in found.message
    greta = Contact.objects.get()
    assert (greta.given_name, greta.family_name, greta.user.is_unopened) == ("Greta", "Berg", True)


def test_a_clever_contact_without_a_number_is_told_by_the_email(clever) -> None:
    told = CONTACTS.replace("Secondary,Gus van Berg,,", "Secondary,Gus van Berg,Father,")
    receive_set("clever", clever(students=told))
    gus = Contact.objects.get(sourced_id="contact:g2@x.org")
    assert (gus.given_name, gus.family_name) == ("Gus van", "Berg")
    receive_set("clever", clever(students=CONTACTS))
    assert Relationship.objects.get(contact=gus).ends_on == date(2026, 10, 25)


def test_clever_files_without_contacts_end_no_relationship(clever) -> None:
    receive_set("clever", clever(students=CONTACTS))
    receive_set("clever", clever())
    assert set(Relationship.objects.values_list("ends_on", flat=True)) == {None}


SDS = {
    "orgs": "sourcedId,name,type,parentSourcedId\no1,Hill School,school,\n",
    "academicSessions": "sourcedId,title,type,schoolYear,startDate,endDate\n"
    "t1,Year,schoolYear,2027,2026-08-10,2027-06-11\n",
    "courses": "sourcedId,orgSourcedId,title,code,schoolYearSourcedId,subject,grade\nk1,o1,Mathematics,M3,t1,1,03\n",
    "classes": "sourcedId,orgSourcedId,title,sessionSourcedIds,courseSourcedId\nc1,o1,Room 12,t1,k1\n",
    "users": "sourcedId,username,givenName,familyName,password,activeDirectoryMatchId,email,phone,sms\n"
    "s1,ana,Ana,Berg,hunter22,,,,\nu1,tina,Tina,López,hunter22,,t@x.org,+1555,\ng1,gus,Gus,Berg,hunter22,,,,\n"
    "x1,xen,Xen,Odd,hunter22,,,,\n",
    "roles": "userSourcedId,orgSourcedId,role,sessionSourcedId,grade,isPrimary,roleStartDate,roleEndDate\n"
    "s1,o1,student,t1,3,TRUE,2026-08-10,2027-06-11\nu1,o1,Faculty,t1,,TRUE,,\nx1,o1,wizard,t1,,,,\n",
    "enrollments": "classSourcedId,userSourcedId,role\nc1,s1,student\nc1,u1,faculty\nc9,s1,student\n",
    "relationships": "userSourcedId,relationshipUserSourcedId,relationshipRole\ns1,g1,guardian\n",
    "userFlags": "userSourcedId,flag\ns1,iep\n",
}


@pytest.fixture
def sds(tmp_path: Path):
    def write(**changed: str | None) -> dict[str, Path]:
        folder = tmp_path / "sds"
        folder.mkdir()
        for name, text in (SDS | changed).items():
            if text is not None:
                (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        return {path.name.lower(): path for path in folder.iterdir()}

    return write


def test_school_data_sync_becomes_the_same_entities(sds, home: Path) -> None:
    found = by_report(receive_set("sds", sds()))
    assert {(d.program, d.layout) for d in found.values()} == {("sds", "2.1")}
    ana = Student.objects.get()
    assert (ana.sourced_id, ana.grade, ana.ends_on) == ("s1", "03", date(2027, 6, 11))
    assert set(Role.objects.values_list("staff__sourced_id", "kind")) == {("u1", "teacher")}
    room = Class.objects.get()
    assert (room.title, room.course, room.school.name, room.ends_on) == (
        "Room 12",
        "Mathematics",
        "Hill School",
        date(2027, 6, 11),
    )
    assert set(Enrollment.objects.values_list("sourced_id", "role")) == {
        ("c1:s1:student", "student"),
        ("c1:u1:faculty", "teacher"),
    }
    told = {
        name: [(g.ended_as, g.code, g.first_line) for g in d.groups.order_by("first_line")] for name, d in found.items()
    }
    assert told["users"] == [("quarantined", "no_role", 5)]
    assert told["roles"] == [("quarantined", "unknown_role", 4)]
    assert told["enrollments"] == [("quarantined", "bad_reference", 4)]
    assert (told["relationships"], told["userFlags"][0][0]) == ([], "ignored")
    kin = Relationship.objects.get()
    assert (kin.contact.name, kin.student, kin.kind, kin.from_roster) == ("Gus Berg", ana, "guardian", True)
    assert not any(b"hunter2" in path.read_bytes() for path in home.rglob("*") if path.is_file())


def test_school_data_sync_without_its_users_is_held(sds) -> None:
    found = by_report(receive_set("sds", sds(users=None)))
    assert {d.state for name, d in found.items()} == {"held"}
    assert "users.csv missing" in found["roles"].message


def test_school_data_sync_without_relationships_or_sessions_is_read(sds) -> None:
    found = by_report(receive_set("sds", sds(relationships=None, userFlags=None, courses=None)))
    assert found["users"].quarantined == 2
    assert Class.objects.get().course == "k1"


def test_a_doctor_or_an_aide_is_no_family(sds) -> None:
    kin = "userSourcedId,relationshipUserSourcedId,relationshipRole\ns1,g1,Parent\ns1,x1,doctor\n"
    roles = SDS["roles"].replace("x1,o1,wizard,t1,,,,\n", "")
    found = by_report(receive_set("sds", sds(relationships=kin, roles=roles)))
    assert (found["relationships"].published, found["relationships"].ignored) == (1, 1)
    assert (found["users"].published, found["users"].ignored) == (3, 1)
    assert Relationship.objects.get().kind == "parent"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("s1,g9,parent", "bad_reference"),
        ("s1,g1,uncle", "unknown_role"),
        ("u1,s1,parent", "role_mismatch"),
        ("s1,,parent", "blank_id"),
    ],
)
def test_a_faulty_relationship_waits_and_makes_nothing(sds, row: str, code: str) -> None:
    kin = f"userSourcedId,relationshipUserSourcedId,relationshipRole\n{row}\n"
    found = by_report(receive_set("sds", sds(relationships=kin)))["relationships"]
    assert [group.code for group in found.groups.all()] == [code]
    assert not Relationship.objects.exists()


def test_a_teacher_of_school_data_sync_may_be_a_guardian_too(sds) -> None:
    kin = "userSourcedId,relationshipUserSourcedId,relationshipRole\ns1,u1,guardian\n"
    receive_set("sds", sds(relationships=kin))
    assert Role.objects.get().staff.sourced_id == Relationship.objects.get().contact.sourced_id == "u1"


@pytest.mark.shared
def test_the_real_school_data_sync_set_is_read(shared: Path, home: Path) -> None:
    folder = shared / "programs_and_rosters" / "oneroster" / "sds_v2_1_microsoft"
    found = by_report(receive_set("sds", {path.name.lower(): path for path in folder.glob("*.csv")}))
    assert {d.state for d in found.values()} == {"published"}
    assert {
        name: (found[name].published, found[name].ignored, found[name].quarantined)
        for name in ("users", "roles", "classes", "enrollments", "relationships")
    } == {
        "relationships": (3, 0, 0),
        "users": (8, 0, 0),
        "roles": (7, 0, 0),
        "classes": (2, 0, 0),
        "enrollments": (6, 0, 0),
    }
    assert not any(b"P@ssword" in path.read_bytes() for path in home.rglob("*") if path.is_file())
    kin = Relationship.objects.values_list("contact__sourced_id", "student__sourced_id", "kind")
    assert sorted(kin) == [
        ("114002", "114001", "guardian"),
        ("114002", "114003", "relative"),
        ("114005", "114004", "guardian"),
    ]
    assert set(User.objects.filter(contact__isnull=False).values_list("is_active", "inactive_until")) == {
        (False, "link")
    }
