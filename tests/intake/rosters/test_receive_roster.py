from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection

from homeroom.intake.errors import IntakeError
from homeroom.intake.ledger import unpacked
from homeroom.intake.models import LEDGER, Delivery, RowGroup
from homeroom.intake.originals import place
from homeroom.intake.rosters import receive
from homeroom.intake.rosters.receive import belongs, is_roster, receive_set
from homeroom.people import models
from intake.rosters.small_set import Write

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 26)


@pytest.fixture(autouse=True)
def today(settings) -> None:
    settings.HOMEROOM_TODAY = TODAY


def by_report(deliveries: list[Delivery]) -> dict[str, Delivery]:
    for delivery in deliveries:
        assert sum(getattr(delivery, name) for name in LEDGER) == delivery.rows_in
    return {delivery.report: delivery for delivery in deliveries}


def everything_stored() -> str:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return str([cursor.execute(f'select * from "{table}"') and cursor.fetchall() for table in tables])


@pytest.mark.parametrize(
    ("names", "answer"),
    [
        (["users.csv", "orgs.csv"], True),
        (["export/Users.CSV", "export/Orgs.csv", "readme.txt"], True),
        (["a\\users.csv", "a\\orgs.csv"], True),
        (["manifest.csv", "enrollments.csv"], True),
        (["users.csv"], False),
        (["manifest.csv", "lessons.csv"], False),
        ([], False),
    ],
)
def test_a_roster_is_known_by_its_file_names(names: list[str], answer: bool) -> None:
    assert is_roster(names) is answer


def test_a_programs_export_beside_a_roster_is_no_part_of_it() -> None:
    names = ("Users.csv", "set/academicSessions.csv", "demographics.csv", "userFlags.csv", "lessons.csv", "README.txt")
    assert [belongs(name) for name in names] == [True, True, True, True, False, False]


def test_it_works(write: Write) -> None:
    user = models.User.objects.create(username="dana")
    found = by_report(receive_set("roster.zip", write(), user))
    assert {report: (d.state, d.rows_in, d.published) for report, d in found.items()} == {
        "manifest": ("published", 4, 0),
        "orgs": ("published", 2, 2),
        "academicSessions": ("published", 1, 1),
        "courses": ("published", 1, 1),
        "classes": ("published", 1, 1),
        "users": ("published", 3, 3),
        "enrollments": ("published", 3, 3),
    }
    users = found["users"]
    assert (users.file, users.archive, users.program, users.layout) == ("users.csv", "roster.zip", "oneroster", "1.1")
    assert users.received_by == user
    assert users.message.startswith("3 new, 0 changed, 0 absent")
    assert place(users.sha256).stat().st_size == users.size
    assert sorted(models.Student.objects.values_list("given_name", flat=True)) == ["Ana", "Ben"]


def test_the_same_set_again_changes_nothing_and_says_so(write: Write, django_assert_max_num_queries) -> None:
    receive_set("monday", write())
    before = list(models.Student.objects.values())
    with django_assert_max_num_queries(60):
        found = by_report(receive_set("tuesday", write()))
    assert all((d.state, d.duplicate) == ("published", d.rows_in) for d in found.values())
    assert found["users"].message == "the same set again: nothing changed"
    assert list(models.Student.objects.values()) == before


def test_a_set_that_came_before_the_last_one_is_no_duplicate(write: Write, text: dict) -> None:
    receive_set("first", write())
    receive_set("second", write(users=text["users"].replace("Ana", "Anna")))
    found = by_report(receive_set("first again", write()))
    assert found["users"].published == 3
    assert models.Student.objects.get(sourced_id="s1").given_name == "Ana"


def test_a_set_with_one_file_less_is_no_duplicate(write: Write) -> None:
    receive_set("all", write())
    assert by_report(receive_set("less", write(courses=None)))["users"].published == 3


def test_faulty_rows_are_kept_with_line_column_and_reason(write: Write, text: dict) -> None:
    users = text["users"] + ",,,true,o1,student,x,,X,Y,,,,,,,3,\n" + ",,,true,o1,student,z,,Z,Y,,,,,,,3,\n"
    found = by_report(receive_set("r", write(users=users)))["users"]
    assert (found.published, found.quarantined) == (3, 2)
    group = RowGroup.objects.get(delivery=found)
    assert (group.ended_as, group.code, group.column, group.rows) == ("quarantined", "blank_id", "sourcedId", 2)
    assert (group.first_line, unpacked(group.numbers).tolist()) == (5, [4, 5])


def test_a_set_with_a_file_that_cannot_be_read_is_held_whole(write: Write) -> None:
    found = by_report(receive_set("r", write(orgs="wrong,columns\n1,2\n")))
    assert (found["orgs"].state, found["orgs"].held) == ("refused", 1)
    assert found["orgs"].message.startswith("orgs.csv: columns sourcedId, name, type missing")
    assert (found["users"].state, found["users"].held, found["users"].published) == ("held", 3, 0)
    assert "orgs.csv can't be read" in found["users"].message
    assert not models.Student.objects.exists()


def test_a_held_set_is_no_published_set_and_may_come_again(write: Write) -> None:
    files = {"orgs": "wrong,columns\n1,2\n"}
    receive_set("r", write(**files))
    assert by_report(receive_set("r", write(**files)))["users"].held == 3
    assert by_report(receive_set("r", write()))["users"].published == 3


