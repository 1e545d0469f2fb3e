"""What each construct of a declaration does to rows: months, sums of the year, caps, levels, numbers, days beside."""

# The lines of a declaration are as long as they are.
# ruff: noqa: E501

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.intake.match import claim_from
from intake.by_declaration import read_by

MONTHLY = """
columns = ["Child", "Year", "{month}_minutes", "{month}_lessons"]
key = ["student", "school_year"]
into = "value"
each = [
  { column = "{month}_minutes", cast = "number", low = 0, month = "{month}", set = { metric = "MinutesOnTask" } },
  { column = "{month}_lessons", cast = "whole", low = 0, month = "{month}", set = { metric = "UnitsCompleted" } },
]
groups = { month = { "august" = "08", "january" = "01" } }
fields.school_year = { column = "Year", cast = "school_year", required = true }
fields.grain = { value = "month" }
"""

PERIOD = ("metric", "value", "occurred_on", "starts_on", "ends_on", "grain", "school_year", "precision")


def test_a_month_is_of_the_rows_school_year() -> None:
    read = read_by(
        MONTHLY, ["Child,Year,august_minutes,august_lessons,january_minutes,january_lessons", "7,2026-27,30,2,45,"]
    )
    assert sorted(read.told(*PERIOD)) == [
        ("MinutesOnTask", 30.0, "2026-08-01", "2026-08-01", "2026-08-31", "month", 2027, "month"),
        ("MinutesOnTask", 45.0, "2027-01-01", "2027-01-01", "2027-01-31", "month", 2027, "month"),
        ("UnitsCompleted", 2.0, "2026-08-01", "2026-08-01", "2026-08-31", "month", 2027, "month"),
    ]


def test_a_month_is_of_the_files_school_year_where_no_column_tells_one() -> None:
    layout = MONTHLY.replace('{ column = "Year", cast = "school_year", required = true }', "{ as_of = true }")
    header = "Child,Year,august_minutes,august_lessons,january_minutes,january_lessons"
    read = read_by(layout, [header, "7,,30,,,"], as_of="2026-10-05")
    assert read.told("school_year", "starts_on") == [(2027, "2026-08-01")]
    assert read_by(layout, [header, "7,,30,,,"], as_of="2026-07-31").told("school_year") == [(2026,)]


def test_months_written_by_hand_give_the_same() -> None:
    by_hand = """
columns = ["Child", "Year", "august_minutes", "january_minutes", "august_lessons", "january_lessons"]
key = ["student", "school_year"]
into = "value"
each = [
  { column = "august_minutes", cast = "number", low = 0, month = "8", set = { metric = "MinutesOnTask" } },
  { column = "january_minutes", cast = "number", low = 0, month = "1", set = { metric = "MinutesOnTask" } },
  { column = "august_lessons", cast = "whole", low = 0, month = "08", set = { metric = "UnitsCompleted" } },
  { column = "january_lessons", cast = "whole", low = 0, month = "01", set = { metric = "UnitsCompleted" } },
]
fields.school_year = { column = "Year", cast = "school_year", required = true }
fields.grain = { value = "month" }
"""
    rows = [
        "Child,Year,august_minutes,january_minutes,august_lessons,january_lessons",
        "7,2027,1,2,3,4",
        "7,2027,x,2,3,4",
    ]
    assert read_by(MONTHLY, rows) == read_by(by_hand, rows)


SINCE_AUGUST = """
columns = ["Child", "Minutes"]
key = ["student", "occurred_on"]
cumulative = true
fields.occurred_on = { as_of = true }
fields.metric = { value = "MinutesOnTask" }
fields.value = { column = "Minutes", cast = "number" }
"""


def test_a_sum_of_the_year_counts_from_august_to_the_files_day() -> None:
    read = read_by(SINCE_AUGUST, ["Child,Minutes", "7,120"], as_of="2026-10-05")
    assert read.told("value", "cumulative", "grain", "starts_on", "ends_on", "occurred_on", "school_year") == [
        (120.0, True, "ytd", "2026-08-01", "2026-10-05", "2026-10-05", 2027)
    ]


