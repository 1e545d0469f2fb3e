"""The front door: each person's own first page, by what they are today."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from homeroom.mastery.group_models import KeptGroup
from homeroom.mastery.kept_groups import running
from homeroom.pages.access import names_children, page, reader, standing, viewer
from homeroom.pages.home.nothing import nothing_for
from homeroom.pages.releases.own import released
from homeroom.people import audit
from homeroom.people.models import Role, School, Student
from homeroom.people.names import sort_key
from homeroom.people.visibility import classes_of, eyes, scope, visible_to


@names_children
@page
def home(request: HttpRequest) -> HttpResponse:
    """A teacher of one class goes to it, the data team to Imports; several classes are listed.

    Who works with a group of another class, too, chooses here: nothing else leads there.
    """
    user = viewer(request)
    if standing(request).holds(Role.Kind.DATA_TEAM):
        return redirect("imports")
    if (school := _school_led(request)) is not None:
        return redirect("monday", school)
    if all(set(eye) == {Role.Kind.NETWORK_LEADER} for eye in standing(request).eyes):
        return redirect("network")
    led = _led(request)
    if labs := _labs(request):
        if len(labs) == 1 and not led:
            return redirect("lab-board", labs[0].pk)
        return render(request, "home/labs.html", {"labs": labs, "groups": led})
    classes = list(classes_of(user).select_related("school").order_by("school__name", "title", "pk"))
    if len(classes) == 1 and all(group.school_class_id == classes[0].pk for group in led):
        return redirect("my-class", classes[0].pk)
    children = [] if classes else _served(request)
    told = {"heading": _heading(request, children), "nothing": nothing_for(reader(request)), "groups": led}
    told["released"] = released(request)
    return render(request, "home/page.html", {"classes": classes, "children": children, **told})


def _school_led(request: HttpRequest) -> int | None:
    """The one school that a principal answers for, where that is all they are: its Monday is their first page."""
    found = standing(request)
    if not found.holds(Role.Kind.PRINCIPAL) or any(set(eye) != {Role.Kind.PRINCIPAL} for eye in found.eyes):
        return None
    schools = {eye[Role.Kind.PRINCIPAL] for eye in found.eyes}
    reach = schools.pop() if len(schools) == 1 else None
    return reach[0] if reach and len(reach) == 1 else None


def _labs(request: HttpRequest) -> list[School]:
    """The schools whose lab somebody runs who does nothing else: the board is their first page."""
    found = standing(request)
    if not found.holds(Role.Kind.LAB_COORDINATOR) or any(set(eye) != {Role.Kind.LAB_COORDINATOR} for eye in found.eyes):
        return []
    schools = School.objects.filter(kind="school", ends_on=None).order_by("name", "pk")
    for eye in found.eyes:
        reach = eye[Role.Kind.LAB_COORDINATOR]
        schools = schools if reach is None else schools.filter(pk__in=reach)
    return list(schools)


def _led(request: HttpRequest) -> list[KeptGroup]:
    """The small groups that everybody who looks works with. Their names tell of no child."""
    led = running().select_related("standard", "school_class").order_by("school_class__title", "pk")
    for user in eyes(viewer(request)):
        led = led.filter(staff=getattr(user, "staff_id", None), staff__isnull=False)
    return list(led)


def _heading(request: HttpRequest, children: list[Student]) -> str:
    if reader(request).contact_id is None:
        return gettext("Children you serve today")
    return gettext("Your child") if len(children) == 1 else gettext("Your children")


def _served(request: HttpRequest) -> list[Student]:
    """The children whom somebody without a class serves, such as a tutor. Their names are a record, too."""
    user = viewer(request)
    children = sorted(visible_to(user), key=sort_key)
    if children:
        allowed = scope(user, children)
        audit.saw(user, "list of children served", children, "; ".join(sorted(set(allowed.students.values()))))
    return children