def test_a_delta_set_is_held_with_a_clear_message(write: Write) -> None:
    found = by_report(receive_set("r", write(manifest="propertyName,value\nfile.enrollments,delta\n")))
    assert {d.state for d in found.values()} == {"held"}
    assert "delta set (enrollments)" in found["enrollments"].message
    assert found["manifest"].ignored == 1


def test_demographics_are_refused_by_name_and_leave_no_trace(write: Write) -> None:
    demographics = "sourcedId,birthDate,sex\ns1,2018-04-01,female\n"
    found = by_report(receive_set("r", write(demographics=demographics)))["demographics"]
    assert (found.ignored, found.groups.get().code) == (1, "not_taken")
    assert "2018-04-01" not in everything_stored()


def test_no_password_and_no_phone_reaches_the_database(write: Write, text: dict) -> None:
    users = text["users"].replace("t@x.org,,,,,", "t@x.org,+15550001,+15550002,,,Secr3t-pass")
    found = by_report(receive_set("r", write(users=users)))["users"]
    assert found.published == 3
    assert "columns set aside, homeroom never keeps them: sms, phone" in found.message
    assert "passwords removed before the file was kept: password" in found.message
    kept = place(found.sha256).read_text(encoding="utf-8")
    assert "Secr3t" not in kept
    assert "t@x.org" in kept
    stored = everything_stored()
    assert "t@x.org" in stored
    assert not any(secret in stored for secret in ("Secr3t", "5550001", "5550002"))


def test_files_that_are_no_csv_are_left_alone(write: Write, tmp_path: Path) -> None:
    files = write()
    files["readme.txt"] = tmp_path / "nowhere.txt"
    assert "readme" not in by_report(receive_set("r", files))


def test_a_folder_without_csv_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="no CSV file"):
        receive_set("empty", {"readme.txt": tmp_path})


def test_when_publishing_fails_nothing_is_true_and_nothing_is_told(write: Write, monkeypatch) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(receive.ledger, "write", fail)
    with pytest.raises(RuntimeError):
        receive_set("r", write())
    assert not models.Student.objects.exists()
    assert not Delivery.objects.exists()


def test_a_member_of_staff_absent_from_the_next_set_is_told(write: Write, text: dict) -> None:
    receive_set("r", write())
    users = "\n".join(line for line in text["users"].splitlines() if "tlopez" not in line) + "\n"
    enrollments = "\n".join(line for line in text["enrollments"].splitlines() if "u1" not in line) + "\n"
    found = by_report(receive_set("r", write(users=users, enrollments=enrollments)))
    assert "1 staff suspended" in found["users"].message
    staff = models.Staff.objects.get(sourced_id="u1")
    assert (staff.missing_since, staff.user.is_active) == (TODAY, False)
    assert staff.roles.get().ends_on == TODAY - timedelta(days=1)


SETS = {
    "v1p1_generated_school_small": {"users": 79, "enrollments": 546, "classes": 42, "demographics": 0},
    "v1p1_generated_district_medium": {"users": 837, "enrollments": 5810, "classes": 364, "demographics": 0},
    "v1p1_moodle_Test_full_data_set": {"users": 6, "enrollments": 4, "academicSessions": 5},
    "v1p1_moodle_Test_minimal_data_set": {"users": 6, "enrollments": 4, "academicSessions": 5},
    "v1p1_nicelion_example": {"users": 0, "orgs": 0, "enrollments": 0},
}


def sample(shared: Path, name: str) -> dict[str, Path]:
    folder = shared / "programs_and_rosters" / "oneroster" / name
    return {path.name.lower(): path for path in folder.glob("*.csv")}


@pytest.mark.shared
@pytest.mark.parametrize("name", SETS)
def test_real_sets_are_received(shared: Path, name: str) -> None:
    found = by_report(receive_set(name, sample(shared, name)))
    assert {delivery.state for delivery in found.values()} == {"published"}
    assert {report: found[report].published for report in SETS[name]} == SETS[name]
    assert "Password1-" not in everything_stored()


@pytest.mark.shared
def test_a_district_takes_few_queries_and_again_it_writes_no_person(
    shared: Path, django_assert_max_num_queries
) -> None:
    files = sample(shared, "v1p1_generated_district_medium")
    with django_assert_max_num_queries(160):
        receive_set("district", files)
    assert (models.Student.objects.count(), models.Enrollment.objects.count()) == (778, 5810)
    with django_assert_max_num_queries(60):
        assert by_report(receive_set("district", files))["enrollments"].duplicate == 5810


@pytest.mark.shared
def test_the_moodle_sets_words_are_understood(shared: Path) -> None:
    found = by_report(receive_set("moodle", sample(shared, "v1p1_moodle_Test_full_data_set")))
    assert models.StudentIdentifier.objects.filter(kind="LDAP", value="12").count() == 2
    ended = models.Class.objects.get(sourced_id="cls-222-123478")
    assert ended.ends_on is not None and ended.ends_on < TODAY
    assert found["users"].ignored == 0
    kin = models.Relationship.objects.get()
    assert (kin.contact.sourced_id, kin.student.sourced_id) == ("usr-222-1234561", "usr-222-66778899")
    assert "agentSourcedIds set aside" in found["users"].message
    assert {(g.code, g.rows) for g in found["enrollments"].groups.all()} == {("role_mismatch", 2)}
