"""Evidence: which facts say what a child knows, each act once, and the class of every row. Read it as documentation."""

from __future__ import annotations

from spec.drawing import Derived


def test_an_answer_is_used_where_its_item_or_its_spelling_has_a_standard(evidence: Derived) -> None:
    evidence(
        attempts="""
            content_item | standard | correct | occurred_on
            i1           |          | yes     | 2026-10-26
            unknown      | 3.NF.1   | no      | 2026-10-27
            i2           | 3.NF.1   | yes     | 2026-10-28
        """,
        gives="""
            source   | class | kind | place | result | content_item
            attempts | used  | item | 1     | 1.0    | i1
            attempts | used  | item | 1     | 0.0    | unknown
            attempts | used  | item | 2     | 1.0    | i2
        """,
    )


def test_work_on_no_standard_is_counted_and_says_nothing(evidence: Derived) -> None:
    evidence(
        attempts="""
            content_item | standard  | correct | occurred_on
            unknown      | 9.XYZ     | yes     | 2026-10-26
        """,
        activities="""
            content_item | outcome | occurred_on
            unknown      | passed  | 2026-10-26
        """,
        gives="""
            source     | class       | place
            attempts   | no standard |
            activities | no standard |
        """,
    )


def test_an_answer_without_a_result_says_nothing_and_points_are_a_share(evidence: Derived) -> None:
    evidence(
        attempts="""
            content_item | correct | score | max_score | occurred_on
            i1           |         |       |           | 2026-10-26
            i1           |         | 17    |           | 2026-10-27
            i1           |         | 5     | 4         | 2026-10-28
            i1           |         | 3     | 4         | 2026-10-29
            i1           | no      | 3     | 4         | 2026-10-30
        """,
        gives="""
            class            | result | ended_on
            no usable result |        | 2026-10-26
            no usable result |        | 2026-10-27
            no usable result |        | 2026-10-28
            used             | 0.75   | 2026-10-29
            used             | 0.0    | 2026-10-30
        """,
    )


def test_a_sitting_that_contradicts_itself_counts_nowhere_nor_does_its_score(evidence: Derived) -> None:
    evidence(
        attempts="""
            content_item | activity | correct | contradiction | occurred_on
            i1           | test-9   | yes     | yes           | 2026-10-26
            i1           | test-10  | yes     | no            | 2026-10-26
            i1           | L1       | no      | yes           | 2026-10-26
        """,
        activities="""
            content_item | outcome | occurred_on
            L1           | passed  | 2026-10-26
        """,
        assessments="""
            assessment | sitting | method      | result_number | result_kind | occurred_on
            Math       | test-9  | Scale Score | 400           | score       | 2026-10-26
        """,
        claims="""
            content_item | sitting | scale   | value_number | occurred_on
            skill1       | test-9  | percent | 90           | 2026-10-26
        """,
        gives="""
            source      | class
            attempts    | contradiction
            attempts    | used
            attempts    | contradiction
            activities  | contradiction
            assessments | contradiction
            claims      | contradiction
        """,
    )


def test_an_answer_in_less_than_a_tenth_of_the_items_usual_time_is_rapid(evidence: Derived) -> None:
    evidence(
        paces="""
            program | content_item | seconds
            alpha   | i1           | 40
        """,
        attempts="""
            content_item | seconds | correct | occurred_on
            i1           | 3       | yes     | 2026-10-26
            i1           | 4       | yes     | 2026-10-27
            i1           |         | yes     | 2026-10-28
            i2           | 1       | yes     | 2026-10-29
        """,
        gives="""
            kind  | ended_on
            rapid | 2026-10-26
            item  | 2026-10-27
            item  | 2026-10-28
            item  | 2026-10-29
        """,
    )


def test_a_lesson_with_questions_or_points_is_a_score_and_else_a_try(evidence: Derived) -> None:
    evidence(
        activities="""
            content_item | items | items_correct | score | max_score | outcome    | occurred_on
            L1           | 10    | 7             | 70    | 100       | passed     | 2026-10-26
            L1           |       |               | 70    | 100       | passed     | 2026-10-27
            L1           |       |               |       |           | passed     | 2026-10-28
            L1           |       |               |       |           | not passed | 2026-10-29
            L1           | 0     | 0             |       |           | completed  | 2026-10-30
        """,
        gives="""
            class            | kind  | result | amount | ended_on
            used             | score | 0.7    | 10.0   | 2026-10-26
            used             | score | 0.7    |        | 2026-10-27
            used             | tries | 1.0    | 1.0    | 2026-10-28
            used             | tries | 0.0    | 1.0    | 2026-10-29
            no usable result | tries |        | 1.0    | 2026-10-30
        """,
    )


