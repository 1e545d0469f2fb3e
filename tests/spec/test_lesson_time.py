"""What lesson time says, one behaviour at a time. One row: a child's seconds on one lesson on one day."""

from spec.drawing import Derived


def test_minutes_of_a_lesson_become_whole_seconds_day_by_day(lesson_time: Derived) -> None:
    lesson_time(
        activities="""
            content_item | occurred_on | minutes
            L1           | 2026-10-19  | 2.5
            L1           | 2026-10-19  | 0.25
            L1           | 2026-10-21  | 1
            L2           | 2026-10-21  | 3
        """,
        gives="""
            program | occurred_on | week       | kind   | content_item | standard | seconds
            alpha   | 2026-10-19  | 2026-10-19 | lesson | L1           | ''       | 165
            alpha   | 2026-10-21  | 2026-10-19 | lesson | L1           | ''       | 60
            alpha   | 2026-10-21  | 2026-10-19 | lesson | L2           | ''       | 180
        """,
    )


def test_seconds_are_rounded_once_after_adding(lesson_time: Derived) -> None:
    """A tenth of a second less than half three times is one second and a bit, not nothing."""
    lesson_time(
        activities="""
            content_item | occurred_on | minutes
            L1           | 2026-10-19  | 0.0075
            L1           | 2026-10-19  | 0.0075
            L1           | 2026-10-19  | 0.0075
        """,
        gives="""
            content_item | seconds
            L1           | 1
        """,
    )


def test_answers_count_by_their_own_time_unless_their_lesson_tells_it(lesson_time: Derived) -> None:
    lesson_time(
        activities="""
            content_item | occurred_on | minutes
            L1           | 2026-10-20  | 5
        """,
        attempts="""
            content_item | activity | occurred_on | seconds
            i1           | L1       | 2026-10-19  | 40
            i1           | L1       | 2026-10-21  | 30
            i2           |          | 2026-10-19  | 20
        """,
        gives="""
            kind   | content_item | occurred_on | seconds
            lesson | L1           | 2026-10-20  | 300
            item   | i1           | 2026-10-21  | 30
            item   | i2           | 2026-10-19  | 20
        """,
    )


def test_work_of_unknown_time_and_contradicting_answers_say_nothing_here(lesson_time: Derived) -> None:
    lesson_time(
        activities="""
            content_item | occurred_on | minutes
            L1           | 2026-10-19  |
            L2           | 2026-10-19  | 0
        """,
        attempts="""
            content_item | occurred_on | seconds | contradiction
            i1           | 2026-10-19  |         |
            i2           | 2026-10-19  | 50      | yes
        """,
        gives="student",
    )


def test_a_lesson_without_an_id_is_told_apart_by_the_standard_that_the_program_names(lesson_time: Derived) -> None:
    lesson_time(
        activities="""
            content_item | standard | occurred_on | minutes
                         | 3.nf.1   | 2026-10-19  | 1
                         | 3.nf.2   | 2026-10-19  | 2
                         | unheard  | 2026-10-19  | 4
        """,
        spellings="""
            spelling | standard
            3.nf.1   | 3.NF.A.1
            3.nf.2   | 3.NF.A.2
        """,
        gives="""
            content_item | standard | seconds
            ''           | 3.NF.A.1 | 60
            ''           | 3.NF.A.2 | 120
            ''           | ''       | 240
        """,
    )


def test_units_are_units_and_quizzes_are_lessons(lesson_time: Derived) -> None:
    lesson_time(
        activities="""
            content_item | kind  | occurred_on | minutes
            U1           | unit  | 2026-10-19  | 1
            Q1           | quiz  | 2026-10-19  | 1
            V1           | level | 2026-10-19  | 1
        """,
        gives="""
            content_item | kind
            U1           | unit
            Q1           | lesson
            V1           | lesson
        """,
    )


def test_children_and_programs_are_told_apart(lesson_time: Derived) -> None:
    lesson_time(
        activities="""
            student | program | content_item | occurred_on | minutes
            1       | alpha   | L1           | 2026-10-19  | 1
            2       | alpha   | L1           | 2026-10-19  | 2
            2       | beta    | L1           | 2026-10-19  | 3
        """,
        gives="""
            student | program | seconds
            1       | alpha   | 60
            2       | alpha   | 120
            2       | beta    | 180
        """,
    )
