"""What becomes of planned minutes. One row: one child's day, modality and program, by what became of it.

It is asked on Friday, 30 October 2026.
"""

from spec.drawing import Derived

LED = "date | session | modality | program | minutes"


def test_a_ticked_session_was_delivered_and_one_without_a_word_is_not_recorded(rotation_minutes: Derived) -> None:
    rotation_minutes(
        placements=f"""
            {LED}
            2026-10-26 | 1 | tutoring    | '' | 30
            2026-10-26 | 2 | independent | '' | 30
        """,
        sheets="""
            date       | session | modality | took_place | minutes
            2026-10-26 | 1       | tutoring | yes        | 25
        """,
        gives="""
            modality    | planned | delivered | state        | minutes_definition
            tutoring    | 30      | 25        | delivered    | minutes of the session, as its sheet says
            independent | 30      |           | not recorded |
        """,
    )


def test_two_sessions_of_a_day_are_one_row_where_the_same_became_of_them(rotation_minutes: Derived) -> None:
    rotation_minutes(
        placements=f"""
            {LED}
            2026-10-26 | 1 | peer project | '' | 20
            2026-10-26 | 2 | peer project | '' | 20
            2026-10-26 | 3 | peer project | '' | 20
        """,
        sheets="""
            date       | session | modality     | took_place | minutes
            2026-10-26 | 1       | peer project | yes        | 20
            2026-10-26 | 2       | peer project | yes        | 15
        """,
        gives="""
            modality     | planned | delivered | state
            peer project | 40      | 35        | delivered
            peer project | 20      |           | not recorded
        """,
    )


def test_a_session_that_was_not_held_took_no_time(rotation_minutes: Derived) -> None:
    rotation_minutes(
        placements=f"{LED}\n2026-10-26 | 1 | teacher-led | '' | 30",
        sheets="""
            date       | session | modality    | took_place | minutes
            2026-10-26 | 1       | teacher-led | no         | 0
        """,
        gives="planned | delivered | state\n30 | 0 | did not take place",
    )


def test_what_was_done_in_place_of_the_plan_stands_apart(rotation_minutes: Derived) -> None:
    rotation_minutes(
        placements=f"{LED}\n2026-10-26 | 1 | independent | '' | 30",
        sheets="""
            date       | session | modality | took_place | minutes
            2026-10-26 | 1       | tutoring | yes        | 30
        """,
        gives="""
            modality    | planned | delivered | state
            independent | 30      | 0         | did not take place
            tutoring    | 0       | 30        | beyond the plan
        """,
    )


def test_a_sheet_never_tells_of_work_online(rotation_minutes: Derived) -> None:
    rotation_minutes(
        placements=f"{LED}\n2026-10-26 | 1 | technology | alpha | 30",
        sheets="""
            date       | session | modality   | took_place | minutes
            2026-10-26 | 1       | technology | yes        | 30
        """,
        gives="modality | planned | delivered | state\ntechnology | 30 | | late",
    )


def test_a_program_s_own_minutes_are_told_with_its_own_definition(rotation_minutes: Derived) -> None:
    rotation_minutes(
        placements=f"{LED}\n2026-10-26 | 1 | technology | alpha | 30",
        usage="""
            occurred_on | metric        | value | definition
            2026-10-26  | MinutesOnTask | 12.5  | time on screen
            2026-10-26  | MinutesOnTask | 10    | time in lessons
            2026-10-26  | Sessions      | 3     |
        """,
        gives="""
            planned | delivered | state     | minutes_definition
            30      | 22.5      | delivered | time in lessons; time on screen
        """,
    )


def test_lessons_tell_where_the_program_counts_no_days(rotation_minutes: Derived) -> None:
    """Where it counts both, the lessons are among the day's minutes."""
    rotation_minutes(
        placements=f"""
            {LED}
            2026-10-26 | 1 | technology | alpha | 30
            2026-10-27 | 1 | technology | alpha | 30
        """,
        usage="""
            occurred_on | metric        | value | definition
            2026-10-26  | MinutesOnTask | 20    | time on screen
        """,
        activities="""
            occurred_on | minutes | minutes_definition
            2026-10-26  | 11      | time in a lesson
            2026-10-27  | 7       | time in a lesson
            2026-10-27  | 8       | time in a lesson
        """,
        gives="""
            date       | delivered | minutes_definition
            2026-10-26 | 20        | time on screen
            2026-10-27 | 15        | time in a lesson
        """,
    )


def test_more_than_was_planned_stands_apart(rotation_minutes: Derived) -> None:
    rotation_minutes(
        placements=f"{LED}\n2026-10-26 | 1 | technology | alpha | 30",
        usage="""
            program | occurred_on | metric        | value | definition
            alpha   | 2026-10-26  | MinutesOnTask | 42    | time on screen
            beta    | 2026-10-26  | MinutesOnTask | 9     | time in lessons
            beta    | 2026-10-24  | MinutesOnTask | 50    | time in lessons
        """,
        gives="""
            program | planned | delivered | state           | minutes_definition
            alpha   | 30      | 30        | delivered       | time on screen
            alpha   | 0       | 12        | beyond the plan | time on screen
            beta    | 0       | 9         | beyond the plan | time in lessons
        """,
    )


