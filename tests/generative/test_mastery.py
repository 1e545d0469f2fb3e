"""Any order, split and repetition of deliveries, and any number of shards: the same bits, at once and at night."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from homeroom.facts import store
from homeroom.mastery import estimate, learning
from homeroom.mastery.models import ParameterSet
from homeroom.mastery.work_out import work_out
from homeroom.people.models import Student
from homeroom.standards import ccss
from homeroom.standards.alignment import Tag, take_tags
from homeroom.standards.content import Content, take_content
from intake.answers import start_over
from intake.taking_in import CHILDREN, row, school, take
from intake.taking_in import answers as written

pytestmark = pytest.mark.django_db
EXAMPLES = 60 if os.environ.get("HOMEROOM_FULL") else 1
MONDAY = date(2026, 10, 5)
TAUGHT = {"i1": "3.OA.A.1", "i2": "3.NF.A.1", "i3": "2.OA.C.4"}
TABLES = ("mastery", "mastery_sources", "next_steps", "groups", "flags")
REAL_FIT = learning.fit
Bits = dict[str, list[tuple[object, ...]]]


@dataclass(frozen=True)
class Arrival:
    """The same answers in one way: in which files, in what order, some twice, a night after so many files, shards."""

    files: tuple[tuple[str, ...], ...]
    night_after: int
    shards: int


@pytest.fixture
def installation(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.HOMEROOM_TODAY = date(2026, 11, 20)
    monkeypatch.setattr(learning, "fit", lambda responses: REAL_FIT(responses, search=False))
    ccss.load()
    school()
    yield
    assert Student.objects.count() == len(CHILDREN)


def line(key: tuple[int, str, int], correct: bool) -> str:
    child, item, day = key
    sourced_id, given, family = CHILDREN[child]
    told = {"student_id": sourced_id, "first_name": given, "last_name": family}
    when = (MONDAY + timedelta(days=day)).isoformat()
    return row(item, **told, correct=str(correct).lower(), answered_on=when)


@st.composite
def arrivals(draw: st.DrawFn) -> tuple[tuple[str, ...], Arrival]:
    """Some answers, and one way in which they come."""
    keys = st.tuples(st.integers(0, 2), st.sampled_from(sorted(TAUGHT)), st.integers(0, 20))
    told = draw(st.dictionaries(keys, st.booleans(), min_size=8, max_size=24))
    lines = tuple(line(key, correct) for key, correct in told.items())
    shuffled = draw(st.permutations(lines))
    cuts = sorted(draw(st.lists(st.integers(1, len(lines) - 1), max_size=3, unique=True)))
    parts = [tuple(shuffled[a:b]) for a, b in zip([0, *cuts], [*cuts, len(lines)], strict=True)]
    again = draw(st.lists(st.sampled_from(parts), max_size=2))
    once_more = [(*part, *draw(st.permutations(lines))[:3]) for part in again]
    files = tuple(draw(st.permutations([*parts, *once_more])))
    return lines, Arrival(files, draw(st.integers(1, len(files))), draw(st.sampled_from([1, 2, 7])))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arrivals())
def test_however_deliveries_come_the_night_says_the_same(
    installation: None, drawn: tuple[tuple[str, ...], Arrival]
) -> None:
    lines, arrival = drawn
    with tempfile.TemporaryDirectory() as folder:
        wanted = at_once(lines, Path(folder))
        found = bit_by_bit(arrival, Path(folder))
    assert wanted["mastery_sources"]
    assert found == wanted


def at_once(lines: Sequence[str], folder: Path) -> Bits:
    begin_again()
    receive([lines], folder)
    work_out(everything=True)
    estimate.nightly(shards=1)
    return bits()


def bit_by_bit(arrival: Arrival, folder: Path) -> Bits:
    """A night in between, the rest at once; the night after changes nothing while its constants are the same."""
    begin_again()
    receive(arrival.files[: arrival.night_after], folder)
    work_out()
    estimate.nightly(shards=arrival.shards)
    for file in arrival.files[arrival.night_after :]:
        receive([file], folder)
        work_out()
    before = bits()
    estimate.nightly(shards=arrival.shards)
    assert bits() == before
    for table in ("groups",):  # groups stay from night to night, so they may tell of the way; the numbers may not
        store.publish([], [file.pk for file in store.true_files(table)], "begin again")
    estimate.nightly(shards=arrival.shards, anew=True)
    return bits()


def receive(files: Sequence[Sequence[str]], folder: Path) -> None:
    for lines in files:
        path = folder / f"{len(list(folder.iterdir()))}.csv"
        path.write_text(written(*lines), "utf-8")
        take(path)


def begin_again() -> None:
    """What was received, learned and aligned is gone; the alignment is made anew."""
    start_over()
    ParameterSet.objects.all().delete()
    take_content([Content("garden", "item", item) for item in TAUGHT])
    take_tags([Tag(("garden", "item", item), code, 1, "vendor") for item, code in TAUGHT.items()], ccss.SLUG)


def bits() -> Bits:
    """All rows of all tables, but for the version of the facts that each was drawn from."""
    told = {}
    for table in TABLES:
        without = f"select * exclude (facts_version) from {table} order by all"
        plain = f"select * from {table} order by all"
        told[table] = store.query(plain if table == "mastery_sources" else without, tables=[table]).rows
    return told
