"""Answers out of a CSV: rows in are rows taken and rows set aside, each with its line and reason."""

from __future__ import annotations

import csv
import os
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from a_school import child, room
from evidence.surveys_by_hand import answer, closed, codes, leader, next_wave, opened, rooms, survey
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.models import AnonymousAnswer, Answer, Asked, AskedLanguage, Survey, SurveyComment, Wave
from homeroom.evidence.survey_file import CUT, LONG
from homeroom.evidence.survey_import import ALL_IN, DOUBLED, EMPTY, UNKNOWN_GROUP, UNKNOWN_PERSON, Imported, take_in
from homeroom.evidence.survey_known import NO_DAY, OTHER_DAY, OTHER_SURVEY
from homeroom.people.clock import today
from homeroom.people.models import School, Student

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def wave(db: None) -> Wave:
    rooms({"Ash": 12, "Birch": 12})
    return opened(survey())


def taken(made: Survey, path: Path, *lines: str, head: str = "class,id,q1,q2,q3") -> Imported:
    file = path / "answers.csv"
    file.write_text("\n".join([head, *lines]) + "\n", "utf-8")
    return take_in(made, file, leader())


def test_each_row_is_taken_or_set_aside_for_a_reason(wave: Wave, tmp_path: Path) -> None:
    lines = ("Ash,1,4,4,2", "Nowhere,2,4,4,2", "Birch,1,5,5,1", "Birch,3,,,", "Birch,4,Agree,9,x")
    done = taken(wave.survey, tmp_path, *lines)
    assert (done.rows_in, done.taken, len(done.asides)) == (5, 2, 3)
    assert [(one.line, one.why) for one in done.asides] == [(3, UNKNOWN_GROUP), (4, DOUBLED), (5, EMPTY)]
    assert done.cells == 2
    assert sorted(map(str, AnonymousAnswer.objects.values_list("given", flat=True))) == [
        "{'q1': 4, 'q2': 4, 'q3': 2}",
        "{'q1': 4}",
    ]
    assert dict(Asked.objects.values_list("label", "answered")) == {"Valley School: Ash": 1, "Valley School: Birch": 1}


def test_an_unknown_column_is_named_and_the_rest_goes_on(wave: Wave, tmp_path: Path) -> None:
    done = taken(wave.survey, tmp_path, "Ash,4,yes", head="class,I can work calmly.,mood")
    assert (done.unknown_columns, done.taken) == (["mood"], 1)


def test_the_same_file_or_row_twice_is_taken_once(wave: Wave, tmp_path: Path) -> None:
    assert taken(wave.survey, tmp_path, "Ash,1,4,4,2").taken == 1
    again = taken(wave.survey, tmp_path, "Ash,1,4,4,2", "Ash,2,4,4,2")
    assert (again.taken, again.reasons) == (1, {DOUBLED: 1})
    without = "class,q1"
    assert taken(wave.survey, tmp_path, "Ash,4", "Ash,4", head=without).taken == 2
    with pytest.raises(EvidenceError, match="very file"):
        taken(wave.survey, tmp_path, "Ash,4", "Ash,4", head=without)


def test_comments_come_in_apart_from_their_row(wave: Wave, tmp_path: Path) -> None:
    taken(wave.survey, tmp_path, 'Ash,4,"Books, more"', head="class,q1,What else?")
    assert SurveyComment.objects.get().words == "Books, more"
    assert AnonymousAnswer.objects.get().given == {"q1": 4}


def test_a_confidential_file_names_people_by_the_rosters_ids(tmp_path: Path) -> None:
    rooms({"Ash": 12})
    made = survey("confidential")
    wave = opened(made)
    first, second = Student.objects.order_by("pk")[:2]
    answer(codes(wave)[0])
    done_already = Answer.objects.get().invitation.student
    other = second if done_already == first else first
    lines = (
        f"{other.sourced_id},5,5,1",
        "nobody,5,5,1",
        f"{done_already.sourced_id},1,1,1",
        f"{other.sourced_id},1,1,1",
    )
    done = taken(made, tmp_path, *lines, head="id,q1,q2,q3")
    assert (done.taken, done.reasons) == (1, {UNKNOWN_PERSON: 1, DOUBLED: 2})
    assert Answer.objects.get(invitation__student=other).given == {"q1": 5, "q2": 5, "q3": 1}
    with pytest.raises(EvidenceError, match="needs the column"):
        taken(made, tmp_path, "Ash,1", head="class,q1")


