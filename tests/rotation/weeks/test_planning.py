"""A school's week planned in the background: what is locked stays, what can't be is named, and no draft is lost."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from homeroom.people.models import AuditEntry
from homeroom.rotation import planning, runs, week_drafts
from homeroom.rotation.gather.school_week import school_week
from homeroom.rotation.models import Entry, PlanningRun, Room, Rotation
from homeroom.rotation.week.plan import Answer, Conflict, Status
from homeroom.rotation.week.thumb import by_thumb
from homeroom.rotation.week_publish import hard_breaks, publish
from rotation.weeks.a_school_week import MONDAY, YEAR_END, Planned

solved = pytest.mark.skipif(find_spec("ortools") is None, reason="the extra homeroom[planner] is not installed")


def begun(own: Planned) -> Rotation:
    instance = school_week(own.school).instance
    return week_drafts.save(instance, by_thumb(instance), own.principal, week_drafts.Dates(MONDAY, YEAR_END))


def done(made: Rotation, own: Planned) -> PlanningRun:
    run = runs.ask_week(made, own.principal, seconds=20)
    assert runs.ask_week(made, own.principal) == run
    runs.carry_out(run.pk)
    run.refresh_from_db()
    made.refresh_from_db()
    return run


@solved
def test_it_works(here: Planned) -> None:
    made = begun(here)
    run = done(made, here)
    assert (run.state, run.words, run.draft) == ("done", runs.SAID[Status.PLANNED], made.pk)
    assert run.stage == "a week that keeps the rules"
    assert made.solver.startswith("CP-SAT") and made.conflict == []
    was = week_drafts.opened(made)
    assert hard_breaks(was) == ()
    publish(made, here.principal, was.step)
    assert set(AuditEntry.objects.values_list("verb", flat=True)) >= {"asked for", "drafted", "planned", "published"}


@solved
def test_what_is_locked_stays_and_stays_locked(here: Planned) -> None:
    made = begun(here)
    done(made, here)
    held = Entry.objects.filter(kind="lab").order_by("-starts_at", "pk")[0]
    Entry.objects.filter(pk=held.pk).update(locked=True)
    done(made, here)
    (kept,) = Entry.objects.filter(locked=True)
    assert (kept.school_class, kept.starts_at, kept.kind) == (held.school_class, held.starts_at, "lab")


@solved
def test_an_impossible_week_names_its_rules_and_keeps_the_draft_that_misses_least(here: Planned) -> None:
    Room.objects.filter(pk=here.lunch.pk).update(seats=5)
    made = begun(here)
    assert done(made, here).words == runs.SAID[Status.IMPOSSIBLE]
    assert len(made.conflict) == 1
    assert hard_breaks(week_drafts.opened(made))
    Room.objects.filter(pk=here.lunch.pk).update(seats=100)
    assert done(made, here).words == runs.SAID[Status.PLANNED]
    assert made.conflict == []


@pytest.mark.parametrize(
    ("answer", "conflict"),
    [
        (Answer(Status.UNKNOWN), ["seats:9"]),
        (Answer(Status.IMPOSSIBLE, None, Conflict(("seats:1",), True)), ["seats:1"]),
    ],
)
def test_without_a_week_the_draft_stays(
    here: Planned, monkeypatch: pytest.MonkeyPatch, answer: Answer, conflict: list[str]
) -> None:
    made = begun(here)
    Rotation.objects.update(conflict=["seats:9"])
    before = week_drafts.opened(made).plan
    monkeypatch.setattr(planning, "solve_week", lambda task, **limits: answer)
    assert done(made, here).words == runs.SAID[answer.status]
    assert week_drafts.opened(made).plan == before
    assert made.conflict == conflict


def test_a_draft_that_was_changed_meanwhile_is_left_to_who_changed_it(
    here: Planned, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = begun(here)

    def meanwhile(was: week_drafts.Opened, *limits: object) -> Answer:
        first = was.plan.entries[0]
        week_drafts.change(
            made,
            lambda draft: draft.lock(first.day, first.school_class, first.kind, first.at),
            here.principal,
            "locked",
            0,
        )
        return Answer(Status.PLANNED, was.plan)

    monkeypatch.setattr(runs, "plan_week", meanwhile)
    run = done(made, here)
    assert run.state == "failed" and "meanwhile" in run.words
    assert Entry.objects.filter(locked=True).count() == 1
