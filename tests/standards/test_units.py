from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeroom.standards import ccss, unknown
from homeroom.standards.account import Account
from homeroom.standards.errors import StandardsError
from homeroom.standards.models import Unit, UnitStandard
from homeroom.standards.units import Part, make_unit, take_units, units

FILE = """unit,title,grade,week,standard,weight
G3-U1,Groups and rows,3,1,3.OA.A.1; 3.OA.A.3,1
G3-U1,,,2,3.OA.A.2,2
G3-U2,Parts of a whole,3,1,3.NF.A.1,1
"""

pytestmark = pytest.mark.django_db


@pytest.fixture
def taking(tmp_path: Path):  # type: ignore[no-untyped-def]
    ccss.load()

    def take(text: str, framework: str = ccss.SLUG) -> Account:
        path = tmp_path / "units.csv"
        path.write_text(text, "utf-8")
        account = take_units(path, framework)
        assert account.read == account.taken + len(account.set_aside)
        return account

    return take


def _all() -> list[tuple[str, int, str, float]]:
    rows = UnitStandard.objects.order_by("unit__order", "week", "standard__order")
    return list(rows.values_list("unit__code", "week", "standard__code", "weight"))


ALL = [
    ("G3-U1", 1, "3.OA.A.1", 1),
    ("G3-U1", 1, "3.OA.A.3", 1),
    ("G3-U1", 2, "3.OA.A.2", 2),
    ("G3-U2", 1, "3.NF.A.1", 1),
]


def test_a_file_of_units_is_taken(taking) -> None:  # type: ignore[no-untyped-def]
    account = taking(FILE)
    assert (account.read, account.taken, account.counts["units new"]) == (3, 3, 2)
    assert _all() == ALL
    first, second = units(ccss.SLUG, "3")
    assert (first.title, first.weeks, first.order, second.order) == ("Groups and rows", 2, 1, 2)
    assert not units(grade="4")


def test_the_same_file_again_changes_nothing(taking) -> None:  # type: ignore[no-untyped-def]
    taking(FILE)
    assert taking(FILE).counts == {"units the same": 2}
    assert _all() == ALL


def test_a_newer_file_takes_the_place_of_its_units_and_leaves_others(taking) -> None:  # type: ignore[no-untyped-def]
    taking(FILE)
    taking("unit,standard\nG3-U1,3.G.A.1\n")
    assert _all() == [("G3-U1", 1, "3.G.A.1", 1), ALL[3]]
    assert Unit.objects.get(code="G3-U1").title == "Groups and rows"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("2,3.OA.A.2,2", "2,3.OA.Z.2,2", "column standard: '3.OA.Z.2' is no standard of the framework"),
        ("2,3.OA.A.2,2", "2,,2", "column standard: names none"),
        ("2,3.OA.A.2,2", "0,3.OA.A.2,2", "column week: '0' is not a week of a unit, 1 to 52"),
        ("2,3.OA.A.2,2", "two,3.OA.A.2,2", "column week: 'two' is not a week"),
        ("2,3.OA.A.2,2", "2,3.OA.A.2,0", "column weight: '0' is not a number over 0"),
        ("2,3.OA.A.2,2", "2,3.OA.A.2,nan", "column weight: 'nan' is not a number"),
        ("2,3.OA.A.2,2", "1,3.OA.A.1,2", "3.OA.A.1 stands twice in week 1 of unit G3-U1, with other weights"),
        ("2,3.OA.A.2,2", "2,3.OA.A.2", "it has 5 cells where the heading has 6"),
    ],
)
def test_a_faulty_row_is_set_aside_and_takes_nothing_away(taking, old: str, new: str, reason: str) -> None:  # type: ignore[no-untyped-def]
    taking(FILE)
    before = _all()
    account = taking(FILE.replace(old, new))
    [aside] = account.set_aside
    assert (aside.line, aside.reason[: len(reason)]) == (3, reason)
    assert [row for row in before if row[1] == 1] == [row for row in _all() if row[1] == 1]
    assert ("3.OA.A.2" in {row[2] for row in _all()}) == (len(new.split(",")) == 3)


def test_a_spelling_that_is_unknown_waits_in_the_queue(taking) -> None:  # type: ignore[no-untyped-def]
    taking(FILE.replace("3.OA.A.2", "3.OA.Z.2"))
    assert [one.spelling for one in unknown.waiting()] == ["3.OA.Z.2"]


def test_a_unit_of_which_every_row_is_faulty_is_not_made(taking) -> None:  # type: ignore[no-untyped-def]
    account = taking("unit,standard\nU1,gibberish\n,3.OA.A.1\n")
    assert len(account.set_aside) == 2
    assert not Unit.objects.exists()


def test_a_table_that_is_none_or_a_framework_that_is_not_there_is_refused(taking) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(StandardsError, match="lacks the columns standard"):
        taking("unit,week\nU1,1\n")
    with pytest.raises(StandardsError, match="nowhere is no framework"):
        taking(FILE, "nowhere")


CELLS = st.sampled_from(["", "U1", "U2", "3.NF.A.1", "3.OA.A.1;3.OA.A.3", "x", '"', "0", "2", "\0"])
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=4).map(",".join), max_size=6).map("\n".join)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS)
def test_whatever_stands_in_a_file_its_account_balances(taking, text: str) -> None:  # type: ignore[no-untyped-def]
    taking(f"unit,standard,week\n{text}\n")


@pytest.mark.parametrize(
    ("framework", "parts", "message"),
    [
        ("nowhere", [Part("3.NF.A.1")], "nowhere is no framework"),
        (ccss.SLUG, [], "U1 has no standards"),
        (ccss.SLUG, [Part("3.NF.X"), Part("9.Z")], r"3\.NF\.X, 9\.Z: not standards of"),
    ],
)
def test_a_unit_made_by_hand_that_can_not_be_says_why(framework: str, parts: list[Part], message: str) -> None:
    ccss.load()
    with pytest.raises(StandardsError, match=message):
        make_unit(framework, "U1", "Unit", parts)
    assert not Unit.objects.exists()
