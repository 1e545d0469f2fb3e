"""The roster: OneRoster 1.2 to the letter, every reference there, every date in order."""

from __future__ import annotations

import re
from datetime import date

import pytest

from homeroom.simulation.build import build
from homeroom.simulation.calendar import weeks_of
from homeroom.simulation.movement import expected
from homeroom.simulation.school import CEDS

SETS = ("academicSessions", "classes", "courses", "enrollments", "orgs", "roles", "users")


def ids(told, name: str) -> set[str]:
    return {row["sourcedId"] for row in told.rows(f"roster/{name}.csv")}


def test_the_manifest_tells_what_is_there(usual) -> None:
    manifest = {row["propertyName"]: row["value"] for row in usual.rows("roster/manifest.csv")}
    assert manifest["oneroster.version"] == "1.2"
    assert {name for name, value in manifest.items() if value == "bulk"} == {f"file.{name}" for name in SETS}
    there = {path.stem for path in (usual.written.folder / "roster").glob("*.csv")} - {"manifest"}
    assert there == set(SETS)


@pytest.mark.parametrize("name", SETS)
def test_no_id_comes_twice_and_a_full_set_has_no_status(usual, name: str) -> None:
    rows = usual.rows(f"roster/{name}.csv")
    assert len({row["sourcedId"] for row in rows}) == len(rows)
    assert {(row["status"], row["dateLastModified"]) for row in rows} == {("", "")}


@pytest.mark.parametrize(
    ("name", "column", "target"),
    [
        ("academicSessions", "parentSourcedId", "academicSessions"),
        ("orgs", "parentSourcedId", "orgs"),
        ("courses", "schoolYearSourcedId", "academicSessions"),
        ("courses", "orgSourcedId", "orgs"),
        ("classes", "courseSourcedId", "courses"),
        ("classes", "schoolSourcedId", "orgs"),
        ("classes", "termSourcedIds", "academicSessions"),
        ("users", "primaryOrgSourcedId", "orgs"),
        ("roles", "userSourcedId", "users"),
        ("roles", "orgSourcedId", "orgs"),
        ("enrollments", "classSourcedId", "classes"),
        ("enrollments", "schoolSourcedId", "orgs"),
        ("enrollments", "userSourcedId", "users"),
    ],
)
def test_every_reference_exists(usual, name: str, column: str, target: str) -> None:
    known = ids(usual, target)
    referred = {one for row in usual.rows(f"roster/{name}.csv") for one in row[column].split(",") if one}
    assert referred
    assert referred <= known


def test_dates_are_in_order_and_within_the_school_year(usual) -> None:
    for name in ("enrollments", "roles"):
        for row in usual.rows(f"roster/{name}.csv"):
            begins, ends = date.fromisoformat(row["beginDate"]), date.fromisoformat(row["endDate"])
            assert date(2026, 8, 31) <= begins <= ends <= date(2027, 6, 11), row["sourcedId"]


def test_roles_are_the_ones_agreed(usual) -> None:
    roles = [row["role"] for row in usual.rows("roster/roles.csv")]
    counts = {role: roles.count(role) for role in sorted(set(roles))}
    assert counts == {
        "ext:dataTeam": 2,
        "ext:labCoordinator": 1,
        "ext:tutor": 2,
        "principal": 1,
        "student": 480,
        "teacher": 20,
    }
    orgs = {row["role"]: row["orgSourcedId"] for row in usual.rows("roster/roles.csv")}
    assert orgs["ext:dataTeam"] == "org-district"
    assert orgs["principal"] == "org-linden-hill"


def test_every_user_has_one_role_and_everyone_a_class_who_should(usual) -> None:
    users = ids(usual, "users")
    assert sorted(row["userSourcedId"] for row in usual.rows("roster/roles.csv")) == sorted(users)
    enrolled = {row["userSourcedId"] for row in usual.rows("roster/enrollments.csv")}
    learners = {r["userSourcedId"] for r in usual.rows("roster/roles.csv") if r["role"] in ("student", "teacher")}
    assert enrolled == learners


