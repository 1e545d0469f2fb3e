"""Patterns, groups, headers and levels written out: the same as if every column had been written by hand."""

# ruff: noqa: E501

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.programs.checks import mistakes
from homeroom.programs.declaration import DeclarationError, load
from homeroom.programs.groups import GroupError, columns_of, filled, found_in, group
from homeroom.programs.listing import listed
from homeroom.programs.writing_out import written_out

HEAD = """
[program]
slug = "garden"
name = "Garden"
[program.levels]
placement = [{ word = "Below", order = 1, met = false }, { word = "On", order = 2, met = true }]

[[report]]
slug = "plots"
name = "Plots"
fact = "assessments"
grain = "one row"

[[report.layout]]
slug = "first"
key = ["student", "occurred_on"]
into = "result"
identity = { ids = ["Child"] }
fields.occurred_on = { column = "Day", cast = "date", format = "iso" }
"""
PLAIN = """
columns = ["Child", "Day", "{season} {part} Score", "Note {1-2}"]
groups = { season = { Fall = "BOY", Spring = "EOY" }, part = ["Counting", "Shapes"] }
optional = ["Spring {part} Score"]
not_taken = { "Note {1-2}" = "not collected: free words" }
each = [
  { column = "Fall Counting Score", set = { objective = "First" } },
  { column = "{season} {part} Score", cast = "number", set = { objective = "{part}", period = "{season}" } },
]
"""
BY_HAND = """
columns = ["Child", "Day", "Fall Counting Score", "Fall Shapes Score", "Spring Counting Score", "Spring Shapes Score", "Note 1", "Note 2"]
optional = ["Spring Counting Score", "Spring Shapes Score"]
not_taken = { "Note 1" = "not collected: free words", "Note 2" = "not collected: free words" }
each = [
  { column = "Fall Counting Score", set = { objective = "First" } },
  { column = "Fall Shapes Score", cast = "number", set = { objective = "Shapes", period = "BOY" } },
  { column = "Spring Counting Score", cast = "number", set = { objective = "Counting", period = "EOY" } },
  { column = "Spring Shapes Score", cast = "number", set = { objective = "Shapes", period = "EOY" } },
]
"""


def made(layout: str, folder: Path = Path()) -> tuple[dict[str, Any], list[str]]:
    """The first layout as it is written out, and the mistakes on the way."""
    raw, told = written_out(tomllib.loads(HEAD + layout), folder)
    return raw["report"][0]["layout"][0], told


def loaded(layout: str, folder: Path) -> Any:
    (folder / "program.toml").write_text(HEAD + layout, "utf-8")
    return load(folder).reports[0].layouts[0]


def test_a_pattern_is_the_columns_it_stands_for(tmp_path: Path) -> None:
    assert loaded(PLAIN, tmp_path) == loaded(BY_HAND, tmp_path)


PARTS = st.lists(st.text("abcXYZ .*+?()[]^$", min_size=1, max_size=5), min_size=1, max_size=4, unique=True)


@given(PARTS, PARTS)
def test_a_product_of_lists_is_every_pair(first: list[str], second: list[str]) -> None:
    groups = {"a": group(first), "b": group(second)}
    by_hand = [f"x{one}-{other}" for one in first for other in second]
    assert [one.column for one in columns_of("x{a}-{b}", groups)] == by_hand
    assert [one.column for one in found_in("x{a}-{b}", groups, ["z", *by_hand])] == by_hand


@given(PARTS)
def test_anything_is_whatever_the_columns_have_there(parts: list[str]) -> None:
    groups = {"season": group(["Fall", "Spring"]), "part": group("*")}
    columns = [f"Fall {part}: Score" for part in parts]
    found = found_in("{season} {part}: Score", groups, [*columns, "Winter x: Score", "Fall : Score", "Fall x: Date"])
    assert [(one.column, one.told["part"]) for one in found] == list(zip(columns, parts, strict=True))


def test_months_run_from_august_to_july() -> None:
    spelled = group("months") or {}
    assert [*spelled][:6] == ["august", "september", "october", "november", "december", "january"]
    assert [*spelled][6:] == ["february", "march", "april", "may", "june", "july"]
    assert list(spelled.values()) == ["08", "09", "10", "11", "12", "01", "02", "03", "04", "05", "06", "07"]
    assert [next(iter(group(name) or ())) for name in ("Months", "MONTHS", "mon", "Mon", "MON")] == [
        "August",
        "AUGUST",
        "aug",
        "Aug",
        "AUG",
    ]


