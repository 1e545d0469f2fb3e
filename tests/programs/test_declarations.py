"""The declarations that ship: they load, keep their promises about private columns, and say what their samples say."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from homeroom.facts.schema import BASE
from homeroom.programs.declaration import Layout, Program, Report, load_all
from programs.plain_reader import layout_of, read

PROGRAMS = {program.slug: program for program in load_all()}
LAYOUTS = [
    (program, report, layout)
    for program in PROGRAMS.values()
    for report in program.reports
    for layout in report.layouts
]
SAMPLES = sorted(
    (program, path)
    for program in PROGRAMS
    for path in (PROGRAMS[program].folder / "samples").iterdir()
    if path.suffix in (".csv", ".txt")
)
CODES = {
    "malformed",
    "blank_id",
    "missing_value",
    "not_a_date",
    "not_a_moment",
    "not_a_number",
    "not_whole",
    "out_of_range",
    "unknown_word",
    "unmatched",
    "identity_conflict",
}
PRIVATE = re.compile(
    "race|ethnic|hispanic|latino|indian|asian|african|islander|white|gender|sex|birth|disab|504|accommodation|meal|"
    "economically|migrant|english lang|english prof|english learn|address|extratime|special ed|title 1|title i |"
    "home language|\\bell |read aloud|alternate assess|iep status|dyslexia|dob "
)

ids = [f"{program.slug}-{report.slug}-{layout.slug}" for program, report, layout in LAYOUTS]
every_layout = pytest.mark.parametrize(("program", "report", "layout"), LAYOUTS, ids=ids)
every_sample = pytest.mark.parametrize(("slug", "path"), SAMPLES, ids=[path.stem for _, path in SAMPLES])


def spoken(column: str) -> str:
    """A column's name as people say it: `title_i` and `Title I` are the same."""
    return f"{column.lower().replace('_', ' ')} "


def in_order(fact: dict[str, Any]) -> tuple[Any, ...]:
    told = (fact.get("method", fact.get("metric", "")), fact.get("starts_on", ""), fact.get("ends_on", ""))
    return (fact["row"], *told)


def expectation(path: Path) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads(path.with_suffix(".expected.json").read_text("utf-8"))
    return expected


SHIPPED = [
    "accelerated_reader",
    "aleks",
    "clever",
    "dibels8",
    "dreambox",
    "edfi",
    "fastbridge",
    "iready",
    "item_responses",
    "ixl",
    "khan_academy",
    "lesson_results",
    "lexia_core5",
    "map",
    "monthly_scores",
    "st_math",
    "star",
]


def test_these_programs_ship_each_in_a_folder_of_its_name() -> None:
    assert set(SHIPPED) <= set(PROGRAMS)
    assert all(program.folder.name == slug for slug, program in PROGRAMS.items())


def test_a_report_is_found_by_its_slug() -> None:
    assert PROGRAMS["iready"].report("lessons").fact is BASE["activities"]


@every_layout
def test_columns_that_are_nobodys_business_are_refused_with_a_reason(
    program: Program, report: Report, layout: Layout
) -> None:
    private = {column for column in layout.columns if PRIVATE.search(spoken(column))}
    assert private - set(layout.not_taken) == set()
    assert all(reason.startswith("not collected: ") for reason in layout.not_taken.values())


@every_layout
def test_minutes_carry_the_programs_definition(program: Program, report: Report, layout: Layout) -> None:
    if "minutes_definition" in layout.fields:
        assert layout.fields["minutes_definition"].value == program.minutes_definition != ""
    assert ("minutes" in layout.fields) <= (report.fact.name != "activities" or "minutes_definition" in layout.fields)


@every_layout
def test_every_value_of_a_wide_row_says_which_column_it_stood_in(
    program: Program, report: Report, layout: Layout
) -> None:
    columns = [each.column for each in layout.each]
    assert len(columns) == len(set(columns))
    if "method" in report.fact.names:
        assert [each.set["method"] for each in layout.each] == columns


@every_layout
def test_the_layout_has_a_sample(program: Program, report: Report, layout: Layout) -> None:
    told = [expectation(path) for slug, path in SAMPLES if slug == program.slug]
    assert (report.slug, layout.slug) in {(expected["report"], expected["layout"]) for expected in told}


@every_sample
def test_the_sample_says_what_is_expected_of_it(slug: str, path: Path) -> None:
    expected = expectation(path)
    program = PROGRAMS[slug]
    reading = read(program, program.report(expected["report"]), path, expected)
    assert reading.told() == expected["ledger"]
    assert sorted(reading.facts, key=in_order) == sorted(expected["facts"], key=in_order)


@every_sample
def test_the_sample_is_of_the_layout_it_names(slug: str, path: Path) -> None:
    expected = expectation(path)
    header = next(line for line in path.read_text("utf-8").splitlines() if not line.startswith(","))
    report = PROGRAMS[slug].report(expected["report"])
    shortest = min(report.layouts, key=lambda layout: len(layout.columns))
    assert path.stem.partition(".")[0] == report.slug
    if path.suffix == ".txt":
        assert {len(header)} == {layout.fixed.length for layout in report.layouts if layout.fixed}
        return
    assert header.count(",") >= len(shortest.columns) - len(shortest.optional) - 1


@every_sample
def test_expected_facts_hold_columns_of_the_fact_table_alone(slug: str, path: Path) -> None:
    expected = expectation(path)
    report = PROGRAMS[slug].report(expected["report"])
    assert {name for fact in expected["facts"] for name in fact} <= set(report.fact.names) - {"delivery"}
    assert {fact["student"] for fact in expected["facts"]} <= {child["id"] for child in expected["roster"]}


@pytest.mark.parametrize("slug", PROGRAMS)
def test_every_program_has_a_row_to_quarantine_for_a_known_reason(slug: str) -> None:
    ledgers = [expectation(path)["ledger"] for program, path in SAMPLES if program == slug]
    codes = {code for ledger in ledgers for code in ledger.get("quarantined", ())}
    assert codes and codes <= CODES


def test_all_reasons_are_shown_in_some_sample() -> None:
    ledgers = [expectation(path)["ledger"] for _, path in SAMPLES]
    told = {code for ledger in ledgers for name in ("quarantined", "set aside") for code in ledger.get(name, ())}
    assert told == CODES


def test_no_private_value_of_a_sample_reaches_its_facts() -> None:
    """The samples carry a birth date, a race and a meal status on purpose."""
    for _, path in SAMPLES:
        facts = path.with_suffix(".expected.json").read_text("utf-8")
        assert not [word for word in ("2018-11-02", "2016-02-03", "Two or More Races", "female") if word in facts]


def test_optional_columns_may_be_left_out() -> None:
    report = PROGRAMS["item_responses"].report("responses")
    header = ["program", "student_id", "item_id", "correct", "answered_at"]
    assert layout_of(report, header).slug == "by_moment"
    with pytest.raises(LookupError):
        layout_of(report, header[1:])
