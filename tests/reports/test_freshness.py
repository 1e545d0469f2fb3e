from datetime import date
from pathlib import Path

import pytest

from homeroom.facts.schema import BASE
from homeroom.people.school_days import Calendar, Marked
from homeroom.programs.declaration import AsOf, Feed, Field, Layout, Program, Report
from homeroom.reports.freshness import Seen, expected_through, of_programs, reach

MONDAY = date(2026, 10, 26)


def program(slug: str, **facts: str) -> Program:
    """A program with one report a fact table, at the pace given: `program("a", activities="day")`."""
    reports = tuple(Report(name, name, BASE[name], "", Feed(every), ()) for name, every in facts.items())
    return Program(slug, slug.title(), "", reports, Path())


@pytest.mark.parametrize(
    ("feed", "day"),
    [
        (Feed("day", 1), date(2026, 10, 22)),  # on a Monday: Friday is the last school day, a day of grace
        (Feed("day", 2), date(2026, 10, 21)),
        (Feed("week", 1), date(2026, 10, 12)),  # Friday's week is still open: the week before it must be there
        (Feed("term", 0), date(2026, 6, 25)),
    ],
)
def test_the_day_a_feed_should_reach(feed: Feed, day: date) -> None:
    assert expected_through(feed, MONDAY) == day


def test_fresh_late_and_never_with_late_ones_first() -> None:
    programs = [program("new", activities="day"), program("old", activities="day"), program("mute", usage="day")]
    seen = [Seen("new", "activities", date(2026, 10, 23), 20), Seen("old", "activities", date(2026, 10, 9), 7)]
    lines = of_programs(programs, seen, MONDAY, delivered={"mute"})
    assert [(line.program, line.state, line.children) for line in lines] == [
        ("old", "late", 7),
        ("new", "fresh", 20),
        ("mute", "never", 0),
    ]
    assert lines[0].words == "Old: through Fri 9 Oct, expected through Thu 22 Oct"
    assert lines[1].words == "New: through Fri 23 Oct"
    assert lines[2].words == "Mute: nothing seen for these children"


def test_a_program_never_delivered_and_never_seen_has_no_line() -> None:
    assert of_programs([program("absent", usage="day")], [], MONDAY) == ()


def test_a_new_diagnostic_does_not_excuse_old_lessons() -> None:
    mixed = program("mixed", activities="day", assessments="term")
    seen = [
        Seen("mixed", "activities", date(2026, 10, 1), 5),
        Seen("mixed", "assessments", date(2026, 10, 23), 5),
    ]
    (line,) = of_programs([mixed], seen, MONDAY)
    assert (line.state, line.through) == ("late", date(2026, 10, 1))


def test_answers_are_seen_through_practice() -> None:
    (line,) = of_programs([program("items", attempts="day")], [Seen("items", "practice", MONDAY, 3)], MONDAY)
    assert (line.state, line.through) == ("fresh", MONDAY)


def test_only_diagnostics_of_a_daily_program_count_for_want_of_better() -> None:
    mixed = program("mixed", activities="day", assessments="term")
    (line,) = of_programs([mixed], [Seen("mixed", "assessments", date(2026, 9, 1), 5)], MONDAY)
    assert (line.state, line.through) == ("late", date(2026, 9, 1))


def test_programs_in_a_general_report_have_lines_of_their_own_and_the_report_none() -> None:
    layout = Layout("any", ("a",), frozenset(), {}, {}, {"program": Field("a")}, (), "", {}, (), False, AsOf())
    general = Program("any", "Any", "", (Report("r", "R", BASE["attempts"], "", Feed("day", 3), (layout,)),), Path())
    seen = [Seen("number_trail", "practice", date(2026, 10, 20), 4)]
    (line,) = of_programs([general], seen, MONDAY, delivered={"any"})
    assert (line.name, line.state, line.expected) == ("Number Trail", "fresh", date(2026, 10, 20))


def test_a_program_declared_without_reports_is_one_that_comes_by_a_general_report() -> None:
    seen = [Seen("number_trail", "practice", date(2026, 10, 20), 4)]
    (line,) = of_programs([Program("number_trail", "The Number Trail", "", (), Path())], seen, MONDAY)
    assert (line.name, line.state) == ("The Number Trail", of_programs([], seen, MONDAY)[0].state)


def test_a_program_nobody_declared_is_held_to_a_daily_feed() -> None:
    (line,) = of_programs([], [Seen("stray", "usage", date(2026, 10, 9), 4)], MONDAY)
    assert (line.name, line.state) == ("Stray", "late")


def test_the_reach_of_all_feeds_leaves_out_termly_ones() -> None:
    programs = [program("a", activities="day"), program("t", assessments="term")]
    seen = [Seen("a", "activities", date(2026, 10, 20), 1), Seen("t", "assessments", date(2026, 10, 25), 1)]
    assert reach(of_programs(programs, seen, MONDAY)) == date(2026, 10, 20)
    assert reach(()) is None


def test_holidays_are_not_waited_for() -> None:
    closed = Calendar({(None, day): Marked(day, "holiday") for day in (date(2026, 10, 22), date(2026, 10, 23))})
    assert expected_through(Feed("day", 1), MONDAY, closed) == date(2026, 10, 20)
    week_off = Calendar({(None, date(2026, 10, d)): Marked(date(2026, 10, d), "holiday") for d in range(19, 24)})
    assert expected_through(Feed("week", 0), date(2026, 10, 28), week_off) == date(2026, 10, 12)
    seen = [Seen("a", "activities", date(2026, 10, 20), 3)]
    (late,) = of_programs([program("a", activities="day")], seen, MONDAY)
    (fresh,) = of_programs([program("a", activities="day")], seen, MONDAY, calendar=closed)
    assert (late.state, fresh.state) == ("late", "fresh")
