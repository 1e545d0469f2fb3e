"""The night looks at lessons: what is sure is aligned with its chance, the rest is suggested, people's word stays."""

from __future__ import annotations

import pytest

from homeroom.standards import ccss, review
from homeroom.standards.aligner import align, suggest
from homeroom.standards.aligner.answer import Answer
from homeroom.standards.aligner.features import Lesson
from homeroom.standards.alignment import Tag, tags, take_tags
from homeroom.standards.models import Alignment, ContentItem, Suggestion

pytestmark = pytest.mark.django_db
SURE = Answer((("3.NF.A.1", 0.97), ("3.NF.A.2", 0.01)), 0.01, ("3.NF.A.1",), False, "3.NF.A.1", 0.97)
WIDE = Answer((("3.OA.A.1", 0.5), ("3.OA.A.2", 0.47)), 0.01, ("3.OA.A.1",), False, "3.OA.A", 0.98)
DOUBT = Answer((("3.NF.A.1", 0.4), ("3.NF.A.2", 0.3)), 0.2, ("3.NF.A.1",), True)


@pytest.fixture(autouse=True)
def standards(db: None) -> None:
    ccss.load()


def item(external_id: str, title: str = "", **more: str) -> ContentItem:
    told = {"program": "iready", "kind": "lesson", "external_id": external_id, "title": title or external_id}
    return ContentItem.objects.create(**told, **more)


def spoken() -> list[tuple[object, ...]]:
    found = tags()
    return list(zip(found["content_item"], found["standard"], found["source"], found["p"], strict=True))


def test_it_works() -> None:
    pytest.importorskip("sklearn")
    item("a", "Telling time to the nearest five minutes on a clock", grade="2")
    item("b", "The wolf at the door", grade="3")
    found = suggest.suggest()
    assert (found.seen, found.taken, found.waiting, found.missing) == (2, 1, 1, "")
    assert spoken()[0][:3] == ("a", "2.MD.C.7", "inferred")
    assert 0.9 < float(str(spoken()[0][3])) <= suggest.SUREST
    waits = Suggestion.objects.get(content_item__external_id="b")
    assert len(waits.candidates) == 5
    assert waits.version == align.version()


def test_a_second_night_changes_nothing() -> None:
    items = [item("a"), item("b")]
    assert suggest.keep(items, [SURE, DOUBT]) == 1
    before = spoken(), list(Alignment.objects.values_list("pk", "valid_from", "valid_to"))
    assert suggest.keep(items, [SURE, DOUBT]) == 1
    assert (spoken(), list(Alignment.objects.values_list("pk", "valid_from", "valid_to"))) == before
    assert Suggestion.objects.count() == 2


def test_a_sure_cluster_is_spread_over_its_standards_and_keeps_its_chance() -> None:
    suggest.keep([item("a")], [WIDE])
    assert {(code, p) for _, code, _, p in spoken()} == {(f"3.OA.A.{n}", 0.98) for n in (1, 2, 3, 4)}
    assert set(tags()["coarse"]) == {True}


def test_what_is_no_longer_sure_ends_and_waits() -> None:
    items = [item("a")]
    suggest.keep(items, [SURE])
    suggest.keep(items, [DOUBT])
    assert spoken() == []
    assert [one.candidates[0] for one in review.waiting()] == [("3.NF.A.1", 0.4)]
    assert Alignment.objects.exclude(valid_to=None).count() == 1


def test_what_people_and_programs_have_said_is_left_alone() -> None:
    pytest.importorskip("sklearn")
    for external_id in ("said", "vendors", "none"):
        item(external_id, "Telling time to the nearest five minutes on a clock", grade="2")
    review.decide(ContentItem.objects.get(external_id="said").pk, ["3.NF.A.1"], "ana")
    review.decide(ContentItem.objects.get(external_id="none").pk, [], "ana")
    take_tags([Tag(("iready", "lesson", "vendors"), "3.NF.A.2", 1.0, "vendor")])
    assert suggest.suggest().seen == 0
    assert {source for _, _, source, _ in spoken()} == {"human", "vendor"}


def test_only_lessons_that_people_or_publishers_aligned_have_a_say() -> None:
    for external_id in ("said", "published", "vendors", "inferred"):
        item(external_id)
    review.decide(ContentItem.objects.get(external_id="said").pk, ["3.NF.A.1", "3.NF.A.2"], "ana")
    for external_id, source in (("published", "publisher"), ("vendors", "vendor"), ("inferred", "inferred")):
        take_tags([Tag(("iready", "lesson", external_id), "3.OA.A.1", 1.0, source)])
    found = {one.lesson.title: one.codes for one in suggest.accepted()}
    assert found == {"said": ("3.NF.A.1", "3.NF.A.2"), "published": ("3.OA.A.1",)}


def test_without_scikit_learn_nothing_happens_and_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    item("a", "Equal parts")
    monkeypatch.setattr("homeroom.standards.aligner.align.find_spec", lambda name: None)
    found = suggest.suggest()
    assert found.missing == "scikit-learn isn't installed: install homeroom[align]"
    assert found.words == f"lessons are not aligned by their titles: {found.missing}"
    assert len(review.waiting()) == 1
    with pytest.raises(align.StandardsError, match="homeroom\\[align\\]"):
        align.Aligner(())


def test_an_empty_catalogue_is_nothing_to_do() -> None:
    assert suggest.suggest().words == ""


def test_a_lesson_without_title_and_words_is_not_guessed_at() -> None:
    ContentItem.objects.create(program="iready", kind="lesson", external_id="a")
    assert suggest.suggest().seen == 0
    assert len(review.waiting()) == 1


@pytest.mark.parametrize(("low", "high", "grade", "band"), [(2, 3, "x", (2, 3)), (None, None, "K-1", (0, 1))])
def test_the_grades_of_a_lesson_are_those_of_its_columns_else_of_its_words(
    low: int | None, high: int | None, grade: str, band: tuple[int, int]
) -> None:
    found = ContentItem(title="T", words="W", grade=grade, grade_low=low, grade_high=high)
    assert suggest.lesson_of(found) == Lesson("T", "W", band)


def test_what_ships_knows_all_four_states() -> None:
    for official in (False, True):
        for accepted in (False, True):
            found = align.learnt(official=official, accepted=accepted)
            assert found.cuts.standard is not None
            assert 0.5 < found.cuts.standard <= 1
