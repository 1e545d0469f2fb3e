"""The questions of the doors: worded once, answered anew each time, and answered out of an index on both databases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from homeroom.people.doors import CLASSES, REASONS, _held, behind, enters, seats
from homeroom.people.models import Role
from homeroom.people.prepared import DAY, OF, SIZES, Blanks, Question, as_day, ask, wording
from homeroom.people.visibility import NotVisible, scope, visible_to
from people.test_visibility import TODAY, house, seen

pytestmark = pytest.mark.django_db
__all__ = ["house"]
NONE_OR_TWO = (None, (1, 2))


def questions() -> Iterator[tuple[str, Question, Blanks]]:
    """Every question of a page's check: each door and class door, of all schools and of two."""
    for schools in NONE_OR_TWO:
        for door in REASONS:
            yield f"{door.__name__} {schools}", behind(door), Blanks(1, TODAY, schools, (1, 2, 3))
        for door in CLASSES:
            yield f"classes of {door.__name__} {schools}", enters(door), Blanks(1, TODAY, schools, (1,))
    yield "roles", _held, Blanks(1, TODAY)
    yield "seats", seats, Blanks(1, TODAY)


def plan(question: Question, blanks: Blanks) -> str:
    with CaptureQueriesContext(connection) as asked:
        ask(question, blanks)
    [query] = asked.captured_queries
    explain = "explain query plan" if connection.vendor == "sqlite" else "explain"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # On tables this small a scan is cheapest; what counts is that there is an index to take.
            cursor.execute("set local enable_seqscan = off")
        cursor.execute(f"{explain} {query['sql']}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


@pytest.mark.parametrize("name", [name for name, _, _ in questions()])
def test_no_question_of_a_page_scans_a_table(house: object, name: str) -> None:
    [(question, blanks)] = [(asked, blanks) for told, asked, blanks in questions() if told == name]
    found = plan(question, blanks)
    scans = re.findall(r"^SCAN (\S+)(?! USING COVERING INDEX)", found, re.MULTILINE) + re.findall(
        r"Seq Scan on (people_\w+)", found
    )
    assert not [table for table in scans if not table.startswith("(")], found


def test_a_question_is_worded_once_and_answered_anew(house: object) -> None:
    wording.cache_clear()
    assert seen(house.alice) == ["Ana"]
    scope(house.alice, [house.ana])
    worded = wording.cache_info().currsize
    house.ana.enrollments.update(ends_on=TODAY - timedelta(days=1))
    assert not visible_to(house.alice).exists()
    with pytest.raises(NotVisible):
        scope(house.alice, [house.ana])
    assert wording.cache_info().currsize - worded <= 2  # the doors behind the one that was enough before


def test_no_value_is_left_in_the_wording(house: object) -> None:
    for schools in (None, 2):
        for size in SIZES:
            worded = wording(behind(next(iter(REASONS))), schools, size, connection.vendor)
            constants = {constant for place, constant in worded.places if place is None}
            assert not constants & {OF, DAY, str(DAY)}
            assert sum(place is not None for place, _ in worded.places) >= size


@pytest.mark.parametrize("children", [1, 7, 8, 9, 33, 512])
def test_any_number_of_children_up_to_the_most_is_asked_at_once(house: object, children: int) -> None:
    Role.objects.create(staff=house.charlie.staff, kind=Role.Kind.DATA_TEAM)
    wanted = (house.ana.pk, house.ben.pk, *range(100_000, 100_000 + children))[:children]
    door = next(one for one in REASONS if one.__name__ == "data_team")
    found = ask(behind(door), Blanks(house.charlie.staff.pk, TODAY, None, wanted))
    assert {row[0] for row in found} == {house.ana.pk, house.ben.pk} & set(wanted)


def test_a_check_asks_few_questions(house: object, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(2):
        scope(house.alice, [house.ana])


def test_a_day_out_of_a_cursor_is_a_day() -> None:
    assert as_day("2026-10-26") == as_day(date(2026, 10, 26)) == date(2026, 10, 26)
    assert as_day(None) is None
