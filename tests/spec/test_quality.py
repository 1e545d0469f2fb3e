"""Quality: what is a first try, where children leave, and what the table tells. Read it as documentation."""

from __future__ import annotations

from spec.drawing import Derived


def test_the_first_answer_to_an_item_is_its_first_try(content_tries: Derived) -> None:
    content_tries(
        attempts="""
            student | content_item | standard | correct | occurred_on | attempt_no | seconds | contradiction
            1       | i1           | 3.NF.1   | no      | 2026-10-05  | 1          | 30      |
            1       | i1           | 3.NF.1   | yes     | 2026-10-06  | 2          | 20      |
            2       | i1           | 3.NF.1   | yes     | 2026-10-05  | 2          | 20      |
            3       | i1           | 3.NF.1   | yes     | 2026-10-05  | 1          | 20      | yes
            9       | i1           | 3.NF.1   | yes     | 2026-10-05  | 1          | 20      |
        """,
        gives="""
            student | school_class | school | kind | content_item | term | standard | correct | seconds
            1       | 10           | 5      | item | i1           | one  | 3.NF.A.1 | no      | 30.0
        """,
    )


def test_what_was_shown_on_earlier_days_counts_in_all_programs(content_tries: Derived) -> None:
    content_tries(
        attempts="""
            program | content_item | standard | correct | occurred_on
            alpha   | i1           | 3.NF.1   | yes     | 2026-10-05
            beta    | i2           | 3.NF.1   | no      | 2026-10-06
            beta    | i3           | 3.NF.1   | yes     | 2026-10-06
            alpha   | two          |          | yes     | 2026-10-07
            alpha   | other        | 9.XYZ    | yes     | 2027-01-07
        """,
        gives="""
            program | content_item | term | standard | right_before | wrong_before
            alpha   | i1           | one  | 3.NF.A.1 | 0            | 0
            beta    | i2           | one  | 3.NF.A.1 | 1            | 0
            beta    | i3           | one  | 3.NF.A.1 | 1            | 0
            alpha   | two          | one  | 3.NF.A.1 | 2            | 1
            alpha   | other        | two  |          | 0            | 0
        """,
    )


def test_a_lesson_counts_by_its_first_decided_try_and_all_of_its_time(content_tries: Derived) -> None:
    content_tries(
        attempts="""
            content_item | standard | correct | occurred_on
            i1           | 3.NF.1   | yes     | 2026-10-01
        """,
        activities="""
            student | content_item | kind   | standard | outcome    | minutes | occurred_on
            1       | L1           | lesson | 3.NF.1   | started    | 5       | 2026-10-05
            1       | L1           | lesson | 3.NF.1   | not passed | 5       | 2026-10-06
            1       | L1           | lesson | 3.NF.1   | passed     | 2       | 2026-10-07
            2       | L1           | lesson | 3.NF.1   | started    | 4       | 2026-10-07
            2       | U1           | unit   | 3.NF.1   | started    | 4       | 2026-10-07
        """,
        gives="""
            student | kind   | content_item | correct | seconds | left_here | right_before
            1       | item   | i1           | yes     |         |           | 0
            1       | lesson | L1           | no      | 720.0   | no        | 1
            2       | lesson | L1           |         | 240.0   | yes       | 0
        """,
    )


def test_a_child_leaves_at_the_last_item_of_a_lesson_that_it_never_finished(content_tries: Derived) -> None:
    content_tries(
        attempts="""
            student | content_item | activity | correct | occurred_on
            1       | i1           | L1       | yes     | 2026-10-05
            1       | i2           | L1       | no      | 2026-10-06
            2       | i1           | L1       | yes     | 2026-10-05
            3       | i1           | L2       | yes     | 2026-10-05
        """,
        activities="""
            student | content_item | outcome   | occurred_on
            1       | L1           | started   | 2026-10-06
            2       | L1           | completed | 2026-10-06
        """,
        gives="""
            student | kind   | content_item | left_here
            1       | item   | i1           | no
            1       | item   | i2           | yes
            2       | item   | i1           | no
            3       | item   | i1           |
            1       | lesson | L1           | yes
            2       | lesson | L1           | no
        """,
    )


def test_tries_of_children_who_knew_the_same_are_counted_together(content_bins: Derived) -> None:
    content_bins(
        tries="""
            student | kind | content_item | term | correct | right_before | wrong_before
            1       | item | i1           | one  | yes     | 3            | 1
            2       | item | i1           | one  | no      | 3            | 1
            3       | item | i1           | one  | yes     | 1            | 1
            4       | item | i1           | one  |         | 3            | 1
            4       | item | i2           | one  | yes     | 1            | 2
        """,
        gives="""
            program | kind | content_item | term | knowledge | tries | right_
            alpha   | item | i1           | one  | 0.75      | 2     | 1
            alpha   | item | i2           | one  | -0.5      | 1     | 1
        """,
    )