def test_runs_are_as_wide_as_they_begin() -> None:
    assert list(group("9-11") or ()) == ["9", "10", "11"]
    assert list(group("09-11") or ()) == ["09", "10", "11"]
    assert [one.column for one in columns_of("{Fall|Spring}{1-2}", {})] == ["Fall1", "Fall2", "Spring1", "Spring2"]


def test_one_group_twice_in_a_name_is_the_same_both_times() -> None:
    groups = {"part": group(["A", "B"]), "any": group("*")}
    assert [one.column for one in columns_of("{part}/{part}", groups)] == ["A/A", "B/B"]
    assert [one.column for one in found_in("{any}/{any}", groups, ["x/x", "x/y"])] == ["x/x"]


def test_a_column_goes_to_the_first_entry_that_fits() -> None:
    layout, told = made(
        'columns = ["Child", "Day", "Fall A Score", "Fall B Score"]\ngroups = { skill = "*" }\n'
        'each = [{ column = "Fall {A|C} Score", set = { objective = "first" } },'
        ' { column = "Fall {skill} Score", set = { objective = "{skill}" } }]'
    )
    assert told == []
    assert [(one["column"], one["set"]["objective"]) for one in layout["each"]] == [
        ("Fall A Score", "first"),
        ("Fall B Score", "B"),
    ]


def test_what_stands_beside_follows_the_pattern_where_it_is_there() -> None:
    layout, told = made(
        'columns = ["Child", "Day", "A Score", "B Score", "A Date"]\ngroups = { skill = { A = "Adding", B = "B" } }\n'
        'each = [{ column = "{skill} Score", under = "{skill} Date", set = { objective = "{skill}" },'
        ' beside = { occurred_on = { column = "{skill} Date", cast = "date", format = "iso" } } }]'
    )
    assert told == []
    first, second = layout["each"]
    assert (first["set"], first["under"]) == ({"objective": "Adding"}, "A Date")
    assert first["beside"] == {"occurred_on": {"column": "A Date", "cast": "date", "format": "iso"}}
    assert second["beside"] == {}


def test_a_header_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "head.csv").write_text("\ufeffChild,Day,Score,Error,,Error\n1,2,3,4,5,6\n", "utf-8")
    layout, told = made('header = "head.csv"', tmp_path)
    assert (layout["columns"], told) == (["Child", "Day", "Score", "Error", "Error 2"], [])
    assert "header" not in layout


def test_levels_are_listed_once_and_used_by_name(tmp_path: Path) -> None:
    layout = loaded(
        'columns = ["Child", "Day", "Place"]\neach = [{ column = "Place", levels = "placement", set = { result_kind = "level" } }]',
        tmp_path,
    )
    assert [(level.word, level.order, level.met) for level in layout.each[0].field.levels] == [
        ("Below", 1, False),
        ("On", 2, True),
    ]


COLUMNS = 'columns = ["Child", "Day", "A Score", "B Score"]\n'
SLIPS = [
    ('columns = ["Child", "{mnth}"]', "pattern '{mnth}': there is no group 'mnth'; no groups are declared"),
    ('columns = ["Child", "{x}"]\ngroups = { month = "months" }', "there is no group 'x'; known are month"),
    ('columns = ["{x}"]\ngroups = { x = "*" }', 'the group x is "*", which columns can\'t be made of'),
    ('columns = ["{1-200}{1-200}"]', "stands for 40000 columns; 20000 are the most"),
    ('columns = ["{1-99999}"]', "the run 1-99999 has more than 20000 numbers"),
    ('columns = ["{9-1}"]', "the run 9-1 ends before it begins"),
    (COLUMNS + "groups = { x = 3 }", "group x: must be a list of texts, a table of texts, a run"),
    (COLUMNS + "groups = { x = [] }", "group x: must be a list of texts"),
    (COLUMNS + 'optional = ["{C|D} Score"]', "pattern '{C|D} Score' fits none of its columns"),
    (COLUMNS + 'each = [{ column = "{C|D} Score", set = {} }]', "pattern '{C|D} Score' fits none of its columns"),
    (
        COLUMNS + 'each = [{ column = "{A|B} Score", set = { objective = "{part}" } }]',
        "each '{A|B} Score': '{part}' names {part}, which is not in its column's pattern",
    ),
    (
        COLUMNS + 'each = [{ column = "{A|B} Score", set = {}, beside = { occurred_on = "Date" } }]',
        "each '{A|B} Score': beside occurred_on fits none of its columns",
    ),
    (
        COLUMNS + 'each = [{ column = "A Score", set = {}, levels = "place" }]',
        "levels 'place' are not listed under [program.levels]",
    ),
    (COLUMNS + 'header = "head.csv"', "columns and header: say the columns in one way"),
    ('header = "none.csv"', "none.csv: there is no such file in the program's folder"),
]


