"""How every number and flag is worked out: the rules that the code itself uses, in words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from homeroom.intake.layouts import declared
from homeroom.pages.access import page
from homeroom.reports import rules


@page
def how(request: HttpRequest) -> HttpResponse:
    """Rules and definitions. No child's record is read here."""
    programs = [program for program in declared() if program.minutes_definition]
    return render(request, "how/page.html", {"rules": rules.ALL, "programs": programs, "version": rules.VERSION})
