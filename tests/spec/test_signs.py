"""What the facts tell of an assignment. `one` asks for alpha's lesson L1, `any` for 40 minutes of anything in alpha."""

from spec.drawing import Derived
from spec.goal_tables import ANY, HEAD, NAMED


def test_a_passed_lesson_is_opened_finished_and_met(signs: Derived) -> None:
    signs(
        activities="""
            program | content_item | occurred_on | outcome | minutes | delivery | row
            alpha   | L1           | 2026-11-04  | passed  | 12      | 7        | 3
        """,
        gives="""
            assignment | kind      | program | content_item | ended_on   | delivery | row
            one        | opened    | alpha   | L1           | 2026-11-04 | 7        | 3
            one        | submitted | alpha   | L1           | 2026-11-04 | 7        | 3
            one        | met       | alpha   | L1           | 2026-11-04 | 7        | 3
        """,
    )


def test_a_lesson_that_was_only_begun_is_in_progress(signs: Derived) -> None:
    signs(
        activities="""
            program | content_item | occurred_on | outcome
            alpha   | L1           | 2026-11-04  | started
            alpha   | L1           | 2026-11-05  |
        """,
        gives="""
            assignment | kind        | ended_on
            one        | opened      | 2026-11-04
            one        | in_progress | 2026-11-04
        """,
    )


def test_a_score_is_told_only_of_what_is_finished(signs: Derived) -> None:
    signs(
        activities="""
            program | content_item | occurred_on | outcome   | score | max_score
            alpha   | L1           | 2026-11-04  | started   | 3     | 10
            alpha   | L1           | 2026-11-05  | completed | 6     | 10
        """,
        gives="""
            assignment | kind        | ended_on
            one        | opened      | 2026-11-04
            one        | in_progress | 2026-11-04
            one        | submitted   | 2026-11-05
            one        | scored      | 2026-11-05
        """,
    )


def test_not_met_is_the_last_try_and_only_where_none_was_passed(signs: Derived) -> None:
    signs(
        activities="""
            student | program | content_item | occurred_on | outcome
            1       | alpha   | L1           | 2026-11-04  | not passed
            1       | alpha   | L1           | 2026-11-06  | not passed
            2       | alpha   | L1           | 2026-11-04  | not passed
            2       | alpha   | L1           | 2026-11-06  | passed
        """,
        asked=HEAD + NAMED + "\n" + NAMED.replace("one | 1 | 1", "two | 1 | 2"),
        gives="""
            assignment | kind      | ended_on
            one        | opened    | 2026-11-04
            one        | submitted | 2026-11-04
            one        | not_met   | 2026-11-06
            two        | opened    | 2026-11-04
            two        | submitted | 2026-11-04
            two        | met       | 2026-11-06
        """,
    )


def test_work_before_the_window_and_of_other_children_is_none(signs: Derived) -> None:
    signs(
        activities="""
            student | program | content_item | occurred_on | outcome
            1       | alpha   | L1           | 2026-11-01  | passed
            2       | alpha   | L1           | 2026-11-04  | passed
        """,
        gives="assignment | kind",
    )


def test_a_named_lesson_may_be_late_anything_else_may_not(signs: Derived) -> None:
    signs(
        activities="""
            program | content_item | occurred_on | outcome
            alpha   | L1           | 2026-11-20  | completed
            alpha   | L2           | 2026-11-20  | completed
            alpha   | L1           | 2026-11-28  | passed
        """,
        asked=HEAD + NAMED + "\n" + ANY,
        gives="""
            assignment | kind      | ended_on
            one        | opened    | 2026-11-20
            one        | submitted | 2026-11-20
        """,
    )


def test_a_week_counts_where_it_touches_the_window_and_at_its_end(signs: Derived) -> None:
    signs(
        activities="""
            program | content_item | precision | occurred_on | outcome
            alpha   | L1           | week      | 2026-10-26  | completed
            alpha   | L1           | week      | 2026-10-19  | completed
        """,
        asked=HEAD + NAMED.replace("2026-11-02", "2026-10-30"),
        gives="""
            assignment | kind      | ended_on
            one        | opened    | 2026-11-01
            one        | submitted | 2026-11-01
        """,
    )


def test_the_moment_is_told_where_the_program_tells_it(signs: Derived) -> None:
    signs(
        activities="""
            program | content_item | occurred_on | occurred_at         | precision | outcome
            alpha   | L1           | 2026-11-04  |                     | day       | started
            alpha   | L1           | 2026-11-04  | 2026-11-04T17:05:00 | instant   | started
        """,
        gives="""
            assignment | kind        | occurred_at
            one        | opened      | 2026-11-04T17:05:00
            one        | in_progress | 2026-11-04T17:05:00
        """,
    )


