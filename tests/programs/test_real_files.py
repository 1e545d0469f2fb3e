"""The declarations against files that programs really wrote: same headers, no column forgotten, no value refused."""

import csv
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from homeroom.intake.layouts import find, read_header
from homeroom.programs.declaration import Layout, load_all, signature
from programs.plain_reader import Reading, names_in, read

OEA, VENDORS = "programs_and_rosters/oea", "programs_and_rosters/vendor_assessments"
STAR, FAST = f"{VENDORS}/STAR", f"{VENDORS}/FastBridge"
FILES = {
    "iready lessons by_lesson": f"{OEA}/iReady/personalized_instruction_by_lesson_math/math.csv",
    "iready diagnostic math_2021": f"{OEA}/iReady/diagnostic_results_math/math.csv",
    "iready diagnostic math_2025": f"{VENDORS}/i-Ready/sample_anonymized_file_math.csv",
    "iready diagnostic reading_2025": f"{VENDORS}/i-Ready/sample_anonymized_file_ela.csv",
    "iready diagnostic_and_instruction math_2021": f"{OEA}/iReady/diagnostic_and_instruction_math_ytd_window/math.csv",
    "clever daily_participation students": f"{OEA}/Clever/daily-participation/Students/Students.csv",
    "star scores enterprise": f"{STAR}/SR_sample_anonymized_file.csv",
    "star standards v2": f"{STAR}/SR_Dashboard_Standards_v2_sample_anonymized_file.csv",
    "star skill_areas v1": f"{STAR}/SR_SkillArea_v1_sample_anonymized_file.csv",
    "dibels8 benchmark mclass": f"{VENDORS}/Dibels_8_Benchmark/sample_anonymized_file.csv",
    "fastbridge cbmreading cbmr_english": f"{FAST}_CBMreading/sample_anonymized_file_fastbridge_cbmreading.csv",
    "fastbridge cbmreading comprehension_question": (
        f"{FAST}_CBMreading/sample_anonymized_file_fastbridge_comprehension_question.csv"
    ),
    "fastbridge cbmreading comprehension_recall": (
        f"{FAST}_CBMreading/sample_anonymized_file_fastbridge_comprehension_recall.csv"
    ),
    "fastbridge early_reading early_reading": f"{FAST}_English/sample_anonymized_file.csv",
    "fastbridge early_math early_math": f"{FAST}_Math/sample_anonymized_file.csv",
    "map growth combined": f"{VENDORS}/MAP_Growth/sample_anonymized_file.csv",
    "map fluency csv": f"{VENDORS}/MAP_Fluency/sample_anonymized_file.csv",
}
UNUSED = {
    "iready": {
        "Subject": "the layout is of one subject",
        "Lesson Level": "early, mid or late within the lesson's grade",
        "Start Date": "a sitting counts on the day it was completed",
        "Diagnostic used to establish Growth Measures (Y/N)": "which sitting the growth measures start from",
        "Most Recent Diagnostic (Y/N)": "changes with every export; the dates tell it",
        "Baseline Diagnostic (Y/N)": "which sitting the growth measures start from",
        "Most Recent Diagnostic YTD (Y/N)": "changes with every export; the dates tell it",
        "Enrolled": "the roster says who is enrolled",
        "District State ID": "the district's own number",
        "Account State ID": "the district's own number",
        "School State ID": "the school's own number",
        "Class(es)": "the roster says who is in which class",
        "Class Teacher(s)": "the roster says who teaches which class",
        "Report Group(s)": "groups made within the program",
        "Number of Completed Diagnostics during the time frame": "the sittings themselves are taken",
    },
    "clever": {
        "clever_school_id": "the school's own number",
        "active": "says again what num_logins says",
    },
    "star": {
        "GradePlacement": "where in the school year the child stood, not a result",
        "AssessmentNumber": "which sitting of the year it was; the moments tell it",
        "AssessmentType": "the same word in every row",
        "LaunchDate": "a sitting counts at the moment it was completed",
        "CompletedDateLocal": "says UTC but is not",
        "StandardDescription": "the standard's own words; its code is kept",
        "FamilyName": "the group a domain stands under",
        "StudentDisplayID": "what the child sees on the screen, not an id",
        "StudentMiddleName": "names are compared by given and family name",
        "TakenAt": "school or home",
        "DeactivationReason": "only active sittings are taken",
        "StateBenchmarkAssessmentName": "names the state's own test, not a result",
        "EnrollmentStatus": "the roster says who is enrolled",
        "SchoolYearStartDate": "the calendar says it",
        "SchoolYearEndDate": "the calendar says it",
        "ScreeningWindowStartDate": "the period's name is kept",
        "ScreeningWindowEndDate": "the period's name is kept",
    },
    "dibels8": {
        "State": "the state",
        "Account Name": "the district's own name",
        "Internal Program": "groups made within the program",
        "External Program": "groups made within the program",
        "Student Middle Name": "names are compared by given and family name",
        "Enrollment Date": "the roster says who is enrolled",
        "Classed": "the roster says who is in which class",
        "Assessment": "the platform's name; the edition is kept",
        "Administration Type": "online or not",
    },
}
UNUSED["fastbridge"] = {
    "Assessment Language": "repeats its own name in every row",
    "State": "the state",
    "District": "the roster says it",
    "Column1": "blank in every row",
}
UNUSED["map"] = {
    "Subject": "the test's name says it",
    "Course": "the test's name says it",
    "GrowthMeasureYN": "whether the sitting counts for growth; the growth columns say so",
    "NormsReferenceData": "which norms the percentiles rest on",
    "TestType": "with goals or without; the goals say so",
    **{
        f"WI{which}AY{term}": "how many weeks of teaching the norms reckon with"
        for which in ("Selected", "Previous")
        for term in ("Fall", "Winter", "Spring")
    },
}
LEFT: dict[str, dict[str, Any]] = {
    "iready lessons by_lesson": {"duplicate": 4},
    "map growth combined": {"quarantined": {"malformed": 1}},
    "iready diagnostic_and_instruction math_2021": {"ignored": {"no_result": 1}},
    "fastbridge early_reading early_reading": {"ignored": {"no_result": 2}},
    "fastbridge early_math early_math": {"ignored": {"no_result": 3}},
}
"""Rows of real files that aren't published: one lacks a cell, and which can't be known; others tell no result."""

