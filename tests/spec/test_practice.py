"""What practice says, one behaviour at a time. One row: child, standard, week, program."""

from spec.drawing import Derived


def test_answers_are_counted_by_the_standard_of_their_item(practice: Derived) -> None:
    practice(
        attempts="""
            content_item | occurred_on | correct
            i1           | 2026-10-26  | yes
            i1           | 2026-10-27  | no
            i2           | 2026-10-26  | yes
        """,
        tags="""
            program | kind | content_item | standard | share
            alpha   | item | i1           | 3.NF.A.1 | 1
            alpha   | item | i2           | 3.OA.A.1 | 1
        """,
        gives="""
            student | standard | program | week       | attempts | correct | share | last_on
            1       | 3.NF.A.1 | alpha   | 2026-10-26 | 2        | 1       | 2     | 2026-10-27
            1       | 3.OA.A.1 | alpha   | 2026-10-26 | 1        | 1       | 1     | 2026-10-26
        """,
    )


def test_an_item_on_two_standards_is_one_answer_on_each_and_half_a_share(practice: Derived) -> None:
    practice(
        attempts="""
            content_item | occurred_on | correct | seconds
            i1           | 2026-10-26  | yes     | 60
        """,
        tags="""
            program | kind | content_item | standard | share
            alpha   | item | i1           | 3.NF.A.1 | 0.5
            alpha   | item | i1           | 3.G.A.2  | 0.5
        """,
        gives="""
            standard | attempts | correct | share | first_tries | active_minutes
            3.NF.A.1 | 1        | 1       | 0.5   | 1           | 0.5
            3.G.A.2  | 1        | 1       | 0.5   | 1           | 0.5
        """,
    )


def test_a_week_begins_on_monday(practice: Derived) -> None:
    practice(
        attempts="""
            content_item | occurred_on | correct
            i1           | 2026-10-25  | yes
            i2           | 2026-10-26  | yes
            i3           | 2026-11-01  | yes
        """,
        gives="""
            week       | attempts | last_on
            2026-10-19 | 1        | 2026-10-25
            2026-10-26 | 2        | 2026-11-01
        """,
    )


def test_the_programs_own_spelling_counts_where_the_item_has_no_tag(practice: Derived) -> None:
    practice(
        attempts="""
            content_item | standard                   | occurred_on | correct
            i1           | CCSS.Math.Content.3.NF.A.1 | 2026-10-26  | yes
            i2           | 3.nf.1                     | 2026-10-26  | no
        """,
        spellings="""
            spelling                   | standard
            CCSS.Math.Content.3.NF.A.1 | 3.NF.A.1
            3.nf.1                     | 3.NF.A.1
        """,
        gives="""
            standard | attempts | correct
            3.NF.A.1 | 2        | 1
        """,
    )


def test_a_tag_is_stronger_than_the_programs_own_spelling(practice: Derived) -> None:
    practice(
        attempts="""
            content_item | standard | occurred_on | correct
            i1           | 3.NF.1   | 2026-10-26  | yes
        """,
        tags="""
            program | kind | content_item | standard | share
            alpha   | item | i1           | 3.G.A.2  | 1
        """,
        spellings="""
            spelling | standard
            3.NF.1   | 3.NF.A.1
        """,
        gives="""
            standard | attempts
            3.G.A.2  | 1
        """,
    )


def test_work_tied_to_no_standard_is_kept_under_a_blank_one(practice: Derived) -> None:
    practice(
        attempts="""
            content_item | standard | occurred_on | correct | seconds
            i1           |          | 2026-10-26  | yes     | 30
            i2           | 3.NF.X   | 2026-10-26  | no      | 30
        """,
        activities="""
            content_item | occurred_on | minutes
            L1           | 2026-10-26  | 4
        """,
        gives="""
            standard | attempts | correct | active_minutes | lessons
            ''       | 2        | 1       | 5       | 1
        """,
    )


def test_another_programs_tag_for_the_same_id_does_not_count(practice: Derived) -> None:
    practice(
        attempts="""
            program | content_item | occurred_on | correct
            alpha   | i1           | 2026-10-26  | yes
            beta    | i1           | 2026-10-26  | yes
        """,
        tags="""
            program | kind   | content_item | standard | share
            beta    | item   | i1           | 3.NF.A.1 | 1
            alpha   | lesson | i1           | 3.OA.A.1 | 1
        """,
        gives="""
            program | standard | attempts
            alpha   | ''       | 1
            beta    | 3.NF.A.1 | 1
        """,
    )


