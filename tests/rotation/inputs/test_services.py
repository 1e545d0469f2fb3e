"""Services find their times: in their windows, session starts first, child and adult free, never from what is kept."""

from datetime import time, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from a_school import TODAY, staff
from homeroom.people.models import SchoolDay, Staff
from homeroom.rotation.block.instance import Served
from homeroom.rotation.gather.notes import Notes
from homeroom.rotation.gather.served import meetings
from homeroom.rotation.gather.staffed import staffed
from homeroom.rotation.gather.week import away, week_of
from homeroom.rotation.inputs import gathered
from homeroom.rotation.models import Absence, Service
from rotation.inputs.a_planned_school import WEEK, Planned, planned, times

ASKED = st.tuples(st.integers(0, 1), st.integers(0, 1), st.sampled_from((20, 30, 45)), st.integers(1, 5))
pytestmark = pytest.mark.django_db


@pytest.fixture
def here(settings) -> Planned:  # type: ignore[no-untyped-def]
    settings.HOMEROOM_TODAY = TODAY
    return planned(2)


@pytest.fixture
def provider(here: Planned) -> Staff:
    found = staff("ortiz", None, None).staff
    assert found is not None
    return found


def window(weekday: int, start: str, end: str) -> dict[str, object]:
    return {"weekday": weekday, "from": start, "to": end}


def serve(here: Planned, provider: Staff, child: int = 0, minutes: int = 30, **more: object) -> Service:
    return Service.objects.create(student=here.children[child], provider=provider, minutes=minutes, **more)


def slots(here: Planned, child: int = 0) -> list[int]:
    return [served.slot for served in gathered(here.school, WEEK).instance.children[child].services]


def lost(here: Planned) -> bool:
    return any(one.code == "service-without-time" for one in gathered(here.school, WEEK).notes)


def test_it_works(here: Planned, provider: Staff) -> None:
    serve(here, provider, windows=[window(0, "09:00", "11:00")], room=here.lab)
    [served] = gathered(here.school, WEEK).instance.children[0].services
    assert served == Served(0, provider.pk, here.lab.pk)
    assert not lost(here)


@pytest.mark.parametrize(
    ("told", "found", "is_lost"),
    [
        ({"meetings": 2}, [0, 2], False),  # one a day
        ({"meetings": 2, "windows": [window(0, "09:45", "10:45")]}, [0], True),
        ({"windows": [window(0, "08:00", "09:00")]}, [], False),  # outside the block: it takes no session
        ({"windows": [window(0, "08:00", "09:00")], "never_from": ["core"]}, [], True),
        ({"windows": [window(0, "09:30", "10:15")], "never_from": ["recess"]}, [0], False),
        ({"windows": [window(0, "09:50", "10:20")]}, [0, 1], False),
        ({"windows": [window(1, "10:00", "11:00"), window(0, "10:00", "11:00")]}, [1], False),  # the first of the week
        ({"minutes": 60, "windows": [window(2, "09:00", "12:00")]}, [4, 5], False),
        ({"begins_on": WEEK + timedelta(days=9)}, [], False),
        ({"ends_on": WEEK - timedelta(days=1)}, [], False),
        ({"windows": [window(6, "10:00", "11:00")]}, [], True),
    ],
)
def test_where_a_service_goes(
    here: Planned, provider: Staff, told: dict[str, object], found: list[int], is_lost: bool
) -> None:
    serve(here, provider, **told)
    assert (slots(here), lost(here)) == (found, is_lost)


def test_an_adult_serves_one_child_at_a_time_and_a_child_has_one_service(here: Planned, provider: Staff) -> None:
    serve(here, provider, 0, windows=[window(0, "09:45", "10:45")])
    serve(here, provider, 1, windows=[window(0, "09:45", "10:45")])
    serve(here, here.tutor, 1, windows=[window(0, "09:45", "10:45")])
    assert (slots(here, 0), slots(here, 1)) == ([0], [0, 1])
    assert 0 not in next(
        one.slots for one in gathered(here.school, WEEK).instance.adults if one.number == here.tutor.pk
    )


def test_a_service_waits_for_whom_is_there(here: Planned, provider: Staff) -> None:
    serve(
        here, provider, windows=[window(0, "09:45", "10:45"), window(1, "09:45", "10:45"), window(2, "09:45", "10:45")]
    )
    Absence.objects.create(student=here.children[0], day=WEEK, said_by="ana")
    Absence.objects.create(staff=provider, day=WEEK + timedelta(days=1), ends_at=time(10, 0), said_by="ana")
    assert slots(here) == [3]
    SchoolDay.objects.create(school=here.school, day=WEEK + timedelta(days=1), kind="holiday")
    assert slots(here) == [2]  # Tuesday has no sessions now: this is Wednesday


def test_a_provider_serves_only_while_on_record_as_there(here: Planned, provider: Staff) -> None:
    times(here.school, provider, 3, (9, 0), (12, 0))
    serve(here, provider)
    assert slots(here) == [6]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(0, 1), st.integers(0, 1), st.sampled_from((20, 30, 45)), st.integers(1, 5)), max_size=6
    )
)
def test_nobody_is_ever_in_two_meetings_at_once(here: Planned, asked: list[tuple[int, int, int, int]]) -> None:
    Service.objects.all().delete()
    for child, adult, minutes, many in asked:
        Service.objects.create(
            student=here.children[child],
            provider=(here.tutor, here.teachers[0].staff)[adult],
            minutes=minutes,
            meetings=many,
        )
    notes = Notes()
    week = week_of(here.school, WEEK, notes)
    found = meetings(week, staffed(week), away(week), notes)
    for spans in found._taken.values():
        in_order = sorted(spans)
        assert all(one[1] <= other[0] for one, other in pairwise(in_order))
    placed = sum(len(spans) for (who, _, _), spans in found._taken.items() if who == "child")
    assert placed <= sum(many for *_, many in asked)
    assert placed == sum(many for *_, many in asked) or notes.told
