import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.standards.content import Content, take_content
from homeroom.standards.grade_bands import UNKNOWN, band
from homeroom.standards.models import ContentItem


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("3", (3, 3)),
        ("03", (3, 3)),
        ("K", (0, 0)),
        ("Kindergarten", (0, 0)),
        ("K-2", (0, 2)),
        ("Grades 3–5", (3, 5)),
        ("Grade 4", (4, 4)),
        ("3rd to 5th", (3, 5)),
        ("1, 2, 3", (1, 3)),
        ("2/3", (2, 3)),
        ("Early 3", (3, 3)),
        ("G3", (3, 3)),
        ("5 - 3", (3, 5)),
    ],
)
def test_words_of_programs_are_read(told: str, found: tuple[int, int]) -> None:
    assert band(told) == found


@pytest.mark.parametrize("told", ["", "Level C", "all", "3-Z", "pre-K", "99", "3.NF", "-"])
def test_what_can_not_be_read_whole_is_no_grade_at_all(told: str) -> None:
    assert band(told) == UNKNOWN


@given(st.text(max_size=40))
def test_a_band_is_none_or_goes_from_low_to_high(told: str) -> None:
    low, high = band(told)
    assert (low is None) == (high is None)
    assert low is None or (high is not None and 0 <= low <= high <= 12)


@pytest.mark.django_db
def test_a_content_item_bears_the_grades_that_its_words_tell() -> None:
    take_content([Content("alpha", "lesson", "L1", grade="K-2")])
    kept = ContentItem.objects.get()
    assert (kept.grade_low, kept.grade_high) == (0, 2)
    take_content([Content("alpha", "lesson", "L1", grade="Grades K-3")])
    kept.refresh_from_db()
    assert (kept.grade_low, kept.grade_high) == (0, 3)


@pytest.mark.django_db
def test_what_a_catalogue_told_outlives_a_delivery() -> None:
    take_content([Content("alpha", "lesson", "L1")])
    ContentItem.objects.update(minutes=12.5, launch_url="https://example.org/L1")
    take_content([Content("alpha", "lesson", "L1", title="Equal parts")])
    kept = ContentItem.objects.get()
    assert (kept.title, kept.minutes, kept.launch_url) == ("Equal parts", 12.5, "https://example.org/L1")
