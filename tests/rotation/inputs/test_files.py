"""What plans are made from goes out as files and comes in again: the sound rows, each once; the rest by its line."""

import csv
from collections.abc import Callable
from datetime import date, time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from a_school import TODAY, child, room, staff
from homeroom.people.audit import CommandLine
from homeroom.people.models import AuditEntry, Role, School
from homeroom.rotation.errors import RotationError
from homeroom.rotation.files.all_tables import TABLES
from homeroom.rotation.files.give import give
from homeroom.rotation.files.take import Taken, take
from homeroom.rotation.models import (
    Absence,
    Assumption,
    DayType,
    DayTypeOn,
    GroupLanguage,
    Licence,
    Pair,
    PlanLock,
    PlanRule,
    Qualification,
    Room,
    Service,
    StaffTime,
)
from rotation.inputs.a_planned_school import WEEK, Planned, planned
from security.hostile_texts import TEXTS

BY = CommandLine("ana")
INPUTS = (
    DayType,
    Room,
    Licence,
    PlanRule,
    Assumption,
    StaffTime,
    Qualification,
    Service,
    GroupLanguage,
    Pair,
    Absence,
    PlanLock,
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def here(settings) -> Planned:  # type: ignore[no-untyped-def]
    settings.HOMEROOM_TODAY = TODAY
    return planned(6)


@pytest.fixture
def taking(here: Planned, tmp_path: Path) -> Callable[..., Taken]:
    def took(name: str, *lines: str, dry: bool = False) -> Taken:
        path = tmp_path / f"{name}.csv"
        path.write_text("\n".join(lines) + "\n", "utf-8")
        taken = take(path, here.school, BY, dry=dry)
        for one in taken.accounts:
            assert one.read == one.taken + len(one.set_aside)
            assert one.taken == sum(one.counts.values())
        return taken

    return took


def full(here: Planned) -> None:
    """Something in every table."""
    one, two = sorted(here.children[:2], key=lambda own: own.pk)
    own = {"school": here.school}
    Qualification.objects.update(subject="Mathematics")
    DayTypeOn.objects.create(**own, day_type=here.day_type, day=date(2026, 11, 28))
    Licence.objects.create(**own, program="ixl", grades=["03", "04"], concurrent=30, most_minutes=60)
    PlanRule.objects.create(**own, kind="caps", value={"technology": 4}, strength="hard", owner="ana")
    Assumption.objects.create(**own, modality="tutoring", value=0.123456789, said_by="ana")
    windows = [{"weekday": 0, "from": "09:45", "to": "10:15"}]
    Service.objects.create(student=one, provider=here.tutor, minutes=20, windows=windows, never_from=["lunch"])
    GroupLanguage.objects.create(student=two, language="es", ends_on=WEEK)
    Pair.objects.create(one=one, other=two, kind="apart", owner="ben", begins_on=WEEK)
    Absence.objects.create(student=one, day=WEEK, starts_at=time(9, 0), said_by="ana")
    Absence.objects.create(staff=here.tutor, day=WEEK, said_by="ana")
    PlanLock.objects.create(student=one, day=WEEK, session=1, modality="tutoring", staff=here.tutor, origin="study 4")


def written(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def told(taken: Taken) -> list[dict[str, int]]:
    return [{name: count for name, count in one.counts.items() if count} for one in taken.accounts]


def reasons(taken: Taken) -> list[tuple[int, str]]:
    return [(one.line, one.reason) for account in taken.accounts for one in account.set_aside]


def test_it_works(here: Planned, tmp_path: Path) -> None:
    full(here)
    found = give(here.school, tmp_path / "out", BY)
    assert list(found) == [table.name for table in TABLES]
    assert all(found.values())
    text = (tmp_path / "out" / "services.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert rows == [
        {
            **{"school": "s1", "student": "k0", "staff": "staff-tutor", "minutes": "20", "meetings": "1"},
            **{"windows": "monday 09:45-10:15", "never_from": "lunch", "room": "", "begins_on": "", "ends_on": ""},
        }
    ]
    assert AuditEntry.objects.get(verb="exported").students == sorted(own.pk for own in here.children[:2])


def test_what_was_written_changes_nothing_and_brings_everything_back(here: Planned, tmp_path: Path) -> None:
    full(here)
    give(here.school, tmp_path / "out", BY)
    again = take(tmp_path / "out", here.school, BY)
    assert not again.waiting
    assert all(set(counts) == {"unchanged"} for counts in told(again))
    assert not AuditEntry.objects.filter(verb="took in").exists()
    for table in INPUTS:
        table._default_manager.all().delete()
    back = take(tmp_path / "out", here.school, BY)
    assert not back.waiting
    assert all(set(counts) == {"new"} for counts in told(back))
    give(here.school, tmp_path / "again", BY)
    assert written(tmp_path / "again") == written(tmp_path / "out")


def test_trying_keeps_nothing(here: Planned, taking: Callable[..., Taken]) -> None:
    taken = taking("rooms", "room,kind,seats", "Annex,small,6", "Lab,lab,99", dry=True)
    assert told(taken) == [{"new": 1, "changed": 1}]
    assert list(Room.objects.values_list("name", "seats")) == [("Lab", 6)]
    assert not AuditEntry.objects.exists()


def test_a_changed_row_changes_its_record_and_what_no_file_names_stays(
    here: Planned, taking: Callable[..., Taken]
) -> None:
    Room.objects.create(school=here.school, name="Yard", kind="yard", seats=90)
    assert told(taking("rooms", "room,kind,seats,devices", "Lab,lab,99,4", "Lab,lab,99,4")) == [
        {"changed": 1, "unchanged": 1}
    ]
    assert sorted(Room.objects.values_list("name", "seats")) == [("Lab", 99), ("Yard", 90)]
    assert AuditEntry.objects.filter(verb="took in").count() == 1


ASIDE = {
    "day_types": [
        ("Early,friday", "“Full day” has one of these weekdays"),
        ("Early,fri", "none of monday"),
        (",friday", "day_type: it is blank"),
        ("x" * 65 + ",", "at most 64 letters"),
    ],
    "day_type_dates": [("2026-11-23,Late", "no day type"), ("23.11.,Full day", "write it as 2026-11-23")],
    "templates": [
        ("Full day,3,A,lunch,10:30,11:00,", "past the bell"),
        ("Full day,3,A,lunch,12:30,12:00,", "ends before it starts"),
        ("Full day,3,A,lunch,25:00,26:00,", "write it as 09:45"),
        ("Full day,9th of May,A,lunch,12:00,12:30,", "is no grade"),
        ("Full day,3,A,nap,12:00,12:30,", "none of core"),
        ("Full day,3,A,lunch,12:00,12:30,2", "only a flexible block"),
        ("Full day,3,A,flexible,12:00,12:09,2", "shorter than 5 minutes"),
    ],
    "rooms": [
        ("Annex,small,0,", "whole number from 1"),
        ("Annex,small,-3,", "whole number"),
        ("Annex,cave,3,", "none of"),
    ],
    "licences": [
        ("nothing,,,,", "no program"),
        ("ixl,,0,,", "whole number from 1"),
        ("ixl,,,50,40", "most_minutes: it is under the column least_minutes"),
        ("ixl,K;Z,,,", "is no grade"),
    ],
    "rules": [
        ("quiet,a=1,", "none of"),
        ("caps,technology,", "write it as"),
        ("caps,luck=3,", "no value of caps"),
        ("caps,technology=99,", "from 0 to 50"),
        ("peer-size,least=9; most=4,", "most is under least"),
    ],
    "assumptions": [
        ("tutoring,,much,", "no number"),
        ("tutoring,,11,", "no number from 0 to 10"),
        ("service,,1,", "none of"),
        ("tutoring,Chess,1,", "no standards here"),
    ],
    "staff_times": [
        ("staff-tutor,monday,11:00,13:00,available,,,", "is there already"),
        ("nobody,monday,13:00,14:00,duty,,,", "no adult of this school"),
        ("staff-tutor,monday,13:00,14:00,duty,Cellar,,", "no room of this school"),
        ("staff-tutor,monday,13:00,14:00,duty,,2026-11-02,2026-11-01", "last day is before"),
    ],
    "qualifications": [("staff-tutor,Chess,,", "no standards here"), ("nobody,,,", "no adult")],
    "services": [
        ("nobody,staff-tutor,20,1,,,,,", "no child of this school"),
        ("k0,staff-tutor,0,1,,,,,", "whole number from 1"),
        ("k0,staff-tutor,20,9,,,,,", "from 1 to 5"),
        ("k0,staff-tutor,20,1,monday,,,,", "is no window"),
        ("k0,staff-tutor,20,1,monday 10:00-9:00,,,,", "ends before it starts"),
        ("k0,staff-tutor,20,1,monday 25:00-9:00,,,,", "is no window"),
        ("k0,staff-tutor,40,1,monday 09:00-09:30,,,,", "too short"),
        ("k0,staff-tutor,20,2,monday 09:00-09:30,,,,", "too few days"),
        ("k0,staff-tutor,20,1,,naps,,,", "none of core"),
    ],
    "languages": [
        ("k9,es,,", "no child"),
        ("k0,,,", "group_language: it is blank"),
        ("k0,vi,2026-11-02,2026-11-01", "last day is before"),
    ],
    "pairs": [("k0,k0,apart,,,", "same child"), ("k0,k9,apart,,,", "no child"), ("k0,k1,far,,,", "none of")],
    "absences": [
        ("k0,staff-tutor,2026-10-26,,,", "not both"),
        (",,2026-10-26,,,", "a child or an adult"),
        ("k0,,2026-10-26,10:00,09:00,", "ends before it starts"),
    ],
    "locks": [
        ("k0,2026-10-26,3,independent,,,", "no such session"),
        ("k0,2026-10-25,1,independent,,,", "no such session"),
        ("k0,2026-10-26,1,service,,,", "none of"),
        ("k0,2026-10-26,1,independent,staff-tutor,,", "no adult leads"),
        ("k0,2026-10-26,1,independent,,ixl,", "no program belongs"),
        ("k0,2026-10-26,1,teacher-led,staff-tutor,,", "against the rule own-class"),
        ("k0,2026-10-26,1,tutoring,staff-teacher0,,", "against the rule qualified"),
    ],
}
HEADS = {table.name: ",".join(table.columns) for table in TABLES}


@pytest.mark.parametrize("name", ASIDE)
def test_what_is_not_sound_is_set_aside_with_its_line_and_its_reason(
    here: Planned, taking: Callable[..., Taken], name: str
) -> None:
    found = reasons(taking(name, HEADS[name], *(line for line, _ in ASIDE[name])))
    assert [line for line, _ in found] == list(range(2, len(ASIDE[name]) + 2))
    for (_, reason), (_, words) in zip(found, ASIDE[name], strict=True):
        assert words in reason


def test_every_table_is_asked_for_what_it_sets_aside() -> None:
    assert ASIDE.keys() == HEADS.keys()


def test_a_child_with_two_services_at_once(here: Planned, taking: Callable[..., Taken]) -> None:
    """Only where no time in the windows keeps them apart."""
    taken = taking(
        "services",
        HEADS["services"],
        "k0,staff-tutor,30,1,monday 09:00-09:40,,,,",
        "k0,staff-teacher0,30,1,monday 09:20-10:00,,,,",  # from 9:30 on it fits: the first may end by then
        "k0,staff-teacher1,30,1,monday 09:00-09:30,,,,",
        "k1,staff-teacher1,30,1,monday 09:00-09:30,,,,",
    )
    assert reasons(taken) == [(4, "on monday the child is to be at two services at once")]
    assert Service.objects.count() == 3


def test_duties_that_overlap_in_different_weeks_are_sound(here: Planned, taking: Callable[..., Taken]) -> None:
    line = "staff-tutor,monday,{},14:00,duty,,{},{}"
    taken = taking(
        "staff_times",
        HEADS["staff_times"],
        line.format("13:00", "", "2026-11-01"),
        line.format("13:10", "2026-11-02", ""),
        line.format("13:20", "2026-10-30", ""),
    )
    assert [number for number, _ in reasons(taken)] == [4]


def test_pairs_that_say_both_and_locks_against_the_schools_rules(here: Planned, taking: Callable[..., Taken]) -> None:
    taken = taking("pairs", HEADS["pairs"], "k1,k0,apart,,,ben", "k0,k1,together,,,")
    assert reasons(taken) == [(3, "the same two children are to be both apart and together")]
    assert Pair.objects.get().owner == "ben"
    days = [f"k0,2026-10-{day},1,independent,,," for day in (26, 27, 28)]
    both = [f"{name},2026-10-29,1,tutoring,staff-tutor,," for name in ("k2", "k0", "k1")]
    found = reasons(taking("locks", HEADS["locks"], *days, *both, "k3,2026-10-26,2,teacher-led,staff-teacher1,,"))
    assert [line for line, _ in found] == [4, 7]
    assert "rule caps" in found[0][1]
    assert "rule apart" in found[1][1]
    assert set(PlanLock.objects.values_list("origin", flat=True)) == {str(BY)}


def test_two_licences_for_one_grade(here: Planned, taking: Callable[..., Taken]) -> None:
    taken = taking("licences", HEADS["licences"], "ixl,K;1,,,", "IXL,1;2,,,", "ixl,,,,", "ixl,3,,,")
    assert [line for line, _ in reasons(taken)] == [3, 4]


def test_one_file_says_two_things_of_one_record(here: Planned, taking: Callable[..., Taken]) -> None:
    taken = taking("rooms", HEADS["rooms"], "Annex,small,5,", "Annex,small,6,")
    assert reasons(taken) == [(3, "line 2 says something else of the same")]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("rooms", "student,day\nk0,2026-10-26\n", "lacks the columns"),  # another file's columns
        ("rooms", "", "empty or has no heading"),
        ("rooms", "school,room,kind,seats\ns2,Annex,small,5\n", "of the school “s2”, not of “s1”"),
        ("pictures", "room,kind,seats\nAnnex,small,5\n", "no file here is one of these"),
    ],
)
def test_a_wrong_file_is_refused_and_nothing_is_taken(
    here: Planned, tmp_path: Path, name: str, text: str, words: str
) -> None:
    (tmp_path / "day_types.csv").write_text("day_type\nLate\n")
    (tmp_path / f"{name}.csv").write_text(text)
    if name == "pictures":
        (tmp_path / "day_types.csv").unlink()
    with pytest.raises(RotationError, match=words):
        take(tmp_path, here.school, BY)
    assert DayType.objects.count() == 1


