"""The front door: each person's own first page, by what they are today."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from homeroom.pages.access import page, reader
from homeroom.pages.roles import is_data_team
from homeroom.people.visibility import classes_of


@page
def home(request: HttpRequest) -> HttpResponse:
    """A teacher of one class goes to it, the data team to Imports; several classes are listed."""
    user = reader(request)
    if is_data_team(user):
        return redirect("imports")
    classes = list(classes_of(user).select_related("school").order_by("school__name", "title", "pk"))
    if len(classes) == 1:
        return redirect("my-class", classes[0].pk)
    return render(request, "home/page.html", {"classes": classes})
