"""Teachers keep groups: made, ended, children added, taken out and moved, an adult named. Nothing is ever deleted.

Each change is one transaction with its audit entry, counts the version of teachers' words up, and can be turned round
for a day (`undo`). The caseload of the group's adult follows each of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from homeroom.mastery import rules
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.group_caseloads import follow
from homeroom.mastery.group_models import GroupAct, KeptGroup, Membership
from homeroom.mastery.teachers import count_up
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.enrolled import holds
from homeroom.people.leading import leaders
from homeroom.people.models import Class, Staff, User
from homeroom.people.visibility import numbers_in
from homeroom.standards.models import Standard

Kind = GroupAct.Kind
IN_KEPT = "In a group that a teacher keeps, on "


def why_kept(standard: str) -> str:
    """The reason of a child who was not placed, because a teacher has done so."""
    return f"{IN_KEPT}{standard}."


def was_kept(reason: str) -> bool:
    """Whether a night gave this reason for a teacher's group."""
    return reason.startswith(IN_KEPT)


def running(on: date | None = None) -> QuerySet[KeptGroup]:
    """The groups that are kept on the day: neither ended nor run out."""
    return KeptGroup.objects.filter(holds(on or today()), ended_at=None)


def hold(school_class: int) -> None:
    """Let nobody else change groups of this class until the transaction ends."""
    Class.objects.select_for_update(no_key=True).get(pk=school_class)


def present(groups: Collection[KeptGroup]) -> QuerySet[Membership]:
    """Who is in these groups now, in the order in which they came."""
    return Membership.objects.filter(group__in=groups, left_at=None).order_by("group", "pk")


@transaction.atomic
def keep(
    by: User,
    school_class: Class,
    standard: Standard,
    students: Collection[int],
    reason: str = "",
    staff: Staff | None = None,
    last_day: date | None = None,
) -> GroupAct:
    """Keep a group of these children from today on. Raises MasteryError, in words, where it can't be."""
    hold(school_class.pk)
    _must_be_here(school_class, students)
    _must_fit(school_class, staff, last_day)
    if not students:
        raise MasteryError(gettext("A group needs a child: choose at least one."))
    same = running().filter(school_class=school_class, standard=standard)
    if present(list(same)).filter(student__in=students).exists():
        raise MasteryError(gettext("One of them is already in a group that you keep on this standard."))
    days = {"begins_on": today(), "ends_on": last_day or today() + timedelta(days=rules.KEPT["days"])}
    told = {"school_class": school_class, "standard": standard, "staff": staff, "made_by": by.get_username()}
    made = KeptGroup.objects.create(**told, **days, reason=reason.strip()[:1000])
    for student in sorted(students):
        _enter(by, made, student)
    return _done(by, Kind.KEPT, made)


@transaction.atomic
def end(by: User, group: KeptGroup) -> GroupAct:
    """End a group today. Its adult no longer sees its children through it."""
    found = _locked(group)
    KeptGroup.objects.filter(pk=found.pk).update(ended_by=by.get_username(), ended_at=timezone.now())
    return _done(by, Kind.ENDED, found)


@transaction.atomic
def add(by: User, group: KeptGroup, student: int) -> GroupAct:
    """One child more. Raises MasteryError where the child is in the group already, or not in the class."""
    found = _locked(group)
    _must_be_here(found.school_class, [student])
    _enter(by, found, student)
    return _done(by, Kind.ADDED, found, student)


@transaction.atomic
def remove(by: User, group: KeptGroup, student: int) -> GroupAct:
    """One child less; that the child was in it stays on record."""
    found = _locked(group)
    _leave(by, found, student)
    return _done(by, Kind.REMOVED, found, student)


@transaction.atomic
def move(by: User, group: KeptGroup, other: KeptGroup, student: int) -> GroupAct:
    """One child out of one group into another of the same class."""
    found, wanted = _locked(group), _locked(other)
    if found.school_class_id != wanted.school_class_id:
        raise MasteryError(gettext("A child moves between groups of one class only."))
    if found == wanted:
        raise MasteryError(gettext("The child is in this group already."))
    _leave(by, found, student)
    _enter(by, wanted, student)
    return _done(by, Kind.MOVED, found, student, wanted)


@transaction.atomic
def arrange(by: User, group: KeptGroup, staff: Staff | None, last_day: date) -> GroupAct:
    """Name the adult who works with the group, and the last day on which it runs."""
    found = _locked(group)
    _must_fit(found.school_class, staff if staff != found.staff else None, last_day)
    told = {"staff_before": found.staff, "ends_before": found.ends_on, "staff_after": staff, "ends_after": last_day}
    KeptGroup.objects.filter(pk=found.pk).update(staff=staff, ends_on=last_day)
    return _done(by, Kind.ARRANGED, found, told=told)


def let_go() -> int:
    """Take children who are no longer in their group's class out of it. Returns how many. Safe to do again."""
    return sum(_let_go(group) for group in list(running().select_related("school_class").order_by("pk")))


