"""The sentence on how much of the lab's time was on the unit: when it is told, and what it says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation
from pytest_django import Settings

from a_school import MONDAY, TODAY, Town, town
from facts.facts_by_hand import publish
from homeroom.facts import store
from homeroom.people.visibility import numbers_in, scope
from homeroom.reports.class_week import ClassWeek, class_week, kept_week
from homeroom.reports.class_week.file import filed
from homeroom.reports.kept import watch
from homeroom.reports.week import Week
from reports.on_plan_by_hand import aligned

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(settings: Settings) -> Town:
    settings.HOMEROOM_TODAY = TODAY
    return town(size=3)


def report(place: Town, week: Week | None = None) -> ClassWeek:
    return class_week(place.group, scope(place.teacher, numbers_in(place.group)), week or Week(MONDAY))


def test_it_says_share_range_and_gaps_with_evidence_and_day(place: Town) -> None:
    publish("alignment", aligned(place))
    told = report(place).on_plan
    assert told is not None
    assert told.sentence == (
        "62 % of lab minutes last week were on your unit's standards, 54 to 69; 21 % repaired gaps it needs."
    )
    assert told.evidence.startswith("180 minutes of 3 children in 31 different lessons up to ")
    assert (told.lessons, told.children, told.minutes, told.as_of) == (31, 3, 180, TODAY)


@pytest.mark.parametrize(("day", "words"), [(MONDAY, "this week"), (TODAY, "last week"), (None, "that week")])
def test_it_names_the_week_as_the_page_does(place: Town, settings: Settings, day: object, words: str) -> None:
    settings.HOMEROOM_TODAY = day or TODAY + timedelta(weeks=2)
    publish("alignment", aligned(place))
    told = report(place).on_plan
    assert told is not None
    assert words in told.sentence


def test_without_a_row_of_the_week_and_class_nothing_is_told(place: Town) -> None:
    assert report(place).on_plan is None
    publish("alignment", [*aligned(place, week=MONDAY - timedelta(weeks=1)), *aligned(place, school_class=999)])
    assert report(place).on_plan is None


def test_few_lessons_and_few_sure_ones_tell_nothing(place: Town) -> None:
    for more in ({"class_lessons": 19}, {"class_sure": 0.19}):
        publish("alignment", aligned(place, **more), [file.pk for file in store.true_files("alignment")])
        assert report(place).on_plan is None


def test_the_file_carries_the_sentence(place: Town) -> None:
    publish("alignment", aligned(place))
    assert any(note.startswith("62 % of lab minutes last week") for note in filed(report(place)).notes)


def test_a_kept_report_follows_the_next_night(place: Town) -> None:
    """Nothing of the database is read for it that is not watched: what the night published is all."""
    watch.put_on()
    version = publish("alignment", aligned(place))
    allowed = scope(place.teacher, numbers_in(place.group))
    first = kept_week(place.group, allowed, Week(MONDAY)).on_plan
    assert first is not None
    assert version
    publish("alignment", aligned(place, class_share=0.4), [file.pk for file in store.true_files("alignment")])
    second = kept_week(place.group, allowed, Week(MONDAY)).on_plan
    assert second is not None
    assert (first.share, second.share) == (0.62, 0.4)


@pytest.mark.parametrize("language", ["es", "vi"])
def test_it_speaks_the_readers_language(place: Town, language: str) -> None:
    publish("alignment", aligned(place))
    english = report(place).on_plan
    with translation.override(language):
        told = report(place).on_plan
    assert told is not None
    assert english is not None
    assert told.sentence != english.sentence
    assert "62" in told.sentence
    assert "54" in told.sentence
    assert "21" in told.sentence
