"""What a family's sheet says, and what it never says."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from a_school import CODES, MONDAY, TODAY, Town, lesson, practice, standards, town
from facts.facts_by_hand import publish
from homeroom.mastery.state import State
from homeroom.people.visibility import scope
from homeroom.reports.estimates import Known
from homeroom.reports.family import FamilyReport, Sheet, families, sheet
from homeroom.reports.family.sheet import again, kept
from homeroom.reports.family.topics import CAN, Topic, at_home, key_of, skills, state_of, topics
from homeroom.reports.languages.reviews import Checked
from homeroom.reports.languages.spoken import OTHERS, SPANISH, VIETNAMESE
from homeroom.reports.languages.words import Words
from homeroom.standards import ccss
from reports.known_by_hand import estimate

VOWELS = re.compile(r"[aeiouy]+")


@pytest.fixture
def place(db: None) -> Town:
    """A class whose third-graders work on nine standards; the first child is in every state."""
    full = town(size=3)
    standards(CODES)
    first, second, _ = full.children
    minutes = {"active_minutes": 12.4, "minutes_definition": "from seeing an item to answering it"}
    publish(
        "practice",
        [
            practice(first, "3.NF.A.1", 10, 5, **minutes),
            practice(first, "3.OA.C.7", 10, 9, **{**minutes, "week": MONDAY - timedelta(weeks=2)}),
            practice(second, "3.NF.A.1", 10, 5, **{**minutes, "week": MONDAY - timedelta(weeks=3)}),
        ],
    )
    rows = [
        estimate(first.pk, "3.OA.C.7", "mastered"),
        estimate(first.pk, "3.NF.A.1", "getting there"),
        estimate(first.pk, "3.G.A.1", "not yet"),
        estimate(first.pk, "3.MD.A.1", "not enough evidence"),
        estimate(second.pk, "3.NF.A.1", "no evidence"),
    ]
    publish("mastery", rows)
    return full


def reports(place: Town) -> dict[int, FamilyReport]:
    return {one.child.number: one for one in families(scope(place.teacher, place.numbers))}


def drafts() -> Checked:
    return Checked(SPANISH, {}, drafts=True)


def english(made: Sheet) -> str:
    said = [made.title.english]
    for part in made.parts:
        said += [part.head.english, *(one.english for one in part.lines)]
    return "\n".join(said)


def test_a_child_can_is_working_on_and_is_starting(place: Town) -> None:
    (subject,) = reports(place)[place.numbers[0]].subjects
    assert [one.key for one in subject.can] == ["3.OA.C"]
    assert [one.key for one in subject.working] == ["3.NF.A"]
    assert [one.key for one in subject.learning] == ["3.G.A"]


def test_what_is_expected_is_the_grades_and_what_we_have_not_seen_is_said(place: Town) -> None:
    (subject,) = reports(place)[place.numbers[0]].subjects
    # 3.OA.A, 3.OA.C, 3.NBT.A, 3.NF.A, 3.MD.A, 3.MD.C and 3.G.A: seven topics in this school's framework.
    assert (subject.topics.exact, subject.own_can.exact, subject.own_unseen.exact) == (7, 1, 4)
    assert not subject.earlier


def test_work_on_topics_of_an_earlier_grade_is_said(place: Town) -> None:
    place.children[0].grade = "04"
    place.children[0].save()
    report = reports(place)[place.numbers[0]]
    assert report.subjects[0].earlier
    assert "also works on topics of an earlier grade" in english(sheet(report, None)) or not report.subjects[0].topics.n


def test_minutes_are_those_of_the_week_and_of_four_weeks(place: Town) -> None:
    first, second, third = (reports(place)[number] for number in place.numbers)
    (one,) = first.minutes
    assert (one.name, one.this_week.exact, one.four_weeks.exact) == ("Number Trail", 12.4, 24.8)
    assert "Number Trail: 12 minutes, 25 in four weeks." in english(sheet(first, None))
    assert "Number Trail: none this week, 12 minutes in four weeks." in english(sheet(second, None))
    assert "We have seen no minutes in four weeks." in english(sheet(third, None))


def test_a_late_program_is_named_to_the_families_whose_child_uses_it_this_year(place: Town) -> None:
    first, second, third = place.children
    long_ago = TODAY - timedelta(weeks=60)
    publish(
        "activities",
        [
            lesson(first, TODAY - timedelta(weeks=5), "DI.1", 20),
            {**lesson(third, long_ago, "DI.2", 20), "school_year": 2026},
        ],
    )
    told = {number: report.late for number, report in reports(place).items()}
    assert told == {first.pk: ("i-Ready",), second.pk: (), third.pk: ()}
    assert "We still wait for news from i-Ready." in english(sheet(reports(place)[first.pk], None))
    assert "We still wait" not in english(sheet(reports(place)[third.pk], None))


def test_a_child_of_whom_too_little_is_known_is_not_called_low(place: Town) -> None:
    said = english(sheet(reports(place)[place.numbers[1]], None))
    assert "We have not seen enough work yet to say. This is no bad sign." in said
    assert "starting to learn" not in said


def test_a_teachers_word_comes_before_the_estimate(place: Town) -> None:
    known = Known(State.NOT_YET, word=State.MASTERED)
    assert state_of([known], _topic(size=1)) is State.MASTERED


def test_the_family_asks_the_childs_own_teachers(place: Town) -> None:
    said = english(sheet(reports(place)[place.numbers[0]], None))
    assert "Ask Teacher Example at Valley School." in said
    assert "You may see all that the school keeps here on" in said


def test_no_other_child_is_on_a_sheet(place: Town) -> None:
    made = sheet(reports(place)[place.numbers[0]], None)
    others = place.children[1:]
    assert not [one for one in others if one.given_name in english(made) or one.family_name in english(made)]


@pytest.mark.parametrize(
    ("mastered", "size", "state"),
    [(1, 1, State.MASTERED), (1, 2, State.MASTERED), (1, 3, State.GETTING_THERE), (2, 3, State.MASTERED)],
)
def test_can_asks_for_the_share_of_a_topic_that_its_rule_names(mastered: int, size: int, state: State) -> None:
    assert CAN["percent"] == 50
    assert "50 %" in CAN.words
    assert state_of([Known(State.MASTERED)] * mastered, _topic(size)) is state


def test_one_standard_that_is_not_there_yet_is_enough_not_to_say_can() -> None:
    assert state_of([Known(State.MASTERED)] * 5 + [Known(State.NOT_YET)], _topic(6)) is State.GETTING_THERE
    assert state_of([Known(State.NOT_YET)] * 2, _topic(6)) is State.NOT_YET
    assert state_of([Known(State.NOT_ENOUGH), Known()], _topic(2)) is None


def _topic(size: int) -> Topic:
    return Topic("3.NF.A", Words("x"), "Mathematics", "03", "NF", size)


def test_parts_of_a_standard_belong_to_its_topic_and_other_codes_to_themselves() -> None:
    assert key_of("3.NF.A.2.a") == "3.NF.A"
    assert key_of("RL.3.1") == "RL.3.1"


def test_a_framework_without_family_words_is_told_by_its_titles(place: Town) -> None:
    standards_of = topics()
    assert standards_of["3.NF.A.1"].words.message == skills()["3.NF.A"]
    assert standards_of["3.NF.A.1"].size == 3


def test_every_cluster_of_the_common_core_has_words_and_no_other() -> None:
    assert {".".join(one.code.split(".")[:3]) for one in ccss.read().codes} == set(skills())


def test_there_is_something_to_do_at_home_for_every_child() -> None:
    assert "cups" not in at_home(None).message
    assert at_home(None) == at_home(Topic("x", Words("x"), "Reading", "03", "", 1))
    assert "equal parts" in at_home(_topic(1)).message


def test_without_a_review_the_sheet_is_english_and_says_of_how_many_lines(place: Town) -> None:
    made = sheet(reports(place)[place.numbers[0]], Checked(SPANISH, {}))
    assert not made.is_beside and not made.draft
    assert made.english_only > 10


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
def test_all_lines_of_a_sheet_have_words_in_every_language(place: Town, language: object) -> None:
    known = Checked(language, {}, drafts=True)  # type: ignore[arg-type]
    for report in reports(place).values():
        made = sheet(report, known)
        assert made.english_only == 0, [one for part in made.parts for one in part.lines if not one.other]
        assert made.draft


def test_a_kept_sheet_comes_back_word_for_word(place: Town) -> None:
    made = sheet(reports(place)[place.numbers[0]], drafts())
    assert again(kept(made)) == made


def test_the_english_is_easy_to_read(place: Town) -> None:
    for report in reports(place).values():
        assert grade_of(english(sheet(report, None))) <= 6
    library = [at_home(Topic("x", Words("x"), "Math", grade, domain, 1)).message for grade in ("01", "03")
               for domain in ("CC", "OA", "NBT", "NF", "MD", "G")]  # fmt: skip
    assert grade_of("\n".join(library)) <= 6


def grade_of(text: str) -> float:
    """Flesch-Kincaid's grade. A line without an end of its own is a sentence."""
    sentences = [one for one in re.split(r"[.?!:\n]+", text) if one.strip()]
    words = re.findall(r"[A-Za-z']+", text)
    syllables = sum(max(1, len(VOWELS.findall(re.sub(r"e\b", "", word.lower())))) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def test_numbers_and_days_of_a_vietnamese_sheet_are_written_as_vietnamese_does(place: Town) -> None:
    made = sheet(reports(place)[place.numbers[0]], Checked(VIETNAMESE, {}, drafts=True))
    heads = [part.head.other for part in made.parts]
    assert any("19 thg 10, 2026" in head for head in heads)
    assert date(2026, 10, 26) == TODAY
