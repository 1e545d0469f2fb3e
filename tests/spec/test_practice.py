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
