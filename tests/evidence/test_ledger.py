"""The records of a study only grow: the database refuses a change, and where it was forced the row is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction

from evidence.a_study import classes, drafted, leader, locked
from homeroom.evidence import canonical, ledger, ledger_lock, lock
from homeroom.evidence.assign import assign
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.follow import note
from homeroom.evidence.models import Amendment, Draw, DrawChange, Plan, Study, StudyRun
from homeroom.people.models import User

pytestmark = pytest.mark.django_db
HASHES = {"sha256": canonical.sha256("{}"), "data_sha256": "a" * 64}


@pytest.fixture
def study() -> Study:
    """With a plan, a draw, a change and an amendment."""
    classes(2)
    by = leader()
    made = locked(by)
    draw = assign(made, by, seed="7")
    note(draw, DrawChange.Kind.LEFT, "Ash", draw.on, by, words="closed")
    drafted(by, alpha=0.1)
    lock.lock(made, by, "One test only.")
    ledger.append(StudyRun(study=made, plan=draw.plan, draw=draw, number=1, text="{}", made_at=draw.made_at, **HASHES))
    return made


def test_the_chain_of_an_untouched_study_is_sound(study: Study) -> None:
    assert [type(row) for row in ledger.rows(study)] == [Plan, Draw, DrawChange, Plan, Amendment, StudyRun]
    ledger.sound(study)


def flip(model: type[Plan | Draw | DrawChange | Amendment], column: str, was: str, now: str) -> Callable[[], None]:
    def change() -> None:
        row = model._default_manager.order_by("pk")[0]
        text = getattr(row, column)
        assert was in text
        model._default_manager.filter(pk=row.pk).update(**{column: text.replace(was, now, 1)})

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (flip(Plan, "text", "0.25", "0.26"), "flex-pilot, plan 1: its text"),
        (flip(Plan, "label", "before", "Before"), "flex-pilot, plan 1 is not what"),
        (flip(Plan, "locked_by", "leader", "leaden"), "flex-pilot, plan 1 is not what"),
        (flip(Draw, "result", '"Ash":"', '"Ash":"x'), "flex-pilot, draw 1: drawing again"),
        (flip(Draw, "seed", "7", "8"), "flex-pilot, draw 1: drawing again"),
        (flip(Draw, "eligible", "Ash", "Asj"), "flex-pilot, draw 1: its list"),
        (flip(Draw, "eligible", "[", ""), "flex-pilot, draw 1: its list"),
        (flip(DrawChange, "note", "closed", "opened"), "change of"),
        (flip(Amendment, "reason", "One", "Two"), "amendment to plan 2 is not what"),
        (lambda: Amendment.objects.all().delete(), "rows are missing at the end"),
        (lambda: DrawChange.objects.all().delete(), "plan 2 does not follow"),
        (lambda: Study.objects.update(rows=4), "rows are missing at the end"),
    ],
)
def test_one_changed_character_is_found_and_named(study: Study, change: Callable[[], None], words: str) -> None:
    change()
    assert any(words in one for one in ledger.offences(study)), list(ledger.offences(study))
    with pytest.raises(EvidenceError, match=r"^Stopped: the records of flex-pilot"):
        ledger.sound(study)


def test_who_writes_the_hashes_anew_is_told_by_the_audit_log(study: Study) -> None:
    plan = Plan.objects.get(version=1)
    plan.text = plan.text.replace("0.25", "0.26")
    plan.sha256 = ledger.canonical.sha256(plan.text)
    plan.hash = ledger.digest(plan)
    plan.save()
    assert any("plan 1: the audit log holds another hash" in one for one in ledger.offences(study))


def test_a_changed_study_can_be_neither_locked_nor_drawn(study: Study) -> None:
    flip(Draw, "seed", "7", "8")()
    by = User.objects.get(username="leader")
    drafted(by)
    for act in (lambda: lock.lock(study, by, "another"), lambda: assign(study, by, reason="again")):
        with pytest.raises(EvidenceError, match="draw 1"):
            act()


def test_the_database_refuses_to_change_or_remove_a_record(study: Study) -> None:
    ledger_lock.put_on()
    ledger_lock.put_on()
    assert ledger_lock.is_on()
    for kind in ledger.KINDS:
        rows = kind._default_manager.filter(place__isnull=False)
        for way in (lambda rows=rows: rows.update(before="x"), lambda rows=rows: rows._raw_delete(rows.db)):
            with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
                way()
    ledger.sound(study)


def test_drafts_can_still_be_written_and_locked(study: Study) -> None:
    ledger_lock.put_on()
    by = User.objects.get(username="leader")
    drafted(by, alpha=0.2)
    drafted(by, alpha=0.01)
    lock.lock(study, by, "Twice.")
    ledger.sound(study)


def test_the_door_of_an_erasure_shuts_behind_it_and_the_chain_says_what_happened(study: Study) -> None:
    ledger_lock.put_on()
    with ledger_lock.door():
        DrawChange.objects.update(note="(erased)")
    assert ledger_lock.is_on()
    (said,) = ledger.offences(study)
    assert "An erasure of a child took words out of it" in said
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        DrawChange.objects.update(note="x")
