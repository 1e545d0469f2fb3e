"""What homeroom promises, what keeps each promise, and which are not yet built. Open to everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from homeroom.pages.access import door
from homeroom.pages.promises.told import said


@door("everybody", writes=False)
@require_GET
def promises(request: HttpRequest) -> HttpResponse:
    """No child's record is read here, so no sign-in is asked for."""
    return render(request, "promises/page.html", {"promises": said()})