def test_usernames_and_numbers_are_given_once(usual) -> None:
    users = usual.rows("roster/users.csv")
    children = [user for user in users if user["grades"]]
    assert len({user["username"] for user in users}) == len(users)
    assert len({user["identifier"] for user in children}) == len(children) == 480
    assert all(re.fullmatch(r"\d{7}", child["identifier"]) for child in children)
    assert {child["grades"] for child in children} == set(CEDS)


def test_every_class_has_one_first_teacher_and_about_24_children(usual) -> None:
    enrollments = usual.rows("roster/enrollments.csv")
    for one in usual.rows("roster/classes.csv"):
        rows = [row for row in enrollments if row["classSourcedId"] == one["sourcedId"]]
        assert [row["primary"] for row in rows if row["role"] == "teacher"].count("true") == 1
        assert 24 <= sum(row["role"] == "student" for row in rows) <= 28
        assert one["periods"].startswith("Lab ")


def test_children_come_go_move_and_sit_in_two_classes(usual) -> None:
    stays: dict[str, list[dict[str, str]]] = {}
    for row in usual.rows("roster/enrollments.csv"):
        if row["role"] == "student":
            stays.setdefault(row["userSourcedId"], []).append(row)
    assert sum(min(row["beginDate"] for row in rows) > "2026-08-31" for rows in stays.values()) == 8
    assert sum(max(row["endDate"] for row in rows) < "2027-06-11" for rows in stays.values()) == 8
    twice = [rows for rows in stays.values() if len(rows) == 2]
    assert len(twice) == 4 + 3
    at_once = [rows for rows in twice if rows[1]["beginDate"] <= rows[0]["endDate"]]
    assert len(at_once) == 4
    assert all(len({row["classSourcedId"] for row in rows}) == 2 for rows in twice)


def test_the_first_class_shows_all_that_can_happen(usual_world) -> None:
    children = list(usual_world.school.in_class(0))
    assert any(child.leaves for child in children)
    assert any(child.begins > date(2026, 8, 31) for child in children)
    assert any(len(child.stays) == 2 for child in children)
    assert usual_world.school.classes[0].grade == 3


def test_caseloads_name_staff_and_children_of_the_roster(usual) -> None:
    users, rows = ids(usual, "users"), usual.rows("caseloads/caseloads.csv")
    roles = {row["userSourcedId"]: row["role"] for row in usual.rows("roster/roles.csv")}
    reasons: dict[str, int] = {}
    for row in rows:
        assert {row["staffSourcedId"], row["userSourcedId"]} <= users
        assert roles[row["userSourcedId"]] == "student"
        assert row["beginDate"] <= row["endDate"]
        reasons[f"{roles[row['staffSourcedId']]}: {row['reason']}"] = 1 + reasons.get(
            f"{roles[row['staffSourcedId']]}: {row['reason']}", 0
        )
    assert reasons == {"ext:labCoordinator: Learning lab": 480, "ext:tutor: Small group, mathematics": 40}


def test_no_field_for_what_is_never_asked(usual) -> None:
    assert not usual.written.folder.joinpath("roster/demographics.csv").exists()
    assert {user["password"] for user in usual.rows("roster/users.csv")} == {""}


def test_the_schedule_holds_days_and_blocks(usual) -> None:
    days = {row["date"]: row["open"] for row in usual.rows("schedule/school_days.csv")}
    assert (min(days), max(days)) == ("2026-08-31", "2026-10-23")
    assert days["2026-09-07"] == days["2026-10-12"] == "false"
    assert sum(value == "true" for value in days.values()) == 38
    assert {row["block"] for row in usual.rows("schedule/rotation.csv")} == {f"Lab {n}" for n in range(1, 6)}


@pytest.mark.parametrize("children", [24, 60, 120, 161, 240, 500])
def test_changes_happen_as_often_as_expected_in_schools_of_any_size(children: int) -> None:
    weeks = weeks_of(3)
    school, counts = build(2, children, weeks), expected(children)
    ends = max(child.ends for child in school.children)
    assert sum(child.begins > date(2026, 8, 31) for child in school.children) == counts.arrivals
    assert sum(child.ends < ends for child in school.children) == counts.leavers
    changed = [child.stays for child in school.children if len(child.stays) == 2]
    assert len(changed) == counts.movers + counts.two_classes
    assert all(one.class_index != other.class_index for one, other in changed)
    assert sum(other.begins > one.ends for one, other in changed) == counts.movers