def test_of_a_lesson_repeated_until_passed_the_number_of_tries_counts_as_told_last(evidence: Derived) -> None:
    evidence(
        activities="""
            content_item | tries | score | max_score | outcome    | occurred_on
            L1           | 2     | 40    | 100       | not passed | 2026-10-26
            L1           | 4     | 90    | 100       | passed     | 2026-10-28
        """,
        gives="""
            class      | kind  | result | amount | ended_on
            superseded | tries | 0.0    | 2.0    | 2026-10-26
            used       | tries | 1.0    | 4.0    | 2026-10-28
        """,
    )


def test_a_lesson_whose_answers_are_used_tells_nothing_more(evidence: Derived) -> None:
    """The answers of a lesson since its last row are the finer grain of this row; those of another child are not."""
    evidence(
        attempts="""
            student | content_item | activity | correct | occurred_on
            1       | i1           | L1       | yes     | 2026-10-26
            2       | unknown      | L1       | yes     | 2026-10-26
        """,
        activities="""
            student | content_item | outcome    | occurred_on
            1       | L1           | not passed | 2026-10-25
            1       | L1           | passed     | 2026-10-27
            1       | L1           | passed     | 2026-10-29
            2       | L1           | passed     | 2026-10-27
        """,
        gives="""
            student | source     | class            | ended_on
            1       | attempts   | used             | 2026-10-26
            2       | attempts   | no standard      | 2026-10-26
            1       | activities | used             | 2026-10-25
            1       | activities | finer grain used | 2026-10-27
            1       | activities | used             | 2026-10-29
            2       | activities | used             | 2026-10-27
        """,
    )


def test_only_what_is_aligned_as_a_lesson_is_an_answers_lesson(evidence: Derived) -> None:
    evidence(
        attempts="""
            content_item | activity | correct | occurred_on
            i1           | L1       | yes     | 2026-10-26
            i1           | s000003  | yes     | 2026-10-27
        """,
        gives="""
            lesson | ended_on
            L1     | 2026-10-26
                   | 2026-10-27
        """,
    )


SCALES = """
    program | assessment | objective | method      | grade | place | whole | middle | spread | information
    alpha   | Math       | ''        | Scale Score | ''    | 3     | yes   | 400    | 20     | 4
    alpha   | Math       | Geometry  | Scale Score | ''    | 2     | no    | 400    | 20     | 2
    alpha   | Math       | Geometry  | RIT         | ''    | 2     | no    | 200    | 10     | 2
    alpha   | Reading    | ''        | Scale Score | ''    |       | yes   |        |        |
    alpha   | New Math   | ''        | Scale Score | ''    | 3     | yes   |        |        |
"""


def test_a_scale_score_is_read_as_a_logit(evidence: Derived) -> None:
    evidence(
        scales=SCALES,
        assessments="""
            assessment | method      | result_number | result_kind | occurred_on
            Math       | Scale Score | 430           | score       | 2026-10-26
            Math       | Percentile  | 70            | score       | 2026-10-26
            Math       | Level       |               | level       | 2026-10-26
            Reading    | Scale Score | 500           | score       | 2026-10-26
            New Math   | Scale Score | 430           | score       | 2026-10-26
        """,
        gives="""
            class            | kind     | place | result | amount
            used             | scale    | 3     | 1.5    | 4.0
            no usable result | subscale |       |        |
            no usable result | subscale |       |        |
            no standard      | scale    |       |        |
            no usable result | scale    | 3     |        |
        """,
    )


def test_the_parts_of_a_sitting_speak_for_the_whole(evidence: Derived) -> None:
    evidence(
        scales=SCALES,
        assessments="""
            sitting | assessment | objective | method      | result_number | result_kind | occurred_on
            s1      | Math       |           | Scale Score | 430           | score       | 2026-10-26
            s1      | Math       | Geometry  | Scale Score | 420           | score       | 2026-10-26
            s1      | Math       | Geometry  | RIT         | 220           | score       | 2026-10-26
            s2      | Math       |           | Scale Score | 440           | score       | 2027-01-12
        """,
        gives="""
            class            | kind     | result
            finer grain used | scale    | 1.5
            finer grain used | subscale | 1.0
            used             | subscale | 2.0
            used             | scale    | 2.0
        """,
    )