def test_an_item_is_told_by_term_and_year_and_counts_for_its_program(quality: Derived) -> None:
    quality(
        tries="""
            student | school_class | school | term | kind   | content_item | correct | seconds | left_here
            1       | 10           | 5      | one  | item   | i1           | yes     | 10      | no
            2       | 10           | 5      | one  | item   | i1           | no      | 30      | yes
            4       | 20           | 6      | two  | item   | i1           | yes     | 20      |
            4       | 20           | 6      |      | lesson | L1           |         | 90      | yes
        """,
        fitted="""
            program | kind | content_item | term | difficulty
            alpha   | item | i1           | one  | 0.5
            alpha   | item | i1           | two  | 0.75
            alpha   | item | i1           |  ''  | 0.6
        """,
        lifts="""
            program | kind    | content_item | lift | lift_refused
            alpha   | program |  ''          | 0.25 | ''
        """,
        gives="""
            kind    | content_item | term | children | classes | schools | first_tries | first_right | first_share
            item    | i1           | one  | 2        | 1       | 1       | 2           | 1           | 0.5
            item    | i1           | two  | 1        | 1       | 1       | 1           | 1           | 1.0
            item    | i1           |  ''  | 3        | 2       | 2       | 3           | 2           | 0.6666666667
            lesson  | L1           |  ''  | 1        | 1       | 1       | 0           | 0           |
            program |  ''          | one  | 2        | 1       | 1       | 2           | 1           | 0.5
            program |  ''          | two  | 1        | 1       | 1       | 1           | 1           | 1.0
            program |  ''          |  ''  | 3        | 2       | 2       | 3           | 2           | 0.6666666667
        """.replace("0.6666666667", str(2 / 3)),
    )


def test_time_exits_difficulty_drift_and_lift_stand_beside_the_counts(quality: Derived) -> None:
    quality(
        tries="""
            student | school_class | school | term | kind   | content_item | correct | seconds | left_here
            1       | 10           | 5      | one  | item   | i1           | yes     | 10      | no
            2       | 10           | 5      | one  | item   | i1           | no      | 30      | yes
            4       | 20           | 6      | two  | item   | i1           | yes     | 20      |
            4       | 20           | 6      | ''   | lesson | L1           |         | 90      | yes
        """,
        fitted="""
            program | kind | content_item | term | difficulty
            alpha   | item | i1           | one  | 0.5
            alpha   | item | i1           | two  | 0.75
            alpha   | item | i1           |  ''  | 0.6
        """,
        lifts="""
            program | kind    | content_item | lift | lift_refused
            alpha   | program |  ''          | 0.25 | ''
        """,
        gives="""
            kind    | content_item | term | timed | median_seconds | exits | exit_share | difficulty | drift | lift
            item    | i1           | one  | 2     | 20.0           | 1     | 0.5        | 0.5        |       |
            item    | i1           | two  | 1     | 20.0           | 0     |            | 0.75       | 0.25  |
            item    | i1           |  ''  | 3     | 20.0           | 1     | 0.5        | 0.6        |       |
            lesson  | L1           |  ''  | 1     | 90.0           | 1     | 1.0        |            |       |
            program |  ''          | one  | 2     | 20.0           | 0     |            |            |       |
            program |  ''          | two  | 1     | 20.0           | 0     |            |            |       |
            program |  ''          |  ''  | 3     | 20.0           | 1     | 1.0        |            |       | 0.25
        """,
    )


def test_an_item_tells_children_apart_where_those_who_knew_more_get_it_right(quality: Derived) -> None:
    quality(
        tries="""
            student | kind | content_item | term | correct | right_before | wrong_before
            1       | item | sharp        | ''   | yes     | 3            | 0
            2       | item | sharp        | ''   | no      | 0            | 3
            3       | item | sharp        | ''   | no      | 1            | 0
            1       | item | flat         | ''   | yes     | 3            | 0
            2       | item | flat         | ''   | yes     | 0            | 3
        """,
        gives="""
            kind    | content_item | term | known_tries | discrimination
            item    | sharp        | ''   | 2           | 1.0
            item    | flat         | ''   | 2           |
            program | ''           | ''   | 4           | 0.5773502692
        """.replace("0.5773502692", str(3**-0.5)),
    )
