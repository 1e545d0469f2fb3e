import csv
from datetime import date
from pathlib import Path

import pytest

from homeroom.intake.errors import IntakeError
from homeroom.intake.models import LEDGER, Delivery
from homeroom.intake.rosters.draft import draft
from homeroom.intake.rosters.drafted import name_parts
from homeroom.intake.rosters.found import find
from homeroom.intake.rosters.receive import is_roster, receive_set
from homeroom.people.models import Class, Enrollment, Role, Student, User
from homeroom.people.visibility import classes_of, visible_to
from homeroom.programs.declaration import AsOf, Feed, Layout, Program, Report

pytestmark = pytest.mark.django_db

EXPORT = """Last Name,First Name,Student ID,Student Grade,Academic Year,School,User Name,Race,Class(es),Class Teacher(s)
Berg,Ana,0012,K,2021-2022,Hill,ana@x.org,A,Reading A,"Lopez, Tina"
Cruz,Ben,0013,5,2021-2022,Hill,ben@x.org,B,Reading A,Sam Diaz
Dorn,Cy,0014,5,2021-2022,Dale,cy,B,Reading A;Maths,Sam Diaz;Kim
Eder,Di,0015,Gold,2021-2022,Hill,di,B,Maths,Kim
Berg,Ana,0012,K,2021-2022,Hill,ana@x.org,A,Reading A,"Lopez, Tina"
Bergh,Ana,0012,K,2021-2022,Hill,ana@x.org,A,Maths,Kim
Nobody,No,,5,2021-2022,Hill,no,B,Maths,Kim
,,0016,5,2021-2022,Hill,no,B,Maths,Kim
"""


@pytest.fixture(autouse=True)
def today(settings) -> None:
    settings.HOMEROOM_TODAY = date(2022, 1, 12)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "export.csv"
    path.write_text(EXPORT)
    return path