def test_the_answers_of_a_sitting_speak_for_its_scores(evidence: Derived) -> None:
    evidence(
        scales=SCALES,
        attempts="""
            content_item | activity | correct | occurred_on
            i1           | s1       | yes     | 2026-10-26
        """,
        assessments="""
            sitting | assessment | method      | result_number | result_kind | occurred_on
            s1      | Math       | Scale Score | 430           | score       | 2026-10-26
        """,
        gives="""
            source      | class
            attempts    | used
            assessments | finer grain used
        """,
    )


def test_a_claim_is_used_where_its_program_shows_no_work_on_the_standard(evidence: Derived) -> None:
    """Place 3 has a standard in common with place 1, place 2 has none; another program's answers are no reason."""
    evidence(
        attempts="""
            student | program | content_item | correct | occurred_on
            1       | alpha   | i1           | yes     | 2026-10-26
            2       | beta    | i1           | yes     | 2026-10-26
            3       | alpha   | i2           | yes     | 2026-10-26
        """,
        claims="""
            student | content_item | scale   | value_number | occurred_on
            1       | skill1       | percent | 90           | 2026-10-25
            2       | skill1       | percent | 90           | 2026-10-25
            3       | skill1       | share   | 0.4          | 2026-10-25
        """,
        gives="""
            student | source   | class            | kind  | result
            1       | attempts | used             | item  | 1.0
            2       | attempts | used             | item  | 1.0
            3       | attempts | used             | item  | 1.0
            1       | claims   | finer grain used | claim | 0.9
            2       | claims   | used             | claim | 0.9
            3       | claims   | used             | claim | 0.4
        """,
    )


def test_a_claim_without_a_sitting_is_superseded_by_a_newer_one(evidence: Derived) -> None:
    evidence(
        claims="""
            content_item | sitting | scale   | value_number | method  | occurred_on
            skill1       |         | percent | 30           | Mastery | 2026-10-25
            skill1       |         | percent | 80           | Mastery | 2026-11-25
            skill1       | t1      | percent | 40           | Mastery | 2026-10-25
            skill1       | t2      | percent | 70           | Mastery | 2026-11-25
            skill1       | t2      | percent | 60           | Other   | 2026-11-25
        """,
        gives="""
            class            | result
            superseded       | 0.3
            used             | 0.8
            used             | 0.4
            used             | 0.7
            finer grain used | 0.6
        """,
    )


def test_a_claim_in_words_or_out_of_its_scale_says_nothing_yet(evidence: Derived) -> None:
    evidence(
        claims="""
            content_item | scale   | value_number | occurred_on
            skill1       | level   | 3            | 2026-10-25
            skill1       | percent | 140          | 2026-10-26
            skill1       | share   | 40           | 2026-10-27
            unknown      | percent | 40           | 2026-10-28
        """,
        gives="""
            class            | ended_on
            no usable result | 2026-10-25
            no usable result | 2026-10-26
            no usable result | 2026-10-27
            no standard      | 2026-10-28
        """,
    )


def test_a_check_counts_and_the_last_word_of_a_person_on_a_day_alone(evidence: Derived) -> None:
    evidence(
        checks="""
            student | place | result | seen_on    | said_by | number | withdrawn
            1       | 1     | 0.5    | 2026-10-26 | tina    | 1      | no
            1       | 1     | 1.0    | 2026-10-26 | tina    | 2      | no
            1       | 1     | 0.0    | 2026-10-26 | tina    | 3      | yes
            1       | 1     | 0.0    | 2026-10-26 | otto    | 4      | no
            1       | 2     | 1.0    | 2026-10-26 | tina    | 5      | no
        """,
        gives="""
            source | class      | kind  | place | result
            checks | superseded | check | 1     | 0.5
            checks | used       | check | 1     | 1.0
            checks | superseded | check | 1     | 0.0
            checks | used       | check | 1     | 0.0
            checks | used       | check | 2     | 1.0
        """,
    )


def test_a_week_counts_at_its_end(evidence: Derived) -> None:
    evidence(
        attempts="""
            content_item | correct | precision | occurred_on
            i1           | yes     | week      | 2026-10-26
            i1           | yes     | day       | 2026-10-26
        """,
        gives="""
            ended_on
            2026-11-01
            2026-10-26
        """,
    )
