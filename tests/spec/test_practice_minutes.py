"""`practice`: minutes and lessons, and what is not counted twice."""

from spec.drawing import Derived


def test_time_that_no_program_tells_is_unknown_not_zero(practice: Derived) -> None:
    practice(
        attempts="""
            student | content_item | occurred_on | correct | seconds
            1       | i1           | 2026-10-26  | yes     |
            2       | i1           | 2026-10-26  | yes     | 0
        """,
        gives="""
            student | attempts | active_minutes | minutes_definition
            1       | 1        |         |
            2       | 1        | 0       | the time of each answer, added up
        """,
    )


def test_a_lesson_of_two_standards_gives_each_its_share_of_the_minutes(practice: Derived) -> None:
    practice(
        activities="""
            content_item | occurred_on | minutes | minutes_definition | outcome
            L1           | 2026-10-26  | 20      | while it is open   | passed
        """,
        tags="""
            program | kind   | content_item | standard | share
            alpha   | lesson | L1           | 3.NF.A.1 | 0.75
            alpha   | lesson | L1           | 3.G.A.2  | 0.25
        """,
        gives="""
            standard | attempts | active_minutes | minutes_definition | lessons | lessons_passed
            3.NF.A.1 | 0        | 15      | while it is open   | 1       | 1
            3.G.A.2  | 0        | 5       | while it is open   | 1       | 1
        """,
    )


def test_a_lesson_tried_three_times_in_a_week_is_one_lesson(practice: Derived) -> None:
    practice(
        activities="""
            content_item | occurred_on | minutes | outcome
            L1           | 2026-10-26  | 5       | not passed
            L1           | 2026-10-27  | 5       | passed
            L1           | 2026-10-28  | 5       | passed
            L2           | 2026-10-28  | 5       | completed
        """,
        gives="""
            lessons | lessons_passed | active_minutes
            2       | 1              | 20
        """,
    )


def test_lessons_without_an_id_are_counted_try_by_try(practice: Derived) -> None:
    practice(
        activities="""
            content_item | occurred_on | outcome
                         | 2026-10-26  | passed
                         | 2026-10-27  | passed
        """,
        gives="""
            lessons | lessons_passed | active_minutes
            2       | 2              |
        """,
    )


def test_a_unit_takes_the_tags_of_the_unit_and_a_quiz_those_of_the_lesson(practice: Derived) -> None:
    practice(
        activities="""
            kind | content_item | occurred_on
            unit | U1           | 2026-10-26
            quiz | U1           | 2026-10-26
        """,
        tags="""
            program | kind   | content_item | standard | share
            alpha   | unit   | U1           | 3.NF.A.1 | 1
            alpha   | lesson | U1           | 3.OA.A.1 | 1
        """,
        gives="""
            standard | lessons
            3.NF.A.1 | 1
            3.OA.A.1 | 1
        """,
    )


def test_minutes_of_answers_inside_a_reported_lesson_are_not_counted_twice(practice: Derived) -> None:
    practice(
        attempts="""
            content_item | activity | occurred_on | correct | seconds
            i1           | L1       | 2026-10-26  | yes     | 120
            i2           | L1       | 2026-10-27  | yes     | 120
        """,
        activities="""
            content_item | occurred_on | minutes | minutes_definition
            L1           | 2026-10-27  | 9       | while it is open
        """,
        gives="""
            attempts | active_minutes | minutes_definition
            2        | 9       | while it is open
        """,
    )


def test_answers_after_the_lesson_was_reported_are_new_work(practice: Derived) -> None:
    practice(
        attempts="""
            content_item | activity | occurred_on | correct | seconds
            i1           | L1       | 2026-10-28  | yes     | 120
        """,
        activities="""
            content_item | occurred_on | minutes | minutes_definition
            L1           | 2026-10-27  | 9       | while it is open
        """,
        gives="""
            attempts | active_minutes | minutes_definition
            1        | 11      | the time of each answer, added up; while it is open
        """,
    )


def test_a_lesson_reported_without_its_minutes_leaves_the_answers_theirs(practice: Derived) -> None:
    practice(
        attempts="""
            content_item | activity | occurred_on | correct | seconds
            i1           | L1       | 2026-10-26  | yes     | 120
        """,
        activities="""
            content_item | occurred_on | minutes
            L1           | 2026-10-27  |
        """,
        gives="""
            attempts | active_minutes | lessons
            1        | 2       | 1
        """,
    )


def test_another_childs_or_programs_lesson_takes_no_minutes_away(practice: Derived) -> None:
    practice(
        attempts="""
            student | program | content_item | activity | occurred_on | correct | seconds
            1       | alpha   | i1           | L1       | 2026-10-26  | yes     | 60
        """,
        activities="""
            student | program | content_item | occurred_on | minutes
            2       | alpha   | L1           | 2026-10-26  | 9
            1       | beta    | L1           | 2026-10-26  | 8
        """,
        gives="""
            student | program | active_minutes
            1       | alpha   | 1
            2       | alpha   | 9
            1       | beta    | 8
        """,
    )


def test_a_lesson_known_to_the_week_holds_the_answers_of_that_week(practice: Derived) -> None:
    practice(
        attempts="""
            content_item | activity | occurred_on | correct | seconds
            i1           | L1       | 2026-10-30  | yes     | 60
        """,
        activities="""
            content_item | precision | occurred_on | minutes
            L1           | week      | 2026-10-26  | 9
        """,
        gives="""
            week       | active_minutes
            2026-10-26 | 9
        """,
    )