def test_a_sum_of_the_year_may_tell_its_own_days() -> None:
    layout = """
columns = ["Child", "From", "To", "Minutes"]
key = ["student", "occurred_on"]
cumulative = true
fields.occurred_on = { column = "To", cast = "date", format = "iso" }
fields.starts_on = { column = "From", cast = "date", format = "iso" }
fields.metric = { value = "MinutesOnTask" }
fields.value = { column = "Minutes", cast = "number" }
"""
    read = read_by(layout, ["Child,From,To,Minutes", "7,2026-08-17,2027-02-01,120"])
    assert read.told("starts_on", "ends_on", "grain", "school_year") == [("2026-08-17", "2027-02-01", "ytd", 2027)]


def test_one_measure_of_a_row_may_be_of_the_whole_year() -> None:
    layout = """
columns = ["Child", "Day", "Week Minutes", "Year Minutes"]
key = ["student", "occurred_on"]
into = "value"
each = [
  { column = "Week Minutes", cast = "number", set = { metric = "MinutesOnTask", grain = "week" } },
  { column = "Year Minutes", cast = "number", cumulative = true, set = { metric = "MinutesOnTask" } },
]
fields.occurred_on = { column = "Day", cast = "date", format = "iso" }
"""
    read = read_by(layout, ["Child,Day,Week Minutes,Year Minutes", "7,2026-10-05,30,300"])
    assert sorted(read.told("value", "grain", "cumulative", "starts_on", "ends_on")) == [
        (30.0, "week", None, "2026-10-05", "2026-10-11"),
        (300.0, "ytd", True, "2026-08-01", "2026-10-05"),
    ]


LESSONS = """
columns = ["Child", "Day", "Time"]
key = ["student", "occurred_on"]
repeats = true
fields.occurred_on = { column = "Day", cast = "date", format = "iso" }
fields.minutes = { column = "Time", cast = "number", low = 0, cap = { at = 60, rule = "at most 60 minutes" } }
"""
NUMBERS = st.lists(st.floats(0, 5000).map(lambda number: round(number, 2)), min_size=1, max_size=30)


@settings(deadline=None, max_examples=15)
@given(NUMBERS)
def test_a_cap_never_raises_a_value_and_always_keeps_what_was_received(minutes: list[float]) -> None:
    read = read_by(LESSONS, ["Child,Day,Time", *(f"7,2026-10-05,{number}" for number in minutes)], fact="activities")
    assert sorted(read.told("minutes_raw")) == sorted((number,) for number in minutes)
    for raw, adjusted, rule in read.told("minutes_raw", "minutes", "minutes_rule"):
        assert adjusted == min(raw, 60)
        assert rule == ("at most 60 minutes" if raw > 60 else None)


def test_a_blank_number_has_no_cap() -> None:
    read = read_by(LESSONS, ["Child,Day,Time", "7,2026-10-05,"], fact="activities")
    assert read.told("minutes", "minutes_raw", "minutes_rule") == [(None, None, None)]


def test_the_cap_of_a_measure_flags_it() -> None:
    layout = """
columns = ["Child", "Day", "Minutes", "Logins"]
key = ["student", "occurred_on"]
into = "value"
each = [
  { column = "Minutes", cast = "number", cap = { at = 300, rule = "a week has 300" }, set = { metric = "MinutesOnTask" } },
  { column = "Logins", cast = "whole", set = { metric = "Logins" } },
]
fields.occurred_on = { column = "Day", cast = "date", format = "iso" }
"""
    read = read_by(layout, ["Child,Day,Minutes,Logins", "7,2026-10-05,1000,400", "7,2026-10-12,299,1"])
    assert sorted(read.told("value", "value_raw", "rule", "outlier")) == [
        (1.0, 1.0, None, None),
        (299.0, 299.0, None, False),
        (300.0, 1000.0, "a week has 300", True),
        (400.0, 400.0, None, None),
    ]


def test_the_cap_of_the_only_measure_flags_it_too() -> None:
    layout = SINCE_AUGUST.replace('cast = "number"', 'cast = "number", cap = { at = 100, rule = "100" }')
    read = read_by(layout, ["Child,Minutes", "7,120"], as_of="2026-10-05")
    assert read.told("value", "value_raw", "rule", "outlier") == [(100.0, 120.0, "100", True)]


