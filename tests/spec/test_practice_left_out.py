"""`practice`: answers that are left out or too quick, and are told as that."""

from spec.drawing import Derived


def test_answers_of_a_sitting_that_contradicts_itself_are_counted_as_that_and_nowhere_else(practice: Derived) -> None:
    practice(
        attempts="""
            content_item | occurred_on | correct | seconds | contradiction
            i1           | 2026-10-26  | yes     | 60      | yes
            i1           | 2026-10-27  | no      | 30      | no
            i2           | 2026-10-27  | yes     | 30      | yes
        """,
        tags="""
            program | kind | content_item | standard | share
            alpha   | item | i1           | 3.NF.A.1 | 1
            alpha   | item | i2           | 3.OA.A.1 | 1
        """,
        gives="""
            standard | attempts | correct | unscored | contradicting | share | first_tries | active_minutes | last_on
            3.NF.A.1 | 1        | 0       | 0        | 1             | 1     | 1           | 0.5            | 2026-10-27
            3.OA.A.1 | 0        | 0       | 0        | 1             | 0     | 0           |                |
        """,
    )


def test_an_answer_in_under_a_tenth_of_its_items_median_time_is_rapid(practice: Derived) -> None:
    practice(
        attempts="""
            student | content_item | occurred_on | correct | seconds
            1       | i1           | 2026-10-26  | yes     | 60
            1       | i1           | 2026-10-27  | no      | 5
            2       | i1           | 2026-10-26  | yes     | 60
            2       | i1           | 2026-10-27  | no      | 6
            3       | i1           | 2026-11-02  | yes     | 90
        """,
        gives="""
            student | week       | attempts | rapid
            1       | 2026-10-26 | 2        | 1
            2       | 2026-10-26 | 2        | 0
            3       | 2026-11-02 | 1        | 0
        """,
    )


def test_where_no_time_is_known_nobody_can_be_called_rapid(practice: Derived) -> None:
    practice(
        attempts="""
            student | content_item | occurred_on | correct | seconds
            1       | i1           | 2026-10-26  | yes     |
            2       |              | 2026-10-26  | yes     | 1
            3       | i1           | 2026-10-26  |         | 40
        """,
        activities="""
            student | content_item | occurred_on | minutes
            4       | L1           | 2026-10-26  | 9
        """,
        gives="""
            student | attempts | unscored | rapid
            1       | 1        | 0        |
            2       | 1        | 0        |
            3       | 0        | 1        |
            4       | 0        | 0        |
        """,
    )


def test_another_programs_item_of_the_same_id_says_nothing_of_the_usual_time(practice: Derived) -> None:
    practice(
        attempts="""
            student | program | content_item | occurred_on | correct | seconds
            1       | alpha   | i1           | 2026-10-26  | yes     | 4
            2       | beta    | i1           | 2026-10-26  | yes     | 400
            3       | beta    | i1           | 2026-10-26  | yes     | 400
        """,
        gives="""
            student | program | rapid
            1       | alpha   | 0
            2       | beta    | 0
            3       | beta    | 0
        """,
    )


def test_time_from_a_contradicting_sitting_says_nothing_of_the_usual_time(practice: Derived) -> None:
    practice(
        attempts="""
            student | content_item | occurred_on | correct | seconds | contradiction
            1       | i1           | 2026-10-26  | yes     | 4       | no
            2       | i1           | 2026-10-26  | yes     | 400     | yes
            3       | i1           | 2026-10-26  | yes     | 400     | yes
        """,
        gives="""
            student | attempts | contradicting | rapid
            1       | 1        | 0             | 0
            2       | 0        | 1             |
            3       | 0        | 1             |
        """,
    )


def test_an_answer_on_two_standards_is_rapid_on_each(practice: Derived) -> None:
    practice(
        attempts="""
            content_item | occurred_on | correct | seconds
            i1           | 2026-10-26  | yes     | 60
            i1           | 2026-10-26  | yes     | 60
            i1           | 2026-10-26  | no      | 1
        """,
        tags="""
            program | kind | content_item | standard | share
            alpha   | item | i1           | 3.NF.A.1 | 0.5
            alpha   | item | i1           | 3.G.A.2  | 0.5
        """,
        gives="""
            standard | attempts | rapid
            3.NF.A.1 | 3        | 1
            3.G.A.2  | 3        | 1
        """,
    )
