"""Files of one report from two years, as programs really wrote them: each is known, or proposed against the other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from homeroom.intake.layouts import declared, find, read_header
from homeroom.intake.propose import propose
from homeroom.intake.proposing.profile import profiles
from homeroom.programs.declaration import Program

OEA, VENDORS = "programs_and_rosters/oea", "programs_and_rosters/vendor_assessments"
IREADY = {
    "math_2021": f"{OEA}/iReady/diagnostic_results_math/math.csv",
    "math_2025": f"{VENDORS}/i-Ready/sample_anonymized_file_math.csv",
}


def without(layout: str) -> tuple[Program, ...]:
    """All programs, without one layout of i-Ready's diagnostic and the report that repeats it."""
    made = []
    for program in declared():
        if program.slug == "iready":
            reports = [
                replace(report, layouts=tuple(one for one in report.layouts if one.slug != layout))
                for report in program.reports
            ]
            program = replace(program, reports=tuple(report for report in reports if report.layouts))
        made.append(program)
    return tuple(made)


@pytest.mark.shared
@pytest.mark.parametrize("layout", IREADY)
def test_both_eras_of_the_diagnostic_are_layouts_of_one_report(shared: Path, layout: str) -> None:
    path = shared / IREADY[layout]
    found = find(read_header(path, path.name), declared())
    assert found
    assert (found.report.slug, found.layout.slug) == ("diagnostic", layout)


@pytest.mark.shared
def test_the_later_diagnostic_is_proposed_against_the_earlier_one(shared: Path) -> None:
    path, programs = shared / IREADY["math_2025"], without("math_2025")
    header = read_header(path, path.name)
    assert find(header, programs) is None
    proposal = propose(path.name, header, profiles(path, header), programs)
    assert proposal.base.program == "i-Ready"
    assert sum(column.same for column in proposal.columns) >= 32
    assert {column.chosen.code for column in proposal.columns if "Sex" in column.name} <= {"refuse", "as:Sex"}


@pytest.mark.shared
@pytest.mark.parametrize(
    "name",
    [
        "KRA/KRA_sample_file_deidentified.csv",
        "Beacon/sample_anonymized_file_24_25.csv",
        "SC_READY/sample_anonymized_file.csv",
    ],
)
def test_a_strange_file_is_proposed_and_what_is_nobodys_business_refused(shared: Path, name: str) -> None:
    path = shared / VENDORS / name
    header = read_header(path, path.name)
    proposal = propose(path.name, header, profiles(path, header), declared())
    assert len(proposal.columns) == len(header.names)
    born = [column for column in proposal.columns if column.name in ("DOB", "Birth_Date", "BirthDate")]
    assert all(not column.taken or column.same for column in born)