@pytest.mark.parametrize(("layout", "message"), SLIPS, ids=[message[:50] for _, message in SLIPS])
def test_what_can_not_be_written_out_is_told_with_its_place(layout: str, message: str, tmp_path: Path) -> None:
    _, told = made(layout, tmp_path)
    assert any(one.startswith("report plots, layout first: ") and message in one for one in told), told


def test_a_slip_refuses_the_declaration(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match=r"program.toml: report plots, layout first: .*fits none"):
        loaded(COLUMNS + 'each = [{ column = "{C|D} Score", set = {} }]', tmp_path)


def test_a_name_in_braces_needs_its_value() -> None:
    assert filled("{a} and {b}", {"a": "1", "b": "2"}) == "1 and 2"
    with pytest.raises(GroupError, match=r"names \{c\}"):
        filled("{c}", {"a": "1"})


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"report": 3},
        {"program": 3, "report": [3, {"layout": 3}, {"layout": [3]}]},
        {"report": [{"layout": [{"columns": 3, "groups": 3, "each": 3, "fields": 3, "header": 3, "positions": 3}]}]},
        {
            "report": [
                {
                    "layout": [
                        {
                            "columns": [3],
                            "each": [3, {"column": 3}, {"column": "x", "set": 3, "beside": 3}],
                            "optional": [3],
                            "not_taken": 3,
                        }
                    ]
                }
            ]
        },
        {"report": [{"layout": [{"positions": [3, []], "width": 3, "known_by": 3}]}]},
    ],
)
def test_a_declaration_of_any_shape_is_written_out_without_a_trace(raw: dict[str, Any]) -> None:
    out, _ = written_out(raw, Path())
    assert list(mistakes(out))


EACH = 'each = [{ column = "A Score", cast = "number", set = { result_kind = "score" } }]'
MEASURES = [
    (
        'set = { result_kind = "score" }',
        'month = "13", set = { result_kind = "score" }',
        "each 'A Score': month must be 1 to 12",
    ),
    (
        'set = { result_kind = "score" }',
        'month = "8", set = { result_kind = "score" }',
        "each 'A Score': a month is of no year until fields tells school_year",
    ),
    (
        'set = { result_kind = "score" }',
        'cap = { at = 60, rule = "x" }, set = { result_kind = "score" }',
        "each 'A Score': cap: assessments can't keep what result was before it",
    ),
    ('cast = "number"', 'levels = [{ word = "A" }, { word = "A" }]', "each 'A Score': the level 'A' is listed 2 times"),
    ('cast = "number"', "levels = [{ order = 1 }]", "each 'A Score': word is lacking"),
    ('cast = "number"', 'levels = [{ word = "A", order = 0 }]', "each 'A Score': levels begin with the order 1"),
    ('cast = "number"', "levels = []", "each 'A Score': levels must be a list"),
    (
        'cast = "number"',
        'words = { A = "B" }, levels = [{ word = "A" }]',
        "each 'A Score': levels and words: say the words once",
    ),
    ('cast = "number"', 'cast = "duration"', "each 'A Score': the cast duration needs a format, one of h:mm:ss"),
    ('cast = "number"', 'cast = "number", plus_days = 1', "each 'A Score': plus_days needs the cast date"),
    (
        'set = { result_kind = "score" }',
        'set = { result_kind = "score" }, beside = { occurred_on = { column = "Day", cast = "date" } }',
        "each 'A Score', beside occurred_on: the cast date needs a format",
    ),
    (
        'set = { result_kind = "score" }',
        'set = { result_kind = "score" }, beside = { occurred_on = { colum = "Day" } }',
        "each, beside occurred_on: colum is unknown",
    ),
    (
        'set = { result_kind = "score" }',
        'set = { result_kind = "score" }, beside = { occurred_on = { column = "Day", cast = "date", format = "iso" } }',
        "key column occurred_on differs within a row",
    ),
    (
        "each = [",
        "fields.period = { as_of = true }\neach = [",
        "field period: as_of tells a day or a school year, not period",
    ),
    (
        "each = [",
        'fields.school_year = { as_of = true, cast = "text" }\neach = [',
        "field school_year: as_of goes with plus_days alone",
    ),
    (
        "each = [",
        'fields.minutes = { column = "B Score", cast = "number", cap = { at = 1 } }\neach = [',
        "field minutes: cap: rule is lacking",
    ),
    (
        "each = [",
        'fields.minutes = { column = "B Score", cap = { at = 1, rule = "x" } }\neach = [',
        "field minutes: cap needs a cast of numbers",
    ),
    (
        "each = [",
        'fields.period = { column = "B Score", levels = [{ word = "A" }] }\neach = [',
        "field period: levels are of results",
    ),
    (
        "each = [",
        'as_of = { column = "Day", format = "iso" }\nfields.school_year = { as_of = true }\neach = [',
        "as_of: its column 'Day' differs by row",
    ),
    ("each = [", "known_by = {}\neach = [", "known_by is for fixed width alone"),
    ("each = [", 'width = "bytes"\neach = [', "width and positions go together"),
]