LEVELS = """[program.levels]
placement = [
  { word = "Below", order = 1, met = false }, { word = "Near", order = 2 }, { word = "On", order = 3, met = true },
]"""
PLACED = """
columns = ["Child", "Day", "Placement", "Score"]
key = ["student", "occurred_on"]
into = "result"
each = [
  { column = "Placement", levels = "placement", set = { result_kind = "level" } },
  { column = "Score", cast = "number", set = { result_kind = "score" } },
]
fields.occurred_on = { column = "Day", cast = "date", format = "iso" }
"""


def test_a_level_has_its_place_and_whether_it_meets() -> None:
    rows = ["Child,Day,Placement,Score", "7,2026-10-05,Below,410", "7,2026-10-06,Near,", "7,2026-10-07,On,"]
    read = read_by(PLACED, rows, fact="assessments", program=LEVELS)
    assert sorted(read.told("result", "level_order", "met", "result_number")) == [
        ("410", None, None, 410.0),
        ("Below", 1, False, None),
        ("Near", 2, None, None),
        ("On", 3, True, None),
    ]


def test_an_unknown_level_is_never_guessed() -> None:
    rows = ["Child,Day,Placement,Score", "7,2026-10-05,below,410"]
    read = read_by(PLACED, rows, fact="assessments", program=LEVELS)
    assert read.told("result", "level_order") == [("410", None)]
    assert (dict(read.elsewhere), dict(read.aside)) == ({}, {"unknown_word Placement": 1})


def test_a_level_that_is_the_only_result() -> None:
    layout = """
columns = ["Child", "Day", "Placement"]
key = ["student", "occurred_on"]
fields.occurred_on = { column = "Day", cast = "date", format = "iso" }
fields.result = { column = "Placement", levels = [{ word = "1", order = 1, met = false }, { word = "2", order = 2, met = true }] }
"""
    rows = ["Child,Day,Placement", "7,2026-10-05,2", "7,2026-10-06,", "7,2026-10-07,3"]
    read = read_by(layout, rows, fact="assessments")
    nothing = (None, None, None, None)
    assert read.told("result", "result_number", "level_order", "met") == [("2", 2.0, 2, True), nothing, nothing]
    assert (dict(read.elsewhere), dict(read.aside)) == ({}, {"unknown_word Placement": 1})


FORMS = [
    ("percent", "", "45%", 45.0),
    ("percent", "", "45 %", 45.0),
    ("percent", "", "0.5", 0.5),
    ("percent", "", "%", None),
    ("thousands", "", '"1,234.5"', 1234.5),
    ("thousands", "", '"-12,345,678"', -12345678.0),
    ("thousands", "", "1234", 1234.0),
    ("thousands", "", '"1,23"', None),
    ("thousands", "", '"1,2345"', None),
    ("duration", "h:mm:ss", "1:30:30", 90.5),
    ("duration", "h:mm:ss", "1:30", None),
    ("duration", "h:mm", "1:30", 90.0),
    ("duration", "m:ss", "1:30", 1.5),
    ("duration", "m:ss", "1:90", None),
    ("duration", "hours", "1.5", 90.0),
    ("duration", "seconds", "90", 1.5),
    ("duration", "seconds", "nan", None),
]


@pytest.mark.parametrize(("cast", "form", "text", "number"), FORMS)
def test_a_number_in_its_declared_form(cast: str, form: str, text: str, number: float | None) -> None:
    told = f'cast = "{cast}"' + (f', format = "{form}"' if form else "")
    layout = f"""
columns = ["Child", "Day", "Text"]
key = ["student", "occurred_on"]
fields.occurred_on = {{ column = "Day", cast = "date", format = "iso" }}
fields.minutes = {{ column = "Text", {told} }}
fields.result = {{ column = "Text", {told} }}
"""
    read = read_by(layout, ["Child,Day,Text", f"7,2026-10-05,{text}"], fact="assessments")
    assert read.told("minutes", "result_number", "result") == [
        (number, number, text.strip('"') if number is not None else None)
    ]
    assert (dict(read.elsewhere), dict(read.aside)) == ({}, {} if number else {"not_a_number Text": 1})