def test_what_is_no_file_for_this_wave_is_refused_whole(wave: Wave, tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="no such file"):
        take_in(wave.survey, tmp_path / "none.csv", leader())
    with pytest.raises(EvidenceError, match="needs the column"):
        taken(wave.survey, tmp_path, "1,2", head="id,q1")
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(EvidenceError, match="no CSV"):
        take_in(wave.survey, bad, leader())
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(EvidenceError, match="too large"):
        take_in(wave.survey, large, leader())
    closed(wave.survey)
    with pytest.raises(EvidenceError, match="No wave"):
        taken(wave.survey, tmp_path, "Ash,1,4,4,2")


def test_two_classes_of_one_name_need_their_school(tmp_path: Path) -> None:

    rooms({"Ash": 12})
    other = School.objects.create(sourced_id="s2", name="Hill School")
    twin = room(other, "ash-2", "Ash")
    for at in range(50, 62):
        child(at, twin)
    made = survey()
    opened(made)
    done = taken(made, tmp_path, ",Ash,4", "Hill School,Ash,4", "s1,Ash,4", head="school,class,q1")
    assert done.reasons == {UNKNOWN_GROUP: 1}
    assert sorted(Asked.objects.values_list("answered", flat=True)) == [1, 1]


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(*[st.sampled_from(["Ash", "Birch", "?", ""]), st.sampled_from("123"), st.sampled_from("159x ")]))
)
def test_rows_in_are_always_rows_taken_and_rows_set_aside(
    wave: Wave, tmp_path: Path, rows: list[tuple[str, ...]]
) -> None:
    Wave.objects.update(until=today() + timedelta(days=14))
    before = AnonymousAnswer.objects.count()
    done = taken(wave.survey, tmp_path, *(",".join(row) for row in rows), head="class,id,q1")
    assert done.rows_in == len(rows) == done.taken + len(done.asides)
    assert AnonymousAnswer.objects.count() == before + done.taken


HOSTILE = ("=2+5", "\x1b[2J", "'; drop table x; --", "<script>alert(1)</script>", "\u202eabc", "a\0b")


def test_half_a_file_is_refused_or_its_last_row_is_set_aside(wave: Wave, tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="breaks off or is damaged about line 3"):
        taken(wave.survey, tmp_path, "Ash,4,fine", 'Ash,4,"and so', head="class,q1,q5")
    assert not AnonymousAnswer.objects.exists()
    done = taken(wave.survey, tmp_path, "Ash,4,4,2", "Ash,5,", head="class,q1,q2,q3")
    assert (done.rows_in, done.taken, done.reasons) == (2, 1, {CUT: 1})
    with pytest.raises(EvidenceError, match="first 2 rows of this file"):
        taken(wave.survey, tmp_path, "Ash,4,4,2", "Ash,5,", "Ash,5,5,1", head="class,q1,q2,q3")


def test_a_comma_without_quotes_shifts_no_answer(wave: Wave, tmp_path: Path) -> None:
    done = taken(wave.survey, tmp_path, "Ash,good, but loud,4", head="class,q5,q1")
    assert done.reasons == {LONG: 1}


def test_another_surveys_file_is_refused_or_its_rows_set_aside(wave: Wave, tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="is it the file of another one"):
        taken(wave.survey, tmp_path, "Ash,4", head="class,I like soup.")
    done = taken(wave.survey, tmp_path, "Ash,meals,4", "Ash,Our room,4", "Ash,,4", head="class,survey,q1")
    assert (done.taken, done.reasons) == (2, {OTHER_SURVEY: 1})


