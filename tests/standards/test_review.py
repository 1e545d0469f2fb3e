"""Decisions about lessons: what a person says counts first, what is taken back leaves no trace in the alignment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import Settings

from a_school import TODAY
from homeroom.standards import ccss, review
from homeroom.standards.alignment import Tag, tags, take_tags
from homeroom.standards.errors import StandardsError
from homeroom.standards.models import Alignment, AlignmentReview, ContentItem

pytestmark = pytest.mark.django_db
KEY = ("iready", "lesson", "a")


@pytest.fixture(autouse=True)
def standards(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = TODAY
    ccss.load()


def item(external_id: str = "a") -> ContentItem:
    return ContentItem.objects.create(program="iready", kind="lesson", external_id=external_id, title="Shares")


def spoken() -> list[tuple[object, ...]]:
    """Item, standard, share and source of what holds today."""
    found = tags()
    return list(zip(found["content_item"], found["standard"], found["share"], found["source"], strict=True))


def test_a_persons_word_counts_before_all_others() -> None:
    found = item()
    take_tags([Tag(KEY, "3.NF.A.1", 1.0, "vendor"), Tag(KEY, "3.G.A.2", 1.0, "inferred", p=0.97)])
    review.decide(found.pk, ["3.OA.A.1", "3.OA.A.2"], "ana")
    assert spoken() == [("a", "3.OA.A.1", 0.5, "human"), ("a", "3.OA.A.2", 0.5, "human")]
    row = Alignment.objects.get(source="human", standard__code="3.OA.A.1")
    assert (row.reviewer, row.p, row.valid_to) == ("ana", 1.0, None)


def test_none_of_ours_ends_what_was_said_before_and_undo_brings_it_back() -> None:
    found = item()
    take_tags([Tag(KEY, "3.NF.A.1", 1.0, "inferred", p=0.97)])
    made = review.decide(found.pk, [], "ana")
    assert spoken() == []
    assert list(review.unaligned(inferred_too=True)) == []
    review.undo(made.pk, "ben")
    assert spoken() == [("a", "3.NF.A.1", 1.0, "inferred")]
    kept = AlignmentReview.objects.get()
    assert (kept.by, kept.undone_by) == ("ana", "ben")


def test_what_was_said_anew_meanwhile_is_not_said_twice() -> None:
    found = item()
    take_tags([Tag(KEY, "3.NF.A.1", 1.0, "vendor")])
    made = review.decide(found.pk, [], "ana")
    take_tags([Tag(KEY, "3.NF.A.1", 1.0, "vendor")])
    review.undo(made.pk, "ana")
    assert Alignment.objects.filter(valid_to=None).count() == 1


def test_a_decision_can_be_made_again_on_the_same_day() -> None:
    found = item()
    for _ in range(3):
        review.undo(review.decide(found.pk, ["3.NF.A.1"], "ana").pk, "ana")
        assert spoken() == []
    review.decide(found.pk, ["3.NF.A.1"], "ana")
    assert spoken() == [("a", "3.NF.A.1", 1.0, "human")]


def test_a_lesson_waits_while_nobody_has_aligned_it() -> None:
    waits, inferred, vendors = item("waits"), item("inferred"), item("vendors")
    take_tags([Tag(("iready", "lesson", "inferred"), "3.NF.A.1", 1.0, "inferred", p=0.97)])
    take_tags([Tag(("iready", "lesson", "vendors"), "3.NF.A.1", 1.0, "vendor")])
    assert [one.number for one in review.waiting()] == [waits.pk]
    assert list(review.unaligned(inferred_too=True).order_by("pk")) == [waits, inferred]
    assert review.one(vendors.pk) is not None


def test_what_no_longer_holds_leaves_its_lesson_waiting(settings: Settings) -> None:
    item()
    take_tags([Tag(KEY, "3.NF.A.1", 1.0, "vendor", valid_to=TODAY + timedelta(days=1))])
    assert review.waiting() == []
    settings.HOMEROOM_TODAY = TODAY + timedelta(days=1)
    assert len(review.waiting()) == 1


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (["3.NF.Z.1"], "3.NF.Z.1 is not one of our standards."),
        (["3.OA.A.1", "3.OA.A.2", "3.OA.A.3", "3.OA.A.4", "3.OA.B.5", "3.OA.B.6", "3.OA.C.7"], "6 standards at most"),
    ],
)
def test_what_can_not_be_said_is_refused_whole(codes: list[str], words: str) -> None:
    found = item()
    with pytest.raises(StandardsError, match=words):
        review.decide(found.pk, codes, "ana")
    assert not AlignmentReview.objects.exists()
    assert spoken() == []


def test_two_decisions_about_one_lesson_can_not_both_stand() -> None:
    found = item()
    review.decide(found.pk, ["3.NF.A.1"], "ana")
    with pytest.raises(StandardsError, match="meanwhile"):
        review.decide(found.pk, ["3.NF.A.2"], "ben")
    assert spoken() == [("a", "3.NF.A.1", 1.0, "human")]


def test_a_lesson_that_is_gone_is_named() -> None:
    with pytest.raises(StandardsError, match="no longer in the catalogue"):
        review.decide(99, ["3.NF.A.1"], "ana")
