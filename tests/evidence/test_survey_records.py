"""What a child's record holds of surveys, and what an erasure takes out: nothing leads to an anonymous answer."""

from __future__ import annotations

import pytest

from evidence.surveys_by_hand import answer, closed, codes, leader, opened, rooms, survey
from homeroom.evidence import survey_codes
from homeroom.evidence.erase import erase
from homeroom.evidence.export import export
from homeroom.evidence.models import AnonymousAnswer, Answer, Invitation, SurveyComment, Wave
from homeroom.evidence.survey_results import results
from homeroom.people.models import Student

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def child(db: None) -> Student:
    """Who answered a confidential survey with a comment; eleven others answered too."""
    rooms({"Ash": 12})
    wave = opened(survey("confidential"))
    for slip in survey_codes.slips(wave.asked.get(), leader()):
        answer(slip.code, words=f"{slip.name} likes it.")
    return Student.objects.order_by("pk")[0]


def test_a_record_holds_confidential_answers_and_comments(child: Student) -> None:
    held = next(one for one in export(child.pk) if one.name == "surveys")
    [row] = held.rows
    told = dict(zip([column.name for column in held.columns], row, strict=True))
    assert (told["survey"], told["given"]) == ("room", "q1: 4; q2: 4; q3: 2")
    assert told["comments"] == f"q5: {child.name} likes it."


def test_an_erased_child_is_untied_from_its_answer_and_its_words_go(child: Student) -> None:
    counts = {one.place: one.count for one in erase(child.pk)}
    assert (counts["survey answers"], counts["survey comments"]) == (1, 1)
    assert not Invitation.objects.filter(student=child).exists()
    assert SurveyComment.objects.count() == 11
    assert Answer.objects.count() == 12
    assert all(one.count == 0 for one in erase(child.pk))


def test_results_are_the_same_before_and_after_an_erasure(child: Student) -> None:
    wave = closed(Wave.objects.get().survey)
    before = results(Wave.objects.get())
    erase(child.pk)
    after = results(Wave.objects.get(pk=wave.pk))
    assert (before.answered, before.questions, before.scales) == (after.answered, after.questions, after.scales)


def test_an_anonymous_answer_is_in_nobodys_record(db: None) -> None:
    rooms({"Ash": 12})
    for code in codes(opened(survey())):
        answer(code, words="Yes.")
    child = Student.objects.order_by("pk")[0]
    assert next(one for one in export(child.pk) if one.name == "surveys").rows == []
    erase(child.pk)
    assert AnonymousAnswer.objects.count() == SurveyComment.objects.count() == 12
