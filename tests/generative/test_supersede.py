"""Any order, any split, any repetition of files: the same facts, and ledgers that add up, as the rule says."""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeroom.facts import store
from homeroom.intake import quarantine
from homeroom.intake.models import Delivery
from homeroom.people.models import Student
from homeroom.site.work_out import work_out
from intake.answers import Answer, File, enroll, standing, start_over, take_all, totals

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]

EXAMPLES = 150 if os.environ.get("HOMEROOM_FULL") else 8
DAYS = ("", "2026-10-05", "2026-10-06", "2026-10-07")
REPEATS = {"by_moment": False, "by_day": True}

answers = st.builds(
    Answer,
    child=st.sampled_from(["S1", "S2", "nobody"]),
    item=st.sampled_from(["i1", "i2"]),
    correct=st.booleans(),
    seconds=st.sampled_from([10, 20]),
    when=st.integers(1, 2),
)
files = st.builds(
    File,
    rows=st.lists(answers, min_size=1, max_size=6).map(tuple),
    as_of=st.sampled_from(DAYS),
    layout=st.sampled_from(list(REPEATS)),
)


@dataclass(frozen=True)
class Truth:
    """What the rule says of a set of files: for each key the contents of which one stands, or all stand."""

    one_of: tuple[frozenset[Answer], ...]
    all_of: frozenset[Answer]

    @property
    def rows(self) -> int:
        return len(self.one_of) + len(self.all_of)


def truth(received: Sequence[File]) -> Truth:
    """The rule in plain Python: a function of the set of rows, each with its file's day. Order plays no part."""
    dated = {(one.layout, row, one.as_of) for one in received for row in one.rows if row.child != "nobody"}
    by_key: dict[object, set[tuple[str, Answer]]] = defaultdict(set)
    for layout, row, as_of in dated:
        by_key[layout, row.child, row.item, row.when].add((as_of, row))
    one_of, all_of = [], set[Answer]()
    for key, found in by_key.items():
        latest = max(as_of for as_of, _ in found)
        contents = frozenset(row for as_of, row in found if as_of == latest)
        if REPEATS[key[0]]:  # type: ignore[index]
            all_of |= contents
        else:
            one_of.append(contents)
    return Truth(tuple(one_of), frozenset(all_of))


def agrees(stands: Sequence[Answer], said: Truth) -> bool:
    """Both layouts end in one table, so an answer of one may look like an answer of the other."""
    return any(sorted([*chosen, *said.all_of]) == list(stands) for chosen in product(*said.one_of))


@st.composite
def disturbed(draw: st.DrawFn, received: Sequence[File]) -> list[File]:
    """The same rows in another order: files split in two, sent twice, shuffled."""
    pieces = [piece for number, one in enumerate(received) for piece in _split(one, draw(st.integers(0, 6)), number)]
    again = draw(st.lists(st.sampled_from(pieces), max_size=2))
    return draw(st.permutations([*pieces, *again]))


def _split(one: File, at: int, number: int) -> Iterator[File]:
    for half, rows in enumerate((one.rows[:at], one.rows[at:])):
        if rows:
            yield replace(one, rows=rows, part=f"{number}{'ab'[half]}")


@st.composite
def two_ways(draw: st.DrawFn) -> tuple[list[File], list[File]]:
    drawn = draw(st.lists(files, min_size=2, max_size=4))
    plain = [replace(one, part=str(number)) for number, one in enumerate(drawn)]
    return plain, draw(disturbed(plain))


def received(way: Sequence[File]) -> tuple[list[Answer], str]:
    """Start over, receive one file after the other, and give what stands, with its checksum."""
    start_over()
    with tempfile.TemporaryDirectory() as folder:
        take_all(way, Path(folder))
    return standing(), store.checksum("attempts")


quick = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


@quick
@given(two_ways())
def test_any_order_split_or_repetition_gives_what_the_rule_says(ways: tuple[list[File], list[File]]) -> None:
    if not Student.objects.exists():
        enroll("S1", "S2")
    sums = set()
    for way in ways:
        said = truth(way)
        stands, checksum = received(way)
        sums.add(checksum)
        assert agrees(stands, said)
        counted = totals()
        strangers = sum(row.child == "nobody" for one in way for row in one.rows)
        assert counted.get("published", 0) == said.rows == store.row_counts()["attempts"]
        assert sum(counted.values()) == sum(len(one.rows) for one in way)
        # The rows of a stranger wait, but for those of a file that came twice: all of that are duplicates.
        twice = sum(row.child == "nobody" for one in repeated(way) for row in one.rows)
        assert counted.get("quarantined", 0) == strangers - twice
    assert len(sums) == 1


def repeated(way: Sequence[File]) -> Iterator[File]:
    """Files whose bytes came before, under the same day."""
    seen: set[tuple[str, str]] = set()
    for one in way:
        if (one.text, one.as_of) in seen:
            yield one
        seen.add((one.text, one.as_of))


@quick
@given(two_ways(), st.data())
def test_a_roster_that_comes_later_gives_the_same_facts(
    ways: tuple[list[File], list[File]], data: st.DataObject
) -> None:
    plain, other = ways
    Student.objects.all().delete()
    enroll("S1", "S2")
    first = received(plain)
    pks = dict(Student.objects.values_list("sourced_id", "pk"))
    Student.objects.all().delete()
    start_over()
    late = data.draw(st.integers(0, len(other)), label="files before the roster")
    with tempfile.TemporaryDirectory() as folder:
        take_all(other[:late], Path(folder, "a"))
        for sourced_id, pk in pks.items():
            Student.objects.create(pk=pk, sourced_id=sourced_id, given_name="G", family_name="F", grade="03")
            if data.draw(st.booleans(), label="judge anew at once"):
                list(quarantine.redrive())
        take_all(other[late:], Path(folder, "b"))
        list(quarantine.redrive())
    assert (standing(), store.checksum("attempts")) == first
    assert totals().get("published", 0) == len(first[0])


@quick
@given(two_ways(), st.lists(st.sampled_from(["compact", "vacuum", "work out", "redrive"]), min_size=4, max_size=4))
def test_upkeep_between_files_changes_nothing(ways: tuple[list[File], list[File]], upkeep: list[str]) -> None:
    plain, other = ways
    if not Student.objects.exists():
        enroll("S1", "S2")
    first = received(plain)
    work_out(everything=True)
    derived = [store.checksum(table) for table in ("practice", "streaks")]
    start_over()
    with tempfile.TemporaryDirectory() as folder:
        for number, one in enumerate(other):
            take_all([one], Path(folder, str(number)))
            keep_up(upkeep[number % len(upkeep)])
    assert (standing(), store.checksum("attempts")) == first
    work_out(everything=True)
    assert [store.checksum(table) for table in ("practice", "streaks")] == derived
    for delivery in Delivery.objects.all():
        totals([delivery])


def keep_up(what: str) -> None:
    if what == "compact":
        store.compact("attempts", 2027)
    elif what == "vacuum":
        store.vacuum(keep=1)
    elif what == "work out":
        work_out()
    else:
        list(quarantine.redrive())


@pytest.fixture(autouse=True)
def merge_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two files are many, so that merging has something to do."""
    monkeypatch.setattr(store, "MANY_FILES", 1)
