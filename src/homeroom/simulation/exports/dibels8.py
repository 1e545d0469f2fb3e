"""DIBELS 8th Edition benchmark, beginning of year, once, in Windows-1252: letters it can't carry lose their accents.

Each grade has its measures; the others stay blank. One child in forty could not go on: a word stands for the score.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from numpy.random import Generator

from homeroom.simulation.chance import stream
from homeroom.simulation.exports.reading import level, percentile
from homeroom.simulation.exports.sittings import Sitting, closing, sittings
from homeroom.simulation.identity import DIBELS
from homeroom.simulation.school import DISTRICT, GRADES, SCHOOL
from homeroom.simulation.sheet import Sheet, Style, layout_of
from homeroom.simulation.world import World

WEEKS = range(1, 4)
STYLE = Style(encoding="cp1252", newline="\r\n")
LEVELS = ("Well Below Benchmark", "Below Benchmark", "At Benchmark", "Above Benchmark")
LNF, PSF, CLS, WRC = "Letter Names (LNF)", "Phonemic Awareness (PSF)", "Letter Sounds (NWF-CLS)", "Decoding (NWF-WRC)"
WRF, ORF, MAZE = "Word Reading (WRF)", "Reading Fluency (ORF)", "Reading Comprehension (Maze)"
# Which measures a grade takes, with a typical score and its spread.
MEASURES: tuple[tuple[tuple[str, int, int], ...], ...] = (
    ((LNF, 22, 11), (PSF, 8, 6), (CLS, 12, 8)),
    ((LNF, 44, 12), (PSF, 30, 10), (CLS, 34, 12), (WRC, 7, 5), (WRF, 9, 7)),
    ((CLS, 62, 18), (WRC, 18, 7), (WRF, 27, 10), (ORF, 56, 24)),
    ((CLS, 84, 20), (WRC, 25, 8), (WRF, 40, 11), (ORF, 82, 27), (MAZE, 9, 4)),
    ((ORF, 101, 29), (MAZE, 14, 5)),
    ((ORF, 118, 31), (MAZE, 17, 5)),
)
STOPPED_ONE_IN = 40
STOPPED = "Discontinue"


def sheets(world: World) -> Iterator[Sheet]:
    random = stream(world.seed, "dibels8")
    sat = sittings(world, "dibels8", WEEKS)
    readings = [float(world.life.reading[s.child.index]) + float(random.normal(0, 0.3)) for s in sat]
    columns = _people(world, sat) | _composite(readings) | _measures(random, sat, readings)
    friday = closing(world, WEEKS)
    who = [sitting.child.sourced_id for sitting in sat]
    layout = layout_of("dibels8", "benchmark", "mclass")
    yield Sheet(f"dibels8_benchmark_BOY_{friday.isoformat()}.csv", friday, layout, columns, who, STYLE)


def _people(world: World, sat: Sequence[Sitting]) -> dict[str, list[str]]:
    known = [world.known[DIBELS][sitting.child.index] for sitting in sat]
    classes = [world.school.classes[sitting.child.home] for sitting in sat]
    return {
        "School Year": ["2026-2027"] * len(sat),
        "District Name": [DISTRICT.name] * len(sat),
        "School Name": [SCHOOL.name] * len(sat),
        "Primary School ID": [SCHOOL.identifier] * len(sat),
        "Student Last Name": [one.family for one in known],
        "Student First Name": [one.given for one in known],
        "Enrollment Date": [sitting.child.begins.isoformat() for sitting in sat],
        "Enrollment Grade": [GRADES[sitting.child.grade] for sitting in sat],
        "Reporting Class Name": [one.title for one in classes],
        "Reporting Class ID": [one.sourced_id for one in classes],
        "Assessment": ["mCLASS"] * len(sat),
        "Assessment Edition": ["DIBELS 8th Edition"] * len(sat),
        "Assessment Grade": [GRADES[sitting.child.grade] for sitting in sat],
        "Benchmark Period": ["BOY"] * len(sat),
        "Client Date": [sitting.day.isoformat() for sitting in sat],
        "Sync Date": [sitting.day.isoformat() for sitting in sat],
        "Student Primary ID": [one.key for one in known],
        "Primary ID - Student ID (State ID)": [one.key for one in known],
        "Administration Type": ["Online"] * len(sat),
    }


def _composite(readings: Sequence[float]) -> dict[str, list[str]]:
    return {
        "Composite Level": [level(reading, LEVELS) for reading in readings],
        "Composite Score": [str(round(330 + 38 * reading)) for reading in readings],
        "Composite - National Norm Percentile": [str(percentile(reading)) for reading in readings],
        "DIBELS Composite Score - Lexile": [
            f"{round(430 + 140 * reading)}L" if reading > -3 else "" for reading in readings
        ],
    }


def _measures(random: Generator, sat: Sequence[Sitting], readings: Sequence[float]) -> dict[str, list[str]]:
    names = dict.fromkeys(name for measures in MEASURES for name, _, _ in measures)
    columns = {
        f"{name} - {part}": [""] * len(sat) for name in names for part in ("Level", "Score", "National Norm Percentile")
    }
    for place, (sitting, reading) in enumerate(zip(sat, readings, strict=True)):
        for name, typical, spread in MEASURES[sitting.child.grade]:
            own = reading + float(random.normal(0, 0.4))
            columns[f"{name} - Level"][place] = level(own, LEVELS)
            columns[f"{name} - Score"][place] = str(max(0, round(typical + spread * own)))
            columns[f"{name} - National Norm Percentile"][place] = str(percentile(own))
        if random.random() < 1 / STOPPED_ONE_IN:
            columns[f"{MEASURES[sitting.child.grade][-1][0]} - Score"][place] = STOPPED
    return columns