def test_any_work_of_the_program_on_the_standard_serves_where_no_lesson_is_named(signs: Derived) -> None:
    signs(
        activities="""
            program | content_item | occurred_on | outcome | standard | minutes
            alpha   | L2           | 2026-11-04  | started |          | 10
            alpha   |              | 2026-11-05  | passed  | 3.nf.1   | 5
        """,
        asked=HEAD + ANY,
        gives="""
            assignment | kind        | content_item | ended_on
            any        | opened      | L2           | 2026-11-04
            any        | in_progress | L2           | 2026-11-04
            any        | submitted   |              | 2026-11-05
            any        | met         |              | 2026-11-05
        """,
    )


def test_the_minutes_asked_for_are_done_and_not_met(signs: Derived) -> None:
    signs(
        activities="""
            program | content_item | occurred_on | outcome | minutes
            alpha   | L1           | 2026-11-04  | started | 25
            alpha   | L2           | 2026-11-05  | started | 15
        """,
        asked=HEAD + ANY,
        gives="""
            assignment | kind        | ended_on
            any        | opened      | 2026-11-04
            any        | in_progress | 2026-11-04
            any        | submitted   | 2026-11-05
        """,
    )


def test_where_minutes_are_the_goal_they_meet_it(signs: Derived) -> None:
    signs(
        activities="""
            program | content_item | occurred_on | outcome | minutes
            alpha   | L1           | 2026-11-04  | started | 40
        """,
        asked=HEAD + NAMED.replace("mastery", "minutes"),
        gives="""
            assignment | kind      | ended_on
            one        | opened    | 2026-11-04
            one        | submitted | 2026-11-04
            one        | met       | 2026-11-04
        """,
    )


def test_a_named_lesson_is_not_done_by_time_alone(signs: Derived) -> None:
    signs(
        activities="""
            program | content_item | occurred_on | outcome | minutes
            alpha   | L1           | 2026-11-04  | started | 400
        """,
        gives="""
            assignment | kind
            one        | opened
            one        | in_progress
        """,
    )


def test_an_exit_score_goes_by_the_goals_cut_not_by_the_programs_word(signs: Derived) -> None:
    signs(
        activities="""
            program | content_item | occurred_on | outcome | score | max_score | items | items_correct
            alpha   | L1           | 2026-11-04  | passed  | 7     | 10        |       |
            beta    | B1           | 2026-11-05  | started |       |           | 5     | 4
            beta    | B1           | 2026-11-06  | completed |     |           | 5     | 4
        """,
        asked=HEAD
        + NAMED.replace("mastery", "exit score")
        + "\n"
        + NAMED.replace("mastery", "exit score").replace("one", "two").replace("alpha", "beta").replace("L1", "B1"),
        gives="""
            assignment | kind        | ended_on
            one        | opened      | 2026-11-04
            one        | submitted   | 2026-11-04
            one        | scored      | 2026-11-04
            one        | not_met     | 2026-11-04
            two        | opened      | 2026-11-05
            two        | in_progress | 2026-11-05
            two        | submitted   | 2026-11-06
            two        | scored      | 2026-11-06
            two        | met         | 2026-11-06
        """,
    )


def test_a_programs_own_words_are_understood_its_stop_is_no_work(signs: Derived) -> None:
    signs(
        activities="""
            program | content_item | occurred_on | outcome | outcome_word
            alpha   | L1           | 2026-11-04  | unknown | Assignment Stopped
        """,
        gives="""
            assignment | kind              | ended_on
            one        | stopped_by_vendor | 2026-11-04
        """,
    )
    signs(
        activities="""
            program | content_item | occurred_on | outcome | outcome_word
            alpha   | L1           | 2026-11-04  | unknown | Goal Reached
        """,
        gives="""
            assignment | kind
            one        | opened
            one        | submitted
            one        | met
        """,
    )


def test_another_lesson_on_the_standard_stands_in_once_it_is_passed(signs: Derived) -> None:
    signs(
        activities="""
            program | content_item | occurred_on | outcome
            alpha   | L2           | 2026-11-04  | not passed
            beta    | B1           | 2026-11-05  | passed
            alpha   | L2           | 2026-11-06  | passed
            beta    | B3           | 2026-11-03  | passed
        """,
        gives="""
            assignment | kind        | program | content_item | ended_on
            one        | substituted | beta    | B1           | 2026-11-05
        """,
    )


def test_or_once_its_part_on_the_standard_comes_to_the_minutes_asked_for(signs: Derived) -> None:
    signs(
        activities="""
            program | content_item | occurred_on | outcome | minutes
            beta    | B1           | 2026-11-04  | started | 20
            beta    | B2           | 2026-11-05  | started | 39
            beta    | B2           | 2026-11-06  | started | 1
        """,
        gives="""
            assignment | kind        | content_item | ended_on
            one        | substituted | B2           | 2026-11-06
        """,
    )


