"""The floor under a page: the same sign-in check, the same question whose children these are, the same audit entry, the
same bytes. What a page takes beyond it is the page. `SENT` holds the bytes, by address."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from homeroom.pages.access import names_children, page, viewer
from homeroom.people import audit
from homeroom.people.visibility import numbers_in, open_class, scope

SENT: dict[str, bytes] = {}


@names_children
@page
def floor_of_class(request: HttpRequest, number: int) -> HttpResponse:
    chosen = open_class(viewer(request), number)
    if chosen is None:
        raise Http404
    return _answered(request, list(scope(viewer(request), numbers_in(chosen)).students), f"class page {number}")


@names_children
@page
def floor_of_student(request: HttpRequest, number: int) -> HttpResponse:
    scope(viewer(request), [number])
    return _answered(request, [number], f"student page {number}")


def _answered(request: HttpRequest, students: list[int], what: str) -> HttpResponse:
    audit.saw(viewer(request), what, students, "teaches the child's class", "facts 1", report="floor")
    return HttpResponse(SENT[request.path])


urlpatterns = [
    path("floor/class/<int:number>/", floor_of_class),
    path("floor/student/<int:number>/", floor_of_student),
    path("", include("homeroom.site.urls")),
]
