"""The demonstration's people: what nobody's roster brings, made as people here would, and one sign-in for each role."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db.models import Count, QuerySet
from rich.console import Console

from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.models import Class, Role, Staff, Substitution, User
from homeroom.site.serving import link

out = Console(soft_wrap=True, highlight=False)
VENDOR, ITS_PROGRAM = "number-trail-support", "number_trail"
DAYS = timedelta(days=4)
Kind = Role.Kind
CHILDREN = "A child's own door comes later; children have no sign-in yet."


@dataclass(frozen=True)
class Guest:
    """One sign-in: what the person is, and what there is to see."""

    what: str
    sees: str
    user: User


def let_in(folder: Path, port: int) -> None:
    """Grant what people here grant, and print one link a role."""
    out.print("\nOpen one of these links; each signs one person in, once:")
    for guest in guests(folder):
        out.print(f"  {guest.what:26} {link(guest.user.username, port=port)}")
        out.print(f"  {'':26} {guest.sees}", style="dim")
    out.print(f"  {'student':26} {CHILDREN}")


def guests(folder: Path) -> Iterator[Guest]:
    """One person a role. The substitute's grant and the vendor's account are made here."""
    principal = _first(Kind.PRINCIPAL)
    both = _at_two_schools()
    yield Guest("teacher", f"the children of {_titles(_first(Kind.TEACHER))}", _first(Kind.TEACHER))
    yield Guest("teacher at two schools", f"the children of {_titles(both)} at both schools", both)
    yield _substitute(folder / "substitutions.csv", principal)
    yield Guest("lab coordinator", "the children of the lab's caseload, at both schools", _first(Kind.LAB_COORDINATOR))
    yield Guest("tutor", "the children of the own small groups", _first(Kind.TUTOR))
    yield Guest("principal", f"the children of {_school(principal)}", principal)
    yield Guest("data team of the network", "every child, imports, the roster that waits", _data_team(everywhere=True))
    one = _data_team(everywhere=False)
    yield Guest("data team of one school", f"every child of {_school(one)}", one)
    yield Guest("network leader", "no child: counts alone", _first(Kind.NETWORK_LEADER))
    yield Guest("family", "the own two children", _family())
    yield Guest("vendor", f"no child: {ITS_PROGRAM}'s support", _vendor())


def _staff_users(**where: object) -> QuerySet[User]:
    return User.objects.filter(is_active=True, **where).order_by("staff__roles__pk")


def _first(kind: Kind) -> User:
    return _staff_users(staff__roles__kind=kind)[:1].get()


def _at_two_schools() -> User:
    teachers = Staff.objects.filter(roles__kind=Kind.TEACHER)
    schools = teachers.annotate(places=Count("roles__school", distinct=True)).filter(places__gt=1)
    return _staff_users(staff__in=schools)[:1].get()


def _data_team(everywhere: bool) -> User:
    return _staff_users(staff__roles__kind=Kind.DATA_TEAM, staff__roles__school__isnull=everywhere)[:1].get()


def _substitute(path: Path, by: User) -> Guest:
    """The principal grants the substitute a class for this week, since its teacher is ill."""
    with path.open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    staff = Staff.objects.get(sourced_id=row["staffSourcedId"])
    room = Class.objects.get(sourced_id=row["classSourcedId"])
    days = {"begins_on": today(), "ends_on": today() + DAYS}
    grant = Substitution.objects.create(
        staff=staff, school_class=room, reason=row["reason"], granted_by=by.username, **days
    )
    audit.did(by, "granted", f"substitution {grant.pk}", (), f"{row['reason']}, until {days['ends_on']}")
    return Guest("substitute", f"{room.title}, until {days['ends_on']:%A}", User.objects.get(staff=staff))


def _family() -> User:
    """A contact of two children. Families' sign-ins are made, not opened: the link opens this one."""
    two = User.objects.annotate(children=Count("contact__relationships")).filter(children=2)
    return two.order_by("pk")[:1].get()


def _vendor() -> User:
    found = User(username=VENDOR, vendor=ITS_PROGRAM, password=make_password(None))
    found.save()
    return found


def _titles(user: User) -> str:
    held = Class.objects.filter(enrollments__staff=user.staff).order_by("title").values_list("title", flat=True)
    return " and ".join(dict.fromkeys(held))


def _school(user: User) -> str:
    return str(Role.objects.filter(staff=user.staff, school__isnull=False).values_list("school__name", flat=True)[0])
