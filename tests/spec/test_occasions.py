"""Occasions: which results are compared to find out what came after work on a lesson. Read it as documentation.

The program that is judged is alpha; beta tells of the results. Day 20 is Monday, 5 October; the window is three days.
"""

from __future__ import annotations

from spec.drawing import Derived


def test_a_result_elsewhere_is_an_occasion_with_work_in_the_window_or_without(occasions: Derived) -> None:
    occasions(
        attempts="""
            student | program | content_item | activity | standard | correct | occurred_on
            1       | alpha   | a1           | L1       | 3.NF.1   | no      | 2026-10-02
            1       | beta    | b1           |          | 3.NF.1   | yes     | 2026-10-05
            2       | beta    | b1           |          | 3.NF.1   | no      | 2026-10-05
        """,
        gives="""
            program | lesson | student | school_class | fortnight | told_by | correct | worked | since_work
            alpha   | ''     | 1       | 10           | 4         | beta    | 1       | 1      |
            alpha   | L1     | 1       | 10           | 4         | beta    | 1       | 1      |
            alpha   | ''     | 2       | 10           | 4         | beta    | 0       | 0      |
            beta    | ''     | 1       | 10           | 4         | alpha   | 0       | 0      |
        """,
    )


def test_work_on_the_day_itself_or_before_the_window_is_none_and_a_lesson_alone_is(occasions: Derived) -> None:
    occasions(
        attempts="""
            student | program | content_item | standard | correct | occurred_on
            1       | beta    | b1           | 3.NF.1   | yes     | 2026-10-07
            2       | beta    | b1           | 3.NF.1   | yes     | 2026-10-07
            3       | beta    | b1           | 3.NF.1   | yes     | 2026-10-07
        """,
        activities="""
            student | program | content_item | standard | occurred_on
            1       | alpha   | L1           | 3.NF.1   | 2026-10-07
            2       | alpha   | L1           | 3.NF.1   | 2026-10-01
            3       | alpha   | L1           | 3.NF.1   | 2026-10-03
        """,
        gives="""
            program | lesson | student | worked | since_work
            alpha   | ''     | 1       | 0      |
            alpha   | ''     | 2       | 0      | 1
            alpha   | ''     | 3       | 1      |
            alpha   | L1     | 3       | 1      |
        """,
    )


def test_what_was_known_is_told_as_of_the_days_before_the_window(occasions: Derived) -> None:
    occasions(
        attempts="""
            program | content_item | standard | correct | occurred_on
            beta    | b1           | 3.NF.1   | yes     | 2026-09-28
            beta    | b2           | 3.NF.1   | no      | 2026-09-29
            alpha   | a1           | 3.NF.1   | yes     | 2026-10-02
            beta    | b3           | 3.NF.1   | yes     | 2026-10-05
        """,
        gives="""
            program | fortnight | correct | worked | right_before | wrong_before | since_work
            alpha   | 3         | 1       | 0      | 0            | 0            |
            alpha   | 4         | 1       | 1      | 1            | 1            | 1
            beta    | 4         | 1       | 1      | 1            | 0            | 1
        """,
    )


def test_the_result_before_is_told_with_what_was_known_before_that(occasions: Derived) -> None:
    occasions(
        attempts="""
            program | content_item | standard | correct | occurred_on
            beta    | b1           | 3.NF.1   | yes     | 2026-09-28
            beta    | b2           | 3.NF.1   | no      | 2026-09-29
            alpha   | a1           | 3.NF.1   | yes     | 2026-10-02
            beta    | b3           | 3.NF.1   | yes     | 2026-10-05
        """,
        gives="""
            program | fortnight | before_correct | before_told_by | before_right | before_wrong
            alpha   | 3         |                |                | 0            | 0
            alpha   | 4         | 0              | beta           | 1            | 0
            beta    | 4         |                |                | 0            | 0
        """,
    )


def test_only_first_answers_to_items_are_results_one_a_fortnight(occasions: Derived) -> None:
    occasions(
        attempts="""
            program | content_item | standard | correct | occurred_on | attempt_no | precision
            beta    | b1           | 3.NF.1   | yes     | 2026-09-28  | 1          | day
            beta    | b1           | 3.NF.1   | no      | 2026-10-01  | 2          | day
            beta    | b2           | 3.NF.1   | no      | 2026-10-02  | 1          | day
            beta    | b3           | 3.NF.1   | yes     | 2026-10-05  | 1          | day
            beta    | b4           | 3.NF.1   | yes     | 2026-10-05  | 1          | week
        """,
        activities="""
            program | content_item | standard | occurred_on
            alpha   | L1           | 3.NF.1   | 2026-10-06
        """,
        gives="""
            program | lesson | fortnight | correct
            alpha   | ''     | 3         | 1
            alpha   | ''     | 4         | 0
        """,
    )