def rows(folder: Path, report: str) -> list[dict[str, str]]:
    with (folder / f"{report}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def receive(folder: Path) -> dict[str, Delivery]:
    found = receive_set(folder.name, {path.name.lower(): path for path in folder.iterdir()})
    for delivery in found:
        assert sum(getattr(delivery, name) for name in LEDGER) == delivery.rows_in
    return {delivery.report: delivery for delivery in found}


def test_each_pair_of_class_and_teacher_becomes_a_class(source: Path, tmp_path: Path) -> None:
    found = draft(source, tmp_path / "out")
    pairs = {(one.name, one.teacher): list(one.students) for one in found.classes}
    assert pairs == {
        ("Reading A", "Lopez, Tina"): ["0012"],
        ("Reading A", "Sam Diaz"): ["0013", "0014"],
        ("Maths", "Kim"): ["0014", "0015", "0012"],
    }
    titles = {row["title"] for row in rows(tmp_path / "out", "classes")}
    assert titles == {"Reading A · Lopez, Tina", "Reading A · Sam Diaz", "Maths"}
    assert (len(found.students), found.teachers, found.enrollments) == (4, ("Kim", "Lopez, Tina", "Sam Diaz"), 6)


def test_the_first_row_of_a_child_wins_and_the_disagreement_is_told(source: Path, tmp_path: Path) -> None:
    found = draft(source, tmp_path / "out")
    assert found.students["0012"].family_name == "Berg"
    readme = (tmp_path / "out" / "README.txt").read_text()
    assert "student 0012, line 7: family name 'Bergh'; the first row says 'Berg' and was taken" in readme
    assert "no student id: 1 row(s), first on line 8" in readme
    assert "no name: 1 row(s), first on line 9" in readme
    assert len(found.conflicts) == 1


def test_every_guess_is_named_in_its_row(source: Path, tmp_path: Path) -> None:
    draft(source, tmp_path / "out")
    for report in ("orgs", "academicSessions", "courses", "classes", "users", "enrollments"):
        for row in rows(tmp_path / "out", report):
            assert set(row["metadata.guessed"].split()) <= set(row)
    session = rows(tmp_path / "out", "academicSessions")[0]
    assert (session["startDate"], session["endDate"], session["schoolYear"]) == ("2021-08-01", "2022-07-31", "2022")
    assert session["metadata.guessed"] == "startDate endDate"
    users = {row["sourcedId"]: row for row in rows(tmp_path / "out", "users")}
    assert users["0012"]["metadata.guessed"] == "enabledUser email"
    assert users["0014"]["metadata.guessed"] == "enabledUser"
    assert users["0015"]["metadata.guessed"] == "enabledUser grades"
    assert [users[one]["grades"] for one in ("0012", "0013", "0015")] == ["KG", "05", ""]
    teacher = next(row for row in users.values() if row["familyName"] == "Lopez")
    assert (teacher["givenName"], teacher["username"], teacher["role"]) == ("Tina", "lopez.tina", "teacher")
    assert "givenName" in teacher["metadata.guessed"]


def test_the_readme_says_in_words_what_was_guessed(source: Path, tmp_path: Path) -> None:
    draft(source, tmp_path / "out")
    readme = (tmp_path / "out" / "README.txt").read_text()
    assert "class: Class(es)" in readme
    assert "2021-2022 (the file's own)" in readme
    assert "Each pair of class and teacher" in readme
    assert "2 class(es) hold children of several schools" in readme
    assert "left blank: Gold" in readme


def test_race_and_other_columns_do_not_come_along(source: Path, tmp_path: Path) -> None:
    draft(source, tmp_path / "out")
    assert not any("race" in path.read_text().lower() for path in (tmp_path / "out").glob("*.csv"))


def test_the_same_export_drafts_the_same_set(source: Path, tmp_path: Path) -> None:
    draft(source, tmp_path / "one")
    draft(source, tmp_path / "two")
    assert {p.name: p.read_bytes() for p in (tmp_path / "one").iterdir()} == {
        p.name: p.read_bytes() for p in (tmp_path / "two").iterdir()
    }


@pytest.mark.django_db
def test_a_drafted_set_is_received_with_no_row_in_quarantine(source: Path, tmp_path: Path) -> None:
    draft(source, tmp_path / "out")
    assert is_roster([path.name for path in (tmp_path / "out").iterdir()])
    found = receive(tmp_path / "out")
    assert {delivery.state for delivery in found.values()} == {"published"}
    assert sum(delivery.quarantined for delivery in found.values()) == 0
    assert "unknown columns kept: metadata.guessed" in found["users"].message
    assert (Student.objects.count(), Class.objects.count(), Role.objects.count()) == (4, 3, 5)
    kim = User.objects.get(username="kim")
    assert sorted(visible_to(kim).values_list("sourced_id", flat=True)) == ["0012", "0014", "0015"]
    assert [one.title for one in classes_of(kim)] == ["Maths"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("student_id,student_name,grade", "7,Ana Berg,3"),
        ("SIS ID,Name,Homeroom Teacher", '7,"Berg, Ana",Kim'),
        ("id,first_name,last_name,section", "7,Ana,Berg,Room 1"),
    ],
)
def test_other_exports_are_understood_by_their_column_names(tmp_path: Path, header: str, row: str) -> None:
    source = tmp_path / "in.csv"
    source.write_text(f"{header}\n{row}\n")
    draft(source, tmp_path / "out")
    assert sum(delivery.quarantined for delivery in receive(tmp_path / "out").values()) == 0
    child = Student.objects.get()
    assert (child.given_name, child.family_name) == ("Ana", "Berg")
    assert [school.name for school in child.schools.all()] == ["School"]
    assert Enrollment.objects.filter(student=child).count() == ("Teacher" in header or "section" in header)


