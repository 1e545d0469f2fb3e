"""Answers out of a CSV: rows in are rows taken and rows set aside, each with its line and reason."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from a_school import child, room
from evidence.surveys_by_hand import answer, closed, codes, leader, opened, rooms, survey
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.models import AnonymousAnswer, Answer, Asked, Survey, SurveyComment, Wave
from homeroom.evidence.survey_import import DOUBLED, EMPTY, UNKNOWN_GROUP, UNKNOWN_PERSON, Imported, take_in
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
