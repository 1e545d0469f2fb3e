"""Roster sets and program files that lie together are told apart, and none takes another's place."""

from __future__ import annotations

from pathlib import Path

import pytest

from homeroom.intake import receive as receiving
from homeroom.intake.errors import InstallationError
from homeroom.intake.gather import gather
from homeroom.intake.models import Delivery
from homeroom.people.models import Class, Student
from intake.taking_in import answers, facts, ledger, row, take

SET = {
    "orgs.csv": "sourcedId,name,type\ns1,Valley School,school\n",
    "academicSessions.csv": "sourcedId,title,type,startDate,endDate,schoolYear\n"
    "y,2026-27,schoolYear,2026-08-01,2027-07-31,2027\n",
    "classes.csv": "sourcedId,title,schoolSourcedId,termSourcedIds,classType\nc1,Room 12,s1,y,homeroom\n",
    "users.csv": "sourcedId,enabledUser,orgSourcedIds,role,username,givenName,familyName,grades\n"
    "1001,true,s1,student,aruiz,Ana,Ruiz,03\n",
    "enrollments.csv": "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role\ne1,c1,s1,1001,student\n",
}


def lay(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(content, "utf-8")
    return folder


def told(folder: Path, tmp_path: Path) -> tuple[list[list[str]], list[str], list[str]]:
    """Names of the sets' members, of the single files, of what is refused."""
    found = gather([folder], tmp_path / "shop")
    sets = [sorted(one.name for one in members) for _, members in found.sets]
    return sets, [one.name for one in found.files], [one.path.name for one in found.refused]


def test_exports_beside_a_roster_are_no_part_of_it(tmp_path: Path) -> None:
    folder = lay(tmp_path / "in", {**SET, "week.csv": answers(row()), "README.txt": "Check these files."})
    assert told(folder, tmp_path) == ([sorted(SET)], ["week.csv"], [])


def test_files_known_to_the_format_and_not_taken_stay_in_the_set(tmp_path: Path) -> None:
    folder = lay(tmp_path / "in", {**SET, "demographics.csv": "sourcedId\n1001\n"})
    assert told(folder, tmp_path)[0] == [sorted([*SET, "demographics.csv"])]


def test_two_sets_of_one_name_are_two_sets(tmp_path: Path) -> None:
    for place in ("a", "b"):
        lay(tmp_path / "in" / place / "roster", SET)
    assert told(tmp_path / "in", tmp_path)[0] == [sorted(SET), sorted(SET)]


def test_our_own_folder_within_a_named_one_is_left(tmp_path: Path, home: Path) -> None:
    lay(home / "inbox", {"old.csv": answers(row())})
    lay(tmp_path, {"week.csv": answers(row())})
    assert told(tmp_path, tmp_path)[1] == ["week.csv"]
    assert told(home / "inbox", tmp_path)[1] == ["old.csv"]


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = lay(tmp_path / "in", {"week.csv": answers(row())})

    def closed(top: Path, onerror: object) -> list[tuple[str, list[str], list[str]]]:
        assert callable(onerror)
        onerror(PermissionError(13, "Permission denied", str(folder / "closed")))
        return [(str(top), ["closed"], ["week.csv"])]

    monkeypatch.setattr("homeroom.intake.gather.os.walk", closed)
    found = gather([folder], tmp_path / "shop")
    assert [one.name for one in found.files] == ["week.csv"]
    assert [one.words for one in found.refused] == [
        f"{folder / 'closed'}: the folder can't be read (Permission denied)."
    ]


@pytest.mark.django_db
def test_a_roster_and_its_exports_in_one_folder_meet(tmp_path: Path) -> None:
    """The roster goes first, whatever the names are: the rows find their child."""
    taken = take(lay(tmp_path / "in", {**SET, "a_week.csv": answers(row("i1"))}))
    assert (taken[-1].file, ledger(taken[-1])) == ("a_week.csv", {"published": 1})
    assert (Student.objects.count(), Class.objects.count(), len(facts())) == (1, 1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("broken", ["", "nonsense\n", "sourcedId,givenName\n1001,Ana\n", "\x89PNG\r\n"])
def test_a_broken_roster_changes_nothing_and_keeps_no_export_back(broken: str, tmp_path: Path) -> None:
    folder = lay(tmp_path / "in", {**SET, "users.csv": broken, "week.csv": answers(row("i1"))})
    *roster, week = take(folder)
    assert {str(one.state) for one in roster} <= {"held", "refused"}
    assert all(one.message for one in roster)
    assert all(sum(ledger(one).values()) == one.rows_in for one in roster)
    assert ledger(week) == {"quarantined": 1}
    assert not Student.objects.exists()


@pytest.mark.django_db
def test_one_name_in_two_spellings_is_no_set(tmp_path: Path) -> None:
    folder = lay(tmp_path / "in", {**SET, "Users.csv": SET["users.csv"].replace("Ana", "Eva")})
    if len(list(folder.iterdir())) == len(SET):
        pytest.skip("this disk knows one spelling of a name")
    assert {(str(one.state), "there twice" in one.message) for one in take(folder)} == {("refused", True)}
    assert not Student.objects.exists()


@pytest.mark.django_db
def test_a_fault_of_ours_in_a_roster_keeps_no_export_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object) -> None:
        raise KeyError("Ana Ruiz")

    monkeypatch.setattr(receiving, "receive_set", stumble)
    *roster, week = take(lay(tmp_path / "in", {**SET, "week.csv": answers(row("i1"))}))
    assert {str(one.state) for one in roster} == {"refused"}
    assert "KeyError" in roster[0].message
    assert "Ruiz" not in roster[0].message
    assert ledger(week) == {"quarantined": 1}


@pytest.mark.django_db
def test_a_full_disk_under_a_roster_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(receiving, "receive_set", full)
    with pytest.raises(InstallationError, match="is full"):
        take(lay(tmp_path / "in", SET))
    assert not Delivery.objects.exists()
