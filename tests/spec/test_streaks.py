"""What streaks say, one behaviour at a time. One row: child and standard, all programs in order of time."""

from spec.drawing import Derived

ON = """
    spelling | standard
    A        | 3.NF.A.1
    B        | 3.OA.A.1
"""


def test_without_three_right_in_a_row_every_answer_counts(streaks: Derived) -> None:
    streaks(
        attempts="""
            standard | occurred_on | correct
            A        | 2026-10-26  | yes
            A        | 2026-10-27  | no
            A        | 2026-10-28  | yes
            A        | 2026-10-29  | yes
        """,
        spellings=ON,
        gives="""
            student | standard | attempts | correct | since_three | correct_since | last_on
            1       | 3.NF.A.1 | 4        | 3       | 4           | 3             | 2026-10-29
        """,
    )


def test_three_right_in_a_row_begin_the_count_anew(streaks: Derived) -> None:
    streaks(
        attempts="""
            standard | occurred_on | correct
            A        | 2026-10-26  | yes
            A        | 2026-10-27  | yes
            A        | 2026-10-28  | yes
            A        | 2026-10-29  | no
            A        | 2026-10-30  | yes
        """,
        spellings=ON,
        gives="""
            attempts | correct | since_three | correct_since
            5        | 4       | 2           | 1
        """,
    )


def test_a_run_longer_than_three_ends_at_its_last_right_answer(streaks: Derived) -> None:
    streaks(
        attempts="""
            standard | occurred_on | correct
            A        | 2026-10-26  | yes
            A        | 2026-10-27  | yes
            A        | 2026-10-28  | yes
            A        | 2026-10-29  | yes
        """,
        spellings=ON,
        gives="""
            attempts | since_three | correct_since
            4        | 0           | 0
        """,
    )


def test_a_run_goes_on_over_several_programs(streaks: Derived) -> None:
    streaks(
        attempts="""
            program | standard | occurred_on | correct
            beta    | A        | 2026-10-26  | yes
            alpha   | A        | 2026-10-27  | yes
            beta    | A        | 2026-10-28  | yes
        """,
        spellings=ON,
        gives="""
            attempts | since_three | programs
            3        | 0           | alpha, beta
        """,
    )


def test_the_moment_orders_the_answers_of_a_day(streaks: Derived) -> None:
    streaks(
        attempts="""
            standard | occurred_on | occurred_at         | correct
            A        | 2026-10-26  | 2026-10-26 14:03:00 | no
            A        | 2026-10-26  | 2026-10-26 14:00:00 | yes
            A        | 2026-10-26  | 2026-10-26 14:01:00 | yes
            A        | 2026-10-26  | 2026-10-26 14:02:00 | yes
        """,
        spellings=ON,
        gives="""
            attempts | since_three | correct_since
            4        | 1           | 0
        """,
    )


def test_an_answer_known_to_the_day_counts_at_the_days_end(streaks: Derived) -> None:
    streaks(
        attempts="""
            standard | occurred_on | occurred_at         | correct
            A        | 2026-10-26  |                     | no
            A        | 2026-10-26  | 2026-10-27 01:00:00 | yes
            A        | 2026-10-26  | 2026-10-27 01:01:00 | yes
            A        | 2026-10-26  | 2026-10-27 01:02:00 | yes
        """,
        spellings=ON,
        gives="""
            attempts | since_three
            4        | 1
        """,
    )


def test_an_answer_known_to_the_week_counts_at_the_weeks_end(streaks: Derived) -> None:
    streaks(
        attempts="""
            standard | precision | occurred_on | correct
            A        | week      | 2026-10-26  | no
            A        | day       | 2026-10-27  | yes
            A        | day       | 2026-10-28  | yes
            A        | day       | 2026-10-29  | yes
        """,
        spellings=ON,
        gives="""
            attempts | since_three | last_on
            4        | 1           | 2026-10-29
        """,
    )


def test_at_one_time_the_items_stand_in_the_order_of_their_ids(streaks: Derived) -> None:
    streaks(
        attempts="""
            content_item | standard | occurred_on | correct
            i4           | A        | 2026-10-26  | no
            i1           | A        | 2026-10-26  | yes
            i2           | A        | 2026-10-26  | yes
            i3           | A        | 2026-10-26  | yes
        """,
        spellings=ON,
        gives="""
            attempts | since_three
            4        | 1
        """,
    )


