"""How fast a child's last answers were. In these examples three answers count, and items with four times."""

from spec.drawing import Derived

# What the item i usually takes: other children's answers.
USUAL = """
    student | content_item | occurred_on | correct | seconds
    2       | i            | 2026-10-26  | yes     | 40
    2       | i            | 2026-10-26  | yes     | 40
    2       | i            | 2026-10-26  | yes     | 40
    2       | i            | 2026-10-26  | yes     | 40
    2       | i            | 2026-10-26  | yes     | 40
    2       | i            | 2026-10-26  | yes     | 40
"""


def of_usual(rows: str) -> str:
    return USUAL.rstrip() + rows


def test_an_answer_under_a_tenth_of_the_usual_time_is_fast(last_answers: Derived) -> None:
    last_answers(
        attempts=of_usual("""
            1 | i | 2026-10-27 | yes | 3
            1 | i | 2026-10-28 | no  | 4
        """),
        gives="""
            student | answers | timed | fast
            1       | 2       | 2     | 1
        """,
    )


def test_only_the_last_answers_count(last_answers: Derived) -> None:
    last_answers(
        attempts=of_usual("""
            1 | i | 2026-10-26 | yes | 1
            1 | i | 2026-10-27 | yes | 30
            1 | i | 2026-10-28 | yes | 30
            1 | i | 2026-10-29 | yes | 30
        """),
        gives="""
            student | answers | timed | fast
            1       | 3       | 3     | 0
        """,
    )


def test_a_missing_time_is_never_a_fast_one(last_answers: Derived) -> None:
    last_answers(
        attempts=of_usual("""
            1 | i | 2026-10-27 | yes |
            1 | i | 2026-10-28 | yes | 1
        """),
        gives="""
            student | answers | timed | fast
            1       | 2       | 1     | 1
        """,
    )


def test_an_item_that_few_have_timed_tells_nobody_is_fast(last_answers: Derived) -> None:
    last_answers(
        attempts="""
            student | content_item | occurred_on | correct | seconds
            2       | i            | 2026-10-26  | yes     | 40
            2       | i            | 2026-10-26  | yes     | 40
            1       | i            | 2026-10-27  | yes     | 1
        """,
        gives="""
            student | answers | timed | fast
            1       | 1       | 1     | 0
        """,
    )


def test_an_item_is_of_its_program(last_answers: Derived) -> None:
    """The other program's item of the same name takes a second."""
    last_answers(
        attempts="""
            student | program | content_item | occurred_on | correct | seconds
            2       | beta    | i            | 2026-10-26  | yes     | 40
            2       | beta    | i            | 2026-10-26  | yes     | 40
            2       | beta    | i            | 2026-10-26  | yes     | 40
            2       | beta    | i            | 2026-10-26  | yes     | 40
            2       | alpha   | i            | 2026-10-26  | yes     | 1
            2       | alpha   | i            | 2026-10-26  | yes     | 1
            2       | alpha   | i            | 2026-10-26  | yes     | 1
            2       | alpha   | i            | 2026-10-26  | yes     | 1
            1       | alpha   | i            | 2026-10-27  | yes     | 1
        """,
        gives="""
            student | answers | timed | fast
            1       | 1       | 1     | 0
        """,
    )


def test_answers_without_a_result_or_of_a_contradicting_sitting_are_left_out(last_answers: Derived) -> None:
    last_answers(
        attempts="""
            student | content_item | occurred_on | correct | seconds | contradiction
            2       | i            | 2026-10-26  | yes     | 40      |
            2       | i            | 2026-10-26  | yes     | 40      |
            2       | i            | 2026-10-26  | yes     | 40      |
            2       | i            | 2026-10-26  | yes     | 40      |
            1       | i            | 2026-10-27  | yes     | 2       |
            1       | i            | 2026-10-28  |         | 1       |
            1       | i            | 2026-10-28  | yes     | 1       | yes
        """,
        gives="""
            student | answers | timed | fast
            1       | 1       | 1     | 1
        """,
    )


def test_answers_to_the_week_come_at_its_end(last_answers: Derived) -> None:
    last_answers(
        attempts="""
            student | content_item | occurred_on | correct | seconds | precision
            1       | i            | 2026-10-26  | yes     |         | week
            1       | i            | 2026-10-28  | yes     | 30      | day
            1       | i            | 2026-10-29  | yes     | 30      | day
            1       | i            | 2026-10-30  | yes     | 30      | day
        """,
        gives="""
            student | answers | timed | fast
            1       | 3       | 2     | 0
        """,
    )


def test_nobody_else_is_told_of(last_answers: Derived) -> None:
    last_answers(attempts=USUAL, gives="student | answers | timed | fast")