def test_no_time_stands_in_where_no_minutes_were_asked(signs: Derived) -> None:
    signs(
        activities="""
            program | content_item | occurred_on | outcome | minutes
            beta    | B1           | 2026-11-04  | started | 900
        """,
        asked=HEAD + NAMED.replace("| 40 |", "| 0 |"),
        gives="assignment | kind",
    )


def test_what_was_asked_for_by_itself_stands_in_for_nothing_else_of_the_goal(signs: Derived) -> None:
    two = NAMED.replace("one", "two").replace("alpha", "beta").replace("L1", "B1")
    signs(
        activities="""
            program | content_item | occurred_on | outcome
            beta    | B1           | 2026-11-05  | passed
        """,
        asked=HEAD + NAMED + "\n" + two,
        gives="""
            assignment | kind
            two        | opened
            two        | submitted
            two        | met
        """,
    )


def test_another_goals_work_may_stand_in(signs: Derived) -> None:
    two = NAMED.replace("one | 1", "two | 2").replace("alpha", "beta").replace("L1", "B1")
    signs(
        activities="""
            program | content_item | occurred_on | outcome
            beta    | B1           | 2026-11-05  | completed
            beta    | B1           | 2026-11-06  | passed
        """,
        asked=HEAD + NAMED + "\n" + two,
        gives="""
            assignment | kind        | ended_on
            one        | substituted | 2026-11-06
            two        | opened      | 2026-11-05
            two        | submitted   | 2026-11-05
            two        | met         | 2026-11-06
        """,
    )


def test_answers_are_work_and_their_time_counts(signs: Derived) -> None:
    signs(
        attempts="""
            program | content_item | occurred_on | occurred_at         | correct | seconds
            beta    | i1           | 2026-11-04  | 2026-11-04T16:00:00 | yes     | 1200
            beta    | i1           | 2026-11-05  | 2026-11-05T16:00:00 | no      | 1200
        """,
        asked=HEAD + ANY.replace("alpha", "beta"),
        gives="""
            assignment | kind        | occurred_at
            any        | opened      | 2026-11-04T16:00:00
            any        | in_progress | 2026-11-04T16:00:00
            any        | submitted   | 2026-11-05T16:00:00
        """,
    )


def test_answers_within_the_lesson_are_work_on_the_lesson(signs: Derived) -> None:
    signs(
        attempts="""
            program | content_item | activity | occurred_on | correct | contradiction
            alpha   | x9           | L1       | 2026-11-04  | yes     |
            alpha   | x8           | L1       | 2026-11-03  | yes     | yes
        """,
        gives="""
            assignment | kind        | ended_on
            one        | opened      | 2026-11-04
            one        | in_progress | 2026-11-04
        """,
    )


def test_the_time_of_answers_within_a_lesson_that_tells_its_own_is_counted_once(signs: Derived) -> None:
    signs(
        attempts="""
            program | content_item | activity | occurred_on | correct | seconds
            beta    | i1           | B1       | 2026-11-04  | yes     | 1500
        """,
        activities="""
            program | content_item | occurred_on | outcome | minutes
            beta    | B1           | 2026-11-04  | started | 25
        """,
        gives="assignment | kind",
    )


def test_work_on_a_part_is_work_on_the_whole_standard(signs: Derived) -> None:
    signs(
        activities="""
            program | content_item | occurred_on | outcome
            alpha   | P1           | 2026-11-04  | started
        """,
        counts="""
            code       | standard
            3.NF.A.3   | 3.NF.A.3
            3.NF.A.3.a | 3.NF.A.3
            3.NF.A.3.b | 3.NF.A.3
        """,
        tags="""
            program | kind   | content_item | standard   | share
            alpha   | lesson | P1           | 3.NF.A.3.a | .5
            alpha   | lesson | P1           | 3.NF.A.3.b | .5
        """,
        asked=HEAD + ANY.replace("3.NF.A.1", "3.NF.A.3"),
        gives="""
            assignment | kind        | ended_on
            any        | opened      | 2026-11-04
            any        | in_progress | 2026-11-04
        """,
    )


def test_a_tagged_lesson_goes_by_its_tags_not_by_its_spelling(signs: Derived) -> None:
    signs(
        activities="""
            program | content_item | occurred_on | outcome | standard
            beta    | B3           | 2026-11-04  | passed  | 3.nf.1
        """,
        gives="assignment | kind",
    )


def test_work_without_a_program_can_only_be_stood_in_for(signs: Derived) -> None:
    offline = ANY.replace("alpha", "''")
    signs(
        activities="""
            program | content_item | occurred_on | outcome
            beta    | B1           | 2026-11-04  | passed
        """,
        asked=HEAD + offline,
        gives="""
            assignment | kind        | ended_on
            any        | substituted | 2026-11-04
        """,
    )