def test_a_wide_row_keeps_the_text_beside_the_number_of_its_form() -> None:
    layout = """
columns = ["Child", "Day", "Percent", "Score"]
key = ["student", "occurred_on"]
into = "result"
each = [
  { column = "Percent", cast = "percent", low = 0, high = 100, set = { result_kind = "score" } },
  { column = "Score", set = { result_kind = "score" } },
]
fields.occurred_on = { column = "Day", cast = "date", format = "iso" }
"""
    rows = ["Child,Day,Percent,Score", "7,2026-10-05,45%,12", "7,2026-10-06,145%,"]
    read = read_by(layout, rows, fact="assessments")
    told = sorted(read.told("result", "result_number", "method"))
    assert told == [("12", 12.0, "Score"), ("45%", 45.0, "Percent")]
    assert dict(read.elsewhere) == {"out_of_range Percent": 1}


SEASONS = """
columns = ["Child", "Year", "{season} {part} Score", "{season} {part} Date"]
groups = { season = { "Fall" = "BOY", "Spring" = "EOY" }, part = ["Counting", "Shapes"] }
key = ["student", "school_year"]
into = "result"
each = [
  { column = "{season} {part} Score", cast = "number", set = { objective = "{part}", period = "{season}", result_kind = "score" }, beside = { occurred_on = { column = "{season} {part} Date", cast = "date", format = "%m/%d/%Y" } } },
]
fields.school_year = { column = "Year", cast = "school_year", required = true }
"""
HEADER = (
    "Child,Year,Fall Counting Score,Fall Shapes Score,Spring Counting Score,Spring Shapes Score,"
    "Fall Counting Date,Fall Shapes Date,Spring Counting Date,Spring Shapes Date"
)


def test_each_value_may_have_its_own_day() -> None:
    read = read_by(SEASONS, [HEADER, "7,2027,10,,20,,09/14/2026,,04/20/2027,junk"], fact="assessments")
    assert read.told("objective", "period", "result", "occurred_on", "school_year") == [
        ("Counting", "BOY", "10", "2026-09-14", 2027),
        ("Counting", "EOY", "20", "2027-04-20", 2027),
    ]
    assert read.elsewhere == {}


def test_a_day_beside_a_value_is_checked() -> None:
    read = read_by(SEASONS, [HEADER, "7,2027,10,,,,14.09.2026,,,"], fact="assessments")
    assert (read.facts, dict(read.elsewhere)) == ([], {"not_a_date Fall Counting Date": 1})


def test_the_school_year_follows_from_a_values_own_day() -> None:
    layout = SEASONS.replace('fields.school_year = { column = "Year", cast = "school_year", required = true }', "")
    layout = layout.replace('key = ["student", "school_year"]', 'key = ["student"]')
    read = read_by(layout, [HEADER, "7,,10,,20,,09/14/2026,,09/20/2027,"], fact="assessments")
    assert read.told("result", "school_year") == [("10", 2027), ("20", 2028)]


def test_a_date_may_be_put_together_and_moved() -> None:
    layout = """
columns = ["Child", "Year", "Month", "Sunday", "Minutes"]
key = ["student", "occurred_on"]
fields.occurred_on = { column = "Month", under = "Year", cast = "date", format = "%Y / %B" }
fields.starts_on = { column = "Sunday", cast = "date", format = "iso", plus_days = -6 }
fields.grain = { value = "month" }
fields.metric = { value = "MinutesOnTask" }
fields.value = { column = "Minutes", cast = "number" }
"""
    read = read_by(layout, ["Child,Year,Month,Sunday,Minutes", "7,2026,October,2026-10-11,5"])
    assert read.told("occurred_on", "starts_on", "ends_on") == [("2026-10-01", "2026-10-05", "2026-10-31")]


def test_a_prefix_is_left_off_for_matching() -> None:
    told = [("ids", "ls-0041"), ("ids", "99"), ("ids", "LS-"), ("ids", "K 7")]
    assert claim_from(told, ("LS-", "K")).ids == ("0041", "99", "LS-", "7")
    assert claim_from(told).ids == ("ls-0041", "99", "LS-", "K 7")