ELSEWHERE = re.compile(
    r"Instruction: .*|Diagnostic: Start Date .*|"
    r"(Renaissance|Teacher|District|School|Course|Class|Municipality|Group|Reporting Class|Official Teacher|"
    r"Assessing Teacher|Primary School|Secondary School)\w*[ \w]*(ID|Code|Name|Identifier|Email|OrClassName)"
)
"""Districts, schools, courses, classes and teachers: the roster says all that. Minutes and lessons that stand beside
scores come with the reports of lessons and use; a sitting counts on the day it was completed."""

SHIPPED = load_all()
LAYOUTS = {
    f"{program.slug} {report.slug} {layout.slug}": (program, report, layout)
    for program in SHIPPED
    for report in program.reports
    for layout in report.layouts
}
every_file = pytest.mark.parametrize("name", FILES)


def records(path: Path) -> list[list[str]]:
    """The rows after the header, malformed ones left out."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        names, *rows = csv.reader(file)
    return [row for row in rows if len(row) == len(names)]


def header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file))


def reading(shared: Path, name: str) -> Reading:
    program, report, _ = LAYOUTS[name]
    return read(program, report, shared / FILES[name], {"zone": "America/Chicago", "as_of": "2024-06-30"})


def used(layout: Layout) -> set[str]:
    columns = {column for part in layout.identity.values() for column in part}
    columns |= {name for field in layout.fields.values() for name in (field.column, field.under)}
    columns |= {
        column for each in layout.each for column in (each.column, *(field.column for field in each.beside.values()))
    }
    return columns | set(layout.content.values()) | {layout.as_of.column}


@every_file
def test_the_header_is_the_real_one(shared: Path, name: str) -> None:
    """But for columns without a name; a name that stands there twice is numbered."""
    columns, real = LAYOUTS[name][2].columns, signature(header(shared / FILES[name]))
    assert signature(columns) == tuple(key for key in real if key)
    assert set(columns) >= {name.strip() for name in header(shared / FILES[name]) if name.strip()}


@every_file
def test_the_real_file_is_found_by_this_layout_alone(shared: Path, name: str) -> None:
    path = shared / FILES[name]
    found = find(read_header(path, path.name), SHIPPED)
    assert found is not None
    assert f"{found.program.slug} {found.report.slug} {found.layout.slug}" == name
    assert found.notes == ()


@every_file
def test_every_column_is_used_refused_or_explained(name: str) -> None:
    program, _, layout = LAYOUTS[name]
    left = set(layout.columns) - used(layout) - set(layout.not_taken) - set(UNUSED[program.slug])
    assert {column for column in left if not ELSEWHERE.fullmatch(column)} == set()


def test_no_explanation_is_left_over() -> None:
    for program in load_all():
        columns = {column for report in program.reports for layout in report.layouts for column in layout.columns}
        assert set(UNUSED.get(program.slug, ())) <= columns


@every_file
def test_no_real_value_is_refused(shared: Path, name: str) -> None:
    left = LEFT.get(name, {})
    published = len(records(shared / FILES[name])) - sum(left.get("ignored", {}).values()) - left.get("duplicate", 0)
    assert reading(shared, name).told() == {"published": published} | left


@every_file
def test_every_score_and_level_of_the_real_file_is_a_fact(shared: Path, name: str) -> None:
    """Counted without the reader: as many facts as filled cells, each under its column's name and as it stood there."""
    _, report, layout = LAYOUTS[name]
    if "method" not in report.fact.names:
        pytest.skip(f"{report.fact.name} has no method")
    names = names_in(layout, header(shared / FILES[name]))
    rows = [dict(zip(names, row, strict=True)) for row in records(shared / FILES[name])]
    blank = {each.column: each.field.blank for each in layout.each}
    cells = Counter((c, row[c]) for row in rows for c in blank if row[c] and row[c] not in blank[c])
    facts = reading(shared, name).facts
    assert Counter((fact["method"], fact[layout.into]) for fact in facts) == cells
    assert len(cells) > 4


