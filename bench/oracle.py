"""Figure: what an independent reader found in vendors' files is found in our facts: every score and level, by run.

The other reader is earthmover with each vendor's own bundle; its output lies beside the files. Ours may hold more.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.vendors import FOLDER, receive_alone

REFUSED = "BASC3_BESS__0"
VALUES = {"assessments": "result", "claims": "value"}
NO_RESULTS = (
    # what a row is of, who sat it and how: columns that it hands on as results
    *("Benchmark Period", "Enrolled Grade Level", "Term Name", "#Course", "#Subject", "Growth Measure YN"),
    *("Test Name", "Test Duration Minutes", "Result Type", "Assigned Test Type", "Assessment Year", "Test Code"),
    *("Total Test Items", "Total Test Items Attempted", "Test Status", "Test Attemptedness Flag"),
    *("Calculated Invalidation", "Not Tested Code", "#Genre", "#TestAdmin", "#DOB", "#District", "#FName", "#LName"),
    *("#FallCode", "#Gifted", "#IEP", "#PermID", "#School", "#SchoolID", "#Ag", "#Attempt", "#Mode", "#RSMaxHOSS"),
    *("#1FTime", "#1STime", "#2FTime", "#2STime", "#1TestDuration", "#2TestDuration", "#Grade"),
)
TWICE = {"SC_READY__0": "#Standards Performance Level"}
"""Levels that it writes once more as results."""


@dataclass(frozen=True)
class Otherwise:
    """What the other reader tells that is not among our facts, and why."""

    values: Mapping[str, int]
    why: str


DIFFERENCES = {
    "Beacon__0": Otherwise({"1": 1}, "it writes the level “Support Needed” as 1; ours is as received"),
    "CMAS__0": Otherwise(
        {"Did not yet meet expectations": 3, "Partially met expectations": 1},
        "it writes the levels 1 and 2 in words of its own; ours are as received",
    ),
    "FastBridge_CBMreading__0": Otherwise({"Advanced": 6}, "it writes the level “AD” as Advanced"),
    "Lectura__0": Otherwise({"True": 5}, "“Discontinued” stands in no column of the file: it is a word of its own"),
    "MAP_Fluency__0": Otherwise({"not_scored": 4}, "it writes a word of its own for a blank cell"),
    "MAP_Growth__0": Otherwise(
        {"165": 1, "4.20": 1, "42": 1, "61": 1, "Avg": 1},
        "it fills up the row that lacks a cell; ours waits in quarantine as malformed",
    ),
}


@dataclass(frozen=True)
class Run:
    """One run: how many values each reader found, and the other's that are not among ours."""

    name: str
    theirs: int
    ours: int
    missing: Counter[str]

    @property
    def explained(self) -> bool:
        told = DIFFERENCES.get(self.name)
        return self.missing == Counter(told.values if told else {})

    @property
    def words(self) -> str:
        if not self.missing:
            return f"{self.name}: all {self.theirs} of its scores and levels are among our {self.ours}"
        why = DIFFERENCES[self.name].why if self.explained else f"NOT EXPLAINED: {dict(self.missing)}"
        return f"{self.name}: {self.theirs - self.missing.total()} of {self.theirs} are among our {self.ours}; {why}"


def runs() -> list[Path]:
    """Every run's folder, without the one of the refused screening."""
    return [run for run in sorted((FOLDER / "expected_edfi").iterdir()) if run.is_dir() and run.name != REFUSED]


def compare(run: Path) -> Run:
    """Receive a run's files, each alone, and compare the values with those of the other reader."""
    theirs = Counter(value for told in _lines(run) for value in results(told, TWICE.get(run.name, "")))
    ours = Counter(value for path in files(run) for value in _received(path))
    return Run(run.name, theirs.total(), ours.total(), theirs - ours)


def files(run: Path) -> list[Path]:
    folder = FOLDER / "vendor_assessments" / run.name.partition("__")[0]
    return [folder / Path(name).name for name in json.loads((run / "run.json").read_text("utf-8"))["inputs"]]


def results(told: Any, twice: str = "") -> Iterator[str]:
    """Every score and level in the other reader's output, whatever it is nested in."""
    if isinstance(told, list):
        for one in told:
            yield from results(one, twice)
    if not isinstance(told, dict) or told.get("assessmentReportingMethodDescriptor", "").endswith(NO_RESULTS):
        return
    method = told.get("assessmentReportingMethodDescriptor", "")
    if "result" in told and not (twice and method.endswith(twice)):
        yield told["result"]
    if "performanceLevelDescriptor" in told:
        yield told["performanceLevelDescriptor"].partition("#")[2]
    for one in told.values():
        yield from results(one, twice)


def _lines(run: Path) -> Iterator[Any]:
    lines = (run / "studentAssessments.jsonl").read_text("utf-8").splitlines()
    yield from (json.loads(line) for line in lines if line.strip())


def _received(path: Path) -> list[str]:
    from homeroom.facts import store

    delivery = receive_alone(path)
    if delivery.state != delivery.State.PUBLISHED:
        raise SystemExit(f"{path}: {delivery.state}. {delivery.message}")
    columns = {table: f"select {column} as value from {table}" for table, column in VALUES.items()}
    return [value for table, sql in columns.items() for value in store.query(sql, tables=[table]).column("value")]


def main() -> int:
    from bench.school import set_up

    with tempfile.TemporaryDirectory() as home:
        set_up(Path(home))
        found = [compare(run) for run in runs()]
    for one in found:
        print(one.words, flush=True)
    good = sum(one.explained for one in found)
    print(f"{good} of {len(found)} runs: every score and level is found, or its difference is explained")
    return int(good < len(found))


if __name__ == "__main__":
    sys.exit(main())
