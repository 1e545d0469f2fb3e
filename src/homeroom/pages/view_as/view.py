"""View as: what does a colleague see? For the data team and principals; it shows only what both may see."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from homeroom.pages.access import act, for_leads_form, reader, viewer
from homeroom.pages.roles import WORDS, roles
from homeroom.pages.view_as.looking import KEY
from homeroom.people import audit
from homeroom.people.called import name
from homeroom.people.models import User
from homeroom.people.names import folded
from homeroom.people.view_as import others

A_PAGE = 50


@dataclass(frozen=True)
class Line:
    """A person whose view may be taken."""

    number: int
    name: str
    user_name: str
    what: str


@for_leads_form
def view_as(request: HttpRequest) -> HttpResponseBase:
    """Choose whose view to take; taking it."""
    person = reader(request)
    if viewer(request).through is not None:
        return render(request, "view_as/page.html", {"lines": []})
    if request.method == "POST":
        text = request.POST.get("person", "")
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
        chosen = get_object_or_404(others(person), pk=number)
        request.session[KEY] = chosen.pk
        audit.did(person, "view taken", f"user {chosen.pk}: {chosen.get_username()}", [], "to see what they see")
        return redirect("home")
    search = request.GET.get("q", "")
    page = Paginator(_found(person, search), A_PAGE).get_page(request.GET.get("page"))
    lines = [_line(user) for user in page]
    return render(request, "view_as/page.html", {"lines": lines, "page": page, "search": search})


@act("who looks through somebody else's eyes", looking=True)
def view_as_end(request: HttpRequest) -> HttpResponseBase:
    """Look with one's own eyes again."""
    looking = viewer(request)
    if looking.through is not None:
        audit.did(looking, "view ended", f"user {looking.through.pk}: {looking.through.get_username()}", [], "done")
        del request.session[KEY]
    return redirect("home")


def _found(person: User, search: str) -> list[User]:
    words = folded(search).split()
    users = others(person).select_related("staff", "contact")
    named = sorted((folded(f"{name(user)} {user.get_username()}"), user.pk, user) for user in users)
    return [user for text, _, user in named if all(word in text for word in words)]


def _line(user: User) -> Line:
    kinds = [str(WORDS[kind]) for kind in roles(user)] + ([gettext("family")] if user.contact_id else [])
    return Line(user.pk, name(user), user.get_username(), ", ".join(kinds))