def test_children_programs_and_weeks_are_kept_apart(practice: Derived) -> None:
    practice(
        attempts="""
            student | program | content_item | occurred_on | correct
            1       | alpha   | i1           | 2026-10-26  | yes
            1       | beta    | i1           | 2026-10-26  | yes
            1       | alpha   | i1           | 2026-11-02  | yes
            2       | alpha   | i1           | 2026-10-26  | no
        """,
        gives="""
            student | program | week       | attempts | correct
            1       | alpha   | 2026-10-26 | 1        | 1
            1       | beta    | 2026-10-26 | 1        | 1
            1       | alpha   | 2026-11-02 | 1        | 1
            2       | alpha   | 2026-10-26 | 1        | 0
        """,
    )


def test_an_answer_without_a_known_result_is_neither_right_nor_wrong(practice: Derived) -> None:
    practice(
        attempts="""
            content_item | occurred_on | correct | seconds
            i1           | 2026-10-26  |         | 60
            i2           | 2026-10-27  | no      | 60
        """,
        gives="""
            attempts | correct | unscored | share | active_minutes | first_tries
            1        | 0       | 1        | 1     | 2       | 1
        """,
    )


def test_only_the_first_answer_to_an_item_is_a_first_try(practice: Derived) -> None:
    practice(
        attempts="""
            content_item | occurred_on | correct
            i1           | 2026-10-26  | no
            i1           | 2026-10-27  | yes
            i1           | 2026-11-02  | yes
            i2           | 2026-11-03  | yes
        """,
        gives="""
            week       | attempts | correct | first_tries | first_correct
            2026-10-26 | 2        | 1       | 1           | 0
            2026-11-02 | 2        | 2       | 1           | 1
        """,
    )


def test_of_two_answers_at_one_time_the_wrong_one_came_first(practice: Derived) -> None:
    practice(
        attempts="""
            content_item | occurred_on | correct
            i1           | 2026-10-26  | yes
            i1           | 2026-10-26  | no
        """,
        gives="""
            attempts | correct | first_tries | first_correct
            2        | 1       | 1           | 0
        """,
    )


def test_the_moment_tells_which_answer_of_a_day_came_first(practice: Derived) -> None:
    practice(
        attempts="""
            content_item | occurred_on | occurred_at         | correct
            i1           | 2026-10-26  | 2026-10-26 15:00:00 | no
            i1           | 2026-10-26  | 2026-10-26 14:00:00 | yes
        """,
        gives="""
            attempts | first_tries | first_correct
            2        | 1           | 1
        """,
    )


def test_a_second_try_is_no_first_try_even_where_the_first_was_never_received(practice: Derived) -> None:
    practice(
        attempts="""
            content_item | occurred_on | attempt_no | correct
            i1           | 2026-10-26  | 2          | yes
            i2           | 2026-10-26  | 1          | yes
        """,
        gives="""
            attempts | first_tries | first_correct
            2        | 1           | 1
        """,
    )


def test_the_programs_number_of_the_try_orders_tries_at_one_time(practice: Derived) -> None:
    practice(
        attempts="""
            content_item | occurred_on | attempt_no | correct
            i1           | 2026-10-26  | 2          | no
            i1           | 2026-10-26  | 1          | yes
        """,
        gives="""
            attempts | first_tries | first_correct
            2        | 1           | 1
        """,
    )


def test_an_answer_known_to_the_day_comes_after_those_of_the_day_with_a_moment(practice: Derived) -> None:
    practice(
        attempts="""
            content_item | occurred_on | occurred_at         | correct
            i1           | 2026-10-26  |                     | no
            i1           | 2026-10-26  | 2026-10-27 01:00:00 | yes
        """,
        gives="""
            attempts | first_tries | first_correct
            2        | 1           | 1
        """,
    )


def test_an_answer_to_an_item_without_an_id_is_no_first_try(practice: Derived) -> None:
    practice(
        attempts="""
            content_item | occurred_on | correct
                         | 2026-10-26  | yes
        """,
        gives="""
            attempts | correct | first_tries
            1        | 1       | 0
        """,
    )


def test_thirds_add_up_to_whole_answers(practice: Derived) -> None:
    practice(
        attempts="""
            content_item | occurred_on | correct
            i1           | 2026-10-26  | yes
            i2           | 2026-10-26  | yes
            i3           | 2026-10-26  | yes
        """,
        tags="""
            program | kind | content_item | standard | share
            alpha   | item | i1           | 3.NF.A.1 | 0.3333333333333333
            alpha   | item | i2           | 3.NF.A.1 | 0.3333333333333333
            alpha   | item | i3           | 3.NF.A.1 | 0.3333333333333333
        """,
        gives="""
            standard | attempts | share
            3.NF.A.1 | 3        | 1
        """,
    )


def test_no_facts_give_no_rows(practice: Derived) -> None:
    practice(gives="student | standard")