@pytest.mark.parametrize(("before", "after", "message"), MEASURES, ids=[message[:60] for *_, message in MEASURES])
def test_a_mistake_in_a_construct_is_told(before: str, after: str, message: str) -> None:
    assert before in EACH
    raw, told = written_out(tomllib.loads(HEAD + COLUMNS + EACH.replace(before, after, 1)), Path())
    found = [*told, *mistakes(raw)]
    assert any(one.startswith("report plots, layout first: ") and message in one for one in found), found


def test_levels_of_the_program_are_checked() -> None:
    raw = tomllib.loads(HEAD.replace('word = "On", ', ""))
    assert "[program.levels] placement: word is lacking" in list(mistakes(raw))


def test_a_row_of_no_day_needs_its_school_year() -> None:
    own = (
        'set = { result_kind = "score" }, beside = { occurred_on = { column = "Day", cast = "date", format = "iso" } }'
    )
    text = (HEAD + COLUMNS + EACH).replace('set = { result_kind = "score" }', own)
    text = text.replace('fields.occurred_on = { column = "Day", cast = "date", format = "iso" }', "")
    text = text.replace('"occurred_on"]', '"school_year"]')
    untold = "report plots, layout first: key column school_year is told by no field: a column, or { as_of = true }"
    assert untold in list(mistakes(tomllib.loads(text)))
    by_column = text.replace("each = [", 'fields.school_year = { column = "B Score", cast = "school_year" }\neach = [')
    needed = (
        "report plots, layout first: field school_year needs required = true: no day of the row could stand in for it"
    )
    assert list(mistakes(tomllib.loads(by_column))) == [needed]


def test_the_list_says_what_was_tried(tmp_path: Path) -> None:
    loaded(COLUMNS + EACH, tmp_path)
    [one] = listed([load(tmp_path)])
    assert (one.program, one.report, one.fact, one.layouts, one.columns) == ("garden", "plots", "assessments", 1, 4)
    assert (one.seen, one.tried) == ("columns", "not yet tried on a real file")
    text = (
        (tmp_path / "program.toml")
        .read_text("utf-8")
        .replace("grain =", 'seen = "rows"\ncaveat = "two columns"\ngrain =')
    )
    (tmp_path / "program.toml").write_text(text, "utf-8")
    [one] = listed([load(tmp_path)])
    assert (one.seen, one.tried, one.caveat) == ("rows", "tried on real rows", "two columns")
    raw = tomllib.loads(text.replace('"rows"', '"lines"'))
    assert "report plots: seen must be one of rows, columns" in list(mistakes(raw))
