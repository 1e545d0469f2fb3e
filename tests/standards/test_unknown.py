from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from homeroom.standards import ccss, unknown
from homeroom.standards.errors import StandardsError
from homeroom.standards.frameworks import Named, take_standards
from homeroom.standards.models import UnknownSpelling

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shipped(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = date(2026, 10, 1)
    ccss.load()


def test_unknown_spellings_wait_with_candidates_the_most_frequent_first() -> None:
    assert unknown.take({"3.NF.X": 2, "3.NF.1": 9, "3.NF.A": 50}) == 2
    first, second = unknown.waiting()
    assert (first.spelling, first.rows, first.candidates[0]) == ("3.NF.A", 50, "3.NF.A.1")
    assert (second.spelling, second.rows) == ("3.NF.X", 2)
    assert set(second.candidates) <= {code.code for code in ccss.read().codes}


def test_looking_again_updates_the_count_and_the_day_and_adds_nothing(settings: Settings) -> None:
    unknown.take({"3.NF.X": 2})
    settings.HOMEROOM_TODAY = date(2026, 10, 2)
    assert unknown.take({"3.NF.X": 5}) == 0
    one = UnknownSpelling.objects.get()
    assert (one.rows, one.first_seen, one.last_seen) == (5, date(2026, 10, 1), date(2026, 10, 2))


def test_a_decision_stays_when_the_spelling_comes_again() -> None:
    unknown.take({"3.NF.X": 2, "gym": 1})
    unknown.decide("3.NF.X", "3.NF.A.1", "ann")
    unknown.decide("gym", None, "ann")
    assert unknown.take({"3.NF.X": 3, "gym": 2}) == 0
    assert unknown.waiting() == ()
    told = UnknownSpelling.objects.values_list("spelling", "standard__code", "decided_by", "decided_on")
    assert set(told) == {("3.NF.X", "3.NF.A.1", "ann", date(2026, 10, 1)), ("gym", None, "ann", date(2026, 10, 1))}


def test_a_decision_can_be_undone() -> None:
    unknown.take({"3.NF.X": 2})
    unknown.decide("3.NF.X", "3.NF.A.1", "ann")
    unknown.undo("3.NF.X")
    assert [one.spelling for one in unknown.waiting()] == ["3.NF.X"]


def test_a_framework_that_comes_later_takes_its_codes_out_of_the_queue() -> None:
    unknown.take({"OH.1": 4})
    take_standards("ohio", "Ohio", "science", [Named("OH.1")])
    assert unknown.waiting() == ()


@pytest.mark.parametrize("code", ["3.NF.X", ""])
def test_a_decision_for_what_is_no_standard_is_refused(code: str) -> None:
    unknown.take({"odd": 1})
    with pytest.raises(StandardsError, match=r"3\.NF\.X is no standard|does not wait"):
        unknown.decide("odd" if code else "never seen", code or None, "ann")


def test_a_code_of_two_frameworks_can_not_be_decided_for() -> None:
    unknown.take({"odd": 1})
    for slug in ("one", "two"):
        take_standards(slug, slug, "science", [Named("SAME.1")])
    with pytest.raises(StandardsError, match="more than one standard"):
        unknown.decide("odd", "SAME.1", "ann")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=300), max_size=4))
def test_any_texts_can_be_noted_and_none_is_decided_by_itself(texts: list[str]) -> None:
    UnknownSpelling.objects.all().delete()
    unknown.take(dict.fromkeys([*texts, "", "a\0b", "half \ud800"], 1))
    kept = set(UnknownSpelling.objects.values_list("spelling", flat=True))
    assert kept <= set(texts)
    assert not UnknownSpelling.objects.exclude(decided_on=None).exists()