NO_RESULTS = (
    "Benchmark Period",
    "Enrolled Grade Level",
    "Term Name",
    "#Course",
    "#Subject",
    "Growth Measure YN",
    "Test Name",
    "Test Duration Minutes",
    "Result Type",
    "Assigned Test Type",
)
"""What the other reader calls results, and is none."""


def results(value: Any) -> Counter[str]:
    """Every score and level in another reader's output, whatever it is nested in."""
    if isinstance(value, list):
        return sum(map(results, value), Counter())
    if not isinstance(value, dict) or value.get("assessmentReportingMethodDescriptor", "").endswith(NO_RESULTS):
        return Counter()
    own = [value["result"]] if "result" in value else []
    own += [value["performanceLevelDescriptor"].partition("#")[2]] if "performanceLevelDescriptor" in value else []
    return Counter(own) + results(list(value.values()))


OTHERWISE = {
    "FastBridge_CBMreading__0": Counter({"Advanced": 6}),
    "MAP_Growth__0": Counter(["165", "4.20", "42", "61", "Avg"]),
    "MAP_Fluency__0": Counter({"not_scored": 4}),
}
"""Where the other reader says something else. MAP Growth: it fills up the row that lacks a cell. MAP Fluency: it writes
a word of its own for a cell that the file leaves blank. FastBridge: it writes "Advanced" where the file says AD."""


@pytest.mark.parametrize(
    ("run", "names"),
    [
        ("STAR__0", ["star scores enterprise", "star standards v2", "star skill_areas v1"]),
        ("Dibels_8_Benchmark__0", ["dibels8 benchmark mclass"]),
        ("i-Ready__0", ["iready diagnostic reading_2025"]),
        (
            "FastBridge_CBMreading__0",
            [
                f"fastbridge cbmreading {slug}"
                for slug in ("cbmr_english", "comprehension_question", "comprehension_recall")
            ],
        ),
        ("FastBridge_English__9", ["fastbridge early_reading early_reading"]),
        ("FastBridge_Math__0", ["fastbridge early_math early_math"]),
        ("MAP_Growth__0", ["map growth combined"]),
        ("MAP_Fluency__0", ["map fluency csv"]),
    ],
)
def test_what_another_reader_found_is_among_the_facts(shared: Path, run: str, names: list[str]) -> None:
    lines = (shared / "programs_and_rosters/expected_edfi" / run / "studentAssessments.jsonl").read_text().splitlines()
    theirs = sum((results(json.loads(line)) for line in lines if line.strip()), Counter[str]())
    ours: Counter[str] = Counter()
    for name in names:
        ours += Counter(fact.get("result") or fact.get("value") for fact in reading(shared, name).facts)
    assert theirs.total() > 50
    assert theirs - ours == OTHERWISE.get(run, Counter())


def test_two_sittings_on_one_day_are_both_kept(shared: Path) -> None:
    """Real children sat twice on one day: the declared key holds for both, so the layout must say `repeats`."""
    path = shared / FILES["iready diagnostic math_2021"]
    with path.open(encoding="utf-8-sig", newline="") as file:
        sittings = Counter((row["Student ID"], row["Completion Date"]) for row in csv.DictReader(file))
    assert max(sittings.values()) == 2
    assert LAYOUTS["iready diagnostic math_2021"][2].repeats


def test_a_domain_tested_out_of_has_no_score(shared: Path) -> None:
    facts = reading(shared, "iready diagnostic math_2021").facts
    out = {(fact["row"], fact["objective"]) for fact in facts if fact["result"] == "Tested Out"}
    scores = {(fact["row"], fact["objective"]) for fact in facts if fact["method"].endswith("tions Scale Score")}
    assert out and not out & scores
    assert max(fact.get("result_number", 0) for fact in facts) < 999


def test_two_eras_of_the_diagnostic_fill_the_same_fields(shared: Path) -> None:
    """Thirty-two columns are in both files; each of them that is a result goes to the same place from either."""
    old, new = LAYOUTS["iready diagnostic math_2021"][2], LAYOUTS["iready diagnostic math_2025"][2]
    told = [
        {each.column: (each.set, each.field.cast, each.field.levels) for each in layout.each} for layout in (old, new)
    ]
    both = told[0].keys() & told[1].keys()
    assert len(both) == len(told[0]) == 22
    assert all(told[0][column] == told[1][column] for column in both)
    assert (old.key, old.into) == (new.key, new.into)
    facts = [reading(shared, f"iready diagnostic {era}").facts for era in ("math_2021", "math_2025")]
    assert {fact["assessment"] for era in facts for fact in era} == {"i-Ready Diagnostic Mathematics"}


def test_most_lessons_are_well_under_the_cap(shared: Path) -> None:
    facts = reading(shared, "iready lessons by_lesson").facts
    capped = [fact for fact in facts if "minutes_rule" in fact]
    assert (len(facts), len(capped)) == (7763, 49)
    assert {fact["minutes"] for fact in capped} == {90}
    assert max(fact["minutes_raw"] for fact in capped) == 290