def test_a_folder_that_is_not_there_and_one_that_is_not_empty(here: Planned, tmp_path: Path) -> None:
    with pytest.raises(RotationError, match="no such file"):
        take(tmp_path / "nowhere", here.school, BY)
    (tmp_path / "mine.txt").touch()
    with pytest.raises(RotationError, match="nothing is written over"):
        give(here.school, tmp_path, BY)


def test_half_a_file_gives_its_sound_rows_and_other_files_are_named(here: Planned, tmp_path: Path) -> None:
    (tmp_path / "rooms.csv").write_text('room,kind,seats\nAnnex,small,5\nNook,small\n"Cellar,small,5')
    (tmp_path / "notes.txt").touch()
    taken = take(tmp_path, here.school, BY)
    [account] = taken.accounts
    assert (account.read, account.taken, len(account.set_aside), account.whole) == (3, 1, 2, False)
    assert (taken.unread, taken.waiting) == (("notes.txt",), True)


def test_no_file_has_a_column_for_why() -> None:
    names = {column for table in TABLES for column in table.columns}
    assert not names & {"reason", "why", "diagnosis", "note", "comment", "service_kind", "el", "iep", "income"}


def test_children_and_adults_of_other_schools_are_unknown(here: Planned, taking: Callable[..., Taken]) -> None:
    elsewhere = School.objects.create(sourced_id="s2", name="Hill School")
    child(77, room(elsewhere, "c77", "Room 77"))
    staff("faraway", Role.Kind.TUTOR, elsewhere)
    taken = taking("absences", HEADS["absences"], "k77,,2026-10-26,,,", ",staff-faraway,2026-10-26,,,")
    assert len(reasons(taken)) == 2