def test_a_file_without_a_year_or_classes_says_so(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("student_id,name\n1,Ana Berg\n")
    found = draft(source, tmp_path / "out")
    assert (found.school_year, found.year_guessed) == (2022, True)
    readme = (tmp_path / "out" / "README.txt").read_text()
    assert "no column tells it: the current one was taken" in readme
    assert "there are students, but no classes" in readme
    assert 'school called "School"' in readme


def test_unreadable_rows_and_years_are_passed_over(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text('student_id,name,school_year\n1,Ana Berg,some day\n2,"broken\n3,Ben Cruz,2020-2021\n')
    found = draft(source, tmp_path / "out")
    assert (sorted(found.students), found.school_year, found.rows) == (["1", "3"], 2021, 3)
    assert "first on line 3" in (tmp_path / "out" / "README.txt").read_text()


def test_a_long_list_in_the_readme_is_cut(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("student_id,name\n1,Ana Berg\n" + "".join(f"1,Other{n} Name{n}\n" for n in range(40)))
    assert len(draft(source, tmp_path / "out").conflicts) == 80
    assert "… and 30 more" in (tmp_path / "out" / "README.txt").read_text()


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("Lesson,Minutes", "a student id or students' names"),
        ("Student ID,Minutes", "students' names"),
        ("First Name,Last Name", "a student id"),
    ],
)
def test_a_file_that_tells_of_no_children_is_refused(tmp_path: Path, header: str, says: str) -> None:
    source = tmp_path / "in.csv"
    source.write_text(f"{header}\na,b\n")
    with pytest.raises(IntakeError, match=f"no column that holds {says} among"):
        draft(source, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_nothing_is_overwritten(source: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("keep")
    with pytest.raises(IntakeError, match="not empty"):
        draft(source, tmp_path / "out")
    with pytest.raises(IntakeError, match="not empty"):
        draft(source, source)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Lopez, Tina", ("Tina", "Lopez")),
        ("Tina Lopez", ("Tina", "Lopez")),
        ("Ana Maria Lopez", ("Ana Maria", "Lopez")),
        ("teacher1", ("", "teacher1")),
        ("", ("", "")),
    ],
)
def test_a_name_is_parted_by_its_comma_or_its_last_space(name: str, parts: tuple[str, str]) -> None:
    assert name_parts(name) == parts


def program(identity: dict[str, tuple[str, ...]], columns: tuple[str, ...]) -> Program:
    layout = Layout(
        "one", columns, frozenset(), {}, identity, {}, (), "", {}, ("student",), False, AsOf()
    )  # fmt: skip
    report = Report("r", "R", None, "row", Feed(), (layout,))  # type: ignore[arg-type]
    return Program(slug="p", name="P", minutes_definition="", reports=(report,), folder=Path())


def test_a_declared_identity_goes_before_a_columns_name() -> None:
    columns = ("Key", "Student ID", "First Name", "Last Name", "Class")
    declared = program({"ids": ("Key", "Student ID")}, columns)
    assert find(columns, [declared]).columns["ids"] == ("Key", "Student ID")
    assert find(columns, [declared]).columns["class"] == ("Class",)
    assert find((*columns, "More"), [declared]).columns["ids"] == ("Student ID",)


def test_the_given_program_is_the_one_that_counts(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("Key,Student ID,Name\nk1,,Ana Berg\n,s2,Ben Cruz\n")
    declared = program({"ids": ("Key", "Student ID")}, ("Key", "Student ID", "Name"))
    assert sorted(draft(source, tmp_path / "out", declared).students) == ["k1", "s2"]


@pytest.mark.shared
@pytest.mark.django_db
def test_a_real_export_drafts_a_roster_that_is_received_whole(shared: Path, tmp_path: Path) -> None:
    folder = shared / "programs_and_rosters" / "oea" / "iReady" / "diagnostic_and_instruction_math_ytd_window"
    found = draft(folder / "math.csv", tmp_path / "out")
    assert (found.rows, len(found.students), len(found.teachers), len(found.classes)) == (500, 500, 3, 9)
    assert found.enrollments == 500
    deliveries = receive(tmp_path / "out")
    assert sum(delivery.quarantined for delivery in deliveries.values()) == 0
    assert deliveries["users"].published == 503
    children = {user.username: visible_to(user).count() for user in User.objects.all()}
    assert children == {"teacher1": 177, "teacher4": 165, "teacher12": 158}
