from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from a_school import TODAY, Town, room, standards, town
from homeroom.goals import plans
from homeroom.goals.models import UnitPlan
from homeroom.goals.plan_file import take_plans
from homeroom.people.audit import CommandLine
from homeroom.people.models import AuditEntry
from homeroom.standards.account import Account
from homeroom.standards.errors import StandardsError
from homeroom.standards.units import Part, make_unit

FILE = """class,week,standard,minutes,unit
c1,2026-10-28,3.NF.A.1,60,u1
c1,2026-11-02,3.NF.A.1; 3.G.A.2,45,
"Grade 5, Room 1",2026-11-02,3.OA.A.1,,
"""
CODES = {"3.NF.A.1": "Unit fractions", "3.G.A.2": "Equal areas", "3.OA.A.1": "Products"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Town:
    standards(CODES)
    made = town(1)
    make_unit("ccss", "u1", "Fractions", [Part("3.NF.A.1")])
    return made


@pytest.fixture
def taking(tmp_path: Path, here: Town):  # type: ignore[no-untyped-def]
    def take(text: str) -> Account:
        path = tmp_path / "plan.csv"
        path.write_text(text, "utf-8")
        account = take_plans(path, CommandLine("ana"))
        assert account.read == account.taken + len(account.set_aside)
        return account

    return take


def _all() -> list[tuple[str, str, str, int]]:
    rows = UnitPlan.objects.order_by("school_class", "week", "standard__code")
    found = rows.values_list("school_class__sourced_id", "week", "standard__code", "minutes")
    return [(group, week.isoformat(), code, minutes) for group, week, code, minutes in found]


ALL = [
    ("c1", "2026-10-26", "3.NF.A.1", 60),
    ("c1", "2026-11-02", "3.G.A.2", 22),
    ("c1", "2026-11-02", "3.NF.A.1", 23),
    ("c2", "2026-11-02", "3.OA.A.1", 0),
]


def test_a_file_of_plans_is_taken_with_minutes_divided(taking) -> None:  # type: ignore[no-untyped-def]
    account = taking(FILE)
    assert (account.read, account.taken, account.counts["new"]) == (3, 3, 4)
    assert _all() == ALL
    first = UnitPlan.objects.order_by("pk")[0]
    assert (first.unit.code if first.unit else "", first.made_by) == ("u1", "command line: ana")
    assert AuditEntry.objects.get(verb="planned").actor == "command line: ana"


def test_the_same_file_again_changes_nothing(taking) -> None:  # type: ignore[no-untyped-def]
    taking(FILE)
    assert +taking(FILE).counts == {"the same": 4}
    assert _all() == ALL
    assert AuditEntry.objects.count() == 1


def test_what_a_teacher_marked_and_what_the_file_does_not_name_stay(taking, here: Town) -> None:  # type: ignore[no-untyped-def]
    taking(FILE)
    marked = UnitPlan.objects.get(week=TODAY)
    plans.mark(here.teacher, marked, "taught")
    counts = taking("class,week,standard,minutes\nc1,2026-10-26,3.NF.A.1,5\nc2,2026-11-02,3.OA.A.1,30\n").counts
    assert +counts == {"changed": 1, "left as a teacher marked them": 1}
    assert _all() == [*ALL[:3], ("c2", "2026-11-02", "3.OA.A.1", 30)]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("c9,2026-11-09,3.NF.A.1,60,", "column class: 'c9' is no class that is known"),
        (",2026-11-09,3.NF.A.1,60,", "column class: '' is no class"),
        ("Twins,2026-11-09,3.NF.A.1,60,", "column class: 'Twins' is the name of 2: give its id"),
        ("c1,next week,3.NF.A.1,60,", "column week: 'next week' is no day: write it as 2026-11-23"),
        ("c1,2026-11-31,3.NF.A.1,60,", "column week: '2026-11-31' is no day"),
        ("c1,2026-11-09,3.NF.X,60,", "column standard: '3.NF.X' is no standard that is loaded"),
        ("c1,2026-11-09,;,60,", "column standard: names none"),
        ("c1,2026-11-09,3.NF.A.1,-5,", "column minutes: '-5' is no whole number from 0 to 2000"),
        ("c1,2026-11-09,3.NF.A.1,45.5,", "column minutes: '45.5' is no whole number"),
        ("c1,2026-11-09,3.NF.A.1,99999999999,", "column minutes: '99999999999' is no whole number"),
        ("c1,2026-11-09,3.NF.A.1,60,u9", "column unit: 'u9' is no unit that is known"),
        ("c1,2026-10-26,3.NF.A.1,61,", "the class has this standard in this week already, with other minutes"),
        ("c1,2026-11-09,3.NF.A.1", "it has 3 cells where the heading has 5"),
    ],
)
def test_a_faulty_row_is_set_aside_with_line_reason_and_what_to_do(taking, here: Town, row: str, reason: str) -> None:  # type: ignore[no-untyped-def]
    for sourced_id in ("t1", "t2"):
        room(here.school, sourced_id, "Twins")
    account = taking(f"{FILE}{row}\n")
    [aside] = account.set_aside
    assert (aside.line, aside.reason[: len(reason)]) == (5, reason)
    assert aside.advice.endswith("all else is taken.")
    assert _all() == ALL


@pytest.mark.parametrize("text", ["", "class,week\nc1,2026-11-02\n", "class,section,week,standard\n"])
def test_what_is_no_plan_at_all_is_refused_whole(taking, text: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(StandardsError):
        taking(text)


def test_a_class_is_named_by_its_id_before_anothers_title(taking, here: Town) -> None:  # type: ignore[no-untyped-def]
    room(here.school, "c7", "c1")
    taking(FILE)
    assert {group for group, *_ in _all()} == {"c1", "c2"}


def test_hundreds_of_rows_take_few_queries(taking, here: Town, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    days = [TODAY + timedelta(days=7 * at) for at in range(200)]
    rows = [f"c1,{day},{code},10," for day in days for code in CODES]
    with django_assert_max_num_queries(40):
        assert taking("\n".join([FILE.splitlines()[0], *rows])).counts["new"] == 600


CELLS = st.sampled_from(["c1", "c2", "", "2026-11-02", "x", "3.NF.A.1;3.G.A.2", "3.OA.A.1", "10", '"', "\0"])
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=4).map(",".join), max_size=8).map("\n".join)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS)
def test_whatever_stands_in_a_file_its_account_balances(taking, text: str) -> None:  # type: ignore[no-untyped-def]
    taking(f"class,week,standard,minutes\n{text}\n")
