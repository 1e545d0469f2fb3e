import pytest

from a_school import MONDAY, lesson, town
from facts.facts_by_hand import publish
from homeroom.intake.back_fill import back_fill
from homeroom.site import nightly
from homeroom.standards import tags_versions
from homeroom.standards.content import Content, Taken, take_content
from homeroom.standards.models import ContentItem

pytestmark = pytest.mark.django_db


def _facts() -> None:
    child = town(1).children[0]
    answers = [
        {"student": child.pk, "occurred_on": MONDAY, "content_item": item} for item in ("i1", "i1", "i2", "", None)
    ]
    publish("attempts", answers)
    publish(
        "activities",
        [
            lesson(child, MONDAY, "L1", 5),
            {**lesson(child, MONDAY, "U1", 5), "kind": "unit"},
            lesson(child, MONDAY, "", 5),
        ],
    )


def _keys() -> set[tuple[str, ...]]:
    return set(ContentItem.objects.values_list("program", "kind", "external_id"))


def test_what_facts_name_is_known_once_each_with_its_kind() -> None:
    _facts()
    assert back_fill() == Taken(new=4)
    assert _keys() == {
        ("number_trail", "item", "i1"),
        ("number_trail", "item", "i2"),
        ("iready", "lesson", "L1"),
        ("iready", "unit", "U1"),
    }


def test_again_it_does_nothing_and_what_was_told_stays() -> None:
    _facts()
    take_content([Content("iready", "lesson", "L1", title="Equal parts")])
    assert back_fill() == Taken(new=3)
    assert back_fill() == Taken()
    assert ContentItem.objects.get(external_id="L1").title == "Equal parts"


def test_an_id_that_no_column_holds_is_left_out_and_counted() -> None:
    child = town(1).children[0]
    publish("attempts", [{"student": child.pk, "occurred_on": MONDAY, "content_item": "x" * 256}])
    assert back_fill() == Taken(left_out=1)


def test_before_any_facts_there_is_nothing_to_know() -> None:
    assert back_fill() == Taken()


def test_a_night_knows_the_content_and_freezes_what_it_serves(capsys) -> None:  # type: ignore[no-untyped-def]
    _facts()
    nightly.know_content()
    assert "4 items that nobody had told of" in capsys.readouterr().out
    first = tags_versions.latest()
    nightly.know_content()
    assert tags_versions.latest() == first > 0
