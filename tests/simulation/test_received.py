"""A simulated school goes through intake: every fault ends where it should, and nothing else does."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from homeroom.facts import store
from homeroom.intake.models import Delivery, IdentityLink, RowGroup
from homeroom.intake.receive import receive
from homeroom.people.models import Student
from homeroom.simulation.write import Written, write
from homeroom.standards import ccss
from homeroom.standards.catalogue import load_catalogue
from homeroom.standards.models import Alignment, ContentItem

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]


@pytest.fixture
def received(tmp_path: Path) -> Written:
    written = write(tmp_path / "school", seed=4, children=72, weeks=3)
    list(receive([written.folder / "roster"]))
    list(receive(written.exports))
    ccss.load()
    load_catalogue(written.folder / "catalogue" / "content.csv", written.folder / "catalogue" / "alignment.csv")
    return written


def rows(written: Written, name: str) -> list[list[str]]:
    lines = (written.folder / "truth" / name).read_text("utf-8").splitlines()[1:]
    return [line.split(",") for line in lines]


def ended(code: str, file: str = "") -> int:
    groups = RowGroup.objects.filter(code=code, delivery__file__contains=file)
    return sum(groups.values_list("rows", flat=True))


def test_everything_is_accounted_for_as_the_truth_says(received: Written) -> None:
    deliveries = Delivery.objects.exclude(program="oneroster")
    assert {delivery.state for delivery in deliveries} == {"published"}
    assert sum(d.rows_in for d in deliveries) == sum(n for f, n in received.rows.items() if f.startswith("exports/"))
    noise = Counter(kind for _, _, kind, *_ in rows(received, "noise.csv"))
    # fraction_forge names no child but by the id; elsewhere a name may do.
    blank = [file for file, _, kind, *_ in rows(received, "noise.csv") if kind == "blank id"]
    assert ended("blank_id", "fraction_forge") == sum("fraction_forge" in file for file in blank) > 0
    assert ended("not_a_moment") + ended("not_a_date") == noise["date in another format"]
    assert ended("unmatched", "participation") == sum(
        kind == "stranger" and "participation" in file for file, _, kind, *_ in rows(received, "noise.csv")
    )
    assert Alignment.objects.count() == received.rows["catalogue/alignment.csv"]
    assert ContentItem.objects.count() == received.rows["catalogue/content.csv"]
    check_links(received)
    check_answers(received)
    check_lessons(received)


def check_links(written: Written) -> None:
    """Whatever id a row gave, its child is the right one. A lost zero is no other child."""
    people = dict(Student.objects.values_list("pk", "sourced_id"))
    truth = {key.lstrip("0"): student for _, key, student, *_ in rows(written, "identity.csv")}
    truth |= {student: student for student in people.values()}
    told = [(link.vendor_key.lstrip("0"), people[link.student_id]) for link in IdentityLink.objects.all()]
    assert {student for _, student in told} == set(people.values())
    assert all(truth[key] == student for key, student in told if key)


def check_answers(written: Written) -> None:
    """A repeated row counts once; the rows of the wrong answer key are superseded by the corrected ones."""
    sql = "select count(*), count(distinct (student, program, content_item, occurred_at)) from attempts"
    ((published, different),) = store.query(sql, tables=["attempts"]).rows
    assert published == different > 5_000
    corrected = Delivery.objects.get(file__contains="corrected")
    assert corrected.published > 0
    superseded = Delivery.objects.get(file="number_trail_2026-09-11.csv").superseded
    assert superseded == corrected.published


def check_lessons(written: Written) -> None:
    """The last export of the year to date stands; idle minutes that were put right are the right ones."""
    ((lessons, most),) = store.query("select count(*), max(minutes) from activities", tables=["activities"]).rows
    last = [name for name in written.rows if "iready_lessons" in name][-1]
    assert 0.9 * written.rows[last] < lessons < written.rows[last]
    assert most <= 55 + 240