def test_no_work_is_nothing_delivered_once_the_program_has_told_of_the_day(rotation_minutes: Derived) -> None:
    """Another child of the school has minutes of the day; of another school it says nothing."""
    rotation_minutes(
        placements=f"""
            student | school | {LED}
            1       | 5 | 2026-10-26 | 1 | technology | alpha | 30
            1       | 5 | 2026-10-28 | 1 | technology | alpha | 30
            2       | 5 | 2026-10-26 | 1 | independent | '' | 30
            3       | 6 | 2026-10-26 | 1 | technology | alpha | 30
        """,
        activities="""
            student | occurred_on | minutes
            2       | 2026-10-27  | 8
        """,
        gives="""
            student | date       | modality    | planned | delivered | state
            1       | 2026-10-26 | technology  | 30      | 0         | delivered
            1       | 2026-10-28 | technology  | 30      |           | late
            2       | 2026-10-26 | independent | 30      |           | not recorded
            3       | 2026-10-26 | technology  | 30      |           | late
        """,
    )


def test_today_is_late_until_there_is_work(rotation_minutes: Derived) -> None:
    rotation_minutes(
        placements=f"""
            student | {LED}
            1       | 2026-10-30 | 1 | technology | alpha | 30
            2       | 2026-10-30 | 1 | technology | alpha | 30
        """,
        activities="student | occurred_on | minutes\n2 | 2026-10-30 | 8",
        gives="""
            student | delivered | state
            1       |           | late
            2       | 8         | delivered
        """,
    )


def test_a_program_that_tells_of_weeks_alone_records_no_day(rotation_minutes: Derived) -> None:
    rotation_minutes(
        placements=f"""
            {LED}
            2026-10-27 | 1 | technology | alpha | 30
            2026-10-27 | 2 | technology | beta  | 30
            2026-10-27 | 3 | technology | gamma | 30
        """,
        usage="""
            program | precision | occurred_on | starts_on  | ends_on    | metric        | value | cumulative
            alpha   | week      | 2026-10-26  | 2026-10-26 | 2026-11-01 | MinutesOnTask | 42    |
            beta    | day       | 2026-10-26  | 2026-10-26 | 2026-10-30 | MinutesOnTask | 42    |
            gamma   | day       | 2026-10-27  |            |            | MinutesOnTask | 42    | yes
        """,
        gives="""
            program | planned | delivered | state
            alpha   | 30      |           | not recorded
            beta    | 30      |           | not recorded
            gamma   | 30      |           | late
        """,
    )


def test_days_that_have_not_come_have_no_row(rotation_minutes: Derived) -> None:
    rotation_minutes(
        placements=f"{LED}\n2026-10-31 | 1 | tutoring | '' | 30",
        activities="occurred_on | minutes\n2026-10-31 | 8",
        sheets="date | session | modality | took_place | minutes\n2026-10-31 | 1 | tutoring | yes | 30",
        gives="planned",
    )


def test_each_row_names_the_school_the_week_and_the_version(rotation_minutes: Derived) -> None:
    rotation_minutes(
        placements="""
            date       | week       | session | modality | program | minutes | plan_version
            2026-10-27 | 2026-10-26 | 1       | service  | ''      | 30      | 3
        """,
        gives="""
            student | school_year | school | week       | date       | program | state        | plan_version
            1       | 2027        | 5      | 2026-10-26 | 2026-10-27 | ''      | not recorded | 3
        """,
    )


def test_a_childs_minutes_add_up_to_its_sessions_late_and_not_recorded_apart(rotation_minutes: Derived) -> None:
    """Half an hour each: 25 + 22.5 delivered, 5 + 30 + 7.5 missed, 30 late, and 60 of which nobody says a word."""
    rotation_minutes(
        placements=f"""
            {LED}
            2026-10-26 | 1 | tutoring     | ''    | 30
            2026-10-26 | 2 | independent  | ''    | 30
            2026-10-26 | 3 | peer project | ''    | 30
            2026-10-26 | 4 | technology   | alpha | 30
            2026-10-26 | 5 | technology   | beta  | 30
            2026-10-26 | 6 | service      | ''    | 30
        """,
        sheets="""
            date       | session | modality     | took_place | minutes
            2026-10-26 | 1       | tutoring     | yes        | 25
            2026-10-26 | 3       | peer project | no         | 0
        """,
        usage="""
            program | occurred_on | metric        | value | definition
            beta    | 2026-10-26  | MinutesOnTask | 22.5  | time on screen
        """,
        gives="""
            modality     | program | planned | delivered | state
            tutoring     | ''      | 30      | 25        | delivered
            independent  | ''      | 30      |           | not recorded
            peer project | ''      | 30      | 0         | did not take place
            technology   | alpha   | 30      |           | late
            technology   | beta    | 30      | 22.5      | delivered
            service      | ''      | 30      |           | not recorded
        """,
    )
