"""Files, undo, decisions, rosters and re-drives in any order: what stands is what today's inputs alone would give."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeroom.facts import store
from homeroom.intake import ledger, quarantine, undo
from homeroom.intake.models import LEDGER, Delivery
from homeroom.intake.who import decide
from homeroom.intake.who.after_roster import reconsider
from homeroom.intake.who.models import IdentityDecision, VendorKey, WaitingKey
from homeroom.people.models import Student, User
from intake.answers import start_over
from intake.taking_in import row, school, take
from intake.who.a_case import answers, data_team

pytestmark = pytest.mark.django_db(transaction=True)
EXAMPLES = 150 if os.environ.get("HOMEROOM_FULL") else 8
WHO: dict[str, dict[str, str]] = {
    "ana": {},
    "lia": {"student_id": "900", "first_name": "Lia", "last_name": "Moss"},
    "mix": {"first_name": "Zoë", "last_name": "Núñez"},
    "zoe": {"student_id": "1002", "first_name": "Zoë", "last_name": "Núñez"},
}
rows = st.tuples(st.sampled_from(sorted(WHO)), st.sampled_from(["i1", "i2"]), st.sampled_from(["true", "false"]))
# A file is a day and some rows; an act is what is done, and to which of what is there.
files = st.tuples(st.sampled_from(["2026-10-05", "2026-10-06"]), st.lists(rows, min_size=1, max_size=4))
ACTS = ["receive"] * 3 + ["confirm"] * 2 + ["withdraw", "reject", "not ours", "undo", "away", "redrive"]
acts = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 5), files), min_size=3, max_size=9)


class Installation:
    """A small school; each act is a no-op where there is nothing it could be done to."""

    def __init__(self, folder: Path, by: User) -> None:
        self.folder, self.by = folder, by
        self.there: list[tuple[tuple[str, Sequence[tuple[str, str, str]]], Delivery]] = []
        self.moved = 0

    def act(self, what: str, which: int, file: tuple[str, Sequence[tuple[str, str, str]]]) -> None:
        keys = list(VendorKey.objects.order_by("pk"))
        children = list(Student.objects.order_by("pk"))
        try:
            if what == "receive":
                self.receive(file)
            elif what == "withdraw" and self.there:
                undo.withdraw(self.there.pop(which % len(self.there))[1].pk, self.by)
            elif what == "confirm" and keys:
                decide.confirm(keys[which % len(keys)].pk, children[which % 2].pk, self.by)
            elif what == "reject" and keys:
                decide.reject(keys[which % len(keys)].pk, children[which % 2].pk, self.by)
            elif what == "not ours" and keys:
                decide.not_ours(keys[which % len(keys)].pk, self.by)
            elif what == "undo":
                for said in IdentityDecision.objects.exclude(verdict="undone").filter(undone_by=None)[:1]:
                    decide.undo(said.pk, self.by)
            elif what == "away":  # the roster gives Zoë another id, or the old one back
                zoe = children[1]
                Student.objects.filter(pk=zoe.pk).update(sourced_id="7777" if zoe.sourced_id == "1002" else "1002")
            elif what == "redrive":
                list(quarantine.redrive())
        except decide.DecidedMeanwhile:
            pass

    def receive(self, file: tuple[str, Sequence[tuple[str, str, str]]]) -> None:
        self.moved += 1
        day, lines = file
        path = self.folder / str(self.moved) / f"answers_{day}.csv"
        path.parent.mkdir(parents=True)
        path.write_text(answers(*(row(item, correct=right, **WHO[who]) for who, item, right in lines)), "utf-8")
        self.there.append((file, take(path)[0]))


def exact() -> None:
    """Every ledger adds up, says what its groups say, and what waits is what is in the queue."""
    for one in Delivery.objects.all():
        counts = {name: getattr(one, name) for name in LEDGER}
        assert sum(counts.values()) == one.rows_in
        grouped: Counter[str] = Counter()
        for group in one.groups.all():
            assert ledger.unpacked(group.numbers).size == group.rows
            grouped[group.ended_as] += group.rows
        assert grouped == Counter({n: c for n, c in counts.items() if c and n != "published"}), counts
        of_queue = sum(WaitingKey.objects.filter(delivery=one).values_list("rows", flat=True))
        assert of_queue == counts["quarantined"]
    published = store.query("select count(distinct (delivery, row)) from attempts", tables=["attempts"]).one[0]
    assert published == sum(Delivery.objects.values_list("published", flat=True))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts)
def test_what_stands_is_what_todays_inputs_alone_would_give(plan: Sequence[tuple[str, int, object]]) -> None:
    by = User.objects.filter(username="dana").first() or data_team()
    if not Student.objects.exists():
        school()
    Student.objects.filter(sourced_id="7777").update(sourced_id="1002")
    VendorKey.objects.all().delete()
    start_over()
    with tempfile.TemporaryDirectory() as folder:
        one = Installation(Path(folder) / "a", by)
        for act in plan:
            one.act(*act)  # type: ignore[arg-type]
            exact()
        # What the roster no longer tells ends no link; so it tells at last what it told at first.
        Student.objects.filter(sourced_id="7777").update(sourced_id="1002")
        reconsider()
        list(quarantine.redrive())
        exact()
        checksum = store.checksum("attempts")
        again = Installation(Path(folder) / "b", by)
        start_over()
        WaitingKey.objects.all().delete()
        for file, _ in one.there:
            again.receive(file)
        exact()
        assert store.checksum("attempts") == checksum
