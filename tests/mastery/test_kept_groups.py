"""A teacher's groups: each change has an inverse, nothing is deleted, and the adult sees the children meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from a_school import TODAY, Town, child, room, staff, teaches, town
from homeroom.mastery import kept_groups, rules, teachers
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.group_models import GroupAct, KeptGroup, Membership
from homeroom.mastery.kept_round import kept_round
from homeroom.people.models import AuditEntry, Caseload, Class, Enrollment, Role, Staff, Substitution, User
from homeroom.people.visibility import visible_to
from mastery.people import standard

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = TODAY


@pytest.fixture
def place(db: None) -> Town:
    return town(size=8)


@pytest.fixture
def tutor(place: Town) -> User:
    return staff("tutor", Role.Kind.TUTOR, place.school)


def kept(place: Town, first: int = 0, last: int = 4, **more: object) -> KeptGroup:
    children = place.numbers[first:last]
    return kept_groups.keep(place.teacher, place.group, standard(), children, "why", **more).group  # type: ignore[arg-type]


def inside(group: KeptGroup) -> list[int]:
    return list(kept_groups.present([group]).values_list("student", flat=True))


def sees(user: User) -> set[int]:
    return set(visible_to(user).values_list("pk", flat=True))


def served(user: User) -> list[tuple[int, date | None, date | None]]:
    rows = Caseload.objects.filter(staff=user.staff).order_by("pk")
    return list(rows.values_list("student", "begins_on", "ends_on"))


# Keeping


def test_a_kept_group_has_its_children_its_reason_and_its_days(place: Town) -> None:
    group = kept(place)
    assert inside(group) == place.numbers[:4]
    assert (group.reason, group.made_by, group.begins_on) == ("why", "teacher", TODAY)
    assert group.ends_on == TODAY + rules.KEPT["days"] * A_DAY
    assert list(kept_groups.running()) == [group]


def test_each_change_counts_the_version_up_and_is_audited_with_its_children(place: Town) -> None:
    before = teachers.version()
    group = kept(place)
    kept_groups.remove(place.teacher, group, place.numbers[0])
    assert teachers.version() == before + 2
    first, second = AuditEntry.objects.order_by("pk")
    assert (first.actor, first.verb, first.students) == ("teacher", "group kept", place.numbers[:4])
    assert (second.verb, second.students) == ("group removed", [place.numbers[0]])
    assert not any(one.family_name in f"{first.object}{first.reason}" for one in place.children)


def test_a_group_is_not_kept_twice(place: Town) -> None:
    kept(place)
    with pytest.raises(MasteryError, match="already in a group that you keep on this standard"):
        kept(place, 3, 6)
    assert inside(kept(place, 4, 8)) == place.numbers[4:8]


def test_a_group_needs_children_and_of_its_class_alone(place: Town) -> None:
    elsewhere = child(90, room(place.school, "c9", "Grade 4"))
    with pytest.raises(MasteryError, match="at least one"):
        kept_groups.keep(place.teacher, place.group, standard(), [])
    with pytest.raises(MasteryError, match="children of its own class only"):
        kept_groups.keep(place.teacher, place.group, standard(), [place.numbers[0], elsewhere.pk])
    with pytest.raises(MasteryError, match="children of its own class only"):
        kept_groups.add(place.teacher, kept(place), elsewhere.pk)
    assert KeptGroup.objects.count() == 1


@pytest.mark.parametrize("days", [-1, rules.KEPT["most"] + 1])
def test_a_last_day_that_passed_or_lies_far_ahead_is_refused(place: Town, days: int) -> None:
    with pytest.raises(MasteryError, match="last day lies from today to 120 days ahead"):
        kept(place, last_day=TODAY + days * A_DAY)
    group = kept(place, last_day=TODAY + rules.KEPT["most"] * A_DAY)
    with pytest.raises(MasteryError, match="last day"):
        kept_groups.arrange(place.teacher, group, None, TODAY + days * A_DAY)


def test_a_group_runs_out_by_itself(place: Town, settings: Settings) -> None:
    group = kept(place, last_day=TODAY)
    assert list(kept_groups.running()) == [group]
    settings.HOMEROOM_TODAY = TODAY + A_DAY
    assert not kept_groups.running().exists()
    with pytest.raises(MasteryError, match="has ended meanwhile"):
        kept_groups.add(place.teacher, group, place.numbers[7])


# Children come and go


def test_a_child_is_added_taken_out_and_moved_and_it_stays_on_record(place: Town) -> None:
    one, two = kept(place), kept(place, 4, 7)
    ana, last = place.numbers[0], place.numbers[7]
    kept_groups.add(place.teacher, one, last)
    kept_groups.move(place.teacher, one, two, ana)
    kept_groups.remove(place.teacher, two, place.numbers[4])
    assert inside(one) == [*place.numbers[1:4], last]
    assert inside(two) == [*place.numbers[5:7], ana]
    gone = Membership.objects.exclude(left_at=None).order_by("pk")
    assert [(one.student_id, one.left_by) for one in gone] == [(ana, "teacher"), (place.numbers[4], "teacher")]


def test_a_child_is_in_a_group_once(place: Town) -> None:
    group = kept(place)
    with pytest.raises(MasteryError, match="in this group already"):
        kept_groups.add(place.teacher, group, place.numbers[0])
    with pytest.raises(MasteryError, match="no longer in this group"):
        kept_groups.remove(place.teacher, group, place.numbers[7])


def test_a_child_does_not_move_to_another_class(place: Town) -> None:
    away = room(place.school, "c9", "Grade 4")
    other = kept_groups.keep(place.teacher, away, standard(), [child(90, away).pk]).group
    group = kept(place)
    with pytest.raises(MasteryError, match="of one class only"):
        kept_groups.move(place.teacher, group, other, place.numbers[0])
    assert inside(group) == place.numbers[:4]


def test_a_move_that_fails_leaves_the_child_where_it_was(place: Town) -> None:
    one = kept(place)
    two = kept_groups.keep(place.teacher, place.group, standard("3.OA.A.1"), place.numbers[:2]).group
    with pytest.raises(MasteryError, match="in this group already"):
        kept_groups.move(place.teacher, one, two, place.numbers[0])
    assert inside(one) == place.numbers[:4]


def test_who_leaves_the_class_leaves_its_groups(place: Town, tutor: User) -> None:
    group = kept(place, staff=tutor.staff)
    Enrollment.objects.filter(student=place.numbers[0]).update(ends_on=TODAY - A_DAY)
    assert kept_groups.let_go() == 1
    assert kept_groups.let_go() == 0
    assert inside(group) == place.numbers[1:4]
    assert Membership.objects.exclude(left_at=None).get().left_by == "homeroom"
    assert place.numbers[0] not in sees(tutor)
    assert GroupAct.objects.latest("pk") not in kept_groups.undoable()


def test_a_tutor_named_after_a_child_left_the_class_never_sees_that_child(place: Town, tutor: User) -> None:
    group = kept(place)
    Enrollment.objects.filter(student=place.numbers[0]).update(ends_on=TODAY - A_DAY)
    kept_groups.arrange(place.teacher, group, tutor.staff, TODAY + A_DAY)
    assert sees(tutor) == set(place.numbers[1:4])


# The adult


def test_the_adult_of_a_group_sees_its_children_as_long_as_it_runs(
    place: Town, tutor: User, settings: Settings
) -> None:
    group = kept(place, staff=tutor.staff, last_day=TODAY + 7 * A_DAY)
    assert sees(tutor) == set(place.numbers[:4])
    assert served(tutor) == [(number, TODAY, TODAY + 7 * A_DAY) for number in place.numbers[:4]]
    assert Caseload.objects.first().reason == "small group on 3.NF.A.1"  # type: ignore[union-attr]
    settings.HOMEROOM_TODAY = TODAY + 3 * A_DAY
    kept_groups.end(place.teacher, group)
    assert sees(tutor) == set()
    assert {ends for _, _, ends in served(tutor)} == {TODAY + 2 * A_DAY}


def test_a_group_that_ran_out_shows_nobody_any_more(place: Town, tutor: User, settings: Settings) -> None:
    kept(place, staff=tutor.staff, last_day=TODAY + 7 * A_DAY)
    settings.HOMEROOM_TODAY = TODAY + 8 * A_DAY
    assert sees(tutor) == set()


def test_the_caseload_follows_each_child(place: Town, tutor: User) -> None:
    group = kept(place, staff=tutor.staff)
    kept_groups.add(place.teacher, group, place.numbers[7])
    kept_groups.remove(place.teacher, group, place.numbers[0])
    assert sees(tutor) == {*place.numbers[1:4], place.numbers[7]}


def test_another_adult_takes_over_with_the_group(place: Town, tutor: User, settings: Settings) -> None:
    second = staff("second", Role.Kind.TUTOR, place.school)
    group = kept(place, staff=tutor.staff)
    settings.HOMEROOM_TODAY = TODAY + A_DAY
    kept_groups.arrange(place.teacher, group, second.staff, TODAY + 5 * A_DAY)
    assert (sees(tutor), sees(second)) == (set(), set(place.numbers[:4]))
    assert {row[1:] for row in served(second)} == {(TODAY + A_DAY, TODAY + 5 * A_DAY)}
    kept_groups.arrange(place.teacher, group, None, TODAY + 5 * A_DAY)
    assert sees(second) == set()


def test_a_caseload_that_somebody_else_wrote_is_not_touched(place: Town, tutor: User) -> None:
    Caseload.objects.create(staff=tutor.staff, student=place.children[0], reason="reads with the child")
    group = kept(place, staff=tutor.staff)
    kept_groups.end(place.teacher, group)
    assert sees(tutor) == {place.numbers[0]}
    assert Caseload.objects.get().reason == "reads with the child"


def test_in_two_groups_of_one_adult_the_child_stays_seen_until_the_last_ends(place: Town, tutor: User) -> None:
    one = kept(place, staff=tutor.staff)
    two = kept_groups.keep(place.teacher, place.group, standard("3.OA.A.1"), place.numbers[:2], staff=tutor.staff).group
    kept_groups.end(place.teacher, one)
    assert sees(tutor) == set(place.numbers[:2])
    kept_groups.end(place.teacher, two)
    assert sees(tutor) == set()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a tutor of the school", lambda place: staff("t", Role.Kind.TUTOR, place.school).staff),
        ("a tutor of all schools", lambda place: staff("t", Role.Kind.TUTOR, None).staff),
        ("the class's teacher", lambda place: place.teacher.staff),
        ("who takes the class today", lambda place: substitute(place)),
    ],
)
def test_who_may_lead_a_group(place: Town, name: str, make: Callable[[Town], Staff]) -> None:
    assert kept(place, staff=make(place)).staff is not None


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a tutor of another school", lambda place: staff("t", Role.Kind.TUTOR, elsewhere(place)).staff),
        ("a teacher of another class", lambda place: place.other_teacher.staff),
        ("a principal", lambda place: place.principal.staff),
        ("a lab coordinator whose lab has no caseloads", lambda place: lab(place)),
        ("a lab coordinator enrolled in the class, too", lambda place: lab(place, place.group)),
        ("a tutor who has left", lambda place: left(place)),
    ],
)
def test_who_may_not(place: Town, name: str, make: Callable[[Town], Staff]) -> None:
    with pytest.raises(MasteryError, match="neither teaches the class nor serves"):
        kept(place, staff=make(place))
    assert not Caseload.objects.filter(reason__startswith="small group").exists()


def test_a_lab_coordinator_leads_where_the_labs_caseloads_are_written(place: Town) -> None:
    coordinator = lab(place)
    Caseload.objects.create(staff=coordinator, student=place.children[7], reason="in the lab")
    assert kept(place, staff=coordinator).staff == coordinator


def substitute(place: Town) -> Staff:
    user = staff("sub", None, None)
    told = {"begins_on": TODAY, "ends_on": TODAY, "reason": "is ill"}
    Substitution.objects.create(staff=user.staff, school_class=place.group, **told)
    return user.staff


def elsewhere(place: Town) -> object:
    return place.other_teacher.staff.roles.get().school


def lab(place: Town, group: Class | None = None) -> Staff:
    user = staff("lab", Role.Kind.LAB_COORDINATOR, place.school)
    teaches(user, group or room(place.school, "lab", "Lab"))
    return user.staff


def left(place: Town) -> Staff:
    user = staff("gone", Role.Kind.TUTOR, place.school)
    Staff.objects.filter(pk=user.staff_id).update(ends_on=TODAY - A_DAY)
    return user.staff


# Undoing


def test_every_change_is_turned_round_by_its_inverse(place: Town, tutor: User) -> None:
    one, two = kept(place), kept(place, 4, 7)
    by = place.teacher
    changes = [
        lambda: kept_groups.add(by, one, place.numbers[7]),
        lambda: kept_groups.remove(by, one, place.numbers[0]),
        lambda: kept_groups.move(by, one, two, place.numbers[1]),
        lambda: kept_groups.arrange(by, one, tutor.staff, TODAY + A_DAY),
        lambda: kept_groups.end(by, one),
    ]
    for change in changes:
        before = standing(one, two)
        act = change()
        assert standing(one, two) != before
        inverse = kept_groups.undo(by, act)
        assert standing(one, two) == before, act.kind
        assert GroupAct.objects.get(undoes=act) == inverse
        with pytest.raises(MasteryError, match="can't be undone any more"):
            kept_groups.undo(by, act)


def test_a_group_just_kept_is_ended_by_undoing(place: Town, tutor: User) -> None:
    act = kept_groups.keep(place.teacher, place.group, standard(), place.numbers[:3], staff=tutor.staff)
    kept_groups.undo(place.teacher, act)
    assert not kept_groups.running().exists()
    assert sees(tutor) == set()


def test_an_ended_group_that_runs_again_has_its_caseload_again(place: Town, tutor: User) -> None:
    act = kept_groups.end(place.teacher, kept(place, staff=tutor.staff))
    assert sees(tutor) == set()
    kept_groups.undo(place.teacher, act)
    assert sees(tutor) == set(place.numbers[:4])


def test_after_a_day_nothing_is_undone(place: Town) -> None:
    act = kept_groups.remove(place.teacher, kept(place), place.numbers[0])
    GroupAct.objects.filter(pk=act.pk).update(at=timezone.now() - timedelta(hours=24, seconds=1))
    with pytest.raises(MasteryError, match="for 24 hours"):
        kept_groups.undo(place.teacher, act)
    assert list(kept_groups.undoable().values_list("kind", flat=True)) == ["kept"]


def test_what_stands_on_a_later_change_is_refused_in_words(place: Town, tutor: User) -> None:
    one, two = kept(place), kept(place, 4, 7)
    moved = kept_groups.move(place.teacher, one, two, place.numbers[0])
    arranged = kept_groups.arrange(place.teacher, two, tutor.staff, TODAY + A_DAY)
    kept_groups.arrange(place.teacher, two, None, TODAY + A_DAY)
    with pytest.raises(MasteryError, match="changed again since"):
        kept_groups.undo(place.teacher, arranged)
    kept_groups.end(place.teacher, one)
    with pytest.raises(MasteryError, match="ended meanwhile"):
        kept_groups.undo(place.teacher, moved)
    assert place.numbers[0] in inside(two)


def test_a_group_whose_last_day_passed_does_not_run_again(place: Town, settings: Settings) -> None:
    act = kept_groups.end(place.teacher, kept(place, last_day=TODAY))
    settings.HOMEROOM_TODAY = TODAY + A_DAY
    with pytest.raises(MasteryError, match="last day has passed"):
        kept_groups.undo(place.teacher, act)


def standing(*groups: KeptGroup) -> object:
    rows = KeptGroup.objects.filter(pk__in=[one.pk for one in groups]).order_by("pk")
    return [(one.staff_id, one.ends_on, one.ended_at, sorted(inside(one))) for one in rows]


# For the night


def test_the_night_takes_kept_groups_as_they_are(place: Town) -> None:
    kept(place)
    [group] = kept_round(place.group.pk)
    assert (group.standard, group.students, group.kept) == ("3.NF.A.1", tuple(place.numbers[:4]), True)
    assert date(1970, 1, 1) + group.since * A_DAY == TODAY
    assert kept_round(place.group.pk + 1) == []
