"""Whatever is done with groups, in any order: who sees whom follows, nothing is lost, and undoing leads back."""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as counts
from hypothesis import strategies as st
from pytest_django import Settings

from a_school import TODAY, Town, staff, town
from homeroom.mastery import kept_groups
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.group_models import GroupAct, KeptGroup, Membership
from homeroom.people.models import Caseload, Role, Staff
from mastery.people import standard

pytestmark = pytest.mark.django_db
FULL = bool(os.environ.get("HOMEROOM_FULL"))
CHILDREN, GROUPS = 4, 3
STEP = st.tuples(
    st.sampled_from(["keep", "end", "add", "remove", "move", "arrange", "undo"]),
    st.integers(0, GROUPS - 1),
    st.integers(0, GROUPS - 1),
    st.integers(0, CHILDREN - 1),
)

Steps = list[tuple[str, int, int, int]]


@pytest.fixture
def place(settings: Settings) -> Town:
    settings.HOMEROOM_TODAY = TODAY
    full = town(size=CHILDREN)
    for name in ("tutor", "second"):
        staff(name, Role.Kind.TUTOR, full.school)
    standard()
    return full


@given(st.lists(STEP, min_size=1, max_size=12))
@counts(max_examples=200 if FULL else 15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_caseloads_are_always_those_of_running_groups(place: Town, steps: list[tuple[str, int, int, int]]) -> None:
    before = transaction.savepoint_create()
    for step in steps:
        rows = Membership.objects.count()
        tried(place, *step)
        assert Membership.objects.count() >= rows
        assert seen() == wanted()
    transaction.savepoint_rollback(before)


@given(st.lists(STEP, min_size=1, max_size=10))
@counts(max_examples=200 if FULL else 15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undoing_everything_newest_first_leads_back(place: Town, steps: Steps) -> None:
    before = transaction.savepoint_create()
    start, acts = standing(), list[GroupAct]()
    for step in steps:
        if step[0] != "undo" and (act := tried(place, *step)):
            acts.append(act)
    for act in reversed(acts):
        kept_groups.undo(place.teacher, act)
    assert standing() == start
    assert seen() == wanted() == Counter()
    transaction.savepoint_rollback(before)


def tried(place: Town, what: str, which: int, other: int, who: int) -> GroupAct | None:
    """Do it if it can be done. What is refused changes nothing."""
    groups, by, child = list(KeptGroup.objects.order_by("pk")), place.teacher, place.numbers[who]
    before = standing()
    try:
        if what == "keep":
            adult = Staff.objects.filter(user__username="tutor").first() if other else None
            return kept_groups.keep(by, place.group, standard(), [child], staff=adult)
        if what == "undo":
            return kept_groups.undo(by, kept_groups.undoable()[0]) if kept_groups.undoable() else None
        return done(what, groups[which], groups[other], child, place) if max(which, other) < len(groups) else None
    except MasteryError:
        assert standing() == before
        return None


def done(what: str, group: KeptGroup, other: KeptGroup, child: int, place: Town) -> GroupAct:
    by = place.teacher
    if what == "end":
        return kept_groups.end(by, group)
    if what == "arrange":
        return kept_groups.arrange(by, group, Staff.objects.get(user__username="second"), group.ends_on or TODAY)
    if what == "move":
        return kept_groups.move(by, group, other, child)
    return (kept_groups.add if what == "add" else kept_groups.remove)(by, group, child)


def seen() -> Counter[tuple[Any, Any]]:
    return Counter(Caseload.objects.filter(begins_on__lte=TODAY, ends_on__gte=TODAY).values_list("staff", "student"))


def wanted() -> Counter[tuple[Any, Any]]:
    led = kept_groups.present(list(kept_groups.running().exclude(staff=None)))
    return Counter(led.values_list("group__staff", "student"))


def standing() -> set[tuple[int, int | None, frozenset[int]]]:
    """The running groups, each with its adult and its children."""
    return {
        (one.pk, one.staff_id, frozenset(kept_groups.present([one]).values_list("student", flat=True)))
        for one in kept_groups.running()
    }
