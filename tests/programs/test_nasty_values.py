"""Intake and the plain reader agree on every cell: what one refuses the other refuses, for the same reason."""

import csv
import json
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from pytest_django import Settings

from homeroom.intake.ledger import unpacked
from homeroom.intake.models import Delivery
from homeroom.intake.receive import receive
from homeroom.programs.declaration import Field, Layout, load_all
from programs.plain_reader import EndsElsewhere, layout_of, names_in, read_row
from programs.test_samples_through_intake import AFTER_ALL, SAMPLES, enroll, stated

PROGRAMS = {program.slug: program for program in load_all()}
# Samples that begin with their header: no fixed widths, no lines of titles.
TABLES = [path for path in SAMPLES if path.suffix == ".csv" and not path.read_text("utf-8").startswith(",")]
NUMBERS = "NaN|1e3|1,000|+5|.5|5.|２|-0|1_000|0x10|inf|--5|5-5|1.5.2|99999999999999999999|0.0|007|\u00a05|12 min|-1"
DAYS = "2026-02-30|10/5/2026|1/1/1900|10/05/26|20261005|2026-W40-1|10/05/2026 00:00|0/0/0000|13/13/2026|31.12.2026"
MOMENTS = (
    "2026-10-05T09:12|2026-10-05T09:12Z|2026-10-05T09:12:30+0500|2026-10-05T09:12:30-05|2026-10-05 09:12:30+05:45|"
    "2026-10-05T09:12:30,5Z|2026-10-05T09:12:30.1234567Z|2026-10-05T25:00:00Z|2026-10-05T09:12:30-05:00|yesterday"
)
WORDS = "true |TRUE|yes|passed|PASSED|Not passed|boy|2026-2028|2026-27|26-27|2027|ab'c|a\"b|\u202e|\u200b| ||-"
NASTY = "|".join((NUMBERS, DAYS, MOMENTS, WORDS)).split("|")


def judged_fields(layout: Layout, header: list[str]) -> Iterator[Field]:
    """Fields that can refuse a value. Of a wide row's many like columns, the first of each kind."""
    kinds = set()
    for field in (*layout.fields.values(), *(each.field for each in layout.each)):
        kind = (field.cast, field.low, field.high, field.required, field.blank, bool(field.words))
        if field.column in header and kind not in kinds and (field.cast != "text" or field.required or field.words):
            kinds.add(kind)
            yield field


def endings(delivery: Delivery) -> dict[int, str]:
    groups = delivery.groups.filter(ended_as="quarantined")
    return {int(row): group.code for group in groups for row in unpacked(group.numbers)}


@pytest.mark.any_database
@pytest.mark.django_db
@pytest.mark.parametrize("path", TABLES, ids=lambda path: f"{path.parents[1].name}-{path.stem}")
def test_every_nasty_cell_ends_where_the_plain_reader_says(path: Path, settings: Settings, tmp_path: Path) -> None:
    expected = json.loads(path.with_suffix(".expected.json").read_text("utf-8"))
    settings.TIME_ZONE, settings.HOMEROOM_TODAY = expected["zone"], AFTER_ALL
    enroll(expected["roster"])
    program = PROGRAMS[path.parents[1].name]
    report = program.report(expected["report"])
    header, *records = csv.reader(path.read_text("utf-8").splitlines())
    layout = layout_of(report, header)
    known = names_in(layout, header)

    def ends(record: list[str]) -> str:
        try:
            read_row(program, report, layout, known, record, expected)
        except EndsElsewhere as end:
            return str(end.args[1])
        return ""

    good = cycle(record for record in records if not ends(record))
    spoilt = []
    for field in judged_fields(layout, known):
        for value in NASTY:
            record = list(next(good))
            record[known.index(field.column)] = value
            spoilt.append((field.column, value, record))
    target = tmp_path / "spoilt.csv"
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *(record for *_, record in spoilt)])
    [delivery] = receive([target], as_of=stated(expected))
    theirs = endings(delivery)
    ours = [(column, value, ends(record)) for column, value, record in spoilt]
    differ = {
        (column, value, end, theirs.get(row, ""))
        for row, (column, value, end) in enumerate(ours, start=1)
        if end not in (theirs.get(row, ""), "no_result")
    }
    assert differ == set()
    assert delivery.groups.exists()
