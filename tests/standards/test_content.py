from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeroom.standards.content import Content, Taken, merged, take_content
from homeroom.standards.models import ContentItem

LESSON = Content("alpha", "lesson", "L1", title="Equal parts", grade="3")


def _all() -> list[tuple[str, ...]]:
    names = ("program", "kind", "external_id", "title", "words", "domain", "grade", "language")
    return sorted(ContentItem.objects.values_list(*names))


@pytest.mark.django_db
def test_what_is_new_is_kept() -> None:
    assert take_content([LESSON]) == Taken(new=1)
    assert _all() == [("alpha", "lesson", "L1", "Equal parts", "", "", "3", "")]


@pytest.mark.django_db
def test_the_same_again_changes_nothing() -> None:
    take_content([LESSON])
    assert take_content([LESSON, LESSON]) == Taken()
    assert len(_all()) == 1


@pytest.mark.django_db
def test_blank_never_overwrites_and_fills_what_is_not_known() -> None:
    take_content([LESSON])
    bare = Content("alpha", "lesson", "L1", words="Cut a shape into equal parts.")
    assert take_content([bare]) == Taken(changed=1)
    assert _all() == [("alpha", "lesson", "L1", "Equal parts", "Cut a shape into equal parts.", "", "3", "")]


@pytest.mark.django_db
def test_one_id_may_be_a_lesson_an_item_and_another_programs_lesson() -> None:
    take_content([LESSON, Content("alpha", "item", "L1"), Content("beta", "lesson", "L1")])
    assert len(_all()) == 3


@pytest.mark.parametrize("order", list(permutations(["Parts", "Equal parts", "Equal bits"])))
@pytest.mark.django_db
def test_of_different_titles_the_longer_stays_in_any_order(order: tuple[str, ...]) -> None:
    for title in order:
        take_content([Content("alpha", "lesson", "L1", title=title)])
    assert ContentItem.objects.get().title == "Equal parts"


def test_of_equally_long_titles_the_alphabetically_later_stays() -> None:
    one, other = Content("a", "item", "1", title="abc"), Content("a", "item", "1", title="abd")
    assert merged(one, other) == merged(other, one) == other


@pytest.mark.parametrize("bad", ["", "x" * 256, "a\0b"])
@pytest.mark.django_db
def test_an_item_without_a_usable_id_is_left_out_and_counted(bad: str) -> None:
    assert take_content([Content("alpha", "item", bad), LESSON]) == Taken(new=1, left_out=1)


@pytest.mark.django_db
def test_a_kind_that_content_does_not_have_is_left_out_and_counted() -> None:
    assert take_content([Content("alpha", "song", "S1")]) == Taken(left_out=1)


@pytest.mark.django_db
def test_texts_too_long_for_their_column_are_cut_and_zero_bytes_dropped() -> None:
    take_content([Content("alpha", "item", "1", title="\0" + "t" * 900, language="e" * 100)])
    kept = ContentItem.objects.get()
    assert (kept.title, kept.language) == ("t" * 500, "e" * 64)


@pytest.mark.django_db
def test_nothing_to_take_is_no_error() -> None:
    assert take_content([]) == Taken()


@pytest.mark.django_db
def test_a_thousand_items_take_few_queries(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    items = [Content("alpha", "item", str(number), title=f"Item {number}") for number in range(1000)]
    with django_assert_max_num_queries(20):
        assert take_content(items) == Taken(new=1000)


TEXT = st.sampled_from(["", "a", "b", "ab", "\0a", "ba"])
ITEMS = st.lists(st.builds(Content, st.sampled_from("pq"), st.just("item"), st.sampled_from("12"), TEXT, TEXT))


@pytest.mark.django_db(transaction=False)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ITEMS, st.randoms(use_true_random=False), st.integers(0, 5))
def test_any_order_and_any_split_of_calls_gives_the_same_rows(items: list[Content], chance, cut: int) -> None:  # type: ignore[no-untyped-def]
    ContentItem.objects.all().delete()
    take_content(items)
    expected = _all()
    ContentItem.objects.all().delete()
    shuffled = list(items)
    chance.shuffle(shuffled)
    take_content(shuffled[:cut])
    take_content(shuffled[cut:])
    assert _all() == expected
