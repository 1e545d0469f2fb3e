"""What the minute budget says, one behaviour at a time. One row: a child's lab time of one week by what it was for."""

from spec.drawing import Derived

BUDGET = """
    seconds | on_plan_needed | on_plan_mastered | gap_repair | due_review | ahead | unrelated | unknown
"""


def test_each_purpose_gets_the_time_of_its_standards(alignment: Derived) -> None:
    alignment(
        lesson_time="""
            content_item | standard | week       | seconds
            L1           | ''       | 2026-10-19 | 100
            L2           | ''       | 2026-10-19 | 20
            L3           | ''       | 2026-10-19 | 30
            L4           | ''       | 2026-10-19 | 40
            L5           | ''       | 2026-10-19 | 50
            L6           | ''       | 2026-10-19 | 60
            L7           | ''       | 2026-10-19 | 70
        """,
        tags="""
            program | kind   | content_item | spelled | standard | share
            alpha   | lesson | L1           | ''      | A        | 1
            alpha   | lesson | L2           | ''      | B        | 1
            alpha   | lesson | L3           | ''      | C        | 1
            alpha   | lesson | L4           | ''      | D        | 1
            alpha   | lesson | L5           | ''      | E        | 1
            alpha   | lesson | L6           | ''      | F        | 1
        """,
        purposes="""
            student | school_class | week       | standard | purpose
            1       | 7            | 2026-10-19 | A        | on_plan_needed
            1       | 7            | 2026-10-19 | B        | on_plan_mastered
            1       | 7            | 2026-10-19 | C        | gap_repair
            1       | 7            | 2026-10-19 | D        | due_review
            1       | 7            | 2026-10-19 | E        | ahead
        """,
        gives=f"""{BUDGET}
            370     | 100            | 20               | 30         | 40         | 50    | 60        | 70
        """,
    )


def test_what_is_left_over_goes_to_the_largest_remainders(alignment: Derived) -> None:
    """100 seconds in thirds: 33.3 each, the second left over goes to the part that stands first."""
    alignment(
        lesson_time="""
            content_item | standard | week       | seconds
            L1           | ''       | 2026-10-19 | 100
        """,
        tags="""
            program | kind   | content_item | spelled | standard | share
            alpha   | lesson | L1           | ''      | A        | 0.333333333333333
            alpha   | lesson | L1           | ''      | B        | 0.333333333333333
            alpha   | lesson | L1           | ''      | C        | 0.333333333333334
        """,
        purposes="""
            student | school_class | week       | standard | purpose
            1       | 7            | 2026-10-19 | A        | on_plan_needed
            1       | 7            | 2026-10-19 | B        | gap_repair
            1       | 7            | 2026-10-19 | C        | on_plan_needed
        """,
        gives=f"""{BUDGET}
            100     | 67             | 0                | 33         | 0          | 0     | 0         | 0
        """,
    )


def test_the_doubt_of_a_tag_is_unknown(alignment: Derived) -> None:
    alignment(
        lesson_time="""
            content_item | standard | week       | seconds
            L1           | ''       | 2026-10-19 | 101
        """,
        tags="""
            program | kind   | content_item | spelled | standard | share
            alpha   | lesson | L1           | ''      | A        | 0.7
        """,
        purposes="""
            student | school_class | week       | standard | purpose
            1       | 7            | 2026-10-19 | A        | on_plan_needed
        """,
        gives=f"""{BUDGET}
            101     | 71             | 0                | 0          | 0          | 0     | 0         | 30
        """,
    )


def test_days_and_lessons_of_a_week_are_added(alignment: Derived) -> None:
    alignment(
        lesson_time="""
            content_item | standard | occurred_on | week       | seconds
            L1           | ''       | 2026-10-19  | 2026-10-19 | 10
            L1           | ''       | 2026-10-20  | 2026-10-19 | 20
            L2           | ''       | 2026-10-20  | 2026-10-19 | 30
        """,
        gives="""
            student | school_class | school_year | week       | as_of      | seconds | lessons | unknown
            1       | 7            | 2027        | 2026-10-19 | 2026-10-23 | 60      | 2       | 60
        """,
    )


def test_a_child_of_two_classes_has_a_row_of_each_and_programs_count_class_by_class(alignment: Derived) -> None:
    alignment(
        lesson_time="""
            program | content_item | standard | week       | seconds
            alpha   | L1           | ''       | 2026-10-19 | 10
            beta    | L1           | ''       | 2026-10-19 | 20
        """,
        members="""
            student | school_class | week
            1       | 7            | 2026-10-19
            1       | 8            | 2026-10-19
        """,
        counted="""
            school_class | program
            7            | alpha
            8            | alpha
            8            | beta
        """,
        figures="""
            school_class | week       | class_share
            7            | 2026-10-19 | 0.5
            8            | 2026-10-19 | 0.25
        """,
        gives="""
            school_class | seconds | class_share
            7            | 10      | 0.5
            8            | 30      | 0.25
        """,
    )


def test_children_and_weeks_without_a_plan_have_no_row(alignment: Derived) -> None:
    alignment(
        lesson_time="""
            student | content_item | standard | week       | seconds
            1       | L1           | ''       | 2026-10-12 | 10
            2       | L1           | ''       | 2026-10-19 | 20
        """,
        gives="student",
    )


def test_weeks_that_are_not_worked_out_anew_stay(alignment: Derived) -> None:
    alignment(
        lesson_time="""
            content_item | standard | week       | seconds
            L1           | ''       | 2026-10-19 | 10
        """,
        alignment="""
            student | school_class | week       | seconds | unknown | class_share
            1       | 7            | 2026-10-12 | 99      | 99      | 0.75
            1       | 7            | 2026-10-19 | 88      | 88      | 0.75
        """,
        gives="""
            week       | seconds | unknown | class_share
            2026-10-12 | 99      | 99      | 0.75
            2026-10-19 | 10      | 10      |
        """,
    )
