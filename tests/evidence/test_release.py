"""Releases to programs' makers: of whom, with which fields, how often, and who approves them."""

from __future__ import annotations

import json

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from a_release import LATER, ON, OTHER, PROGRAM, agreed, answered, children
from homeroom.evidence import release
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.models import Release
from homeroom.evidence.suppress import WIDE
from homeroom.people.models import Student

pytestmark = pytest.mark.django_db


@pytest.fixture
def numbers(settings: Settings) -> list[int]:
    settings.HOMEROOM_TODAY = ON
    found = children()
    answered(found)
    agreed()
    return found


def test_a_release_tells_counts_and_shares_and_hides_what_few_tried(numbers: list[int]) -> None:
    made = release.make(PROGRAM, "data")
    rows = {row["content_item"]: row for row in made.shown["rows"]}
    assert (rows["easy"]["tries"], rows["easy"]["first_try"]) == (72, "50%")
    assert rows["rare"]["tries"] is None
    assert rows["rare"]["first_try"] is rows["rare"]["median_seconds"] is None
    assert sum(row["tries"] is None for row in rows.values()) > 1
    assert all(high - low >= WIDE for low, high in release.attack_on(PROGRAM).values())
    assert (made.made_by, made.approved_by) == ("data", "")


def test_it_holds_no_child_and_no_field_off_the_list(numbers: list[int]) -> None:
    release.agree(PROGRAM, ["first_try"], "data")
    made = release.make(PROGRAM, "data")
    assert {key for row in made.shown["rows"] for key in row} == {"key", "kind", "content_item", "first_try"}
    text = json.dumps(made.shown)
    for child in Student.objects.all():
        assert child.family_name not in text
        assert child.sourced_id not in text
    assert "student" not in text


def test_two_makers_files_share_no_key(numbers: list[int]) -> None:
    answered(numbers, OTHER)
    agreed(OTHER)
    first, other = ({row["key"] for row in release.make(one, "data").shown["rows"]} for one in (PROGRAM, OTHER))
    assert not first & other
    assert release.key(PROGRAM, 2027, "item", "easy") != release.key(PROGRAM, 2028, "item", "easy")


def test_without_agreed_fields_or_answers_nothing_is_made(numbers: list[int]) -> None:
    with pytest.raises(EvidenceError, match="No fields are agreed"):
        release.make(OTHER, "data")
    agreed(OTHER)
    with pytest.raises(EvidenceError, match="there is nothing to tell"):
        release.make(OTHER, "data")
    with pytest.raises(EvidenceError, match="there is no field name"):
        release.agree(OTHER, ["name"], "data")


def test_a_second_person_approves_and_nobody_approves_twice(numbers: list[int]) -> None:
    made = release.make(PROGRAM, "data")
    assert release.approved(PROGRAM) == []
    with pytest.raises(EvidenceError, match="a second person"):
        release.approve(made, "data")
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=made.pk).update(approved_by="data")
    release.approve(made, "second")
    assert release.approved(PROGRAM) == [made]
    for act in (lambda: release.approve(made, "third"), lambda: release.throw_away(made)):
        with pytest.raises(EvidenceError, match="is approved"):
            act()


def test_one_waits_at_a_time_and_the_next_is_a_term_later(numbers: list[int], settings: Settings) -> None:
    made = release.make(PROGRAM, "data")
    with pytest.raises(EvidenceError, match="waits for its approval"):
        release.make(PROGRAM, "data")
    release.throw_away(made)
    release.approve(release.make(PROGRAM, "data"), "second")
    with pytest.raises(EvidenceError, match="once a term"):
        release.make(PROGRAM, "data")
    settings.HOMEROOM_TODAY = LATER
    later = release.make(PROGRAM, "data")
    first = release.told(PROGRAM)[1]
    assert [row["tries"] for row in later.shown["rows"]] == [row["tries"] for row in first.shown["rows"]]
    assert all(high - low >= WIDE for low, high in release.attack_on(PROGRAM).values())


def test_without_a_release_there_is_nothing_to_attack() -> None:
    assert release.attack_on(PROGRAM) == {}


def test_a_release_that_could_tell_nothing_is_refused(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = ON
    answered(children()[:24])  # one school
    agreed()
    with pytest.raises(EvidenceError, match="Nothing of it could be told"):
        release.make(PROGRAM, "data")
    assert release.told(PROGRAM) == []
