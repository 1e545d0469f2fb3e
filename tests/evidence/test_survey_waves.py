"""Whom a wave asks, in which groups, in which languages; when it is open; and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from a_school import child, room, staff
from evidence.a_study import classes, locked
from evidence.surveys_by_hand import answer, closed, codes, leader, opened, rooms, survey
from homeroom.evidence import assign, survey_build, survey_codes, survey_wave, survey_words
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.models import Answer, Asked, AskedLanguage, Invitation, Question, Wave
from homeroom.evidence.survey_answer import Door, door
from homeroom.evidence.survey_models import group_words
from homeroom.evidence.survey_wave import Group, together
from homeroom.people.clock import today
from homeroom.people.family_models import FamilySheet
from homeroom.people.models import Enrollment, Role, School, Student

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
Kind = Question.Kind


def test_each_child_is_asked_once_however_many_classes_it_is_in() -> None:
    found = rooms({"Ash": 12, "Birch": 12})
    twice = Student.objects.order_by("pk")[0]
    Enrollment.objects.create(sourced_id="twice", school_class=found["Birch"], student=twice, role="student")
    wave = opened(survey())
    assert sum(Asked.objects.values_list("people", flat=True)) == 24
    assert len(codes(wave)) == 24


def test_staff_are_asked_by_school_each_once() -> None:
    one, two = (School.objects.create(sourced_id=f"s{at}", name=f"School {at}") for at in (1, 2))
    for at in range(11):
        staff(f"a{at}", Role.Kind.TEACHER, one)
    for at in range(4):
        staff(f"b{at}", Role.Kind.TEACHER, two)
    both = staff("both", Role.Kind.TUTOR, two)
    Role.objects.create(staff=both.staff, kind=Role.Kind.TEACHER, school=one)
    made = survey("confidential", "staff")
    opened(made)
    assert dict(Asked.objects.values_list("label", "people")) == {"School 1": 12, "School 2": 4, "–": 1}
    slips = survey_codes.slips(Asked.objects.get(label="School 2"), leader())
    assert len(slips) == 4
    assert answer(slips[0].code) is Door.OPEN
    assert Answer.objects.get().invitation.staff is not None


def test_families_are_counted_by_the_language_at_home_where_it_is_offered() -> None:
    rooms({"Ash": 12})
    for one, code in zip(Student.objects.order_by("pk"), ("es", "es", "vi"), strict=False):
        FamilySheet.objects.create(student=one, on=today(), language=code, sheet={}, approved_by="x")
    made = survey(audience="families")
    survey_words.keep(made, "es", {part: f"es {part}" for part in survey_words.parts(made)})
    survey_words.review(made, "es", leader())
    wave = opened(made)
    assert wave.languages == ["en", "es"]
    assert dict(AskedLanguage.objects.values_list("language", "people")) == {"en": 10, "es": 2}
    answer(codes(wave)[0], language="es")
    assert AskedLanguage.objects.get(language="es").answered == 1


def sized(**sizes: int) -> list[Group]:
    first, found = 0, []
    for name, size in sizes.items():
        found.append(Group(name, frozenset(range(first, first + size)), name[0]))
        first += size
    return found


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({"a1": 10, "b1": 11}, {"a1": 10, "b1": 11}),
        ({"a1": 9, "a2": 9, "b1": 11}, {"– a": 18, "b1": 11}),
        ({"a1": 9, "b1": 9}, {"–": 18}),
        ({"a1": 9, "b1": 12, "c1": 14}, {"b1": 21, "c1": 14}),
        ({"a1": 10, "a2": 3, "b1": 4, "b2": 20}, {"a1": 17, "b2": 20}),
    ],
)
def test_no_group_has_less_than_ten_people_and_nobody_is_lost(sizes: dict[str, int], expected: dict[str, int]) -> None:
    assert {one.label: len(one.people) for one in together(sized(**sizes))} == expected


def test_classes_of_one_name_are_told_apart() -> None:
    rooms({"Ash": 12})
    twin = room(School.objects.get(), "ash-2", "Ash")
    for at in range(50, 62):
        child(at, twin)
    opened(survey())
    labels = list(Asked.objects.values_list("label", flat=True))
    assert len(set(labels)) == 2
    assert all(label.startswith("Valley School: Ash (") for label in labels)


def test_groups_of_a_study_are_told_by_arm() -> None:
    classes(10)
    study = locked(leader())
    made = survey()
    made.study = study
    made.save()
    opened(made)
    assert set(Asked.objects.values_list("arm", flat=True)) == {""}, "nothing is drawn yet"
    closed(made)
    Wave.objects.update(opens_on=date(2026, 9, 1))
    assign.assign(study, leader(), seed="1")
    opened(made)
    assert sorted(Asked.objects.filter(wave__number=2).values_list("arm", flat=True)) == ["flex"] * 2 + ["rotation"] * 2


def test_a_child_of_a_study_answers_under_its_pseudonym_there() -> None:
    classes(10)
    study = locked(leader())
    assign.assign(study, leader(), seed="1")
    made = survey("confidential")
    made.study = study
    made.save()
    codes(opened(made))
    for one in Invitation.objects.select_related("student"):
        assert one.student is not None
        assert one.pseudonym == one.student.studies.get().pseudonym


def test_a_pseudonym_stays_from_wave_to_wave() -> None:
    rooms({"Ash": 12})
    made = survey("confidential")
    codes(opened(made))
    closed(made)
    Wave.objects.update(opens_on=date(2026, 9, 1))
    codes(opened(made))
    names = Invitation.objects.values_list("student", "pseudonym").distinct()
    assert len(names) == 12


def refused(what: object, words: str) -> None:
    assert callable(what)
    with pytest.raises(EvidenceError, match=words):
        what()


def test_what_cannot_be_asked_is_refused_with_its_reason() -> None:
    made = survey_build.make("room", "students", "anonymous", "Our room", leader())
    refused(lambda: opened(made), "no question")
    survey_build.add(made, Kind.AGREE, "Calm?")
    refused(lambda: opened(made), "nobody to ask")
    rooms({"Ash": 9})
    refused(lambda: opened(made), "Fewer than ten")
    rooms({"Birch": 3})
    refused(lambda: opened(made, days=-1), "today or later")
    refused(lambda: opened(made, days=121), "today or later")
    wave = opened(made)
    refused(lambda: opened(made), "is open")
    given = codes(wave)
    closed(made)
    refused(lambda: closed(made), "No wave")
    refused(lambda: opened(made), "began today")
    refused(lambda: survey_codes.slips(wave.asked.get(), leader()), "over")
    assert door(given[0]) is Door.OVER
    assert door("") is Door.UNKNOWN


def test_a_wave_takes_answers_from_its_first_day_to_its_last() -> None:
    rooms({"Ash": 12})
    wave = opened(survey())
    assert survey_wave.is_open(wave)
    wave.until = wave.opens_on = today() - timedelta(days=1)
    assert not survey_wave.is_open(wave)


def test_a_survey_is_built_of_what_can_be_one() -> None:
    by = leader()
    refused(lambda: survey_build.make("No Slug", "staff", "anonymous", "x", by), "small letters")
    refused(lambda: survey_build.make("a", "staff", "anonymous", " ", by), "title")
    made = survey_build.make("a", "staff", "anonymous", "x", by)
    refused(lambda: survey_build.make("a", "staff", "anonymous", "x", by), "already")
    refused(lambda: survey_build.add(made, Kind.AGREE, " "), "needs words")
    refused(lambda: survey_build.add(made, Kind.CHOICE, "x", choices=["a", "a"]), "2 to 10")
    refused(lambda: survey_build.add(made, Kind.COMMENT, "x", scale="s"), "scored")
    survey_build.add(made, Kind.AGREE, "x", scale="s")
    refused(lambda: survey_build.add(made, Kind.FACES, "y", scale="s"), "one kind")
    refused(lambda: survey_build.survey_of("b"), "There are: a")
    assert survey_build.survey_of("a") == made


def test_what_is_changed_after_a_review_is_unreviewed_again() -> None:
    made = survey()
    refused(lambda: survey_words.review(made, "vi", leader()), "no words in this language")
    refused(lambda: survey_words.keep(made, "en", {}), "translated")
    survey_words.keep(made, "vi", {part: f"vi {part}" for part in survey_words.parts(made)})
    assert survey_words.offered(made) == ("en",)
    survey_words.review(made, "vi", leader())
    assert survey_words.offered(made) == ("en", "vi")
    survey_words.keep(made, "vi", {"title": "khác"})
    assert survey_words.offered(made) == ("en",)
    survey_words.review(made, "vi", leader())
    made.texts.filter(part="title", language="en").update(words="Our rooms")
    assert survey_words.offered(made) == ("en",), "the English changed"
    survey_words.keep(made, "vi", {"title": ""})
    assert not made.texts.filter(part="title", language="vi").exists()


def test_a_word_of_ours_that_is_the_same_in_another_language_is_no_gap() -> None:
    assert [survey_words.draft(one, "es") for one in ("No", "Yes", "Our room")] == ["No", "Sí", ""]


def test_the_fixed_words_are_reviewed_too_and_nobody_writes_them_anew() -> None:
    made = survey()
    assert {"promise", "groups", "begin", "send", "thanks"} <= set(survey_words.parts(made))
    made.texts.create(part="promise", language="en", words="We tell everybody.")
    assert survey_words.words(made, "en")["promise"] == survey_words.PROMISES["anonymous"]


def test_without_a_pseudonym_the_database_names_nobody() -> None:
    rooms({"Ash": 12})
    group = opened(survey()).asked.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(asked=group, token_sha256="0", student=Student.objects.first())
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(asked=group, token_sha256="0", answered=True)


def test_codes_made_again_void_the_earlier_ones() -> None:
    rooms({"Ash": 12})
    wave = opened(survey())
    first, again = codes(wave), codes(wave)
    assert door(first[0]) is Door.UNKNOWN
    assert door(again[0]) is Door.OPEN
    assert len({survey_codes.plain(one) for one in again}) == 12
    assert all(set(survey_codes.plain(one)) <= set(survey_codes.LETTERS) for one in again)


def test_those_in_no_group_of_ten_are_called_in_words() -> None:
    assert [group_words(one) for one in ("School 1", "–", "– flex")] == ["School 1", "all others", "all others flex"]
    assert Asked(label="–").words == "all others"