@transaction.atomic
def _let_go(group: KeptGroup) -> int:
    """One group at a time: a teacher who saves another meanwhile and the night must not wait for each other."""
    hold(group.school_class_id)
    gone = sorted(set(_children(group)) - set(numbers_in(group.school_class)))
    for student in gone:
        _leave(None, group, student)
        _done(None, Kind.REMOVED, group, student)
    return len(gone)


@transaction.atomic
def undo(by: User, act: GroupAct) -> GroupAct:
    """Turn a change round by its inverse, which is a change of its own. Raises MasteryError where it can't be."""
    hold(act.group.school_class_id)
    if not undoable().filter(pk=act.pk).exists():
        raise MasteryError(f"{gettext("This change can't be undone any more.")} {rules.UNDO.words}")
    inverse = _INVERSES[Kind(act.kind)](by, act)
    GroupAct.objects.filter(pk=inverse.pk).update(undoes=act)
    return inverse


def undoable() -> QuerySet[GroupAct]:
    """The changes that can still be undone, newest first. Neither an undoing is one of them nor what the
    installation did by itself."""
    since = timezone.now() - timedelta(hours=rules.UNDO["hours"])
    return GroupAct.objects.filter(at__gt=since, undoes=None, undone_by=None).exclude(by="").order_by("-at", "-pk")


def _again(by: User, act: GroupAct) -> GroupAct:
    """A group that was ended runs again, up to the day that was planned."""
    hold(act.group.school_class_id)
    found = KeptGroup.objects.get(pk=act.group_id)
    if found.ended_at is None or found.ends_on is None or found.ends_on < today():
        raise MasteryError(gettext("This group runs again already, or its last day has passed."))
    KeptGroup.objects.filter(pk=found.pk).update(ended_by="", ended_at=None)
    return _done(by, Kind.KEPT, found)


def _arranged_back(by: User, act: GroupAct) -> GroupAct:
    found = _locked(act.group)
    if (found.staff_id, found.ends_on) != (act.staff_after_id, act.ends_after):
        raise MasteryError(gettext("The group's adult or last day was changed again since."))
    return arrange(by, found, act.staff_before, max(act.ends_before or today(), today()))


_INVERSES = {
    Kind.KEPT: lambda by, act: end(by, act.group),
    Kind.ENDED: _again,
    Kind.ADDED: lambda by, act: remove(by, act.group, act.student_id),
    Kind.REMOVED: lambda by, act: add(by, act.group, act.student_id),
    Kind.MOVED: lambda by, act: move(by, act.other, act.group, act.student_id),
    Kind.ARRANGED: _arranged_back,
}


def _locked(group: KeptGroup) -> KeptGroup:
    """The group as it stands, for this change alone. Raises MasteryError where it has ended."""
    hold(group.school_class_id)
    found = running().filter(pk=group.pk).first()
    if found is None:
        raise MasteryError(gettext("This group has ended meanwhile."))
    return found


def _enter(by: User, group: KeptGroup, student: int) -> None:
    if present([group]).filter(student=student).exists():
        raise MasteryError(gettext("The child is in this group already."))
    told = {"student_id": student, "since": today(), "added_by": by.get_username()}
    Membership.objects.create(group=group, **told)


def _leave(by: User | None, group: KeptGroup, student: int) -> None:
    left = {"left_by": by.get_username() if by else "homeroom", "left_at": timezone.now()}
    if not Membership.objects.filter(group=group, student=student, left_at=None).update(**left):
        raise MasteryError(gettext("The child is no longer in this group."))


def _must_be_here(school_class: Class, students: Collection[int]) -> None:
    if not set(students) <= set(numbers_in(school_class)):
        raise MasteryError(
            gettext("A group holds children of its own class only, and one of these is not in it today.")
        )


def _must_fit(school_class: Class, staff: Staff | None, last_day: date | None) -> None:
    if staff is not None and not leaders(school_class).filter(pk=staff.pk).exists():
        raise MasteryError(gettext("This person neither teaches the class nor serves the school's children today."))
    if last_day is not None and not today() <= last_day <= today() + timedelta(days=rules.KEPT["most"]):
        words = gettext("The last day lies from today to %(days)s days ahead.")
        raise MasteryError(words % {"days": rules.KEPT["most"]})


def _done(
    by: User | None,
    kind: Kind,
    group: KeptGroup,
    student: int | None = None,
    other: KeptGroup | None = None,
    told: Mapping[str, Any] = MappingProxyType({}),
) -> GroupAct:
    """Write the change down, after its effect: the adult's caseload, the version, the audit log."""
    name = by.get_username() if by else ""
    act = GroupAct.objects.create(kind=kind, group=group, other=other, student_id=student, by=name, **told)
    follow([group, other] if other else [group])
    count_up()
    children = _children(group) if student is None else [student]
    audit.did(by, f"group {kind}", f"group {group.pk} of class {group.school_class_id}", children, "a small group")
    return act


def _children(group: KeptGroup) -> Sequence[int]:
    return list(present([group]).values_list("student", flat=True))
