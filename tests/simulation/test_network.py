"""The network around the simulated school: two schools, families, and people who belong to both."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from homeroom.simulation import network, world
from homeroom.simulation.network import CHILDREN, draw

FIRST, SECOND = "org-linden-hill", "org-willow-bend"
SETS = ("academicSessions", "classes", "courses", "enrollments", "orgs", "roles", "users")


def rows(told, name: str, folder: str = "roster") -> list[dict[str, str]]:
    return told.rows(f"network/{folder}/{name}.csv")


def test_the_schools_own_roster_stands_in_it_word_for_word(quick) -> None:
    for name in ("academicSessions", "classes", "courses", "enrollments", "orgs", "roles"):
        alone = quick.rows(f"roster/{name}.csv")
        assert [row for row in rows(quick, name) if row in alone] == alone
        assert quick.header(f"roster/{name}.csv") == quick.header(f"network/roster/{name}.csv")
    own = {row["sourcedId"]: row for row in quick.rows("roster/users.csv")}
    shared = {row["sourcedId"]: row for row in rows(quick, "users") if row["sourcedId"] in own}
    changed = {name for one in own for name in own[one] if own[one][name] != shared[one][name]}
    assert changed == {"agentSourcedIds", "primaryOrgSourcedId"}


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("folder", ["roster", "later"])
def test_no_id_comes_twice(quick, name: str, folder: str) -> None:
    found = rows(quick, name, folder)
    assert len({row["sourcedId"] for row in found}) == len(found)


def test_every_reference_exists(quick) -> None:
    known = {name: {row["sourcedId"] for row in rows(quick, name)} for name in SETS}
    assert {row["parentSourcedId"] for row in rows(quick, "orgs")} == {"", "org-district"}
    for row in rows(quick, "users"):
        assert set(filter(None, row["agentSourcedIds"].split(","))) <= known["users"]
        assert row["primaryOrgSourcedId"] in known["orgs"]
    for row in rows(quick, "enrollments"):
        assert row["classSourcedId"] in known["classes"] and row["userSourcedId"] in known["users"]
        assert row["beginDate"] <= row["endDate"]
    for row in rows(quick, "roles"):
        assert row["userSourcedId"] in known["users"] and row["orgSourcedId"] in known["orgs"]


def test_user_names_and_numbers_are_given_once(usual) -> None:
    users = rows(usual, "users")
    assert len({row["username"] for row in users}) == len(users)
    children = [row for row in users if row["grades"]]
    assert len({row["identifier"] for row in children}) == len(children) == 480 + CHILDREN


def test_there_is_somebody_for_every_role(usual) -> None:
    counts = Counter((row["role"], row["orgSourcedId"]) for row in rows(usual, "roles"))
    assert counts["districtAdministrator", "org-district"] == 1
    assert counts["ext:dataTeam", "org-district"] == 2
    assert {role for role, org in counts if org == SECOND} == {
        *("student", "teacher", "ext:tutor", "ext:labCoordinator", "principal", "ext:dataTeam")
    }
    assert counts["student", SECOND] == CHILDREN + 1
    assert {"parent", "guardian", "relative"} <= {role for role, _ in counts}


def test_two_of_the_staff_work_at_both_schools(usual) -> None:
    places: dict[str, set[str]] = {}
    for row in rows(usual, "roles"):
        if row["role"] != "student":
            places.setdefault(row["userSourcedId"], set()).add(row["orgSourcedId"])
    assert [orgs for orgs in places.values() if len(orgs) > 1] == [{FIRST, SECOND}] * 2


def test_a_child_moved_from_one_school_to_the_other_in_the_term(quick) -> None:
    moved = [row for row in rows(quick, "roles") if row["role"] == "student" and row["roleType"] == "secondary"]
    assert len(moved) == 1
    before = next(r for r in rows(quick, "roles") if r["sourcedId"] == f"rol-{moved[0]['userSourcedId']}")
    assert (before["orgSourcedId"], moved[0]["orgSourcedId"]) == (FIRST, SECOND)
    assert "2026-08-31" < before["endDate"] < moved[0]["beginDate"] < "2026-10-31"
    exported = {row["Student ID"] for row in quick.rows(quick.names("iready_lessons")[0])}
    assert exported


def test_some_children_have_two_contacts_and_some_contacts_two_children(usual) -> None:
    agents = {row["sourcedId"]: row["agentSourcedIds"] for row in rows(usual, "users") if row["grades"]}
    per_child = Counter(len(list(filter(None, one.split(",")))) for one in agents.values())
    assert set(per_child) == {0, 1, 2}
    per_contact = Counter(one for named in agents.values() for one in named.split(",") if one)
    assert set(per_contact.values()) == {1, 2}
    contacts = {row["sourcedId"] for row in rows(usual, "users") if row["email"].endswith("@families.example")}
    assert contacts == set(per_contact)


def test_a_group_beside_the_homerooms_takes_children_of_several(usual_world) -> None:
    drawn = draw(usual_world)
    for group in drawn.groups:
        assert len({child.home for child in group.children}) > 1
        assert group.teacher is drawn.both


def test_the_later_roster_ends_a_schools_year_and_leaves_teachers_out(usual) -> None:
    now, later = rows(usual, "enrollments"), rows(usual, "enrollments", "later")
    assert {row["endDate"] for row in later if row["schoolSourcedId"] == SECOND} == {"2026-10-23"}
    assert any(row["endDate"] == "2027-06-11" for row in later if row["schoolSourcedId"] == FIRST)
    assert len(rows(usual, "users")) - len(rows(usual, "users", "later")) == 13
    assert len(later) < len(now)


def test_nobody_of_the_second_school_has_the_name_of_anybody_else(usual_world) -> None:
    drawn = draw(usual_world)
    others = {child.name.full for child in (*usual_world.school.children, *usual_world.school.strangers)}
    assert not others & {child.name.full for child in drawn.second.children}


@pytest.mark.parametrize("children", [12, 25, 61])
def test_small_schools_have_a_network_too(children: int) -> None:
    drawn = draw(world.make(2, children, 1))
    assert drawn.move.child.ends < drawn.move.stay.begins
    assert all(group.children for group in drawn.groups)


def test_one_seed_one_network(usual_world) -> None:
    assert draw(usual_world) == draw(usual_world)
    assert draw(replace(usual_world, seed=2)).second != draw(usual_world).second
    assert len(draw(usual_world).second.children) == network.CHILDREN