def test_last_years_file_is_refused_or_its_rows_set_aside(wave: Wave, tmp_path: Path) -> None:
    last, now = today() - timedelta(days=365), today().isoformat()
    rows = (f"Ash,{last},4", f"Ash,{now} 10:15,4", "Ash,11/20/2026,4", "Ash,,4")
    done = taken(wave.survey, tmp_path, *rows, head="Class,Date,q1")
    assert (done.taken, done.reasons) == (2, {OTHER_DAY: 1, NO_DAY: 1})
    taken(wave.survey, tmp_path, "Ash,1,4,4,2")
    closed(wave.survey)
    next_wave(wave.survey, today() - timedelta(days=30))
    opened(wave.survey)
    with pytest.raises(EvidenceError, match="very file"):
        taken(wave.survey, tmp_path, "Ash,1,4,4,2")


def test_more_answers_than_people_are_set_aside(wave: Wave, tmp_path: Path) -> None:
    done = taken(wave.survey, tmp_path, *["Ash,4"] * 15, "Birch,2", head="class,q1")
    assert (done.taken, done.reasons) == (13, {ALL_IN: 3})
    assert dict(Asked.objects.values_list("label", "answered")) == {"Valley School: Ash": 12, "Valley School: Birch": 1}


def test_a_language_that_is_not_offered_counts_as_english(wave: Wave, tmp_path: Path) -> None:
    rows = ("Ash,1,English,4", "Ash,2,Klingon of the north,4")
    done = taken(wave.survey, tmp_path, *rows, head="class,id,language,q1")
    assert (done.taken, done.languages) == (2, 1)
    assert AskedLanguage.objects.get(language="en").answered == 2


def test_a_spreadsheets_semicolons_and_capitals_are_read_and_a_doubled_column_is_not(
    wave: Wave, tmp_path: Path
) -> None:
    assert taken(wave.survey, tmp_path, "Ash;4", head=" Class ;Q1").taken == 1
    with pytest.raises(EvidenceError, match="stands twice"):
        taken(wave.survey, tmp_path, "Ash,4,2", head="class,q1,Q1")
    with pytest.raises(EvidenceError, match="needs the column"):
        taken(wave.survey, tmp_path, head="")


def test_hostile_texts_are_kept_as_words_and_printed_without_their_power(wave: Wave, tmp_path: Path) -> None:
    file = tmp_path / "hostile.csv"
    with file.open("w", encoding="utf-8", newline="") as text:
        out = csv.writer(text)
        out.writerow(["class", "id", "q5", "q1", "\x1b[31mred"])
        out.writerows(["Ash", one, one, one, one] for one in HOSTILE)
        out.writerows([one, f"x{one}", "words", "4", ""] for one in HOSTILE)
    done = take_in(wave.survey, file, leader())
    assert (done.rows_in, done.taken, done.reasons) == (12, 6, {UNKNOWN_GROUP: 6})
    assert done.unknown_columns == ["?[31mred"]
    kept = sorted(SurveyComment.objects.values_list("words", flat=True))
    assert kept == sorted(one.replace("\0", "") for one in HOSTILE)


@pytest.mark.parametrize("with_ids", [True, False])
def test_many_rows_are_taken_in_few_questions_to_the_database(
    tmp_path: Path, with_ids: bool, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many = (2_000 if with_ids else 10_000) if os.environ.get("HOMEROOM_FULL") else 60  # Django logs 9,000
    rooms({"Ash": 12})
    wave = opened(survey())
    Asked.objects.update(people=many)
    rows = [f"Ash,{at if with_ids else ''},{at % 5 + 1},Words of {at}" for at in range(many)]
    with django_assert_max_num_queries(3 * many + 200 if with_ids else 200):
        done = taken(wave.survey, tmp_path, *rows, head=f"class,{'id' if with_ids else 'run'},q1,q5")
    assert (done.rows_in, done.taken) == (many, many)
    assert (AnonymousAnswer.objects.count(), SurveyComment.objects.count()) == (many, many)
