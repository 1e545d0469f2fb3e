"""A week is kept and read as it was; changed by one person at a time; published where it breaks nothing; undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec
import pytest
from django.db import transaction
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeroom.people.models import AuditEntry, Enrollment
from homeroom.rotation import bells, week_drafts
from homeroom.rotation.errors import RotationError
from homeroom.rotation.gather.school_week import school_week
from homeroom.rotation.models import Entry, PlanRule, Rotation, RotationStep, Template
from homeroom.rotation.week.edit import Draft
from homeroom.rotation.week.instance import Kind
from homeroom.rotation.week.plan import Aim, Level, StoppedBy
from homeroom.rotation.week.thumb import by_thumb
from homeroom.rotation.week_drafts import Dates
from homeroom.rotation.week_publish import BrokenError, end, publish, published
from rotation.weeks.a_school_week import MONDAY, YEAR_END, Planned, a_planned_school

DATES = Dates(MONDAY, YEAR_END)


def drafted(here: Planned) -> Rotation:
    week = school_week(here.school).instance
    return week_drafts.save(week, by_thumb(week), here.coordinator, DATES, "First")


def swapped(here: Planned, at: int = 0) -> Callable[[Draft], Draft]:
    return lambda draft: draft.swap(here.day_type.pk, here.classes[at].pk, 0, 1)


def locked(here: Planned, at: int = 0) -> Callable[[Draft], Draft]:
    return lambda draft: draft.lock(here.day_type.pk, here.classes[at].pk, Kind.CORE, 0)


def test_what_was_saved_is_read(here: Planned) -> None:
    week = school_week(here.school).instance
    plan = msgspec.structs.replace(by_thumb(week), levels=(Level(Aim.WISHES, 0, 0, StoppedBy.PROVED),), seed=3)
    kept = week_drafts.save(week, plan, here.coordinator, DATES, seconds=1.5)
    assert week_drafts.opened(kept).plan == plan
    assert (kept.version, kept.made_by, kept.seconds, kept.state) == (1, "coordinator", 1.5, "draft")
    assert AuditEntry.objects.latest("pk").verb == "drafted"
    assert week_drafts.opened(kept).is_of_now
    assert Entry.objects.filter(kind="lab").count() == 4  # a class a grade and block is in the lab


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["swap", "lock", "ring", "give"]), st.integers(0, 3)), max_size=5))
def test_any_steps_are_read_as_they_were_and_all_can_be_taken_back(db: None, steps: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        here = a_planned_school(1)
        kept, day = drafted(here), here.day_type.pk
        begun = week_drafts.opened(kept)
        templates = list(Template.objects.order_by("pk"))
        made = begun.draft
        for name, at in steps:
            group = here.classes[at].pk
            step: Callable[[Draft], Draft] = {
                "swap": lambda one, group=group: one.swap(day, group, 0, 1),
                "lock": lambda one, group=group: one.lock(day, group, Kind.SPECIAL, 0),
                "ring": lambda one, at=at: one.ring(day, "34"[at // 2], templates[at].pk),
                "give": lambda one, group=group, at=at: one.give(day, group, 0, at + 1),
            }[name]
            made = step(made)
            now = week_drafts.change(kept, step, None, name, week_drafts.last_step(kept))
            assert now.plan.entries == made.plan.entries
        while week_drafts.last_step(kept):
            week_drafts.undo(kept, None, week_drafts.last_step(kept))
        assert week_drafts.opened(kept).plan.entries == begun.plan.entries
        transaction.set_rollback(True)


def test_of_two_people_the_second_is_told_to_look_again(here: Planned) -> None:
    kept = drafted(here)
    first = week_drafts.change(kept, swapped(here), here.coordinator, "swapped", 0)
    with pytest.raises(RotationError, match="Somebody changed this draft"):
        week_drafts.change(kept, swapped(here, 1), here.principal, "swapped", 0)
    with pytest.raises(RotationError, match="Somebody changed this draft"):
        week_drafts.undo(kept, here.principal, 0)
    with pytest.raises(RotationError, match="then publish"):
        publish(kept, here.principal, 0)
    assert week_drafts.undo(kept, here.principal, first.step).step == 0
    again = week_drafts.change(kept, swapped(here), here.coordinator, "swapped", 0)
    assert again.step > first.step  # a step that was taken back is never mistaken for another
    assert [one.verb for one in AuditEntry.objects.order_by("pk")][-3:] == ["changed", "took back", "changed"]


def test_a_step_that_changes_nothing_is_none(here: Planned) -> None:
    kept = drafted(here)
    assert week_drafts.change(kept, lambda draft: draft, here.coordinator, "nothing", 0).step == 0
    assert week_drafts.undo(kept, here.coordinator, 0).step == 0


def test_a_draft_may_be_saved_broken_and_is_refused_when_it_is_published(here: Planned) -> None:
    kept = drafted(here)
    step = week_drafts.change(
        kept, lambda one: one.assign(here.day_type.pk, here.classes[0].pk, 0, 2), None, "x", 0
    ).step
    broken = week_drafts.change(
        kept, lambda one: one.assign(here.day_type.pk, here.classes[0].pk, 1, 2), here.coordinator, "lab twice", step
    )
    with pytest.raises(BrokenError, match="1 rule") as why:
        publish(kept, here.principal, broken.step)
    assert [(one.rule, one.classes) for one in why.value.breaks] == [("activities", (here.classes[0].pk,))]
    assert published(here.school.pk) is None


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (lambda here, one: one.assign(here.day_type.pk, here.classes[0].pk, 9, 2), "Lớp không còn tiết này"),
        (lambda here, one: one.assign(here.day_type.pk, here.classes[0].pk, 0, 99), "Hoạt động này không còn"),
        (lambda here, one: one.ring(here.day_type.pk, "03", 99), "lịch chuông này"),
    ],
)
def test_an_edit_of_what_is_gone_is_refused_in_the_readers_language(
    here: Planned, step: Callable[[Planned, Draft], Draft], words: str
) -> None:
    with override("vi"), pytest.raises(RotationError, match=words):
        week_drafts.change(drafted(here), lambda one: step(here, one), here.coordinator, "x", 0)


def test_what_is_published_takes_the_place_of_what_held(here: Planned) -> None:
    first = publish(drafted(here), here.principal, 0)
    held = bells.of(here.school)
    assert [(one.kind, one.start) for one in held.blocks_on(here.classes[0], MONDAY)][:2] in (
        [("class", 480), ("lab", 540)],
        [("lab", 480), ("class", 540)],
    )
    second = week_drafts.copy(first, here.coordinator, DATES)
    older = week_drafts.copy(first, here.coordinator, DATES)
    publish(older, here.principal, 0)
    states = dict(Rotation.objects.values_list("version", "state"))
    assert states == {1: "ended", 2: "draft", 3: "published"}
    with pytest.raises(RotationError, match="Version 3 was published since"):
        publish(second, here.principal, 0)
    end(older, here.principal)
    with pytest.raises(RotationError, match="nothing to end"):
        end(older, here.principal)
    assert published(here.school.pk) is None
    assert [one.verb for one in AuditEntry.objects.order_by("pk")][-3:] == ["drafted", "published", "ended"]


def test_what_was_published_is_never_changed(here: Planned) -> None:
    kept = publish(drafted(here), here.principal, 0)
    for act in (
        lambda: week_drafts.change(kept, swapped(here), here.coordinator, "x", 0),
        lambda: week_drafts.undo(kept, here.coordinator, 0),
        lambda: week_drafts.discard(kept, here.coordinator),
        lambda: publish(kept, here.principal, 0),
    ):
        with pytest.raises(RotationError, match="no draft any more"):
            act()


def test_a_draft_is_thrown_away_with_its_steps(here: Planned) -> None:
    kept = drafted(here)
    week_drafts.change(kept, locked(here), here.coordinator, "locked", 0)
    week_drafts.discard(kept, here.coordinator)
    assert not Rotation.objects.exists() and not RotationStep.objects.exists() and not Entry.objects.exists()


def test_a_lock_is_kept_and_what_it_holds_is_asked_of_the_solver(here: Planned) -> None:
    kept = drafted(here)
    now = week_drafts.change(kept, locked(here), here.coordinator, "locked", 0)
    assert [one.school_class for one in now.plan.entries if one.locked] == [here.classes[0].pk]
    assert [one.school_class for one in now.draft.rest().instance.locks] == [here.classes[0].pk]


def test_what_left_the_school_is_told_and_stays_out(here: Planned) -> None:
    kept = drafted(here)
    Enrollment.objects.filter(school_class=here.classes[3]).delete()
    Template.objects.filter(grade="03", name="early").delete()
    PlanRule.objects.create(school=here.school, kind="week-lab", value={"percent": 100}, strength="hard", owner="x")
    now = week_drafts.opened(kept)
    assert (now.gone, now.is_of_now) == ((here.classes[3].pk,), False)
    assert {one.rule for one in now.draft.breaks} == {"bells", "place"}
    week_drafts.change(kept, swapped(here), here.coordinator, "swapped", 0)
    assert Entry.objects.filter(school_class=here.classes[3]).exists()


def test_a_step_is_taken_back_without_bells_that_are_gone(here: Planned) -> None:
    kept = drafted(here)
    late = Template.objects.get(grade="03", name="late")
    now = week_drafts.change(kept, lambda one: one.ring(here.day_type.pk, "3", late.pk), None, "bells", 0)
    Template.objects.get(grade="03", name="early").delete()
    back = week_drafts.undo(kept, None, now.step)
    assert {one.rule for one in back.draft.breaks} == {"bells", "place"}


def test_a_week_of_another_school_or_of_nothing_is_refused(here: Planned) -> None:
    week = school_week(here.school).instance
    plan = by_thumb(week)
    strange = msgspec.structs.replace(plan.entries[0], start=plan.entries[0].start, adults=(1, 2, 3))
    with pytest.raises(RotationError, match="Plan it again"):
        week_drafts.save(week, msgspec.structs.replace(plan, entries=(strange, *plan.entries[1:])), None, DATES)
    Enrollment.objects.all().delete()
    empty = school_week(here.school).instance
    kept = week_drafts.save(empty, by_thumb(empty), None, Dates(MONDAY, date(2026, 10, 30)))
    with pytest.raises(RotationError, match="no classes with bells"):
        publish(kept, None, 0)
