"""What periods say, one behaviour at a time. One row: what a measure grew by between two snapshots."""

from spec.drawing import Derived


def test_neighbouring_snapshots_give_what_was_added_between_them(periods: Derived) -> None:
    periods(
        usage="""
            report | metric        | cumulative | starts_on  | ends_on    | value
            weekly | MinutesOnTask | yes        | 2026-08-10 | 2026-09-07 | 60
            weekly | MinutesOnTask | yes        | 2026-08-10 | 2026-09-14 | 85
            weekly | MinutesOnTask | yes        | 2026-08-10 | 2026-09-21 | 85
        """,
        gives="""
            student | metric        | starts_on  | ends_on    | value | snapshots | flag
            1       | MinutesOnTask | 2026-08-10 | 2026-09-07 | 60    | 1         | first
            1       | MinutesOnTask | 2026-09-08 | 2026-09-14 | 25    | 2         |
            1       | MinutesOnTask | 2026-09-15 | 2026-09-21 | 0     | 2         |
        """,
    )


def test_a_missing_week_gives_one_longer_period_with_its_true_dates(periods: Derived) -> None:
    periods(
        usage="""
            report | cumulative | starts_on  | ends_on    | value
            weekly | yes        | 2026-08-10 | 2026-09-07 | 60
            weekly | yes        | 2026-08-10 | 2026-09-21 | 100
        """,
        gives="""
            starts_on  | ends_on    | value | flag
            2026-08-10 | 2026-09-07 | 60    | first
            2026-09-08 | 2026-09-21 | 40    |
        """,
    )


def test_a_lower_value_is_set_aside_and_the_next_compared_without_it(periods: Derived) -> None:
    periods(
        usage="""
            report | cumulative | starts_on  | ends_on    | value
            weekly | yes        | 2026-08-10 | 2026-09-07 | 60
            weekly | yes        | 2026-08-10 | 2026-09-14 | 40
            weekly | yes        | 2026-08-10 | 2026-09-21 | 50
            weekly | yes        | 2026-08-10 | 2026-09-28 | 75
        """,
        gives="""
            starts_on  | ends_on    | value | flag
            2026-08-10 | 2026-09-07 | 60    | first
            2026-09-08 | 2026-09-14 |       | went_down
            2026-09-08 | 2026-09-21 |       | went_down
            2026-09-08 | 2026-09-28 | 15    |
        """,
    )


def test_a_lower_value_after_a_new_start_is_a_new_base(periods: Derived) -> None:
    periods(
        usage="""
            report | cumulative | starts_on  | ends_on    | value
            weekly | yes        | 2026-08-10 | 2026-09-07 | 60
            weekly | yes        | 2026-09-08 | 2026-09-14 | 20
            weekly | yes        | 2026-09-08 | 2026-09-21 | 70
        """,
        gives="""
            starts_on  | ends_on    | value | snapshots | flag
            2026-08-10 | 2026-09-07 | 60    | 1         | first
            2026-09-08 | 2026-09-14 | 20    | 1         | new_base
            2026-09-15 | 2026-09-21 | 50    | 2         |
        """,
    )


def test_a_higher_value_under_a_corrected_start_goes_on_from_what_was_counted(periods: Derived) -> None:
    periods(
        usage="""
            report | cumulative | starts_on  | ends_on    | value
            weekly | yes        | 2026-08-10 | 2026-09-07 | 60
            weekly | yes        | 2026-08-12 | 2026-09-14 | 90
        """,
        gives="""
            starts_on  | ends_on    | value | flag
            2026-08-10 | 2026-09-07 | 60    | first
            2026-09-08 | 2026-09-14 | 30    |
        """,
    )


def test_another_grade_of_material_and_another_year_count_from_a_start_of_their_own(periods: Derived) -> None:
    periods(
        usage="""
            report | cumulative | school_year | material_grade | ends_on    | value
            weekly | yes        | 2027        | 3              | 2026-09-07 | 60
            weekly | yes        | 2027        | 4              | 2026-09-14 | 10
            weekly | yes        | 2028        | 3              | 2027-09-06 | 5
        """,
        gives="""
            school_year | material_grade | starts_on | ends_on    | value | flag
            2027        | 3              |           | 2026-09-07 | 60    | first
            2027        | 4              |           | 2026-09-14 | 10    | first
            2028        | 3              |           | 2027-09-06 | 5     | first
        """,
    )


def test_programs_reports_metrics_resources_and_places_are_told_apart(periods: Derived) -> None:
    periods(
        usage="""
            program | report | metric        | resource | place  | cumulative | ends_on    | value
            alpha   | weekly | MinutesOnTask |          |        | yes        | 2026-09-07 | 1
            beta    | weekly | MinutesOnTask |          |        | yes        | 2026-09-14 | 2
            alpha   | yearly | MinutesOnTask |          |        | yes        | 2026-09-14 | 3
            alpha   | weekly | UnitsPassed   |          |        | yes        | 2026-09-14 | 4
            alpha   | weekly | MinutesOnTask | maths    |        | yes        | 2026-09-14 | 5
            alpha   | weekly | MinutesOnTask |          | school | yes        | 2026-09-14 | 6
        """,
        gives="""
            value | flag
            1     | first
            2     | first
            3     | first
            4     | first
            5     | first
            6     | first
        """,
    )


def test_counts_of_a_period_and_blank_values_are_no_snapshots(periods: Derived) -> None:
    periods(
        usage="""
            report | metric        | cumulative | ends_on    | value
            weekly | MinutesOnTask | no         | 2026-09-07 | 60
            weekly | MinutesOnTask |            | 2026-09-07 | 60
            weekly | MinutesOnTask | yes        | 2026-09-07 |
        """,
        gives="""
            student | value
        """,
    )


def test_two_snapshots_of_one_day_are_one_and_a_start_that_is_the_day_itself_tells_nothing(periods: Derived) -> None:
    periods(
        usage="""
            report | cumulative | starts_on  | ends_on    | value
            weekly | yes        | 2026-09-07 | 2026-09-07 | 60
            weekly | yes        | 2026-09-07 | 2026-09-07 | 62
            weekly | yes        | 2026-09-14 | 2026-09-14 | 61
        """,
        gives="""
            starts_on  | ends_on    | value | flag
                       | 2026-09-07 | 62    | first
            2026-09-08 | 2026-09-14 |       | went_down
        """,
    )


def test_a_snapshot_without_a_last_day_stands_for_the_day_it_was_taken(periods: Derived) -> None:
    periods(
        usage="""
            report | cumulative | occurred_on | value
            weekly | yes        | 2026-09-07  | 5
            weekly | yes        | 2026-09-14  | 9
        """,
        gives="""
            starts_on  | ends_on    | value
                       | 2026-09-07 | 5
            2026-09-08 | 2026-09-14 | 4
        """,
    )
