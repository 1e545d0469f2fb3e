from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.people.models import SchoolDay
from homeroom.rotation import bells
from homeroom.rotation.models import DayType, DayTypeOn, Entry, Rotation, Template, TemplateBlock
from rotation.inputs.a_planned_school import BELLS, WEEK, Planned, planned
from rotation.inputs.a_planned_school import bells as rung

pytestmark = pytest.mark.django_db
TUESDAY, SATURDAY = date(2026, 10, 27), date(2026, 10, 31)


@pytest.fixture
def here() -> Planned:
    return planned(2)


def told(here: Planned, day: date = WEEK) -> list[tuple[str, int, int]]:
    return [(one.kind, one.start, one.end) for one in bells.of(here.school).blocks_on(here.groups[0], day)]


def rotation(here: Planned, begins_on: date = WEEK, ends_on: date = SATURDAY, state: str = "published") -> Rotation:
    return Rotation.objects.create(
        school=here.school, version=1, state=state, begins_on=begins_on, ends_on=ends_on, made_by="ana"
    )


def enter(here: Planned, held: Rotation, kind: str, starts: tuple[int, int], ends: tuple[int, int]) -> Entry:
    return Entry.objects.create(
        rotation=held,
        day_type=here.day_type,
        template=here.template,
        school_class=here.groups[0],
        kind=kind,
        starts_at=time(*starts),
        ends_at=time(*ends),
    )


def test_it_works(here: Planned) -> None:
    held = bells.of(here.school)
    assert told(here) == [("core", 480, 570), ("recess", 570, 585), ("flexible", 585, 645), ("lunch", 660, 690)]
    sessions = [(one.number, one.start, one.end) for one in held.sessions(here.groups[0], WEEK)]
    assert sessions == [(1, 585, 615), (2, 615, 645)]
    assert held.minutes(here.groups[0], WEEK) == bells.minutes(here.groups[0], WEEK) == 60


def test_no_bells_on_days_without_children(here: Planned) -> None:
    SchoolDay.objects.create(school=here.school, day=TUESDAY, kind="holiday")
    assert told(here, TUESDAY) == told(here, SATURDAY) == []
    assert bells.minutes(here.groups[0], TUESDAY) is None
    assert bells.of(here.school).template(here.groups[0], TUESDAY) is None


def test_a_date_goes_by_its_own_day_type_before_its_weekdays(here: Planned) -> None:
    early = DayType.objects.create(school=here.school, name="Early end")
    rung(early, "03", "Early", [("flexible", 8, 0, 8, 50, 3)])
    DayTypeOn.objects.create(school=here.school, day_type=early, day=TUESDAY)
    held = bells.of(here.school)
    assert [(one.start, one.end) for one in held.sessions(here.groups[0], TUESDAY)] == [
        (480, 496),
        (496, 513),
        (513, 530),
    ]
    assert len(told(here)) == 4


def test_a_weekday_without_a_day_type_has_no_bells(here: Planned) -> None:
    DayType.objects.update(weekdays=[0])
    assert (len(told(here)), told(here, TUESDAY)) == (4, [])


def test_of_two_templates_of_a_grade_the_rotation_says_which(here: Planned) -> None:
    rung(here.day_type, "03", "B", BELLS)
    assert told(here) == []
    enter(here, rotation(here), "lab", (8, 0), (9, 30))
    assert bells.of(here.school).template(here.groups[0], WEEK) == here.template
    assert bells.of(here.school).template(here.groups[1], WEEK) is None


def test_a_published_rotation_says_what_is_where_and_only_while_it_holds(here: Planned) -> None:
    held = rotation(here, ends_on=WEEK)
    enter(here, held, "lab", (8, 0), (9, 30))
    enter(here, held, "flexible", (9, 45), (10, 45))
    assert told(here) == [("lab", 480, 570), ("flexible", 585, 645)]
    assert bells.minutes(here.groups[0], WEEK) == 150
    assert len(bells.of(here.school).sessions(here.groups[0], WEEK)) == 2  # as the template parts it
    assert told(here, TUESDAY)[0][0] == "core"


def test_a_draft_rotation_holds_nowhere(here: Planned) -> None:
    enter(here, rotation(here, state="draft"), "lab", (8, 0), (9, 30))
    assert told(here)[0][0] == "core"


def test_sessions_are_numbered_by_the_school(here: Planned) -> None:
    here.groups[1].grades = ["04"]
    here.groups[1].save()
    rung(here.day_type, "04", "A", [("flexible", 8, 0, 9, 0, 2)])
    held = bells.of(here.school)
    assert [one.number for one in held.sessions(here.groups[0], WEEK)] == [3, 4]
    assert [one.number for one in held.sessions(here.groups[1], WEEK)] == [1, 2]


@pytest.mark.any_database
@given(st.integers(0, 600), st.integers(1, 300), st.integers(1, 8))
def test_the_sessions_of_a_block_fill_it_and_differ_by_a_minute_at_most(start: int, minutes: int, many: int) -> None:
    block = bells.Bell("flexible", start, start + minutes, many)
    parts = bells._stretches([block])
    assert parts[0][0] == start
    assert parts[-1][1] == start + minutes
    assert all(a[1] == b[0] for a, b in pairwise(parts))
    lengths = {end - begin for begin, end in parts}
    assert max(lengths) - min(lengths) <= 1


def test_the_week_of_a_day_is_monday_to_friday() -> None:
    assert bells.week_of(SATURDAY) == tuple(WEEK + timedelta(days=number) for number in range(5))
    assert bells.time_of(585) == time(9, 45)


def test_a_template_without_blocks_rings_no_bell(here: Planned) -> None:
    TemplateBlock.objects.all().delete()
    assert Template.objects.count() == 1
    assert told(here) == []