def test_of_two_answers_that_nothing_tells_apart_the_wrong_one_comes_first(streaks: Derived) -> None:
    streaks(
        attempts="""
            content_item | standard | occurred_on | correct
            i1           | A        | 2026-10-26  | yes
            i1           | A        | 2026-10-26  | no
            i2           | A        | 2026-10-27  | yes
            i3           | A        | 2026-10-28  | yes
        """,
        spellings=ON,
        gives="""
            attempts | since_three
            4        | 0
        """,
    )


def test_the_programs_number_of_the_try_orders_tries_at_one_time(streaks: Derived) -> None:
    streaks(
        attempts="""
            content_item | standard | occurred_on | attempt_no | correct
            i1           | A        | 2026-10-26  | 4          | no
            i1           | A        | 2026-10-26  | 1          | yes
            i1           | A        | 2026-10-26  | 2          | yes
            i1           | A        | 2026-10-26  | 3          | yes
        """,
        spellings=ON,
        gives="""
            attempts | since_three
            4        | 1
        """,
    )


def test_another_standards_answer_in_between_does_not_break_the_run(streaks: Derived) -> None:
    streaks(
        attempts="""
            standard | occurred_on | correct
            A        | 2026-10-26  | yes
            A        | 2026-10-27  | yes
            B        | 2026-10-28  | no
            A        | 2026-10-29  | yes
        """,
        spellings=ON,
        gives="""
            standard | attempts | since_three
            3.NF.A.1 | 3        | 0
            3.OA.A.1 | 1        | 1
        """,
    )


def test_an_item_on_two_standards_goes_into_both_runs_as_a_whole_answer(streaks: Derived) -> None:
    streaks(
        attempts="""
            content_item | occurred_on | correct
            i1           | 2026-10-26  | no
        """,
        tags="""
            program | kind | content_item | standard | share
            alpha   | item | i1           | 3.NF.A.1 | 0.9
            alpha   | item | i1           | 3.G.A.2  | 0.1
        """,
        gives="""
            standard | attempts | since_three | correct_since
            3.NF.A.1 | 1        | 1           | 0
            3.G.A.2  | 1        | 1           | 0
        """,
    )


def test_answers_tied_to_no_standard_have_no_run(streaks: Derived) -> None:
    streaks(
        attempts="""
            content_item | standard | occurred_on | correct
            i1           | 3.NF.X   | 2026-10-26  | no
            i2           |          | 2026-10-26  | no
        """,
        spellings=ON,
        gives="student | standard",
    )


def test_an_answer_without_a_known_result_neither_breaks_nor_feeds_a_run(streaks: Derived) -> None:
    streaks(
        attempts="""
            standard | occurred_on | correct
            A        | 2026-10-26  | yes
            A        | 2026-10-27  | yes
            A        | 2026-10-28  |
            A        | 2026-10-29  | yes
        """,
        spellings=ON,
        gives="""
            attempts | since_three
            3        | 0
        """,
    )


def test_children_are_kept_apart(streaks: Derived) -> None:
    streaks(
        attempts="""
            student | standard | occurred_on | correct
            1       | A        | 2026-10-26  | yes
            2       | A        | 2026-10-27  | no
            1       | A        | 2026-10-28  | yes
        """,
        spellings=ON,
        gives="""
            student | attempts | correct
            1       | 2        | 2
            2       | 1        | 0
        """,
    )


def test_no_facts_give_no_rows(streaks: Derived) -> None:
    streaks(gives="student | standard")


def test_answers_of_a_sitting_that_contradicts_itself_count_nowhere(streaks: Derived) -> None:
    streaks(
        attempts="""
            standard | occurred_on | correct | contradiction
            A        | 2026-10-26  | yes     | no
            A        | 2026-10-27  | yes     | yes
            A        | 2026-10-28  | yes     |
        """,
        spellings=ON,
        gives="""
            attempts | correct | since_three
            2        | 2       | 2
        """,
    )
