"""Who takes whose class from one day to another: granted and ended by those who answer for the school."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.doors import Reach, going_on, together
from homeroom.people.enrolled import here
from homeroom.people.models import Class, Role, Staff, Substitution, User
from homeroom.people.visibility import Who, eyes, reached, students_in

LONGEST = timedelta(days=60)


class NotGranted(Exception):  # noqa: N818  it says what happened, in words for a person
    """The grant can't be made as it was asked for; the message says why."""


def led_classes(who: Who, on: date | None = None) -> QuerySet[Class]:
    """The classes for which this person may name a substitute: those of the schools they answer for."""
    day, led = on or today(), Class.objects.all()
    for user in eyes(who):
        led = led.filter(pk__in=going_on(0, _led(user, day), day).values("pk"))
    return led


def candidates(on: date | None = None) -> QuerySet[Staff]:
    """Staff who are here and can sign in; a substitute may come from another school."""
    return Staff.objects.filter(here(on or today()), user__is_active=True)


def grants(who: Who, on: date | None = None) -> QuerySet[Substitution]:
    """The grants of these classes that hold or will hold, the next to end first."""
    rows = Substitution.objects.filter(here(on or today()), school_class__in=led_classes(who, on))
    return rows.select_related("staff", "school_class__school").order_by("ends_on", "pk")


def grant(by: User, staff: Staff, school_class: Class, first: date, last: date, reason: str) -> Substitution:
    """Open the class to the person for these days. Raises NotGranted, in words."""
    _must_be_grantable(by, staff, school_class, first, last)
    if not reason.strip():
        raise NotGranted(gettext("Say why: the reason is what a family reads when it asks who looked."))
    told = {"staff": staff, "school_class": school_class, "begins_on": first, "ends_on": last}
    with transaction.atomic():
        made = Substitution.objects.create(**told, reason=reason.strip(), granted_by=by.get_username())
        _noted(by, "granted", made)
    return made


def end(by: User, number: int) -> None:
    """End a grant at once. What it was stays in the audit log. Raises NotGranted where there is none to end."""
    with transaction.atomic():
        found = grants(by).filter(pk=number).first()
        if found is None or found.begins_on is None:
            raise NotGranted(gettext("This grant has ended already, or is for a class of another school."))
        _noted(by, "grant ended", found)
        yesterday = today() - timedelta(days=1)
        if found.begins_on > yesterday:
            found.delete()
        else:
            Substitution.objects.filter(pk=found.pk).update(ends_on=yesterday)


def _must_be_grantable(by: User, staff: Staff, school_class: Class, first: date, last: date) -> None:
    if not led_classes(by).filter(pk=school_class.pk).exists():
        raise NotGranted(gettext("The class is not at a school that you answer for, or has no children today."))
    if not candidates().filter(pk=staff.pk).exists():
        raise NotGranted(gettext("This person has left or can't sign in. Ask the data team for a sign-in first."))
    if first < today():
        raise NotGranted(gettext("The first day lies in the past. A grant begins today or later."))
    if last < first:
        raise NotGranted(gettext("The last day can't lie before the first."))
    if last - first >= LONGEST:
        words = gettext("A grant is for %(days)s days at most. Who stays longer belongs into the roster.")
        raise NotGranted(words % {"days": LONGEST.days})


def _led(user: object, day: date) -> Reach:
    kinds = (Role.Kind.PRINCIPAL, Role.Kind.DATA_TEAM)
    return together(dict(reached(user, day)), kinds) if isinstance(user, User) else ()


def _noted(by: User, verb: str, told: Substitution) -> None:
    what = f"class {told.school_class_id} to staff {told.staff_id}, {told.begins_on} to {told.ends_on}"
    audit.did(by, verb, what, students_in(told.school_class), told.reason)