def test_hostile_texts_are_texts(here: Planned, tmp_path: Path) -> None:
    """They come in as they are or are set aside, and what came in goes out and in again."""
    path = tmp_path / "rooms.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("room", "kind", "seats"), *((text[:64], "small", 5) for text in TEXTS)])
    [account] = take(path, here.school, BY).accounts
    assert account.read == account.taken + len(account.set_aside)
    assert account.taken > len(TEXTS) / 2
    give(here.school, tmp_path / "out", BY)
    [again] = take(tmp_path / "out" / "rooms.csv", here.school, BY).accounts
    assert (again.counts["unchanged"], again.set_aside) == (Room.objects.count(), [])


def test_a_hundred_times_as_many_rows_are_taken(here: Planned, tmp_path: Path) -> None:
    minutes = [f"{at // 60:02}:{at % 60:02}" for at in range(801)]
    lines = [f"staff-tutor,tuesday,{one},{other},duty,,," for one, other in pairwise(minutes)]
    (tmp_path / "staff_times.csv").write_text("\n".join([HEADS["staff_times"], *lines]))
    [account] = take(tmp_path, here.school, BY).accounts
    assert (account.taken, StaffTime.objects.filter(kind="duty").count()) == (800, 800)


LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
NAMES = st.text(LETTERS, min_size=1, max_size=64).map(str.strip).filter(bool)
ROOMS = st.dictionaries(NAMES, st.tuples(st.integers(1, 99), st.integers(0, 99)), min_size=1, max_size=4)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rooms=ROOMS, value=st.floats(0, 10))
def test_whatever_is_written_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, rooms: dict[str, tuple[int, int]], value: float
) -> None:
    """For every name that a room may have, and every number."""
    school, _ = School.objects.get_or_create(sourced_id="=s1", defaults={"name": "Valley School"})
    for model in (Room, Assumption):
        model._default_manager.all().delete()
    for name, (seats, devices) in rooms.items():
        Room.objects.create(school=school, name=name, kind="lab", seats=seats, devices=devices)
    Assumption.objects.create(school=school, modality="second", value=value, said_by="ana")
    before = sorted(Room.objects.values_list("name", "seats", "devices"))
    folder = tmp_path_factory.mktemp("files")
    give(school, folder / "out", BY)
    Room.objects.all().delete()
    Assumption.objects.all().delete()
    assert not take(folder / "out", school, BY).waiting
    assert sorted(Room.objects.values_list("name", "seats", "devices")) == before
    assert Assumption.objects.get().value == value


def test_a_duty_that_is_made_shorter_leaves_its_time_to_another(here: Planned, taking: Callable[..., Taken]) -> None:
    taken = taking(
        "staff_times",
        HEADS["staff_times"],
        "staff-tutor,monday,09:00,10:00,available,,,",
        "staff-tutor,monday,10:00,11:00,available,,,",
    )
    assert told(taken) == [{"new": 1, "changed": 1}]


def test_services_that_may_be_at_several_times_are_never_at_once(here: Planned, taking: Callable[..., Taken]) -> None:
    first = "k0,staff-tutor,30,1,monday 09:00-09:30; tuesday 09:00-09:30,,,,"
    assert not taking("services", HEADS["services"], first, "k0,staff-teacher1,30,1,monday 09:00-09:30,,,,").waiting
