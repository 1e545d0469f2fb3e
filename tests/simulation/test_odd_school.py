"""The odd school: sixty names in three languages, a class of 45, a class no program knows, odd names."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from homeroom.simulation.odd_school import IN_THE_FULL_CLASS, ODD, odd_names, sixty
from homeroom.simulation.write import write
from simulation.conftest import Told

pytestmark = pytest.mark.any_database


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return Told(write(tmp_path_factory.mktemp("odd") / "school", seed=1, children=24, weeks=2, odd=True))


def children(odd: Told) -> list[dict[str, str]]:
    return [row for row in odd.rows("network/roster/users.csv") if row["primaryOrgSourcedId"] == ODD.sourced_id]


def test_there_are_twenty_names_a_language_and_none_twice() -> None:
    assert {language: len(names) for language, names in sixty().items()} == {
        "English": 20,
        "Spanish": 20,
        "Vietnamese": 20,
    }
    every = [name.full for names in sixty().values() for name in names]
    assert len(set(every)) == 60
    assert all(unicodedata.is_normalized("NFC", name) for name in every)


def test_the_names_have_what_names_have() -> None:
    spanish = [name.family for name in sixty()["Spanish"]]
    assert any("ñ" in name.casefold() for name in spanish)
    assert any(name.startswith("Ñ") for name in spanish)
    assert sum(" " in name for name in spanish) >= 5
    marks = [unicodedata.normalize("NFD", letter) for name in sixty()["Vietnamese"] for letter in name.full]
    assert max(map(len, marks)) == 3
    assert "Đ" in "".join(name.full for name in sixty()["Vietnamese"])


def test_long_and_missing_names_come_as_rosters_send_them(odd: Told) -> None:
    told = {(row["givenName"], row["familyName"]) for row in children(odd)}
    assert {(name.given, name.family) for name in odd_names().values()} <= told
    assert max(len(name.full) for name in odd_names().values()) >= 60
    assert ("", "Sukarnoputri") in told and ("Mononymous", "") in told
    assert all(row["username"] for row in children(odd))


def test_one_class_has_45_children_and_the_other_no_work(odd: Told) -> None:
    rows = [row for row in odd.rows("network/roster/enrollments.csv") if row["schoolSourcedId"] == ODD.sourced_id]
    sizes = Counter(row["classSourcedId"] for row in rows if row["role"] == "student")
    full, other = (name for name, _ in sizes.most_common())
    assert (sizes[full], sizes[other]) == (IN_THE_FULL_CLASS, 15 + len(odd_names()))
    names = {row["sourcedId"]: (row["givenName"], row["familyName"]) for row in children(odd)}
    in_full = {
        names[row["userSourcedId"]] for row in rows if row["classSourcedId"] == full and row["role"] == "student"
    }
    worked = {(row["first_name"], row["last_name"]) for name in odd.names("stone_bridge") for row in odd.rows(name)}
    assert worked and worked <= in_full


def test_the_other_schools_stay_as_they_are_byte_for_byte(odd: Told, tmp_path: Path) -> None:
    plain = write(tmp_path / "school", seed=1, children=24, weeks=2)
    for name in plain.rows:
        before, after = (plain.folder / name).read_bytes(), (odd.written.folder / name).read_bytes()
        assert before == after or (name.startswith("network/") and after.startswith(before)), name


def test_no_id_comes_twice_and_every_reference_exists(odd: Told) -> None:
    for folder in ("roster", "later"):
        parts = ("orgs", "classes", "courses", "users", "roles", "enrollments")
        rows = {name: odd.rows(f"network/{folder}/{name}.csv") for name in parts}
        known = {name: [row["sourcedId"] for row in found] for name, found in rows.items()}
        assert all(len(set(ids)) == len(ids) for ids in known.values())
        assert {row["classSourcedId"] for row in rows["enrollments"]} <= set(known["classes"])
        assert {row["courseSourcedId"] for row in rows["classes"]} <= set(known["courses"])
    identifiers = [row["identifier"] for row in odd.rows("network/roster/users.csv") if row["identifier"]]
    assert len(set(identifiers)) == len(identifiers)


def test_one_seed_one_school(odd: Told, tmp_path: Path) -> None:
    again = write(tmp_path / "again", seed=1, children=24, weeks=2, odd=True)
    for name in again.rows:
        assert (again.folder / name).read_bytes() == (odd.written.folder / name).read_bytes(), name
