"""Figure: rows a CPU second and peak memory of `homeroom receive`, against earthmover, on one diagnostic file.

Both are given the same made-up i-Ready diagnostic in mathematics and asked the same: scores, levels and the scores of
each domain of every child. earthmover runs in an environment of its own, below the state folder, on a bundle that
stands beside this module, and writes student assessments as JSON lines. homeroom keeps the original, matches, checks,
and publishes. Each runs as a command in a process of its own; what a file of one row takes counts as start-up.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
BUNDLE = Path(__file__).with_name("earthmover_bundle")
VERSION = "0.4.10"
ROWS, SEED, TURNS = 20_000, 7, 2
LEAST_RATIO = 30
# Each child is tested in fall, winter and spring.
WINDOWS = (
    ("Fall (Beginning of Year - November 15)", date(2026, 9, 8)),
    ("Winter (November 16 - March 1)", date(2027, 1, 11)),
    ("Spring (March 2 - End of Year)", date(2027, 5, 3)),
)
RELATIVE = (
    "3 or More Grade Levels Below",
    "2 Grade Levels Below",
    "1 Grade Level Below",
    "Early On Grade Level",
    "Mid or Above Grade Level",
)
DOMAINS = ("Number and Operations", "Algebra and Algebraic Thinking", "Measurement and Data", "Geometry")


@dataclass(frozen=True)
class Used:
    """What a process used: CPU seconds with those of its children, peak memory in bytes."""

    cpu: float
    memory: int


def main(arguments: Sequence[str] = ()) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--state", type=Path, default=ROOT / ".make/bench/earthmover")
    options.add_argument("--rows", type=int, default=ROWS)
    options.add_argument("--turns", type=int, default=TURNS)
    options.add_argument("--trim", action="store_true", help="earthmover trims every cell, as homeroom does")
    options.add_argument("--prepare", action="store_true", help="make the home of homeroom's side, in this process")
    chosen = options.parse_args(arguments)
    state = chosen.state.absolute()
    if chosen.prepare:
        prepare(state, chosen.rows)
        return 0
    theirs = earthmover(state)
    if isinstance(theirs, str):
        print(f"skipped: {theirs}")
        return 0
    files = {rows: write(state / f"diagnostic_{rows}_2027-06-01.csv", rows) for rows in (1, chosen.rows)}
    again = [sys.executable, "-m", "bench.earthmover", "--prepare", "--state", str(state), "--rows", str(chosen.rows)]
    subprocess.run(again, cwd=ROOT, check=True)
    turns = [
        (by_earthmover(theirs, state, files, trim=chosen.trim), by_homeroom(state, files)) for _ in range(chosen.turns)
    ]
    return tell(chosen.rows, *(best(side) for side in zip(*turns, strict=True)))


def best(turns: Sequence[Mapping[int, Used]]) -> dict[int, Used]:
    """Of each file the turn that used the least CPU: a shared machine only ever makes a run slower."""
    return {rows: min((one[rows] for one in turns), key=lambda used: used.cpu) for rows in turns[0]}


def tell(rows: int, theirs: Mapping[int, Used], ours: Mapping[int, Used]) -> int:
    for name, used in (("earthmover", theirs), ("homeroom", ours)):
        print(
            f"{name}: {used[rows].cpu:.2f} CPU s, of which start-up {used[1].cpu:.2f}; "
            f"{rate(used, rows):,.0f} rows a CPU second after start-up, {rows / used[rows].cpu:,.0f} with it; "
            f"peak memory {used[rows].memory / 1e6:.0f} MB"
        )
    ratio, whole = rate(ours, rows) / rate(theirs, rows), theirs[rows].cpu / ours[rows].cpu
    less = ours[rows].memory <= theirs[rows].memory
    print(f"rows a CPU second after start-up: {ratio:.1f} times ({verdict(ratio >= LEAST_RATIO)}, limit {LEAST_RATIO})")
    print(f"with start-up: {whole:.1f} times")
    share = ours[rows].memory / theirs[rows].memory
    print(f"peak memory: {share:.2f} of earthmover's ({verdict(less)}, limit 1)")
    return int(ratio < LEAST_RATIO or not less)


def rate(used: Mapping[int, Used], rows: int) -> float:
    """Rows a CPU second, start-up told apart."""
    return (rows - 1) / max(used[rows].cpu - used[1].cpu, 1e-9)


def verdict(met: bool) -> str:
    return "PASS" if met else "FAIL"


def earthmover(state: Path) -> Path | str:
    """The command in its own environment, installed at the first run; or in words why there is none."""
    command = state / "env" / "bin" / "earthmover"
    if command.exists():
        return command
    uv = ROOT / ".tools" / "bin" / "uv"
    try:
        subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, state / "env"], check=True)
        python = state / "env" / "bin" / "python"
        subprocess.run([uv, "pip", "install", "--quiet", "--python", python, f"earthmover=={VERSION}"], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        return f"earthmover {VERSION} can't be installed here ({error})"
    return command


def by_earthmover(command: Path, state: Path, files: Mapping[int, Path], *, trim: bool) -> dict[int, Used]:
    used = {}
    for rows, path in files.items():
        out = state / "theirs"
        shutil.rmtree(out, ignore_errors=True)
        told = {"INPUT_FILE": str(path), "OUTPUT_DIR": str(out), "BUNDLE_DIR": str(BUNDLE)}
        told["TRIM"] = "yes" if trim else "no"
        run = [str(command), "run", "-f", "-k", "-c", str(BUNDLE / "earthmover.yaml"), "-p", json.dumps(told)]
        used[rows] = measured(run, state, state / "theirs.txt")
        with (out / "studentAssessments.jsonl").open(encoding="utf-8") as file:
            made = sum(1 for line in file if json.loads(line)["scoreResults"])
        if made != rows:
            raise SystemExit(f"earthmover wrote {made} student assessments of {rows}")
    return used


def by_homeroom(state: Path, files: Mapping[int, Path]) -> dict[int, Used]:
    """Each file is received into the same prepared home, which no other file was received into."""
    used = {}
    for rows, path in files.items():
        home = state / "home"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(state / "prepared", home)
        run = [sys.executable, "-m", "homeroom", "receive", str(path), "--json"]
        used[rows] = measured(run, ROOT, state / "ours.txt", {"HOMEROOM_HOME": str(home)})
        told = json.loads((state / "ours.txt").read_text("utf-8").splitlines()[-1])
        if told["published"] != rows:
            raise SystemExit(f"homeroom published {told['published']} rows of {rows}: {told}")
    return used


def measured(command: Sequence[str], folder: Path, out: Path, settings: Mapping[str, str] | None = None) -> Used:
    """Run a command to its end; what it says goes to `out`. Raises SystemExit where it fails."""
    around = {**os.environ, **(settings or {})}
    with out.open("w") as file:
        process = subprocess.Popen(command, cwd=folder, env=around, stdout=file, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} ended with {process.returncode}: {out.read_text('utf-8')[-2000:]}")
    memory = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Used(usage.ru_utime + usage.ru_stime, memory)


def prepare(state: Path, rows: int) -> None:
    """A home whose roster holds the children of the file."""
    from bench.school import set_up

    shutil.rmtree(state / "prepared", ignore_errors=True)
    set_up(state / "prepared")
    from django.db import connection

    from homeroom.people.models import Class, Enrollment, School, Student

    school = School.objects.create(sourced_id="school", name="Linden School")
    room = Class.objects.create(sourced_id="room", title="Room", school=school)
    Student.objects.bulk_create(Student(**child(number)) for number in range(children(rows)))
    Enrollment.objects.bulk_create(
        Enrollment(sourced_id=student.sourced_id, school_class=room, student=student, role="student")
        for student in Student.objects.all()
    )
    connection.close()


def children(rows: int) -> int:
    return -(-rows // len(WINDOWS))


def child(number: int) -> dict[str, str]:
    grade = f"0{number % 8 + 1}"
    told = {"given_name": f"Given {number}", "family_name": f"Family {number}", "grade": grade}
    return {"sourced_id": f"S{number:06d}", "username": f"user{number}", **told}


def write(path: Path, rows: int) -> Path:
    """The file, with the columns that homeroom declares for it: the same bytes each time."""
    from homeroom.programs.declaration import load

    [layout] = [
        layout
        for report in load(ROOT / "src/homeroom/programs/iready").reports
        for layout in report.layouts
        if (report.slug, layout.slug) == ("diagnostic", "math_2025")
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    draw = random.Random(SEED)
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.DictWriter(file, layout.columns, restval="", extrasaction="raise")
        sheet.writeheader()
        for number in range(rows):
            sheet.writerow(row(number, draw))
    return path


def row(number: int, draw: random.Random) -> dict[str, object]:
    who, (window, begins) = child(number // len(WINDOWS)), WINDOWS[number % len(WINDOWS)]
    day = f"{begins + timedelta(days=draw.randrange(25)):%m/%d/%Y}"
    grade, score = int(who["grade"]), draw.randint(350, 620)
    typical, stretch, gain = draw.randint(10, 30), draw.randint(25, 50), draw.randint(0, 40)
    told: dict[str, object] = {
        "Last Name": who["family_name"],
        "First Name": who["given_name"],
        "Student ID": who["sourced_id"],
        "Student Grade": grade,
        "Academic Year": "2026-2027",
        "School": "Linden School",
        "Enrolled": "Enrolled",
        "User Name": who["username"],
        "Class(es)": f"Class {number % 90}",
        "Class Teacher(s)": f"Teacher {number % 90}",
        "Start Date": day,
        "Completion Date": day,
        "Norming Window": window,
        "Baseline Diagnostic (Y/N)": "Y" if window.startswith("Fall") else "N",
        "Most Recent Diagnostic YTD (Y/N)": "Y" if window.startswith("Spring") else "N",
        "Duration (min)": draw.randint(20, 110),
        "Read Aloud": "Off",
        **placed("Overall", score, grade, draw),
        "Percentile": draw.randint(1, 99),
        "Grouping": draw.randint(1, 5),
        "Quantile Measure": f"{score}Q",
        "Quantile Range": f"{score - 50}Q-{score + 50}Q",
        "Diagnostic Gain": gain,
        "Annual Typical Growth Measure": typical,
        "Annual Stretch Growth Measure": stretch,
        "Percent Progress to Annual Typical Growth (%)": 100 * gain // typical,
        "Percent Progress to Annual Stretch Growth (%)": 100 * gain // stretch,
        "Mid On Grade Level Scale Score": 400 + 12 * grade,
        "Proficiency if Student Shows No Additional Growth": f"Level {draw.randint(1, 4)}",
        "Projection if Student Achieves Typical Growth": f"Level {draw.randint(1, 4)}",
        "Projection if Student Achieves Stretch Growth": f"Level {draw.randint(1, 4)}",
    }
    for domain in DOMAINS:
        told |= placed(domain, score + draw.randint(-40, 40), grade, draw)
    return told


def placed(of: str, score: int, grade: int, draw: random.Random) -> dict[str, object]:
    relative = draw.randrange(len(RELATIVE))
    at = f"Grade {max(grade - 3 + relative, 1)}" if relative < 3 else f"{'Early' if relative == 3 else 'Mid'} {grade}"
    return {f"{of} Scale Score": score, f"{of} Placement": at, f"{of} Relative Placement": RELATIVE[relative]}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
